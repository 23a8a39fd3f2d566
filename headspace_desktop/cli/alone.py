"""Commands that work while the app is away: start an agent, settings, store. Main thread.

`store` is the program itself at work: it alone loads the app's modules, and only then.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from headspace_desktop.cli.table import plain, table
from headspace_desktop.cli.talk import in_use
from headspace_desktop.logs import redact
from headspace_desktop.paths import Paths

if TYPE_CHECKING:
    from headspace_desktop.tmux.sessions import Launch


def start(options: argparse.Namespace) -> int:
    """`headspace start`: Claude Code in a tmux session of its own; shows it when there is a terminal to show it on."""
    from headspace_desktop import settings as chosen  # noqa: PLC0415  a third of a second is saved elsewhere
    from headspace_desktop.tmux import sessions  # noqa: PLC0415

    paths = Paths.from_environment()
    loaded = chosen.load(paths)
    launch = sessions.launch_command(options.project, loaded.settings.claude.program, options.rest)
    # tmux makes this folder only for its own default; named by -S it must be there. Source: tmux 3.3a, -S.
    with suppress(OSError):
        Path(launch.socket).parent.mkdir(mode=0o700, exist_ok=True)
    pane = sessions.start(launch, loaded.settings.tmux.timeout_s)
    try:
        register(paths, launch, pane, Path(options.project).expanduser().resolve(), options.rest)
    except OSError as error:  # the agent runs; its own hooks will tell of it
        sys.stderr.write(plain(f"The start could not be noted: {error}") + "\n")
    if options.detach or not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.stdout.write(f"{launch.session_name}\n")
        sys.stderr.write(f"Show it with: {shlex.join(launch.attach_command)}\n")
        return 0
    inside = os.environ.get("TMUX", "").rpartition(",")[0].rpartition(",")[0]
    words = list(launch.attach_command)
    if inside and os.path.realpath(inside) == os.path.realpath(launch.socket):
        words[words.index("attach-session")] = "switch-client"
    elif inside:
        words = ["env", "-u", "TMUX", *words]  # another server's client: nesting is what the person asked for
    sys.stdout.flush()
    return os.execvp(words[0], words)  # noqa: S606  the terminal is tmux's from here on


def register(paths: Paths, launch: Launch, pane: str, project: Path, args: list[str]) -> Path:
    """Leave word of the start as mail, for the app now or later.

    Shape: one JSON object, `hook_event_name` "HeadspaceLaunched"; the file's name is that of a hook's mail.
    Raises: OSError.
    """
    folder = paths.spool_dir / "claude"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    word = {
        "hook_event_name": "HeadspaceLaunched",
        "launch_id": launch.launch_id,
        "tmux_socket": launch.socket,
        "tmux_session": launch.session_name,
        "tmux_pane": pane,
        "cwd": str(project),
        "args": args,
        "launched_at": datetime.now(UTC).isoformat(),
    }
    file = folder / f"{os.getpid()}..{pane}.."
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w", encoding="utf-8") as stream:
        json.dump(word, stream)
    return file


def settings(options: argparse.Namespace) -> int:
    """`headspace settings`: where the file is, a sample of it, or what is in force and why."""
    paths = Paths.from_environment()
    if options.verb == "path":
        sys.stdout.write(f"{paths.settings_file}\n")
        return 0
    from headspace_desktop import settings as chosen  # noqa: PLC0415

    if options.verb == "sample":
        sys.stdout.write(chosen.sample())
        return 0
    loaded = chosen.load(paths)
    rows = [("SETTING", "SET BY", "VALUE")]
    for choice in chosen.choices():
        section, _, field = choice.key.partition(".")
        value = getattr(getattr(loaded.settings, section), field)
        text = ", ".join(value) if isinstance(value, tuple) else str(value).lower() if value in (True, False) else value
        rows.append((choice.key, loaded.origins[choice.key], redact(str(text))))
    sys.stdout.write(table(rows, 1000) + "\n")
    for trouble in loaded.troubles:
        sys.stderr.write(plain(f"{trouble}") + "\n" + plain(trouble.remedy) + "\n")
    return 1 if loaded.troubles else 0


def store(options: argparse.Namespace) -> int:
    """`headspace store`: where it is, bring it up to date, or back it up."""
    from headspace_desktop import settings as chosen  # noqa: PLC0415

    paths = Paths.from_environment()
    used = in_use(chosen.load(paths).settings)
    if options.verb == "path":
        sys.stdout.write(redact(used.database.url or str(paths.database_file)) + "\n")
        return 0
    from headspace_desktop.app import upkeep  # noqa: PLC0415  the only command that is the program itself

    said = (
        upkeep.migrate_store(paths, used, is_backed_up=options.yes)
        if options.verb == "migrate"
        else upkeep.backup_store(paths, used)
    )
    sys.stdout.write(plain(redact(said)) + "\n")
    return 0
