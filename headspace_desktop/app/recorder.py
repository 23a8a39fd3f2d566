"""Writes recordings from the store's event log, and reads them from files. Main thread of a process without windows.

It reads beside the running app and changes nothing there; a recording is scrubbed unless the person says otherwise.
"""

from __future__ import annotations

import gzip
import io
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from headspace_desktop import __version__
from headspace_desktop.app.kept import KeptReadings
from headspace_desktop.domain.asks import AskEvents
from headspace_desktop.domain.model import Json, RegistryReading
from headspace_desktop.host import this_host
from headspace_desktop.paths import Paths
from headspace_desktop.recording import tape
from headspace_desktop.recording.scrub import Scrub
from headspace_desktop.recording.tape import Header, Told
from headspace_desktop.settings import Settings
from headspace_desktop.store.pages import EventLine, EventsPage, Pages
from headspace_desktop.troubles import NothingRecorded, RecordingUnreadable, RecordingUnwritable

#: More messages are not written: the newest count.
EVENTS_LIMIT = 200_000
_PAGE = 1000
#: The directory of a session whose file was told before the recording begins: no rule reads it, but each has one.
_ANYWHERE = "/"
#: A recording is text of our own making; more is a mistake, or no recording.
FILE_LIMIT_CHARS = 512 << 20


def read_file(path: Path) -> tuple[Header, list[Told]]:
    """A recording from a file, also a gzipped one. Raises: RecordingUnreadable."""
    try:
        with path.open("rb") as raw:
            packed = gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw
            with io.TextIOWrapper(packed, encoding="utf-8") as stream:
                return tape.load(_bounded(stream))
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise RecordingUnreadable(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def _bounded(lines: Iterable[str]) -> Iterator[str]:
    left = FILE_LIMIT_CHARS
    for line in lines:
        left -= len(line)
        if left < 0:
            raise RecordingUnreadable("it is too large")
        yield line


def write_file(path: Path, header: Header, told: Iterable[Told]) -> int:
    """Write a new file that only its owner may read; how many messages. Raises: RecordingUnwritable."""
    count = -1
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw:
            stream = gzip.GzipFile(fileobj=raw, filename="", mode="wb", mtime=0) if path.suffix == ".gz" else raw
            for line in tape.dump(header, told):
                stream.write(line.encode("utf-8", "replace"))
                count += 1
            if stream is not raw:
                stream.close()
    except OSError as error:
        raise RecordingUnwritable(f"{path}: {error.strerror}") from error
    return count


def record(
    paths: Paths,
    settings: Settings,
    file: Path,
    *,
    agent_uuid: str | None,
    since: datetime | None,
    with_content: bool,
    notes: Json | None = None,
) -> int:
    """Write what the store kept of one agent, or of all; how many messages. `notes` go into its first line.

    Raises: NothingRecorded, RecordingUnwritable, any StoreTrouble.
    """
    events = _events(paths, settings, agent_uuid, since)
    if not events:
        raise NothingRecorded("the event log holds nothing for that")
    started_at = min(event.seen_at for event in events)
    versions = {str(event.payload.get("version")) for event in events if event.payload and event.payload.get("version")}
    header = Header(
        started_at, client_version=max(versions, default=""), is_scrubbed=not with_content,
        notes={"from": "store", "headspace": __version__, **(notes or {})},
    )  # fmt: skip
    kept = KeptReadings()
    told = (one for event in events if (one := _told(event, started_at, kept)) is not None)
    scrub = Scrub()
    return write_file(file, header, told if with_content else map(scrub.told, told))


def _events(paths: Paths, settings: Settings, agent_uuid: str | None, since: datetime | None) -> list[EventLine]:
    """Oldest first."""
    pages = Pages(settings.database.url, paths, host_id=this_host(paths.data_dir).id)
    found: list[EventLine] = []
    before_id: int | None = None
    try:
        while len(found) < EVENTS_LIMIT:
            page = pages.answer(AskEvents(ask_id="", agent_uuid=agent_uuid, before_id=before_id, limit=_PAGE))
            assert isinstance(page, EventsPage)
            fresh = [event for event in page.events if since is None or event.seen_at >= since]
            found += fresh
            before_id = page.before_id
            if before_id is None or len(fresh) < len(page.events):
                break
    finally:
        pages.close()
    return found[::-1]


def _told(event: EventLine, started_at: datetime, kept: KeptReadings) -> Told | None:
    t_s = (event.seen_at - started_at).total_seconds()
    values: dict[str, Any] = dict(event.payload or {})
    match event.kind:
        case "RegistrySeen":
            return Told(t_s, "registry", _registry(kept.reading(event)))
        case "RegistryGone":
            return Told(t_s, "registry_gone", {"path": kept.path(event), "pid": values.get("pid")})
        case "ScreenSeen":
            return Told(t_s, "screen", values)
        case "ProcessEnded":
            return Told(t_s, "process", {"pid": values.get("pid")})
        case "verdict_changed":
            return Told(t_s, "verdict", values)  # what the app held to be true then
        case _ if "origin" in values:
            return Told(t_s, "event", {"kind": event.kind, "payload": values})
        case _:
            return None


def _registry(reading: RegistryReading) -> dict[str, Any]:
    """A live-session file as the program writes it, and what was added to it from elsewhere."""
    file = {
        "pid": reading.pid,
        "sessionId": reading.session_id,
        "status": reading.status,
        "waitingFor": reading.waiting_for,
        "statusUpdatedAt": _ms(reading.status_at),
        "startedAt": _ms(reading.started_at),
        "procStart": reading.proc_start,
        "cwd": reading.cwd or _ANYWHERE,
        "name": reading.name,
        "kind": reading.kind,
        "entrypoint": reading.entrypoint,
        "version": reading.version,
    }
    pane = reading.pane
    about = {
        "tty": reading.tty,
        "pane": [pane.socket, pane.pane_id] if pane is not None else None,
        "launch_id": reading.launch_id,
        "transcript_path": reading.transcript_path,
    }
    told = {name: value for name, value in about.items() if value}
    return {"path": reading.path, "file": file, "is_alive": reading.is_alive, **told}


def _ms(at: datetime | None) -> int | None:
    return int(at.astimezone(UTC).timestamp() * 1000) if at is not None else None
