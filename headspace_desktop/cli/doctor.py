"""`headspace doctor`: what works on this machine and what does not, each with a remedy. Main thread.

It looks and changes nothing, and works while the app is away; the looking itself is `terminals.doctor`'s.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict

from headspace_desktop import settings
from headspace_desktop.cli.hooks import findings
from headspace_desktop.cli.table import COLOURS, plain, table
from headspace_desktop.intake import caller
from headspace_desktop.paths import Paths
from headspace_desktop.terminals.doctor import examine, is_sound
from headspace_desktop.terminals.finding import Finding
from headspace_desktop.troubles import AppAway, Trouble

_COLOURS = {"missing": COLOURS["stalled"], "warning": COLOURS["needs_input"], "unknown": COLOURS["idle"]}


def doctor(options: argparse.Namespace) -> int:
    """The table, or one JSON object; 1 when something is missing."""
    paths = Paths.from_environment()
    loaded = settings.load(paths)
    found = [_app(paths), *_settings(paths, loaded), *examine(os.environ, paths, loaded.settings, hooks=findings)]
    if options.json:
        sys.stdout.write(json.dumps({"version": 1, "findings": [asdict(one) for one in found]}) + "\n")
    else:
        _show(found)
    return 0 if is_sound(found) else 1


def _app(paths: Paths) -> Finding:
    try:
        caller.call(paths, "status", {})
    except AppAway as away:
        return Finding.of("app", "App", away, "warning")
    except Trouble as trouble:
        return Finding.of("app", "App", trouble)
    return Finding("app", "App", "ok", "running")


def _settings(paths: Paths, loaded: settings.Loaded) -> Iterator[Finding]:
    for trouble in loaded.troubles:
        yield Finding.of("settings", "Settings", trouble, "warning")
    if not loaded.troubles:
        yield Finding("settings", "Settings", "ok", str(paths.settings_file))


def _show(found: list[Finding]) -> None:
    is_terminal = sys.stdout.isatty()
    columns = shutil.get_terminal_size((100, 24)).columns if is_terminal else 1000
    rows = [("STATE", "WHAT", "DETAIL"), *((one.state, one.title, one.detail) for one in found)]
    is_colourful = is_terminal and not os.environ.get("NO_COLOR")
    colours = ["", *(_COLOURS.get(one.state, "") for one in found)] if is_colourful else []
    sys.stdout.write(table(rows, columns, colours=colours) + "\n")
    for one in found:
        if one.remedy and one.state != "ok":
            sys.stdout.write(f"\n{plain(one.title)}: {plain(one.remedy)}\n")
