"""The engine keeps the hourly measurements by itself, and nothing wakes for them while nothing is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from headspace_desktop.domain import events as e
from headspace_desktop.domain.model import Project
from headspace_desktop.engine.engine import Engine
from headspace_desktop.engine.upkeep import MEASURE_AFTER, MEASURE_PIECE, MEASURE_START, PRUNE_INTERVAL
from headspace_desktop.paths import Paths
from headspace_desktop.store.database import open_store
from headspace_desktop.store.records import Records
from headspace_desktop.troubles import StoreLocked
from tests.domain.builders import T0, said


class Stage:
    """An engine over a store that counts how often it is asked to measure."""

    def __init__(self, paths: Paths) -> None:
        self.now = T0
        self.measured_at: list[Any] = []
        self.answers: list[Any] = []
        stage = self

        class Counting(Records):
            def measure(self, at: Any) -> bool:
                stage.measured_at.append(stage.now)
                answer = stage.answers.pop(0) if stage.answers else False
                if isinstance(answer, Exception):
                    raise answer
                return bool(answer)

        self.engine = Engine(
            open_memory=lambda: Counting(open_store("", paths, host_id="h1", host_name="here")),
            tell=lambda _changes: None,
            ask=lambda _effect: None,
            find_project=lambda cwd: Project(cwd, cwd),
            root_of=lambda _client, _path: None,
            clock=lambda: self.now,
        )
        self.engine.open(None)  # type: ignore[arg-type]  # it watches nothing

    def say(self, seconds: float) -> None:
        self.now = max(self.now, T0 + timedelta(seconds=seconds))
        prompt = said(e.PromptSubmitted, seconds, text="go", prompt_id=f"p{seconds}")
        self.engine.handle([e.MailOpened("mail", "/spool/taken/mail", 10, (prompt,))])

    def wait(self, delta: timedelta) -> None:
        end = self.now + delta
        while (due_s := self.engine.due_s()) is not None and self.now + timedelta(seconds=due_s) <= end:
            self.now += timedelta(seconds=max(due_s, 0.001))
            self.engine.tick()
        self.now = end


@pytest.fixture
def stage(home: Path) -> Iterator[Stage]:
    paths = Paths.from_environment()
    paths.make_private()
    made = Stage(paths)
    yield made
    made.engine.close()


def test_what_was_missed_is_made_up_for_soon_after_the_start_in_pieces(stage: Stage) -> None:
    stage.answers = [True, True, False]
    stage.wait(timedelta(minutes=1))
    start = T0 + MEASURE_START
    assert stage.measured_at == [start, start + MEASURE_PIECE, start + 2 * MEASURE_PIECE]


def test_nothing_wakes_while_nothing_is_said(stage: Stage) -> None:
    stage.wait(PRUNE_INTERVAL * 2)
    assert len(stage.measured_at) == 1


def test_turns_are_measured_once_within_five_minutes(stage: Stage) -> None:
    stage.wait(timedelta(minutes=1))
    stage.say(60)
    stage.say(120)
    stage.wait(timedelta(hours=1))
    assert stage.measured_at[1:] == [T0 + timedelta(seconds=60) + MEASURE_AFTER]


def test_a_store_that_is_busy_is_asked_again(stage: Stage) -> None:
    stage.answers = [StoreLocked("busy"), False]
    stage.wait(timedelta(hours=1))
    assert stage.measured_at == [T0 + MEASURE_START, T0 + MEASURE_START + MEASURE_AFTER]
