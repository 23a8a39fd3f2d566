"""The words that a person types to search: all must occur, "phrases", -without, the last word as it is being typed.

Pure; any thread. Any text is a question; nothing in it is ever a command to the database.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

#: A longer question is cut. Source: what fits a search box; the databases' own limits are far above.
QUERY_CHARS, QUERY_TERMS = 1000, 32

_TERM = re.compile(r'(-?)"([^"]*)("?)|(\S+)')

#: A single minus before a word; ``--flag`` and ``->`` are looked for as they stand.
_WITHOUT = re.compile(r"-(?=[^-\s])(?=.*\w)")

#: Scripts that write no spaces between words: no index of words can know where one begins.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u30ff\u31f0-\u31ff"
    "\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for: `words` stand side by side. Without words `text` is looked for letter by letter."""

    text: str
    words: tuple[str, ...]
    is_prefix: bool = False
    is_excluded: bool = False


def parse(text: str) -> tuple[Term, ...]:
    """The terms of a question, in the order in which they were typed."""
    clean = "".join(" " if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in text[:QUERY_CHARS])
    terms: list[Term] = []
    for match in _TERM.finditer(clean):
        minus, phrase, closing, plain = match.groups()
        is_last = match.end() == len(clean)
        if plain is None:
            term = _term(phrase, is_excluded=bool(minus), is_prefix=is_last and not closing)
        else:
            is_excluded = _WITHOUT.match(plain) is not None
            term = _term(plain[1:] if is_excluded else plain, is_excluded=is_excluded, is_prefix=is_last)
        if term is not None and plain != "-" and len(terms) < QUERY_TERMS:
            terms.append(term)
    return tuple(terms)


def _term(text: str, *, is_excluded: bool, is_prefix: bool) -> Term | None:
    text = text.strip()
    if not text:
        return None
    words = () if _UNSPACED.search(text) else tuple(words_of(text))
    is_prefix = is_prefix or text.endswith("*")
    ends_in_word = bool(words) and text.rstrip("*").endswith(words[-1])
    return Term(text, words, is_prefix=is_prefix and ends_in_word and not is_excluded, is_excluded=is_excluded)


def words_of(text: str) -> Iterator[str]:
    """Runs of letters, digits and the marks on them."""
    word: list[str] = []
    for sign in text:
        kind = unicodedata.category(sign)
        if kind[0] in "LN" or kind == "Co" or (kind[0] == "M" and word):
            word.append(sign)
        elif word:
            yield "".join(word)
            word = []
    if word:
        yield "".join(word)


# -- what was found, for the eye ---------------------------------------------

_BEFORE_CHARS, _SNIPPET_CHARS = 60, 240


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text on one line. `marks` are (start, end) of what was looked for."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


def snippet(text: str, terms: tuple[Term, ...]) -> Snippet:
    """The first place where something that was looked for stands, with a little before and after it."""
    pattern = _pattern(terms)
    first = pattern.search(_folded(text)) if pattern else None
    start = max(0, first.start() - _BEFORE_CHARS) if first else 0
    if start:
        space = text.find(" ", start, first.start() if first else start)
        start = start if space < 0 else space + 1
    piece = text[start : start + _SNIPPET_CHARS]
    shown = ("…" if start else "") + re.sub(r"\s", " ", piece) + ("…" if len(text) > start + len(piece) else "")
    marks = tuple(match.span() for match in pattern.finditer(_folded(shown))) if pattern else ()
    return Snippet(shown, marks)


def _pattern(terms: tuple[Term, ...]) -> re.Pattern[str] | None:
    """What `snippet` marks; a separator between two words may be anything that is no word."""
    ways = []
    for term in terms:
        if term.is_excluded:
            continue
        if term.words:
            way = r"[\W_]+".join(re.escape(_folded(word)) for word in term.words)
            ways.append(rf"(?<![^\W_]){way}" + ("" if term.is_prefix else r"(?![^\W_])"))
        else:
            ways.append(re.escape(_folded(term.text)))
    return re.compile("|".join(ways)) if ways else None


def _folded(text: str) -> str:
    """The text in small letters without marks, sign for sign, so that places stay where they are."""
    if text.isascii():
        return text.lower()
    return "".join(_fold(sign) for sign in text)


def _fold(sign: str) -> str:
    if sign < "\x80":
        return sign.lower()
    base = unicodedata.normalize("NFKD", sign)[0].lower()
    return base[0] if base else sign
