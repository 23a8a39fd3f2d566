"""The routes that cannot be run here, against recording stand-ins that answer as the vendors' documents say."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from headspace_desktop.domain.effects import Focus
from headspace_desktop.domain.model import PaneRef
from headspace_desktop.processes import environ_of
from headspace_desktop.terminals import Holder, Window
from headspace_desktop.terminals.focus import Focuser
from headspace_desktop.terminals.iterm2 import ITerm2Route
from headspace_desktop.terminals.kitty import KittyRoute
from headspace_desktop.terminals.lineage import Lineage
from headspace_desktop.terminals.terminal_app import TerminalAppRoute
from headspace_desktop.terminals.wezterm import WezTermRoute
from headspace_desktop.troubles import FocusRefused, WindowNotFound
from tests.harness.desktop import wait_for

TTY = "/dev/ttys004"
LOCAL = Holder(4321, TTY, Lineage((4321, 4320)))

STAND_IN = """#!{python}
import json, os, sys
with open({log!r}, "a") as log:
    log.write(json.dumps([sys.argv[1:], os.environ.get("WEZTERM_UNIX_SOCKET", "")]) + "\\n")
for words, output, error, code in json.load(open({answers!r})):
    if all(word in " ".join(sys.argv[1:]) for word in words):
        sys.stdout.write(output); sys.stderr.write(error); sys.exit(code)
sys.exit(64)
"""


class StandIn:
    def __init__(self, folder: Path, name: str) -> None:
        self.log, self.answers = folder / "log", folder / "answers"
        program = folder / name
        program.write_text(STAND_IN.format(python=sys.executable, log=str(self.log), answers=str(self.answers)))
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        self.env = {"PATH": f"{folder}:/usr/bin:/bin"}
        self.rows: list[Any] = []

    def says(self, *words: str, output: str = "", error: str = "", code: int = 0) -> None:
        self.rows.insert(0, [words, output, error, code])
        self.answers.write_text(json.dumps(self.rows))

    def calls(self) -> list[list[str]]:
        return [json.loads(line)[0] for line in self.log.read_text().splitlines()] if self.log.exists() else []


@pytest.fixture
def on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], StandIn]:
    def make(name: str) -> StandIn:
        made = StandIn(tmp_path, name)
        # The program is looked up on our own PATH, as the app's is the person's.
        monkeypatch.setenv("PATH", made.env["PATH"])
        return made

    return make


@pytest.fixture
def child() -> Iterator[Callable[..., Holder]]:
    """A real process with these variables, so that its environment is really read."""
    started: list[subprocess.Popen[bytes]] = []

    def start(tty: str = TTY, **env: str) -> Holder:
        process = subprocess.Popen(["sleep", "600"], env={"PATH": "/usr/bin:/bin", **env})
        started.append(process)
        wait_for("its environment can be read", lambda: environ_of(process.pid, "PATH"))  # exec tells too early
        return Holder(process.pid, tty, Lineage.of(process.pid))

    yield start
    for process in started:
        process.kill()
        process.wait()


# -- macOS --------------------------------------------------------------------


@pytest.mark.parametrize("kind", [ITerm2Route, TerminalAppRoute])
def test_a_scripted_terminal_is_asked_for_the_tty(
    on_path: Callable[[str], StandIn], kind: type[ITerm2Route | TerminalAppRoute]
) -> None:
    stand_in = on_path("osascript")
    stand_in.says(TTY, output="yes\n")
    route = kind(stand_in.env, is_macos=True)
    assert route.is_here()
    assert not route.is_verified
    window = route.find(LOCAL)
    assert window is not None
    route.raise_(window)
    assert route.is_in_front(window)
    calls = stand_in.calls()
    assert [call[0] for call in calls] == ["-e"] * 3
    assert [call[2] for call in calls] == [TTY] * 3
    assert all(TTY not in call[1] for call in calls), "the tty is an argument, not part of the script"
    assert "activate" not in calls[0][1], "looking must not raise anything"
    assert "activate" in calls[1][1]
    assert "is not running" in calls[0][1], "an application that does not run is not started"


@pytest.mark.parametrize("kind", [ITerm2Route, TerminalAppRoute])
def test_a_tty_that_it_does_not_have_is_not_found(
    on_path: Callable[[str], StandIn], kind: type[ITerm2Route | TerminalAppRoute]
) -> None:
    stand_in = on_path("osascript")
    stand_in.says(output="no\n")
    route = kind(stand_in.env, is_macos=True)
    assert route.find(LOCAL) is None
    with pytest.raises(FocusRefused):
        route.raise_(Window(TTY))
    for holder in (
        Holder(1, TTY, Lineage((1,), is_remote=True)),
        Holder(1, TTY, Lineage((1,), outer=PaneRef("s", "%1"))),
        Holder(1, '/dev/x" & do shell script "x', Lineage((1,))),
    ):
        before = len(stand_in.calls())
        assert route.find(holder) is None
        assert len(stand_in.calls()) == before


def test_a_refused_automation_permission_names_its_remedy(on_path: Callable[[str], StandIn]) -> None:
    stand_in = on_path("osascript")
    stand_in.says(error="execution error: Not authorised to send Apple events to iTerm2. (-1743)", code=1)
    with pytest.raises(WindowNotFound) as caught:
        ITerm2Route(stand_in.env, is_macos=True).find(LOCAL)
    assert "Automation" in caught.value.remedy


def test_they_are_not_here_elsewhere() -> None:
    assert not ITerm2Route({}, is_macos=False).is_here()


# -- WezTerm ------------------------------------------------------------------


def wezterm_list(*rows: dict[str, Any]) -> str:
    return json.dumps([{"window_id": 0, "tab_id": 0, "workspace": "default", "title": "t", **row} for row in rows])


def test_wezterm_selects_the_pane_with_that_tty(
    on_path: Callable[[str], StandIn], child: Callable[..., Holder]
) -> None:
    stand_in = on_path("wezterm")
    rows = wezterm_list({"pane_id": 2, "tty_name": "/dev/pts/1"}, {"pane_id": 3, "tty_name": TTY})
    stand_in.says(" list ", output=rows)
    stand_in.says("activate-pane")
    stand_in.says("list-clients", output=json.dumps([{"focused_pane_id": 3}]))
    route = WezTermRoute(stand_in.env)
    window = route.find(child(WEZTERM_UNIX_SOCKET="/run/wez/sock", WEZTERM_PANE="3"))
    assert window is not None
    route.raise_(window)
    assert route.is_in_front(window)
    assert stand_in.calls() == [
        ["cli", "--no-auto-start", "list", "--format", "json"],
        ["cli", "--no-auto-start", "activate-pane", "--pane-id", "3"],
        ["cli", "--no-auto-start", "list-clients", "--format", "json"],
    ]
    assert {json.loads(line)[1] for line in stand_in.log.read_text().splitlines()} == {"/run/wez/sock"}


@pytest.mark.parametrize(
    "rows",
    [
        wezterm_list({"pane_id": 3}),  # an old version that does not tell the tty
        wezterm_list({"pane_id": 3, "tty_name": "/dev/pts/9"}),  # an inherited number
        wezterm_list({"pane_id": 4, "tty_name": TTY}),
        wezterm_list({"pane_id": 3, "tty_name": TTY}, {"pane_id": 3, "tty_name": TTY}),
        "[]",
        "{}",
        "[1, null]",
    ],
)
def test_wezterm_is_not_guessed(on_path: Callable[[str], StandIn], child: Callable[..., Holder], rows: str) -> None:
    stand_in = on_path("wezterm")
    stand_in.says(" list ", output=rows)
    assert WezTermRoute(stand_in.env).find(child(WEZTERM_UNIX_SOCKET="/s", WEZTERM_PANE="3")) is None


def test_wezterm_alone_does_not_claim_to_have_raised_a_window(
    on_path: Callable[[str], StandIn], child: Callable[..., Holder]
) -> None:
    stand_in = on_path("wezterm")
    stand_in.says(" list ", output=wezterm_list({"pane_id": 3, "tty_name": TTY}))
    stand_in.says("activate-pane")
    holder = child(WEZTERM_UNIX_SOCKET="/s", WEZTERM_PANE="3")
    focuser = Focuser([WezTermRoute(stand_in.env)], confirm_s=0.1)
    finished = focuser.focus(Focus("a", "r", None, holder.pid, TTY), NoPanes())
    assert not finished.is_ok
    assert "nothing here can raise its window" in finished.detail


# -- kitty --------------------------------------------------------------------


def kitty_tree(*pids: Any, is_focused: bool = True) -> str:
    inner = [{"id": 10 + n, "pid": pid, "title": "t", "is_focused": is_focused} for n, pid in enumerate(pids)]
    return json.dumps([{"id": 1, "is_focused": True, "tabs": [{"id": 2, "is_focused": True, "windows": inner}]}])


def test_kitty_that_is_not_an_ancestor_is_not_asked(
    on_path: Callable[[str], StandIn], child: Callable[..., Holder]
) -> None:
    stand_in = on_path("kitty")
    assert KittyRoute(stand_in.env).find(child(KITTY_LISTEN_ON="unix:/k", KITTY_PID="999999")) is None
    assert stand_in.calls() == []


@pytest.mark.parametrize("output", ["[]", "null", '[{"tabs": [{"windows": [{"id": "x", "pid": [] }]}]}]'])
def test_kitty_is_not_guessed(on_path: Callable[[str], StandIn], child: Callable[..., Holder], output: str) -> None:
    stand_in = on_path("kitty")
    stand_in.says("ls", output=output)
    assert KittyRoute(stand_in.env).find(child(KITTY_LISTEN_ON="unix:/k", KITTY_PID=str(os.getpid()))) is None


@pytest.mark.parametrize(("output", "code"), [("", 1), ("no json", 0), ("[" * 100_000, 0)])
def test_kitty_that_refuses_is_a_trouble(
    on_path: Callable[[str], StandIn], child: Callable[..., Holder], output: str, code: int
) -> None:
    stand_in = on_path("kitty")
    stand_in.says("ls", output=output, error="Remote control is disabled", code=code)
    with pytest.raises(WindowNotFound, match="kitty"):
        KittyRoute(stand_in.env).find(child(KITTY_LISTEN_ON="unix:/k", KITTY_PID=str(os.getpid())))


def test_kitty_that_cannot_come_to_the_front_is_told(
    on_path: Callable[[str], StandIn], child: Callable[..., Holder]
) -> None:
    stand_in = on_path("kitty")
    holder = child(KITTY_LISTEN_ON="unix:/k", KITTY_PID=str(os.getpid()))
    stand_in.says("ls", output=kitty_tree(1, holder.pid, is_focused=False))
    stand_in.says("focus-window")
    finished = Focuser([KittyRoute(stand_in.env)], confirm_s=0.1).focus(Focus("a", "r", None, holder.pid), NoPanes())
    assert not finished.is_ok
    assert "another window kept the focus" in finished.detail
    assert ["@", "--to", "unix:/k", "focus-window", "--match", "id:11"] in stand_in.calls()


def test_kitty_is_asked_once_for_all_its_windows(
    on_path: Callable[[str], StandIn], child: Callable[..., Holder]
) -> None:
    stand_in = on_path("kitty")
    holders = [child(KITTY_LISTEN_ON="unix:/k", KITTY_PID=str(os.getpid())) for _ in range(3)]
    elsewhere = child()
    stand_in.says("ls", output=kitty_tree(1, *(holder.pid for holder in holders[:2])))
    front = KittyRoute(stand_in.env).front([*holders, elsewhere])
    assert [holder for holder, _window in front] == holders[:2]
    assert len(stand_in.calls()) == 1


class NoPanes:
    def clients_of(self, pane: PaneRef) -> list[Any]:
        return []

    def clients_on(self, socket: str) -> list[Any]:
        return []

    def show(self, pane: PaneRef, tty: str) -> None:
        raise AssertionError("there is no pane")

    def is_shown(self, pane: PaneRef, tty: str) -> bool:
        return False
