"""The face of one card: which words stand where, worked out once per card and width, painted many times.

GUI thread. Values in, geometry out; must not ask a model or keep a card alive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.intent import closing_question
from headspace_desktop.domain.model import Ask, AskKind, ReplyStage, State, SubState
from headspace_desktop.ui import theme
from headspace_desktop.ui.ask_text import headline
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX
from headspace_desktop.ui.words import short_id, stage_word, state_word, sub_word, tr

PAD_PX = 11
GLYPH_PX = 15
GAP_PX = 8  # between two cards
#: Measured texts that are remembered: those of some hundred cards.
_KNOWN_TEXTS = 3000
_RIGHT, _MIDDLE = Qt.TextElideMode.ElideRight, Qt.TextElideMode.ElideMiddle


class Fonts:
    """The faces of the board, measured once."""

    def __init__(self) -> None:
        self.measure()

    def measure(self) -> None:
        """Take the faces from the application's font anew."""
        self.state = theme.prose("caption", is_strong=True)
        self.caption = theme.prose("caption")
        self.strong = theme.prose("body", is_strong=True)
        self.body = theme.prose("body")
        self.mono = theme.mono("caption")
        self._metrics: dict[int, QFontMetricsF] = {}
        self._known: dict[tuple[str, int, float, object], Any] = {}

    def metrics(self, font: QFont) -> QFontMetricsF:
        key = id(font)  # one of the faces above, which live as long
        if key not in self._metrics:
            self._metrics[key] = QFontMetricsF(font)
        return self._metrics[key]

    def wrap(self, text: str, font: QFont, width_px: float, max_lines: int) -> list[str]:
        """As the function of that name; most words of a card stay from one change to the next."""
        key = (text, id(font), width_px, max_lines)
        if key not in self._known:
            self._keep(key, wrap(text, font, self.metrics(font), width_px, max_lines))
        found: list[str] = self._known[key]
        return found

    def elided(self, text: str, font: QFont, width_px: float, mode: Qt.TextElideMode = _RIGHT) -> str:
        key = (text, id(font), width_px, mode)
        if key not in self._known:
            self._keep(key, self.metrics(font).elidedText(text, mode, width_px))
        found: str = self._known[key]
        return found

    def width_px(self, text: str, font: QFont) -> float:
        key = (text, id(font), 0.0, None)
        if key not in self._known:
            self._keep(key, self.metrics(font).horizontalAdvance(text))
        found: float = self._known[key]
        return found

    def _keep(self, key: tuple[str, int, float, object], found: object) -> None:
        if len(self._known) > _KNOWN_TEXTS:
            self._known.clear()
        self._known[key] = found


@dataclass(frozen=True, slots=True)
class Run:
    """One line of words. `tone` is a colour role: text, text_soft, text_faint, ink."""

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


@dataclass(slots=True)
class Face:
    height_px: float = 0.0
    glyph: QRectF = field(default_factory=QRectF)
    age: QRectF = field(default_factory=QRectF)
    tool_age: QRectF | None = None
    tint: QRectF | None = None
    runs: list[Run] = field(default_factory=list)
    badges: list[Badge] = field(default_factory=list)


def wrap(text: str, font: QFont, metrics: QFontMetricsF, width_px: float, max_lines: int) -> list[str]:
    """Break a text into lines of that width; the last one ends in an ellipsis when more would follow."""
    if not text:
        return []
    if metrics.horizontalAdvance(text) <= width_px:
        return [text]
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    starts: list[int] = []
    while len(starts) <= max_lines:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width_px)
        starts.append(line.textStart())
    layout.endLayout()
    # Qt counts UTF-16 units, Python counts signs: a text with signs beyond the first plane is cut by units.
    units = text.encode("utf-16-le", "replace")
    cut = [units[2 * at : 2 * until].decode("utf-16-le", "replace").strip() for at, until in _spans(starts, units)]
    if len(cut) > max_lines:
        rest = units[2 * starts[max_lines - 1] :].decode("utf-16-le", "replace")
        cut = [*cut[: max_lines - 1], metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width_px)]
    return cut


def _spans(starts: Sequence[int], units: bytes) -> list[tuple[int, int]]:
    return list(zip(starts, [*starts[1:], len(units) // 2], strict=True))


class Composer:
    """Sets one card from top to bottom."""

    def __init__(self, fonts: Fonts, width_px: float) -> None:
        self._fonts = fonts
        self._left_px = PAD_PX + 2.0
        self._width_px = width_px - 2 * PAD_PX - 2
        self._y_px = float(PAD_PX) - 2
        self.face = Face()

    def compose(self, card: Card) -> Face:
        self._state_line(card)
        self._name_line(card)
        match card.verdict.state:
            case State.NEEDS_INPUT:
                self._words(card.instruction, self._fonts.body, "text_soft", 1)
                self._wish(card)
            case State.WORKING:
                self._words(card.instruction, self._fonts.body, "text", 2)
                if card.tool:
                    self._tool(card)
                else:
                    self._words(card.last_text, self._fonts.body, "text_soft", 2)
            case State.STALLED | State.UNKNOWN:
                self._words(card.verdict.reason, self._fonts.body, "ink", 2)
                self._words(card.instruction, self._fonts.body, "text_soft", 2)
                if card.tool:
                    self._tool(card)
            case State.IDLE | State.DONE:
                self._words(card.instruction, self._fonts.body, "text", 2)
                self._words(card.last_text, self._fonts.body, "text_soft", 2)
            case State.ENDED:
                self._words(card.instruction, self._fonts.body, "text_soft", 1)
        self._badges(card)
        self.face.height_px = self._y_px + PAD_PX - 2
        return self.face

    def _line_px(self, font: QFont) -> float:
        return float(round(self._fonts.metrics(font).height() + 1))

    def _state_line(self, card: Card) -> None:
        fonts, state = self._fonts, card.verdict.state
        height = max(self._line_px(fonts.state), GLYPH_PX)
        self.face.glyph = QRectF(self._left_px, self._y_px + (height - GLYPH_PX) / 2, GLYPH_PX, GLYPH_PX)
        age_px = fonts.width_px("000d", fonts.mono)
        self.face.age = QRectF(self._left_px + self._width_px - age_px, self._y_px, age_px, height)
        x = self._left_px + GLYPH_PX + 6
        room_px = self._width_px - GLYPH_PX - 6 - age_px - XS_PX
        word = state_word(state)
        word_px = min(fonts.width_px(word, fonts.state) + 2, room_px)
        self.face.runs.append(Run(QRectF(x, self._y_px, word_px, height), word, fonts.state, "ink"))
        if (sub := sub_word(card.verdict.sub_state)) and room_px - word_px > 30:
            box = QRectF(x + word_px + 5, self._y_px, room_px - word_px - 5, height)
            said = fonts.elided(sub, fonts.caption, box.width())
            self.face.runs.append(Run(box, said, fonts.caption, "ink"))
        self._y_px += height + 3

    def _name_line(self, card: Card) -> None:
        fonts = self._fonts
        height = self._line_px(fonts.strong)
        tag = one_line(card.name if card.name and card.name != card.project_name else short_id(card), 40)
        tag_px = min(fonts.width_px(tag, fonts.mono) + 1, self._width_px * 0.42)
        tag_box = QRectF(self._left_px + self._width_px - tag_px, self._y_px, tag_px, height)
        said = fonts.elided(tag, fonts.mono, tag_px, _MIDDLE)
        self.face.runs.append(Run(tag_box, said, fonts.mono, "text_faint", is_right=True))
        room_px = self._width_px - tag_px - S_PX
        name = fonts.elided(one_line(card.project_name, 80) or "—", fonts.strong, room_px)
        name_px = min(fonts.width_px(name, fonts.strong) + 1, room_px)
        self.face.runs.append(Run(QRectF(self._left_px, self._y_px, name_px, height), name, fonts.strong, "text"))
        branch_px = room_px - name_px - S_PX
        if card.branch and branch_px > 36:
            branch = fonts.elided(one_line(card.branch, 60), fonts.mono, branch_px, _MIDDLE)
            box = QRectF(self._left_px + name_px + S_PX, self._y_px, branch_px, height)
            self.face.runs.append(Run(box, branch, fonts.mono, "text_soft"))
        self._y_px += height + 2

    def _words(self, text: str, font: QFont, tone: str, max_lines: int, inset_px: float = 0.0) -> None:
        height = self._line_px(font)
        width = self._width_px - 2 * inset_px
        lines = self._fonts.wrap(one_line(text, 500), font, width, max_lines)
        for line in lines:
            self.face.runs.append(Run(QRectF(self._left_px + inset_px, self._y_px, width, height), line, font, tone))
            self._y_px += height
        if lines:
            self._y_px += 3

    def _wish(self, card: Card) -> None:
        """What the person is asked, on the state's own tint."""
        ask = card.ask
        text = (
            closing_question(card.last_text) if card.verdict.sub_state is SubState.QUESTION_IN_TEXT else card.last_text
        )
        said = headline(ask) if ask is not None else one_line(text or card.verdict.reason, 300)
        if not said:
            return
        top = self._y_px + 2
        self._y_px += 2 + XS_PX + 1
        is_command = ask is not None and ask.kind is AskKind.PERMISSION
        if ask is not None and is_command:
            self._words(ask.tool, self._fonts.caption, "ink", 1, inset_px=S_PX)
            self._y_px -= 3
        self._words(said, self._fonts.mono if is_command else self._fonts.body, "text", 3, inset_px=S_PX)
        if ask is not None and (more := _what_follows(ask)):
            self._words(more, self._fonts.caption, "ink", 1, inset_px=S_PX)
        self._y_px += 2
        self.face.tint = QRectF(self._left_px - 1, top, self._width_px + 2, self._y_px - top)
        self._y_px += 5

    def _tool(self, card: Card) -> None:
        fonts = self._fonts
        height = self._line_px(fonts.mono)
        age_px = fonts.width_px("000d", fonts.mono) if card.tool_since_at else 0.0
        width = self._width_px - age_px - XS_PX
        said = fonts.elided(one_line(card.tool, 200), fonts.mono, width)
        self.face.runs.append(Run(QRectF(self._left_px, self._y_px, width, height), said, fonts.mono, "text_soft"))
        if card.tool_since_at:
            self.face.tool_age = QRectF(self._left_px + self._width_px - age_px, self._y_px, age_px, height)
        self._y_px += height + 3

    def _badges(self, card: Card) -> None:
        said = badges(card)
        if not said:
            return
        fonts = self._fonts
        height = self._line_px(fonts.caption) + 2
        x, right = self._left_px, self._left_px + self._width_px
        self._y_px += 3
        for text, tone in said:
            width = min(fonts.width_px(text, fonts.caption) + M_PX, self._width_px)
            if x + width > right + 0.5:
                if x > self._left_px:
                    x = self._left_px
                    self._y_px += height + 3
                text = fonts.elided(text, fonts.caption, self._width_px - M_PX)  # noqa: PLW2901
            self.face.badges.append(Badge(QRectF(x, self._y_px, width, height), text, tone))
            x += width + XS_PX
        self._y_px += height + 2


def _what_follows(ask: Ask) -> str:
    """How much more there is to an ask than its first words."""
    if len(ask.items) > 1:
        return tr("%n questions", len(ask.items))
    is_question = ask.kind in (AskKind.QUESTION, AskKind.FORM)
    count = len(ask.items[0].options) if ask.items and is_question else 0
    return tr("%n options", count) if count > 1 else ""


def badges(card: Card) -> list[tuple[str, str]]:
    """The small facts at the foot of a card, with their tone."""
    said: list[tuple[str, str]] = []
    if card.reply is not None and card.reply.stage is not ReplyStage.SEEN:
        is_bad = card.reply.stage is ReplyStage.FAILED
        said.append((tr("Reply") + ": " + stage_word(card.reply.stage).lower(), "bad" if is_bad else "good"))
    if card.ask_count > 1:
        said.append((tr("%n asks", card.ask_count), "needs"))
    if card.verdict.state is State.DONE and not card.is_seen:
        said.append((tr("not seen yet"), "good"))
    if card.background_count:
        said.append((tr("%n in background", card.background_count), ""))
    if card.verdict.state is not State.ENDED and (percent := card.usage.context_percent) is not None:
        tone = "bad" if percent >= 90 else "needs" if percent >= 75 else ""
        said.append((tr("ctx") + f" {percent:.0f}%", tone))
    can_answer = card.can_answer if card.ask is not None else card.can_type
    if card.verdict.state is State.NEEDS_INPUT and card.why_not and not can_answer:
        said.append((reach_word(card.why_not), ""))
    if card.is_foreign_host:
        said.append((tr("other machine"), ""))
    return said


def reach_word(kind: str) -> str:
    """Why an agent cannot be typed to, in two words."""
    return {
        "NotReachable": tr("outside tmux"),
        "PaneGone": tr("pane gone"),
        "PaneChanged": tr("pane taken"),
    }.get(kind, tr("read only"))
