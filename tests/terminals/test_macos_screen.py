"""Looking on macOS: idle time, lock and the tty in front, with stand-ins for the system's programs."""

from __future__ import annotations

import json
import plistlib
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from headspace_desktop.domain.effects import WatchLook
from headspace_desktop.domain.model import PaneRef
from headspace_desktop.terminals import Holder
from headspace_desktop.terminals.away import Away
from headspace_desktop.terminals.focus import Focuser
from headspace_desktop.terminals.iterm2 import ITerm2Route
from headspace_desktop.terminals.lineage import Lineage
from headspace_desktop.terminals.look import Looker
from headspace_desktop.terminals.macos import MacScreen
from headspace_desktop.terminals.terminal_app import TerminalAppRoute
from headspace_desktop.troubles import WindowNotFound

TTY = "/dev/ttys004"
PANE = PaneRef("/private/tmp/tmux-501/default", "%3")
ASN = "ASN:0x0-0x1a01a:"

PROGRAM = """#!{python}
import json, sys
words = sys.argv[1:]
with open({log!r}, "a") as log:
    log.write(json.dumps([{name!r}, *words]) + "\\n")
for wanted, output, code in json.load(open({answers!r})):
    if all(any(each in word for word in words) for each in wanted):
        sys.stdout.write(output)
        sys.exit(code)
sys.exit(64)
"""


class Mac:
    """The system's programs as far as they are asked, with the answers that their manuals show."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {"PATH": str(folder)}
        self.idle_s = 1.0

        def since_last_event(state: int, kind: int) -> float:
            self.asked.append((state, kind))
            return self.idle_s

        self.graphics = SimpleNamespace(CGEventSourceSecondsSinceLastEventType=since_last_event)
        self.asked: list[tuple[int, int]] = []
        self.front("com.apple.Terminal")
        self.locked(False)
        self.program("osascript", (["tty of selected tab of front window"], f"{TTY}\n", 0), ([TTY], "yes\n", 0))

    def program(self, name: str, *answers: tuple[list[str], str, int]) -> None:
        (self.folder / f"{name}.json").write_text(json.dumps(answers))
        file = self.folder / name
        file.write_text(
            PROGRAM.format(
                python=sys.executable,
                name=name,
                log=str(self.folder / "log"),
                answers=str(self.folder / f"{name}.json"),
            )
        )
        file.chmod(0o755)

    def front(self, bundle: str) -> None:
        said = f'"CFBundleIdentifier"="{bundle}"\n' if bundle else "[ NULL ] \n"
        self.program("lsappinfo", (["info", "bundleid", ASN], said, 0), (["front"], f"{ASN}\n", 0))

    def locked(self, is_locked: bool, *, is_here: bool = True) -> None:
        session: dict[str, Any] = {"kCGSSessionUserIDKey": 501, "kCGSSessionOnConsoleKey": is_here}
        if is_locked:
            session["CGSSessionScreenIsLocked"] = True
        told = plistlib.dumps({"IOConsoleUsers": [session]}).decode()
        self.program("ioreg", (["-n", "Root", "-d1", "-a"], told, 0))

    def calls(self, name: str) -> list[list[str]]:
        log = self.folder / "log"
        lines = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
        return [line[1:] for line in lines if line[0] == name]


class Panes:
    def __init__(self, tty: str = TTY) -> None:
        self._tty = tty

    def clients_of(self, pane: PaneRef) -> list[Any]:
        raise AssertionError("looking asks for the server's")

    def clients_on(self, socket: str) -> list[Any]:
        return [SimpleNamespace(pid=77, tty=self._tty, pane_id=PANE.pane_id)]

    def show(self, pane: PaneRef, tty: str) -> None:
        raise AssertionError("looking shows nothing")

    def is_shown(self, pane: PaneRef, tty: str) -> bool:
        raise AssertionError("looking asks nobody")


@pytest.fixture
def mac(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mac:
    one = Mac(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    return one


@pytest.fixture
def make(mac: Mac) -> Callable[[], tuple[Looker, list[Any]]]:
    def build() -> tuple[Looker, list[Any]]:
        terminals = (ITerm2Route(mac.env, is_macos=True), TerminalAppRoute(mac.env, is_macos=True))
        screen = MacScreen(mac.env, terminals, is_macos=True, graphics=mac.graphics)
        return Looker([*terminals, screen], Away(screen, mac.env), 60), [*terminals, screen]

    return build


def went_there(routes: list[Any]) -> None:
    """The person went to Terminal.app once, so macOS has let us script it."""
    assert routes[1].find(Holder(77, TTY, Lineage((77,)))) is not None


WATCH = WatchLook((("a", PANE, None),))


def test_the_tab_in_front_is_looked_at(mac: Mac, make) -> None:
    looker, routes = make()
    went_there(routes)
    seen = looker.look(WATCH, Panes())
    assert (seen.agent_uuids, seen.is_known) == (("a",), True)
    assert mac.asked == [(1, 0xFFFFFFFF)]
    assert looker.look(WATCH, Panes("/dev/ttys009")).agent_uuids == ()


def test_looking_never_makes_macos_ask_for_a_permission(mac: Mac, make) -> None:
    looker, _routes = make()
    assert looker.look(WATCH, Panes()).agent_uuids == ()
    assert mac.calls("osascript") == []


@pytest.mark.parametrize("front", ["com.apple.Safari", ""])
def test_another_application_in_front_costs_two_questions(mac: Mac, make, front: str) -> None:
    mac.front(front)
    looker, routes = make()
    went_there(routes)
    before = len(mac.calls("osascript"))
    seen = looker.look(WATCH, Panes())
    assert (seen.agent_uuids, seen.is_known) == ((), True)
    assert len(mac.calls("osascript")) == before
    assert len(mac.calls("lsappinfo")) == 2


def test_who_is_away_or_locked_out_does_not_look(mac: Mac, make) -> None:
    looker, routes = make()
    went_there(routes)
    mac.locked(True)
    assert looker.look(WATCH, Panes()).agent_uuids == ()
    mac.locked(False, is_here=False)  # another person is at the screen
    assert looker.look(WATCH, Panes()).agent_uuids == ()
    mac.locked(False)
    assert looker.look(WATCH, Panes()).agent_uuids == ("a",)
    mac.idle_s = 61
    asked = len(mac.calls("lsappinfo"))
    assert looker.look(WATCH, Panes()).agent_uuids == ()
    assert len(mac.calls("lsappinfo")) == asked, "nothing is asked of a Mac that nobody uses"


@pytest.mark.parametrize("said", ["", "not a list", "<plist><dict>", "<?xml version='1.0'?><plist><array/></plist>"])
def test_strange_words_of_the_system_mean_unknown(mac: Mac, make, said: str) -> None:
    _looker, routes = make()
    mac.program("ioreg", (["-a"], said, 0))
    assert routes[2].is_locked() is None
    mac.program("ioreg", (["-a"], "", 1))
    assert routes[2].is_locked() is None
    mac.program("lsappinfo", (["front"], said, 0))
    mac.program("osascript", ([], f"{said}\n", 0))
    assert isinstance(routes[1].front_tty(), str)


def test_without_its_programs_looking_is_unknown(mac: Mac, make) -> None:
    looker, _routes = make()
    (mac.folder / "lsappinfo").unlink()
    seen = looker.look(WATCH, Panes())
    assert (seen.agent_uuids, seen.is_known) == ((), False)


def test_idle_time_that_cannot_be_known_is_none(mac: Mac) -> None:
    assert MacScreen(mac.env, (), is_macos=True, graphics=SimpleNamespace()).idle_ms() is None
    assert MacScreen(mac.env, (), is_macos=True).idle_ms() is None  # this system has no such library
    mac.idle_s = -1.0
    assert MacScreen(mac.env, (), is_macos=True, graphics=mac.graphics).idle_ms() is None


def test_it_is_no_way_to_a_window(mac: Mac, make) -> None:
    _looker, routes = make()
    went_there(routes)
    screen = routes[2]
    assert screen.focus() == f"com.apple.Terminal {TTY}"
    holder = Holder(77, TTY, Lineage((77,)))
    window = screen.find(holder, may_mark=False)
    assert window is not None and screen.is_in_front(window)
    assert screen.find(holder) is None
    with pytest.raises(WindowNotFound):
        screen.raise_(window)
    Focuser([screen]).close()
