"""The logs: what was heard, which calls were made, which notifications were shown or held, what was decided.

The reader's thread, inside its read-only transaction. Newest first, by id; nothing is interpreted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, func, or_, select

from headspace_desktop.domain.asks import AskChoices, AskLog, LogName
from headspace_desktop.domain.query import parse
from headspace_desktop.store.base import Base, table
from headspace_desktop.store.browse import COUNT_LIMIT, conditions_on, kind_of
from headspace_desktop.store.likeness import somewhere
from headspace_desktop.store.naming import project_names
from headspace_desktop.store.people_tables import InferenceCallRow
from headspace_desktop.store.tables import AgentRow, EventRow, ProjectRow
from headspace_desktop.troubles import LogUnknown

#: A longer text is cut for display.
TEXT_CHARS = 20_000

_LIMIT = 2000

_AGENTS, _EVENTS, _PROJECTS = table(AgentRow), table(EventRow), table(ProjectRow)

#: Rows that a filter offers; who has more types the name.
_CHOICES = 500

_TABLES: Mapping[LogName, str] = {
    "events": _EVENTS.name,
    "calls": table(InferenceCallRow).name,
    "bubbles": _EVENTS.name,
    "decisions": "decisions",
}
_KINDS: Mapping[LogName, str] = {"events": "kind", "calls": "level", "bubbles": "kind", "decisions": "decision"}
_MOMENTS: Mapping[LogName, str] = {"events": "at", "calls": "at", "bubbles": "at", "decisions": "decided_at"}

#: Columns that a line tells otherwise.
_TOLD = {"id", "host_id", "project_id", "agent_id", "agent_uuid"}


@dataclass(frozen=True, slots=True)
class LogLine:
    """One row. `values` are the columns that are this log's own."""

    id: int
    at: datetime
    kind: str
    agent_uuid: str | None
    session_id: str | None
    project_id: int | None
    project_name: str | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LogPage:
    """Newest first; `before_id` asks for the page before this one. `count` comes with a first page alone."""

    ask_id: str
    log: str
    lines: tuple[LogLine, ...]
    before_id: int | None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class AgentChoice:
    uuid: str
    session_id: str | None
    project_id: int
    project_name: str
    is_live: bool


@dataclass(frozen=True, slots=True)
class ChoicesPage:
    ask_id: str
    projects: tuple[tuple[int, str], ...]
    agents: tuple[AgentChoice, ...]
    kinds: tuple[str, ...] = ()
    models: tuple[str, ...] = ()


def log_page(connection: Connection, ask: AskLog, host_id: str) -> LogPage:
    """Raises: LogUnknown; FieldInvalid for a condition that cannot be."""
    target = _target(ask.log)
    limit = min(max(ask.limit, 1), _LIMIT)
    joined = _joined(target).where(*_wanted(target, ask, host_id))
    query = joined
    if ask.before_id is not None:
        query = query.where(target.c.id < ask.before_id)
    if ask.after_id is not None:
        query = query.where(target.c.id > ask.after_id)
    rows = connection.execute(query.order_by(target.c.id.desc()).limit(limit + 1)).all()
    lines = tuple(_line(row, ask, target) for row in rows[:limit])
    count = None
    if ask.before_id is None and ask.after_id is None:
        some = joined.with_only_columns(target.c.id, maintain_column_froms=True).limit(COUNT_LIMIT + 1)
        count = connection.scalar(select(func.count()).select_from(some.subquery()))
    return LogPage(ask.ask_id, ask.log, lines, lines[-1].id if len(rows) > limit else None, count)


def choices(connection: Connection, ask: AskChoices, host_id: str) -> ChoicesPage:
    """What can be chosen in a filter row: this host's projects and agents, those that live first."""
    names = project_names(connection)
    is_live = _AGENTS.c.ended_at.is_(None)
    agents = connection.execute(
        select(_AGENTS.c.uuid, _AGENTS.c.session_id, _AGENTS.c.project_id, is_live.label("is_live"))
        .where(_AGENTS.c.host_id == host_id)
        .order_by(is_live.desc(), _AGENTS.c.last_seen_at.desc())
        .limit(_CHOICES)
    )
    return ChoicesPage(
        ask.ask_id,
        tuple(sorted(names.items(), key=lambda pair: (pair[1].casefold(), pair[0])))[:_CHOICES],
        tuple(
            AgentChoice(row.uuid, row.session_id, row.project_id, names[row.project_id], bool(row.is_live))
            for row in agents
        ),
        _kinds(connection, ask.log) if ask.log is not None else (),
        _distinct(connection, _target("calls").c.model) if ask.log == "calls" else (),
    )


def _kinds(connection: Connection, log: LogName) -> tuple[str, ...]:
    target = _target(log)
    return _distinct(connection, target.c[_KINDS[log]], *(_bubbles() if log == "bubbles" else ()))


def _distinct(connection: Connection, column: ColumnElement[Any], *where: ColumnElement[bool]) -> tuple[str, ...]:
    found = connection.scalars(select(column).where(*where).distinct().limit(_CHOICES))
    return tuple(sorted(str(value) for value in found if value))


def _target(log: LogName) -> Table:
    target = Base.metadata.tables.get(_TABLES.get(log, ""))
    if target is None:
        raise LogUnknown(log)
    return target


def _bubbles() -> tuple[ColumnElement[bool]]:
    kind = _EVENTS.c.kind
    return (or_(*(kind.like(f"{family}!_%", escape="!") for family in ("bubble", "digest"))),)


def _joined(target: Table) -> Select[Any]:
    """The log with the agent and the project that each row is about."""
    project_id = (
        func.coalesce(target.c.project_id, _AGENTS.c.project_id) if "project_id" in target.c else _AGENTS.c.project_id
    )
    return (
        select(
            target,
            _AGENTS.c.uuid.label("_agent_uuid"),
            _AGENTS.c.session_id.label("_session_id"),
            _PROJECTS.c.id.label("_project_id"),
            _PROJECTS.c.name.label("_project_name"),
        )
        .outerjoin(_AGENTS, _AGENTS.c.id == target.c.agent_id)
        .outerjoin(_PROJECTS, _PROJECTS.c.id == project_id)
    )


def _wanted(target: Table, ask: AskLog, host_id: str) -> list[ColumnElement[bool]]:
    columns = target.c
    wanted = conditions_on(target, ask.conditions)
    if "host_id" in columns and ask.agent_uuid is None:
        wanted.append(columns.host_id == host_id)
    if ask.log == "bubbles":
        wanted += _bubbles()
    if ask.agent_uuid is not None:
        wanted.append(columns.get("agent_uuid", _AGENTS.c.uuid) == ask.agent_uuid)
    if ask.project_id is not None:
        wanted.append(_PROJECTS.c.id == ask.project_id)
    if ask.kind is not None:
        wanted.append(columns[_KINDS[ask.log]] == ask.kind)
    at = columns[_MOMENTS[ask.log]]
    if ask.since_at is not None:
        wanted.append(at >= ask.since_at)
    if ask.until_at is not None:
        wanted.append(at < ask.until_at)
    texts: list[ColumnElement[Any]] = [_PROJECTS.c.name, _AGENTS.c.session_id]
    jsons: list[ColumnElement[Any]] = []
    for column in columns:
        kind = kind_of(column)
        if kind == "json":
            jsons.append(column)
        elif kind in ("text", "choice") and column.name not in ("host_id", "delivery_id"):
            texts.append(column)
    return [*wanted, *(somewhere(texts, jsons, term) for term in parse(ask.words))]


def _line(row: Row[Any], ask: AskLog, target: Table) -> LogLine:
    own = row._mapping
    at, kind = _MOMENTS[ask.log], _KINDS[ask.log]
    values = {
        column.name: _shown(own[column], is_whole=ask.is_whole)
        for column in target.columns
        if column.name not in _TOLD and column.name not in (at, kind)
    }
    agent_uuid = own[target.c.agent_uuid] if "agent_uuid" in target.c else row._agent_uuid
    return LogLine(
        id=row.id,
        at=own[target.c[at]],
        kind=str(own[target.c[kind]] or ""),
        agent_uuid=agent_uuid,
        session_id=row._session_id,
        project_id=row._project_id,
        project_name=row._project_name,
        values=values,
    )


def _shown(value: Any, *, is_whole: bool) -> Any:
    if isinstance(value, str) and not is_whole and len(value) > TEXT_CHARS:
        return value[:TEXT_CHARS] + "…"
    return value
