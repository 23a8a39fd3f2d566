"""How long the Activity page's questions take with a year of data: 100,000 turns, on a real SQLite file.

Each span is asked at the newest, a middle and the oldest end of the year; the limit is 200 ms of
its own time, so that what else runs on the machine does not decide.
"""

from __future__ import annotations

import random
import tempfile
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import figures
from sqlalchemy import Connection, insert

from headspace_desktop.domain.activity import Span, period_of
from headspace_desktop.domain.asks import AskActivity, AskProjects
from headspace_desktop.domain.model import CommandState, Outcome, TurnActor, TurnIntent
from headspace_desktop.paths import Paths
from headspace_desktop.store.base import table
from headspace_desktop.store.database import open_store
from headspace_desktop.store.pages import Pages
from headspace_desktop.store.tables import AgentRow, CommandRow, EventRow, ProjectRow, TurnRow

TURNS, AGENTS, PROJECTS, DAYS, ROUNDS = 100_000, 2_000, 12, 365, 7
END = datetime(2026, 3, 31, 20, tzinfo=UTC)
START = END - timedelta(days=DAYS)
LIMIT_MS = 200.0
DICE = random.Random(7)
STATE = {"name": "", "given_name": "", "verdict": {"state": "done"}, "scene": {"texts": ["x" * 4000]}}
TEXT = "The session store stands behind a protocol now; the old tests are green and two new ones were added. " * 6


def agents() -> Iterator[dict[str, Any]]:
    step = timedelta(days=DAYS) / AGENTS
    for number in range(1, AGENTS + 1):
        start = START + step * number
        end = start + timedelta(hours=6)
        yield {
            "id": number, "uuid": str(uuid.UUID(int=number)), "host_id": "h", "host_name": "h", "client": "claude",
            "session_id": f"{number:08x}-aaaa", "process": "", "project_id": number % PROJECTS + 1, "started_at": start,
            "last_seen_at": min(end, END), "ended_at": end if number < AGENTS - 20 else None, "state": STATE,
            "state_version": 1,
        }  # fmt: skip


def fill(connection: Connection) -> None:
    projects = [{"id": n, "host_id": "h", "host_name": "h", "name": f"project-{n}", "slug": f"p{n}", "path": f"/p/{n}",
                 "created_at": START} for n in range(1, PROJECTS + 1)]  # fmt: skip
    connection.execute(insert(table(ProjectRow)), projects)
    rows = list(agents())
    connection.execute(insert(table(AgentRow)), rows)
    turns: list[dict[str, Any]] = []
    commands: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    number = 0
    for row in rows:
        at = row["started_at"]
        for part in range(TURNS // AGENTS):
            number += 1
            if part % 10 == 0:
                over = at + timedelta(minutes=25)
                commands.append({
                    "id": len(commands) + 1, "uuid": str(uuid.UUID(int=10**9 + len(commands))), "agent_id": row["id"],
                    "state": CommandState.COMPLETE, "outcome": Outcome.FINISHED, "started_at": at, "completed_at": over,
                    "full_command": TEXT, "full_output": TEXT * 3,
                })  # fmt: skip
            intent = {0: TurnIntent.COMMAND, 5: TurnIntent.QUESTION, 6: TurnIntent.ANSWER}.get(part % 10)
            is_user = intent in (TurnIntent.COMMAND, TurnIntent.ANSWER)
            turns.append({
                "id": number, "agent_id": row["id"], "command_id": len(commands), "key": f"text:{part}",
                "sequence": part + 1, "actor": TurnActor.USER if is_user else TurnActor.AGENT,
                "intent": intent or TurnIntent.PROGRESS, "text": TEXT, "at": at, "source": "hook", "is_internal": False,
                "question_source_type": DICE.choice(("free_text", "permission_request"))
                if intent is TurnIntent.QUESTION else None,
                "answers_turn_id": number - 1 if intent is TurnIntent.ANSWER else None,
            })  # fmt: skip
            if at > END - timedelta(days=30):
                payload = (
                    {"from": "working", "to": "needs_input"} if part % 2 else {"from": "needs_input", "to": "working"}
                )
                events.append({"host_id": "h", "at": at, "seen_at": at, "kind": "verdict_changed", "source": "hook",
                               "agent_id": row["id"], "version": 1, "payload": payload})  # fmt: skip
            at += timedelta(seconds=DICE.expovariate(1 / 240))
    for model, values in ((CommandRow, commands), (TurnRow, turns), (EventRow, events)):
        for start in range(0, len(values), 5000):
            connection.execute(insert(table(model)), values[start : start + 5000])


def run() -> None:
    rows: list[dict[str, figures.Figure]] = []
    with tempfile.TemporaryDirectory() as folder:
        paths = Paths.from_environment({"HEADSPACE_HOME": str(Path(folder) / "home")})
        store = open_store("", paths, host_id="h", host_name="h")
        with store.db.begin() as connection:
            fill(connection)
        store.close()
        pages = Pages("", paths, host_id="h")
        ways = {
            f"{span}, {name}": AskActivity("a", period_of(span, day), END)
            for span in Span
            for name, day in (
                ("newest", END.date()), ("middle", END.date() - timedelta(days=180)),
                ("oldest", date(START.year, START.month, START.day) + timedelta(days=31)),
            )
        } | {"projects": AskProjects("p")}  # fmt: skip
        worst = 0.0
        for name, ask in ways.items():
            took_ms, cpu_ms = [], []
            for _ in range(ROUNDS):
                begin, cpu = time.perf_counter(), time.process_time()
                page = pages.answer(ask)
                took_ms.append((time.perf_counter() - begin) * 1000)
                cpu_ms.append((time.process_time() - cpu) * 1000)
            p50, own = figures.percentile(took_ms, 50), figures.percentile(cpu_ms, 50)
            worst = max(worst, own)
            turns = page.total.turns if isinstance(ask, AskActivity) else None
            rows.append({
                "page": name, "turns": turns, "cpu_ms": own,
                    "p50_ms": p50, "max_ms": max(took_ms), "limit_ms": LIMIT_MS,
                "of_limit": own / LIMIT_MS,
            })  # fmt: skip
        pages.close()
    figures.report("activity", rows)
    if worst > LIMIT_MS:
        raise SystemExit(f"{worst:.0f} ms is over the limit of {LIMIT_MS:.0f} ms")


if __name__ == "__main__":
    run()
