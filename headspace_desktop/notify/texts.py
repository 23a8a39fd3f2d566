"""Makes a foreign text fit for a bubble: no control characters, no reordering marks, bounded, escaped for markup.

Pure; any thread. It never words anything: the sentences come ready from the engine.
"""

from __future__ import annotations

import unicodedata

from headspace_desktop.domain.signs import HIDING, TURNING

TITLE_CHARS = 120
BODY_CHARS = 600
BODY_LINES = 8
LABEL_CHARS = 40

#: A command to allow must look like what it is.
_MISLEADING = TURNING | HIDING
_ELLIPSIS = "…"


def line(text: str, limit_chars: int) -> str:
    """One line of at most `limit_chars` characters."""
    return _cut(" ".join(_clean(text, limit_chars).split()), limit_chars)


def body(text: str) -> str:
    """A few lines, `BODY_CHARS` characters in all at most."""
    lines = [" ".join(part.split()) for part in _clean(text, BODY_CHARS).split("\n")]
    full = [part for part in lines if part]
    shown = full[:BODY_LINES]
    if len(full) > len(shown):
        shown[-1] += _ELLIPSIS
    return _cut("\n".join(shown), BODY_CHARS)


def unmarked(text: str) -> str:
    """The same text for a server that reads links and pictures but no escapes: nothing may vanish from a command.

    Source: dunst 1.9 without `markup`, which shows ``<img src=x>`` as ``[image]``.
    """
    return text.replace("<", "‹").replace(">", "›")


def markup(text: str) -> str:
    """The same text for a server that reads markup. Source: Desktop Notifications Specification, "Markup"."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clean(text: str, limit_chars: int) -> str:
    """The start of `text`, harmless; a few times longer than the limit, since blanks are folded afterwards."""
    start = text[: limit_chars * 4].replace("\r\n", "\n").replace("\r", "\n")
    cleaned = "".join(_safe(char) for char in start)
    return cleaned + _ELLIPSIS if len(text) > limit_chars * 4 else cleaned


def _safe(char: str) -> str:
    if char == "\n" or char.isprintable():
        return "" if char in _MISLEADING else char
    if char in _MISLEADING:
        return ""
    if unicodedata.category(char) == "Cf":  # joiners: part of emoji and of many scripts
        return char
    return " " if char.isspace() else ""


def _cut(text: str, limit_chars: int) -> str:
    return text if len(text) <= limit_chars else text[: limit_chars - 1].rstrip() + _ELLIPSIS
