"""Projects and what belongs to them: facts, agents, commands, turns, inference used. Reader's thread; read-only."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Select, func, or_, select

from headspace_desktop.domain.asks import AskCommands, AskCommandTurns, AskProject, AskProjectAgents, AskProjects
from headspace_desktop.domain.project_pages import (
    AgentLine,
    AgentsPage,
    CommandHead,
    CommandsPage,
    CommandTurnsPage,
    InferenceUsage,
    ProjectLine,
    ProjectPage,
    ProjectsPage,
    TurnHead,
)
from headspace_desktop.store.activity import agent_name, counted
from headspace_desktop.store.base import table
from headspace_desktop.store.people_tables import InferenceCallRow
from headspace_desktop.store.tables import AgentRow, CommandRow, ProjectRow, TurnRow

#: A turn's text in a list; the transcript has the rest. Source: features, section 7.6.
HEAD_CHARS = 500

_LIMIT = 200

_AGENTS, _COMMANDS, _PROJECTS, _TURNS = (table(row) for row in (AgentRow, CommandRow, ProjectRow, TurnRow))
_CALLS = table(InferenceCallRow)


def projects_page(connection: Connection, ask: AskProjects, host_id: str) -> ProjectsPage:
    """All projects of this host, the one heard of last first."""
    rows = connection.execute(_project_rows(host_id))
    lines = sorted(
        (_project(row) for row in rows), key=lambda line: (line.last_seen_at or line.created_at, line.id), reverse=True
    )
    return ProjectsPage(ask.ask_id, tuple(lines))


def project_page(connection: Connection, ask: AskProject, host_id: str) -> ProjectPage:
    """One project, and what inference was used for it."""
    row = connection.execute(_project_rows(host_id).where(_PROJECTS.c.id == ask.project_id)).first()
    if row is None:
        return ProjectPage(ask.ask_id, None)
    return ProjectPage(ask.ask_id, _project(row), _usage(connection, ask.project_id))


def project_path(connection: Connection, project_id: int, host_id: str) -> str | None:
    """Where a project of this host is."""
    query = select(_PROJECTS.c.path).where(_PROJECTS.c.id == project_id, _PROJECTS.c.host_id == host_id)
    path = connection.scalar(query)
    return None if path is None else str(path)


def agents_page(connection: Connection, ask: AskProjectAgents, host_id: str) -> AgentsPage:
    """Agents of a project, live ones first, then by their last sign."""
    agents = _AGENTS.c
    where = [agents.project_id == ask.project_id, agents.host_id == host_id]
    if not ask.with_ended:
        where.append(agents.ended_at.is_(None))
    commands = select(func.count()).select_from(_COMMANDS).where(_COMMANDS.c.agent_id == agents.id)
    turns = select(func.count()).select_from(_TURNS).where(_TURNS.c.agent_id == agents.id, counted())
    query = (
        select(
            agents.uuid,
            agents.session_id,
            agents.client,
            agents.started_at,
            agents.last_seen_at,
            agents.ended_at,
            agents.transcript_path,
            agent_name().label("name"),
            agents.state["verdict"]["state"].as_string().label("verdict"),
            commands.scalar_subquery().label("commands"),
            turns.scalar_subquery().label("turns"),
        )
        .where(*where)
        .order_by(agents.ended_at.is_not(None), agents.last_seen_at.desc(), agents.id.desc())
        .limit(_bounded(ask.limit))
        .offset(max(ask.offset, 0))
    )
    total = connection.scalar(select(func.count()).select_from(_AGENTS).where(*where)) or 0
    return AgentsPage(ask.ask_id, tuple(_agent(row) for row in connection.execute(query)), total)


def commands_page(connection: Connection, ask: AskCommands) -> CommandsPage:
    """Commands of an agent, newest first."""
    commands, limit = _COMMANDS.c, _bounded(ask.limit)
    turns = select(func.count()).select_from(_TURNS).where(_TURNS.c.command_id == commands.id, counted())
    query = (
        select(
            commands.id,
            commands.uuid,
            commands.state,
            commands.outcome,
            func.substr(
                func.coalesce(commands.instruction, commands.full_command, ""), 1, HEAD_CHARS, type_=_TURNS.c.text.type
            ).label("text"),
            commands.started_at,
            commands.completed_at,
            turns.scalar_subquery().label("turns"),
        )
        .join(_AGENTS, _AGENTS.c.id == commands.agent_id)
        .where(_AGENTS.c.uuid == ask.agent_uuid)
        .order_by(commands.id.desc())
        .limit(limit + 1)
    )
    if ask.before_id is not None:
        query = query.where(commands.id < ask.before_id)
    rows = connection.execute(query).all()
    heads = tuple(
        CommandHead(row.id, row.uuid, row.state, row.outcome, row.text, row.started_at, row.completed_at, row.turns)
        for row in rows[:limit]
    )
    return CommandsPage(ask.ask_id, heads, heads[-1].id if len(rows) > limit else None)


def command_turns_page(connection: Connection, ask: AskCommandTurns) -> CommandTurnsPage:
    """The turns of a command in the order of the conversation; a summary stands for a text that has one."""
    turns, limit = _TURNS.c, _bounded(ask.limit)
    has_summary = func.length(func.coalesce(turns.summary, "")) > 0
    shown = func.coalesce(func.nullif(turns.summary, ""), turns.text)
    query = (
        select(
            turns.id,
            turns.actor,
            turns.intent,
            func.substr(shown, 1, HEAD_CHARS, type_=turns.text.type).label("text"),
            has_summary.label("is_summary"),
            turns.at,
            turns.entry_uuid,
            turns.frustration_score,
        )
        .join(_COMMANDS, _COMMANDS.c.id == turns.command_id)
        .where(_COMMANDS.c.uuid == ask.command_uuid, counted())
        .order_by(turns.at, turns.id)
        .limit(limit + 1)
    )
    rows = connection.execute(query).all()
    heads = tuple(
        TurnHead(
            row.id, row.actor, row.intent, row.text, bool(row.is_summary), row.at, row.entry_uuid, row.frustration_score
        )
        for row in rows[:limit]
    )
    return CommandTurnsPage(ask.ask_id, heads, len(rows) > limit)


def _project_rows(host_id: str) -> Select[Any]:
    agents = _AGENTS.c
    counts = (
        select(
            agents.project_id.label("project_id"),
            func.count().label("agents"),
            (func.count() - func.count(agents.ended_at)).label("live"),
            func.max(agents.last_seen_at).label("last_seen_at"),
        )
        .group_by(agents.project_id)
        .subquery()
    )
    return (
        select(_PROJECTS, counts.c.agents, counts.c.live, counts.c.last_seen_at)
        .outerjoin(counts, counts.c.project_id == _PROJECTS.c.id)
        .where(_PROJECTS.c.host_id == host_id)
    )


def _project(row: Row[Any]) -> ProjectLine:
    return ProjectLine(
        id=row.id,
        name=row.name,
        path=row.path,
        branch=row.current_branch or "",
        github_repo=row.github_repo or "",
        description=row.description or "",
        agents=row.agents or 0,
        live_agents=row.live or 0,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        is_paused=row.inference_paused,
        paused_at=row.inference_paused_at,
        pause_reason=row.inference_paused_reason or "",
    )


def _agent(row: Row[Any]) -> AgentLine:
    return AgentLine(
        uuid=row.uuid,
        name=row.name,
        session_id=row.session_id or "",
        state=row.verdict or "unknown",
        started_at=row.started_at,
        last_seen_at=row.last_seen_at,
        ended_at=row.ended_at,
        commands=row.commands,
        turns=row.turns,
        transcript_path=row.transcript_path or "",
        client=row.client,
    )


def _usage(connection: Connection, project_id: int) -> InferenceUsage:
    """Calls about the project itself, and about whatever belongs to it."""
    calls = _CALLS.c
    mine = select(_AGENTS.c.id).where(_AGENTS.c.project_id == project_id)
    row = connection.execute(
        select(
            func.count().label("calls"),
            func.count(calls.error_message).label("failed"),
            func.sum(calls.input_tokens).label("input"),
            func.sum(calls.output_tokens).label("output"),
            func.sum(calls.cost_usd).label("cost"),
        ).where(or_(calls.project_id == project_id, calls.agent_id.in_(mine)))
    ).one()
    return InferenceUsage(row.calls, row.failed, _whole(row.input), _whole(row.output), row.cost)


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)  # PostgreSQL adds up whole numbers as decimals


def _bounded(limit: int) -> int:
    return min(max(limit, 1), _LIMIT)
