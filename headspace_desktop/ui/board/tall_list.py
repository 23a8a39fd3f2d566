"""A scrolling list of cards of different heights that measures only what is in sight.

GUI thread. Geometry and painting; keys and clicks are `cardlist`. The rest is measured bit by bit while nothing else
happens, so that no frame pays for the whole column; what is in sight does not move meanwhile.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, zip_longest
from time import perf_counter

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget
from typing_extensions import override

from headspace_desktop.domain.card import Card
from headspace_desktop.ui.board.face import Spot
from headspace_desktop.ui.board.painter import CardPainter, Mood
from headspace_desktop.ui.board.rows import CARD_ROLE, ColumnModel

_Index = QModelIndex | QPersistentModelIndex
_Move = QAbstractItemView.CursorAction
_Hint = QAbstractItemView.ScrollHint


class TallList(QListView):
    """A list whose rows are as tall as their cards. It paints what changed, and keeps in place what is in sight."""

    picked = Signal(str)

    def __init__(self, model: ColumnModel, cards: CardPainter, parent: QWidget) -> None:
        super().__init__(parent)
        self.cards = cards
        self._column = model
        self._tops_px: list[int] = [0]  # one more than there are rows: the last is the height of all
        self._unmeasured: list[str] = []
        self._is_dirty = True
        self._is_settling = False
        self._anchor: tuple[str, int] | None = None  # a card in sight, and where its top stands
        self._sight: list[tuple[str, QRect]] = []  # as it was last laid out
        self._hovered = ""
        self._hovered_spot: Spot | None = None
        self._moved_s = 0.0  # when a card in sight last changed its place by itself
        self.setModel(model)
        model.rowsRemoved.connect(self._soil)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(24)

    def card(self, index: _Index) -> Card | None:
        found = index.data(CARD_ROLE) if index.isValid() else None
        return found if isinstance(found, Card) else None

    def repaint_aged(self) -> None:
        """Paint again those ages in sight that read differently now."""
        for row in self._rows_in_sight():
            card = self._column.card_at(row)
            if self.cards.is_outdated(card):  # what lies around it changed with the time: a snooze is over
                self._soil()
                self.viewport().update(self._box(row))
            elif self.cards.is_aged(card):
                at = self._box(row).topLeft()
                for spot in self.cards.ages_boxes(card):
                    self.viewport().update(spot.translated(at))

    def forget(self) -> None:
        """Work everything out again: fonts or colours are others now."""
        self.cards.forget()
        self._soil()
        self.viewport().update()

    @property
    def is_measured(self) -> bool:
        return not self._is_dirty and not self._unmeasured

    def measure_some(self, until_s: float) -> None:
        """Measure cards out of sight until then (`perf_counter`), or until all are."""
        self._tops()
        if not self._unmeasured:
            return
        while self._unmeasured and perf_counter() < until_s:
            if (card := self._column.card_of(self._unmeasured.pop())) is not None:
                self.cards.measure(card)
        self._is_dirty = True
        self._settle()

    # -- where things are -----------------------------------------------------------

    def _tops(self) -> list[int]:
        if self._is_dirty:
            self._is_dirty = False
            uuids, known, guess_px = self._column.uuids(), self.cards.heights, self.cards.guess_px()
            self._tops_px = [0, *accumulate(known.get(uuid, guess_px) for uuid in uuids)]
            self._unmeasured = [uuid for uuid in uuids if uuid not in known]
        return self._tops_px

    def _box(self, row: int) -> QRect:
        tops = self._tops()
        top = tops[row] - self.verticalScrollBar().value()
        return QRect(0, top, self.viewport().width() - 2, tops[row + 1] - tops[row])

    def _rows_in_sight(self, area: QRect | None = None) -> range:
        area = area or self.viewport().rect()
        tops, at = self._tops(), self.verticalScrollBar().value()
        first = max(bisect_right(tops, area.top() + at) - 1, 0)
        return range(first, min(bisect_right(tops, area.bottom() + at), len(tops) - 1))

    def _measure_sight(self) -> bool:
        """Measure the cards in sight; True when one is not as tall as it was taken for."""
        is_other = False
        for row in self._rows_in_sight():
            is_other = self.cards.measure(self._column.card_at(row)) != self._box(row).height() or is_other
        self._is_dirty = self._is_dirty or is_other
        return is_other

    def _keep_anchor(self) -> None:
        at = self.verticalScrollBar().value()
        rows = self._rows_in_sight()
        if not at or not rows:
            self._anchor = None  # at the beginning: what is new on top is seen
            return
        uuids = [self._column.card_at(row).uuid for row in rows]
        place = next((n for n, uuid in enumerate(uuids) if uuid in self.cards.heights), 0)
        self._anchor = (uuids[place], self._tops()[rows[place]] - at)

    def _settle(self) -> None:
        """Lay out anew; the card at the anchor stays where it is."""
        self._is_settling = True
        bar = self.verticalScrollBar()
        at = bar.value()
        for _ in range(4):
            tops = self._tops()
            self.updateGeometries()
            if self._anchor is not None and (row := self._column.row_of_uuid(self._anchor[0])) is not None:
                bar.setValue(tops[row] - self._anchor[1])
            if not self._measure_sight():
                break
        self._is_settling = False
        before, self._sight = self._sight, self._in_sight()
        if before != self._sight:
            self._moved_s = perf_counter()
        if at != bar.value():
            self.viewport().update()
        else:
            self._repaint_moved(before)

    def _in_sight(self) -> list[tuple[str, QRect]]:
        return [(self._column.card_at(row).uuid, self._box(row)) for row in self._rows_in_sight()]

    def _repaint_moved(self, before: list[tuple[str, QRect]]) -> None:
        """Paint again those places in sight where another card stands than did, or none any more."""
        for place, (old, new) in enumerate(zip_longest(before, self._sight)):
            if old is None or new is None:
                rest = self.viewport().rect()
                rest.setTop((old or new)[1].top() if place else 0)
                self.viewport().update(rest)
                return
            if old != new:
                self.viewport().update(old[1].united(new[1]))

    @Slot()
    def _soil(self) -> None:
        self._is_dirty = True
        self.scheduleDelayedItemsLayout()

    # -- what a view must know of its own geometry --------------------------------------

    @override
    def doItemsLayout(self) -> None:
        self._is_dirty = True
        self._settle()

    @override
    def updateGeometries(self) -> None:
        bar, port_px = self.verticalScrollBar(), self.viewport().height()
        bar.setPageStep(port_px)
        bar.setRange(0, max(self._tops()[-1] - port_px, 0))

    @override
    def visualRect(self, index: _Index) -> QRect:
        row = index.row()
        return self._box(row) if 0 <= row < len(self._tops()) - 1 else QRect()

    @override
    def indexAt(self, p: object) -> QModelIndex:
        y = p.y() + self.verticalScrollBar().value()  # type: ignore[attr-defined]
        tops = self._tops()
        return self._column.index(bisect_right(tops, y) - 1) if 0 <= y < tops[-1] else QModelIndex()

    @override
    def scrollTo(self, index: _Index, hint: _Hint = _Hint.EnsureVisible) -> None:
        if not 0 <= index.row() < len(self._tops()) - 1:
            return
        bar, port_px = self.verticalScrollBar(), self.viewport().height()
        for _ in range(2):  # once more when what came into sight is taller than it was taken for
            self.updateGeometries()
            box = self._box(index.row())
            if hint == _Hint.PositionAtTop or box.top() < 0 or box.height() > port_px:
                bar.setValue(bar.value() + box.top())
            elif box.bottom() >= port_px:
                bar.setValue(bar.value() + box.bottom() - port_px + 1)

    @override
    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    @override
    def horizontalOffset(self) -> int:
        return 0

    @override
    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        self.selectionModel().select(self.currentIndex(), command)

    @override
    def visualRegionForSelection(self, selection: object) -> QRegion:
        return QRegion(self.viewport().rect())

    @override
    def moveCursor(self, cursorAction: _Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        count, row = self._column.rowCount(), self.currentIndex().row()
        if not count:
            return QModelIndex()
        port_px = self.viewport().height()
        match cursorAction:
            case _Move.MoveHome:
                row = 0
            case _Move.MoveEnd:
                row = count - 1
            case _Move.MovePageUp | _Move.MovePageDown:
                step_px = -port_px if cursorAction == _Move.MovePageUp else port_px
                row = bisect_right(self._tops(), max(self._tops()[max(row, 0)] + step_px, 0)) - 1
            case _Move.MoveUp | _Move.MovePrevious:
                row -= 1
            case _Move.MoveDown | _Move.MoveNext:
                row += 1
            case _:
                pass
        return self._column.index(min(max(row, 0), count - 1))

    # -- what happens to it ---------------------------------------------------------------

    @override
    def rowsInserted(self, parent: _Index, start: int, end: int) -> None:
        self._is_dirty = True
        super().rowsInserted(parent, start, end)

    @override
    def reset(self) -> None:
        super().reset()
        self._soil()

    @override
    def dataChanged(self, topLeft: _Index, bottomRight: _Index, roles: Sequence[int] = ()) -> None:
        """Paint just the cards in sight that changed; lay the column out anew only when one is taller or shorter."""
        sight = self._rows_in_sight()
        for row in self._column.touched_rows:
            if row not in sight:
                continue
            card = self._column.card_at(row)
            before = self.cards.heights.get(card.uuid)
            if self.cards.measure(card) != before:
                self._soil()
            else:
                self.viewport().update(self._box(row))

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(0, dy)
        if not self._is_settling:
            self._keep_anchor()
            if self._measure_sight():
                self._settle()
            else:
                self._sight = self._in_sight()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.cards.set_width(self.viewport().width() - 2):
            self._is_dirty = True
        self._settle()

    @override
    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if (card := self.card(current)) is not None:
            self.picked.emit(card.uuid)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        current = self.currentIndex()
        chosen = current.row() if current.isValid() and self.selectionModel().isSelected(current) else -1
        has_focus = self.hasFocus()
        for row in self._rows_in_sight(event.rect()):
            box, card = self._box(row), self._column.card_at(row)
            damage = event.region().intersected(box)
            if damage.isEmpty():
                continue
            for spot in self.cards.ages_boxes(card):
                damage = damage.subtracted(spot.translated(box.topLeft()))
            if damage.isEmpty():
                self.cards.paint_ages(painter, box, card)
            else:
                is_chosen = row == chosen
                is_hovered = card.uuid == self._hovered
                answer = self._hovered_spot if is_hovered else None
                mood = Mood(is_chosen, is_chosen and has_focus, is_hovered, answer)
                self.cards.paint(painter, box, card, mood)
        painter.end()
