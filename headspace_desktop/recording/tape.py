"""The file format of a recording: a header, then one line of JSON for each message of a witness. Any thread.

docs/accuracy.md describes it for people. It opens no file itself and knows no rules.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from headspace_desktop.domain.model import Json
from headspace_desktop.troubles import RecordingUnreadable

#: Counted up when an older line can no longer be told again.
VERSION = 1

#: A longer line is no line of a recording.
LINE_LIMIT_CHARS = 16 << 20


@dataclass(frozen=True, slots=True)
class Header:
    """The first line. `notes` is whatever else a writer wants to be known."""

    started_at: datetime
    client: str = "claude"
    client_version: str = ""
    is_scrubbed: bool = True
    notes: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """One message: how many seconds after the start it arrived, by which witness, and what it holds.

    `via`: hook | transcript | registry | registry_gone | process | screen | event | truth; others are passed over.
    """

    t_s: float
    via: str
    values: Json


def dump(header: Header, told: Iterable[Told]) -> Iterator[str]:
    """The lines of a recording, each with its newline."""
    yield _line(
        {
            "headspace_recording": VERSION,
            "started_at": header.started_at.isoformat(),
            "client": header.client,
            "client_version": header.client_version,
            "is_scrubbed": header.is_scrubbed,
            "notes": dict(header.notes),
        }
    )
    for one in told:
        yield _line({"t": round(one.t_s, 6), "via": one.via, **one.values})


def _line(values: Json) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n"


def load(lines: Iterable[str]) -> tuple[Header, list[Told]]:
    """A whole recording, in order of arrival. Raises: RecordingUnreadable."""
    numbered = ((number, text) for number, text in enumerate(lines, 1) if text.strip())
    first = next(numbered, None)
    if first is None:
        raise RecordingUnreadable("it is empty")
    header = _header(_object(*first))
    told = [_told(number, _object(number, text)) for number, text in numbered]
    return header, sorted(told, key=lambda one: one.t_s)


def _object(number: int, text: str) -> dict[str, Any]:
    try:
        value = json.loads(text) if len(text) <= LINE_LIMIT_CHARS else None
    except (ValueError, RecursionError) as error:
        raise RecordingUnreadable(f"line {number}: {error}") from error
    if not isinstance(value, dict):
        raise RecordingUnreadable(f"line {number} is no object, or too long")
    return value


def _header(values: dict[str, Any]) -> Header:
    version, started_at = values.get("headspace_recording"), values.get("started_at")
    if version != VERSION:
        raise RecordingUnreadable("the first line is no header of version 1")
    try:
        at = datetime.fromisoformat(str(started_at))
    except ValueError as error:
        raise RecordingUnreadable(f"line 1: {error}") from error
    notes = values.get("notes")
    return Header(
        started_at=at if at.tzinfo else at.replace(tzinfo=UTC),
        client=str(values.get("client", "claude")),
        client_version=str(values.get("client_version", "")),
        is_scrubbed=values.get("is_scrubbed") is True,
        notes=notes if isinstance(notes, dict) else {},
    )


def _told(number: int, values: dict[str, Any]) -> Told:
    t_s, via = values.pop("t", None), values.pop("via", None)
    if not isinstance(t_s, int | float) or isinstance(t_s, bool) or not abs(t_s) < 1e9 or not isinstance(via, str):
        raise RecordingUnreadable(f"line {number} tells neither when nor by whom")
    return Told(float(t_s), via, values)
