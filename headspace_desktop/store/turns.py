"""Writes turns so that each is born once: by its key, and by the transcript entry that it came from.

The engine's thread, inside the batch's transaction. Text is never the key, and text that arrived is never lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, select

from headspace_desktop.domain.model import Ask, AskKind, Turn, TurnIntent
from headspace_desktop.store.statements import TURNS, Statements, among
from headspace_desktop.store.text import plain, storable_key

#: Keys of these families may name the same utterance: heard from a hook, then read in the transcript.
_SAME_UTTERANCE = ({"text", "final"}, {"prompt"})

_SOURCE_TYPES = {
    AskKind.PERMISSION: "permission_request",
    AskKind.QUESTION: "ask_user_question",
    AskKind.PLAN: "ask_user_question",
    AskKind.FORM: "ask_user_question",
}

Entry = tuple[int, str]  # agent id, entry uuid


class TurnWriting:
    """The turns of one batch."""

    def __init__(self, connection: Connection, statements: Statements) -> None:
        self._connection = connection
        self._sql = statements
        self._owners: dict[Entry, str] = {}  # -> key of the turn that has this entry
        self._rows: list[dict[str, Any]] = []  # to be written together

    def write(self, rows: Sequence[tuple[int, int | None, Turn]]) -> None:
        """Shape: (agent id, command id, turn), in the order in which they came."""
        self._find_owners(rows)
        answers: list[dict[str, Any]] = []
        for agent_id, command_id, turn in rows:
            key, entry = self._identity(agent_id, turn)
            row = {
                **_values(turn),
                "agent_id": agent_id,
                "of_agent": agent_id,
                "command_id": command_id,
                "key": key,
                "entry_uuid": entry,
            }
            self._rows.append(row)
            if entry is not None:
                self._owners.setdefault((agent_id, storable_key(entry)), key)
            if turn.answers_key is not None:
                asks = {"answers": turn.answers_key, "answers_ask": f"ask:{turn.answers_key}"}
                answers.append({"of_agent": agent_id, "answer": key, **asks})
        self._flush()
        if answers:
            self._connection.execute(self._sql.link_answer, answers)

    def _flush(self) -> None:
        if self._rows:
            self._connection.execute(self._sql.upsert_turn, self._rows)
        self._rows = []

    def _find_owners(self, rows: Sequence[tuple[int, int | None, Turn]]) -> None:
        wanted = {(agent_id, turn.entry_uuid) for agent_id, _command, turn in rows if turn.entry_uuid is not None}
        if not wanted:
            return
        dialect, agents, entries = self._connection.dialect, *map(set, zip(*wanted, strict=True))
        found = self._connection.execute(
            select(TURNS.c.agent_id, TURNS.c.entry_uuid, TURNS.c.key).where(
                among(TURNS.c.agent_id, agents, dialect), among(TURNS.c.entry_uuid, entries, dialect)
            )
        )
        self._owners.update({(row.agent_id, storable_key(row.entry_uuid)): row.key for row in found})

    def _identity(self, agent_id: int, turn: Turn) -> tuple[str, str | None]:
        """The key and the entry that the turn is written with."""
        if turn.entry_uuid is None:
            return turn.key, None
        owner = self._owners.get((agent_id, storable_key(turn.entry_uuid)))
        if owner is None or storable_key(owner) == storable_key(turn.key):
            return turn.key, turn.entry_uuid
        if not _is_same_utterance(owner, turn.key):
            return turn.key, None  # one entry may hold several utterances; the first has its name
        self._flush()
        twin = (TURNS.c.agent_id == agent_id, TURNS.c.key == turn.key, TURNS.c.text == turn.text)
        self._connection.execute(delete(TURNS).where(*twin, TURNS.c.entry_uuid.is_(None)))
        return owner, turn.entry_uuid


def _is_same_utterance(one: str, other: str) -> bool:
    families = {one.partition(":")[0], other.partition(":")[0]}
    return any(families <= same for same in _SAME_UTTERANCE)


def _values(turn: Turn) -> dict[str, Any]:
    ask = turn.ask
    is_question = turn.intent is TurnIntent.QUESTION
    return {
        "actor": turn.actor,
        "intent": turn.intent,
        "text": turn.text,
        "at": turn.at,
        "source": str(turn.source),
        "is_internal": turn.is_internal,
        "prompt_id": turn.prompt_id,
        "answers_key": turn.answers_key,
        "tool_input": plain(dict(ask.tool_input)) if ask else None,
        "question_text": ask.text if ask else turn.text if is_question else None,
        "question_options": _options(ask) if ask else None,
        "question_source_type": _SOURCE_TYPES[ask.kind] if ask else "free_text" if is_question else None,
    }


def _options(ask: Ask) -> list[Any]:
    options: list[Any] = plain(ask.items)
    return options
