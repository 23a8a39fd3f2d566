"""What the screen is told. Sent after the commit, in batches, to the windows and to whoever watches by socket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.model import Reply


@dataclass(frozen=True, slots=True)
class BoardReset:
    cards: tuple[Card, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class BoardStale:
    """Since then nothing new can be taken in (the store is away), so what is shown may be old; None: it is current."""

    since_at: datetime | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CardChanged:
    card: Card


@dataclass(frozen=True, slots=True)
class CardGone:
    uuid: str


@dataclass(frozen=True, slots=True)
class ReplyChanged:
    reply: Reply


@dataclass(frozen=True, slots=True)
class MuteChanged:
    until_at: datetime | None


@dataclass(frozen=True, slots=True)
class TroubleShown:
    """Stays on screen until `TroubleGone` of the same key; an empty `key` is told once."""

    key: str
    kind: str
    title: str
    detail: str
    remedy: str
    at: datetime
    agent_uuid: str = ""


@dataclass(frozen=True, slots=True)
class TroubleGone:
    key: str


@dataclass(frozen=True, slots=True)
class PageReady:
    """The answer to a `PageAsk`. `page` is one of the page types of `store.pages` or `transcripts.page`."""

    ask_id: str
    page: Any = None
    trouble: TroubleShown | None = None


@dataclass(frozen=True, slots=True)
class FocusTold:
    """How a click to focus ended; a failure offers `attach_command`."""

    agent_uuid: str
    is_ok: bool
    detail: str
    remedy: str
    attach_command: str


@dataclass(frozen=True, slots=True)
class WindowWanted:
    """Bring our own window to the front (second start, bubble without a terminal)."""

    agent_uuid: str = ""
    activation_token: str = ""


@dataclass(frozen=True, slots=True)
class EventsKept:
    """Rows were added to the event log; a log panel may ask again."""

    count: int


Change = (
    BoardReset
    | BoardStale
    | CardChanged
    | CardGone
    | ReplyChanged
    | MuteChanged
    | TroubleShown
    | TroubleGone
    | PageReady
    | FocusTold
    | WindowWanted
    | EventsKept
)
