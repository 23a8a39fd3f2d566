"""What a bare machine is told before anything graphical is imported."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from headspace_desktop import __main__ as start
from headspace_desktop import __version__, pace
from headspace_desktop.troubles import NoDisplay


def run(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "HEADSPACE_HOME")}
    return subprocess.run(
        [sys.executable, "-m", "headspace_desktop", *words],
        env=kept | env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_without_a_screen_a_remedy() -> None:
    done = run()
    assert done.returncode == 1
    assert done.stderr.startswith("There is no screen: neither DISPLAY nor WAYLAND_DISPLAY is set\n")
    assert "xvfb-run" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    "env", [{"DISPLAY": ":9876"}, {"WAYLAND_DISPLAY": "nowhere", "XDG_RUNTIME_DIR": "/nonexistent"}]
)
def test_a_screen_that_does_not_answer_is_named(env: dict[str, str]) -> None:
    with pytest.raises(NoDisplay, match="does not answer"):
        start.check_display(env)


def test_a_compositor_that_answers_is_enough(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-7"))
        server.listen()
        start.check_display({"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path), "DISPLAY": ":9876"})


def test_a_screen_that_only_qt_can_judge_is_left_to_it() -> None:
    start.check_display({"DISPLAY": "far.example:1"})
    start.check_display({"QT_QPA_PLATFORM": "offscreen"})
    start.check_display({}, "darwin")


def test_a_missing_library_is_named_with_its_package() -> None:
    words = "libxcb-cursor.so.0: cannot open shared object file: No such file or directory"
    trouble = start._missing(words)
    assert trouble.detail == "libxcb-cursor.so.0"
    assert trouble.remedy.endswith("sudo apt install -y libxcb-cursor0")
    assert start._missing("something else").detail == "something else"


def test_this_machine_has_the_libraries() -> None:
    start.check_libraries({"DISPLAY": ":0"})


def test_every_library_is_installed_by_make_setup() -> None:
    script = Path(__file__).parents[1] / "packaging" / "setup.sh"
    assert set(start.PACKAGES.values()) <= set(script.read_text(encoding="utf-8").replace("'", " ").split())


def test_version_and_usage() -> None:
    assert run("--version").stdout == f"headspace-desktop {__version__}\n"
    assert run("--nonsense").returncode == 2


def test_its_pace_is_set_and_nothing_is_looked_through_for_garbage_until_the_window_is_there() -> None:
    code = """import gc, json, os, sys
from headspace_desktop import __main__ as start
from PySide6.QtWidgets import QApplication

def exec(_application):
    found = [gc.isenabled(), gc.get_freeze_count(), gc.get_stats()[2]["collections"] - before, gc.get_threshold()[0],
             sys.getswitchinterval()]
    print(json.dumps(found), flush=True)
    os._exit(0)

QApplication.exec = exec
before = gc.get_stats()[2]["collections"]
start.main(["--hidden"])
"""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "HEADSPACE_HOME")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=kept | {"QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    is_enabled, frozen, collections, threshold, switch_s = json.loads(done.stdout)
    assert (is_enabled, threshold) == (True, pace.COLLECT_AFTER)
    assert switch_s == pytest.approx(pace.SWITCH_S)
    assert frozen > 100_000, "what was there at the start is not looked through later"
    assert collections <= 2, "of what was imported before"
