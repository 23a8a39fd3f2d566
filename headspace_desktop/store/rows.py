"""Changes single rows by hand, as the data browser asks: only columns that are the person's own to change.

The engine's thread, inside the batch's transaction. What the engine holds in its memory, what was measured and what
is a record of the past is refused, with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum as PyEnum
from typing import Any

from sqlalchemy import Column, Connection, Enum, Table, select, update
from sqlalchemy.exc import DataError, IntegrityError, StatementError
from sqlalchemy.types import TypeDecorator

from headspace_desktop.domain.actions import EditRow
from headspace_desktop.domain.model import CommandState
from headspace_desktop.store.base import Base
from headspace_desktop.troubles import FieldInvalid, RowChanged, RowGuarded, UnknownRow

#: What may be changed by hand.
EDITABLE: Mapping[str, frozenset[str]] = {
    "projects": frozenset(
        {"github_repo", "description", "inference_paused", "inference_paused_reason", "current_branch"}
    ),
    "commands": frozenset({"instruction", "completion_summary", "plan_file_path"}),
    "turns": frozenset({"summary", "frustration_score"}),
    "objective_histories": frozenset({"text", "constraints"}),
    "organisations": frozenset({"name", "description", "status"}),
    "roles": frozenset({"name", "description"}),
    "personas": frozenset({"name", "description", "status"}),
    "positions": frozenset({"title", "level", "is_cross_cutting"}),
}

#: Why the rest may not.
GUARDED: Mapping[str, str] = {
    "agents": "the running program holds its agents in memory and would write over it",
    "replies": "it is on its way to an agent",
    "notes": "the running program's own memory",
    "transcript_offsets": "the running program's own memory: a transcript would be read twice or not at all",
    "events": "the event log is a record of what happened",
    "decisions": "decisions are a record that is never changed",
    "objectives": "change the present objective on its own page",
    "activity_metrics": "it was measured",
    "headspace_snapshots": "it was measured",
    "inference_calls": "the call log is a record of what was asked and what it cost",
}

_OWN_PAGE = {"name": "rename the project on its own page", "path": "move the project on its own page"}


def why_guarded(name: str, column: str) -> str:
    """Why this column may not be changed by hand; empty when it may."""
    if column in EDITABLE.get(name, ()):
        return ""
    if name in GUARDED:
        return GUARDED[name]
    if name == "projects" and column in _OWN_PAGE:
        return _OWN_PAGE[column]
    return "it holds the rows together or is a record of what happened"


def edit_row(connection: Connection, host_id: str, action: EditRow) -> dict[str, Any]:
    """Change the row if it still is as it was shown. Raises: RowGuarded, RowChanged, UnknownRow, FieldInvalid."""
    target = Base.metadata.tables.get(action.table)
    if target is None:
        raise UnknownRow(action.table)
    if not action.changes:
        raise FieldInvalid("nothing was changed")
    for name in action.changes:
        if name not in target.c:
            raise FieldInvalid(f"{action.table} has no column {name}")
        if reason := why_guarded(action.table, name):
            raise RowGuarded(f"{action.table}.{name}: {reason}")
    row = connection.execute(select(target).where(target.c.id == action.row_id)).mappings().first()
    if row is None or row.get("host_id", host_id) != host_id:
        raise UnknownRow(f"{action.table} {action.row_id}")
    _refuse_live(action.table, dict(row))
    for name in action.changes:
        if name not in action.before or not _is_same(row[name], action.before[name]):
            raise RowChanged(f"{action.table}.{name} is now {_plain(row[name])!r}")
    values = {name: _value(target.c[name], value) for name, value in action.changes.items()}
    _write(connection, target, action.row_id, values)
    return {
        "table": action.table,
        "row_id": action.row_id,
        "before": {name: _plain(row[name]) for name in values},
        "after": {name: _plain(value) for name, value in values.items()},
    }


def _refuse_live(name: str, row: Mapping[str, Any]) -> None:
    if name == "commands" and row["state"] is not CommandState.COMPLETE:
        raise RowGuarded("the command is under way: the running program writes it")
    if name == "objective_histories" and row["ended_at"] is None:
        raise RowGuarded("it is the present objective: change it on its own page")


def _write(connection: Connection, target: Table, row_id: int, values: dict[str, Any]) -> None:
    try:
        connection.execute(update(target).where(target.c.id == row_id).values(**values))
    except (IntegrityError, DataError, StatementError) as error:
        cause = error.orig if error.orig is not None else error
        if not isinstance(error, IntegrityError | DataError) and not isinstance(cause, ValueError | TypeError):
            raise
        raise FieldInvalid(f"{', '.join(values)}: {' '.join(str(cause).split())}") from error


def _value(column: Column[Any], value: Any) -> Any:
    """The value as the column's own type; what comes from a form is text."""
    if value is None:
        if not column.nullable:
            raise FieldInvalid(f"{column.name}: it may not be empty")
        return None
    own = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    kind = own.python_type
    if isinstance(own, Enum) or kind not in {bool, int, float, str}:
        raise FieldInvalid(f"{column.name}: it cannot be changed by hand")
    if kind is bool:
        return _switch(column.name, value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise FieldInvalid(f"{column.name}: {kind.__name__} is expected")
    try:
        return kind(value)
    except (ValueError, OverflowError) as error:
        raise FieldInvalid(f"{column.name}: a number is expected, not {str(value)[:80]!r}") from error


def _switch(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    if (found := words.get(str(value).strip().lower())) is None:
        raise FieldInvalid(f"{name}: true or false is expected")
    return found


def _is_same(stored: Any, shown: Any) -> bool:
    return bool(stored == shown) or _plain(stored) == _plain(shown)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.name if isinstance(value, PyEnum) else value
