"""A recording's messages as the events that the engine gets, translated by the client as if they came now. Any thread.

What a recording says is untrusted: a message that cannot be read becomes an anomaly in words, never an exception.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from headspace_desktop.clients import Client, Envelope, LineCursor, by_name
from headspace_desktop.domain.events import (
    Clues,
    Event,
    MailOpened,
    ProcessEnded,
    RegistryGone,
    RegistrySeen,
    ScreenSeen,
    SessionEvidence,
    TranscriptRead,
)
from headspace_desktop.domain.model import FileOffset, Json, PaneRef
from headspace_desktop.recording.tape import Header, Told
from headspace_desktop.troubles import RecordingUnreadable

ReadEvent = Callable[[str, Mapping[str, Any]], Any]


class Retelling:
    """Translates in order, because transcripts are read with what their earlier lines left behind.

    `read_event` makes an event of what a store had kept of it; without it such lines are passed over.
    """

    def __init__(self, header: Header, read_event: ReadEvent | None = None) -> None:
        try:
            self._client: Client = by_name(header.client)
        except KeyError as error:
            raise RecordingUnreadable(f"unknown client {header.client!r}") from error
        self._started_at = header.started_at
        self._read_event = read_event
        self._cursors: dict[str, LineCursor] = {}
        self._count = 0

    def at(self, t_s: float) -> datetime:
        return self._started_at + timedelta(seconds=t_s)

    def event(self, told: Told) -> Event | None:
        """What the engine gets; None for what is no message to it.

        Raises: RecordingUnreadable.
        """
        self._count += 1
        seen_at = self.at(told.t_s)
        try:
            match told.via:
                case "hook":
                    return self._hook(told.values, seen_at)
                case "transcript":
                    return self._transcript(told.values, seen_at)
                case "registry":
                    return self._registry(told.values, seen_at)
                case "registry_gone":
                    values = told.values
                    return RegistryGone(self._client.name, str(values["path"]), int(values["pid"]), seen_at)
                case "process":
                    return ProcessEnded(int(told.values["pid"]), _maybe(told.values.get("proc_start")), seen_at)
                case "screen":
                    return screen_from(told.values, self._client.name, seen_at)
                case "event" if self._read_event is not None:
                    return self._kept(told.values)
                case _:
                    return None
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise RecordingUnreadable(f"message {self._count} ({told.via}): {error!r}") from error

    def _hook(self, values: Json, seen_at: datetime) -> MailOpened:
        name = str(values.get("name", ""))
        at = _moment(values.get("at")) or seen_at
        pane = values.get("pane")
        envelope = Envelope(
            name=name,
            delivery_id=str(values.get("delivery_id") or f"{name}:{self._count}"),
            at=at,
            seen_at=seen_at,
            pid=values.get("pid"),
            proc_start=_maybe(values.get("proc_start")),
            pane=PaneRef(str(pane[0]), str(pane[1])) if isinstance(pane, list) and len(pane) == 2 else None,
            is_attended=values.get("is_attended"),
            launch_id=_maybe(values.get("launch_id")),
        )
        evidence, anomalies = self._client.read_mail(values["payload"], envelope)
        return MailOpened(name, f"/recorded/{self._count}", 0, tuple(evidence), tuple(anomalies))

    def _transcript(self, values: Json, seen_at: datetime) -> TranscriptRead:
        path = str(values["path"])
        cursor = self._cursors.setdefault(path, LineCursor(path, seen_at))
        cursor.seen_at = seen_at
        evidence: list[SessionEvidence] = []
        offset = cursor.offset_bytes
        for row in values["lines"]:
            cursor.offset_bytes = offset = int(row["offset"])
            evidence += self._client.read_line(_bytes(row["line"]), cursor)
        cursor.offset_bytes = offset
        file = FileOffset(path, self._client.name, "recorded", offset, cursor.session_id)
        return TranscriptRead(file, tuple(evidence))

    def _registry(self, values: Json, seen_at: datetime) -> RegistrySeen:
        path, pane = str(values["path"]), values.get("pane")
        reading = self._client.read_registry(_bytes(values["file"]), path, seen_at)
        reading = replace(
            reading,
            is_alive=values.get("is_alive", True) is True,
            tty=str(values.get("tty", "")),
            pane=PaneRef(str(pane[0]), str(pane[1])) if isinstance(pane, list) and len(pane) == 2 else None,
            launch_id=_maybe(values.get("launch_id")),
            transcript_path=_maybe(values.get("transcript_path")),
        )
        return RegistrySeen(self._client.name, reading, f"registry:{path}:{self._count}")

    def _kept(self, values: Json) -> Event:
        assert self._read_event is not None
        event = self._read_event(str(values["kind"]), values["payload"])
        if isinstance(event, SessionEvidence):  # one by one, as if each had come by a mail of its own
            return MailOpened(event.origin.delivery_id, f"/recorded/{self._count}", 0, (event,))
        found: Event = event
        return found


def screen_from(values: Mapping[str, Any], client: str, at: datetime) -> ScreenSeen:
    """A look at a pane, of what was kept of it. Raises: KeyError, TypeError, ValueError."""
    pane, pid, who = PaneRef(*map(str, values["pane"])), values.get("pid"), values.get("stranger")
    stranger = None
    if who is not None:
        stranger = Clues(
            client, pid=int(who["pid"]), proc_start=_maybe(who["proc_start"]), pane=pane, cwd=_maybe(who["cwd"]),
            tty=_maybe(who["tty"]),
        )  # fmt: skip
    return ScreenSeen(
        pane, str(values["shows"]), str(values["dialog"]), at, int(pid) if pid is not None else None, stranger=stranger
    )  # fmt: skip


def _bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _maybe(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    at = datetime.fromisoformat(value)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
