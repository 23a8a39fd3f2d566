"""One setting to edit: the widget that fits its kind, its sentence, its bounds, who set it, what is wrong with it.

GUI thread. It knows the choice and the value; saving is somebody else's.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from headspace_desktop.settings import Choice
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.dialogs.shapes import SettingRow
from headspace_desktop.ui.flow import Flow
from headspace_desktop.ui.parts import Composer, button, label, row
from headspace_desktop.ui.plain import one_line, visible
from headspace_desktop.ui.theme import L_PX, S_PX, XS_PX
from headspace_desktop.ui.words import tr

EDITOR_PX, NARROW_EDITOR_PX = 280, 170

#: Words for the values of a choice; what is not here is shown as it is.
_VALUES = {
    "system": "As the system",
    "light": "Light",
    "dark": "Dark",
    "terminal": "Terminal",
    "contrast": "High contrast",
    "en": "English",
    "de": "Deutsch",
}


class _Whole(QSpinBox):
    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls; a setting must not change by the way


class _Number(QDoubleSpinBox):
    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Options(QComboBox):
    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Field(QWidget):
    """Title and sentence on the left, the editor on the right, troubles beneath."""

    edited = Signal()
    help_wanted = Signal(str)

    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self.choice = choice
        self._shown: Any = None
        self._is_reset = False
        self.editor = self._make()
        self.editor.setAccessibleName(tr(choice.title))
        self.editor.setAccessibleDescription(tr(choice.description))
        self.origin = label("", "faint", themes.prose("caption"))
        self.reset = button(tr("Reset"), "link", tr("Take it out of the file: the default counts again"))
        self.reset.setAccessibleName(tr("Reset") + ": " + tr(choice.title))
        self.reset.clicked.connect(self._reset)
        self.note = label("", "soft", themes.prose("caption"), wraps=True)
        self.error = label("", "bad", themes.prose("caption", is_strong=True), wraps=True)
        self._build()

    def _build(self) -> None:
        title = label(tr(self.choice.title), font=themes.prose(is_strong=True))
        title.setBuddy(self.editor)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(XS_PX - 2)
        ask = button("?", "link", tr("Help on this setting"))
        ask.setAccessibleName(tr("Help: {title}").format(title=tr(self.choice.title)))
        ask.clicked.connect(self._help)
        left.addLayout(row(title, ask, None, spacing_px=XS_PX))
        left.addWidget(label(tr(self.choice.description), "soft", wraps=True))
        left.addStretch(1)
        right.addWidget(self.editor)
        right.addWidget(label(_bounds(self.choice), "faint", themes.prose("caption"), wraps=True))
        right.addLayout(Flow(self.origin, self.reset))
        right.addStretch(1)
        sides = QHBoxLayout()
        sides.setSpacing(L_PX)
        sides.addLayout(left, 1)
        sides.addLayout(right)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, S_PX - 2, 0, S_PX - 2)
        box.setSpacing(XS_PX - 2)
        box.addLayout(sides)
        box.addWidget(self.note)
        box.addWidget(self.error)
        self.error.hide()

    def _make(self) -> QWidget:
        choice = self.choice
        made: QWidget
        match choice.kind:
            case "switch":
                made = QCheckBox(tr("On"))
                made.toggled.connect(self._changed)
            case "choice":
                made = _Options()
                for value in choice.values:
                    made.addItem(tr(_VALUES.get(value, value)), value)
                made.currentIndexChanged.connect(self._changed)
            case "whole":
                made = _Whole()
                made.setRange(int(choice.least or 0), int(choice.most or 2**31 - 1))
                made.setGroupSeparatorShown(False)
                _plain_spin(made, choice)
                made.valueChanged.connect(self._changed)
            case "number":
                made = _Number()
                made.setRange(choice.least or 0, choice.most or 1e9)
                made.setDecimals(1)
                made.setSingleStep(0.5)
                _plain_spin(made, choice)
                made.valueChanged.connect(self._changed)
            case "list":
                made = Composer(tr("one on each line"), max_lines=5, min_lines=2)
                made.setFont(themes.mono("body"))
                made.textChanged.connect(self._changed)
            case _:
                made = QLineEdit()
                made.setFont(themes.mono("body"))
                made.textChanged.connect(self._changed)
        made.setFixedWidth(EDITOR_PX)
        made.setSizePolicy(QSizePolicy.Policy.Fixed, made.sizePolicy().verticalPolicy())
        return made

    # -- what it shows ----------------------------------------------------------

    def show_row(self, shown: SettingRow) -> None:
        """Show what is in force. What the person has begun to change stays as it is."""
        was_changed = self.is_changed
        self._shown = list(shown.value) if isinstance(shown.value, tuple) else shown.value
        if not was_changed:
            self._put(self._shown)
        is_fixed = shown.origin == "flag" or shown.origin.startswith("env ")
        self.editor.setEnabled(not is_fixed)
        self.origin.setText(one_line(_origin(shown.origin), 80))
        self.origin.setVisible(shown.origin != "default")  # what the default is stands above it
        self.reset.setVisible(shown.origin == "file")
        self.note.setText(tr(shown.note) if shown.note else "")
        self.note.setVisible(bool(shown.note))
        self.show_error("")

    def show_error(self, why: str) -> None:
        self.error.setText(visible(why, 500))
        self.error.setVisible(bool(why))

    def revert(self) -> None:
        """What is in force again."""
        self._is_reset = False
        self._put(self._shown)
        self.show_error("")

    def settled(self) -> None:
        """What it shows was saved."""
        self._is_reset = False
        self._shown = self.value

    @property
    def value(self) -> Any:
        made = self.editor
        match made:
            case QCheckBox():
                return made.isChecked()
            case QComboBox():
                return made.currentData()
            case QSpinBox() | QDoubleSpinBox():
                return made.value()
            case Composer():
                return [line.strip() for line in made.toPlainText().splitlines() if line.strip()]
            case QLineEdit():
                return made.text().strip()
            case _:
                raise AssertionError(made)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.editor.setFixedWidth(EDITOR_PX if self.width() >= 2 * EDITOR_PX else NARROW_EDITOR_PX)

    @property
    def is_changed(self) -> bool:
        return self._shown is not None and (self._is_reset or self.value != self._shown)

    @property
    def change(self) -> Any:
        """What is to be saved; None takes the setting out of the file."""
        return None if self._is_reset and self.value == _default(self.choice) else self.value

    def _put(self, value: Any) -> None:
        made = self.editor
        made.blockSignals(True)
        match made:
            case QCheckBox():
                made.setChecked(bool(value))
            case QComboBox():
                made.setCurrentIndex(max(made.findData(value), 0))
            case QSpinBox() | QDoubleSpinBox():
                made.setValue(value)
            case Composer():
                made.setPlainText("\n".join(map(str, value)))
            case QLineEdit():
                made.setText(str(value))
            case _:
                raise AssertionError(made)
        made.blockSignals(False)

    @Slot()
    def _help(self) -> None:
        self.help_wanted.emit(self.choice.key)

    @Slot()
    def _reset(self) -> None:
        self._put(_default(self.choice))
        self._is_reset = True
        self.edited.emit()

    @Slot()
    def _changed(self) -> None:
        self.error.hide()
        self._is_reset = False
        self.edited.emit()


def _plain_spin(made: QAbstractSpinBox, choice: Choice) -> None:
    made.lineEdit().setTextMargins(XS_PX, 0, XS_PX, 0)  # the style sheet's padding does not reach it
    if choice.unit and isinstance(made, QSpinBox | QDoubleSpinBox):
        made.setSuffix(" " + tr(choice.unit))


def _default(choice: Choice) -> Any:
    return list(choice.default) if isinstance(choice.default, tuple) else choice.default


def _bounds(choice: Choice) -> str:
    unit = f" {tr(choice.unit)}" if choice.unit else ""
    default = choice.default
    parts = []
    if choice.least is not None and choice.most is not None:
        parts.append(tr("{least} to {most}").format(least=choice.least, most=choice.most) + unit)
    if choice.kind == "switch":
        parts.append(tr("default: on") if default else tr("default: off"))
    elif choice.kind == "choice":
        parts.append(tr("default:") + " " + tr(_VALUES.get(str(default), str(default))))
    elif choice.kind in ("whole", "number"):
        parts.append(tr("default:") + f" {default:g}{unit}")
    elif default:
        parts.append(tr("default:") + f" {default}")
    else:
        parts.append(tr("default: empty"))
    return " · ".join(parts)


def _origin(origin: str) -> str:
    if origin == "default":
        return tr("the default")
    if origin == "file":
        return tr("set in the file")
    if origin == "flag":
        return tr("set when it was started")
    return tr("set by") + " " + origin.removeprefix("env ")
