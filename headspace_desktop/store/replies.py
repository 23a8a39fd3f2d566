"""Replies as rows and back. Pure; any thread."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from headspace_desktop.domain.model import Reply, ReplyStage

#: Replies whose end is not known yet.
OPEN_STAGES = (ReplyStage.IN_FLIGHT, ReplyStage.TYPED, ReplyStage.SUBMITTED)


def reply_values(reply: Reply, agent_id: int) -> dict[str, Any]:
    """The columns of a reply."""
    return {
        "reply_id": reply.id,
        "agent_id": agent_id,
        "kind": reply.kind,
        "stage": reply.stage,
        "decision": reply.decision,
        "text": reply.text,
        "answers": [list(labels) for labels in reply.answers],
        "ask_key": reply.ask_key,
        "detail": reply.detail,
        "route": reply.route,
        "surface": reply.surface,
        "created_at": reply.created_at,
        "changed_at": reply.changed_at,
    }


def reply_from(row: Row[Any]) -> Reply:
    """The reply of a row that has its agent's `uuid` beside its own columns."""
    return Reply(
        id=row.reply_id,
        agent_uuid=row.uuid,
        kind=row.kind,
        text=row.text,
        ask_key=row.ask_key,
        stage=row.stage,
        created_at=row.created_at,
        changed_at=row.changed_at,
        detail=row.detail,
        route=row.route,
        surface=row.surface,
        decision=row.decision,
        answers=tuple(tuple(labels) for labels in row.answers or ()),
    )
