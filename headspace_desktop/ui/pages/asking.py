"""Questions under way: each has a place, and only the newest of a place is still waited for.

GUI thread. An answer to an older question is nobody's and is dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from headspace_desktop.domain.asks import PageAsk
from headspace_desktop.domain.changes import PageReady


class Asking:
    """The questions of one page, by place such as ``first`` and ``more``."""

    def __init__(self, ask: Callable[[PageAsk], None]) -> None:
        self._ask = ask
        self._ids: dict[str, str] = {}

    def post(self, place: str, make: Callable[[str], PageAsk]) -> str:
        """Ask what `make` makes of a fresh id; an older question of this place is given up."""
        ask_id = self._ids[place] = uuid4().hex
        self._ask(make(ask_id))
        return ask_id

    def take(self, ready: PageReady, *, keeps: bool = False) -> str:
        """The place of the question that this answers, empty when it is not waited for. `keeps`: more answers come."""
        for place, ask_id in self._ids.items():
            if ask_id == ready.ask_id:
                if not keeps:
                    del self._ids[place]
                return place
        return ""

    def is_waiting(self, *places: str) -> bool:
        return any(place in self._ids for place in places)

    def forget(self, *places: str) -> None:
        for place in places:
            self._ids.pop(place, None)
