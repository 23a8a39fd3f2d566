"""One row in full: formatted JSON in the fixed face, to be read, selected and copied.

GUI thread. Plain text; hidden signs are made visible, what is too long is cut and says so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout
from typing_extensions import override

from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.parts import button, label, row
from headspace_desktop.ui.plain import is_cut, one_line, visible
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX
from headspace_desktop.ui.words import number, tr

#: So much of one row is laid out at once.
_CHARS = 200_000


def formatted(values: Any) -> str:
    """JSON for a reader: texts that are JSON themselves are opened, moments are local to no one."""
    return json.dumps(_opened(values), indent=2, ensure_ascii=False, default=_told)


def _told(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _opened(value: Any) -> Any:
    match value:
        case str() if value[:1] in "{[" and value[-1:] in ("}", "]"):
            try:
                return json.loads(value)
            except (ValueError, RecursionError):
                return value
        case Mapping():
            return {str(key): _opened(item) for key, item in value.items()}
        case _:
            return value


class Detail(QFrame):
    """Hidden until there is something to show; Escape or × closes it."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.heading = label("", "soft", themes.prose("caption", is_strong=True))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFont(themes.mono("caption"))
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.text.setAccessibleName(tr("All of this row"))
        self._whole = ""
        copy = button(tr("Copy"), "quiet", tr("Copy this row as JSON"))
        copy.clicked.connect(self._copy)
        shut = button("×", "quiet", tr("Close"))
        shut.setAccessibleName(tr("Close the details"))
        shut.clicked.connect(self.shut)
        head = row(self.heading, None, copy, shut, spacing_px=S_PX)
        box = QVBoxLayout(self)
        box.setContentsMargins(M_PX, XS_PX, XS_PX, S_PX)
        box.setSpacing(XS_PX)
        box.addLayout(head)
        box.addWidget(self.text, 1)
        self.hide()

    def show_row(self, title: str, values: Any) -> None:
        """Show these values."""
        self._whole = formatted(values)
        said = visible(self._whole, _CHARS)
        if is_cut(self._whole, _CHARS):
            cut = number(len(self._whole) - _CHARS)
            said += "\n\n" + tr("… cut here; {count} more characters are not shown.").format(count=cut)
        self.heading.setText(one_line(title, 120))
        self.text.setPlainText(said)
        self.show()

    @Slot()
    def shut(self) -> None:
        self.hide()
        self.left.emit()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._whole)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.shut()
        else:
            super().keyPressEvent(event)
