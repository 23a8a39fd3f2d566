"""One key for the whole desktop, grabbed on the X server: it is heard whatever window is in front. tmux thread.

On Wayland a program cannot take a key by itself; that is told as a trouble. Nothing else that is typed is heard.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from Xlib import XK, X, error
from Xlib.display import Display

from headspace_desktop.terminals.x11 import BROKEN, Impatient, knock
from headspace_desktop.troubles import ShortcutImpossible, ShortcutInvalid, ShortcutTaken, Trouble

if TYPE_CHECKING:
    from headspace_desktop.workers import Watch

_MODIFIERS = {
    "ctrl": X.ControlMask, "control": X.ControlMask, "shift": X.ShiftMask, "alt": X.Mod1Mask,
    "meta": X.Mod4Mask, "super": X.Mod4Mask,
}  # fmt: skip

#: Caps Lock and Num Lock are modifiers too: the key is meant whatever they are.
_LOCKS = (0, X.LockMask, X.Mod2Mask, X.LockMask | X.Mod2Mask)


@dataclass(frozen=True, slots=True)
class Combination:
    """A key with its modifiers, as X knows them."""

    keysym: int
    modifiers: int


def combination(text: str) -> Combination:
    """``Ctrl+Alt+J`` and the like. Raises: ShortcutInvalid."""
    *modifiers, key = (part.strip() for part in text.split("+"))
    mask = 0
    for name in modifiers:
        if name.lower() not in _MODIFIERS:
            raise ShortcutInvalid(f"“{name}” in “{text}” is no modifier")
        mask |= _MODIFIERS[name.lower()]
    names = (key, key.lower(), key.capitalize()) if len(key) > 1 else (key.lower(),)
    keysym = next((found for name in names if (found := XK.string_to_keysym(name)) != X.NoSymbol), X.NoSymbol)
    if keysym == X.NoSymbol:
        raise ShortcutInvalid(f"“{key}” in “{text}” is no key")
    if not mask & ~X.ShiftMask and not XK.XK_F1 <= keysym <= XK.XK_F35:
        raise ShortcutInvalid(f"“{text}” would take a key that you type with")
    return Combination(keysym, mask)


class Hotkey:
    """Holds the grab. `pressed` is called for each press, `tell` with what is wrong, or with None."""

    def __init__(
        self, env: Mapping[str, str], text: str, *, pressed: Callable[[], None], tell: Callable[[Trouble | None], None]
    ) -> None:
        """Name what is wanted; nothing is opened yet."""
        self._env = env
        self._text = text
        self._pressed = pressed
        self._tell = tell
        self._watch: Watch | None = None
        self._display: Any = None
        self._is_wrong = False

    def open(self, watch: Watch) -> None:
        """Grab the key, if one is wanted."""
        self._watch = watch
        self._begin()

    def change(self, text: str) -> None:
        """Another key, or none."""
        if text != self._text:
            self.close()
            self._text = text
            self._begin()

    def close(self) -> None:
        """Let the key go."""
        if self._display is not None:
            gone, self._display = self._display, None
            number = gone.display.socket.fileno()
            if self._watch is not None:
                self._watch.remove(number)
            gone.display.socket.close()  # the server ends the grabs of a client that left

    def _begin(self) -> None:
        try:
            if self._text:
                self._grab(combination(self._text))
            if self._is_wrong:
                self._tell(None)
            self._is_wrong = False
        except Trouble as trouble:
            self.close()
            self._is_wrong = True
            self._tell(trouble)

    def _grab(self, wanted: Combination) -> None:
        """Raises: ShortcutImpossible, ShortcutInvalid, ShortcutTaken."""
        if not self._env.get("DISPLAY") or self._env.get("XDG_SESSION_TYPE") == "wayland":
            raise ShortcutImpossible("this is no X11 session")
        try:
            knock(self._env["DISPLAY"])
            display: Any = Display(self._env["DISPLAY"])
        except BROKEN as failure:
            raise ShortcutImpossible(f"the X server {self._env['DISPLAY']} does not answer: {failure}") from failure
        self._display = display
        plain = display.display.socket
        display.display.socket = Impatient(display.display)
        try:
            self._take(display, wanted)
        except BROKEN as failure:
            raise ShortcutImpossible(f"the X server {self._env['DISPLAY']} does not answer: {failure}") from failure
        finally:
            display.display.socket = plain
        assert self._watch is not None
        self._watch.add(plain.fileno(), self._ready)

    def _take(self, display: Any, wanted: Combination) -> None:
        code = display.keysym_to_keycode(wanted.keysym)
        if not code:
            raise ShortcutInvalid(f"this keyboard has no key for “{self._text}”")
        refused = error.CatchError(error.BadAccess)
        root = display.screen().root
        for lock in _LOCKS:
            root.grab_key(code, wanted.modifiers | lock, True, X.GrabModeAsync, X.GrabModeAsync, onerror=refused)
        display.sync()
        if refused.get_error() is not None:
            raise ShortcutTaken(self._text)

    def _ready(self) -> None:
        presses, is_remapped = 0, False
        try:
            while self._display is not None and self._display.pending_events():
                event = self._display.next_event()
                presses += event.type == X.KeyPress
                is_remapped |= event.type == X.MappingNotify and event.request != X.MappingPointer
        except BROKEN as failure:
            self.close()
            self._is_wrong = True
            self._tell(ShortcutImpossible(f"the X server went away: {failure}"))
            return
        if presses:
            self._pressed()
        if is_remapped:  # another keyboard layout: the same key may have another code
            self.close()
            self._begin()
