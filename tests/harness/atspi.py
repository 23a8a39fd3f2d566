"""What a screen reader is told, read from a real accessibility bus; and hands that act through it.

    with Atspi(desktop) as reader: reader.find("push button", "Next waiting").press()

Start it before the program. The bus is the desktop's own; this process never owns a name on it. Test thread only.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from tests.harness.desktop import DEADLINE_S, Desktop, wait_for

LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
#: Calls under way at the same time: the library's writer fails when the socket is full.
AT_ONCE = 12
ROOT = "/org/a11y/atspi/accessible/root"

#: What the program needs in its environment to speak without a screen reader that asks for it.
ENV = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}

#: Roles by which something is meant to be used. Source: at-spi2-core, atspi-constants.h; names as Qt tells them.
INTERACTIVE = frozenset(
    {
        "push button", "button", "toggle button", "check box", "radio button", "combo box", "text", "entry",
        "password text", "spin button", "slider", "page tab", "menu item", "check menu item", "radio menu item",
        "menu", "link", "list item", "tree item", "tree", "list", "table", "tree table", "page tab list",
    }
)  # fmt: skip

#: Of their children only the first `ITEMS` are read: rows are made by one delegate and are alike.
ITEM_VIEWS, ITEMS = frozenset({"list", "table", "tree", "tree table"}), 40

#: What holds nothing that a person could reach on its own, and pages of a browser: below it nothing is read.
LEAVES = frozenset(
    {"label", "list item", "push button", "check box", "text", "page tab", "cell", "column header", "document web"}
)

#: Bits of the state set. Source: AtspiStateType.
STATES = {
    "active": 1, "busy": 3, "checked": 4, "editable": 7, "enabled": 8, "expanded": 10, "focusable": 11, "focused": 12,
    "multi line": 17, "pressed": 20, "selected": 23, "sensitive": 24, "showing": 25, "visible": 30, "read only": 43,
}  # fmt: skip

Spot = tuple[str, str]


@dataclass
class Node:
    """One element as it was told: `path` are the roles and names from the window down."""

    reader: Atspi = field(repr=False)
    spot: Spot
    name: str
    role: str
    states: frozenset[str]
    parent: Node | None = field(default=None, repr=False)
    children: list[Node] = field(default_factory=list, repr=False)

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def path(self) -> str:
        above = f"{self.parent.path} > " if self.parent is not None else ""
        return f"{above}{self.role} {self.name!r}"

    @property
    def is_shown(self) -> bool:
        return {"showing", "visible"} <= self.states

    @property
    def is_interactive(self) -> bool:
        return self.role in INTERACTIVE

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

    def focus(self) -> None:
        assert self.reader.call(self.spot, "Component", "GrabFocus"), self.path

    def write(self, text: str) -> None:
        """Replace what an entry holds."""
        assert self.reader.call(self.spot, "EditableText", "SetTextContents", "s", text), self.path

    def text(self) -> str:
        """All text of a text element."""
        return str(self.reader.call(self.spot, "Text", "GetText", "ii", 0, -1))


class Atspi:
    """A reader of everything that the programs of one desktop tell."""

    def __init__(self, desktop: Desktop, items: int = ITEMS) -> None:
        self._desktop, self.items = desktop, items
        self._loop = asyncio.new_event_loop()
        self._bus: MessageBus | None = None
        self._few = asyncio.Semaphore(AT_ONCE)

    def __enter__(self) -> Atspi:
        if not LAUNCHER.exists():
            pytest.fail("the accessibility bus is missing; sudo apt-get install at-spi2-core", pytrace=False)
        self._desktop.spawn("accessibility", [str(LAUNCHER), "--launch-immediately"])
        self._desktop.wait_for_name("org.a11y.Bus")
        session = self._run(_connected(self._desktop.env["DBUS_SESSION_BUS_ADDRESS"]))
        try:
            address = self._run(_call(session, ("org.a11y.Bus", "/org/a11y/bus"), "org.a11y.Bus", "GetAddress", "", ()))
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

    def program(self, pid: int) -> Spot:
        """The root element of a process, as soon as it tells."""

        def probe() -> Spot | None:
            for spot in self._children(("org.a11y.atspi.Registry", ROOT)):
                if self._pid(spot[0]) == pid:
                    return spot
            return None

        return wait_for(f"process {pid} is on the accessibility bus", probe)

    def tree(self, pid: int, *, only_shown: bool = True) -> Node:
        """All elements of a process at this moment; below what is hidden nothing is read when `only_shown`."""
        return self._run(self._read(self.program(pid), None, only_shown))

    def find(self, pid: int, role: str, name: str | Callable[[str], bool], *, deadline_s: float = DEADLINE_S) -> Node:
        """The first shown element with this role and name, as soon as there is one."""
        fits = name if callable(name) else lambda told: told == name
        seen: list[str] = []

        def probe() -> Node | None:
            seen.clear()
            for node in self.tree(pid).walk():
                if node.role == role and node.is_shown:
                    if fits(node.name):
                        return node
                    seen.append(node.name)
            return None

        try:
            return wait_for(f"{role} {name!r}", probe, deadline_s)
        except pytest.fail.Exception as error:
            pytest.fail(f"{error}; of this role there are {sorted(set(seen))[:60]}")

    def texts(self, pid: int) -> list[str]:
        """Every name that is shown: what a person could read."""
        return [node.name for node in self.tree(pid).walk() if node.name and node.is_shown]

    # -- calls

    def call(self, spot: Spot, interface: str, member: str, signature: str = "", *values: Any) -> Any:
        """One method of one element; its only value."""
        assert self._bus is not None
        return self._run(_call(self._bus, spot, f"org.a11y.atspi.{interface}", member, signature, values))

    def _children(self, spot: Spot) -> list[Spot]:
        return [(str(one[0]), str(one[1])) for one in self.call(spot, "Accessible", "GetChildren")]

    def _pid(self, name: str) -> int:
        assert self._bus is not None
        there = ("org.freedesktop.DBus", "/org/freedesktop/DBus")
        try:
            return int(self._run(_call(self._bus, there, there[0], "GetConnectionUnixProcessID", "s", (name,))))
        except Gone:
            return 0

    async def _read(self, spot: Spot, parent: Node | None, only_shown: bool) -> Node:
        assert self._bus is not None
        bus, accessible = self._bus, "org.a11y.atspi.Accessible"
        try:
            async with self._few:
                name = await _call(bus, spot, "org.freedesktop.DBus.Properties", "Get", "ss", (accessible, "Name"))
                role = await _call(bus, spot, accessible, "GetRoleName", "", ())
                bits = await _call(bus, spot, accessible, "GetState", "", ())
        except Gone:  # it went while the tree was read
            return Node(self, spot, "", "gone", frozenset(), parent)
        node = Node(self, spot, str(name.value), str(role), _states(bits), parent)
        is_hidden = parent is not None and parent.parent is not None and not node.is_shown
        if not (only_shown and is_hidden) and node.role not in LEAVES:
            try:
                async with self._few:
                    found = await _call(bus, spot, accessible, "GetChildren", "", ())
            except Gone:
                return node
            if node.role in ITEM_VIEWS:
                found = found[: self.items]
            node.children = await asyncio.gather(
                *(self._read((str(at[0]), str(at[1])), node, only_shown) for at in found)
            )
        return node

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


async def _call(  # noqa: PLR0917  as a message is written
    bus: MessageBus, spot: Spot, interface: str, member: str, signature: str, values: tuple[Any, ...]
) -> Any:
    reply = await bus.call(
        Message(
            destination=spot[0],
            path=spot[1],
            interface=interface,
            member=member,
            signature=signature,
            body=list(values),
        )
    )
    assert reply is not None
    if reply.message_type is MessageType.ERROR:
        raise Gone(f"{member} of {spot[1]}: {reply.error_name} {reply.body}")
    return reply.body[0] if reply.body else None


def _states(words: list[int]) -> frozenset[str]:
    bits = sum(word << (32 * at) for at, word in enumerate(words))
    return frozenset(name for name, bit in STATES.items() if bits >> bit & 1)


def settle(probe: Callable[[], object], *, deadline_s: float = DEADLINE_S) -> None:
    """Wait until what `probe` tells is the same twice in a row."""
    end, before = time.monotonic() + deadline_s, object()
    while (now := probe()) != before and time.monotonic() < end:
        before = now
        time.sleep(0.1)
