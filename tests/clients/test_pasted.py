"""A pasted prompt comes back from the client in a wrapping; the person's own words are what counts."""

from __future__ import annotations

import pytest

from headspace_desktop.clients.claude_typed import unwrapped


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ('\n\n<pasted_content id="1">\none\ntwo\n</pasted_content id="1">\n', "one\ntwo"),
        ('Look at:\n\n<pasted_content id="a1">\nx\n</pasted_content id="a1">\n', "Look at:\nx"),
        ("no paste, <pasted_content> in prose", "no paste, <pasted_content> in prose"),
        ("  kept as it is ", "  kept as it is "),
    ],
)
def test_wrapping_is_taken_off(heard: str, said: str) -> None:
    assert unwrapped(heard) == said
