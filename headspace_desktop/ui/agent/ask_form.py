"""The open ask of an agent as a form: permission, plan, questions. Built once per ask, then updated in place.

GUI thread. Posts nothing itself: `decided` and `answered` go to the panel. Untrusted text, so plain text only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QCheckBox, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from headspace_desktop.domain.model import Ask, AskItem, AskKind, Decision
from headspace_desktop.domain.permission import Safety
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.agent.approval import Approval
from headspace_desktop.ui.ask_text import request_text
from headspace_desktop.ui.drafts import AskDraft
from headspace_desktop.ui.flow import Flow
from headspace_desktop.ui.parts import Composer, TextView, button, label, row
from headspace_desktop.ui.plain import one_line, visible
from headspace_desktop.ui.risk import safety_word
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX, Theme
from headspace_desktop.ui.words import ask_word, tr


class ItemForm(QWidget):
    """One question: its options and the person's own words."""

    changed = Signal()

    def __init__(self, item: AskItem, at: int, draft: AskDraft) -> None:
        super().__init__()
        self._item, self._at, self._draft = item, at, draft
        self.options: list[QAbstractButton] = []
        self._group = QButtonGroup(self)
        self._group.setExclusive(not item.is_multi)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(XS_PX)
        if item.header:
            self._box.addWidget(label(one_line(item.header, 80), "needs", themes.prose("caption", is_strong=True)))
        text = label(visible(item.text, 4000), font=themes.prose(is_strong=True), wraps=True)
        self._box.addWidget(text)
        for number, option in enumerate(item.options):
            self._add_option(number, option.label, option.description)
        self.other = QLineEdit()
        self.other.setPlaceholderText(tr("Other: in your own words") if item.options else tr("In your own words"))
        self.other.setAccessibleName(tr("Other answer") + ": " + one_line(item.text, 120))
        self.other.setText(draft.other.get(at, ""))
        self.other.textEdited.connect(self._typed)
        self._box.addWidget(self.other)
        self._group.buttonToggled.connect(self._toggled)

    def _add_option(self, number: int, title: str, description: str) -> None:
        made: QAbstractButton = (QCheckBox if self._item.is_multi else QRadioButton)(one_line(title, 160))
        # An ampersand would become a shortcut and vanish from what is read.
        made.setText(one_line(title, 160).replace("&", "&&"))
        made.setAccessibleName(one_line(title, 160))
        made.setAccessibleDescription(one_line(description, 300))
        made.setChecked(number in self._draft.chosen.get(self._at, set()))
        self._group.addButton(made, number)
        self.options.append(made)
        self._box.addWidget(made)
        if description:
            said = label(visible(description, 1000), "soft", themes.prose("caption"), wraps=True)
            said.setContentsMargins(26, 0, 0, XS_PX)
            self._box.addWidget(said)

    def answer(self) -> tuple[str, ...]:
        """The chosen labels; the person's own words come last, alone where one answer is wanted."""
        chosen = tuple(self._item.options[number].label for number in sorted(self._draft.chosen.get(self._at, set())))
        other = self.other.text().strip()
        if not other:
            return chosen
        return (*chosen, other) if self._item.is_multi else (other,)

    @Slot(QAbstractButton, bool)
    def _toggled(self, made: QAbstractButton, is_on: bool) -> None:
        chosen = self._draft.chosen.setdefault(self._at, set())
        number = self._group.id(made)
        if is_on:
            chosen.add(number)
            if not self._item.is_multi and self.other.text():
                self._draft.other[self._at] = ""
                self.other.clear()
        else:
            chosen.discard(number)
        self.changed.emit()

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._draft.other[self._at] = text
        if text and not self._item.is_multi and (made := self._group.checkedButton()) is not None:
            self._group.setExclusive(False)
            made.setChecked(False)
            self._group.setExclusive(True)
        self.changed.emit()


class AskForm(QWidget):
    """One ask. `is_sending` shuts the buttons while an answer is under way."""

    decided = Signal(object, str)  # Decision, message
    answered = Signal(object)  # one tuple of labels per item

    def __init__(self, ask: Ask, draft: AskDraft, theme: Theme, project_path: str = "", cwd: str = "") -> None:
        super().__init__()
        self.ask = ask
        self._draft = draft
        self.approval: Approval | None = None
        if ask.kind is AskKind.PERMISSION:
            self.approval = Approval(ask, theme, project_path, cwd)
            self.approval.judged.connect(self._dress)
        self._is_sending = False
        self._can_answer = True
        self.items: list[ItemForm] = []
        self.buttons: dict[str, QAbstractButton] = {}
        self.message = Composer("", max_lines=4, min_lines=1)
        self.request = self.approval.command if self.approval else TextView(themes.mono("caption"), max_lines=16)
        self._why_shut = label("", "soft", themes.prose("caption"), wraps=True)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(M_PX, M_PX - 2, M_PX, M_PX)
        self._box.setSpacing(S_PX)
        self._heading()
        if ask.kind in (AskKind.PERMISSION, AskKind.PLAN):
            self._request()
        elif ask.items:
            self._questions()
        else:
            self._form()
        self._box.addWidget(self._why_shut)
        self._refresh()

    def update_ask(self, ask: Ask, *, can_answer: bool, why_not: str, is_sending: bool) -> None:
        """Take what may change while the same ask is open, without touching what the person has begun."""
        self.ask = ask
        self._can_answer, self._is_sending = can_answer, is_sending
        self._why_shut.setText(why_not if not can_answer else tr("Your answer is on its way.") if is_sending else "")
        self._why_shut.setVisible(bool(self._why_shut.text()))
        self._refresh()

    def press(self, what: str) -> bool:
        """Press a button by its name, if it is there and can be pressed. One key alone never allows what destroys."""
        made = self.buttons.get(what)
        if made is None or not made.isEnabled():
            return False
        if what.startswith("allow") and self._is_harsh and not made.hasFocus():
            made.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            made.click()
        return True

    @property
    def _is_harsh(self) -> bool:
        return self.approval is not None and self.approval.risk.safety is Safety.DESTRUCTIVE

    def _heading(self) -> None:
        ask = self.ask
        title = {
            AskKind.PERMISSION: tr("May it run this?"),
            AskKind.PLAN: tr("Approve this plan?"),
            AskKind.QUESTION: tr("It asks you"),
            AskKind.FORM: tr("It wants a form filled"),
        }[ask.kind]
        kind = one_line(ask.tool, 60) if ask.kind is AskKind.PERMISSION and ask.tool else ask_word(ask.kind)
        tool = label(kind, "needs", themes.mono("caption", is_strong=True))
        self._box.addLayout(row(label(title, "needs", themes.prose(is_strong=True)), None, tool))
        if ask.subagent_id:
            self._box.addWidget(label(tr("Asked by a subagent"), "soft", themes.prose("caption")))

    def _request(self) -> None:
        ask, is_plan = self.ask, self.ask.kind is AskKind.PLAN
        if self.approval is not None:
            self._box.addWidget(self.approval)
        else:
            self.request.show_text(request_text(ask))
            self.request.setAccessibleName(tr("The whole request"))
            self._box.addWidget(self.request)
            if not ask.is_input_complete or self.request.is_cut:
                warning = tr("This is not the whole request. Read it in the terminal before you allow it.")
                self._box.addWidget(label(warning, "bad", themes.prose("caption", is_strong=True), wraps=True))
        if self._is_harsh:  # what stands first is what a hurried hand presses
            self._button("deny", tr("Deny"), "primary", self._deny)
        self._button("allow", tr("Approve") if is_plan else tr("Allow"), "primary", self._allow)
        if grant := session_grant(ask):
            self._button("allow_session", tr("Allow for this session"), "", self._allow_session)
            self.buttons["allow_session"].setToolTip(grant)
            self.buttons["allow_session"].setAccessibleDescription(grant)
        if "deny" not in self.buttons:
            self._button(
                "deny", tr("Keep planning") if is_plan else tr("Deny"), "" if is_plan else "danger", self._deny
            )
        self.message.setPlaceholderText(tr("What should change? (optional)") if is_plan else tr("Reason (optional)"))
        self.message.setAccessibleName(self.message.placeholderText())
        self.message.setPlainText(self._draft.message)
        self.message.textChanged.connect(self._message_typed)
        self._box.addLayout(Flow(*self.buttons.values(), spacing_px=S_PX))
        if grant:
            said = tr("For this session") + ": " + grant
            self._box.addWidget(label(said, "soft", themes.prose("caption"), wraps=True))
        self._box.addWidget(self.message)
        self._dress()

    @Slot()
    def _dress(self) -> None:
        """Colour and words of the buttons by how safe the request is; where they stand never changes."""
        if self.approval is None or "allow" not in self.buttons:
            return
        safety = self.approval.risk.safety
        allow, deny = self.buttons["allow"], self.buttons["deny"]
        allow.setText(tr("Allow anyway") if self._is_harsh else tr("Allow"))
        allow.setAccessibleDescription(safety_word(safety))
        for made, name, value in (
            (allow, "kind", ""),
            (allow, "risk", str(safety)),
            (deny, "kind", "primary" if self._is_harsh else "danger"),
        ):
            if made.property(name) != value:
                made.setProperty(name, value)
                made.style().unpolish(made)
                made.style().polish(made)

    def _questions(self) -> None:
        for at, item in enumerate(self.ask.items):
            form = ItemForm(item, at, self._draft)
            form.changed.connect(self._refresh)
            self.items.append(form)
            self._box.addWidget(form)
        self._button("send", tr("Send answer"), "primary", self._send)
        self._box.addLayout(row(*self.buttons.values(), None))

    def _form(self) -> None:
        self.request.show_text(request_text(self.ask))
        self._box.addWidget(self.request)
        self._box.addWidget(label(tr("Answer this one in its terminal."), "soft", wraps=True))

    def _button(self, name: str, text: str, kind: str, pressed: object) -> None:
        made = button(text, kind)
        made.clicked.connect(pressed)
        self.buttons[name] = made

    @Slot()
    def _refresh(self) -> None:
        is_open = self._can_answer and not self._is_sending
        for name, made in self.buttons.items():
            is_whole = all(form.answer() for form in self.items)
            made.setEnabled(is_open and (name != "send" or is_whole))
        if "send" in self.buttons:
            is_missing = is_open and not self.buttons["send"].isEnabled()
            self.buttons["send"].setToolTip(tr("Answer every question first") if is_missing else "")

    @Slot()
    def _message_typed(self) -> None:
        self._draft.message = self.message.toPlainText()

    @Slot()
    def _allow(self) -> None:
        self.decided.emit(Decision.ALLOW, "")

    @Slot()
    def _allow_session(self) -> None:
        self.decided.emit(Decision.ALLOW_SESSION, "")

    @Slot()
    def _deny(self) -> None:
        self.decided.emit(Decision.DENY, self.message.toPlainText().strip())

    @Slot()
    def _send(self) -> None:
        self.answered.emit(tuple(form.answer() for form in self.items))


def session_grant(ask: Ask) -> str:
    """What allowing a permission for the whole session would allow; empty where that is not offered."""
    if ask.kind is not AskKind.PERMISSION or not ask.suggestions or not ask.items:
        return ""
    return next((visible(option.description, 1000) for option in ask.items[0].options if option.description), "")


def is_same_form(old: Ask, new: Ask) -> bool:
    """Whether a form built for `old` still shows `new` truly."""
    return (
        old.key == new.key
        and old.kind is new.kind
        and old.items == new.items
        and request_text(old) == request_text(new)
        and bool(old.suggestions) == bool(new.suggestions)
    )
