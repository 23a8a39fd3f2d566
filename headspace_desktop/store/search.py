"""Full-text search over turns, commands and projects, newest first, page by page.

The reader's thread, inside its read-only transaction. Words are looked up in an index of words; what has none, and
scripts that write no spaces, is looked for letter by letter in every row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    and_,
    column,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy import table as sql_table

from headspace_desktop.domain.asks import AskSearch, Cursor
from headspace_desktop.domain.model import TurnActor
from headspace_desktop.domain.query import Snippet, Term, parse, snippet
from headspace_desktop.store.base import table
from headspace_desktop.store.likeness import somewhere
from headspace_desktop.store.naming import project_names
from headspace_desktop.store.tables import AgentRow, CommandRow, ProjectRow, TurnRow

#: So much of a text is looked at for its snippet; a hit further behind shows the beginning.
_SHOWN_CHARS = 100_000

_LIMIT = 500

#: Fewer hits than these are fetched and sorted; more are met soon when rows are walked from the newest on.
_RARE = 2000

_AGENTS, _COMMANDS, _PROJECTS, _TURNS = (table(row) for row in (AgentRow, CommandRow, ProjectRow, TurnRow))

#: Kinds in the order in which those of one moment are listed.
_RANK = {"turn": 0, "command": 1, "project": 2}

#: The moment, the number and the agent of each kind.
_PLACES: Mapping[str, tuple[Column[Any], Column[Any], Column[Any]]] = {
    "turn": (_TURNS.c.at, _TURNS.c.id, _TURNS.c.agent_id),
    "command": (_COMMANDS.c.started_at, _COMMANDS.c.id, _COMMANDS.c.agent_id),
    "project": (_PROJECTS.c.created_at, _PROJECTS.c.id, _PROJECTS.c.id),
}

_WHERE: tuple[ColumnElement[Any], ...] = (
    _AGENTS.c.uuid.label("agent_uuid"),
    _AGENTS.c.client,
    _AGENTS.c.transcript_path,
    _AGENTS.c.host_id,
    _AGENTS.c.host_name,
    _PROJECTS.c.id.label("project_id"),
    _PROJECTS.c.name.label("project_name"),
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found. `actor` is empty but for turns; `entry_uuid` leads to the line of the transcript."""

    kind: str
    id: int
    at: datetime
    snippet: Snippet
    actor: str = ""
    project_id: int | None = None
    project_name: str = ""
    agent_uuid: str = ""
    client: str = ""
    host_name: str = ""  # empty: this machine
    transcript_path: str = ""
    entry_uuid: str = ""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Hits, newest first; `after` asks for the page behind this one."""

    ask_id: str
    hits: tuple[Hit, ...]
    after: Cursor | None
    is_question: bool = True  # False: nothing was asked that can be looked for


def search(connection: Connection, ask: AskSearch, host_id: str) -> SearchPage:
    """What the store knows about these words."""
    terms = parse(ask.words)
    if not terms:
        return SearchPage(ask.ask_id, (), None, is_question=False)
    limit = min(max(ask.limit, 1), _LIMIT)
    wanted = set(ask.kinds)
    found: list[Hit] = []
    if not wanted or wanted & {"user", "agent"}:
        found += _turns(connection, ask, terms, limit + 1, host_id)
    if not wanted or "command" in wanted:
        found += _commands(connection, ask, terms, limit + 1, host_id)
    if (not wanted or "project" in wanted) and ask.agent_uuid is None:
        found += _projects(connection, ask, terms, limit + 1, host_id)
    found.sort(key=lambda hit: (hit.at, -_RANK[hit.kind], hit.id), reverse=True)
    names = project_names(connection) if found else {}
    hits = tuple(replace(hit, project_name=names.get(hit.project_id or 0, hit.project_name)) for hit in found[:limit])
    last = hits[-1] if len(found) > limit else None
    return SearchPage(ask.ask_id, hits, Cursor(last.at, last.kind, last.id) if last else None)


def _turns(connection: Connection, ask: AskSearch, terms: tuple[Term, ...], limit: int, host_id: str) -> list[Hit]:
    turns = _TURNS.c
    _plan(connection, _TURNS, terms)
    wanted = [turns.is_internal.is_(False), *_matches(connection, _TURNS, (turns.text,), terms)]
    actors = {"user": TurnActor.USER, "agent": TurnActor.AGENT}
    chosen = [actor for kind, actor in actors.items() if kind in ask.kinds]
    if len(chosen) == 1:
        wanted.append(turns.actor == chosen[0])
    columns = (turns.id, turns.at, turns.actor, turns.entry_uuid, *_WHERE, _shown(turns.text))
    rows = _newest(connection, ask, "turn", wanted=wanted, columns=columns, limit=limit)
    return [
        Hit("turn", actor=row.actor.value, entry_uuid=row.entry_uuid or "", **_common(row, terms, host_id))
        for row in rows
    ]


def _commands(connection: Connection, ask: AskSearch, terms: tuple[Term, ...], limit: int, host_id: str) -> list[Hit]:
    commands = _COMMANDS.c
    texts = (commands.instruction, commands.full_command, commands.full_output, commands.completion_summary)
    entry = (
        select(_TURNS.c.entry_uuid)
        .where(_TURNS.c.command_id == commands.id, _TURNS.c.entry_uuid.is_not(None))
        .order_by(_TURNS.c.at, _TURNS.c.id)
        .limit(1)
        .scalar_subquery()
    )
    columns = (commands.id, commands.started_at.label("at"), entry.label("entry_uuid"), *_WHERE, _shown(*texts))
    _plan(connection, _COMMANDS, terms)
    wanted = _matches(connection, _COMMANDS, texts, terms)
    rows = _newest(connection, ask, "command", wanted=wanted, columns=columns, limit=limit)
    return [Hit("command", entry_uuid=row.entry_uuid or "", **_common(row, terms, host_id)) for row in rows]


def _newest(
    connection: Connection,
    ask: AskSearch,
    kind: str,
    *,
    wanted: Sequence[ColumnElement[bool]],
    columns: Sequence[ColumnElement[Any]],
    limit: int,
) -> Sequence[Row[Any]]:
    """The newest rows of agents: first which ones, then their texts, so that no text is read to be thrown away."""
    at, row_id, agent_id = _PLACES[kind]
    which: Select[Any] = select(row_id.label("id")).where(*wanted)
    if ask.project_id is not None:
        mine = select(_AGENTS.c.id).where(_AGENTS.c.project_id == ask.project_id)
        which = which.where(agent_id.in_(mine))
    found = _narrowed(connection, which, ask, kind).limit(limit).subquery("found")
    query: Select[Any] = (
        select(*columns)
        .join(found, found.c.id == row_id)
        .join(_AGENTS, _AGENTS.c.id == agent_id)
        .join(_PROJECTS, _PROJECTS.c.id == _AGENTS.c.project_id)
        .order_by(at.desc(), row_id.desc())
    )
    return connection.execute(query).all()


def _projects(connection: Connection, ask: AskSearch, terms: tuple[Term, ...], limit: int, host_id: str) -> list[Hit]:
    projects = _PROJECTS.c
    texts = (projects.name, projects.path, projects.github_repo, projects.description)
    columns = (projects.id, projects.created_at, projects.name, projects.host_id, projects.host_name, _shown(*texts))
    query: Select[Any] = select(*columns).where(*_matches(connection, _PROJECTS, texts, terms))
    if ask.project_id is not None:
        query = query.where(projects.id == ask.project_id)
    rows = connection.execute(_narrowed(connection, query, ask, "project").limit(limit))
    return [
        Hit(
            "project",
            row.id,
            row.created_at,
            snippet(row.shown, terms),
            project_id=row.id,
            project_name=row.name,
            host_name="" if row.host_id == host_id else row.host_name,
        )
        for row in rows
    ]


def _common(row: Row[Any], terms: tuple[Term, ...], host_id: str) -> dict[str, Any]:
    return {
        "id": row.id,
        "at": row.at,
        "snippet": snippet(row.shown, terms),
        "project_id": row.project_id,
        "project_name": row.project_name,
        "agent_uuid": row.agent_uuid,
        "client": row.client,
        "host_name": "" if row.host_id == host_id else row.host_name,
        "transcript_path": row.transcript_path or "",
    }


def _shown(*texts: Column[str]) -> ColumnElement[Any]:
    """The texts one after another, cut, for the snippet."""
    cut: list[ColumnElement[Any]] = [
        func.coalesce(func.substr(text, 1, _SHOWN_CHARS, type_=text.type), "") for text in texts
    ]
    joined = cut[0]
    for one in cut[1:]:
        joined = joined + "\n" + one
    return joined.label("shown")


def _narrowed(connection: Connection, query: Select[Any], ask: AskSearch, kind: str) -> Select[Any]:
    """The person's filters, the place where the last page ended, and the order."""
    at, row_id, owner = _PLACES[kind]
    if ask.agent_uuid is not None:
        # By number, so that the index of one agent's moments is walked.
        agent_id = connection.scalar(select(_AGENTS.c.id).where(_AGENTS.c.uuid == ask.agent_uuid))
        query = query.where(owner == (-1 if agent_id is None else agent_id))
    if ask.since_at is not None:
        query = query.where(at >= ask.since_at)
    if ask.until_at is not None:
        query = query.where(at < ask.until_at)
    if (after := ask.after) is not None:
        if _RANK[kind] == _RANK[after.kind]:
            query = query.where(or_(at < after.at, and_(at == after.at, row_id < after.id)))
        else:
            query = query.where(at <= after.at if _RANK[kind] > _RANK[after.kind] else at < after.at)
    return query.order_by(at.desc(), row_id.desc())


def _matches(
    connection: Connection, target: Table, texts: Sequence[Column[str]], terms: tuple[Term, ...]
) -> list[ColumnElement[bool]]:
    """One condition for all words that must be there, one for each thing that must not."""
    found = _in_sqlite if connection.dialect.name == "sqlite" else _in_postgresql
    conditions = []
    if wanted := [term for term in terms if term.words and not term.is_excluded]:
        conditions.append(found(target, wanted))
    for term in terms:
        if not term.words:
            conditions.append(somewhere(texts, (), term))
        elif term.is_excluded:
            conditions.append(~found(target, [term]))
    return conditions


def _plan(connection: Connection, target: Table, terms: tuple[Term, ...]) -> None:
    """PostgreSQL cannot know how rare a rare word is, and walks every row for it; it is asked first, by the index.

    Of a phrase its words are counted: their places stand in the rows alone.
    """
    if connection.dialect.name != "postgresql":
        return
    wanted = [term for term in terms if term.words and not term.is_excluded]
    _allow_walks(connection, is_on=not wanted)
    if wanted:
        some: Select[Any] = (
            select(literal_column("1")).select_from(target).where(_in_postgresql(target, wanted, joint=" & "))
        )
        count = connection.scalar(select(func.count()).select_from(some.limit(_RARE).subquery())) or 0
        _allow_walks(connection, is_on=count >= _RARE)


def _allow_walks(connection: Connection, *, is_on: bool) -> None:
    """Until the end of this transaction."""
    for way in ("enable_seqscan", "enable_indexscan"):
        connection.execute(select(func.set_config(way, "on" if is_on else "off", literal_column("true"))))


def _in_sqlite(target: Table, terms: Sequence[Term]) -> ColumnElement[bool]:
    """The ``+`` keeps SQLite from fetching every hit to sort it: it walks the moments and asks each time instead."""
    name = f"{target.name[:-1]}_words"
    index = sql_table(name, column("rowid"))
    words = " AND ".join(_fts5(term) for term in terms)
    row_id: ColumnElement[Any] = literal_column(f"+{target.name}.id")
    return row_id.in_(select(index.c.rowid).where(literal_column(name).op("MATCH")(words)))


def _in_postgresql(target: Table, terms: Sequence[Term], joint: str = " <-> ") -> ColumnElement[bool]:
    words = " & ".join(f"({_tsquery(term, joint)})" for term in terms)
    query = func.to_tsquery(literal_column("'simple'"), words)
    return literal_column(f"{target.name}.words").op("@@", is_comparison=True)(query)


def _fts5(term: Term) -> str:
    """The term as FTS5 reads it: words in quotes are never operators."""
    return '"' + " ".join(term.words) + '"' + ("*" if term.is_prefix else "")


def _tsquery(term: Term, joint: str) -> str:
    """The term as PostgreSQL's `to_tsquery` reads it: words are letters, digits and marks only."""
    quoted = [f"'{word}'" for word in term.words]
    return joint.join(quoted) + (":*" if term.is_prefix else "")
