"""What the person has before their eyes: the active window, its tmux client, its pane. Tmux thread.

*Looking* needs all three: the terminal's window is active, it shows that pane, and the person is not away. Where
any of them cannot be known nothing counts as looked at, so that a notification is rather shown than lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from headspace_desktop.domain.events import LookSeen
from headspace_desktop.domain.model import PaneRef
from headspace_desktop.terminals import Holder, PaneClients, Route, Window
from headspace_desktop.terminals.away import Away
from headspace_desktop.terminals.lineage import look_up
from headspace_desktop.troubles import Trouble

Looked = tuple[str, PaneRef | None, int | None]


class Looker:
    """Looks as often as it is asked; costs one question to the window system while no terminal is in front."""

    def __init__(self, routes: Sequence[Route], away: Away, away_after_s: float) -> None:
        self._routes = [route for route in routes if route.name in {"x11", "sway"}]
        self._own = [route for route in routes if route.name not in {"x11", "sway"} and route.can_raise]
        self._away = away
        self.away_after_s = away_after_s

    def look(self, agents: Iterable[Looked], panes: PaneClients) -> LookSeen:
        """Which of these agents the person sees now.

        Blocks: a few milliseconds, and one tmux question for each server and each pane of a client in front.
        """
        wanted = tuple(agents)
        idle_s = self._away.idle_s()
        here = [route for route in self._routes if route.is_here()]
        if idle_s is None or not here:
            return _seen((), is_known=False)
        if idle_s >= self.away_after_s:
            return _seen((), is_known=True)
        try:
            found = self._in_front(here[0], wanted, panes)
        except Trouble:
            return _seen((), is_known=False)
        if found and self._away.is_locked():
            found = ()
        return _seen(found, is_known=True)

    def _in_front(self, route: Route, agents: tuple[Looked, ...], panes: PaneClients) -> tuple[str, ...]:
        ttys: dict[str, list[str]] = {}  # clients in front that were not yet found to show a pane
        shown: set[PaneRef] = set()
        seen: list[str] = []
        for uuid, pane, pid in agents:
            if pane is None:
                if pid is not None and self._is_process_in_front(route, pid):
                    seen.append(uuid)
                continue
            if pane.socket not in ttys:
                ttys[pane.socket] = self._ttys_in_front(route, pane, panes)
            showing = next((tty for tty in ttys[pane.socket] if panes.is_shown(pane, tty)), None)
            if showing is not None:
                ttys[pane.socket].remove(showing)
                shown.add(pane)
            if pane in shown:
                seen.append(uuid)
        return tuple(seen)

    def _ttys_in_front(self, route: Route, pane: PaneRef, panes: PaneClients) -> list[str]:
        try:
            clients = panes.clients_of(pane)
        except Trouble:  # the server is gone, so nobody looks at it
            return []
        return [client.tty for client in clients if self._is_in_front(route, Holder.of(client.pid, client.tty))]

    def _is_process_in_front(self, route: Route, pid: int) -> bool:
        process = look_up(pid)
        return process is not None and self._is_in_front(route, Holder.of(pid, process.tty))

    def _is_in_front(self, route: Route, holder: Holder) -> bool:
        window = route.find(holder, may_mark=False)
        if window is None or not route.is_in_front(window):
            return False
        return window.is_tab_shown or self._own_says_in_front(holder)

    def _own_says_in_front(self, holder: Holder) -> bool:
        for route in self._own:
            if route.is_here():
                found: Window | None = route.find(holder, may_mark=False)
                if found is not None:
                    return route.is_in_front(found)
        return False


def _seen(uuids: tuple[str, ...], *, is_known: bool) -> LookSeen:
    return LookSeen(uuids, is_known, datetime.now(UTC))
