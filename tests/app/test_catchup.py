"""Closed, killed, robbed of its store in the middle of anything: what is shown and remembered afterwards equals that of
a program that was never interrupted. Two programs watch one simulated fleet, with a clock that the test turns.

What nobody can know is left out of the comparison: when exactly somebody was killed while we were away (`remembered`),
and what only a lost hook would have told (no hook is lost here; a hook is a file).
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from headspace_desktop.app.fleet import WILD
from headspace_desktop.domain.changes import BoardReset, BoardStale
from headspace_desktop.intake import backlog, spool
from headspace_desktop.store.connect import reader, store_url
from tests.harness.by_hand import Program, World
from tests.harness.postgres import Cluster
from tests.harness.remembered import board_of, commands_of, turns_of

HABITS = replace(WILD, lost=0.0, clock_jumps=0.0, bulk_bytes=20_000)


def closed(world: World, chance: random.Random, program: Program) -> None:
    program.close()
    world.pass_time(chance.uniform(1, 300))
    program.start()
    program.turn()


def closed_for_a_day(world: World, chance: random.Random, program: Program) -> None:
    program.close()
    for _ in range(6):
        world.pass_time(chance.uniform(60, 120))
        world.sleep(4 * 3600)
    program.start()
    program.turn()


def killed(world: World, chance: random.Random, program: Program) -> None:
    program.kill()
    world.pass_time(chance.uniform(1, 300))
    program.start()
    program.turn()


def killed_between_commit_and_forget(world: World, chance: random.Random, program: Program) -> None:
    program.kill_after_commits = chance.randrange(1, 20)
    world.pass_time(120)
    assert not program.is_up
    program.start()
    program.turn()


def store_away(world: World, chance: random.Random, program: Program) -> None:
    program.is_store_away = True
    world.pass_time(chance.uniform(60, 300))
    program.is_store_away = False


Blow = Callable[[World, random.Random, Program], None]
BLOWS: tuple[Blow, ...] = (closed, killed, killed_between_commit_and_forget, store_away)


def interrupted(folder: Path, seed: int, blows: tuple[Blow, ...], *, count: int = 4, url: str = "") -> World:
    """Two programs over one fleet; the second one suffers the blows."""
    world = World(folder, count=count, seed=seed, speed=1.0, habits=HABITS, url=url)
    chance = random.Random(seed)
    world.start()
    for program in world.programs:
        program.start()
    for blow in blows:
        world.pass_time(chance.uniform(10, 90))
        blow(world, chance, world.programs[1])
    world.fleet.finish()
    world.pass_time(240)
    return world


def compare(world: World) -> None:
    never, often = (_remembered(program) for program in world.programs)
    for what, expected in never.items():
        assert often[what].keys() == expected.keys(), what
        for session_id, values in expected.items():
            assert often[what][session_id] == values, f"{what} of {session_id}"
    assert [program.troubles for program in world.programs] == [[], []]
    assert len(never["turns"]) >= 4, "nothing happened"


def _remembered(program: Program) -> dict[str, dict[str, Any]]:
    db = reader(store_url(program.url, program.paths))
    try:
        return {"board": board_of(program.cards.values()), "turns": turns_of(db), "commands": commands_of(db)}
    finally:
        db.dispose()


@pytest.mark.parametrize("blow", BLOWS, ids=lambda blow: blow.__name__)
def test_board_turns_and_times_equal_those_of_a_run_that_was_never_interrupted(tmp_path: Path, blow: Blow) -> None:
    world = interrupted(tmp_path, 11, (blow,) * 3)
    try:
        compare(world)
    finally:
        world.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_one_blow_after_another(tmp_path: Path, seed: int) -> None:
    blows = tuple(random.Random(seed).choices(BLOWS, k=6))
    world = interrupted(tmp_path, seed, blows)
    try:
        compare(world)
    finally:
        world.close()


def test_a_day_later(tmp_path: Path) -> None:
    world = interrupted(tmp_path, 5, (closed_for_a_day,))
    try:
        compare(world)
    finally:
        world.close()


def test_a_board_that_catches_up_says_how_old_it_is_until_it_is_current(tmp_path: Path) -> None:
    world = World(tmp_path, count=4, seed=3, speed=1.0, habits=HABITS)
    world.start()
    for program in world.programs:
        program.start()
    world.pass_time(60)
    program, told = world.programs[1], []
    program.close()
    closed_at = world.clock.now()
    world.pass_time(120)
    program.told = told.extend
    program.start()
    program.turn()
    for _ in range(10):
        world.pass_time(1)
    world.close()
    stale = [change for change in told if isinstance(change, BoardStale)]
    behind, (current, *more) = stale[:-1], stale[-1:]
    assert all(change.is_catching_up and change.since_at for change in behind) and len(behind) > 1
    assert behind[0].since_at <= closed_at, "before anything is read it shows what was known last"
    assert behind == sorted(behind, key=lambda change: change.since_at), "it comes nearer"
    assert (current, more) == (BoardStale(None), [])
    shown = [index for index, change in enumerate(told) if isinstance(change, BoardReset)]
    assert shown and told.index(behind[0]) < shown[0], "nobody takes what was known last for current"


def test_a_spool_over_its_bound_drops_tool_payloads_and_no_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bound is far below the real one here; what is dropped is told, and the transcripts tell the same."""
    monkeypatch.setattr(spool, "sweep", lambda home: backlog.sweep(home, limit_files=60))
    world = interrupted(tmp_path, 7, (closed, closed))
    never, often = world.programs
    try:
        turns = {session: _said(rows) for session, rows in _remembered(never)["turns"].items()}
        assert {session: _said(rows) for session, rows in _remembered(often)["turns"].items()} == turns
        states = {session: card["verdict"]["state"] for session, card in board_of(never.cards.values()).items()}
        assert {s: card["verdict"]["state"] for s, card in board_of(often.cards.values()).items()} == states
    finally:
        world.close()


def _said(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Who said what, in order; when a permission was given is told by tool hooks alone."""
    return [(row[1], row[3]) for row in rows if row[2] != "ANSWER"]


def test_on_postgresql(tmp_path: Path, postgres: Cluster) -> None:
    world = interrupted(tmp_path, 2, (closed, store_away, killed_between_commit_and_forget), url=postgres.url())
    try:
        compare(world)
    finally:
        world.close()
