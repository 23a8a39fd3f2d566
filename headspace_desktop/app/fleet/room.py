"""The fleet: moves its agents as their time comes, and knows what is true of each. Its own thread, or a test's.

It lives in a folder of its own and starts nothing but processes that wait. Whoever gives it another clock turns it
faster or by hand.
"""

from __future__ import annotations

import heapq
import json
import os
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from headspace_desktop.app.fleet.agent import Agent, Step
from headspace_desktop.app.fleet.habits import CALM, Habits
from headspace_desktop.domain.model import State, SubState
from headspace_desktop.paths import Paths
from headspace_desktop.workers import Watch

#: More agents are not simulated.
COUNT_LIMIT = 200

Do = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Truth:
    """From `at` on this is true of an agent. `life` is its own for ever, its session and process may change."""

    at: datetime
    life: str
    session_id: str
    pid: int
    state: State
    sub_state: SubState


class Fleet:
    """A room of its own thread. The same `seed` makes the same show; with `speed` 10 a minute's work takes six seconds.

    `tell` hears what becomes true. `now` gives the moments that are written, and says what is due.
    """

    def __init__(
        self,
        paths: Paths,
        root: Path,
        *,
        count: int = 12,
        seed: int = 7,
        speed: float = 1.0,
        habits: Habits = CALM,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        tell: Callable[[Truth], None] = lambda _truth: None,
    ) -> None:
        self._paths, self.root, self.seed, self.speed, self.habits = paths, root, seed, speed, habits
        self._count, self.now, self._tell = min(count, COUNT_LIMIT), now, tell
        self.is_ending = False
        self.agents: list[Agent] = []
        self._due: list[tuple[datetime, int, Do]] = []
        self._number = 100_000
        self._watch: Watch | None = None

    # -- the room

    def open(self, watch: Watch) -> None:
        self._watch = watch
        (self.root / "sessions").mkdir(parents=True, exist_ok=True)
        for number in range(self._count):
            agent = Agent(number, self)
            self.agents.append(agent)
            self._step(agent.live())

    def handle(self, batch: Sequence[Any]) -> None:
        """It is told nothing."""

    def due_s(self) -> float | None:
        due_at = self.due_at()
        return max((due_at - self.now()).total_seconds(), 0.0) if due_at is not None else None

    def due_at(self) -> datetime | None:
        return self._due[0][0] if self._due else None

    def tick(self) -> None:
        """Do all whose time has come."""
        now = self.now()
        while self._due and self._due[0][0] <= now:
            heapq.heappop(self._due)[2]()

    def close(self) -> None:
        for agent in self.agents:
            agent.session.body.kill()

    def pause(self, for_s: float) -> None:
        """Whatever is to come comes so much later: nobody works at night."""
        wait = timedelta(seconds=for_s)
        self._due = [(at + wait, number, do) for at, number, do in self._due]

    def finish(self) -> None:
        """Let every agent end its turn and then do nothing more."""
        self.is_ending = True

    # -- what agents stand on

    def after(self, wait_s: float, do: Do) -> None:
        """Do this so many seconds from now; what was asked for first comes first."""
        self._number += 1
        heapq.heappush(self._due, (self.now() + timedelta(seconds=wait_s), self._number, do))

    def _step(self, steps: Step) -> None:
        self.after(next(steps), lambda: self._step(steps))

    def next_number(self) -> int:
        self._number += 1
        return self._number

    def note(self, agent: Agent, state: State, sub_state: SubState) -> None:
        session = agent.session
        life = f"{agent.number}.{agent.life}"
        self._tell(Truth(self.now(), life, session.id, session.body.pid, state, sub_state))

    def deliver(self, name: str, text: str) -> None:
        """What the hooks' line does: write a file into the private folder."""
        is_bulky = '"tool_name"' in text and "PermissionRequest" not in text
        folder = self._paths.spool_dir / "claude" / ("tool" if is_bulky else "")
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / name
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            moment_ns = int(self.now().timestamp() * 1e9)
            os.utime(file.fileno(), ns=(moment_ns, moment_ns))

    # -- the answer wire

    def ask(self, agent: Agent, delivery_name: str) -> socket.socket | None:
        """Wait on the app's answer wire, as a hook would."""
        wire = socket.socket(socket.AF_UNIX)
        try:
            wire.settimeout(1.0)
            wire.connect(str(self._paths.answer_socket))
            question = {"delivery_name": delivery_name, "session_id": agent.session.id, "client": "claude",
                        "project_path": str(self.root), "is_attended": True}  # fmt: skip
            wire.sendall(json.dumps(question).encode() + b"\n")
        except OSError:
            wire.close()
            return None
        assert self._watch is not None
        self._watch.add(wire.fileno(), lambda: self._heard(agent, wire))
        return wire

    def hang_up(self, wire: socket.socket | None) -> None:
        if wire is not None and wire.fileno() >= 0:
            assert self._watch is not None
            self._watch.remove(wire.fileno())
            wire.close()

    def _heard(self, agent: Agent, wire: socket.socket) -> None:
        try:
            agent.answer = wire.recv(1 << 20)
            wire.sendall(b"printed\n")
        except OSError:
            agent.answer = b""
        self.hang_up(wire)
