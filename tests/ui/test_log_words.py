"""The event log in words that a person reads."""

from __future__ import annotations

import pytest

from headspace_desktop.ui.pages.log_columns import details, kind_words


@pytest.mark.parametrize(
    ("kind", "words"), [("ToolStarted", "tool started"), ("verdict_changed", "verdict changed"), ("anomaly", "anomaly")]
)
def test_kinds_are_words(kind: str, words: str) -> None:
    assert kind_words(kind) == words


def test_a_change_of_verdict_tells_both_ends_and_its_rule() -> None:
    payload = {"from": "working", "to": "needs_input", "sub_state": "permission", "rule": "needs.ask"}
    assert details(payload) == "working → needs_input permission needs.ask"
