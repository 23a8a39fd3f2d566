"""Activity and blocked time from real turns, commands, verdicts and decisions, on both databases."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, update

from headspace_desktop.domain.activity import ActivityPage, Period, Span
from headspace_desktop.domain.asks import AskActivity
from headspace_desktop.domain.model import (
    Agent,
    Ask,
    AskKind,
    CommandState,
    Project,
    Source,
    TurnActor,
    TurnIntent,
)
from headspace_desktop.domain.waits import Cause, Course
from headspace_desktop.store.activity import activity_page
from headspace_desktop.store.base import table
from headspace_desktop.store.database import Database
from headspace_desktop.store.records import Batch, Records
from headspace_desktop.store.tables import DecisionRow, TurnRow
from tests.store.board import a_command, a_turn, an_agent, an_event

BERLIN = ZoneInfo("Europe/Berlin")
DAY = Period(Span.DAY, date(2026, 3, 4))
LATER = datetime(2026, 3, 10, tzinfo=UTC)
_numbers = itertools.count()


def at(hour: float, day: int = 4) -> datetime:
    """An hour of the day in Berlin."""
    return datetime(2026, 3, day, tzinfo=BERLIN).astimezone(UTC) + timedelta(hours=hour)


def agent_of(name: str = "App", **more: Any) -> Agent:
    return an_agent(project=Project(f"/p/{name}", name), **({"started_at": at(0), "last_seen_at": at(23)} | more))


def said(agent: Agent, hour: float, day: int = 4, **more: Any) -> tuple[str, str | None, Any]:
    command = more.pop("command", None)
    return agent.uuid, command, a_turn(f"text:{next(_numbers)}", at=at(hour, day), **more)


def asked(agent: Agent, hour: float, kind: AskKind = AskKind.PERMISSION) -> tuple[str, str | None, Any]:
    key = f"toolu_{next(_numbers)}"
    plan = {"plan": "1. do it"} if kind is AskKind.PLAN else {"command": "make"}
    ask = Ask(key, kind, "Bash", "May I?", tool_input=plan)
    return agent.uuid, None, a_turn(f"ask:{key}", "May I?", at=at(hour), intent=TurnIntent.QUESTION, ask=ask)


def answered(question: tuple[str, str | None, Any], hour: float) -> tuple[str, str | None, Any]:
    turn = question[2]
    key = turn.key.removeprefix("ask:")
    answer = a_turn(
        f"answer:{key}", "Allowed", at=at(hour), actor=TurnActor.USER, intent=TurnIntent.ANSWER, answers_key=turn.key
    )
    return question[0], None, answer


@pytest.fixture
def page(records: Records, database: Database) -> Iterator[Any]:
    def of(period: Period = DAY, now: datetime = LATER, **more: Any) -> ActivityPage:
        ask = AskActivity("a", period, now, **more)
        with database.db.connect() as connection:
            return activity_page(connection, ask, "host-1", BERLIN)

    return of


def save(records: Records, agents: list[Agent], turns: list[Any], **more: Any) -> None:
    records.save(Batch(agents={agent.uuid: agent for agent in agents}, turns=turns, **more))


def test_a_day_with_nothing_in_it(page: Any) -> None:
    found = page()
    assert (found.total.turns, found.total.mood, found.projects, found.working_s) == (0, None, (), 0)
    assert (len(found.bins), found.hours, found.turns_per_hour, found.blocked.total_s) == (24, 24, 0, 0)


def test_turns_fall_into_local_hours_and_projects(records: Records, page: Any) -> None:
    one, two, other = agent_of(name="App"), agent_of(name="App"), agent_of("Ledger", given_name="books")
    turns = [
        said(one, 0),
        said(one, 0.1),
        said(two, 9),
        said(other, 23.99),
        said(one, 24),
        said(one, -0.01),
        said(one, 10, is_internal=True),
        said(one, 10, text=" "),
    ]
    save(records, [one, two, other], turns)
    found = page()
    assert [one.measure.turns for one in found.bins] == [2, *[0] * 8, 1, *[0] * 13, 1]
    assert (found.total.turns, found.total.agents, found.total.turn_time_s) == (4, 3, 360)
    assert [(project.name, project.measure.turns, project.measure.agents) for project in found.projects] == [
        ("App", 3, 2),
        ("Ledger", 1, 1),
    ]
    assert [agent.name for agent in found.projects[1].agents] == ["books"]
    week = page(Period(Span.WEEK, date(2026, 3, 2)))
    assert [one.measure.turns for one in week.bins] == [0, 1, 4, 1, 0, 0, 0]
    assert page(project_id=found.projects[1].project_id).total.turns == 1


def test_active_agents_have_an_upper_bound(records: Records, page: Any) -> None:
    one, two = agent_of(), agent_of()
    save(records, [one, two], [said(one, 9), said(two, 9, day=5)])
    assert page().total.agents == 1


def test_another_machines_turns_are_not_counted(records: Records, page: Any, database: Database) -> None:
    mine = agent_of()
    save(records, [mine], [said(mine, 9)])
    ask = AskActivity("a", DAY, LATER)
    with database.db.connect() as connection:
        assert activity_page(connection, ask, "host-2", BERLIN).total.turns == 0


def test_only_the_persons_own_scores_are_frustration(records: Records, page: Any, database: Database) -> None:
    agent = agent_of()
    user = [said(agent, 9 + n / 10, actor=TurnActor.USER, intent=TurnIntent.COMMAND) for n in range(3)]
    save(records, [agent], [*user, said(agent, 9.5)])
    assert page().total.mood is None
    turns = table(TurnRow)
    with database.db.begin() as connection:
        connection.execute(update(turns).where(turns.c.actor == TurnActor.AGENT).values(frustration_score=10))
        for number, score in enumerate((0, 8)):
            connection.execute(update(turns).where(turns.c.key == user[number][2].key).values(frustration_score=score))
    mood = page().total.mood
    assert mood is not None
    assert (mood.count, mood.mean, mood.deviation, mood.least, mood.most) == (2, 4, 4, 0, 8)
    assert page().peak_at == at(9.1)
    assert page().bins[8].measure.mood is None


def test_work_is_commands_without_waiting(records: Records, page: Any) -> None:
    agent = agent_of()
    done = a_command(CommandState.COMPLETE, started_at=at(9), completed_at=at(11))
    before = a_command(CommandState.COMPLETE, started_at=at(-2), completed_at=at(1))
    question = asked(agent, 9.5)
    save(
        records,
        [agent],
        [question, answered(question, 10)],
        commands={command.uuid: (agent.uuid, command) for command in (done, before)},
    )
    found = page()
    assert found.working_s == 2.5 * 3600
    assert found.projects[0].working_s == 2.5 * 3600


def test_an_open_command_counts_until_its_agent_was_last_heard_of(records: Records, page: Any) -> None:
    agent = agent_of(last_seen_at=at(10))
    running = a_command(started_at=at(9))
    save(records, [agent], [], commands={running.uuid: (agent.uuid, running)})
    assert page(now=at(20)).working_s == 3600


def test_waits_end_with_the_answer(records: Records, page: Any) -> None:
    agent = agent_of()
    permission, plan = asked(agent, 9), asked(agent, 12, AskKind.PLAN)
    question = asked(agent, 14, AskKind.QUESTION)
    text = said(agent, 16, intent=TurnIntent.QUESTION, text="Shall I?")
    turns = [
        permission,
        answered(permission, 9.5),
        plan,
        answered(plan, 13),
        question,
        answered(question, 14.25),
        text,
        said(agent, 18, actor=TurnActor.USER, intent=TurnIntent.ANSWER),
        said(agent, 19),
    ]
    save(records, [agent], turns)
    found = page().blocked
    assert dict(found.by_cause) == {Cause.PERMISSION: 1800, Cause.QUESTION: 900, Cause.PLAN: 3600, Cause.TEXT: 7200}
    assert found.by_project == (("App", 13500),)
    assert (found.by_hour[9], found.by_hour[16], found.by_hour[17], found.by_hour[18]) == (1800, 3600, 3600, 0)
    assert (found.decisions.count, found.decisions.p50_s, found.open_count) == (4, 2700, 0)


def test_how_long_a_permission_stood_that_nobody_watched_is_not_known(records: Records, page: Any) -> None:
    agent = agent_of()

    def afterwards(hour: float, kind: AskKind) -> list[Any]:
        question = asked(agent, hour, kind)
        told = (question[0], None, replace(question[2], source=Source.TRANSCRIPT))
        return [told, answered(told, hour + 0.5)]

    save(records, [agent], [*afterwards(9, AskKind.PERMISSION), *afterwards(12, AskKind.QUESTION)])
    assert dict(page().blocked.by_cause) == {Cause.QUESTION: 1800}


def test_open_waits_of_live_agents_count_until_now_from_any_day(records: Records, page: Any) -> None:
    live, dead = agent_of(), agent_of(ended_at=at(10))
    old = agent_of(started_at=at(-24 * 40))
    ancient = (old.uuid, None, replace(asked(old, 9)[2], at=at(-24 * 30)))
    save(records, [live, dead, old], [asked(live, 9), asked(dead, 9), ancient])
    found = page(now=at(12)).blocked
    assert (found.open_count, found.total_s) == (2, (3 + 1 + 12) * 3600)
    assert found.decisions.count == 0


def test_a_verdict_that_left_needs_input_ends_a_wait_before_the_tool_is_done(records: Records, page: Any) -> None:
    agent = agent_of()
    permission = asked(agent, 9)
    left = {"from": "needs_input", "to": "working", "sub_state": "tool", "rule": "r"}
    stays = {"from": "needs_input", "to": "needs_input", "sub_state": "plan", "rule": "r"}
    events = [
        an_event("d1", agent.uuid, kind="verdict_changed", at=at(9.1), payload=stays),
        an_event("d2", agent.uuid, kind="verdict_changed", at=at(9.25), payload=left),
        an_event("d3", agent.uuid, kind="verdict_changed", at=at(8), payload=left),
    ]
    save(records, [agent], [permission, answered(permission, 11)], events=events)
    assert page().blocked.total_s == 900


def test_a_recorded_decision_wins_and_tells_the_kind(records: Records, page: Any, database: Database) -> None:
    agent = agent_of()
    question, other = asked(agent, 9), asked(agent, 15)
    save(records, [agent], [question, answered(question, 11), other])
    with database.db.begin() as connection:
        for turn, decision, hour in ((question, "allow", 9.5), (other, "none", 16)):
            connection.execute(
                insert(table(DecisionRow)).values(
                    host_id="host-1",
                    agent_uuid=agent.uuid,
                    project="App",
                    kind="form",
                    tool="t",
                    text="x",
                    ask_key=turn[2].key.removeprefix("ask:"),
                    decision=decision,
                    message="",
                    surface="board",
                    route="hook",
                    outcome="seen",
                    asked_at=turn[2].at,
                    decided_at=at(hour),
                )
            )
    found = page().blocked
    assert dict(found.by_cause) == {Cause.QUESTION: 1800 + 3600}
    assert (found.decisions.count, found.decisions.p50_s) == (1, 1800)


def test_two_asks_at_once_end_each_with_its_own_answer(records: Records, page: Any) -> None:
    agent = agent_of()
    first, second = asked(agent, 9), asked(agent, 9.25, AskKind.PLAN)
    save(records, [agent], [first, second, answered(first, 10), answered(second, 12)])
    found = page().blocked
    assert found.total_s == 3 * 3600
    assert dict(found.by_cause) == {Cause.PERMISSION: 3600, Cause.PLAN: 2 * 3600}
    assert dict(found.decisions_by_cause)[Cause.PLAN].p50_s == 2.75 * 3600


def test_a_prompt_ends_every_question_before_it(records: Records, page: Any) -> None:
    agent = agent_of()
    turns = [asked(agent, 9), asked(agent, 9.5), said(agent, 10, actor=TurnActor.USER, intent=TurnIntent.COMMAND)]
    save(records, [agent], turns)
    found = page().blocked
    assert (found.total_s, found.decisions.count, found.open_count) == (3600, 2, 0)


@pytest.mark.parametrize(("to", "count"), [("working", 1), ("idle", 1), ("unknown", 0), ("ended", 0)])
def test_an_agent_that_is_lost_was_not_answered(records: Records, page: Any, to: str, count: int) -> None:
    agent = agent_of(ended_at=at(10.001) if to == "ended" else None)
    left = {"from": "needs_input", "to": to, "sub_state": "", "rule": "r"}
    events = [an_event("d1", agent.uuid, kind="verdict_changed", at=at(10), payload=left)]
    save(records, [agent], [asked(agent, 9)], events=events)
    found = page().blocked
    assert (found.total_s, found.decisions.count) == (3600, count)


def test_projects_of_one_name_are_told_apart(records: Records, page: Any) -> None:
    agents = [an_agent(project=Project(f"/p/{where}/App", "App"), started_at=at(0)) for where in ("work", "play")]
    questions = [asked(agent, 9) for agent in agents]
    save(records, agents, [*questions, answered(questions[0], 10), answered(questions[1], 11)])
    found = page()
    assert found.blocked.by_project == (("play/App", 7200), ("work/App", 3600))
    assert {project.name for project in found.projects} == {"play/App", "work/App"}


def test_evidence_of_how_it_went(records: Records, page: Any) -> None:
    told, untold, put_off = agent_of(), agent_of(), agent_of()
    turns = [said(one, 9, intent=TurnIntent.QUESTION) for one in (told, untold, put_off)]
    turns += [said(one, 10, actor=TurnActor.USER) for one in (told, untold, put_off)]
    events = [
        an_event("d1", told.uuid, kind="bubble_shown", at=at(9.01)),
        an_event("d2", put_off.uuid, kind="bubble_shown", at=at(9.01)),
        an_event("d3", put_off.uuid, kind="snoozed", at=at(9.2)),
        an_event("d4", told.uuid, kind="focused", at=at(9.005), payload={"ok": False}),
    ]
    save(records, [told, untold, put_off], turns, events=events)
    assert dict(page().blocked.by_course) == {Course.DELIBERATE: 1, Course.LATE: 1, Course.UNTOLD: 1}


def test_nights_are_left_out_on_demand(records: Records, page: Any) -> None:
    agent = agent_of()
    question = asked(agent, 20)
    save(records, [agent], [question, answered(question, 24 + 8)])
    assert page().blocked.total_s == 4 * 3600
    assert page(without_nights=True).blocked.total_s == 2 * 3600
    assert page(without_nights=True).blocked.decisions.p50_s == 3 * 3600


def test_half_an_hours_zone_has_its_own_days(records: Records, database: Database) -> None:
    agent = agent_of()
    save(records, [agent], [said(agent, 19.4), said(agent, 19.6)])  # 23:54 and 00:06 in Kolkata
    with database.db.connect() as connection:
        found = activity_page(connection, AskActivity("a", DAY, LATER), "host-1", ZoneInfo("Asia/Kolkata"))
    assert (found.total.turns, found.bins[23].measure.turns) == (1, 1)
