"""Activity: what was said and worked in a day, a week or a month, and how long agents waited for the person.

GUI thread. All figures come from one answer, so that they agree with each other.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from headspace_desktop.domain.activity import ActivityPage as Activity
from headspace_desktop.domain.activity import AgentActivity, ProjectActivity, Span
from headspace_desktop.domain.changes import Change, PageReady
from headspace_desktop.domain.waits import Blocked, Decisions
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.charts.box import ChartBox
from headspace_desktop.ui.charts.shares import Shares
from headspace_desktop.ui.pages import activity_words as said
from headspace_desktop.ui.pages.activity_view import ActivityView, measure_words
from headspace_desktop.ui.pages.column import ColumnPage, heading
from headspace_desktop.ui.pages.page import AgentPlace, Deed, Ground, ProjectPlace
from headspace_desktop.ui.pages.tiles import Tile, Tiles
from headspace_desktop.ui.parts import Toggle, button, label, row
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.spans import length
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX
from headspace_desktop.ui.words import number, tr

_RIGHT = Qt.AlignmentFlag.AlignRight


class ActivityPage(ColumnPage):
    name = "activity"
    icon = "working"
    deeds = (
        Deed("go_earlier", lambda: tr("Activity: one period earlier")),
        Deed("go_later", lambda: tr("Activity: one period later")),
        Deed("go_now", lambda: tr("Activity: back to now")),
    )

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.view = ActivityView(ground, Span.DAY, tr("Turns"))
        self.blocked = BlockedSection(ground)
        self.projects = ProjectsSection(ground)
        for section in (self.view, self.blocked, self.projects):
            self.column.addWidget(section)
        self.column.addStretch(1)
        self.view.came.connect(self._came)
        self.blocked.nights.toggled.connect(self._without_nights)
        self.show_body()

    @staticmethod
    @override
    def title() -> str:
        return tr("Activity")

    @override
    def refresh(self) -> None:
        self.view.refresh()

    @override
    def take(self, changes: Sequence[Change]) -> None:
        if self.view.take(changes) and not self.isVisible():
            self.grow_stale()

    @override
    def take_page(self, ready: PageReady) -> bool:
        return self.view.take_page(ready)

    @Slot(object)
    def _came(self, page: Activity) -> None:
        self.blocked.show_blocked(page.blocked)
        self.projects.show_projects(page.projects, page.hours)

    @Slot(bool)
    def _without_nights(self, is_without: bool) -> None:
        self.view.without_nights = is_without
        self.view.refresh()

    @Slot()
    def go_earlier(self) -> None:
        self.view.bar.go_earlier()

    @Slot()
    def go_later(self) -> None:
        self.view.bar.go_later()

    @Slot()
    def go_now(self) -> None:
        self.view.bar.go_now()


class BlockedSection(QWidget):
    """How long agents waited for the person, and how long decisions took."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.nights = QCheckBox(tr("Leave out the nights (22:00 to 07:00)"))
        self.nights.setToolTip(tr("Waits and the time to decisions count without these hours."))
        self.meaning = label(said.definition(), "soft", wraps=True)
        self.total = Tile(tr("Agents waited for you"), tr("All waiting of all agents added up."))
        self.open = Tile(tr("Waiting now"), tr("What agents want and nobody has decided."))
        self.half = Tile(tr("Half decided within"), tr("The middle of all times to a decision (p50)."))
        self.most = Tile(tr("Nine of ten within"), tr("Nine of ten decisions took no longer (p90)."))
        self.tail = Tile(tr("19 of 20 within"), tr("19 of 20 decisions took no longer (p95)."))
        self.by_hour = ChartBox(
            ground.theme, tr("Minutes waited, by the hour of the day"), (tr("Hour"), tr("Minutes")), height_px=180
        )
        self.by_project = Shares(ground.theme, tr("By project"))
        self.by_cause = Shares(ground.theme, tr("By cause"))
        self.by_course = Shares(ground.theme, tr("How it went"))
        self.times = DecisionTable()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, S_PX, 0, 0)
        box.setSpacing(M_PX)
        box.addLayout(row(heading(tr("Waiting for you")), None, self.nights))
        box.addWidget(Tiles([self.total, self.open, self.half, self.most, self.tail]))
        box.addWidget(self.by_hour)
        box.addWidget(Tiles([self.by_project, self.by_cause, self.by_course, self.times], least_px=250))
        box.addLayout(row(Toggle(tr("How this is counted"), self.meaning), None))
        box.addWidget(self.meaning)

    def show_blocked(self, blocked: Blocked) -> None:
        times = blocked.decisions
        nothing = tr("Nothing was asked.")
        self.total.show_value(length(blocked.total_s))
        self.open.show_value(number(blocked.open_count), tone="needs" if blocked.open_count else "")
        self.half.show_value(length(times.p50_s), tr("decisions: %n", times.count))
        self.most.show_value(length(times.p90_s))
        self.tail.show_value(length(times.p95_s))
        self.by_hour.show_points(said.waits_points(blocked), is_whole=False)
        self.by_project.show_shares(said.project_shares(blocked), nothing)
        self.by_cause.show_shares(said.cause_shares(blocked), nothing)
        self.by_course.show_shares(said.course_shares(blocked), nothing)
        self.times.show_times(said.decision_rows(blocked))


class DecisionTable(QFrame):
    """The time to a decision by cause."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "box")
        self.setAccessibleName(tr("Time to a decision"))
        box = QVBoxLayout(self)
        box.setContentsMargins(M_PX, S_PX, M_PX, M_PX)
        box.setSpacing(S_PX)
        box.addWidget(label(tr("Time to a decision"), "soft", themes.prose("caption", is_strong=True)))
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(M_PX)
        self.grid.setVerticalSpacing(XS_PX)
        self.grid.setColumnStretch(0, 1)
        box.addLayout(self.grid)
        box.addStretch(1)

    def show_times(self, rows: Sequence[tuple[str, Decisions]]) -> None:
        while (item := self.grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for column, word in enumerate(("", tr("Count"), "p50", "p90", "p95")):
            self.grid.addWidget(label(word, "faint", themes.mono("caption")), 0, column, _RIGHT)
        for line, (name, times) in enumerate(rows, 1):
            cells = (number(times.count), length(times.p50_s), length(times.p90_s), length(times.p95_s))
            told = label(name)
            told.setAccessibleDescription(", ".join(cells))
            self.grid.addWidget(told, line, 0)
            for column, cell in enumerate(cells, 1):
                self.grid.addWidget(label(cell, "soft", themes.mono("caption")), line, column, _RIGHT)


class ProjectsSection(QWidget):
    """Each project with its figures; opened, its agents."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.nothing = label(tr("Nothing happened in this period."), "faint", wraps=True)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, S_PX, 0, 0)
        self.box.setSpacing(S_PX)
        self.box.addWidget(heading(tr("Projects and agents")))
        self.box.addWidget(self.nothing)
        self.lines: dict[int, ProjectFrame] = {}

    def show_projects(self, projects: Sequence[ProjectActivity], hours: float) -> None:
        """Show these in their order; what is open stays open, and who has the keyboard keeps it."""
        self.nothing.setVisible(not projects)
        shown = {project.project_id for project in projects}
        for project_id in [known for known in self.lines if known not in shown]:
            gone = self.lines.pop(project_id)
            self.box.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for at, project in enumerate(projects):
            frame = self.lines.get(project.project_id)
            if frame is None:
                frame = self.lines[project.project_id] = ProjectFrame(self._ground, project.project_id)
            if self.box.indexOf(frame) != at + 2:
                self.box.removeWidget(frame)
                self.box.insertWidget(at + 2, frame)
            frame.show_project(project, hours)


class ProjectFrame(QFrame):
    """One project of the period."""

    def __init__(self, ground: Ground, project_id: int) -> None:
        super().__init__()
        self.setProperty("role", "box")
        self._ground, self._project_id = ground, project_id
        self.title = button("", "link", tr("Open the page of this project"))
        self.title.clicked.connect(self._open)
        self.figures = label("", "soft", themes.mono("caption"), wraps=True)
        self.agents = QWidget()
        self.lines = QVBoxLayout(self.agents)
        self.lines.setContentsMargins(M_PX, 0, 0, 0)
        self.lines.setSpacing(XS_PX)
        self.toggle = Toggle(tr("Agents"), self.agents)
        self._shown: tuple[tuple[AgentActivity, ...], float] | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(S_PX, S_PX, M_PX, S_PX)
        box.setSpacing(XS_PX)
        box.addLayout(row(self.title, None, self.toggle))
        box.addWidget(self.figures)
        box.addWidget(self.agents)
        self.figures.setContentsMargins(S_PX, 0, 0, 0)

    def show_project(self, project: ProjectActivity, hours: float) -> None:
        self.title.setText(one_line(project.name, 80))
        count = tr("agents %n", project.measure.agents)
        self.figures.setText(f"{measure_words(project.measure, hours, project.working_s)}  ·  {count}")
        if self._shown == (project.agents, hours):
            return
        self._shown = (project.agents, hours)
        while (item := self.lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for agent in project.agents:
            self.lines.addWidget(self._agent(agent, hours))

    def _agent(self, agent: AgentActivity, hours: float) -> QWidget:
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        name = one_line(agent.name, 60)
        if self._ground.card(agent.uuid) is not None:
            title = button(name, "link", tr("Show this agent"))
            title.clicked.connect(lambda: self._ground.go(AgentPlace(agent.uuid)))
            line.addWidget(title)
        else:
            line.addWidget(label(name, "soft"))
        figures = label(
            measure_words(agent.measure, hours, agent.working_s), "faint", themes.mono("caption"), wraps=True
        )
        line.addWidget(figures, 1)
        return made

    @Slot()
    def _open(self) -> None:
        self._ground.go(ProjectPlace(self._project_id))
