from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from headspace_desktop.domain.events import FocusFinished, ReplyMoved
from headspace_desktop.domain.model import ReplyStage
from headspace_desktop.settings import TmuxSettings
from headspace_desktop.tmux.room import TmuxRoom
from tests.harness.claude import ClaudeHome
from tests.harness.hand_watch import HandWatch
from tests.harness.model_server import ModelServer
from tests.harness.tmux_server import TmuxServer


class Driven:
    """A room, run in the test's own thread by the same rules as a Worker would."""

    def __init__(self, **options: Any) -> None:
        self.events: list[Any] = []
        options = {"settings": TmuxSettings(), "focus": self._no_focus, **options}
        self.room = TmuxRoom(self.events.append, options.pop("settings"), options.pop("focus"), **options)
        self.watch = HandWatch()
        self.room.open(self.watch)

    @staticmethod
    def _no_focus(effect: Any, clients: Any) -> FocusFinished:
        raise AssertionError("nobody asked for the focus")

    def run_until(self, is_done: Callable[[], bool], timeout_s: float = 30.0) -> None:
        deadline = time.monotonic() + timeout_s
        while not is_done():
            assert time.monotonic() < deadline, f"waited {timeout_s} s; events: {self.events}"
            self.watch.turn(self.room, 0.05)

    def of(self, kind: type) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]

    def stages(self, reply_id: str) -> list[ReplyStage]:
        return [event.stage for event in self.of(ReplyMoved) if event.reply_id == reply_id]

    def detail(self, reply_id: str) -> str:
        return next(event.detail for event in self.of(ReplyMoved) if event.reply_id == reply_id and event.detail)

    def send(self, effect: Any, timeout_s: float = 30.0) -> list[ReplyStage]:
        """Hand over a typing effect and run until its receipt is final; its stages."""
        self.room.handle([effect])
        last = (ReplyStage.SUBMITTED, ReplyStage.FAILED)
        self.run_until(lambda: any(stage in last for stage in self.stages(effect.reply_id)), timeout_s)
        return self.stages(effect.reply_id)


@pytest.fixture
def driven() -> Iterator[Driven]:
    one = Driven()
    yield one
    one.room.close()


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


@pytest.fixture
def tmux() -> Iterator[TmuxServer]:
    with TmuxServer() as server:
        yield server


@pytest.fixture(scope="module")
def agents_tmux() -> Iterator[TmuxServer]:
    """The server that the agents of one module share."""
    with TmuxServer() as server:
        yield server


@pytest.fixture(scope="module")
def claude_home(model: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClaudeHome]:
    folder: Path = tmp_path_factory.mktemp("claude")
    with ClaudeHome(folder, model.url) as home:
        yield home
