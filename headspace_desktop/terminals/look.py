"""What the person has before their eyes: the active window, its tmux client, its pane. Tmux thread.

*Looking* needs all three: the terminal's window is active, it shows that pane, and the person is not away. Where
any of them cannot be known, or there is no terminal, nothing counts as looked at, so that a notification is rather
shown than lost.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

from headspace_desktop.domain.effects import WatchLook
from headspace_desktop.domain.events import LookSeen
from headspace_desktop.domain.model import PaneRef
from headspace_desktop.processes import look_up_all
from headspace_desktop.terminals import Holder, PaneClients, Route
from headspace_desktop.terminals.away import Away
from headspace_desktop.terminals.lineage import Lineage
from headspace_desktop.troubles import Trouble

WINDOW_SYSTEMS = ("x11", "sway", "macos")

#: While the focus stays on a window that is no terminal of theirs, tmux is asked again this often: a client may have
#: attached inside that window.
ASK_AGAIN_S = 5.0

#: Input less than so long ago is typing, or the mouse in use.
TYPING_S = 1.5


class Looker:
    """Looks as often as it is asked, and asks the same however many agents there are.

    Two questions to the window system while no terminal of theirs is in front, else one more for the windows and one
    to each tmux server. An agent without a terminal is looked up once.
    """

    def __init__(self, routes: Sequence[Route], away: Away, away_after_s: float) -> None:
        self._systems = [route for route in routes if route.name in WINDOW_SYSTEMS]
        self._terminals = [route for route in routes if route.name not in WINDOW_SYSTEMS and route.can_raise]
        self._away = away
        self.away_after_s = away_after_s
        self._bare: set[int] = set()  # processes without a terminal: nobody can look at them
        self._elsewhere = ""  # a focus that was on no terminal of those whom we asked about: tmux servers, processes
        self._asked: set[str | int] = set()
        self._asked_at_s = 0.0

    def look(self, effect: WatchLook, panes: PaneClients) -> LookSeen:
        """Which of these agents the person sees now.

        Blocks: a few milliseconds, and one tmux question for each server.
        """
        idle_s = self._away.idle_s()
        here = [route for route in self._systems if route.is_here()]
        is_typing = idle_s is not None and idle_s < TYPING_S
        if idle_s is None or not here:
            return _seen((), is_known=False, is_typing=is_typing)
        if idle_s >= self.away_after_s:
            return _seen((), is_known=True)
        try:
            found = self._look(here[0], effect, panes)
        except Trouble:
            return _seen((), is_known=False, is_typing=is_typing)
        if found and self._away.is_locked():
            found = ()
        return _seen(found, is_known=True, is_typing=is_typing)

    def _look(self, route: Route, effect: WatchLook, panes: PaneClients) -> tuple[str, ...]:
        sockets = {pane.socket for _, pane, _ in effect.agents if pane is not None}
        pids = {pid for _, pane, pid in effect.agents if pane is None and pid is not None}
        self._bare &= pids
        focus, now_s = route.focus(), time.monotonic()
        if not focus or focus != self._elsewhere or now_s - self._asked_at_s >= ASK_AGAIN_S:
            self._elsewhere, self._asked, self._asked_at_s = focus, set(), now_s
        shown = self._shown(route, sockets - self._asked, pids - self._asked - self._bare, panes)
        front = {shown[holder] for holder in self._front(route, tuple(shown))}
        self._asked |= sockets | pids
        if front:
            self._elsewhere = ""
        return tuple(uuid for uuid, pane, pid in effect.agents if (pane or pid) in front)

    def _shown(
        self, route: Route, sockets: set[str], pids: set[int], panes: PaneClients
    ) -> dict[Holder, PaneRef | int]:
        """What each terminal shows: a pane, or a process outside tmux."""
        shown: dict[Holder, PaneRef | int] = {}
        for socket in sockets:
            with suppress(Trouble):  # nobody looks at a server that is gone
                for client in panes.clients_on(socket):
                    shown[_holder(route, client.pid, client.tty)] = PaneRef(socket, client.pane_id)
        for pid, process in look_up_all(pids).items():
            if process.tty:
                shown[_holder(route, pid, process.tty)] = pid
            else:
                self._bare.add(pid)
        return shown

    def _front(self, route: Route, holders: Sequence[Holder]) -> set[Holder]:
        found = route.front(holders)
        front = {holder for holder, window in found if window.is_tab_shown}
        behind = [holder for holder, window in found if not window.is_tab_shown]  # or not: the terminal itself knows
        if behind:
            for terminal in self._terminals:
                if terminal.is_here():
                    front |= {holder for holder, _window in terminal.front(behind)}
        return front


def _holder(route: Route, pid: int, tty: str) -> Holder:
    # macOS names the tty in front; ancestors, each of which costs a call of ps there, are not asked for.
    return Holder(pid, tty, Lineage((pid,))) if route.name == "macos" else Holder.of(pid, tty)


def _seen(uuids: tuple[str, ...], *, is_known: bool, is_typing: bool = False) -> LookSeen:
    return LookSeen(uuids, is_known, datetime.now(UTC), is_typing)
