"""`headspace hooks`: the lines in the agent's settings file by which it tells us what it does. Main thread.

It shows what it would change and asks first; all the care for the file itself is in `intake.install`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from headspace_desktop import clients
from headspace_desktop.cli.table import plain
from headspace_desktop.intake import install
from headspace_desktop.paths import Paths
from headspace_desktop.troubles import BadRequest


def hooks(options: argparse.Namespace) -> int:
    """One verb for each configuration folder; 1 when something is missing or fails."""
    paths = Paths.from_environment()
    roots = roots_of(options.config_dir)
    match options.verb:
        case "status":
            return _status(paths, roots, is_json=options.json)
        case "diff":
            for root in roots:
                _write(install.plan_install(paths, root).diff or f"{root}: nothing to change\n")
            return 0
        case "install" | "repair":
            return _change([install.plan_install(paths, root) for root in roots], is_sure=options.yes)
        case "uninstall":
            return _change([install.plan_uninstall(paths, root) for root in roots], is_sure=options.yes)
        case _:
            return _self_test(paths, roots)


def roots_of(given: list[str]) -> list[Path]:
    """The folders that were named, else the person's own.

    Raises: BadRequest for a folder that is not there.
    """
    if not given:
        client = clients.by_name("claude")
        return [Path(client.config_roots(os.environ, str(Path.home()))[0])]
    folders = [Path(name).expanduser().absolute() for name in given]
    for folder in folders:
        if not folder.is_dir():
            raise BadRequest(f"there is no folder {folder}", remedy="Name a configuration folder that exists.")
    return folders


def _status(paths: Paths, roots: list[Path], *, is_json: bool) -> int:
    found = [install.status(paths, root) for root in roots]
    if is_json:
        _write(json.dumps({"version": 1, "roots": [one.as_json() for one in found]}) + "\n")
    else:
        for one in found:
            _write("".join(plain(line) + "\n" for line in one.lines()))
    return 0 if all(one.is_installed for one in found) else 1


def _change(plans: list[install.Plan], *, is_sure: bool) -> int:
    plans = [plan for plan in plans if plan.diff]
    if not plans:
        _write("Nothing to change.\n")
        return 0
    for plan in plans:
        _write(plan.diff)
    if not is_sure and not _asked("Change it so?"):
        _write("Nothing was changed.\n")
        return 1
    for plan in plans:
        backup = plan.apply()
        _write(f"{plan.file} was changed." + (f" The file before: {backup}\n" if backup else "\n"))
    return 0


def _self_test(paths: Paths, roots: list[Path]) -> int:
    is_good = True
    for root in roots:
        result = install.self_test(paths, root)
        is_good = is_good and result.is_ok
        _write(f"{root}: {plain(result.detail)}\n")
    return 0 if is_good else 1


def _asked(question: str) -> bool:
    if not sys.stdin.isatty():
        raise BadRequest("there is nobody to ask", remedy="Look at the difference, then repeat with --yes.")
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _write(text: str) -> None:
    lines = text.split("\n")
    sys.stdout.write("\n".join(map(plain, lines)))
