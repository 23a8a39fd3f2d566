"""The interpreter's pace: set before the imports, and what was built is left out of the collector's rounds."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator

import pytest

from headspace_desktop import __main__ as program
from headspace_desktop import app, pace


@pytest.fixture
def usual() -> Iterator[None]:
    before = gc.get_threshold(), sys.getswitchinterval()
    yield
    gc.set_threshold(*before[0])
    sys.setswitchinterval(before[1])
    gc.unfreeze()
    gc.enable()


@pytest.mark.usefixtures("usual")
def test_what_is_built_is_not_looked_through_again() -> None:
    built = [[number] for number in range(1000)]
    pace.begin()
    assert not gc.isenabled()
    pace.settle()
    assert (gc.isenabled(), gc.get_threshold()[0]) == (True, pace.COLLECT_AFTER)
    assert gc.get_freeze_count() >= len(built)
    assert not any(kept is built[0] for kept in gc.get_objects())


@pytest.mark.usefixtures("usual")
def test_the_program_sets_its_pace_before_anything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[bool, float]] = []

    def run(*_: object, **__: object) -> int:
        seen.append((gc.isenabled(), sys.getswitchinterval()))
        return 0

    monkeypatch.setattr(program, "check_display", lambda _: None)
    monkeypatch.setattr(program, "check_libraries", lambda _: None)
    monkeypatch.setattr(app, "run", run, raising=False)
    assert program.main([]) == 0
    assert seen == [(False, pytest.approx(pace.SWITCH_S))]


def test_one_thread_at_a_time_has_the_baton_and_the_next_gets_it() -> None:
    baton, told = pace.Baton(), []
    is_held, is_over = threading.Event(), threading.Event()

    def compute() -> None:
        with baton.held() as is_mine:
            told.append(("first", is_mine))
            is_held.set()
            is_over.wait(20)
            told.append(("first", "is over"))

    first = threading.Thread(target=compute)
    first.start()
    assert is_held.wait(20)
    with baton.held(wait_s=0.0) as is_mine:
        assert not is_mine
    is_over.set()
    with baton.held(wait_s=20) as is_mine:
        told.append(("second", is_mine))
    first.join()
    assert told == [("first", True), ("first", "is over"), ("second", True)]


def test_nobody_waits_for_ever_for_one_who_hangs() -> None:
    baton = pace.Baton()
    with baton.held():
        hung = threading.Thread(target=lambda: found.append(baton.held(wait_s=0.01).__enter__()))
        found: list[bool] = []
        hung.start()
        hung.join(20)
    assert found == [False]
    with baton.held(wait_s=0.0) as is_mine:
        assert is_mine, "who never had it gives nothing back"
