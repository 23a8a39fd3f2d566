"""Looking at panes, on real tmux: what stands there, and that something moved, told once."""

from __future__ import annotations

import select
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from headspace_desktop.domain.effects import LookAtScreen
from headspace_desktop.domain.events import PanesSeen, ScreenMoved, ScreenSeen
from headspace_desktop.domain.model import PaneRef
from headspace_desktop.tmux import movements
from tests.harness.tmux_server import TmuxServer
from tests.tmux.conftest import Driven
from tests.tmux.test_certain_dialogs import HIDE, WIDTH, shown

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="no other kernel tells of writes to a terminal")


def effect(tmux: TmuxServer, pane: str) -> LookAtScreen:
    tty = tmux.run("display-message", "-p", "-t", pane, "#{pane_tty}").strip()
    return LookAtScreen(PaneRef(tmux.socket, pane), "claude", tmux.pane_pid(pane), tty)


def test_a_look_tells_what_certainly_stands_there(tmux: TmuxServer, driven: Driven, tmp_path: Path) -> None:
    pane = shown(tmux, tmp_path, HIDE)
    driven.room.handle([effect(tmux, pane)])
    (seen,) = driven.of(ScreenSeen)
    assert (seen.pane.pane_id, seen.shows, seen.dialog) == (pane, "dialog", "permission")
    assert seen.agent_pid == tmux.pane_pid(pane)


def test_a_pane_that_is_gone_shows_nothing(tmux: TmuxServer, driven: Driven) -> None:
    pane = tmux.new_session("cat", width=WIDTH)
    gone = effect(tmux, pane)
    tmux.run("kill-pane", "-t", pane)
    driven.room.handle([gone])
    (seen,) = driven.of(ScreenSeen)
    assert (seen.shows, seen.dialog) == ("", "")


def test_who_runs_where_nobody_is_known_is_told(tmux: TmuxServer, driven: Driven, tmp_path: Path) -> None:
    """By the name of the program in the foreground alone; any other program is none of ours."""
    program = tmp_path / "claude"
    program.symlink_to(shutil.which("cat") or "cat")
    pane = shown(tmux, tmp_path, f"{HIDE}; exec {program}")
    driven.run_until(lambda: tmux.run("display-message", "-p", "-t", pane, "#{pane_current_command}") == "claude\n")
    driven.room.handle([replace(effect(tmux, pane), agent_pid=None)])
    (seen,) = driven.of(ScreenSeen)
    assert (seen.shows, seen.dialog) == ("dialog", "permission")
    assert seen.stranger is not None
    assert (seen.stranger.pid, seen.stranger.cwd) == (tmux.pane_pid(pane), str(tmp_path.resolve()))
    assert seen.stranger.tty == effect(tmux, pane).tty
    assert seen.stranger.proc_start
    other = shown(tmux, tmp_path, HIDE)
    driven.room.handle([replace(effect(tmux, other), agent_pid=None)])
    assert [(one.shows, one.stranger) for one in driven.of(ScreenSeen)[1:]] == [("", None)]


def test_the_usual_server_is_swept_where_it_runs(tmux: TmuxServer, tmp_path: Path) -> None:
    pane = tmux.new_session("cat")
    driven = Driven(usual_socket=tmux.socket)
    assert [one.pane.pane_id for one in driven.of(PanesSeen)[0].panes] == [pane]
    driven.room.close()
    nowhere = Driven(usual_socket=str(tmp_path / "none"))
    assert nowhere.room.due_s() is None
    nowhere.room.close()


@linux_only
def test_a_movement_is_told_once_for_each_look(tmux: TmuxServer, driven: Driven) -> None:
    pane = tmux.new_session("stty -echo; cat", width=WIDTH)
    look = effect(tmux, pane)

    def write(words: str) -> None:
        tmux.keys(pane, words, "Enter")
        tmux.wait_for(pane, words)

    driven.room.handle([look])
    assert driven.of(ScreenSeen)[0].is_watched
    assert driven.of(ScreenMoved) == []
    write("first")
    driven.run_until(lambda: bool(driven.of(ScreenMoved)))
    write("second")
    assert select.select(list(driven.watch.ready), [], [], 0.2)[0] == [], "the kernel is asked for one only"
    assert [moved.pane for moved in driven.of(ScreenMoved)] == [look.pane]
    driven.room.handle([look])
    write("third")
    driven.run_until(lambda: len(driven.of(ScreenMoved)) == 2)


def test_where_movements_are_not_heard_the_look_says_so(tmux: TmuxServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def none_here() -> None:
        raise OSError("none here")

    monkeypatch.setattr(movements, "Inotify", none_here)
    driven = Driven()
    driven.room.handle([effect(tmux, tmux.new_session("cat", width=WIDTH))])
    assert not driven.of(ScreenSeen)[0].is_watched
    driven.room.close()
