"""A button that writes what is shown to a file: asks where, tells how far it is, stops, never replaces unasked.

GUI thread; the reader writes, piece by piece. Words and offers stand in a strip that the page places.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QStandardPaths, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton

from headspace_desktop.domain.asks import AskExport, AskLog, AskRows, ExportForm, PageAsk, StopExport
from headspace_desktop.domain.changes import PageReady
from headspace_desktop.ui.pages.asking import Asking
from headspace_desktop.ui.pages.found import ExportPage
from headspace_desktop.ui.transcript.strip import Strip
from headspace_desktop.ui.words import number, tr


class ExportButton(QToolButton):
    """`question` gives what is to be exported, `name` what the file is called at first."""

    def __init__(
        self, ask: Callable[[PageAsk], None], question: Callable[[], AskLog | AskRows | None], name: Callable[[], str]
    ) -> None:
        super().__init__()
        self._ask, self._question, self._name = ask, question, name
        self.asking = Asking(ask)
        self.strip = Strip()
        self._last: AskExport | None = None
        self.setText(tr("Export…"))
        self.setToolTip(tr("Write all rows that the filters let through to a file"))
        self.setAccessibleName(tr("Export"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(self)
        for form, words in forms().items():
            made = QAction(words, self)
            made.setData(form)
            made.triggered.connect(self._chosen)
            menu.addAction(made)
        self.setMenu(menu)

    @Slot()
    def _chosen(self) -> None:
        made = self.sender()
        if isinstance(made, QAction):
            self.choose_file(made.data())

    def choose_file(self, form: ExportForm) -> QFileDialog:
        """Ask where to; not modal."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self.window(), tr("Export to a file"), folder, f"{form.upper()} (*.{form})")
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # asked here, when it is true
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(form)
        dialog.selectFile(f"{self._name()}.{form}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setModal(False)
        dialog.setProperty("form", form)
        dialog.fileSelected.connect(self._file_chosen)
        dialog.show()
        return dialog

    @Slot(str)
    def _file_chosen(self, path: str) -> None:
        dialog = self.sender()
        self.write_to(path, dialog.property("form"))

    def write_to(self, path: str, form: ExportForm, *, may_replace: bool = False) -> None:
        """Begin to write; one at a time."""
        question = self._question()
        if question is None:
            return
        self._stop()
        self._begin(AskExport("", question, path, form, may_replace))

    def _begin(self, ask: AskExport) -> None:
        ask_id = self.asking.post("export", lambda ask_id: replace(ask, ask_id=ask_id))
        self._last = replace(ask, ask_id=ask_id)
        self._tell(0, None)

    def take_page(self, ready: PageReady) -> bool:
        """Take an answer if it was asked for here."""
        if not self.asking.take(ready, keeps=True):
            return False
        if ready.trouble is not None:
            self.asking.forget("export")
            if ready.trouble.kind == "FileExists":
                words = tr("There is a file of that name: {path}").format(path=self._path)
                self.strip.say(words, **{tr("Replace it"): self._replace, tr("Keep it"): self._hush})
            else:
                self.strip.say(
                    f"{ready.trouble.title}: {ready.trouble.detail}. {ready.trouble.remedy}", **{tr("OK"): self._hush}
                )
            return True
        page: ExportPage = ready.page
        if page.is_done or page.is_stopped:
            self.asking.forget("export")
        if page.is_done:
            words = tr("%n rows are written to {path}", page.rows).format(path=page.path)
            self.strip.say(words, **{tr("OK"): self._hush})
        elif not page.is_stopped:
            self._tell(page.rows, page.total)
        return True

    @property
    def _path(self) -> str:
        return self._last.path if self._last is not None else ""

    def _tell(self, rows: int, total: int | None) -> None:
        words = tr("Writing… {rows} rows").format(rows=number(rows))
        if total:
            words = tr("Writing… {rows} of {total} rows").format(rows=number(rows), total=number(total))
        self.strip.say(words, **{tr("Stop"): self._stop})

    def _replace(self) -> None:
        if self._last is not None:
            self._begin(replace(self._last, may_replace=True))

    def _stop(self) -> None:
        if self._last is not None and self.asking.is_waiting("export"):
            self._ask(StopExport(self._last.ask_id))
            self.asking.forget("export")
            self.strip.hide()

    def _hush(self) -> None:
        self.strip.hide()


def forms() -> dict[ExportForm, str]:
    return {
        "csv": tr("CSV, for a spreadsheet"),
        "json": tr("JSON, one list"),
        "jsonl": tr("JSON lines, one object a line"),
    }
