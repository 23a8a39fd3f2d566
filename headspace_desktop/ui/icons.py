"""The program's own icons: one 24 px grid, one stroke, any colour; kept once drawn.

GUI thread. Reads each small file once; it must not know what an icon is used for.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from headspace_desktop import paths

#: Drawn for screens of these pixel ratios. Source: Qt, "High DPI".
_RATIOS = (1.0, 2.0)


def names() -> list[str]:
    """Every icon there is."""
    return sorted(file.stem for file in (paths.packaged()[0] / "icons").glob("*.svg"))


def icon(name: str, color: str | QColor = "", size_px: int = 20) -> QIcon:
    """The icon in this colour; without one, in the colour that words on a window have now.

    Raises: FileNotFoundError for a name that is no icon.
    """
    wanted = QColor(color) if color else QGuiApplication.palette().color(QPalette.ColorRole.WindowText)
    faint = QGuiApplication.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText)
    return _icon(name, wanted.name(), faint.name(), size_px)


def pixmap(name: str, color: str | QColor, size_px: int, ratio: float = 1.0) -> QPixmap:
    """One picture of `size_px` device-independent pixels."""
    renderer = _renderer(name, QColor(color).name())  # may raise: never while a painter is at work
    picture = QPixmap(round(size_px * ratio), round(size_px * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@cache
def _icon(name: str, color: str, faint: str, size_px: int) -> QIcon:
    made = QIcon()
    for ratio in _RATIOS:
        made.addPixmap(pixmap(name, color, size_px, ratio), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, faint, size_px, ratio), QIcon.Mode.Disabled)
    return made


@cache
def _renderer(name: str, color: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_text(name).replace("currentColor", color).encode()))


@cache
def _text(name: str) -> str:
    return (paths.packaged()[0] / "icons" / f"{name}.svg").read_text(encoding="utf-8")
