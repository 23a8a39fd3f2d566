"""Column types that mean the same on SQLite and PostgreSQL. Pure definitions; any thread.

Values are checked and made storable here, at the edge, so that no caller needs to know which database it is.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, String, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine
from typing_extensions import override

from headspace_desktop.store.text import original, storable, storable_key

#: Keys and counters that may grow; SQLite's AUTOINCREMENT insists on INTEGER. Source: sqlite.org/autoinc.html.
Id = BigInteger().with_variant(Integer(), "sqlite")

#: Any JSON value; SQL NULL for None. Serialised by the engine's own functions (`text.to_json`).
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

_INT64 = 2**63 - 1


class Utc(TypeDecorator[datetime]):
    """A moment: aware in, aware UTC out. Raises: ValueError for a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {value}")
        return value.astimezone(UTC)

    @override
    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """As SQLAlchemy writes it on SQLite, in one step: an event has two moments, and there are many events."""
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    @override
    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _as_text(value: datetime | None) -> str | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {value}")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


class AnyText(TypeDecorator[str]):
    """Text of any length and content."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)

    @override
    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        return None if value is None else original(value)


class KeyText(AnyText):
    """Text that stands in an index; beyond 1,000 bytes it is its head and a digest."""

    cache_ok = True

    @override
    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable_key(value)


class BigInt(TypeDecorator[int]):
    """A whole number; beyond 64 bits it is stored as the limit."""

    impl = BigInteger
    cache_ok = True

    @override
    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        return None if value is None else max(-_INT64, min(_INT64, value))


class UuidText(TypeDecorator[str]):
    """A UUID, written as text in Python. Raises: ValueError for what is none."""

    impl = String(36)
    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Uuid(as_uuid=False))
        return dialect.type_descriptor(String(36))

    @override
    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else str(uuid.UUID(value))
