"""How an ask ended: who won between terminal, board, notification and command line, and what was decided. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from headspace_desktop.domain.events import SessionEvidence, ToolFinished, TurnInterrupted
from headspace_desktop.domain.model import Agent, Ask, AskKind, Decision, Phase, Reply, ReplyStage, State

TERMINAL = "terminal"

#: After these the agent asks nothing any more, whatever the person wanted.
_GONE = frozenset({Phase.ENDED, Phase.READY})

_WHERE = {
    TERMINAL: "in its terminal",
    "board": "from the board",
    "notification": "from a notification",
    "cli": "by the command line",
}
_WHAT = {
    "allow": "allowed",
    "allow_session": "allowed for this session",
    "deny": "denied",
    "answered": "answered",
    "unknown": "answered",
}


@dataclass(frozen=True, slots=True)
class Settled:
    """One ask that is over; the values of `decision` and `outcome` are told in `store.tables.DecisionRow`."""

    agent_uuid: str
    ask: Ask
    project: str
    project_path: str
    decision: str
    surface: str  # empty: nobody decided
    outcome: str
    at: datetime
    route: str = ""
    answers: tuple[tuple[str, ...], ...] = ()
    message: str = ""


def settle(
    before: Agent, after: Agent, ask: Ask, *, reply: Reply | None, told: SessionEvidence | None, now: datetime
) -> Settled:
    """Who settled this ask of `before`, which `after` has no more.

    `reply` is what was sent from here and did not fail; `told` the evidence that ended it, None for other witnesses.
    """
    decision, answers = _by_evidence(ask, told)
    at = _moment(before, ask, told, now)
    project, path = before.project.name, before.project.path
    if reply is not None and _is_winner(reply, decision):
        sent = str(reply.decision) if reply.decision is not None else "answered"
        return Settled(
            before.uuid, ask, project, path, sent, reply.surface or "board", "seen" if decision else "over",
            min(reply.created_at, at), reply.route, reply.answers or answers, reply.text if reply.decision else "",
        )  # fmt: skip
    if decision:
        return Settled(before.uuid, ask, project, path, decision, TERMINAL, "seen", at, answers=answers)
    if after.verdict.state is State.ENDED or after.scene.phase in _GONE:
        return Settled(before.uuid, ask, project, path, "none", "", "gone", at)
    return Settled(before.uuid, ask, project, path, "unknown", TERMINAL, "over", at)


def _by_evidence(ask: Ask, told: SessionEvidence | None) -> tuple[str, tuple[tuple[str, ...], ...]]:
    if isinstance(told, TurnInterrupted):
        return "deny", ()  # Esc at a dialog turns it down
    if not isinstance(told, ToolFinished) or told.tool_use_id not in {ask.tool_use_id, ask.key}:
        return "", ()
    is_refused = told.is_denied or (told.is_summary and ask.kind is not AskKind.QUESTION)
    if ask.kind in {AskKind.QUESTION, AskKind.FORM}:
        return ("deny" if is_refused or (told.is_error and not told.answers) else "answered"), told.answers
    return ("deny" if is_refused else "allow"), ()


def _is_winner(reply: Reply, decision: str) -> bool:
    """A reply that was still on its way with keys lost; so did one that says the contrary of what happened."""
    if reply.stage is ReplyStage.FAILED or (reply.stage is ReplyStage.IN_FLIGHT and reply.route == "keys"):
        return False
    return not decision or (decision == "deny") == (reply.decision is Decision.DENY)


def _moment(before: Agent, ask: Ask, told: SessionEvidence | None, now: datetime) -> datetime:
    """When it was decided: the agent may have been seen at work again long before the result of the call."""
    at = told.origin.at if told is not None else now
    since_at = before.verdict.since_at
    if (
        before.verdict.state is State.WORKING
        and since_at is not None
        and (ask.asked_at is None or since_at > ask.asked_at)
    ):
        at = min(at, since_at)
    return at if ask.asked_at is None else max(at, ask.asked_at)


def already(settled: Settled, now: datetime) -> str:
    """What the surface that lost is told."""
    if not settled.surface:
        return "The agent no longer asks: its turn or its session is over"
    ago_s = max(0, round((now - settled.at).total_seconds()))
    ago = f"{ago_s} s" if ago_s < 120 else f"{ago_s // 60} min" if ago_s < 7200 else f"{ago_s // 3600} h"
    what, where = _WHAT.get(settled.decision, "answered"), _WHERE.get(settled.surface, settled.surface)
    return f"It was already {what} {where} {ago} ago"
