"""The writing statements, built once for each database. Pure definitions; any thread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    Dialect,
    Executable,
    Insert,
    Table,
    Update,
    and_,
    any_,
    bindparam,
    case,
    func,
    insert,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeDecorator

from headspace_desktop.domain.model import TurnIntent
from headspace_desktop.domain.settle import TERMINAL
from headspace_desktop.store.base import table
from headspace_desktop.store.tables import (
    AgentRow,
    CommandRow,
    DecisionRow,
    EventRow,
    NoteRow,
    OffsetRow,
    ProjectRow,
    ReplyRow,
    TurnRow,
)

AGENTS, COMMANDS, PROJECTS, TURNS = table(AgentRow), table(CommandRow), table(ProjectRow), table(TurnRow)
DECISIONS = table(DecisionRow)

#: What is once there is not taken away by a later version without it; bound as ``kept_…``.
COMMAND_KEPT = ("full_command", "full_output", "plan_content", "plan_approved_at", "prompt_id")


@dataclass(frozen=True, slots=True)
class Statements:
    insert_project: Insert
    insert_agent: Insert
    update_agent: Update
    link_previous: Update
    insert_command: Insert
    update_command: Update
    upsert_turn: Executable
    link_answer: Update
    insert_event: Executable
    insert_decision: Executable
    upsert_offset: Executable
    upsert_reply: Executable
    upsert_note: Executable


@cache
def statements(dialect: str) -> Statements:
    """All statements for ``sqlite`` or ``postgresql``."""
    is_sqlite = dialect == "sqlite"
    return Statements(
        insert_project=insert(PROJECTS),
        insert_agent=insert(AGENTS),
        update_agent=update(AGENTS).where(AGENTS.c.id == bindparam("row_id")),
        link_previous=_link_previous(),
        insert_command=insert(COMMANDS),
        update_command=_update_command(),
        upsert_turn=_upsert_turn(is_sqlite=is_sqlite),
        link_answer=_link_answer(),
        insert_event=insert_into(table(EventRow), is_sqlite=is_sqlite).on_conflict_do_nothing(
            index_elements=["host_id", "delivery_id"]
        ),
        insert_decision=_insert_decision(is_sqlite=is_sqlite),
        upsert_offset=_upsert(table(OffsetRow), ("host_id", "path"), is_sqlite=is_sqlite),
        upsert_reply=_upsert(table(ReplyRow), ("reply_id",), is_sqlite=is_sqlite),
        upsert_note=_upsert(table(NoteRow), ("host_id", "key"), is_sqlite=is_sqlite),
    )


def among(column: Column[Any], values: Iterable[Any], dialect: Dialect) -> ColumnElement[bool]:
    """Whether the column is one of very many values: bound as one, so that the statement is always the same."""
    if dialect.name != "sqlite":
        return column == any_(bindparam(None, list(values), type_=postgresql.ARRAY(column.type)))
    kind = column.type
    kept = [kind.process_bind_param(value, dialect) if isinstance(kind, TypeDecorator) else value for value in values]
    listed = func.json_each(msgspec.json.encode(kept).decode()).table_valued("value")
    return column.in_(select(listed.c.value))


def insert_into(target: Table, *, is_sqlite: bool) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(target) if is_sqlite else postgresql.insert(target)


def _upsert(target: Table, identity: Sequence[str], *, is_sqlite: bool) -> Executable:
    statement = insert_into(target, is_sqlite=is_sqlite)
    fresh = {
        column.name: statement.excluded[column.name]
        for column in target.columns
        if column.name not in ("id", "created_at", *identity)
    }
    return statement.on_conflict_do_update(index_elements=list(identity), set_=fresh)


def _insert_decision(*, is_sqlite: bool) -> Executable:
    """What the agent's own evidence told stands; what was put on record without it is completed by it, once.

    A decision of ours stays ours, unless the contrary happened.
    """
    statement = insert_into(DECISIONS, is_sqlite=is_sqlite)
    new, old = statement.excluded, DECISIONS.c
    is_ours = and_(old.surface != TERMINAL, old.surface != new.surface)
    is_contrary = (old.decision == "deny") != (new.decision == "deny")
    told = ("decision", "answers", "message", "surface", "route", "outcome")
    return statement.on_conflict_do_update(
        index_elements=["host_id", "agent_uuid", "ask_key"],
        set_={name: new[name] for name in told},
        where=and_(old.outcome == "over", new.outcome == "seen", or_(not_(is_ours), is_contrary)),
    )


def _link_previous() -> Update:
    previous = AGENTS.alias("previous")
    found = select(previous.c.id).where(previous.c.uuid == bindparam("previous_uuid"), previous.c.id != AGENTS.c.id)
    return update(AGENTS).where(AGENTS.c.id == bindparam("row_id")).values(previous_agent_id=found.scalar_subquery())


def _update_command() -> Update:
    kept = {
        name: func.coalesce(bindparam(f"kept_{name}", type_=COMMANDS.c[name].type), COMMANDS.c[name])
        for name in COMMAND_KEPT
    }
    return update(COMMANDS).where(COMMANDS.c.id == bindparam("row_id")).values(kept)


def _upsert_turn(*, is_sqlite: bool) -> Executable:
    """A turn by (agent, key): the entry is adopted, the longer text stays, what was known is not forgotten."""
    others = TURNS.alias("others")
    following = (
        select(func.coalesce(func.max(others.c.sequence), 0) + 1)
        .where(others.c.agent_id == bindparam("of_agent", type_=TURNS.c.agent_id.type))
        .scalar_subquery()
    )
    statement = insert_into(TURNS, is_sqlite=is_sqlite).values(sequence=following)
    new, old = statement.excluded, TURNS.c
    fresh: dict[str, ColumnElement[Any]] = {
        "text": case((func.length(new.text) >= func.length(old.text), new.text), else_=old.text),
        "actor": new.actor,
        "intent": case((old.intent == TurnIntent.ANSWER, old.intent), else_=new.intent),  # told apart once, at its time
        "at": new.at,
        "source": new.source,
        "is_internal": new.is_internal,
    }
    for name in (
        "command_id",
        "entry_uuid",
        "prompt_id",
        "answers_key",
        "tool_input",
        "question_text",
        "question_options",
        "question_source_type",
    ):
        fresh[name] = func.coalesce(new[name], old[name])
    # Who adopted an entry keeps it.
    fresh["entry_uuid"] = func.coalesce(old.entry_uuid, new.entry_uuid)
    return statement.on_conflict_do_update(index_elements=["agent_id", "key"], set_=fresh)


def _link_answer() -> Update:
    question = TURNS.alias("question")
    key = bindparam("answers", type_=TURNS.c.key.type)
    found = (
        select(question.c.id)
        .where(
            question.c.agent_id == TURNS.c.agent_id,
            or_(question.c.key == key, question.c.key == bindparam("answers_ask", type_=TURNS.c.key.type)),
            question.c.id != TURNS.c.id,
        )
        .order_by(question.c.id)
        .limit(1)
        .scalar_subquery()
    )
    answer = (TURNS.c.agent_id == bindparam("of_agent"), TURNS.c.key == bindparam("answer", type_=TURNS.c.key.type))
    return update(TURNS).where(*answer).values(answers_turn_id=found)
