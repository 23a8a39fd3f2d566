"""Terminals with one process for many windows or tabs, foreign machines, and an X server that hangs."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from headspace_desktop.terminals import Holder
from headspace_desktop.terminals.x11 import X11Route
from headspace_desktop.troubles import WindowNotFound
from tests.harness.desktop import Desktop, Window, require, wait_for
from tests.terminals.stage import Stage, look

PROGRAM = Path(__file__).with_name("one_process_terminal.py")


def terminal(stage: Stage, kind: str, *commands: str, **env: str) -> list[Window]:
    stage.names.append("many")
    count = len(commands) if kind == "windows" else 1
    process = stage.desktop.spawn("many", [sys.executable, str(PROGRAM), kind, *commands], env=env)

    def windows() -> list[Window]:
        found = sorted((w for w in stage.desktop.windows() if w.pid == process.pid), key=lambda w: w.id)
        return found if len(found) == count else []

    return wait_for(f"{count} windows are there", windows)


def attach_line(socket: str, session: str) -> str:
    return f"exec tmux -S {socket} attach -t {session}"


@pytest.mark.parametrize("env", [{}, {"NO_STACK": "1"}], ids=["with a title stack", "without one"])
def test_of_two_windows_of_one_process_the_right_one_comes_and_keeps_its_title(
    stage: Stage, env: dict[str, str]
) -> None:
    socket = stage.server()
    alpha, beta = stage.session(socket, "alpha"), stage.session(socket, "beta")
    first, second = terminal(stage, "windows", attach_line(socket, "alpha"), attach_line(socket, "beta"), **env)
    wait_for("both are attached", lambda: len(stage.clients(socket)) == 2)
    titles = [first.title, second.title]
    for pane, window in [(alpha, first), (beta, second), (alpha, first)]:
        finished = stage.focus(pane)
        assert finished.is_ok, finished
        assert "title mark" in finished.detail
        assert stage.desktop.active_window() == window.id
    wait_for(
        "the titles are as they were",
        lambda: [w.title for w in sorted(stage.desktop.windows(), key=lambda w: w.id)] == titles,
    )


def test_a_tab_behind_another_is_no_success(stage: Stage) -> None:
    socket = stage.server()
    behind, before = stage.session(socket, "alpha"), stage.session(socket, "beta")
    (window,) = terminal(stage, "tabs", attach_line(socket, "alpha"), attach_line(socket, "beta"))
    wait_for("both are attached", lambda: len(stage.clients(socket)) == 2)
    assert stage.focus(before).is_ok
    finished = stage.focus(behind)
    assert not finished.is_ok
    assert "Another tab is in front" in finished.detail
    assert stage.desktop.active_window() == window.id


def test_a_terminal_that_shows_no_title_is_not_guessed_among_two(stage: Stage) -> None:
    """Its title stays as it is, so nothing tells which of the two windows it is."""
    socket = stage.server()
    pane = stage.session(socket, "alpha")
    # In its own pty below the terminal's: the terminal's process is an ancestor, the mark does not come through.
    inner = f"script -qfc 'tmux -S {socket} attach -t alpha' /dev/null >/dev/null"
    terminal(stage, "windows", inner, "sleep 600")
    wait_for("it is attached", lambda: stage.clients(socket))
    front = stage.xterm("front", "sleep", "600")
    finished = stage.focus(pane)
    assert not finished.is_ok
    assert "not found" in finished.detail
    assert stage.desktop.active_window() == front.id


def test_a_window_from_another_machine_is_not_taken_by_its_number(stage: Stage) -> None:
    """A window that was forwarded from elsewhere carries a pid of there."""
    window = stage.xterm("remote", "sleep", "600")
    pid = window.pid or 0
    machine = "elsewhere.example"
    stage.desktop.run(
        ["xprop", "-id", str(window.id), "-f", "WM_CLIENT_MACHINE", "8s", "-set", "WM_CLIENT_MACHINE", machine]
    )
    stage.desktop.run(["xprop", "-id", str(window.id), "-f", "_NET_WM_PID", "32c", "-set", "_NET_WM_PID", "1234567"])
    x11 = X11Route(stage.desktop.env)
    try:
        assert x11.active_pid() == pid  # as the server knows it, not as the window says
    finally:
        x11.close()


def test_a_server_that_hangs_costs_seconds_not_for_ever(new_desktop: Callable[..., Desktop]) -> None:
    desktop = new_desktop(tray="none", notifications="none", size=(800, 600))
    x11 = X11Route(desktop.env)
    assert x11.window_manager() == "Openbox"
    server = desktop._processes["screen"]
    server.send_signal(signal.SIGSTOP)
    try:
        with pytest.raises(WindowNotFound, match="does not answer"):
            x11.find(Holder.of(os.getpid(), ""))
    finally:
        server.send_signal(signal.SIGCONT)
    assert x11.window_manager() == "Openbox", "the next question connects again"
    x11.close()


def test_a_server_that_is_gone_is_told(new_desktop: Callable[..., Desktop]) -> None:
    desktop = new_desktop(tray="none", notifications="none", size=(800, 600))
    x11 = X11Route(desktop.env)
    assert x11.active_key() == "0"
    desktop.end("screen")
    with pytest.raises(WindowNotFound, match="does not answer"):
        x11.active_key()
    x11.close()


def test_kitty_selects_the_tab(stage: Stage) -> None:
    require("kitty")
    marks = [stage.folder / "one", stage.folder / "two"]
    listen = f"unix:{stage.folder}/kitty"
    stage.names.append("kitty")
    base = ["kitty", "--config", "NONE", "-o", "allow_remote_control=yes", "--listen-on", listen]
    process = stage.desktop.spawn("kitty", [*base, "sh", "-c", f"echo $$ >{marks[0]}; sleep 600; :"])
    window = stage.desktop.window_of(process.pid)
    address = wait_for("kitty listens", lambda: next(iter(stage.folder.glob("kitty*")), None))
    command = f"echo $$ >{marks[1]}; sleep 600; :"
    stage.desktop.run(["kitty", "@", "--to", f"unix:{address}", "launch", "--type=tab", "sh", "-c", command])
    pids = [
        int(wait_for("the agent runs", lambda mark=mark: mark.exists() and mark.read_text().strip())) for mark in marks
    ]
    for pid in (pids[0], pids[1], pids[0]):
        stage.xterm(f"other {time.monotonic_ns()}", "sleep", "600")
        finished = stage.focus(None, pid)
        assert finished.is_ok, (finished, stage.desktop.log("kitty"))
        assert finished.detail.startswith("kitty")
        assert stage.desktop.active_window() == window.id
        assert look(stage, pids=pids).agent_uuids == (str(pid),), "of the tabs of one window one is looked at"
