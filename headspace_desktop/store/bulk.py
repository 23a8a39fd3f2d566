"""One statement for very many rows. The engine's thread, inside the batch's transaction.

SQLAlchemy binds row by row, each by its names; a batch of the event log is bound in half of the time column by column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Executable

Bind = Callable[[Any], Any]

#: Fewer rows are not worth it.
MANY = 16


def execute_many(connection: Connection, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
    """As ``connection.execute(statement, rows)``, for a statement whose every parameter is told by each of the rows."""
    if len(rows) < MANY or connection.dialect.paramstyle != "qmark":
        connection.execute(statement, rows)
        return
    text, columns = _compiled(statement, connection.dialect, tuple(rows[0]))
    values = [
        [row[name] for row in rows] if bind is None else [bind(row[name]) for row in rows] for name, bind in columns
    ]
    connection.exec_driver_sql(text, list(zip(*values, strict=True)))


@lru_cache(maxsize=64)
def _compiled(
    statement: Any, dialect: Dialect, keys: tuple[str, ...]
) -> tuple[str, tuple[tuple[str, Bind | None], ...]]:
    """The statement's text, and its parameters in their order with what makes a value of Python one of the driver."""
    compiled = statement.compile(dialect=dialect, column_keys=list(keys))
    if set(compiled.positiontup) != set(keys):
        raise ValueError(f"{set(compiled.positiontup) ^ set(keys)} would be bound otherwise than told")
    columns = [
        (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in compiled.positiontup
    ]
    return str(compiled), tuple(columns)
