from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

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


@pytest.fixture
def process() -> Iterator[Callable[..., subprocess.Popen]]:
    """Real processes that wait until they are ended."""
    started: list[subprocess.Popen] = []

    def start(**env: str) -> subprocess.Popen:
        one = subprocess.Popen(
            [sys.executable, "-S", "-c", "import sys; print('up', flush=True); sys.stdin.read()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **env},
        )
        assert one.stdout is not None and one.stdout.readline() == b"up\n"
        started.append(one)
        return one

    yield start
    for one in started:
        one.kill()
        one.wait(10)
        for pipe in (one.stdin, one.stdout):
            if pipe is not None:
                pipe.close()
