"""Sets one card as a wide row, for the list by priority: score, state, who, what, when it was last seen.

GUI thread. Values in, geometry out. Where there is no room for a row the card is set as in a column.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QRectF
from typing_extensions import override

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.model import State
from headspace_desktop.ui.board.answers import direct_answers
from headspace_desktop.ui.board.composer import Composer, given_name
from headspace_desktop.ui.board.face import GLYPH_PX, PAD_PX, Ageing, Density, Face
from headspace_desktop.ui.board.facts import (
    band_tone,
    band_word,
    chips,
    priority_tip,
    quiet_facts,
    reach_fact,
    reach_tip,
)
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX
from headspace_desktop.ui.words import told, tr

#: A row needs this much; the score and the names take these parts of it.
LEAST_PX = 560
#: What a score leaves out, told by the tooltip alone.
_UNKNOWN_PARTS = re.compile(r" \([^()]*\)$")
SCORE_PX, STATE_PX, NAMES_PX, SEEN_PX = 64, 246, 330, 46


class RowComposer(Composer):
    """Sets one row."""

    @override
    def compose(self, card: Card, density: Density = Density.WIDE) -> Face:
        if self._width_px < LEAST_PX:
            return super().compose(card, Density.FULL)
        self._y_px -= 2
        top = self._y_px
        self._who(card)
        second_y = self._y_px
        self._what(card)
        end = self._y_px
        self._y_px = top
        self._score(card, second_y)
        left, width = self._left_px, self._width_px
        self._left_px, self._width_px, self._y_px = left + SCORE_PX, width - SCORE_PX, end - 1
        self._below(card)
        self.face.height_px = self._y_px + PAD_PX - 4
        return self.face

    def _score(self, card: Card, second_y: float) -> None:
        fonts, left, width = self._fonts, self._left_px, SCORE_PX - M_PX
        first_px, second_px = fonts.line_px(fonts.number), fonts.line_px(fonts.caption)
        number, word, tone = "—", tr("not scored"), "text_faint"
        if card.priority is not None:
            score = card.priority.score
            number, word, tone = str(score), band_word(score), band_tone(score) or "text_soft"
        word = fonts.elided(word, fonts.caption, SCORE_PX)
        self._run(QRectF(left, self._y_px, width, first_px), number, fonts.number, tone)
        self._run(QRectF(left, second_y, SCORE_PX, second_px), word, fonts.caption, tone)
        self.face.tips.append((QRectF(left, self._y_px, width, second_y - self._y_px + second_px), priority_tip(card)))

    def _who(self, card: Card) -> None:
        fonts = self._fonts
        height = max(fonts.line_px(fonts.strong), GLYPH_PX)
        x = self._left_px + SCORE_PX
        right = self._left_px + self._width_px
        self.face.glyph = QRectF(x, self._y_px + (height - GLYPH_PX) / 2, GLYPH_PX, GLYPH_PX)
        age_px = self._ages_px()
        begin = x + GLYPH_PX + 6
        self._state(card, begin, x + STATE_PX - age_px - 2 * XS_PX - begin, height)
        if card.verdict.since_at is not None:
            box = QRectF(x + STATE_PX - age_px - XS_PX, self._y_px, age_px, height)
            self.face.ages.append(Ageing(box, card.verdict.since_at, "ink"))
        x += STATE_PX + S_PX
        names_px = min(float(NAMES_PX), right - SEEN_PX - x)
        self._names(card, x, names_px, height, branch=card.branch, name=given_name(card))
        x += names_px + L_GAP
        facts = " · ".join(part for part in (*quiet_facts(card), reach_fact(card)) if part)
        room_px = right - SEEN_PX - x
        if room_px > 60:
            box = QRectF(x, self._y_px, room_px, height)
            self._run(box, fonts.elided(facts, fonts.caption, room_px), fonts.caption, "text_faint")
            self.face.tips.append((box, reach_tip(card)))
        self.face.ages.append(
            Ageing(QRectF(right - SEEN_PX, self._y_px, SEEN_PX, height), card.last_seen_at, "text_faint")
        )
        self.face.tips.append((QRectF(right - SEEN_PX, self._y_px, SEEN_PX, height), tr("Last seen")))
        self._y_px += height + 2

    def _what(self, card: Card) -> None:
        """What it is about, and at the right why it has its score."""
        fonts = self._fonts
        left = self._left_px + SCORE_PX
        width = self._width_px - SCORE_PX
        text, font, tone = self._gist(card)
        height = fonts.line_px(fonts.body)
        reason = _UNKNOWN_PARTS.sub("", told(card.priority.reason)) if card.priority is not None else ""
        reason = one_line(reason, 200)
        reason_px = min(fonts.width_px(reason, fonts.caption) + 2, width * 0.38) if reason else 0.0
        room_px = width - (reason_px + L_GAP if reason else 0)
        said = one_line(text, 500)
        box = QRectF(left, self._y_px, room_px, height)
        self._run(box, fonts.elided(said, font, room_px), font, tone)
        self.face.tips.append((box, said))
        if reason:
            box = QRectF(left + width - reason_px, self._y_px, reason_px, height)
            self._run(box, fonts.elided(reason, fonts.caption, reason_px), fonts.caption, "text_faint", is_right=True)
            self.face.tips.append((box, priority_tip(card)))
        self._y_px += height + 3

    def _below(self, card: Card) -> None:
        text, font, _ = self._gist(card)
        room_px = self._width_px * (0.62 if card.priority is not None else 1.0) - L_GAP
        is_whole = self._fonts.width_px(one_line(text, 500), font) <= room_px
        if card.verdict.state is State.NEEDS_INPUT and card.ask is not None:
            self._left_px -= S_PX
            self._width_px += 2 * S_PX
            self._answers(card.ask, direct_answers(card, is_whole=is_whole))
            self._left_px += S_PX
            self._width_px -= 2 * S_PX
        said = chips(card, self._around.held, is_snoozed=self._around.is_snoozed)
        self._chips(said)


L_GAP = 16.0
