"""`headspace hooks`: the lines in the agent's settings file by which it tells us what it does. Main thread.

It shows what it would change and asks first; all the care for the file itself is in `intake.install`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from headspace_desktop import clients, settings
from headspace_desktop.cli.table import plain
from headspace_desktop.clients import Version
from headspace_desktop.intake import install, versions
from headspace_desktop.paths import Paths
from headspace_desktop.troubles import BadRequest

_REMEDY = "Run `headspace hooks install`."


def hooks(options: argparse.Namespace) -> int:
    """One verb for each configuration folder; 1 when something is missing, refused or fails."""
    paths = Paths.from_environment()
    roots = roots_of(options.config_dir)
    match options.verb:
        case "status":
            found = [install.status(paths, root, version=known) for root, known in _versions(paths, roots).items()]
            return _show(found, is_json=options.json)
        case "diff":
            for plan in _plans(paths, roots):
                _write(plan.diff or f"{plan.file}: nothing to change")
            return 0
        case "install" | "repair":
            return _change(_plans(paths, roots), is_sure=options.yes)
        case "uninstall":
            return _change([install.plan_uninstall(paths, root) for root in roots], is_sure=options.yes)
        case _:
            return _prove(paths, roots)


def _plans(paths: Paths, roots: list[str]) -> list[install.Plan]:
    """What would be written for the versions that run here; says what is left out for an old one."""
    plans = []
    for root, version in _versions(paths, roots).items():
        plan = install.plan_install(paths, root, version=version)
        plans.append(plan)
        if version is not None and plan.entry is not None and plan.entry.left_out:
            known, left_out = f"{plan.client.title} {clients.written(version)}", ", ".join(plan.entry.left_out)
            _write(f"{plan.file}: left out, because {known} does not know them: {left_out}")
    return plans


def _versions(paths: Paths, roots: list[str]) -> dict[str, Version | None]:
    """Which version of the agent program reads each of these folders."""
    program = settings.load(paths).settings.claude.program
    return {root: versions.oldest(install.CLAUDE, root, program) for root in roots}


def roots_of(given: list[str]) -> list[str]:
    """The configuration folders that were named, else the person's own.

    Raises: BadRequest for a folder that is not there.
    """
    if not given:
        return [clients.by_name("claude").config_roots(os.environ, str(Path.home()))[0]]
    folders = [Path(name).expanduser().absolute() for name in given]
    for folder in folders:
        if not folder.is_dir():
            raise BadRequest(f"there is no folder {folder}", remedy="Name a configuration folder that exists.")
    return [str(folder) for folder in folders]


def _show(found: list[install.Status], *, is_json: bool) -> int:
    if is_json:
        _write(json.dumps({"version": 1, "roots": [one.as_json() for one in found]}))
    for one in [] if is_json else found:
        _write("\n".join(one.lines()))
        if not one.is_installed and one.trouble is None:
            _write(f"  {_REMEDY}")
    return 0 if all(one.is_installed for one in found) else 1


def _change(plans: list[install.Plan], *, is_sure: bool) -> int:
    changes = [plan for plan in plans if plan.diff]
    for plan in changes:
        _write(plan.diff)
    if changes and not is_sure and not _is_wanted():
        _write("Nothing was changed.")
        return 1
    for plan in plans:  # also without a change: folders and scripts may be missing
        backup = plan.apply()
        before = f"; as it was: {backup}" if backup else ""
        _write(f"{plan.file}: {'changed' if plan.diff else 'nothing to change'}{before}")
    return 0


def _is_wanted() -> bool:
    if not sys.stdin.isatty():
        raise BadRequest("there is nobody to ask", remedy="Look at the difference, then repeat with --yes.")
    sys.stderr.write("Change it so? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _prove(paths: Paths, roots: list[str]) -> int:
    is_good = True
    for root in roots:
        tested = install.self_test(paths, root)
        is_good = is_good and tested.is_ok
        _write(f"{root}: {tested.detail}")
    return 0 if is_good else 1


def _write(text: str) -> None:
    sys.stdout.write("\n".join(map(plain, text.rstrip("\n").split("\n"))) + "\n")
