"""How long the history search takes over 100,000 turns, on a real SQLite file and a real PostgreSQL, and what the index
adds to a commit of the engine. Each question is also given to a plain look into every row: `times_faster`.

The limit is 100 ms for words; what no index of words can hold (scripts without spaces, bare signs) is shown too.
"""

from __future__ import annotations

import itertools
import random
import sqlite3
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import figures
from rooms import Home, turn
from sqlalchemy import Engine, insert, text

from headspace_desktop.domain.asks import AskSearch
from headspace_desktop.domain.model import CommandState, TurnActor, TurnIntent
from headspace_desktop.paths import Paths
from headspace_desktop.store.base import table
from headspace_desktop.store.database import open_store
from headspace_desktop.store.pages import Pages
from headspace_desktop.store.tables import AgentRow, CommandRow, ProjectRow, TurnRow
from tests.harness.postgres import Cluster

TURNS, AGENTS, ROUNDS, LIMIT_MS = 100_000, 400, 7, 100.0
END = datetime(2026, 3, 31, 20, tzinfo=UTC)
DICE = random.Random(7)
SYLLABLES = [*"aeiou", "ba", "co", "di", "fu", "ge", "ha", "in", "jo", "ka", "lu", "me", "no", "or", "pe", "ra", "st"]
WORDS = ["".join(DICE.choices(SYLLABLES, k=DICE.randint(1, 4))) for _ in range(20_000)]
WEIGHTS = list(itertools.accumulate(1 / (rank + 1) for rank in range(len(WORDS))))

QUESTIONS: dict[str, dict[str, Any]] = {
    "a word in half of all rows": {"words": "session "},
    "two of them": {"words": "session store "},
    "one letter, being typed": {"words": "s"},
    "two letters, being typed": {"words": "co"},
    "a rare word": {"words": "needle "},
    "a phrase": {"words": '"session store"'},
    "a word without another": {"words": "session -store"},
    "nothing there": {"words": "xyzzy "},
    "one agent's": {"words": "session ", "agent_uuid": str(uuid.UUID(int=7))},
    "one project's": {"words": "needle ", "project_id": 3},
    "what the person said": {"words": "session ", "kinds": ("user",)},
    "(no index) a script without spaces": {"words": "会话"},
    "(no index) bare signs": {"words": "=>"},
}


def sentence(number: int) -> str:
    words = DICE.choices(WORDS, cum_weights=WEIGHTS, k=DICE.choice((8, 30, 60, 160)))
    words += [word for word, share in (("session", 0.5), ("store", 0.3)) if DICE.random() < share]
    if number % 4000 == 17:
        words.append("needle")
    DICE.shuffle(words)
    return " ".join(words)


def rows() -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    projects = [{"id": n, "host_id": "h", "host_name": "h", "name": f"project-{n}", "slug": f"p{n}", "path": f"/p/{n}",
                 "created_at": END} for n in range(1, 13)]  # fmt: skip
    yield ProjectRow, projects
    agents = [{"id": n, "uuid": str(uuid.UUID(int=n)), "host_id": "h", "host_name": "h", "client": "claude",
               "process": "", "project_id": n % 12 + 1, "started_at": END, "last_seen_at": END}
              for n in range(1, AGENTS + 1)]  # fmt: skip
    yield AgentRow, agents
    for start in range(1, TURNS + 1, 5000):
        numbers = range(start, start + 5000)
        commands, turns = [], []
        for number in numbers:
            at, said = END - timedelta(minutes=TURNS - number), sentence(number)
            common = {"id": number, "agent_id": number % AGENTS + 1}
            if number % 10 == 0:
                commands.append({**common, "uuid": str(uuid.UUID(int=10**9 + number)), "state": CommandState.COMPLETE,
                                 "started_at": at, "completed_at": at, "full_command": said,
                                 "full_output": sentence(number)})  # fmt: skip
            actor = TurnActor.USER if number % 10 == 0 else TurnActor.AGENT
            turns.append({**common, "key": f"k{number}", "sequence": number, "actor": actor, "at": at, "text": said,
                          "intent": TurnIntent.PROGRESS, "source": "hook"})  # fmt: skip
        yield CommandRow, commands
        yield TurnRow, turns


def fill(db: Engine) -> None:
    with db.begin() as connection:
        for kind, values in rows():
            connection.execute(insert(table(kind)), values)
    with db.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def timed(way: Callable[[], object]) -> float:
    begin_s = time.perf_counter()
    way()
    return (time.perf_counter() - begin_s) * 1000


def asked(name: str, url: str, paths: Paths) -> list[dict[str, figures.Figure]]:
    store = open_store(url, paths, host_id="h", host_name="h")
    fill(store.db)
    pages = Pages(url, paths, host_id="h")

    def bare() -> float:
        """Every row looked into, as without an index."""
        with store.db.connect() as connection:
            return timed(lambda: connection.scalar(text("SELECT count(*) FROM turns WHERE text LIKE '%xyzzy%'")))

    found: list[dict[str, figures.Figure]] = []
    for what, question in QUESTIONS.items():
        ask = AskSearch("b", limit=50, **question)
        ways = {"search": lambda ask=ask: timed(lambda: pages.answer(ask)), "bare": bare}
        took = figures.interleaved(ways, ROUNDS)
        typical = figures.percentile(took["search"], 50)
        found.append({"way": f"{name}: {what}", "ms": typical, "worst_ms": max(took["search"]),
                      "hits": len(pages.answer(ask).hits),
                      "times_faster": figures.percentile(took["bare"], 50) / typical,
                      "limit": "" if what.startswith("(") else "held" if typical < LIMIT_MS else "BROKEN"})  # fmt: skip
    pages.close()
    store.close()
    return found


def commits() -> list[dict[str, figures.Figure]]:
    """A hook through the engine with the index kept, and with its triggers taken away."""
    numbers = itertools.count(1)
    ways: dict[str, Callable[[], float]] = {}
    with Home() as indexed, Home() as plain:
        engines = []
        for name, home in (("with the index", indexed), ("without it", plain)):
            engine = home.engine(lambda _: None, lambda _: None)
            engine.open(None)  # type: ignore[arg-type]
            engines.append(engine)
            ways[name] = lambda engine=engine: _hooks(engine, next(numbers))
        with sqlite3.connect(plain.paths.database_file) as db:
            for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                db.execute(f"DROP TRIGGER {trigger}")
        took = figures.interleaved(ways, 15)
        for engine in engines:
            engine.close()
    base = figures.percentile(took["without it"], 50)
    return [{"way": f"commit, {name}", "ms": figures.percentile(each, 50), "worst_ms": max(each),
             "times_without": figures.percentile(each, 50) / base} for name, each in took.items()]  # fmt: skip


def _hooks(engine: Any, number: int) -> float:
    """Milliseconds a hook, one commit each."""
    batch = [mail for one in range(4) for mail in turn(f"session-{one}", number * 1000 + one * 100)]
    begin_s = time.perf_counter()
    for mail in batch:
        engine.handle([mail])
    return (time.perf_counter() - begin_s) / len(batch) * 1000


def main() -> None:
    found = commits()
    with tempfile.TemporaryDirectory(prefix="hsb-") as folder:
        paths = Paths.from_environment({"HEADSPACE_HOME": f"{folder}/home"})
        paths.make_private()
        found += asked("SQLite", "", paths)
        place = Path(folder) / "pg"
        place.mkdir()
        place.parent.chmod(0o755)
        cluster = Cluster(place)
        cluster.make()
        cluster.start()
        try:
            found += asked("PostgreSQL", cluster.url(), paths)
        finally:
            cluster.stop()
    figures.report("search", found)


if __name__ == "__main__":
    main()
