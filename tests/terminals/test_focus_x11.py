"""Click to focus with real xterms, tmux and a window manager: the exact window and pane, or an honest no."""

from __future__ import annotations

import shlex
import shutil

from headspace_desktop.domain.model import PaneRef
from headspace_desktop.terminals.focus import attach_line
from headspace_desktop.tmux.clients import AttachedClients
from tests.harness.desktop import wait_for
from tests.terminals.stage import RealClient, RealPanes, Stage, tmux


def test_every_pane_of_two_windows_is_reached(stage: Stage) -> None:
    socket = stage.server()
    alpha, beta = stage.session(socket, "alpha"), stage.session(socket, "beta")
    alpha_split, beta_window = stage.split(alpha), stage.window(beta)
    first, second = stage.attach("first", socket, "alpha"), stage.attach("second", socket, "beta")
    for pane, window in [(alpha, first), (beta_window, second), (alpha_split, first), (beta, second), (alpha, first)]:
        before = stage.clients(socket)
        finished = stage.focus(pane)
        assert finished.is_ok, finished
        assert (finished.agent_uuid, finished.request_id) == ("agent", "request")
        assert stage.desktop.active_window() == window.id
        assert stage.desktop.windows()[-1].id == window.id
        after = stage.clients(socket)
        assert pane.pane_id in after.values()
        assert len(before.items() ^ after.items()) <= 2, "no other client was moved"


def test_a_minimised_window_comes_back(stage: Stage) -> None:
    socket = stage.server()
    pane = stage.session(socket, "alpha")
    window = stage.attach("first", socket, "alpha")
    stage.xterm("other", "sleep", "600")
    stage.desktop.xdotool("windowminimize", "--sync", str(window.id))
    assert stage.focus(pane).is_ok
    assert stage.desktop.active_window() == window.id


def test_a_window_on_another_desktop_is_reached(stage: Stage) -> None:
    socket = stage.server()
    pane = stage.session(socket, "alpha")
    window = stage.attach("first", socket, "alpha")
    stage.desktop.xdotool("set_desktop", "2")
    wait_for("desktop 2 is shown", lambda: stage.desktop.xdotool("get_desktop") == "2")
    stage.xterm("other", "sleep", "600")
    assert stage.focus(pane).is_ok
    assert stage.desktop.active_window() == window.id
    assert stage.desktop.xdotool("get_desktop") == "0"


def test_of_two_clients_on_the_session_the_last_used_is_taken(stage: Stage) -> None:
    socket = stage.server()
    pane = stage.session(socket, "alpha")
    window_pane = stage.window(pane)
    first = stage.attach("first", socket, "alpha")
    second = stage.attach("second", socket, "alpha")
    stage.desktop.activate(first)

    def is_newest() -> bool:
        stage.desktop.type("x")
        newest = stage.panes.clients_of(pane)
        return newest[0].activity > newest[1].activity

    wait_for("tmux counts the first as used last", is_newest)
    stage.desktop.activate(second)
    assert stage.focus(window_pane).is_ok
    assert stage.desktop.active_window() == first.id


def test_without_a_client_the_command_to_attach_is_told_and_works(stage: Stage) -> None:
    socket = stage.server()
    alpha = stage.session(socket, "alpha")
    stage.session(socket, "beta")
    pane = stage.split(stage.window(alpha))
    finished = stage.focus(pane)
    assert not finished.is_ok
    assert "No terminal shows this agent" in finished.detail
    assert finished.remedy
    stage.xterm("opened", *shlex.split(finished.attach_command))
    wait_for("the pane is shown", lambda: pane.pane_id in stage.clients(socket).values())


def test_a_control_client_is_not_a_terminal(stage: Stage) -> None:
    socket = stage.server()
    pane = stage.session(socket, "alpha")
    stage.names.append("control")
    stage.desktop.spawn("control", ["sh", "-c", f"sleep 600 | tmux -S {shlex.quote(socket)} -C attach -t alpha"])
    wait_for("the control client is attached", lambda: tmux(socket, "list-clients", "-F", "#{client_control_mode}"))
    assert "No terminal shows this agent" in stage.focus(pane).detail


def test_a_client_that_goes_in_the_middle_is_no_success(stage: Stage) -> None:
    socket = stage.server()
    pane = stage.session(socket, "alpha")
    stage.session(socket, "beta")
    stage.attach("first", socket, "alpha")
    other = stage.attach("second", socket, "beta")

    class Leaving(RealPanes):
        def show(self, pane: PaneRef, tty: str) -> None:
            tmux(socket, "detach-client", "-t", tty)
            super().show(pane, tty)

    stage.panes = Leaving()
    finished = stage.focus(pane)
    assert not finished.is_ok
    assert "tmux did not do what was asked" in finished.detail
    assert stage.desktop.active_window() == other.id, "nothing was raised"


def test_a_client_that_is_moved_elsewhere_at_once_is_no_success(stage: Stage) -> None:
    socket = stage.server()
    pane = stage.session(socket, "alpha")
    elsewhere = stage.session(socket, "beta")
    stage.attach("first", socket, "alpha")

    class Wandering(RealPanes):
        def show(self, pane: PaneRef, tty: str) -> None:
            super().show(elsewhere, tty)

    stage.panes = Wandering()
    finished = stage.focus(pane)
    assert not finished.is_ok
    assert "is not shown" in finished.detail


def test_a_client_whose_window_is_not_on_this_screen_is_never_guessed(stage: Stage) -> None:
    """Its process is real, its terminal is no window: the only other window must not be raised."""
    socket = stage.server()
    pane = stage.session(socket, "alpha")
    stage.names.append("script")
    stage.desktop.spawn(
        "script", ["script", "-qec", f"tmux -S {socket} attach -t alpha", "/dev/null"], env={"TERM": "xterm"}
    )
    wait_for("it is attached", lambda: stage.clients(socket))
    other = stage.xterm("other", "sleep", "600")
    stage.xterm("front", "sleep", "600")
    finished = stage.focus(pane)
    assert not finished.is_ok
    assert "The agent's window was not found" in finished.detail
    assert stage.desktop.active_window() != other.id


def test_an_inherited_windowid_is_not_believed(stage: Stage) -> None:
    socket = stage.server()
    pane = stage.session(socket, "alpha")
    other = stage.xterm("other", "sleep", "600")
    stage.names.append("script")
    stage.desktop.spawn(
        "script",
        ["script", "-qec", f"tmux -S {socket} attach -t alpha", "/dev/null"],
        env={"TERM": "xterm", "WINDOWID": str(other.id)},
    )
    wait_for("it is attached", lambda: stage.clients(socket))
    front = stage.xterm("front", "sleep", "600")
    assert not stage.focus(pane).is_ok
    assert stage.desktop.active_window() == front.id


def test_a_tmux_inside_a_tmux_is_followed_outwards(stage: Stage) -> None:
    outer, inner = stage.server("outer"), stage.server("inner")
    inner_pane = stage.split(stage.session(inner, "deep"))
    hidden = stage.session(outer, "work")
    attach = f"env -u TMUX tmux -S {inner} attach -t deep; :"
    nested = tmux(outer, "new-window", "-d", "-P", "-F", "#{pane_id}", "-t", "work:", attach)
    window = stage.attach("first", outer, "work")
    wait_for("the inner client is attached", lambda: stage.clients(inner))
    stage.xterm("other", "sleep", "600")
    assert list(stage.clients(outer).values()) == [hidden.pane_id]
    finished = stage.focus(inner_pane)
    assert finished.is_ok, finished
    assert stage.desktop.active_window() == window.id
    assert list(stage.clients(outer).values()) == [nested]
    assert list(stage.clients(inner).values()) == [inner_pane.pane_id]


def test_an_xterm_that_was_started_inside_a_pane_is_its_own_window(stage: Stage) -> None:
    outer, inner = stage.server("outer"), stage.server("inner")
    inner_pane = stage.session(inner, "deep")
    command = f"exec env -u TMUX DISPLAY={stage.desktop.display} xterm -T child -e tmux -S {inner} attach -t deep"
    stage.session(outer, "work", command)
    child = stage.desktop.window_titled("child")
    stage.attach("first", outer, "work")
    wait_for("the inner client is attached", lambda: stage.clients(inner))
    assert stage.focus(inner_pane).is_ok
    assert stage.desktop.active_window() == child.id


def test_an_agent_outside_tmux_is_found_by_its_process(stage: Stage) -> None:
    marker = stage.folder / "pid"
    window = stage.xterm("agent", "sh", "-c", f"echo $$ >{marker}; sleep 600; :")
    stage.xterm("other", "sleep", "600")
    pid = int(wait_for("the agent runs", lambda: marker.exists() and marker.read_text().strip()))
    assert stage.focus(None, pid).is_ok
    assert stage.desktop.active_window() == window.id


def test_an_agent_that_has_ended_is_told_so(stage: Stage) -> None:
    finished = stage.focus(None, 2**22 - 1)
    assert not finished.is_ok
    assert "has ended" in finished.detail
    assert "Neither its pane nor its process" in stage.focus(None).detail


def test_a_pane_that_is_gone_is_told_so(stage: Stage) -> None:
    socket = stage.server()
    stage.session(socket, "alpha")
    stage.attach("first", socket, "alpha")
    finished = stage.focus(PaneRef(socket, "%77"))
    assert not finished.is_ok


def test_a_stranger_among_the_clients_costs_nothing(stage: Stage) -> None:
    socket = stage.server()
    pane = stage.session(socket, "alpha")
    window = stage.attach("first", socket, "alpha")

    class WithGhost(RealPanes):
        def clients_of(self, pane: PaneRef) -> list[RealClient]:
            return [RealClient("/dev/pts/999999", 2**22 - 1, "alpha", 1), *super().clients_of(pane)]

    stage.panes = WithGhost()
    assert stage.focus(pane).is_ok
    assert stage.desktop.active_window() == window.id


def test_a_client_over_ssh_is_none_of_this_screen(stage: Stage) -> None:
    socket = stage.server()
    pane = stage.session(socket, "alpha")
    server = stage.folder / "sshd"  # the name is all that tells, here as there
    shutil.copy("/bin/sh", server)
    stage.xterm("remote", str(server), "-c", f"tmux -S {socket} attach -t alpha; :")
    wait_for("it is attached", lambda: stage.clients(socket))
    front = stage.xterm("front", "sleep", "600")
    finished = stage.focus(pane)
    assert not finished.is_ok
    assert "No terminal shows this agent" in finished.detail
    assert "another machine" in finished.detail
    assert finished.attach_command == attach_line(pane)
    assert stage.desktop.active_window() == front.id


def test_the_tmux_room_has_what_is_needed(stage: Stage) -> None:
    socket = stage.server()
    pane = stage.session(socket, "alpha")
    split = stage.split(pane)
    window = stage.attach("first", socket, "alpha")
    stage.attach("second", socket, stage.session(socket, "beta") and "beta")
    stage.panes = AttachedClients(5.0)
    assert stage.focus(split).is_ok
    assert stage.desktop.active_window() == window.id
    assert split.pane_id in stage.clients(socket).values()
