"""What a project keeps beside its code: waypoint, brain reboot, progress summary, and what they were before.

GUI thread. It shows the files as they are; where there is none it says so, and how one comes to be.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from headspace_desktop.domain.asks import AskArchive, AskProjectFiles
from headspace_desktop.domain.changes import PageReady
from headspace_desktop.domain.project_pages import (
    ARTEFACTS,
    FOLDER,
    ArchiveEntry,
    ArchivePage,
    Document,
    ProjectFilesPage,
)
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.pages.asking import Asking
from headspace_desktop.ui.pages.column import heading, trouble_words
from headspace_desktop.ui.pages.markdown import MarkdownView
from headspace_desktop.ui.pages.page import Ground
from headspace_desktop.ui.parts import Toggle, button, label, row
from headspace_desktop.ui.spans import moment
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX
from headspace_desktop.ui.words import tr

#: Archives of one artefact that have a button each; the folder has the rest.
_SHOWN = 20


def artefact_word(name: str) -> str:
    return {
        "waypoint": tr("Waypoint"),
        "brain_reboot": tr("Brain reboot"),
        "progress_summary": tr("Progress summary"),
    }[name]


def missing_words(name: str) -> str:
    """That a file is not there yet, and how it comes to be."""
    file = f"{FOLDER}/{name}.md"
    return {
        "waypoint": tr(
            "Not written yet. Write what comes next, upcoming and later into {file} in the project's folder."
        ),
        "brain_reboot": tr(
            "Not written yet. It is put together from the waypoint and the progress summary; until this program does "
            "that itself, {file} is shown here as soon as it is there."
        ),
        "progress_summary": tr(
            "Not written yet. It needs the language model, which is not set up; {file} is shown here as soon as it is "
            "there."
        ),
    }[name].format(file=file)


class DocumentBox(QFrame):
    """One file as text."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("role", "box")
        self._name = name
        self.when = label("", "faint", themes.prose("caption"))
        self.words = label(tr("Reading…"), "faint", wraps=True)
        self.text = MarkdownView(artefact_word(name))
        box = QVBoxLayout(self)
        box.setContentsMargins(M_PX, S_PX, M_PX, S_PX)
        box.setSpacing(XS_PX)
        box.addLayout(row(label(artefact_word(name), font=themes.prose(is_strong=True)), None, self.when))
        box.addWidget(self.words)
        box.addWidget(self.text)
        self.text.hide()

    def show_document(self, document: Document | None) -> None:
        self.text.setVisible(document is not None)
        self.words.setVisible(document is None)
        if document is None:
            self.when.clear()
            self.words.setText(missing_words(self._name))
            return
        self.when.setText(tr("changed {moment}").format(moment=moment(document.changed_at)))
        self.text.show_text(document.text, was_cut=document.is_cut)

    def say(self, text: str) -> None:
        """Why it could not be read."""
        self.text.hide()
        self.words.setText(text)
        self.words.show()


class DocumentSections(QWidget):
    """All files of a project. `found` is told what its folder says of its repository."""

    def __init__(self, ground: Ground, found: Callable[[ProjectFilesPage], None]) -> None:
        super().__init__()
        self._asking = Asking(ground.ask)
        self._found = found
        self._project_id = 0
        self.boxes = {name: DocumentBox(name) for name in ARTEFACTS}
        self.archive = QFrame()
        self.archive.setProperty("role", "box")
        self.no_archive = label("", "faint", wraps=True)
        self.entries = QVBoxLayout()
        self.entries.setSpacing(XS_PX)
        self.shown = label("", "soft", themes.mono("caption"), wraps=True)
        self.old = MarkdownView(tr("Archived text"), 400)
        inner = QVBoxLayout(self.archive)
        inner.setContentsMargins(M_PX, S_PX, M_PX, S_PX)
        inner.addWidget(self.no_archive)
        inner.addLayout(self.entries)
        inner.addWidget(self.shown)
        inner.addWidget(self.old)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(M_PX)
        for made in self.boxes.values():
            box.addWidget(made)
        self.archive_heading = heading(tr("Archive"))

    def show_project(self, project_id: int) -> None:
        """Read the files of this project."""
        if project_id != self._project_id:
            self._project_id = project_id
            for box in self.boxes.values():
                box.say(tr("Reading…"))
            self._show_archives(())
        self._asking.post("files", lambda ask_id: AskProjectFiles(ask_id, project_id))

    def take_page(self, ready: PageReady) -> bool:
        place = self._asking.take(ready)
        if not place:
            return False
        if ready.trouble is not None:
            words = trouble_words(ready.trouble)
            if place == "archive":
                self._show_old(words, None)
            else:
                for box in self.boxes.values():
                    box.say(words)
        elif place == "archive":
            page: ArchivePage = ready.page
            gone = tr("{name} is not there any more.").format(name=page.name)
            self._show_old(page.name if page.document is not None else gone, page.document)
        else:
            self._show_files(ready.page)
        return True

    def _show_files(self, page: ProjectFilesPage) -> None:
        if page.why:
            gone = tr("The project's folder is not there, or cannot be looked into.")
            for box in self.boxes.values():
                box.say(gone)
        else:
            documents = {document.artefact: document for document in page.documents}
            for name, box in self.boxes.items():
                box.show_document(documents.get(name))
        self._show_archives(page.archives)
        self._found(page)

    def _show_archives(self, archives: tuple[ArchiveEntry, ...]) -> None:
        while (item := self.entries.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._show_old("", None)
        self.no_archive.setVisible(not archives)
        self.no_archive.setText(
            tr(
                "Nothing was archived yet. Whenever one of these files is replaced, the old one goes to {folder}."
            ).format(folder=f"{FOLDER}/archive")
        )
        for name in ARTEFACTS:
            if mine := [entry for entry in archives if entry.artefact == name]:
                self.entries.addWidget(self._group(name, mine))

    def _group(self, name: str, entries: list[ArchiveEntry]) -> QWidget:
        body = QWidget()
        lines = QVBoxLayout(body)
        lines.setContentsMargins(M_PX, 0, 0, 0)
        lines.setSpacing(XS_PX)
        for entry in entries[:_SHOWN]:
            made = button(moment(entry.at), "link")
            made.setAccessibleName(f"{artefact_word(name)}, {moment(entry.at)}")
            made.clicked.connect(lambda _checked=False, file=entry.name: self._open(file))
            lines.addLayout(row(made, None))
        if len(entries) > _SHOWN:
            lines.addWidget(label(tr("%n older ones are in the folder", len(entries) - _SHOWN), "faint"))
        group = QWidget()
        box = QVBoxLayout(group)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(XS_PX)
        box.addLayout(row(Toggle(f"{artefact_word(name)} ({len(entries)})", body), None))
        box.addWidget(body)
        return group

    def _open(self, name: str) -> None:
        self._show_old(tr("Reading…"), None)
        project_id = self._project_id
        self._asking.post("archive", lambda ask_id: AskArchive(ask_id, project_id, name))

    @Slot()
    def _show_old(self, words: str, document: Document | None) -> None:
        self.shown.setText(words)
        self.shown.setVisible(bool(words))
        self.old.setVisible(document is not None)
        if document is not None:
            self.old.show_text(document.text, was_cut=document.is_cut)
