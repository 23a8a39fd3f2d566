"""Domain values as plain JSON values and back: the events table can be folded again, an agent goes on where it was.

Pure; any thread. Values read back may come from an older version, so everything is checked against its type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, cast, get_args, get_type_hints

import msgspec

from headspace_desktop.domain.events import Event, Evidence, MailOpened, SessionEvidence, TranscriptRead, WorldEvent
from headspace_desktop.domain.model import Agent
from headspace_desktop.store.text import plain

#: Counted up when an old payload or state can no longer be read by its type alone.
EVENT_VERSION = 1
STATE_VERSION = 1

#: Longer strings are kept as their size and tail only; the full texts are in the turns.
ELIDE_CHARS = 8192

_ENVELOPES = (MailOpened, TranscriptRead)
_KINDS: dict[str, Any] = {kind.__name__: kind for kind in get_args(Event)}


def event_kind(event: SessionEvidence | WorldEvent) -> str:
    return type(event).__name__


def event_payload(event: SessionEvidence | WorldEvent) -> dict[str, Any]:
    """The event as JSON-ready values without bulky texts; what is as by default is left out."""
    told = _told(event)
    if isinstance(event, Evidence) and (quick := _quickly(told)) is not None:
        return quick
    payload: dict[str, Any] = plain(told, string_limit=ELIDE_CHARS)
    if isinstance(event, _ENVELOPES):
        payload["evidence"] = [{"kind": event_kind(item), "payload": event_payload(item)} for item in event.evidence]
    return payload


def _told(value: Any) -> dict[str, Any]:
    """The fields of a dataclass that are not as by default: of the many clues an event may have it has a few."""
    kind: Any = type(value)
    told = {}
    for name, default in _defaults(kind):
        if (item := getattr(value, name)) != default:
            told[name] = _told(item) if _has_fields(item.__class__) else item
    return told


@cache
def _has_fields(kind: type[Any]) -> bool:
    return is_dataclass(kind)


@cache
def _defaults(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, field.default) for field in fields(kind))


def _quickly(told: dict[str, Any]) -> dict[str, Any] | None:
    """The usual case: so short that nothing in it can be bulky, and nothing that JSON does not know."""
    try:
        raw = msgspec.json.encode(told)
    except (UnicodeEncodeError, RecursionError, OverflowError, TypeError, ValueError):
        return None
    values: dict[str, Any] | None = msgspec.json.decode(raw) if len(raw) <= ELIDE_CHARS else None
    return values


def event_from(kind: str, payload: Mapping[str, Any]) -> SessionEvidence | WorldEvent:
    """The event that `event_payload` was given; elided texts come back as an ellipsis and their tail.

    Raises: ValueError for an unknown kind or a payload that does not fit it.
    """
    target = _KINDS.get(kind)
    if target is None:
        raise ValueError(f"unknown kind of event: {kind}")
    try:
        values = _revived(payload)
        event = _envelope(target, values) if target in _ENVELOPES else msgspec.convert(values, target)
    except (msgspec.MsgspecError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{kind}: {error}") from error
    return cast(SessionEvidence | WorldEvent, event)


def _envelope(target: Any, values: Mapping[str, Any]) -> Any:
    """An event with evidence in it: msgspec knows no union of dataclasses, so each names its kind."""
    hints = get_type_hints(target)
    others = {
        field.name: msgspec.convert(values[field.name], hints[field.name])
        for field in fields(target)
        if field.name != "evidence" and field.name in values
    }
    evidence = tuple(event_from(item["kind"], item["payload"]) for item in values["evidence"])
    return target(**others, evidence=evidence)


def agent_from(version: int | None, state: Any) -> Agent:
    """The agent as it was saved. Raises: ValueError when the state is of another version or damaged."""
    if version != STATE_VERSION:
        raise ValueError(f"agent state of version {version}")
    try:
        return msgspec.convert(state, Agent)
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from error


def _revived(value: Any) -> Any:
    match value:
        case {"elided": True, "size_chars": int(), "tail": str(tail)} if len(value) == 3:
            return f"…{tail}"
        case {"elided": True} if len(value) == 1:
            return {"elided": True}
        case dict():
            return {key: _revived(item) for key, item in value.items()}
        case list():
            return [_revived(item) for item in value]
        case _:
            return value
