"""Notices when another program takes our hooks away, or leaves a settings file that nobody can read. Reader thread.

It looks and tells; putting hooks back is the person's wish. One `stat` a folder and minute unless something changed.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from headspace_desktop.domain.changes import Change, TroubleGone, TroubleShown
from headspace_desktop.engine.engine import utc_now
from headspace_desktop.intake import install
from headspace_desktop.intake.install import HookState
from headspace_desktop.paths import Paths
from headspace_desktop.troubles import HookSettingsUnreadable, HooksRemoved, Trouble

INTERVAL_S = 60.0

Stamp = tuple[int, int, int] | None


class Guardian:
    """Looks after every folder in which we are installed."""

    def __init__(self, paths: Paths, tell: Callable[[list[Change]], None], *, interval_s: float = INTERVAL_S) -> None:
        self._paths, self._tell, self._interval_s = paths, tell, interval_s
        self._look_at_s = 0.0
        self._stamps: dict[str, Stamp] = {}
        self._told: set[str] = set()

    def due_s(self) -> float:
        return max(0.0, self._look_at_s - time.monotonic())

    def tick(self) -> None:
        """Look, if it is time."""
        if self.due_s() > 0:
            return
        self._look_at_s = time.monotonic() + self._interval_s
        roots = install.known_roots(self._paths)
        for root in roots:
            if (stamp := _stamp(root)) != self._stamps.get(root, ()):
                self._stamps[root] = stamp
                self._look(root)
        for root in self._told - set(roots):
            self._withdraw(root)

    def hurry(self) -> None:
        """Look at the next chance: the hooks were changed by ourselves."""
        self._look_at_s = 0.0

    def _look(self, root: str) -> None:
        status = install.status(self._paths, root)
        if status.state in {HookState.REMOVED, HookState.PARTIAL}:
            missing = ", ".join(status.missing[:6]) or "all of them"
            self._show(root, HooksRemoved(f"{install.file_of(root)}: {missing}"))
        elif status.state is HookState.UNREADABLE:
            self._show(root, status.trouble or HookSettingsUnreadable(str(install.file_of(root))))
        else:
            self._withdraw(root)

    def _show(self, root: str, trouble: Trouble) -> None:
        self._told.add(root)
        key = f"hooks:{root}"
        self._tell([TroubleShown(key, trouble.kind, trouble.title, trouble.detail, trouble.remedy, utc_now())])

    def _withdraw(self, root: str) -> None:
        if root in self._told:
            self._told.discard(root)
            self._tell([TroubleGone(f"hooks:{root}")])


def _stamp(root: str) -> Stamp:
    try:
        about = install.file_of(root).stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size, about.st_ino
