"""Sets one card from top to bottom on a grid of lines: the whole card, or two lines of it.

GUI thread. Values in, geometry out; must not ask a model or keep a card alive.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.intent import closing_question
from headspace_desktop.domain.model import Ask, AskKind, State, SubState
from headspace_desktop.ui.ask_text import headline
from headspace_desktop.ui.board.answers import Answer, direct_answers, safety
from headspace_desktop.ui.board.face import GLYPH_PX, PAD_PX, Ageing, Around, Badge, Density, Face, Run, Spot
from headspace_desktop.ui.board.facts import (
    Chip,
    band_tone,
    chips,
    context_tip,
    priority_tip,
    quiet_facts,
    reach_fact,
    reach_tip,
    span,
)
from headspace_desktop.ui.board.fonts import Fonts
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX
from headspace_desktop.ui.words import short_id, state_word, sub_word, told, tr

_MIDDLE = Qt.TextElideMode.ElideMiddle
#: The widest of what goes on by itself.
_AGE_SIGNS, _SPAN_SIGNS = "000d", "0h 00m"
_DOT = " · "
WISH_LINES = 3
#: From here on branch and name have room beside the project and the state.
BROAD_PX = 330
#: Less than this of a word says nothing.
_LEAST_WORD_PX = 48


class Composer:
    """Sets one card."""

    def __init__(self, fonts: Fonts, width_px: float, around: Around = Around()) -> None:  # noqa: B008  a value
        self._fonts = fonts
        self._around = around
        self._left_px = PAD_PX + 2.0
        self._width_px = width_px - 2 * PAD_PX - 2
        self._y_px = float(PAD_PX) - 2
        self.face = Face()

    def compose(self, card: Card, density: Density = Density.FULL) -> Face:
        if density is Density.COMPACT:
            return self._compose_compact(card)
        self._head(card)
        self._body(card)
        self._chips(chips(card, self._around.held, is_snoozed=self._around.is_snoozed))
        self._foot(card)
        self.face.height_px = self._y_px + PAD_PX - 2
        return self.face

    def _compose_compact(self, card: Card) -> Face:
        """Who it is and the one line that matters; chips only where they warn."""
        self._y_px -= 2
        height = self._fonts.line_px(self._fonts.strong)
        self._glyph(height)
        age_px = self._age(card, height)
        taken_px = GLYPH_PX + 6
        names_px = self._width_px - taken_px - age_px - XS_PX
        self._names(card, self._left_px + taken_px, names_px, height, name=given_name(card))
        self._y_px += height + 1
        text, font, tone = self._gist(card)
        self._words(text, font, tone, 1)
        said = chips(card, self._around.held, is_snoozed=self._around.is_snoozed)
        self._chips([chip for chip in said if chip.tone])
        self.face.height_px = self._y_px + PAD_PX - 5
        return self.face

    def _gist(self, card: Card) -> tuple[str, QFont, str]:
        fonts = self._fonts
        match card.verdict.state:
            case State.NEEDS_INPUT:
                is_command = card.ask is not None and card.ask.kind is AskKind.PERMISSION
                return _wish_text(card), fonts.mono if is_command else fonts.body, "ink"
            case State.WORKING:
                return (
                    (card.tool, fonts.mono, "text_soft") if card.tool else (card.instruction, fonts.body, "text_soft")
                )
            case State.STALLED | State.UNKNOWN:
                return told(card.verdict.reason), fonts.body, "ink"
            case _:
                return card.instruction or card.last_text, fonts.body, "text_soft"

    def _body(self, card: Card) -> None:
        body = self._fonts.body
        match card.verdict.state:
            case State.NEEDS_INPUT:
                self._words(card.instruction, body, "text_soft", 1)
                self._wish(card)
            case State.WORKING:
                self._words(card.instruction, body, "text", 2)
                if card.tool:
                    self._tool(card)
                else:
                    self._words(card.last_text, body, "text_soft", 2)
            case State.STALLED | State.UNKNOWN:
                self._words(told(card.verdict.reason), body, "ink", 2)
                self._words(card.instruction, body, "text_soft", 2)
                if card.tool:
                    self._tool(card)
            case State.IDLE | State.DONE:
                self._words(card.instruction, body, "text", 2)
                self._words(card.last_text, body, "text_soft", 2)
            case State.ENDED:
                self._words(card.instruction, body, "text_soft", 1)

    # -- lines ------------------------------------------------------------------------

    def _glyph(self, height: float) -> None:
        self.face.glyph = QRectF(self._left_px, self._y_px + (height - GLYPH_PX) / 2, GLYPH_PX, GLYPH_PX)

    def _age(self, card: Card, height: float) -> float:
        age_px = self._ages_px()
        if card.verdict.since_at is not None:
            box = QRectF(self._left_px + self._width_px - age_px, self._y_px, age_px, height)
            self.face.ages.append(Ageing(box, card.verdict.since_at, "ink"))
        return age_px

    def _ages_px(self) -> float:
        """How much of a card at the right is kept for an age."""
        return max(self._fonts.width_px(said, self._fonts.mono) for said in (_AGE_SIGNS, tr("now"))) + 1

    def _head(self, card: Card) -> None:
        """Who it is and for how long; its state; its branch and name, which on a broad card stand beside the others."""
        fonts = self._fonts
        height = max(fonts.line_px(fonts.strong), GLYPH_PX)
        self._glyph(height)
        age_px = self._age(card, height)
        is_broad = self._width_px >= BROAD_PX
        taken_px = GLYPH_PX + 6
        names_px = self._width_px - taken_px - age_px - XS_PX
        self._names(card, self._left_px + taken_px, names_px, height, branch=card.branch if is_broad else "")
        self._y_px += height + 2
        line_px = fonts.line_px(fonts.state)
        end = self._state(card, self._left_px, self._width_px, line_px)
        name = given_name(card)
        if is_broad and name:
            room_px = self._left_px + self._width_px - end - M_PX
            said = fonts.elided(name, fonts.mono, room_px, _MIDDLE)
            box = QRectF(end + M_PX, self._y_px, room_px, line_px)
            self._run(box, said, fonts.mono, "text_faint", is_right=True)
        self._y_px += line_px + 2
        if not is_broad:
            self._words(_DOT.join(part for part in (card.branch, name) if part), fonts.mono, "text_faint", 1)

    def _state(self, card: Card, x: float, room_px: float, height: float) -> float:
        """The word of the state and the finer one; where they end."""
        fonts = self._fonts
        word = state_word(card.verdict.state)
        word_px = min(fonts.width_px(word, fonts.state) + 2, room_px)
        self._run(QRectF(x, self._y_px, word_px, height), word, fonts.state, "ink")
        sub = sub_word(card.verdict.sub_state)
        sub_px = self._fits(fonts.width_px(sub, fonts.caption) + 2, room_px - word_px - 5)
        if not sub or not sub_px:
            return x + word_px
        box = QRectF(x + word_px + 5, self._y_px, sub_px, height)
        self._run(box, fonts.elided(sub, fonts.caption, sub_px), fonts.caption, "ink")
        return box.right()

    @staticmethod
    def _fits(wanted_px: float, room_px: float) -> float:
        """How much a word gets of that room; 0 when what is left of it would say nothing."""
        return wanted_px if wanted_px <= room_px else room_px if room_px >= _LEAST_WORD_PX else 0.0

    def _names(self, card: Card, x: float, width: float, height: float, *, branch: str = "", name: str = "") -> None:
        """The project, two signs of the agent's id, its branch and its name; what has no room yields from the end."""
        fonts = self._fonts
        hero = short_id(card)[:2]
        hero_px = fonts.width_px(hero, fonts.mono_strong) + 1
        project = one_line(card.project, 80) or "—"
        project_px = min(fonts.width_px(project, fonts.strong) + 1, width - hero_px - S_PX)
        project = fonts.elided(project, fonts.strong, project_px)
        self._run(QRectF(x, self._y_px, project_px, height), project, fonts.strong, "text")
        at = x + project_px + S_PX
        self._run(QRectF(at, self._y_px, hero_px, height), hero, fonts.mono_strong, "accent")
        at += hero_px + S_PX
        for part, tone in ((branch, "text_soft"), (name, "text_faint")):
            said = one_line(part, 60)
            part_px = self._fits(fonts.width_px(said, fonts.mono) + 1, x + width - at)
            if said and part_px:
                said = fonts.elided(said, fonts.mono, part_px, _MIDDLE)
                self._run(QRectF(at, self._y_px, part_px, height), said, fonts.mono, tone)
                at += part_px + M_PX
        whole = _DOT.join(part for part in (card.project, card.branch, card.name, short_id(card)) if part)
        self.face.tips.append((QRectF(x, self._y_px, width, height), one_line(whole, 300)))

    def _run(self, box: QRectF, text: str, font: QFont, tone: str, *, is_right: bool = False) -> None:
        self.face.runs.append(Run(box, text, font, tone, is_right))

    def _words(self, text: str, font: QFont, tone: str, max_lines: int, inset_px: float = 0.0) -> None:
        height = self._fonts.line_px(font)
        width = self._width_px - 2 * inset_px
        top = self._y_px
        said = one_line(text, 500)
        lines = self._fonts.wrap(said, font, width, max_lines)
        for line in lines:
            self._run(QRectF(self._left_px + inset_px, self._y_px, width, height), line, font, tone)
            self._y_px += height
        if lines:
            if lines[-1].endswith("…"):
                self.face.tips.append((QRectF(self._left_px, top, width, self._y_px - top), said))
            self._y_px += 3

    def _wish(self, card: Card) -> None:
        """What the person is asked, on the state's own tint, with the answers that can be given here."""
        ask, said = card.ask, _wish_text(card)
        if not said:
            return
        fonts = self._fonts
        top = self._y_px + 2
        self._y_px += 2 + XS_PX + 1
        is_command = ask is not None and ask.kind is AskKind.PERMISSION
        if ask is not None and is_command:
            self._wish_head(card, ask)
        font = fonts.mono if is_command else fonts.body
        lines = fonts.wrap(one_line(said, 500), font, self._width_px - 2 * S_PX, WISH_LINES)
        self._words(said, font, "text", WISH_LINES, inset_px=S_PX)
        if ask is not None:
            is_whole = not lines[-1].endswith("…")
            answers = direct_answers(card, is_whole=is_whole)
            self._answers(ask, answers)
            if not answers and (more := _what_follows(ask)):
                self._words(more, fonts.caption, "ink", 1, inset_px=S_PX)
        self._y_px += 2
        self.face.tint = QRectF(self._left_px - 1, top, self._width_px + 2, self._y_px - top)
        self._y_px += 5

    def _wish_head(self, card: Card, ask: Ask) -> None:
        fonts = self._fonts
        height = fonts.line_px(fonts.caption)
        word, tone, label = safety(card, ask)
        word_px = fonts.width_px(word, fonts.state) + 2
        room_px = self._width_px - 2 * S_PX - word_px
        x = self._left_px + S_PX
        said = fonts.elided(one_line(ask.tool, 80), fonts.caption, room_px - S_PX)
        self._run(QRectF(x, self._y_px, room_px, height), said, fonts.caption, "ink")
        box = QRectF(x + room_px, self._y_px, word_px, height)
        self._run(box, word, fonts.state, tone, is_right=True)
        self.face.tips.append((QRectF(x, self._y_px, room_px + word_px, height), label))
        self._y_px += height

    def _answers(self, ask: Ask, answers: tuple[Answer, ...]) -> None:
        if not answers:
            return
        fonts, left = self._fonts, self._left_px + S_PX
        height = fonts.line_px(fonts.caption) + 6
        right = self._left_px + self._width_px - S_PX
        x = left
        self._y_px += 2
        for answer in answers:
            full_px = fonts.width_px(answer.text, fonts.caption) + 2 * S_PX
            width = min(full_px, right - left)
            if x + width > right + 0.5 and x > left:
                x = left
                self._y_px += height + XS_PX
            text = fonts.elided(answer.text, fonts.caption, width - 2 * S_PX) if width < full_px else answer.text
            box = QRectF(x, self._y_px, width, height)
            self.face.spots.append(Spot(box, answer.what, answer.value, text, ask.key))
            self.face.tips.append((box, answer.tip))
            x += width + XS_PX + 2
        self._y_px += height + 3

    def _tool(self, card: Card) -> None:
        fonts = self._fonts
        height = fonts.line_px(fonts.mono)
        age_px = self._ages_px() if card.tool_since_at else 0.0
        width = self._width_px - age_px - XS_PX
        said = one_line(card.tool, 200)
        box = QRectF(self._left_px, self._y_px, width, height)
        self._run(box, fonts.elided(said, fonts.mono, width), fonts.mono, "text_soft")
        self.face.tips.append((box, said))
        if card.tool_since_at:
            box = QRectF(self._left_px + self._width_px - age_px, self._y_px, age_px, height)
            self.face.ages.append(Ageing(box, card.tool_since_at, "text_faint"))
        self._y_px += height + 3

    def _chips(self, said: list[Chip]) -> None:
        if not said:
            return
        fonts = self._fonts
        height = fonts.line_px(fonts.caption) + 2
        x, right = self._left_px, self._left_px + self._width_px
        self._y_px += 3
        for chip in said:
            text = chip.text
            width = min(fonts.width_px(text, fonts.caption) + M_PX, self._width_px)
            if x + width > right + 0.5 and x > self._left_px:
                x = self._left_px
                self._y_px += height + 3
            text = fonts.elided(text, fonts.caption, width - M_PX + 1)
            box = QRectF(x, self._y_px, width, height)
            self.face.badges.append(Badge(box, text, chip.tone))
            self.face.tips.append((box, chip.tip))
            x += width + XS_PX
        self._y_px += height + 3

    def _foot(self, card: Card) -> None:
        """One quiet line: reach, turns, context, how long the command took; the score at the right while it counts.

        What has no room is left out from the end, and is told by the tooltip.
        """
        fonts = self._fonts
        height = fonts.line_px(fonts.caption)
        said = self._facts(card)
        score = card.priority.score if card.priority is not None and self._around.is_ranked else None
        if not said and score is None:
            return
        self._y_px += 2
        x, right = self._left_px, self._left_px + self._width_px
        if score is not None:
            right = self._score_at_foot(card, score, right, height) - S_PX
        for text, since_at in said:
            text_px = fonts.width_px(text, fonts.mono if since_at else fonts.caption) + 2
            dot_px = fonts.width_px(_DOT, fonts.caption) if x > self._left_px else 0.0
            if x + dot_px + text_px > right:
                break
            if dot_px:
                self._run(QRectF(x, self._y_px, dot_px, height), _DOT, fonts.caption, "text_faint")
            box = QRectF(x + dot_px, self._y_px, text_px, height)
            if since_at is not None:
                self.face.ages.append(Ageing(box, since_at, "text_faint", is_right=False, is_span=True))
            else:
                self._run(box, text, fonts.caption, "text_faint")
            x += dot_px + text_px
        whole = _DOT.join([text for text, since_at in said if since_at is None])
        score_tip = priority_tip(card) if card.priority is not None and score is None else ""
        tip = " ".join(part for part in (whole and f"{whole}.", reach_tip(card), context_tip(card), score_tip) if part)
        self.face.tips.append((QRectF(self._left_px, self._y_px, right - self._left_px, height), tip))
        self._y_px += height

    def _facts(self, card: Card) -> list[tuple[str, datetime | None]]:
        """What the foot tells, the most telling first; with a moment: a time that goes on since then."""
        said: list[tuple[str, datetime | None]] = [
            (fact, None) for fact in (reach_fact(card), *quiet_facts(card)) if fact
        ]
        is_over = card.verdict.state in (State.DONE, State.IDLE, State.ENDED)
        if card.command_started_at is not None:
            if not is_over:
                said.append((_SPAN_SIGNS, card.command_started_at))
            elif card.verdict.since_at is not None:
                said.append((span(card.command_started_at, card.verdict.since_at), None))
        return said

    def _score_at_foot(self, card: Card, score: int, right: float, height: float) -> float:
        """The score at the right edge; where it begins."""
        fonts = self._fonts
        text = tr("priority {score}").format(score=score)
        width = fonts.width_px(text, fonts.caption) + 2
        box = QRectF(right - width, self._y_px, width, height)
        self._run(box, text, fonts.caption, band_tone(score) or "text_faint", is_right=True)
        self.face.tips.append((box, priority_tip(card)))
        return box.left()


def given_name(card: Card) -> str:
    """The agent's name, where it says more than its project and its id do."""
    given = one_line(card.name, 40)
    return "" if given in (card.project_name, short_id(card)) else given


def _wish_text(card: Card) -> str:
    ask = card.ask
    if ask is not None:
        return headline(ask)
    is_question = card.verdict.sub_state is SubState.QUESTION_IN_TEXT
    text = closing_question(card.last_text) if is_question else card.last_text
    return one_line(text or told(card.verdict.reason), 300)


def _what_follows(ask: Ask) -> str:
    """How much more there is to an ask than its first words."""
    if len(ask.items) > 1:
        return tr("%n questions", len(ask.items))
    is_question = ask.kind in (AskKind.QUESTION, AskKind.FORM)
    count = len(ask.items[0].options) if ask.items and is_question else 0
    return tr("%n options", count) if count > 1 else ""
