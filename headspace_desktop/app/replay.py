"""Plays a recording through the real engine with a clock of its own, and tells what it held to be true when.

Main thread of a process without windows, or a test. It remembers nothing and touches no file, process or store.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from headspace_desktop import clients
from headspace_desktop.domain.changes import BoardReset, CardChanged
from headspace_desktop.domain.evidence import Thresholds
from headspace_desktop.domain.limits import Limits
from headspace_desktop.domain.model import Agent, Project, Verdict
from headspace_desktop.engine.engine import Engine, Memory
from headspace_desktop.recording.retelling import Retelling
from headspace_desktop.recording.tape import Header, Told
from headspace_desktop.store.codec import event_from
from headspace_desktop.store.records import Batch, Loaded

#: After the last message rules that wait for a moment still get to speak.
AFTERWARDS_S = 5.0


class NoMemory:
    """A store that keeps nothing."""

    def load(self, now: datetime) -> Loaded:
        del now
        return Loaded((), (), (), {})

    def known(self, delivery_ids: Collection[str]) -> set[str]:
        del delivery_ids
        return set()

    def find_agent(self, client: str, session_id: str) -> Agent | None:
        del client, session_id
        return None

    def save(self, batch: Batch) -> None:
        del batch

    def prune(self, before: datetime) -> int:
        del before
        return 0

    def measure(self, at: datetime) -> bool:
        del at
        return False

    def close(self) -> None:
        return


@dataclass(frozen=True, slots=True)
class Held:
    """From `t_s` on this was held to be true of an agent; `via` is the witness whose message was taken then."""

    t_s: float
    agent_uuid: str
    agent_name: str
    pid: int | None
    verdict: Verdict
    via: str
    session_id: str = ""


class Player:
    """One run of the engine over a recording. `held` grows with each change of a verdict."""

    def __init__(
        self, header: Header, limits: Limits | None = None, open_memory: Callable[[], Memory] = NoMemory
    ) -> None:  # fmt: skip
        self._retelling = Retelling(header, event_from)
        self._start = header.started_at
        self._now = header.started_at
        self._via = ""
        self._told: dict[str, tuple[Any, ...]] = {}
        self.held: list[Held] = []
        self.engine = Engine(
            open_memory=open_memory, tell=self._tell, ask=lambda _effect: None,
            find_project=lambda cwd: Project(cwd, cwd.rstrip("/").rsplit("/", 1)[-1] or cwd),
            root_of=lambda client, path: clients.by_name(client).root_of_transcript(path),
            limits=limits or Limits(thresholds=Thresholds()), clock=lambda: self._now,
        )  # fmt: skip
        self.engine.open(NoWatch())

    def play(self, told: Iterable[Told], *, afterwards_s: float = AFTERWARDS_S) -> list[Held]:
        """Fold the messages, each at its moment. Raises: RecordingUnreadable."""
        t_s = 0.0
        for one in told:
            if (event := self._retelling.event(one)) is None:
                t_s = max(t_s, one.t_s)
                continue
            self._wait_until(one.t_s)
            self._via = one.via
            self.engine.handle([event])  # type: ignore[list-item]  # lone evidence comes in an envelope
        self._wait_until(max(t_s, (self._now - self._start).total_seconds()) + afterwards_s)
        return self.held

    def _wait_until(self, t_s: float) -> None:
        until = self._start + timedelta(seconds=t_s)
        self._via = "clock"
        while (due_s := self.engine.due_s()) is not None and self._now + timedelta(seconds=due_s) <= until:
            self._now += timedelta(seconds=max(due_s, 0.001))
            self.engine.tick()
        self._now = max(self._now, until)

    def _tell(self, changes: Sequence[Any]) -> None:
        for change in changes:
            cards = change.cards if isinstance(change, BoardReset) else ()
            for card in (change.card,) if isinstance(change, CardChanged) else cards:
                verdict = card.verdict
                key = (verdict.state, verdict.sub_state, verdict.rule, card.pid)
                if self._told.get(card.uuid) != key:
                    self._told[card.uuid] = key
                    t_s = (self._now - self._start).total_seconds()
                    name = card.name or card.project_name
                    self.held.append(Held(t_s, card.uuid, name, card.pid, verdict, self._via, card.session_id or ""))


def numbered(held: Iterable[Held]) -> Iterator[tuple[int, Held]]:
    """Each with the number of its agent in the order of appearance: made-up ids say nothing to a reader."""
    numbers: dict[str, int] = {}
    for one in held:
        yield numbers.setdefault(one.agent_uuid, len(numbers) + 1), one


class NoWatch:
    def add(self, fd: int, ready: Any, *, is_write: bool = False) -> None:
        del fd, ready, is_write

    def remove(self, fd: int) -> None:
        del fd
