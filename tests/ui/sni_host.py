# ruff: noqa: F722, F821  D-Bus signatures are no Python types
"""A StatusNotifier watcher and host without a screen: it reads what a tray icon publishes, and clicks on it.
No future import: dbus-fast reads the annotations as D-Bus signatures."""

import asyncio
import threading
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from dbus_fast import Message, MessageType, PropertyAccess, Variant
from dbus_fast.aio import MessageBus
from dbus_fast.service import ServiceInterface, dbus_property, method, signal

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"


class _Watcher(ServiceInterface):
    def __init__(self) -> None:
        super().__init__(WATCHER)
        self.items: list[str] = []

    @method()
    def RegisterStatusNotifierItem(self, service: "s"):
        self.items.append(service)
        self.StatusNotifierItemRegistered(service)

    @method()
    def RegisterStatusNotifierHost(self, service: "s"):
        pass

    @dbus_property(access=PropertyAccess.READ)
    def RegisteredStatusNotifierItems(self) -> "as":
        return self.items

    @dbus_property(access=PropertyAccess.READ)
    def IsStatusNotifierHostRegistered(self) -> "b":
        return True

    @dbus_property(access=PropertyAccess.READ)
    def ProtocolVersion(self) -> "i":
        return 0

    @signal()
    def StatusNotifierItemRegistered(self, service) -> "s":
        return service


@dataclass(frozen=True)
class Line:
    """One line of the menu as the host sees it."""

    number: int
    label: str
    is_enabled: bool
    is_separator: bool


class SniHost:
    def __init__(self, address: str) -> None:
        self._address = address
        self._watcher = _Watcher()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="tray host")
        self._thread.start()
        self._bus: MessageBus = self._run(self._connect())

    async def _connect(self) -> MessageBus:
        bus = await MessageBus(bus_address=self._address).connect()
        bus.export("/StatusNotifierWatcher", self._watcher)
        await bus.request_name(WATCHER)
        return bus

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    @property
    def items(self) -> list[str]:
        return list(self._watcher.items)

    def call(
        self, path: str, interface: str, member: str, signature: str = "", body: tuple[Any, ...] = ()
    ) -> list[Any]:
        async def ask() -> Message:
            return await self._bus.call(
                Message(
                    destination=self.items[-1],
                    path=path,
                    interface=interface,
                    member=member,
                    signature=signature,
                    body=list(body),
                )
            )

        reply = self._run(ask())
        assert reply.message_type is not MessageType.ERROR, (member, reply.error_name, reply.body)
        return reply.body

    def shown(self, name: str) -> Any:
        """One property of the item."""
        return self.call("/StatusNotifierItem", "org.freedesktop.DBus.Properties", "Get", "ss", (ITEM, name))[0].value

    @property
    def tooltip(self) -> str:
        return "\n".join(part for part in self.shown("ToolTip")[2:] if part)

    @property
    def pictures(self) -> dict[int, bytes]:
        """Width to dots."""
        return {width: bytes(dots) for width, _height, dots in self.shown("IconPixmap")}

    def left_click(self) -> None:
        self.call("/StatusNotifierItem", ITEM, "Activate", "ii", (1, 1))

    def middle_click(self) -> None:
        self.call("/StatusNotifierItem", ITEM, "SecondaryActivate", "ii", (1, 1))

    def menu(self) -> list[Line]:
        """All lines, submenus flattened after their line."""
        found: list[Line] = []

        def walk(node: list[Any]) -> None:
            number, told, children = node
            told = {key: value.value for key, value in told.items()}
            if number:
                label = told.get("label", "").replace("_", "")  # as panels show it: underscores are mnemonics
                found.append(Line(number, label, told.get("enabled", True), told.get("type") == "separator"))
            for child in children:
                walk(child.value)

        walk(self.call(self.shown("Menu"), MENU, "GetLayout", "iias", (0, -1, []))[1])
        return found

    def labels(self) -> list[str]:
        return [line.label for line in self.menu() if not line.is_separator]

    def click(self, label: str) -> None:
        number = next(line.number for line in self.menu() if line.label == label)
        self.call(self.shown("Menu"), MENU, "Event", "isvu", (number, "clicked", Variant("s", ""), 0))

    def stop(self) -> None:
        async def leave() -> None:
            self._bus.disconnect()

        if self._thread.is_alive():
            self._run(leave())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(10)
            self._loop.close()
