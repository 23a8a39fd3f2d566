"""The person's key for who is next, on a real X server: heard from any window, refused in clear words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from Xlib import XK, X

from headspace_desktop.terminals.desktop_findings import desktop_findings
from headspace_desktop.terminals.hotkey import Combination, Hotkey, combination
from headspace_desktop.troubles import ShortcutInvalid
from tests.harness.desktop import Desktop
from tests.harness.hand_watch import HandWatch


class Keys:
    """A hotkey with its watch turned by hand, and all that it tells."""

    def __init__(self, env: dict[str, str], text: str) -> None:
        self.watch = HandWatch()
        self.presses = 0
        self.told: list[str] = []
        self.key = Hotkey(env, text, pressed=self._press, tell=lambda t: self.told.append(t.kind if t else ""))
        self.key.open(self.watch)

    def _press(self) -> None:
        self.presses += 1

    def due_s(self) -> None:
        """It waits for the key alone."""

    def until(self, condition: Callable[[], bool]) -> None:
        self.watch.until(self, condition)


@pytest.fixture
def made() -> Iterator[list[Keys]]:
    keys: list[Keys] = []
    yield keys
    for each in keys:
        each.key.close()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ctrl+Alt+J", Combination(XK.XK_j, X.ControlMask | X.Mod1Mask)),
        ("meta + shift + F5", Combination(XK.XK_F5, X.Mod4Mask | X.ShiftMask)),
        ("F9", Combination(XK.XK_F9, 0)),
        ("Ctrl+space", Combination(XK.XK_space, X.ControlMask)),
        ("Super+1", Combination(XK.XK_1, X.Mod4Mask)),
    ],
)
def test_shortcuts_that_are_understood(text: str, expected: Combination) -> None:
    assert combination(text) == expected


@pytest.mark.parametrize("text", ["J", "Shift+J", "Ctrl+", "+", "Hyper+J", "Ctrl+Nonsense", "Ctrl++J", "Shift+Return"])
def test_shortcuts_that_are_none(text: str) -> None:
    with pytest.raises(ShortcutInvalid):
        combination(text)


def test_the_key_is_heard_whatever_locks_are_on_and_no_other(shared_desktop: Desktop, made: list[Keys]) -> None:
    keys = Keys(shared_desktop.env, "Ctrl+Alt+J")
    made.append(keys)
    assert keys.told == []
    shared_desktop.xdotool("key", "j")
    shared_desktop.xdotool("key", "ctrl+j")
    shared_desktop.xdotool("key", "ctrl+alt+j")
    keys.until(lambda: keys.presses == 1)
    shared_desktop.xdotool("key", "Caps_Lock")
    try:
        shared_desktop.xdotool("key", "ctrl+alt+j")
        keys.until(lambda: keys.presses == 2)
    finally:
        shared_desktop.xdotool("key", "Caps_Lock")
    assert keys.told == []


def test_another_key_takes_its_place_and_none_lets_it_go(shared_desktop: Desktop, made: list[Keys]) -> None:
    keys = Keys(shared_desktop.env, "Ctrl+Alt+J")
    made.append(keys)
    keys.key.change("Ctrl+Alt+K")
    other = Keys(shared_desktop.env, "Ctrl+Alt+J")
    made.append(other)
    assert other.told == []
    shared_desktop.xdotool("key", "ctrl+alt+k")
    keys.until(lambda: keys.presses == 1)
    keys.key.change("")
    assert keys.watch.ready == {}
    third = Keys(shared_desktop.env, "Ctrl+Alt+K")
    made.append(third)
    assert third.told == []


def test_a_key_that_another_program_has_is_told_and_that_it_is_mended(
    shared_desktop: Desktop, made: list[Keys]
) -> None:
    made.append(Keys(shared_desktop.env, "Ctrl+Alt+L"))
    late = Keys(shared_desktop.env, "Ctrl+Alt+L")
    made.append(late)
    assert late.told == ["ShortcutTaken"]
    late.key.change("Ctrl+Alt+M")
    assert late.told == ["ShortcutTaken", ""]


@pytest.mark.parametrize(
    "env", [{}, {"DISPLAY": ":987"}, {"DISPLAY": "", "WAYLAND_DISPLAY": "wayland-0"}, {"XDG_SESSION_TYPE": "wayland"}]
)
def test_where_there_is_no_x_it_says_so(made: list[Keys], env: dict[str, str]) -> None:
    made.append(Keys(env, "Ctrl+Alt+J"))
    assert made[-1].told == ["ShortcutImpossible"]
    assert Keys(env, "").told == []


def test_nonsense_in_the_settings_is_told(shared_desktop: Desktop, made: list[Keys]) -> None:
    made.append(Keys(shared_desktop.env, "J"))
    assert made[-1].told == ["ShortcutInvalid"]


@pytest.mark.parametrize(("env", "state"), [({"WAYLAND_DISPLAY": "wayland-0"}, "unknown"), ({}, "unknown")])
def test_the_doctor_says_where_no_key_can_be_taken(env: dict[str, str], state: str) -> None:
    (finding,) = [one for one in desktop_findings(env, is_macos=False) if one.key == "shortcut"]
    assert finding.state == state
    assert "keyboard settings" in finding.remedy
