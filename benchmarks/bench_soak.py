"""Two hundred agents that misbehave, for half an hour in three minutes: memory, store, processor, and how often right.

The whole program runs alone, without a screen; the fleet runs in this process and knows the truth of its agents.
Run: `python benchmarks/bench_soak.py [agents] [seconds] [speed] [steady]`; with `steady` no session begins or ends on
the way, so that what grows grows by the turn.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import figures
import processes

from headspace_desktop.app.fleet import CALM, Fleet, Habits, Truth
from headspace_desktop.paths import Paths

#: Of a change of the truth so much time is not scored: hooks that are late and transcripts that trail by design.
PERMITTED_S = 0.6
#: Every agent's process starts within the first seconds, on the cores of the program itself: told with and without.
SETTLED_S = 15.0
MARKS = (0.2, 0.4, 0.6, 0.8, 1.0)
STEADY = replace(CALM, clears=0.0, leaves=0.0, crashes=0.0)


class Poll:
    """A watch for the fleet's own room."""

    def add(self, fd: int, ready: Any, *, is_write: bool = False) -> None:  # noqa: ARG002
        raise RuntimeError("the fleet waits for no answers here")

    def remove(self, fd: int) -> None:
        pass


class Soak:
    """One program, one fleet, two timelines of each life: what was true, and what was shown.

    A life goes through several sessions (/clear), and its card with it.
    """

    def __init__(self, agents: int, speed: float, habits: Habits = CALM) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="hss-"))
        env = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "HEADSPACE_HOME": str(self.folder / "hs"),
               "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}  # fmt: skip
        self.paths = Paths.from_environment(env)
        (self.folder / ".claude").mkdir()
        with (self.folder / "out").open("wb") as out:
            words = [sys.executable, "-m", "headspace_desktop", "--hidden"]
            self.app = subprocess.Popen(
                words, env=env, cwd=Path(figures.__file__).parent.parent, stdout=out, stderr=out
            )
        self.true: dict[str, list[tuple[float, str]]] = defaultdict(list)
        self.lives: dict[str, str] = {}  # of each session
        self._shown: list[tuple[float, str, str, str]] = []
        self.fleet = Fleet(self.paths, self.folder / ".claude", count=agents, speed=speed, habits=habits,
                           tell=self._tell)  # fmt: skip
        self.fleet.ask = lambda _agent, _name: None  # type: ignore[method-assign]  # nobody answers from the board
        self._wire = self._connected()
        self._rest = b""

    def _connected(self) -> socket.socket:
        end_s = time.monotonic() + 30
        while True:
            wire = socket.socket(socket.AF_UNIX)
            try:
                wire.connect(str(self.paths.command_socket))
            except OSError:
                wire.close()
                if time.monotonic() > end_s:
                    raise
                time.sleep(0.1)
            else:
                wire.sendall(b'{"v": 1, "id": "1", "do": "watch"}\n')
                return wire

    def _tell(self, truth: Truth) -> None:
        self.lives[truth.session_id] = truth.life
        self.true[truth.life].append((time.time(), str(truth.state)))

    def hear(self, until_s: float) -> None:
        """Lines of the app until the fleet has something to do."""
        wait_s = max(0.0, until_s - time.time())
        if not select.select([self._wire], [], [], wait_s)[0]:
            return
        data = self._wire.recv(1 << 20)
        if not data:
            raise SystemExit("the program let us go")
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            agent = json.loads(line)
            if agent.get("state") and agent.get("session_id"):
                self._shown.append((time.time(), agent["session_id"], agent["state"], agent["rule"]))

    def run(self, wall_s: float) -> list[dict[str, Any]]:
        self.fleet.open(Poll())
        begin_s, rows, left = time.time(), [], list(MARKS)
        while left:
            now_s = time.time()
            if now_s >= begin_s + left[0] * wall_s:
                rows.append({"at %": round(left.pop(0) * 100), **self.figures()})
                continue
            if (self.fleet.due_s() or 0.0) <= 0:
                self.fleet.tick()
            due_s = self.fleet.due_s()
            self.hear(min(now_s + (due_s if due_s is not None else 0.1), begin_s + left[0] * wall_s))
        return rows

    def figures(self) -> dict[str, Any]:
        rss_mb, own_mb = processes.rss_mb(self.app.pid)
        with closing(sqlite3.connect(f"file:{self.paths.database_file}?mode=ro", uri=True)) as db:
            (turns,) = db.execute("SELECT count(*) FROM turns").fetchone()
            (events,) = db.execute("SELECT count(*) FROM events").fetchone()
            (pages,) = db.execute("PRAGMA page_count").fetchone()
            (size,) = db.execute("PRAGMA page_size").fetchone()
        return {"RSS MB": round(rss_mb, 1), "own MB": round(own_mb, 1),
                "PSS MB": round(processes.pss_mb(self.app.pid), 1), "turns": turns,
                "events": events, "store MB": round(pages * size / 1e6, 1), "sessions": len(self.lives)}  # fmt: skip

    def threads(self, wall_s: float) -> dict[str, float]:
        """Share of a core of each thread."""
        found: dict[str, float] = defaultdict(float)
        for task in Path(f"/proc/{self.app.pid}/task").iterdir():
            fields = (task / "stat").read_text().rpartition(")")[2].split()
            found[(task / "comm").read_text().strip()] += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return {
            name: round(100 * used_s / wall_s, 1) for name, used_s in sorted(found.items()) if used_s > wall_s / 500
        }

    def bugs(self) -> list[str]:
        log = self.paths.log_file
        said = (self.folder / "out").read_text("utf-8", "replace") + (log.read_text("utf-8") if log.exists() else "")
        return [line for line in said.splitlines() if "bug in " in line or "Traceback" in line or "set aside" in line]

    def share_right(self, end_s: float, after_s: float = 0.0) -> tuple[float, float, dict[str, float]]:
        """Of all time: with every moment, and without the permitted delay after a change; and where the rest went."""
        from_s = min(truths[0][0] for truths in self.true.values()) + after_s
        total = right = scored = right_scored = 0.0
        wrong: dict[str, float] = defaultdict(float)
        all_shown: dict[str, list[tuple[float, str]]] = defaultdict(list)
        for at_s, session_id, state, rule in self._shown:
            all_shown[self.lives.get(session_id, "")].append((at_s, f"{state} by {rule}"))
        for life, truths in self.true.items():
            shown = all_shown[life]
            for (at_s, state), until_s in zip(truths, [at for at, _ in truths[1:]] + [end_s], strict=True):
                for begin_s, stop_s, seen in _pieces(shown, max(at_s, from_s), max(until_s, from_s)):
                    late_s = max(begin_s, min(stop_s, at_s + PERMITTED_S))
                    total += stop_s - begin_s
                    scored += stop_s - late_s
                    if seen.startswith(f"{state} "):
                        right += stop_s - begin_s
                        right_scored += stop_s - late_s
                    else:
                        wrong[f"{state} shown as {seen}"] += stop_s - late_s
        worst = {what: round(100 * s / scored, 3) for what, s in sorted(wrong.items(), key=lambda p: -p[1])[:8]}
        return 100 * right / total, 100 * right_scored / scored, worst

    def close(self) -> None:
        self.fleet.close()
        self._wire.close()
        self.app.send_signal(signal.SIGTERM)
        self.app.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)


def _pieces(shown: list[tuple[float, str]], begin_s: float, end_s: float) -> list[tuple[float, float, str]]:
    """What was shown between two moments."""
    states = [(at_s, state) for at_s, state in shown if at_s < end_s]
    before = [state for at_s, state in states if at_s <= begin_s]
    inside = [(at_s, state) for at_s, state in states if at_s > begin_s]
    marks = [(begin_s, before[-1] if before else "nothing"), *inside]
    return [
        (at_s, until_s, state)
        for (at_s, state), until_s in zip(marks, [at for at, _ in marks[1:]] + [end_s], strict=True)
    ]


def main(agents: int, wall_s: float, speed: float, *, is_steady: bool = False) -> None:
    """Run, and print memory by time, then the rest."""
    soak = Soak(agents, speed, STEADY if is_steady else CALM)
    try:
        rows = soak.run(wall_s)
        every, scored, worst = soak.share_right(time.time())
        _, settled, worst_settled = soak.share_right(time.time(), SETTLED_S)
        threads, bugs = soak.threads(wall_s), soak.bugs()
    finally:
        soak.close()
    first, last = rows[0], rows[-1]
    turns = max(last["turns"] - first["turns"], 1)
    about = {
        "agents": agents, "wall s": wall_s, "speed": speed, "load average": os.getloadavg()[0],
        "at": datetime.now().isoformat(timespec="seconds"),  # noqa: DTZ005
        "growth of its own memory MB": round(last["own MB"] - first["own MB"], 1), "turns meanwhile": turns,
        "sessions that began meanwhile": last["sessions"] - first["sessions"],
        "store MB per 1,000 turns": round(1000 * (last["store MB"] - first["store MB"]) / turns, 2),
        "right %, every moment": round(every, 2),
        f"right %, {PERMITTED_S} s after a change permitted": round(scored, 2),
        f"right % of that since {SETTLED_S} s after the start": round(settled, 2),
        "bugs": len(bugs),
    }  # fmt: skip
    figures.report("soak", rows)
    for name, value in about.items():
        print(f"{name}: {value}")
    print("wrong, % of the time:", json.dumps(worst))
    print("wrong, % of the time since everybody has arrived:", json.dumps(worst_settled))
    print("threads, % of a core:", json.dumps(threads))
    for line in bugs[:20]:
        print(line)


if __name__ == "__main__":
    is_steady = sys.argv[-1] == "steady"
    given = [float(word) for word in sys.argv[1 : -1 if is_steady else None]]
    agents, wall_s, speed = (*given, *(200, 180.0, 10.0)[len(given) :])
    main(int(agents), wall_s, speed, is_steady=is_steady)
