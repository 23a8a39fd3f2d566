"""Facts about a process: parent, name, terminal, start, environment. Any thread; it signals nobody, keeps nothing.

Read from /proc, a few microseconds each; where there is none (macOS) from ps, some milliseconds each.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from calendar import timegm
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
HAS_PROC = (PROC / "self/stat").exists()
ENVIRON_BYTES = 4 << 20
PS_TIMEOUT_S = 2.0

#: pts majors of the kernel. Source: Documentation/admin-guide/devices.txt, 136-143 char.
_PTS_MAJORS = range(136, 144)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_COLUMNS = "pid=,ppid=,pgid=,tpgid=,state=,tty=,lstart=,comm="
_LINE = re.compile(
    r"\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(-?\d{1,10})\s+(\S+)\s+(\S+)\s+"
    r"(\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4})\s+(\S.*)"
)
_START = re.compile(r"\w{3} (\w{3}) ([ \d]\d) (\d\d):(\d\d):(\d\d) (\d{4})")


@dataclass(frozen=True, slots=True)
class Process:
    """One that lives; a process that ended and was not fetched yet is none.

    `tty` is a path below /dev or empty. `start` tells two processes with one number apart: clock ticks since boot on
    Linux, else the second in UTC as ``LC_ALL=C TZ=UTC ps -o lstart=`` writes it (agent programs note it in this form).
    """

    parent: int
    name: str
    tty: str
    start: str
    group: int
    foreground: int  # the process group that the terminal listens to; not positive without a terminal
    is_stopped: bool


def look_up(pid: int) -> Process | None:
    """The process that has this number now. Blocks: see above."""
    if not HAS_PROC:
        return _from_ps([pid]).get(pid)
    try:
        with open(f"{PROC}/{pid}/stat", "rb", buffering=0) as file:  # noqa: PTH123  asked with every mail
            return _from_stat(file.read(4096))
    except (OSError, ValueError, IndexError):
        return None


def look_up_all(pids: Iterable[int]) -> dict[int, Process]:
    """Those of these that live, asked at once. Blocks: see above, once."""
    if not HAS_PROC:
        return _from_ps(list(pids))
    return {pid: found for pid in pids if (found := look_up(pid)) is not None}


def environ_of(pid: int, *names: str) -> dict[str, str]:
    """Some of the variables that a process of this person was started with; empty when they cannot be read."""
    if not HAS_PROC:
        return _environ_from_ps(pid, names)
    try:
        with (PROC / str(pid) / "environ").open("rb") as file:
            raw = file.read(ENVIRON_BYTES)
    except OSError:
        return {}
    pairs = (os.fsdecode(entry).partition("=") for entry in raw.split(b"\0"))
    return {name: value for name, _, value in pairs if name in names}


def children_of(pid: int) -> list[int]:
    """Its direct children; always empty without /proc, where nobody asks."""
    children: list[int] = []
    for path in (PROC / str(pid)).glob("task/*/children"):
        try:
            children += [int(number) for number in path.read_text("ascii").split()]
        except (OSError, ValueError):
            continue
    return children


def moment_s(start: str) -> float | None:
    """A `Process.start` as seconds since the epoch, exact to some 10 ms on Linux and to a second elsewhere."""
    if start.isascii() and start.isdigit() and len(start) < 20:
        return _boot_s() + int(start) / os.sysconf("SC_CLK_TCK") if HAS_PROC else None
    match = _START.fullmatch(start)
    if match is None or match[1] not in _MONTHS:
        return None
    month, (day, hour, minute, second, year) = _MONTHS.index(match[1]) + 1, map(int, match.groups()[1:])
    return float(timegm((year, month, day, hour, minute, second)))


def _boot_s() -> float:
    """When the machine started, as seconds since the epoch. Source: proc(5), starttime; clock_gettime(2)."""
    return time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)


# -- Linux ------------------------------------------------------------------------


def _from_stat(raw: bytes) -> Process | None:
    # The name may hold anything, brackets and line ends too. Source: proc(5), /proc/PID/stat.
    head, _, tail = raw.rpartition(b")")
    fields = tail.split()
    if fields[0] in {b"Z", b"X", b"x"}:
        return None
    return Process(
        parent=int(fields[1]),
        name=head.partition(b"(")[2].decode("utf-8", "replace"),
        tty=_tty_name(int(fields[4])),
        start=str(int(fields[19])),
        group=int(fields[2]),
        foreground=int(fields[5]),
        is_stopped=fields[0] in {b"T", b"t"},
    )


def _tty_name(number: int) -> str:
    # Source: proc(5), tty_nr: minor in bits 31-20 and 7-0, major in 15-8.
    major, minor = (number >> 8) & 0xFFF, (number & 0xFF) | ((number >> 12) & 0xFFF00)
    if major in _PTS_MAJORS:
        return f"/dev/pts/{(major - _PTS_MAJORS.start) * 256 + minor}"
    if major == 4:
        return f"/dev/tty{minor}" if minor < 64 else f"/dev/ttyS{minor - 64}"
    return ""


# -- everywhere else ----------------------------------------------------------------


def _from_ps(pids: list[int]) -> dict[int, Process]:
    # Source: ps(1) of macOS: `=` leaves the heading out, `-p` takes a list, lstart is asctime's form, tty has no /dev.
    found: dict[int, Process] = {}
    if not pids:
        return found
    for line in _ps("-o", _COLUMNS, "-p", ",".join(str(pid) for pid in pids)).splitlines():
        match = _LINE.fullmatch(line)
        if match is None or match[5].startswith("Z"):
            continue
        pid, parent, group, foreground = (int(match[each]) for each in range(1, 5))
        found[pid] = Process(
            parent=parent,
            name=Path(match[8].strip()).name,
            tty="" if match[6].startswith(("?", "-")) else f"/dev/{match[6].removeprefix('/dev/')}",
            start=match[7],
            group=group,
            foreground=foreground,
            is_stopped=match[5].startswith("T"),
        )
    return found


def _environ_from_ps(pid: int, names: tuple[str, ...]) -> dict[str, str]:
    # Source: ps(1) of macOS: -E shows the environment after the command, all of it separated by spaces. The command's
    # own words come first, so the last match is the variable.
    text = _ps("-E", "-ww", "-o", "command=", "-p", str(pid)).strip()
    found = {name: re.findall(rf"(?:^|\s){re.escape(name)}=(.*?)(?=\s[A-Za-z_]\w*=|$)", text) for name in names}
    return {name: values[-1] for name, values in found.items() if values}


def _ps(*words: str) -> str:
    try:
        done = subprocess.run(
            ["ps", *words],
            env={**os.environ, "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PS_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")
