"""What was said, worked and waited for in a period, from turns, commands and decisions. Reader's thread; read-only.

Everything is counted anew from the turns, so late transcripts and any time zone are right; see docs/decisions/0008.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Text, and_, cast, func, or_, select

from headspace_desktop.domain import activity as domain
from headspace_desktop.domain.activity import ActivityPage, AgentActivity, ProjectActivity, Said
from headspace_desktop.domain.asks import AskActivity
from headspace_desktop.domain.model import TurnActor, TurnIntent
from headspace_desktop.domain.waits import Stretch, blocked, nights, working_s
from headspace_desktop.store.base import table
from headspace_desktop.store.tables import AgentRow, CommandRow, ProjectRow, TurnRow
from headspace_desktop.store.waits import batched, waits_between

_AGENTS, _COMMANDS, _PROJECTS, _TURNS = (table(row) for row in (AgentRow, CommandRow, ProjectRow, TurnRow))


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
    agents = _agents(connection, ask, host_id)
    said = _said(connection, agents, start, until)
    waits = waits_between(connection, agents, start, until)
    work = _work(connection, agents, start, end)
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
        total=domain.measure(said),
        working_s=sum(worked.values()),
        bins=domain.bins(said, at),
        projects=_projects(connection, agents, said, worked),
        blocked=blocked(waits, start, until, ask.now, zone=zone, left_out=left_out),
    )


def _agents(connection: Connection, ask: AskActivity, host_id: str) -> dict[int, Row[Any]]:
    """Every agent of this host. Not their states, which are large."""
    agents = _AGENTS.c
    columns = (agents.id, agents.uuid, agents.project_id, agents.last_seen_at, agents.ended_at)
    query: Select[Any] = select(*columns).where(agents.host_id == host_id)
    if ask.project_id is not None:
        query = query.where(agents.project_id == ask.project_id)
    return {row.id: row for row in connection.execute(query)}


def _said(connection: Connection, agents: Mapping[int, Any], start: datetime, until: datetime) -> list[Said]:
    turns = _TURNS.c
    query = select(turns.agent_id, turns.at, turns.actor, turns.frustration_score).where(
        turns.at >= start, turns.at < until, counted()
    )
    return [
        Said(agent_id, at, score if actor is TurnActor.USER else None)
        for agent_id, at, actor, score in connection.execute(query)
        if agent_id in agents
    ]


def _work(
    connection: Connection, agents: Mapping[int, Row[Any]], start: datetime, end: datetime
) -> dict[int, list[Stretch]]:
    """The time of each agent's commands within the period. An open one counts until its agent was last heard of."""
    commands = _COMMANDS.c
    query = select(commands.agent_id, commands.started_at, commands.completed_at).where(
        commands.started_at < end, or_(commands.completed_at.is_(None), commands.completed_at > start)
    )
    found: dict[int, list[Stretch]] = {}
    for agent_id, started_at, completed_at in connection.execute(query):
        agent = agents.get(agent_id)
        if agent is None:
            continue
        over_at = completed_at or agent.ended_at or agent.last_seen_at
        found.setdefault(agent_id, []).append((max(started_at, start), min(over_at, end)))
    return found


def _projects(
    connection: Connection, agents: Mapping[int, Row[Any]], said: Iterable[Said], worked: Mapping[int, float]
) -> tuple[ProjectActivity, ...]:
    by_agent: dict[int, list[Said]] = {}
    for turn in said:
        by_agent.setdefault(turn.agent_id, []).append(turn)
    active = by_agent.keys() | {agent_id for agent_id, seconds in worked.items() if seconds > 0}
    names = _names(connection, active)
    by_project: dict[int, list[int]] = {}
    for agent_id in active:
        by_project.setdefault(agents[agent_id].project_id, []).append(agent_id)
    found = []
    for project_id, agent_ids in by_project.items():
        lines = [
            AgentActivity(
                agents[agent_id].uuid,
                names[agent_id][0],
                domain.measure(by_agent.get(agent_id, ())),
                worked.get(agent_id, 0.0),
                agents[agent_id].ended_at is None,
            )
            for agent_id in agent_ids
        ]
        found.append(
            ProjectActivity(
                project_id,
                names[agent_ids[0]][1],
                domain.measure(turn for agent_id in agent_ids for turn in by_agent.get(agent_id, ())),
                sum(line.working_s for line in lines),
                tuple(sorted(lines, key=lambda line: (-line.measure.turns, line.name))),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.measure.turns, one.name)))


def _names(connection: Connection, agent_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """The names of agents and of their projects."""
    query = select(_AGENTS.c.id, agent_name(), _PROJECTS.c.name).join(_PROJECTS, _PROJECTS.c.id == _AGENTS.c.project_id)
    names: dict[int, tuple[str, str]] = {}
    for chunk in batched(sorted(agent_ids)):
        names |= {row[0]: (row[1], row[2]) for row in connection.execute(query.where(_AGENTS.c.id.in_(chunk)))}
    return names
