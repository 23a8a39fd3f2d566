"""The columns side by side, with one current card among them all.

GUI thread. Makes a column's widget when the deck has the column; what the person wants leaves as signals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from time import perf_counter

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from headspace_desktop.domain.model import State
from headspace_desktop.ui.board.column import Column, Fold
from headspace_desktop.ui.board.deck import Deck
from headspace_desktop.ui.board.fonts import Fonts
from headspace_desktop.ui.board.order import FLAT_COLUMN, SHY_COLUMNS, Grouping
from headspace_desktop.ui.board.painter import CardPainter, Manner
from headspace_desktop.ui.theme import M_PX, S_PX, Theme
from headspace_desktop.ui.words import state_word, tr

#: So many columns are made or dropped at once, the rest one after the other, so often.
AT_ONCE, LATER_MS = 6, 20


class Lanes(QScrollArea):
    """Cards in columns. The current card survives every change until it is gone."""

    picked = Signal(str)  # the current card is another one now; empty for none
    wanted = Signal(str, str)  # what, uuid
    answer_wanted = Signal(str, object)
    menu_wanted = Signal(str, object)
    mark_toggled = Signal(str)
    range_marked = Signal(object)
    marks_dropped = Signal()

    def __init__(
        self, deck: Deck, theme: Theme, now: Callable[[], datetime], manner: Manner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.deck, self._theme, self._now, self._manner = deck, theme, now, manner
        self._fonts = Fonts()
        self.columns: dict[str, Column] = {}
        self.folds: dict[str, Fold] = {}
        self.unfolded: set[str] = set()
        self.current_uuid = ""
        self._is_syncing = False
        self._opacity = 1.0
        self._to_make: list[str] = []
        self._to_drop: list[QWidget] = []
        self._later = QTimer(self)
        self._later.setInterval(LATER_MS)
        self._later.timeout.connect(self._make_some)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inner = QWidget(self)
        self._grounds = QVBoxLayout(self._inner)
        self._grounds.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self._inner)
        self._ground: QWidget | None = None
        self._lay_ground()
        deck.columns_changed.connect(self._rebuild)
        self._rebuild()

    def _lay_ground(self) -> None:
        """An empty ground for columns to stand on; what stood on the old one goes little by little."""
        if self._ground is not None:  # kept in its place: another parent would mean styling all of it once more
            self._ground.hide()
            self._grounds.removeWidget(self._ground)
            self._to_drop += [*self.columns.values(), *self.folds.values(), self._ground]
            self.columns.clear()
            self.folds.clear()
        self._ground = QWidget(self._inner)
        self._row = QHBoxLayout(self._ground)
        self._side = QWidget(self._ground)  # the shy columns share one place, one above the other
        self._pile = QVBoxLayout(self._side)
        self._pile.setContentsMargins(0, 0, 0, 0)
        self._pile.setSpacing(S_PX + 2)
        self._row.addWidget(self._side, 1)
        self._row.setContentsMargins(M_PX, S_PX, M_PX, M_PX)
        self._row.setSpacing(S_PX + 2)
        self._grounds.addWidget(self._ground)
        self._ground.show()

    # -- one batch --------------------------------------------------------------------

    @contextmanager
    def still(self) -> Iterator[None]:
        """Whatever happens to the deck within: current card, focus and what is in sight stay where they can."""
        had_focus = self._focused() is not None
        was_syncing, self._is_syncing = self._is_syncing, True
        try:
            yield
            self._show_shy()
            self._restore(had_focus=had_focus)
        finally:
            self._is_syncing = was_syncing

    def show_opacity(self, opacity: float) -> None:
        self._opacity = opacity
        for column in self.columns.values():
            column.list.cards.opacity = opacity
            column.list.viewport().update()

    def repaint_all(self) -> None:
        for column in self.columns.values():
            column.list.viewport().update()

    def repaint_aged(self) -> None:
        for column in self.columns.values():
            if column.isVisible():
                column.list.repaint_aged()

    def measure_some(self, budget_s: float) -> bool:
        """Measure cards out of sight for so long; False when all are."""
        until_s = perf_counter() + budget_s
        columns = [column for column in self.columns.values() if column.isVisible() and not column.list.is_measured]
        for column in columns:
            column.list.measure_some(until_s)
        return bool(columns)

    def forget(self) -> None:
        """Work every face out again: fonts, colours or the density are others now."""
        self._fonts.measure()
        for column in self.columns.values():
            column.list.forget()

    # -- the current card -----------------------------------------------------------------

    def pick(self, uuid: str, *, with_focus: bool = False) -> bool:
        """Make a card the current one, in whatever column it is."""
        place = self.deck.place(uuid)
        if place is None:
            return False
        if place[0].name in self.folds and place[0].name not in self.unfolded:
            self._unfold(place[0].name)
        self._make_until(place[0].name)
        place[0].reveal(place[1])
        column = self.columns[place[0].name]
        column.select(place[1])
        self._picked(uuid)
        self.ensureWidgetVisible(column, 0, 0)
        if with_focus:
            column.list.setFocus()
        return True

    def current_spot(self) -> QPoint:
        """Where the current card is on the screen."""
        place = self.deck.place(self.current_uuid)
        column = self.columns.get(place[0].name) if place is not None else None
        if column is None:
            return self.mapToGlobal(QPoint(0, 0))
        return column.list.viewport().mapToGlobal(column.list.visualRect(column.list.currentIndex()).center())

    def take_focus(self) -> None:
        """Give the focus to the list of the current card, else to the first that holds cards."""
        place = self.deck.place(self.current_uuid)
        visible = [column for column in self.columns.values() if column.isVisible()]
        mine = self.columns.get(place[0].name) if place is not None else None
        if mine is not None and mine.isVisible():
            mine.list.setFocus()
        elif found := next((column for column in visible if column.model.rowCount()), None):
            if not found.list.currentIndex().isValid() and not self.current_uuid:
                found.select(0)
            found.list.setFocus()

    @Slot(str)
    def _picked(self, uuid: str) -> None:
        if self._is_syncing or uuid == self.current_uuid:
            return
        self.current_uuid = uuid
        place = self.deck.place(uuid)
        for name, column in self.columns.items():
            if place is None or name != place[0].name:
                column.deselect()
        self._make_one_stop()
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
        self._make_one_stop()
        if had_focus and self._focused() is None:
            self.take_focus()

    def _make_one_stop(self) -> None:
        """The Tab key stops at the list of the current card alone, and leads on from there: arrows go between columns.

        A stop at each list would make another card the current one on the way to what this one asks.
        """
        place = self.deck.place(self.current_uuid)
        stop = self.columns.get(place[0].name) if place is not None else None
        if stop is None or stop.isHidden():
            shown = [column for column in self.columns.values() if not column.isHidden()]
            stop = next((column for column in shown if column.model.rowCount()), shown[0] if shown else None)
        for column in self.columns.values():
            policy = Qt.FocusPolicy.StrongFocus if column is stop else Qt.FocusPolicy.ClickFocus
            if column.list.focusPolicy() != policy:
                column.list.setFocusPolicy(policy)

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

    # -- which columns there are -------------------------------------------------------------

    @Slot()
    def _rebuild(self) -> None:
        """Make the columns that are missing and let go those that are not wanted any more."""
        models = self.deck.columns
        gone = [name for name, column in self.columns.items() if models.get(name) is not column.model]
        if gone and len(gone) == len(self.columns):
            self._lay_ground()
        else:
            for name in gone:
                self._drop(name)
        missing = [name for name in models if name not in self.columns]
        self._to_make = missing[AT_ONCE:]
        for name in missing[:AT_ONCE]:
            self._add(name)
        self._line_up()
        if self._to_make or self._to_drop:
            self._later.start()

    @Slot()
    def _make_some(self) -> None:
        """A few columns more, or a few less of those that are gone: a frame each, not all in one."""
        for widget in self._to_drop[:AT_ONCE]:
            widget.deleteLater()
        del self._to_drop[:AT_ONCE]
        if self._to_make:
            with self.still():
                self._add(self._to_make.pop(0))
                self._line_up()
        if not (self._to_make or self._to_drop):
            self._later.stop()

    def _make_until(self, name: str) -> None:
        while name not in self.columns and self._to_make:
            self._add(self._to_make.pop(0))
            self._line_up()

    def _line_up(self) -> None:
        """Give every column its place from left to right."""
        at = 0
        self.columns = {name: self.columns[name] for name in self.deck.columns if name in self.columns}
        for name, column in self.columns.items():
            column.model = self.deck.columns[name]
            if self.deck.grouping is Grouping.STATE and name in SHY_COLUMNS:
                self._pile.addWidget(column, 1)
                self._row.insertWidget(at, self._side, 1)
                at += name == "unknown"
                continue
            for widget in (column, self.folds.get(name)):
                if widget is not None:
                    if self._row.indexOf(widget) != at:
                        self._row.insertWidget(at, widget, 1 if isinstance(widget, Column) else 0)
                    at += 1
        self._show_shy()

    def _drop(self, name: str) -> None:
        column, fold = self.columns.pop(name), self.folds.pop(name, None)
        self._pile.removeWidget(column)
        for widget in (column, fold):
            if widget is not None:
                self._row.removeWidget(widget)
                widget.hide()
                widget.deleteLater()

    def _add(self, name: str) -> None:
        grouping, model = self.deck.grouping, self.deck.columns[name]
        title = _column_title(name) if grouping is not Grouping.PROJECT else model.title
        is_wide = grouping is Grouping.PRIORITY
        cards = CardPainter(self._theme, self._fonts, self._now, self._manner, is_wide=is_wide)
        cards.opacity = self._opacity
        column = self.columns[name] = Column(model, cards, self._theme, title, self)
        view = column.list
        view.picked.connect(self._picked)
        view.key_wanted.connect(self.wanted)
        view.answer_wanted.connect(self.answer_wanted)
        view.sideways.connect(self._sideways)
        view.menu_wanted.connect(self.menu_wanted)
        view.mark_toggled.connect(self.mark_toggled)
        view.range_marked.connect(self.range_marked)
        view.marks_dropped.connect(self.marks_dropped)
        if grouping is Grouping.STATE and name == "ended":
            fold = Fold(self._theme, State.ENDED, title, self)
            self.folds[name] = fold
            fold.opened.connect(self._unfold_ended)
            column.fold_button.show()
            column.fold_button.clicked.connect(self._fold_ended)

    def _show_shy(self) -> None:
        is_by_state = self.deck.grouping is Grouping.STATE
        is_sifted = not self.deck.sieve.is_open
        for name, column in self.columns.items():
            count = column.model.total
            column.show_sifted(is_sifted=is_sifted)
            is_folded = name in self.folds and name not in self.unfolded
            column.setVisible(not is_folded and not (is_by_state and name in SHY_COLUMNS and not count))
            if (fold := self.folds.get(name)) is not None:
                fold.setVisible(is_folded)
                fold.show_count(count)
        self._side.setVisible(any(self.columns[name].model.total for name in SHY_COLUMNS & self.columns.keys()))
        self._make_one_stop()

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


def _column_title(name: str) -> str:
    if name == FLAT_COLUMN:
        return tr("All agents by priority")
    return tr("Idle and done") if name == "idle" else state_word(State(name))
