"""Whether a process lives, and the moment when it ends, told by the kernel where it can.

Runs in the registry thread. It signals no process.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from headspace_desktop.workers import Watch

#: How often processes are looked at that the kernel does not watch for us.
POLL_S = 1.0


def start_of(pid: int) -> str | None:
    """The start of a process as the kernel counts it (clock ticks since boot); None when it does not live.

    A process that has ended but was not fetched yet is not alive. Elsewhere than on Linux the start is not known and
    empty. Source: proc(5), /proc/PID/stat fields 3 and 22; the name in field 2 may hold anything.
    """
    if not sys.platform.startswith("linux"):
        return "" if _exists(pid) else None
    try:
        stat = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return None
    fields = stat[stat.rfind(b")") + 2 :].split()
    if len(fields) < 20 or fields[0] in {b"Z", b"X", b"x"}:
        return None
    return fields[19].decode("ascii", "replace")


def is_alive(pid: int, proc_start: str | None) -> bool:
    """Whether this very process lives: a number that was given to another one is not it."""
    started = start_of(pid)
    if started is None:
        return False
    return not started or not proc_start or started == proc_start


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


@dataclass(frozen=True, slots=True)
class _Watched:
    pid: int
    proc_start: str | None
    fd: int  # -1: looked at again and again


class Processes:
    """Calls `ended(pid, proc_start)` once for each watched process when it is gone."""

    def __init__(self, watch: Watch, ended: Callable[[int, str | None], None]) -> None:
        self._watch = watch
        self._ended = ended
        self._watched: dict[tuple[int, str | None], _Watched] = {}

    @property
    def is_polling(self) -> bool:
        return any(each.fd < 0 for each in self._watched.values())

    def add(self, pid: int, proc_start: str | None) -> None:
        """Watch a process; one that is gone already, or is another one by now, has ended."""
        key = (pid, proc_start)
        if key in self._watched or pid <= 0:
            return
        fd = _pidfd(pid)
        # After the descriptor is open the number cannot change hands: a start that fits now is its own.
        if not is_alive(pid, proc_start):
            if fd >= 0:
                os.close(fd)
            self._ended(pid, proc_start)
            return
        self._watched[key] = _Watched(pid, proc_start, fd)
        if fd >= 0:
            self._watch.add(fd, lambda: self._gone(key))

    def poll(self) -> None:
        """Look at those that the kernel does not watch."""
        for key, each in list(self._watched.items()):
            if each.fd < 0 and not is_alive(each.pid, each.proc_start):
                self._gone(key)

    def close(self) -> None:
        for each in self._watched.values():
            self._let_go(each)
        self._watched.clear()

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
        return os.pidfd_open(pid) if sys.platform.startswith("linux") else -1
    except OSError:
        return -1
