"""An agent's card as the JSON line that programs rely on: protocol version 1, docs/protocol.md. Pure; any thread.

Fields may be added, never renamed or given another meaning.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.model import Ask, AskItem
from headspace_desktop.troubles import BadRequest, QuestionClosed, Trouble, UnknownAgent

VERSION = 1


def line(card: Card) -> dict[str, Any]:
    """One agent as it is now."""
    verdict = card.verdict
    return {
        "agent": card.uuid,
        "client": card.client,
        "session_id": card.session_id,
        "name": card.name,
        "project_path": card.project_path,
        "project": {"name": card.project_name, "path": card.project_path, "branch": card.branch},
        "cwd": card.cwd,
        "pid": card.pid,
        "tmux_pane": card.pane.pane_id if card.pane else None,
        "tmux_session": card.tmux_session or None,
        "pane": {"socket": card.pane.socket, "pane_id": card.pane.pane_id} if card.pane else None,
        "state": str(verdict.state),
        "sub_state": str(verdict.sub_state),
        "rule": verdict.rule,
        "reason": verdict.reason,
        "deciding": str(verdict.deciding) if verdict.deciding else None,
        "dissent": list(verdict.dissent),
        "missing": list(verdict.missing),
        "since_at": moment(verdict.since_at),
        "evidence_at": moment(verdict.since_at),
        "verdict_at": moment(card.verdict_at),
        "instruction": card.instruction,
        "tool": card.tool,
        "question": _question(card.ask) if card.ask else None,
        "ask": _ask(card.ask) if card.ask else None,
        "can_answer": card.can_answer,
        "can_type": card.can_type,
        "why_not": card.why_not,
        "reply": {"id": card.reply.id, "stage": str(card.reply.stage)} if card.reply else None,
        "is_seen": card.is_seen,
    }


def change_key(card: Card) -> tuple[object, ...]:
    """What makes a new line: another verdict, or another question."""
    verdict = card.verdict
    return verdict.state, verdict.sub_state, verdict.rule, verdict.since_at, card.ask.key if card.ask else None


def moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _question(ask: Ask) -> dict[str, Any]:
    return {"text": ask.text, "options": [option.label for item in ask.items for option in item.options]}


def _ask(ask: Ask) -> dict[str, Any]:
    return {
        "key": ask.key,
        "kind": str(ask.kind),
        "tool": ask.tool,
        "text": ask.text,
        "items": [_item(item) for item in ask.items],
        "asked_at": moment(ask.asked_at),
    }


def _item(item: AskItem) -> dict[str, Any]:
    options = [{"label": option.label, "description": option.description} for option in item.options]
    return {"text": item.text, "header": item.header, "options": options, "is_multi": item.is_multi}


def find(cards: Iterable[Card], wanted: object) -> Card:
    """The one agent of this id, session id (or the beginning of one) or tmux pane; the living before the ended.

    Raises: UnknownAgent, BadRequest when several fit.
    """
    if not isinstance(wanted, str) or not wanted:
        raise BadRequest("`agent` must be an id, a session id, the beginning of one, or a tmux pane")
    known = list(cards)
    found = [card for card in known if wanted in (card.uuid, card.session_id, card.pane.pane_id if card.pane else "")]
    found = found or [card for card in known if card.uuid.startswith(wanted) or card.session_id.startswith(wanted)]
    found = [card for card in found if card.verdict.state != "ended"] or found
    if not found:
        raise UnknownAgent(wanted)
    if len(found) > 1:
        several = ", ".join(f"{card.uuid[:8]} ({card.name or card.project_name})" for card in found[:5])
        raise BadRequest(f"{wanted} fits {several}", remedy="Name it by one of these ids.")
    return found[0]


def open_ask(card: Card, key: object) -> Ask:
    """The question that an answer is for. Raises: QuestionClosed."""
    if card.ask is None or (key is not None and key != card.ask.key):
        raise QuestionClosed(card.name or card.uuid)
    return card.ask


def error(trouble: Trouble) -> dict[str, Any]:
    """A refusal as it is sent."""
    return {
        "kind": trouble.kind,
        "title": trouble.title,
        "detail": trouble.detail,
        "remedy": trouble.remedy,
        "retry_after_s": trouble.retry_after_s,
    }
