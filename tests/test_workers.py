"""Inbox, Worker, AsyncWorker and Voice, with real threads."""

from __future__ import annotations

import asyncio
import os
import select
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QObject, Signal

from headspace_desktop.workers import BATCH_LIMIT, AsyncWorker, Inbox, Voice, Watch, Worker


def wait_until(condition: Callable[[], bool], what: str, timeout_s: float = 10.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, f"never happened: {what}"
        time.sleep(0.005)


class Bugs:
    def __init__(self) -> None:
        self.seen: list[tuple[str, BaseException]] = []

    def __call__(self, name: str, error: BaseException) -> None:
        self.seen.append((name, error))


class Stage(list[Any]):
    """Starts workers and ends them whatever the test did."""

    def start(self, worker: Any) -> Any:
        self.append(worker)
        worker.start()
        return worker


@pytest.fixture
def stage() -> Iterator[Stage]:
    stage = Stage()
    yield stage
    for worker in stage:
        worker.stop()
        assert worker.wait(10_000), "the worker did not end"


@pytest.fixture
def bugs() -> Bugs:
    return Bugs()


# -- Inbox --------------------------------------------------------------------


def is_readable(inbox: Inbox) -> bool:
    return bool(select.select([inbox.fileno()], [], [], 0)[0])


def test_inbox_keeps_order_and_is_readable_exactly_while_messages_wait() -> None:
    inbox = Inbox()
    assert not is_readable(inbox)
    for number in range(BATCH_LIMIT + 5):
        inbox.post(number)
    assert is_readable(inbox)
    assert inbox.take() == list(range(BATCH_LIMIT))
    assert is_readable(inbox)
    assert inbox.take() == list(range(BATCH_LIMIT, BATCH_LIMIT + 5))
    assert not is_readable(inbox)
    assert inbox.take() == []
    inbox.close()


def test_inbox_drops_after_close_and_gives_its_descriptors_back() -> None:
    inbox = Inbox()
    fd = inbox.fileno()
    inbox.post("early")
    inbox.close()
    inbox.close()
    inbox.post("late")
    assert len(inbox) == 0
    with pytest.raises(OSError):
        os.fstat(fd)


def test_inbox_loses_nothing_with_many_writers() -> None:
    inbox = Inbox()
    threads = [
        threading.Thread(target=lambda base=base: [inbox.post(base + i) for i in range(2_000)])
        for base in range(0, 8_000, 2_000)
    ]
    for thread in threads:
        thread.start()
    got: list[int] = []
    deadline = time.monotonic() + 20
    while len(got) < 8_000 and time.monotonic() < deadline:
        select.select([inbox.fileno()], [], [], 1)
        got += inbox.take()
    for thread in threads:
        thread.join()
    assert sorted(got) == list(range(8_000))
    for base in range(0, 8_000, 2_000):
        own = [number for number in got if base <= number < base + 2_000]
        assert own == sorted(own)
    inbox.close()


# -- Worker -------------------------------------------------------------------


class Recorder:
    """A room that writes down all that is done to it."""

    def __init__(self, due_at: Sequence[float] = ()) -> None:
        self.calls: list[Any] = []
        self.threads: set[str] = set()
        self.due_at = list(due_at)
        self.gate = threading.Event()
        self.gate.set()

    def _note(self, what: Any) -> None:
        self.threads.add(threading.current_thread().name)
        self.calls.append(what)

    def open(self, watch: Watch) -> None:
        self.watch = watch
        self._note("open")

    def handle(self, batch: Sequence[Any]) -> None:
        self.gate.wait(10)
        self._note(list(batch))
        if "bug" in batch:
            raise ValueError("planted")

    def due_s(self) -> float | None:
        return self.due_at[0] - time.monotonic() if self.due_at else None

    def tick(self) -> None:
        self.due_at.pop(0)
        self._note("tick")

    def close(self) -> None:
        self._note("close")

    @property
    def messages(self) -> list[Any]:
        return [message for call in self.calls if isinstance(call, list) for message in call]


def test_worker_runs_its_room_in_one_named_thread_and_in_order(stage: Stage, bugs: Bugs) -> None:
    room = Recorder()
    worker = stage.start(Worker("sample", room, bugs))
    for number in range(1_000):
        worker.post(number)
    worker.stop()
    assert worker.wait(10_000)
    assert room.messages == list(range(1_000))
    assert room.calls[0] == "open"
    assert room.calls[-1] == "close"
    assert room.calls.count("close") == 1
    assert room.threads == {"sample"}
    assert all(len(call) <= BATCH_LIMIT for call in room.calls if isinstance(call, list))
    assert bugs.seen == []


def test_worker_handles_what_was_posted_before_stop(stage: Stage, bugs: Bugs) -> None:
    room = Recorder()
    room.gate.clear()
    worker = stage.start(Worker("sample", room, bugs))
    worker.post("first")
    worker.post("second")
    worker.stop()
    room.gate.set()
    assert worker.wait(10_000)
    assert room.messages == ["first", "second"]


def test_worker_reports_a_bug_and_goes_on(stage: Stage, bugs: Bugs) -> None:
    room = Recorder()
    worker = stage.start(Worker("sample", room, bugs))
    worker.post("bug")
    wait_until(lambda: len(bugs.seen) == 1, "the bug is reported")
    worker.post("after")
    wait_until(lambda: "after" in room.messages, "the room goes on")
    assert bugs.seen[0][0] == "sample"
    assert isinstance(bugs.seen[0][1], ValueError)


def test_worker_ticks_when_due_and_watches_descriptors(stage: Stage, bugs: Bugs) -> None:
    read_fd, write_fd = os.pipe()
    heard: list[bytes] = []

    class Watching(Recorder):
        def handle(self, batch: Sequence[Any]) -> None:
            super().handle(batch)
            self.watch.add(read_fd, lambda: heard.append(os.read(read_fd, 9)))

    now = time.monotonic()
    room = Watching(due_at=[now, now + 0.02])
    worker = stage.start(Worker("sample", room, bugs))
    wait_until(lambda: room.calls.count("tick") == 2, "both ticks")
    assert time.monotonic() >= now + 0.02
    worker.post("watch")
    os.write(write_fd, b"hello")
    wait_until(lambda: heard == [b"hello"], "the descriptor is heard")
    worker.stop()
    assert worker.wait(10_000)
    os.close(read_fd)
    os.close(write_fd)
    assert room.calls.count("tick") == 2


# -- AsyncWorker --------------------------------------------------------------


class AsyncRecorder:
    def __init__(self) -> None:
        self.calls: list[Any] = []
        self.threads: set[str] = set()
        self.gate = threading.Event()
        self.gate.set()
        self.turns = 0
        self.wakes = 0

    def _note(self, what: Any) -> None:
        self.threads.add(threading.current_thread().name)
        self.calls.append(what)

    async def open(self) -> None:
        self._note("open")
        selector = asyncio.get_running_loop()._selector  # type: ignore[attr-defined]
        select = selector.select

        def counted(timeout: float | None = None) -> Any:
            self.wakes += 1
            return select(timeout)

        selector.select = counted

    async def handle(self, batch: Sequence[Any]) -> None:
        while not self.gate.is_set():
            self.turns += 1
            await asyncio.sleep(0.005)
        self._note(list(batch))
        if "bug" in batch:
            raise ValueError("planted")
        if "callback bug" in batch:
            asyncio.get_running_loop().call_soon(lambda: {}["missing"])

    async def close(self) -> None:
        self._note("close")

    @property
    def messages(self) -> list[Any]:
        return [message for call in self.calls if isinstance(call, list) for message in call]


def test_async_worker_runs_its_room_in_one_named_thread_and_in_order(stage: Stage, bugs: Bugs) -> None:
    room = AsyncRecorder()
    worker = stage.start(AsyncWorker("sample", room, bugs))
    for number in range(1_000):
        worker.post(number)
    worker.stop()
    assert worker.wait(10_000)
    assert room.messages == list(range(1_000))
    assert room.calls[0] == "open"
    assert room.calls[-1] == "close"
    assert room.threads == {"sample"}
    assert all(len(call) <= BATCH_LIMIT for call in room.calls if isinstance(call, list))
    assert bugs.seen == []


def test_async_worker_does_not_spin_while_a_message_waits_for_a_busy_room(stage: Stage, bugs: Bugs) -> None:
    room = AsyncRecorder()
    room.gate.clear()
    worker = stage.start(AsyncWorker("sample", room, bugs))
    worker.post("first")
    wait_until(lambda: room.turns > 0, "the room is busy")
    worker.post("second")
    before_turns, before_wakes = room.turns, room.wakes
    wait_until(lambda: room.turns > before_turns + 60, "the room went on being busy")
    assert room.wakes - before_wakes < 5 * (room.turns - before_turns)
    room.gate.set()
    wait_until(lambda: room.messages == ["first", "second"], "both are handled")


@pytest.mark.parametrize(("message", "kind"), [("bug", ValueError), ("callback bug", KeyError)])
def test_async_worker_reports_a_bug_and_goes_on(stage: Stage, bugs: Bugs, message: str, kind: type[Exception]) -> None:
    room = AsyncRecorder()
    worker = stage.start(AsyncWorker("sample", room, bugs))
    worker.post(message)
    wait_until(lambda: len(bugs.seen) == 1, "the bug is reported")
    worker.post("after")
    wait_until(lambda: "after" in room.messages, "the room goes on")
    assert bugs.seen[0][0] == "sample"
    assert isinstance(bugs.seen[0][1], kind)


def test_async_worker_reports_a_bug_in_open_and_still_closes(stage: Stage, bugs: Bugs) -> None:
    room = AsyncRecorder()

    async def broken() -> None:
        raise RuntimeError("planted")

    room.open = broken  # type: ignore[method-assign]
    worker = stage.start(AsyncWorker("sample", room, bugs))
    worker.post("message")
    worker.stop()
    assert worker.wait(10_000)
    assert room.calls == [["message"], "close"]
    assert [str(error) for _name, error in bugs.seen] == ["planted"]


# -- Voice --------------------------------------------------------------------


def test_voice_tells_in_the_thread_of_the_gui_in_order_and_in_batches(qapp: QCoreApplication) -> None:
    batches: list[list[Any]] = []
    threads: set[int] = set()

    def listen(batch: list[Any]) -> None:
        threads.add(threading.get_ident())
        batches.append(batch)

    voice = Voice(listen)
    teller = threading.Thread(target=lambda: [voice.tell([number]) for number in range(3_000)])
    teller.start()
    teller.join()
    deadline = time.monotonic() + 10
    while sum(map(len, batches)) < 3_000 and time.monotonic() < deadline:
        qapp.processEvents()
    assert [number for batch in batches for number in batch] == list(range(3_000))
    assert threads == {threading.get_ident()}
    assert len(batches) == 1, "all that waited comes in one batch"


def test_emitting_does_not_lose_references_to_true(qapp: QCoreApplication) -> None:
    """PySide6 6.12.0 lost one reference to True with each emit and crashed Python 3.11 after about 570."""

    class Sender(QObject):
        sent = Signal(str)
        plain = Signal()

    sender = Sender()
    got: list[str] = []
    sender.sent.connect(got.append)
    sender.plain.connect(lambda: None)
    sender.sent.emit("warm up")
    before = sys.getrefcount(True)
    for _ in range(2_500):
        sender.sent.emit("x")
        sender.plain.emit()
    assert abs(sys.getrefcount(True) - before) < 50
    assert len(got) == 2_501
