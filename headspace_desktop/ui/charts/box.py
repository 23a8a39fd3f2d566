"""A chart with its heading, the words of the current bar, and the same figures as a table. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout

from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.charts.bars import BarChart
from headspace_desktop.ui.charts.points import Point
from headspace_desktop.ui.pages.paged import Column, PagedModel, PagedTable
from headspace_desktop.ui.parts import button, label, row
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX, Theme
from headspace_desktop.ui.words import tr


@dataclass(frozen=True, slots=True)
class _Line:
    id: int
    cells: tuple[str, ...]


class ChartBox(QFrame):
    """`legend` stands beneath and may say why something is not shown."""

    def __init__(self, theme: Theme, heading: str, columns: Sequence[str], height_px: int = 240) -> None:
        super().__init__()
        self.setProperty("role", "box")
        self.heading = label(heading, "soft", themes.prose("caption", is_strong=True))
        self.chart = BarChart(theme, heading, height_px)
        titles = [
            Column(title, _cell(at), max(12, len(title) + 2), is_mono=True, is_number=at > 0)
            for at, title in enumerate(columns)
        ]
        self.table = PagedTable(PagedModel(titles, theme, _nothing, self), heading)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.chart)
        self.stack.addWidget(self.table)
        self.stack.setFixedHeight(height_px)
        self.as_table = button(tr("As a table"), "quiet", tr("The same figures, to be read line by line"))
        self.as_table.setCheckable(True)
        self.as_table.setAccessibleName(tr("{chart}: as a table").format(chart=heading))
        self.as_table.toggled.connect(self._switch)
        self.told = label("", "soft", themes.prose("caption"))
        self.told.setMinimumHeight(self.told.fontMetrics().height())
        self.legend = label("", "faint", themes.prose("caption"), wraps=True)
        self.chart.pointed.connect(self.told.setText)
        box = QVBoxLayout(self)
        box.setContentsMargins(M_PX, S_PX, M_PX, S_PX)
        box.setSpacing(XS_PX)
        box.addLayout(row(self.heading, None, self.as_table))
        box.addWidget(self.stack)
        box.addWidget(self.told)
        box.addWidget(self.legend)
        self.legend.hide()

    def show_points(self, points: Sequence[Point], *, legend: str = "", is_whole: bool = True) -> None:
        """Show these figures in both ways."""
        self.chart.show_points(points, is_whole=is_whole)
        self.table.paged.show([_Line(at, point.cells) for at, point in enumerate(points)], has_more=False)
        self.legend.setText(legend)
        self.legend.setVisible(bool(legend))

    @Slot(bool)
    def _switch(self, is_table: bool) -> None:
        self.stack.setCurrentWidget(self.table if is_table else self.chart)


def _cell(at: int) -> Callable[[Any], str]:
    return lambda line: str(line.cells[at])


def _nothing() -> None:
    """Everything is there already."""
