"""Whether the person is away: no input for a while, or the screen is locked. Thread of the caller (tmux).

Asks the X server or macOS for idle time and, best effort, the desktop for a lock. Never waits long.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from headspace_desktop.troubles import Trouble

LOCK_TIMEOUT_S = 0.3

#: Who may know of a lock.
_ASKED = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"),
)


@runtime_checkable
class Idle(Protocol):
    """What tells how long there was no input."""

    def idle_ms(self) -> int | None:
        """Milliseconds; None where it cannot be known."""


@runtime_checkable
class Lock(Protocol):
    """What tells by itself of a locked screen."""

    def is_locked(self) -> bool | None:
        """None when nobody knows."""


def session_bus_address(env: Mapping[str, str]) -> str:
    """Where the session bus listens; empty for none. Source: sd_bus_open_user(3)."""
    if address := env.get("DBUS_SESSION_BUS_ADDRESS"):
        return address
    path = Path(env.get("XDG_RUNTIME_DIR") or "/nonexistent") / "bus"
    return f"unix:path={path}" if path.exists() else ""


class Away:
    """Looks for a person at the keyboard."""

    def __init__(self, idle: Idle | None, env: Mapping[str, str] = os.environ) -> None:
        self._idle = idle
        who: object = idle
        self._lock = who if isinstance(who, Lock) else None
        self._env = env

    def idle_s(self) -> float | None:
        """Seconds without input; None where that cannot be known."""
        if self._idle is None:
            return None
        try:
            idle_ms = self._idle.idle_ms()
        except Trouble:
            return None
        return None if idle_ms is None else idle_ms / 1000

    def is_locked(self) -> bool | None:
        """Whether the screen is locked; None when nobody knows.

        Blocks: some milliseconds, 0.3 s at most.
        """
        if self._lock is not None:
            return self._lock.is_locked()
        address = session_bus_address(self._env)
        if not address:
            return None
        try:
            return asyncio.run(asyncio.wait_for(self._ask_desktop(address), LOCK_TIMEOUT_S))
        except (TimeoutError, OSError):
            return None

    async def _ask_desktop(self, address: str) -> bool | None:
        from dbus_fast import Message, MessageType  # noqa: PLC0415  Linux only
        from dbus_fast.aio import MessageBus  # noqa: PLC0415
        from dbus_fast.errors import AuthError, InvalidAddressError  # noqa: PLC0415

        try:
            bus = await MessageBus(bus_address=address).connect()
        except (AuthError, InvalidAddressError, OSError):
            return None
        known: bool | None = None
        try:
            for name, path in _ASKED:
                message = Message(
                    destination=name, path=path, interface=name, member="GetActive", flags=_no_auto_start()
                )
                reply = await bus.call(message)
                if reply.message_type == MessageType.METHOD_RETURN and reply.signature == "b":
                    known = known or bool(reply.body[0])
        finally:
            bus.disconnect()
        return known


def _no_auto_start() -> Any:
    from dbus_fast import MessageFlag  # noqa: PLC0415

    return MessageFlag.NO_AUTOSTART
