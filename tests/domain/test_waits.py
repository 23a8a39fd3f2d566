"""Blocked time: once per agent, clipped to the period, shared out to local hours, nights left out, decisions apart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headspace_desktop.domain.waits import (
    Cause,
    Course,
    Wait,
    blocked,
    course_of,
    length_s,
    minus,
    nights,
    percentile,
    union,
    with_evidence,
    working_s,
)

BERLIN = ZoneInfo("Europe/Berlin")
T0 = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)  # 11:00 in Berlin
DAY = (datetime(2026, 3, 3, 23, tzinfo=UTC), datetime(2026, 3, 4, 23, tzinfo=UTC))


def at(minutes: float) -> datetime:
    return T0 + timedelta(minutes=minutes)


def a_wait(start: float, end: float | None, agent_id: int = 1, **more: Any) -> Wait:
    values: dict[str, Any] = {
        "project_id": 1,
        "project": "atlas",
        "cause": Cause.PERMISSION,
        "is_decided": end is not None,
    }
    return Wait(agent_id, asked_at=at(start), ended_at=None if end is None else at(end), **(values | more))


def test_an_agent_waits_once_however_much_it_asks() -> None:
    found = blocked([a_wait(0, 10), a_wait(5, 20, cause=Cause.PLAN), a_wait(2, 8)], *DAY, at(600))
    assert found.total_s == 20 * 60
    assert dict(found.by_cause) == {Cause.PERMISSION: 600, Cause.PLAN: 600}
    assert found.decisions.count == 3


def test_two_agents_wait_beside_each_other() -> None:
    found = blocked([a_wait(0, 10), a_wait(0, 10, 2, project="ledger")], *DAY, at(600))
    assert found.by_project == (("atlas", 600), ("ledger", 600))


def test_an_open_wait_counts_until_now_and_is_no_decision() -> None:
    found = blocked([a_wait(0, None)], *DAY, at(7))
    assert (found.total_s, found.open_count, found.decisions.count) == (7 * 60, 1, 0)
    assert found.decisions.p50_s is None


def test_what_lies_outside_does_not_count() -> None:
    long = a_wait(-24 * 60, 24 * 60)
    assert blocked([long], *DAY, at(48 * 60)).total_s == 24 * 3600
    assert blocked([a_wait(-24 * 60, -20 * 60)], *DAY, at(0)).total_s == 0
    assert blocked([long], *DAY, at(48 * 60)).decisions.count == 0  # it was asked on another day


def test_minutes_fall_into_the_local_hours_of_the_day() -> None:
    found = blocked([a_wait(45, 75)], *DAY, at(600), zone=BERLIN)  # 11:45 to 12:15
    assert (found.by_hour[11], found.by_hour[12]) == (900, 900)
    assert sum(found.by_hour) == found.total_s


def test_an_hour_that_comes_twice_gets_both() -> None:
    start = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)  # 02:00 summer time, then 02:00 again
    wait = Wait(1, 1, "atlas", Cause.TEXT, start, start + timedelta(hours=2), True)
    found = blocked([wait], start, start + timedelta(hours=22), start + timedelta(hours=22), zone=BERLIN)
    assert found.by_hour[2] == 7200


def test_hours_go_on_right_after_a_shift_of_half_an_hour() -> None:
    zone = ZoneInfo("Australia/Lord_Howe")
    start = datetime(2026, 4, 4, 14, 0, tzinfo=UTC)  # 01:00; at 15:00 UTC 02:00 is 01:30 once more
    wait = Wait(1, 1, "atlas", Cause.TEXT, start, start + timedelta(hours=3), True)
    found = blocked([wait], start, start + timedelta(hours=22), start + timedelta(hours=22), zone=zone)
    assert (found.by_hour[1], found.by_hour[2], found.by_hour[3]) == (5400, 3600, 1800)


def test_nights_can_be_left_out() -> None:
    night = a_wait(11 * 60, 23 * 60)  # 22:00 to 10:00 in Berlin
    days = (DAY[0], DAY[1] + timedelta(days=1))
    left_out = nights(*days, BERLIN)
    found = blocked([night], *days, at(48 * 60), zone=BERLIN, left_out=left_out)
    assert found.total_s == 3 * 3600
    assert found.decisions.p50_s == 3 * 3600


def test_a_night_before_the_clock_shifts_is_an_hour_shorter() -> None:
    start = datetime(2026, 3, 28, 12, tzinfo=UTC)
    found = nights(start, start + timedelta(hours=20), BERLIN)
    assert [length_s([one]) for one in found] == [8 * 3600]


def test_percentiles_of_decisions() -> None:
    found = blocked([a_wait(n * 60, n * 60 + n + 1, cause=Cause.QUESTION) for n in range(5)], *DAY, at(600)).decisions
    assert (found.count, found.p50_s) == (5, 180)
    assert found.p95_s == pytest.approx(288)
    assert percentile([], 50) is None
    assert percentile([4.0], 95) == 4.0


@pytest.mark.parametrize(
    ("wait", "course"),
    [
        (a_wait(0, 0.5), Course.AT_ONCE),
        (a_wait(0, 30, told_at=at(0.1), put_off_at=at(1)), Course.DELIBERATE),
        (a_wait(0, 30, told_at=at(0.1), looked_at=at(0.5)), Course.DELIBERATE),
        (a_wait(0, 30, told_at=at(0.1), looked_at=at(20)), Course.LATE),
        (a_wait(0, 30, told_at=at(0.1)), Course.LATE),
        (a_wait(0, 30, told_at=at(0.1), is_decided=False), Course.MISSED),
        (a_wait(0, 30), Course.UNTOLD),
        (a_wait(59.5, None, told_at=at(59.6)), Course.OPEN),
        (a_wait(0, None, told_at=at(1)), Course.MISSED),
        (a_wait(0, None), Course.UNTOLD),
    ],
)
def test_how_a_wait_went(wait: Wait, course: Course) -> None:
    assert course_of(wait, at(60)) is course


def test_only_what_happened_during_a_wait_is_evidence() -> None:
    wait = with_evidence(a_wait(10, 20), [at(5), at(11), at(15)], [at(25)], [])
    assert (wait.told_at, wait.looked_at, wait.put_off_at) == (at(11), None, None)


def test_work_is_what_is_not_waited() -> None:
    commands = [(at(0), at(30)), (at(20), at(40))]
    assert working_s(commands, [(at(10), at(15)), (at(12), at(20)), (at(39), at(90))]) == 29 * 60


Stretches = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), max_size=8)


@given(Stretches, Stretches)
def test_pieces_and_holes_are_the_same_as_minute_by_minute(pieces: list[Any], holes: list[Any]) -> None:
    def minutes(of: list[Any]) -> set[int]:
        return {minute for start, end in of for minute in range(start, end)}

    def moments(of: list[Any]) -> list[Any]:
        return [(at(start), at(end)) for start, end in of]

    left = minus(union(moments(pieces)), moments(holes))
    assert length_s(left) == 60 * len(minutes(pieces) - minutes(holes))
