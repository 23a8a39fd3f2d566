"""What the screen is told. Sent after the commit, in batches, to the windows and to whoever watches by socket."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.model import Json, Objective, Reply


@dataclass(frozen=True, slots=True)
class BoardReset:
    cards: tuple[Card, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class BoardStale:
    """What is shown is how it was then, and may be old; None: it is current.

    Nothing new can be taken in (the store is away), or what happened while nobody watched still is.
    """

    since_at: datetime | None
    reason: str = ""
    is_catching_up: bool = False


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


@dataclass(frozen=True, slots=True)
class WishAnswered:
    """What became of an action that carried this `request_id`: a refusal has its trouble, a success its result."""

    request_id: str
    trouble: TroubleShown | None = None
    result: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ObjectiveChanged:
    """What the person works towards; None when nothing is set."""

    objective: Objective | None


@dataclass(frozen=True, slots=True)
class AskSettled:
    """An ask is over. `surface` won: ``board``, ``notification``, ``cli`` or ``terminal``; empty: nobody decided."""

    agent_uuid: str
    ask_key: str
    surface: str
    decision: str  # "allow", "allow_session", "deny", "answered", "unknown" (the terminal does not tell), "none"
    at: datetime


@dataclass(frozen=True, slots=True)
class HeldBubble:
    """A notification that is not shown now, and why. `until_at` None: until that is over."""

    agent_uuid: str
    why: (
        str  # "quiet_hours", "desktop_dnd", "typing", "limit", "snoozed", "muted", "project_off", "kind_off", "looking"
    )
    since_at: datetime
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BubblesHeld:
    """All notifications that are held back at present."""

    held: tuple[HeldBubble, ...]


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
    | WishAnswered
    | ObjectiveChanged
    | AskSettled
    | BubblesHeld
)
