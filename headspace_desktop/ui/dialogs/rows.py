"""Rows of selectable words in columns, with a rule between them: a table that can be read, copied and tabbed through.

GUI thread. Plain text only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.parts import frame, label, rule
from headspace_desktop.ui.plain import visible
from headspace_desktop.ui.theme import M_PX, S_PX

SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


def words(text: str, tone: str = "", font: QFont | None = None, limit_chars: int = 2000) -> QLabel:
    """Wrapping words that can be selected by mouse and by keyboard."""
    made = label(visible(text, limit_chars), tone, font, wraps=True)
    made.setTextInteractionFlags(SELECTABLE if text else Qt.TextInteractionFlag.NoTextInteraction)
    return made


def as_tall_as_needed(page: QWidget) -> None:
    """Let wrapping words decide by the width that they get: their own least height is that of one word a line."""
    page.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)


class Rows(QScrollArea):
    """A grid that is filled anew as a whole. `stretches` are the columns' shares of the width."""

    def __init__(self, titles: Sequence[str], stretches: Sequence[int], name: str) -> None:
        super().__init__()
        self._titles, self._stretches = tuple(titles), tuple(stretches)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.count = 0

    def fill(self, rows: Sequence[Sequence[QWidget]]) -> None:
        """Show these rows; where the person had scrolled to stays."""
        at_px = self.verticalScrollBar().value()
        card = frame("panel")
        grid = QGridLayout(card)
        grid.setContentsMargins(M_PX, S_PX, M_PX, S_PX)
        grid.setHorizontalSpacing(M_PX)
        grid.setVerticalSpacing(S_PX - 2)
        for column, (title, stretch) in enumerate(zip(self._titles, self._stretches, strict=True)):
            grid.addWidget(label(title, "faint", themes.prose("caption", is_strong=True)), 0, column)
            grid.setColumnStretch(column, stretch)
        for number, cells in enumerate(rows):
            grid.addWidget(rule(), 2 * number + 1, 0, 1, len(self._titles))
            for column, cell in enumerate(cells):
                grid.addWidget(cell, 2 * number + 2, column, Qt.AlignmentFlag.AlignTop)
        page = QWidget()
        as_tall_as_needed(page)
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(card)
        box.addStretch(1)
        self.setWidget(page)
        self.count = len(rows)
        self.verticalScrollBar().setValue(at_px)
