"""While nothing happens the program hardly is there: few wake-ups, no processes started, little memory."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.alone import Alone

#: More is a timer or a poll that somebody forgot; processor time would depend on the machine, this does not.
WAKE_UPS_PER_S = 12.0
#: Its own, no file's. 94 on 2026-11-29 with Python 3.11, just after its store was made.
MEMORY_MB = 100.0
WATCHED_S = 6.0


@pytest.fixture
def program() -> Iterator[Alone]:
    with Alone() as program:
        yield program


def wake_ups(pid: int) -> Counter[str]:
    """How often each thread has gone to sleep so far."""
    found: Counter[str] = Counter()
    for task in Path(f"/proc/{pid}/task").iterdir():
        status = dict(line.split(":", 1) for line in (task / "status").read_text().splitlines() if ":" in line)
        found[status["Name"].strip()] += int(status["voluntary_ctxt_switches"])
    return found


def forks(pid: int) -> int:
    """Processor time of ended children, in clock ticks: none without any."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[13]) + int(fields[14])


def test_ten_idle_agents_wake_nobody(program: Alone) -> None:
    agents = [program.stand_in() for _ in range(10)]
    for agent in agents:
        agent.start()
        agent.prompt()
        agent.stop()
    program.wait_for(
        "all are done", lambda: [a["state"] for a in program.agents() or []], lambda s: s == ["done"] * len(agents)
    )
    pid = program.process.pid
    before, children = _quiet(pid), forks(pid)
    begin_s = time.monotonic()
    time.sleep(WATCHED_S)
    woken = wake_ups(pid) - before
    passed_s = time.monotonic() - begin_s
    assert sum(woken.values()) / passed_s < WAKE_UPS_PER_S, woken
    assert forks(pid) == children, "nothing is started while agents without a terminal idle"
    assert program.pss_mb() < MEMORY_MB


def _quiet(pid: int, deadline_s: float = 20.0) -> Counter[str]:
    """Until a whole second brings only what idling brings."""
    end_s = time.monotonic() + deadline_s
    last = wake_ups(pid)
    while time.monotonic() < end_s:
        time.sleep(1)
        now = wake_ups(pid)
        if sum((now - last).values()) < WAKE_UPS_PER_S:
            return now
        last = now
    pytest.fail(f"it does not come to rest: {wake_ups(pid) - last}")


#: What is for some windows, stores or moments only, and megabytes each.
LATER = {
    "PySide6.QtQml", "PySide6.QtWebEngineCore", "alembic", "httpx", "libtmux", "markdown_it", "psycopg", "pydantic",
    "pygments", "ruamel.yaml",
}  # fmt: skip


def test_what_is_needed_only_now_and_then_is_not_there_at_rest() -> None:
    """What made the store is there until the next start, but nothing to colour its mistakes."""
    program = Alone()
    program.env["PYTHONPROFILEIMPORTTIME"] = "1"
    with program:
        program.works()
        assert _imported(program) & LATER == {"alembic"}
        program.restart()
        program.works()
        assert _imported(program) & LATER == set()
        maps = Path(f"/proc/{program.process.pid}/maps").read_text()
        assert not set(re.findall(r"libQt6(?:WebEngine|Qml|Quick)\w*", maps))


def _imported(program: Alone) -> set[str]:
    """Every module that the program has imported since its last start."""
    said = program.logs().rpartition("imported package\n")[2]
    found = {line.rpartition("|")[2].strip() for line in said.splitlines() if line.startswith("import time:")}
    assert "headspace_desktop.app.program" in found
    return found


def test_sources_are_not_kept_in_memory() -> None:
    """PySide reads the source of every module that is imported after it, unless told not to."""
    words = (
        "import linecache; from headspace_desktop import __main__ as main;"
        "main.check_libraries({'QT_QPA_PLATFORM': 'offscreen'}); import headspace_desktop.app.program;"
        "print(sum(len(entry[2]) for entry in linecache.cache.values() if len(entry) == 4))"
    )
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, timeout=60, check=True)
    assert int(done.stdout) < 5_000, "lines of source"
