"""Threads that have much to compute take turns."""

from __future__ import annotations

import threading
import time

from headspace_desktop import pace


def test_one_thread_at_a_time_has_the_baton_and_the_next_gets_it() -> None:
    baton, told = pace.Baton(patience_s=60), []
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
    with baton.held(waits=False) as is_mine:
        assert not is_mine
    is_over.set()
    with baton.held() as is_mine:
        told.append(("second", is_mine))
    first.join()
    assert told == [("first", True), ("first", "is over"), ("second", True)]


def test_who_hangs_is_waited_for_once_and_not_by_each_for_each_piece() -> None:
    baton, begun_s = pace.Baton(patience_s=0.2), time.monotonic()
    found: list[bool] = []

    def go_on() -> None:
        for _ in range(1000):
            with baton.held() as is_mine:
                found.append(is_mine)

    with baton.held():
        others = threading.Thread(target=go_on)
        others.start()
        others.join(20)
        assert not others.is_alive(), "a thousand pieces do not wait a thousand times"
        assert time.monotonic() - begun_s >= 0.2 and baton.hangs
    assert found == [False] * 1000
    assert not baton.hangs
    with baton.held(waits=False) as is_mine:
        assert is_mine, "who never had it gives nothing back"
