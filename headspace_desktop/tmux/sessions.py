"""Starts an agent program inside a named tmux session of its own.

Any thread; `launch` and `Launch.command` are pure enough for the command line to use them without the app.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from headspace_desktop.tmux.client import TmuxClient, default_socket
from headspace_desktop.troubles import AgentProgramMissing, StartFailed, TmuxFailed, TmuxMissing

LAUNCH_VARIABLE = "HEADSPACE_LAUNCH_ID"

#: Marks of an agent around us; with them a new one believes to be nested. Source: spec domain, 8.5.
FOREIGN_VARIABLES = (
    "CLAUDECODE",
    "CLAUDE_PID",
    "CLAUDE_CODE_SESSION_ID",
    "CLAUDE_CODE_ENTRYPOINT",
    "CLAUDE_CODE_CHILD_SESSION",
    "CLAUDE_CODE_SESSION_ATTENDED",
    "CLAUDE_CODE_MESSAGING_SOCKET",
    "CLAUDE_CODE_MESSAGING_TOKEN",
    "CLAUDE_PROJECT_DIR",
    "CLAUDE_ENV_FILE",
    "CLAUDE_EFFORT",
    "AI_AGENT",
)

# The last lines stay readable when the program fails: the person's shell takes its place.
_FRAME = '"$0" -lc "$1" || { printf "\\n[ended with status %s]\\n" "$?"; exec "$0" -l; }'


@dataclass(frozen=True, slots=True)
class Launch:
    """What is to be started. `command` is the whole tmux command line, without a terminal attached."""

    launch_id: str
    session_name: str
    socket: str
    command: tuple[str, ...]

    @property
    def attach_command(self) -> tuple[str, ...]:
        """What shows it in a terminal."""
        return ("tmux", *self._server, "attach-session", "-t", f"={self.session_name}")

    @property
    def _server(self) -> tuple[str, ...]:
        return () if self.socket == default_socket() else ("-S", self.socket)


def slug(name: str) -> str:
    """A project's name as a part of a session name. Source: spec domain, 1.3."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40].strip("-") or "project"


def launch_command(
    project_path: str | Path,
    program: str = "claude",
    args: Sequence[str] = (),
    *,
    socket: str = "",
    launch_id: str = "",
    env: Mapping[str, str] | None = None,
    shell: str = "",
) -> Launch:
    """How to start the program in a detached session of its own, under the person's login shell.

    Raises: AgentProgramMissing when neither a file nor the path has it; StartFailed without the folder;
    TmuxMissing.
    """
    folder = Path(project_path).expanduser()
    if not folder.is_dir():
        raise StartFailed(f"there is no folder {folder}", remedy="Choose a folder that exists.")
    if shutil.which("tmux") is None:
        raise TmuxMissing
    found = shutil.which(str(Path(program).expanduser()))
    if found is None:
        raise AgentProgramMissing(f"{program} was not found on {os.environ.get('PATH', '')}")
    launch_id = launch_id or uuid.uuid4().hex
    name = f"hs-{slug(folder.resolve().name)}-{launch_id[:8]}"
    where = socket or default_socket()
    unset = [word for variable in FOREIGN_VARIABLES for word in ("-u", variable)]
    line = shlex.join(["exec", "env", *unset, found, *args])
    variables = {LAUNCH_VARIABLE: launch_id, **(env or {})}
    set_ = [word for key, value in variables.items() for word in ("-e", f"{key}={value}")]
    person_shell = shell or os.environ.get("SHELL") or "/bin/sh"
    command = ("tmux", "-u", "-S", where, "new-session", "-d", "-s", name, "-c", str(folder), *set_)
    return Launch(launch_id, name, where, (*command, "--", "/bin/sh", "-c", _FRAME, person_shell, line))


def start(launch: Launch, timeout_s: float) -> str:
    """Start it; the id of its pane. Blocks for one tmux command.

    Raises: TmuxMissing, TmuxFailed, StartFailed.
    """
    words = launch.command[launch.command.index("new-session") + 1 :]
    with suppress(OSError):  # with -S tmux does not make its own folder, and says nothing about it
        Path(launch.socket).parent.mkdir(mode=0o700, exist_ok=True)
    pane = TmuxClient(launch.socket, timeout_s).run("new-session", "-P", "-F", "#{pane_id}", *words).strip()
    if not pane.startswith("%"):
        raise StartFailed(f"tmux answered {pane!r}")
    return pane


def session_names(socket: str) -> list[str]:
    """The sessions of a server; none when it does not run. For one-off questions: it blocks without a limit.

    Raises: TmuxMissing, TmuxFailed.
    """
    from libtmux import Server  # noqa: PLC0415  60 ms to import, wanted by one-off commands only
    from libtmux.exc import LibTmuxException, TmuxCommandNotFound  # noqa: PLC0415

    try:
        return [session.session_name or "" for session in Server(socket_path=socket or default_socket()).sessions]
    except TmuxCommandNotFound as error:
        raise TmuxMissing from error
    except LibTmuxException as error:
        raise TmuxFailed(str(error)) from error
