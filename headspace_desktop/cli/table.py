"""Agents as an aligned table, and foreign text made harmless for a terminal. Pure; any thread."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

#: Colours by state, as SGR parameters; used on a terminal only, and not with NO_COLOR.
COLOURS = {"needs_input": "1;33", "stalled": "1;31", "working": "36", "done": "32", "idle": "2", "ended": "2"}


def plain(text: str) -> str:
    """The text without anything that could drive a terminal or reorder the line: one line of printable signs."""
    return "".join(
        " " if sign in "\n\r\t\v\f\x85\u2028\u2029" else sign
        for sign in text
        if sign in "\n\r\t\v\f\x85\u2028\u2029" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )


def width(text: str) -> int:
    """Columns that the text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def fitted(text: str, columns: int) -> str:
    """The text cut to so many columns, with … where something was cut."""
    if width(text) <= columns:
        return text
    kept = ""
    for sign in text:
        if width(kept + sign) > columns - 1:
            break
        kept += sign
    return kept + "…" if columns > 0 else ""


def table(rows: Sequence[Sequence[str]], columns: int, *, colours: Sequence[str] = ()) -> str:
    """Rows below one another; the last column takes what room is left. The first row is the head.

    Shape: `colours` has one entry a row for its first cell, empty for none.
    """
    rows = [[plain(cell) for cell in row] for row in rows]
    widths = [min(max(width(row[n]) for row in rows), 32) for n in range(len(rows[0]) - 1)]
    last = max(columns - sum(widths) - 2 * len(widths), 20)
    lines = []
    for number, row in enumerate(rows):
        cells = [
            fitted(cell, wide) + " " * (wide - width(fitted(cell, wide)))
            for cell, wide in zip(row, widths, strict=False)
        ]
        if number < len(colours) and colours[number]:
            cells[0] = f"\x1b[{colours[number]}m{cells[0]}\x1b[0m"
        lines.append("  ".join([*cells, fitted(row[-1], last)]).rstrip())
    return "\n".join(lines)


def duration(seconds: float) -> str:
    """How long, in one unit: 12s, 5m, 3h, 2d."""
    if seconds < 0:
        return "0s"
    for unit, size_s in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds >= size_s:
            return f"{int(seconds // size_s)}{unit}"
    return f"{int(seconds)}s"
