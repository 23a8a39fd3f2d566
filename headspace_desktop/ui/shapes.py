"""What the panels need of the pages that the reader answers with: the smallest shapes, checked by type.

Any thread; types only. The rooms that make pages are strangers to this one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol


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


class EventRow(Protocol):
    """One row of the event log."""

    @property
    def id(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def kind(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def agent_uuid(self) -> str | None: ...
    @property
    def payload(self) -> Mapping[str, Any] | None: ...


class EventsPage(Protocol):
    """Newest first; `before_id` is None at the end of the log."""

    @property
    def events(self) -> Sequence[EventRow]: ...
    @property
    def before_id(self) -> int | None: ...
