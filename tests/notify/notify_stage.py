"""A notification room in its real worker on a private bus, and all that it tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from headspace_desktop.domain.events import BubbleActed, BubbleClosed
from headspace_desktop.notify import notify_room
from headspace_desktop.settings import NotifySettings
from headspace_desktop.troubles import Trouble
from headspace_desktop.workers import AsyncWorker
from tests.harness.desktop import Desktop


class Stage:
    def __init__(self, env: dict[str, str], settings: NotifySettings | None = None) -> None:
        self.events: list[Any] = []
        self.fallen: list[Any] = []
        self.told: list[Trouble | None] = []
        self.bugs: list[BaseException] = []
        room = notify_room(
            self.events.append,
            settings or NotifySettings(),
            fall_back=self.fallen.append,
            tell=self.told.append,
            env=env,
        )
        self.worker = AsyncWorker("notify", room, lambda _name, error: self.bugs.append(error))
        self.worker.start()

    def post(self, *messages: Any) -> None:
        for message in messages:
            self.worker.post(message)

    @property
    def acted(self) -> list[tuple[str, str, str, str]]:
        return [(e.key, e.action, e.text, e.activation_token) for e in self.events if isinstance(e, BubbleActed)]

    @property
    def closed(self) -> list[tuple[str, str]]:
        return [(e.key, e.reason) for e in self.events if isinstance(e, BubbleClosed)]

    def end(self) -> None:
        self.worker.stop()
        assert self.worker.wait(15_000), "the worker did not end"


@pytest.fixture
def stages() -> Iterator[list[Stage]]:
    made: list[Stage] = []
    yield made
    for stage in made:
        stage.end()
        assert stage.bugs == []


@pytest.fixture(scope="module")
def bare_desktop() -> Iterator[Desktop]:
    """A bus and a screen, no daemon: each test starts what it wants, and ends it."""
    desktop = Desktop(tray="none", notifications="none", size=(900, 600))
    try:
        desktop.start()
        yield desktop
    finally:
        desktop.stop()
