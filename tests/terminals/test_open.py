"""Opening a terminal: really, as the setting says, and told when it cannot be."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from headspace_desktop.terminals.focus import attach_line
from headspace_desktop.terminals.open import KNOWN, Opener
from headspace_desktop.troubles import TerminalFailed, TerminalMissing
from tests.harness.desktop import wait_for
from tests.terminals.stage import Stage


def test_a_terminal_opens_at_the_pane_and_can_be_focused(stage: Stage) -> None:
    socket = stage.server()
    pane = stage.split(stage.session(socket, "alpha"))
    opener = Opener({**stage.desktop.env, "TMUX": "/tmp/other,1,0", "TERM": "tmux-256color"}, "xterm -T opened -e")
    opener.open(shlex.split(attach_line(pane)))
    window = stage.desktop.window_titled("opened")
    wait_for("the pane is shown", lambda: pane.pane_id in stage.clients(socket).values())
    assert stage.focus(pane).is_ok
    assert stage.desktop.active_window() == window.id
    opener.close()


def test_one_is_found_without_a_setting(stage: Stage) -> None:
    argv = Opener(stage.desktop.env).argv_for(["tmux", "attach"])
    assert argv[0] in dict(KNOWN)
    assert argv[-2:] == ["tmux", "attach"]


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("kitty", ["kitty", "tmux", "attach", "-t", "a b"]),
        ("xterm -e {command}", ["xterm", "-e", "tmux", "attach", "-t", "a b"]),
        ("gnome-terminal -- sh -c '{command}; exec sh'", ["gnome-terminal", "--", "sh", "-c",
                                                          "tmux attach -t 'a b'; exec sh"]),
    ],
)  # fmt: skip
def test_the_setting_is_followed(setting: str, expected: list[str]) -> None:
    assert Opener({}, setting).argv_for(["tmux", "attach", "-t", "a b"]) == expected


def test_the_order_is_the_persons_choice_first() -> None:
    installed = {"xterm", "konsole", "foot"}
    opener = Opener({}, which=lambda name, path=None: name if name in installed else None, is_macos=False)
    assert opener.available() == ("konsole", "xterm")
    assert opener.argv_for(["top"]) == ["konsole", "-e", "top"]
    wayland = Opener({"WAYLAND_DISPLAY": "wayland-1"}, which=lambda name, path=None: name if name == "foot" else None,
                     is_macos=False)  # fmt: skip
    assert wayland.argv_for(["top"]) == ["foot", "top"]


def test_none_at_all_is_told() -> None:
    with pytest.raises(TerminalMissing, match="xterm"):
        Opener({}, which=lambda name, path=None: None, is_macos=False).argv_for(["top"])


@pytest.mark.parametrize(
    "setting", ["/no/such/terminal", "false", "xterm -e 'unclosed", "sh -c 'echo why >&2; exit 3'"]
)
def test_a_terminal_that_does_not_open_is_told(tmp_path: Path, setting: str) -> None:
    with pytest.raises(TerminalFailed) as caught:
        Opener({"PATH": "/usr/bin:/bin"}, setting).open(["top"], str(tmp_path))
    assert caught.value.remedy
    if "why" in setting:
        assert "why" in caught.value.detail


def test_on_macos_the_command_travels_as_an_argument() -> None:
    argv = Opener({}, is_macos=True).argv_for(["tmux", "attach", "-t", 'a"b'])
    assert argv[:2] == ["osascript", "-e"]
    assert argv[3] == "tmux attach -t 'a\"b'"
    assert 'a"b' not in argv[2]
