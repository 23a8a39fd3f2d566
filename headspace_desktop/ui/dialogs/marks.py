"""How something stands, by shape, colour and word: works, limited, missing, not known, not there.

GUI thread. Painting only.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from headspace_desktop.domain.model import State
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.glyphs import draw_state
from headspace_desktop.ui.looks import Look
from headspace_desktop.ui.parts import label
from headspace_desktop.ui.theme import S_PX, Theme
from headspace_desktop.ui.words import tr

#: Shape, and whose colour it has.
_SHAPES = {
    "ok": (State.DONE, State.IDLE),
    "warning": (State.NEEDS_INPUT, State.NEEDS_INPUT),
    "missing": (State.STALLED, State.STALLED),
    "unknown": (State.UNKNOWN, State.UNKNOWN),
    "absent": (State.ENDED, State.ENDED),
}
_TONES = {"ok": "good", "warning": "needs", "missing": "bad"}


def mark_word(kind: str) -> str:
    return {
        "ok": tr("Works"),
        "warning": tr("Limited"),
        "missing": tr("Missing"),
        "unknown": tr("Not known"),
        "absent": tr("Not there"),
    }.get(kind, kind)


def draw_mark(painter: QPainter, box: QRectF, kind: str, look: Look) -> None:
    shape, hue = _SHAPES.get(kind, _SHAPES["unknown"])
    draw_state(painter, box, shape, look.hue(hue).fill, look.surface)


def mark_icon(kind: str, look: Look, size_px: int = 16) -> QIcon:
    """The shape as an icon for a list, crisp at 200 %."""
    made = QIcon()
    for ratio in (1, 2):
        picture = QPixmap(size_px * ratio, size_px * ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        draw_mark(painter, QRectF(picture.rect()), kind, look)
        painter.end()
        picture.setDevicePixelRatio(ratio)
        made.addPixmap(picture)
    return made


class _Shape(QWidget):
    def __init__(self, theme: Theme, kind: str) -> None:
        super().__init__()
        self._theme, self.kind = theme, kind
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(16, 16)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_mark(painter, QRectF(self.rect()), self.kind, self._theme.look)
        painter.end()


class Mark(QWidget):
    """Shape and word side by side."""

    def __init__(self, theme: Theme, kind: str, word: str = "") -> None:
        super().__init__()
        said = word or mark_word(kind)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(S_PX - 2)
        line.addWidget(_Shape(theme, kind))
        line.addWidget(label(said, _TONES.get(kind, "soft"), themes.prose(is_strong=kind in _TONES)))
        line.addStretch(1)
        self.setAccessibleName(said)
