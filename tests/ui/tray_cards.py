"""Cards for the tray's tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.model import Ask, AskItem, AskKind, State, SubState, Usage, Verdict

NOW = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)


def card(name: str, state: State = State.WORKING, minutes: float = 5, **changes: Any) -> Card:
    since_at = changes.pop("now", NOW) - timedelta(minutes=minutes)
    values: dict[str, Any] = {
        "uuid": f"uuid-{name}",
        "client": "claude",
        "session_id": f"session-{name}",
        "name": name,
        "project_name": "shop",
        "project_path": "/home/person/shop",
        "branch": "main",
        "cwd": "/home/person/shop",
        "verdict": Verdict(state, changes.pop("sub_state", SubState.NONE), since_at),
        "verdict_at": since_at,
        "instruction": "",
        "last_text": "",
        "tool": "",
        "tool_since_at": None,
        "ask": None,
        "ask_count": 0,
        "can_answer": True,
        "can_type": True,
        "why_not": "",
        "reply": None,
        "background_count": 0,
        "turn_count": 1,
        "usage": Usage(),
        "pid": 1,
        "pane": None,
        "tmux_session": "",
        "transcript_path": None,
        "started_at": since_at,
        "last_seen_at": since_at,
        "ended_at": None,
        "is_seen": False,
    }
    return Card(**{**values, **changes})


def asking(name: str, text: str, minutes: float = 5, kind: AskKind = AskKind.QUESTION, **changes: Any) -> Card:
    given = {"command": text} if kind is AskKind.PERMISSION else {}
    asked_at = changes.get("now", NOW) - timedelta(minutes=minutes)
    ask = Ask(
        key=f"ask-{name}",
        kind=kind,
        tool="Bash",
        text=text,
        items=(AskItem(text),),
        tool_input=given,
        asked_at=asked_at,
    )
    return card(name, State.NEEDS_INPUT, minutes, ask=ask, **changes)
