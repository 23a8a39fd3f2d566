"""Going round among those who wait: who is next, which place the current one has, when to go on by itself.

GUI thread. Values only; it moves nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from headspace_desktop.domain.card import Card
from headspace_desktop.ui.board.answers import is_under_way
from headspace_desktop.ui.recommend import is_snoozed


class Round:
    """The queue of those who wait, in the order in which they should be answered."""

    def __init__(self) -> None:
        self.queue: list[Card] = []
        self.is_draining = False
        self._left_uuid = ""  # waited and was the current one when last looked at

    def place(self, uuid: str) -> int:
        """The place of an agent in the queue, from 1; 0 when it does not wait."""
        return next((at for at, card in enumerate(self.queue, 1) if card.uuid == uuid), 0)

    def after(self, uuid: str) -> str:
        """Who comes after this one, round and round; the first when it does not wait; empty when nobody does."""
        uuids = [card.uuid for card in self.queue]
        if not uuids:
            return ""
        return uuids[(uuids.index(uuid) + 1) % len(uuids)] if uuid in uuids else uuids[0]

    def look(self, queue: Sequence[Card], current: Card | None, now: datetime) -> str:
        """Take the new queue. While draining: whom to go to now that the current one needs nothing more; else empty."""
        self.queue = list(queue)
        todo = [card.uuid for card in self.queue if not is_snoozed(card, now) and not is_under_way(card)]
        mine = current.uuid if current is not None else ""
        is_settled = bool(self._left_uuid) and self._left_uuid not in todo and mine in (self._left_uuid, "")
        self._left_uuid = mine if mine in todo else ""
        return todo[0] if self.is_draining and is_settled and todo else ""
