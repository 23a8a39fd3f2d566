"""Threads that have much to compute take turns."""

from __future__ import annotations

import threading

from headspace_desktop import pace


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
