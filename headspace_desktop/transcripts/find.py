"""Finds words in a whole transcript, from its end backwards, a bounded piece at a time.

Runs in the reader thread; it keeps nothing between two pieces, so whoever asks may stop at any of them.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import datetime

from headspace_desktop.clients import by_name
from headspace_desktop.domain.asks import AskFind
from headspace_desktop.transcripts.seek import lines_back
from headspace_desktop.troubles import TranscriptUnreadable

#: What one piece looks at: a moment's work, so that other pages do not wait.
PIECE_BYTES = 24 << 20
HITS_LIMIT = 100
_AROUND_CHARS = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry that holds the words. `excerpt` is what stands around the first of them."""

    offset_bytes: int
    uuid: str
    kind: str
    at: datetime | None
    excerpt: str


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Hits, the newest first. `before_bytes` asks for the next piece; None when the beginning was reached."""

    path: str
    words: str
    hits: tuple[Hit, ...]
    before_bytes: int | None
    size_bytes: int


def find_words(ask: AskFind) -> FoundPage:
    """One piece of the search; upper and lower case are the same. Raises: TranscriptUnreadable."""
    words = " ".join(ask.words.casefold().split())
    if not words:
        return FoundPage(ask.path, ask.words, (), None, 0)
    try:
        client = by_name(ask.client)
        fd = os.open(ask.path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    except (OSError, ValueError, KeyError) as error:
        raise TranscriptUnreadable(f"{ask.path!r}: {error}") from error
    hint = _hint(words)
    hits: list[Hit] = []
    try:
        size = os.fstat(fd).st_size
        start = size if ask.before_bytes is None else max(0, min(ask.before_bytes, size))
        at = start
        for offset, line, _behind in lines_back(fd, start):
            at = offset
            if hint in line.lower():
                for entry in client.read_entries(line, offset):
                    text = f"{entry.summary} {entry.text}" if entry.kind == "tool" else entry.text
                    folded = " ".join(text.split())
                    found = folded.casefold().find(words)
                    if found >= 0:
                        excerpt = folded[max(0, found - _AROUND_CHARS) : found + len(words) + _AROUND_CHARS]
                        hits.append(Hit(offset, entry.uuid, entry.kind, entry.at, excerpt))
            if len(hits) >= HITS_LIMIT or start - at >= PIECE_BYTES:
                break
        else:
            at = 0
        return FoundPage(ask.path, ask.words, tuple(hits), at or None, size)
    except OSError as error:
        raise TranscriptUnreadable(f"{ask.path!r}: {error}") from error
    finally:
        os.close(fd)


def _hint(words: str) -> bytes:
    """A part of the words that must stand in the raw line as it is: no sign that JSON writes in another way."""
    runs = [part for run in re.findall(r"[a-z0-9_.,:;+*()-]+", words) for part in run.split("ss")]  # ß folds to ss
    return max(runs, key=len, default="").encode()
