"""The ground of rows that are painted by hand. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from headspace_desktop.ui.theme import CHIP_RADIUS_PX, Theme


class PaintedRow(QStyledItemDelegate):
    """What such rows have in common; a subclass paints its words on it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> QRect:
        """Mark the row if it is the chosen one; the row's box."""
        box: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.look.selection))
            painter.drawRoundedRect(box, CHIP_RADIUS_PX, CHIP_RADIUS_PX)
            painter.restore()
        return box
