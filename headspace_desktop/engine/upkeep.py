"""When the store is tidied: old events go, hours are measured, each in bounded pieces. Engine thread.

It never retries at once: what fails is told in the log and tried at its next turn.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Protocol

from headspace_desktop.store.records import PRUNE_ROWS
from headspace_desktop.troubles import StoreTrouble

log = logging.getLogger(__name__)

PRUNE_START, PRUNE_INTERVAL, PRUNE_PIECE = timedelta(minutes=1), timedelta(hours=6), timedelta(seconds=1)

#: After turns came in, the hourly measurements follow within so long; what was missed is made up for after the start.
MEASURE_AFTER, MEASURE_START, MEASURE_PIECE = timedelta(minutes=5), timedelta(seconds=20), timedelta(milliseconds=500)


class Tidied(Protocol):
    """The store as far as it is tidied."""

    def prune(self, before: datetime) -> int: ...
    def measure(self, at: datetime) -> bool: ...


class Upkeep:
    """The moments of the next pieces; `measure_at` is None while there is nothing to measure."""

    def __init__(self, now: datetime) -> None:
        self.prune_at = now + PRUNE_START
        self.measure_at: datetime | None = now + MEASURE_START

    def turns_came(self, now: datetime) -> None:
        if self.measure_at is None:
            self.measure_at = now + MEASURE_AFTER

    def measure(self, store: Tidied, now: datetime) -> None:
        """A bounded piece of the hourly measurements; nothing wakes for them while nothing is said."""
        if self.measure_at is None or now < self.measure_at:
            return
        self.measure_at = None
        try:
            if store.measure(now):
                self.measure_at = now + MEASURE_PIECE
        except StoreTrouble as trouble:
            log.warning("measuring failed: %s", trouble)
            self.measure_at = now + MEASURE_AFTER

    def prune(self, store: Tidied, now: datetime, retention_days: int) -> None:
        """A bounded piece of the events that are older than they are kept."""
        self.prune_at = now + PRUNE_INTERVAL
        try:
            if store.prune(now - timedelta(days=retention_days)) >= PRUNE_ROWS:
                self.prune_at = now + PRUNE_PIECE
        except StoreTrouble as trouble:
            log.warning("pruning failed: %s", trouble)
