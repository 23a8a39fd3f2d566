"""What one hook costs the engine, its commit included, in batches of 1, 16 and 256, beside bare SQLite inserts.

Also how large the state of an agent is that has lived through 1,000 turns.
"""

from __future__ import annotations

import itertools
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import figures
from rooms import Home, turn

from headspace_desktop.domain.events import MailOpened
from headspace_desktop.engine.engine import Engine

ROUNDS, HOOKS = 5, 512


def mails(count: int, numbers: Iterator[int], sessions: int = 10) -> list[MailOpened]:
    """The hooks of several sessions, mixed."""
    turns = [turn(f"session-{n % sessions}", next(numbers) * 100) for n in range(count // 10 + 1)]
    groups = [turns[at : at + sessions] for at in range(0, len(turns), sessions)]
    mixed = [one for group in groups for each in itertools.zip_longest(*group) for one in each if one is not None]
    return mixed[:count]


def through_engine(engine: Engine, size: int, numbers: Iterator[int]) -> Callable[[], float]:
    def way() -> float:
        given = mails(HOOKS, numbers)
        begin_s = time.perf_counter()
        for at in range(0, len(given), size):
            engine.handle(given[at : at + size])
        return (time.perf_counter() - begin_s) / len(given) * 1000

    return way


def bare(folder: Path) -> Callable[[], float]:
    """One row and one commit a hook, as little as a store can do."""
    db = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=NORMAL")
    db.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, name TEXT, payload TEXT)")
    payload = "x" * 500

    def way() -> float:
        begin_s = time.perf_counter()
        for number in range(HOOKS):
            db.execute("BEGIN IMMEDIATE")
            db.execute("INSERT INTO events (name, payload) VALUES (?, ?)", (str(number), payload))
            db.execute("COMMIT")
        return (time.perf_counter() - begin_s) / HOOKS * 1000

    return way


def growth(home: Home, turns: int) -> list[dict[str, figures.Figure]]:
    """The stored state of one agent as it gets old, and what a hook of it costs then."""
    engine, rows = home.engine(lambda _: None, lambda _: None), []
    engine.open(None)  # type: ignore[arg-type]
    spent_s, marks = 0.0, {turns // 100, turns // 10, turns}
    for number in range(1, turns + 1):
        batch = turn("the-old-one", 10_000_000 + number * 100, tools=12)
        begin_s = time.perf_counter()
        engine.handle(batch)
        spent_s += time.perf_counter() - begin_s
        if number in marks:
            with sqlite3.connect(home.paths.database_file) as db:
                query = "SELECT length(state) FROM agents WHERE session_id = 'the-old-one'"
                (size,) = db.execute(query).fetchone()
            rows.append({"way": f"after {number} turns", "state_bytes": size,
                         "ms_per_hook": spent_s / number / len(batch) * 1000})  # fmt: skip
    engine.close()
    return rows


def main() -> None:
    numbers = itertools.count(1)
    with Home() as home:
        engine = home.engine(lambda _: None, lambda _: None)
        engine.open(None)  # type: ignore[arg-type]
        ways = {f"engine, {size} at once": through_engine(engine, size, numbers) for size in (1, 16, 256)}
        took = figures.interleaved({"bare SQLite, one row": bare(home.folder), **ways}, ROUNDS)
        engine.close()
        floor = figures.percentile(took["bare SQLite, one row"], 50)
        rows: list[dict[str, figures.Figure]] = [
            {"way": name, "ms_per_hook": figures.percentile(each, 50), "worst": max(each),
             "times_bare": figures.percentile(each, 50) / floor, "hooks_per_s": 1000 / figures.percentile(each, 50)}
            for name, each in took.items()
        ]  # fmt: skip
        rows += growth(home, 1000 if "long" in sys.argv else 200)
    figures.report("engine", rows)


if __name__ == "__main__":
    main()
