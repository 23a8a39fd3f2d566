"""What a program remembers and shows, in a form that two runs can be compared in: without made-up ids."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, text

from headspace_desktop.domain.card import Card

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}")

#: When we came to a verdict, and what we called an agent, is ours alone.
_OURS = ("uuid", "verdict_at", "priority")


def board_of(cards: Iterable[Card]) -> dict[str, dict[str, Any]]:
    """By session: every field of a card that tells of the agent."""
    found: dict[str, dict[str, Any]] = {}
    for card in cards:
        values = {name: value for name, value in asdict(card).items() if name not in _OURS}
        if values["ask"]:
            values["ask"] = {key: value for key, value in values["ask"].items() if key not in {"key", "hold_id"}}
        for reading in ("dissent", "missing"):
            values["verdict"].pop(reading)
        if values["verdict"]["sub_state"] == "killed":  # when it was killed while we were away nobody can tell
            values["ended_at"] = values["verdict"]["since_at"] = None
        found[f"{card.session_id}"] = {
            name: _plain(value) if isinstance(value, datetime) else value for name, value in values.items()
        }
    return found


def turns_of(db: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """By session: every turn in the order of the conversation."""
    return _lists(db, """
        SELECT a.session_id, a.id, t.at, t.actor, t.intent, t.text, t.is_internal, t.source, t.prompt_id, t.entry_uuid,
               t.question_text, c.started_at AS command_at
        FROM turns t JOIN agents a ON a.id = t.agent_id LEFT JOIN commands c ON c.id = t.command_id
        ORDER BY a.started_at, t.at, t.id""")  # fmt: skip


def commands_of(db: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """By session: every command, oldest first."""
    return _lists(db, """
        SELECT a.session_id, a.id, c.started_at, c.state, c.outcome,
               CASE WHEN c.outcome = 'KILLED' THEN NULL ELSE c.completed_at END, c.prompt_id, c.full_command,
               c.full_output, c.plan_content
        FROM commands c JOIN agents a ON a.id = c.agent_id ORDER BY a.started_at, c.started_at, c.id""")  # fmt: skip


def _lists(db: Engine, words: str) -> dict[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = {}
    with db.connect() as connection:
        for row in connection.execute(text(words)):
            found.setdefault(str(row[0]), []).append(tuple(_plain(value) for value in row[2:]))
    return found


def _plain(value: Any) -> Any:
    """SQLite and PostgreSQL write moments and labels differently."""
    if hasattr(value, "timestamp"):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"[:-3]
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return value[:-3]
    return value
