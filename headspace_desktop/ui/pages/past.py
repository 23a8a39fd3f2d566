"""The board of a moment that is over: a slider over a stored day, from change to change, or played faster than life.

GUI thread. It shows what the past's thread tells; nothing can be done to a card that is long gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol, cast
from uuid import uuid4

from PySide6.QtCore import QDate, QRect, Qt, QTimer, Slot
from PySide6.QtGui import QFontMetrics, QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QProgressBar, QSlider, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from headspace_desktop.domain.asks import AskBoardAt, AskPastRange, StopPast
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import BoardReset, PageReady
from headspace_desktop.domain.local_time import moment_of
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.board.board import Board
from headspace_desktop.ui.flow import Flow
from headspace_desktop.ui.pages.page import Ground, Page, PagePlace
from headspace_desktop.ui.parts import button, frame, label, row
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX
from headspace_desktop.ui.words import clock, moment, tr

MINUTES = 24 * 60
#: One picture so often while it plays.
FRAME_MS = 500
SPEEDS = (1, 10, 60)
#: How tall what happened is drawn, and so often an hour is written.
_BARS_PX, _HOURS = 30, 3


class RangeShape(Protocol):
    @property
    def first_at(self) -> datetime | None: ...
    @property
    def last_at(self) -> datetime | None: ...
    @property
    def minutes(self) -> Sequence[tuple[datetime, int]]: ...


class BoardShape(Protocol):
    @property
    def at(self) -> datetime: ...
    @property
    def cards(self) -> Iterable[Card]: ...
    @property
    def before_at(self) -> datetime | None: ...
    @property
    def after_at(self) -> datetime | None: ...


class Day(QSlider):
    """A day in minutes; behind the handle, how much happened in each of them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, MINUTES - 1)
        self.setSingleStep(1)
        self.setPageStep(30)
        self.setAccessibleName(tr("Minute of the day"))
        self._counts: dict[int, int] = {}
        self.setMinimumHeight(_BARS_PX + QFontMetrics(themes.mono("caption")).height())

    def show_counts(self, minutes: Sequence[tuple[datetime, int]]) -> None:
        self._counts = {}
        for at, count in minutes:
            local = at.astimezone()
            self._counts[local.hour * 60 + local.minute] = count
        self.update()

    def _left_px(self, minute: int) -> int:
        return round(minute / MINUTES * self.width())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(themes.mono("caption"))
        most = max(self._counts.values(), default=1)
        color = self.palette().dark().color()
        metrics = painter.fontMetrics()
        floor = self.height() - metrics.height()  # the hours stand beneath the bars
        for minute, count in self._counts.items():
            height = max(round(floor * min(count / most, 1.0)), 2)
            painter.fillRect(
                QRect(self._left_px(minute), floor - height, max(self.width() // MINUTES, 1), height), color
            )
        painter.setPen(self.palette().placeholderText().color())
        for hour in range(0, 24, _HOURS):
            painter.drawText(self._left_px(hour * 60), self.height() - metrics.descent(), f"{hour:02d}")
        painter.end()
        super().paintEvent(event)


class PastPage(Page):
    name = "past"

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self._range_id = self._board_id = ""
        self._at: datetime | None = None
        self._around: tuple[datetime | None, datetime | None] = (None, None)
        self._make()
        self._lay_out()
        self._playing = QTimer(self)
        self._playing.setInterval(FRAME_MS)
        self._playing.timeout.connect(self._play_on)
        self._say(tr("Reading…"))

    @staticmethod
    @override
    def title() -> str:
        return tr("Board of the past")

    def _make(self) -> None:
        self.banner = label("", "needs", themes.prose(is_strong=True), wraps=True)
        self.day = QDateEdit()
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setCalendarPopup(True)
        self.day.setAccessibleName(tr("Day"))
        self.day.dateChanged.connect(self._other_day)
        self.slider = Day(self)
        self.slider.valueChanged.connect(self._slid)
        self.before = button(tr("Change before"), "", tr("To the change before this moment"))
        self.before.clicked.connect(self._step_before)
        self.after = button(tr("Next change"), "", tr("To the next change"))
        self.after.clicked.connect(self._step_after)
        self.play = button(tr("Play"), "", tr("Let time run on from here"))
        self.play.setCheckable(True)
        self.play.toggled.connect(self._play)
        self.speed = QComboBox()
        self.speed.setAccessibleName(tr("Speed"))
        for speed in SPEEDS:
            self.speed.addItem(tr("{speed} times").format(speed=speed), speed)
        self.speed.setCurrentIndex(len(SPEEDS) - 1)
        self.now = button(tr("Back to now"), "", tr("To the board as it is now"))
        self.now.clicked.connect(self._back_to_now)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(tr("How far the past is told"))
        self.progress.setRange(0, 100)
        self.stop = button(tr("Stop"), "quiet", tr("Do not tell it further"))
        self.stop.clicked.connect(self._stop)
        self.words = label("", "soft", wraps=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.board = Board(self.ground.theme, self._moment, self)
        self.board.hide_order()  # that is of today

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        self.stack.addWidget(self.words)
        self.stack.addWidget(self.board)
        self.way = QWidget()
        self.way.setLayout(row(self.progress, self.stop))
        self.way.hide()
        strip = frame("past")
        line = row(self.banner, self.now)
        line.setStretch(0, 1)
        strip.setLayout(line)
        line.setContentsMargins(M_PX, XS_PX, M_PX, XS_PX)
        inner = QVBoxLayout()
        inner.setContentsMargins(M_PX, S_PX, M_PX, S_PX)
        inner.setSpacing(S_PX)
        inner.addLayout(Flow(self.day, self.before, self.after, self.play, self.speed))
        inner.addWidget(self.slider)
        inner.addWidget(self.way)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(strip)
        box.addLayout(inner)
        box.addWidget(self.stack, 1)
        self.setFocusProxy(self.slider)

    # -- asking

    @override
    def refresh(self) -> None:
        self._range_id = f"past-range:{uuid4().hex}"
        self.ground.ask(AskPastRange(self._range_id, self._at))

    def go_to_moment(self, at: datetime) -> None:
        """Show the board of this moment."""
        self._at = at
        self._board_id = f"past-board:{uuid4().hex}"
        self._show_moment(at)
        self.ground.ask(AskBoardAt(self._board_id, at))

    @override
    def take_page(self, ready: PageReady) -> bool:
        if ready.ask_id not in {self._range_id, self._board_id} or not ready.ask_id:
            return False
        if ready.trouble is not None:
            self.way.hide()
            self._halt()
            self._say(f"{ready.trouble.title}\n{ready.trouble.detail}\n{ready.trouble.remedy}")
        elif ready.ask_id == self._range_id:
            self._take_range(cast(RangeShape, ready.page))
        elif hasattr(ready.page, "share"):
            self.progress.setValue(round(100 * cast(Any, ready.page).share))
            self.way.show()
        else:
            self._take_board(cast(BoardShape, ready.page))
        return True

    def _take_range(self, page: RangeShape) -> None:
        if page.first_at is None or page.last_at is None:
            self._say(tr("Nothing is stored yet. What agents do from now on can be seen here later."))
            return
        self.day.blockSignals(True)
        self.day.setDateRange(_date(page.first_at), _date(page.last_at))
        if self._at is None:
            self.day.setDate(_date(page.last_at))
        self.day.blockSignals(False)
        self.slider.show_counts(page.minutes)
        if self._at is None:
            self.go_to_moment(page.last_at)

    def _take_board(self, page: BoardShape) -> None:
        self.way.hide()
        self._around = (page.before_at, page.after_at)
        self.before.setEnabled(page.before_at is not None)
        # Nothing can be done to them: those agents went on since. What the board wants is heard by nobody.
        cards = tuple(replace(card, can_answer=False, can_type=False) for card in page.cards)
        self.board.take([BoardReset(cards, page.at)])
        if cards:
            self.stack.setCurrentWidget(self.board)
        else:
            self._say(tr("At that moment no agent was on the board."))

    # -- moving

    def _show_moment(self, at: datetime) -> None:
        local = at.astimezone()
        self.banner.setText(tr("This is the past: {moment}. Nothing can be done here.").format(moment=moment(local)))
        for widget in (self.slider, self.day):
            widget.blockSignals(True)
        self.slider.setValue(local.hour * 60 + local.minute)
        self.slider.setAccessibleDescription(clock(local))
        self.day.setDate(_date(at))
        for widget in (self.slider, self.day):
            widget.blockSignals(False)

    @Slot(int)
    def _slid(self, minute: int) -> None:
        self.go_to_moment(self._end_of(minute))

    @Slot(QDate)
    def _other_day(self, _day: QDate) -> None:
        self.go_to_moment(self._end_of(self.slider.value()))
        self.refresh()

    @Slot()
    def _step_before(self) -> None:
        if self._around[0] is not None:
            self.go_to_moment(self._around[0])

    @Slot()
    def _step_after(self) -> None:
        """What is not told yet is looked for a minute further."""
        if self._at is not None:
            self.go_to_moment(self._around[1] or self._at + timedelta(minutes=1))

    @Slot(bool)
    def _play(self, is_playing: bool) -> None:
        self.play.setText(tr("Pause") if is_playing else tr("Play"))
        if is_playing:
            self._playing.start()
        else:
            self._playing.stop()

    @Slot()
    def _play_on(self) -> None:
        if self._at is None or not self.way.isHidden():
            return  # the telling comes after as fast as it can
        at = self._at + timedelta(milliseconds=FRAME_MS * int(self.speed.currentData()))
        if at >= self.ground.now():
            self._halt()
            return
        self.go_to_moment(at)

    @Slot()
    def _back_to_now(self) -> None:
        self._stop()
        self.ground.go(PagePlace("board"))

    @Slot()
    def _stop(self) -> None:
        self._halt()
        self.ground.ask(StopPast(self._board_id))
        self.way.hide()

    def _halt(self) -> None:
        self.play.setChecked(False)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._halt()

    def _end_of(self, minute: int) -> datetime:
        """The last moment of a minute of the chosen day, by the clock on the wall."""
        day = self.day.date()
        clock_time = time(minute // 60, minute % 60)
        begins = moment_of(date(day.year(), day.month(), day.day()), clock_time)
        return begins + timedelta(minutes=1, microseconds=-1)

    def _moment(self) -> datetime:
        """Ages are those of that moment."""
        return self._at or self.ground.now()

    def _say(self, words: str) -> None:
        self.words.setText(words)
        self.stack.setCurrentWidget(self.words)


def _date(at: datetime) -> QDate:
    local = at.astimezone()
    return QDate(local.year, local.month, local.day)
