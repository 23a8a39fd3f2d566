"""Every scenario: importing the files that hold them fills the table."""

from __future__ import annotations

from tests.accuracy import days, doors, journeys
from tests.accuracy.scenarios import ALL

__all__ = ["ALL", "days", "doors", "journeys"]
