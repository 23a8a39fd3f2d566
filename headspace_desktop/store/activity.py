"""What was said, worked and waited for in a period, from turns, commands and decisions. Reader's thread; read-only.

Everything is counted anew from the turns, so late transcripts and any time zone are right; see docs/decisions/0008.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    String,
    Text,
    and_,
    case,
    cast,
    func,
    or_,
    select,
    type_coerce,
)

from headspace_desktop.domain import activity as domain
from headspace_desktop.domain.activity import ActivityPage, AgentActivity, ProjectActivity, Tally
from headspace_desktop.domain.asks import AskActivity
from headspace_desktop.domain.model import TurnActor, TurnIntent
from headspace_desktop.domain.waits import Stretch, blocked, nights, working_s
from headspace_desktop.store.base import table
from headspace_desktop.store.naming import project_names
from headspace_desktop.store.tables import AgentRow, CommandRow, TurnRow
from headspace_desktop.store.waits import LOOK_BACK, waits_between

#: Ids in one query.
_CHUNK = 500

_AGENTS, _COMMANDS, _TURNS = table(AgentRow), table(CommandRow), table(TurnRow)


def counted() -> ColumnElement[bool]:
    """The turns that count: not what programs said to each other, and not a blank."""
    turns = _TURNS.c
    is_blank = and_(turns.intent == TurnIntent.PROGRESS, func.trim(func.substr(turns.text, 1, 200)) == "")
    return and_(turns.is_internal.is_(False), ~is_blank)


def agent_name() -> ColumnElement[str]:
    """What an agent is called, as on its card."""
    state, agents = _AGENTS.c.state, _AGENTS.c
    own, given = state["name"].as_string(), state["given_name"].as_string()
    short = func.substr(func.coalesce(agents.session_id, cast(agents.uuid, Text)), 1, 8)
    return func.coalesce(func.nullif(given, ""), func.nullif(own, ""), short)


def activity_page(connection: Connection, ask: AskActivity, host_id: str, zone: tzinfo | None = None) -> ActivityPage:
    """The period that was asked for, in local days of `zone` (without one: the machine's)."""
    at = domain.edges(ask.period, zone)
    start, until = at[0], at[-1]
    end = min(until, ask.now)
    mine = select(_AGENTS.c.id).where(_AGENTS.c.host_id == host_id)
    if ask.project_id is not None:
        mine = mine.where(_AGENTS.c.project_id == ask.project_id)
    said = tallies(connection, start, until, mine, is_fine=any(edge.minute for edge in at))
    total = domain.measure(said)
    waits = waits_between(connection, mine, start, until)
    work = _work(connection, mine, start, end)
    waiting: dict[int, list[Stretch]] = {}
    for wait in waits:
        waiting.setdefault(wait.agent_id, []).append((wait.asked_at, wait.ended_at or ask.now))
    worked = {agent_id: working_s(pieces, waiting.get(agent_id, ())) for agent_id, pieces in work.items()}
    left_out = nights(start, until, zone) if ask.without_nights else []
    return ActivityPage(
        ask_id=ask.ask_id,
        period=ask.period,
        start_at=start,
        until_at=until,
        hours=max((end - start).total_seconds(), 0.0) / 3600,
        total=total,
        working_s=sum(worked.values()),
        bins=domain.bins(said, at),
        projects=_projects(connection, said, worked),
        blocked=blocked(waits, start, until, ask.now, zone=zone, left_out=left_out),
        peak_at=_peak_at(connection, mine, start, until) if total.mood is not None else None,
    )


def tallies(
    connection: Connection, start: datetime, until: datetime, mine: Select[Any] | None = None, *, is_fine: bool = False
) -> list[Tally]:
    """The turns of each agent in each UTC hour; `is_fine`: in each quarter of it. `mine` selects the agents meant."""
    turns = _TURNS.c
    score = case((turns.actor == TurnActor.USER, turns.frustration_score))
    query = (
        select(
            turns.agent_id,
            func.min(turns.at),
            func.max(turns.at),
            func.count(),
            func.count(score),
            func.coalesce(func.sum(score), 0),
            func.coalesce(func.sum(score * score), 0),
            func.min(score),
            func.max(score),
        )
        .where(turns.at >= start, turns.at < until, counted())
        .group_by(turns.agent_id, *_bucket(connection, is_fine=is_fine))
    )
    if mine is not None:
        query = query.where(turns.agent_id.in_(mine))
    return [
        Tally(agent_id, first, last, count, scored, int(total), int(squares), least, most)
        for agent_id, first, last, count, scored, total, squares, least, most in connection.execute(query)
    ]


def _bucket(connection: Connection, *, is_fine: bool) -> list[ColumnElement[Any]]:
    """The UTC hour of a turn, and its quarter: local days of every zone begin with one."""
    if connection.dialect.name == "sqlite":  # text like 2026-03-04 10:15:00.000000
        text = type_coerce(_TURNS.c.at, String)
        hour: ColumnElement[Any] = func.substr(text, 1, 13)
        minute: ColumnElement[Any] = cast(func.substr(text, 15, 2), Integer)
    else:
        hour, minute = func.date_trunc("hour", _TURNS.c.at), cast(func.extract("minute", _TURNS.c.at), Integer)
    return [hour, minute // 15] if is_fine else [hour]


def _peak_at(connection: Connection, mine: Select[Any], start: datetime, until: datetime) -> datetime | None:
    """When the person was most frustrated; the latest of several such moments."""
    turns = _TURNS.c
    query = (
        select(turns.at)
        .where(turns.at >= start, turns.at < until, turns.actor == TurnActor.USER, turns.frustration_score.is_not(None))
        .where(counted(), turns.agent_id.in_(mine))
        .order_by(turns.frustration_score.desc(), turns.at.desc())
        .limit(1)
    )
    return connection.scalar(query)


def _work(connection: Connection, mine: Select[Any], start: datetime, end: datetime) -> dict[int, list[Stretch]]:
    """The time of each agent's commands within the period. An open one counts until its agent was last heard of."""
    commands, agents = _COMMANDS.c, _AGENTS.c
    recent = mine.where(agents.last_seen_at >= start - LOOK_BACK)  # spares looking at all commands
    query = (
        select(commands.agent_id, commands.started_at, commands.completed_at, agents.ended_at, agents.last_seen_at)
        .join(_AGENTS, agents.id == commands.agent_id)
        .where(
            commands.agent_id.in_(recent),
            commands.started_at < end,
            or_(commands.completed_at.is_(None), commands.completed_at > start),
        )
    )
    found: dict[int, list[Stretch]] = {}
    for agent_id, started_at, completed_at, ended_at, last_seen_at in connection.execute(query):
        over_at = completed_at or ended_at or last_seen_at
        found.setdefault(agent_id, []).append((max(started_at, start), min(over_at, end)))
    return found


def _projects(
    connection: Connection, said: Iterable[Tally], worked: Mapping[int, float]
) -> tuple[ProjectActivity, ...]:
    by_agent: dict[int, list[Tally]] = {}
    for one in said:
        by_agent.setdefault(one.agent_id, []).append(one)
    active = by_agent.keys() | {agent_id for agent_id, seconds in worked.items() if seconds > 0}
    names = project_names(connection)
    by_project: dict[int, list[Row[Any]]] = {}
    for row in _about(connection, active):
        by_project.setdefault(row.project_id, []).append(row)
    found = []
    for project_id, rows in by_project.items():
        lines = [
            AgentActivity(
                row.uuid, row.name, domain.measure(by_agent.get(row.id, ())), worked.get(row.id, 0.0), row.is_live
            )
            for row in rows
        ]
        found.append(
            ProjectActivity(
                project_id,
                names[project_id],
                domain.measure(one for row in rows for one in by_agent.get(row.id, ())),
                sum(line.working_s for line in lines),
                tuple(sorted(lines, key=lambda line: (-line.measure.turns, line.name))),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.measure.turns, one.name)))


def _about(connection: Connection, agent_ids: Iterable[int]) -> Iterable[Row[Any]]:
    """What these agents are called, and where they belong."""
    agents = _AGENTS.c
    query = select(
        agents.id,
        agents.uuid,
        agents.project_id,
        agents.ended_at.is_(None).label("is_live"),
        agent_name().label("name"),
    )
    ids = sorted(agent_ids)
    for start in range(0, len(ids), _CHUNK):
        yield from connection.execute(query.where(agents.id.in_(ids[start : start + _CHUNK])))
