"""Paints cards: surface, state shape, words, ages. Faces are kept per card and width.

GUI thread. Must not change a model or post an action.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.model import State
from headspace_desktop.ui.board.deck import CARD_ROLE
from headspace_desktop.ui.board.face import GAP_PX, Badge, Composer, Face, Fonts
from headspace_desktop.ui.glyphs import draw_state, hatch
from headspace_desktop.ui.theme import CARD_RADIUS_PX, CHIP_RADIUS_PX, Hue, Look, Theme
from headspace_desktop.ui.words import age

_LOUD = (State.NEEDS_INPUT, State.STALLED)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_Index = QModelIndex | QPersistentModelIndex


class CardDelegate(QStyledItemDelegate):
    """One delegate per column; its faces are forgotten when the width or the theme changes."""

    def __init__(self, theme: Theme, fonts: Fonts, now: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fonts = fonts
        self._now = now
        self._width_px = 260
        self._faces: dict[str, tuple[Card, Face]] = {}
        self._ages: dict[str, tuple[str, str]] = {}

    def set_width(self, width_px: int) -> bool:
        """Cards are this wide from now on; True when that changes their faces."""
        if width_px == self._width_px:
            return False
        self._width_px = width_px
        self._faces.clear()
        return True

    def forget(self) -> None:
        """Work every face out again (fonts changed, column was dealt anew)."""
        self._faces.clear()
        self._ages.clear()

    def keep_only(self, uuids: list[str]) -> None:
        """Forget cards that left the column."""
        if len(self._faces) > 2 * len(uuids) + 32:
            alive = set(uuids)
            self._faces = {uuid: face for uuid, face in self._faces.items() if uuid in alive}
            self._ages = {uuid: said for uuid, said in self._ages.items() if uuid in alive}

    def face(self, card: Card) -> Face:
        known = self._faces.get(card.uuid)
        if known is not None and known[0] is card:
            return known[1]
        face = Composer(self._fonts, self._width_px).compose(card)
        self._faces[card.uuid] = (card, face)
        return face

    def is_as_tall(self, card: Card) -> bool:
        """Whether a card that changed keeps the height that it was laid out with."""
        known = self._faces.get(card.uuid)
        return known is not None and known[1].height_px == self.face(card).height_px

    def is_painted(self, card: Card) -> bool:
        """Whether what was last worked out is this very card."""
        known = self._faces.get(card.uuid)
        return known is not None and known[0] is card

    def is_aged(self, card: Card) -> bool:
        """Whether an age on this card reads differently from when it was last painted."""
        return self._ages.get(card.uuid) != self._ages_of(card)

    def _ages_of(self, card: Card) -> tuple[str, str]:
        now = self._now()
        return age(card.verdict.since_at, now), age(card.tool_since_at, now)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        card = index.data(CARD_ROLE)
        return QSize(self._width_px, round(self.face(card).height_px) + GAP_PX)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        card: Card | None = index.data(CARD_ROLE)
        if card is None:
            return
        look = self._theme.look
        hue = look.hue(card.verdict.state)
        face = self.face(card)
        ages = self._ages[card.uuid] = self._ages_of(card)
        box = QRectF(option.rect).adjusted(0, 0, 0, -GAP_PX)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._surface(painter, box, card, look, option.state)
        painter.translate(box.topLeft())
        if face.tint is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(hue.tint))
            painter.drawRoundedRect(face.tint, CHIP_RADIUS_PX, CHIP_RADIUS_PX)
        draw_state(painter, face.glyph, card.verdict.state, hue.fill, look.surface)
        self._words(painter, face, look, hue, ages)
        for badge in face.badges:
            self._badge(painter, badge, look)
        painter.restore()

    def _surface(self, painter: QPainter, box: QRectF, card: Card, look: Look, state: QStyle.StateFlag) -> None:
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        is_focused = is_selected and bool(state & QStyle.StateFlag.State_HasFocus)
        is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        hue = look.hue(card.verdict.state)
        edge = look.accent if is_selected else look.line_strong if is_hovered else look.line
        painter.setBrush(QColor(look.surface))
        width_px = 2.0 if is_focused else 1.4 if is_selected else 1.0
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

    def _words(self, painter: QPainter, face: Face, look: Look, hue: Hue, ages: tuple[str, str]) -> None:
        tones = {"text": look.text, "text_soft": look.text_soft, "text_faint": look.text_faint, "ink": hue.ink}
        for run in face.runs:
            painter.setFont(run.font)
            painter.setPen(QColor(tones[run.tone]))
            painter.drawText(run.box, _RIGHT if run.is_right else _LEFT, run.text)
        painter.setFont(self._fonts.mono)
        painter.setPen(QColor(hue.ink))
        painter.drawText(face.age, _RIGHT, ages[0])
        if face.tool_age is not None:
            painter.setPen(QColor(look.text_faint))
            painter.drawText(face.tool_age, _RIGHT, ages[1])

    def _badge(self, painter: QPainter, badge: Badge, look: Look) -> None:
        state = {"bad": State.STALLED, "needs": State.NEEDS_INPUT, "good": State.IDLE}.get(badge.tone)
        hue = look.hue(state) if state is not None else Hue(look.text_soft, look.line, look.sunken)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(hue.tint))
        painter.drawRoundedRect(badge.box, CHIP_RADIUS_PX, CHIP_RADIUS_PX)
        painter.setFont(self._fonts.caption)
        painter.setPen(QColor(hue.ink))
        painter.drawText(badge.box, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine), badge.text)
