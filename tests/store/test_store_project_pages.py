"""Projects, their agents, commands and turns, inference used, and the objective with its history, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from headspace_desktop.domain.actions import SetObjective
from headspace_desktop.domain.activity import Span, period_of
from headspace_desktop.domain.asks import (
    AskActivity,
    AskCommands,
    AskCommandTurns,
    AskObjective,
    AskProject,
    AskProjectAgents,
    AskProjects,
)
from headspace_desktop.domain.model import CommandState, Project, State, TurnActor, TurnIntent, Verdict
from headspace_desktop.paths import Paths
from headspace_desktop.store.base import table
from headspace_desktop.store.database import Database
from headspace_desktop.store.pages import Pages
from headspace_desktop.store.people_tables import InferenceCallRow
from headspace_desktop.store.projects import HEAD_CHARS
from headspace_desktop.store.records import Batch, Records
from headspace_desktop.store.tables import ProjectRow, TurnRow
from tests.store.board import NOW, a_command, a_turn, an_agent, at
from tests.store.filling import HOSTILE


@pytest.fixture
def pages(url: str, paths: Paths) -> Iterator[Pages]:
    pages = Pages(url, paths, host_id="host-1")
    yield pages
    pages.close()


def agent_of(project: str = "App", **more: Any) -> Any:
    return an_agent(project=Project(f"/p/{project}", project, branch="main"), **more)


def project_id(database: Database, name: str = "App") -> int:
    projects = table(ProjectRow)
    with database.db.connect() as connection:
        return int(connection.scalar(select(projects.c.id).where(projects.c.name == name)) or 0)


def test_projects_with_their_counts_the_newest_first(records: Records, pages: Pages, database: Database) -> None:
    agents = [
        agent_of(last_seen_at=at(5)),
        agent_of(last_seen_at=at(9), ended_at=at(10)),
        agent_of("Ledger", last_seen_at=at(7)),
    ]
    records.save(Batch(agents={agent.uuid: agent for agent in agents}))
    other = table(ProjectRow)
    with database.db.begin() as connection:
        values = {"host_name": "x", "created_at": at(0)}
        connection.execute(insert(other).values(host_id="host-1", name="Bare", slug="bare", path="/p/bare", **values))
        connection.execute(insert(other).values(host_id="host-2", name="Far", slug="far", path="/p/far", **values))
    found = pages.answer(AskProjects("p")).projects
    assert [(one.name, one.agents, one.live_agents, one.last_seen_at) for one in found] == [
        ("App", 2, 1, at(9)), ("Ledger", 1, 1, at(7)), ("Bare", 0, 0, None)
    ]  # fmt: skip
    assert pages.project_path(found[0].id) == "/p/App"
    assert pages.project_path(10_000) is None


def test_one_project_and_what_inference_it_used(records: Records, pages: Pages, database: Database) -> None:
    agent = agent_of()
    records.save(Batch(agents={agent.uuid: agent}))
    number = project_id(database)
    page = pages.answer(AskProject("p", number))
    assert (page.project.name, page.project.branch, page.usage.calls, page.usage.cost_usd) == ("App", "main", 0, None)
    calls = table(InferenceCallRow)
    row = {"at": at(1), "purpose": "x", "model": "m"}
    with database.db.begin() as connection:
        for more in (
            {"level": "turn", "scope": "agent", "agent_id": 1, "input_tokens": 10, "output_tokens": 2, "cost_usd": 0.5},
            {"level": "project", "scope": "project", "project_id": number, "input_tokens": 5, "error_message": "no"},
            {"level": "objective", "scope": "everything", "input_tokens": 100},
        ):
            connection.execute(insert(calls).values(**row, **more))
    usage = pages.answer(AskProject("p", number)).usage
    assert (usage.calls, usage.failed, usage.input_tokens, usage.output_tokens, usage.cost_usd) == (2, 1, 15, 2, 0.5)
    assert pages.answer(AskProject("p", 10_000)).project is None


def test_agents_live_ones_first_ended_ones_on_demand(records: Records, pages: Pages, database: Database) -> None:
    live = [
        agent_of(last_seen_at=at(n), name=f"n{n}", verdict=Verdict(State.WORKING), session_id=f"s{n:08d}")
        for n in range(12)
    ]
    named = replace(live[3], given_name=HOSTILE.replace("\x00", "").replace("\ud800", ""))
    ended = agent_of(last_seen_at=at(99), ended_at=at(100), session_id="0123456789abc")
    agents = [*live[:3], named, *live[4:], ended]
    command = a_command(CommandState.COMPLETE, completed_at=at(3))
    turns = [(named.uuid, command.uuid, a_turn(f"text:{n}", at=at(n), is_internal=n == 2)) for n in range(4)]
    records.save(
        Batch(agents={one.uuid: one for one in agents}, commands={command.uuid: (named.uuid, command)}, turns=turns)
    )
    number = project_id(database)
    first = pages.answer(AskProjectAgents("p", number))
    assert (len(first.agents), first.total, first.agents[0].name, first.agents[0].state) == (10, 12, "n11", "working")
    rest = pages.answer(AskProjectAgents("p", number, offset=10)).agents
    assert [one.name for one in rest] == ["n1", "n0"]
    counted = next(one for one in first.agents if one.uuid == named.uuid)
    assert (counted.commands, counted.turns, counted.name) == (1, 3, named.given_name)
    everything = pages.answer(AskProjectAgents("p", number, with_ended=True, offset=10))
    assert (everything.total, everything.agents[-1].name, everything.agents[-1].ended_at) == (13, "01234567", at(100))


def test_commands_page_by_page_and_their_turns(records: Records, pages: Pages, database: Database) -> None:
    agent = agent_of()
    commands = [
        a_command(CommandState.COMPLETE, started_at=at(n), completed_at=at(n + 1), full_command=f"do {n} " + "x" * 999)
        for n in range(12)
    ]
    turns = [
        (agent.uuid, commands[11].uuid, a_turn(f"text:{n}", "y" * 900, at=at(20 - n), actor=TurnActor.USER))
        for n in range(3)
    ]
    hidden = (agent.uuid, commands[11].uuid, a_turn("text:h", "machine", is_internal=True))
    records.save(
        Batch(
            agents={agent.uuid: agent},
            commands={command.uuid: (agent.uuid, command) for command in commands},
            turns=[*turns, hidden],
        )
    )
    first = pages.answer(AskCommands("c", agent.uuid))
    assert [one.text[:5].strip() for one in first.commands][:2] == ["do 11", "do 10"]
    assert (len(first.commands), first.commands[0].turns, len(first.commands[0].text)) == (10, 3, HEAD_CHARS)
    second = pages.answer(AskCommands("c", agent.uuid, first.before_id))
    assert (len(second.commands), second.before_id) == (2, None)
    table_of = table(TurnRow)
    with database.db.begin() as connection:
        connection.execute(
            update(table_of).where(table_of.c.key == "text:1").values(summary="short", frustration_score=8)
        )
    page = pages.answer(AskCommandTurns("t", commands[11].uuid))
    assert [(len(one.text), one.is_summary, one.score) for one in page.turns] == [
        (HEAD_CHARS, False, None), (5, True, 8), (HEAD_CHARS, False, None)
    ]  # fmt: skip
    assert pages.answer(AskCommandTurns("t", commands[11].uuid, limit=2)).has_more
    assert not page.has_more
    assert pages.answer(AskCommands("c", agent_of().uuid)).commands == ()


def test_the_objective_and_its_history(records: Records, pages: Pages) -> None:
    assert pages.answer(AskObjective("o")).objective is None
    for n in range(13):
        records.save(Batch(desk=[(SetObjective(f"goal {n}", "carefully", is_new=True), at(n))]))
    records.save(Batch(desk=[(SetObjective("goal 12, better"), at(20))]))
    page = pages.answer(AskObjective("o"))
    assert (page.objective.text, page.objective.constraints, page.objective.set_at) == ("goal 12, better", "", at(12))
    assert [past.text for past in page.history][:2] == ["goal 12, better", "goal 11"]
    assert (page.history[0].ended_at, page.history[1].ended_at) == (None, at(12))
    rest = pages.answer(AskObjective("o", page.before_id))
    assert ([past.text for past in rest.history], rest.before_id) == (["goal 2", "goal 1", "goal 0"], None)


def test_activity_is_answered_by_the_reader_itself(records: Records, pages: Pages) -> None:
    agent = agent_of()
    records.save(
        Batch(agents={agent.uuid: agent}, turns=[(agent.uuid, None, a_turn("text:1", intent=TurnIntent.PROGRESS))])
    )
    month = period_of(Span.MONTH, NOW.astimezone().date())
    assert pages.answer(AskActivity("a", month, at(60))).total.turns == 1
