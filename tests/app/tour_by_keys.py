"""The tour by keys, once, in the light theme at 100 %; `make tour` walks all variants and keeps the pictures."""

from __future__ import annotations

import pytest

from tests.harness.tour import STEPS, toured

pytestmark = pytest.mark.timeout(600)


def test_every_step_by_keyboard_alone_over_two_hundred_agents() -> None:
    with toured(None) as tour:
        tour.start("--demo", "200")
        for step in STEPS:
            step(tour)
        tour.stop()
