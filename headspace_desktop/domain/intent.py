"""Does this text ask, report or finish? Plain rules over the text's tail; any thread."""

from __future__ import annotations

import re

from headspace_desktop.domain.model import TurnIntent

#: What may follow the question mark: closing quotes, brackets, emphasis.
_CLOSERS = "*_)]\"'”’» "
#: A longer closing question is cut; it is for a card and a bubble.
QUESTION_CHARS = 600
_FENCE = re.compile(r"^\s*(```|~~~)")
_QUESTION_END = re.compile(r"\?[\s*_)\]]*$")
_SENTENCE_END = re.compile(r"(?<=[.!?？؟。])[*_)\]\"'”’»]*\s+(?![a-z])")
_SOFT_CLOSE = re.compile(
    r"\b(anything else|let me know|feel free|tell me if|is there anything|happy to help)\b", re.IGNORECASE
)


def tail_of(text: str, lines: int = 15) -> list[str]:
    """The last non-blank lines outside fenced code."""
    kept: list[str] = []
    is_code = False
    for line in text.splitlines():
        if _FENCE.match(line):
            is_code = not is_code
        elif not is_code and line.strip():
            kept.append(line.strip())
    return kept[-lines:]


def intent_of_final(text: str) -> TurnIntent:
    """What an agent's last text of a turn means for the person.

    A polite offer after finished work is no question that anybody waits for (F-22).
    """
    tail = tail_of(text, 3)
    if not tail:
        return TurnIntent.COMPLETION
    last = tail[-1]
    if _QUESTION_END.search(last) and not _SOFT_CLOSE.search(last):
        return TurnIntent.QUESTION
    return TurnIntent.COMPLETION


def closing_question(text: str) -> str:
    """The question that a text ends with: its last sentence that asks, or else its last paragraph; empty for none."""
    tail = tail_of(text)
    for line in reversed(tail):
        sentences = _SENTENCE_END.split(line)
        for at in range(len(sentences) - 1, -1, -1):
            if sentences[at].rstrip(_CLOSERS).endswith(("?", "？", "؟")):
                return _clip(sentences[at].strip("*_ "))
    return _clip(tail[-1]) if tail else _clip(text.strip())


def _clip(text: str) -> str:
    return text if len(text) <= QUESTION_CHARS else "…" + text[1 - QUESTION_CHARS :]
