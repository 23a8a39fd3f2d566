"""Writes a transcript into a file that the person names, with progress and a way to stop.

GUI thread; the reader writes, piece by piece.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol
from uuid import uuid4

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from headspace_desktop.domain.asks import AskTranscriptExport
from headspace_desktop.domain.changes import PageReady
from headspace_desktop.ui.transcript.strip import Strip
from headspace_desktop.ui.words import tr


class Exported(Protocol):
    """How far it is."""

    @property
    def file(self) -> str: ...
    @property
    def done_bytes(self) -> int: ...
    @property
    def size_bytes(self) -> int: ...
    @property
    def next_bytes(self) -> int | None: ...


class Export(QObject):
    """One export at a time; a new one ends the one before."""

    def __init__(self, parent: QWidget, ask: Callable[[AskTranscriptExport], None], strip: Strip) -> None:
        super().__init__(parent)
        self._parent, self._ask, self._strip = parent, ask, strip
        self._asked = self._path = self._client = ""

    def begin(self, path: str, client: str) -> None:
        """Ask for a file name; not modal."""
        self._path, self._client = path, client
        dialog = QFileDialog(self._parent, tr("Export the transcript"), "transcript.md", tr("Markdown (*.md)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("md")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setModal(False)
        dialog.fileSelected.connect(self.write_to)
        dialog.show()

    @Slot(str)
    def write_to(self, file: str) -> None:
        """Write the transcript here; the file dialog has asked whether it may be replaced."""
        self._post(file, 0)
        self._strip.say(tr("Writing…"), **{tr("Stop"): self.stop})

    def stop(self) -> None:
        """Ask for no further piece; what was written stays."""
        self._asked = ""

    def take_page(self, ready: PageReady) -> bool:
        """Take an answer if it was asked for here."""
        if not self._asked or ready.ask_id != self._asked:
            return False
        self._asked = ""
        if ready.trouble is not None:
            self._strip.say(f"{ready.trouble.title}: {ready.trouble.detail}. {ready.trouble.remedy}", OK=self.stop)
            return True
        page: Exported = ready.page
        if page.next_bytes is None:
            self._strip.say(tr("Written: %1").replace("%1", page.file), OK=self.stop)
        else:
            self._post(page.file, page.next_bytes)
            done = str(round(100 * page.done_bytes / max(page.size_bytes, 1)))
            self._strip.say(tr("Writing… %1 %").replace("%1", done), **{tr("Stop"): self.stop})
        return True

    def _post(self, file: str, start_bytes: int) -> None:
        self._asked = uuid4().hex
        self._ask(AskTranscriptExport(self._asked, self._path, file, self._client, start_bytes, may_replace=True))
