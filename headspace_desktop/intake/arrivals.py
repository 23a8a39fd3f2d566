"""Notices files that arrive in folders, without a thread of its own: inotify where there is, else looking again.

Intake thread. It names candidates only; whether a file is complete is for the reader to find out.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
import os
import select
import struct
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from headspace_desktop.workers import Watch

# Source: inotify(7), <sys/inotify.h>.
_CLOSE_WRITE = 0x8
_MOVED_TO = 0x80
_DELETE_SELF = 0x400
_MOVE_SELF = 0x800
_Q_OVERFLOW = 0x4000
_IGNORED = 0x8000
_ONLYDIR = 0x01000000
_HEAD = struct.Struct("iIII")

#: How often folders are looked through where the system does not tell when a file was closed.
LOOK_INTERVAL_S = 0.25


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file to read. `is_closed`: its writer is known to have closed it."""

    folder: Path
    name: str
    is_closed: bool


class Arrivals(Protocol):
    """A source of arrivals in a fixed set of folders."""

    is_lost: bool  # arrivals may have been missed: look through the folders

    def open(self, watch: Watch, ready: Callable[[], None]) -> None:
        """Begin; `ready` is called when `take` has something. Raises: OSError."""

    def take(self) -> list[Arrival]:
        """What arrived, in the order in which it was closed where that is known."""

    def due_s(self) -> float | None:
        """Seconds until the folders want to be looked through; None if the system tells."""

    def close(self) -> None:
        """Let the descriptors go."""


class InotifyArrivals:
    """Arrivals told by the Linux kernel in the order in which files are closed."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._by_wd: dict[int, Path] = {}
        self._fd = -1
        self._watch: Watch | None = None
        self.is_lost = False

    def open(self, watch: Watch, ready: Callable[[], None]) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        self.is_lost = False
        self._fd = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if self._fd < 0:
            raise OSError(ctypes.get_errno(), "inotify_init1")
        mask = _CLOSE_WRITE | _MOVED_TO | _DELETE_SELF | _MOVE_SELF | _ONLYDIR
        for folder in self._folders:
            wd = libc.inotify_add_watch(self._fd, os.fsencode(folder), mask)
            if wd < 0:
                number = ctypes.get_errno()
                self.close()
                raise OSError(number, os.strerror(number), str(folder))
            self._by_wd[wd] = folder
        self._watch = watch
        watch.add(self._fd, ready)

    def take(self) -> list[Arrival]:
        found: list[Arrival] = []
        while self._fd >= 0 and (data := self._read()):
            at = 0
            while at < len(data):
                wd, mask, _cookie, length = _HEAD.unpack_from(data, at)
                name = os.fsdecode(data[at + _HEAD.size : at + _HEAD.size + length].rstrip(b"\0"))
                at += _HEAD.size + length
                if mask & (_Q_OVERFLOW | _DELETE_SELF | _MOVE_SELF | _IGNORED):
                    self.is_lost = True
                elif name and (folder := self._by_wd.get(wd)) is not None:
                    found.append(Arrival(folder, name, is_closed=True))
        return found

    def _read(self) -> bytes:
        try:
            return os.read(self._fd, 1 << 16)
        except BlockingIOError:
            return b""

    def due_s(self) -> float | None:
        return None

    def close(self) -> None:
        if self._fd >= 0:
            if self._watch is not None:
                self._watch.remove(self._fd)
            os.close(self._fd)
        self._fd = -1
        self._by_wd.clear()


class LookedArrivals:
    """Arrivals found by looking; on macOS the kernel says when a folder changed, elsewhere by the clock."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._known: set[tuple[Path, str]] = set()
        self._kernel: _FolderEvents | None = None
        self._look_at = 0.0
        self.is_lost = False

    def open(self, watch: Watch, ready: Callable[[], None]) -> None:
        self.is_lost = False
        self._known.clear()
        for folder in self._folders:
            os.scandir(folder).close()
        if sys.platform == "darwin":
            self._kernel = _FolderEvents(self._folders, watch, ready)

    def take(self) -> list[Arrival]:
        self._look_at = time.monotonic() + LOOK_INTERVAL_S
        if self._kernel is not None:
            self._kernel.clear()
        fresh: list[tuple[int, Arrival]] = []
        present: set[tuple[Path, str]] = set()
        for folder in self._folders:
            try:
                with os.scandir(folder) as entries:
                    for entry in entries:
                        key = (folder, entry.name)
                        present.add(key)
                        if key not in self._known and entry.is_file(follow_symlinks=False):
                            moment = entry.stat(follow_symlinks=False).st_mtime_ns
                            fresh.append((moment, Arrival(folder, entry.name, is_closed=False)))
            except FileNotFoundError:
                self.is_lost = self.is_lost or not folder.is_dir()
        self._known = present
        return [arrival for _moment, arrival in sorted(fresh, key=lambda pair: pair[0])]

    def due_s(self) -> float | None:
        return max(0.0, self._look_at - time.monotonic()) if self._kernel is None else None

    def close(self) -> None:
        if self._kernel is not None:
            self._kernel.close()
        self._kernel = None


class _FolderEvents:
    """A kqueue on the folders. Its descriptor is itself watchable. Source: kqueue(2) of macOS; not run on Linux."""

    def __init__(self, folders: Sequence[Path], watch: Watch, ready: Callable[[], None]) -> None:
        self._watch = watch
        self._fds = [os.open(folder, os.O_RDONLY) for folder in folders]
        if sys.platform == "darwin":
            self._queue = select.kqueue()
            flags = select.KQ_EV_ADD | select.KQ_EV_CLEAR
            wanted = [
                select.kevent(fd, select.KQ_FILTER_VNODE, flags, select.KQ_NOTE_WRITE | select.KQ_NOTE_DELETE)
                for fd in self._fds
            ]
            self._queue.control(wanted, 0)
            watch.add(self._queue.fileno(), ready)

    def clear(self) -> None:
        if sys.platform == "darwin":
            self._queue.control(None, 64, 0)

    def close(self) -> None:
        if sys.platform == "darwin":
            self._watch.remove(self._queue.fileno())
            self._queue.close()
        for fd in self._fds:
            os.close(fd)


def arrivals(folders: Sequence[Path]) -> Arrivals:
    """The best source that this system has."""
    return InotifyArrivals(folders) if sys.platform == "linux" else LookedArrivals(folders)


def is_out_of_watches(error: OSError) -> bool:
    """Whether the person's inotify limits are used up. Source: inotify(7), ENOSPC and EMFILE."""
    return error.errno in (errno.ENOSPC, errno.EMFILE)
