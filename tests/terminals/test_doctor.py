"""The doctor on real desktops with and without their parts: what it says, and what it tells to do."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from headspace_desktop.paths import Paths
from headspace_desktop.settings import ClaudeSettings, Settings, TerminalSettings
from headspace_desktop.terminals.desktop_findings import TRAY_REMEDIES, desktop_findings, tray_remedy
from headspace_desktop.terminals.doctor import examine, is_sound
from headspace_desktop.terminals.finding import Finding
from headspace_desktop.terminals.terminal_findings import terminal_findings
from headspace_desktop.troubles import HooksRemoved, StoreLocked, TmuxMissing
from tests.harness.desktop import Desktop


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths.from_environment({"HEADSPACE_HOME": str(tmp_path / "home")})


def by_key(findings: Iterable[Finding]) -> dict[str, Finding]:
    listed = list(findings)
    found = {finding.key: finding for finding in listed}
    assert len(found) == len(listed), "keys are unique"
    for finding in listed:
        assert finding.title
        assert finding.state != "missing" or finding.remedy, finding
    return found


def test_a_whole_desktop_is_sound(shared_desktop: Desktop, paths: Paths, tmp_path: Path) -> None:
    claude = tmp_path / "claude"
    claude.write_text("#!/bin/sh\necho '2.1.0 (Claude Code)'\n")
    claude.chmod(0o755)
    env = {**shared_desktop.env, "PATH": f"{tmp_path}:{shared_desktop.env['PATH']}"}
    found = by_key(examine(env, paths, Settings(), tmux_version=lambda: "tmux 3.3a"))
    assert found["screen"].state == "ok"
    assert "Openbox" in found["screen"].detail
    assert found["tray"].state == "ok"
    assert found["notifications"].state == "ok"
    assert "dunst" in found["notifications"].detail
    assert "without" in found["notifications"].detail
    assert found["tmux"].detail == "tmux 3.3a"
    assert found["focus"].detail == "windows are raised through X11 window manager"
    assert found["terminal.xterm"].state == "ok"
    assert "kitty for its tabs" in found["terminal.kitty"].detail
    assert found["looking"].state == "ok"
    assert "2.1.0" in found["claude"].detail
    assert is_sound(found.values()), [f for f in found.values() if f.state == "missing"]


def test_what_was_never_run_says_so(shared_desktop: Desktop) -> None:
    found = by_key(terminal_findings(shared_desktop.env, "", 60, is_macos=False))
    assert found["route.x11"].state == "ok"
    assert (found["route.wezterm"].state, "not run" in found["route.wezterm"].detail) == ("unknown", True)
    assert "route.iterm2" not in found
    mac = by_key(terminal_findings({"PATH": "/usr/bin"}, "", 60, is_macos=True))
    for key in ("route.iterm2", "route.terminal_app", "focus"):
        assert (mac[key].state, "not run" in mac[key].detail) == ("unknown", True)


def test_a_desktop_without_tray_and_notifications_gets_its_remedies(new_desktop: Callable[..., Desktop]) -> None:
    desktop = new_desktop(tray="none", notifications="none", size=(800, 600))
    env = {**desktop.env, "XDG_CURRENT_DESKTOP": "ubuntu:GNOME"}
    found = by_key(desktop_findings(env, is_macos=False))
    assert found["tray"].state == "warning"
    assert "ubuntu-appindicators@ubuntu.com" in found["tray"].remedy
    assert found["notifications"].state == "warning"
    assert "dunst" in found["notifications"].remedy
    desktop.end("openbox")
    found = by_key(desktop_findings(env, is_macos=False))
    assert found["screen"].state == "warning"
    assert "openbox" in found["screen"].remedy


@pytest.mark.parametrize("desktop", ["GNOME", "ubuntu:GNOME", "sway", "i3", "XFCE", "KDE", "MATE", "Hyprland", "LXQt"])
def test_every_desktop_has_a_remedy_of_its_own(desktop: str) -> None:
    assert tray_remedy(desktop) in dict(TRAY_REMEDIES).values()
    assert tray_remedy("Unheard-Of") not in dict(TRAY_REMEDIES).values()


def test_wayland_without_a_route_is_told(shared_desktop: Desktop) -> None:
    env = {"PATH": shared_desktop.env["PATH"], "WAYLAND_DISPLAY": "wayland-0", "XDG_SESSION_TYPE": "wayland"}
    found = by_key(terminal_findings({**env, "XDG_CURRENT_DESKTOP": "GNOME"}, "", 60, is_macos=False))
    assert found["focus"].state == "warning"
    assert "kitty" in found["focus"].remedy
    assert found["looking"].state == "warning"
    assert found["terminal.xterm"].state == "warning"


def test_without_screen_bus_and_programs_everything_has_a_remedy(paths: Paths) -> None:
    found = by_key(examine({"PATH": "/nonexistent"}, paths, Settings()))
    assert {key for key, finding in found.items() if finding.state == "missing"} == {
        "screen", "bus", "tmux", "focus", "claude",
    }  # fmt: skip


def test_other_rooms_tell_and_their_trouble_is_a_finding(paths: Paths) -> None:
    def tmux() -> str:
        raise TmuxMissing("not on PATH")

    def hooks() -> list[Finding]:
        raise HooksRemoved("~/.claude/settings.json")

    def store() -> list[Finding]:
        raise StoreLocked("headspace.sqlite3")

    found = by_key(examine({}, paths, Settings(), tmux_version=tmux, hooks=hooks, store=store))
    assert found["tmux"].remedy == TmuxMissing.remedy
    assert found["hooks"].remedy == HooksRemoved.remedy
    assert found["store"].remedy == StoreLocked.remedy
    told = by_key(examine({}, paths, Settings(), hooks=lambda: [Finding("hooks", "Hooks", "ok", "all there")]))
    assert told["hooks"].detail == "all there"
    assert by_key(examine({}, paths, Settings(), tmux_version=lambda: "tmux 2.8"))["tmux"].state == "warning"


@pytest.mark.parametrize(
    ("script", "words"),
    [("exit 3", "ended with 3"), ("exit 0", "?"), ("printf '\\377\\000x'", "x"), ("yes | head -c 3000000", "y")],
)
def test_a_strange_agent_program_does_no_harm(tmp_path: Path, paths: Paths, script: str, words: str) -> None:
    program = tmp_path / "agent"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    claude = ClaudeSettings(program=str(program))
    found = by_key(examine({"PATH": "/usr/bin:/bin"}, paths, Settings(claude=claude)))
    assert words in found["claude"].detail


@pytest.mark.parametrize(("version", "state"), [("2.1.118", "warning"), ("2.1.119", "ok"), ("3.0.0", "ok")])
def test_an_agent_program_that_tells_little_by_itself(tmp_path: Path, paths: Paths, version: str, state: str) -> None:
    program = tmp_path / "agent"
    program.write_text(f"#!/bin/sh\necho '{version} (Claude Code)'\n")
    program.chmod(0o755)
    claude = ClaudeSettings(program=str(program))
    finding = by_key(examine({"PATH": "/usr/bin:/bin"}, paths, Settings(claude=claude)))["claude"]
    assert finding.state == state
    assert ("Install the hooks" in finding.remedy) is (state == "warning")


def test_folders_and_sockets(paths: Paths, tmp_path: Path) -> None:
    paths.make_private()
    paths.data_dir.chmod(0o755)
    paths.answer_socket.write_text("not a socket")
    with socket.socket(socket.AF_UNIX) as command:
        command.bind(str(paths.command_socket))
        paths.command_socket.chmod(0o666)
        found = by_key(examine({}, paths, Settings()))
    assert (found["folder.data"].state, found["folder.data"].remedy) == (
        "warning",
        f"Run `chmod 700 {paths.data_dir}`.",
    )
    assert found["folder.state"].state == "ok"
    assert found["socket.answer"].state == "missing"
    assert found["socket.command"].state == "warning"
    (tmp_path / "file").write_text("")
    blocked = replace(paths, data_dir=tmp_path / "file" / "data", runtime_dir=tmp_path / ("x" * 120))
    found = by_key(examine({}, blocked, Settings()))
    assert "is not a folder" in found["folder.data"].detail
    assert "too long" in found["socket.answer"].detail


@pytest.mark.parametrize(
    ("command", "state"), [("/no/such/terminal", "missing"), ("xterm 'unclosed", "warning"), ("sh -c {command}", "ok")]
)
def test_the_setting_for_a_terminal_is_checked(paths: Paths, command: str, state: str) -> None:
    settings = Settings(terminal=TerminalSettings(command=command))
    assert by_key(examine({"PATH": "/usr/bin:/bin"}, paths, settings))["terminal"].state == state


def test_it_imports_no_qt_and_starts_nothing(paths: Paths, new_desktop: Callable[..., Desktop]) -> None:
    desktop = new_desktop(tray="none", notifications="none", size=(800, 600))
    code = (
        "import json, os, sys\n"
        "from headspace_desktop.terminals.doctor import examine\n"
        "from headspace_desktop.paths import Paths\n"
        "from headspace_desktop.settings import Settings\n"
        "examine(os.environ, Paths.from_environment(), Settings())\n"
        "print(json.dumps([name for name in sys.modules if name.startswith('PySide6')]))\n"
    )
    env = {**desktop.env, "HEADSPACE_HOME": str(paths.data_dir.parent)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60, check=True, cwd=Path.cwd()
    )
    assert json.loads(done.stdout) == []
    assert not paths.data_dir.exists()
    assert not desktop.has_name("org.freedesktop.Notifications")
