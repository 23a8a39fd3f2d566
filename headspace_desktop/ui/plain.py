"""Makes untrusted text fit to be shown: bounded, without control signs that hide or turn what is read.

Any thread; pure. Everything is shown as plain text; nothing here may be used to make markup.
"""

from __future__ import annotations

import re
from html import escape

from headspace_desktop.domain.signs import HIDING, TURNING

_MARKED = TURNING | HIDING
_HIDDEN = re.compile(f"[{''.join(sorted(_MARKED))}]")
#: Most characters that one text widget is given at once: it lays out in well under a frame.
WIDGET_CHARS = 32_000


def visible(text: str, limit_chars: int = WIDGET_CHARS) -> str:
    """The text with every control, direction, hidden and lone surrogate sign made visible, cut at the limit."""
    text = text[:limit_chars]
    is_plain = text.isprintable() and (text.isascii() or _HIDDEN.search(text) is None)
    return text if is_plain else "".join(_shown(sign) for sign in text)


def is_cut(text: str, limit_chars: int = WIDGET_CHARS) -> bool:
    return len(text) > limit_chars


def one_line(text: str, limit_chars: int = 400) -> str:
    """The text on one line, spaces folded; cut at the limit with an ellipsis."""
    folded = visible(" ".join(text[: limit_chars * 4].split()), limit_chars * 4)
    is_whole = len(folded) <= limit_chars and not text[limit_chars * 4 :].strip()
    return folded if is_whole else folded[: limit_chars - 1] + "…"


def as_tip(text: str) -> str:
    """The text for a tooltip. Qt would take some plain texts for markup, so every sign of it is escaped."""
    return f"<div style='white-space: pre-wrap'>{escape(text)}</div>" if text else ""


def _shown(sign: str) -> str:
    code = ord(sign)
    if sign in "\n\t" or 0x20 <= code < 0x7F:
        return sign
    if code < 0x20:
        return "" if sign == "\r" else chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if code < 0xA0 or sign in _MARKED or 0xD800 <= code <= 0xDFFF or code in (0x2028, 0x2029):
        return f"⟨{code:04X}⟩"
    return sign
