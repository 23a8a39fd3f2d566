"""What agents asked of the person and how long it took, read from turns, verdicts and decisions. Reader's thread.

A wait ends with its decision; where none is on record, with the first evidence that it is over: its answer, a verdict
that is no longer "needs input", the person's next prompt, the end of the agent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, cast, func, or_, select

from headspace_desktop.domain.model import Source, State, TurnActor, TurnIntent
from headspace_desktop.domain.waits import Cause, Wait, with_evidence
from headspace_desktop.store.base import table
from headspace_desktop.store.naming import project_names
from headspace_desktop.store.tables import AgentRow, DecisionRow, EventRow, TurnRow

#: A wait that began so long before a period still counts in it; those of live agents always do.
LOOK_BACK = timedelta(days=7)

_AGENTS, _DECISIONS, _EVENTS = table(AgentRow), table(DecisionRow), table(EventRow)
_TURNS = table(TurnRow)

#: What an agent does after the person has decided. One that is lost or over was answered by nobody.
_WENT_ON = frozenset({State.WORKING, State.IDLE, State.DONE})

Evidence = Mapping[int | None, Sequence[datetime]]


def waits_between(connection: Connection, mine: Select[Any], start: datetime, until: datetime) -> list[Wait]:
    """All waits that may touch the period, in order of time. `mine` selects the ids of the agents meant."""
    rows = {row.id: row for row in _questions(connection, mine, start, until)}
    if not rows:
        return []
    projects = project_names(connection)
    told = _moments(connection, "bubble_shown", start)
    looked = _moments(connection, "focused", start)
    put_off = _moments(connection, "snoozed", start)
    waits = []
    for row in sorted(rows.values(), key=lambda one: (one.at, one.id)):
        wait = _wait(row, projects)
        if wait.ended_at is None or wait.ended_at > start:
            summary = told.get(None, ())  # one bubble for many agents names none of them
            signs = sorted([*told.get(wait.agent_id, ()), *summary])
            waits.append(with_evidence(wait, signs, looked.get(wait.agent_id, ()), put_off.get(wait.agent_id, ())))
    return waits


def _questions(connection: Connection, mine: Select[Any], start: datetime, until: datetime) -> Iterable[Row[Any]]:
    since = start - LOOK_BACK
    query = _question_rows().where(_TURNS.c.agent_id.in_(mine), _TURNS.c.at < until).order_by(_DECISIONS.c.id)
    yield from connection.execute(query.where(_TURNS.c.at >= since))
    yield from connection.execute(query.where(_AGENTS.c.ended_at.is_(None), _TURNS.c.at < since))


def _question_rows() -> Select[Any]:
    turns, answers, later = _TURNS.c, _TURNS.alias("answers"), _TURNS.alias("later")
    answered = select(answers.c.at).where(answers.c.answers_turn_id == turns.id).order_by(answers.c.at).limit(1)
    prompted = (
        select(later.c.at)
        .where(
            later.c.agent_id == turns.agent_id,
            later.c.at > turns.at,
            later.c.actor == TurnActor.USER,
            later.c.is_internal.is_(False),
            later.c.answers_turn_id.is_(None),  # an answer to another question ends only that one
        )
        .order_by(later.c.at)  # not min(): that would look at all that follow
        .limit(1)
    )
    return (
        select(
            turns.id,
            turns.agent_id,
            _AGENTS.c.project_id,
            _AGENTS.c.ended_at,
            turns.at,
            turns.question_source_type,
            turns.tool_input["plan"].as_string().is_not(None).label("is_plan"),
            answered.scalar_subquery().label("answered_at"),
            prompted.scalar_subquery().label("prompted_at"),
            _left(_EVENTS.c.at).label("left_at"),
            _left(_EVENTS.c.payload["to"].as_string()).label("left_to"),
            _DECISIONS.c.kind,
            _DECISIONS.c.decision,
            _DECISIONS.c.decided_at,
        )
        .join(_AGENTS, _AGENTS.c.id == turns.agent_id)
        .outerjoin(_DECISIONS, _is_about())
        .where(turns.intent == TurnIntent.QUESTION, turns.actor == TurnActor.AGENT, turns.is_internal.is_(False))
        .where(_was_watched())
    )


def _was_watched() -> ColumnElement[bool]:
    """Not so a permission that the transcript alone tells of, afterwards: how long it stood is not known."""
    kind, source = _TURNS.c.question_source_type, _TURNS.c.source
    return or_(kind.is_distinct_from("permission_request"), source.is_distinct_from(str(Source.TRANSCRIPT)))


def _is_about() -> ColumnElement[bool]:
    """Whether a decision is about this turn: its key is that of the ask."""
    decisions = _DECISIONS.c
    return and_(
        decisions.host_id == _AGENTS.c.host_id,
        decisions.agent_uuid == cast(_AGENTS.c.uuid, decisions.agent_uuid.type),
        decisions.ask_key == func.substr(_TURNS.c.key, len("ask:") + 1),
    )


def _left(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Of the moment at which the agent was first judged to need nothing any more."""
    events = _EVENTS.c
    is_over = and_(
        events.payload["from"].as_string() == State.NEEDS_INPUT,
        events.payload["to"].as_string() != State.NEEDS_INPUT,
    )
    return (
        select(column)
        .where(events.agent_id == _TURNS.c.agent_id, events.at > _TURNS.c.at, events.kind == "verdict_changed", is_over)
        .order_by(events.at)
        .limit(1)
        .correlate(_TURNS)
        .scalar_subquery()
    )


def _wait(row: Row[Any], projects: Mapping[int, str]) -> Wait:
    signs = (row.answered_at, row.prompted_at, row.left_at, row.ended_at)
    ended_at = row.decided_at or min((at for at in signs if at is not None), default=None)
    return Wait(
        agent_id=row.agent_id,
        project_id=row.project_id,
        project=projects.get(row.project_id, ""),
        cause=_cause(row),
        asked_at=row.at,
        ended_at=None if ended_at is None else max(ended_at, row.at),
        is_decided=_is_decided(row, ended_at),
    )


def _is_decided(row: Row[Any], ended_at: datetime | None) -> bool:
    """Whether it was the person who ended it: on record, or because the agent went on."""
    if ended_at is None:
        return False
    if row.decision is not None:
        return bool(row.decision != "none")
    if ended_at == row.left_at and ended_at not in (row.answered_at, row.prompted_at):
        return row.left_to in _WENT_ON
    return row.ended_at is None or ended_at < row.ended_at


def _cause(row: Row[Any]) -> Cause:
    match row.kind or row.question_source_type:
        case "permission":
            return Cause.PERMISSION
        case "plan":
            return Cause.PLAN
        case "question" | "form":
            return Cause.QUESTION
        case "permission_request":
            return Cause.PERMISSION
        case "ask_user_question":
            return Cause.PLAN if row.is_plan else Cause.QUESTION
        case _:
            return Cause.TEXT


def _moments(connection: Connection, kind: str, start: datetime) -> Evidence:
    """When something of this kind was kept, by agent; what names no agent is under None."""
    events = _EVENTS.c
    query = select(events.agent_id, events.at).where(events.kind == kind, events.at >= start - LOOK_BACK)
    if kind == "focused":
        query = query.where(or_(events.payload["ok"].as_boolean().is_(True), events.payload.is_(None)))
    found: dict[int | None, list[datetime]] = {}
    for agent_id, at in connection.execute(query.order_by(events.at)):
        found.setdefault(agent_id, []).append(at)
    return found
