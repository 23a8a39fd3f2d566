"""Whether the desktop's own do-not-disturb is on, where the desktop tells it, and word whenever that changes.

Runs in the notify thread's asyncio loop. It reads and listens; it never switches anything, starts no program, and
where nobody tells it is silent.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from dbus_fast import Message, Variant

from headspace_desktop.domain.events import DesktopQuiet
from headspace_desktop.notify.room import Post
from headspace_desktop.notify.session_bus import LINK_ERRORS, Away, Refused, SessionBus

log = logging.getLogger(__name__)

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_GNOME = "org.gnome.desktop.notifications"


#: The doctor does not wait longer.
WHOLE_LOOK_S = 2.0


@dataclass(frozen=True, slots=True)
class Source:
    """Where one desktop keeps its switch; `is_on` is its value while notifications are held."""

    title: str
    name: str
    path: str
    interface: str
    member: str
    signature: str
    body: tuple[str, ...]
    is_on: bool = True


#: Asked in this order; the first that answers with yes or no is believed.
SOURCES = (
    Source("dunst", NAME, PATH, _PROPERTIES, "Get", "ss", ("org.dunstproject.cmd0", "paused")),
    Source("Plasma", NAME, PATH, _PROPERTIES, "Get", "ss", (NAME, "Inhibited")),
    Source(
        "Xfce", "org.xfce.Xfconf", "/org/xfce/Xfconf", "org.xfce.Xfconf", "GetProperty", "ss",
        ("xfce4-notifyd", "/do-not-disturb"),
    ),
    Source(
        "GNOME", "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.Settings", "Read", "ss", (_GNOME, "show-banners"), is_on=False,
    ),
)  # fmt: skip

_RULES = (
    f"type='signal',interface='{_PROPERTIES}',member='PropertiesChanged',path='{PATH}'",
    "type='signal',interface='org.xfce.Xfconf',member='PropertyChanged',arg0='xfce4-notifyd'",
    f"type='signal',interface='org.freedesktop.portal.Settings',member='SettingChanged',arg0='{_GNOME}'",
)
_SIGNALS = {
    (_PROPERTIES, "PropertiesChanged"),
    ("org.xfce.Xfconf", "PropertyChanged"),
    ("org.freedesktop.portal.Settings", "SettingChanged"),
}


def who_tells(env: Mapping[str, str]) -> tuple[str, bool]:
    """Who tells here of do-not-disturb, empty for nobody, and whether it is on.

    Blocks: some milliseconds, two seconds at most. Thread: one without a running asyncio loop.
    """
    try:
        return asyncio.run(asyncio.wait_for(_look(env), WHOLE_LOOK_S))
    except (TimeoutError, Away, Refused, *LINK_ERRORS):
        return "", False


async def _look(env: Mapping[str, str]) -> tuple[str, bool]:
    async with SessionBus.for_a_moment(env) as bus:
        return await _told(bus)


async def _told(bus: SessionBus) -> tuple[str, bool]:
    for source in SOURCES:
        if (found := await _ask(bus, source)) is not None:
            return source.title, found is source.is_on
    return "", False


async def _ask(bus: SessionBus, source: Source) -> bool | None:
    try:
        owned = await bus.ask_bus("NameHasOwner", "s", [source.name])
        if not owned.body or owned.body[0] is not True:
            return None
        reply = await bus.call(
            source.name, source.path, source.member, source.signature, source.body, interface=source.interface
        )
    except (Away, Refused):
        return None
    return _truth(reply.body)


class Quiet:
    """Reads the switch when it is asked to, and posts `DesktopQuiet` when it is another than before."""

    def __init__(self, bus: SessionBus, post: Post) -> None:
        self._bus = bus
        self._post = post
        self._is_quiet = False

    async def listen(self) -> None:
        """Have the bus tell us of changes. Raises: Away, Refused."""
        for rule in _RULES:
            await self._bus.ask_bus("AddMatch", "s", [rule])

    @staticmethod
    def is_word(message: Message) -> bool:
        """Whether this signal may tell of a change."""
        return (message.interface, message.member) in _SIGNALS

    async def read(self) -> None:
        """Ask everybody who may know."""
        source, is_quiet = await _told(self._bus)
        self._tell(is_quiet=is_quiet, source=source)

    def lost(self) -> None:
        """Nobody tells any more."""
        self._tell(is_quiet=False, source="")

    def _tell(self, is_quiet: bool, source: str) -> None:
        if is_quiet != self._is_quiet:
            self._is_quiet = is_quiet
            log.info("do-not-disturb of %s is %s", source or "the desktop", "on" if is_quiet else "off")
            self._post(DesktopQuiet(is_quiet, source, datetime.now(UTC)))


def _truth(body: Sequence[Any]) -> bool | None:
    """The yes or no in an answer, however often it is wrapped."""
    value = body[0] if body else None
    while isinstance(value, Variant):
        value = value.value
    return value if isinstance(value, bool) else None
