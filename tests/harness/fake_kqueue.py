"""A stand-in for the kqueue half of `select`: keeps what is watched, and tells what a test makes happen.

`happen` works like the kernel as kqueue(2) describes it: only what was asked for is told, notes of one descriptor
gather until they are read, a closed descriptor or a oneshot that was told is forgotten.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KQ_FILTER_VNODE, KQ_FILTER_PROC = -4, -5
KQ_EV_ADD, KQ_EV_ONESHOT, KQ_EV_CLEAR = 0x1, 0x10, 0x20
KQ_NOTE_DELETE, KQ_NOTE_WRITE, KQ_NOTE_EXTEND, KQ_NOTE_RENAME, KQ_NOTE_REVOKE = 0x1, 0x2, 0x4, 0x20, 0x40
KQ_NOTE_EXIT = 0x80000000


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
