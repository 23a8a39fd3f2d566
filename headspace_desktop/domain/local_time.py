"""Moments by the person's own clock, whose days have 23 or 25 hours now and then. Pure; any thread."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

#: "Until tomorrow" ends when a day begins, not at midnight.
MORNING = time(6)


def moment_of(day: date, at: time, zone: tzinfo | None = None) -> datetime:
    """When a local clock shows this time, in UTC. Without a zone it is the machine's.

    Of a time that comes twice it is the first; one that the clock leaves out is taken as if it had not yet shifted.
    """
    local = datetime.combine(day, at)
    return (local.astimezone() if zone is None else local.replace(tzinfo=zone)).astimezone(UTC)


def day_start(at: datetime, zone: tzinfo | None = None) -> datetime:
    """When the local day began that this moment lies in, in UTC."""
    return moment_of(at.astimezone(zone).date(), time(), zone)


def next_morning(now: datetime, zone: tzinfo | None = None) -> datetime:
    """The morning of the day after this one, in UTC."""
    return moment_of(now.astimezone(zone).date() + timedelta(days=1), MORNING, zone)
