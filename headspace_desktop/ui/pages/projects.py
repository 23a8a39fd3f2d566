"""Projects: where agents work, how many are live, whether inference is paused; add one, open one.

GUI thread. The list and the page of one project share a dock; nothing is done but by the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from headspace_desktop.domain.actions import AddProject, ChangeProject, DeleteProject
from headspace_desktop.domain.asks import AskProjects
from headspace_desktop.domain.changes import BoardReset, CardChanged, CardGone, Change, PageReady, WishAnswered
from headspace_desktop.domain.project_pages import ProjectLine
from headspace_desktop.domain.project_pages import ProjectsPage as Found
from headspace_desktop.ui.flow import Flow
from headspace_desktop.ui.pages.column import ColumnPage, trouble_words
from headspace_desktop.ui.pages.page import Deed, FolderPlace, Ground, ProjectPlace
from headspace_desktop.ui.pages.paged import Column, PagedModel, PagedTable
from headspace_desktop.ui.pages.project import ProjectSections, pause_words
from headspace_desktop.ui.pages.project_form import ProjectForm
from headspace_desktop.ui.pages.sure import SureButton
from headspace_desktop.ui.pages.wishing import Wishing
from headspace_desktop.ui.parts import button, label
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.theme import S_PX
from headspace_desktop.ui.words import age, tr


class ProjectsPage(ColumnPage):
    name = "projects"
    icon = "project"
    deeds = (Deed("add", lambda: tr("Add a project…")),)

    #: What changed on the board is asked for after so long, and not again before.
    PAUSE_MS = 3000

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.wishing = Wishing(ground.post)
        self.list = ProjectList(ground, self.wishing)
        self.project = ProjectSections(ground, self.wishing)
        self.list.table.opened.connect(self._open)
        self.list.changed.connect(self.refresh)
        self.project.left.connect(self.show_list)
        self.project.gone.connect(self._gone)
        self.column.addWidget(self.list, 1)
        self.column.addWidget(self.project)
        self.project.hide()
        self._wanted = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.grow_stale)

    @staticmethod
    @override
    def title() -> str:
        return tr("Projects")

    @override
    def refresh(self) -> None:
        if self.project.isHidden():
            self.say_reading()
            self.asking.post("list", AskProjects)
        else:
            self.project.refresh()

    @override
    def go_to(self, place: Any) -> None:
        match place:
            case ProjectPlace(project_id=project_id):
                self._show(project_id)
            case FolderPlace(path=path):
                self.show_list()
                self._wanted = path  # until the list tells its number
            case _:
                self.show_list()

    @override
    def take(self, changes: Sequence[Change]) -> None:
        self.wishing.take(changes)
        if any(isinstance(one, CardChanged | CardGone | BoardReset) for one in changes):
            if not self.isVisible():
                self.grow_stale()
            elif self.project.isHidden() and not self._pause.isActive():
                self._pause.start(self.PAUSE_MS)
        if not self.project.isHidden():
            self.project.take(changes)

    @override
    def take_page(self, ready: PageReady) -> bool:
        if not self.asking.take(ready):
            return self.project.take_page(ready)
        if ready.trouble is not None:
            self.fail(ready.trouble)
        else:
            self.show_body()
            self.list.show_projects(ready.page, self.ground.now())
            self._open_wanted(ready.page.projects)
        return True

    def _open_wanted(self, projects: Sequence[ProjectLine]) -> None:
        path, self._wanted = self._wanted, ""
        line = next((one for one in projects if path and one.path == path), None)
        if line is not None:
            self._show(line.id)

    @Slot()
    def show_list(self) -> None:
        """Back from one project to all of them."""
        self.project.hide()
        self.list.show()
        self.refresh()
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def add(self) -> None:
        """Ask for a project to add."""
        self.project.hide()
        self.list.show()
        self.show_body()
        self.list.form.begin(None)

    @Slot(object)
    def _open(self, line: ProjectLine) -> None:
        self._show(line.id)

    def _show(self, project_id: int) -> None:
        self.asking.forget("list")
        self.show_body()
        self.list.hide()
        self.project.show()
        self._is_fresh = True
        self.project.show_project(project_id)
        self.sections.verticalScrollBar().setValue(0)
        self.project.back.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _gone(self) -> None:
        self.show_list()
        self.say(tr("The project is not there any more."))


class ProjectList(QWidget):
    """The table, and what can be done with its current row; `changed` when something was done."""

    changed = Signal()

    def __init__(self, ground: Ground, wishing: Wishing) -> None:
        super().__init__()
        self._ground, self._wishing = ground, wishing
        self._now = ground.now()
        self.form = ProjectForm()
        self.form.left.connect(self.form.hide)
        self.form.wanted.connect(self._save)
        self.words = label("", "bad", wraps=True)
        self.nothing = label(
            tr("No project yet. One comes with the first agent that works in it, or add one by its folder."),
            "soft",
            wraps=True,
        )
        self.table = PagedTable(PagedModel(self._columns(), ground.theme, _nothing, self), tr("Projects"))
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.add = button(tr("Add a project…"), "primary")
        self.add.clicked.connect(lambda: self.form.begin(None))
        self.open = button(tr("Open"))
        self.edit = button(tr("Edit"))
        self.pause = button(tr("Pause inference"))
        self.delete = SureButton(
            tr("Delete"), tr("Forget this project with its agents and history; no file is touched")
        )
        self.open.clicked.connect(self._open)
        self.edit.clicked.connect(self._edit)
        self.pause.clicked.connect(self._pause)
        self.delete.sure.connect(self._delete)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(S_PX)
        box.addLayout(Flow(self.add, self.open, self.edit, self.pause, self.delete))
        for part in (self.words, self.form, self.nothing):
            box.addWidget(part)
            part.hide()
        box.addWidget(self.table, 1)
        self.table.setMinimumHeight(260)
        self._chosen()

    def show_projects(self, page: Found, now: datetime) -> None:
        """Show these; the current row stays the current one."""
        self._now = now
        current = self.table.current()
        self.table.paged.show(page.projects, has_more=False)
        self.nothing.setVisible(not page.projects)
        self.table.setVisible(bool(page.projects))
        at = next((n for n, line in enumerate(page.projects) if current is not None and line.id == current.id), 0)
        if page.projects:
            self.table.setCurrentIndex(self.table.paged.index(at, 0))
        self._chosen()

    def _columns(self) -> list[Column]:
        return [
            Column(tr("Name"), lambda line: one_line(line.name, 120), 22),
            Column(tr("Agents live / all"), lambda line: f"{line.live_agents} / {line.agents}", 16, is_number=True),
            Column(tr("Last active"), lambda line: age(line.last_seen_at, self._now) or "–", 12, is_number=True),
            Column(
                tr("Inference"),
                lambda line: tr("paused") if line.is_paused else tr("active"),
                12,
                tone=lambda line: "needs_input_ink" if line.is_paused else "idle_ink",
            ),
            Column(tr("Branch"), lambda line: one_line(line.branch, 80), 16, is_mono=True),
            Column(tr("Folder"), lambda line: one_line(line.path, 400), 0, is_mono=True),
        ]

    # -- what the person does

    @Slot()
    def _chosen(self) -> None:
        line: ProjectLine | None = self.table.current()
        for widget in (self.open, self.edit, self.pause, self.delete):
            widget.setEnabled(line is not None)
        self.delete.calm()
        if line is not None:
            self.pause.setText(tr("Resume inference") if line.is_paused else tr("Pause inference"))
            self.pause.setToolTip(pause_words(line))

    @Slot()
    def _open(self) -> None:
        if (line := self.table.current()) is not None:
            self.table.opened.emit(line)

    @Slot()
    def _edit(self) -> None:
        if (line := self.table.current()) is not None:
            self.form.begin(line)

    @Slot()
    def _pause(self) -> None:
        if (line := self.table.current()) is not None:
            self._wishing.post(ChangeProject(line.id, is_paused=not line.is_paused), self._done)

    @Slot()
    def _delete(self) -> None:
        if (line := self.table.current()) is not None:
            self._wishing.post(DeleteProject(line.id), self._done)

    @Slot(object)
    def _save(self, action: AddProject | ChangeProject) -> None:
        self._wishing.post(action, self._saved)

    def _saved(self, answer: WishAnswered) -> None:
        self.form.free()
        if answer.trouble is not None:
            self.form.say(trouble_words(answer.trouble))
            return
        self.form.hide()
        self._done(answer)

    def _done(self, answer: WishAnswered) -> None:
        self.words.setText(trouble_words(answer.trouble) if answer.trouble is not None else "")
        self.words.setVisible(answer.trouble is not None)
        if answer.trouble is None:
            self.changed.emit()


def _nothing() -> None:
    """Everything is there already."""
