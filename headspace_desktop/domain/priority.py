"""How much an agent deserves the person now, 0 to 100, from what is known here alone. Pure; no model is asked.

The weights are those of the features document, appendix D. A part that is not known is left out, the others take its
weight, and the reason says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.model import Objective, Priority, State
from headspace_desktop.domain.stems import stems

ALIGNMENT, STATE, WAITING, NEXT_UP, RECENCY = 0.40, 0.25, 0.15, 0.10, 0.10

#: How much each state counts, 0 to 100.
STATE_POINTS = {
    State.NEEDS_INPUT: 100,
    State.STALLED: 90,
    State.WORKING: 60,
    State.DONE: 50,
    State.UNKNOWN: 30,
    State.IDLE: 10,
    State.ENDED: 0,
}
_STATE_WORDS = {
    State.NEEDS_INPUT: "needs you",
    State.STALLED: "is stalled",
    State.WORKING: "works",
    State.DONE: "has finished",
    State.UNKNOWN: "its state is not known",
    State.IDLE: "is idle",
    State.ENDED: "has ended",
}

#: In these the person is waited for, so that time counts.
WAITS = frozenset({State.NEEDS_INPUT, State.STALLED, State.DONE})

#: So many words of the objective in the agent's own make it fully aligned.
ENOUGH_WORDS = 4

#: A word that stands only in what the agent said last, not in what it was told to do, counts so much.
SAID_SHARE = 0.5

#: So much of the end of what was said is looked at.
SAID_CHARS = 600


@dataclass(frozen=True, slots=True)
class Part:
    """One contribution: its weight, its points (0 to 100, None: not known), and both in words."""

    weight: float
    points: float | None
    words: str


def priority_of(card: Card, objective: Objective | None, now: datetime, *, has_next_up: bool | None = None) -> Priority:
    """The score of one agent, and the parts that make it up in words."""
    parts = (
        _alignment(card, objective),
        Part(STATE, STATE_POINTS[card.verdict.state], _STATE_WORDS[card.verdict.state]),
        _waiting(card, now),
        Part(NEXT_UP, None if has_next_up is None else 100.0 * has_next_up, _next_up(has_next_up)),
        _recency(card, now),
    )
    known = [part for part in parts if part.points is not None]
    whole = sum(part.weight for part in known)
    score = sum(part.weight * (part.points or 0) for part in known) / whole
    counted = [(part, round(part.weight * (part.points or 0) / whole)) for part in known]
    # What adds nothing is no reason, but for the objective: that it is not served is worth knowing.
    told = [f"{part.words} +{adds}" for part, adds in counted if adds or part.weight == ALIGNMENT]
    missing = [part.words for part in parts if part.points is None]
    reason = "; ".join(told) + (f" ({'; '.join(missing)})" if missing else "")
    return Priority(max(0, min(100, round(score))), reason, now)


def _alignment(card: Card, objective: Objective | None) -> Part:
    if objective is None:
        return Part(ALIGNMENT, None, "no objective is set")
    if not objective.is_priority_on:
        return Part(ALIGNMENT, None, "ordering by the objective is switched off")
    wanted = stems(objective.text) | stems(objective.constraints)
    if not wanted:
        return Part(ALIGNMENT, None, "the objective has no words to compare")
    told = wanted & (stems(card.instruction) | stems(card.project_name) | stems(card.branch))
    said = (wanted & stems(card.last_text[-SAID_CHARS:])) - told
    points = 100 * min(1.0, (len(told) + SAID_SHARE * len(said)) / min(len(wanted), ENOUGH_WORDS))
    if not points:
        return Part(ALIGNMENT, 0, "no word in common with the objective")
    shared = sorted(told) + sorted(said)
    return Part(ALIGNMENT, points, f"serves the objective ({', '.join(shared[:4])}{' …' if len(shared) > 4 else ''})")


def _waiting(card: Card, now: datetime) -> Part:
    if card.verdict.state not in WAITS:
        return Part(WAITING, 0, "does not wait for you")
    minutes = _minutes(card.verdict.since_at or card.verdict_at, now)
    return Part(WAITING, min(100.0, 2 * minutes), f"has waited {int(minutes)} min")


def _next_up(has_next_up: bool | None) -> str:
    if has_next_up is None:
        return "whether its project has next steps is not known"
    return "its project has next steps" if has_next_up else "its project has no next steps"


def _recency(card: Card, now: datetime) -> Part:
    minutes = _minutes(card.last_seen_at, now)
    return Part(RECENCY, max(0.0, 100 - minutes * 100 / 60), f"was heard {int(minutes)} min ago")


def _minutes(since_at: datetime, now: datetime) -> float:
    return max(0.0, (now - since_at).total_seconds() / 60)


def substance(card: Card) -> tuple[object, ...]:
    """What a score depends on besides time and talk: while it stays the same an older score may stand."""
    state = card.verdict.state
    return state, card.verdict.since_at if state in WAITS else None, card.instruction, card.project_name, card.branch
