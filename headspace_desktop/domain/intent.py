"""Does this text ask, report or finish? Plain rules over the text's tail; any thread."""

from __future__ import annotations

import re

from headspace_desktop.domain.model import TurnIntent

#: What may follow the question mark: closing quotes, brackets, emphasis.
_CLOSERS = "*_)]\"'”’» "
#: A longer closing question is cut; it is for a card and a bubble.
QUESTION_CHARS = 600
_FENCE = re.compile(r"^\s*(```|~~~)")
_QUESTION_END = re.compile(r"[?？؟][\s*_)\]]*(?:[(\[][^()\[\]]{1,40}[)\]][.*_]*)?$")
_LIST_ITEM = re.compile(r"(?:[-*•]|\(?\w[.)]|\d{1,2}[.)])\s+\S")
_SENTENCE_END = re.compile(r"(?<=[.!?？؟。])[*_)\]\"'”’»]*\s+(?![a-z])")

#: What is looked for in texts, in the words of the agents; a scrubbed recording keeps these words.
SOFT_CLOSE = r"\b(?:anything else|let me know|feel free|tell me if|is there anything|happy to help)\b"
OFFER = r"\b(?:do you want|want me to|want \w+ too|would you like|shall i also|should i also)\b"
FINISHED = (
    r"\b(?:tests? (?:now )?(?:pass|passed|passes|are green)|passes|all set|all done|done|finished|completed?|"
    r"implemented|committed|pushed|merged|deployed|fixed|is live)\b"
)
CONTINUES = r"\b(?:next i|next, i|before i|still to do|remaining|in progress|todo|one more thing)\b"
WAITS = (
    r"\b(?:awaiting|waiting for|wait for) your\b|\bplease (?:choose|confirm|pick|select|decide|advise)\b|"
    r"\blet me know (?:which|whether|what|how|when|where|who)\b|\btell me (?:which|whether|what to|how to)\b"
)
PHRASES = (WAITS, SOFT_CLOSE, OFFER, FINISHED, CONTINUES)

_SOFT_CLOSE, _OFFER, _FINISHED, _CONTINUES, _WAITS = (
    re.compile(words, re.IGNORECASE) for words in (SOFT_CLOSE, OFFER, FINISHED, CONTINUES, WAITS)
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

    A polite offer after finished work is no question that anybody waits for (F-22), and finished work does not hide a
    question behind it (F-21).
    """
    tail = _without_choices(tail_of(text))[-3:]
    if not tail:
        return TurnIntent.COMPLETION
    last = tail[-1]
    closing = _SENTENCE_END.split(last)[-1]
    if _WAITS.search(closing) and not _FINISHED.search(closing):
        return TurnIntent.QUESTION
    if not _QUESTION_END.search(last) or _SOFT_CLOSE.search(last):
        return TurnIntent.COMPLETION
    before = " ".join([*tail[:-1], last.removesuffix(closing)])
    is_offer = _OFFER.search(closing) and _FINISHED.search(before) and not _CONTINUES.search(before)
    return TurnIntent.COMPLETION if is_offer else TurnIntent.QUESTION


def _without_choices(tail: list[str]) -> list[str]:
    """A question is often followed by the choices that it leaves: then it is the last word all the same."""
    end = len(tail)
    while end and _LIST_ITEM.match(tail[end - 1]):
        end -= 1
    return tail[:end] if end and end < len(tail) and _QUESTION_END.search(tail[end - 1]) else tail


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
