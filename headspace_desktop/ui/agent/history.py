"""The turns of one agent, oldest at the top: who said what and when. Pages are asked for, never read.

The newest is in sight until the person scrolls up; older pages come as they are scrolled to.

GUI thread. Must not touch the store; a page that is not the one asked for is dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from headspace_desktop.domain.asks import AskTurns
from headspace_desktop.domain.changes import PageReady
from headspace_desktop.domain.model import State
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.board.fonts import Fonts, wrap
from headspace_desktop.ui.parts import button, label
from headspace_desktop.ui.plain import one_line, visible
from headspace_desktop.ui.shapes import TurnRow, TurnsPage
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX, Theme
from headspace_desktop.ui.words import clock, tr

_Index = QModelIndex | QPersistentModelIndex
_TURN_ROLE = Qt.ItemDataRole.UserRole + 1
_TEXT_LINES = 3
_NEAR_PX = 8  # so near to an end of the list counts as being there


@dataclass(frozen=True, slots=True)
class Said:
    """One turn, fit to be shown."""

    id: int
    is_user: bool
    intent: str
    text: str
    at: str
    moment: datetime


class TurnsModel(QAbstractListModel):
    """Turns in order of time."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._turns: list[Said] = []

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self._turns)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._turns):
            return None
        said = self._turns[index.row()]
        if role == _TURN_ROLE:
            return said
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{_who(said)}, {said.at}: {one_line(said.text, 300)}"
        return None

    def merge(self, page: TurnsPage) -> None:
        """Put a page where it belongs; turns that are there already are taken anew."""
        known = {said.id: said for said in self._turns} | {row.id: _said(row) for row in page.turns}
        merged = sorted(known.values(), key=lambda said: (said.moment, said.id))
        if merged != self._turns:
            self.beginResetModel()
            self._turns = merged
            self.endResetModel()

    def clear(self) -> None:
        self.beginResetModel()
        self._turns = []
        self.endResetModel()


class TurnDelegate(QStyledItemDelegate):
    """A turn: who and when on one line, then up to three lines of text."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fonts = Fonts()
        self.width_px = 300

    def _lines(self, said: Said) -> list[str]:
        fonts = self._fonts
        return wrap(one_line(said.text, 600), fonts.body, fonts.metrics(fonts.body), self.width_px - 34, _TEXT_LINES)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        fonts = self._fonts
        head = fonts.metrics(fonts.caption).height()
        body = (fonts.metrics(fonts.body).height() + 1) * len(self._lines(index.data(_TURN_ROLE)))
        return QSize(self.width_px, round(head + body + 2 * S_PX))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        said: Said | None = index.data(_TURN_ROLE)
        if said is None:
            return
        look, fonts = self._theme.look, self._fonts
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(look.selection))
        hue = look.hue(State.NEEDS_INPUT if said.intent == "question" else State.WORKING)
        bar = QColor(look.accent if said.is_user else hue.fill if said.intent == "question" else look.line_strong)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(bar)
        painter.drawRoundedRect(QRectF(box.left() + M_PX, box.top() + S_PX, 3, box.height() - 2 * S_PX), 1.5, 1.5)
        left, width = box.left() + M_PX + 11, box.width() - M_PX - 11 - M_PX
        y = box.top() + S_PX - 2
        height = fonts.metrics(fonts.caption).height()
        painter.setFont(fonts.state)
        painter.setPen(QColor(look.accent if said.is_user else look.text_soft))
        painter.drawText(QRectF(left, y, width, height), _who(said))
        painter.setFont(fonts.mono)
        painter.setPen(QColor(look.text_faint))
        painter.drawText(QRectF(left, y, width, height), int(Qt.AlignmentFlag.AlignRight), said.at)
        y += height + 1
        painter.setFont(fonts.body)
        painter.setPen(QColor(look.text))
        for line in self._lines(said):
            painter.drawText(QRectF(left, y, width, 30), line)
            y += fonts.metrics(fonts.body).height() + 1
        painter.restore()


class History(QWidget):
    """The list, its paging and its empty, loading and error words."""

    opened = Signal(str)  # the whole text of a turn

    def __init__(self, theme: Theme, ask: Callable[[AskTurns], None]) -> None:
        super().__init__()
        self._ask = ask
        self._uuid = ""
        self._before_id: int | None = None
        self._asked: dict[str, bool] = {}  # ask id → whether it pages back
        self.model = TurnsModel(self)
        self.delegate = TurnDelegate(theme, self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.delegate)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(tr("History"))
        self.list.activated.connect(self._activated)
        self.words = label("", "faint", themes.prose("caption"), wraps=True)
        self.words.setContentsMargins(M_PX, S_PX, M_PX, S_PX)
        self.earlier = button(tr("Earlier turns"), "quiet")
        self.earlier.clicked.connect(self._ask_earlier)
        self.earlier.hide()
        self._is_at_end = True
        self._is_merging = False
        bar = self.list.verticalScrollBar()
        bar.valueChanged.connect(self._scrolled)
        bar.rangeChanged.connect(self._stay_at_end)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, XS_PX, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.earlier, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self.words)
        box.addWidget(self.list, 1)

    def show_agent(self, uuid: str) -> None:
        """Show another agent's history, from its newest page."""
        if uuid != self._uuid:
            self._uuid, self._before_id = uuid, None
            self._asked.clear()
            self._is_at_end = True
            self.model.clear()
            self.earlier.hide()
            self._say(tr("Reading…"))
        self.refresh()

    def refresh(self) -> None:
        """Ask for the newest page, unless that is under way already."""
        if self._uuid and False not in self._asked.values():
            self._post(is_back=False)

    def take(self, ready: PageReady) -> bool:
        """Take a page if it was asked for here."""
        is_back = self._asked.pop(ready.ask_id, None)
        if is_back is None:
            return False
        if ready.trouble is not None:
            self._say(f"{one_line(ready.trouble.title, 200)}. {one_line(ready.trouble.remedy, 300)}")
            return True
        page: TurnsPage = ready.page
        bar = self.list.verticalScrollBar()
        at, below = bar.value(), bar.maximum() - bar.value()
        self._is_merging = True
        is_first = self.model.rowCount() == 0
        self.model.merge(page)
        if is_back or is_first:
            self._before_id = page.before_id
        self.earlier.setVisible(self._before_id is not None)
        self._say("" if self.model.rowCount() else tr("Nothing was said yet."))
        self.list.doItemsLayout()
        bar.setValue(bar.maximum() if self._is_at_end else bar.maximum() - below if is_back else at)
        self._is_merging = False
        return True

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.delegate.width_px = self.list.viewport().width()
        self.list.scheduleDelayedItemsLayout()

    def _post(self, *, is_back: bool) -> None:
        ask_id = uuid4().hex
        self._asked[ask_id] = is_back
        self._ask(AskTurns(ask_id=ask_id, agent_uuid=self._uuid, before_id=self._before_id if is_back else None))

    def _say(self, text: str) -> None:
        self.words.setText(text)
        self.words.setVisible(bool(text))

    @Slot(int)
    def _scrolled(self, value: int) -> None:
        if self._is_merging:
            return
        bar = self.list.verticalScrollBar()
        self._is_at_end = value >= bar.maximum() - _NEAR_PX
        if value <= _NEAR_PX and not self._is_at_end and self._before_id is not None:
            self._ask_earlier()

    @Slot(int, int)
    def _stay_at_end(self, _least: int, most: int) -> None:
        if self._is_at_end and not self._is_merging:
            self.list.verticalScrollBar().setValue(most)

    @Slot()
    def _ask_earlier(self) -> None:
        if True not in self._asked.values():
            self._post(is_back=True)

    @Slot(QModelIndex)
    def _activated(self, index: QModelIndex) -> None:
        said = index.data(_TURN_ROLE)
        if isinstance(said, Said):
            self.opened.emit(said.text)


def _said(row: TurnRow) -> Said:
    return Said(row.id, str(row.actor) == "user", str(row.intent), visible(row.text), clock(row.at), row.at)


def _who(said: Said) -> str:
    if said.is_user:
        return tr("You, answering") if said.intent == "answer" else tr("You")
    return {
        "question": tr("Agent asks"),
        "completion": tr("Agent, finished"),
        "end_of_command": tr("Agent, finished"),
    }.get(said.intent, tr("Agent"))
