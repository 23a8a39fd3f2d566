"""What works on this machine and what does not, each with a remedy; works while the app is away. Main thread.

It looks and changes nothing. What only the running app can know is asked from it, if it runs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from headspace_desktop import __version__, settings
from headspace_desktop.cli.desktop import bus_names
from headspace_desktop.cli.table import plain, table
from headspace_desktop.paths import Paths
from headspace_desktop.troubles import (
    AgentProgramMissing,
    AppAway,
    NoDisplay,
    NoNotifications,
    NoTrayHost,
    TmuxMissing,
    Trouble,
)

OK, LIMITED, BROKEN = "ok", "limited", "broken"
NOTIFICATIONS = "org.freedesktop.Notifications"
TRAY = "org.kde.StatusNotifierWatcher"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's table; `state` is ok, limited or broken."""

    topic: str
    state: str
    detail: str
    remedy: str = ""


def doctor(options: argparse.Namespace) -> int:
    """`headspace doctor`: 1 when something is broken, else 0."""
    found = list(findings())
    if options.json:
        sys.stdout.write(json.dumps({"version": 1, "findings": [asdict(one) for one in found]}) + "\n")
    else:
        rows = [("STATE", "TOPIC", "DETAIL"), *((one.state, one.topic, one.detail) for one in found)]
        sys.stdout.write(
            table(rows, shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 1000) + "\n"
        )
        for one in found:
            if one.remedy:
                sys.stdout.write(f"\n{plain(one.topic)}: {plain(one.remedy)}\n")
    return 1 if any(one.state == BROKEN for one in found) else 0


def findings() -> Iterator[Finding]:
    """Everything that was looked at, in the order in which it matters."""
    paths = Paths.from_environment()
    loaded = settings.load(paths)
    yield _app(paths)
    for trouble in loaded.troubles:
        yield _broken("settings", trouble)
    if not loaded.troubles:
        yield Finding("settings", OK, str(paths.settings_file) if paths.settings_file.exists() else "all defaults")
    yield from _folders(paths)
    yield _program("tmux", "tmux", "-V", TmuxMissing())
    yield _program("Claude Code", loaded.settings.claude.program, "--version", AgentProgramMissing())
    yield _screen()
    yield from _bus()


def _app(paths: Paths) -> Finding:
    from headspace_desktop.intake import caller  # noqa: PLC0415

    try:
        caller.call(paths, "status", {})
    except AppAway as trouble:
        return Finding("app", LIMITED, trouble.title, trouble.remedy)
    except Trouble as trouble:
        return _broken("app", trouble)
    return Finding("app", OK, f"running ({__version__} here)")


def _folders(paths: Paths) -> Iterator[Finding]:
    for topic, folder in (("data", paths.data_dir), ("state", paths.state_dir), ("sockets", paths.runtime_dir)):
        nearest = next(parent for parent in (folder, *folder.parents) if parent.exists())
        if not os.access(nearest, os.W_OK | os.X_OK):
            yield Finding(topic, BROKEN, f"{nearest} cannot be written", f"Make {nearest} yours and writable.")
        elif folder.exists() and folder.stat().st_mode & 0o077:
            yield Finding(topic, LIMITED, f"{folder} can be read by others", f"chmod 700 {folder}")
        else:
            yield Finding(topic, OK, str(folder))


def _program(topic: str, program: str, option: str, missing: Trouble) -> Finding:
    found = shutil.which(os.path.expanduser(program))  # noqa: PTH111  a bare name stays bare
    if found is None:
        return _broken(topic, missing)
    try:
        done = subprocess.run(
            [found, option],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=10,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Finding(topic, BROKEN, f"{found}: {error}", missing.remedy)
    said = (done.stdout or done.stderr).strip().splitlines()
    state = OK if done.returncode == 0 else BROKEN
    return Finding(topic, state, f"{said[0] if said else '?'} ({found})", "" if state == OK else missing.remedy)


def _screen() -> Finding:
    if sys.platform != "linux":
        return Finding("screen", OK, sys.platform)
    names = [f"{name}={os.environ[name]}" for name in ("WAYLAND_DISPLAY", "DISPLAY") if os.environ.get(name)]
    if not names:
        return _broken("screen", NoDisplay())
    return Finding("screen", OK, ", ".join([*names, os.environ.get("XDG_CURRENT_DESKTOP", "")]).rstrip(", "))


def _bus() -> Iterator[Finding]:
    if sys.platform != "linux":
        return
    names = bus_names()
    if names is None:
        remedy = "Start it from a session with D-Bus, or with `dbus-run-session -- make run`."
        yield Finding("session bus", BROKEN, "there is no D-Bus session", remedy)
        return
    owned, startable = names
    checks: tuple[tuple[str, str, Callable[[], Trouble]], ...] = (
        ("notifications", NOTIFICATIONS, NoNotifications),
        ("tray", TRAY, NoTrayHost),
    )
    for topic, name, trouble in checks:
        if name in owned:
            yield Finding(topic, OK, "a service is there")
        elif name in startable:
            yield Finding(topic, OK, "starts when it is needed")
        else:
            yield Finding(topic, LIMITED, trouble().title, trouble().remedy)


def _broken(topic: str, trouble: Trouble) -> Finding:
    return Finding(topic, BROKEN, str(trouble), trouble.remedy)
