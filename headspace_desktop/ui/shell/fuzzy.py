"""How well a few typed letters fit a line of words. Any thread; pure."""

from __future__ import annotations


def score(query: str, text: str) -> int:
    """0 when they do not fit, else more for better. Each word of the query must fit; both are in lower case.

    A word fits as it stands (best at the beginning of a word), or letter by letter in its order within a word's reach.
    """
    total = 0
    for word in query.split():
        found = _word(word, text)
        if not found:
            return 0
        total += found
    return total or 1


def _word(word: str, text: str) -> int:
    at = text.find(word)
    best = 0
    while at >= 0:
        is_start = at == 0 or not text[at - 1].isalnum()
        best = max(best, 200 - min(at, 60) + (120 if is_start else 0) + (40 if at == 0 else 0))
        if is_start:
            break
        at = text.find(word, at + 1)
    return best or _letters(word, text)


def _letters(word: str, text: str) -> int:
    """The letters in their order, each at the beginning of a word or right after the one before."""
    if len(word) < 2:
        return 0
    return _rest(word, 0, text, -1, 0)


def _rest(word: str, at: int, text: str, last: int, jumps: int) -> int:
    if at == len(word):
        return max(100 - 15 * jumps, 1)
    if last + 1 < len(text) and last >= 0 and text[last + 1] == word[at]:
        found = _rest(word, at + 1, text, last + 1, jumps)
        if found:
            return found
    if jumps > 5:
        return 0
    place = text.find(word[at], last + 1)
    while place >= 0:
        if place == 0 or not text[place - 1].isalnum():
            found = _rest(word, at + 1, text, place, jumps + 1)
            if found:
                return found
        place = text.find(word[at], place + 1)
    return 0
