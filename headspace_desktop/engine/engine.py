"""The engine: takes every message in order; save, then tell, then ask. Owns the truth; engine thread.

It waits for nothing but a commit. With the store away messages wait with back-off and hooks are still answered.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from headspace_desktop.domain.actions import (
    FocusAgent,
    Mute,
    OpenTerminal,
    ReleaseHolds,
    Snooze,
    TestBubble,
)
from headspace_desktop.domain.bubble import Translate, english
from headspace_desktop.domain.changes import (
    BoardReset,
    BoardStale,
    CardChanged,
    CardGone,
    Change,
    EventsKept,
    MuteChanged,
    ObjectiveChanged,
    TroubleGone,
)
from headspace_desktop.domain.effects import (
    Effect,
    FollowTranscript,
    Forget,
    LeaveTranscript,
    SetAside,
    TellBacklog,
)
from headspace_desktop.domain.events import (
    BubbleActed,
    MailOpened,
)
from headspace_desktop.domain.evidence import last_sign_at
from headspace_desktop.domain.limits import Limits
from headspace_desktop.domain.model import Agent, Scene
from headspace_desktop.engine.board import SCORE_FRESH, Board, BoardSnapshot
from headspace_desktop.engine.bubbles import Bubbles
from headspace_desktop.engine.desk import Desk
from headspace_desktop.engine.fold import FindProject, Fold, RootOf
from headspace_desktop.engine.merge import Merge
from headspace_desktop.engine.replies import Replies
from headspace_desktop.engine.routing import Message, Routing
from headspace_desktop.engine.sights import Sights
from headspace_desktop.engine.upkeep import Upkeep
from headspace_desktop.engine.wishes import IMPATIENT, Wishes, shown
from headspace_desktop.engine.work import Work
from headspace_desktop.pace import Baton
from headspace_desktop.store.records import Batch, Loaded
from headspace_desktop.troubles import StoreAway, StoreTrouble, Trouble
from headspace_desktop.workers import Watch

log = logging.getLogger(__name__)


#: With the moment at which it is taken in; without one that is now.
Dated = tuple[datetime | None, Message]

STORE_KEY = "store"

#: Ended agents stay on the board for so long.
KEEP_ENDED = timedelta(hours=24)

#: What follows from a batch is saved with the next one, or after so long.
LATER = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What an engine held to be true at one moment."""

    board: BoardSnapshot
    wakes: dict[str, datetime]


class Memory(Protocol):
    """The store as the engine needs it. Engine thread."""

    def load(self, now: datetime) -> Loaded: ...
    def known(self, delivery_ids: Collection[str]) -> set[str]: ...
    def find_agent(self, client: str, session_id: str) -> Agent | None: ...
    def save(self, batch: Batch) -> None: ...
    def prune(self, before: datetime) -> int: ...
    def measure(self, at: datetime) -> bool: ...
    def close(self) -> None: ...


def utc_now() -> datetime:
    return datetime.now(UTC)


class Engine:
    """The room that decides. `tell` carries changes to the screen, `ask` an effect to its room; neither blocks.

    `find_folder` gives a project's folder by its true name, or raises a trouble. With `catches_up` the rooms that read
    are asked to say when all that waited is told, and until then it is taken in in the order in which it happened; it
    has the `baton` meanwhile (see `pace`).
    """

    def __init__(
        self,
        *,
        open_memory: Callable[[], Memory],
        tell: Callable[[Sequence[Change]], None],
        ask: Callable[[Effect], None],
        find_project: FindProject,
        root_of: RootOf,
        find_folder: Callable[[str], str] = str,
        limits: Limits | None = None,
        clock: Callable[[], datetime] = utc_now,
        on_ready: Callable[[Loaded], None] | None = None,
        catches_up: bool = False,
        baton: Baton | None = None,
        tr: Translate = english,
    ) -> None:
        limits = limits or Limits()
        self._open_memory = open_memory
        self._tell = tell
        self._ask = ask
        self._clock = clock
        self._on_ready = on_ready
        self._limits = limits
        self._memory: Memory | None = None
        self._board = Board()
        self._replies = Replies(self._board)
        self._desk = Desk(self._board, find_project, find_folder)
        self._fold = Fold(self._board, self._replies, limits.thresholds, self._desk.find_project, root_of)
        self._bubbles = Bubbles(limits.manners, clock(), tr)
        self._wishes = Wishes(self._board, self._fold, self._replies, self._bubbles, self._desk)
        self._waiting: deque[Message] = deque()
        self._catches_up = catches_up
        self._baton = baton or Baton()
        self._merge = Merge()
        self._early: Sequence[Dated] = ()  # of the last batch, not taken in yet
        self._known_at = clock()  # how old the board was when it began to catch up
        self._past_at: datetime | None = None  # how far what waited was taken in
        self._suspects: deque[Dated] = deque()  # of a batch that failed, until each is proved innocent
        self._later = Batch()
        self._later_at: datetime | None = None
        self._score_at = clock() + SCORE_FRESH
        self._retry_at: datetime | None = None
        self._away: BoardStale | None = None  # while nothing can be saved
        self._upkeep = Upkeep(clock())
        self._sights = Sights()
        self._routing = Routing(
            self._board, self._fold, self._replies, self._bubbles, self._wishes, sights=self._sights,
            change_limits=self._change_limits,
        )  # fmt: skip

    # -- the room

    def open(self, watch: Watch) -> None:
        """Open the store and show the board; when that fails it is tried again later."""
        del watch  # the inbox is all that it listens to
        self._start()

    def handle(self, batch: Sequence[Message]) -> None:
        """Take what happened and what is wanted, in order."""
        self._waiting.extend(batch)
        if self._memory is None or self._retry_at is not None:
            self._answer_wishes()
        self._drain()

    @property
    def is_catching_up(self) -> bool:
        """Whether what waited is still being taken in. Any thread."""
        return self._merge.is_open

    def due_s(self) -> float | None:
        if self._retry_at is None and self._memory is not None and (self._suspects or self._merge.has_ready()):
            return 0.0
        merge_at = self._merge.due_at() if self._retry_at is None else None
        asked_for = (self._retry_at, self._upkeep.prune_at, self._next_wake(), merge_at)
        moments = [at for at in asked_for if at is not None]
        return max((min(moments) - self._clock()).total_seconds(), 0.0)

    def _next_wake(self) -> datetime | None:
        if self._memory is None or self._merge.is_open or self._retry_at is not None:
            return None
        wakes = [*self._fold.wakes.values(), self._bubbles.due_at(), self._replies.due_at()]
        wakes += [self._bubbles.mute_until_at, self._upkeep.measure_at, self._later_at, self._sights.due_at()]
        return min((at for at in wakes if at is not None), default=None)

    def tick(self) -> None:
        """Do what the passing of time asks for."""
        now = self._clock()
        if self._retry_at is not None and self._retry_at <= now:
            self._retry_at = None
            if self._memory is None:
                self._start()
            elif self._merge.is_open:
                self._catch_up(now, self._known_at)
                self._ask(TellBacklog())
            self._drain()
        if self._memory is None:
            return
        if self._bubbles.mute_until_at is not None and self._bubbles.mute_until_at <= now:
            self._waiting.append(Mute(None))
        self._waiting.extend(Snooze(uuid, None) for uuid in self._bubbles.over_snoozes(now))
        if self._retry_at is None:
            self._merge.give_up(now)
        self._drain(with_time=True)
        if self._upkeep.prune_at <= now:
            self._prune(now)
        self._upkeep.measure(self._memory, now)

    def snapshot(self) -> Snapshot:
        """Everything that a later `go_back` needs; values only, so it costs next to nothing."""
        return Snapshot(self._board.snapshot(), dict(self._fold.wakes))

    def go_back(self, snapshot: Snapshot) -> None:
        """Hold to be true what was then. For engines that tell the past again."""
        self._waiting.clear()
        self._board.go_back(snapshot.board)
        self._fold.go_back(snapshot.wakes)

    def close(self) -> None:
        """Commit what still waits, then let the store go."""
        if self._memory is not None:
            self._drain(with_time=not self._later.is_empty)
            try:
                self._memory.close()
            except StoreTrouble as trouble:
                log.warning("at the end: %s", trouble)  # what was committed is safe; mail waits in the spool
            self._memory = None

    # -- the store

    def _start(self) -> None:
        now = self._clock()
        try:
            memory = self._open_memory()
            loaded = memory.load(now)
        except Trouble as trouble:
            self._troubled(trouble, now)
            return
        self._memory = memory
        agents = [_without_holds(agent) for agent in loaded.agents]
        self._fold.memory, self._fold.started_at = memory, now
        if hidden := loaded.notes.get("hidden"):
            self._board.hidden = set(hidden.split())
        self._board.objective = loaded.objective
        self._board.fill(agents, loaded.replies, now)
        self._board.drop(self._board.surplus(now))
        agents = list(self._board.agents.values())
        self._replies.fill(loaded.replies)
        self._bubbles.fill(loaded.notes, now)
        self._desk.fill(loaded.objective, loaded.projects)
        work = Work(now)
        for agent in agents:
            self._fold.attend(work, agent)
        left = self._fold.finish_left(work, agents)
        if self._on_ready is not None:
            self._on_ready(loaded)
        self._fold.wakes = {
            agent.uuid: last_sign_at(agent) if self._catches_up else now for agent in agents if agent.is_live
        }
        self._catch_up(now, max(self._fold.wakes.values(), default=now), left)
        self._mend()
        is_old = [self._staleness()] if self._merge.is_open else []  # told first: nobody shall take it for current
        reset = BoardReset(tuple(self._board.cards.values()), now)
        self._tell([*is_old, reset, MuteChanged(self._bubbles.mute_until_at), ObjectiveChanged(self._desk.objective)])
        for effect in work.effects:
            self._ask(effect)
        if self._merge.is_open:
            self._ask(TellBacklog())
        else:
            self._bubbles.know(self._board.cards)

    def _catch_up(self, now: datetime, known_at: datetime, left: Sequence[str] = ()) -> None:
        """Much may wait: take it in in the order in which it happened, when all who read have said where they stand."""
        if self._catches_up:
            self._known_at, self._past_at = known_at, None
            self._merge.open(now, [*self._fold.followed(), *left])

    def _troubled(self, trouble: Trouble, now: datetime) -> None:
        wait_s = trouble.retry_after_s or 10.0
        self._retry_at = now + timedelta(seconds=wait_s)
        changes: list[Change] = [shown(STORE_KEY, trouble, now)]
        if self._away is None:
            log.warning("%s", trouble)
            since_at = self._staleness().since_at or now
            self._away = BoardStale(since_at, trouble.title)
            changes.append(self._away)
        self._tell(changes)

    def _mend(self) -> None:
        if self._away is not None:
            self._away = None
            self._tell([TroubleGone(STORE_KEY), self._staleness()])

    def _staleness(self) -> BoardStale:
        """While what waited is taken in, the board shows how it was at that moment."""
        if self._away is not None:
            return self._away
        if not self._merge.is_open:
            return BoardStale(None)
        return BoardStale(
            self._past_at or self._known_at, reason="What happened meanwhile is still being read", is_catching_up=True
        )

    def _prune(self, now: datetime) -> None:
        assert self._memory is not None
        self._upkeep.prune(self._memory, now, self._limits.retention_days)
        old = [a.uuid for a in self._board.agents.values() if a.ended_at and a.ended_at < now - KEEP_ENDED]
        if gone := self._drop(old):
            self._tell(gone)

    def _drop(self, uuids: Sequence[str]) -> list[CardGone]:
        """Let agents that have ended go; their history stays in the store, and their own sign brings them back."""
        gone = [CardGone(uuid) for uuid in uuids if uuid in self._board.cards]
        self._board.drop(uuids)
        for uuid in uuids:
            self._bubbles.forget(uuid)
            self._fold.wakes.pop(uuid, None)
            if (path := self._fold.leave(uuid)) is not None:
                self._ask(LeaveTranscript(path))
        return gone

    # -- save, tell, ask

    def _drain(self, *, with_time: bool = False) -> None:
        if self._memory is None or self._retry_at is not None:
            return
        if self._merge.is_open:
            with self._baton.held():
                self._take_in(with_time=with_time)
        else:
            self._take_in(with_time=with_time)

    def _take_in(self, *, with_time: bool) -> None:
        self._try_suspects()
        messages = self._next()
        with_time = with_time and not self._merge.is_open
        if self._merge.is_open and not messages:
            self._end_catch_up()
        if not messages and not with_time:
            return
        self._suspects.extend(messages)
        try:
            work = self._commit(messages, with_time=with_time)
        except StoreTrouble as trouble:
            if not self._wait_for_store(trouble):
                self._try_suspects()
        else:
            self._merge.taken_in(self._clock())
            self._merge.put_back((at, message) for at, message in self._early if at is not None)  # type: ignore[misc]
            self._waiting.extendleft(message for at, message in reversed(self._early) if at is None)
            self._suspects.clear()  # saved: whatever goes wrong in the telling, nothing is done twice
            self._after(work)
            self._end_catch_up()

    def _end_catch_up(self) -> None:
        if self._merge.is_closed_now():
            self._bubbles.know(self._board.cards)
            for agent in self._board.agents.values():
                self._sights.attend(agent)
            try:
                self._take_in(with_time=True)  # who is judged by the clock is so before anybody takes it for current
            finally:
                if not self._merge.is_open:
                    self._tell([self._staleness()])

    def _next(self) -> list[Dated]:
        """What is to be taken in: all that came, and while much waits the next of that."""
        now = self._clock()
        came: list[Dated] = [(None, message) for message in self._waiting if not self._merge.hold(message, now)]
        self._waiting.clear()
        return [*self._merge.ready(now), *came] if self._merge.is_open else came

    def _try_suspects(self) -> None:
        """A batch failed: each of its messages is tried alone, so that only the guilty one is lost from it.

        A bug leaves through the worker's guard; the rest goes on at the next turn.
        """
        while self._suspects and self._retry_at is None:
            at, message = self._suspects.popleft()
            is_guilty = True
            try:
                work = self._commit([(at, message)])
                is_guilty = False
                self._after(work)
            except StoreTrouble as trouble:
                self._suspects.appendleft((at, message))
                is_guilty = not self._wait_for_store(trouble)
                if is_guilty:
                    self._tell_set_aside(self._suspects.popleft()[1], trouble)
            finally:
                if is_guilty and isinstance(message, MailOpened):
                    self._ask(SetAside(message.path, message.size_bytes))

    def _wait_for_store(self, trouble: StoreTrouble) -> bool:
        """Whether the store will come back by itself: then everything waits for it, in order."""
        if trouble.retry_after_s is None:
            return False
        self._waiting.extendleft(message for _at, message in reversed(self._suspects))
        self._suspects.clear()
        now = self._clock()
        known_at = self._staleness().since_at or now
        self._troubled(trouble, now)
        self._catch_up(now, known_at)
        self._answer_wishes()
        return True

    def _answer_wishes(self) -> None:
        """While nothing can be saved no wish about an agent waits: typed minutes after it was given up it does harm.

        What needs no store is done all the same.
        """
        wishes = [message for message in self._waiting if isinstance(message, IMPATIENT)]
        self._waiting = deque(message for message in self._waiting if not isinstance(message, IMPATIENT))
        work = Work(self._clock())
        for wish in wishes:
            if isinstance(wish, FocusAgent | OpenTerminal | ReleaseHolds | TestBubble):
                self._wishes.take(work, wish)
            elif isinstance(wish, BubbleActed) and wish.action == "default":
                self._wishes.bubble_acted(work, wish)
            else:
                self._wishes.refuse(work, wish, StoreAway())
        if work.changes:
            self._tell(work.changes)
        for effect in work.effects:
            self._ask(effect)

    def _tell_set_aside(self, message: Message, why: Trouble) -> None:
        log.error("set aside %s: %s", type(message).__name__, why)
        name = getattr(message, "name", type(message).__name__)
        trouble = Trouble(
            f"{name}: {why}", title="A message could not be stored", remedy="It was set aside; see the log."
        )
        self._tell([shown("", trouble, self._clock())])

    def _commit(self, messages: Sequence[Dated], *, with_time: bool = False) -> Work:
        assert self._memory is not None
        now = self._clock()
        work = Work(now)
        for part in (self._board, self._replies, self._fold, self._bubbles):
            part.mark()
        try:
            self._fold.look_back(work, (message for _at, message in messages))
            self._early = ()
            for index, (at, message) in enumerate(messages):
                if at is not None:
                    self._go_to(work, at, now)
                else:
                    work.now = now
                self._routing.take(work, message)
                if at is not None and any(isinstance(effect, FollowTranscript) for effect in work.effects):
                    self._early = messages[index + 1 :]  # the transcript of a session that began meanwhile comes first
                    break
            self._fold.end_runs(work)
            work.now = now
            if with_time:
                self._fold.wake(work)
                self._replies.expire(work)
            self._add_later(work)
            if not work.batch.is_empty:
                self._memory.save(work.batch)
        except BaseException as error:
            is_passing = isinstance(error, StoreTrouble) and error.retry_after_s is not None
            self._fold.undo(is_bug=not is_passing)
            for part in (self._board, self._replies, self._bubbles):
                part.undo()
            raise
        self._later, self._later_at = Batch(), None
        self._fold.committed(work)
        self._mend()
        return work

    def _add_later(self, work: Work) -> None:
        """Save with this batch what was left over from the last one."""
        work.batch.events[:0] = self._later.events
        work.batch.notes = self._later.notes | work.batch.notes
        work.batch.priorities = self._later.priorities | work.batch.priorities

    def _go_to(self, work: Work, at: datetime, now: datetime) -> None:
        """Be at a moment of the past; time never runs back."""
        at = min(at if self._past_at is None else max(at, self._past_at), now)
        self._fold.pass_time(work, at)
        self._past_at = at

    def _after(self, work: Work) -> None:
        if work.batch.turns:
            self._upkeep.turns_came(work.now)
        self._finish_desk(work)
        changed, gone = self._board.keep(work.now)
        for reply in work.batch.replies.values():
            if (card := self._board.refresh(reply.agent_uuid, work.now)) is not None:
                changed.append(card)
        if self._board.objective != self._desk.objective or work.now >= self._score_at:
            self._board.objective, self._score_at = self._desk.objective, work.now + SCORE_FRESH
            changed += self._board.rescore(work.now)
        for card in changed if not self._merge.is_open else ():
            self._bubbles.judge(card, work.now)
        changes: list[Change] = [*(CardChanged(card) for card in changed), *(CardGone(uuid) for uuid in gone)]
        if not self._merge.is_open and any(card.ended_at is not None for card in changed):
            changes += self._drop(self._board.surplus(work.now))
        if self._merge.is_open:
            changes.append(self._staleness())
        changes += work.changes
        if work.batch.events:
            changes.append(EventsKept(len(work.batch.events)))
        after = Work(work.now)
        if not self._merge.is_open:
            self._bubbles.act(after, self._board.cards)
            self._look(after, work)
        changes += after.changes
        if changes:
            self._tell(changes)
        self._keep_for_later(after)
        if work.mails:
            self._ask(Forget(tuple(work.mails)))
        for effect in (*work.effects, *after.effects):
            if isinstance(effect, FollowTranscript):
                self._merge.expect(effect.path)
            self._ask(effect)

    def _look(self, after: Work, work: Work) -> None:
        """Have the panes looked at of whom this batch told something."""
        for uuid in work.before:
            if (agent := self._board.get(uuid)) is not None:
                self._sights.attend(agent)
        self._sights.act(after)

    def _keep_for_later(self, after: Work) -> None:
        """What follows from a batch only after its commit is saved with the next one, which is not far."""
        self._later.events.extend(after.batch.events)
        self._later.notes |= after.batch.notes
        self._later.priorities |= self._board.scored
        self._board.scored = {}
        if self._later.is_empty:
            self._later_at = None
        elif self._later_at is None:
            self._later_at = after.now + LATER

    def _finish_desk(self, work: Work) -> None:
        """What the store did or refused of the person's own order."""
        for done in work.batch.done:
            request_id = done.action.request_id
            if done.trouble is not None:
                told = shown("", done.trouble, work.now)
                work.refuse(request_id, told)
                work.changes.append(told)
                continue
            for agent in self._desk.done(work, done):
                self._board.put(agent, work.now)
            for uuid in done.result.get("agents", ()):
                self._bubbles.forget(uuid)
                self._fold.wakes.pop(uuid, None)
            work.answer(request_id, done.result)

    # -- settings

    def _change_limits(self, work: Work, limits: Limits) -> None:
        before, self._limits = self._limits, limits
        if limits.manners != before.manners:
            self._bubbles.change(limits.manners)
        if limits.retention_days != before.retention_days:
            self._upkeep.prune_at = work.now
        if limits.thresholds != before.thresholds:
            self._fold.limits = limits.thresholds
            self._fold.judge_all(work)


def _without_holds(agent: Agent) -> Agent:
    """A hook that waited for the last run does not wait for this one."""
    scene: Scene = agent.scene
    if not any(ask.hold_id for ask in scene.asks):
        return agent
    return replace(agent, scene=replace(scene, asks=tuple(replace(ask, hold_id=None) for ask in scene.asks)))
