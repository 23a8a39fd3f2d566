"""A process, its ancestors, its terminal: read from /proc, or from ps where there is none (macOS). Any thread.

A lineage ends below a tmux server and an ssh server: whatever owns a window above those is another story.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from headspace_desktop.domain.model import PaneRef

PROC = Path("/proc")
HAS_PROC = (PROC / "self/stat").exists()
PS_TIMEOUT_S = 2.0
ENVIRON_BYTES = 1 << 20
DEPTH = 64
REMOTE = ("sshd", "sshd-session", "mosh-server", "dropbear", "in.telnetd", "et-server", "etterminal")

#: pts majors of the kernel. Source: Documentation/admin-guide/devices.txt, 136-143 char.
PTS_MAJORS = range(136, 144)


@dataclass(frozen=True, slots=True)
class Process:
    parent: int
    name: str
    tty: str


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


def look_up(pid: int) -> Process | None:
    """Parent, short name and terminal of a process; None when there is none."""
    if not HAS_PROC:
        return _from_ps(pid)
    try:
        raw = (PROC / str(pid) / "stat").read_bytes()
    except OSError:
        return None
    head, _, tail = raw.rpartition(b")")
    fields = tail.split()
    name = head.partition(b"(")[2].decode("utf-8", "replace")
    return Process(int(fields[1]), name, _tty_name(int(fields[4])))


def environ_of(pid: int, *names: str) -> dict[str, str]:
    """Some of the variables that a process was started with; empty when they cannot be read."""
    if not HAS_PROC:
        return _environ_from_ps(pid, names)
    try:
        with (PROC / str(pid) / "environ").open("rb") as file:
            raw = file.read(ENVIRON_BYTES)
    except OSError:
        return {}
    pairs = (os.fsdecode(entry).partition("=") for entry in raw.split(b"\0"))
    return {name: value for name, _, value in pairs if name in names}


def terminals_below(pid: int) -> set[str]:
    """The terminals of a process's children: more than one means tabs, splits or windows."""
    found = {process.tty for child in _children(pid) if (process := look_up(child)) is not None}
    return found - {""}


def _children(pid: int) -> list[int]:
    if not HAS_PROC:
        return []
    children: list[int] = []
    for path in (PROC / str(pid)).glob("task/*/children"):
        try:
            children += [int(number) for number in path.read_text().split()]
        except OSError:
            continue
    return children


def _pane_of(pid: int) -> PaneRef | None:
    # tmux gives these two to the process that it starts in a pane; below it they may be stale copies.
    found = environ_of(pid, "TMUX", "TMUX_PANE")
    socket, pane_id = found.get("TMUX", "").split(",")[0], found.get("TMUX_PANE", "")
    return PaneRef(socket, pane_id) if socket and re.fullmatch(r"%\d+", pane_id) else None


def _tty_name(number: int) -> str:
    # Source: proc(5), tty_nr: minor in bits 31-20 and 7-0, major in 15-8.
    major, minor = (number >> 8) & 0xFFF, (number & 0xFF) | ((number >> 12) & 0xFFF00)
    if major in PTS_MAJORS:
        return f"/dev/pts/{(major - PTS_MAJORS.start) * 256 + minor}"
    return f"/dev/tty{minor}" if major == 4 and minor < 64 else ""


def _ps(pid: int, columns: str, *flags: str) -> str:
    try:
        done = subprocess.run(
            ["ps", *flags, "-o", columns, "-p", str(pid)], capture_output=True, timeout=PS_TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace").strip()


def _from_ps(pid: int) -> Process | None:
    fields = _ps(pid, "ppid=,tty=,comm=").split(None, 2)
    if len(fields) < 3 or not fields[0].isdigit():
        return None
    tty = "" if fields[1].startswith("?") else f"/dev/{fields[1]}"
    return Process(int(fields[0]), Path(fields[2]).name, tty)


def _environ_from_ps(pid: int, names: tuple[str, ...]) -> dict[str, str]:
    # Source: ps(1) of macOS: -E shows the environment after the command, separated by spaces.
    text = _ps(pid, "command=", "-E", "-ww")
    found = {name: re.findall(rf"(?:^|\s){re.escape(name)}=(\S*)", text) for name in names}
    return {name: values[-1] for name, values in found.items() if values}
