"""For how long an agent can be put off. Any thread; values and words only."""

from __future__ import annotations

from datetime import datetime, timedelta

from headspace_desktop.domain.local_time import next_morning
from headspace_desktop.ui.words import tr

SNOOZE_HOURS = 1


def snooze_hour(now: datetime) -> datetime:
    return now + timedelta(hours=SNOOZE_HOURS)


def snooze_choices(now: datetime) -> tuple[tuple[str, datetime | None], ...]:
    """What the menu offers: the words and until when; None ends it."""
    return (
        (tr("For 15 minutes"), now + timedelta(minutes=15)),
        (tr("For 1 hour"), snooze_hour(now)),
        (tr("Until tomorrow"), next_morning(now)),
        (tr("Not any more"), None),
    )
