"""Who deserves the person next, and the reason in words; for the board's strip and the tray.

Any thread; values in, words out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from headspace_desktop.domain import attention
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.model import State
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.words import age, ask_word, told, tr

#: Working, idle or done: there is something to look at, but nobody waits.
_LIVE = frozenset({State.WORKING, State.IDLE, State.DONE})
#: Nothing goes on there without the person.
_STUCK = frozenset({State.NEEDS_INPUT, State.STALLED})
_NOBODYS_SCORE = -1


@dataclass(frozen=True, slots=True)
class Advice:
    """One agent and why it is the one. `is_waiting`: it waits for the person."""

    card: Card
    reason: str
    is_waiting: bool


def queue(cards: Iterable[Card], now: datetime) -> list[Card]:
    """Who wants something of the person on this machine, in the order of `attention.queue`."""
    here = {card.uuid: card for card in cards if not card.is_foreign_host}
    return [here[uuid] for uuid in attention.queue(here.values(), now)]


def is_snoozed(card: Card, now: datetime) -> bool:
    return card.snoozed_until_at is not None and card.snoozed_until_at > now


def advice(cards: Iterable[Card], now: datetime) -> Advice | None:
    """Who waits or is stalled for the longest; else the live agent with the highest score. None: nobody is there."""
    cards = [card for card in cards if not card.is_foreign_host]
    stuck = [card for card in cards if card.verdict.state in _STUCK and not is_snoozed(card, now)]
    if stuck:
        first = min(stuck, key=lambda card: (_since_s(card), card.uuid))
        words = _stall_words if first.verdict.state is State.STALLED else _wait_words
        return Advice(first, words(first, now), is_waiting=True)
    live = [card for card in cards if card.verdict.state in _LIVE]
    if not live:
        return None
    best = max(live, key=lambda card: (_score(card), card.last_seen_at, card.uuid))
    if best.priority is None:
        return Advice(best, tr("Nobody waits; it was active last."), is_waiting=False)
    said = tr("Nobody waits; it has the highest priority, {score}.").format(score=best.priority.score)
    return Advice(best, said, is_waiting=False)


def _score(card: Card) -> int:
    return card.priority.score if card.priority is not None else _NOBODYS_SCORE


def _wait_words(card: Card, now: datetime) -> str:
    waited = age(card.verdict.since_at, now)
    what = ask_word(card.ask.kind).lower() if card.ask is not None else ""
    if not waited:
        return tr("It waits for you.")
    if what:
        return tr("It waits longest: {age}, for an answer ({what}).").format(age=waited, what=what)
    return tr("It waits longest: {age}.").format(age=waited)


def _stall_words(card: Card, now: datetime) -> str:
    waited = age(card.verdict.since_at, now)
    said = tr("It has been stalled for {age}.").format(age=waited) if waited else tr("It is stalled.")
    return f"{said} {one_line(told(card.verdict.reason), 160)}".strip()


def _since_s(card: Card) -> float:
    return card.verdict.since_at.timestamp() if card.verdict.since_at else 0.0
