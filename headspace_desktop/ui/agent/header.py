"""Who the agent is, its state, and what can be done with it: the top of the agent panel. GUI thread.

It posts nothing itself. A name is changed in its place; Escape leaves it as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.model import State
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.board.facts import reach_word
from headspace_desktop.ui.elided import Elided
from headspace_desktop.ui.glyphs import StateGlyph
from headspace_desktop.ui.pages.sure import SureButton
from headspace_desktop.ui.parts import button, label, row
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.theme import L_PX, M_PX, S_PX, XS_PX, Theme
from headspace_desktop.ui.words import age, short_id, state_word, sub_word, tr

_NAME_CHARS = 120


class NameEdit(QLineEdit):
    """A name while it is changed. `left` when the person does not want to after all."""

    left = Signal()

    @override
    def event(self, event: QEvent) -> bool:
        """Escape is its own here, not the window's."""
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Header(QWidget):
    """`wished` names what was chosen: ``go``, ``resume``, ``seen``, ``interrupt`` and the like."""

    wished = Signal(str)
    renamed = Signal(str)

    def __init__(self, theme: Theme, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._card: Card | None = None
        self.glyph = StateGlyph(theme, State.UNKNOWN, 18)
        self.name = label("", font=themes.prose("title", is_strong=True))
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.ids = Elided(themes.mono("caption"), "faint")
        self.ids.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.state = label("", "", themes.prose(is_strong=True))
        self.since = label("", "soft", themes.mono("caption"))
        self.facts = label("", "soft", themes.prose("caption"), wraps=True)
        self.edit = NameEdit()
        self.edit.setMaxLength(_NAME_CHARS)
        self.edit.setAccessibleName(tr("Name of the agent"))
        self.edit.setPlaceholderText(tr("Its own name"))
        self.edit.returnPressed.connect(self._renamed)
        self.edit.left.connect(self._left)
        self.edit.hide()
        self.go_button = button(tr("Go there"), "primary", tr("Bring its terminal to the front (Enter on a card)"))
        self.go_button.clicked.connect(lambda: self.wished.emit("go"))
        self.resume_button = button(tr("Resume in tmux"), "primary", tr("Go on with this session in a new tmux pane"))
        self.resume_button.clicked.connect(lambda: self.wished.emit("resume"))
        self.shut_button = SureButton(tr("Shut down"), tr("Shut the agent down"))
        self.shut_button.sure.connect(self._shut)
        self.shut_button.hide()
        self.more_button = button("⋯", "", tr("More"))
        self.more_button.setAccessibleName(tr("More"))
        self.more_button.setMenu(self._build_menu())
        self._build()

    def show_card(self, card: Card) -> None:
        is_other = self._card is None or self._card.uuid != card.uuid
        self._card = card
        if is_other:
            self._left()
            self.shut_button.calm()
            self.shut_button.hide()
        self.name.setText(one_line(card.project, 80) or "—")
        self.name.setToolTip(one_line(card.cwd or card.project_path, 300))
        name = one_line(card.name, 60)
        ids = [name if name != short_id(card) else "", short_id(card), one_line(card.branch, 60)]
        if card.pane is not None:
            ids.append("tmux " + one_line(f"{card.tmux_session} {card.pane.pane_id}", 60))
        self.ids.show_text(" · ".join(part for part in ids if part))
        self.glyph.show_state(card.verdict.state)
        sub = sub_word(card.verdict.sub_state)
        self.state.setText(state_word(card.verdict.state) + (f" · {sub}" if sub else ""))
        facts = _facts(card)
        self.facts.setText(" · ".join(facts))
        self.facts.setVisible(bool(facts))
        self._enable(card)
        self.grow_older()

    def grow_older(self) -> None:
        if self._card is not None:
            self.since.setText(age(self._card.verdict.since_at, self._now()))

    @Slot()
    def rename(self) -> None:
        """Let the name be changed in its place."""
        if self._card is None:
            return
        self.edit.setText(self._card.name if self._card.name != short_id(self._card) else "")
        self.ids.hide()
        self.edit.show()
        self.edit.selectAll()
        self.edit.setFocus()

    # -- within -----------------------------------------------------------------

    def _enable(self, card: Card) -> None:
        is_over = card.verdict.state is State.ENDED
        is_here = not card.is_foreign_host
        can_resume = is_over and bool(card.session_id and card.project_path) and is_here
        self.go_button.setEnabled(not is_over and is_here)
        self.go_button.setVisible(not can_resume)
        self.resume_button.setVisible(can_resume)
        for name, is_on in (
            ("interrupt", card.verdict.state is State.WORKING and card.pane is not None),
            ("resume", can_resume),
            ("dismiss", card.verdict.state in (State.ENDED, State.UNKNOWN)),
            ("attach", not is_over and card.pane is not None and is_here),
            ("shut_down", not is_over and card.pane is not None and is_here),
            ("rename", is_here),
        ):
            self.entries[name].setEnabled(is_on)

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(L_PX, M_PX, L_PX, M_PX)
        box.setSpacing(XS_PX)
        first = row(spacing_px=S_PX)
        first.addWidget(self.name, 1)
        for made in (self.shut_button, self.go_button, self.resume_button, self.more_button):
            first.addWidget(made)
        box.addLayout(first)
        box.addWidget(self.ids)
        box.addWidget(self.edit)
        box.addSpacing(2)
        box.addLayout(row(self.glyph, self.state, self.since, None, spacing_px=6))
        box.addWidget(self.facts)

    def _build_menu(self) -> QMenu:
        menu = QMenu(self)
        self.entries = {}
        for name, title in (
            ("seen", tr("Mark as seen")),
            ("transcript", tr("Show the transcript")),
            ("rename", tr("Rename…")),
            ("copy_id", tr("Copy the session id")),
            ("copy_all", tr("Copy everything as Markdown")),
            ("", ""),
            ("attach", tr("Open a terminal on it")),
            ("interrupt", tr("Interrupt (Esc in its terminal)")),
            ("resume", tr("Resume in tmux")),
            ("shut_down", tr("Shut down…")),
            ("dismiss", tr("Take off the board")),
        ):
            if not name:
                menu.addSeparator()
                continue
            self.entries[name] = menu.addAction(title)
            self.entries[name].triggered.connect(lambda _=False, what=name: self._chosen(what))
        return menu

    def _chosen(self, what: str) -> None:
        if what == "rename":
            self.rename()
        elif what == "shut_down":
            self.shut_button.show()
            self.shut_button.setFocus()
        else:
            self.wished.emit(what)

    @Slot()
    def _shut(self) -> None:
        self.shut_button.hide()
        self.wished.emit("shut_down")

    @Slot()
    def _renamed(self) -> None:
        name = self.edit.text().strip()
        self._left()
        self.renamed.emit(name)

    @Slot()
    def _left(self) -> None:
        self.edit.hide()
        self.ids.show()


def _facts(card: Card) -> list[str]:
    facts = [tr("%n turns", card.turn_count)] if card.turn_count else []
    if card.usage.context_percent is not None:
        facts.append(tr("context {percent}%").format(percent=f"{card.usage.context_percent:.0f}"))
    if card.background_count:
        facts.append(tr("%n in background", card.background_count))
    if card.why_not and not card.can_type and card.verdict.state is not State.ENDED:
        facts.append(reach_word(card.why_not))
    return facts
