"""What the session bus tells the doctor: who shows notifications and a tray, and what they can. Any thread.

One short connection; it starts no service and waits two seconds at most.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from headspace_desktop.terminals.away import session_bus_address

TIMEOUT_S = 2.0
NOTIFICATIONS = "org.freedesktop.Notifications"
WATCHER = "org.kde.StatusNotifierWatcher"


@dataclass(frozen=True, slots=True)
class BusFacts:
    """`error` is empty when the bus answered."""

    error: str = ""
    names: frozenset[str] = frozenset()
    startable: frozenset[str] = frozenset()
    server: str = ""
    capabilities: tuple[str, ...] = ()
    has_tray_host: bool = False


def bus_facts(env: Mapping[str, str]) -> BusFacts:
    """Ask the session bus.

    Blocks: some milliseconds, two seconds at most. Thread: one without a running asyncio loop.
    """
    address = session_bus_address(env)
    if not address:
        return BusFacts("this session has no D-Bus (DBUS_SESSION_BUS_ADDRESS is not set)")
    try:
        return asyncio.run(asyncio.wait_for(_ask(address), TIMEOUT_S))
    except (OSError, EOFError) as error:
        return BusFacts(f"{address} does not answer: {str(error) or type(error).__name__}")


async def _ask(address: str) -> BusFacts:
    from dbus_fast.aio import MessageBus  # noqa: PLC0415  Linux only
    from dbus_fast.errors import AuthError, InvalidAddressError  # noqa: PLC0415

    try:
        bus = await MessageBus(bus_address=address).connect()
    except (AuthError, InvalidAddressError) as error:
        return BusFacts(f"{address} does not answer: {error}")
    try:
        names = await _call(bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "ListNames")
        startable = await _call(bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "ListActivatableNames")
        owned = frozenset(names[0]) if names else frozenset()
        server: list[Any] = []
        abilities: list[Any] = []
        if NOTIFICATIONS in owned:
            server = await _call(bus, NOTIFICATIONS, "/org/freedesktop/Notifications", "GetServerInformation")
            abilities = await _call(bus, NOTIFICATIONS, "/org/freedesktop/Notifications", "GetCapabilities")
        return BusFacts(
            "",
            owned,
            frozenset(startable[0]) if startable else frozenset(),
            " ".join(str(part) for part in (server[0], server[2]) if part) if len(server) >= 3 else "",
            tuple(str(each) for each in abilities[0]) if abilities else (),
            WATCHER in owned and await _has_host(bus),
        )
    finally:
        bus.disconnect()


async def _has_host(bus: Any) -> bool:
    from dbus_fast import Message  # noqa: PLC0415

    said = await _send(
        bus,
        Message(
            destination=WATCHER,
            path="/StatusNotifierWatcher",
            interface="org.freedesktop.DBus.Properties",
            member="Get",
            signature="ss",
            body=[WATCHER, "IsStatusNotifierHostRegistered"],
        ),
    )
    return bool(said[0].value) if said and hasattr(said[0], "value") else False


async def _call(bus: Any, name: str, path: str, member: str) -> list[Any]:
    from dbus_fast import Message  # noqa: PLC0415

    return await _send(bus, Message(destination=name, path=path, interface=name, member=member))


async def _send(bus: Any, message: Any) -> list[Any]:
    from dbus_fast import MessageFlag, MessageType  # noqa: PLC0415

    message.flags = MessageFlag.NO_AUTOSTART
    reply = await bus.call(message)
    return list(reply.body) if reply is not None and reply.message_type == MessageType.METHOD_RETURN else []
