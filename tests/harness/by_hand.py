"""The program's real rooms turned by hand in one thread, with a clock of the test's own, and a world that they watch.

Hours pass in milliseconds, and the program can be closed, killed or robbed of its store at any point.
"""

from __future__ import annotations

import random
import select
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from headspace_desktop import clients
from headspace_desktop.app.fleet import Fleet, Habits, Truth
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import BoardReset, CardChanged, CardGone, TroubleShown
from headspace_desktop.domain.effects import (
    FollowTranscript,
    Forget,
    LeaveTranscript,
    SetAside,
    TellBacklog,
    WatchProcess,
    WatchRoot,
)
from headspace_desktop.domain.limits import Limits
from headspace_desktop.domain.model import Project
from headspace_desktop.engine.engine import Engine
from headspace_desktop.intake.spool import Spool
from headspace_desktop.paths import Paths
from headspace_desktop.registry.watcher import RegistryRoom
from headspace_desktop.store.database import open_store
from headspace_desktop.store.records import Batch, Records
from headspace_desktop.transcripts.locate import locate
from headspace_desktop.transcripts.watcher import TranscriptRoom
from headspace_desktop.troubles import StoreLocked
from tests.harness.hand_watch import HandWatch

HOST = "0" * 32


class Clock:
    """Stands still until it is turned. It begins now: processes that are older than their mail are real."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC) + timedelta(seconds=2)

    def now(self) -> datetime:
        return self.at


class Killed(Exception):
    """The program stopped in the middle of something."""


class Store(Records):
    """The real store, which can be away, and of which can be told that it committed."""

    def __init__(self, program: Program) -> None:
        super().__init__(open_store(program.url, program.paths, host_id=HOST, host_name="test"))
        self._program = program

    def save(self, batch: Batch) -> None:
        if self._program.is_store_away:
            raise StoreLocked("the test holds it")
        super().save(batch)
        self._program.after_commit()

    def drop(self) -> None:
        """What the kernel does for a process that was killed."""
        self._database.db.dispose()
        if self._database.lock is not None:
            self._database.lock.release()


class Program:
    """Engine, store, spool, transcripts and registry of one home, over one configuration folder of an agent program."""

    def __init__(self, paths: Paths, root: Path, clock: Clock, *, url: str = "", chance: random.Random) -> None:
        self.paths, self.root, self.clock, self.url, self._chance = paths, root, clock, url, chance
        self.is_store_away = False
        self.troubles: list[str] = []
        self.cards: dict[str, Card] = {}
        self.kill_after_commits: int | None = None
        self.told: Callable[[Sequence[Any]], None] = lambda _changes: None
        self._is_up = False
        self._inbox: list[Any] = []
        paths.make_private()

    @property
    def is_up(self) -> bool:
        return self._is_up

    # -- life

    def start(self) -> None:
        self._inbox, offsets = [], {}
        self._memory: Store
        self.watch = HandWatch()
        self.engine = Engine(
            open_memory=self._open, tell=self._tell, ask=self._ask,
            find_project=lambda path: Project(path, Path(path).name),
            root_of=lambda client, path: clients.by_name(client).root_of_transcript(path),
            limits=Limits(), clock=self.clock.now,
            catches_up=True,
            on_ready=lambda loaded: offsets.update({one.path: one for one in loaded.offsets}),
        )  # fmt: skip
        post = self._inbox.append
        self.registry = RegistryRoom(post, [("claude", str(self.root))], locate=locate, now=self.clock.now)
        self.transcripts = TranscriptRoom(post, offsets, tell=self._trouble, now=self.clock.now)
        self.spool = Spool(self.paths.spool_dir, post, self._trouble, now=self.clock.now)
        self._effects: list[Any] = []
        self._is_up = True
        self.engine.open(self.watch)
        rooms = [self.registry, self.transcripts, self.spool]
        self._chance.shuffle(rooms)  # their threads start at about the same time
        for room in rooms:
            room.open(self.watch)
        self._do_effects()

    def _open(self) -> Store:
        self._memory = Store(self)
        return self._memory

    def close(self) -> None:
        """End as the app does: ears, hands, then the engine."""
        for room in (self.spool, self.transcripts, self.registry):
            room.close()
        self._take_inbox()
        self.engine.close()
        self._is_up = False

    def kill(self) -> None:
        """Stop where it stands; nothing is finished and nothing is forgotten."""
        self._is_up = False
        self._effects.clear()
        self._memory.drop()
        for room in (self.spool, self.transcripts, self.registry):
            room.close()  # the descriptors go with a process; they write nothing

    def rows(self, words: str) -> list[Any]:
        """What its store holds."""
        with self._memory._database.db.connect() as connection:
            return [tuple(row) for row in connection.execute(text(words))]

    # -- moving

    def turn(self) -> None:
        """Everything that can happen at this moment happens."""
        while self._is_up and self._once():
            pass

    def _once(self) -> bool:
        is_news = False
        fds = list(self.watch.ready)
        readable, _, _ = select.select(fds, [], [], 0)
        for fd in readable:
            if ready := self.watch.ready.get(fd):
                ready()
                is_news = True
        for room in (self.spool, self.transcripts):
            while (due_s := room.due_s()) is not None and due_s <= 0:
                room.tick()
                is_news = True
        if self._inbox:
            self._take_inbox()
            is_news = True
        try:
            if self._is_up and self.is_engine_due():
                self.engine.tick()
                self._do_effects()
                is_news = is_news or bool(self._inbox)
        except Killed:
            self.kill()
        return is_news

    def is_engine_due(self) -> bool:
        due_s = self.engine.due_s()
        return due_s is not None and due_s <= 0

    def due_at(self) -> datetime | None:
        due_s = self.engine.due_s() if self._is_up else None
        return None if due_s is None else self.clock.at + timedelta(seconds=max(due_s, 0.001))

    def _take_inbox(self) -> None:
        try:
            while self._inbox:
                size = self._chance.choice((1, 3, 256))
                batch, self._inbox[:size] = self._inbox[:size], []
                self.engine.handle(batch)
                self._do_effects()
        except Killed:
            self.kill()

    def _do_effects(self) -> None:
        effects, self._effects = self._effects, []
        for effect in effects:
            self._carry_out(effect)

    def after_commit(self) -> None:
        if self.kill_after_commits is not None:
            self.kill_after_commits -= 1
            if self.kill_after_commits <= 0:
                self.kill_after_commits = None
                raise Killed

    def _ask(self, effect: Any) -> None:
        self._effects.append(effect)

    def _carry_out(self, effect: Any) -> None:
        match effect:
            case Forget():
                for path, size_bytes in effect.mails:
                    self.spool.forget(path, size_bytes)
            case TellBacklog():
                self.transcripts.handle([effect])
                self.spool.tell_backlog()
            case SetAside():
                self.spool.set_aside(effect.path, effect.size_bytes)
            case FollowTranscript() | LeaveTranscript():
                self.transcripts.handle([effect])
            case WatchRoot() | WatchProcess():
                self.registry.handle([effect])
            case _:
                pass  # of the rooms that are not here: tmux, notify

    def _tell(self, changes: Sequence[Any]) -> None:
        for change in changes:
            match change:
                case BoardReset():
                    self.cards = {card.uuid: card for card in change.cards}
                case CardChanged(card=card):
                    self.cards[card.uuid] = card
                case CardGone(uuid=uuid):
                    self.cards.pop(uuid, None)
                case TroubleShown() if change.kind != "StoreLocked":
                    self.troubles.append(f"{change.kind}: {change.detail}")
        self.told(changes)

    def _trouble(self, key: str, trouble: Any) -> None:
        if trouble is not None:
            self.troubles.append(f"{key}: {trouble}")


class World:
    """A fleet whose hooks reach several programs alike, and time."""

    def __init__(self, folder: Path, *, count: int, seed: int, speed: float, habits: Habits, url: str = "") -> None:
        self.clock, self.root = Clock(), folder / "claude"
        self.chance = random.Random(seed)
        self.truths: list[Truth] = []
        self.programs = [
            Program(_home(folder / name), self.root, self.clock, url=url if name == "b" else "", chance=self.chance)
            for name in ("a", "b")
        ]
        self.fleet = _Mirrored(
            [program.paths for program in self.programs], self.root, count=count, seed=seed, speed=speed,
            habits=habits, now=self.clock.now, tell=self.truths.append,
        )  # fmt: skip

    def start(self) -> None:
        self.fleet.open(HandWatch())

    def close(self) -> None:
        for program in self.programs:
            if program.is_up:
                program.close()
        self.fleet.close()

    def sleep(self, for_s: float) -> None:
        """Nobody works for so long, and the clock goes on."""
        self.fleet.pause(for_s)
        self.pass_time(for_s)

    def pass_time(self, for_s: float, each: Callable[[], None] = lambda: None) -> None:
        """Whatever is due in this time happens at its moment; `each` is called after every moment."""
        until = self.clock.at + timedelta(seconds=for_s)
        deadline_s = time.monotonic() + 240
        while True:
            moments = [self.fleet.due_at(), *(program.due_at() for program in self.programs)]
            next_at = min((at for at in moments if at is not None), default=until)
            if next_at > until:
                self.clock.at = until
                return
            assert time.monotonic() < deadline_s, f"time stands still at {self.clock.at}"
            self.clock.at = max(self.clock.at, next_at)
            self.fleet.tick()
            for program in self.programs:
                program.turn()
            each()


class _Mirrored(Fleet):
    """One fleet, several spools: the same mail at the same moment in each."""

    def __init__(self, homes: Sequence[Paths], root: Path, **more: Any) -> None:
        super().__init__(homes[0], root, **more)
        self._homes = homes

    def deliver(self, name: str, text: str) -> None:
        for home in self._homes:
            self._paths = home
            super().deliver(name, text)


def _home(folder: Path) -> Paths:
    return Paths.from_environment({"HOME": str(folder), "HEADSPACE_HOME": str(folder / "hs")})


__all__ = ["Clock", "Killed", "Program", "World"]
