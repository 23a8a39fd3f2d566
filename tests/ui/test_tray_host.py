"""The tray against real hosts: one of our own that reads and clicks by D-Bus, a real panel, an XEmbed tray, none."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.harness.desktop import Desktop, wait_for
from tests.ui.sni_host import SniHost

CHECKOUT = Path(__file__).parents[2]


class Program:
    """The tray in its own process inside a desktop."""

    def __init__(self, desktop: Desktop, name: str) -> None:
        self.desktop = desktop
        self.name = name
        self.orders = desktop.folder / f"{name}.orders"
        self.orders.touch()
        self.process = desktop.spawn(
            name,
            [sys.executable, "-W", "error", "-m", "tests.ui.tray_program", str(self.orders)],
            cwd=CHECKOUT,
        )
        self.wait_for("ready")

    @property
    def said(self) -> list[str]:
        return self.desktop.log(self.name).splitlines()

    def wait_for(self, line: str) -> None:
        wait_for(f"{line!r} in {self.name}", lambda: line in self.said or self._fail_if_ended())

    def _fail_if_ended(self) -> bool:
        if self.process.poll() is not None:
            pytest.fail("\n".join(self.said))
        return False

    def order(self, line: str) -> None:
        count = self.said.count(f"obeyed {line}")
        with self.orders.open("a", encoding="utf-8") as orders:
            orders.write(line + "\n")
        wait_for(f"{line!r} is obeyed", lambda: self.said.count(f"obeyed {line}") > count or self._fail_if_ended())

    def end(self) -> None:
        self.order_quietly("quit")
        assert self.process.wait(10) == 0, "\n".join(self.said)

    def order_quietly(self, line: str) -> None:
        with self.orders.open("a", encoding="utf-8") as orders:
            orders.write(line + "\n")


@pytest.fixture(scope="module")
def bare() -> Iterator[Desktop]:
    desktop = Desktop(tray="none", notifications="none", size=(800, 400))
    try:
        desktop.start()
        yield desktop
    finally:
        desktop.stop()


@pytest.fixture
def hosts(bare: Desktop) -> Iterator[Callable[[], SniHost]]:
    made: list[SniHost] = []

    def start() -> SniHost:
        made.append(SniHost(bare.env["DBUS_SESSION_BUS_ADDRESS"]))
        return made[-1]

    yield start
    for host in made:
        host.stop()


@pytest.fixture
def program(bare: Desktop, request: pytest.FixtureRequest) -> Iterator[Program]:
    program = Program(bare, request.node.name)
    yield program
    program.end()


Hosts = Callable[[], SniHost]


@pytest.fixture
def host(hosts: Hosts, program: Program) -> SniHost:
    host = hosts()
    program.wait_for("hosted True")
    wait_for("the icon is registered", lambda: host.items)
    return host


def test_it_says_in_words_and_pictures_what_needs_the_person(host: SniHost, program: Program) -> None:
    assert host.tooltip == "Headspace is starting"
    seen = [host.pictures]
    for order, said in (
        ("cards 0 0", "No agents"),
        ("cards 0 3", "3 working"),
        ("cards 1 3", "1 needs you, 3 working"),
        ("cards 2 3", "2 need you, 3 working"),
    ):
        program.order(order)
        wait_for(said, lambda said=said: host.tooltip == said)
        wait_for("another picture", lambda: host.pictures not in seen)
        seen.append(host.pictures)
    assert {16, 22, 64} <= set(host.pictures)


def test_its_menu_is_there_before_it_is_opened_and_follows(host: SniHost, program: Program) -> None:
    program.order("cards 0 1")
    wait_for("the quiet menu", lambda: host.labels()[1] == "Next waiting")
    assert host.labels() == [
        "Recommended next: shop · busy-0", "Next waiting", "Open board", "Mute", "30 minutes", "1 hour",
        "Until tomorrow", "New agent in", "shop", "Start agent…", "Settings", "Doctor", "Quit",
    ]  # fmt: skip
    assert not host.menu()[1].is_enabled
    program.order("cards 2 1")
    wait_for("the waiting are listed", lambda: len(host.labels()) == 15)
    assert host.labels()[:4] == [
        "wˍ1 & co · Question: a & bˍc && 1? · 31m",
        "wˍ0 & co · Question: a & bˍc && 0? · 30m",
        "Recommended next: shop · wˍ1 & co",
        "Next waiting",
    ]


def test_its_lines_do_what_they_say(host: SniHost, program: Program) -> None:
    program.order("cards 2 0")
    wait_for("the waiting are listed", lambda: len(host.labels()) == 15)

    def focus(name: str) -> str:
        return f"posted FocusAgent(agent_uuid='uuid-{name}', surface='tray', activation_token='', request_id='')"

    for label, line in (
        ("wˍ0 & co · Question: a & bˍc && 0? · 30m", focus("w_0 & co")),
        ("Next waiting", focus("w_1 & co")),
        ("Open board", "page board"),
        ("Start agent…", "page start"),
        ("Settings", "page settings"),
        ("Doctor", "page doctor"),
        ("Quit", "posted Quit()"),
    ):
        host.click(label)
        program.wait_for(line)
    host.click("30 minutes")
    wait_for("muted", lambda: any(line.startswith("posted Mute(until_at=datetime") for line in program.said))


def test_left_opens_the_board_and_middle_goes_to_the_oldest(host: SniHost, program: Program) -> None:
    host.left_click()
    program.wait_for("page board")
    program.order("cards 3 0")
    wait_for("shown", lambda: host.tooltip == "3 need you")
    host.middle_click()
    wait_for("the oldest", lambda: any("uuid-w_2" in line for line in program.said if line.startswith("posted")))


def test_muting_is_shown_and_ends_by_itself(host: SniHost, program: Program) -> None:
    program.order("cards 1 0")
    wait_for("shown", lambda: host.tooltip == "1 needs you")
    loud = host.pictures
    program.order("mute 600")
    wait_for("muted in words", lambda: host.tooltip.startswith("1 needs you\nMuted until "))
    assert host.pictures != loud
    host.click(next(label for label in host.labels() if label.startswith("Unmute")))
    program.wait_for("posted Mute(until_at=None)")
    program.order("mute 0.1")
    wait_for("it ended by itself", lambda: host.tooltip == "1 needs you")
    assert host.pictures == loud


def test_a_late_host_one_that_leaves_and_one_that_comes_back(program: Program, hosts: Hosts) -> None:
    program.order("cards 1 0")
    assert "hosted True" not in program.said
    first = hosts()
    program.wait_for("hosted True")
    wait_for("registered", lambda: first.items)
    assert first.tooltip == "1 needs you"
    first.stop()
    program.wait_for("hosted False")
    second = hosts()
    wait_for("hosted again", lambda: program.said.count("hosted True") == 2)
    wait_for("registered again", lambda: second.items)
    assert second.tooltip == "1 needs you"
    second.click("Open board")
    program.wait_for("page board")


def test_a_message_is_not_left_to_a_host_without_a_daemon(host: SniHost, program: Program) -> None:
    program.order("message")
    program.wait_for("message False")


def test_without_a_host_nothing_is_claimed(program: Program) -> None:
    program.order("cards 2 2")
    program.order("message")
    program.wait_for("message False")
    assert not any(line.startswith("hosted") for line in program.said)


def colours(picture: Path, near: tuple[int, int, int]) -> list[tuple[int, int]]:
    """Where the upper part of the picture has nearly this colour."""
    image = QImage(str(picture))
    return [
        (x, y)
        for y in range(min(image.height(), 60))
        for x in range(image.width())
        if all(
            abs(one - other) < 12
            for one, other in zip(image.pixelColor(x, y).getRgb()[:3], near, strict=True)  # type: ignore[arg-type]
        )
    ]


def test_a_real_panel_shows_it_and_is_clicked(new_desktop: Callable[..., Desktop], tmp_path: Path) -> None:
    desktop = new_desktop(tray="xfce4-panel", notifications="none", size=(800, 300))
    program = Program(desktop, "program")
    program.order("cards 2 1")
    program.wait_for("hosted True")
    folder = Path(os.environ.get("HEADSPACE_TEST_PICTURES", tmp_path))

    def amber() -> list[tuple[int, int]]:
        return colours(desktop.screenshot(folder / "tray-panel.png"), (0xF0, 0xA0, 0x20))

    dots = wait_for("the amber disc is in the panel", lambda: found if len(found := amber()) > 40 else [])
    x, y = (sum(dot[axis] for dot in dots) // len(dots) for axis in (0, 1))
    desktop.click(x, y)
    program.wait_for("page board")
    desktop.xdotool("click", "2")
    wait_for("the oldest", lambda: any("uuid-w_1" in line for line in program.said))
    program.order("message")
    program.wait_for("message False")
    desktop.xdotool("click", "3")

    def is_menu_drawn() -> bool:
        """Something light stands on the black desktop, below the panel."""
        image = QImage(str(desktop.screenshot(folder / "tray-menu.png")))
        light = [image.pixelColor(x, 120).lightness() > 128 for x in range(0, image.width(), 4)]
        return sum(light) > 20

    wait_for("the panel opens our menu", is_menu_drawn)
    program.end()
