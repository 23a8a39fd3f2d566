"""The calm line at the top: how many need the person, work, idle or stall, and whether bubbles are muted.

GUI thread. Shows counts; a click on one asks the board to go there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget
from typing_extensions import override

from headspace_desktop.domain.model import State
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.board.deck import Grouping
from headspace_desktop.ui.glyphs import StateGlyph
from headspace_desktop.ui.parts import label, retone
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.theme import L_PX, S_PX, Theme
from headspace_desktop.ui.words import number, tr

_TONES = {State.NEEDS_INPUT: "needs", State.STALLED: "bad"}


class Count(QWidget):
    """Shape, number and word of one state."""

    def __init__(self, theme: Theme, state: State, word: str) -> None:
        super().__init__()
        self._state, self._word = state, word
        self._count = -1
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        self.glyph = StateGlyph(theme, state, 15)
        self.number = label("0", "", themes.mono("body", is_strong=True))
        self.word = label(word, "soft", themes.prose())
        for widget in (self.glyph, self.number, self.word):
            box.addWidget(widget)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        if count == self._count:
            return
        self._count = count
        self.number.setText(number(count))
        tone = _TONES.get(self._state, "") if count else "faint"
        retone(self.number, tone)
        retone(self.word, "soft" if count else "faint")
        self.setAccessibleName(f"{number(count)} {self._word}")


class TopBar(QFrame):
    """Counts on the left; grouping, next and mute on the right."""

    next_wanted = Signal()
    unmute_wanted = Signal()
    grouped = Signal(object)

    def __init__(self, theme: Theme, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.setProperty("role", "topbar")
        self._now = now
        self.counts = {
            State.NEEDS_INPUT: Count(theme, State.NEEDS_INPUT, tr("need you")),
            State.WORKING: Count(theme, State.WORKING, tr("working")),
            State.STALLED: Count(theme, State.STALLED, tr("stalled")),
            State.IDLE: Count(theme, State.IDLE, tr("idle")),
            State.UNKNOWN: Count(theme, State.UNKNOWN, tr("unknown")),
        }
        self.next = QPushButton(tr("Next waiting"))
        self.next.setToolTip(tr("Go to the card that has waited longest (Ctrl+J)"))
        self.next.clicked.connect(self.next_wanted)
        self.mute = QToolButton()
        self.mute.setToolTip(tr("Click to be told again"))
        self.mute.clicked.connect(self.unmute_wanted)
        box = QHBoxLayout(self)
        box.setContentsMargins(L_PX, S_PX, L_PX, S_PX)
        box.setSpacing(L_PX)
        for count in self.counts.values():
            box.addWidget(count)
        self.stale = label("", "bad", themes.prose(is_strong=True))
        self.stale.hide()
        box.addWidget(self.stale)
        box.addStretch(1)
        box.addWidget(self.mute)
        box.addLayout(self._switch())
        box.addWidget(self.next)
        self.setMinimumWidth(360)
        self._shown: dict[State, int] | None = None
        self.show_counts({})
        self.show_mute(None)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a narrow window the words go and shapes with numbers stay."""
        words = [count.word for count in self.counts.values()] + [self._said]
        for word in words:
            word.setVisible(True)
        if self.sizeHint().width() > self.width():
            for word in words:
                word.setVisible(False)

    def _switch(self) -> QHBoxLayout:
        box = QHBoxLayout()
        box.setSpacing(2)
        self.groups = QButtonGroup(self)
        self._said: QLabel = label(tr("Columns by"), "faint", themes.prose("caption"))
        box.addWidget(self._said)
        self.group_buttons: dict[Grouping, QToolButton] = {}
        for grouping, word in ((Grouping.STATE, tr("state")), (Grouping.PROJECT, tr("project"))):
            made = QToolButton()
            made.setText(word)
            made.setCheckable(True)
            made.setAccessibleName(tr("Columns by") + " " + word)
            self.groups.addButton(made)
            self.group_buttons[grouping] = made
            box.addWidget(made)
        self.groups.buttonClicked.connect(self._group_clicked)
        return box

    def show_counts(self, counts: Mapping[State, int]) -> None:
        if counts == self._shown:
            return
        self._shown = dict(counts)
        for state, widget in self.counts.items():
            count = counts.get(state, 0) + (counts.get(State.DONE, 0) if state is State.IDLE else 0)
            widget.show_count(count)
            if state in (State.STALLED, State.UNKNOWN):
                widget.setVisible(count > 0)
        self.next.setEnabled(counts.get(State.NEEDS_INPUT, 0) > 0)
        self._fit()

    def show_stale(self, since_at: datetime | None, reason: str) -> None:
        """Say since when what is shown may not be true any more; None: it is current."""
        words = "" if since_at is None else tr("Not current since") + " " + since_at.astimezone().strftime("%H:%M")
        self.stale.setText(words + (f" ({one_line(reason, 60)})" if words and reason else ""))
        self.stale.setToolTip(one_line(reason, 300))
        self.stale.setVisible(bool(words))
        self._fit()

    def show_mute(self, until_at: datetime | None) -> None:
        is_muted = until_at is not None and until_at > self._now()
        self.mute.setVisible(is_muted)
        if until_at is not None:
            self.mute.setText(tr("Muted until") + " " + until_at.astimezone().strftime("%H:%M") + "  ×")
        self._fit()

    def show_grouping(self, grouping: Grouping) -> None:
        self.group_buttons[grouping].setChecked(True)

    @Slot(QToolButton)
    def _group_clicked(self, clicked: QToolButton) -> None:
        self.grouped.emit(next(grouping for grouping, made in self.group_buttons.items() if made is clicked))
