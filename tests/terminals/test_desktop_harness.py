"""The harness itself: a desktop that is really there, and really gone afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.harness.desktop import Desktop, wait_for


def test_a_window_is_listed_active_and_shot(desktop: Desktop, tmp_path: Path) -> None:
    term = desktop.spawn("xterm", ["xterm", "-T", "hello"])
    window = desktop.window_of(term.pid)
    wait_for("it is active", lambda: desktop.active_window() == window.id)
    assert window.title == "hello"
    assert desktop.screenshot(tmp_path / "shot.png").stat().st_size > 1000


def test_a_bubble_is_seen_and_goes_away_by_a_click(desktop: Desktop) -> None:
    assert desktop.bubble_window() is None
    desktop.run(
        [
            "gdbus", "call", "--session", "-d", "org.freedesktop.Notifications", "-o", "/org/freedesktop/Notifications",
            "-m", "org.freedesktop.Notifications.Notify", "test", "0", "", "Hello", "World", "[]", "{}", "0",
        ]
    )  # fmt: skip
    bubble = desktop.wait_for_bubble()
    desktop.click(*bubble.middle)
    wait_for("the bubble is gone", lambda: desktop.bubble_window() is None)


def test_tray_and_notifications_may_be_away_and_come_late(new_desktop: Callable[..., Desktop]) -> None:
    desktop = new_desktop(tray="none", notifications="none", size=(800, 600))
    assert not desktop.has_name("org.kde.StatusNotifierWatcher")
    assert not desktop.has_name("org.freedesktop.Notifications")
    desktop.start_tray()
    desktop.start_notifications()
    assert desktop.has_name("org.kde.StatusNotifierWatcher")
    desktop.stop_tray()
    wait_for("the watcher is gone", lambda: not desktop.has_name("org.kde.StatusNotifierWatcher"))


def test_nothing_of_it_is_left(new_desktop: Callable[..., Desktop]) -> None:
    desktop = new_desktop()
    term = desktop.spawn("xterm", ["xterm"])
    desktop.window_of(term.pid)
    folder = desktop.folder
    desktop.stop()
    assert term.returncode is not None
    assert not folder.exists()
    assert not [entry for entry in Path("/proc").iterdir() if entry.name.isdigit() and _lives_in(entry, str(folder))]


def _lives_in(process: Path, folder: str) -> bool:
    try:
        return folder.encode() in (process / "environ").read_bytes()
    except OSError:
        return False
