"""What a last text means: the misreadings of the catalogue (F-21, F-22) and what people write."""

from __future__ import annotations

import pytest

from headspace_desktop.domain.intent import intent_of_final
from headspace_desktop.domain.model import TurnIntent
from headspace_desktop.recording.scrub import Scrub

QUESTIONS = [
    "Which colour do you prefer?",
    "Next I'll run tests. Is that ok?",
    "Three files changed, all tests passed.\n\nShould I proceed with the deploy?",
    "You can now open the app.\nWhat name should I use?",
    "I looked at both.\n\nWhich of them shall I take?",
    "Which one do you want?\n\n1. The left one\n2. The right one",
    "How shall it end?\n- newest wins\n- keep both",
    "Shall I delete the table? (y/n)",
    "**Shall I go on?**",
    "The plan is ready. Please confirm before I touch the database.",
    "Both are possible. Let me know which you prefer.",
    "Awaiting your decision.",
    "我可以继续吗？",
    "Before I do it: do you want me to drop the old rows?",
    "The remaining step deletes data; the rest is done. Do you want me to do it?",
]

FINALS = [
    "Done. All files now use the new API.",
    "Let me know if there's anything else.",
    "All 12 tests passed. Want me to update the docs?",
    "The tests pass. Want docs too?",
    "It is fixed and pushed.\n\nWould you like me to write a test as well?",
    "Is there anything else you need?",
    "I changed these:\n- a.py\n- b.py",
    "```\nwhat = a ? b : c?\n```",
    "I asked myself: why? The cache was stale.",
    "Let me also check the log. It is fine.",
    "In progress: 3 files changed",
    "",
]


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_closing_question_is_never_lost(text: str) -> None:
    assert intent_of_final(text) is TurnIntent.QUESTION


@pytest.mark.parametrize("text", FINALS)
def test_finished_work_with_an_offer_waits_for_nobody(text: str) -> None:
    assert intent_of_final(text) is TurnIntent.COMPLETION


@pytest.mark.parametrize("text", QUESTIONS + FINALS)
def test_a_scrubbed_text_means_the_same(text: str) -> None:
    assert intent_of_final(Scrub(b"1").text(text)) is intent_of_final(text)


def test_no_text_takes_long() -> None:
    """Text of an agent is anything: each expression must be through it at once."""
    for text in ("please " * 20_000, "?" * 100_000, "(" * 50_000, "a. " * 50_000 + "b?", "- x\n" * 50_000):
        intent_of_final(text)
