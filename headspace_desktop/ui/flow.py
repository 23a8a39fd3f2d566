"""Widgets side by side that go on to the next line where there is no room. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget
from typing_extensions import override


class Flow(QLayout):
    """Lines of widgets, each as wide as it wants to be."""

    def __init__(self, *widgets: QWidget, spacing_px: int = 8) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing_px)
        for widget in widgets:
            self.addWidget(widget)

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:  # Qt asks beyond the end
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:  # Qt asks beyond the end
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), is_try=True)

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, is_try=False)

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSize()

    @override
    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, is_try: bool) -> int:
        x, y, line_px = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():  # a widget that is hidden
                continue
            wanted = item.sizeHint()
            width = min(wanted.width(), rect.width())
            if x > rect.x() and x + width > rect.right() + 1:
                x, y, line_px = rect.x(), y + line_px + self.spacing(), 0
            if not is_try:
                item.setGeometry(QRect(QPoint(x, y), QSize(width, wanted.height())))
            x += width + self.spacing()
            line_px = max(line_px, wanted.height())
        return y + line_px - rect.y()
