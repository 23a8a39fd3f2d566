"""Untrusted text on one line."""

from __future__ import annotations

import pytest

from headspace_desktop.ui.plain import one_line, visible


@pytest.mark.parametrize("gap", [" " * 5000, "\n" * 5000])
def test_a_line_says_that_it_is_cut_also_behind_much_blank(gap: str) -> None:
    assert one_line(f"echo fine{gap}; rm -rf ~", 80).endswith("…")
    assert one_line(f"echo fine{gap}", 80) == "echo fine"


@pytest.mark.parametrize("sign", ["\u200b", "\u00ad", "\u2060", "\u3164", "\u2800", "\ufeff", "\u202e", "\U000e0041"])
def test_signs_that_are_not_seen_are_shown(sign: str) -> None:
    assert visible(f"ls{sign} -la") == f"ls⟨{ord(sign):04X}⟩ -la"


def test_what_scripts_and_emoji_are_made_of_stays() -> None:
    for text in ("naïve café", "日本語", "می\u200cخواهم", "👩\u200d💻 ❤\ufe0f"):
        assert visible(text) == text
