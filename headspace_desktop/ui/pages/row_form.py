"""One row of a table: every column with its whole value, links to other rows and from them, and a guarded form.

GUI thread. What may be changed is told by the columns themselves; a change shows what it was before, and why it was
refused at its own field.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from headspace_desktop.domain.asks import Condition
from headspace_desktop.domain.changes import TroubleShown
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.elided import Elided
from headspace_desktop.ui.pages.found import ColumnShape, Pointing, RowPage, TableShape
from headspace_desktop.ui.parts import Composer, TextView, button, frame, label, row, rule
from headspace_desktop.ui.plain import one_line, visible
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX
from headspace_desktop.ui.words import number, tr

Editor = QLineEdit | QPlainTextEdit | QCheckBox


def shown(value: Any) -> str:
    """A stored value as text."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat()
        case dict() | list():
            return json.dumps(value, ensure_ascii=False, indent=2)
        case _:
            return str(value)


class Field(QWidget):
    """One column of the row; `value` is what was edited, `why` what was wrong with it."""

    followed = Signal(object)  # (table, Condition)

    def __init__(self, column: ColumnShape, value: Any, *, may_edit: bool) -> None:
        super().__init__()
        self.column, self.value = column, value
        self.editor: Editor | None = None
        self.why = label("", "bad", themes.prose("caption"), wraps=True)
        self.why.hide()
        self.before = label("", "faint", themes.prose("caption"), wraps=True)
        self.before.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        name = label(column.name, "soft", themes.mono("caption", is_strong=True))
        kind = Elided(themes.prose("caption"), "faint")
        if may_edit and column.guard:
            kind.show_text(tr("{kind}; not to be changed: {why}").format(kind=kind_words(column), why=column.guard))
        else:
            kind.show_text(kind_words(column))
        head = row(name, spacing_px=S_PX)
        head.addWidget(kind, 1)
        box.addLayout(head)
        box.addWidget(self._editing() if may_edit and not column.guard else self._reading())
        for line in (self.before, self.why):
            box.addWidget(line)

    def _reading(self) -> QWidget:
        if self.value is None:
            return label(tr("empty"), "faint", themes.prose("caption"))
        text = shown(self.value)
        if self.column.points_to:
            made = button(f"{self.column.points_to} {text}  →", "link", tr("Go to this row"))
            made.clicked.connect(self._follow)
            line = row(made, None)
            line.setContentsMargins(0, 0, 0, 0)
            body = QWidget()
            body.setLayout(line)
            return body
        if "\n" in text or len(text) > 60:
            view = TextView(themes.mono("caption"), max_lines=12)
            view.setAccessibleName(self.column.name)
            view.show_text(text)
            return view
        made_label = label(visible(text), font=themes.mono("caption"))
        made_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return made_label

    def _editing(self) -> QWidget:
        match self.column.kind:
            case "flag":
                check = QCheckBox(tr("yes"))
                check.setChecked(bool(self.value))
                check.toggled.connect(self._changed)
                self.editor = check
            case "text" if self.column.name not in _ONE_LINE:
                text = Composer(tr("empty"), max_lines=10)
                text.setFont(themes.mono("caption"))
                text.setPlainText(shown(self.value))
                text.textChanged.connect(self._changed)
                self.editor = text
            case _:
                line = QLineEdit(shown(self.value))
                line.setFont(themes.mono("caption"))
                line.textChanged.connect(self._changed)
                self.editor = line
        self.editor.setAccessibleName(self.column.name)
        return self.editor

    @property
    def edited(self) -> Any:
        """What the editor holds: a text, a flag, or None for an emptied field that may be empty."""
        match self.editor:
            case None:
                return self.value
            case QCheckBox():
                return self.editor.isChecked()
            case QPlainTextEdit():
                text = self.editor.toPlainText()
            case _:
                text = self.editor.text()
        return None if not text and self.column.is_nullable else text

    @property
    def is_changed(self) -> bool:
        if self.editor is None:
            return False
        if isinstance(self.editor, QCheckBox):
            return self.edited is not bool(self.value)
        return shown(self.edited) != shown(self.value)

    def tell(self, why: str) -> None:
        self.why.setText(visible(why, 600))
        self.why.setVisible(bool(why))

    @Slot()
    def _changed(self) -> None:
        self.tell("")
        said = one_line(shown(self.value), 200) or tr("empty")
        self.before.setText(tr("Before: {value}").format(value=said))
        self.before.setVisible(self.is_changed)
        parent = self.parent()
        while parent is not None and not isinstance(parent, RowForm):
            parent = parent.parent()
        if parent is not None:
            parent.show_changed()

    @Slot()
    def _follow(self) -> None:
        self.followed.emit((self.column.points_to, Condition("id", "is", shown(self.value))))


_ONE_LINE = frozenset({"name", "title", "status", "current_branch", "github_repo", "plan_file_path"})


def kind_words(column: ColumnShape) -> str:
    """What a column holds, for the eye."""
    if column.points_to:
        return tr("a row of {table}").format(table=column.points_to)
    return {
        "number": tr("number"),
        "text": tr("text"),
        "moment": tr("moment"),
        "flag": tr("yes or no"),
        "json": tr("JSON"),
        "choice": ", ".join(column.choices),
    }.get(column.kind, column.kind)


class RowForm(QFrame):
    """`followed` leads to other rows, `saved` carries (changes, before), `left` closes it."""

    followed = Signal(object)
    saved = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.fields: dict[str, Field] = {}
        self.row_id = 0
        self.table = ""
        self.heading = label("", font=themes.mono("body", is_strong=True))
        shut = button("×", "quiet", tr("Close"))
        shut.setAccessibleName(tr("Close the row"))
        shut.clicked.connect(self.left)
        self.trouble = label("", "bad", wraps=True)
        self.trouble.hide()
        self.save = button(tr("Save"), "primary")
        self.save.clicked.connect(self._save)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box = QVBoxLayout(self)
        box.setContentsMargins(M_PX, XS_PX, XS_PX, S_PX)
        box.setSpacing(S_PX)
        box.addLayout(row(self.heading, None, self.save, shut, spacing_px=S_PX))
        box.addWidget(self.trouble)
        box.addWidget(self.area, 1)
        self.hide()

    def show_row(self, page: RowPage, shape: TableShape, *, may_edit: bool) -> None:
        """All of this row."""
        self.table, self.row_id = page.table, page.row_id
        self.heading.setText(f"{page.table} {page.row_id}")
        self.tell(None)
        body = frame("panel")
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, M_PX, 0)
        box.setSpacing(S_PX)
        self.fields = {}
        for column in shape.columns:
            field = Field(column, page.values.get(column.name), may_edit=may_edit)
            field.followed.connect(self.followed)
            self.fields[column.name] = field
            box.addWidget(field)
        self._add_pointing(box, page)
        box.addStretch(1)
        self.area.setWidget(body)
        self.save.setVisible(any(field.editor is not None for field in self.fields.values()))
        self.show_changed()
        self.show()

    def _add_pointing(self, box: QVBoxLayout, page: RowPage) -> None:
        if not page.pointing:
            return
        box.addWidget(rule())
        box.addWidget(label(tr("What points here"), "faint", themes.prose("caption", is_strong=True)))
        for one in page.pointing:
            box.addWidget(self._pointing(one))

    def _pointing(self, one: Pointing) -> QWidget:
        count = tr("{count} or more").format(count=number(one.count)) if one.count >= _MANY else number(one.count)
        words = f"{one.table}.{one.column}: {count}"
        if not one.count:
            return label(words, "faint")
        made = button(f"{words}  →", "link", tr("Show these rows"))
        condition = Condition(one.column, "is", str(self.row_id))
        made.setProperty("place", (one.table, condition))
        made.clicked.connect(self._follow_back)
        body = QWidget()
        body.setLayout(row(made, None))
        return body

    @property
    def is_changed(self) -> bool:
        return any(field.is_changed for field in self.fields.values())

    def show_changed(self) -> None:
        self.save.setEnabled(self.is_changed)

    def tell(self, trouble: TroubleShown | None) -> None:
        """Say why it was refused: at the field that is named, else above all."""
        self.trouble.hide()
        for field in self.fields.values():
            field.tell("")
        if trouble is None:
            return
        name, _, why = trouble.detail.partition(": ")
        named = self.fields.get(name.rpartition(".")[2])
        if named is not None and why:
            named.tell(f"{trouble.title}: {why}")
            self.area.ensureWidgetVisible(named)
        else:
            parts = (trouble.title, trouble.detail, trouble.remedy)
            self.trouble.setText(" ".join(visible(part, 400) for part in parts if part))
            self.trouble.show()

    @Slot()
    def _save(self) -> None:
        changed = {name: field for name, field in self.fields.items() if field.is_changed}
        changes = {name: field.edited for name, field in changed.items()}
        before: Mapping[str, Any] = {name: field.value for name, field in changed.items()}
        if changes:
            self.save.setEnabled(False)
            self.saved.emit((changes, before))

    @Slot()
    def _follow_back(self) -> None:
        made = self.sender()
        if made is not None:
            self.followed.emit(made.property("place"))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


_MANY = 1000
