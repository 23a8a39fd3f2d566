"""The agent panel: who it is, its state and why, what it asks, a box to reply, its history.

GUI thread. Updates in place: a form is rebuilt only for another ask, the box only for another agent.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from headspace_desktop.domain.actions import (
    Action,
    AnswerAsk,
    Decide,
    DismissAgent,
    FocusAgent,
    InterruptAgent,
    MarkSeen,
    OpenTerminal,
    ResumeAgent,
    SendReply,
)
from headspace_desktop.domain.asks import AskTurns
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import FocusTold, PageReady, TroubleShown
from headspace_desktop.domain.model import Ask, Decision, ReplyKind, ReplyStage, State
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.agent.ask_form import AskForm, is_same_form
from headspace_desktop.ui.board.facts import reach_word
from headspace_desktop.ui.drafts import Drafts
from headspace_desktop.ui.glyphs import StateGlyph
from headspace_desktop.ui.agent.history import History
from headspace_desktop.ui.parts import TextView, Toggle, button, frame, label, row, rule
from headspace_desktop.ui.plain import one_line, visible
from headspace_desktop.ui.agent.reply_box import ReplyBox
from headspace_desktop.ui.theme import L_PX, M_PX, S_PX, XS_PX, Theme
from headspace_desktop.ui.agent.why import Why
from headspace_desktop.ui.words import age, short_id, state_word, sub_word, tr, unreachable


class AgentPanel(QWidget):
    """Shows one card; what the person does there is posted as actions."""

    transcript_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        post: Callable[[Action], None],
        ask: Callable[[AskTurns], None],
        drafts: Drafts,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._theme, self._post, self._drafts, self._now = theme, post, drafts, now
        self.card: Card | None = None
        self.form: AskForm | None = None
        self.history = History(theme, ask)
        self.reply = ReplyBox(theme, drafts, now)
        self.why = Why()
        self._stack = QStackedWidget(self)
        nobody = label(tr("Choose a card on the board to see its agent here."), "faint", wraps=True)
        nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(nobody)
        self._stack.addWidget(self._build())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self.reply.sent.connect(self._reply_sent)
        self.history.opened.connect(self._show_text)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._age)
        self.setMinimumWidth(330)

    # -- what is shown --------------------------------------------------------

    def show_card(self, card: Card | None) -> None:
        """Show this agent, or its newest values if it is shown already."""
        before, self.card = self.card, card
        self._stack.setCurrentIndex(0 if card is None else 1)
        if card is None:
            self._timer.stop()
            self._drop_form()
            return
        is_other = before is None or before.uuid != card.uuid
        if is_other:
            self._told.hide()
            self._kept.hide()
            self._text.hide()
        self._header(card)
        self._show_ask(card, is_other=is_other)
        self._last(card)
        self.why.show_verdict(card.verdict)
        self.reply.show_card(card)
        if is_other or (before is not None and before.turn_count != card.turn_count):
            self.history.show_agent(card.uuid)
        if not self._timer.isActive():
            self._timer.start()

    def take_page(self, ready: PageReady) -> bool:
        return self.history.take(ready)

    def take_focus_told(self, told: FocusTold) -> None:
        """Say why the terminal did not come to the front, and what helps."""
        if self.card is None or told.agent_uuid != self.card.uuid:
            return
        self._told.setVisible(not told.is_ok)
        said = [one_line(told.detail, 300), one_line(told.remedy, 300)]
        self._told_words.setText("\n".join(line for line in said if line))
        self._told_command.setVisible(bool(told.attach_command))
        self._told_copy.setVisible(bool(told.attach_command))
        self._told_open.setVisible(bool(told.attach_command))
        self._told_command.show_text(told.attach_command)

    def take_trouble(self, trouble: TroubleShown) -> None:
        """A refusal: what was sent comes back to its author."""
        self.reply.refused(trouble.agent_uuid)
        if self.card is not None and self.card.uuid == trouble.agent_uuid and self.form is not None:
            self._update_form(self.card, is_sending=False)

    # -- what the person does by key ------------------------------------------

    def go(self) -> None:
        if self.card is not None:
            self._post(FocusAgent(agent_uuid=self.card.uuid, request_id=uuid4().hex))

    @Slot()
    def _open_terminal(self) -> None:
        if self.card is not None:
            self._post(OpenTerminal(agent_uuid=self.card.uuid, request_id=uuid4().hex))

    @Slot()
    def _resumed(self) -> None:
        if self.card is not None:
            self._post(ResumeAgent(agent_uuid=self.card.uuid, request_id=uuid4().hex))

    def press(self, what: str) -> bool:
        """Allow or deny the open permission or plan, as if its button were pressed."""
        return self.form is not None and self.form.press(what)

    def write(self) -> None:
        """Put the cursor where an answer goes: the open question, else the reply box."""
        if self.form is not None and self.form.items:
            first = self.form.items[0]
            (first.options[0] if first.options else first.other).setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.reply.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_why(self) -> None:
        self.why_toggle.setChecked(not self.why_toggle.isChecked())
        self._scroll.ensureWidgetVisible(self.why)

    # -- parts ------------------------------------------------------------------

    def _build(self) -> QWidget:
        page = frame("panel")
        inner = QWidget()
        self._body = QVBoxLayout(inner)
        self._body.setContentsMargins(L_PX, 0, L_PX, S_PX)
        self._body.setSpacing(S_PX)
        self._ask_frame = frame("ask")
        self._ask_box = QVBoxLayout(self._ask_frame)
        self._ask_box.setContentsMargins(0, 0, 0, 0)
        self._body.addWidget(self._build_told())
        self._body.addWidget(self._build_kept())
        self._body.addWidget(self._ask_frame)
        self._build_last()
        self.why_toggle = Toggle(tr("Why this state?"), self.why)
        self._body.addWidget(self.why_toggle, 0, Qt.AlignmentFlag.AlignLeft)
        self._body.addWidget(self.why)
        self._body.addWidget(rule())
        self._body.addWidget(label(tr("History"), "faint", themes.prose("caption", is_strong=True)))
        self._body.addWidget(self._text)
        self.history.setMinimumHeight(170)
        self._body.addWidget(self.history, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inner)
        inner.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._build_header())
        box.addWidget(self._scroll, 1)
        box.addWidget(rule())
        box.addWidget(self.reply)
        return page

    def _build_header(self) -> QWidget:
        head = QWidget()
        box = QVBoxLayout(head)
        box.setContentsMargins(L_PX, M_PX, L_PX, M_PX)
        box.setSpacing(XS_PX)
        self._glyph = StateGlyph(self._theme, State.UNKNOWN, 18)
        self._name = label("", font=themes.prose("title", is_strong=True))
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._ids = label("", "faint", themes.mono("caption"))
        self._ids.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._ids.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._state = label("", "", themes.prose(is_strong=True))
        self._since = label("", "soft", themes.mono("caption"))
        self._facts = label("", "soft", themes.prose("caption"))
        self.go_button = button(tr("Go there"), "primary", tr("Bring its terminal to the front (Enter on a card)"))
        self.go_button.clicked.connect(self.go)
        self.more_button = button("⋯", "", tr("More"))
        self.more_button.setAccessibleName(tr("More"))
        self.more_button.setMenu(self._build_menu())
        first = row(spacing_px=S_PX)
        first.addWidget(self._name, 1)
        first.addWidget(self.go_button)
        self.resume_button = button(tr("Resume in tmux"), "primary", tr("Go on with this session in a new tmux pane"))
        self.resume_button.clicked.connect(self._resumed)
        first.addWidget(self.resume_button)
        first.addWidget(self.more_button)
        box.addLayout(first)
        box.addWidget(self._ids)
        box.addSpacing(2)
        box.addLayout(row(self._glyph, self._state, self._since, None, spacing_px=6))
        box.addWidget(self._facts)
        return head

    def _build_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(tr("Mark as seen"), self.mark_seen)
        menu.addAction(tr("Show the transcript"), self.transcript_wanted.emit)
        menu.addAction(tr("Copy the session id"), self._copy_id)
        menu.addSeparator()
        self._interrupt = menu.addAction(tr("Interrupt (Esc in its terminal)"), self._interrupted)
        self._resume = menu.addAction(tr("Resume in tmux"), self._resumed)
        self._dismiss = menu.addAction(tr("Take off the board"), self.dismiss)
        return menu

    def _build_told(self) -> QWidget:
        self._told = frame("box")
        box = QVBoxLayout(self._told)
        box.setSpacing(XS_PX)
        self._told_words = label("", "bad", wraps=True)
        self._told_command = TextView(themes.mono("caption"), max_lines=3)
        self._told_copy = button(tr("Copy the command"), "quiet")
        self._told_copy.clicked.connect(self._copy_command)
        box.addWidget(self._told_words)
        box.addWidget(self._told_command)
        self._told_open = button(tr("Open a terminal"), "quiet")
        self._told_open.clicked.connect(self._open_terminal)
        box.addLayout(row(self._told_open, self._told_copy, None))
        self._told.hide()
        return self._told

    def _build_kept(self) -> QWidget:
        """What was typed into a question that someone answered elsewhere."""
        self._kept = frame("box")
        box = QVBoxLayout(self._kept)
        box.setSpacing(XS_PX)
        box.addWidget(label(tr("That question is closed. What you had typed is kept:"), "soft", wraps=True))
        self._kept_text = TextView(themes.prose(), max_lines=5)
        take = button(tr("Put into the reply"), "quiet")
        take.clicked.connect(self._take_kept)
        drop = button(tr("Discard"), "quiet")
        drop.clicked.connect(self._kept.hide)
        box.addWidget(self._kept_text)
        box.addLayout(row(take, drop, None))
        self._kept.hide()
        return self._kept

    def _build_last(self) -> None:
        self._doing = label("", "soft", themes.mono("caption"), wraps=True)
        self._instruction_title = label(tr("Instruction"), "faint", themes.prose("caption", is_strong=True))
        self._instruction = TextView(themes.prose(), max_lines=4, is_boxed=False)
        self._last_title = label(tr("Last said"), "faint", themes.prose("caption", is_strong=True))
        self._last_text = TextView(themes.prose(), max_lines=9, is_boxed=False)
        self._text = TextView(themes.prose(), max_lines=16)
        self._text.hide()
        for title, text in ((self._instruction_title, self._instruction), (self._last_title, self._last_text)):
            pair = QVBoxLayout()
            pair.setSpacing(2)
            pair.addWidget(title)
            pair.addWidget(text)
            self._body.addLayout(pair)
        self._body.addWidget(self._doing)

    # -- updates ------------------------------------------------------------------

    def _header(self, card: Card) -> None:
        self._name.setText(one_line(card.project_name, 80) or "—")
        self._name.setToolTip(one_line(card.cwd or card.project_path, 300))
        name = one_line(card.name, 60)
        ids = [name if name != short_id(card) else "", short_id(card), one_line(card.branch, 60)]
        if card.pane is not None:
            ids.append("tmux " + one_line(f"{card.tmux_session} {card.pane.pane_id}", 60))
        self._ids.setText("  ·  ".join(part for part in ids if part))
        self._ids.setToolTip(self._ids.text())
        self._glyph.show_state(card.verdict.state)
        sub = sub_word(card.verdict.sub_state)
        self._state.setText(state_word(card.verdict.state) + (f" · {sub}" if sub else ""))
        facts = [f"{card.turn_count} " + tr("turns")] if card.turn_count else []
        if card.usage.context_percent is not None:
            facts.append(tr("context") + f" {card.usage.context_percent:.0f}%")
        if card.background_count:
            facts.append(tr("%n in background", card.background_count))
        if card.why_not and not card.can_type and card.verdict.state is not State.ENDED:
            facts.append(reach_word(card.why_not))
        self._facts.setText("  ·  ".join(facts))
        self._facts.setVisible(bool(facts))
        is_over = card.verdict.state is State.ENDED
        self.go_button.setEnabled(not is_over and not card.is_foreign_host)
        self._interrupt.setEnabled(card.verdict.state is State.WORKING and card.pane is not None)
        can_resume = is_over and bool(card.session_id and card.project_path) and not card.is_foreign_host
        self._resume.setEnabled(can_resume)
        self.resume_button.setVisible(can_resume)
        self.go_button.setVisible(not can_resume)
        self._dismiss.setEnabled(card.verdict.state in (State.ENDED, State.UNKNOWN))
        self._age()

    def _last(self, card: Card) -> None:
        for title, view, text in (
            (self._instruction_title, self._instruction, card.instruction),
            (self._last_title, self._last_text, card.last_text),
        ):
            title.setVisible(bool(text))
            view.setVisible(bool(text))
            view.show_text(text)
        tool = visible(card.tool, 2000) if card.ask is None else ""  # the ask says it in full
        if tool and self._doing.text() != tool:
            self._doing.setText(tool)
        self._doing.setVisible(bool(tool))

    def _show_ask(self, card: Card, *, is_other: bool) -> None:
        ask = card.ask
        if self.form is not None and (is_other or ask is None or not is_same_form(self.form.ask, ask)):
            self._drop_form(is_answered_elsewhere=not is_other)
        if ask is not None and self.form is None:
            self._make_form(card, ask)
        self._ask_frame.setVisible(ask is not None)
        if ask is not None:
            self._update_form(card, is_sending=_is_under_way(card, ask))

    def _make_form(self, card: Card, ask: Ask) -> None:
        draft = self._drafts.ask(card.uuid, ask.key)
        self.form = AskForm(ask, draft, self._theme, card.project_path, card.cwd)
        self.form.setProperty("agent", card.uuid)
        self.form.decided.connect(self._decided)
        self.form.answered.connect(self._answered)
        self._ask_box.addWidget(self.form)

    def _update_form(self, card: Card, *, is_sending: bool) -> None:
        if self.form is None or card.ask is None:
            return
        title, remedy = unreachable(card.why_not)
        self.form.update_ask(card.ask, can_answer=card.can_answer, why_not=f"{title}. {remedy}", is_sending=is_sending)

    def _drop_form(self, *, is_answered_elsewhere: bool = False) -> None:
        if self.form is None:
            return
        key = (str(self.form.property("agent")), self.form.ask.key)
        draft = self._drafts.asks.get(key)
        if is_answered_elsewhere:
            words = draft.words() if draft is not None else ""
            reply = self.card.reply if self.card is not None else None
            is_mine = reply is not None and reply.ask_key == self.form.ask.key and reply.stage is not ReplyStage.FAILED
            if words and not is_mine:
                self._kept_text.show_text(words)
                self._kept.show()
            self._drafts.asks.pop(key, None)
        self._ask_box.removeWidget(self.form)
        self.form.hide()
        self.form.deleteLater()
        self.form = None

    @Slot()
    def _age(self) -> None:
        if self.card is None:
            return
        self._since.setText(age(self.card.verdict.since_at, self._now()))
        if self.card.reply is not None and self.isVisible():
            self.reply.receipt.show_reply(self.card.reply)

    # -- what the person does ------------------------------------------------------

    @Slot(object, str)
    def _decided(self, decision: Decision, message: str) -> None:
        if self.card is not None and self.form is not None:
            key = self.form.ask.key
            self._post(Decide(self.card.uuid, key, decision, message, request_id=uuid4().hex))
            self._update_form(self.card, is_sending=True)

    @Slot(object)
    def _answered(self, answers: tuple[tuple[str, ...], ...]) -> None:
        if self.card is not None and self.form is not None:
            self._post(AnswerAsk(self.card.uuid, self.form.ask.key, answers, request_id=uuid4().hex))
            self._update_form(self.card, is_sending=True)

    @Slot(str)
    def _reply_sent(self, text: str) -> None:
        if self.card is not None:
            self._post(SendReply(agent_uuid=self.card.uuid, text=text, request_id=uuid4().hex))

    @Slot()
    def mark_seen(self) -> None:
        if self.card is not None:
            self._post(MarkSeen(self.card.uuid))

    @Slot()
    def dismiss(self) -> None:
        if self.card is not None and self._dismiss.isEnabled():
            self._post(DismissAgent(self.card.uuid))

    @Slot()
    def _interrupted(self) -> None:
        if self.card is not None:
            self._post(InterruptAgent(self.card.uuid, request_id=uuid4().hex))

    @Slot()
    def _copy_id(self) -> None:
        if self.card is not None:
            QGuiApplication.clipboard().setText(self.card.session_id or self.card.uuid)

    @Slot()
    def _copy_command(self) -> None:
        QGuiApplication.clipboard().setText(self._told_command.toPlainText())

    @Slot()
    def _take_kept(self) -> None:
        if self.card is not None:
            self._drafts.put_back(self.card.uuid, self._kept_text.toPlainText())
            self.reply.reload()
            self._kept.hide()

    @Slot(str)
    def _show_text(self, text: str) -> None:
        self._text.setVisible(not self._text.isVisible() or self._text.toPlainText() != text)
        self._text.show_text(text)


def _is_under_way(card: Card, ask: Ask) -> bool:
    reply = card.reply
    return (
        reply is not None
        and reply.kind is not ReplyKind.TEXT
        and reply.ask_key == ask.key
        and reply.stage is not ReplyStage.FAILED
    )
