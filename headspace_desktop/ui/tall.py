"""What a scroll area scrolls: as tall as its words need at the width that they get. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from typing_extensions import override


class Tall(QWidget):
    """The least height of wrapping words is that at their least width, and would leave a blank beneath the end."""

    @override
    def minimumSizeHint(self) -> QSize:
        hint, layout = super().minimumSizeHint(), self.layout()
        return QSize(hint.width(), 0) if layout is not None and layout.hasHeightForWidth() else hint
