"""Hears when something is written to a pane, by its terminal device: no process, and once until asked again.

tmux thread. Linux alone tells it; elsewhere nothing is heard.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from headspace_desktop.domain.events import ScreenMoved
from headspace_desktop.domain.model import PaneRef
from headspace_desktop.kernel.inotify import IN_MODIFY, IN_ONESHOT, Inotify

if TYPE_CHECKING:
    from headspace_desktop.workers import Watch

log = logging.getLogger(__name__)

_DEVICES = "/dev/"


class Movements:
    """`open` once; each `watch` tells of one movement."""

    def __init__(self, post: Callable[[ScreenMoved], None]) -> None:
        self._post = post
        self._inotify: Inotify | None = None
        self._panes: dict[int, PaneRef] = {}

    def open(self, watch: Watch) -> None:
        try:
            self._inotify = Inotify()
        except OSError as error:
            log.info("movements of panes are not heard: %s", error)
        else:
            watch.add(self._inotify.fileno(), self._hear)

    def watch(self, pane: PaneRef, tty: str) -> bool:
        """Tell when something is written there next; whether that can be heard."""
        if self._inotify is None or not tty.startswith(_DEVICES):
            return False
        try:
            self._panes[self._inotify.add(tty, IN_MODIFY | IN_ONESHOT)] = pane
        except OSError as error:
            log.debug("%s is not heard: %s", tty, error)
            return False
        return True

    def close(self) -> None:
        if self._inotify is not None:
            self._inotify.close()

    def _hear(self) -> None:
        assert self._inotify is not None
        for number, mask, _name in self._inotify.read():
            pane = self._panes.pop(number, None)
            if pane is not None and mask & IN_MODIFY:
                self._post(ScreenMoved(pane, datetime.now(UTC)))
