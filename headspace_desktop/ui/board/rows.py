"""The rows of one column as Qt's model, the first `cap` of them shown.

GUI thread. Knows keys and cards; must not know how a card looks.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from headspace_desktop.domain.card import Card
from headspace_desktop.ui.board.order import Key
from headspace_desktop.ui.sentence import card_sentence

CARD_ROLE = Qt.ItemDataRole.UserRole + 1
NO_CAP = sys.maxsize

_Index = QModelIndex | QPersistentModelIndex


class ColumnModel(QAbstractListModel):
    """The rows of one column, sorted by key."""

    kept_back_changed = Signal()  # there are more or fewer rows beyond the cap
    renamed = Signal(str)  # a project was given another name, or must be told apart from another

    def __init__(self, name: str, title: str, cards: dict[str, Card], parent: QObject, cap: int = NO_CAP) -> None:
        super().__init__(parent)
        self.name = name
        self.title = title
        self._cards = cards
        self._cap = cap
        self._keys: list[Key] = []
        self._shown = 0
        self.touched_rows: list[int] = []  # what the last `dataChanged` was about, within its range

    def call(self, title: str) -> None:
        """What it is called now."""
        if title != self.title:
            self.title = title
            self.renamed.emit(title)

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else self._shown

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= self._shown:
            return None
        card = self._cards[self._keys[index.row()][-1]]
        if role == CARD_ROLE:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return card.project
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return card_sentence(card)
        return None

    @property
    def total(self) -> int:
        """How many there are, shown or not."""
        return len(self._keys)

    @property
    def kept_back(self) -> int:
        return len(self._keys) - self._shown

    def card_at(self, row: int) -> Card:
        return self._cards[self._keys[row][-1]]

    def card_of(self, uuid: str) -> Card | None:
        return self._cards.get(uuid)

    def row_of_uuid(self, uuid: str) -> int | None:
        return next((row for row, key in enumerate(self._keys[: self._shown]) if key[-1] == uuid), None)

    def uuids(self) -> list[str]:
        return [key[-1] for key in self._keys[: self._shown]]

    def all_uuids(self) -> list[str]:
        """With those that are kept back."""
        return [key[-1] for key in self._keys]

    def hold(self, cards: dict[str, Card], keys: Iterable[Key]) -> None:
        """Hold these rows from now on, of these cards."""
        self.beginResetModel()
        self._cards = cards
        self._keys = sorted(keys)
        self._shown = min(len(self._keys), self._cap)
        self.endResetModel()

    def show_more(self, count: int) -> None:
        """Show so many more rows."""
        until = min(len(self._keys), self._shown + count)
        self._cap = max(self._cap, until) if self._cap != NO_CAP else NO_CAP
        if until > self._shown:
            self.beginInsertRows(QModelIndex(), self._shown, until - 1)
            self._shown = until
            self.endInsertRows()
            self.kept_back_changed.emit()

    def reveal(self, row: int) -> None:
        """Show rows up to this one."""
        if row >= self._shown:
            self.show_more(row + 1 - self._shown)

    def add(self, key: Key) -> None:
        row = bisect_left(self._keys, key)
        if row >= self._cap:
            self._keys.insert(row, key)
            self.kept_back_changed.emit()
            return
        if self._shown == self._cap:
            self._show_one_less()
        self.beginInsertRows(QModelIndex(), row, row)
        self._keys.insert(row, key)
        self._shown += 1
        self.endInsertRows()
        self.kept_back_changed.emit()

    def drop(self, key: Key) -> None:
        row = bisect_left(self._keys, key)
        if row >= self._shown:
            del self._keys[row]
            self.kept_back_changed.emit()
            return
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._keys[row]
        self._shown -= 1
        self.endRemoveRows()
        if self.kept_back:
            self.beginInsertRows(QModelIndex(), self._shown, self._shown)
            self._shown += 1
            self.endInsertRows()
            self.kept_back_changed.emit()

    def _show_one_less(self) -> None:
        self.beginRemoveRows(QModelIndex(), self._shown - 1, self._shown - 1)
        self._shown -= 1
        self.endRemoveRows()

    def touch(self, keys: Sequence[Key]) -> None:
        """Tell once that these rows say something else now."""
        rows = [row for row in (bisect_left(self._keys, key) for key in keys) if row < self._shown]
        if rows:
            self.touched_rows = rows
            self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))

    def row_of(self, key: Key) -> int:
        return bisect_left(self._keys, key)
