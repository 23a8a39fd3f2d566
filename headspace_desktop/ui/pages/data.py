"""The data browser: every table as it is stored, row by row; links between rows are followed there and back.

GUI thread. Read-only until the person allows edits in this window; then one row at a time, through the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from headspace_desktop.domain.actions import EditRow
from headspace_desktop.domain.asks import AskRow, AskRows, AskTables, Condition
from headspace_desktop.domain.changes import Change, PageReady, TroubleShown, WishAnswered
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.elided import Elided
from headspace_desktop.ui.pages.asking import Asking
from headspace_desktop.ui.pages.conditions import ConditionRow
from headspace_desktop.ui.pages.exporting import ExportButton
from headspace_desktop.ui.pages.found import RowPage, RowsPage, TableShape, TablesPage
from headspace_desktop.ui.pages.page import Deed, Ground, Page
from headspace_desktop.ui.pages.paged import Column, PagedModel, PagedTable
from headspace_desktop.ui.pages.row_form import RowForm, shown
from headspace_desktop.ui.parts import button, label, row, rule
from headspace_desktop.ui.plain import one_line, visible
from headspace_desktop.ui.theme import L_PX, M_PX, S_PX, XS_PX
from headspace_desktop.ui.words import clock, number, tr

_PAGE = 200
_COUNTED = 100_000
_STEPS_BACK = 50

Place = tuple[str, tuple[Condition, ...]]


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A row as the table shows it."""

    id: int
    values: tuple[Any, ...]


#: The longest name of a table, with its count.
TABLES_PX = 215


class DataPage(Page):
    """Tables on the left, rows in the middle, one row on the right."""

    name = "data"
    icon = "board"
    deeds = (
        Deed("go_back", lambda: tr("Go back to the rows before"), "Alt+Left"),
        Deed("focus_value", lambda: tr("Filter the rows")),
    )

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.asking = Asking(ground.ask)
        self.shapes: dict[str, TableShape] = {}
        self.table_name = ""
        self._conditions: tuple[Condition, ...] = ()
        self._beyond_id: int | None = None
        self._history: list[Place] = []
        self._wish = ""
        self._build_parts()
        self._build()
        self._say(tr("Reading the tables…"))

    def _build_parts(self) -> None:
        self.tables = QListWidget()
        self.tables.setAccessibleName(tr("Tables"))
        self.tables.setUniformItemSizes(True)
        self.tables.setMinimumWidth(TABLES_PX * 2 // 3)
        self.tables.setProperty("role", "side")
        self.tables.currentItemChanged.connect(self._table_chosen)
        self.filters = ConditionRow()
        self.filters.changed.connect(self.reload)
        self.model = PagedModel((), self.ground.theme, self._fetch, self)
        self.table = PagedTable(self.model, tr("Rows"))
        self.filters.left.connect(self.table.enter)
        self.table.left.connect(self.tables.setFocus)
        self.table.opened.connect(self.open_row)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.form = RowForm()
        self.form.followed.connect(self.follow)
        self.form.saved.connect(self._save)
        self.form.left.connect(self.close_row)
        self.back = button("←", "quiet", tr("Back to the rows before"))
        self.back.setAccessibleName(tr("Back"))
        self.back.clicked.connect(self.go_back)
        self.back.setEnabled(False)
        self.edits = QCheckBox(tr("Allow edits"))
        self.edits.setToolTip(tr("Until this window is closed. The running program keeps some tables to itself."))
        self.edits.toggled.connect(self._allow)
        self.heading = Elided(themes.mono("body", is_strong=True), is_whole=True)
        self.count = label("", "faint", themes.mono("caption"))
        self.export = ExportButton(self.ground.ask, self._all, lambda: f"headspace-{self.table_name}")
        self.words = label("", "soft", wraps=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setContentsMargins(L_PX, L_PX, L_PX, L_PX)

    def _build(self) -> None:
        head = row(self.back, self.heading, self.count, None, self.edits, self.export, spacing_px=S_PX)
        head.setContentsMargins(M_PX, XS_PX, M_PX, 0)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.words)
        self.stack.addWidget(self.table)
        self.split = QSplitter()
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.stack)
        self.split.addWidget(self.form)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        right = QWidget()
        box = QVBoxLayout(right)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        for part in (self.filters, self.export.strip, rule()):
            box.addWidget(part)
        box.addWidget(self.split, 1)
        sides = QSplitter()
        sides.setChildrenCollapsible(False)
        sides.addWidget(self.tables)
        sides.addWidget(right)
        sides.setStretchFactor(1, 1)
        sides.setSizes([TABLES_PX, 800])
        sides.setStretchFactor(0, 0)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(sides)
        shortcut = QShortcut(QKeySequence("Ctrl+F"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.focus_value)
        self.setFocusProxy(self.tables)

    @staticmethod
    @override
    def title() -> str:
        return tr("Data")

    @override
    def refresh(self) -> None:
        self.asking.post("tables", AskTables)

    # -- where it is

    def go_to_rows(self, table: str, conditions: tuple[Condition, ...] = (), *, keeps: bool = True) -> None:
        """Show these rows. `keeps`: what was shown can be gone back to."""
        if table not in self.shapes:
            return
        if keeps and self.table_name:
            self._history = [*self._history, (self.table_name, self._conditions)][-_STEPS_BACK:]
        self.back.setEnabled(bool(self._history))
        is_other = table != self.table_name
        self.table_name = table
        shape = self.shapes[table]
        self.filters.offer(shape.columns, conditions)
        self.tables.blockSignals(True)
        self.tables.setCurrentRow(list(self.shapes).index(table))
        self.tables.blockSignals(False)
        self.heading.show_text(table)
        self.form.hide()
        if is_other:
            self.model.show((), has_more=False, columns=_columns(shape))
            self.table.fit_columns()
        self.reload()

    @Slot()
    def go_back(self) -> None:
        if self._history:
            table, conditions = self._history.pop()
            self.go_to_rows(table, conditions, keeps=False)

    @Slot(object)
    def follow(self, place: tuple[str, Condition]) -> None:
        """Go to the row that is named, or to those that name this one."""
        table, condition = place
        self.go_to_rows(table, (condition,))
        self.table.setFocus()

    @Slot()
    def focus_value(self) -> None:
        self.filters.focus_value()

    @Slot(QListWidgetItem, QListWidgetItem)
    def _table_chosen(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self.go_to_rows(item.data(Qt.ItemDataRole.UserRole))

    # -- rows

    @Slot()
    def reload(self) -> None:
        """Ask for the first rows; what is shown stays until they are there."""
        if not self.table_name:
            return
        self._conditions = self.filters.conditions
        self.asking.forget("more", "row")
        self.asking.post("first", lambda ask_id: self._question(ask_id, None))

    def _fetch(self) -> None:
        if self._beyond_id is not None and not self.asking.is_waiting("first", "more"):
            beyond_id = self._beyond_id
            self.asking.post("more", lambda ask_id: self._question(ask_id, beyond_id))

    def _question(self, ask_id: str, beyond_id: int | None) -> AskRows:
        return AskRows(
            ask_id,
            self.table_name,
            conditions=self._conditions,
            is_oldest_first=self.filters.is_oldest_first,
            beyond_id=beyond_id,
            limit=_PAGE,
        )

    def _all(self) -> AskRows | None:
        return self._question("", None) if self.table_name else None

    @override
    def take_page(self, ready: PageReady) -> bool:
        if self.export.take_page(ready):
            return True
        place = self.asking.take(ready)
        if not place:
            return False
        if ready.trouble is not None:
            if place in ("first", "tables"):
                self._fail(ready.trouble)
            elif place == "row":
                self.form.hide()
            return True
        match place:
            case "tables":
                self._show_tables(ready.page)
            case "row":
                self._show_row(ready.page)
            case _:
                self._show_rows(ready.page, is_first=place == "first")
        return True

    def _fail(self, trouble: TroubleShown) -> None:
        self.model.show((), has_more=False)
        self.count.setText("")
        self._say("\n\n".join(visible(part, 600) for part in (trouble.title, trouble.detail, trouble.remedy) if part))

    def _show_tables(self, page: TablesPage) -> None:
        self.shapes = {shape.name: shape for shape in page.tables}
        self.tables.blockSignals(True)
        self.tables.clear()
        for shape in page.tables:
            item = QListWidgetItem(f"{shape.name}  {number(shape.rows)}")
            item.setData(Qt.ItemDataRole.UserRole, shape.name)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, tr("{table}, %n rows", shape.rows).format(table=shape.name)
            )
            self.tables.addItem(item)
        self.tables.blockSignals(False)
        if self.table_name in self.shapes:
            self.tables.blockSignals(True)
            self.tables.setCurrentRow(list(self.shapes).index(self.table_name))
            self.tables.blockSignals(False)
            self.reload()
        elif self.shapes:
            self.go_to_rows("projects" if "projects" in self.shapes else next(iter(self.shapes)))

    def _show_rows(self, page: RowsPage, *, is_first: bool) -> None:
        id_at = list(page.columns).index("id")
        rows = [StoredRow(values[id_at], values) for values in page.rows]
        self._beyond_id = page.beyond_id
        has_more = page.beyond_id is not None
        if is_first:
            self.model.show(rows, has_more=has_more)
            self.table.scrollToTop()
            self.count.setText(_counted(page.count))
        else:
            self.model.add(rows, has_more=has_more)
        self.export.setEnabled(self.model.rowCount() > 0)
        if self.model.rowCount():
            self.stack.setCurrentWidget(self.table)
        else:
            self._say(tr("No row is like that.") if self._conditions else tr("This table has no rows yet."))

    # -- one row

    @Slot(object)
    def open_row(self, stored: StoredRow) -> None:
        """Show all of this row, or close it again."""
        if self.form.isVisible() and self.form.row_id == stored.id and not self.form.is_changed:
            self.close_row()
        else:
            self._ask_row(stored.id)

    @Slot()
    def close_row(self) -> None:
        self.form.hide()
        self.table.setFocus()

    def _ask_row(self, row_id: int) -> None:
        self.asking.post("row", lambda ask_id: AskRow(ask_id, self.table_name, row_id))

    @Slot(QModelIndex, QModelIndex)
    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if self.form.isVisible() and now.isValid() and not self.form.is_changed:
            self._ask_row(self.model.rows[now.row()].id)

    def _show_row(self, page: RowPage) -> None:
        shape = self.shapes.get(page.table)
        if shape is not None and page.table == self.table_name:
            self.form.show_row(page, shape, may_edit=self.edits.isChecked())

    @Slot(bool)
    def _allow(self, _is_on: bool) -> None:
        if self.form.isVisible():
            self._ask_row(self.form.row_id)

    @Slot(object)
    def _save(self, edit: tuple[dict[str, Any], dict[str, Any]]) -> None:
        changes, before = edit
        self._wish = uuid4().hex
        self.ground.post(EditRow(self.form.table, self.form.row_id, changes, before, self._wish))

    @override
    def take(self, changes: Sequence[Change]) -> None:
        for change in changes:
            if isinstance(change, WishAnswered) and self._wish and change.request_id == self._wish:
                self._wish = ""
                if change.trouble is not None:
                    self.form.tell(change.trouble)
                    self.form.show_changed()
                else:
                    self._ask_row(self.form.row_id)
                    self.asking.post("first", lambda ask_id: self._question(ask_id, None))

    # -- within

    def _say(self, text: str) -> None:
        self.words.setText(text)
        self.stack.setCurrentWidget(self.words)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= 900
        self.split.setOrientation(Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical)


def _counted(count: int | None) -> str:
    if count is None:
        return ""
    if count > _COUNTED:
        return tr("more than {count} rows").format(count=number(_COUNTED))
    return tr("%n rows", count)


def _columns(shape: TableShape) -> list[Column]:
    made = []
    for at, column in enumerate(shape.columns):
        is_fact = column.kind in ("number", "moment", "choice") or column.name.endswith(("id", "uuid", "path", "key"))
        is_id = column.kind == "number"
        chars = {"number": 9, "flag": 7, "moment": 18, "choice": 14}.get(column.kind, 26)
        made.append(
            Column(
                column.name,
                partial(_cell, at),
                max(chars, min(len(column.name) + 4, 24)),
                is_mono=is_fact,
                is_number=is_id,
            )
        )
    return made


def _cell(at: int, stored: StoredRow) -> str:
    value = stored.values[at]
    if hasattr(value, "astimezone"):
        return clock(value)
    return one_line(value if isinstance(value, str) else shown(value), 200)
