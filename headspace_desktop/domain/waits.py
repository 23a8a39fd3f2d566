"""How long agents waited for the person: by project, hour of the day and cause, and how long decisions took.

Pure; any thread. An agent waits once, however much it asks at the same time. What is not known is said so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum

from headspace_desktop.domain.local_time import moment_of

#: Decided within so long, a wait is nothing to speak of.
AT_ONCE = timedelta(minutes=1)

#: The nights that may be left out: local hours.
NIGHT = (time(22), time(7))

Stretch = tuple[datetime, datetime]


class Cause(StrEnum):
    PERMISSION = "permission"
    QUESTION = "question"
    PLAN = "plan"
    TEXT = "text"


class Course(StrEnum):
    """How a wait went, as far as there is evidence."""

    AT_ONCE = "at_once"  # decided within a minute
    DELIBERATE = "deliberate"  # put off, or looked at early and decided later
    LATE = "late"  # told, and the first sign of the person came more than a minute later
    MISSED = "missed"  # told, and not decided
    UNTOLD = "untold"  # no notification was shown
    OPEN = "open"  # still waits, for less than a minute


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that an agent wanted. `ended_at` None: it still waits. `is_decided`: the person ended it.

    `told_at` is when a notification was shown, `looked_at` the first sign that the person looked, `put_off_at` when
    it was snoozed; each None when nothing of the kind is known.
    """

    agent_id: int
    project_id: int
    project: str
    cause: Cause
    asked_at: datetime
    ended_at: datetime | None = None
    is_decided: bool = False
    told_at: datetime | None = None
    looked_at: datetime | None = None
    put_off_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decisions:
    """So many decisions and the time they took."""

    count: int = 0
    p50_s: float | None = None
    p90_s: float | None = None
    p95_s: float | None = None


@dataclass(frozen=True, slots=True)
class Blocked:
    """Seconds that agents waited in a period; `by_hour` has the 24 local hours of the day."""

    total_s: float = 0.0
    open_count: int = 0
    by_project: tuple[tuple[str, float], ...] = ()
    by_cause: tuple[tuple[Cause, float], ...] = ()
    by_hour: tuple[float, ...] = (0.0,) * 24
    by_course: tuple[tuple[Course, int], ...] = ()
    decisions: Decisions = Decisions()
    decisions_by_cause: tuple[tuple[Cause, Decisions], ...] = ()


def course_of(wait: Wait, now: datetime) -> Course:
    """What is known of how the person dealt with it."""
    end = wait.ended_at or now
    is_long = end - wait.asked_at > AT_ONCE
    if wait.is_decided and not is_long:
        return Course.AT_ONCE
    if wait.put_off_at is not None:
        return Course.DELIBERATE
    if wait.looked_at is not None and wait.looked_at < end:
        is_early = wait.looked_at - wait.asked_at <= AT_ONCE
        return Course.DELIBERATE if is_early else Course.LATE
    if wait.ended_at is None:
        return Course.OPEN if not is_long else Course.UNTOLD if wait.told_at is None else Course.MISSED
    if wait.told_at is None:
        return Course.UNTOLD
    return Course.LATE if wait.is_decided else Course.MISSED


def blocked(
    waits: Iterable[Wait],
    start_at: datetime,
    until_at: datetime,
    now: datetime,
    *,
    zone: tzinfo | None = None,
    left_out: Sequence[Stretch] = (),
) -> Blocked:
    """What falls into the period; what is open counts until now. `left_out` does not count, such as the nights."""
    end = min(until_at, now)
    by_project: dict[tuple[int, str], float] = {}  # two projects may be called the same
    by_cause: dict[Cause, float] = {}
    by_hour = [0.0] * 24
    inside = [wait for wait in waits if wait.asked_at < end and (wait.ended_at or now) > start_at]
    for wait, pieces in _once_per_agent(inside, start_at, end, now):
        for piece in minus(pieces, left_out):
            seconds = length_s([piece])
            project = (wait.project_id, wait.project)
            by_project[project] = by_project.get(project, 0.0) + seconds
            by_cause[wait.cause] = by_cause.get(wait.cause, 0.0) + seconds
            _add_hours(by_hour, piece, zone)
    asked = [wait for wait in inside if wait.asked_at >= start_at]
    courses = [course_of(wait, now) for wait in asked]
    took = {
        cause: [_took_s(w, left_out) for w in asked if w.is_decided and w.cause is cause and w.ended_at]
        for cause in Cause
    }
    return Blocked(
        total_s=sum(by_project.values()),
        open_count=sum(wait.ended_at is None for wait in inside),
        by_project=tuple(
            (name, seconds)
            for (_id, name), seconds in sorted(by_project.items(), key=lambda pair: (-pair[1], pair[0][1], pair[0][0]))
        ),
        by_cause=tuple((cause, by_cause[cause]) for cause in Cause if cause in by_cause),
        by_hour=tuple(by_hour),
        by_course=tuple((course, courses.count(course)) for course in Course if course in courses),
        decisions=_decisions([seconds for part in took.values() for seconds in part]),
        decisions_by_cause=tuple((cause, _decisions(part)) for cause, part in took.items() if part),
    )


def nights(
    start_at: datetime, until_at: datetime, zone: tzinfo | None = None, hours: tuple[time, time] = NIGHT
) -> list[Stretch]:
    """The nights that touch this stretch. `hours`: when the local night begins and ends."""
    begins, ends = hours
    if begins == ends:
        return []
    day = start_at.astimezone(zone).date() - timedelta(days=1)
    found = []
    while (begin := moment_of(day, begins, zone)) < until_at:
        end = moment_of(day + timedelta(days=1) if ends < begins else day, ends, zone)
        if end > start_at and end > begin:
            found.append((begin, end))
        day += timedelta(days=1)
    return found


def minus(pieces: Iterable[Stretch], holes: Sequence[Stretch]) -> list[Stretch]:
    """What is left of the pieces without the holes."""
    left = [piece for piece in pieces if piece[0] < piece[1]]
    for hole_start, hole_end in holes:
        if hole_end <= hole_start:
            continue  # a clock stepped back
        cut: list[Stretch] = []
        for start, end in left:
            if hole_end <= start or end <= hole_start:
                cut.append((start, end))
                continue
            cut += [part for part in ((start, hole_start), (hole_end, end)) if part[0] < part[1]]
        left = cut
    return left


def union(pieces: Iterable[Stretch]) -> list[Stretch]:
    """The same time, each moment once, in order."""
    joined: list[Stretch] = []
    for start, end in sorted(piece for piece in pieces if piece[0] < piece[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def length_s(pieces: Iterable[Stretch]) -> float:
    return sum((end - start).total_seconds() for start, end in pieces)


def working_s(commands: Iterable[Stretch], waits: Iterable[Stretch]) -> float:
    """How long one agent worked: the time of its commands without that in which it waited for the person."""
    return length_s(minus(union(commands), union(waits)))


def with_evidence(
    wait: Wait, told: Sequence[datetime], looked: Sequence[datetime], put_off: Sequence[datetime]
) -> Wait:
    """The wait with the first sign of each kind that falls into it. Each list is in order of time."""
    if not (told or looked or put_off):
        return wait

    def first(moments: Sequence[datetime]) -> datetime | None:
        return next(
            (at for at in moments if at >= wait.asked_at and (wait.ended_at is None or at <= wait.ended_at)), None
        )

    return replace(wait, told_at=first(told), looked_at=first(looked), put_off_at=first(put_off))


def percentile(values: Sequence[float], percent: float) -> float | None:
    """Between the two nearest ranks; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def _decisions(seconds: Sequence[float]) -> Decisions:
    return Decisions(len(seconds), percentile(seconds, 50), percentile(seconds, 90), percentile(seconds, 95))


def _took_s(wait: Wait, left_out: Sequence[Stretch]) -> float:
    assert wait.ended_at is not None
    return length_s(minus([(wait.asked_at, wait.ended_at)], left_out))


def _once_per_agent(
    waits: Sequence[Wait], start_at: datetime, end: datetime, now: datetime
) -> Iterable[tuple[Wait, list[Stretch]]]:
    """Each wait with the time that no earlier one of its agent has covered."""
    covered: dict[int, datetime] = {}
    for wait in sorted(waits, key=lambda one: one.asked_at):
        begin = max(wait.asked_at, start_at, covered.get(wait.agent_id, start_at))
        stop = min(wait.ended_at or now, end)
        if begin < stop:
            covered[wait.agent_id] = stop
            yield wait, [(begin, stop)]


def _add_hours(by_hour: list[float], piece: Stretch, zone: tzinfo | None) -> None:
    """Share a piece out to the local hours of the day, each looked up anew: a clock may shift by half an hour."""
    begin, end = piece[0].astimezone(UTC), piece[1].astimezone(UTC)
    while begin < end:
        local = begin.astimezone(zone)
        since = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        stop = min(end, begin + timedelta(hours=1) - since)
        by_hour[local.hour] += (stop - begin).total_seconds()
        begin = stop
