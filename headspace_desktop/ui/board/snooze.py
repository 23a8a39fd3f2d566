"""For how long an agent can be put off. Any thread; values and words only."""

from __future__ import annotations

from datetime import datetime, timedelta

from headspace_desktop.ui.words import tr

#: "Tomorrow" is when a day begins, not midnight.
MORNING_HOUR = 6
SNOOZE_HOURS = 1


def snooze_hour(now: datetime) -> datetime:
    return now + timedelta(hours=SNOOZE_HOURS)


def snooze_choices(now: datetime) -> tuple[tuple[str, datetime | None], ...]:
    """What the menu offers: the words and until when; None ends it."""
    return (
        (tr("For 15 minutes"), now + timedelta(minutes=15)),
        (tr("For 1 hour"), snooze_hour(now)),
        (tr("Until tomorrow"), tomorrow(now)),
        (tr("Not any more"), None),
    )


def tomorrow(now: datetime) -> datetime:
    """The next morning on the clock on the wall, in the zone of `now`."""
    local = now.astimezone() + timedelta(days=1)
    morning = local.replace(hour=MORNING_HOUR, minute=0, second=0, microsecond=0, tzinfo=None)
    return morning.astimezone().astimezone(now.tzinfo)
