"""A screen locker on the session bus that is locked."""

import asyncio

from dbus_fast.aio import MessageBus
from dbus_fast.service import ServiceInterface, method


class Locker(ServiceInterface):
    def __init__(self) -> None:
        super().__init__("org.freedesktop.ScreenSaver")

    @method()
    def GetActive(self) -> "b":  # noqa: F821
        return True


async def main() -> None:
    bus = await MessageBus().connect()
    bus.export("/org/freedesktop/ScreenSaver", Locker())
    await bus.request_name("org.freedesktop.ScreenSaver")
    await bus.wait_for_disconnect()


asyncio.run(main())
