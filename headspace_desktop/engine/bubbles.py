"""When a bubble is shown, replaced, held back and withdrawn. Engine thread; the rules are `domain.attention`'s.

A bubble waits a moment for word of what the person looks at: who already looks is not told. What is held back says
why, and is told, as one, when that is over and it still matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from headspace_desktop.domain.attention import (
    TOLD,
    Hold,
    Manners,
    Moment,
    Plan,
    Waiting,
    arrange,
    next_step,
    topic,
    within_the_hour,
)
from headspace_desktop.domain.bubble import SUMMARY_KEY, Translate, bubble_of, english, sample, summary_of
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import BubblesHeld, HeldBubble
from headspace_desktop.domain.effects import ShowBubble, WatchLook, WithdrawBubble
from headspace_desktop.domain.events import BubbleClosed, LookSeen
from headspace_desktop.engine.work import Work
from headspace_desktop.troubles import NotificationsOff

#: How long to wait for word of what the person looks at.
LOOK_WAIT = timedelta(milliseconds=350)

#: After the start nothing is told for so long, until what was missed has been read.
QUIET_START = timedelta(seconds=3)

#: Looked at for so long counts as seen.
SEEN_AFTER = timedelta(seconds=1)

#: Note of the store: the interruptions of the last hour.
RECENT_NOTE = "bubbles_recent"

Cards = Mapping[str, Card]


class Bubbles:
    """Which notifications are out, which are about to be, and which are held back."""

    def __init__(self, manners: Manners, started_at: datetime, tr: Translate = english) -> None:
        self._manners, self._tr = manners, tr
        self.mute_until_at: datetime | None = None
        self._is_desktop_quiet = False
        self._is_typing = False
        self._recent: tuple[datetime, ...] = ()
        self._started_at = started_at
        self._topics: dict[str, str] = {}  # what was told or held back about each agent
        self._out: dict[str, tuple[str, ShowBubble]] = {}
        self._pending: dict[str, datetime] = {}
        self._asked_at: dict[str, datetime] = {}
        self._held: dict[str, tuple[Hold, datetime]] = {}  # why, and since when it is due
        self._steps: dict[str, tuple[int, datetime]] = {}  # the next time that somebody is told of again
        self._again: dict[str, int] = {}  # agents that are due once more, by their step
        self._snoozes: dict[str, datetime] = {}
        self._watched: tuple[str, ...] = ()
        self._looking_since: dict[str, datetime] = {}
        self._grouped: set[str] = set()
        self._retold: dict[str, str] = {}
        self._is_changed = False  # what holds bubbles back may be over
        self._told_held: tuple[HeldBubble, ...] = ()
        self._marked: tuple[Any, ...] = ()

    def _maps(self) -> tuple[dict[str, Any], ...]:
        return (
            self._topics, self._out, self._pending, self._asked_at, self._held, self._steps, self._again,
            self._snoozes, self._looking_since, self._retold,
        )  # fmt: skip

    def mark(self) -> None:
        """A batch begins: remember the state to come back to."""
        plain = (self.mute_until_at, self._is_desktop_quiet, self._is_typing, self._recent, self._is_changed)
        self._marked = (plain, *(dict(each) for each in self._maps()))

    def undo(self) -> None:
        """The batch was not committed."""
        plain, *kept = self._marked
        self.mute_until_at, self._is_desktop_quiet, self._is_typing, self._recent, self._is_changed = plain
        for each, before in zip(self._maps(), kept, strict=True):
            each.clear()
            each.update(before)

    def fill(self, notes: Mapping[str, str], now: datetime) -> None:
        """Start with what was stored."""
        if until := notes.get("mute_until"):
            self.mute_until_at = datetime.fromisoformat(until)
        self._recent = within_the_hour(map(datetime.fromisoformat, notes.get(RECENT_NOTE, "").split()), now)

    def know(self, cards: Cards) -> None:
        """At the start: what needs the person from before is told once, as one."""
        for card in cards.values():
            self.judge(card, self._started_at)

    def change(self, manners: Manners) -> None:
        """Other settings: what is held may be told, what is told again may come at another time."""
        self._manners = manners
        self._is_changed = True
        self._steps.clear()

    # -- what comes up

    def judge(self, card: Card, now: datetime) -> None:
        """A card changed: plan a bubble for it, or plan to take its bubble away."""
        uuid = card.uuid
        if card.verdict.state not in TOLD or card.is_seen:
            for each in (self._pending, self._topics, self._held, self._steps, self._again):
                each.pop(uuid, None)
            self._note_snooze(card, now)
            return
        if self._topics.get(uuid) != topic(card):
            self._topics[uuid] = topic(card)
            self._again.pop(uuid, None)
            self._steps.pop(uuid, None)
            self._held.pop(uuid, None)
            self._pending[uuid] = max(now + LOOK_WAIT, self._started_at + QUIET_START)
            self._asked_at[uuid] = now
        if uuid not in self._steps and (step := next_step(card, self._manners, now)) is not None:
            self._steps[uuid] = step
        self._note_snooze(card, now)

    def _note_snooze(self, card: Card, now: datetime) -> None:
        """Snoozed: what is out goes, and comes again at its end; unless the person ends it before."""
        uuid, until_at, before = card.uuid, card.snoozed_until_at, self._snoozes.get(card.uuid)
        if until_at is None:
            if self._snoozes.pop(uuid, now) > now and uuid in self._held and self._held[uuid][0].why == "snoozed":
                del self._held[uuid]
        elif until_at != before:
            self._snoozes[uuid] = until_at
            if uuid in self._topics and uuid not in self._pending and until_at > now:
                self._held[uuid] = (Hold("snoozed", until_at), now)

    def forget(self, uuid: str) -> None:
        """This agent left the board."""
        for each in self._maps():
            if each is not self._out:
                each.pop(uuid, None)

    def due_at(self) -> datetime | None:
        untils = (hold.until_at for hold, _due_at in self._held.values() if hold.until_at is not None)
        steps = (at for _step, at in self._steps.values())
        return min((*self._pending.values(), *untils, *steps, *self._snoozes.values()), default=None)

    def over_snoozes(self, now: datetime) -> list[str]:
        """The agents whose snooze has run out."""
        return [uuid for uuid, at in self._snoozes.items() if at <= now]

    # -- what is done about it

    def act(self, work: Work, cards: Cards) -> None:
        """Show what is due, refresh what changed, withdraw what is over, and ask to be told of looks."""
        self._withdraw(work, cards)
        self._escalate(work.now, cards)
        due = list(self._due(work.now, cards))
        if due:
            self._carry_out(work, arrange(due, self._manners, self._moment(work.now)))
        self._watch(work, cards)
        self._tell_held(work, cards)

    def _moment(self, now: datetime) -> Moment:
        return Moment(now, self.mute_until_at, self._is_desktop_quiet, self._is_typing, self._recent)

    def _escalate(self, now: datetime, cards: Cards) -> None:
        """Who has waited for too long is due once more."""
        for uuid, (step, at) in list(self._steps.items()):
            if at > now:
                continue
            del self._steps[uuid]
            if uuid not in cards:
                continue
            if uuid not in self._looking_since:
                self._again[uuid] = step
                if uuid not in self._held:
                    self._pending[uuid] = now
            if (following := next_step(cards[uuid], self._manners, now)) is not None:
                self._steps[uuid] = following

    def _due(self, now: datetime, cards: Cards) -> Iterable[Waiting]:
        for uuid, at in list(self._pending.items()):
            if at <= now:
                del self._pending[uuid]
                if uuid in cards:
                    yield self._waiting(cards[uuid], now, "")
        is_changed, self._is_changed = self._is_changed, False
        for uuid, (hold, due_at) in list(self._held.items()):
            if is_changed or (hold.until_at is not None and hold.until_at <= now):
                if uuid in cards:
                    yield self._waiting(cards[uuid], due_at, hold.why)
                else:
                    del self._held[uuid]

    def _waiting(self, card: Card, due_at: datetime, held: str) -> Waiting:
        since_at = card.verdict.since_at
        is_old = since_at is not None and since_at < self._started_at and card.uuid not in self._again
        return Waiting(card, due_at, is_old=is_old, held=held, step=self._again.get(card.uuid, 0))

    def _carry_out(self, work: Work, plan: Plan) -> None:
        for waiting in (*plan.alone, *plan.together):
            self._held.pop(waiting.card.uuid, None)
            self._again.pop(waiting.card.uuid, None)
        sound = self._manners.with_sound
        if plan.together:
            cards = [waiting.card for waiting in plan.together]
            self._grouped = {card.uuid for card in cards}
            self._show(work, summary_of(cards, plan.note, with_sound=sound, tr=self._tr), "", why=plan.note)
        for waiting in plan.alone:
            card = waiting.card
            bubble = bubble_of(card, with_sound=sound, waited_min=_waited_min(waiting, work.now), tr=self._tr)
            self._show(work, bubble, topic(card), step=waiting.step)
        if plan.together or plan.alone:
            fresh = [work.now] * (len(plan.alone) + bool(plan.together))
            self._recent = (*within_the_hour(self._recent, work.now), *fresh)
            work.batch.notes[RECENT_NOTE] = " ".join(at.isoformat() for at in self._recent)
        for waiting, hold in plan.held:
            self._hold(work, waiting, hold)

    def _hold(self, work: Work, waiting: Waiting, hold: Hold) -> None:
        uuid = waiting.card.uuid
        before = self._held.get(uuid)
        self._held[uuid] = (hold, before[1] if before is not None else waiting.due_at)
        if before is None or before[0].why != hold.why:
            until = hold.until_at.isoformat() if hold.until_at is not None else ""
            work.keep("bubble_held", {"why": hold.why, "until": until}, agent_uuid=uuid)

    def _show(self, work: Work, bubble: ShowBubble, about: str, *, step: int = 0, why: str = "") -> None:
        self._out[bubble.key] = (about, bubble)
        work.effects.append(bubble)
        payload = {"key": bubble.key, "title": bubble.title, "urgent": bubble.is_urgent}
        if bubble.key == SUMMARY_KEY:
            work.keep("digest_shown", payload | {"agents": sorted(self._grouped), "why": why})
        else:
            work.keep("bubble_shown", payload | {"step": step}, agent_uuid=bubble.agent_uuid or None)

    def _withdraw(self, work: Work, cards: Cards) -> None:
        for key, (about, bubble) in list(self._out.items()):
            if key == SUMMARY_KEY:
                is_over = not any(cards[u].verdict.state in TOLD for u in self._grouped if u in cards)
            else:
                card = cards.get(key)
                is_over = card is None or topic(card) != about or card.is_seen
                if key in self._held and not is_over:
                    self._take_away(work, key, self._held[key][0].why)
                elif card is not None and not is_over:
                    self._refresh(work, card, about, bubble)
            if is_over:
                self._take_away(work, key, "over")

    def _refresh(self, work: Work, card: Card, about: str, bubble: ShowBubble) -> None:
        fresh = replace(bubble_of(card, with_sound=self._manners.with_sound, tr=self._tr), title=bubble.title)
        if fresh != bubble:
            self._out[card.uuid] = (about, fresh)
            work.effects.append(fresh)

    def _take_away(self, work: Work, key: str, reason: str) -> None:
        self._out.pop(key, None)
        work.effects.append(WithdrawBubble(key))
        work.keep("bubble_closed", {"key": key, "reason": reason}, agent_uuid=None if key == SUMMARY_KEY else key)

    def _tell_held(self, work: Work, cards: Cards) -> None:
        told = tuple(
            HeldBubble(uuid, hold.why, due_at, hold.until_at)
            for uuid, (hold, due_at) in self._held.items()
            if uuid in cards
        )
        if told != self._told_held:
            self._told_held = told
            work.changes.append(BubblesHeld(told))

    def held(self) -> BubblesHeld:
        """All that is held back at present, as it was told last."""
        return BubblesHeld(self._told_held)

    # -- what the person and the desktop do

    def test(self, work: Work) -> None:
        """A sample, whatever the limits are. Raises: NotificationsOff."""
        if not self._manners.is_enabled:
            raise NotificationsOff
        work.effects.append(sample(with_sound=self._manners.with_sound, tr=self._tr))

    def acted(self, work: Work, key: str, action: str) -> None:
        """The person used it; the desktop takes it away."""
        if self._out.pop(key, None) is not None:
            payload = {"key": key, "reason": "acted", "action": action}
            work.keep("bubble_closed", payload, agent_uuid=None if key == SUMMARY_KEY else key)

    def closed(self, work: Work, event: BubbleClosed) -> None:
        """The desktop took a bubble away; it is not shown again for the same topic."""
        if self._out.pop(event.key, None) is not None:
            payload = {"key": event.key, "reason": event.reason}
            work.keep("bubble_closed", payload, agent_uuid=None if event.key == SUMMARY_KEY else event.key)

    def lost(self, key: str, cards: Cards, now: datetime) -> None:
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
        self._is_changed = True
        if until_at is not None and until_at > work.now:
            for key in list(self._out):
                self._take_away(work, key, "muted")

    def desktop_quiet(self, is_quiet: bool) -> None:
        """The desktop's own do-not-disturb was switched."""
        self._is_changed |= self._is_desktop_quiet and not is_quiet
        self._is_desktop_quiet = is_quiet

    def looked(self, event: LookSeen, work: Work) -> list[str]:
        """Word of what the person looks at: the agents that count as seen by now."""
        self._is_changed |= self._is_typing and not event.is_typing
        self._is_typing = event.is_typing
        if not event.is_known:
            self._looking_since.clear()
            return []
        looked = set(event.agent_uuids)
        for uuid in list(self._pending):
            if uuid in looked and self._asked_at[uuid] <= event.at:
                self._skip(work, uuid)
            elif self._asked_at[uuid] <= event.at and work.now >= self._started_at + QUIET_START:
                self._pending[uuid] = work.now
        for uuid in looked & self._held.keys():
            self._skip(work, uuid)
        for uuid in list(self._looking_since):
            if uuid not in looked:
                del self._looking_since[uuid]
        for uuid in looked:
            self._looking_since.setdefault(uuid, event.at)
        return [uuid for uuid, since_at in self._looking_since.items() if event.at - since_at >= SEEN_AFTER]

    def _skip(self, work: Work, uuid: str) -> None:
        """Who looks at the agent needs no bubble for it."""
        for each in (self._pending, self._held, self._again):
            each.pop(uuid, None)
        work.keep("bubble_held", {"why": "looking", "until": ""}, agent_uuid=uuid)

    def _watch(self, work: Work, cards: Cards) -> None:
        watched = tuple(
            (card.uuid, card.pane, card.pid)
            for card in cards.values()
            if card.verdict.state in TOLD and not card.is_seen and card.ended_at is None
        )
        uuids = tuple(uuid for uuid, _pane, _pid in watched)
        if uuids != self._watched:
            self._watched = uuids
            work.effects.append(WatchLook(watched))


def _waited_min(waiting: Waiting, now: datetime) -> int:
    """How long somebody has waited who is told of again, which may be long after it was due; 0 the first time."""
    since_at = waiting.card.verdict.since_at
    return int((now - since_at).total_seconds() // 60) if waiting.step and since_at is not None else 0
