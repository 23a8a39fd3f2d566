"""What macOS tells of the person: idle time, a locked screen, and the tty of the terminal tab in front. Tmux thread.

It raises nothing: going to a window is for the terminals' own routes. It never makes macOS ask for a permission.
"""

from __future__ import annotations

import ctypes
import plistlib
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from xml.parsers.expat import ExpatError

from typing_extensions import override

from headspace_desktop.terminals import Holder, Route, Window
from headspace_desktop.terminals.call import call
from headspace_desktop.troubles import Trouble, WindowNotFound

_GRAPHICS = "/System/Library/Frameworks/ApplicationServices.framework/ApplicationServices"
#: Source: CoreGraphics, CGEventTypes.h: kCGEventSourceStateHIDSystemState, kCGAnyInputEventType.
_HID_STATE, _ANY_INPUT = 1, 0xFFFFFFFF
_BUNDLE = re.compile(r'"([\w.-]+)"\s*$')


class ScriptedTerminal(Protocol):
    """What is asked for the tty in front."""

    bundle: str

    def is_here(self) -> bool:
        """Whether this system can have it."""

    def front_tty(self) -> str:
        """The tty of its tab in front; empty when that is not known."""


class MacScreen(Route):
    """Tells whether a terminal is in front; `find` answers only those who look, not those who want to go there."""

    name = "macos"
    title = "macOS"
    is_verified = False
    can_raise = False

    def __init__(
        self,
        env: Mapping[str, str],
        terminals: Sequence[ScriptedTerminal],
        *,
        is_macos: bool = sys.platform == "darwin",
        graphics: Any = None,
    ) -> None:
        """`graphics` stands in for the ApplicationServices library in tests."""
        self._env = env
        self._terminals = {terminal.bundle: terminal for terminal in terminals}
        self._is_macos = is_macos
        self._graphics = graphics
        self._front_tty = ""

    @override
    def is_here(self) -> bool:
        return self._is_macos

    @override
    def focus(self) -> str:
        """The application in front and, of a scripted terminal, the tty of its tab; asked now.

        Source: lsappinfo(8), `front` and `info -only bundleid`.
        """
        self._front_tty = ""
        front = call(["lsappinfo", "front"], self._env).strip()
        if not front:
            return ""
        match = _BUNDLE.search(call(["lsappinfo", "info", "-only", "bundleid", front], self._env))
        if match is None:
            return front
        terminal = self._terminals.get(match[1])
        if terminal is not None:
            self._front_tty = terminal.front_tty()
        return f"{match[1]} {self._front_tty}".strip()

    @override
    def find(self, holder: Holder, *, may_mark: bool = True) -> Window | None:
        """The tab that `focus` saw last, if it is the holder's."""
        is_it = bool(holder.tty) and holder.tty == self._front_tty and not may_mark
        return Window(holder.tty, how="the tty in front") if is_it else None

    @override
    def is_in_front(self, window: Window) -> bool:
        return window.key == self._front_tty

    @override
    def raise_(self, window: Window, activation_token: str = "") -> None:
        raise WindowNotFound(f"macOS itself cannot raise {window.key}")

    @override
    def close(self) -> None:
        pass

    def idle_ms(self) -> int | None:
        """Milliseconds since the last key, click or movement. Source: CGEventSourceSecondsSinceLastEventType."""
        try:
            library = self._graphics or ctypes.CDLL(_GRAPHICS)
            ask = library.CGEventSourceSecondsSinceLastEventType
        except (OSError, AttributeError):
            return None
        self._graphics = library
        ask.argtypes = [ctypes.c_int32, ctypes.c_uint32]
        ask.restype = ctypes.c_double
        idle_s = float(ask(_HID_STATE, _ANY_INPUT))
        return int(idle_s * 1000) if idle_s >= 0 else None

    def is_locked(self) -> bool | None:
        """Whether this session is locked or another one is at the screen; None when it is not told.

        Source: ioreg(8), `-a` writes a property list; IOConsoleUsers has one entry for each session.
        """
        try:
            told = plistlib.loads(call(["ioreg", "-n", "Root", "-d1", "-a"], self._env).encode())
        except (Trouble, ValueError, ExpatError, plistlib.InvalidFileException):
            return None
        sessions = told.get("IOConsoleUsers") if isinstance(told, dict) else None
        if not isinstance(sessions, list):
            return None
        here = [each for each in sessions if isinstance(each, dict) and each.get("kCGSSessionOnConsoleKey")]
        return not here or any(bool(each.get("CGSSessionScreenIsLocked")) for each in here)
