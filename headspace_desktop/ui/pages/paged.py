"""A table of any length: rows come page by page as the person scrolls, fresh ones are put on top and shine shortly.

GUI thread. It knows no store: rows are values, and each column says how it reads one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import SIGNAL, QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget
from typing_extensions import override

from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

#: The row itself, for delegates.
ROW_ROLE = Qt.ItemDataRole.UserRole + 1

#: How long a fresh row shines.
_SHINE_MS = 2000


@dataclass(frozen=True, slots=True)
class Column:
    """`chars` is its first width in average signs, 0 takes what is left. `text` must give one bounded line."""

    title: str
    text: Callable[[Any], str]
    chars: int = 12
    is_mono: bool = False
    is_number: bool = False
    tone: Callable[[Any], str] | None = None  # a colour role of the theme, or empty


class PagedModel(QAbstractTableModel):
    """Rows that have an `id`, in the order in which they came."""

    def __init__(self, columns: Sequence[Column], theme: Theme, fetch: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._theme, self._fetch = theme, fetch
        self.rows: list[Any] = []
        self.has_more = False
        self._shining: dict[int, float] = {}  # row id -> until when
        self._dim = QTimer(self)
        self._dim.setSingleShot(True)
        self._dim.timeout.connect(self._grow_dim)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row, column = self.rows[index.row()], self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return column.text(row)
            case Qt.ItemDataRole.FontRole if column.is_mono or column.is_number:
                return themes.mono("caption")
            case Qt.ItemDataRole.TextAlignmentRole if column.is_number:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ForegroundRole if column.tone is not None and (tone := column.tone(row)):
                return QColor(themes.roles(self._theme.look)[tone])
            case Qt.ItemDataRole.BackgroundRole if row.id in self._shining:
                return QColor(self._theme.look.sunken)  # not that of a chosen row
            case _ if role == ROW_ROLE:
                return row
        return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole and self.columns[section].is_number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self.has_more

    @override
    def fetchMore(self, parent: Index) -> None:
        self._fetch()

    def show(self, rows: Sequence[Any], *, has_more: bool, columns: Sequence[Column] | None = None) -> None:
        """These rows alone, with these columns where they change."""
        self.beginResetModel()
        if columns is not None:
            self.columns = tuple(columns)
        self.rows, self.has_more = list(rows), has_more
        self._shining.clear()
        self.endResetModel()

    def add(self, rows: Sequence[Any], *, has_more: bool) -> None:
        """Rows behind those that are shown."""
        self.has_more = has_more
        if rows:
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows += rows
            self.endInsertRows()

    def put_on_top(self, rows: Sequence[Any]) -> None:
        """Fresh rows; they shine for a moment."""
        if rows:
            until = time.monotonic() + _SHINE_MS / 1000
            self._shining |= {row.id: until for row in rows}
            self.beginInsertRows(QModelIndex(), 0, len(rows) - 1)
            self.rows[:0] = rows
            self.endInsertRows()
            self._dim.start(_SHINE_MS + 50)

    @Slot()
    def _grow_dim(self) -> None:
        now = time.monotonic()
        self._shining = {row_id: until for row_id, until in self._shining.items() if until > now}
        if self.rows:
            last = self.index(len(self.rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.BackgroundRole])
        if self._shining:
            self._dim.start(_SHINE_MS)


class PagedTable(QTableView):
    """Enter or a double click opens the current row, Escape leaves it."""

    opened = Signal(object)
    left = Signal()

    def __init__(self, model: PagedModel, name: str) -> None:
        super().__init__()
        self.setModel(model)
        self.paged = model
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 9)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(self._open)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Give every column its first width."""
        step = self.fontMetrics().averageCharWidth()
        heading = self.horizontalHeader()
        for at, column in enumerate(self.paged.columns):
            is_rest = column.chars == 0
            heading.setSectionResizeMode(
                at, QHeaderView.ResizeMode.Stretch if is_rest else QHeaderView.ResizeMode.Interactive
            )
            if not is_rest:
                heading.resizeSection(at, max(step * column.chars + 14, heading.sectionSizeHint(at)))

    @Slot()
    def enter(self) -> None:
        """Take the focus, at the row that was left, if there is any."""
        if self.model().rowCount():
            self.setFocus(Qt.FocusReason.TabFocusReason)
            self.selectRow(max(self.currentIndex().row(), 0))

    def current(self) -> Any:
        """The row that the cursor is on, or None."""
        return self.currentIndex().data(ROW_ROLE) if self.currentIndex().isValid() else None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape and self.receivers(SIGNAL("left()")):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(index.data(ROW_ROLE))
