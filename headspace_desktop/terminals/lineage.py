"""A process and its ancestors, as far as they share one terminal window. Any thread.

A lineage ends below a tmux server and an ssh server: whatever owns a window above those is another story.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from headspace_desktop.domain.model import PaneRef
from headspace_desktop.processes import children_of, environ_of, look_up, look_up_all

DEPTH = 64
REMOTE = ("sshd", "sshd-session", "mosh-server", "dropbear", "in.telnetd", "et-server", "etterminal")


@dataclass(frozen=True, slots=True)
class Lineage:
    """A process and its ancestors, nearest first, as far as they share one terminal window.

    `outer` is the tmux pane that the process runs in; `is_remote` tells that its terminal is on another machine.
    """

    pids: tuple[int, ...]
    outer: PaneRef | None = None
    is_remote: bool = False

    @classmethod
    def of(cls, pid: int) -> Lineage:
        """The lineage of a process; without pids when it is gone."""
        pids: list[int] = []
        while pid > 1 and len(pids) < DEPTH and pid not in pids:
            process = look_up(pid)
            if process is None:
                break
            if process.name in REMOTE:
                return cls(tuple(pids), is_remote=True)
            if process.name == "tmux: server" or (process.name == "tmux" and process.parent == 1 and not process.tty):
                return cls(tuple(pids), outer=_pane_of(pids[-1]) if pids else None)
            pids.append(pid)
            pid = process.parent
        return cls(tuple(pids))


def terminals_below(pid: int) -> set[str]:
    """The terminals of a process's children: more than one means tabs, splits or windows."""
    return {process.tty for process in look_up_all(children_of(pid)).values()} - {""}


def _pane_of(pid: int) -> PaneRef | None:
    # tmux gives these two to the process that it starts in a pane; below it they may be stale copies.
    found = environ_of(pid, "TMUX", "TMUX_PANE")
    socket, pane_id = found.get("TMUX", "").split(",")[0], found.get("TMUX_PANE", "")
    return PaneRef(socket, pane_id) if socket and re.fullmatch(r"%\d+", pane_id) else None
