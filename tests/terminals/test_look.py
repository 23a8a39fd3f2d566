"""What counts as looking: an active window, showing that pane, with a person before it."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from headspace_desktop.domain.effects import WatchLook
from headspace_desktop.domain.events import LookSeen
from headspace_desktop.domain.model import PaneRef
from headspace_desktop.terminals import TerminalClient
from headspace_desktop.terminals import look as look_module
from headspace_desktop.terminals.away import Away
from headspace_desktop.terminals.look import Looker
from headspace_desktop.terminals.routes import all_routes, idle_of
from headspace_desktop.terminals.x11 import X11Route
from tests.harness.desktop import wait_for
from tests.terminals.stage import Stage, tmux


def look(stage: Stage, *panes: PaneRef, away_after_s: float = 3600, pid: int | None = None) -> LookSeen:
    agents = [(pane.pane_id, pane, None) for pane in panes]
    routes = all_routes(stage.desktop.env)
    looker = Looker(routes, Away(idle_of(routes), stage.desktop.env), away_after_s)
    try:
        return looker.look(WatchLook((*agents, ("bare", None, pid))), stage.panes)
    finally:
        for route in routes:
            route.close()


def test_only_the_pane_in_the_active_window_is_looked_at(stage: Stage) -> None:
    socket = stage.server()
    alpha, beta = stage.session(socket, "alpha"), stage.session(socket, "beta")
    hidden = stage.window(alpha)
    first = stage.attach("first", socket, "alpha")
    stage.attach("second", socket, "beta")
    seen = look(stage, alpha, beta, hidden)
    assert (seen.agent_uuids, seen.is_known) == ((beta.pane_id,), True)
    stage.desktop.activate(first)
    assert look(stage, alpha, beta, hidden).agent_uuids == (alpha.pane_id,)
    tmux(socket, "select-window", "-t", hidden.pane_id)
    assert look(stage, alpha, beta, hidden).agent_uuids == (hidden.pane_id,)


def test_the_other_half_of_a_split_is_not_looked_at(stage: Stage) -> None:
    socket = stage.server()
    pane = stage.session(socket, "alpha")
    other = stage.split(pane)
    stage.attach("first", socket, "alpha")
    assert look(stage, pane, other).agent_uuids == (pane.pane_id,)


def test_an_agent_outside_tmux_is_looked_at(stage: Stage) -> None:
    marker = stage.folder / "pid"
    stage.xterm("agent", "sh", "-c", f"echo $$ >{marker}; sleep 600; :")
    pid = int(wait_for("the agent runs", lambda: marker.exists() and marker.read_text().strip()))
    assert look(stage, pid=pid).agent_uuids == ("bare",)
    stage.xterm("other", "sleep", "600")
    assert look(stage, pid=pid).agent_uuids == ()


def test_nobody_looks_while_away(stage: Stage) -> None:
    socket = stage.server()
    pane = stage.session(socket, "alpha")
    stage.attach("first", socket, "alpha")
    x11 = X11Route(stage.desktop.env)
    wait_for("there was no input for 50 ms", lambda: (x11.idle_ms() or 0) > 50)
    seen = look(stage, pane, away_after_s=0.05)
    assert (seen.agent_uuids, seen.is_known) == ((), True)
    assert look(stage, pane).agent_uuids == (pane.pane_id,)
    stage.desktop.xdotool("mousemove_relative", "1", "1")
    assert (x11.idle_ms() or 0) < 30_000
    x11.close()


def test_without_a_screen_it_is_not_known(stage: Stage) -> None:
    socket = stage.server()
    pane = stage.session(socket, "alpha")
    routes = all_routes({})
    looker = Looker(routes, Away(idle_of(routes), {}), 60)
    seen = looker.look(WatchLook((("agent", pane, None),)), stage.panes)
    assert (seen.agent_uuids, seen.is_known) == ((), False)


def test_a_server_that_is_gone_is_looked_at_by_nobody(stage: Stage) -> None:
    socket = stage.server()
    pane = stage.session(socket, "alpha")
    stage.attach("first", socket, "alpha")
    gone = [PaneRef(str(stage.folder / "none"), "%1"), PaneRef(socket, "%77")]
    seen = look(stage, *gone, pane)
    assert (seen.agent_uuids, seen.is_known) == ((pane.pane_id,), True)


def test_a_look_costs_some_milliseconds(stage: Stage, record_property: pytest.RecordProperty) -> None:
    socket = stage.server()
    panes = [stage.session(socket, f"s{number}") for number in range(5)]
    stage.attach("first", socket, "s0")
    x11 = X11Route(stage.desktop.env)
    looker = Looker([x11], Away(x11, stage.desktop.env), 3600)
    took: list[float] = []
    for _ in range(20):
        begin = time.perf_counter()
        looker.look(WatchLook(tuple((pane.pane_id, pane, None) for pane in panes)), stage.panes)
        took.append((time.perf_counter() - begin) * 1000)
    x11.close()
    record_property("look_ms", statistics.median(took))
    print(f"look: {statistics.median(took):.1f} ms")  # told, not judged: the machine is shared


class Counted:
    """The stage's panes, counting how often tmux is asked."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.asked = stage, 0

    def clients_of(self, pane: PaneRef) -> Sequence[TerminalClient]:
        self.asked += 1
        return self.stage.panes.clients_of(pane)

    def show(self, pane: PaneRef, tty: str) -> None:
        raise AssertionError

    def is_shown(self, pane: PaneRef, tty: str) -> bool:
        raise AssertionError


def test_while_another_program_is_in_front_tmux_is_left_alone(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    socket = stage.server()
    alpha, beta = stage.session(socket, "alpha"), stage.session(socket, "beta")
    terminal = stage.attach("first", socket, "alpha")
    other = stage.xterm("other", "sleep", "600")
    counted, x11 = Counted(stage), X11Route(stage.desktop.env)
    looker = Looker([x11], Away(x11, stage.desktop.env), 3600)
    effect = WatchLook((("alpha", alpha, None), ("beta", beta, None)))
    assert [looker.look(effect, counted).agent_uuids for _ in range(5)] == [()] * 5
    assert counted.asked == 1
    stage.desktop.activate(terminal)
    assert looker.look(effect, counted).agent_uuids == ("alpha",)
    tmux(socket, "switch-client", "-t", "beta")  # inside the terminal: no window tells of it
    assert looker.look(effect, counted).agent_uuids == ("beta",)
    stage.desktop.activate(other)
    assert looker.look(effect, counted).agent_uuids == ()
    asked = counted.asked
    assert looker.look(WatchLook(effect.agents[:1]), counted).agent_uuids == ()
    assert counted.asked == asked + 1, "a new question is not answered from memory"
    monkeypatch.setattr(look_module, "ASK_AGAIN_S", 0.0)
    looker.look(effect, counted)
    looker.look(effect, counted)
    assert counted.asked == asked + 3, "nor is an old answer used for long"
    x11.close()


def test_nobody_looks_at_a_locked_screen(stage: Stage) -> None:
    socket = stage.server()
    pane = stage.session(socket, "alpha")
    stage.attach("first", socket, "alpha")
    stage.names.append("locker")
    stage.desktop.spawn("locker", [sys.executable, str(Path(__file__).with_name("screen_locker.py"))])
    stage.desktop.wait_for_name("org.freedesktop.ScreenSaver")
    seen = look(stage, pane)
    assert (seen.agent_uuids, seen.is_known) == ((), True)
