"""The calm line at the top: how many need the person, work, idle or stall, who is next, whether bubbles are muted.

GUI thread. Shows counts; a click on one asks the board to show only these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton
from typing_extensions import override

from headspace_desktop.domain.changes import BoardStale
from headspace_desktop.domain.model import State
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.glyphs import StateGlyph
from headspace_desktop.ui.parts import label, retone
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.theme import M_PX, S_PX, Theme
from headspace_desktop.ui.words import moment, number, tr

#: Around a count, so that its ground is seen when it is chosen.
COUNT_PAD_PX = 6
_TONES = {State.NEEDS_INPUT: "needs", State.STALLED: "bad"}


class Count(QToolButton):
    """Shape, number and word of one state; a click filters the board by it."""

    def __init__(self, theme: Theme, state: State, word: str) -> None:
        super().__init__()
        self.state, self._word = state, word
        self._count = -1
        self.setCheckable(True)
        self.setProperty("kind", "count")
        box = QHBoxLayout(self)
        box.setContentsMargins(COUNT_PAD_PX, 3, COUNT_PAD_PX, 3)
        box.setSpacing(6)
        self.glyph = StateGlyph(theme, state, 15)
        self.number = label("0", "", themes.mono("body", is_strong=True))
        self.word = label(word, "soft", themes.prose())
        for widget in (self.glyph, self.number, self.word):
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            box.addWidget(widget)
        self.show_count(0)

    @override
    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def show_count(self, count: int) -> None:
        if count == self._count:
            return
        self._count = count
        self.number.setText(number(count))
        tone = _TONES.get(self.state, "") if count else "faint"
        retone(self.number, tone)
        retone(self.word, "soft" if count else "faint")
        self.setAccessibleName(f"{number(count)} {self._word}")
        self.setToolTip(tr("{count} {word}. Click to see only these.").format(count=number(count), word=self._word))


class TopBar(QFrame):
    """Counts on the left; grouping, next and mute on the right."""

    next_wanted = Signal()
    unmute_wanted = Signal()
    state_wanted = Signal(object)  # show only these, or not only these any more
    drain_switched = Signal(bool)

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
        for count in self.counts.values():
            count.clicked.connect(self._count_clicked)
        self.place = label("", "soft", themes.mono("caption"))
        self.drain = QToolButton()
        self.drain.setText(tr("Go on"))
        self.drain.setCheckable(True)
        self.drain.setAccessibleName(tr("Go on to the next by itself"))
        self.drain.setToolTip(tr("After an answer, go to the next that waits by itself"))
        self.drain.toggled.connect(self.drain_switched)
        self.next = QPushButton(tr("Next waiting"))
        self.next.setToolTip(tr("Go to the agent that wants you most: the oldest and costliest wait (Ctrl+J)"))
        self.next.clicked.connect(self.next_wanted)
        self.mute = QToolButton()
        self.mute.setToolTip(tr("Click to be told again"))
        self.mute.clicked.connect(self.unmute_wanted)
        box = QHBoxLayout(self)
        box.setContentsMargins(M_PX - COUNT_PAD_PX, S_PX, M_PX, S_PX)
        box.setSpacing(S_PX)
        for count in self.counts.values():
            box.addWidget(count)
        box.addWidget(self._headspace())
        self.stale = label("", "bad", themes.prose(is_strong=True))
        self.stale.hide()
        box.addWidget(self.stale)
        box.addStretch(1)
        box.addWidget(self.mute)
        box.addWidget(self.place)
        box.addWidget(self.drain)
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
        """In a narrow window words go one after the other; shapes with numbers stay."""
        steps: tuple[tuple[QLabel, ...], ...] = (
            (self.headspace,), tuple(count.word for count in self.counts.values()), (self.place,),
        )  # fmt: skip
        for words in steps:
            for word in words:
                word.setVisible(True)
        for words in steps:
            if self._wanted_px() <= self.width():
                return
            for word in words:
                word.setVisible(False)

    def _wanted_px(self) -> int:
        """How wide it would like to be now; what the layouts remember of a moment ago does not count."""
        for count in self.counts.values():
            count.updateGeometry()
        return self.sizeHint().width()

    def _headspace(self) -> QLabel:
        """The state of mind of the person: its producer comes later, so there is no number."""
        self.headspace = label(tr("headspace not measured"), "faint", themes.prose("caption"))
        why = tr(
            "Not measured yet: it is made of how frustrated your words sound, and nothing reads them for that yet."
        )
        self.headspace.setToolTip(why)
        self.headspace.setAccessibleName(tr("Headspace is not measured yet"))
        self.headspace.setAccessibleDescription(why)
        return self.headspace

    def show_counts(self, counts: Mapping[State, int]) -> None:
        if counts == self._shown:
            return
        self._shown = dict(counts)
        for state, widget in self.counts.items():
            count = counts.get(state, 0) + (counts.get(State.DONE, 0) if state is State.IDLE else 0)
            widget.show_count(count)
            if state in (State.STALLED, State.UNKNOWN):
                widget.setVisible(count > 0 or widget.isChecked())
        self._fit()

    def show_states(self, states: frozenset[State]) -> None:
        """These are filtered by."""
        for state, widget in self.counts.items():
            widget.setChecked(state in states)
            if state in (State.STALLED, State.UNKNOWN):
                widget.setVisible(widget.isChecked() or bool((self._shown or {}).get(state)))

    def show_waiting(self, place: int, count: int) -> None:
        """Which of those who wait is the current one; 0: none of them."""
        said = ""
        self.next.setEnabled(count > 0)
        if count:
            said = tr("{place} of {count} waiting") if place else tr("{count} waiting")
            said = said.format(place=number(place), count=number(count))
        if said != self.place.text():
            self.place.setText(said)
            self.place.setMinimumWidth(self.place.fontMetrics().horizontalAdvance(said) + 2)
            self._fit()

    def show_stale(self, told: BoardStale) -> None:
        """Say since when what is shown may not be true any more, or how far what waited is taken in."""
        words = ""
        if told.since_at is not None and told.is_catching_up:
            words = tr("Catching up, at {time}").format(time=moment(told.since_at))
        elif told.since_at is not None:
            words = tr("Not current since {time}").replace("{time}", moment(told.since_at))
            words += f" ({one_line(told.reason, 60)})" if told.reason else ""
        retone(self.stale, "accent" if told.is_catching_up else "bad")
        self.stale.setText(words)
        self.stale.setToolTip(one_line(told.reason, 300))
        self.stale.setVisible(bool(words))
        self._fit()

    def show_mute(self, until_at: datetime | None) -> None:
        is_muted = until_at is not None and until_at > self._now()
        self.mute.setVisible(is_muted)
        if until_at is not None:
            self.mute.setText(tr("Muted until") + " " + until_at.astimezone().strftime("%H:%M") + "  ×")
        self._fit()

    @Slot()
    def _count_clicked(self) -> None:
        clicked = self.sender()
        if isinstance(clicked, Count):
            self.state_wanted.emit(clicked.state)
