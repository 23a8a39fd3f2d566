"""Notices when another program takes our hooks away, or an agent program cannot read the file. Reader thread.

It looks and tells; putting hooks back is the person's wish. A few small reads a folder and minute.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from headspace_desktop.clients import Version
from headspace_desktop.domain.changes import Change, TroubleGone, TroubleShown
from headspace_desktop.engine.engine import utc_now
from headspace_desktop.intake import install
from headspace_desktop.paths import Paths
from headspace_desktop.troubles import Trouble

INTERVAL_S = 60.0

Stamp = tuple[int, int, int] | None
Seen = tuple[Stamp, Version | None]


class Guardian:
    """Looks after every folder in which we are installed; `version_of` tells which version reads its file."""

    def __init__(
        self,
        paths: Paths,
        tell: Callable[[list[Change]], None],
        *,
        version_of: Callable[[str], Version | None],
        interval_s: float = INTERVAL_S,
    ) -> None:
        self._paths, self._tell, self._interval_s = paths, tell, interval_s
        self._version_of = version_of
        self._look_at_s = 0.0
        self._seen: dict[str, Seen] = {}
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
            seen = _stamp(root), self._version_of(root)
            if seen != self._seen.get(root):
                self._seen[root] = seen
                self._look(root, seen[1])
        for root in self._told - set(roots):
            self._withdraw(root)

    def hurry(self) -> None:
        """Look at the next chance: the hooks were changed by ourselves."""
        self._look_at_s = 0.0

    def _look(self, root: str, version: Version | None) -> None:
        status = install.status(self._paths, root, version=version)
        if status.trouble is not None:
            self._show(root, status.trouble)
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
