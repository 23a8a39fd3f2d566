"""Where a window may stand: on a screen that is there, with its title in reach. GUI thread; pure."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect

#: So much of the upper edge must be in sight to take hold of it.
GRIP_PX = (120, 24)


def onto(window: QRect, screens: Sequence[QRect]) -> QRect:
    """The window as it is when its upper edge can be reached, else moved onto the nearest screen and made to fit it."""
    if not screens:
        return window
    edge = QRect(window.topLeft(), window.size())
    edge.setHeight(min(GRIP_PX[1], window.height()))
    for screen in screens:
        seen = edge.intersected(screen)
        if seen.width() >= min(GRIP_PX[0], window.width()) and seen.height() >= edge.height():
            return window
    home = min(screens, key=lambda screen: _far(window.center(), screen))
    size = window.size().boundedTo(home.size())
    made = QRect(QPoint(0, 0), size)
    made.moveCenter(home.center())
    return made


def _far(point: QPoint, screen: QRect) -> int:
    x = max(screen.left() - point.x(), 0, point.x() - screen.right())
    y = max(screen.top() - point.y(), 0, point.y() - screen.bottom())
    return x + y
