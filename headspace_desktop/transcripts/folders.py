"""Watches the folders of followed files, also those that do not exist yet.

Runs in the transcripts thread. It only says where something stirred; it reads no file.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from headspace_desktop.kernel.folder_events import FolderEvents, folder_events
from headspace_desktop.kernel.inotify import (
    IN_CREATE,
    IN_DELETE_SELF,
    IN_IGNORED,
    IN_MOVE_SELF,
    IN_MOVED_TO,
    IN_ONLYDIR,
    IN_Q_OVERFLOW,
)
from headspace_desktop.workers import Watch

_ALWAYS = IN_CREATE | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR


class Folders:
    """For every wanted folder there is a watch on it, or on its nearest ancestor that exists."""

    def __init__(self, watch: Watch, stirred: Callable[[str, str, int], None], mask: int) -> None:
        self._watch = watch
        self._stirred = stirred
        self._mask = mask
        self._armed: dict[str, tuple[str, int]] = {}  # wanted folder -> (folder that is watched, its number)
        self._wanted: set[str] = set()
        self._events: FolderEvents | None = None
        try:
            self._events = folder_events()
        except OSError:
            return
        watch.add(self._events.fileno(), self._ready)

    @property
    def is_complete(self) -> bool:
        """Whether each wanted folder itself is watched, so that nothing in it can be missed."""
        return all(self._armed.get(folder, ("", 0))[0] == folder for folder in self._wanted)

    def watch(self, folder: str) -> None:
        """Report what happens in this folder from now on, as soon as it exists."""
        self._wanted.add(folder)
        self._arm(folder)  # again too: where the kernel tells of young files only, they are chosen anew

    def leave(self, folder: str) -> None:
        self._wanted.discard(folder)
        _at, number = self._armed.pop(folder, ("", -1))
        if self._events is not None and number >= 0 and number not in {each[1] for each in self._armed.values()}:
            self._events.remove(number)

    def close(self) -> None:
        if self._events is not None:
            self._watch.remove(self._events.fileno())
            self._events.close()
            self._events = None

    def _arm(self, folder: str) -> bool:
        """Watch the folder or its nearest ancestor; whether the folder itself is newly watched."""
        if self._events is None:
            return False
        before = self._armed.pop(folder, None)
        at, below = folder, ""
        while True:
            try:
                number = self._events.add(at, _ALWAYS | (self._mask if at in self._wanted else 0))
            except (FileNotFoundError, NotADirectoryError):
                at, below = os.path.dirname(at), at  # noqa: PTH120  paths are text here
                if at == below:
                    return False
                continue
            except OSError:
                return False
            if not below or not os.path.isdir(below):  # noqa: PTH112
                break
            at, below = folder, ""  # it came into being meanwhile
        self._armed[folder] = (at, number)
        if before is not None and before[1] not in {each[1] for each in self._armed.values()}:
            self._events.remove(before[1])
        return at == folder and before != (at, number)

    def _ready(self) -> None:
        if self._events is None:
            return
        while happened := self._events.read():
            for number, mask, name in happened:
                self._take(number, mask, name)

    def _take(self, number: int, mask: int, name: str) -> None:
        if mask & IN_Q_OVERFLOW:
            self._arm_again(set(self._wanted))
            self._stirred("", "", mask)
            return
        concerned = {folder for folder, (_at, watched) in self._armed.items() if watched == number}
        is_lost = bool(mask & (IN_IGNORED | IN_DELETE_SELF | IN_MOVE_SELF))
        above = {folder for folder in concerned if self._armed[folder][0] != folder}
        if is_lost:
            self._arm_again(concerned)
        elif above:
            self._arm_again(above)
        for folder in concerned - above:
            if name:
                self._stirred(folder, name, mask)

    def _arm_again(self, folders: set[str]) -> None:
        """A folder that is watched anew may have got files before: everything in it stirred."""
        for folder in folders & self._wanted:
            if self._arm(folder):
                self._stirred(folder, "", 0)
