"""The board panel: columns side by side, one current card among them all, one timer for the ages.

GUI thread. Holds the deck; what the person wants leaves as signals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from time import perf_counter

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import Change
from headspace_desktop.domain.model import State
from headspace_desktop.ui.board.column import Column, Fold
from headspace_desktop.ui.board.deck import SHY_COLUMNS, Deck, Grouping
from headspace_desktop.ui.board.face import Fonts
from headspace_desktop.ui.theme import M_PX, S_PX, Theme
from headspace_desktop.ui.words import state_word, tr

#: How dim cards are that may not be true any more.
_STALE_OPACITY = 0.6
#: Cards out of sight are measured for so long, so often.
MEASURE_MS, MEASURE_BUDGET_S = 30, 0.004


class Board(QWidget):
    """Cards in columns. The current card survives every change until it is gone."""

    picked = Signal(str)  # the current card is another one now; empty for none
    wanted = Signal(str, str)  # what, uuid
    menu_wanted = Signal(str, object)

    def __init__(self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self._fonts = Fonts()
        self.deck = Deck(self)
        self.columns: dict[str, Column] = {}
        self.folds: dict[str, Fold] = {}
        self.unfolded: set[str] = set()
        self.current_uuid = ""
        self._is_syncing = False
        self._opacity = 1.0
        self._row = QHBoxLayout()
        self._build()
        self.deck.columns_changed.connect(self._rebuild)
        self._theme.changed.connect(self._themed)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._age)
        self._measuring = QTimer(self)
        self._measuring.setInterval(MEASURE_MS)
        self._measuring.timeout.connect(self._measure)
        self._rebuild()

    def _build(self) -> None:
        inner = QWidget(self)
        inner.setLayout(self._row)
        self._side = QWidget(inner)  # the shy columns share one place, one above the other
        self._pile = QVBoxLayout(self._side)
        self._pile.setContentsMargins(0, 0, 0, 0)
        self._pile.setSpacing(S_PX + 2)
        self._row.addWidget(self._side, 1)
        self._row.setContentsMargins(M_PX, S_PX, M_PX, M_PX)
        self._row.setSpacing(S_PX + 2)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)

    def take(self, changes: Sequence[Change]) -> None:
        """Show one batch of changes; the current card stays the current one wherever it goes."""
        self._is_syncing = True
        try:
            had_focus = self._focused() is not None
            self.deck.take(changes)
            self._show_shy()
            self._restore(had_focus=had_focus)
        finally:
            self._is_syncing = False
        self._measure_later()
        if self.current_uuid and self.deck.card(self.current_uuid) is None:
            self.current_uuid = ""
            self.picked.emit("")

    def show_stale(self, *, is_stale: bool) -> None:
        """Dim the cards while what they say may not be true any more."""
        self._opacity = _STALE_OPACITY if is_stale else 1.0
        for column in self.columns.values():
            column.list.cards.opacity = self._opacity
            column.list.viewport().update()

    def group(self, grouping: Grouping) -> None:
        self._is_syncing = True
        try:
            self.deck.regroup(grouping)
            self._restore(had_focus=False)
        finally:
            self._is_syncing = False

    def pick(self, uuid: str, *, with_focus: bool = False) -> bool:
        """Make a card the current one, in whatever column it is."""
        place = self.deck.place(uuid)
        if place is None:
            return False
        if place[0].name in self.folds and place[0].name not in self.unfolded:
            self._unfold(place[0].name)
        column = self.columns[place[0].name]
        column.select(place[1])
        self._picked(uuid)
        self._scroll.ensureWidgetVisible(column, 0, 0)
        if with_focus:
            column.list.setFocus()
        return True

    def current(self) -> Card | None:
        return self.deck.card(self.current_uuid)

    def pick_next_waiting(self) -> bool:
        """Go to the next that waits, the longest wait first, round and round."""
        waiting = [card.uuid for card in self.deck.waiting()]
        if not waiting:
            return False
        at = waiting.index(self.current_uuid) + 1 if self.current_uuid in waiting else 0
        return self.pick(waiting[at % len(waiting)], with_focus=True)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._age()
        self._timer.start()
        self._measure_later()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        self._measuring.stop()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._themed()

    @Slot()
    def _age(self) -> None:
        if self.window().isMinimized():
            return
        for column in self.columns.values():
            if column.isVisible():
                column.list.repaint_aged()

    def _measure_later(self) -> None:
        if self.isVisible() and not self._measuring.isActive():
            self._measuring.start()

    @Slot()
    def _measure(self) -> None:
        """Measure cards out of sight, a little at a time."""
        until_s = perf_counter() + MEASURE_BUDGET_S
        columns = [column for column in self.columns.values() if column.isVisible() and not column.list.is_measured]
        for column in columns:
            column.list.measure_some(until_s)
        if not columns or not self.isVisible():
            self._measuring.stop()

    @Slot()
    def _themed(self) -> None:
        self._fonts.measure()
        for column in self.columns.values():
            column.list.forget()

    @Slot()
    def _rebuild(self) -> None:
        """Make the columns that are missing and let go those that are not wanted any more."""
        models = self.deck.columns
        for name in [name for name, column in self.columns.items() if models.get(name) is not column.model]:
            self._row.removeWidget(self.columns[name])
            self._pile.removeWidget(self.columns[name])
            self.columns[name].hide()
            self.columns.pop(name).deleteLater()
            if name in self.folds:
                self._row.removeWidget(self.folds[name])
                self.folds[name].hide()
                self.folds.pop(name).deleteLater()
        at = 0
        for name, model in models.items():
            if name not in self.columns:
                self._add(name)
            self.columns[name].model = model
            if self.deck.grouping is Grouping.STATE and name in SHY_COLUMNS:
                self._pile.addWidget(self.columns[name], 1)
                self._row.insertWidget(at, self._side, 1)
                at += name == "unknown"
                continue
            for widget in (self.columns[name], self.folds.get(name)):
                if widget is not None:
                    self._row.insertWidget(at, widget, 1 if isinstance(widget, Column) else 0)
                    at += 1
        self._show_shy()

    def _add(self, name: str) -> None:
        grouping = self.deck.grouping
        title = _column_title(name) if grouping is Grouping.STATE else self.deck.columns[name].title
        column = Column(self.deck.columns[name], self._theme, self._fonts, self._now, grouping, title, self)
        self.columns[name] = column
        column.list.cards.opacity = self._opacity
        column.list.picked.connect(self._picked)
        column.list.key_wanted.connect(self.wanted)
        column.list.sideways.connect(self._sideways)
        column.list.menu_wanted.connect(self.menu_wanted)
        if grouping is Grouping.STATE and name == "ended":
            fold = Fold(self._theme, State.ENDED, title, self)
            self.folds[name] = fold
            fold.opened.connect(self._unfold_ended)
            column.fold_button.show()
            column.fold_button.clicked.connect(self._fold_ended)

    def _show_shy(self) -> None:
        is_by_state = self.deck.grouping is Grouping.STATE
        for name, column in self.columns.items():
            count = column.model.rowCount()
            is_folded = name in self.folds and name not in self.unfolded
            column.setVisible(not is_folded and not (is_by_state and name in SHY_COLUMNS and not count))
            if (fold := self.folds.get(name)) is not None:
                fold.setVisible(is_folded)
                fold.show_count(count)

        self._side.setVisible(any(self.columns[name].model.rowCount() for name in SHY_COLUMNS if is_by_state))

    def _unfold(self, name: str) -> None:
        self.unfolded.add(name)
        self._show_shy()

    @Slot()
    def _unfold_ended(self) -> None:
        self._unfold("ended")

    @Slot()
    def _fold_ended(self) -> None:
        self.unfolded.discard("ended")
        self._show_shy()

    @Slot(str)
    def _picked(self, uuid: str) -> None:
        if self._is_syncing or uuid == self.current_uuid:
            return
        self.current_uuid = uuid
        place = self.deck.place(uuid)
        for name, column in self.columns.items():
            if place is None or name != place[0].name:
                column.deselect()
        self.picked.emit(uuid)

    def _restore(self, *, had_focus: bool) -> None:
        place = self.deck.place(self.current_uuid)
        for name, column in self.columns.items():
            if place is not None and name == place[0].name:
                column.select(place[1])
                if had_focus and column.isVisible() and not column.list.hasFocus():
                    column.list.setFocus()
            elif column.list.currentIndex().isValid():
                column.deselect()

    def _focused(self) -> Column | None:
        return next((column for column in self.columns.values() if column.list.hasFocus()), None)

    @Slot(int)
    def _sideways(self, step: int) -> None:
        """Go to the card at the same height in the next column that holds one."""
        names = [name for name, column in self.columns.items() if column.isVisible() and column.model.rowCount()]
        here = next((name for name, column in self.columns.items() if column.list.hasFocus()), None)
        if here not in names:
            return
        at = names.index(here) + step
        if not 0 <= at < len(names):
            return
        source, target = self.columns[here].list, self.columns[names[at]]
        spot = source.visualRect(source.currentIndex()).center()
        index = target.list.indexAt(spot)
        row = index.row() if index.isValid() else min(max(source.currentIndex().row(), 0), target.model.rowCount() - 1)
        self.pick(target.model.uuids()[row], with_focus=True)


def _column_title(name: str) -> str:
    return tr("Idle and done") if name == "idle" else state_word(State(name))
