"""One column of the board: its heading and its list of cards, or the strip that it is folded to.

GUI thread. Must not post an action itself.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from headspace_desktop.domain.model import State
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.board.cardlist import CardList
from headspace_desktop.ui.board.order import FLAT_COLUMN
from headspace_desktop.ui.board.painter import CardPainter
from headspace_desktop.ui.board.rows import ColumnModel
from headspace_desktop.ui.board.tally import Tally
from headspace_desktop.ui.glyphs import StateGlyph, draw_state
from headspace_desktop.ui.parts import PRESS_KEYS, button, claims_press
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.theme import S_PX, XS_PX, Theme
from headspace_desktop.ui.words import number, tr

#: Room for a project, a state and its finer word.
LEAST_PX = 198


class Fold(QWidget):
    """A folded column: its shape, count and name on a narrow strip that opens it."""

    opened = Signal()

    def __init__(self, theme: Theme, state: State, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._state, self._title = theme, state, title
        self._count = -1
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        if count == self._count:
            return
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
    def event(self, event: QEvent) -> bool:
        return claims_press(event) or super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in PRESS_KEYS:
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


#: How many rows more one click shows.
MORE_ROWS = 100


class Column(QFrame):
    """Heading and list. A foldable column can be shut to a strip."""

    def __init__(self, model: ColumnModel, cards: CardPainter, theme: Theme, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "column")
        self.model = model
        self.title = title
        self.list = CardList(model, cards, self)
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
        self.fold_button.setFixedHeight(20)
        self.fold_button.hide()
        self.more = button("", "quiet")
        self.more.clicked.connect(self._show_more)
        is_project = model.name not in _STATES and model.name != FLAT_COLUMN
        self._tally = Tally(theme, self) if is_project else None
        self._lay_out(theme)
        if is_project:
            model.dataChanged.connect(self._counted)
            model.renamed.connect(self._renamed)
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset, model.kept_back_changed):
            signal.connect(self._counted)
        self._counted()

    def _lay_out(self, theme: Theme) -> None:
        heading = QHBoxLayout()
        heading.setContentsMargins(XS_PX + 2, 2, 2, 0)
        heading.setSpacing(6)
        if self.model.name in _STATES:
            heading.addWidget(StateGlyph(theme, State(self.model.name), 15, self))
        self._name = QLabel(one_line(self.title, 60), self)
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setFont(themes.prose("body", is_strong=True))
        self._name.setMinimumWidth(10)
        heading.addWidget(self._name)
        heading.addWidget(self._count)
        if self._tally is not None:
            heading.addWidget(self._tally)
        heading.addStretch(1)
        heading.addWidget(self.fold_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(S_PX, S_PX - 2, S_PX - 2, XS_PX)
        outer.setSpacing(6)
        outer.addLayout(heading)
        outer.addWidget(self._empty)
        outer.addWidget(self.list, 1)
        outer.addWidget(self.more)
        self.setMinimumWidth(LEAST_PX)

    @Slot(str)
    def _renamed(self, title: str) -> None:
        self.title = title
        self.list.setAccessibleName(title)
        self._name.setText(one_line(title, 60))

    def show_sifted(self, *, is_sifted: bool) -> None:
        """An empty column says whether nobody is there, or nobody who is looked for."""
        self._empty.setText(tr("Nobody here matches.") if is_sifted else _empty_words(self.model.name))

    def select(self, row: int) -> None:
        """Make this row the current one, without moving the focus."""
        if row >= self.model.rowCount():
            self.deselect()
            return
        index = self.model.index(row)
        if self.list.currentIndex() != index or not self.list.selectionModel().isSelected(index):
            self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def deselect(self) -> None:
        self.list.selectionModel().clear()

    @Slot()
    def _show_more(self) -> None:
        self.model.show_more(MORE_ROWS)

    @Slot()
    def _counted(self) -> None:
        count = self.model.total
        self._count.setText(number(count))
        self._empty.setVisible(count == 0)
        if self.model.kept_back:
            self.more.setText(tr("%n more", self.model.kept_back))
        self.more.setVisible(self.model.kept_back > 0)
        if self._tally is not None:
            self._tally.show_states(self.model.card_at(row).verdict.state for row in range(self.model.rowCount()))
        if self.list.cards.is_crowded(count):
            self.list.cards.keep_only(self.model.uuids())


_STATES = frozenset(str(state) for state in State)


def _empty_words(name: str) -> str:
    return {
        "needs_input": tr("Nobody waits for you."),
        "working": tr("Nobody is working."),
        "idle": tr("Nobody is idle."),
        "ended": tr("No session has ended yet."),
        FLAT_COLUMN: tr("No agent is here."),
    }.get(name, "")
