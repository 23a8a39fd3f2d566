"""Days, mornings and moments by a clock that shifts twice a year."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from headspace_desktop.domain.local_time import day_start, moment_of, next_morning

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("day", "at", "hour_utc"),
    [
        (date(2026, 3, 28), time(12), 11),
        (date(2026, 3, 29), time(1, 30), 0),
        (date(2026, 3, 29), time(2, 30), 1),  # left out: as if it had not yet shifted
        (date(2026, 3, 29), time(12), 10),
        (date(2026, 10, 25), time(2, 30), 0),  # the first of two
        (date(2026, 10, 25), time(12), 11),
    ],
)
def test_what_a_clock_shows(day: date, at: time, hour_utc: int) -> None:
    found = moment_of(day, at, BERLIN)
    assert (found.tzinfo, found.date(), found.hour, found.minute) == (UTC, day, hour_utc, at.minute)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 1)])
def test_a_day_begins_at_its_own_midnight_also_after_a_shift(day: date) -> None:
    for hour in (0, 5, 23):
        at = datetime.combine(day, time(hour, 59), BERLIN)
        assert day_start(at, BERLIN) == datetime.combine(day, time(), BERLIN)


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        (datetime(2026, 3, 28, 20, tzinfo=UTC), datetime(2026, 3, 29, 4, tzinfo=UTC)),
        (datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 10, 25, 5, tzinfo=UTC)),
        (datetime(2026, 6, 1, 22, 30, tzinfo=UTC), datetime(2026, 6, 3, 4, tzinfo=UTC)),  # already the 2nd there
    ],
)
def test_tomorrow_begins_at_six_on_the_wall(now: datetime, morning: datetime) -> None:
    assert next_morning(now, BERLIN) == morning
