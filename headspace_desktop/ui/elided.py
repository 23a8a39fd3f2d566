"""A label of one line that gives way: what has no room ends in an ellipsis and is whole in the tooltip.

GUI thread. Plain text only.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy
from typing_extensions import override

from headspace_desktop.ui.plain import as_tip


class Elided(QLabel):
    """Asks for no width of its own beyond a few signs; `is_whole`: for that of its words, and never for more."""

    def __init__(self, font: QFont, tone: str = "", *, is_whole: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font)
        if tone:
            self.setProperty("tone", tone)
        wanted = QSizePolicy.Policy.Maximum if is_whole else QSizePolicy.Policy.Ignored
        self.setSizePolicy(wanted, QSizePolicy.Policy.Preferred)
        self._whole = ""

    def show_text(self, text: str) -> None:
        if text != self._whole:
            self._whole = text
            self.setAccessibleName(text)
            self.updateGeometry()
            self._fit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(10, super().minimumSizeHint().height())

    def _fit(self) -> None:
        said = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 10))
        said = said if said != "…" else ""  # alone it says nothing
        if said != self.text():
            self.setText(said)
            self.setToolTip(as_tip(self._whole) if said != self._whole else "")
