"""Local periods, bins and measures: days of 23 and 25 hours, months, empty hours, what was not measured."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headspace_desktop.domain.activity import Measure, Period, Span, Tally, bins, bounds, edges, measure, period_of

BERLIN = ZoneInfo("Europe/Berlin")
T0 = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


def said(minutes: float, agent_id: int = 1, score: int | None = None) -> Tally:
    at = T0 + timedelta(minutes=minutes)
    if score is None:
        return Tally(agent_id, at, at)
    return Tally(agent_id, at, at, 1, 1, score, score * score, score, score)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 28), 24), (date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_a_day_has_its_own_hours(day: date, hours: int) -> None:
    at = edges(Period(Span.DAY, day), BERLIN)
    assert len(at) == hours + 1
    assert (at[0], at[-1]) == bounds(Period(Span.DAY, day), BERLIN)
    assert {later - earlier for earlier, later in itertools.pairwise(at)} == {timedelta(hours=1)}
    assert at[0].astimezone(BERLIN).time().isoformat() == "00:00:00"


def test_a_shift_of_half_an_hour_leaves_a_short_last_hour() -> None:
    at = edges(Period(Span.DAY, date(2026, 4, 5)), ZoneInfo("Australia/Lord_Howe"))
    assert at[-1] - at[-2] == timedelta(minutes=30)
    assert len(at) == 26


def test_a_day_whose_midnight_does_not_exist_begins_at_its_first_moment() -> None:
    at = edges(Period(Span.DAY, date(2026, 4, 24)), ZoneInfo("Africa/Cairo"))
    assert len(at) == 24  # 23 hours


def test_weeks_begin_where_the_person_lives() -> None:
    sunday = date(2026, 3, 1)
    assert period_of(Span.WEEK, sunday).first == date(2026, 2, 23)
    assert period_of(Span.WEEK, sunday, first_weekday=6).first == sunday
    assert period_of(Span.WEEK, sunday, first_weekday=5).first == date(2026, 2, 28)


def test_a_week_with_a_short_day_has_seven_bins() -> None:
    at = edges(Period(Span.WEEK, date(2026, 3, 23)), BERLIN)
    assert len(at) == 8
    assert at[-1] - at[0] == timedelta(days=7) - timedelta(hours=1)


def test_months_follow_one_another() -> None:
    month = period_of(Span.MONTH, date(2026, 1, 31))
    assert month.after() == Period(Span.MONTH, date(2026, 2, 1))
    assert month.before() == Period(Span.MONTH, date(2025, 12, 1))
    assert len(edges(month.after(), BERLIN)) == 29


@given(st.sampled_from(Span), st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 6))
def test_forth_and_back_is_where_one_was(span: Span, day: date, first: int) -> None:
    period = period_of(span, day, first)
    assert period.holds(day)
    assert period.after().before() == period
    assert period.before().until == period.first
    at = edges(period, BERLIN)
    assert all(earlier < later for earlier, later in itertools.pairwise(at))


def test_turns_of_one_agent_within_an_hour_tell_the_pace() -> None:
    found = measure([said(0), said(2), said(6), said(1, 2), said(50, 3), said(70, 3)])
    assert (found.turns, found.agents) == (6, 3)
    assert found.turn_time_s == 180  # 2 and 4 minutes; the pause over the full hour is none
    assert found.mood is None


def test_parts_of_an_hour_add_up_to_it() -> None:
    whole = Tally(1, said(0).first_at, said(45).first_at, 7)
    parts = [Tally(1, said(0).first_at, said(14).first_at, 3), Tally(1, said(20).first_at, said(45).first_at, 4)]
    assert measure(parts) == measure([whole])
    assert measure([whole]).turn_time_s == 450


def test_one_turn_has_no_pace_and_no_turn_is_nothing() -> None:
    assert measure([said(0)]).turn_time_s is None
    assert measure([]) == Measure(0, None, 0, None)


def test_calm_is_measured_and_silence_is_not() -> None:
    calm = measure([said(0, score=0), said(1, score=0)]).mood
    assert calm is not None
    assert (calm.count, calm.mean, calm.most, calm.body) == (2, 0, 0, (0, 0))
    mixed = measure([said(0, score=2), said(1, score=9), said(2), said(3, score=10)]).mood
    assert mixed is not None
    assert (mixed.count, mixed.least, mixed.most, mixed.mean) == (3, 2, 10, 7)
    assert mixed.body == (pytest.approx(3.4405, abs=1e-3), 10.0)


def test_empty_hours_are_there_and_edges_belong_to_the_later_bin() -> None:
    at = [T0, T0 + timedelta(hours=1), T0 + timedelta(hours=2), T0 + timedelta(hours=3)]
    found = bins([said(-0.1), said(0), said(60), said(179), said(180)], at)
    assert [one.measure.turns for one in found] == [1, 1, 1]
    assert [one.measure.turns for one in bins([], at)] == [0, 0, 0]
