"""The board panel: the person's order on top, columns of cards, and what can be done with the marked ones.

GUI thread. Holds the deck; what the person wants leaves as signals and as actions (`acted`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from headspace_desktop.domain.actions import SwitchPriority
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import Change, HeldBubble
from headspace_desktop.domain.model import Objective
from headspace_desktop.ui.board.bars import NextStrip, ObjectiveBar
from headspace_desktop.ui.board.column import Column, Fold
from headspace_desktop.ui.board.deck import Deck
from headspace_desktop.ui.board.deeds import Deeds
from headspace_desktop.ui.board.face import Density
from headspace_desktop.ui.board.filter_bar import FilterBar
from headspace_desktop.ui.board.lanes import Lanes
from headspace_desktop.ui.board.marks import Marks
from headspace_desktop.ui.board.nothing import Nothing
from headspace_desktop.ui.board.order import Grouping, Sort
from headspace_desktop.ui.board.painter import Manner
from headspace_desktop.ui.board.round import Round
from headspace_desktop.ui.board.sieve import Sieve, project_key
from headspace_desktop.ui.pages.page import PagePlace
from headspace_desktop.ui.recommend import advice, queue
from headspace_desktop.ui.theme import Theme
from headspace_desktop.ui.topbar import TopBar
from headspace_desktop.ui.words import tr

#: How dim cards are that may not be true any more.
_STALE_OPACITY = 0.6
#: Cards out of sight are measured for so long, so often.
MEASURE_MS, MEASURE_BUDGET_S = 30, 0.004
#: Ages are looked at so often: they change in steps of ten seconds at first, of a minute later.
AGE_MS = 5_000
LEAST_PX = 360
#: Less tall than this the board is a strip above something larger: cards take two lines, the person's order folds away.
STRIP_PX = 420


class Board(QWidget):
    """See the module. The current card and the marks survive every change until their agents are gone."""

    picked = Signal(str)  # the current card is another one now; empty for none
    wanted = Signal(str, str)  # what, uuid
    menu_wanted = Signal(str, object)
    acted = Signal(object)  # an Action
    place_wanted = Signal(object)  # a Place
    waiting_changed = Signal(int, int)  # the current one's place in the queue (0: none), how many wait
    states_chosen = Signal(object)  # the states that are filtered by

    def __init__(self, theme: Theme, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self.deck = Deck(self)
        self.marks = Marks(self.deck, now, self)
        self.round = Round()
        self._has_order = self._is_priority_on = True
        self._is_strip = self._is_compact = False
        self._manner = Manner(held=self.deck.held, marked=self.marks.uuids)
        self.objective = ObjectiveBar()
        self.next = NextStrip(theme)
        self.filter = FilterBar()
        self.lanes = Lanes(self.deck, theme, now, self._manner)
        self.deeds = Deeds(self.lanes, self.marks, now, self)
        self.nothing = Nothing()
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        theme.changed.connect(self._themed)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.setInterval(AGE_MS)
        self._timer.timeout.connect(self._age)
        self._measuring = QTimer(self)
        self._measuring.setInterval(MEASURE_MS)
        self._measuring.timeout.connect(self._measure)

    def _build(self) -> None:
        self._stack.addWidget(self.lanes)
        self._stack.addWidget(self.nothing)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        for widget in (self.objective, self.filter, self.next):
            outer.addWidget(widget)
        outer.addWidget(self._stack, 1)
        outer.addWidget(self.marks.bar)
        self.setTabOrder(self.filter.look, self.next)
        self.filter.short_done.setChecked(self._manner.has_short_done)
        self.setMinimumWidth(LEAST_PX)
        self.setProperty("role", "board")
        self.setAccessibleName(tr("Board"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def _connect(self) -> None:
        lanes = self.lanes
        lanes.picked.connect(self._picked)
        lanes.wanted.connect(self._wanted)
        lanes.answer_wanted.connect(self.deeds.answer)
        lanes.menu_wanted.connect(self.menu_wanted)
        lanes.mark_toggled.connect(self._mark)
        lanes.range_marked.connect(self.marks.mark)
        lanes.marks_dropped.connect(self.marks.clear)
        self.marks.changed.connect(lanes.repaint_all)
        self.marks.used.connect(lanes.take_focus)
        self.marks.acted.connect(self.acted)
        self.objective.edit_wanted.connect(self._edit_objective)
        self.objective.priority_switched.connect(self._switch_priority)
        self.next.go_wanted.connect(self.deeds.go)
        self.deeds.acted.connect(self.acted)
        self.filter.grouped.connect(self.group)
        self.filter.sieved.connect(self.sift)
        self.filter.sorted_by.connect(self.sort_by)
        self.filter.compact_switched.connect(self.show_compact)
        self.filter.short_done_switched.connect(self.shorten_done)
        self.filter.left.connect(lanes.take_focus)
        self.nothing.all_wanted.connect(self.clear_filter)

    def join(self, top: TopBar) -> None:
        """Let the counts on top filter, and show there who waits."""
        top.state_wanted.connect(self.filter.toggle_state)
        top.drain_switched.connect(self.drain)
        self.states_chosen.connect(top.show_states)
        self.waiting_changed.connect(top.show_waiting)

    # -- what it is told ----------------------------------------------------------------

    def take(self, changes: Sequence[Change]) -> None:
        """Show one batch of changes; the current card stays the current one wherever it goes."""
        with self.lanes.still():
            self.deck.take(changes)
        self._measure_later()
        if self.current_uuid and self.deck.card(self.current_uuid) is None:
            self.lanes.current_uuid = ""
            self.picked.emit("")
        self._follow()

    def show_stale(self, *, is_stale: bool) -> None:
        """Dim the cards while what they say may not be true any more."""
        self.lanes.show_opacity(_STALE_OPACITY if is_stale else 1.0)

    def show_objective(self, objective: Objective | None) -> None:
        """What the person works towards, and whether agents are ordered by it."""
        self.objective.show_objective(objective)
        self._is_priority_on = objective is None or objective.is_priority_on
        with self.lanes.still():
            self.deck.switch_priority(is_on=objective is not None and objective.is_priority_on)
        self._show_scores()
        self._follow()

    def hide_order(self) -> None:
        """Leave out the person's own order, objective and who is next: here it is not theirs to change."""
        self._has_order = False
        self._fold_order()

    def _fold_order(self) -> None:
        self.objective.setVisible(self._has_order and not self._is_strip)
        self._follow()

    def show_held(self, held: Sequence[HeldBubble]) -> None:
        """Which notifications are held back, and why."""
        with self.lanes.still():
            self.deck.hold_back(held)

    # -- how it is shown ------------------------------------------------------------------

    @property
    def density(self) -> Density:
        """What the person chose; a strip has two lines a card all the same."""
        return Density.COMPACT if self._is_compact else Density.FULL

    @property
    def columns(self) -> dict[str, Column]:
        return self.lanes.columns

    @property
    def folds(self) -> dict[str, Fold]:
        return self.lanes.folds

    @property
    def unfolded(self) -> set[str]:
        return self.lanes.unfolded

    @unfolded.setter
    def unfolded(self, names: set[str]) -> None:
        self.lanes.unfolded = names

    @Slot(object)
    def group(self, grouping: Grouping) -> None:
        with self.lanes.still():
            self.deck.regroup(grouping)
        self._show_scores()
        self.filter.show_grouping(grouping)
        self._measure_later()

    @Slot(object)
    def sort_by(self, sort: Sort) -> None:
        self.filter.show_sort(sort)
        with self.lanes.still():
            self.deck.sort_by(sort)
        self._show_scores()

    def _show_scores(self) -> None:
        """On the cards, while they count."""
        if self._manner.is_ranked is not self.deck.order.is_ranked:
            self._manner.is_ranked = self.deck.order.is_ranked
            self._themed()

    @Slot(object)
    def sift(self, sieve: Sieve) -> None:
        """Show only what passes; the current card stays the current one though it may not be in sight."""
        with self.lanes.still():
            self.deck.sift(sieve)
        self.states_chosen.emit(sieve.states)
        self._measure_later()
        self._follow()

    @Slot(bool)
    def show_compact(self, is_compact: bool) -> None:
        """Two lines a card, or everything."""
        self._is_compact = is_compact
        self._set_density()
        self.filter.compact.setChecked(is_compact)
        self._themed()

    def _set_density(self) -> None:
        self._manner.density = Density.COMPACT if self._is_strip else self.density

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_strip = self.height() < STRIP_PX
        if is_strip is not self._is_strip:
            self._is_strip = is_strip
            self._set_density()
            self._themed()
            self._fold_order()

    @Slot(bool)
    def shorten_done(self, is_short: bool) -> None:
        """What is over takes two lines."""
        self._manner.has_short_done = is_short
        self.filter.short_done.setChecked(is_short)
        self._themed()

    def remembered(self) -> dict[str, str]:
        """How the person likes it, to be recalled at the next start."""
        return {
            "sort": str(self.deck.order.sort),
            "compact": str(int(self._is_compact)),
            "short_done": str(int(self._manner.has_short_done)),
        }

    def recall(self, remembered: Mapping[str, object]) -> None:
        """Show it as it was; what is not understood is left as it is."""
        if (sort := remembered.get("sort")) in set(Sort):
            self.sort_by(Sort(str(sort)))
        self.show_compact(remembered.get("compact") == "1")
        self.shorten_done(remembered.get("short_done", "1") == "1")

    @Slot()
    def search(self) -> None:
        """Put the cursor into the search box."""
        self.filter.focus_words()

    @Slot()
    def clear_filter(self) -> None:
        self.filter.clear()
        self.lanes.take_focus()

    # -- the current card ---------------------------------------------------------------------

    @property
    def current_uuid(self) -> str:
        return self.lanes.current_uuid

    def current(self) -> Card | None:
        return self.deck.card(self.current_uuid)

    def pick(self, uuid: str, *, with_focus: bool = False) -> bool:
        """Make a card the current one, in whatever column it is; what hides it is opened."""
        if self.deck.place(uuid) is None and self.deck.card(uuid) is not None:
            self.filter.clear()
        return self.lanes.pick(uuid, with_focus=with_focus)

    @Slot()
    def pick_next_waiting(self) -> bool:
        """Go to the next that waits, the longest wait first, round and round."""
        uuid = self.round.after(self.current_uuid)
        return bool(uuid) and self.pick(uuid, with_focus=True)

    @Slot(bool)
    def drain(self, is_on: bool) -> None:
        """Whether the next that waits comes by itself after an answer."""
        self.round.is_draining = is_on
        self._follow()

    @Slot(str)
    def _picked(self, uuid: str) -> None:
        self._show_place()
        self.round.look(self.round.queue, self.current(), self._now())
        self.picked.emit(uuid)

    def _follow(self) -> None:
        """Bring everything besides the cards up to what the cards say now."""
        now, deck = self._now(), self.deck
        then = self.round.look(queue(deck, now), self.current(), now)
        wants_next = self._has_order and self._is_priority_on
        self.next.show_advice(advice(deck, now) if wants_next else None, has_room=not self._is_strip)
        self.filter.show_count(deck.shown_count, len(deck))
        self.filter.show_projects({project_key(card): card.project for card in deck})
        self._stack.setCurrentIndex(1 if len(deck) and not deck.shown_count else 0)
        self.marks.follow()
        if then and not _is_writing():
            self.pick(then, with_focus=True)
        self._show_place()

    def _show_place(self) -> None:
        self.waiting_changed.emit(self.round.place(self.current_uuid), len(self.round.queue))

    @Slot(str)
    def _mark(self, uuid: str) -> None:
        self.marks.toggle(uuid, self.current_uuid)

    # -- what the person wants ------------------------------------------------------------------

    @Slot(str, str)
    def _wanted(self, what: str, uuid: str) -> None:
        kind, _, value = what.partition(" ")
        match kind:
            case "escape":
                if self.marks:
                    self.marks.clear()
                else:
                    self.filter.clear()
            case "option":
                self.deeds.answer_by_number(uuid, int(value))
            case _:
                self.wanted.emit(what, uuid)

    @Slot()
    def _edit_objective(self) -> None:
        self.place_wanted.emit(PagePlace("objective"))

    @Slot(bool)
    def _switch_priority(self, is_on: bool) -> None:
        self.acted.emit(SwitchPriority(is_on))

    # -- time ------------------------------------------------------------------------------------------

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
        self.lanes.repaint_aged()
        if len(self.deck):
            self._follow()

    def _measure_later(self) -> None:
        if self.isVisible() and not self._measuring.isActive():
            self._measuring.start()

    @Slot()
    def _measure(self) -> None:
        """Measure cards out of sight, a little at a time."""
        if not self.lanes.measure_some(MEASURE_BUDGET_S) or not self.isVisible():
            self._measuring.stop()

    @Slot()
    def _themed(self) -> None:
        self.lanes.forget()
        self._measure_later()


def _is_writing() -> bool:
    """Whether the person is in the middle of a text: nothing may take the focus then."""
    focus = QApplication.focusWidget()
    if isinstance(focus, QPlainTextEdit):
        return not focus.isReadOnly() and bool(focus.toPlainText())
    return isinstance(focus, QLineEdit) and bool(focus.text())
