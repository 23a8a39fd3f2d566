"""For how long an agent can be put off. Any thread; values and words only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.local_time import next_morning
from headspace_desktop.ui.words import tr

SNOOZE_HOURS = 1


def snooze_hour(now: datetime) -> datetime:
    return now + timedelta(hours=SNOOZE_HOURS)


def snooze_choices(now: datetime, cards: Iterable[Card]) -> tuple[tuple[str, datetime | None], ...]:
    """What the menu offers for these: the words and until when; None ends it, where one is put off."""
    is_put_off = any(card.snoozed_until_at is not None and card.snoozed_until_at > now for card in cards)
    choices = (
        (tr("For 15 minutes"), now + timedelta(minutes=15)),
        (tr("For 1 hour"), snooze_hour(now)),
        (tr("Until tomorrow"), next_morning(now)),
    )
    return (*choices, (tr("Not any more"), None)) if is_put_off else choices
