"""A column's list of cards in the hands of the person: clicks, marks, answers and steps become signals.

GUI thread. Must not post an action itself, and must not answer by a click on what has only just moved there. Letters
are keys of the board's commands, which the person can change; they never come here.
"""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget
from typing_extensions import override

from headspace_desktop.domain.card import Card
from headspace_desktop.ui.board.face import Spot
from headspace_desktop.ui.board.painter import CardPainter
from headspace_desktop.ui.board.rows import ColumnModel
from headspace_desktop.ui.board.tall_list import TallList
from headspace_desktop.ui.plain import as_tip

#: A click on an answer counts only where the card has been in its place for so long.
STILL_S = 0.35

_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_MODIFIERS = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta})
_DIGITS = {Qt.Key(Qt.Key.Key_1 + n): str(n + 1) for n in range(9)}


class CardList(TallList):
    """A list of cards that can be walked, marked and answered."""

    key_wanted = Signal(str, str)  # what, uuid
    answer_wanted = Signal(str, object)  # uuid, Spot
    sideways = Signal(int)
    menu_wanted = Signal(str, object)
    mark_toggled = Signal(str)
    range_marked = Signal(object)  # uuids, instead of what was marked
    marks_dropped = Signal()

    def __init__(self, model: ColumnModel, cards: CardPainter, parent: QWidget) -> None:
        super().__init__(model, cards, parent)
        self._pressed: tuple[str, Spot] | None = None
        self._range_from = ""
        self.doubleClicked.connect(self._double_clicked)

    # -- the pointer ----------------------------------------------------------------

    def _spot_at(self, point: QPointF) -> tuple[str, Spot] | None:
        index = self.indexAt(point.toPoint())
        card = self.card(index)
        if card is None:
            return None
        spot = self.cards.face(card).spot_at(point - QPointF(self.visualRect(index).topLeft()))
        return (card.uuid, spot) if spot is not None else None

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        card = self.card(self.indexAt(event.position().toPoint()))
        is_left = event.button() == Qt.MouseButton.LeftButton
        if card is not None and is_left and event.modifiers() & _CTRL:
            self.mark_toggled.emit(card.uuid)
            return
        if card is not None and is_left and event.modifiers() & _SHIFT:
            self._mark_until(card.uuid)
            return
        if is_left:
            self._pressed = self._spot_at(event.position())
            self._range_from = card.uuid if card is not None else ""
            if self._pressed is None:
                self.marks_dropped.emit()
        super().mousePressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        super().mouseReleaseEvent(event)
        if pressed is not None and self._spot_at(event.position()) == pressed and self._is_still():
            self.answer_wanted.emit(*pressed)

    def _is_still(self) -> bool:
        return perf_counter() - self._moved_s > STILL_S

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._spot_at(event.position()) is None:
            super().mouseDoubleClickEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons():
            super().mouseMoveEvent(event)
        card = self.card(self.indexAt(event.position().toPoint()))
        found = self._spot_at(event.position())
        self._hover(card.uuid if card is not None else "", found[1] if found is not None else None)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover("", None)

    def _hover(self, uuid: str, spot: Spot | None) -> None:
        if uuid == self._hovered and spot == self._hovered_spot:
            return
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if spot else Qt.CursorShape.ArrowCursor)
        for changed in {self._hovered, uuid}:
            if changed and (row := self._column.row_of_uuid(changed)) is not None:
                self.viewport().update(self._box(row))
        self._hovered, self._hovered_spot = uuid, spot

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            card = self.card(index)
            at = QPointF(event.pos() - self.visualRect(index).topLeft())
            text = self.cards.face(card).tip_at(at) if card is not None else ""
            QToolTip.showText(event.globalPos(), as_tip(text), self.viewport())
            return True
        return super().viewportEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_by_key else self.indexAt(event.pos())
        if (card := self.card(index)) is not None:
            at = self.viewport().mapToGlobal(self.visualRect(index).center()) if is_by_key else event.globalPos()
            self.menu_wanted.emit(card.uuid, at)

    @Slot(QModelIndex)
    def _double_clicked(self, index: QModelIndex) -> None:
        if (card := self.card(index)) is not None:
            self.key_wanted.emit("go", card.uuid)

    # -- marks ------------------------------------------------------------------------

    def _mark_until(self, uuid: str) -> None:
        """Mark all from where the range began to this card, and make it the current one."""
        here, there = self._column.row_of_uuid(self._range_from), self._column.row_of_uuid(uuid)
        if there is None:
            return
        if here is None:
            current = self.card(self.currentIndex())
            self._range_from = current.uuid if current is not None else uuid
            here = self._column.row_of_uuid(self._range_from)
        first, last = sorted((there if here is None else here, there))
        self.range_marked.emit(self._column.uuids()[first : last + 1])
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self._column.index(there), flags)

    def _step_range(self, step: int) -> None:
        current = self.card(self.currentIndex())
        row = self.currentIndex().row() + step
        if current is None or not 0 <= row < self._column.rowCount():
            return
        if not self._range_from or self._column.row_of_uuid(self._range_from) is None:
            self._range_from = current.uuid
        self._mark_until(self._column.card_at(row).uuid)

    # -- keys -------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        card = self.card(self.currentIndex())
        is_vertical = key in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        if not modifiers and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.sideways.emit(-1 if key == Qt.Key.Key_Left else 1)
        elif modifiers == _SHIFT and is_vertical:
            self._step_range(-1 if key == Qt.Key.Key_Up else 1)
        elif modifiers == _CTRL and key == Qt.Key.Key_A:
            self._range_from = ""
            self.range_marked.emit(self._column.all_uuids())
        elif not modifiers and key == Qt.Key.Key_Escape:
            self.key_wanted.emit("escape", "")
        elif card is not None and self._card_key(card, key, modifiers):
            pass
        else:
            if key not in _MODIFIERS:
                self._range_from = ""
            super().keyPressEvent(event)

    def _card_key(self, card: Card, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """What a key wants of the current card; False when it is no key of the board."""
        if not modifiers and key in _DIGITS:
            self.key_wanted.emit("option " + _DIGITS[key], card.uuid)
        elif modifiers in (_CTRL, Qt.KeyboardModifier.NoModifier) and key == Qt.Key.Key_Space:
            self.mark_toggled.emit(card.uuid)
        else:
            return False
        return True

    @override
    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here, not a search."""
