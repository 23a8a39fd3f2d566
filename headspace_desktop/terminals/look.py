"""What the person has before their eyes: the active window, its tmux client, its pane. Tmux thread.

*Looking* needs all three: the terminal's window is active, it shows that pane, and the person is not away. Where
any of them cannot be known nothing counts as looked at, so that a notification is rather shown than lost.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime

from headspace_desktop.domain.effects import WatchLook
from headspace_desktop.domain.events import LookSeen
from headspace_desktop.domain.model import PaneRef
from headspace_desktop.processes import look_up
from headspace_desktop.terminals import Holder, PaneClients, Route, Window
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
    """Looks as often as it is asked; costs two questions to the window system while no terminal is in front."""

    def __init__(self, routes: Sequence[Route], away: Away, away_after_s: float) -> None:
        self._systems = [route for route in routes if route.name in WINDOW_SYSTEMS]
        self._terminals = [route for route in routes if route.name not in WINDOW_SYSTEMS and route.can_raise]
        self._away = away
        self.away_after_s = away_after_s
        self._elsewhere = ("", WatchLook(()))  # a focus that was on no terminal of these agents
        self._ask_again_at_s = 0.0

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
            focus = (here[0].focus(), effect)
            if focus[0] and focus == self._elsewhere and time.monotonic() < self._ask_again_at_s:
                return _seen((), is_known=True, is_typing=is_typing)
            found, is_terminal = self._in_front(here[0], effect, panes)
        except Trouble:
            return _seen((), is_known=False, is_typing=is_typing)
        self._elsewhere = ("", effect) if is_terminal else focus
        self._ask_again_at_s = time.monotonic() + ASK_AGAIN_S
        if found and self._away.is_locked():
            found = ()
        return _seen(found, is_known=True, is_typing=is_typing)

    def _in_front(self, route: Route, effect: WatchLook, panes: PaneClients) -> tuple[tuple[str, ...], bool]:
        """The agents that are in front, and whether any terminal of theirs is."""
        shown: dict[str, set[str]] = {}  # socket → panes that clients in front show
        seen: list[str] = []
        for uuid, pane, pid in effect.agents:
            if pane is None:
                if pid is not None and self._is_process_in_front(route, pid):
                    seen.append(uuid)
                continue
            if pane.socket not in shown and (found := self._panes_in_front(route, pane, panes)) is not None:
                shown[pane.socket] = found
            if pane.pane_id in shown.get(pane.socket, ()):
                seen.append(uuid)
        return tuple(seen), bool(seen) or any(shown.values())

    def _panes_in_front(self, route: Route, pane: PaneRef, panes: PaneClients) -> set[str] | None:
        try:
            clients = panes.clients_of(pane)
        except Trouble:  # nobody looks at a pane or server that is gone
            return None
        in_front = (c for c in clients if self._is_in_front(route, _holder(route, c.pid, c.tty)))
        return {client.pane_id for client in in_front}

    def _is_process_in_front(self, route: Route, pid: int) -> bool:
        process = look_up(pid)
        return process is not None and self._is_in_front(route, _holder(route, pid, process.tty))

    def _is_in_front(self, route: Route, holder: Holder) -> bool:
        window = route.find(holder, may_mark=False)
        if window is None or not route.is_in_front(window):
            return False
        return window.is_tab_shown or self._terminal_says_in_front(holder)

    def _terminal_says_in_front(self, holder: Holder) -> bool:
        for route in self._terminals:
            if route.is_here():
                found: Window | None = route.find(holder, may_mark=False)
                if found is not None:
                    return route.is_in_front(found)
        return False


def _holder(route: Route, pid: int, tty: str) -> Holder:
    # macOS names the tty in front; ancestors, each of which costs a call of ps there, are not asked for.
    return Holder(pid, tty, Lineage((pid,))) if route.name == "macos" else Holder.of(pid, tty)


def _seen(uuids: tuple[str, ...], *, is_known: bool, is_typing: bool = False) -> LookSeen:
    return LookSeen(uuids, is_known, datetime.now(UTC), is_typing)
