"""The faces of the board and how texts fit into them: measured once, remembered for some hundred cards.

GUI thread. Knows fonts and widths; must not know a card.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

from headspace_desktop.ui import theme

#: Measured texts that are remembered: those of some hundred cards.
_KNOWN_TEXTS = 3000
_RIGHT = Qt.TextElideMode.ElideRight


class Fonts:
    """The faces of the board, measured once."""

    def __init__(self) -> None:
        self.measure()

    def measure(self) -> None:
        """Take the faces from the application's font anew."""
        self.state = theme.prose("caption", is_strong=True)
        self.caption = theme.prose("caption")
        self.strong = theme.prose("body", is_strong=True)
        self.body = theme.prose("body")
        self.mono = theme.mono("caption")
        self.mono_strong = theme.mono("caption", is_strong=True)
        self.number = theme.mono("body", is_strong=True)
        self._metrics: dict[int, QFontMetricsF] = {}
        self._known: dict[tuple[str, int, float, object], Any] = {}

    def metrics(self, font: QFont) -> QFontMetricsF:
        key = id(font)  # one of the faces above, which live as long
        if key not in self._metrics:
            self._metrics[key] = QFontMetricsF(font)
        return self._metrics[key]

    def line_px(self, font: QFont) -> float:
        """How tall one line in this face is."""
        return float(round(self.metrics(font).height() + 1))

    def wrap(self, text: str, font: QFont, width_px: float, max_lines: int) -> list[str]:
        """As the function of that name; most words of a card stay from one change to the next."""
        key = (text, id(font), width_px, max_lines)
        if key not in self._known:
            self._keep(key, wrap(text, font, self.metrics(font), width_px, max_lines))
        found: list[str] = self._known[key]
        return found

    def elided(self, text: str, font: QFont, width_px: float, mode: Qt.TextElideMode = _RIGHT) -> str:
        key = (text, id(font), width_px, mode)
        if key not in self._known:
            self._keep(key, self.metrics(font).elidedText(text, mode, width_px))
        found: str = self._known[key]
        return found

    def width_px(self, text: str, font: QFont) -> float:
        key = (text, id(font), 0.0, None)
        if key not in self._known:
            self._keep(key, self.metrics(font).horizontalAdvance(text))
        found: float = self._known[key]
        return found

    def _keep(self, key: tuple[str, int, float, object], found: object) -> None:
        if len(self._known) > _KNOWN_TEXTS:
            self._known.clear()
        self._known[key] = found


def wrap(text: str, font: QFont, metrics: QFontMetricsF, width_px: float, max_lines: int) -> list[str]:
    """Break a text into lines of that width; the last one ends in an ellipsis when more would follow."""
    if not text:
        return []
    if metrics.horizontalAdvance(text) <= width_px:
        return [text]
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    starts: list[int] = []
    while len(starts) <= max_lines:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width_px)
        starts.append(line.textStart())
    layout.endLayout()
    # Qt counts UTF-16 units, Python counts signs: a text with signs beyond the first plane is cut by units.
    units = text.encode("utf-16-le", "replace")
    cut = [units[2 * at : 2 * until].decode("utf-16-le", "replace").strip() for at, until in _spans(starts, units)]
    if len(cut) > max_lines:
        rest = units[2 * starts[max_lines - 1] :].decode("utf-16-le", "replace")
        cut = [*cut[: max_lines - 1], metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width_px)]
    return cut


def _spans(starts: Sequence[int], units: bytes) -> list[tuple[int, int]]:
    return list(zip(starts, [*starts[1:], len(units) // 2], strict=True))
