"""Two routes of macOS that find a tab by its tty through AppleScript. Thread of the caller (tmux).

The tty travels as an argument, never inside the script; an application that does not run is not started by asking.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping

from typing_extensions import override

from headspace_desktop.terminals import Holder, Route, Window
from headspace_desktop.terminals.call import call
from headspace_desktop.troubles import FocusRefused, WindowNotFound

#: The first use waits for the person to answer macOS's Automation question.
TIMEOUT_S = 30.0
_TTY = re.compile(r"/dev/[\w/]+")


class ScriptRoute(Route):
    """One scriptable terminal. Each script prints ``yes`` or ``no``; a key is a tty."""

    name = ""
    title = ""
    is_verified = False
    can_raise = True
    has_script = ""
    raise_script = ""
    front_script = ""
    front_tty_script = ""
    bundle = ""

    def __init__(self, env: Mapping[str, str], *, is_macos: bool = sys.platform == "darwin") -> None:
        self._env = env
        self._is_macos = is_macos
        self._is_permitted = False  # macOS let us script it since the start

    @override
    def is_here(self) -> bool:
        return self._is_macos

    @override
    def find(self, holder: Holder, *, may_mark: bool = True) -> Window | None:
        if holder.lineage.is_remote or not _TTY.fullmatch(holder.tty):
            return None
        if holder.lineage.outer is not None:  # the tty belongs to tmux
            return None
        return Window(holder.tty, how=f"{self.name} tty") if self._says_yes(self.has_script, holder.tty) else None

    @override
    def raise_(self, window: Window, activation_token: str = "") -> None:
        if not self._says_yes(self.raise_script, window.key):
            raise FocusRefused(f"{self.title} no longer has {window.key}")

    @override
    def is_in_front(self, window: Window) -> bool:
        return self._says_yes(self.front_script, window.key)

    @override
    def close(self) -> None:
        pass

    def front_tty(self) -> str:
        """The tty of its tab in front; empty before the person went to a terminal once.

        Looking must not make macOS ask whether we may control it: that question belongs to a click.
        """
        if not self._is_permitted:
            return ""
        tty = call(["osascript", "-e", self.front_tty_script], self._env).strip()
        return tty if _TTY.fullmatch(tty) else ""

    def _says_yes(self, script: str, tty: str) -> bool:
        try:
            is_yes = call(["osascript", "-e", script, tty], self._env, TIMEOUT_S).strip() == "yes"
        except WindowNotFound as error:
            if "-1743" in error.detail:  # errAEEventNotPermitted. Source: Apple, MacErrors.h
                raise WindowNotFound(
                    f"macOS does not let Headspace control {self.title}",
                    remedy="Allow it in System Settings, Privacy & Security, Automation.",
                ) from error
            raise
        self._is_permitted = self._is_permitted or is_yes
        return is_yes
