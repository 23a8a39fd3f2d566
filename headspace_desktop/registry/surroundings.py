"""What the process table adds to a live-session file: the terminal, the tmux pane and the launch of a process.

Runs in the registry thread. It looks at the person's own processes and keeps nothing but three variables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from headspace_desktop.domain.model import PaneRef
from headspace_desktop.processes import environ_of, look_up

#: Set by `headspace start` for the session that it launches.
LAUNCH_VARIABLE = "HEADSPACE_LAUNCH_ID"
_PANE = re.compile(r"%\d{1,9}\Z")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Empty where it is not known."""

    tty: str = ""
    pane: PaneRef | None = None
    launch_id: str | None = None


def surroundings_of(pid: int) -> Surroundings:
    """Where a process runs. Blocks: `processes.look_up`, twice."""
    process = look_up(pid)
    if process is None:
        return Surroundings()
    environ = environ_of(pid, "TMUX", "TMUX_PANE", LAUNCH_VARIABLE)
    return Surroundings(tty=process.tty, pane=_pane(environ), launch_id=environ.get(LAUNCH_VARIABLE) or None)


def _pane(environ: dict[str, str]) -> PaneRef | None:
    socket, pane_id = environ.get("TMUX", "").split(",", 1)[0], environ.get("TMUX_PANE", "")
    return PaneRef(socket, pane_id) if socket.startswith("/") and _PANE.match(pane_id) else None
