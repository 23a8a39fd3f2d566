"""Paints one line of the palette: what it is called, what it is, its keys, why it cannot be done. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.painted_row import PaintedRow
from headspace_desktop.ui.shell.finds import Find
from headspace_desktop.ui.theme import S_PX

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class PaletteRow(PaintedRow):
    """Title, then detail; kind and keys to the right."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, QFontMetrics(themes.prose()).height() + 2 * S_PX)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        find: Find = index.data(Qt.ItemDataRole.UserRole)
        look = self._theme.look
        inner = self.paint_ground(painter, option).adjusted(S_PX, 0, -S_PX, 0)
        for text, font, colour in (
            (find.kind, themes.prose("caption"), look.text_faint),
            (find.keys, themes.mono("caption"), look.text_soft),
        ):
            inner.setRight(inner.right() - _write(painter, text, font, colour, inner, _RIGHT))
        font, colour = themes.prose(), look.text_faint if find.why_not else look.text
        inner.setLeft(inner.left() + _write(painter, find.title, font, colour, inner))
        if inner.width() > 2 * S_PX:
            _write(painter, find.why_not or find.detail, themes.prose("caption"), look.text_faint, inner)


def _write(  # noqa: PLR0917  a painter, what, how and where
    painter: QPainter, text: str, font: QFont, colour: str, box: QRect, align: Qt.AlignmentFlag = _LEFT
) -> int:
    """Draw the text, cut where it does not fit; how much of the width it takes, with a gap."""
    if not text:
        return 0
    metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(box, int(align), metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width()))
    return metrics.horizontalAdvance(text) + 2 * S_PX
