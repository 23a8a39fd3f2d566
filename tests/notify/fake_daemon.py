# ruff: noqa: F722, F821, PLR0917  D-Bus signatures are no Python types
"""A notification daemon that a test commands: what it can, when it hangs, what the person does. No future import:
dbus-fast reads the annotations as D-Bus signatures."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any

from dbus_fast.aio import MessageBus
from dbus_fast.service import ServiceInterface, method, signal

NAME = "org.freedesktop.Notifications"
ALL = ["body", "body-markup", "actions", "inline-reply", "sound"]


class _Interface(ServiceInterface):
    def __init__(self, daemon: "FakeDaemon") -> None:
        super().__init__(NAME)
        self.daemon = daemon

    @method()
    def GetCapabilities(self) -> "as":
        return self.daemon.abilities

    @method()
    async def Notify(
        self,
        app: "s",
        replaces_id: "u",
        icon: "s",
        title: "s",
        body: "s",
        actions: "as",
        hints: "a{sv}",
        expires_ms: "i",
    ) -> "u":
        self.daemon.shown.append(
            {
                "replaces_id": replaces_id,
                "title": title,
                "body": body,
                "actions": dict(zip(actions[::2], actions[1::2], strict=True)),
                "hints": {key: value.value for key, value in hints.items()},
                "expires_ms": expires_ms,
            }
        )
        if self.daemon.is_hanging:
            await asyncio.sleep(60)
        if not replaces_id:
            self.daemon.last_id += 1
        number = replaces_id or self.daemon.last_id
        for step in self.daemon.before_reply:
            step(number)
        return number

    @method()
    def CloseNotification(self, number: "u"):
        self.daemon.withdrawn.append(number)
        self.NotificationClosed(number, 3)

    @signal()
    def NotificationClosed(self, number, reason) -> "uu":
        return [number, reason]

    @signal()
    def ActionInvoked(self, number, key) -> "us":
        return [number, key]

    @signal()
    def ActivationToken(self, number, token) -> "us":
        return [number, token]

    @signal()
    def NotificationReplied(self, number, text) -> "us":
        return [number, text]


class FakeDaemon:
    def __init__(self, address: str, abilities: list[str] = ALL, first_id: int = 0) -> None:
        self.abilities = list(abilities)
        self.shown: list[dict[str, Any]] = []
        self.withdrawn: list[int] = []
        self.before_reply: list[Callable[[int], None]] = []
        self.last_id = first_id
        self.is_hanging = False
        self.interface = _Interface(self)
        self._address = address
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fake daemon")
        self._thread.start()
        self._bus: MessageBus = self._run(self._connect())

    async def _connect(self) -> MessageBus:
        bus = await MessageBus(bus_address=self._address).connect()
        bus.export("/org/freedesktop/Notifications", self.interface)
        await bus.request_name(NAME)
        return bus

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        future: Future[Any] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return future.result(10)

    def emit(self, member: str, *arguments: Any) -> None:
        async def send() -> None:
            getattr(self.interface, member)(*arguments)

        self._run(send())

    def stop(self) -> None:
        async def leave() -> None:
            self._bus.disconnect()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()

        if self._thread.is_alive():
            self._run(leave())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(10)
            self._loop.close()


def wait_until(what: str, condition: Callable[[], Any], timeout_s: float = 15.0) -> Any:
    deadline = time.monotonic() + timeout_s
    while not (found := condition()):
        assert time.monotonic() < deadline, f"never happened: {what}"
        time.sleep(0.01)
    return found
