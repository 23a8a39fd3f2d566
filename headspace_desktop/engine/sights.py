"""When each agent's pane is looked at: what other witnesses miss may stand there. Engine thread; nothing of it is kept.

A pane at rest costs nothing. One that moves is looked at when it and the other witnesses have been still for a moment,
and less and less often while the looks bring nothing new; all panes together a few times a second at most. So is a pane
where an agent program runs of which nobody told yet: before its first prompt it may ask for trust, a key, a login.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from headspace_desktop.clients import known
from headspace_desktop.domain.effects import LookAtScreen
from headspace_desktop.domain.events import PaneSeen, PanesSeen, ScreenMoved, ScreenSeen
from headspace_desktop.domain.evidence import last_sign_at
from headspace_desktop.domain.model import Agent, PaneRef, Phase
from headspace_desktop.engine.work import Work

#: A dialog is drawn, and hooks, transcript and live-session file have told of what they know, after so long.
SETTLED = timedelta(seconds=0.5)
QUIET = timedelta(seconds=1)
#: Between two looks at one pane: at first, and when nothing new was seen for long.
SHORTEST = timedelta(seconds=0.5)
LONGEST = timedelta(seconds=16)
#: Between two looks of all: each takes some 5 ms.
APART = timedelta(seconds=0.25)
#: A look that was not answered is asked for again when something else is told after so long.
PATIENCE = timedelta(seconds=20)

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class _Sight:
    look: LookAtScreen
    agent_uuid: str | None  # None: nobody is known there
    since_at: datetime  # the agent's beginning
    sign_at: datetime  # the newest that anybody else told
    moves_unheard: bool  # where movements are not heard, it is held to move
    looked_at: datetime | None = None
    moved_at: datetime | None = None  # when it moved first since the look
    gap: timedelta = SHORTEST
    said: tuple[str, str] = ("", "")
    is_asked: bool = False
    is_watched: bool = False

    def due_at(self) -> datetime | None:
        if self.looked_at is None:
            return self.sign_at
        if self.is_asked:
            return None
        moved_at = self.moved_at
        if not self.is_watched and self.moves_unheard:
            moved_at = self.looked_at
        if moved_at is None:
            return None
        return max(moved_at + SETTLED, self.looked_at + self.gap, self.sign_at + QUIET)


class Sights:
    """`attend` whom something happened to, `act` when it is due; what the room tells goes into the others."""

    def __init__(self) -> None:
        self._sights: dict[PaneRef, _Sight] = {}
        self._due: dict[PaneRef, datetime] = {}
        self._next_at: datetime | None = None  # not before this

    def attend(self, agent: Agent) -> None:
        """Something is known of this agent that was not known before."""
        if (pane := agent.pane) is None or not agent.is_attended:
            return  # one that prints shows nothing of its own
        sight = self._sights.get(pane)
        if not agent.is_live or agent.scene.pane_gone_at is not None:
            if sight is not None and sight.agent_uuid == agent.uuid:
                self._leave(pane)
            return
        look, sign_at = LookAtScreen(pane, agent.client, agent.pid, agent.tty), last_sign_at(agent)
        if sight is not None and sight.agent_uuid != agent.uuid and agent.started_at < sight.since_at:
            return  # another one began inside it
        if sight is None or sight.look.agent_pid != agent.pid:
            sight = self._sights[pane] = _Sight(look, agent.uuid, agent.started_at, sign_at, moves_unheard=False)
        elif sign_at > sight.sign_at:
            sight.sign_at, sight.gap = sign_at, SHORTEST
            if sight.is_asked and sight.looked_at is not None and sign_at > sight.looked_at + PATIENCE:
                sight.is_asked, sight.moved_at = False, sign_at
        if not sight.is_watched and look.tty != sight.look.tty:
            sight.moved_at = sign_at  # from now on it can be heard
        sight.look, sight.moves_unheard = look, agent.scene.phase is Phase.WORKING
        self._plan(pane)

    def meet(self, seen: PanesSeen) -> None:
        """A server's panes were listed: in some of them agent programs run of which nobody has told yet."""
        there = {pane.pane: _client_in(pane) for pane in seen.panes}
        for ref in [ref for ref, sight in self._sights.items() if sight.agent_uuid is None and not there.get(ref)]:
            if ref.socket == seen.socket:
                self._leave(ref)
        for pane in seen.panes:
            if (client := there[pane.pane]) and pane.pane not in self._sights:
                look = LookAtScreen(pane.pane, client, None, pane.tty)
                self._sights[pane.pane] = _Sight(look, None, _LONG_AGO, seen.at, moves_unheard=True)
                self._plan(pane.pane)

    def seen(self, event: ScreenSeen) -> None:
        """It was looked at."""
        if (sight := self._sights.get(event.pane)) is None or sight.look.agent_pid != event.agent_pid:
            return
        said = (event.shows, event.dialog)
        sight.gap = SHORTEST if said != sight.said else min(sight.gap * 2, LONGEST)
        if sight.moved_at is not None and sight.moved_at <= event.at:
            sight.moved_at = None
        if not event.shows and sight.said[0] == "dialog":
            sight.moved_at = event.at  # it may have been half a picture: look once more
        sight.said, sight.looked_at = said, event.at
        sight.is_asked, sight.is_watched = False, event.is_watched
        self._plan(event.pane)

    def moved(self, event: ScreenMoved) -> None:
        """Something was written there, for the first time since the look."""
        if (sight := self._sights.get(event.pane)) is None:
            return
        if sight.looked_at is not None and event.at > sight.looked_at + LONGEST:
            sight.gap = SHORTEST
        sight.moved_at = event.at
        self._plan(event.pane)

    def due_at(self) -> datetime | None:
        """When the next look is due."""
        first = min(self._due.values(), default=None)
        return first if first is None or self._next_at is None else max(first, self._next_at)

    def act(self, work: Work) -> None:
        """Ask for the look that has been due for longest."""
        due_at = self.due_at()
        if due_at is None or due_at > work.now:
            return
        pane = min(self._due, key=lambda pane: self._due[pane])
        sight = self._sights[pane]
        sight.looked_at, sight.is_asked = work.now, True
        self._next_at = work.now + APART
        self._plan(pane)
        work.effects.append(sight.look)

    def _plan(self, pane: PaneRef) -> None:
        due_at = self._sights[pane].due_at()
        if due_at is None:
            self._due.pop(pane, None)
        else:
            self._due[pane] = due_at

    def _leave(self, pane: PaneRef) -> None:
        self._sights.pop(pane, None)
        self._due.pop(pane, None)


def _client_in(pane: PaneSeen) -> str:
    return next((client.name for client in known() if not pane.is_dead and client.is_process(pane.command)), "")
