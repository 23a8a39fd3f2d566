"""What a screen reader is told, read from a real accessibility bus; and hands that act through it.

    with Atspi(desktop) as reader: reader.find(pid, "push button", "Next waiting").press()

Start it before the program. A question costs two or three round trips however much is shown: the program itself says
which elements are shown (`Collection`), then the roles that are not known yet and the names that are wanted are asked
for all at once. The bus is the desktop's own; this process never owns a name on it. Test thread only.
"""

from __future__ import annotations

import asyncio
import ctypes
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from tests.harness.desktop import DEADLINE_S, Desktop, wait_for

LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
#: Calls under way at the same time: the library's writer fails when the socket is full.
AT_ONCE = 100
ROOT = "/org/a11y/atspi/accessible/root"
ACCESSIBLE = "org.a11y.atspi.Accessible"

#: What the program needs in its environment to speak without a screen reader that asks for it.
ENV = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}

#: Bits of the state set. Source: AtspiStateType.
STATES = {"checked": 4, "enabled": 8, "focusable": 11, "focused": 12, "selected": 23, "showing": 25, "visible": 30}
SHOWN = ("showing", "visible")

#: Qt calls these shown also while the view that they stand in is hidden.
ITEMS = frozenset({"list item", "tree item", "table cell", "cell", "column header", "row header", "page tab"})

#: Of a rule for `Collection.GetMatches`. Source: AtspiCollectionMatchType, AtspiCollectionSortOrder.
MATCH_ALL, CANONICAL = 1, 1
RULE = "(aiia{ss}iaiiasib)uib"

#: Bus name of a program and path of one of its elements.
Spot = tuple[str, str]


@dataclass
class Node:
    """One element as it was told when it was asked for."""

    reader: Atspi = field(repr=False)
    spot: Spot
    role: str
    name: str

    @cached_property
    def parent(self) -> Node | None:
        """What it stands in; None for the program itself."""
        return self.reader.parent(self)

    @property
    def is_on_screen(self) -> bool:
        """Whether any of it is right of and below the upper left corner: Qt keeps docks behind others far outside."""
        x, y, width, height = self.reader.call(self.spot, "Component", "GetExtents", "u", 0)
        return int(x) + int(width) > 0 and int(y) + int(height) > 0

    @property
    def path(self) -> str:
        """Roles and names from the program down."""
        above = f"{self.parent.path} > " if self.parent is not None else ""
        return f"{above}{self.role} {self.name!r}"

    def press(self) -> None:
        """Do what a click would do."""
        self.do("Press", "Toggle", "Check", "Uncheck", "ShowMenu", "SetFocus")

    def do(self, *wanted: str) -> None:
        """The first of these actions that it has."""
        actions = [str(action[0]) for action in self.reader.call(self.spot, "Action", "GetActions")]
        plain = [action.replace(" ", "").lower() for action in actions]
        for one in wanted:
            if one.lower() in plain:
                assert self.reader.call(self.spot, "Action", "DoAction", "i", plain.index(one.lower()))
                return
        pytest.fail(f"none of {wanted} among the actions {actions} of {self.path}")

    def write(self, text: str) -> None:
        """Replace what an entry holds."""
        assert self.reader.call(self.spot, "EditableText", "SetTextContents", "s", text), self.path

    def text(self) -> str:
        """All text of a text element."""
        return str(self.reader.call(self.spot, "Text", "GetText", "ii", 0, -1))


class Atspi:
    """A reader of everything that the programs of one desktop tell."""

    def __init__(self, desktop: Desktop) -> None:
        self._desktop = desktop
        self._loop = asyncio.new_event_loop()
        self._bus: MessageBus | None = None
        self._few = asyncio.Semaphore(AT_ONCE)
        self._roles: dict[Spot, str] = {}  # an element keeps its role, and its path is never given to another
        self._parents: dict[Spot, Spot] = {}  # of items
        self._programs: dict[int, Spot] = {}

    def __enter__(self) -> Atspi:
        if not LAUNCHER.exists():
            pytest.fail("the accessibility bus is missing; sudo apt-get install at-spi2-core", pytrace=False)
        self._desktop.spawn("accessibility", [str(LAUNCHER), "--launch-immediately"])
        self._desktop.wait_for_name("org.a11y.Bus")
        session = self._run(_connected(self._desktop.env["DBUS_SESSION_BUS_ADDRESS"]))
        try:
            address = self._run(_call(session, ("org.a11y.Bus", "/org/a11y/bus"), "org.a11y.Bus", "GetAddress"))
        finally:
            self._leave(session)
        self._bus = self._run(_connected(str(address)))
        return self

    def __exit__(self, *_: object) -> None:
        if self._bus is not None:
            self._leave(self._bus)
        self._loop.close()
        self._desktop.end("accessibility")

    # -- looking

    def program(self, pid: int) -> Node:
        """A process, as soon as it tells."""
        if pid not in self._programs:

            def probe() -> Spot | None:
                found = self.call(("org.a11y.atspi.Registry", ROOT), "Accessible", "GetChildren")
                return next(((str(one[0]), str(one[1])) for one in found if self._pid(str(one[0])) == pid), None)

            self._programs[pid] = wait_for(f"process {pid} is on the accessibility bus", probe)
        return Node(self, self._programs[pid], "application", str(pid))

    def shown(self, within: Node, *roles: str, states: tuple[str, ...] = SHOWN) -> list[Node]:
        """What is shown below an element, as it is read: of these roles (of any without one), in all these states."""
        return self._run(self._shown(within.spot, roles, states))

    def find(self, pid: int, role: str, name: str | Callable[[str], bool], *, deadline_s: float = DEADLINE_S) -> Node:
        """The first shown element with this role and name, as soon as there is one."""
        fits = name if callable(name) else lambda told: told == name
        seen: list[str] = []

        def probe() -> Node | None:
            nodes = self.shown(self.program(pid), role)
            seen[:] = [node.name for node in nodes]
            return next((node for node in nodes if fits(node.name)), None)

        try:
            return wait_for(f"{role} {name!r}", probe, deadline_s)
        except pytest.fail.Exception as error:
            pytest.fail(f"{error}; of this role there are {sorted(set(seen))[:60]}")

    def parent(self, node: Node) -> Node | None:
        above = self._get(node.spot, "Parent")
        spot = (str(above[0]), str(above[1]))
        if spot[0] != node.spot[0] or spot[1] == ROOT or spot == node.spot:
            return None
        return Node(self, spot, str(self.call(spot, "Accessible", "GetRoleName")), str(self._get(spot, "Name")))

    # -- calls

    def call(self, spot: Spot, interface: str, member: str, signature: str = "", *values: Any) -> Any:
        """One method of one element; its only value."""
        return self._run(self._ask(spot, f"org.a11y.atspi.{interface}", member, signature, *values))

    def _get(self, spot: Spot, what: str) -> Any:
        return self._run(self._property(spot, what))

    def _pid(self, name: str) -> int:
        there = ("org.freedesktop.DBus", "/org/freedesktop/DBus")
        try:
            return int(self._run(self._ask(there, there[0], "GetConnectionUnixProcessID", "s", name)))
        except Gone:
            return 0

    async def _shown(self, within: Spot, roles: tuple[str, ...], states: tuple[str, ...]) -> list[Node]:
        told = await _all([self._matches(within, SHOWN), self._matches(within, states)])
        if None in told:
            return []
        shown, found = told
        await self._learn(self._roles, found, lambda spot: self._ask(spot, ACCESSIBLE, "GetRoleName"))
        items = [spot for spot in found if self._roles.get(spot) in ITEMS]
        await self._learn(self._parents, items, lambda spot: self._property(spot, "Parent"))
        there = {within, *(found if "focused" in states else shown)}  # Qt calls the current item focused anyway
        wanted = [
            spot
            for spot in found
            if (role := self._roles.get(spot)) is not None
            and (not roles or role in roles)
            and (role not in ITEMS or self._parents.get(spot) in there)
        ]
        names = await _all([self._property(spot, "Name") for spot in wanted])
        return [
            Node(self, spot, self._roles[spot], str(name))
            for spot, name in zip(wanted, names, strict=True)
            if name is not None
        ]

    async def _matches(self, within: Spot, states: tuple[str, ...]) -> list[Spot]:
        """All below with these states, as it is read."""
        found = await self._ask(
            within, "org.a11y.atspi.Collection", "GetMatches", RULE, _rule(states), CANONICAL, 0, True
        )
        return [(str(one[0]), str(one[1])) for one in found]

    async def _learn(self, known: dict[Spot, Any], spots: list[Spot], ask: Callable[[Spot], Awaitable[Any]]) -> None:
        """What never changes is asked for once."""
        new = [spot for spot in spots if spot not in known]
        told = await _all([ask(spot) for spot in new])
        for spot, one in zip(new, told, strict=True):
            if one is not None:
                known[spot] = str(one) if isinstance(one, str) else (str(one[0]), str(one[1]))

    async def _property(self, spot: Spot, what: str) -> Any:
        return (await self._ask(spot, "org.freedesktop.DBus.Properties", "Get", "ss", ACCESSIBLE, what)).value

    async def _ask(self, spot: Spot, interface: str, member: str, signature: str = "", *values: Any) -> Any:
        assert self._bus is not None
        async with self._few:
            return await _call(self._bus, spot, interface, member, signature, *values)

    def _leave(self, bus: MessageBus) -> None:
        bus.disconnect()
        with suppress(OSError):  # it was cut in the middle of a message
            self._run(bus.wait_for_disconnect())

    def _run(self, what: Any) -> Any:
        return self._loop.run_until_complete(asyncio.wait_for(what, 60))


class Gone(LookupError):
    """The element is not there any more, or does not understand."""


async def _connected(address: str) -> MessageBus:
    return await MessageBus(bus_address=address).connect()


async def _call(bus: MessageBus, spot: Spot, interface: str, member: str, signature: str = "", *values: Any) -> Any:
    reply = await bus.call(
        Message(
            destination=spot[0], path=spot[1], interface=interface, member=member, signature=signature,
            body=list(values),
        )
    )  # fmt: skip
    assert reply is not None
    if reply.message_type is MessageType.ERROR:
        raise Gone(f"{member} of {spot[1]}: {reply.error_name} {reply.body}")
    return reply.body[0] if reply.body else None


async def _all(asked: list[Awaitable[Any]]) -> list[Any]:
    """Every answer; None for an element that went while it was asked."""

    async def one(question: Awaitable[Any]) -> Any:
        try:
            return await question
        except Gone:
            return None

    return await asyncio.gather(*map(one, asked))


def _rule(states: tuple[str, ...]) -> list[Any]:
    """All of these states, whatever else."""
    bits = sum(1 << STATES[one] for one in states)
    words = [ctypes.c_int32(bits >> shift & 0xFFFFFFFF).value for shift in (0, 32)]
    return [words, MATCH_ALL, {}, MATCH_ALL, [], MATCH_ALL, [], MATCH_ALL, False]
