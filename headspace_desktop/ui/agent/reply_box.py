"""The box for free text to an agent, and the receipt of what was sent.

GUI thread. A draft is never thrown away: it leaves the box when it is sent and comes back when it did not arrive.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.model import Reply, ReplyKind, ReplyStage, State
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.drafts import Drafts
from headspace_desktop.ui.parts import Composer, button, label, retone, row
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.theme import L_PX, M_PX, S_PX, XS_PX, Theme
from headspace_desktop.ui.words import age, decision_word, stage_word, tr, unreachable

_STAGES = (ReplyStage.IN_FLIGHT, ReplyStage.TYPED, ReplyStage.SUBMITTED, ReplyStage.SEEN)


class Track(QWidget):
    """Four steps from sent to seen; the reached ones filled, a failure crossed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._stage = ReplyStage.IN_FLIGHT
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_stage(self, stage: ReplyStage) -> None:
        self._stage = stage
        self.setAccessibleName(stage_word(stage))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(64, 16)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._theme.look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_failed = self._stage is ReplyStage.FAILED
        reached = 0 if is_failed else _STAGES.index(self._stage)
        colour = QColor(look.hue(State.STALLED if is_failed else State.IDLE).fill)
        painter.setPen(QPen(QColor(look.line_strong), 1.4))
        painter.drawLine(7, 8, 57, 8)
        for step in range(4):
            box = QRectF(3 + step * 16.5, 4, 8, 8)
            is_on = step <= reached
            painter.setPen(QPen(colour if is_on else QColor(look.line_strong), 1.6))
            painter.setBrush(colour if is_on and not is_failed else QColor(look.surface))
            painter.drawEllipse(box)
        if is_failed:
            painter.drawLine(5, 6, 9, 10)
            painter.drawLine(5, 10, 9, 6)
        painter.end()


class Receipt(QWidget):
    """What became of the last reply."""

    put_back = Signal(str)

    def __init__(self, theme: Theme, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._reply: Reply | None = None
        self._track = Track(theme)
        self.words = label("", font=themes.prose("caption", is_strong=True))
        self.text = label("", "soft", themes.prose("caption"))
        self.text.setMinimumWidth(10)
        self.detail = label("", "bad", themes.prose("caption"), wraps=True)
        self.button = button(tr("Put back"), "quiet", tr("Put the text back into the box"))
        self.button.clicked.connect(self._put_back)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        box.addLayout(row(self._track, self.words, None, self.button, spacing_px=S_PX))
        box.addWidget(self.text)
        box.addWidget(self.detail)
        self.show_reply(None)

    def show_reply(self, reply: Reply | None) -> None:
        self._reply = reply
        self.setVisible(reply is not None)
        if reply is None:
            return
        is_failed = reply.stage is ReplyStage.FAILED
        self._track.show_stage(reply.stage)
        waited = age(reply.changed_at, self._now())
        self.words.setText(stage_word(reply.stage) + (f" · {waited}" if waited else ""))
        retone(self.words, "bad" if is_failed else "good")
        self.text.setText(_sent(reply))
        self.detail.setText(one_line(reply.detail, 400) if is_failed else "")
        self.detail.setVisible(bool(self.detail.text()))
        self.button.setVisible(is_failed and reply.kind is ReplyKind.TEXT and bool(reply.text))

    @Slot()
    def _put_back(self) -> None:
        if self._reply is not None:
            self.put_back.emit(self._reply.text)


class ReplyBox(QWidget):
    """Draft, Send, and why it cannot be sent."""

    sent = Signal(str)

    def __init__(self, theme: Theme, drafts: Drafts, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._drafts = drafts
        self._uuid = ""
        self._is_loading = False
        self.editor = Composer(tr("Write to this agent…"), max_lines=10)
        self.editor.setAccessibleName(tr("Reply"))
        self.send = button(tr("Send"), "primary", tr("Ctrl+Enter"))
        self.editor.submit = self.send
        self.hint = label("", "faint", themes.prose("caption"), wraps=True)
        self.receipt = Receipt(theme, now)
        self.receipt.put_back.connect(self._put_back)
        self.send.clicked.connect(self._send)
        self.editor.textChanged.connect(self._typed)
        box = QVBoxLayout(self)
        box.setContentsMargins(L_PX, S_PX, L_PX, M_PX)
        box.setSpacing(XS_PX + 2)
        box.addWidget(self.receipt)
        box.addWidget(self.editor)
        line = row(spacing_px=S_PX)
        line.addWidget(self.hint, 1)
        line.addWidget(self.send, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(line)

    def show_card(self, card: Card) -> None:
        """Show the draft and the receipt of this agent; the box is not touched when it is the same one."""
        if card.uuid != self._uuid:
            self._uuid = card.uuid
            self.reload()
        self._settle(card)
        self.receipt.show_reply(card.reply)
        self.editor.setReadOnly(not card.can_type)
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)
        if card.can_type:
            self.hint.setText(_hint(card))
        else:
            title, remedy = unreachable(card.why_not)
            self.hint.setText(f"{title}. {remedy}")
        self._typed()
        is_begun = self.editor.hasFocus() or bool(self.editor.toPlainText())
        for widget in (self.editor, self.send):
            widget.setVisible(card.can_type or is_begun)

    def reload(self) -> None:
        """Read the draft anew."""
        text = self._drafts.replies.get(self._uuid, "")
        if self.editor.toPlainText() != text:
            self._is_loading = True
            self.editor.setPlainText(text)
            self._is_loading = False

    def refused(self, agent_uuid: str) -> None:
        """The engine refused what was sent: the text comes back."""
        if text := self._drafts.sent.pop(agent_uuid, ""):
            self._drafts.put_back(agent_uuid, text)
            if agent_uuid == self._uuid:
                self.reload()

    def _settle(self, card: Card) -> None:
        reply = card.reply
        if reply is not None and reply.text == self._drafts.sent.get(card.uuid):
            self._drafts.sent.pop(card.uuid)  # saved by the engine; the receipt has it from here on

    @Slot()
    def _typed(self) -> None:
        text = self.editor.toPlainText()
        if not self._is_loading and self._uuid:
            self._drafts.replies[self._uuid] = text
        self.send.setEnabled(bool(text.strip()) and not self.editor.isReadOnly())

    @Slot()
    def _send(self) -> None:
        text = self.editor.toPlainText()
        if not text.strip() or self.editor.isReadOnly():
            return
        self._drafts.sent[self._uuid] = text
        self.editor.clear()
        self.sent.emit(text)

    @Slot(str)
    def _put_back(self, text: str) -> None:
        self._drafts.put_back(self._uuid, text)
        self.reload()
        self.editor.setFocus()


def _sent(reply: Reply) -> str:
    words = reply.text or ", ".join(label for labels in reply.answers for label in labels)
    quoted = f"“{one_line(words, 90)}”" if words else ""
    if reply.decision is None:
        return quoted
    return decision_word(reply.decision) + (f": {quoted}" if quoted else "")


def _hint(card: Card) -> str:
    if card.ask is not None:
        return tr("A question is open: answer it above. Text goes to the prompt once it is closed.")
    if card.verdict.state is State.WORKING:
        return tr("It works: your text waits in its queue. Ctrl+Enter sends.")
    return tr("Ctrl+Enter sends.")
