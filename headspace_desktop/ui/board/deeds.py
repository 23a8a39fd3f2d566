"""What the person does with the current card, or with all that are marked: seen, put off, taken off, answered.

GUI thread. Posts nothing itself: actions leave as `acted`. An answer is given only to the ask that was shown.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from headspace_desktop.domain.actions import DismissAgent, FocusAgent, MarkSeen, Snooze
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.model import State
from headspace_desktop.ui.board.answers import action_of, options_of
from headspace_desktop.ui.board.face import Spot
from headspace_desktop.ui.board.lanes import Lanes
from headspace_desktop.ui.board.marks import Marks
from headspace_desktop.ui.board.snooze import snooze_choices, snooze_hour


class Deeds(QObject):
    """See the module."""

    acted = Signal(object)

    def __init__(self, lanes: Lanes, marks: Marks, now: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(parent)
        self._lanes, self._marks, self._now, self._parent = lanes, marks, now, parent

    def _current(self) -> Card | None:
        return self._lanes.deck.card(self._lanes.current_uuid)

    @Slot()
    def see(self) -> None:
        """Mark as seen."""
        if self._marks:
            self._marks.see()
        elif (card := self._current()) is not None:
            self.acted.emit(MarkSeen(card.uuid))

    @Slot()
    def snooze_hour(self) -> None:
        self.snooze(snooze_hour(self._now()))

    def snooze(self, until_at: datetime | None) -> None:
        """Put off until then; None ends it."""
        if self._marks:
            self._marks.snooze(until_at)
        elif (card := self._current()) is not None:
            self.acted.emit(Snooze(card.uuid, until_at))

    @Slot()
    def open_snooze_menu(self) -> None:
        """Ask for how long, at the card."""
        menu = QMenu(self._parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        current = self._current()
        cards = self._marks.cards() or ([current] if current is not None else [])
        for words, until_at in snooze_choices(self._now(), cards):
            made = menu.addAction(words)
            made.setData(until_at)
            made.triggered.connect(self._snooze_chosen)
        menu.popup(self._lanes.current_spot())
        menu.setActiveAction(menu.actions()[0])

    @Slot()
    def _snooze_chosen(self) -> None:
        self.snooze(self.sender().data())  # type: ignore[attr-defined]

    @Slot()
    def dismiss(self) -> None:
        """Take off the board what is over."""
        card = self._current()
        if self._marks:
            self._marks.dismiss()
        elif card is not None and card.verdict.state in (State.ENDED, State.UNKNOWN):
            self.acted.emit(DismissAgent(card.uuid))

    def decide_for_marked(self, what: str) -> bool:
        """Allow or deny for all that are marked; False when none is, and the current card alone is meant."""
        is_meant = bool(self._marks)
        if is_meant:
            self._marks.decide(what)
        return is_meant

    def answer_by_number(self, uuid: str, number: int) -> None:
        card = self._lanes.deck.card(uuid)
        options = options_of(card.ask) if card is not None and card.ask is not None else ()
        if card is not None and 1 <= number <= len(options):
            self._answer(card, "option", options[number - 1].label)

    @Slot(str, object)
    def answer(self, uuid: str, spot: Spot) -> None:
        """Give the answer that was clicked, if the card still asks what it asked then."""
        card = self._lanes.deck.card(uuid)
        if card is not None and card.ask is not None and card.ask.key == spot.ask_key:
            self._answer(card, spot.what, spot.value)

    def _answer(self, card: Card, what: str, value: str) -> None:
        if (action := action_of(card, what, value, uuid4().hex)) is not None:
            self.acted.emit(action)

    @Slot(str)
    def go(self, uuid: str) -> None:
        """Bring its terminal to the front."""
        self.acted.emit(FocusAgent(uuid, request_id=uuid4().hex))
