"""The tour by keys knows every command: a new one is driven there, or says why not."""

from __future__ import annotations

from conftest import Desk

from tests.app.tour_steps import REFUSED
from tests.app.tour_table import NOT_DRIVEN, driven


def test_every_command_is_driven_by_the_tour_or_says_why_not(desk: Desk) -> None:
    assert {one.name for one in desk.window.commands} == driven() | set(NOT_DRIVEN)
    assert not driven() & set(NOT_DRIVEN)
    assert set(REFUSED) == set(NOT_DRIVEN) - {"app.quit"}
    assert all(NOT_DRIVEN.values())
