"""An agent as the few words on its card: what windows, tray and command line show. Values only, no wording."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from headspace_desktop.domain.evidence import open_asks, running_background
from headspace_desktop.domain.model import (
    Agent,
    Ask,
    BackgroundTask,
    PaneRef,
    Priority,
    Reply,
    SubState,
    Usage,
    Verdict,
)

TEXT_CHARS = 2000


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
    command_started_at: datetime | None = None
    background: tuple[BackgroundTask, ...] = ()  # subagents and shells that still run
    priority: Priority | None = None
    snoozed_until_at: datetime | None = None
    persona: str = ""
    project_label: str = ""  # only where another project on the board is called the same

    @property
    def project(self) -> str:
        """What to call its project where others may stand beside it."""
        return self.project_label or self.project_name


def card_of(agent: Agent, reply: Reply | None, verdict_at: datetime) -> Card:
    """The card of an agent. `reply` is the newest one sent to it, `verdict_at` when its verdict was given."""
    scene, command = agent.scene, agent.command
    asks = open_asks(scene)
    ask = asks[0] if asks else None
    mine = [tool for tool in scene.tools if tool.subagent_id is None]
    can_type, why_not = _reach(agent)
    return Card(
        uuid=agent.uuid,
        client=agent.client,
        session_id=agent.session_id or "",
        name=agent.given_name or agent.name or short_name(agent),
        project_name=agent.project.name,
        project_path=agent.project.path,
        branch=agent.project.branch,
        cwd=agent.cwd,
        verdict=agent.verdict,
        verdict_at=verdict_at,
        instruction=_clip(command.full_command) if command is not None else "",
        last_text=_last_text(agent),
        tool=f"{mine[-1].tool}: {mine[-1].detail}" if mine else "",
        tool_since_at=mine[-1].started_at if mine else None,
        ask=ask,
        ask_count=len(asks),
        can_answer=ask is not None and (ask.hold_id is not None or can_type),
        can_type=can_type,
        why_not=why_not,
        reply=reply,
        background_count=len(running_background(scene)),
        turn_count=agent.turn_count,
        usage=agent.usage,
        pid=agent.pid,
        pane=agent.pane,
        tmux_session=agent.tmux_session,
        transcript_path=agent.transcript_path,
        started_at=agent.started_at,
        last_seen_at=agent.last_seen_at,
        ended_at=agent.ended_at,
        is_seen=agent.verdict.sub_state is SubState.SEEN,
        command_started_at=command.started_at if command is not None else None,
        background=running_background(scene),
        snoozed_until_at=agent.snoozed_until_at,
        plan=ask.plan if ask is not None and ask.plan else (command.plan if command is not None else None),
    )


def short_name(agent: Agent) -> str:
    """How an agent without a name of its own is called: the first of its session's letters."""
    return (agent.session_id or agent.uuid)[:8]


def _reach(agent: Agent) -> tuple[bool, str]:
    if not agent.is_live:
        return False, "AgentEnded"
    if agent.pane is None:
        return False, "NotReachable"
    if agent.scene.pane_gone_at is not None:
        return False, "PaneGone"
    return True, ""


def _last_text(agent: Agent) -> str:
    """What was said last; of a long text that ends with a question the end is kept."""
    scene = agent.scene
    text = scene.final_text or (scene.recent_texts[-1] if scene.recent_texts else "")
    if agent.verdict.sub_state is SubState.QUESTION_IN_TEXT and len(text) > TEXT_CHARS:
        return "…" + text[1 - TEXT_CHARS :]
    return _clip(text)


def _clip(text: str, limit_chars: int = TEXT_CHARS) -> str:
    return text if len(text) <= limit_chars else text[: limit_chars - 1] + "…"
