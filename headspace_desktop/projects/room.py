"""The projects room: answers how a project's repository stands. Thread “projects”; it writes nothing.

One look serves all who ask for the same folder within a short while; a slow repository keeps nobody else waiting for
more than its time limit.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from headspace_desktop.domain.asks import AskGit
from headspace_desktop.domain.changes import PageReady, TroubleShown
from headspace_desktop.domain.git_state import GitState
from headspace_desktop.projects.git import read_git
from headspace_desktop.troubles import GitSilent
from headspace_desktop.workers import Watch

#: A look is good for so long.
KEPT_S = 5.0
#: Folders that are remembered.
KEPT_COUNT = 200


class ProjectsRoom:
    """`tell` brings the answers; `trouble_of` turns a trouble into the words for the screen."""

    def __init__(
        self,
        tell: Callable[[PageReady], None],
        trouble_of: Callable[[GitSilent], TroubleShown],
        read: Callable[[str], GitState] = read_git,
    ) -> None:
        self._tell, self._trouble_of, self._read = tell, trouble_of, read
        self._known: dict[str, tuple[float, GitState]] = {}

    def open(self, watch: Watch) -> None:
        del watch  # it waits for questions alone

    def handle(self, batch: Sequence[AskGit]) -> None:
        failed: dict[str, GitSilent] = {}
        for ask in batch:
            if ask.path in failed:
                self._tell(PageReady(ask.ask_id, None, self._trouble_of(failed[ask.path])))
                continue
            try:
                state = self._look(ask)
            except GitSilent as trouble:
                failed[ask.path] = trouble
                self._tell(PageReady(ask.ask_id, None, self._trouble_of(trouble)))
            else:
                self._tell(PageReady(ask.ask_id, state))

    def due_s(self) -> float | None:
        return None

    def tick(self) -> None:
        """Nothing is ever due."""

    def close(self) -> None:
        self._known.clear()

    def _look(self, ask: AskGit) -> GitState:
        """Raises: GitSilent."""
        at = time.monotonic()
        known = self._known.get(ask.path)
        if known is not None and at - known[0] < KEPT_S and not ask.is_anew:
            return known[1]
        state = self._read(ask.path)
        self._known.pop(ask.path, None)
        self._known[ask.path] = (time.monotonic(), state)
        while len(self._known) > KEPT_COUNT:
            self._known.pop(next(iter(self._known)))
        return state
