"""What happened in a day, a week or a month: local periods, turns per hour or day, pace, agents, frustration.

Pure; any thread. Days are the person's own, so one may have 23 or 25 hours; what was not measured is None, never 0.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise
from math import sqrt

from headspace_desktop.domain.local_time import moment_of
from headspace_desktop.domain.waits import Blocked

_HOUR_S = 3600


class Span(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """A local day, a week or a calendar month, named by its first day."""

    span: Span
    first: date

    @property
    def until(self) -> date:
        """The first day after it."""
        match self.span:
            case Span.DAY:
                return self.first + timedelta(days=1)
            case Span.WEEK:
                return self.first + timedelta(days=7)
            case Span.MONTH:
                return (self.first.replace(day=1) + timedelta(days=32)).replace(day=1)

    def holds(self, day: date) -> bool:
        return self.first <= day < self.until

    def before(self) -> Period:
        last = self.first - timedelta(days=1)
        return Period(self.span, last.replace(day=1) if self.span is Span.MONTH else self.first - self._length())

    def after(self) -> Period:
        return Period(self.span, self.until)

    def _length(self) -> timedelta:
        return self.until - self.first


def period_of(span: Span, day: date, first_weekday: int = 0) -> Period:
    """The period of this kind that holds the day. `first_weekday`: 0 is Monday, 6 is Sunday."""
    match span:
        case Span.DAY:
            return Period(span, day)
        case Span.WEEK:
            return Period(span, day - timedelta(days=(day.weekday() - first_weekday) % 7))
        case Span.MONTH:
            return Period(span, day.replace(day=1))


def midnight(day: date, zone: tzinfo | None = None) -> datetime:
    """When this local day begins, in UTC. Without a zone it is the machine's."""
    return moment_of(day, time(), zone)


def bounds(period: Period, zone: tzinfo | None = None) -> tuple[datetime, datetime]:
    """First moment and the moment after the last, in UTC."""
    return midnight(period.first, zone), midnight(period.until, zone)


def edges(period: Period, zone: tzinfo | None = None) -> tuple[datetime, ...]:
    """Where its bins begin, and where the last one ends: the hours of a day, else local days."""
    if period.span is not Span.DAY:
        days = (period.until - period.first).days
        return tuple(midnight(period.first + timedelta(days=n), zone) for n in range(days + 1))
    start, until = bounds(period, zone)
    hours = -int((start - until).total_seconds() // _HOUR_S)  # a shift of half an hour leaves a short last one
    return (*(start + timedelta(hours=n) for n in range(hours)), until)


@dataclass(frozen=True, slots=True)
class Tally:
    """The turns of one agent within one UTC hour or a part of it. Only the person's own turns are `scored`."""

    agent_id: int
    first_at: datetime
    last_at: datetime
    turns: int = 1
    scored: int = 0
    score_sum: int = 0
    score_squares: int = 0
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Mood:
    """Measured frustration, 0 to 10, of so many turns."""

    count: int
    mean: float
    deviation: float
    least: int
    most: int

    @property
    def body(self) -> tuple[float, float]:
        """Mean less and plus one standard deviation, within the scale."""
        return max(0.0, self.mean - self.deviation), min(10.0, self.mean + self.deviation)


@dataclass(frozen=True, slots=True)
class Measure:
    """`turn_time_s` is the mean gap between two turns of one agent within one hour; None when there was none."""

    turns: int = 0
    turn_time_s: float | None = None
    agents: int = 0
    mood: Mood | None = None


@dataclass(frozen=True, slots=True)
class Bin:
    """One hour or day of a chart."""

    start_at: datetime
    until_at: datetime
    measure: Measure


@dataclass(frozen=True, slots=True)
class AgentActivity:
    uuid: str
    name: str
    measure: Measure
    working_s: float
    is_live: bool


@dataclass(frozen=True, slots=True)
class ProjectActivity:
    """`agents` are those that said something in the period, the busiest first."""

    project_id: int
    name: str
    measure: Measure
    working_s: float
    agents: tuple[AgentActivity, ...]


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """One period. `hours` have passed of it; `working_s` is what agents worked, one beside another.

    `peak_at` is when frustration was highest, None when it was not measured.
    """

    ask_id: str
    period: Period
    start_at: datetime
    until_at: datetime
    hours: float
    total: Measure
    working_s: float
    bins: tuple[Bin, ...]
    projects: tuple[ProjectActivity, ...]
    blocked: Blocked
    peak_at: datetime | None = None

    @property
    def turns_per_hour(self) -> float | None:
        return self.total.turns / self.hours if self.hours > 0 else None


def hour_of(at: datetime) -> datetime:
    """The UTC hour that this moment belongs to."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def measure(tallies: Iterable[Tally]) -> Measure:
    """Add up, in any order. Within an hour all gaps together are the time from the first turn to the last."""
    hours: dict[tuple[int, datetime], tuple[int, datetime, datetime]] = {}
    scored: list[Tally] = []
    for one in tallies:
        key = (one.agent_id, hour_of(one.first_at))
        turns, first_at, last_at = hours.get(key, (0, one.first_at, one.last_at))
        hours[key] = (turns + one.turns, min(first_at, one.first_at), max(last_at, one.last_at))
        if one.scored:
            scored.append(one)
    turns = sum(turns for turns, _first, _last in hours.values())
    gap_s = sum((last_at - first_at).total_seconds() for _turns, first_at, last_at in hours.values())
    gaps = turns - len(hours)
    return Measure(turns, gap_s / gaps if gaps else None, len({agent for agent, _hour in hours}), _mood(scored))


def bins(tallies: Iterable[Tally], at: Sequence[datetime]) -> tuple[Bin, ...]:
    """The turns between each two of these edges; an empty bin is there too."""
    sorted_in: list[list[Tally]] = [[] for _ in at[1:]]
    for one in tallies:
        place = bisect_right(at, one.first_at) - 1
        if 0 <= place < len(sorted_in):
            sorted_in[place].append(one)
    return tuple(Bin(start, until, measure(part)) for (start, until), part in zip(pairwise(at), sorted_in, strict=True))


def _mood(scored: Sequence[Tally]) -> Mood | None:
    count = sum(one.scored for one in scored)
    if not count:
        return None
    mean = sum(one.score_sum for one in scored) / count
    variance = sum(one.score_squares for one in scored) / count - mean * mean
    return Mood(
        count=count,
        mean=mean,
        deviation=sqrt(max(variance, 0.0)),  # a rounding may leave it below nothing
        least=min(one.least for one in scored if one.least is not None),
        most=max(one.most for one in scored if one.most is not None),
    )
