"""What was measured of an agent's turns lately, and one turn in full. Reader's thread; read-only."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from headspace_desktop.domain.agent_pages import Score, ScoresPage, TurnTextPage
from headspace_desktop.domain.asks import AskScores, AskTurnText
from headspace_desktop.store.base import table
from headspace_desktop.store.tables import AgentRow, TurnRow

#: A longer text is cut for display; its real length is told.
TEXT_CHARS = 100_000
_LIMIT = 100

_AGENTS, _TURNS = table(AgentRow), table(TurnRow)


def scores_page(connection: Connection, ask: AskScores) -> ScoresPage:
    """The newest scores of frustration, newest first; turns that were not measured are not among them."""
    query = (
        select(_TURNS.c.frustration_score, _TURNS.c.at)
        .join(_AGENTS, _AGENTS.c.id == _TURNS.c.agent_id)
        .where(_AGENTS.c.uuid == ask.agent_uuid, _TURNS.c.frustration_score.is_not(None))
        .order_by(_TURNS.c.at.desc(), _TURNS.c.id.desc())
        .limit(min(max(ask.limit, 1), _LIMIT))
    )
    return ScoresPage(ask.ask_id, tuple(Score(row.frustration_score, row.at) for row in connection.execute(query)))


def turn_text_page(connection: Connection, ask: AskTurnText) -> TurnTextPage:
    """One turn's whole text."""
    query = select(
        func.substr(_TURNS.c.text, 1, TEXT_CHARS, type_=_TURNS.c.text.type).label("text"),
        func.length(_TURNS.c.text).label("chars"),
    ).where(_TURNS.c.id == ask.turn_id)
    row = connection.execute(query).first()
    return TurnTextPage(ask.ask_id, ask.turn_id, *((row.text, row.chars) if row is not None else ("", 0)))
