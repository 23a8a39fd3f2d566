"""Whether a process lives, and the moment when it ends, told by the kernel where it can.

Runs in the registry thread. It signals no process.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass

from headspace_desktop.kernel.kqueue import Exits
from headspace_desktop.processes import Process, look_up
from headspace_desktop.workers import Watch

#: How often processes are looked at that the kernel does not watch for us.
POLL_S = 1.0

HAS_KQUEUE = sys.platform == "darwin"


def is_alive(process: Process | None, proc_start: str | None) -> bool:
    """Whether what has the number now is the very process that started then, if that is known."""
    return process is not None and (not proc_start or process.start == proc_start)


@dataclass(frozen=True, slots=True)
class _Watched:
    pid: int
    proc_start: str | None
    fd: int  # of the process; -1: none
    is_polled: bool  # looked at again and again


class Endings:
    """Calls `ended(pid, proc_start)` once for each watched process when it is gone."""

    def __init__(self, watch: Watch, ended: Callable[[int, str | None], None]) -> None:
        self._watch = watch
        self._ended = ended
        self._watched: dict[tuple[int, str | None], _Watched] = {}
        self._exits: Exits | None = None
        if HAS_KQUEUE:
            self._exits = Exits(self._exited)
            watch.add(self._exits.fileno(), self._exits.ready)

    @property
    def is_polling(self) -> bool:
        return any(each.is_polled for each in self._watched.values())

    def add(self, pid: int, proc_start: str | None) -> None:
        """Watch a process; one that is gone already, or is another one by now, has ended."""
        key = (pid, proc_start)
        if key in self._watched or pid <= 0:
            return
        fd = _pidfd(pid)
        is_told = fd >= 0 or (self._exits is not None and self._exits.add(pid))
        # The kernel watches from here on, so the number cannot change hands unheard: a start that fits is its own.
        if not is_alive(look_up(pid), proc_start):
            if fd >= 0:
                os.close(fd)
            self._ended(pid, proc_start)
            return
        self._watched[key] = _Watched(pid, proc_start, fd, is_polled=not is_told)
        if fd >= 0:
            self._watch.add(fd, lambda: self._gone(key))

    def poll(self) -> None:
        """Look at those that the kernel does not watch."""
        for key, each in list(self._watched.items()):
            if each.is_polled and not is_alive(look_up(each.pid), each.proc_start):
                self._gone(key)

    def close(self) -> None:
        for each in self._watched.values():
            self._let_go(each)
        self._watched.clear()
        if self._exits is not None:
            self._watch.remove(self._exits.fileno())
            self._exits.close()
            self._exits = None

    def _exited(self, pid: int) -> None:
        for key in [key for key in self._watched if key[0] == pid]:
            self._gone(key)

    def _gone(self, key: tuple[int, str | None]) -> None:
        each = self._watched.pop(key, None)
        if each is not None:
            self._let_go(each)
            self._ended(each.pid, each.proc_start)

    def _let_go(self, each: _Watched) -> None:
        if each.fd >= 0:
            self._watch.remove(each.fd)
            os.close(each.fd)


def _pidfd(pid: int) -> int:
    try:
        return os.pidfd_open(pid) if sys.platform == "linux" else -1
    except OSError:
        return -1
