"""What the panels need of the pages that the reader answers with: the smallest shapes, checked by type.

Any thread; types only. The rooms that make pages are strangers to this one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class TurnRow(Protocol):
    """One utterance of the history."""

    @property
    def id(self) -> int: ...
    @property
    def actor(self) -> str: ...
    @property
    def intent(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def at(self) -> datetime: ...


class TurnsPage(Protocol):
    """One page of a history; `before_id` is None at its beginning."""

    @property
    def turns(self) -> Sequence[TurnRow]: ...
    @property
    def before_id(self) -> int | None: ...
