"""The X11 route: any window manager that keeps EWMH, by python-xlib. Thread of the caller (tmux).

One connection, opened when first needed and again after it broke. It must not wait for a server that hangs.
"""

from __future__ import annotations

import platform
import re
import select
import socket
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from typing_extensions import override
from Xlib import X, error, xauth
from Xlib.display import Display
from Xlib.ext import res
from Xlib.protocol.event import ClientMessage

from headspace_desktop.processes import environ_of
from headspace_desktop.terminals import Holder, Route, Window
from headspace_desktop.terminals.pick import Candidate, Screen, pick, pick_front
from headspace_desktop.troubles import WindowNotFound

T = TypeVar("T")

SERVER_TIMEOUT_S = 2.0

#: "This request comes from a pager": beats focus-stealing prevention. Source: EWMH 1.5, source indication.
FROM_PAGER = 2
ON_ALL_DESKTOPS = 0xFFFFFFFF

BROKEN = (error.ConnectionClosedError, error.DisplayError, error.XError, xauth.error.XauthError, OSError)


class X11Route(Route):
    """Windows of an X server, also XWayland's as far as it lists them."""

    name = "x11"
    title = "X11 window manager"
    is_verified = True
    can_raise = True

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self._open: Display | None = None

    @override
    def is_here(self) -> bool:
        return bool(self._env.get("DISPLAY")) and self._env.get("XDG_SESSION_TYPE") != "wayland"

    @override
    def find(self, holder: Holder, *, may_mark: bool = True) -> Window | None:
        return pick(self._screen(), holder, _named_key(holder), may_mark=may_mark)

    @override
    def raise_(self, window: Window, activation_token: str = "") -> None:
        stamp = re.search(r"_TIME(\d{1,10})$", activation_token)
        self._ask(lambda d: _activate(d, int(window.key), int(stamp[1]) if stamp else X.CurrentTime))

    @override
    def is_in_front(self, window: Window) -> bool:
        return self.active_key() == window.key

    @override
    def front(self, holders: Sequence[Holder]) -> list[tuple[Holder, Window]]:
        return pick_front(self._screen(), self.active_key(), holders, _named_key) if holders else []

    @override
    def focus(self) -> str:
        return self.active_key()

    @override
    def close(self) -> None:
        if self._open is not None:
            opened, self._open = self._open, None
            opened.display.socket.close()  # Display.close would flush, and wait for that

    def active_key(self) -> str:
        """The window that has the focus, "0" for none."""
        found = self._ask(lambda d: _numbers(d, d.screen().root, "_NET_ACTIVE_WINDOW"))
        return str(found[0]) if found else "0"

    def active_pid(self) -> int | None:
        """The process that owns the window with the focus."""
        return self._ask(lambda d: _pid_of(d, _object(d, int(self.active_key()))))

    def idle_ms(self) -> int | None:
        """Milliseconds since the last key or pointer movement; None where the server cannot tell."""
        return self._ask(_idle_ms)

    def window_manager(self) -> str:
        """Its name; empty when there is none that keeps EWMH."""
        return self._ask(_window_manager)

    def owns_tray(self) -> bool:
        """Whether somebody offers the older, X11-only tray. Source: System Tray Protocol 0.3."""
        return self._ask(
            lambda d: bool(
                d.get_selection_owner(d.intern_atom(f"_NET_SYSTEM_TRAY_S{d.get_default_screen()}")) != X.NONE
            )
        )

    def _screen(self) -> Screen:
        return Screen(self._candidates(), self._titles)

    def _candidates(self) -> tuple[Candidate, ...]:
        return self._ask(lambda d: tuple(Candidate(str(w.id), _pid_of(d, w), _title_of(d, w)) for w in _listed(d)))

    def _titles(self) -> dict[str, str]:
        return self._ask(lambda d: {str(w.id): _title_of(d, w) for w in _listed(d)})

    def _ask(self, question: Callable[[Any], T]) -> T:
        """Put a question to the server; a broken connection is opened again once.

        Raises: WindowNotFound when the server does not answer.
        """
        is_fresh = self._open is None
        try:
            return question(self._connected())
        except BROKEN as failure:
            self.close()
            if is_fresh or isinstance(failure, TimeoutError):
                raise WindowNotFound(f"The X server {self._env.get('DISPLAY')} does not answer: {failure}") from failure
        try:
            return question(self._connected())
        except BROKEN as failure:
            self.close()
            raise WindowNotFound(f"The X server {self._env.get('DISPLAY')} does not answer: {failure}") from failure

    def _connected(self) -> Any:
        if self._open is None:
            name = self._env.get("DISPLAY", "")
            knock(name)
            self._open = Display(name)
            self._open.set_error_handler(lambda *_: None)
            self._open.display.socket = Impatient(self._open.display)
        return self._open


class Impatient:
    """A socket that does not let python-xlib, which waits for ever, wait for ever."""

    def __init__(self, display: Any) -> None:
        self._display = display
        self._socket = display.socket

    def fileno(self) -> int:
        number: int = self._socket.fileno()
        if not self._display.data_send:  # it is about to wait for an answer
            poll = select.poll()
            poll.register(number, select.POLLIN)
            if not poll.poll(SERVER_TIMEOUT_S * 1000):
                raise TimeoutError("timed out")
        return number

    def __getattr__(self, name: str) -> Any:
        return getattr(self._socket, name)


def knock(name: str) -> None:
    """Fail at once when a local server does not listen: python-xlib would go on over TCP and leave sockets open."""
    if local := re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", name):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
            door.settimeout(SERVER_TIMEOUT_S)
            door.connect(f"/tmp/.X11-unix/X{local[1]}")  # noqa: S108  the X servers' own place


def _named_key(holder: Holder) -> str | None:
    """The window that its environment names; it may be inherited from another terminal."""
    named = environ_of(holder.pid, "WINDOWID").get("WINDOWID", "")
    return str(int(named)) if re.fullmatch(r"\d{1,10}", named) else None


def _object(display: Any, number: int) -> Any:
    return display.create_resource_object("window", number)


def _property(display: Any, window: Any, name: str) -> Any:
    try:
        found = window.get_full_property(display.intern_atom(name), X.AnyPropertyType)
    except (error.BadWindow, error.BadDrawable):  # it was closed this very moment
        return None
    return found.value if found is not None else None


def _numbers(display: Any, window: Any, name: str) -> list[int]:
    value = _property(display, window, name)
    return [] if value is None or isinstance(value, bytes) else [int(number) for number in value]


def _text(display: Any, window: Any, name: str) -> str | None:
    value = _property(display, window, name)
    if value is None:
        return None
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _listed(display: Any) -> list[Any]:
    return [_object(display, number) for number in _numbers(display, display.screen().root, "_NET_CLIENT_LIST")]


def _title_of(display: Any, window: Any) -> str:
    # xterm sets the older property only.
    return _text(display, window, "_NET_WM_NAME") or _text(display, window, "WM_NAME") or ""


def _pid_of(display: Any, window: Any) -> int | None:
    """The owner's pid on this machine: as the window says if it is of this host, else as the server knows it."""
    if window.id == X.NONE:
        return None
    said = _numbers(display, window, "_NET_WM_PID")
    machine = _text(display, window, "WM_CLIENT_MACHINE")
    if said and machine in {None, "", "localhost", platform.node()}:
        return said[0]
    if not display.has_extension(res.extname):
        return None
    try:
        reply = res.query_client_ids(display, [{"client": window.id, "mask": res.LocalClientPIDMask}])
    except error.XError:
        return None
    return next((int(each.value[0]) for each in reply.ids if each.value), None)


def _activate(display: Any, number: int, stamp: int) -> None:
    root, window = display.screen().root, _object(display, number)
    wanted = _numbers(display, window, "_NET_WM_DESKTOP")
    current = _numbers(display, root, "_NET_CURRENT_DESKTOP")
    # Openbox activates a window without going to its desktop.
    if wanted and current and wanted[0] not in (current[0], ON_ALL_DESKTOPS):
        _send(root, root, display.intern_atom("_NET_CURRENT_DESKTOP"), [wanted[0], stamp, 0, 0, 0])
    _send(root, window, display.intern_atom("_NET_ACTIVE_WINDOW"), [FROM_PAGER, stamp, 0, 0, 0])
    display.sync()


def _send(root: Any, window: Any, kind: int, numbers: list[int]) -> None:
    message = ClientMessage(window=window, client_type=kind, data=(32, numbers))
    root.send_event(message, event_mask=X.SubstructureRedirectMask | X.SubstructureNotifyMask)


def _idle_ms(display: Any) -> int | None:
    if not display.has_extension("MIT-SCREEN-SAVER"):
        return None
    return int(display.screen().root.screensaver_query_info().idle)


def _window_manager(display: Any) -> str:
    said = _numbers(display, display.screen().root, "_NET_SUPPORTING_WM_CHECK")
    if not said:
        return ""
    # One that died leaves the property behind; only a living one has the window it names. Source: EWMH 1.5.
    check = _object(display, said[0])
    is_alive = _numbers(display, check, "_NET_SUPPORTING_WM_CHECK") == said
    return (_text(display, check, "_NET_WM_NAME") or "unnamed") if is_alive else ""
