"""`headspace doctor`: what works on this machine and what does not, each with a remedy. Main thread.

It looks and changes nothing, and works while the app is away; the looking itself is `app.checkup`'s, as in the window.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict

from headspace_desktop import settings
from headspace_desktop.app.checkup import checkup
from headspace_desktop.cli.table import COLOURS, plain, table
from headspace_desktop.paths import Paths
from headspace_desktop.terminals.doctor import is_sound
from headspace_desktop.terminals.finding import Finding

_COLOURS = {"missing": COLOURS["stalled"], "warning": COLOURS["needs_input"], "unknown": COLOURS["idle"]}


def doctor(options: argparse.Namespace) -> int:
    """The table, or one JSON object; 1 when something is missing."""
    paths = Paths.from_environment()
    found = checkup(paths, settings.load(paths)).findings
    if options.json:
        sys.stdout.write(json.dumps({"version": 1, "findings": [asdict(one) for one in found]}) + "\n")
    else:
        _show(found)
    return 0 if is_sound(found) else 1


def _show(found: Sequence[Finding]) -> None:
    is_terminal = sys.stdout.isatty()
    columns = shutil.get_terminal_size((100, 24)).columns if is_terminal else 1000
    rows = [("STATE", "WHAT", "DETAIL"), *((one.state, one.title, one.detail) for one in found)]
    is_colourful = is_terminal and not os.environ.get("NO_COLOR")
    colours = ["", *(_COLOURS.get(one.state, "") for one in found)] if is_colourful else []
    sys.stdout.write(table(rows, columns, colours=colours) + "\n")
    for one in found:
        if one.remedy and one.state != "ok":
            sys.stdout.write(f"\n{plain(one.title)}: {plain(one.remedy)}\n")
