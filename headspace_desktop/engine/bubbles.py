"""When a bubble is shown, replaced, held back and withdrawn. Engine thread.

A bubble waits a moment for word of what the person looks at: who already looks is not told. Many at once, and what
waited before the start, become one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from headspace_desktop.domain.attention import (
    SUMMARY_KEY,
    Manners,
    bubble_of,
    is_worth_telling,
    sample,
    summary_of,
    topic,
)
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.effects import ShowBubble, WatchLook, WithdrawBubble
from headspace_desktop.domain.events import LookSeen
from headspace_desktop.domain.model import State
from headspace_desktop.engine.work import Work
from headspace_desktop.troubles import NotificationsOff

#: How long to wait for word of what the person looks at.
LOOK_WAIT = timedelta(milliseconds=350)

#: After the start nothing is told for so long, until what was missed has been read.
QUIET_START = timedelta(seconds=3)

#: Looked at for so long counts as seen.
SEEN_AFTER = timedelta(seconds=1)

_TOLD = frozenset({State.NEEDS_INPUT, State.DONE, State.STALLED})


class Bubbles:
    """Which notifications are out, and which are about to be."""

    def __init__(self, manners: Manners, started_at: datetime) -> None:
        self.manners = manners
        self.mute_until_at: datetime | None = None
        self._started_at = started_at
        self._topics: dict[str, str] = {}  # what was told or held back about each agent
        self._out: dict[str, tuple[str, ShowBubble]] = {}
        self._pending: dict[str, datetime] = {}
        self._asked_at: dict[str, datetime] = {}
        self._watched: tuple[str, ...] = ()
        self._looking_since: dict[str, datetime] = {}
        self._grouped: set[str] = set()
        self._retold: dict[str, str] = {}
        self._marked: tuple[Any, ...] = ()

    def mark(self) -> None:
        """A batch begins: remember the state to come back to."""
        maps = (self._topics, self._out, self._pending, self._asked_at, self._looking_since, self._retold)
        self._marked = (self.mute_until_at, *(dict(each) for each in maps))

    def undo(self) -> None:
        """The batch was not committed."""
        self.mute_until_at, self._topics, self._out, self._pending, *others = self._marked
        self._asked_at, self._looking_since, self._retold = others

    def know(self, cards: Mapping[str, Card]) -> None:
        """At the start: what needs the person from before is told once, as one."""
        for card in cards.values():
            self.judge(card, self._started_at)

    def judge(self, card: Card, now: datetime) -> None:
        """A card changed: plan a bubble for it, or plan to take its bubble away."""
        uuid = card.uuid
        if card.verdict.state not in _TOLD or card.is_seen:
            self._pending.pop(uuid, None)
            self._topics.pop(uuid, None)
            return
        if self._topics.get(uuid) == topic(card):
            return
        self._topics[uuid] = topic(card)
        if is_worth_telling(card.verdict, self.manners):
            self._pending[uuid] = max(now + LOOK_WAIT, self._started_at + QUIET_START)
            self._asked_at[uuid] = now

    def forget(self, uuid: str) -> None:
        """This agent left the board."""
        for each in (self._topics, self._pending, self._asked_at, self._looking_since, self._retold):
            each.pop(uuid, None)

    def due_at(self) -> datetime | None:
        return min(self._pending.values(), default=None)

    def act(self, work: Work, cards: Mapping[str, Card]) -> None:
        """Show what is due, refresh what changed, withdraw what is over, and ask to be told of looks."""
        self._withdraw(work, cards)
        due = [uuid for uuid, at in self._pending.items() if at <= work.now]
        told = [cards[uuid] for uuid in due if uuid in cards]
        for uuid in due:
            del self._pending[uuid]
        if self.mute_until_at is not None and work.now < self.mute_until_at:
            told = []
        old = [card for card in told if card.verdict.since_at and card.verdict.since_at < self._started_at]
        fresh = [card for card in told if card not in old]
        if len(old) == 1:
            fresh, old = [*old, *fresh], []
        for group, is_old in ((old, True), (fresh, False)):
            if len(group) >= (2 if is_old else self.manners.group_from):
                self._grouped = {card.uuid for card in group}
                self._show(work, summary_of(group, self.manners, is_old=is_old), "")
            else:
                for card in group:
                    self._show(work, bubble_of(card, self.manners), topic(card))
        self._watch(work, cards)

    def _show(self, work: Work, bubble: ShowBubble, about: str) -> None:
        self._out[bubble.key] = (about, bubble)
        work.effects.append(bubble)
        work.keep("bubble_shown", {"key": bubble.key, "urgent": bubble.is_urgent}, agent_uuid=bubble.agent_uuid or None)

    def _withdraw(self, work: Work, cards: Mapping[str, Card]) -> None:
        for key, (about, bubble) in list(self._out.items()):
            if key == SUMMARY_KEY:
                is_over = not any(cards[u].verdict.state in _TOLD for u in self._grouped if u in cards)
            else:
                card = cards.get(key)
                is_over = card is None or topic(card) != about or card.is_seen
                if card is not None and not is_over and (fresh := bubble_of(card, self.manners)) != bubble:
                    self._out[key] = (about, fresh)
                    work.effects.append(fresh)
            if is_over:
                del self._out[key]
                work.effects.append(WithdrawBubble(key))

    def test(self, work: Work) -> None:
        """A sample, whatever the limits are. Raises: NotificationsOff."""
        if not self.manners.is_enabled:
            raise NotificationsOff
        work.effects.append(sample(self.manners))

    def closed(self, key: str) -> None:
        """The desktop took a bubble away; it is not shown again for the same topic."""
        self._out.pop(key, None)

    def lost(self, key: str, cards: Mapping[str, Card], now: datetime) -> None:
        """The desktop lost a bubble (its daemon began anew): what still needs the person is told again."""
        if self._out.pop(key, None) is None:
            return
        for uuid in self._grouped if key == SUMMARY_KEY else {key}:
            card = cards.get(uuid)
            if card is not None and self._retold.get(uuid) != topic(card):  # some daemons lose all that they show
                self._retold[uuid] = topic(card)
                self._topics.pop(uuid, None)
                self.judge(card, now)

    def mute(self, work: Work, until_at: datetime | None) -> None:
        self.mute_until_at = until_at
        if until_at is not None and until_at > work.now:
            for key in list(self._out):
                work.effects.append(WithdrawBubble(key))
            self._out.clear()

    def looked(self, event: LookSeen, now: datetime) -> list[str]:
        """Word of what the person looks at: the agents that count as seen by now."""
        if not event.is_known:
            self._looking_since.clear()
            return []
        looked = set(event.agent_uuids)
        for uuid in list(self._pending):
            if uuid in looked and self._asked_at[uuid] <= event.at:
                del self._pending[uuid]
            elif self._asked_at[uuid] <= event.at and now >= self._started_at + QUIET_START:
                self._pending[uuid] = now
        for uuid in list(self._looking_since):
            if uuid not in looked:
                del self._looking_since[uuid]
        for uuid in looked:
            self._looking_since.setdefault(uuid, event.at)
        return [uuid for uuid, since_at in self._looking_since.items() if event.at - since_at >= SEEN_AFTER]

    def _watch(self, work: Work, cards: Mapping[str, Card]) -> None:
        watched = tuple(
            (card.uuid, card.pane, card.pid)
            for card in cards.values()
            if card.verdict.state in _TOLD and not card.is_seen and card.ended_at is None
        )
        uuids = tuple(uuid for uuid, _pane, _pid in watched)
        if uuids != self._watched:
            self._watched = uuids
            work.effects.append(WatchLook(watched))
