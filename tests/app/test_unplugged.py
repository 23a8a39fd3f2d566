"""A monitor is unplugged while the window and a detached page stand on it: real RandR, real Qt, the whole program."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tests.harness.desktop import Desktop, Window, wait_for

LEFT, RIGHT = "1200/300x1000/250+0+0", "1200/300x1000/250+1200+0"


def test_windows_come_back_from_a_monitor_that_is_gone(new_desktop: Callable[..., Desktop], tmp_path: Path) -> None:
    desktop = new_desktop(tray="none", notifications="none", size=(2400, 1000))
    desktop.run(["xrandr", "--setmonitor", "left", LEFT, "screen"])
    desktop.run(["xrandr", "--setmonitor", "right", RIGHT, "none"])
    env = desktop.env | {"HEADSPACE_HOME": str(tmp_path / "hs")}
    app = desktop.spawn("app", [sys.executable, "-m", "headspace_desktop"], env=env)

    def windows() -> list[Window]:
        return [window for window in desktop.windows() if window.pid == app.pid]

    def are_within(left: int, right: int) -> bool:
        return all(left <= window.x and window.x + window.width <= right for window in windows())

    wait_for("the window", windows)
    main = windows()[0]
    desktop.activate(main)
    desktop.xdotool("windowsize", "--sync", str(main.id), "900", "700")
    desktop.xdotool("windowmove", str(main.id), "1300", "100")
    wait_for("the window on the right", lambda: are_within(1200, 2400))
    desktop.xdotool("key", "--window", str(main.id), "ctrl+comma")
    desktop.xdotool("key", "--window", str(main.id), "ctrl+shift+u")
    wait_for("a detached page", lambda: len(windows()) == 2)
    page = next(window for window in windows() if window.id != main.id)
    desktop.xdotool("windowmove", str(page.id), "1600", "200")
    wait_for("both on the right", lambda: are_within(1200, 2400))
    desktop.run(["xrandr", "--delmonitor", "right"])
    wait_for("both on the left", lambda: are_within(0, 1200))
    assert len(windows()) == 2
