"""What the agent panel's lazy sections show: plain values that the reader fills in. Pure; any thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Score:
    """How frustrated one prompt sounded, 0 to 10."""

    score: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ScoresPage:
    """Newest first; empty when nothing was measured."""

    ask_id: str
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class TurnTextPage:
    """`chars` is the real length of the text, which may be cut."""

    ask_id: str
    turn_id: int
    text: str
    chars: int
