"""The agent panel: who it is, its state and why, what it asks, a box to reply, what is known of it.

GUI thread. Updates in place: a form is rebuilt only for another ask, the box only for another agent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import uuid4

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from headspace_desktop.domain.actions import (
    Action,
    AnswerAsk,
    Decide,
    DismissAgent,
    FocusAgent,
    InterruptAgent,
    MarkSeen,
    OpenTerminal,
    RenameAgent,
    ResumeAgent,
    SendReply,
    ShutDownAgent,
)
from headspace_desktop.domain.asks import AskRequest, PageAsk
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import AskSettled, FocusTold, PageReady, TroubleShown
from headspace_desktop.domain.git_state import GitState
from headspace_desktop.domain.model import Ask, AskKind, Decision, ReplyStage, State
from headspace_desktop.domain.proposal import WRITING_TOOLS
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.agent.ask_form import AskForm, is_same_form
from headspace_desktop.ui.agent.header import Header
from headspace_desktop.ui.agent.history import History
from headspace_desktop.ui.agent.nobody import Nobody
from headspace_desktop.ui.agent.notices import FocusNotice, KeptNotice, SettledNotice
from headspace_desktop.ui.agent.reply_box import ReplyBox
from headspace_desktop.ui.agent.sections import Sections
from headspace_desktop.ui.agent.why import Why
from headspace_desktop.ui.board.answers import is_under_way, same_request
from headspace_desktop.ui.drafts import Drafts
from headspace_desktop.ui.pages.asking import Asking
from headspace_desktop.ui.parts import TextView, frame, label, rule
from headspace_desktop.ui.plain import visible
from headspace_desktop.ui.tall import Tall
from headspace_desktop.ui.theme import L_PX, S_PX, Theme
from headspace_desktop.ui.words import short_id, tr, unreachable

#: Narrower, and words of buttons would be cut.
LEAST_PX = 280


class AgentPanel(QWidget):
    """Shows one card; what the person does there is posted as actions. `cards` are all that are on the board."""

    transcript_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        post: Callable[[Action], None],
        ask: Callable[[PageAsk], None],
        drafts: Drafts,
        now: Callable[[], datetime],
        *,
        cards: Callable[[], Iterable[Card]] = tuple,
    ) -> None:
        super().__init__()
        self._theme, self._post, self._drafts, self._now, self._cards = theme, post, drafts, now, cards
        self._asking = Asking(ask)
        self._settled: AskSettled | None = None
        self.card: Card | None = None
        self.form: AskForm | None = None
        self.header = Header(theme, now)
        self.history = History(theme, ask)
        self.reply = ReplyBox(theme, drafts, now)
        self.sections = Sections(ask, drafts, now)
        self.told, self.kept, self.settled = FocusNotice(), KeptNotice(), SettledNotice()
        self._stack = QStackedWidget(self)
        self.nobody = Nobody()
        self._stack.addWidget(self.nobody)
        self._stack.addWidget(self._build())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self._connect()
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._age)
        self.setMinimumWidth(LEAST_PX)

    @property
    def why(self) -> Why:
        return self.sections.why

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
            for notice in (self.told, self.kept, self.settled, self._text):
                notice.hide()
        self.header.show_card(card)
        self._show_ask(card, is_other=is_other)
        self._last(card)
        self.sections.show_card(card)
        self.reply.show_card(card)
        if is_other or (before is not None and before.turn_count != card.turn_count):
            self.history.show_agent(card.uuid)
        if not self._timer.isActive():
            self._timer.start()

    def take_page(self, ready: PageReady) -> bool:
        if self._asking.take(ready):
            if ready.trouble is None and self.form is not None and self.form.approval is not None:
                self.form.approval.show_request(ready.page)
            return True
        return self.history.take(ready) or self.sections.take_page(ready)

    def take_focus_told(self, told: FocusTold) -> None:
        """Say why the terminal did not come to the front, and what helps."""
        if self.card is not None and told.agent_uuid == self.card.uuid:
            self.told.tell(told)

    def take_trouble(self, trouble: TroubleShown) -> None:
        """A refusal: what was sent comes back to its author."""
        self.reply.refused(trouble.agent_uuid)
        if self.card is not None and self.card.uuid == trouble.agent_uuid and self.form is not None:
            self._update_form(self.card, is_sending=False)

    def take_settled(self, settled: AskSettled) -> None:
        """A question is over; one that was open here says who answered it, unless that was done here."""
        if self.form is None or self.card is None:
            return
        is_shown = self.form.property("agent") == settled.agent_uuid and self.form.ask.key == settled.ask_key
        if is_shown and not self._is_mine(self.form.ask):
            self.settled.tell(settled)

    # -- what the person does by key ------------------------------------------

    def go(self) -> None:
        self._wish("go")

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
        toggle = self.sections.all["why"].toggle
        toggle.setChecked(not toggle.isChecked())
        self._scroll.ensureWidgetVisible(self.sections.why)

    def rename(self) -> None:
        self.header.rename()

    @Slot()
    def mark_seen(self) -> None:
        self._wish("seen")

    @Slot()
    def dismiss(self) -> None:
        self._wish("dismiss")

    # -- parts ------------------------------------------------------------------

    def _connect(self) -> None:
        self.header.wished.connect(self._wish)
        self.header.renamed.connect(self._renamed)
        self.reply.sent.connect(self._reply_sent)
        self.history.opened.connect(self._show_text)
        self.sections.text_shown.connect(self._show_whole)
        self.sections.git_told.connect(self._git_told)
        self.told.terminal_wanted.connect(lambda: self._wish("attach"))
        self.kept.taken.connect(self._take_kept)

    def _build(self) -> QWidget:
        page = frame("panel")
        inner = Tall()
        self._body = QVBoxLayout(inner)
        self._body.setContentsMargins(L_PX, 0, L_PX, S_PX)
        self._body.setSpacing(S_PX)
        self._ask_frame = frame("ask")
        self._ask_box = QVBoxLayout(self._ask_frame)
        self._ask_box.setContentsMargins(0, 0, 0, 0)
        for widget in (self.told, self.kept, self.settled, self._ask_frame):
            self._body.addWidget(widget)
        self._build_last()
        self._body.addWidget(self.sections)
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
        box.addWidget(self.header)
        box.addWidget(self._scroll, 1)
        box.addWidget(rule())
        box.addWidget(self.reply)
        return page

    def _build_last(self) -> None:
        self._doing = label("", "soft", themes.mono("caption"), wraps=True)
        self._instruction_title = label(tr("Instruction"), "faint", themes.prose("caption", is_strong=True))
        self._instruction = TextView(themes.prose(), max_lines=4, is_boxed=False)
        self._last_title = label(tr("Last said"), "faint", themes.prose("caption", is_strong=True))
        self._last_text = TextView(themes.prose(), max_lines=9, is_boxed=False)
        self._text = TextView(themes.prose(), max_lines=16)
        self._text.setAccessibleName(tr("The whole text"))
        self._text.hide()
        for title, text in ((self._instruction_title, self._instruction), (self._last_title, self._last_text)):
            text.setAccessibleName(title.text())
            pair = QVBoxLayout()
            pair.setSpacing(2)
            pair.addWidget(title)
            pair.addWidget(text)
            self._body.addLayout(pair)
        self._body.addWidget(self._doing)

    # -- updates ------------------------------------------------------------------

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
            self.settled.setVisible(self.settled.isVisible() and self._ask_frame.isHidden())
            self._update_form(card, is_sending=is_under_way(card))

    def _make_form(self, card: Card, ask: Ask) -> None:
        draft = self._drafts.ask(card.uuid, ask.key)
        self.form = AskForm(ask, draft, self._theme, card.project_path, card.cwd)
        self.form.setProperty("agent", card.uuid)
        self.form.decided.connect(self._decided)
        self.form.answered.connect(self._answered)
        self._ask_box.addWidget(self.form)
        self._order_tabs(self.form)
        self._asking.forget("request")
        if self.form.approval is None:
            return
        self.form.approval.all_allowed.connect(self._allow_all)
        self._show_peers()
        self.sections.show_card(card)
        self.sections.look_at_git()
        if ask.tool in WRITING_TOOLS or not ask.is_input_complete:
            self._asking.post("request", lambda ask_id: _request(ask_id, card, ask))

    def _order_tabs(self, form: AskForm) -> None:
        """What comes late would else be last for the Tab key, behind the whole board."""
        before: QWidget = self.header.more_button
        for widget in form.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                QWidget.setTabOrder(before, widget)
                before = widget

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
            if words and not self._is_mine(self.form.ask):
                self.kept.keep(words)
            self._drafts.asks.pop(key, None)
        self._ask_box.removeWidget(self.form)
        self.form.hide()
        self.form.deleteLater()
        self.form = None

    def _is_mine(self, ask: Ask) -> bool:
        """Whether an answer from here is what ended this question."""
        reply = self.card.reply if self.card is not None else None
        return reply is not None and reply.ask_key == ask.key and reply.stage is not ReplyStage.FAILED

    @Slot()
    def _age(self) -> None:
        if self.card is None or not self.isVisible():
            return
        self.header.grow_older()
        self.sections.grow_older()
        self._show_peers()
        if self.card.reply is not None:
            self.reply.receipt.show_reply(self.card.reply)

    def _peers(self) -> list[Card]:
        """The other agents that ask for the very same, and can be answered."""
        card = self.card
        if card is None or card.ask is None or card.ask.kind is not AskKind.PERMISSION:
            return []
        return [other for other in self._cards() if other.uuid != card.uuid and same_request([card, other])]

    def _show_peers(self) -> None:
        if self.form is not None and self.form.approval is not None:
            self.form.approval.show_peers(tuple(other.name or short_id(other) for other in self._peers()))

    @Slot(object, str)
    def _git_told(self, state: GitState | None, trouble: str) -> None:
        if self.form is not None and self.form.approval is not None:
            self.form.approval.show_git(state, trouble)

    # -- what the person does ------------------------------------------------------

    @Slot(str)
    def _wish(self, what: str) -> None:
        """Something that was chosen in the header, or by a key."""
        if self.card is None:
            return
        uuid, wish_id = self.card.uuid, uuid4().hex
        match what:
            case "go":
                self._post(FocusAgent(agent_uuid=uuid, request_id=wish_id))
            case "attach":
                self._post(OpenTerminal(agent_uuid=uuid, request_id=wish_id))
            case "resume":
                self._post(ResumeAgent(agent_uuid=uuid, request_id=wish_id))
            case "interrupt":
                self._post(InterruptAgent(uuid, request_id=wish_id))
            case "shut_down":
                self._post(ShutDownAgent(uuid, request_id=wish_id))
            case "seen":
                self._post(MarkSeen(uuid))
            case "dismiss" if self.card.verdict.state in (State.ENDED, State.UNKNOWN):
                self._post(DismissAgent(uuid))
            case "transcript":
                self.transcript_wanted.emit()
            case "copy_id":
                QGuiApplication.clipboard().setText(self.card.session_id or uuid)
            case "copy_all":
                QGuiApplication.clipboard().setText(self.sections.markdown())
            case _:
                pass

    @Slot(str)
    def _renamed(self, name: str) -> None:
        if self.card is not None:
            self._post(RenameAgent(self.card.uuid, name, request_id=uuid4().hex))

    @Slot(object, str)
    def _decided(self, decision: Decision, message: str) -> None:
        if self.card is not None and self.form is not None:
            key = self.form.ask.key
            self._post(Decide(self.card.uuid, key, decision, message, request_id=uuid4().hex))
            self._update_form(self.card, is_sending=True)

    @Slot()
    def _allow_all(self) -> None:
        for other in self._peers():
            assert other.ask is not None
            self._post(Decide(other.uuid, other.ask.key, Decision.ALLOW, request_id=uuid4().hex))
        self._decided(Decision.ALLOW, "")

    @Slot(object)
    def _answered(self, answers: tuple[tuple[str, ...], ...]) -> None:
        if self.card is not None and self.form is not None:
            self._post(AnswerAsk(self.card.uuid, self.form.ask.key, answers, request_id=uuid4().hex))
            self._update_form(self.card, is_sending=True)

    @Slot(str)
    def _reply_sent(self, text: str) -> None:
        if self.card is not None:
            self._post(SendReply(agent_uuid=self.card.uuid, text=text, request_id=uuid4().hex))

    @Slot(str)
    def _take_kept(self, text: str) -> None:
        if self.card is not None:
            self._drafts.put_back(self.card.uuid, text)
            self.reply.reload()

    @Slot(str)
    def _show_text(self, text: str) -> None:
        self._text.setVisible(not self._text.isVisible() or self._text.toPlainText() != text)
        self._text.show_text(text)

    @Slot(str)
    def _show_whole(self, text: str) -> None:
        self._text.show_text(text)
        self._text.show()
        self._scroll.ensureWidgetVisible(self._text)


def _request(ask_id: str, card: Card, ask: Ask) -> AskRequest:
    return AskRequest(
        ask_id,
        ask.tool,
        ask.tool_input,
        is_whole=ask.is_input_complete,
        cwd=card.cwd or card.project_path,
        client=card.client,
        tool_use_id=ask.tool_use_id or "",
        transcript_path=card.transcript_path or "",
    )
