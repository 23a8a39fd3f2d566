"""The cards by uuid and the sorted rows of each column; one `dataChanged` per column and batch.

GUI thread. Knows order and grouping; must not know how a card looks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import BoardReset, CardChanged, CardGone, Change
from headspace_desktop.domain.model import State
from headspace_desktop.ui.sentence import card_sentence

CARD_ROLE = Qt.ItemDataRole.UserRole + 1

Key = tuple[Any, ...]  # sorts within a column; the last member is the uuid
_Index = QModelIndex | QPersistentModelIndex


class Grouping(StrEnum):
    STATE = "state"
    PROJECT = "project"


#: Columns by state from left to right. Idle and done share one: both wait for the person's next idea.
STATE_COLUMNS = ("needs_input", "working", "stalled", "unknown", "idle", "ended")
#: Columns that are only there when they hold something.
SHY_COLUMNS = frozenset({"stalled", "unknown"})

_URGENCY = {
    State.NEEDS_INPUT: 0,
    State.STALLED: 1,
    State.WORKING: 2,
    State.DONE: 3,
    State.IDLE: 4,
    State.UNKNOWN: 5,
    State.ENDED: 6,
}


class ColumnModel(QAbstractListModel):
    """The rows of one column."""

    def __init__(self, name: str, title: str, cards: dict[str, Card], parent: QObject) -> None:
        super().__init__(parent)
        self.name = name
        self.title = title
        self._cards = cards
        self._keys: list[Key] = []
        self.touched_rows: list[int] = []  # what the last `dataChanged` was about, within its range

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self._keys)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._keys):
            return None
        card = self._cards[self._keys[index.row()][-1]]
        if role == CARD_ROLE:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return card.project_name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return card_sentence(card)
        return None

    def card_at(self, row: int) -> Card:
        return self._cards[self._keys[row][-1]]

    def card_of(self, uuid: str) -> Card | None:
        return self._cards.get(uuid)

    def row_of_uuid(self, uuid: str) -> int | None:
        return next((row for row, key in enumerate(self._keys) if key[-1] == uuid), None)

    def uuids(self) -> list[str]:
        return [key[-1] for key in self._keys]

    def hold(self, cards: dict[str, Card], keys: Iterable[Key]) -> None:
        """Hold these rows from now on, of these cards."""
        self.beginResetModel()
        self._cards = cards
        self._keys = sorted(keys)
        self.endResetModel()

    def add(self, key: Key) -> None:
        row = bisect_left(self._keys, key)
        self.beginInsertRows(QModelIndex(), row, row)
        self._keys.insert(row, key)
        self.endInsertRows()

    def drop(self, key: Key) -> None:
        row = bisect_left(self._keys, key)
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._keys[row]
        self.endRemoveRows()

    def touch(self, keys: Sequence[Key]) -> None:
        """Tell once that these rows say something else now."""
        self.touched_rows = [bisect_left(self._keys, key) for key in keys]
        self.dataChanged.emit(self.index(min(self.touched_rows)), self.index(max(self.touched_rows)))

    def row_of(self, key: Key) -> int:
        return bisect_left(self._keys, key)


class Deck(QObject):
    """All cards, dealt into columns."""

    columns_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: dict[str, Card] = {}
        self._places: dict[str, tuple[str, Key]] = {}
        self.grouping = Grouping.STATE
        self.columns: dict[str, ColumnModel] = {}
        self._deal()

    def card(self, uuid: str) -> Card | None:
        return self._cards.get(uuid)

    def __iter__(self) -> Iterator[Card]:
        return iter(self._cards.values())

    def __len__(self) -> int:
        return len(self._cards)

    def counts(self) -> Counter[State]:
        return Counter(card.verdict.state for card in self._cards.values())

    def place(self, uuid: str) -> tuple[ColumnModel, int] | None:
        """The column and row where a card lies."""
        found = self._places.get(uuid)
        if found is None:
            return None
        column = self.columns[found[0]]
        return column, column.row_of(found[1])

    def waiting(self) -> list[Card]:
        """Those who need the person, the longest wait first."""
        cards = [card for card in self._cards.values() if card.verdict.state is State.NEEDS_INPUT]
        return sorted(cards, key=_wait_key)

    def regroup(self, grouping: Grouping) -> None:
        if grouping is not self.grouping:
            self.grouping = grouping
            self._deal()

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

    def _settle(self, pending: dict[str, Card | None]) -> None:
        touched: dict[str, list[Key]] = {}
        names = list(self.columns)
        for uuid, card in pending.items():
            old = self._places.get(uuid)
            if card is None:
                if old is not None:
                    self.columns[old[0]].drop(old[1])
                    del self._places[uuid], self._cards[uuid]
                continue
            new = (self._column_of(card), self._key_of(card))
            if old is not None and old != new:
                self.columns[old[0]].drop(old[1])
            self._cards[uuid] = card
            self._places[uuid] = new
            if old == new:
                touched.setdefault(new[0], []).append(new[1])
            else:
                self._column(new[0], card).add(new[1])
        for name, keys in touched.items():
            self.columns[name].touch(keys)
        if self.grouping is Grouping.PROJECT:
            for name in [name for name, column in self.columns.items() if not column.rowCount()]:
                self.columns.pop(name).deleteLater()
        if names != list(self.columns):
            self.columns_changed.emit()

    def _deal(self) -> None:
        keys: dict[str, list[Key]] = {}
        self._places = {card.uuid: (self._column_of(card), self._key_of(card)) for card in self._cards.values()}
        for column, key in self._places.values():
            keys.setdefault(column, []).append(key)
        names = list(STATE_COLUMNS) if self.grouping is Grouping.STATE else sorted(keys, key=_folder_name)
        before, self.columns = self.columns, {}
        for name in names:
            kept = before.pop(name) if name in before else None
            self.columns[name] = kept if kept is not None else self._new_column(name, self._title(name, keys))
            self.columns[name].hold(self._cards, keys.get(name, ()))
        for old in before.values():
            old.hold({}, ())  # its view lives until the event loop comes round
            old.deleteLater()
        self.columns_changed.emit()

    def _new_column(self, name: str, title: str) -> ColumnModel:
        return ColumnModel(name, title, self._cards, self)

    def _title(self, name: str, keys: dict[str, list[Key]]) -> str:
        return name if self.grouping is Grouping.STATE else self._cards[keys[name][0][-1]].project_name

    def _column(self, name: str, card: Card) -> ColumnModel:
        if name not in self.columns:
            self.columns[name] = self._new_column(name, card.project_name)
            self.columns = dict(sorted(self.columns.items(), key=lambda item: _folder_name(item[0])))
        return self.columns[name]

    def _column_of(self, card: Card) -> str:
        if self.grouping is Grouping.PROJECT:
            return card.project_path or card.project_name
        return "idle" if card.verdict.state is State.DONE else str(card.verdict.state)

    def _key_of(self, card: Card) -> Key:
        since_s = card.verdict.since_at.timestamp() if card.verdict.since_at else 0.0
        started_s = card.started_at.timestamp()
        order: Key
        match card.verdict.state:
            case State.NEEDS_INPUT | State.STALLED:
                order = (0, since_s)  # the longest wait on top
            case State.WORKING | State.UNKNOWN:
                order = (0, started_s)  # still: does not move while it works
            case State.IDLE | State.DONE:
                order = (0 if card.verdict.state is State.DONE and not card.is_seen else 1, -since_s)
            case State.ENDED:
                order = (0, -since_s)
        urgency = _URGENCY[card.verdict.state] if self.grouping is Grouping.PROJECT else 0
        return (urgency, *order, card.uuid)


def _wait_key(card: Card) -> tuple[float, str]:
    return (card.verdict.since_at.timestamp() if card.verdict.since_at else 0.0, card.uuid)


def _folder_name(path: str) -> tuple[str, str]:
    return (path.rstrip("/").rpartition("/")[2].casefold(), path)
