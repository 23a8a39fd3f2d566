"""The board as it was at any stored minute: the event log told again to an engine of its own. Past thread.

It is the engine's own replay with a clock of the past; it remembers nothing and changes nothing. Long ways are gone in
slices, so that a newer wish, or none at all, is heard at once.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from typing_extensions import override

from headspace_desktop import clients
from headspace_desktop.app.kept import KeptReadings
from headspace_desktop.app.replay import NoMemory, NoWatch
from headspace_desktop.domain.actions import DismissAgent, MarkSeen, RenameAgent, Snooze
from headspace_desktop.domain.asks import AskBoardAt, AskPastRange, PastAsk, StopPast
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import BoardReset, CardChanged, CardGone, Change, PageReady, TroubleShown
from headspace_desktop.domain.events import (
    Clues,
    MailOpened,
    ProcessEnded,
    RegistryGone,
    RegistrySeen,
    SessionEvidence,
)
from headspace_desktop.domain.lifecycle import born
from headspace_desktop.domain.limits import Limits
from headspace_desktop.domain.local_time import day_start
from headspace_desktop.domain.model import Agent, Project
from headspace_desktop.engine.engine import Engine, Snapshot
from headspace_desktop.engine.routing import Message
from headspace_desktop.projects.root import find_project
from headspace_desktop.recording.retelling import screen_from
from headspace_desktop.store.codec import event_from
from headspace_desktop.store.pages import EventLine
from headspace_desktop.store.past import BEFORE, PastEvents
from headspace_desktop.troubles import Trouble
from headspace_desktop.workers import Watch

#: Events between two moments to which it can jump.
STRIDE = 500
#: Read at once.
_PAGE = 1000
#: After so long in one go it looks whether something newer is wanted.
SLICE_S = 0.04
#: What was taken in so much later than it happened waited while the app was closed: it is told at its own moment.
LATE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class PastRange:
    """What there is to see. `minutes` are those of one day in which something happened, with how much."""

    first_at: datetime | None
    last_at: datetime | None
    minutes: tuple[tuple[datetime, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PastLoading:
    """On the way; `share` is how much of it is done, 0 to 1."""

    share: float


@dataclass(frozen=True, slots=True)
class PastBoard:
    """The cards at a moment, and when something changed before and after it, as far as is known."""

    at: datetime
    cards: tuple[Card, ...]
    before_at: datetime | None
    after_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Mark:
    at: datetime
    next_id: int
    snapshot: Snapshot
    kept: KeptReadings


class _Memory(NoMemory):
    """Knows by which id an agent was called when it was first heard of, and what the person had made of it by then."""

    def __init__(self, events: PastEvents) -> None:
        self._events = events
        self.agent_uuid, self.event_id = "", 0
        self.at = datetime.min.replace(tzinfo=UTC)
        self.cwd = ""

    @override
    def find_agent(self, client: str, session_id: str) -> Agent | None:
        if not self.agent_uuid:
            return None
        clues = Clues(client=client, session_id=session_id, cwd=self.cwd)
        agent = born(self.agent_uuid, clues, _project(self.cwd), self.at)
        named = self._events.last("AgentRenamed", agent.uuid, self.event_id) or {}
        snoozed = self._events.last("snoozed", agent.uuid, self.event_id) or {}
        return replace(agent, given_name=str(named.get("name", "")), snoozed_until_at=_until(snoozed, self.at))


class Telling:
    """One telling of the log from a first event on; it goes forwards by events, and back by marks."""

    def __init__(self, events: PastEvents, from_id: int, since: datetime, limits: Limits) -> None:
        self._events, self._since = events, since
        self._now = since
        self._next_id, self._rows = from_id, list[EventLine]()
        self._memory, self._kept = _Memory(events), KeptReadings()
        self.cards: dict[str, Card] = {}
        self.changes: list[datetime] = []  # of the boards that were told so far
        self._marks: list[_Mark] = []
        self._count = 0
        manners = replace(limits.manners, is_enabled=False)
        self.engine = Engine(
            open_memory=lambda: self._memory, tell=self._tell, ask=lambda _effect: None, find_project=_project,
            root_of=lambda client, path: clients.by_name(client).root_of_transcript(path),
            limits=replace(limits, manners=manners), clock=lambda: self._now,
        )  # fmt: skip
        self.engine.open(NoWatch())
        self._mark()

    @property
    def at(self) -> datetime:
        return self._now

    def go_back(self, to: datetime) -> None:
        """To the newest mark that is not later, unless that leads away from here."""
        mark = self._marks[max(bisect_right(self._marks, to, key=lambda mark: mark.at) - 1, 0)]
        if to < self._now or mark.at > self._now:
            self._now, self._next_id, self._rows = mark.at, mark.next_id, []
            self.engine.go_back(mark.snapshot)
            self._kept = mark.kept.copy()
            self.cards = dict(mark.snapshot.board.cards)

    def step(self, to: datetime) -> bool:
        """Tell one event more; False when the moment is reached."""
        if not self._rows:
            self._rows = self._events.rows(self._next_id, _PAGE)
        row = self._rows[0] if self._rows else None
        if row is None or _told_at(row) > to:
            self._wait_until(to)
            return False
        self._rows.pop(0)
        self._next_id = row.id + 1
        self._wait_until(_told_at(row))
        if (message := self._message(row)) is not None:
            self._memory.agent_uuid, self._memory.at = row.agent_uuid or "", row.at
            self._memory.event_id = row.id
            self.engine.handle([message])
        self._count += 1
        if self._count % STRIDE == 0:
            self._mark()
        return True

    def _mark(self) -> None:
        if not self._marks or self._now > self._marks[-1].at:
            self._marks.append(_Mark(self._now, self._next_id, self.engine.snapshot(), self._kept.copy()))

    def _wait_until(self, until: datetime) -> None:
        while (due_s := self.engine.due_s()) is not None and self._now + timedelta(seconds=due_s) <= until:
            self._now += timedelta(seconds=max(due_s, 0.001))
            self.engine.tick()
        self._now = max(self._now, until)

    def _tell(self, changes: Sequence[Change]) -> None:
        is_news = False
        for change in changes:
            match change:
                case BoardReset():
                    self.cards = {card.uuid: card for card in change.cards}
                case CardChanged(card=card):
                    is_news = is_news or _differs(self.cards.get(card.uuid), card)
                    self.cards[card.uuid] = card
                case CardGone(uuid=uuid):
                    self.cards.pop(uuid, None)
                    is_news = True
                case _:
                    pass
        if is_news and (not self.changes or self._now > self.changes[-1]):
            self.changes.append(self._now)

    # -- what was kept, as the message that it was

    def _message(self, row: EventLine) -> Message | None:
        values = row.payload or {}
        try:
            match row.kind:
                case "RegistrySeen":
                    return self._registry(row)
                case "RegistryGone":
                    return RegistryGone("claude", self._kept.path(row), int(values["pid"]), row.at)
                case "ScreenSeen":
                    return screen_from(values, "claude", row.at)
                case "ProcessEnded":
                    return ProcessEnded(int(values["pid"]), None, row.at)
                case "AgentSeen" if row.agent_uuid:
                    return MarkSeen(row.agent_uuid)
                case "AgentDismissed" if row.agent_uuid:
                    return DismissAgent(row.agent_uuid)
                case "AgentRenamed" if row.agent_uuid:
                    return RenameAgent(row.agent_uuid, str(values["name"]))
                case "snoozed" if row.agent_uuid:
                    return Snooze(row.agent_uuid, _until(values, row.at))
                case _ if "origin" in values:
                    event: Any = event_from(row.kind, values)
                    return self._evidence(row, event)
                case _:
                    return None
        except (KeyError, TypeError, ValueError, msgspec.ValidationError):
            return None  # of another version

    def _evidence(self, row: EventLine, event: SessionEvidence) -> Message:
        self._memory.cwd = event.clues.cwd or ""
        return MailOpened(event.origin.delivery_id, f"/past/{row.id}", 0, (event,))

    def _registry(self, row: EventLine) -> Message:
        reading = self._kept.reading(row)
        self._memory.cwd = reading.cwd
        return RegistrySeen("claude", reading, row.delivery_id or f"past:{row.id}")


class PastRoom:
    """See `workers.Room`. Answers with `PageReady`; a long telling with several of them."""

    def __init__(
        self, events: PastEvents, tell: Callable[[Sequence[Change]], None], limits: Callable[[], Limits]
    ) -> None:
        self._events, self._tell, self._limits = events, tell, limits
        self._telling: Telling | None = None
        self._since: datetime | None = None
        self._wanted: AskBoardAt | None = None
        self._from_at: datetime | None = None
        self._told_s = 0.0

    def open(self, watch: Watch) -> None:
        del watch  # it waits for questions alone

    def handle(self, batch: Sequence[PastAsk]) -> None:
        for ask in batch:
            match ask:
                case AskPastRange():
                    self._answer(ask.ask_id, lambda ask=ask: self._range(ask))  # type: ignore[misc]
                case AskBoardAt():
                    self._wanted = ask  # a newer wish takes the place of an older one
                    self._from_at = None
                case StopPast():
                    if self._wanted is not None and self._wanted.ask_id == ask.ask_id:
                        self._wanted = None

    def due_s(self) -> float | None:
        return 0.0 if self._wanted is not None else None

    def tick(self) -> None:
        """Go on for one slice."""
        if (ask := self._wanted) is None:
            return
        try:
            is_there = self._go_on(ask)
        except Trouble as trouble:
            self._wanted = self._telling = None
            self._tell([PageReady(ask.ask_id, None, _shown(trouble))])
            return
        if is_there:
            self._wanted = None
            self._tell([PageReady(ask.ask_id, self._board(ask.at))])

    def close(self) -> None:
        self._events.close()

    def _go_on(self, ask: AskBoardAt) -> bool:
        telling = self._begun(ask.at)
        if telling is None:
            return True
        if self._from_at is None:
            telling.go_back(ask.at)
            self._from_at = telling.at
        until_s = time.monotonic() + SLICE_S
        while telling.step(ask.at):
            if time.monotonic() > until_s:
                self._tell_share(ask, telling)
                return False
        return True

    def _tell_share(self, ask: AskBoardAt, telling: Telling) -> None:
        if time.monotonic() - self._told_s > 0.1 and self._from_at is not None:
            self._told_s = time.monotonic()
            whole_s = max((ask.at - self._from_at).total_seconds(), 1.0)
            share = min(max((telling.at - self._from_at).total_seconds() / whole_s, 0.0), 1.0)
            self._tell([PageReady(ask.ask_id, PastLoading(share))])

    def _begun(self, at: datetime) -> Telling | None:
        since = day_start(at) - BEFORE
        if self._telling is None or self._since != since:
            from_id = self._events.first_id(since)
            self._telling = None if from_id is None else Telling(self._events, from_id, since, self._limits())
            self._since = since
        return self._telling

    def _board(self, at: datetime) -> PastBoard:
        if (telling := self._telling) is None:
            return PastBoard(at, (), None, None)
        place = bisect_right(telling.changes, at)
        before = [moment for moment in telling.changes[max(place - 2, 0) : place] if moment < at]
        after = telling.changes[place] if place < len(telling.changes) else None
        return PastBoard(at, tuple(telling.cards.values()), before[-1] if before else None, after)

    def _range(self, ask: AskPastRange) -> PastRange:
        if (span := self._events.span()) is None:
            return PastRange(None, None)
        day = day_start(ask.at or span[1])
        after = day_start(day + timedelta(hours=36))
        return PastRange(*span, self._events.minutes(day, after))

    def _answer(self, ask_id: str, make: Callable[[], Any]) -> None:
        try:
            ready = PageReady(ask_id, make())
        except Trouble as trouble:
            ready = PageReady(ask_id, None, _shown(trouble))
        self._tell([ready])


def _until(values: Mapping[str, Any], now: datetime) -> datetime | None:
    """Until when an agent was snoozed; None when that was taken back, or is over."""
    until_at = datetime.fromisoformat(values["until"]) if values.get("until") else None
    return until_at if until_at is not None and until_at > now else None


def _told_at(row: EventLine) -> datetime:
    return row.at if row.seen_at - row.at > LATE else row.seen_at


def _differs(before: Card | None, now: Card) -> bool:
    return before is None or (before.verdict.state, before.verdict.sub_state) != (
        now.verdict.state,
        now.verdict.sub_state,
    )


def _project(cwd: str) -> Project:
    return find_project(cwd) if cwd else Project("", "")


def _shown(trouble: Trouble) -> TroubleShown:
    return TroubleShown("", trouble.kind, trouble.title, trouble.detail, trouble.remedy, datetime.now(UTC))


__all__ = ["PastBoard", "PastLoading", "PastRange", "PastRoom", "Telling"]
