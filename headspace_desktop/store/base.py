"""What all mapped classes share: names for every constraint, one type for each Python type, links and labels.

Pure definitions; any thread.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum as PyEnum
from typing import Any, cast

from sqlalchemy import Enum, ForeignKey, MetaData, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from headspace_desktop.store.types import AnyText, BigInt, Id, Json, Utc

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Common to all tables: names for every constraint, one type for each Python type."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012  SQLAlchemy's own name
        str: AnyText(),
        int: BigInt(),
        datetime: Utc(),
        dict[str, Any]: Json,
        list[Any]: Json,
    }


def now() -> datetime:
    return datetime.now(UTC)


def id_column() -> Mapped[int]:
    return mapped_column(Id, primary_key=True, autoincrement=True)


def link(target: str, on_delete: str = "SET NULL", *, is_indexed: bool = False) -> Mapped[Any]:
    """A foreign key to the id of `target`."""
    return mapped_column(Id, ForeignKey(f"{target}.id", ondelete=on_delete), index=is_indexed)


def labels(kind: type[PyEnum], name: str) -> Enum:
    """A native enum on PostgreSQL, a checked text on SQLite; the labels are the upper-case member names."""
    return Enum(kind, name=name, create_constraint=True)


def one_of(column: str, *values: str) -> str:
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


AUTOINCREMENT = {"sqlite_autoincrement": True}


def table(row: type[Base]) -> Table:
    """The Core table of a mapped class."""
    return cast(Table, row.__table__)
