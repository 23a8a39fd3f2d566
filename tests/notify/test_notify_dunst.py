"""The Linux room with a real daemon on a real screen: what a person sees, and clicks with a real pointer."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from headspace_desktop.domain.effects import BubbleAction, ShowBubble, WithdrawBubble
from headspace_desktop.troubles import NoNotifications
from tests.harness.desktop import DUNSTRC, Desktop, wait_for
from tests.notify.notify_stage import Stage

ASKS = ShowBubble(
    key="agent-1",
    title="swift-otter needs you",
    body="Allow Bash: test 1 < 2 && echo <b>done</b>?",
    actions=(BubbleAction("allow", "Allow"), BubbleAction("deny", "Deny")),
    is_urgent=True,
    with_sound=True,
    can_reply=True,
)


@pytest.fixture(scope="module")
def dunst_desktop() -> Iterator[Desktop]:
    desktop = Desktop(tray="none", size=(900, 600))
    try:
        desktop.start()
        yield desktop
    finally:
        desktop.stop()


@pytest.fixture
def room(dunst_desktop: Desktop, stages: list[Stage]) -> Stage:
    stages.append(Stage(dunst_desktop.env))
    return stages[-1]


def count(desktop: Desktop) -> int:
    return int(desktop.run(["dunstctl", "count", "displayed"]))


def click(desktop: Desktop, button: int = 1) -> None:
    desktop.xdotool("mousemove", "0", "0")  # a pointer that is there already would be waited for 15 s
    desktop.click(*desktop.wait_for_bubble().middle, button)


def test_a_click_on_the_bubble_is_its_default_action(dunst_desktop: Desktop, room: Stage, tmp_path: Path) -> None:
    room.post(ASKS)
    dunst_desktop.wait_for_bubble()
    dunst_desktop.screenshot(Path(os.environ.get("HEADSPACE_TEST_PICTURES", tmp_path)) / "bubble.png")
    click(dunst_desktop)
    wait_for("the click arrives", lambda: room.acted)
    assert room.acted[0][:2] == ("agent-1", "default")
    wait_for("the bubble is closed", lambda: room.closed)
    wait_for("the screen is clear", lambda: dunst_desktop.bubble_window() is None)


def test_dismissed_is_not_acted(dunst_desktop: Desktop, room: Stage) -> None:
    room.post(ASKS)
    click(dunst_desktop, button=3)
    wait_for("it is told", lambda: room.closed == [("agent-1", "dismissed")])
    assert room.acted == []


def test_replaced_and_withdrawn_on_the_screen(dunst_desktop: Desktop, room: Stage) -> None:
    room.post(ASKS)
    dunst_desktop.wait_for_bubble()
    room.post(ShowBubble("agent-1", "answered, asks again", "plan"), ShowBubble("agent-2", "finished", ""))
    wait_for("one bubble for each agent", lambda: count(dunst_desktop) == 2)
    room.post(WithdrawBubble("agent-2"))
    wait_for("one is left", lambda: count(dunst_desktop) == 1)
    room.post(WithdrawBubble("agent-1"))
    wait_for("none is left", lambda: dunst_desktop.bubble_window() is None)
    assert room.closed == [("agent-2", "withdrawn"), ("agent-1", "withdrawn")]


def test_leaving_clears_the_screen(dunst_desktop: Desktop, room: Stage) -> None:
    room.post(ASKS)
    dunst_desktop.wait_for_bubble()
    room.end()
    wait_for("the screen is clear", lambda: dunst_desktop.bubble_window() is None)


def test_the_allow_button_of_a_real_daemon(dunst_desktop: Desktop, stages: list[Stage]) -> None:
    """dunst lists buttons in a menu program of the person's choice: here one that picks Allow."""
    menu = dunst_desktop.folder / "pick-allow"
    menu.write_text("#!/bin/sh\ngrep -m1 Allow\n")
    menu.chmod(menu.stat().st_mode | stat.S_IXUSR)
    settings = dunst_desktop.folder / "menu.dunstrc"
    settings.write_text(DUNSTRC.replace("middle_click = close_current", f"middle_click = context\ndmenu = {menu}"))
    dunst_desktop.stop_notifications()
    dunst_desktop.spawn("notifications", ["dunst", "-conf", str(settings)])
    dunst_desktop.wait_for_name("org.freedesktop.Notifications")
    stages.append(room := Stage(dunst_desktop.env))
    room.post(ASKS)
    click(dunst_desktop, button=2)
    wait_for("Allow arrives", lambda: room.acted)
    assert room.acted[0][:2] == ("agent-1", "allow")


def test_the_daemon_is_restarted(dunst_desktop: Desktop, room: Stage) -> None:
    room.post(ASKS)
    dunst_desktop.wait_for_bubble()
    dunst_desktop.stop_notifications()
    wait_for("it is told", lambda: room.told and isinstance(room.told[-1], NoNotifications))
    assert room.closed == [("agent-1", "unknown")]
    dunst_desktop.start_notifications()
    wait_for("it is back", lambda: room.told[-1] is None)
    room.post(ASKS)
    click(dunst_desktop)
    wait_for("the click arrives", lambda: room.acted)
    assert room.acted[0][:2] == ("agent-1", "default")


def test_the_bus_ends_and_comes_back(stages: list[Stage]) -> None:
    desktop = Desktop(tray="none", size=(900, 600))
    try:
        desktop.start()
        stages.append(room := Stage(desktop.env))
        room.post(ASKS)
        desktop.wait_for_bubble()
        desktop.end("notifications")
        desktop.end("bus")
        wait_for("it is told", lambda: room.told and isinstance(room.told[-1], NoNotifications))
        room.post(ShowBubble("agent-2", "t", "b"))
        wait_for("it falls back", lambda: room.fallen)
        (desktop.folder / "run" / "bus").unlink(missing_ok=True)
        desktop.spawn("bus", ["dbus-daemon", f"--config-file={desktop.folder / 'bus.conf'}", "--nofork", "--nosyslog"])
        wait_for("the bus is back", (desktop.folder / "run" / "bus").exists)
        desktop.start_notifications()
        wait_for("the room is back", lambda: room.told[-1] is None, deadline_s=30)
        room.post(ASKS)
        click(desktop)
        wait_for("the click arrives", lambda: room.acted)
    finally:
        desktop.stop()


@pytest.mark.parametrize(
    "env",
    [
        {},
        {"DBUS_SESSION_BUS_ADDRESS": "nonsense"},
        {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere/bus"},
        {"DBUS_SESSION_BUS_ADDRESS": "tcp:host=127.0.0.1,port=1"},
        {"XDG_RUNTIME_DIR": "/nowhere"},
    ],
)
def test_without_any_bus_all_falls_back(stages: list[Stage], env: dict[str, str]) -> None:
    stages.append(room := Stage(env))
    room.post(ASKS)
    wait_for("it falls back", lambda: room.fallen == [ASKS])
    assert isinstance(room.told[0], NoNotifications)
    assert len(room.told) == 1
