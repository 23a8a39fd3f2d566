"""The filter of a table: a column, a comparison, a value. What is chosen leaves as one signal, after a short pause.

GUI thread. It knows columns by their shapes alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit
from typing_extensions import override

from headspace_desktop.domain.asks import Condition
from headspace_desktop.ui.choice import ChoiceBox
from headspace_desktop.ui.pages.found import ColumnShape
from headspace_desktop.ui.parts import make_clearable
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX
from headspace_desktop.ui.words import tr

_PAUSE_MS = 250


class ConditionRow(QFrame):
    """`left` when the person wants down into the rows."""

    changed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.changed)
        self.column = self._box(tr("Column to filter by"), 260)
        self.how = self._box(tr("Comparison"), 160)
        for title, how in (
            (tr("contains"), "contains"),
            (tr("is"), "is"),
            (tr("is empty"), "empty"),
            (tr("is not empty"), "filled"),
        ):
            self.how.addItem(title, how)
        self.value = QLineEdit()
        self.value.setPlaceholderText(tr("Value"))
        self.value.setAccessibleName(tr("Value to compare with"))
        make_clearable(self.value)
        self.value.setMaxLength(1000)
        self.value.setMinimumWidth(70)
        self.value.textChanged.connect(self._typed)
        self.value.installEventFilter(self)
        self.order = self._box(tr("Order"), 190)
        self.order.addItem(tr("Newest first"), False)
        self.order.addItem(tr("Oldest first"), True)
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(M_PX, XS_PX + 2, M_PX, XS_PX + 2)
        self.line.setSpacing(S_PX)
        for widget in (self.column, self.how, self.value, self.order):
            self.line.addWidget(widget, 1 if widget is self.value else 0)
        self.line.insertStretch(3)

    def _box(self, name: str, width_px: int) -> ChoiceBox:
        made = ChoiceBox(name, width_px)
        made.activated.connect(self._chosen)
        return made

    def offer(self, columns: Sequence[ColumnShape], conditions: Sequence[Condition] = ()) -> None:
        """These columns, and what is compared at first."""
        for box in (self.column, self.how, self.order, self.value):
            box.blockSignals(True)
        self.column.clear()
        self.column.addItem(tr("All rows"), "")
        for column in columns:
            self.column.addItem(column.name, column.name)
        condition = conditions[0] if conditions else Condition("", "contains")
        self.column.setCurrentIndex(max(self.column.findData(condition.column), 0))
        self.how.setCurrentIndex(max(self.how.findData(condition.how), 0))
        self.value.setText(condition.value)
        for box in (self.column, self.how, self.order, self.value):
            box.blockSignals(False)
            box.updateGeometry()
        self._enable()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        column, how = self.column.currentData(), self.how.currentData()
        needs_value = how in ("is", "contains")
        if not column or (needs_value and not self.value.text()):
            return ()
        return (Condition(column, how, self.value.text() if needs_value else ""),)

    @property
    def is_oldest_first(self) -> bool:
        return bool(self.order.currentData())

    def focus_value(self) -> None:
        target = self.column if self.value.isHidden() else self.value
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _enable(self) -> None:
        """What there is nothing to compare with is not there."""
        has_column = bool(self.column.currentData())
        self.how.setVisible(has_column)
        self.value.setVisible(has_column and self.how.currentData() in {"is", "contains"})

    @Slot()
    def _typed(self) -> None:
        self._timer.start()

    @Slot()
    def _chosen(self) -> None:
        self._enable()
        self._timer.stop()
        self.changed.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.value and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._chosen()
                self.left.emit()
                return True
            if event.key() == Qt.Key.Key_Down:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)
