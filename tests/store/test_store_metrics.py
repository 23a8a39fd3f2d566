"""Hourly rows: made up for after a pause, made anew for late turns, never doubled; each host its own."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from headspace_desktop.domain.model import Agent, Project, TurnActor
from headspace_desktop.store import metrics
from headspace_desktop.store.base import table
from headspace_desktop.store.database import Database
from headspace_desktop.store.people_tables import ActivityMetricRow
from headspace_desktop.store.records import Batch, Records
from headspace_desktop.store.tables import TurnRow
from tests.store.board import a_turn, an_agent
from tests.store.conftest import Opener

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
_numbers = itertools.count()


def agent_of(name: str = "App", **more: Any) -> Agent:
    return an_agent(project=Project(f"/p/{name}", name), started_at=NOON, last_seen_at=NOON, **more)


def say(records: Records, agent: Agent, *hours: float, actor: TurnActor = TurnActor.AGENT) -> list[str]:
    turns = [a_turn(f"text:{next(_numbers)}", at=NOON + timedelta(hours=hour), actor=actor) for hour in hours]
    records.save(Batch(agents={agent.uuid: agent}, turns=[(agent.uuid, None, turn) for turn in turns]))
    return [turn.key for turn in turns]


def measured(records: Records, hour: float) -> None:
    while records.measure(NOON + timedelta(hours=hour)):
        pass


def rows(database: Database) -> dict[tuple[float, str], Any]:
    """By hours since noon and scope."""
    target = table(ActivityMetricRow)
    found: dict[tuple[float, str], Any] = {}
    with database.db.connect() as connection:
        for row in connection.execute(select(target)):
            scope = "all" if row.is_overall else "agent" if row.agent_id else "project"
            key = ((row.bucket_start - NOON) / timedelta(hours=1), f"{scope}{row.agent_id or row.project_id or ''}")
            assert key not in found
            found[key] = row
    return found


def counts(database: Database) -> dict[tuple[float, str], int]:
    return {key: row.turn_count for key, row in rows(database).items()}


def test_hours_in_which_nothing_ran_are_made_up_for(records: Records, database: Database) -> None:
    one, two = agent_of(), agent_of("Ledger")
    say(records, one, 0, 0.1, 0.5, 5)
    say(records, two, 0.2)
    measured(records, 8)
    assert counts(database) == {
        (0, "agent1"): 3, (0, "agent2"): 1, (0, "project1"): 3, (0, "project2"): 1, (0, "all"): 4,
        (5, "agent1"): 1, (5, "project1"): 1, (5, "all"): 1,
    }  # fmt: skip
    overall = rows(database)[0, "all"]
    assert (overall.active_agents, overall.avg_turn_time_s) == (2, 900)
    assert rows(database)[5, "all"].avg_turn_time_s is None


def test_work_is_done_in_bounded_pieces(records: Records, database: Database) -> None:
    say(records, agent_of(), *range(metrics.PIECE_HOURS * 2))
    assert records.measure(NOON + timedelta(days=2))
    assert len({hour for hour, _scope in counts(database)}) == metrics.PIECE_HOURS
    assert records.measure(NOON + timedelta(days=2))
    assert not records.measure(NOON + timedelta(days=2))
    assert len({hour for hour, _scope in counts(database)}) == metrics.PIECE_HOURS * 2


def test_the_present_hour_is_measured_again(records: Records, database: Database) -> None:
    agent = agent_of()
    say(records, agent, 0)
    measured(records, 0.1)
    say(records, agent, 0.2)
    measured(records, 0.3)
    assert counts(database)[0, "all"] == 2
    say(records, agent, 0.9)
    measured(records, 1.1)  # the hour is over by now
    assert counts(database)[0, "all"] == 3


def test_turns_that_come_late_make_their_hours_anew(records: Records, database: Database) -> None:
    agent = agent_of()
    say(records, agent, 1, 3)
    measured(records, 5)
    say(records, agent, 1.5)
    assert counts(database)[1, "all"] == 1
    measured(records, 5)
    assert counts(database)[1, "all"] == 2
    assert counts(database)[3, "all"] == 1


def test_an_hour_that_lost_its_turns_loses_its_rows(records: Records, database: Database) -> None:
    agent = agent_of()
    (key,) = say(records, agent, 2)
    measured(records, 5)
    moved = a_turn(key, at=NOON + timedelta(hours=1))
    records.save(Batch(turns=[(agent.uuid, None, moved)]))
    measured(records, 5)
    assert {hour for hour, _scope in counts(database)} == {1}


def test_a_calm_hour_has_nothing_but_zero_and_an_unmeasured_one_has_nothing(
    records: Records, database: Database
) -> None:
    agent = agent_of()
    calm = say(records, agent, 0, 0.1, actor=TurnActor.USER)
    angry = say(records, agent, 1, 1.1, actor=TurnActor.USER)
    say(records, agent, 2)
    turns = table(TurnRow)
    with database.db.begin() as connection:
        for key, score in zip([*calm, *angry], (0, 0, 7, 7), strict=True):
            connection.execute(update(turns).where(turns.c.key == key).values(frustration_score=score))
    measured(records, 5)
    found = rows(database)
    of = [
        (row.total_frustration, row.frustration_turn_count, row.max_frustration, row.max_frustration_at)
        for row in (found[0, "all"], found[1, "agent1"], found[2, "project1"])
    ]
    assert of == [
        (0, 2, 0, NOON + timedelta(hours=0.1)), (14, 2, 7, NOON + timedelta(hours=1.1)), (None, None, None, None)
    ]  # fmt: skip


def test_what_was_counted_is_kept_when_a_save_fails(records: Records, database: Database) -> None:
    agent = agent_of()
    say(records, agent, 1)
    measured(records, 5)
    with pytest.raises(ValueError, match="never saved"):
        records.save(Batch(turns=[("0" * 32, None, a_turn("text:x", at=NOON))]))
    with database.db.begin() as connection:
        metrics.mark_stale(connection, "host-1", [])
    assert not records.measure(NOON + timedelta(hours=5))
    assert counts(database)[1, "all"] == 1


def test_two_hosts_share_the_row_of_all(postgres_url: str, opener: Opener, elsewhere: Any) -> None:
    here = Records(first := opener(postgres_url))
    there = Records(opener(postgres_url, host_id="host-2", host_name="Two", paths=elsewhere))
    say(here, agent_of(), 0)
    measured(here, 3)
    say(there, agent_of("Ledger"), 0.1, 0.2)
    measured(there, 3)
    assert counts(first)[0, "all"] == 3
    assert counts(first)[0, "agent1"] == 1
    measured(here, 3)
    assert counts(first) == {
        (0, "agent1"): 1, (0, "project1"): 1, (0, "agent2"): 2, (0, "project2"): 2, (0, "all"): 3
    }  # fmt: skip
