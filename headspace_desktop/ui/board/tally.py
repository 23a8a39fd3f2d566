"""How many of a project's agents need the person, work or are stalled: shapes with numbers in its heading.

GUI thread. Painting only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from headspace_desktop.domain.model import State
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.glyphs import draw_state
from headspace_desktop.ui.theme import S_PX, Theme
from headspace_desktop.ui.words import number, state_word

_TOLD = (State.NEEDS_INPUT, State.STALLED, State.WORKING)
_GLYPH_PX, _GAP_PX = 11, 3


class Tally(QWidget):
    """Only what is there is shown."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._counts: Counter[State] = Counter()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_states(self, states: Iterable[State]) -> None:
        counts = Counter(state for state in states if state in _TOLD)
        if counts != self._counts:
            self._counts = counts
            said = ", ".join(f"{number(counts[state])} {state_word(state)}" for state in _TOLD if counts[state])
            self.setAccessibleName(said)
            self.setToolTip(said)
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(sum(self._widths())), 16)

    def _widths(self) -> list[float]:
        metrics = QFontMetricsF(themes.mono("caption"))
        words = [number(self._counts[state]) for state in _TOLD if self._counts[state]]
        return [_GLYPH_PX + _GAP_PX + metrics.horizontalAdvance(word) + S_PX for word in words]

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._theme.look
        painter = QPainter(self)
        painter.setFont(themes.mono("caption"))
        x = 0.0
        for state, width in zip([state for state in _TOLD if self._counts[state]], self._widths(), strict=True):
            top = (self.height() - _GLYPH_PX) / 2
            draw_state(painter, QRectF(x, top, _GLYPH_PX, _GLYPH_PX), state, look.hue(state).fill, look.sunken)
            painter.setPen(QColor(look.hue(state).ink))
            box = QRectF(x + _GLYPH_PX + _GAP_PX, 0, width, self.height())
            painter.drawText(
                box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), number(self._counts[state])
            )
            x += width
        painter.end()
