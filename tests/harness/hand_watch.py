"""A room turned by hand, in the test's own thread: no worker, no waiting but for what the test waits for."""

from __future__ import annotations

import select
import time
from collections.abc import Callable

import pytest


class HandWatch:
    """A worker's watch, turned by hand: the room runs in the test's own thread."""

    def __init__(self) -> None:
        self.ready: dict[int, Callable[[], None]] = {}

    def add(self, fd: int, ready: Callable[[], None], *, is_write: bool = False) -> None:
        self.ready[fd] = ready

    def remove(self, fd: int) -> None:
        self.ready.pop(fd, None)

    def turn(self, room, wait_s: float = 0.0) -> None:
        due_s = room.due_s()
        wait_s = min(wait_s, due_s) if due_s is not None else wait_s
        readable, _, _ = select.select(list(self.ready), [], [], wait_s)
        for fd in readable:
            if ready := self.ready.get(fd):
                ready()
        if (due_s := room.due_s()) is not None and due_s <= 0:
            room.tick()

    def until(self, room, is_so: Callable[[], bool], limit_s: float = 20.0) -> None:
        deadline = time.monotonic() + limit_s
        while not is_so():
            assert time.monotonic() < deadline, "it did not happen in time"
            self.turn(room, 0.05)


@pytest.fixture
def watch() -> HandWatch:
    return HandWatch()
