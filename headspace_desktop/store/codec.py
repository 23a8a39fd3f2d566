"""Domain values as plain JSON values and back: the events table can be folded again, an agent goes on where it was.

Pure; any thread. Values read back may come from an older version, so everything is checked against its type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache
from typing import Any, cast, get_args

import msgspec

from headspace_desktop.domain.events import Clues, Evidence, SessionEvidence
from headspace_desktop.domain.model import Agent
from headspace_desktop.store.text import Ready, plain, quick_json, to_json

#: Counted up when an old payload or state can no longer be read by its type alone.
EVENT_VERSION = 1
STATE_VERSION = 1

#: Longer strings are kept as their size and tail only; the full texts are in the turns.
ELIDE_CHARS = 8192

_KINDS: dict[str, Any] = {kind.__name__: kind for kind in get_args(SessionEvidence)}


def event_json(event: Evidence) -> Ready:
    """The event as it is kept: without bulky texts, and without what is as by default."""
    told = _told(event)
    raw = quick_json(told)
    if raw is None or len(raw) > ELIDE_CHARS:
        return Ready(to_json(plain(told, string_limit=ELIDE_CHARS)))
    return Ready(raw.decode())


def _told(value: Any) -> dict[str, Any]:
    """The fields of a dataclass that are not as by default: of the many clues an event may have it has a few."""
    kind: Any = type(value)
    told = {}
    for name, default in _defaults(kind):
        if (item := getattr(value, name)) != default:
            told[name] = (
                _told_clues(item) if isinstance(item, Clues) else _told(item) if _has_fields(item.__class__) else item
            )
    return told


@lru_cache(maxsize=256)
def _told_clues(clues: Clues) -> dict[str, Any]:
    """Those of one session hardly change. Never to be changed by who gets it."""
    return _told(clues)


@cache
def _has_fields(kind: type[Any]) -> bool:
    return is_dataclass(kind)


@cache
def _defaults(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, field.default) for field in fields(kind))


def event_from(kind: str, payload: Mapping[str, Any]) -> SessionEvidence:
    """The event that `event_json` was given; elided texts come back as an ellipsis and their tail.

    Raises: ValueError for an unknown kind or a payload that does not fit it.
    """
    target = _KINDS.get(kind)
    if target is None:
        raise ValueError(f"unknown kind of event: {kind}")
    try:
        event = msgspec.convert(_revived(payload), target)
    except (msgspec.MsgspecError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{kind}: {error}") from error
    return cast(SessionEvidence, event)


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
