"""Figures side by side, each under its name: as many in a line as there is room for. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget
from typing_extensions import override

from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.parts import label, retone
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX

_LEAST_PX = 150


class Tile(QFrame):
    """One figure. Its tooltip says how it is meant."""

    def __init__(self, name: str, meaning: str) -> None:
        super().__init__()
        self.setProperty("role", "box")
        self.setToolTip(meaning)
        self._name, self._meaning = name, meaning
        self.value = label("–", font=themes.mono("title", is_strong=True))
        self.more = label("", "faint", themes.prose("caption"))
        box = QVBoxLayout(self)
        box.setContentsMargins(M_PX, S_PX, M_PX, S_PX)
        box.setSpacing(XS_PX)
        box.addWidget(label(name, "soft", themes.prose("caption")))
        box.addWidget(self.value)
        box.addWidget(self.more)
        box.setAlignment(Qt.AlignmentFlag.AlignTop)

    def show_value(self, value: str, more: str = "", tone: str = "") -> None:
        self.value.setText(value)
        self.more.setText(more)
        retone(self.value, tone)
        self.setAccessibleName(f"{self._name}: {value} {more}".strip())
        self.setAccessibleDescription(self._meaning)


class Tiles(QWidget):
    """All of one row have the same width."""

    def __init__(self, tiles: Sequence[QWidget], least_px: int = _LEAST_PX) -> None:
        super().__init__()
        self._tiles, self._least_px, self._columns = tuple(tiles), least_px, 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(S_PX)
        self._lay(len(self._tiles))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fits = max(1, min(len(self._tiles), (self.width() + S_PX) // (self._least_px + S_PX)))
        lines = ceil(len(self._tiles) / fits)
        self._lay(ceil(len(self._tiles) / lines))  # full lines look better than one that is left over

    def _lay(self, columns: int) -> None:
        if columns == self._columns:
            return
        for at in range(self._columns):
            self._grid.setColumnStretch(at, 0)
        self._columns = columns
        for at, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, at // columns, at % columns)
        for at in range(columns):
            self._grid.setColumnStretch(at, 1)
        self.setMinimumWidth(self._least_px)
        self.updateGeometry()
