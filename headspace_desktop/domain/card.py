"""An agent as the few words on its card: what windows, tray and command line show. Values only, no wording."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from headspace_desktop.domain.model import Ask, PaneRef, Reply, Usage, Verdict


@dataclass(frozen=True, slots=True)
class Card:
    uuid: str
    client: str
    session_id: str
    name: str
    project_name: str
    project_path: str
    branch: str
    cwd: str
    verdict: Verdict
    verdict_at: datetime
    instruction: str
    last_text: str
    tool: str
    tool_since_at: datetime | None
    ask: Ask | None
    ask_count: int
    can_answer: bool
    can_type: bool
    why_not: str  # a Trouble kind: NotReachable, PaneGone, …; empty when reachable
    reply: Reply | None
    background_count: int
    turn_count: int
    usage: Usage
    pid: int | None
    pane: PaneRef | None
    tmux_session: str
    transcript_path: str | None
    started_at: datetime
    last_seen_at: datetime
    ended_at: datetime | None
    is_seen: bool
    is_foreign_host: bool = False
    plan: str | None = None
