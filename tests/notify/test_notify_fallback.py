from __future__ import annotations

from typing import Any

import pytest

from headspace_desktop.domain.effects import ShowBubble, WithdrawBubble
from headspace_desktop.notify import Fallback, texts


@pytest.mark.parametrize("is_taken", [True, False])
def test_the_tray_first_then_the_window(is_taken: bool) -> None:
    tray: list[tuple[str, str]] = []
    window: list[Any] = []
    fallback = Fallback(lambda title, body: tray.append((title, body)) or is_taken, window.append)
    bubble = ShowBubble("k", "ti\x00tle", "bo\x1bdy\nline")
    fallback.take(bubble)
    fallback.take(WithdrawBubble("k"))
    assert tray == [("title", "body\nline")]
    assert window == ([] if is_taken else [bubble]) + [WithdrawBubble("k")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb", "a b"),
        ("a\r\nb\rc\n\n\nd", "a\nb\nc\nd"),
        ("👩‍💻", "👩‍💻"),
        ("a\u202eb\u2066c\u200f", "abc"),
        ("\ud800x\udfff", "x"),
        ("1\n2\n3\n4\n5\n6\n7\n8\n9", "1\n2\n3\n4\n5\n6\n7\n8…"),
    ],
)
def test_bodies(text: str, shown: str) -> None:
    assert texts.body(text) == shown


def test_bounds() -> None:
    assert len(texts.body("word " * 10_000)) == texts.BODY_CHARS
    assert texts.line("x" * 10_000, 40) == "x" * 39 + "…"
    assert texts.line("x" * 40, 40) == "x" * 40
    assert texts.line("a\nb", 40) == "a b"
    assert texts.line("\x00" * 500 + "hidden", 40) == "…"
