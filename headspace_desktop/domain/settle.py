"""How an ask ended: who won between terminal, board, notification and command line, and what was decided. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from headspace_desktop.domain.events import SessionEvidence, ToolFinished, TurnInterrupted
from headspace_desktop.domain.model import Agent, Ask, AskKind, Decision, Phase, Reply, ReplyStage, State

TERMINAL = "terminal"
#: A dialog that Esc closes is gone from the live-session file for less than this before the refusal is written.
ESC_SHOWS = timedelta(seconds=1)

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


def decided(ask: Ask, told: SessionEvidence | None, hidden_at: datetime | None) -> str:
    """What this evidence tells: allow, deny or answered; empty when it does not tell.

    `hidden_at` is since when the live-session file shows no dialog: who had the ask before its end was told.
    """
    is_question = ask.kind in {AskKind.QUESTION, AskKind.FORM}
    is_certain = False
    if isinstance(told, TurnInterrupted):
        is_refused = True  # Esc at a dialog turns it down
    elif isinstance(told, ToolFinished) and told.tool_use_id in {ask.tool_use_id, ask.key} and not told.is_untold:
        is_refused = told.is_denied or (is_question and told.is_error and not told.answers)
        is_certain = told.is_by_person
    else:
        return ""
    if is_refused and not is_certain and _is_gone_before(ask, told.origin.at, hidden_at):
        return ""  # the program calls it refused, too, when Esc stops a call that was allowed
    return "deny" if is_refused else "answered" if is_question else "allow"


def _is_gone_before(ask: Ask, at: datetime, hidden_at: datetime | None) -> bool:
    """Whether its dialog was gone so long before this moment that nothing was refused in it then."""
    if hidden_at is not None and ask.asked_at is not None and hidden_at < ask.asked_at:
        hidden_at = None  # it is of an earlier one
    gone_at = ask.over_at or hidden_at
    return gone_at is not None and at - gone_at > ESC_SHOWS


def settle(
    before: Agent, after: Agent, ask: Ask, *, reply: Reply | None, told: SessionEvidence | None, now: datetime
) -> Settled:
    """Who settled this ask of `before`, which `after` has no more, or whose end was not told until now.

    `reply` is what was sent from here and did not fail; `told` the evidence that ended it, None for other witnesses.
    """
    decision = decided(ask, told, before.scene.asks_hidden_at)
    answers = told.answers if decision and isinstance(told, ToolFinished) else ()
    at = _moment(before, ask, told, now)
    project, path = before.project.name, before.project.path
    if reply is not None and _is_winner(reply, decision, at):
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


def _is_winner(reply: Reply, decision: str, at: datetime) -> bool:
    """A reply that was still on its way with keys lost; so did one that says the contrary of what happened.

    Not so when a hook had taken it as allowed long before: then what Esc stopped is the call itself.
    """
    if reply.stage is ReplyStage.FAILED or (reply.stage is ReplyStage.IN_FLIGHT and reply.route == "keys"):
        return False
    if not decision or (decision == "deny") == (reply.decision is Decision.DENY):
        return True
    is_taken = reply.route == "hook" and reply.stage is ReplyStage.SUBMITTED and at - reply.changed_at > ESC_SHOWS
    return is_taken and decision == "deny"


def completed(first: Settled | None, told: Settled) -> Settled:
    """What the agent's own evidence tells at last of an ask that was put on record without it, as `first`."""
    if first is None:
        return told
    if first.decision == "unknown" or (first.decision == "deny") != (told.decision == "deny"):
        return replace(told, at=first.at)
    return replace(first, outcome=told.outcome, answers=told.answers or first.answers)


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
