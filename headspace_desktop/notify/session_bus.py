"""One connection to the person's session bus that comes back by itself, with calls that always end.

Runs in the notify thread's asyncio loop. It knows nothing of notifications, and never waits longer than `CALL_S`.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from dbus_fast import Message, MessageType, errors
from dbus_fast.aio import MessageBus

CALL_S = 3.0
#: Pauses before the bus is called again; the last one repeats.
RECONNECT_S = (1.0, 2.0, 5.0, 15.0, 30.0)

BUS_NAME = "org.freedesktop.DBus"
BUS_PATH = "/org/freedesktop/DBus"

LINK_ERRORS = (OSError, EOFError, errors.AuthError, errors.InvalidAddressError, errors.InvalidMessageError)


class Away(Exception):
    """Nobody answers there now."""


class Silent(Away):
    """Somebody owns the name, or should start, but does not answer: worth asking again."""


class Refused(Exception):
    """The program did not take this one call."""


#: How an absent program is told by the bus; any other error is about the one call.
_KINDS: dict[str, type[Away]] = {
    ".ServiceUnknown": Away,
    ".NameHasNoOwner": Away,
    ".Disconnected": Away,
    ".NoReply": Silent,
    ".TimedOut": Silent,
    ".Timeout": Silent,
    ".Spawn.": Silent,
}


def address(env: Mapping[str, str]) -> str:
    """Where the session bus listens.

    Raises: FileNotFoundError when neither variable says it.
    Source: D-Bus Specification, "Well-known Message Bus Instances"; sd_bus_open_user(3).
    """
    if listed := env.get("DBUS_SESSION_BUS_ADDRESS"):
        return listed
    if folder := env.get("XDG_RUNTIME_DIR"):
        return f"unix:path={folder}/bus"
    raise FileNotFoundError("neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR is set")


class SessionBus:
    """Tells `linked` when the connection stands, `lost(detail)` when it does not, `heard` for each message."""

    def __init__(
        self,
        *,
        linked: Callable[[], Awaitable[None]],
        lost: Callable[[str], None],
        heard: Callable[[Message], None],
        env: Mapping[str, str] = os.environ,
    ) -> None:
        """Name who is told; nothing is opened yet."""
        self._linked = linked
        self._lost = lost
        self._heard = heard
        self._env = env
        self._bus: MessageBus | None = None

    @classmethod
    @asynccontextmanager
    async def for_a_moment(cls, env: Mapping[str, str]) -> AsyncIterator[SessionBus]:
        """A connection for a few questions. Raises: TimeoutError, or one of `LINK_ERRORS`, without a bus."""
        bus = cls(linked=_nothing, lost=lambda _detail: None, heard=lambda _message: None, env=env)
        await bus._connect()
        try:
            yield bus
        finally:
            bus.close()

    @property
    def is_linked(self) -> bool:
        return self._bus is not None and bool(self._bus.connected)

    async def stay(self, settled: asyncio.Event) -> None:
        """Connect, and connect again, for ever; `settled` is set after the first try."""
        failures = 0
        while True:
            try:
                bus = await self._connect()
                failures = 0
                await self._linked()
                settled.set()
                await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
                detail = "the session bus ended the connection"
            except (TimeoutError, Away, Refused, *LINK_ERRORS) as error:
                detail = f"the session bus is away ({type(error).__name__}: {error})"
            self.close()
            self._lost(detail)
            settled.set()
            await asyncio.sleep(RECONNECT_S[min(failures, len(RECONNECT_S) - 1)])
            failures += 1

    async def _connect(self) -> MessageBus:
        async with asyncio.timeout(CALL_S):
            bus = await MessageBus(bus_address=address(self._env)).connect()
        bus.add_message_handler(self._heard)
        self._bus = bus
        return bus

    def close(self) -> None:
        """Leave the bus."""
        bus, self._bus = self._bus, None
        if bus is not None and bus.connected:
            bus.disconnect()

    async def ask_bus(self, member: str, signature: str = "", body: Sequence[Any] = ()) -> Message:
        """Call the bus itself. Raises: Away, Refused."""
        return await self.call(BUS_NAME, BUS_PATH, member, signature, body)

    async def call(
        self, name: str, path: str, member: str, signature: str = "", body: Sequence[Any] = (), *, interface: str = ""
    ) -> Message:
        """Call an interface, by default the one that is called like its owner. Raises: Away, Refused."""
        if self._bus is None or not self._bus.connected:
            raise Away("not connected to the session bus")
        message = Message(
            destination=name,
            path=path,
            interface=interface or name,
            member=member,
            signature=signature,
            body=list(body),
        )
        try:
            async with asyncio.timeout(CALL_S):
                reply = await self._bus.call(message)
        except TimeoutError as error:
            raise Silent(f"{member} was not answered within {CALL_S:.0f} s") from error
        except LINK_ERRORS as error:
            raise Away(f"{type(error).__name__}: {error}") from error
        if reply is None:
            raise Away("the session bus ended the connection")
        if reply.message_type is MessageType.ERROR:
            told = f"{reply.error_name}: {reply.body[0] if reply.body else ''}"
            kind = next((kind for part, kind in _KINDS.items() if part in str(reply.error_name)), Refused)
            raise kind(told)
        return reply


async def _nothing() -> None:
    pass
