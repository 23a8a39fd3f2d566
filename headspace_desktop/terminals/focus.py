"""Brings an agent's terminal to the front, fail-closed: the exact window and pane, or a trouble that says why not.

Tmux thread. Everything is looked up at the moment of the click; nothing is remembered from an earlier one.
"""

from __future__ import annotations

import shlex
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from headspace_desktop.domain.effects import Focus
from headspace_desktop.domain.events import FocusFinished
from headspace_desktop.domain.model import PaneRef
from headspace_desktop.processes import look_up
from headspace_desktop.terminals import Holder, PaneClients, Route, Window
from headspace_desktop.troubles import FocusRefused, NoClientAttached, Trouble, WindowNotFound

#: A window manager that will do it has done it by then; openbox takes 20 to 60 ms, minimised ones longer.
CONFIRM_S = 2.0
#: tmux in tmux in tmux is rare, a circle would be endless.
NESTING = 4

Step = tuple[PaneRef, str]


@dataclass(frozen=True, slots=True)
class Way:
    """A terminal that leads to the agent: who holds it, and which pane each client on the way must show."""

    holder: Holder
    steps: tuple[Step, ...] = ()


class Focuser:
    """Goes where the person clicked. One at a time, in the tmux thread."""

    def __init__(self, routes: Sequence[Route], *, confirm_s: float = CONFIRM_S) -> None:
        self._routes = tuple(routes)
        self._confirm_s = confirm_s

    def focus(self, effect: Focus, panes: PaneClients) -> FocusFinished:
        """Bring the agent's terminal to the front and verify that it is there.

        Blocks: up to some seconds when the desktop refuses.
        """
        detail = remedy = attach_command = ""
        try:
            detail = self._go(effect, panes)
        except Trouble as trouble:
            if isinstance(trouble, NoClientAttached) and effect.pane is not None:
                attach_command = attach_line(effect.pane)
            return _finished(effect, is_ok=False, detail=str(trouble), remedy=trouble.remedy, attach=attach_command)
        return _finished(effect, is_ok=True, detail=detail, remedy=remedy, attach=attach_command)

    def ways(self, pane: PaneRef | None, pid: int | None, tty: str, panes: PaneClients) -> Iterator[Way]:
        """The terminals that lead to an agent, best first, the pane's clients through nested tmux servers too.

        Raises: NoClientAttached, WindowNotFound when there is none at all.
        """
        if pane is not None:
            yield from self._ways_to_pane(pane, panes, (), NESTING)
        elif pid is not None:
            process = look_up(pid)
            if process is None:
                raise WindowNotFound(f"Its process {pid} has ended")
            holder = Holder.of(pid, tty or process.tty)
            yield Way(holder)
            if holder.lineage.outer is not None:
                yield from self._ways_to_pane(holder.lineage.outer, panes, (), NESTING)
        else:
            raise WindowNotFound("Neither its pane nor its process is known")

    def close(self) -> None:
        for route in self._routes:
            route.close()

    def _ways_to_pane(self, pane: PaneRef, panes: PaneClients, inner: tuple[Step, ...], depth: int) -> Iterator[Way]:
        clients = panes.clients_of(pane)
        if not clients:
            raise NoClientAttached(f"No terminal is attached to {pane.socket}")
        for client in clients:
            holder = Holder.of(client.pid, client.tty)
            steps = (*inner, (pane, client.tty))
            yield Way(holder, steps)
            if holder.lineage.outer is not None and depth > 1:
                yield from self._ways_to_pane(holder.lineage.outer, panes, steps, depth - 1)

    def _go(self, effect: Focus, panes: PaneClients) -> str:
        missed: list[str] = []
        is_remote = True
        for way in self.ways(effect.pane, effect.pid, effect.tty, panes):
            if arrived := self._take(way, effect.activation_token, panes):
                return arrived
            missed.append(way.holder.tty or f"process {way.holder.pid}")
            is_remote = is_remote and way.holder.lineage.is_remote
        places = ", ".join(missed)
        if is_remote and effect.pane is not None:
            raise NoClientAttached(f"It is shown on another machine only, over {places}")
        raise WindowNotFound(f"No window on this screen surely belongs to {places}")

    def _take(self, way: Way, token: str, panes: PaneClients) -> str:
        """Follow one way to its end; empty when no window is surely its own.

        Raises: FocusRefused once a window was found and did not come, so that no second one is raised.
        """
        tried: list[tuple[Route, Window]] = []
        failures: list[Trouble] = []
        for route in self._routes:
            if not route.is_here():
                continue
            try:
                window = route.find(way.holder)
                if window is None:
                    continue
                if not tried:
                    for pane, tty in way.steps:
                        panes.show(pane, tty)
                tried.append((route, window))
                route.raise_(window, token)
                if route.can_raise and self._is_there(route, window, way, panes):
                    return f"{route.name}: {window.how}"
            except WindowNotFound as failure:  # this route is broken; the next may do
                failures.append(failure)
        if not tried:
            if failures:
                raise failures[-1]
            return ""
        raise _refusal(tried, failures, way, panes)

    def _is_there(self, route: Route, window: Window, way: Way, panes: PaneClients) -> bool:
        if not window.is_tab_shown:
            return False
        end = time.monotonic() + self._confirm_s
        while not route.is_in_front(window):
            if time.monotonic() > end:
                return False
            time.sleep(0.004)
        return all(panes.is_shown(pane, tty) for pane, tty in way.steps)


def attach_line(pane: PaneRef) -> str:
    """The command that shows this pane in a terminal."""
    return f"tmux -S {shlex.quote(pane.socket)} attach-session -t {shlex.quote(pane.pane_id)}"


def _refusal(tried: list[tuple[Route, Window]], failures: list[Trouble], way: Way, panes: PaneClients) -> Trouble:
    route, window = tried[-1]
    if not window.is_tab_shown:
        return FocusRefused(
            "Its window is in front, but it has several tabs or splits and another one is active",
            title="Another tab is in front",
            remedy="Choose the tab by hand.",
        )
    hidden = [pane.pane_id for pane, tty in way.steps if not panes.is_shown(pane, tty)]
    if hidden:
        return FocusRefused(f"Pane {hidden[0]} is not shown: its client has gone or went elsewhere")
    if not any(route.can_raise for route, _ in tried):
        return FocusRefused(f"{route.title} selected its tab; nothing here can raise its window")
    words = f" ({failures[-1].detail})" if failures else ""
    return FocusRefused(f"{route.title} was asked and another window kept the focus{words}")


def _finished(effect: Focus, *, is_ok: bool, detail: str, remedy: str, attach: str) -> FocusFinished:
    return FocusFinished(
        agent_uuid=effect.agent_uuid,
        request_id=effect.request_id,
        is_ok=is_ok,
        at=datetime.now(UTC),
        detail=detail,
        remedy=remedy,
        attach_command=attach,
    )
