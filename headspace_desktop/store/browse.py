"""Every table as it is stored: columns, rows by their id, one row with all that points to it.

The reader's thread, inside its read-only transaction. It knows tables by their definitions alone; no name that the
person typed ever becomes SQL.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum as PyEnum
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Enum,
    Float,
    Row,
    Select,
    Table,
    Text,
    cast,
    false,
    func,
    literal_column,
    select,
)

from headspace_desktop.domain.asks import AskRow, AskRows, AskTables, Condition
from headspace_desktop.store import people_tables, tables  # noqa: F401  their tables are those of the definitions
from headspace_desktop.store.base import Base
from headspace_desktop.store.likeness import contains, contains_json
from headspace_desktop.store.rows import why_guarded
from headspace_desktop.store.text import storable
from headspace_desktop.store.types import AnyText, Utc, UuidText
from headspace_desktop.troubles import FieldInvalid, UnknownRow

#: A longer value is cut in a list of rows; the row itself shows it whole.
CELL_CHARS = 300

#: Rows are counted so far; a filtered table of more says "more than".
COUNT_LIMIT = 100_000

#: So many characters of one value are given for one row; nobody reads more on a screen.
ROW_CHARS = 1_000_000

_LIMIT = 2000
_INT64 = 2**63
_POINTING_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class ColumnShape:
    """`kind`: ``number``, ``text``, ``moment``, ``flag``, ``choice`` or ``json``. `guard` is why it is read-only."""

    name: str
    kind: str
    is_nullable: bool
    points_to: str = ""
    choices: tuple[str, ...] = ()
    guard: str = ""


@dataclass(frozen=True, slots=True)
class TableShape:
    name: str
    columns: tuple[ColumnShape, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class TablesPage:
    ask_id: str
    tables: tuple[TableShape, ...]


@dataclass(frozen=True, slots=True)
class RowsPage:
    """Rows as values in the order of the columns. `beyond_id` asks for the next page.

    `count` is told with the first page alone: all rows that fit, at most `COUNT_LIMIT` + 1 of them.
    """

    ask_id: str
    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    beyond_id: int | None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Pointing:
    """Rows of another table (or the same) that name this one; `count` stops at a thousand."""

    table: str
    column: str
    count: int


@dataclass(frozen=True, slots=True)
class RowPage:
    ask_id: str
    table: str
    row_id: int
    values: Mapping[str, Any]
    pointing: tuple[Pointing, ...]


def all_tables(connection: Connection, ask: AskTables) -> TablesPage:
    """Every table there is, by name."""
    shapes = []
    for name in sorted(Base.metadata.tables):
        target = Base.metadata.tables[name]
        columns = tuple(_shape(name, column) for column in target.columns)
        count = connection.scalar(select(func.count()).select_from(target)) or 0
        shapes.append(TableShape(name, columns, count))
    return TablesPage(ask.ask_id, tuple(shapes))


def rows_of(connection: Connection, ask: AskRows) -> RowsPage:
    """A page of one table. Raises: UnknownRow for a table, FieldInvalid for a condition that cannot be."""
    target = _table(ask.table)
    conditions = [_condition(target, condition) for condition in ask.conditions]
    limit = min(max(ask.limit, 1), _LIMIT)
    shown = [column if ask.is_whole else _cut(column) for column in target.columns]
    query: Select[Any] = select(*shown).where(*conditions)
    row_id = target.c.id
    if ask.beyond_id is not None:
        query = query.where(row_id > ask.beyond_id if ask.is_oldest_first else row_id < ask.beyond_id)
    query = query.order_by(row_id if ask.is_oldest_first else row_id.desc()).limit(limit + 1)
    found = connection.execute(query).all()
    count = None
    if ask.beyond_id is None:
        some: Select[Any] = select(literal_column("1")).select_from(target).where(*conditions).limit(COUNT_LIMIT + 1)
        count = connection.scalar(select(func.count()).select_from(some.subquery()))
    names = tuple(column.name for column in target.columns)
    rows = tuple(plain_row(row) for row in found[:limit])
    beyond = rows[-1][names.index("id")] if len(found) > limit else None
    return RowsPage(ask.ask_id, ask.table, names, rows, beyond, count)


def row_of(connection: Connection, ask: AskRow) -> RowPage:
    """One row, and what points to it. Raises: UnknownRow."""
    target = _table(ask.table)
    row = connection.execute(select(target).where(target.c.id == ask.row_id)).first()
    if row is None:
        raise UnknownRow(f"{ask.table} {ask.row_id}")
    values = dict(zip((column.name for column in target.columns), plain_row(row), strict=True))
    pointing = []
    for other in Base.metadata.sorted_tables:
        for column in other.columns:
            if any(link.column is target.c.id for link in column.foreign_keys):
                some: Select[Any] = select(literal_column("1")).select_from(other).where(column == ask.row_id)
                some = some.limit(_POINTING_LIMIT)
                count = connection.scalar(select(func.count()).select_from(some.subquery())) or 0
                pointing.append(Pointing(other.name, column.name, count))
    return RowPage(ask.ask_id, ask.table, ask.row_id, values, tuple(pointing))


def plain_row(row: Row[Any]) -> tuple[Any, ...]:
    """The values of a row as plain ones; an enumeration is its stored name."""
    return tuple(_plain(value) for value in row)


def _plain(value: Any) -> Any:
    if isinstance(value, PyEnum):
        return value.name
    if isinstance(value, str) and len(value) > ROW_CHARS:
        return value[:ROW_CHARS] + "…"
    return value


def _table(name: str) -> Table:
    target = Base.metadata.tables.get(name)
    if target is None:
        raise UnknownRow(name)
    return target


def _shape(table: str, column: Column[Any]) -> ColumnShape:
    link = next(iter(column.foreign_keys), None)
    choices = tuple(column.type.enums) if isinstance(column.type, Enum) else ()
    return ColumnShape(
        name=column.name,
        kind=kind_of(column),
        is_nullable=bool(column.nullable),
        points_to=link.column.table.name if link is not None else "",
        choices=choices,
        guard=why_guarded(table, column.name),
    )


def kind_of(column: Column[Any]) -> str:
    """What a column holds, for the eye."""
    match column.type:
        case Enum():
            return "choice"
        case Boolean():
            return "flag"
        case Utc():
            return "moment"
        case JSON():
            return "json"
        case AnyText() | UuidText():
            return "text"
        case _:
            return "number"


def _cut(column: Column[Any]) -> ColumnElement[Any]:
    kind = kind_of(column)
    if isinstance(column.type, AnyText):
        return func.substr(column, 1, CELL_CHARS + 1, type_=column.type).label(column.name)
    if kind == "json":
        return func.substr(cast(column, Text), 1, CELL_CHARS + 1, type_=Text()).label(column.name)
    return column


def conditions_on(target: Table, conditions: Sequence[Condition]) -> list[ColumnElement[bool]]:
    return [_condition(target, condition) for condition in conditions]


def _condition(target: Table, condition: Condition) -> ColumnElement[bool]:
    column = target.c.get(condition.column)
    if column is None:
        raise FieldInvalid(f"{target.name} has no column {condition.column}")
    match condition.how:
        case "empty":
            return column.is_(None)
        case "filled":
            return column.is_not(None)
        case "contains":
            return (
                contains_json(column, condition.value)
                if kind_of(column) == "json"
                else contains(column, condition.value)
            )
        case "is":
            return _is(column, condition.value.strip())
        case _:
            raise FieldInvalid(f"{condition.how} is no comparison")


def _is(column: Column[Any], value: str) -> ColumnElement[bool]:
    match kind_of(column):
        case "number":
            number = _number(column, value)
            return column == number if abs(number) < _INT64 else false()
        case "flag":
            if value.lower() not in ("true", "false", "1", "0", "yes", "no"):
                raise FieldInvalid(f"{column.name}: true or false is expected")
            return column.is_(value.lower() in ("true", "1", "yes"))
        case "moment":
            return column == _moment(column, value)
        case "json":
            return contains_json(column, value)
        case _:
            return (
                cast(column, Text) == storable(value)
                if column.name == "uuid" or isinstance(column.type, Enum)
                else column == value
            )


def _number(column: Column[Any], value: str) -> int | float:
    try:
        return float(value) if isinstance(column.type, Float) else int(value)
    except ValueError as error:
        raise FieldInvalid(f"{column.name}: a number is expected, not {value[:80]!r}") from error


def _moment(column: Column[Any], value: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise FieldInvalid(f"{column.name}: a moment is expected, such as 2026-03-01T12:00:00+00:00") from error
    return moment.astimezone() if moment.tzinfo is None else moment
