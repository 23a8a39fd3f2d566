# ruff: noqa: F722, F821  D-Bus signatures are no Python types
"""Do-not-disturb of the desktop, read from the real dunst and from stand-ins of the others' interfaces. No future
import: dbus-fast reads the annotations as D-Bus signatures."""

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from dbus_fast import Variant
from dbus_fast.aio import MessageBus
from dbus_fast.service import PropertyAccess, ServiceInterface, dbus_property, method, signal

from headspace_desktop.domain.events import DesktopQuiet
from headspace_desktop.notify.quiet import who_tells
from tests.harness.desktop import Desktop, wait_for
from tests.notify.notify_stage import Stage


def heard(stage: Stage) -> list[tuple[bool, str]]:
    return [(e.is_quiet, e.source) for e in stage.events if isinstance(e, DesktopQuiet)]


@pytest.fixture(scope="module")
def with_dunst() -> Iterator[Desktop]:
    desktop = Desktop(tray="none", size=(900, 600))
    try:
        desktop.start()
        yield desktop
    finally:
        desktop.stop()


def test_dunst_that_is_paused_is_heard_and_that_it_goes_on(with_dunst: Desktop, stages: list[Stage]) -> None:
    stages.append(Stage(with_dunst.env))
    wait_for("the room has learnt who shows notifications", lambda: stages[-1].told == [] and is_ready(stages[-1]))
    with_dunst.run(["dunstctl", "set-paused", "true"])
    try:
        wait_for("paused", lambda: heard(stages[-1]) == [(True, "dunst")])
        stages.append(Stage(with_dunst.env))
        wait_for("one that comes later knows it too", lambda: heard(stages[-1]) == [(True, "dunst")])
    finally:
        with_dunst.run(["dunstctl", "set-paused", "false"])
    wait_for("it goes on", lambda: heard(stages[0])[-1] == (False, "dunst"))


def is_ready(stage: Stage) -> bool:
    return stage.worker.isRunning()


class Plasma(ServiceInterface):
    """The notification daemon of Plasma, as far as it matters here."""

    def __init__(self) -> None:
        super().__init__("org.freedesktop.Notifications")
        self.is_inhibited = False

    @method()
    def GetCapabilities(self) -> "as":
        return ["body"]

    @dbus_property(access=PropertyAccess.READ)
    def Inhibited(self) -> "b":
        return self.is_inhibited


class Xfconf(ServiceInterface):
    def __init__(self) -> None:
        super().__init__("org.xfce.Xfconf")
        self.is_on = False

    @method()
    def GetProperty(self, channel: "s", name: "s") -> "v":
        assert (channel, name) == ("xfce4-notifyd", "/do-not-disturb")
        return Variant("b", self.is_on)

    @signal()
    def PropertyChanged(self, channel, name, value) -> "ssv":
        return [channel, name, value]


class Portal(ServiceInterface):
    def __init__(self) -> None:
        super().__init__("org.freedesktop.portal.Settings")
        self.shows_banners = True

    @method()
    def Read(self, group: "s", key: "s") -> "v":
        assert (group, key) == ("org.gnome.desktop.notifications", "show-banners")
        return Variant("v", Variant("b", self.shows_banners))

    @signal()
    def SettingChanged(self, group, key, value) -> "ssv":
        return [group, key, value]


class Silent(ServiceInterface):
    """A daemon that says nothing of do-not-disturb."""

    def __init__(self) -> None:
        super().__init__("org.freedesktop.Notifications")

    @method()
    def GetCapabilities(self) -> "as":
        return ["body"]


class Players:
    """Interfaces on a private bus, in a thread of their own."""

    def __init__(self, address: str, *parts: tuple[str, str, ServiceInterface]) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="players")
        self._thread.start()
        self._buses: list[MessageBus] = []
        for name, path, interface in parts:
            self.do(self._export(address, name, path, interface))

    async def _export(self, address: str, name: str, path: str, interface: ServiceInterface) -> None:
        bus = await MessageBus(bus_address=address).connect()
        bus.export(path, interface)
        await bus.request_name(name)
        self._buses.append(bus)

    def do(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def stop(self) -> None:
        async def leave() -> None:
            for bus in self._buses:
                bus.disconnect()

        self.do(leave())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


DAEMON = ("org.freedesktop.Notifications", "/org/freedesktop/Notifications")
XFCONF = ("org.xfce.Xfconf", "/org/xfce/Xfconf")
PORTAL = ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop")


@pytest.fixture
def players(bare_desktop: Desktop) -> Iterator[Any]:
    made: list[Players] = []

    def make(*parts: tuple[str, str, ServiceInterface]) -> Players:
        made.append(Players(bare_desktop.env["DBUS_SESSION_BUS_ADDRESS"], *parts))
        return made[-1]

    yield make
    for each in made:
        each.stop()


def test_plasma_tells_by_a_property(bare_desktop: Desktop, stages: list[Stage], players: Any) -> None:
    plasma = Plasma()
    played = players((*DAEMON, plasma))
    plasma.is_inhibited = True
    stages.append(Stage(bare_desktop.env))
    wait_for("it is on from the start", lambda: heard(stages[-1]) == [(True, "Plasma")])

    async def over() -> None:
        plasma.is_inhibited = False
        plasma.emit_properties_changed({"Inhibited": False})

    played.do(over())
    wait_for("it is over", lambda: heard(stages[-1]) == [(True, "Plasma"), (False, "Plasma")])


def test_xfce_tells_by_its_settings(bare_desktop: Desktop, stages: list[Stage], players: Any) -> None:
    xfconf = Xfconf()
    xfconf.is_on = True
    played = players((*DAEMON, Silent()), (*XFCONF, xfconf))
    stages.append(Stage(bare_desktop.env))
    wait_for("it is on", lambda: heard(stages[-1]) == [(True, "Xfce")])

    async def over() -> None:
        xfconf.is_on = False
        xfconf.PropertyChanged("xfce4-notifyd", "/do-not-disturb", Variant("b", False))

    played.do(over())
    wait_for("it is over", lambda: heard(stages[-1])[-1] == (False, "Xfce"))


def test_gnome_tells_by_the_portal(bare_desktop: Desktop, stages: list[Stage], players: Any) -> None:
    portal = Portal()
    portal.shows_banners = False
    played = players((*DAEMON, Silent()), (*PORTAL, portal))
    stages.append(Stage(bare_desktop.env))
    wait_for("banners are off", lambda: heard(stages[-1]) == [(True, "GNOME")])

    async def over() -> None:
        portal.shows_banners = True
        portal.SettingChanged("org.gnome.desktop.notifications", "show-banners", Variant("b", True))

    played.do(over())
    wait_for("banners are back", lambda: heard(stages[-1])[-1] == (False, "GNOME"))


def test_a_daemon_that_goes_takes_its_quiet_along(bare_desktop: Desktop, stages: list[Stage], players: Any) -> None:
    plasma = Plasma()
    plasma.is_inhibited = True
    played = players((*DAEMON, plasma))
    stages.append(Stage(bare_desktop.env))
    wait_for("it is on", lambda: heard(stages[-1]) == [(True, "Plasma")])

    async def leave() -> None:
        played._buses[0].disconnect()

    played.do(leave())
    wait_for("nobody tells any more", lambda: heard(stages[-1])[-1][0] is False)


def test_the_doctor_learns_who_tells(with_dunst: Desktop, bare_desktop: Desktop) -> None:
    assert who_tells(with_dunst.env) == ("dunst", False)
    assert who_tells(bare_desktop.env) == ("", False)
    assert who_tells({}) == ("", False)
    assert who_tells({"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}) == ("", False)
