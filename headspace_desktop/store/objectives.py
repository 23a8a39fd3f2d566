"""The objective and its history as the page shows them. Reader's thread; read-only."""

from __future__ import annotations

from sqlalchemy import Connection, select

from headspace_desktop.domain.asks import AskObjective
from headspace_desktop.domain.model import Objective
from headspace_desktop.domain.project_pages import ObjectivePage, PastObjective
from headspace_desktop.store.base import table
from headspace_desktop.store.people_tables import ObjectiveHistoryRow, ObjectiveRow

_OBJECTIVES, _HISTORY = table(ObjectiveRow), table(ObjectiveHistoryRow)

_LIMIT = 200


def objective_page(connection: Connection, ask: AskObjective) -> ObjectivePage:
    """The present objective and one page of its history, newest first."""
    row = connection.execute(select(_OBJECTIVES).order_by(_OBJECTIVES.c.id.desc()).limit(1)).first()
    if row is None:
        return ObjectivePage(ask.ask_id, None, (), None)
    limit = min(max(ask.limit, 1), _LIMIT)
    query = select(_HISTORY).where(_HISTORY.c.objective_id == row.id).order_by(_HISTORY.c.id.desc()).limit(limit + 1)
    if ask.before_id is not None:
        query = query.where(_HISTORY.c.id < ask.before_id)
    lines = [
        PastObjective(past.id, past.text, past.constraints or "", past.started_at, past.ended_at)
        for past in connection.execute(query)
    ]
    return ObjectivePage(
        ask_id=ask.ask_id,
        objective=Objective(row.current_text, row.set_at, row.constraints or "", row.priority_enabled),
        history=tuple(lines[:limit]),
        before_id=lines[limit - 1].id if len(lines) > limit else None,
    )
