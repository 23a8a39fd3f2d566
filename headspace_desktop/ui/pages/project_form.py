"""The form for a project: its folder, name, repository and description. GUI thread; it sends nothing by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QFrame, QLineEdit, QVBoxLayout
from typing_extensions import override

from headspace_desktop.domain.actions import AddProject, ChangeProject
from headspace_desktop.domain.project_pages import ProjectLine
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.parts import Composer, button, label, row
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.theme import M_PX, S_PX
from headspace_desktop.ui.words import tr


class ProjectForm(QFrame):
    """`wanted` brings an `AddProject` or a `ChangeProject` without an id; what was typed stays until it is done."""

    wanted = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "box")
        self._project: ProjectLine | None = None
        self.heading = label("", font=themes.prose(is_strong=True))
        self.path, self.name, self.repo = QLineEdit(), QLineEdit(), QLineEdit()
        self.about = Composer(tr("What this project is"), max_lines=6)
        self.words = label("", "bad", wraps=True)
        self.save = button(tr("Save"), "primary")
        self.about.submit = self.save
        self.cancel = button(tr("Cancel"))
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.left)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setSpacing(S_PX)
        for title, field, hint in (
            (tr("Folder"), self.path, tr("Full path, such as /home/me/project; required")),
            (tr("Name"), self.name, tr("Without one: the name of the folder")),
            (tr("GitHub"), self.repo, tr("Owner and name, such as owner/project")),
        ):
            field.setPlaceholderText(hint)
            field.setAccessibleName(title)
            field.returnPressed.connect(self.save.click)
            form.addRow(label(title), field)
        self.path.setFont(themes.mono("body"))
        self.repo.setFont(themes.mono("body"))
        self.about.setAccessibleName(tr("Description"))
        form.addRow(label(tr("Description")), self.about)
        box = QVBoxLayout(self)
        box.setContentsMargins(M_PX, M_PX, M_PX, M_PX)
        box.setSpacing(S_PX)
        box.addWidget(self.heading)
        box.addLayout(form)
        box.addWidget(self.words)
        box.addLayout(row(None, self.cancel, self.save))
        self.words.hide()

    def begin(self, project: ProjectLine | None, *, repo: str = "") -> None:
        """Ask for a new project, or change this one. `repo`, as its folder tells, is offered where none is known."""
        self._project = project
        self.heading.setText(
            tr("Add a project") if project is None else tr("Change {name}").format(name=one_line(project.name, 80))
        )
        self.path.setText(project.path if project else "")
        self.name.setText(project.name if project else "")
        self.repo.setText((project.github_repo if project else "") or repo)
        self.about.setPlainText(project.description if project else "")
        self.say("")
        self.free()
        self.show()
        (self.name if project else self.path).setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, text: str) -> None:
        """Why it was not done."""
        self.words.setText(text)
        self.words.setVisible(bool(text))

    def free(self) -> None:
        """It can be sent again."""
        self.save.setEnabled(True)

    @Slot()
    def _save(self) -> None:
        if not self.path.text().strip().startswith("/"):
            self.say(tr("A full path is needed, one that begins with /."))
            self.path.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.say("")
        self.save.setEnabled(False)
        self.wanted.emit(self._action())

    def _action(self) -> AddProject | ChangeProject:
        path, name = self.path.text().strip(), self.name.text().strip()
        repo, about = self.repo.text().strip(), self.about.toPlainText().strip()
        was = self._project
        if was is None:
            return AddProject(path, name, repo, about)
        return ChangeProject(
            was.id,
            name=name if name != was.name else None,
            path=path if path != was.path else None,
            github_repo=repo if repo != was.github_repo else None,
            description=about if about != was.description else None,
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
