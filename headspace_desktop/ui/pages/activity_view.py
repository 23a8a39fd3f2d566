"""The figures and the chart of one period, everywhere or in one project; refreshed while the period is the present one.

GUI thread. It asks by itself, and at most every three seconds.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from headspace_desktop.domain.activity import ActivityPage, Measure, Span
from headspace_desktop.domain.asks import AskActivity
from headspace_desktop.domain.changes import CardChanged, CardGone, Change, EventsKept, PageReady
from headspace_desktop.ui.charts.box import ChartBox
from headspace_desktop.ui.charts.points import level_of
from headspace_desktop.ui.pages import activity_words as said
from headspace_desktop.ui.pages.asking import Asking
from headspace_desktop.ui.pages.column import trouble_words
from headspace_desktop.ui.pages.page import Ground
from headspace_desktop.ui.pages.period_bar import PeriodBar
from headspace_desktop.ui.pages.tiles import Tile, Tiles
from headspace_desktop.ui.parts import label
from headspace_desktop.ui.spans import figure, length
from headspace_desktop.ui.theme import M_PX
from headspace_desktop.ui.words import clock, number, tr

_TONES = ("good", "needs", "bad")


class ActivityView(QWidget):
    """`came` brings each page that was read, for what stands beneath."""

    #: What changed is asked for after so long, and not again before.
    PAUSE_MS = 3000

    came = Signal(object)

    def __init__(self, ground: Ground, span: Span, heading: str) -> None:
        super().__init__()
        self._ground = ground
        self._asking = Asking(ground.ask)
        self.project_id: int | None = None
        self.without_nights = False
        self.bar = PeriodBar(span, ground.now().astimezone().date())
        self.bar.changed.connect(self.refresh)
        self.words = label("", "soft", wraps=True)
        self.tiles = _tiles()
        self.chart = ChartBox(ground.theme, heading, said.turns_columns())
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._freshen)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(M_PX)
        for widget in (self.bar, self.words, Tiles(list(self.tiles.values())), self.chart):
            box.addWidget(widget)
        self.words.hide()

    @Slot()
    def refresh(self) -> None:
        """Ask for the period that is chosen."""
        now = self._ground.now()
        self.bar.see(now.astimezone().date())
        self._pause.stop()
        period, project_id, without = self.bar.period, self.project_id, self.without_nights
        self._asking.post("page", lambda ask_id: AskActivity(ask_id, period, now, project_id, without))

    def take(self, changes: Sequence[Change]) -> bool:
        """Whether something that is shown here may have changed; it is asked for soon when it can be seen."""
        if not self.bar.is_present or not any(isinstance(one, CardChanged | CardGone | EventsKept) for one in changes):
            return False
        if self.isVisible() and not self._pause.isActive():
            self._pause.start(self.PAUSE_MS)
        return True

    def take_page(self, ready: PageReady) -> bool:
        if not self._asking.take(ready):
            return False
        if ready.trouble is not None:
            self.words.setText(trouble_words(ready.trouble))
            self.words.show()
            return True
        self.words.hide()
        self.show_page(ready.page)
        self.came.emit(ready.page)
        return True

    def show_page(self, page: ActivityPage) -> None:
        total, tiles = page.total, self.tiles
        tiles["turns"].show_value(number(total.turns))
        tiles["rate"].show_value(figure(page.turns_per_hour))
        tiles["time"].show_value(length(total.turn_time_s))
        tiles["agents"].show_value(number(total.agents))
        tiles["working"].show_value(length(page.working_s))
        if total.mood is None:
            tiles["mood"].show_value(tr("not measured"))
        else:
            when = tr("highest {most} at {time}").format(most=total.mood.most, time=clock(page.peak_at))
            tiles["mood"].show_value(figure(total.mood.mean), when, _TONES[level_of(total.mood.mean)])
        legend = said.not_measured() if total.mood is None else said.mood_legend()
        self.chart.show_points(said.turns_points(page), legend=legend)

    @Slot()
    def _freshen(self) -> None:
        if self.isVisible() and self.bar.is_present:
            self.refresh()


def _tiles() -> dict[str, Tile]:
    return {
        "turns": Tile(tr("Turns"), tr("All that you and the agents said; not what programs told each other.")),
        "rate": Tile(tr("Turns per hour"), tr("Turns, divided by the hours of the period that have passed.")),
        "time": Tile(
            tr("Average turn time"),
            tr("The mean time between two turns of one agent within the same hour; longer pauses do not count."),
        ),
        "agents": Tile(tr("Active agents"), tr("Different agents that said something or were told something.")),
        "working": Tile(tr("Agents worked"), said.working_meaning()),
        "mood": Tile(tr("Frustration"), tr("The mean of all scores of your own messages, from 0 to 10.")),
    }


def measure_words(measure: Measure, hours: float, working_s: float) -> str:
    """The figures of a project or an agent on one line."""
    parts = [
        tr("turns %n", measure.turns),
        tr("{figure} per hour").format(figure=figure(measure.turns / hours if hours > 0 else None)),
        tr("turn time {length}").format(length=length(measure.turn_time_s)),
        tr("worked {length}").format(length=length(working_s)),
    ]
    if measure.mood is not None:
        parts.append(tr("highest frustration {most}").format(most=measure.mood.most))
    return "  ·  ".join(parts)
