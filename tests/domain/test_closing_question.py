from __future__ import annotations

import pytest

from headspace_desktop.domain.intent import QUESTION_CHARS, closing_question

LONG = " ".join(f"It is blue now, part {n}." for n in range(30))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (f"{LONG} Shall I go on?", "Shall I go on?"),
        (f"{LONG}\n\n**Shall I go on?**", "Shall I go on?"),
        ("Which one (a or b)? Tell me. I wait.", "Which one (a or b)?"),
        ("Two ways:\n- keep\n- drop\n\nWhich one?\n\nI would keep it.", "Which one?"),
        ("Is v1.2 of e.g. foo fine?", "Is v1.2 of e.g. foo fine?"),
        ("I said “Is it blue?” Then: shall I?", "Then: shall I?"),
        ("```\nwhat = a ? b : c\n```\nTell me which.", "Tell me which."),
        ("我可以继续吗？", "我可以继续吗？"),
        ("One.\n\nJust the last paragraph counts.", "Just the last paragraph counts."),
        ("", ""),
        ("```\nonly code", "```\nonly code"),
    ],
)
def test_the_question_at_the_end(text: str, asked: str) -> None:
    assert closing_question(text) == asked


def test_an_endless_question_keeps_its_end() -> None:
    asked = closing_question("and " * 5000 + "so on?")
    assert len(asked) == QUESTION_CHARS
    assert asked.endswith("so on?")
