"""Paints cards: surface, state shape, words, ages. Faces are kept per card and width.

GUI thread. Values in, pixels out; must not change a model or post an action.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import HeldBubble
from headspace_desktop.domain.model import State
from headspace_desktop.ui.board.composer import Composer
from headspace_desktop.ui.board.face import GAP_PX, Around, Badge, Density, Face, Spot
from headspace_desktop.ui.board.fonts import Fonts
from headspace_desktop.ui.board.wide import RowComposer
from headspace_desktop.ui.glyphs import draw_state, hatch
from headspace_desktop.ui.looks import Hue, Look
from headspace_desktop.ui.theme import CARD_RADIUS_PX, CHIP_RADIUS_PX, Theme

_LOUD = (State.NEEDS_INPUT, State.STALLED)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine)
#: Faces kept ready to be painted; more than one column can show at once.
_FACES = 64
#: So many measured cards make a fair average.
_GUESSES = 24
_FIRST_GUESS_PX = 130


class Mood(NamedTuple):
    """What the pointer and the keyboard make of a card."""

    is_chosen: bool = False
    is_focused: bool = False
    is_hovered: bool = False
    spot: Spot | None = None  # beneath the pointer


@dataclass(slots=True)
class Manner:
    """How all cards of the board are shown; the same one for every column, changed in place."""

    density: Density = Density.FULL
    has_short_done: bool = True  # what is over takes two lines
    held: Mapping[str, HeldBubble] = field(default_factory=dict)
    marked: Set[str] = frozenset()
    is_ranked: bool = False

    def density_of(self, card: Card) -> Density:
        is_over = card.verdict.state in (State.IDLE, State.ENDED) or (card.verdict.state is State.DONE and card.is_seen)
        return Density.COMPACT if self.has_short_done and is_over and self.density is Density.FULL else self.density


class CardPainter:
    """One per column; its faces are forgotten when the width or the fonts change.

    `heights` holds every card that was ever measured at this width, with the gap beneath it, in pixels.
    """

    def __init__(
        self,
        theme: Theme,
        fonts: Fonts,
        now: Callable[[], datetime],
        manner: Manner | None = None,
        *,
        is_wide: bool = False,
    ) -> None:
        self._theme = theme
        self._fonts = fonts
        self._now = now
        self._manner = manner or Manner()
        self._is_wide = is_wide
        self._width_px = 260
        self._faces: dict[str, tuple[Card, Around, Face]] = {}
        self._ages: dict[str, tuple[str, ...]] = {}
        self._guess_px = 0
        self.heights: dict[str, int] = {}
        self.opacity = 1.0

    def set_width(self, width_px: int) -> bool:
        """Cards are this wide from now on; True when that changes their faces."""
        if width_px == self._width_px:
            return False
        self._width_px = width_px
        self.forget()
        return True

    def forget(self) -> None:
        """Work every face out again."""
        self._guess_px = self.guess_px()
        self._faces.clear()
        self._ages.clear()
        self.heights.clear()

    def is_crowded(self, count: int) -> bool:
        """Whether far more is remembered than there are cards."""
        return len(self.heights) > 2 * count + 32

    def keep_only(self, uuids: list[str]) -> None:
        """Forget cards that left the column."""
        alive = set(uuids)
        self.heights = {uuid: height for uuid, height in self.heights.items() if uuid in alive}
        self._faces = {uuid: face for uuid, face in self._faces.items() if uuid in alive}
        self._ages = {uuid: said for uuid, said in self._ages.items() if uuid in alive}

    def guess_px(self) -> int:
        """How tall a card is taken for until it is measured: as the others, on the average."""
        if self.heights and (not self._guess_px or len(self.heights) < _GUESSES):
            self._guess_px = sum(self.heights.values()) // len(self.heights)
        return self._guess_px or _FIRST_GUESS_PX

    def face(self, card: Card) -> Face:
        known = self._faces.get(card.uuid)
        around = self._around(card)
        if known is not None and known[0] is card and known[1] == around:
            return known[2]
        if len(self._faces) > _FACES:
            self._faces.clear()  # what is in sight comes back with its next painting
        if self._is_wide:
            face = RowComposer(self._fonts, self._width_px, around).compose(card)
        else:
            face = Composer(self._fonts, self._width_px, around).compose(card, self._manner.density_of(card))
        self._faces[card.uuid] = (card, around, face)
        self.heights[card.uuid] = round(face.height_px) + GAP_PX
        return face

    def _around(self, card: Card) -> Around:
        until_at = card.snoozed_until_at
        is_snoozed = until_at is not None and until_at > self._now()
        return Around(self._manner.held.get(card.uuid), is_snoozed, self._manner.is_ranked)

    def is_outdated(self, card: Card) -> bool:
        """Whether its face tells something that is not so any more."""
        known = self._faces.get(card.uuid)
        return known is not None and known[1] != self._around(card)

    def measure(self, card: Card) -> int:
        """How tall this card is with the gap beneath it."""
        self.face(card)
        return self.heights[card.uuid]

    def is_aged(self, card: Card) -> bool:
        """Whether an age on this card reads differently from when it was last painted."""
        return self._ages.get(card.uuid) != self._ages_of(card)

    def ages_boxes(self, card: Card) -> list[QRect]:
        """Where the ages stand, within the card."""
        return [ageing.box.toAlignedRect() for ageing in self.face(card).ages]

    def _ages_of(self, card: Card) -> tuple[str, ...]:
        now = self._now()
        return tuple(ageing.words(now) for ageing in self.face(card).ages)

    def paint(self, painter: QPainter, rect: QRect, card: Card, mood: Mood) -> None:
        look = self._theme.look
        hue = look.hue(card.verdict.state)
        face = self.face(card)
        box = QRectF(rect).adjusted(0, 0, 0, -GAP_PX)
        painter.save()
        painter.setOpacity(self.opacity)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._surface(painter, box, card, look, mood)
        painter.translate(box.topLeft())
        if face.tint is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(hue.tint))
            painter.drawRoundedRect(face.tint, CHIP_RADIUS_PX, CHIP_RADIUS_PX)
        draw_state(painter, face.glyph, card.verdict.state, hue.fill, look.surface)
        self._words(painter, face, look, hue)
        self._write_ages(painter, face, card, look, hue)
        for badge in face.badges:
            self._badge(painter, badge, look)
        for spot in face.spots:
            self._spot(painter, spot, look, is_hovered=mood.spot == spot)
        painter.restore()

    def paint_ages(self, painter: QPainter, rect: QRect, card: Card) -> None:
        """Paint nothing but the ages, on the card's own ground."""
        look = self._theme.look
        painter.save()
        painter.setOpacity(self.opacity)
        painter.translate(rect.topLeft())
        for box in self.ages_boxes(card):
            painter.fillRect(box, QColor(self._ground(card, look)))
        self._write_ages(painter, self.face(card), card, look, look.hue(card.verdict.state))
        painter.restore()

    def _ground(self, card: Card, look: Look) -> str:
        return look.selection if card.uuid in self._manner.marked else look.surface

    def _write_ages(self, painter: QPainter, face: Face, card: Card, look: Look, hue: Hue) -> None:
        said = self._ages[card.uuid] = self._ages_of(card)
        painter.setFont(self._fonts.mono)
        for ageing, words in zip(face.ages, said, strict=True):
            painter.setPen(QColor(_tone(ageing.tone, look, hue)))
            painter.drawText(ageing.box, _RIGHT if ageing.is_right else _LEFT, words)

    def _surface(self, painter: QPainter, box: QRectF, card: Card, look: Look, mood: Mood) -> None:
        hue = look.hue(card.verdict.state)
        edge = look.accent if mood.is_chosen else look.line_strong if mood.is_hovered else look.line
        painter.setBrush(QColor(self._ground(card, look)))
        width_px = 2.0 if mood.is_focused else 1.4 if mood.is_chosen else 1.0
        painter.setPen(QPen(QColor(edge), width_px))
        inset = width_px / 2
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), CARD_RADIUS_PX, CARD_RADIUS_PX)
        bar = QRectF(box.left() + 2.5, box.top() + 9, 3, box.height() - 18)
        if card.verdict.state in _LOUD:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(hue.fill))
            painter.drawRoundedRect(bar, 1.5, 1.5)
        elif card.verdict.state is State.UNKNOWN:
            hatch(painter, bar.adjusted(0, 0, 1, 0), hue.fill)

    def _words(self, painter: QPainter, face: Face, look: Look, hue: Hue) -> None:
        for run in face.runs:
            painter.setFont(run.font)
            painter.setPen(QColor(_tone(run.tone, look, hue)))
            painter.drawText(run.box, _RIGHT if run.is_right else _LEFT, run.text)

    def _spot(self, painter: QPainter, spot: Spot, look: Look, *, is_hovered: bool) -> None:
        painter.setPen(QPen(QColor(look.accent if is_hovered else look.line_strong), 1.0))
        painter.setBrush(QColor(look.selection if is_hovered else look.surface))
        painter.drawRoundedRect(spot.box.adjusted(0.5, 0.5, -0.5, -0.5), CHIP_RADIUS_PX, CHIP_RADIUS_PX)
        painter.setFont(self._fonts.caption)
        painter.setPen(QColor(look.hue(State.STALLED).ink if spot.what == "deny" else look.text))
        painter.drawText(spot.box, _CENTRE, spot.text)

    def _badge(self, painter: QPainter, badge: Badge, look: Look) -> None:
        state = _STATE_TONES.get(badge.tone)
        hue = look.hue(state) if state is not None else Hue(look.text_soft, look.line, look.sunken)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(hue.tint))
        painter.drawRoundedRect(badge.box, CHIP_RADIUS_PX, CHIP_RADIUS_PX)
        painter.setFont(self._fonts.caption)
        painter.setPen(QColor(hue.ink))
        painter.drawText(badge.box, _CENTRE, badge.text)


_STATE_TONES = {"bad": State.STALLED, "needs": State.NEEDS_INPUT, "good": State.IDLE, "work": State.WORKING}


def _tone(role: str, look: Look, hue: Hue) -> str:
    """The colour of a role; `ink` is that of the card's own state."""
    if (state := _STATE_TONES.get(role)) is not None:
        return look.hue(state).ink
    match role:
        case "text":
            return look.text
        case "text_soft":
            return look.text_soft
        case "accent":
            return look.accent
        case "ink":
            return hue.ink
        case _:
            return look.text_faint
