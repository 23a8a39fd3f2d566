"""The desk of `test_engine`, for its neighbours, and what it keeps in the store."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import text

from tests.engine.test_engine import Desk, ask_permission, begin, desk, hook


def rows(desk: Desk, query: str, **values: Any) -> list[tuple[Any, ...]]:
    memory: Any = desk.engine._memory
    with memory._database.db.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query), values)]


def kept(desk: Desk) -> list[tuple[str, Any]]:
    """The event log as (kind, payload), oldest first."""
    found = rows(desk, "SELECT kind, payload FROM events ORDER BY id")
    return [(kind, json.loads(payload) if isinstance(payload, str) else payload) for kind, payload in found]


__all__ = ["Desk", "ask_permission", "begin", "desk", "hook", "kept", "rows"]
