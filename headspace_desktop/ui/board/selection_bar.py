"""What can be done with all marked agents at once.

GUI thread. Shows how many are marked and what is the same about them; the actions leave as signals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.model import State
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.ask_text import headline
from headspace_desktop.ui.board.answers import is_destructive, is_told_whole, same_request
from headspace_desktop.ui.board.snooze import snooze_choices
from headspace_desktop.ui.parts import button, label
from headspace_desktop.ui.theme import L_PX, S_PX, XS_PX
from headspace_desktop.ui.words import tr


class SelectionBar(QFrame):
    """Hidden while nothing is marked."""

    seen_wanted = Signal()
    snooze_wanted = Signal(object)  # until when
    dismiss_wanted = Signal()
    decided = Signal(str)  # "allow" or "deny"
    clear_wanted = Signal()

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.setProperty("role", "selectionbar")
        self._now = now
        self._cards: tuple[Card, ...] = ()
        self.count = label("", "", themes.prose(is_strong=True))
        self.request = label("", "", themes.mono("caption"), wraps=True)  # whole: nothing is decided out of sight
        self.allow = button(tr("Allow all"), "primary")
        self.deny = button(tr("Deny all"), "danger")
        self.seen = button(tr("Mark as seen"))
        self.snooze = button(tr("Snooze"))
        self.dismiss = button(tr("Take off the board"))
        self.clear = button(tr("Clear selection"), "quiet")
        self.snooze.setMenu(QMenu(self.snooze))
        self.snooze.menu().aboutToShow.connect(self._fill_snooze)
        self.allow.clicked.connect(self._allowed)
        self.deny.clicked.connect(self._denied)
        self.seen.clicked.connect(self.seen_wanted)
        self.dismiss.clicked.connect(self.dismiss_wanted)
        self.clear.clicked.connect(self.clear_wanted)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(L_PX, XS_PX + 2, L_PX, XS_PX + 2)
        outer.setSpacing(XS_PX)
        outer.addWidget(self.request)
        box = QHBoxLayout()
        box.setSpacing(S_PX)
        outer.addLayout(box)
        box.addWidget(self.count)
        box.addStretch(1)
        for widget in (self.allow, self.deny, self.seen, self.snooze, self.dismiss, self.clear):
            box.addWidget(widget)
        self.hide()

    def show_cards(self, cards: Sequence[Card]) -> None:
        """These are marked."""
        self._cards = tuple(cards)
        self.setVisible(bool(cards))
        if not cards:
            return
        self.count.setText(tr("1 selected") if len(cards) == 1 else tr("%n selected", len(cards)))
        ended = sum(card.verdict.state in (State.ENDED, State.UNKNOWN) for card in cards)
        self.dismiss.setEnabled(ended > 0)
        text = tr("Take off the board") if ended in (0, len(cards)) else tr("Take %n off the board", ended)
        self.dismiss.setText(text)
        self.dismiss.setToolTip("" if ended else tr("Only ended or unknown agents can be taken off the board"))
        ask = cards[0].ask
        is_same = same_request(list(cards)) and ask is not None and is_told_whole(ask)
        self.deny.setVisible(is_same)
        is_grave = is_same and any(card.ask is not None and is_destructive(card, card.ask) for card in cards)
        self.allow.setVisible(is_same and not is_grave)
        said = (
            tr("All ask for the same: {request}").format(request=headline(ask)) if is_same and ask is not None else ""
        )
        self.request.setText(said)
        self.request.setVisible(bool(said))

    @Slot()
    def _fill_snooze(self) -> None:
        menu = self.snooze.menu()
        menu.clear()
        for words, until_at in snooze_choices(self._now(), self._cards):
            made = menu.addAction(words)
            made.setData(until_at)
            made.triggered.connect(self._snoozed)

    @Slot()
    def _snoozed(self) -> None:
        self.snooze_wanted.emit(self.sender().data())  # type: ignore[attr-defined]

    @Slot()
    def _allowed(self) -> None:
        self.decided.emit("allow")

    @Slot()
    def _denied(self) -> None:
        self.decided.emit("deny")
