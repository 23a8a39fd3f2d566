from __future__ import annotations

import selectors
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


class Loop:
    """The selector of a worker, turned by the test."""

    def __init__(self) -> None:
        self.selector = selectors.DefaultSelector()

    def add(self, fd: int, ready: Callable[[], None], *, is_write: bool = False) -> None:
        mask = selectors.EVENT_WRITE if is_write else selectors.EVENT_READ
        if fd in self.selector.get_map():
            self.selector.modify(fd, mask, ready)
        else:
            self.selector.register(fd, mask, ready)

    def remove(self, fd: int) -> None:
        if fd in self.selector.get_map():
            self.selector.unregister(fd)

    def turn(self, room, timeout_s: float = 0.05) -> None:
        due_s = room.due_s()
        for key, _ in self.selector.select(timeout_s if due_s is None else min(timeout_s, due_s)):
            key.data()
        if (due_s := room.due_s()) is not None and due_s <= 0:
            room.tick()

    def until(self, room, condition: Callable[[], object], deadline_s: float = 20.0) -> None:
        end = time.monotonic() + deadline_s
        while not condition():
            assert time.monotonic() < end, "it did not happen in time"
            self.turn(room)


@pytest.fixture
def loop() -> Iterator[Loop]:
    loop = Loop()
    yield loop
    loop.selector.close()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder whose path fits into a socket address."""
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="hs-", dir="/tmp"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
