"""The registry room: reads the live-session files that agent programs keep, and hears of processes that end.

Runs in the transcripts thread beside the transcripts, or in its own. It changes no file and signals no process.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from headspace_desktop.clients import Client, by_name
from headspace_desktop.domain.effects import WatchProcess, WatchRoot
from headspace_desktop.domain.events import Event, ProcessEnded, RegistryGone, RegistrySeen
from headspace_desktop.domain.model import RegistryReading
from headspace_desktop.kernel.folder_events import FolderEvents, folder_events
from headspace_desktop.kernel.inotify import (
    IN_CLOSE_WRITE,
    IN_CREATE,
    IN_DELETE,
    IN_DELETE_SELF,
    IN_MODIFY,
    IN_MOVE_SELF,
    IN_MOVED_FROM,
    IN_MOVED_TO,
    IN_ONLYDIR,
)
from headspace_desktop.processes import Process, look_up, look_up_all
from headspace_desktop.registry.endings import POLL_S, Endings, is_alive
from headspace_desktop.registry.surroundings import surroundings_of
from headspace_desktop.workers import Watch

#: A live-session file has less than one kilobyte; nothing longer is read.
FILE_LIMIT_BYTES = 64 << 10
#: More files in one folder are not looked at; that is no machine of one person.
FILES_LIMIT = 5_000
#: The safety net: everything is looked at again this often; where the kernel tells nothing, as often as a screen
#: should follow.
RESCAN_S = 5.0
RESCAN_UNWATCHED_S = 1.0
#: ``locate(transcripts_dir, cwd, session_id)``: where a session's transcript lies or should come to lie.
Locate = Callable[[str, str, str], str | None]

_NAME = re.compile(r"\d{1,10}\.json\Z")
_FOLDER_MASK = IN_CLOSE_WRITE | IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE
_SELF_MASK = IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR


@dataclass(slots=True)
class _Known:
    """One live-session file as it was told last."""

    stamp: tuple[int, int, int]  # mtime_ns, size, inode
    digest: str
    reading: RegistryReading | None  # None: it could not be read yet


@dataclass(slots=True)
class _Root:
    client: Client
    path: str
    folder: str
    number: int = -1  # of the watch
    is_watched: bool = False  # the folder itself, not an ancestor
    known: dict[str, _Known] = field(default_factory=dict)


class RegistryRoom:
    """See `workers.Room`.

    `roots` are (client, configuration folder) pairs that are watched from the start; `locate` finds a session's
    transcript (`transcripts.locate.locate`).
    """

    def __init__(
        self,
        post: Callable[[Event], None],
        roots: Sequence[tuple[str, str]] = (),
        *,
        locate: Locate = lambda _folder, _cwd, _session_id: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._post = post
        self._locate = locate
        self._wanted = tuple(roots)
        self._now = now
        self._roots: dict[str, _Root] = {}
        self._events: FolderEvents | None = None
        self._watch: Watch | None = None
        self._endings: Endings | None = None
        self._rescan_at_s = 0.0
        self._poll_at_s = 0.0

    def open(self, watch: Watch) -> None:
        self._watch = watch
        self._endings = Endings(watch, self._ended)
        try:
            self._events = folder_events()
            watch.add(self._events.fileno(), self._ready)
        except OSError:
            self._events = None
        for client, root in self._wanted:
            self._add_root(client, root)
        self._rescan_at_s = time.monotonic() + RESCAN_S

    def close(self) -> None:
        if self._endings is not None:
            self._endings.close()
        if self._events is not None and self._watch is not None:
            self._watch.remove(self._events.fileno())
            self._events.close()
            self._events = None

    def handle(self, batch: Sequence[Any]) -> None:
        for effect in batch:
            match effect:
                case WatchRoot(client=client, path=path):
                    self._add_root(client, path)
                case WatchProcess(pid=pid, proc_start=proc_start):
                    self._watch_process(pid, proc_start)
                case _:
                    raise TypeError(f"not for this room: {effect!r}")

    def due_s(self) -> float | None:
        moments = [self._rescan_at_s] if self._roots else []
        if self._endings is not None and self._endings.is_polling:
            moments.append(self._poll_at_s)
        return max(0.0, min(moments) - time.monotonic()) if moments else None

    def tick(self) -> None:
        now_s = time.monotonic()
        if self._endings is not None and now_s >= self._poll_at_s:
            self._endings.poll()
            self._poll_at_s = now_s + POLL_S
        if now_s >= self._rescan_at_s:
            for root in self._roots.values():
                self._arm(root)
                self._scan(root)
            is_watched = all(root.number >= 0 for root in self._roots.values())
            self._rescan_at_s = now_s + (RESCAN_S if is_watched else RESCAN_UNWATCHED_S)

    # Processes.

    def _watch_process(self, pid: int, proc_start: str | None) -> None:
        if self._endings is not None:
            self._endings.add(pid, proc_start)

    def _ended(self, pid: int, proc_start: str | None) -> None:
        self._post(ProcessEnded(pid, proc_start, self._now()))

    # Folders.

    def _add_root(self, client_name: str, path: str) -> None:
        try:
            client = by_name(client_name)
        except KeyError:
            return
        path = path.rstrip("/") or "/"
        folder = client.registry_dir(path)
        if folder is None or folder in self._roots or not folder.startswith("/") or "\0" in folder:
            return
        root = _Root(client, path, folder)
        self._roots[folder] = root
        self._arm(root)
        self._scan(root)
        wait_s = RESCAN_S if root.number >= 0 else RESCAN_UNWATCHED_S
        self._rescan_at_s = min(self._rescan_at_s, time.monotonic() + wait_s) or time.monotonic() + wait_s

    def _arm(self, root: _Root) -> None:
        """Watch the folder, or its nearest ancestor while it does not exist."""
        if self._events is None:
            return
        at, below = root.folder, ""
        while True:
            try:
                mask = _FOLDER_MASK if at in self._roots else IN_CREATE | IN_MOVED_TO
                number = self._events.add(at, mask | _SELF_MASK)
            except (FileNotFoundError, NotADirectoryError):
                at, below = os.path.dirname(at), at  # noqa: PTH120  paths are text here
                if at == below:
                    number = -1
                    break
                continue
            except OSError:
                number = -1
                break
            if not below or not os.path.isdir(below):  # noqa: PTH112
                break
            at, below = root.folder, ""  # it came into being meanwhile
        old, root.number, root.is_watched = root.number, number, at == root.folder
        if old >= 0 and old not in {each.number for each in self._roots.values()}:
            self._events.remove(old)

    def _ready(self) -> None:
        """Look at what stirred; names say which file, everything else means the whole folder."""
        if self._events is None:
            return
        files: dict[str, set[str]] = {}
        whole: set[str] = set()
        while happened := self._events.read():
            for number, mask, name in happened:
                for root in self._roots.values():
                    if number >= 0 and root.number != number:
                        continue
                    if number >= 0 and root.is_watched and name and mask & _FOLDER_MASK:
                        files.setdefault(root.folder, set()).add(name)
                    else:
                        whole.add(root.folder)
        for folder in whole:
            self._arm(self._roots[folder])
            self._scan(self._roots[folder])
        for folder, names in files.items():
            if folder not in whole:
                for name in names:
                    self._look(self._roots[folder], name)

    def _scan(self, root: _Root) -> None:
        try:
            with os.scandir(root.folder) as entries:
                names = [entry.name for _index, entry in zip(range(FILES_LIMIT), entries, strict=False)]
        except OSError:
            names = []
        living = look_up_all(known.reading.pid for known in root.known.values() if known.reading is not None)
        for name in names:
            self._look(root, name, living)
        for path in set(root.known) - {f"{root.folder}/{name}" for name in names}:
            self._look(root, path.rpartition("/")[2])

    # Files.

    def _look(self, root: _Root, name: str, living: Mapping[int, Process] | None = None) -> None:
        """Read a file if it changed; `living` are the processes of known files, where they were asked together."""
        if not _NAME.match(name):
            return  # keys and temporary files lie beside
        path = f"{root.folder}/{name}"
        known = root.known.get(path)
        read = _read(path, known.stamp if known else None)
        if read is None:
            self._check(root, known, living)
            return
        stamp, raw = read
        if stamp == _GONE:
            self._gone(root, path)
            return
        digest = hashlib.blake2b(raw, digest_size=12).hexdigest()
        if known is not None and known.digest == digest and known.reading is not None:
            known.stamp = stamp
            self._check(root, known)
            return
        self._take(root, path, stamp, raw, digest)

    def _take(self, root: _Root, path: str, stamp: tuple[int, int, int], raw: bytes, digest: str) -> None:
        known = root.known.get(path)
        try:
            reading = root.client.read_registry(raw, path, self._now())
        except ValueError:
            # Half written, or no live-session file at all: what was known stays until it can be read.
            root.known[path] = _Known(stamp, digest, known.reading if known else None)
            return
        reading = self._completed(root, reading)
        root.known[path] = _Known(stamp, digest, reading)
        self._tell(root, reading, digest)

    def _completed(self, root: _Root, reading: RegistryReading) -> RegistryReading:
        """With what the process table and the disk know besides."""
        transcripts = root.client.transcripts_dir(root.path)
        path = self._locate(transcripts, reading.cwd, reading.session_id)
        if not is_alive(look_up(reading.pid), reading.proc_start):
            return replace(reading, is_alive=False, transcript_path=path)
        around = surroundings_of(reading.pid)
        return replace(reading, transcript_path=path, tty=around.tty, pane=around.pane, launch_id=around.launch_id)

    def _check(self, root: _Root, known: _Known | None, living: Mapping[int, Process] | None = None) -> None:
        """A file that stayed as it was while its process went: a kill leaves it behind."""
        reading = known.reading if known else None
        if known is None or reading is None or not reading.is_alive:
            return
        process = look_up(reading.pid) if living is None else living.get(reading.pid)
        if is_alive(process, reading.proc_start):
            return
        known.reading = replace(reading, is_alive=False, seen_at=self._now())
        self._tell(root, known.reading, f"{known.digest}:dead")

    def _tell(self, root: _Root, reading: RegistryReading, digest: str) -> None:
        delivery_id = f"registry:{reading.path}:{reading.status_at.isoformat()}:{digest}"
        self._post(RegistrySeen(root.client.name, reading, delivery_id))

    def _gone(self, root: _Root, path: str) -> None:
        known = root.known.pop(path, None)
        if known is not None and known.reading is not None:
            self._post(RegistryGone(root.client.name, path, known.reading.pid, self._now()))


_GONE = (-1, -1, -1)


def _read(path: str, stamp: tuple[int, int, int] | None) -> tuple[tuple[int, int, int], bytes] | None:
    """The file's stamp and content; None when it is as it was or cannot be read; `_GONE` when it is not there."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return _GONE, b""
    except OSError:
        return None
    try:
        about = os.fstat(fd)
        now = (about.st_mtime_ns, about.st_size, about.st_ino)
        if now == stamp or not stat.S_ISREG(about.st_mode) or about.st_size > FILE_LIMIT_BYTES:
            return None
        return now, os.read(fd, FILE_LIMIT_BYTES)
    except OSError:
        return None
    finally:
        os.close(fd)
