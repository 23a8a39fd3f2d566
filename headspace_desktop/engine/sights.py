"""When each agent's pane is looked at: what other witnesses miss may stand there. Engine thread; nothing of it is kept.

A pane at rest costs nothing. One that moves is looked at when it and the other witnesses have been still for a moment,
and less and less often while the looks bring nothing new; all panes together a few times a second at most.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from headspace_desktop.domain.effects import LookAtScreen
from headspace_desktop.domain.events import ScreenMoved, ScreenSeen
from headspace_desktop.domain.evidence import last_sign_at
from headspace_desktop.domain.model import Agent, PaneRef, Phase
from headspace_desktop.engine.work import Work

#: A dialog is drawn, and hooks, transcript and live-session file have told of what they know, after so long.
SETTLED = timedelta(seconds=0.5)
QUIET = timedelta(seconds=1)
#: Between two looks at one pane: at first, and when nothing new was seen for long.
SHORTEST = timedelta(seconds=0.5)
LONGEST = timedelta(seconds=16)
#: Between two looks of all. Source: one costs some 6 ms of a process.
APART = timedelta(seconds=0.25)
#: A look that was not answered is asked for again when something else is told after so long.
PATIENCE = timedelta(seconds=20)


@dataclass(slots=True)
class _Sight:
    pane: PaneRef
    pid: int | None
    sign_at: datetime  # the newest that anybody else told
    looked_at: datetime | None = None
    moved_at: datetime | None = None  # when it moved first since the look
    gap: timedelta = SHORTEST
    said: tuple[str, str] = ("", "")
    is_asked: bool = False
    is_watched: bool = False

    def due_at(self, *, is_at_work: bool) -> datetime | None:
        if self.looked_at is None:
            return self.sign_at
        if self.is_asked:
            return None
        moved_at = self.moved_at
        if not self.is_watched and is_at_work:
            moved_at = self.looked_at  # nobody hears it move here, but it does
        if moved_at is None:
            return None
        return max(moved_at + SETTLED, self.looked_at + self.gap, self.sign_at + QUIET)


class Sights:
    """`attend` whom something happened to, `act` when it is due; what the room tells goes into `seen` and `moved`."""

    def __init__(self) -> None:
        self._sights: dict[str, _Sight] = {}
        self._due: dict[str, datetime] = {}
        self._next_at: datetime | None = None  # not before this

    def attend(self, agent: Agent) -> None:
        """Something is known of this agent that was not known before."""
        if not agent.is_live or agent.pane is None or agent.scene.pane_gone_at is not None:
            self._sights.pop(agent.uuid, None)
            self._due.pop(agent.uuid, None)
            return
        sight, sign_at = self._sights.get(agent.uuid), last_sign_at(agent)
        if sight is None or (sight.pane, sight.pid) != (agent.pane, agent.pid):
            sight = self._sights[agent.uuid] = _Sight(agent.pane, agent.pid, sign_at)
        elif sign_at > sight.sign_at:
            sight.sign_at, sight.gap = sign_at, SHORTEST
            if sight.is_asked and sight.looked_at is not None and sign_at > sight.looked_at + PATIENCE:
                sight.is_asked, sight.moved_at = False, sign_at
        self._plan(agent.uuid, agent)

    def seen(self, agent: Agent, event: ScreenSeen) -> None:
        """It was looked at."""
        if (sight := self._sights.get(agent.uuid)) is None:
            return
        said = (event.shows, event.dialog)
        sight.gap = SHORTEST if said != sight.said else min(sight.gap * 2, LONGEST)
        if sight.moved_at is not None and sight.moved_at <= event.at:
            sight.moved_at = None
        sight.said, sight.looked_at = said, event.at
        sight.is_asked, sight.is_watched = False, event.is_watched
        self._plan(agent.uuid, agent)

    def moved(self, agent: Agent, event: ScreenMoved) -> None:
        """Something was written there, for the first time since the look."""
        if (sight := self._sights.get(agent.uuid)) is None:
            return
        if sight.looked_at is not None and event.at > sight.looked_at + LONGEST:
            sight.gap = SHORTEST
        sight.moved_at = event.at
        self._plan(agent.uuid, agent)

    def due_at(self) -> datetime | None:
        """When the next look is due."""
        first = min(self._due.values(), default=None)
        return first if first is None or self._next_at is None else max(first, self._next_at)

    def act(self, work: Work, agents: Mapping[str, Agent]) -> None:
        """Ask for the look that has been due for longest."""
        due_at = self.due_at()
        if due_at is None or due_at > work.now:
            return
        uuid = min(self._due, key=lambda uuid: self._due[uuid])
        agent, sight = agents.get(uuid), self._sights[uuid]
        self._next_at = work.now + APART
        if agent is None:
            del self._sights[uuid], self._due[uuid]
            return
        sight.looked_at, sight.is_asked = work.now, True
        self._plan(uuid, agent)
        work.effects.append(LookAtScreen(sight.pane, agent.client, agent.pid, agent.tty))

    def _plan(self, uuid: str, agent: Agent) -> None:
        due_at = self._sights[uuid].due_at(is_at_work=agent.scene.phase is Phase.WORKING)
        if due_at is None:
            self._due.pop(uuid, None)
        else:
            self._due[uuid] = due_at
