"""Read-only questions to the store: the turns of an agent, the event log.

The reader's thread, on a connection that cannot write; each page is a fresh transaction. It decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never

from sqlalchemy import Connection, Row, Select, and_, func, or_, select

from headspace_desktop.domain.asks import (
    AskActivity,
    AskChoices,
    AskCommands,
    AskCommandTurns,
    AskEvents,
    AskLog,
    AskObjective,
    AskProject,
    AskProjectAgents,
    AskProjects,
    AskRow,
    AskRows,
    AskScores,
    AskSearch,
    AskTables,
    AskTurns,
    AskTurnText,
    StoreAsk,
)
from headspace_desktop.domain.model import CommandState, Json, Outcome, TurnActor, TurnIntent
from headspace_desktop.store.activity import activity_page
from headspace_desktop.store.base import table
from headspace_desktop.store.browse import all_tables, row_of, rows_of
from headspace_desktop.store.feelings import scores_page, turn_text_page
from headspace_desktop.store.logs import choices, log_page
from headspace_desktop.store.objectives import objective_page
from headspace_desktop.store.projects import (
    agents_page,
    command_turns_page,
    commands_page,
    project_page,
    project_path,
    projects_page,
)
from headspace_desktop.store.reading import Reading
from headspace_desktop.store.search import search
from headspace_desktop.store.tables import AgentRow, CommandRow, EventRow, ProjectRow, TurnRow

#: A longer text is cut for display; `TurnLine.text_chars` tells its real length.
TEXT_CHARS = 100_000

_LIMIT = 1000

_AGENTS, _COMMANDS, _EVENTS, _PROJECTS, _TURNS = (
    table(row) for row in (AgentRow, CommandRow, EventRow, ProjectRow, TurnRow)
)


@dataclass(frozen=True, slots=True)
class TurnLine:
    """One turn as it is shown."""

    id: int
    key: str
    command_uuid: str | None
    actor: TurnActor
    intent: TurnIntent
    text: str
    text_chars: int
    at: datetime
    source: str
    entry_uuid: str | None
    answers_id: int | None
    question_text: str | None
    question_options: Sequence[Json] | None
    question_source_type: str | None
    tool_input: Json | None


@dataclass(frozen=True, slots=True)
class CommandLine:
    """One command as it is shown, also when it has no turn."""

    id: int
    uuid: str
    state: CommandState
    outcome: Outcome | None
    started_at: datetime
    completed_at: datetime | None
    full_command: str
    plan: str | None
    plan_approved_at: datetime | None


@dataclass(frozen=True, slots=True)
class TurnsPage:
    """Turns in the order of the conversation, oldest first; `before_id` asks for the page before this one."""

    ask_id: str
    agent_uuid: str
    turns: tuple[TurnLine, ...]
    commands: tuple[CommandLine, ...]
    before_id: int | None


@dataclass(frozen=True, slots=True)
class EventLine:
    """One row of the event log as it is shown."""

    id: int
    kind: str
    source: str
    at: datetime
    seen_at: datetime
    agent_uuid: str | None
    project_name: str | None
    delivery_id: str | None
    version: int
    payload: Json | None


@dataclass(frozen=True, slots=True)
class EventsPage:
    """Events, newest first; `before_id` asks for the page before this one."""

    ask_id: str
    events: tuple[EventLine, ...]
    before_id: int | None


class Pages(Reading):
    """Answers questions about what is stored. The first one opens the connection."""

    def answer(self, ask: StoreAsk) -> Any:
        """The page that was asked for. Blocks: for the queries. Raises: any StoreTrouble."""
        with self._asking() as connection:
            match ask:
                case AskTurns():
                    return _turns(connection, ask)
                case AskEvents():
                    return _events(connection, ask, self._host_id)
                case AskActivity():
                    return activity_page(connection, ask, self._host_id)
                case AskProjects():
                    return projects_page(connection, ask, self._host_id)
                case AskProject():
                    return project_page(connection, ask, self._host_id)
                case AskProjectAgents():
                    return agents_page(connection, ask, self._host_id)
                case AskScores():
                    return scores_page(connection, ask)
                case AskTurnText():
                    return turn_text_page(connection, ask)
                case AskCommands():
                    return commands_page(connection, ask)
                case AskCommandTurns():
                    return command_turns_page(connection, ask)
                case AskObjective():
                    return objective_page(connection, ask)
                case AskSearch():
                    return search(connection, ask, self._host_id)
                case AskLog():
                    return log_page(connection, ask, self._host_id)
                case AskChoices():
                    return choices(connection, ask, self._host_id)
                case AskTables():
                    return all_tables(connection, ask)
                case AskRows():
                    return rows_of(connection, ask)
                case AskRow():
                    return row_of(connection, ask)
                case _:
                    assert_never(ask)

    def project_path(self, project_id: int) -> str | None:
        """Where a project is; None when there is no such one. Blocks: for the query. Raises: any StoreTrouble."""
        with self._asking() as connection:
            return project_path(connection, project_id, self._host_id)

    def recent_projects(self, limit: int = 30) -> list[tuple[str, str]]:
        """(name, path) of this host's projects, the one with the newest agent first. Raises: any StoreTrouble."""
        newest = func.max(_AGENTS.c.started_at)
        query = (
            select(_PROJECTS.c.name, _PROJECTS.c.path)
            .join(_AGENTS, _AGENTS.c.project_id == _PROJECTS.c.id)
            .where(_PROJECTS.c.host_id == self._host_id)
            .group_by(_PROJECTS.c.id, _PROJECTS.c.name, _PROJECTS.c.path)
            .order_by(newest.desc())
            .limit(limit)
        )
        with self._asking() as connection:
            return [(row.name, row.path) for row in connection.execute(query)]


def _turns(connection: Connection, ask: AskTurns) -> TurnsPage:
    limit = min(max(ask.limit, 1), _LIMIT)
    agent_id = connection.scalar(select(_AGENTS.c.id).where(_AGENTS.c.uuid == ask.agent_uuid))
    if agent_id is None:
        return TurnsPage(ask.ask_id, ask.agent_uuid, (), (), None)
    query = _turn_rows(agent_id)
    if ask.before_id is not None:
        cursor = connection.execute(select(_TURNS.c.at).where(_TURNS.c.id == ask.before_id)).first()
        if cursor is not None:
            query = query.where(
                or_(_TURNS.c.at < cursor.at, and_(_TURNS.c.at == cursor.at, _TURNS.c.id < ask.before_id))
            )
    rows = connection.execute(query.limit(limit + 1)).all()
    has_more, rows = len(rows) > limit, rows[:limit]
    turns = tuple(_turn(row) for row in reversed(rows))
    return TurnsPage(
        ask_id=ask.ask_id,
        agent_uuid=ask.agent_uuid,
        turns=turns,
        commands=_commands(connection, agent_id, turns, is_newest=ask.before_id is None, is_oldest=not has_more),
        before_id=turns[0].id if has_more else None,
    )


def _turn_rows(agent_id: int) -> Select[Any]:
    turns = _TURNS.c
    is_blank = and_(turns.intent == TurnIntent.PROGRESS, func.length(func.trim(turns.text)) == 0)
    return (
        select(
            *(column for column in turns if column.name != "text"),
            func.substr(turns.text, 1, TEXT_CHARS, type_=turns.text.type).label("text"),
            func.length(turns.text).label("text_chars"),
            _COMMANDS.c.uuid.label("command_uuid"),
        )
        .outerjoin(_COMMANDS, _COMMANDS.c.id == turns.command_id)
        .where(turns.agent_id == agent_id, turns.is_internal.is_(False), ~is_blank)
        .order_by(turns.at.desc(), turns.id.desc())
    )


def _turn(row: Row[Any]) -> TurnLine:
    return TurnLine(
        id=row.id,
        key=row.key,
        command_uuid=row.command_uuid,
        actor=row.actor,
        intent=row.intent,
        text=row.text,
        text_chars=row.text_chars,
        at=row.at,
        source=row.source,
        entry_uuid=row.entry_uuid,
        answers_id=row.answers_turn_id,
        question_text=row.question_text,
        question_options=row.question_options,
        question_source_type=row.question_source_type,
        tool_input=row.tool_input,
    )


def _commands(
    connection: Connection, agent_id: int, turns: Sequence[TurnLine], *, is_newest: bool, is_oldest: bool
) -> tuple[CommandLine, ...]:
    """The commands of these turns, and those without a turn that started in the span of the page."""
    commands = _COMMANDS.c
    span = [commands.agent_id == agent_id]
    if turns and not is_oldest:
        span.append(commands.started_at >= turns[0].at)
    if turns and not is_newest:
        span.append(commands.started_at <= turns[-1].at)
    named = {turn.command_uuid for turn in turns if turn.command_uuid}
    query = select(_COMMANDS).where(or_(and_(*span), commands.uuid.in_(named)))
    newest = query.order_by(commands.started_at.desc(), commands.id.desc()).limit(_LIMIT)
    return tuple(_command(row) for row in _oldest_first(connection.execute(newest)))


def _oldest_first(rows: Iterable[Row[Any]]) -> list[Row[Any]]:
    return list(rows)[::-1]


def _command(row: Row[Any]) -> CommandLine:
    return CommandLine(
        id=row.id,
        uuid=row.uuid,
        state=row.state,
        outcome=row.outcome,
        started_at=row.started_at,
        completed_at=row.completed_at,
        full_command=(row.full_command or "")[:TEXT_CHARS],
        plan=row.plan_content,
        plan_approved_at=row.plan_approved_at,
    )


def _events(connection: Connection, ask: AskEvents, host_id: str) -> EventsPage:
    limit = min(max(ask.limit, 1), _LIMIT)
    query = (
        select(_EVENTS, _AGENTS.c.uuid.label("agent_uuid"), _PROJECTS.c.name.label("project_name"))
        .outerjoin(_AGENTS, _AGENTS.c.id == _EVENTS.c.agent_id)
        .outerjoin(_PROJECTS, _PROJECTS.c.id == _EVENTS.c.project_id)
    )
    if ask.agent_uuid is None:
        query = query.where(_EVENTS.c.host_id == host_id)
    else:
        query = query.where(_AGENTS.c.uuid == ask.agent_uuid)
    if ask.kind is not None:
        query = query.where(_EVENTS.c.kind == ask.kind)
    if ask.before_id is not None:
        query = query.where(_EVENTS.c.id < ask.before_id)
    rows = connection.execute(query.order_by(_EVENTS.c.id.desc()).limit(limit + 1)).all()
    events = tuple(
        EventLine(
            id=row.id,
            kind=row.kind,
            source=row.source,
            at=row.at,
            seen_at=row.seen_at,
            agent_uuid=row.agent_uuid,
            project_name=row.project_name,
            delivery_id=row.delivery_id,
            version=row.version,
            payload=row.payload,
        )
        for row in rows[:limit]
    )
    return EventsPage(ask.ask_id, events, events[-1].id if len(rows) > limit else None)
