"""All our threading: a Worker (or AsyncWorker) is one QThread with one inbox and one room; a Voice tells the GUI.

A room is a plain object: it never sees Qt, and every method of it runs in its worker's thread. The only two
cross-thread signals of the program live here, both connected to bound methods of QObjects.
"""

from __future__ import annotations

import asyncio
import logging
import os
import selectors
import threading
import time
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot
from typing_extensions import override

log = logging.getLogger(__name__)

Bug = Callable[[str, BaseException], None]

#: Messages handed to a room at once. Source: architecture, section 4 ("a bounded batch").
BATCH_LIMIT = 256


class Watch(Protocol):
    """What a room gets to have file descriptors watched. Room thread only."""

    def add(self, fd: int, ready: Callable[[], None], *, is_write: bool = False) -> None:
        """Call `ready` in the room's thread whenever `fd` is readable (or writable)."""

    def remove(self, fd: int) -> None:
        """Stop watching `fd`; an unknown one is no error."""


class Room(Protocol):
    """What a Worker runs. All methods are called in the worker's thread, never at the same time."""

    def open(self, watch: Watch) -> None:
        """Acquire what the room owns. A `Trouble` is for the room to tell; anything else is a bug."""

    def handle(self, batch: Sequence[Any]) -> None:
        """Take the messages that waited, oldest first, at most `BATCH_LIMIT`."""

    def due_s(self) -> float | None:
        """Seconds until `tick` is wanted; None while nothing is due."""

    def tick(self) -> None:
        """Do what is due."""

    def close(self) -> None:
        """Let everything go; called once, also after a bug."""


class AsyncRoom(Protocol):
    """What an AsyncWorker runs: a room whose world speaks asyncio. All methods run in the worker's loop.

    A room that keeps tasks of its own ends them in `close`.
    """

    async def open(self) -> None:
        """Acquire what the room owns. A `Trouble` is for the room to tell; anything else is a bug."""

    async def handle(self, batch: Sequence[Any]) -> None:
        """Take the messages that waited, oldest first, at most `BATCH_LIMIT`. The next batch waits for its end."""

    async def close(self) -> None:
        """Let everything go; called once, also after a bug."""


class Inbox:
    """Many writers, one reader. `post` never blocks and may be called in any thread."""

    def __init__(self) -> None:
        self._messages: deque[Any] = deque()
        self._lock = threading.Lock()
        self._read_fd, self._write_fd = os.pipe()
        os.set_blocking(self._read_fd, False)
        os.set_blocking(self._write_fd, False)
        self._is_rung = False
        self._is_closed = False

    def post(self, message: Any) -> None:
        """Append one message and wake the reader. After `close` it is dropped."""
        with self._lock:
            if self._is_closed:
                return
            self._messages.append(message)
            if not self._is_rung:
                self._is_rung = True
                os.write(self._write_fd, b"!")

    def take(self, limit: int = BATCH_LIMIT) -> list[Any]:
        """Up to `limit` messages, oldest first. Reader's thread."""
        with self._lock:
            batch = [self._messages.popleft() for _ in range(min(limit, len(self._messages)))]
            if not self._messages and self._is_rung and not self._is_closed:
                self._is_rung = False
                os.read(self._read_fd, 16)
            return batch

    def fileno(self) -> int:
        """Readable while messages wait."""
        return self._read_fd

    def __len__(self) -> int:
        return len(self._messages)

    def close(self) -> None:
        """Drop what is left and give the descriptors back. Reader's thread, at its end."""
        with self._lock:
            if self._is_closed:
                return
            self._is_closed = True
            self._messages.clear()
            os.close(self._read_fd)
            os.close(self._write_fd)


class _SelectorWatch:
    def __init__(self, selector: selectors.BaseSelector) -> None:
        self._selector = selector

    def add(self, fd: int, ready: Callable[[], None], *, is_write: bool = False) -> None:
        mask = selectors.EVENT_WRITE if is_write else selectors.EVENT_READ
        if fd in self._selector.get_map():
            self._selector.modify(fd, mask, ready)
        else:
            self._selector.register(fd, mask, ready)

    def remove(self, fd: int) -> None:
        if fd in self._selector.get_map():
            self._selector.unregister(fd)


class Worker(QThread):
    """Runs one room until `stop`. A bug in the room is reported and the room goes on."""

    def __init__(self, name: str, room: Room, bug: Bug) -> None:
        super().__init__()
        self.setObjectName(name)
        self.name = name
        self.inbox = Inbox()
        self._room = room
        self._bug = bug
        self._is_stopping = False

    def post(self, message: Any) -> None:
        """Hand the room a message. Any thread; never blocks."""
        self.inbox.post(message)

    def stop(self) -> None:
        """Ask the room to end after the messages that already wait. Any thread; returns at once."""
        self._is_stopping = True
        self.inbox.post(_STOP)

    @override
    def run(self) -> None:
        """The thread itself."""
        threading.current_thread().name = self.name
        with selectors.DefaultSelector() as selector:
            selector.register(self.inbox.fileno(), selectors.EVENT_READ, None)
            try:
                self._guard(lambda: self._room.open(_SelectorWatch(selector)))
                while self._turn(selector):
                    pass
            finally:
                self._guard(self._room.close)
                selector.unregister(self.inbox.fileno())
                self.inbox.close()

    def _turn(self, selector: selectors.BaseSelector) -> bool:
        for key, _mask in selector.select(self._timeout_s()):
            if key.data is not None:
                self._guard(key.data)
        batch = self.inbox.take()
        is_last = _STOP in batch
        messages = [message for message in batch if message is not _STOP]
        if messages:
            self._guard(lambda: self._room.handle(messages))
        if (due_s := self._due_s()) is not None and due_s <= 0:
            self._guard(self._room.tick)
        return not is_last

    def _timeout_s(self) -> float | None:
        if len(self.inbox):
            return 0.0
        due_s = self._due_s()
        return None if due_s is None else max(due_s, 0.0)

    def _due_s(self) -> float | None:
        try:
            return self._room.due_s()
        except Exception as error:  # noqa: BLE001  guard 1 of 4
            self._bug(self.name, error)
            return 1.0

    def _guard(self, step: Callable[[], None]) -> None:
        try:
            step()
        except Exception as error:  # noqa: BLE001  guard 1 of 4
            self._bug(self.name, error)
            time.sleep(0.01)  # a bug that repeats must not burn a core


class AsyncWorker(QThread):
    """Runs one asyncio room until `stop`. A bug in the room, or in a callback of its loop, is reported; it goes on."""

    def __init__(self, name: str, room: AsyncRoom, bug: Bug) -> None:
        super().__init__()
        self.setObjectName(name)
        self.name = name
        self.inbox = Inbox()
        self._room = room
        self._bug = bug

    def post(self, message: Any) -> None:
        """Hand the room a message. Any thread; never blocks."""
        self.inbox.post(message)

    def stop(self) -> None:
        """Ask the room to end after the messages that already wait. Any thread; returns at once."""
        self.inbox.post(_STOP)

    @override
    def run(self) -> None:
        """The thread itself."""
        threading.current_thread().name = self.name
        with asyncio.Runner() as runner:
            runner.run(self._live())

    async def _live(self) -> None:
        asyncio.get_running_loop().set_exception_handler(self._loop_failed)
        try:
            await self._guard(self._room.open())
            while await self._turn():
                pass
        finally:
            await self._guard(self._room.close())
            self.inbox.close()

    async def _turn(self) -> bool:
        await self._rung()
        batch = self.inbox.take()
        messages = [message for message in batch if message is not _STOP]
        if messages:
            await self._guard(self._room.handle(messages))
        return _STOP not in batch

    async def _rung(self) -> None:
        """Wait for a message. Watched only meanwhile: the descriptor stays readable while `handle` is busy."""
        loop = asyncio.get_running_loop()
        rung = asyncio.Event()
        loop.add_reader(self.inbox.fileno(), rung.set)
        try:
            await rung.wait()
        finally:
            loop.remove_reader(self.inbox.fileno())

    async def _guard(self, step: Coroutine[Any, Any, None]) -> None:
        try:
            await step
        except Exception as error:  # noqa: BLE001  guard 1 of 4
            self._bug(self.name, error)
            await asyncio.sleep(0.01)  # a bug that repeats must not burn a core

    def _loop_failed(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        self._bug(self.name, error if isinstance(error, BaseException) else RuntimeError(str(context.get("message"))))


class _Stop:
    @override
    def __repr__(self) -> str:
        return "STOP"


_STOP = _Stop()


class Voice(QObject):
    """Carries changes from any thread to the GUI thread, coalesced into batches.

    Create it in the GUI thread and give it one listener there. One queued signal is under way at most, so a
    storm of changes costs one wake-up a frame. Source: desktop notes, section 4 ("batching").
    """

    _rung = Signal()

    def __init__(self, listener: Callable[[list[Any]], None] | None = None) -> None:
        super().__init__()
        self._changes: deque[Any] = deque()
        self._lock = threading.Lock()
        self._is_rung = False
        self._listener = listener
        self._rung.connect(self._drain, Qt.ConnectionType.QueuedConnection)

    def listen(self, listener: Callable[[list[Any]], None]) -> None:
        """Set who is told. GUI thread."""
        self._listener = listener

    def tell(self, changes: Sequence[Any]) -> None:
        """Send changes on their way. Any thread; never blocks."""
        with self._lock:
            self._changes.extend(changes)
            if self._is_rung or not self._changes:
                return
            self._is_rung = True
        self._rung.emit()

    @Slot()
    def _drain(self) -> None:
        with self._lock:
            batch = list(self._changes)
            self._changes.clear()
            self._is_rung = False
        if batch and self._listener is not None:
            self._listener(batch)
