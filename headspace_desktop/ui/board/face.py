"""The face of one card: which words stand where, worked out once per card and width, painted many times.

GUI thread. Geometry only; `composer` and `wide` set it, `painter` paints it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont

from headspace_desktop.domain.changes import HeldBubble
from headspace_desktop.ui.board.facts import span, step_age

PAD_PX = 11
GLYPH_PX = 15
GAP_PX = 8  # between two cards


class Density(StrEnum):
    """How much of a card is told: everything, two lines, or one wide row."""

    FULL = "full"
    COMPACT = "compact"
    WIDE = "wide"


class Around(NamedTuple):
    """What is true of an agent besides its card."""

    held: HeldBubble | None = None
    is_snoozed: bool = False
    is_ranked: bool = False  # scores count now: see Order.is_ranked


@dataclass(frozen=True, slots=True)
class Run:
    """One line of words. `tone` is a colour role: text, text_soft, text_faint, accent, ink, needs, bad, good, work."""

    box: QRectF
    text: str
    font: QFont
    tone: str
    is_right: bool = False


@dataclass(frozen=True, slots=True)
class Badge:
    box: QRectF
    text: str
    tone: str  # "", "bad", "needs", "good"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that can be clicked: an answer to what the card asks."""

    box: QRectF
    what: str  # "option", "allow", "deny"
    value: str  # the label of the option
    text: str
    ask_key: str


@dataclass(frozen=True, slots=True)
class Ageing:
    """An age that is written anew while the rest of the card stays. `is_span`: how long it took, not how long ago."""

    box: QRectF
    since_at: datetime
    tone: str
    is_right: bool = True
    is_span: bool = False

    def words(self, now: datetime) -> str:
        return span(self.since_at, now) if self.is_span else step_age(self.since_at, now)


@dataclass(slots=True)
class Face:
    height_px: float = 0.0
    glyph: QRectF = field(default_factory=QRectF)
    tint: QRectF | None = None
    runs: list[Run] = field(default_factory=list)
    badges: list[Badge] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    ages: list[Ageing] = field(default_factory=list)
    tips: list[tuple[QRectF, str]] = field(default_factory=list)

    def spot_at(self, point: QPointF) -> Spot | None:
        return next((spot for spot in self.spots if spot.box.contains(point)), None)

    def tip_at(self, point: QPointF) -> str:
        return next((text for box, text in self.tips if text and box.contains(point)), "")
