"""The tray icon, drawn from the state of all agents: told by shape, colour and number, on light and dark panels.

GUI thread. Painting only; what it shows is decided by `tray_menu.Summary`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPainterPath, QPainterPathStroker, QPen, QPixmap, QTransform

#: What panels ask for. Source: Icon Theme Specification; Qt publishes each to the tray host.
SIZES_PX = (16, 22, 24, 32, 44, 48, 64)
GRID_PX = 32.0
_MUTED_SCALE = 0.82

# Midway in brightness, so that each stands out on a white panel and on a black one.
AMBER, BLUE, RED, GREEN, GREY = "#f0a020", "#3d82f0", "#e0483e", "#45a06a", "#878d97"
INK, PAPER = "#201400", "#ffffff"


class Shape(Enum):
    """What the icon says before a number is read."""

    NEEDS_INPUT = "a filled amber disc with a number"
    STALLED = "a red triangle"
    WORKING = "a blue ring"
    IDLE = "a quiet green disc"
    NONE = "a quiet grey ring"
    UNKNOWN = "a broken grey ring with a question mark"


@dataclass(frozen=True, slots=True)
class Face:
    """Everything that the icon shows. `count` is told for what needs input or is stalled."""

    shape: Shape
    count: int = 0
    is_muted: bool = False


@cache
def tray_icon(face: Face, *, is_template: bool = False) -> QIcon:
    """The icon in all sizes; a template is black and is coloured by the macOS menu bar."""
    made = QIcon()
    for size_px in SIZES_PX:
        made.addPixmap(tray_pixmap(face, size_px, is_template=is_template))
    made.setIsMask(is_template)
    return made


def tray_pixmap(face: Face, size_px: int, *, is_template: bool = False) -> QPixmap:
    """One picture of `size_px` pixels."""
    picture = QPixmap(size_px, size_px)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size_px / GRID_PX, size_px / GRID_PX)
    brush = _Brush(painter, is_template=is_template, is_small=size_px < 24)
    if face.is_muted:
        painter.save()
        painter.scale(_MUTED_SCALE, _MUTED_SCALE)  # room for the mark, so that the number stays readable
        _SHAPES[face.shape](brush, face)
        painter.restore()
        _muted(brush)
    else:
        _SHAPES[face.shape](brush, face)
    painter.end()
    return picture


@dataclass(frozen=True, slots=True)
class _Brush:
    """The painter, and how to draw on a template, where the second colour is a hole."""

    painter: QPainter
    is_template: bool
    is_small: bool

    def fill(self, path: QPainterPath, color: str) -> None:
        self.painter.fillPath(path, QColor("black" if self.is_template else color))

    def stroke(
        self, path: QPainterPath, color: str, width: float, cap: Qt.PenCapStyle = Qt.PenCapStyle.RoundCap
    ) -> None:
        pen = QPen(QColor("black" if self.is_template else color), width)
        pen.setCapStyle(cap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self.painter.strokePath(path, pen)

    def upon(self, path: QPainterPath, color: str) -> None:
        """Fill upon a shape: in a template it is cut out of it."""
        if self.is_template:
            self.cut(path)
        else:
            self.painter.fillPath(path, QColor(color))

    def cut(self, path: QPainterPath) -> None:
        self.painter.save()
        self.painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        self.painter.fillPath(path, QColor("black"))
        self.painter.restore()


def _needs_input(brush: _Brush, face: Face) -> None:
    brush.fill(_disc(16, 16, 15), AMBER)
    brush.upon(_number(face.count, QRectF(7, 6.5, 18, 19)), INK)


def _stalled(brush: _Brush, face: Face) -> None:
    triangle = QPainterPath(QPointF(16, 3.5))
    triangle.lineTo(29, 27.5)
    triangle.lineTo(3, 27.5)
    triangle.closeSubpath()
    brush.fill(triangle, RED)
    brush.stroke(triangle, RED, 4)
    if face.count > 1:
        brush.upon(_number(face.count, QRectF(8, 11, 16, 16)), PAPER)
        return
    mark = QPainterPath()
    mark.addRoundedRect(QRectF(14.2, 10, 3.6, 9.5), 1.6, 1.6)
    mark.addEllipse(QPointF(16, 24), 2.2, 2.2)
    brush.upon(mark, PAPER)


def _working(brush: _Brush, face: Face) -> None:
    del face
    brush.stroke(_disc(16, 16, 11.5), BLUE, 6)


def _idle(brush: _Brush, face: Face) -> None:
    del face
    brush.stroke(_disc(16, 16, 11.5), GREY, 3.2 if brush.is_small else 2.6)
    brush.fill(_disc(16, 16, 5), GREEN)


def _none(brush: _Brush, face: Face) -> None:
    del face
    brush.stroke(_disc(16, 16, 11.5), GREY, 3.2 if brush.is_small else 2.6)


def _unknown(brush: _Brush, face: Face) -> None:
    del face
    ring = QPainterPath()
    for start in range(18, 360, 60):
        ring.arcMoveTo(QRectF(2.5, 2.5, 27, 27), start)
        ring.arcTo(QRectF(2.5, 2.5, 27, 27), start, 34)
    brush.stroke(ring, GREY, 3.2 if brush.is_small else 2.6, Qt.PenCapStyle.FlatCap)
    brush.fill(_text("?", QRectF(8, 7, 16, 18)), GREY)


def _muted(brush: _Brush) -> None:
    """A bell with a stroke through it, in the corner; the stroke alone where a bell would be too small to read."""
    badge = QPointF(25, 25)
    radius = 7.0
    brush.cut(_disc(badge.x(), badge.y(), radius + 1.6))
    brush.fill(_disc(badge.x(), badge.y(), radius), GREY)
    slash = QPainterPath(badge - QPointF(3.9, 3.9))
    slash.lineTo(badge + QPointF(3.9, 3.9))
    if brush.is_small:
        brush.upon(_outline(slash, 3.0), PAPER)
        return
    bell = QPainterPath(QPointF(-5, 2.6))
    bell.quadTo(-3.6, 1.6, -3.6, -1.6)
    bell.cubicTo(-3.6, -6.8, 3.6, -6.8, 3.6, -1.6)
    bell.quadTo(3.6, 1.6, 5, 2.6)
    bell.closeSubpath()
    bell.addEllipse(QPointF(0, 4.4), 1.5, 1.1)
    bell = _scaled(bell, 0.82).translated(badge)
    brush.upon(bell.subtracted(_outline(slash, 2.9)).united(_outline(slash, 1.3)), PAPER)


def _disc(x: float, y: float, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(x, y), radius, radius)
    return path


def _outline(path: QPainterPath, width: float) -> QPainterPath:
    stroker = QPainterPathStroker()
    stroker.setWidth(width)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    return stroker.createStroke(path)


def _number(count: int, box: QRectF) -> QPainterPath:
    return _text(str(count) if count < 10 else "9+", box)


def _text(text: str, box: QRectF) -> QPainterPath:
    """Bold text as a path that fills the box's height or width, centred by its ink."""
    font = QFont()
    font.setStyleHint(QFont.StyleHint.SansSerif)
    font.setPixelSize(64)
    font.setWeight(QFont.Weight.Bold)
    path = QPainterPath()
    path.addText(0, 0, font, text)
    ink = path.boundingRect()
    if ink.isEmpty():
        return path
    scale = min(box.width() / ink.width(), box.height() / ink.height())
    path.translate(-ink.center())
    return _scaled(path, scale).translated(box.center())


def _scaled(path: QPainterPath, scale: float) -> QPainterPath:
    return QTransform.fromScale(scale, scale).map(path)


_SHAPES = {
    Shape.NEEDS_INPUT: _needs_input,
    Shape.STALLED: _stalled,
    Shape.WORKING: _working,
    Shape.IDLE: _idle,
    Shape.NONE: _none,
    Shape.UNKNOWN: _unknown,
}
