"""Notices files that arrive in folders, without a thread of its own: told by the kernel where it can, else by looking.

Intake thread. It names candidates only; whether a file is complete is for the reader to find out.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from headspace_desktop.kernel.folder_events import FolderEvents, folder_events
from headspace_desktop.kernel.inotify import (
    IN_CLOSE_WRITE,
    IN_CREATE,
    IN_DELETE_SELF,
    IN_IGNORED,
    IN_MOVE_SELF,
    IN_MOVED_TO,
    IN_ONLYDIR,
    IN_Q_OVERFLOW,
)

if TYPE_CHECKING:
    from headspace_desktop.workers import Watch

_MASK = IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR
_LOST = IN_Q_OVERFLOW | IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED

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


class ToldArrivals:
    """Arrivals told by the kernel; on Linux in the order in which files are closed, else as they come to be."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._by_number: dict[int, Path] = {}
        self._events: FolderEvents | None = None
        self._watch: Watch | None = None
        self.is_lost = False

    def open(self, watch: Watch, ready: Callable[[], None]) -> None:
        self.is_lost = False
        self._events = folder_events()
        mask = (IN_CLOSE_WRITE if self._events.tells_of_closing else IN_CREATE) | _MASK
        for folder in self._folders:
            try:
                self._by_number[self._events.add(os.fspath(folder), mask)] = folder
            except OSError:
                self.close()
                raise
        self._watch = watch
        watch.add(self._events.fileno(), ready)

    def take(self) -> list[Arrival]:
        found: list[Arrival] = []
        while self._events is not None and (happened := self._events.read()):
            for number, mask, name in happened:
                if mask & _LOST:
                    self.is_lost = True
                elif name and (folder := self._by_number.get(number)) is not None:
                    found.append(Arrival(folder, name, is_closed=self._events.tells_of_closing))
        return found

    def due_s(self) -> float | None:
        return None

    def close(self) -> None:
        if self._events is not None:
            if self._watch is not None:
                self._watch.remove(self._events.fileno())
            self._events.close()
        self._events = None
        self._by_number.clear()


class LookedArrivals:
    """Arrivals found by looking, by the clock."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._known: set[tuple[Path, str]] = set()
        self._look_at = 0.0
        self.is_lost = False

    def open(self, watch: Watch, ready: Callable[[], None]) -> None:  # noqa: ARG002  nobody calls
        self.is_lost = False
        self._known.clear()
        for folder in self._folders:
            os.scandir(folder).close()

    def take(self) -> list[Arrival]:
        self._look_at = time.monotonic() + LOOK_INTERVAL_S
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
        return max(0.0, self._look_at - time.monotonic())

    def close(self) -> None:
        pass


def arrivals(folders: Sequence[Path]) -> Arrivals:
    """The best source that this system has."""
    return ToldArrivals(folders) if sys.platform in {"linux", "darwin"} else LookedArrivals(folders)
