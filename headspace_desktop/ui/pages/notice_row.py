"""Paints one notice: what was told and when, and beneath it what became of it. GUI thread."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.painted_row import PaintedRow
from headspace_desktop.ui.theme import S_PX, XS_PX

NOTICE = Qt.ItemDataRole.UserRole + 1

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


@dataclass(frozen=True, slots=True)
class Notice:
    """`is_loud`: it was put on the desktop."""

    title: str
    at: str
    how: str
    is_loud: bool


class NoticeRow(PaintedRow):
    """Two lines; what was shown stands out from what was held back."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        lines = QFontMetrics(themes.prose()).height() + QFontMetrics(themes.prose("caption")).height()
        return QSize(100, lines + 2 * XS_PX + 2)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        notice: Notice = index.data(NOTICE)
        look = self._theme.look
        body, caption, mono = themes.prose(is_strong=notice.is_loud), themes.prose("caption"), themes.mono("caption")
        inner = self.paint_ground(painter, option).adjusted(S_PX, XS_PX, -S_PX, -XS_PX)
        first = QRect(inner.left(), inner.top(), inner.width(), QFontMetrics(body).height())
        painter.setFont(mono)
        painter.setPen(QColor(look.text_faint))
        painter.drawText(first, _RIGHT, notice.at)
        first.setRight(first.right() - QFontMetrics(mono).horizontalAdvance(notice.at) - S_PX)
        painter.setFont(body)
        painter.setPen(QColor(look.text))
        painter.drawText(first, _LEFT, _cut(notice.title, QFontMetrics(body), first.width()))
        second = QRect(inner.left(), first.bottom() + 2, inner.width(), QFontMetrics(caption).height())
        painter.setFont(caption)
        painter.setPen(QColor(look.text_soft))
        painter.drawText(second, _LEFT, _cut(notice.how, QFontMetrics(caption), second.width()))


def _cut(text: str, metrics: QFontMetrics, width_px: int) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width_px)
