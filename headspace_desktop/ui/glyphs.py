"""The shape of each state, drawn on a 16 px grid, so that no state is told by colour alone.

GUI thread. Painting only.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from headspace_desktop.domain.model import State
from headspace_desktop.ui.theme import Theme
from headspace_desktop.ui.words import state_word

GRID_PX = 16.0


def draw_state(painter: QPainter, box: QRectF, state: State, fill: str, back: str) -> None:
    """Draw the state's shape into the box; `back` is the colour beneath it, for cut-outs."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / GRID_PX, box.height() / GRID_PX)
    _SHAPES[state](painter, QColor(fill), QColor(back))
    painter.restore()


def _pen(colour: QColor, width: float = 1.8) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _needs_input(painter: QPainter, fill: QColor, back: QColor) -> None:
    """A mark in a disc, as in the tray, where the number of them stands in it."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawEllipse(QRectF(1.2, 1.2, 13.6, 13.6))
    painter.setPen(_pen(back, 2.0))
    painter.drawLine(QPointF(8, 4.6), QPointF(8, 8.6))
    painter.drawPoint(QPointF(8, 11.4))


def _working(painter: QPainter, fill: QColor, back: QColor) -> None:
    """A play mark in a disc: it runs."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawEllipse(QRectF(1.5, 1.5, 13, 13))
    painter.setBrush(back)
    painter.drawPolygon(QPolygonF([QPointF(6.3, 4.9), QPointF(11.6, 8), QPointF(6.3, 11.1)]))


def _idle(painter: QPainter, fill: QColor, back: QColor) -> None:
    """An empty ring: nothing in it."""
    del back
    painter.setPen(_pen(fill, 2.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(2.5, 2.5, 11, 11))


def _done(painter: QPainter, fill: QColor, back: QColor) -> None:
    """A tick in a disc."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawEllipse(QRectF(1.5, 1.5, 13, 13))
    painter.setPen(_pen(back, 1.9))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([QPointF(4.9, 8.3), QPointF(7.1, 10.5), QPointF(11.2, 5.8)]))


def _stalled(painter: QPainter, fill: QColor, back: QColor) -> None:
    """A warning triangle with its mark: the only pointed shape."""
    painter.setPen(_pen(fill, 1.6))
    painter.setBrush(fill)
    painter.drawPolygon(QPolygonF([QPointF(8, 2.2), QPointF(14.4, 13.4), QPointF(1.6, 13.4)]))
    painter.setPen(_pen(back, 1.7))
    painter.drawLine(QPointF(8, 6.4), QPointF(8, 9.4))
    painter.drawPoint(QPointF(8, 11.8))


def _ended(painter: QPainter, fill: QColor, back: QColor) -> None:
    """A small empty square."""
    del back
    painter.setPen(_pen(fill, 1.8))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(3.5, 3.5, 9, 9), 1.2, 1.2)


def _unknown(painter: QPainter, fill: QColor, back: QColor) -> None:
    """A hatched disc with a broken outline: nobody knows what is behind."""
    del back
    disc = QPainterPath()
    disc.addEllipse(QRectF(2, 2, 12, 12))
    painter.save()
    painter.setClipPath(disc)
    painter.setPen(QPen(fill, 1.0))
    for offset in range(-12, 16, 4):
        painter.drawLine(QPointF(offset, 15), QPointF(offset + 14, 1))
    painter.restore()
    painter.setPen(QPen(fill, 1.5, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap))
    dashed = painter.pen()
    dashed.setDashPattern([2.0, 1.4])
    painter.setPen(dashed)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(disc)


_SHAPES = {
    State.NEEDS_INPUT: _needs_input,
    State.WORKING: _working,
    State.IDLE: _idle,
    State.DONE: _done,
    State.STALLED: _stalled,
    State.ENDED: _ended,
    State.UNKNOWN: _unknown,
}


def hatch(painter: QPainter, area: QRectF, colour: str) -> None:
    """Lay the pattern of what is not known over an area."""
    painter.fillRect(area, QBrush(QColor(colour), Qt.BrushStyle.BDiagPattern))


class StateGlyph(QWidget):
    """One state's shape as a widget."""

    def __init__(self, theme: Theme, state: State, size_px: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._state = state
        self._size_px = size_px
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_state(state)

    def show_state(self, state: State) -> None:
        self._state = state
        self.setAccessibleName(state_word(state))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._size_px, self._size_px)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self._theme.look
        draw_state(painter, QRectF(self.rect()), self._state, look.hue(self._state).fill, look.surface)
        painter.end()
