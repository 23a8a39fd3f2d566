"""One project with all that is known of it: facts, documents, agents, activity, archives, inference used.

GUI thread. What has no producer yet says so; every figure is a real query's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from headspace_desktop.domain.actions import ChangeProject, DeleteProject, StartAgent
from headspace_desktop.domain.activity import Span
from headspace_desktop.domain.asks import AskProject
from headspace_desktop.domain.changes import Change, PageReady, WishAnswered
from headspace_desktop.domain.project_pages import InferenceUsage, ProjectFilesPage, ProjectLine, ProjectPage
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.pages.activity_view import ActivityView
from headspace_desktop.ui.pages.asking import Asking
from headspace_desktop.ui.pages.column import heading, trouble_words
from headspace_desktop.ui.pages.page import Ground
from headspace_desktop.ui.pages.project_agents import AgentsSection
from headspace_desktop.ui.pages.project_documents import DocumentSections
from headspace_desktop.ui.pages.project_form import ProjectForm
from headspace_desktop.ui.pages.sure import SureButton
from headspace_desktop.ui.pages.tiles import Tile, Tiles
from headspace_desktop.ui.pages.wishing import Wishing
from headspace_desktop.ui.parts import button, label, retone, row
from headspace_desktop.ui.plain import one_line, visible
from headspace_desktop.ui.spans import NOTHING, figure, moment
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX
from headspace_desktop.ui.words import age, number, tr

#: Without a sign of an agent for so long a project grows old, and then stale. Source: features, section 1.8.
AGING, STALE = timedelta(days=4), timedelta(days=7)


class ProjectSections(QWidget):
    """`left` leads back to the list; `gone` when the project is not there any more."""

    left = Signal()
    gone = Signal()

    def __init__(self, ground: Ground, wishing: Wishing) -> None:
        super().__init__()
        self._ground, self._wishing = ground, wishing
        self._asking = Asking(ground.ask)
        self.project: ProjectLine | None = None
        self.project_id = 0
        self.back = button(tr("‹ All projects"), "quiet")
        self.back.clicked.connect(self.left)
        self.words = label("", "soft", wraps=True)
        self.head = ProjectHead()
        self.form = ProjectForm()
        self.documents = DocumentSections(ground, self._files_found)
        self.agents = AgentsSection(ground)
        self.activity = ActivityView(ground, Span.WEEK, tr("Turns"))
        self.usage = UsageSection()
        self._repo = ""
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(M_PX)
        box.addLayout(row(self.back, None))
        sections = (
            self.words, self.head, self.form, self.documents, self.agents, heading(tr("Activity")), self.activity,
            self.documents.archive_heading, self.documents.archive, self.usage,
        )  # fmt: skip
        for section in sections:
            box.addWidget(section)
        box.addStretch(1)
        self.form.hide()
        self.words.hide()
        self._connect()

    def _connect(self) -> None:
        head = self.head
        head.start.clicked.connect(self._start)
        head.edit.clicked.connect(self._edit)
        head.pause.clicked.connect(self._ask_pause)
        head.confirm.clicked.connect(self._pause)
        head.reason.returnPressed.connect(self._pause)
        head.again.clicked.connect(self._look_again)
        head.delete.sure.connect(self._delete)
        self.form.left.connect(self.form.hide)
        self.form.wanted.connect(self._save)

    # -- what is shown

    def show_project(self, project_id: int) -> None:
        """Ask for everything of this project."""
        if project_id != self.project_id:
            self.project_id, self.project, self._repo = project_id, None, ""
            self.head.hide()
            self.form.hide()
            self._say(tr("Reading…"))
        self.activity.project_id = project_id
        self.refresh()

    def refresh(self) -> None:
        project_id = self.project_id
        self._asking.post("project", lambda ask_id: AskProject(ask_id, project_id))
        self.documents.show_project(project_id)
        self.agents.show_project(project_id)
        self.activity.refresh()

    def take(self, changes: Sequence[Change]) -> None:
        self.activity.take(changes)

    def take_page(self, ready: PageReady) -> bool:
        if self._asking.take(ready):
            if ready.trouble is not None:
                self._say(trouble_words(ready.trouble), "bad")
            else:
                self._show(ready.page)
            return True
        return any(part.take_page(ready) for part in (self.documents, self.agents, self.activity))

    def _show(self, page: ProjectPage) -> None:
        if page.project is None:
            self.gone.emit()
            return
        self._say("")
        self.project = page.project
        self.head.show_project(page.project, self._ground.now(), self._repo)
        self.head.show()
        self.usage.show_usage(page.usage)

    def _say(self, text: str, tone: str = "soft") -> None:
        retone(self.words, tone)
        self.words.setText(text)
        self.words.setVisible(bool(text))

    def _files_found(self, page: ProjectFilesPage) -> None:
        self._repo = page.repo
        if self.project is not None:
            self.head.show_project(self.project, self._ground.now(), self._repo, page.branch)

    # -- what the person does

    @Slot()
    def _start(self) -> None:
        if self.project is not None:
            self._say(tr("Starting an agent…"))
            self._wishing.post(StartAgent(self.project.path), self._started)

    def _started(self, answer: WishAnswered) -> None:
        if answer.trouble is not None:
            self._say(trouble_words(answer.trouble), "bad")
        else:
            self._say(tr("An agent was started; it appears on the board as soon as it is ready."))

    @Slot()
    def _edit(self) -> None:
        if self.project is not None:
            self.form.begin(self.project, repo=self._repo)

    @Slot(object)
    def _save(self, action: ChangeProject) -> None:
        self._wishing.post(action, self._saved)

    def _saved(self, answer: WishAnswered) -> None:
        self.form.free()
        if answer.trouble is not None:
            self.form.say(trouble_words(answer.trouble))
            return
        self.form.hide()
        self.refresh()

    @Slot()
    def _ask_pause(self) -> None:
        """To go on needs no reason, to pause has room for one."""
        if self.project is None:
            return
        if self.project.is_paused:
            self._wishing.post(ChangeProject(self.project.id, is_paused=False), self._done)
        else:
            self.head.ask_reason()

    @Slot()
    def _pause(self) -> None:
        if self.project is not None:
            reason = self.head.reason.text().strip()
            self._wishing.post(ChangeProject(self.project.id, is_paused=True, pause_reason=reason), self._done)

    def _done(self, answer: WishAnswered) -> None:
        if answer.trouble is not None:
            self._say(trouble_words(answer.trouble), "bad")
            return
        self.head.reason_line.hide()
        self.head.reason.clear()
        self.refresh()

    @Slot()
    def _look_again(self) -> None:
        """Read the folder anew; a repository that was not known is kept."""
        self.documents.show_project(self.project_id)
        if self.project is not None and self._repo and not self.project.github_repo:
            self._wishing.post(ChangeProject(self.project.id, github_repo=self._repo), self._done)

    @Slot()
    def _delete(self) -> None:
        if self.project is not None:
            self._wishing.post(DeleteProject(self.project.id), self._deleted)

    def _deleted(self, answer: WishAnswered) -> None:
        if answer.trouble is not None:
            self._say(trouble_words(answer.trouble), "bad")
        else:
            self.gone.emit()


class ProjectHead(QFrame):
    """Name and facts, and what can be done with the project."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "box")
        self.name = label("", font=themes.prose("title", is_strong=True), wraps=True)
        self.path = label("", "soft", themes.mono("body"), wraps=True)
        self.facts = label("", "soft", wraps=True)
        self.about = label("", wraps=True)
        self.inference = label("", "good", wraps=True)
        self.start = button(tr("Start an agent here"), "primary")
        self.edit = button(tr("Edit"))
        self.pause = button("")
        self.again = button(tr("Read git"), "", tr("Reads branch and repository from the project's folder"))
        self.delete = SureButton(
            tr("Delete"), tr("Forget this project with its agents and history; no file is touched")
        )
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(tr("Why? It may stay empty"))
        self.reason.setAccessibleName(tr("Reason for the pause"))
        self.reason.setMaxLength(500)
        self.confirm = button(tr("Pause"), "primary")
        self.reason_line = QWidget()
        line = QVBoxLayout(self.reason_line)
        line.setContentsMargins(0, 0, 0, 0)
        inner = row(self.reason, self.confirm)
        inner.setStretch(0, 1)
        line.addLayout(inner)
        self.reason_line.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(M_PX, M_PX, M_PX, M_PX)
        box.setSpacing(XS_PX)
        for part in (self.name, self.path, self.facts, self.about, self.inference):
            box.addWidget(part)
        box.addSpacing(S_PX)
        box.addLayout(row(self.start, self.edit, self.pause, self.again, None, self.delete))
        box.addWidget(self.reason_line)

    def show_project(self, project: ProjectLine, now: datetime, repo: str = "", branch: str = "") -> None:
        self.name.setText(one_line(project.name, 120))
        self.path.setText(visible(project.path, 600))
        known = project.github_repo or repo
        facts = (
            tr("branch {name}").format(name=one_line(branch or project.branch, 80)) if branch or project.branch else "",
            tr("repository {name}").format(name=one_line(known, 120)) if known else tr("repository not known"),
            tr("known since {moment}").format(moment=moment(project.created_at)),
            tr("{live} of {all} agents live").format(live=number(project.live_agents), all=number(project.agents)),
            fresh_words(project, now),
        )
        self.facts.setText("  ·  ".join(fact for fact in facts if fact))
        self.about.setText(visible(project.description, 4000))
        self.about.setVisible(bool(project.description))
        self.inference.setText(pause_words(project))
        retone(self.inference, "needs" if project.is_paused else "good")
        self.pause.setText(tr("Resume inference") if project.is_paused else tr("Pause inference"))

    def ask_reason(self) -> None:
        self.reason_line.show()
        self.reason.setFocus()


class UsageSection(QWidget):
    """What was asked of a language model for this project."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = Tile(tr("Calls"), tr("Questions to a language model about this project and its agents."))
        self.tokens = Tile(tr("Tokens"), tr("Read and written together."))
        self.input = Tile(tr("Input tokens"), tr("What was read by the model."))
        self.cost = Tile(tr("Cost in US$"), tr("The sum of what each call cost."))
        self.tiles = Tiles([self.calls, self.tokens, self.input, self.cost])
        self.nothing = label(tr("No call was made yet."), "faint", wraps=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, S_PX, 0, 0)
        box.setSpacing(S_PX)
        for part in (heading(tr("Inference used")), self.nothing, self.tiles):
            box.addWidget(part)
        self.tiles.hide()

    def show_usage(self, usage: InferenceUsage | None) -> None:
        has_calls = usage is not None and usage.calls > 0
        self.nothing.setVisible(not has_calls)
        self.tiles.setVisible(has_calls)
        if usage is None:
            return
        known = [tokens for tokens in (usage.input_tokens, usage.output_tokens) if tokens is not None]
        self.calls.show_value(number(usage.calls), tr("failed: %n", usage.failed) if usage.failed else "")
        self.tokens.show_value(number(sum(known)) if known else NOTHING)
        self.input.show_value(NOTHING if usage.input_tokens is None else number(usage.input_tokens))
        self.cost.show_value(figure(usage.cost_usd, 4))


def fresh_words(project: ProjectLine, now: datetime) -> str:
    """How long nothing was heard of it."""
    if project.last_seen_at is None:
        return tr("no agent was here yet")
    ago = now - project.last_seen_at
    words = tr("last active {age} ago").format(age=age(project.last_seen_at, now))
    if ago >= STALE:
        return tr("{words}: stale, you may need a reboot").format(words=words)
    return tr("{words}: aging").format(words=words) if ago >= AGING else words


def pause_words(project: ProjectLine) -> str:
    """Whether inference is active for it, since when not, and why."""
    if not project.is_paused:
        return tr("Inference is active")
    since = moment(project.paused_at)
    if not project.pause_reason:
        return tr("Inference is paused since {moment}").format(moment=since)
    return tr("Inference is paused since {moment}: {reason}").format(
        moment=since, reason=one_line(project.pause_reason, 300)
    )
