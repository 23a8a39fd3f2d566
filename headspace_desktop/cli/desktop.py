"""Which services the session bus has. Main thread of a short-lived process; blocks on the bus, 3 s at most."""

from __future__ import annotations

import asyncio
import os

#: A hung bus must not hang the doctor.
LIMIT_S = 3.0


def bus_names() -> tuple[frozenset[str], frozenset[str]] | None:
    """The names that are owned, and those that the bus could start; None without a session bus that answers."""
    try:
        from dbus_fast.aio import MessageBus  # noqa: PLC0415  only needed here
        from dbus_fast.errors import DBusError  # noqa: PLC0415
    except ImportError:
        return None
    address = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    default = f"{os.environ.get('XDG_RUNTIME_DIR', '')}/bus"
    if not address and not os.path.exists(default):  # noqa: PTH110
        return None

    async def ask() -> tuple[frozenset[str], frozenset[str]]:
        from dbus_fast import Message  # noqa: PLC0415

        bus = await MessageBus(bus_address=address or f"unix:path={default}").connect()
        try:
            lists = []
            for member in ("ListNames", "ListActivatableNames"):
                name = "org.freedesktop.DBus"
                reply = await bus.call(
                    Message(destination=name, path="/org/freedesktop/DBus", interface=name, member=member)
                )
                lists.append(frozenset(map(str, reply.body[0])) if reply.body else frozenset())
            return lists[0], lists[1]
        finally:
            bus.disconnect()

    try:
        return asyncio.run(asyncio.wait_for(ask(), LIMIT_S))
    except (OSError, TimeoutError, DBusError, EOFError, ValueError):
        return None
