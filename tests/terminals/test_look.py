"""What counts as looking: an active window, showing that pane, with a person before it."""

from __future__ import annotations

import os
import signal
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from headspace_desktop.domain.effects import WatchLook
from headspace_desktop.domain.model import PaneRef
from headspace_desktop.processes import Process, look_up, look_up_all
from headspace_desktop.terminals import TerminalClient
from headspace_desktop.terminals import look as look_module
from headspace_desktop.terminals.away import Away
from headspace_desktop.terminals.look import Looker
from headspace_desktop.terminals.routes import all_routes, idle_of
from headspace_desktop.terminals.x11 import X11Route
from tests.harness.desktop import wait_for
from tests.terminals.stage import Stage, look, tmux


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
    assert look(stage, pids=[pid]).agent_uuids == (str(pid),)
    stage.xterm("other", "sleep", "600")
    assert look(stage, pids=[pid]).agent_uuids == ()


def test_an_agent_without_a_terminal_is_looked_at_by_nobody(stage: Stage) -> None:
    """It was started from a terminal that is in front, as by a script or an editor, and does not show itself there."""
    marker = stage.folder / "pid"
    stage.xterm("script", "sh", "-c", f"setsid sh -c 'echo $$ >{marker}; exec sleep 600' & exec sleep 600")
    pid = int(wait_for("the agent runs", lambda: marker.exists() and marker.read_text().strip()))
    try:
        seen = look(stage, pids=[pid])
        assert (seen.agent_uuids, seen.is_known) == ((), True)
    finally:
        os.kill(pid, signal.SIGKILL)


def _tty(pid: int) -> str:
    process = look_up(pid)
    return process.tty if process else ""


class Questions(X11Route):
    """Counts what the X server is asked."""

    count = 0

    def _ask(self, question: Callable[[Any], Any]) -> Any:
        self.count += 1
        return super()._ask(question)


def test_forty_agents_cost_the_questions_of_one(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    marker = stage.folder / "pids"
    many = f"for n in $(seq 20); do sleep 600 & echo $! >>{marker}; setsid sleep 600 & echo $! >>{marker}; done; wait"
    window = stage.xterm("many", "sh", "-c", many)
    numbers = wait_for("they run", lambda: marker.exists() and len(marker.read_text().split()) == 40 and marker)
    pids = [int(number) for number in numbers.read_text().split()]
    wait_for("every second one has left the terminal", lambda: not any(_tty(pid) for pid in pids[1::2]))
    looked_up: list[int] = []

    def noted(asked: set[int]) -> dict[int, Process]:
        looked_up.extend(asked)
        return look_up_all(asked)

    monkeypatch.setattr(look_module, "look_up_all", noted)
    other = stage.xterm("other", "sleep", "600")
    x11 = Questions(stage.desktop.env)
    try:
        for front, who in ((window, pids[::2]), (other, [])):
            stage.desktop.activate(front)
            counts = []
            for some in (pids[:1], pids):
                effect = WatchLook(tuple((str(pid), None, pid) for pid in some))
                looker, before = Looker([x11], Away(x11, stage.desktop.env), 3600), x11.count
                seen = [looker.look(effect, stage.panes).agent_uuids for _ in range(3)]
                assert seen == [tuple(str(pid) for pid in some if pid in who)] * 3
                counts.append(x11.count - before)
            assert counts[0] == counts[1]
        bare = [looked_up.count(pid) for pid in pids[1::2]]
        assert bare == [2] * 20, "who has no terminal is looked up once by each looker"
    finally:
        x11.close()
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


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
        raise AssertionError

    def clients_on(self, socket: str) -> Sequence[TerminalClient]:
        self.asked += 1
        return self.stage.panes.clients_on(socket)

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
    for agents in (effect.agents[:1], effect.agents, effect.agents[1:]):
        assert looker.look(WatchLook(agents), counted).agent_uuids == ()
    assert counted.asked == asked, "others of the same server change nothing"
    beyond = stage.session(stage.server("beyond"), "gamma")
    more = WatchLook((*effect.agents, ("gamma", beyond, None)))
    for _ in range(2):
        assert looker.look(more, counted).agent_uuids == ()
    assert counted.asked == asked + 1, "a server that was not asked is not answered for from memory"
    asked += 1
    monkeypatch.setattr(look_module, "ASK_AGAIN_S", 0.0)
    looker.look(effect, counted)
    looker.look(effect, counted)
    assert counted.asked == asked + 2, "nor is an old answer used for long"
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
