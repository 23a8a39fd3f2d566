"""What the page of an empty board says was found here, out of the doctor's findings. Pure; GUI thread."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from headspace_desktop.terminals.finding import Finding
from headspace_desktop.ui.welcome import Finding as Shown
from headspace_desktop.ui.welcome import Found
from headspace_desktop.ui.words import told, tr

_FOUND = {"ok": Found.YES, "warning": Found.NO, "missing": Found.NO}

#: The doctor's keys of what a newcomer wants to know, in this order. Hooks have a sentence of their own there.
_KEYS = ("claude", "tmux", "focus", "notifications", "tray", "shortcut", "hooks")

#: What starts an agent under watch, and without tmux.
COMMANDS = ("start", "claude")


def own_word() -> str:
    """How this person starts our command line: by its name, or by its place when it is not on the path."""
    beside = Path(sys.executable).with_name("headspace")
    if shutil.which("headspace") or not beside.exists():
        return "headspace"
    return shlex.quote(str(beside))


def first_findings(findings: Sequence[Finding]) -> tuple[tuple[Shown, ...], str, bool]:
    """(what was found, the command that starts an agent, whether hooks are installed)."""
    shown = [Shown(tr("Running sessions"), Found.NO, tr("none now; one that starts appears here by itself"))]
    terminals = [one.title.partition(": ")[2] for one in findings if one.key.startswith("terminal.")]
    for key in _KEYS:
        shown += [_shown(one) for one in findings if one.key == key]
        if key == "tmux" and terminals:
            shown.append(Shown(tr("Terminals"), Found.YES, ", ".join(sorted(terminals))))
    states = {one.key: one.state for one in findings}
    has_tmux = states.get("tmux") in ("ok", "warning")
    has_hooks = any(one.key == "hooks" and one.state == "ok" for one in findings)
    return tuple(shown), f"{own_word()} {COMMANDS[0]}" if has_tmux else COMMANDS[1], has_hooks


def _shown(one: Finding) -> Shown:
    found = _FOUND.get(one.state, Found.UNKNOWN)
    if one.key == "tmux" and one.state == "warning":
        found = Found.YES
    if one.key == "hooks" and found is Found.NO:
        return Shown(told(one.title), found, tr("not installed yet, or not in every folder"))
    words = told(one.detail if found is Found.YES else one.remedy or one.detail)
    return Shown(told(one.title), found, words.partition(" (")[0])  # one line each; the Doctor has all of it
