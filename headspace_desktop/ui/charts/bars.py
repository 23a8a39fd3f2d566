"""Bars from left to right with their axis; beside each, where it was measured, frustration as a candlestick.

GUI thread. The bar under the pointer or the keyboard's mark is told in words, also to a screen reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from headspace_desktop.domain.activity import Mood
from headspace_desktop.domain.model import State
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.charts.points import Point, every, level_of, ticks
from headspace_desktop.ui.theme import S_PX, XS_PX, Theme

_SCALE = 10.0  # of frustration
_BODY_PX = 2.0  # a body is never thinner
_LEVELS = (State.IDLE, State.NEEDS_INPUT, State.STALLED)


class BarChart(QWidget):
    """`pointed` tells the words of the current bar, empty when there is none."""

    pointed = Signal(str)

    def __init__(self, theme: Theme, name: str, height_px: int = 240) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._points: tuple[Point, ...] = ()
        self._ticks: tuple[float, ...] = (0.0, 1.0)
        self._at = -1
        self._height_px = height_px
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(height_px)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_points(self, points: Sequence[Point], *, is_whole: bool = True) -> None:
        """Show these bars; the mark stays where it was."""
        if len(points) != len(self._points):
            self._at = -1
        self._points = tuple(points)
        self._ticks = ticks(max((point.value for point in points), default=0.0), is_whole=is_whole)
        self._tell()
        self.update()

    @property
    def current(self) -> int:
        """The bar that is told in words; -1 for none."""
        return self._at

    @override
    def sizeHint(self) -> QSize:
        return QSize(480, self._height_px)

    # -- where things stand

    def _has_mood(self) -> bool:
        return any(point.mood is not None for point in self._points)

    def _field(self) -> QRectF:
        metrics = QFontMetricsF(themes.mono("caption"))
        left = max(metrics.horizontalAdvance(_number(tick)) for tick in self._ticks) + S_PX
        right = metrics.horizontalAdvance("10") + S_PX if self._has_mood() else XS_PX
        bottom = metrics.height() + S_PX
        return QRectF(left, S_PX, max(self.width() - left - right, 1.0), max(self.height() - S_PX - bottom, 1.0))

    def _slot(self, field: QRectF, at: int) -> QRectF:
        width = field.width() / max(len(self._points), 1)
        return QRectF(field.left() + at * width, field.top(), width, field.height())

    def at_x(self, x: float) -> int:
        """The bar at this place; -1 beside the field."""
        field = self._field()
        if not self._points or not field.left() <= x < field.right():
            return -1
        return min(int((x - field.left()) / field.width() * len(self._points)), len(self._points) - 1)

    # -- what the person does

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mark(self.at_x(event.position().x()))
        if self._at >= 0:
            QToolTip.showText(event.globalPosition().toPoint(), self._points[self._at].tip, self)
        super().mouseMoveEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self._mark(-1)
        super().leaveEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._points) - 1
        moves = {
            Qt.Key.Key_Left: max(self._at - 1, 0) if self._at >= 0 else last,
            Qt.Key.Key_Right: min(self._at + 1, last),
            Qt.Key.Key_Home: min(0, last),
            Qt.Key.Key_End: last,
            Qt.Key.Key_Escape: -1,
        }
        key = Qt.Key(event.key())
        if key in moves and (key != Qt.Key.Key_Escape or self._at >= 0):
            self._mark(moves[key])
        else:
            super().keyPressEvent(event)

    def _mark(self, at: int) -> None:
        if at != self._at:
            self._at = at
            self._tell()
            self.update()

    def _tell(self) -> None:
        words = self._points[self._at].tip if 0 <= self._at < len(self._points) else ""
        self.setAccessibleDescription(words)
        self.pointed.emit(words)

    # -- painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(themes.mono("caption"))
        field = self._field()
        self._paint_axes(painter, field)
        means: list[tuple[QPointF, Mood]] = []
        for at, point in enumerate(self._points):
            self._paint_bar(painter, field, at, point)
            if point.mood is not None:
                means.append((self._paint_candle(painter, field, at, point.mood), point.mood))
        for (start, _), (end, mood) in pairwise(means):
            painter.setPen(QPen(self._level(mood.mean), 1.0, Qt.PenStyle.DotLine))
            painter.drawLine(start, end)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.look.accent), 1.0))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def _paint_axes(self, painter: QPainter, field: QRectF) -> None:
        look, metrics = self._theme.look, QFontMetricsF(themes.mono("caption"))
        half = metrics.height() / 2
        middle_right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for tick in self._ticks:
            y = field.bottom() - field.height() * tick / self._ticks[-1]
            painter.setPen(QPen(QColor(look.line), 1.0))
            painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
            painter.setPen(QColor(look.text_faint))
            painter.drawText(QRectF(0, y - half, field.left() - XS_PX, half * 2), middle_right, _number(tick))
        if self._has_mood():
            for value in range(0, 11, 2):
                y = field.bottom() - field.height() * value / _SCALE
                box = QRectF(field.right() + XS_PX, y - half, self.width() - field.right() - XS_PX, half * 2)
                painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), str(value))
        step = self._label_step(field, metrics)
        centre = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        for at in range(0, len(self._points), step):
            slot = self._slot(field, at)
            width = metrics.horizontalAdvance(self._points[at].label) + 2
            left = min(max(slot.center().x() - width / 2, 0), self.width() - width)
            box = QRectF(left, field.bottom() + XS_PX, width, metrics.height())
            painter.drawText(box, centre, self._points[at].label)

    def _label_step(self, field: QRectF, metrics: QFontMetricsF) -> int:
        widest = max((metrics.horizontalAdvance(point.label) for point in self._points), default=1.0) + S_PX
        fits = max(int(field.width() / widest), 1)
        return max(every(len(self._points)), ceil(len(self._points) / fits))

    def _paint_bar(self, painter: QPainter, field: QRectF, at: int, point: Point) -> None:
        look, slot = self._theme.look, self._slot(field, at)
        if at == self._at:
            painter.fillRect(slot, QColor(look.selection))
        share = 0.42 if self._has_mood() else 0.72
        width = min(slot.width() * share, 48.0)
        height = field.height() * point.value / self._ticks[-1]
        left = slot.left() + slot.width() * 0.1 if self._has_mood() else slot.center().x() - width / 2
        fill = QColor(look.accent)
        fill.setAlphaF(1.0 if at == self._at else 0.7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        if point.value > 0:
            painter.drawRect(QRectF(left, field.bottom() - max(height, 1.0), width, max(height, 1.0)))

    def _paint_candle(self, painter: QPainter, field: QRectF, at: int, mood: Mood) -> QPointF:
        """Wick from least to most, body of one deviation around the mean, a tick at the mean; where that is."""
        slot, colour = self._slot(field, at), self._level(mood.mean)
        x, width = slot.left() + slot.width() * 0.74, min(max(slot.width() * 0.26, 3.0), 14.0)

        def y(value: float) -> float:
            return field.bottom() - field.height() * value / _SCALE

        painter.setPen(QPen(colour, 1.0))
        painter.drawLine(QPointF(x, y(mood.least)), QPointF(x, y(mood.most)))
        low, high = mood.body
        height = max(y(low) - y(high), _BODY_PX)
        painter.fillRect(QRectF(x - width / 2, (y(low) + y(high)) / 2 - height / 2, width, height), colour)
        painter.setPen(QPen(QColor(self._theme.look.surface), 1.0))
        painter.drawLine(QPointF(x - width / 2, y(mood.mean)), QPointF(x + width / 2, y(mood.mean)))
        return QPointF(x, y(mood.mean))

    def _level(self, frustration: float) -> QColor:
        return QColor(self._theme.look.hue(_LEVELS[level_of(frustration)]).fill)


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:g}"
