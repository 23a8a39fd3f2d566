"""A box to choose from that is as wide as what is chosen, not as the longest that could be. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QStyleOptionComboBox
from typing_extensions import override


class ChoiceBox(QComboBox):
    """See the module. Its list, when it is open, is as wide as it needs to be."""

    def __init__(self, name: str, most_px: int) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setMaximumWidth(most_px)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.currentTextChanged.connect(self.updateGeometry)

    @override
    def sizeHint(self) -> QSize:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        metrics = self.fontMetrics()
        content = QSize(metrics.horizontalAdvance(self.currentText()) + metrics.averageCharWidth(), metrics.height())
        return self.style().sizeFromContents(QStyle.ContentsType.CT_ComboBox, option, content, self)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), self.maximumWidth()), super().minimumSizeHint().height())

    @override
    def showPopup(self) -> None:
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + self.style().pixelMetric(
            QStyle.PixelMetric.PM_ScrollBarExtent, None, self))  # fmt: skip
        super().showPopup()
