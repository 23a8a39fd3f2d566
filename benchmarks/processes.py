"""What processes cost, read from /proc: processor time, memory, wake-ups of each thread."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

_TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    """All descendants that live now."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += [int(child), *children(int(child))]
    return found


def cpu_s(pid: int, *, with_ended_children: bool = True) -> float:
    """Processor time so far, of short-lived children (such as tmux) too, to 10 ms."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11 : 15 if with_ended_children else 13]) * _TICK_S


def cpu_fine_s(pid: int) -> float:
    """Processor time of the process's own live threads, to the nanosecond."""
    return sum(int(Path(task, "schedstat").read_text().split()[0]) for task in _tasks(pid)) / 1e9


def pss_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def rss_mb(pid: int) -> tuple[float, float]:
    """All that is resident, and what of it is its own and no file's: that does not depend on who else runs."""
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in line)
    return int(status["VmRSS"].split()[0]) / 1024, int(status["RssAnon"].split()[0]) / 1024


def wake_ups(pid: int) -> Counter[str]:
    """How often each thread has gone to sleep so far."""
    found: Counter[str] = Counter()
    for task in _tasks(pid):
        status = dict(line.split(":", 1) for line in Path(task, "status").read_text().splitlines() if ":" in line)
        found[f"{status['Name'].strip()}"] += int(status["voluntary_ctxt_switches"])
    return found


def _tasks(pid: int) -> list[Path]:
    return list(Path(f"/proc/{pid}/task").iterdir())


@dataclass(frozen=True, slots=True)
class Cost:
    """Of a process between two looks."""

    wall_s: float
    cpu_s: float
    fine_s: float
    wakes: Counter[str]

    @property
    def percent(self) -> float:
        """Of one core, with its ended children."""
        return 100 * self.cpu_s / self.wall_s
