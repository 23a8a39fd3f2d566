"""Untrusted text on one line."""

from __future__ import annotations

import pytest

from headspace_desktop.ui.plain import one_line


@pytest.mark.parametrize("gap", [" " * 5000, "\n" * 5000])
def test_a_line_says_that_it_is_cut_also_behind_much_blank(gap: str) -> None:
    assert one_line(f"echo fine{gap}; rm -rf ~", 80).endswith("…")
    assert one_line(f"echo fine{gap}", 80) == "echo fine"
