"""The event log: what was heard, from whom and when, newest first. Pages are asked for, never read.

GUI thread. Must not touch the store; rows are values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from headspace_desktop.domain.asks import AskEvents
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import PageReady
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.parts import button, label, row
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.shapes import EventRow, EventsPage
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX
from headspace_desktop.ui.words import clock, short_id, tr

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Heard:
    id: int
    cells: tuple[str, str, str, str, str]


class LogModel(QAbstractTableModel):
    """Rows newest first; more are fetched as the person scrolls."""

    def __init__(self, fetch: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._rows: list[Heard] = []
        self._titles = (tr("Time"), tr("Agent"), tr("What"), tr("Source"), tr("Details"))
        self.next_before_id: int | None = None

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else 5

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._rows[index.row()].cells[index.column()]
        if role == Qt.ItemDataRole.FontRole and index.column() in (0, 2):
            return themes.mono("caption")
        return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        is_title = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self._titles[section] if is_title else None

    @override
    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and self.next_before_id is not None

    @override
    def fetchMore(self, parent: _Index) -> None:
        self._fetch()

    def first_id(self) -> int | None:
        return self._rows[0].id if self._rows else None

    def clear(self) -> None:
        self.beginResetModel()
        self._rows, self.next_before_id = [], None
        self.endResetModel()

    def add_older(self, rows: list[Heard]) -> None:
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    def add_newer(self, rows: list[Heard]) -> bool:
        """Put fresh rows on top; False when there is a gap to what is shown."""
        newest = self.first_id()
        fresh = [heard for heard in rows if newest is None or heard.id > newest]
        if newest is not None and len(fresh) == len(rows) and rows:
            return False
        if fresh:
            self.beginInsertRows(QModelIndex(), 0, len(fresh) - 1)
            self._rows[:0] = fresh
            self.endInsertRows()
        return True


class LogPanel(QWidget):
    """Table, filter by agent, and words for empty, loading and failed."""

    def __init__(self, ask: Callable[[AskEvents], None]) -> None:
        super().__init__()
        self._ask = ask
        self._names: dict[str, str] = {}
        self._asked: dict[str, str] = {}  # ask id → "fresh", "older"
        self._is_stale = True
        self.model = LogModel(self._fetch_older, self)
        self.table = QTableView()
        self.filter = QComboBox()
        self.filter.setAccessibleName(tr("Agent"))
        self.filter.addItem(tr("All agents"), "")
        self.filter.setMinimumWidth(200)
        self.filter.currentIndexChanged.connect(self._filtered)
        self.words = label("", "faint", wraps=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.words)
        self.stack.addWidget(self._build_table())
        again = button(tr("Read again"), "quiet")
        again.clicked.connect(self.reload)
        bar = row(self.filter, None, again, spacing_px=S_PX)
        bar.setContentsMargins(M_PX, XS_PX + 2, M_PX, XS_PX + 2)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(bar)
        box.addWidget(self.stack, 1)
        self._say(tr("Reading the log…"))
        self._timer = QTimer(self)  # a storm of events asks twice a second at most
        self._timer.setSingleShot(True)
        self._timer.setInterval(500)
        self._timer.timeout.connect(self._refresh)

    def _build_table(self) -> QTableView:
        table = self.table
        table.setModel(self.model)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setAccessibleName(tr("Event log"))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 9)
        heading = table.horizontalHeader()
        heading.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heading.setHighlightSections(False)
        heading.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        step = table.fontMetrics().averageCharWidth()
        for column, chars in ((0, 19), (1, 27), (2, 22), (3, 13)):
            heading.resizeSection(column, step * chars)
        return table

    def show_agents(self, cards: Mapping[str, Card]) -> None:
        """Know the names of these agents, for the filter and the rows."""
        names = {uuid: f"{one_line(card.project_name, 40)} · {short_id(card)}" for uuid, card in cards.items()}
        if names == self._names:
            return
        self._names = names
        chosen = self.filter.currentData()
        self.filter.blockSignals(True)
        self.filter.clear()
        self.filter.addItem(tr("All agents"), "")
        for uuid, name in sorted(names.items(), key=lambda item: item[1]):
            self.filter.addItem(name, uuid)
        at = self.filter.findData(chosen)
        self.filter.setCurrentIndex(max(at, 0))
        self.filter.blockSignals(False)
        if at < 0:
            self.reload()

    def events_kept(self) -> None:
        """There are new rows; ask for them soon, if anybody looks."""
        self._is_stale = True
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def take_page(self, ready: PageReady) -> bool:
        """Take a page if it was asked for here."""
        kind = self._asked.pop(ready.ask_id, "")
        if not kind:
            return False
        if ready.trouble is not None:
            if not self.model.rowCount():
                self._say(f"{one_line(ready.trouble.title, 200)}. {one_line(ready.trouble.remedy, 300)}")
            return True
        page: EventsPage = ready.page
        rows = [self._heard(event) for event in page.events]
        if kind == "older":
            self.model.next_before_id = page.before_id
            self.model.add_older(rows)
        else:
            is_first = self.model.first_id() is None
            if not self.model.add_newer(rows):
                self.model.clear()
                self.model.add_newer(rows)
                is_first = True
            if is_first:
                self.model.next_before_id = page.before_id
        if self.model.rowCount():
            self.stack.setCurrentIndex(1)
        else:
            self._say(tr("Nothing was heard yet."))
        return True

    @Slot()
    def reload(self) -> None:
        """Forget what is shown and ask anew."""
        self._asked.clear()
        self.model.clear()
        self._say(tr("Reading the log…"))
        self._is_stale = True
        if self.isVisible():
            self._refresh()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._refresh()

    @Slot()
    def _refresh(self) -> None:
        if self.isVisible() and "fresh" not in self._asked.values():
            self._is_stale = False
            self._post("fresh", None)

    @Slot(int)
    def _filtered(self, _at: int) -> None:
        self.reload()

    def _fetch_older(self) -> None:
        if "older" not in self._asked.values() and self.model.next_before_id is not None:
            self._post("older", self.model.next_before_id)

    def _post(self, kind: str, before_id: int | None) -> None:
        ask_id = uuid4().hex
        self._asked[ask_id] = kind
        self._ask(AskEvents(ask_id=ask_id, agent_uuid=self.filter.currentData() or None, before_id=before_id))

    def _heard(self, event: EventRow) -> Heard:
        agent = self._names.get(event.agent_uuid or "", (event.agent_uuid or "")[:8])
        said = details(event.payload)
        return Heard(
            event.id, (clock(event.at), agent, one_line(kind_words(event.kind), 60), one_line(event.source, 30), said)
        )

    def _say(self, text: str) -> None:
        self.words.setText(text)
        self.stack.setCurrentIndex(0)


#: What of a payload says most, in this order; the rest is for the database.
_TELLING = ("tool", "detail", "text", "last_text", "message", "error", "reason", "status", "waiting_for", "what", "why",
            "stage", "route", "surface", "name")  # fmt: skip

_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])|_")


def kind_words(kind: str) -> str:
    """The kind of an event as words: ``ToolStarted`` and ``verdict_changed`` alike."""
    return " ".join(_JOINT.split(kind)).lower()


def details(payload: Mapping[str, Any] | None) -> str:
    """The telling values of a stored event on one line, wherever in it they are (two levels deep)."""
    if not payload:
        return ""
    if "from" in payload and "to" in payload:
        more = (payload.get(key) for key in ("sub_state", "rule", "trigger", "outcome"))
        said = [f"{payload['from']} → {payload['to']}", *(str(value) for value in more if value)]
        return one_line("  ".join(said), 300)
    flat: dict[str, str] = {}
    for value in (payload, *(inner for inner in payload.values() if isinstance(inner, Mapping))):
        for key in _TELLING:
            said_so = value.get(key)
            if isinstance(said_so, str) and said_so and key not in flat:
                flat[key] = said_so
    return one_line("  ".join(flat[key] for key in _TELLING if key in flat), 300)
