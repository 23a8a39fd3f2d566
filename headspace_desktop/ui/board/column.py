"""One column of the board: its heading and its list of cards.

GUI thread. Turns keys and clicks into signals; must not post an action itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListView, QSizePolicy, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.model import State
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.board.deck import CARD_ROLE, ColumnModel, Grouping
from headspace_desktop.ui.board.delegate import CardDelegate
from headspace_desktop.ui.board.face import Fonts
from headspace_desktop.ui.glyphs import StateGlyph, draw_state
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.theme import S_PX, XS_PX, Theme
from headspace_desktop.ui.words import number, tr

_Index = QModelIndex | QPersistentModelIndex


class CardList(QListView):
    """A list of cards with the board's keys."""

    picked = Signal(str)
    key_wanted = Signal(str, str)  # what, uuid
    sideways = Signal(int)
    menu_wanted = Signal(str, object)

    #: Letter keys of the board, and what they want.
    KEYS = {  # noqa: RUF012  a constant of Qt keys
        Qt.Key.Key_Return: "go",
        Qt.Key.Key_Enter: "go",
        Qt.Key.Key_R: "reply",
        Qt.Key.Key_A: "allow",
        Qt.Key.Key_D: "deny",
        Qt.Key.Key_S: "seen",
        Qt.Key.Key_W: "why",
        Qt.Key.Key_T: "transcript",
        Qt.Key.Key_Delete: "dismiss",
    }

    def __init__(self, model: ColumnModel, delegate: CardDelegate, parent: QWidget) -> None:
        super().__init__(parent)
        self.delegate = delegate
        self._column = model
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Fixed)
        self.verticalScrollBar().setSingleStep(24)
        self.doubleClicked.connect(self._double_clicked)

    def card(self, index: _Index) -> Card | None:
        found = index.data(CARD_ROLE) if index.isValid() else None
        return found if isinstance(found, Card) else None

    def repaint_aged(self) -> None:
        """Paint again those visible cards whose ages read differently now."""
        model, port = self.model(), self.viewport().rect()
        row = max(self.indexAt(port.topLeft()).row(), 0)
        while row < model.rowCount():
            index = model.index(row, 0)
            box = self.visualRect(index)
            if box.top() > port.bottom():
                break
            card = self.card(index)
            if card is not None and self.delegate.is_aged(card):
                self.viewport().update(box)
            row += 1

    @override
    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if (card := self.card(current)) is not None:
            self.picked.emit(card.uuid)

    @override
    def dataChanged(self, topLeft: _Index, bottomRight: _Index, roles: Sequence[int] = ()) -> None:
        """Paint just the cards that changed; lay the column out anew only when one became taller or shorter."""
        is_laid_out = True
        for row in self._column.touched_rows:
            index = self._column.index(row, 0)
            card = self.card(index)
            if card is None or self.delegate.is_painted(card):
                continue
            is_laid_out = self.delegate.is_as_tall(card) and is_laid_out
            self.viewport().update(self.visualRect(index))
        if not is_laid_out:
            super().dataChanged(topLeft, bottomRight, list(roles))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if is_plain and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.sideways.emit(-1 if key == Qt.Key.Key_Left else 1)
        elif is_plain and key in self.KEYS:
            if (card := self.card(self.currentIndex())) is not None:
                self.key_wanted.emit(self.KEYS[key], card.uuid)
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here, not a search."""

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if (card := self.card(self.indexAt(event.pos()))) is not None:
            self.menu_wanted.emit(card.uuid, event.globalPos())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.delegate.set_width(self.viewport().width() - 2):
            self.scheduleDelayedItemsLayout()

    @Slot(QModelIndex)
    def _double_clicked(self, index: QModelIndex) -> None:
        if (card := self.card(index)) is not None:
            self.key_wanted.emit("go", card.uuid)


class Fold(QWidget):
    """A folded column: its shape, count and name on a narrow strip that opens it."""

    opened = Signal()

    def __init__(self, theme: Theme, state: State, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._state, self._title = theme, state, title
        self._count = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        self._count = count
        self.setToolTip(tr("Show this column"))
        self.setAccessibleName(f"{self._title}: {number(count)}. " + tr("Show this column"))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(34, 120)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.opened.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._theme.look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(look.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.sunken))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        draw_state(painter, QRectF(9, 12, 15, 15), self._state, look.hue(self._state).fill, look.sunken)
        painter.setPen(QColor(look.text_soft))
        painter.setFont(themes.mono("caption", is_strong=True))
        painter.drawText(QRectF(0, 32, 34, 18), int(Qt.AlignmentFlag.AlignCenter), number(self._count))
        painter.setFont(themes.prose("caption", is_strong=True))
        painter.translate(24, 58)
        painter.rotate(90)
        painter.drawText(QRectF(0, 0, self.height() - 60, 16), int(Qt.AlignmentFlag.AlignLeft), self._title)
        painter.end()


class Column(QFrame):
    """Heading and list. A foldable column can be shut to a strip."""

    def __init__(  # noqa: PLR0917  a column is these parts
        self,
        model: ColumnModel,
        theme: Theme,
        fonts: Fonts,
        now: Callable[[], datetime],
        grouping: Grouping,
        title: str,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "column")
        self.model = model
        self.title = title
        self.list = CardList(model, CardDelegate(theme, fonts, now, self), self)
        self.list.setAccessibleName(title)
        self._count = QLabel("0", self)
        self._count.setProperty("tone", "faint")
        self._count.setFont(themes.mono("caption", is_strong=True))
        self._empty = QLabel(_empty_words(model.name), self)
        self._empty.setProperty("tone", "faint")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.fold_button = QToolButton(self)
        self.fold_button.setText("–")
        self.fold_button.setAccessibleName(tr("Fold this column"))
        self.fold_button.setToolTip(tr("Fold this column"))
        self.fold_button.hide()
        self._lay_out(theme, grouping)
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._counted)
        self._counted()

    def _lay_out(self, theme: Theme, grouping: Grouping) -> None:
        heading = QHBoxLayout()
        heading.setContentsMargins(XS_PX + 2, 2, 2, 0)
        heading.setSpacing(6)
        if grouping is Grouping.STATE:
            heading.addWidget(StateGlyph(theme, State(self.model.name), 15, self))
        name = QLabel(one_line(self.title, 60), self)
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setFont(themes.prose("body", is_strong=True))
        name.setMinimumWidth(10)
        heading.addWidget(name)
        heading.addWidget(self._count)
        heading.addStretch(1)
        heading.addWidget(self.fold_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(S_PX, S_PX - 2, S_PX - 2, XS_PX)
        outer.setSpacing(6)
        outer.addLayout(heading)
        outer.addWidget(self._empty)
        outer.addWidget(self.list, 1)
        self.setMinimumWidth(198)

    def select(self, row: int) -> None:
        """Make this row the current one, without moving the focus."""
        index = self.model.index(row)
        if self.list.currentIndex() != index or not self.list.selectionModel().isSelected(index):
            self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def deselect(self) -> None:
        self.list.selectionModel().clear()

    @Slot()
    def _counted(self) -> None:
        count = self.model.rowCount()
        self._count.setText(number(count))
        self._empty.setVisible(count == 0)
        self.list.delegate.keep_only(self.model.uuids())


def _empty_words(name: str) -> str:
    return {
        "needs_input": tr("Nobody waits for you."),
        "working": tr("Nobody is working."),
        "idle": tr("Nobody is idle."),
        "ended": tr("No session has ended yet."),
    }.get(name, "")
