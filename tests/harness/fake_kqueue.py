"""A stand-in for the kqueue half of `select`: keeps what is watched, and tells what a test makes happen.

`happen` works like the kernel as kqueue(2) describes it: only what was asked for is told, notes of one descriptor
gather until they are read, a closed descriptor or a oneshot that was told is forgotten.
"""

from __future__ import annotations

import os
import select
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from headspace_desktop.kernel.inotify import (
    IN_ATTRIB,
    IN_CREATE,
    IN_DELETE,
    IN_DELETE_SELF,
    IN_MODIFY,
    IN_MOVE_SELF,
    IN_MOVED_FROM,
    IN_MOVED_TO,
    Inotify,
)

KQ_FILTER_VNODE, KQ_FILTER_PROC = -4, -5
KQ_EV_ADD, KQ_EV_ONESHOT, KQ_EV_CLEAR = 0x1, 0x10, 0x20
KQ_NOTE_DELETE, KQ_NOTE_WRITE, KQ_NOTE_EXTEND, KQ_NOTE_RENAME, KQ_NOTE_REVOKE = 0x1, 0x2, 0x4, 0x20, 0x40
KQ_NOTE_EXIT = 0x80000000

_CHANGED = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_MODIFY
_LISTENED = _CHANGED | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF


@dataclass
class Event:
    ident: int
    filter: int
    flags: int
    fflags: int


class Queue:
    def __init__(self, refused: set[int]) -> None:
        self._refused = refused
        self._ours, self._theirs = os.pipe()
        os.set_blocking(self._ours, False)
        self.watched: dict[tuple[int, int], Event] = {}
        self.waiting: dict[tuple[int, int], Event] = {}

    def fileno(self) -> int:
        return self._ours

    def control(self, changes: list[Event] | None, limit: int, _timeout_s: float = 0) -> list[Event]:
        for change in changes or []:
            if change.ident in self._refused:
                raise ProcessLookupError(3, "No such process")
            assert change.flags & KQ_EV_ADD and change.flags & (KQ_EV_CLEAR | KQ_EV_ONESHOT)
            self.watched[change.ident, change.filter] = change
        told = [self.waiting.pop(key) for key in list(self.waiting)[:limit]]
        while not self.waiting and len(self._drain()) == 64:
            pass
        return told

    def _drain(self) -> bytes:
        try:
            return os.read(self._ours, 64)
        except BlockingIOError:
            return b""

    def happen(self, ident: int, kind: int, notes: int) -> None:
        key = (ident, kind)
        asked = self.watched.get(key)
        if asked is None or not asked.fflags & notes:
            return
        before = self.waiting.get(key)
        self.waiting[key] = Event(ident, kind, asked.flags, (before.fflags if before else 0) | asked.fflags & notes)
        os.write(self._theirs, b"!")
        if asked.flags & KQ_EV_ONESHOT:
            del self.watched[key]

    def close(self) -> None:
        for fd in (self._ours, self._theirs):
            os.close(fd)


class FakeSelect:
    """Give it as `module`; `queue` is the last one that was opened, `refused` are processes that cannot be watched."""

    def __init__(self) -> None:
        self.queue: Queue | None = None
        self.refused: set[int] = set()

    def kqueue(self) -> Queue:
        self.queue = Queue(self.refused)
        return self.queue

    @staticmethod
    def kevent(ident: int, kind: int, flags: int, notes: int) -> Event:
        return Event(ident, kind, flags, notes)

    def __getattr__(self, name: str) -> Any:
        return globals()[name]

    # -- what happens in the world

    def ends(self, pid: int) -> None:
        assert self.queue is not None
        self.queue.happen(pid, KQ_FILTER_PROC, KQ_NOTE_EXIT)

    def stirs(self, path: str | os.PathLike[str], notes: int) -> bool:
        """The kernel's word about a file or folder; whether anybody listens."""
        assert self.queue is not None
        about = Path(path).stat()
        heard = False
        for ident, kind in list(self.queue.watched):
            try:
                status = os.fstat(ident)
            except OSError:
                del self.queue.watched[ident, kind]
                continue
            if kind == KQ_FILTER_VNODE and (status.st_dev, status.st_ino) == (about.st_dev, about.st_ino):
                self.queue.happen(ident, kind, notes)
                heard = True
        return heard


class LiveQueue:
    """A kqueue that hears of real files and processes, through this system's own means.

    It tells no more than kqueue would: that a descriptor's file or folder changed, never which name.
    """

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._inotify = Inotify()
        self._epoll.register(self._inotify.fileno(), select.EPOLLIN)
        self._idents: dict[int, tuple[int, tuple[int, int]]] = {}  # watch → descriptor, its device and inode
        self._pids: dict[int, int] = {}  # pidfd → pid

    def fileno(self) -> int:
        return self._epoll.fileno()

    def control(self, changes: list[Event] | None, limit: int, _timeout_s: float = 0) -> list[Event]:
        for change in changes or []:
            if change.filter == KQ_FILTER_PROC:
                pidfd = os.pidfd_open(change.ident)
                self._pids[pidfd] = change.ident
                self._epoll.register(pidfd, select.EPOLLIN)
            else:
                about = os.fstat(change.ident)
                number = self._inotify.add(f"/proc/self/fd/{change.ident}", _LISTENED)
                self._idents[number] = (change.ident, (about.st_dev, about.st_ino))
        return self._told() if limit else []

    def _told(self) -> list[Event]:
        found: dict[int, int] = {}
        for number, mask, _name in self._inotify.read():
            ident, key = self._idents.get(number, (-1, (0, 0)))
            try:
                about = os.fstat(ident)
            except OSError:
                continue
            if key != (about.st_dev, about.st_ino):  # it was closed, and the number is another file's by now
                continue
            notes = KQ_NOTE_WRITE if mask & _CHANGED else 0
            notes |= KQ_NOTE_RENAME if mask & IN_MOVE_SELF else 0
            notes |= KQ_NOTE_DELETE if mask & IN_DELETE_SELF or about.st_nlink == 0 else 0
            if notes:
                found[ident] = found.get(ident, 0) | notes
        told = [Event(ident, KQ_FILTER_VNODE, 0, notes) for ident, notes in found.items()]
        for fd, _what in self._epoll.poll(0):
            if fd in self._pids:
                told.append(Event(self._pids.pop(fd), KQ_FILTER_PROC, 0, KQ_NOTE_EXIT))
                self._epoll.unregister(fd)
                os.close(fd)
        return told

    def close(self) -> None:
        for fd in self._pids:
            os.close(fd)
        self._inotify.close()
        self._epoll.close()


class LiveSelect(FakeSelect):
    """Give it as `module` where real files and processes shall be heard of."""

    def kqueue(self) -> LiveQueue:  # type: ignore[override]
        return LiveQueue()
