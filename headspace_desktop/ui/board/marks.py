"""The agents that the person marked, and what is done with all of them at once.

GUI thread. Posts nothing itself: actions leave as `acted`. Marks are by uuid, so no change of the board loses them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import uuid4

from PySide6.QtCore import QObject, Signal, Slot

from headspace_desktop.domain.actions import DismissAgent, MarkSeen, Snooze
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.model import State
from headspace_desktop.ui.board.answers import action_of, is_destructive, same_request
from headspace_desktop.ui.board.deck import Deck
from headspace_desktop.ui.board.selection_bar import SelectionBar


class Marks(QObject):
    """A set of uuids, the bar that tells of it, and the deeds for all."""

    changed = Signal()
    acted = Signal(object)
    used = Signal()  # something was done with all of them, and none is marked any more

    def __init__(self, deck: Deck, now: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._deck = deck
        self.uuids: set[str] = set()
        self.bar = SelectionBar(now)
        self.bar.seen_wanted.connect(self.see)
        self.bar.snooze_wanted.connect(self.snooze)
        self.bar.dismiss_wanted.connect(self.dismiss)
        self.bar.decided.connect(self.decide)
        self.bar.clear_wanted.connect(self.clear)

    def __bool__(self) -> bool:
        return bool(self.uuids)

    def cards(self) -> list[Card]:
        return [card for uuid in sorted(self.uuids) if (card := self._deck.card(uuid)) is not None]

    def toggle(self, uuid: str, current_uuid: str) -> None:
        """Mark a card or not any more; the first mark takes the current card along."""
        if not self.uuids and self._deck.place(current_uuid) is not None:
            self.uuids.add(current_uuid)
            if uuid == current_uuid:
                uuid = ""
        if uuid:
            self.uuids ^= {uuid}
        self._changed()

    @Slot(object)
    def mark(self, uuids: Sequence[str]) -> None:
        """Mark these alone; asked for the same ones twice, all that are shown."""
        wanted = set(uuids)
        if wanted == self.uuids:
            wanted = set(self._deck.shown_uuids())
        self.uuids.clear()
        self.uuids.update(wanted)
        self._changed()

    @Slot()
    def clear(self) -> None:
        if self.uuids:
            self.uuids.clear()
            self._changed()

    def follow(self) -> None:
        """Forget those that are gone, and tell anew what can be done with the rest."""
        gone = [uuid for uuid in self.uuids if self._deck.card(uuid) is None]
        self.uuids.difference_update(gone)
        if self.uuids or not self.bar.isHidden():
            self.bar.show_cards(self.cards())

    def _changed(self) -> None:
        self.bar.show_cards(self.cards())
        self.changed.emit()

    # -- for all of them -----------------------------------------------------------------

    @Slot()
    def see(self) -> None:
        self._post([MarkSeen(card.uuid) for card in self.cards()])

    @Slot(object)
    def snooze(self, until_at: datetime | None) -> None:
        self._post([Snooze(card.uuid, until_at) for card in self.cards()])

    @Slot()
    def dismiss(self) -> None:
        """Only those that are over can go."""
        over = (State.ENDED, State.UNKNOWN)
        self._post([DismissAgent(card.uuid) for card in self.cards() if card.verdict.state in over])

    @Slot(str)
    def decide(self, what: str) -> None:
        """One decision for all, only while all still ask for the very same."""
        cards = self.cards()
        is_grave = what == "allow" and any(card.ask is not None and is_destructive(card, card.ask) for card in cards)
        if same_request(cards) and not is_grave:
            self._post([action_of(card, what, "", uuid4().hex) for card in cards])

    def _post(self, actions: Sequence[object]) -> None:
        for action in actions:
            if action is not None:
                self.acted.emit(action)
        self.clear()
        self.used.emit()
