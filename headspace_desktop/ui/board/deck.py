"""The cards by uuid, dealt into the sorted rows of columns; one `dataChanged` per column and batch.

GUI thread. Knows order, grouping and what is left out; must not know how a card looks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import BoardReset, CardChanged, CardGone, Change, HeldBubble
from headspace_desktop.domain.model import State
from headspace_desktop.ui.board.order import (
    FLAT_COLUMN,
    STATE_COLUMNS,
    Grouping,
    Key,
    Order,
    Sort,
    folder_name,
)
from headspace_desktop.ui.board.rows import NO_CAP, ColumnModel
from headspace_desktop.ui.board.sieve import Sieve

#: Ended sessions at first; more on request.
ENDED_CAP = 20


class Deck(QObject):
    """All cards, dealt into columns."""

    columns_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: dict[str, Card] = {}
        self._places: dict[str, tuple[str, Key]] = {}
        self.order = Order()
        self.sieve = Sieve()
        self.held: dict[str, HeldBubble] = {}
        self.columns: dict[str, ColumnModel] = {}
        self._deal()

    @property
    def grouping(self) -> Grouping:
        return self.order.grouping

    def card(self, uuid: str) -> Card | None:
        return self._cards.get(uuid)

    def __iter__(self) -> Iterator[Card]:
        return iter(self._cards.values())

    def __len__(self) -> int:
        return len(self._cards)

    @property
    def shown_count(self) -> int:
        """How many pass the sieve."""
        return len(self._places)

    def shown_uuids(self) -> list[str]:
        """All that pass the sieve, as they stand from left to right and top to bottom."""
        return [uuid for column in self.columns.values() for uuid in column.all_uuids()]

    def counts(self) -> Counter[State]:
        return Counter(card.verdict.state for card in self._cards.values())

    def waiting(self) -> list[Card]:
        """Those who need the person, put off or not, the longest wait first."""
        found = [card for card in self._cards.values() if card.verdict.state is State.NEEDS_INPUT]
        return sorted(found, key=lambda card: (card.verdict.since_at or card.verdict_at, card.uuid))

    def place(self, uuid: str) -> tuple[ColumnModel, int] | None:
        """The column and row where a card lies; None when it is not shown."""
        found = self._places.get(uuid)
        if found is None:
            return None
        column = self.columns[found[0]]
        return column, column.row_of(found[1])

    # -- how it is dealt ------------------------------------------------------------

    def regroup(self, grouping: Grouping) -> None:
        self._reorder(replace(self.order, grouping=grouping))

    def sort_by(self, sort: Sort) -> None:
        self._reorder(replace(self.order, sort=sort))

    def switch_priority(self, *, is_on: bool) -> None:
        self._reorder(replace(self.order, is_priority_on=is_on))

    def sift(self, sieve: Sieve) -> None:
        """Show only what passes."""
        if sieve != self.sieve:
            self.sieve = sieve
            self._deal()

    def _reorder(self, order: Order) -> None:
        if order != self.order:
            self.order = order
            self._deal()

    # -- what changes -----------------------------------------------------------------

    def take(self, changes: Iterable[Change]) -> None:
        """Take one batch; several changes of one card count once."""
        pending: dict[str, Card | None] = {}
        for change in changes:
            match change:
                case BoardReset(cards=cards):
                    self._cards = {card.uuid: card for card in cards}
                    pending.clear()
                    self._deal()
                case CardChanged(card=card):
                    pending[card.uuid] = card
                case CardGone(uuid=uuid):
                    pending[uuid] = None
                case _:
                    pass
        self._settle(pending)

    def hold_back(self, held: Iterable[HeldBubble]) -> None:
        """These notifications are held back at present; all others are not."""
        before = dict(self.held)
        self.held.clear()
        self.held.update({bubble.agent_uuid: bubble for bubble in held})
        changed = [uuid for uuid in before.keys() | self.held.keys() if before.get(uuid) != self.held.get(uuid)]
        touched: dict[str, list[Key]] = {}
        for uuid in changed:
            if uuid in self._places:
                name, key = self._places[uuid]
                touched.setdefault(name, []).append(key)
        self._touch(touched)

    def _settle(self, pending: dict[str, Card | None]) -> None:
        touched: dict[str, list[Key]] = {}
        names = list(self.columns)
        for uuid, card in pending.items():
            old = self._places.get(uuid)
            new = self._place_of(card) if card is not None and self.sieve.passes(card) else None
            if old is not None and old != new:
                self.columns[old[0]].drop(old[1])
                del self._places[uuid]
            if card is None:
                self._cards.pop(uuid, None)
                continue
            self._cards[uuid] = card
            if new is None:
                continue
            self._places[uuid] = new
            if self.grouping is Grouping.PROJECT:
                self._column(new[0], card).call(card.project)
            if old == new:
                touched.setdefault(new[0], []).append(new[1])
            else:
                self._column(new[0], card).add(new[1])
        self._touch(touched)
        if self.grouping is Grouping.PROJECT:
            for name in [name for name, column in self.columns.items() if not column.total]:
                self.columns.pop(name).deleteLater()
        if names != list(self.columns):
            self.columns_changed.emit()

    def _touch(self, touched: dict[str, list[Key]]) -> None:
        for name, keys in touched.items():
            self.columns[name].touch(keys)

    def _deal(self) -> None:
        keys: dict[str, list[Key]] = {}
        passes = self.sieve.passes
        self._places = {card.uuid: self._place_of(card) for card in self._cards.values() if passes(card)}
        for column, key in self._places.values():
            keys.setdefault(column, []).append(key)
        before, self.columns = self.columns, {}
        for name in self._names(keys):
            kept = before.pop(name) if name in before else None
            self.columns[name] = kept if kept is not None else self._new_column(name, self._title(name, keys))
            self.columns[name].call(self._title(name, keys))
            self.columns[name].hold(self._cards, keys.get(name, ()))
        for old in before.values():
            old.hold({}, ())  # its view lives until the event loop comes round
            old.deleteLater()
        self.columns_changed.emit()

    def _names(self, keys: dict[str, list[Key]]) -> list[str]:
        match self.grouping:
            case Grouping.STATE:
                return list(STATE_COLUMNS)
            case Grouping.PRIORITY:
                return [FLAT_COLUMN]
            case Grouping.PROJECT:
                return sorted(keys, key=folder_name)

    def _new_column(self, name: str, title: str) -> ColumnModel:
        cap = ENDED_CAP if self.grouping is Grouping.STATE and name == State.ENDED else NO_CAP
        return ColumnModel(name, title, self._cards, self, cap)

    def _title(self, name: str, keys: dict[str, list[Key]]) -> str:
        return self._cards[keys[name][0][-1]].project if self.grouping is Grouping.PROJECT else name

    def _column(self, name: str, card: Card) -> ColumnModel:
        if name not in self.columns:
            self.columns[name] = self._new_column(name, card.project)
            self.columns = dict(sorted(self.columns.items(), key=lambda item: folder_name(item[0])))
        return self.columns[name]

    def _place_of(self, card: Card) -> tuple[str, Key]:
        return self.order.column_of(card), self.order.key_of(card)
