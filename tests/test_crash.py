from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator

import pytest

from headspace_desktop.crash import Crash

pytestmark = pytest.mark.bugs_expected


@pytest.fixture
def hooks() -> Iterator[None]:
    before = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = before


def boom(word: str = "boom") -> ValueError:
    try:
        raise ValueError(word)
    except ValueError as error:
        return error


def test_a_bug_is_told_once_and_logged_three_times(caplog: pytest.LogCaptureFixture) -> None:
    told: list[tuple[str, str]] = []
    crash = Crash(lambda title, detail: told.append((title, detail)))
    for _ in range(10):
        crash.report("engine", boom())
    assert len(told) == 1
    assert "ValueError in engine (test_crash.py:" in told[0][1]
    assert len([record for record in caplog.records if record.levelno == logging.ERROR]) == 3
    crash.report("intake", boom())
    assert len(told) == 2


def test_it_works_before_there_is_anybody_to_tell() -> None:
    crash = Crash()
    crash.report("start", ValueError("never raised"))
    told: list[str] = []
    crash.tell_with(lambda _title, detail: told.append(detail))
    crash.report("start", boom())
    assert len(told) == 1


def test_no_thread_dies_in_silence(hooks: None) -> None:
    told: list[str] = []
    crash = Crash(lambda _title, detail: told.append(detail))
    crash.install()
    thread = threading.Thread(target=lambda: 1 / 0, name="reader")
    thread.start()
    thread.join(10)
    assert len(told) == 1
    assert "ZeroDivisionError in reader" in told[0]


def test_what_is_said_has_no_text_of_the_person() -> None:
    told: list[str] = []
    Crash(lambda title, detail: told.append(title + detail)).report("engine", boom("my secret prompt"))
    assert "my secret prompt" not in told[0]


def test_an_interrupt_is_no_bug(hooks: None, capsys: pytest.CaptureFixture[str]) -> None:
    told: list[str] = []
    crash = Crash(lambda _title, detail: told.append(detail))
    crash.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert told == []
    assert "KeyboardInterrupt" in capsys.readouterr().err
