"""Every module can be imported on macOS: what only Linux has is imported where it is used, and only there."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]

#: On PyPI for Linux only, or of no use elsewhere.
LINUX_ONLY = ("dbus_fast", "Xlib")
#: Adapters of Linux, chosen when the program runs.
LINUX_OWN = {
    "headspace_desktop.notify.linux",
    "headspace_desktop.notify.quiet",
    "headspace_desktop.notify.session_bus",
    "headspace_desktop.terminals.hotkey",
    "headspace_desktop.terminals.x11",
}

PROGRAM = """
import importlib, importlib.abc, json, pkgutil, sys, types
import select
# These choose by the system while they are imported, and are not ours to test.
import asyncio, concurrent.futures, multiprocessing, os, subprocess
import alembic, httpx, libtmux, platformdirs, psycopg, PySide6.QtWidgets, sqlalchemy

class Missing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {linux_only!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}} (as on macOS)", name=name)

sys.meta_path.insert(0, Missing())
sys.platform = "darwin"
for name in ("kqueue", "kevent"):
    setattr(select, name, lambda *_words: None)
for name in ("epoll", "EPOLLIN"):
    delattr(select, name)
for name in ("pidfd_open",):
    delattr(os, name)

import headspace_desktop
failed = {{}}
seen = []
for found in pkgutil.walk_packages(headspace_desktop.__path__, "headspace_desktop."):
    if found.name.endswith(".cli.__main__"):
        continue  # it runs
    seen.append(found.name)
    try:
        importlib.import_module(found.name)
    except Exception as error:
        failed[found.name] = f"{{type(error).__name__}}: {{error}}"
from headspace_desktop.terminals.routes import all_routes
routes = [route.name for route in all_routes({{"DISPLAY": "/private/tmp/org.xquartz:0"}})]
print(json.dumps([seen, failed, routes]))
"""


def test_every_module_can_be_imported() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(linux_only=set(LINUX_ONLY))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen, failed, routes = json.loads(done.stdout.splitlines()[-1])
    assert len(seen) > 100
    assert failed.keys() == LINUX_OWN, failed
    assert all(name in " ".join(failed.values()) for name in LINUX_ONLY)
    assert "x11" not in routes
    assert {"iterm2", "terminal_app", "macos"} <= set(routes)


def dependencies() -> dict[str, Requirement]:
    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {f"{one.name}{one.marker or ''}": one for one in map(Requirement, about["dependencies"])}


@pytest.mark.parametrize(
    ("platform", "wanted", "unwanted"),
    [
        ("darwin", {"desktop-notifier", "rubicon-objc"}, {"dbus-fast", "python-xlib"}),
        ("linux", {"dbus-fast", "python-xlib"}, {"desktop-notifier", "rubicon-objc"}),
    ],
)
def test_each_system_installs_its_own(platform: str, wanted: set[str], unwanted: set[str]) -> None:
    env = {"sys_platform": platform, "python_version": "3.11", "python_full_version": "3.11.9"}
    names = {one.name for one in dependencies().values() if one.marker is None or one.marker.evaluate(env)}
    assert wanted <= names
    assert not unwanted & names
    assert "PySide6" in names
