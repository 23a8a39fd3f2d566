"""“This is wrong”: the person says what is right, and what led to the state is saved to be attached to a report.

GUI thread. The file holds no content; where it is and what it looks like is shown. Nothing is sent anywhere.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from headspace_desktop.domain.asks import AskRecording, PageAsk
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import PageReady
from headspace_desktop.domain.model import State
from headspace_desktop.domain.wrong import RecordingPage
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.drafts import Drafts
from headspace_desktop.ui.flow import Flow
from headspace_desktop.ui.pages.asking import Asking
from headspace_desktop.ui.parts import Composer, TextView, button, frame, label
from headspace_desktop.ui.plain import visible
from headspace_desktop.ui.theme import M_PX, S_PX
from headspace_desktop.ui.words import state_word, tr

_WORDS_CHARS = 2000


class Wrong(QWidget):
    """A small form, and what became of it. Kept as it is while the agent changes its state."""

    def __init__(self, ask: Callable[[PageAsk], None], drafts: Drafts) -> None:
        super().__init__()
        self._asking, self._drafts = Asking(ask), drafts
        self._card: Card | None = None
        self._page: RecordingPage | None = None
        self.open_button = button(tr("This is wrong"), "link", tr("Save what led to this state, to report it"))
        self.open_button.clicked.connect(self._open)
        self.form = frame("box")
        self.right = QComboBox()
        self.right.setAccessibleName(tr("What would be right"))
        for state in State:
            self.right.addItem(state_word(state), str(state))
        self.words = Composer(tr("What happened, in your own words (optional)"), max_lines=5, min_lines=2)
        self.words.setAccessibleName(tr("What happened"))
        self.save = button(tr("Save a recording"), "primary")
        self.words.submit = self.save
        self.words.textChanged.connect(self._typed)
        self.save.clicked.connect(self._save)
        cancel = button(tr("Cancel"), "quiet")
        cancel.clicked.connect(self._cancel)
        self.said = label("", "", themes.prose("caption"), wraps=True)
        self.path = TextView(themes.mono("caption"), max_lines=3)
        self.path.setAccessibleName(tr("The recording"))
        self.copy = button(tr("Copy the path"), "quiet")
        self.copy.clicked.connect(self._copy)
        self.folder = button(tr("Open the folder"), "quiet")
        self.folder.clicked.connect(self._open_folder)
        self.sample = TextView(themes.mono("caption"), max_lines=8)
        self.sample.setAccessibleName(tr("How the recording begins"))
        self._saved = QWidget()
        self._build(cancel)

    def show_card(self, card: Card) -> None:
        """What was begun for an agent is there again when the agent is."""
        is_other = self._card is None or self._card.uuid != card.uuid
        self._card = card
        if is_other:
            self._asking.forget("recording")
            self.save.setEnabled(True)
            self._saved.hide()
            self._say("")
            words = self._drafts.wrong.get(card.uuid, "")
            self.words.setPlainText(words)
            self.form.setVisible(bool(words))

    def take_page(self, ready: PageReady) -> bool:
        if not self._asking.take(ready):
            return False
        self.save.setEnabled(True)
        if ready.trouble is not None:
            self._say(visible(f"{ready.trouble.title}: {ready.trouble.detail}. {ready.trouble.remedy}", 600))
            return True
        self._page = ready.page
        assert self._page is not None
        self._say(
            tr(
                "Saved, %n messages. Prompts, answers, paths and names are replaced by made-up words; only kinds of"
                " events, times and the words of the agent program are left. Your own words above stand in its first"
                " line as you wrote them. Nothing was sent.",
                self._page.count,
            )
        )
        self.path.show_text(self._page.path)
        self.sample.show_text(self._page.sample)
        self._saved.show()
        return True

    def _build(self, cancel: QWidget) -> None:
        inner = QVBoxLayout(self.form)
        inner.setContentsMargins(M_PX, S_PX, M_PX, S_PX)
        inner.setSpacing(S_PX)
        inner.addWidget(label(tr("What would be right?"), "", themes.prose("caption", is_strong=True)))
        for widget in (self.right, self.words):
            inner.addWidget(widget)
        inner.addLayout(Flow(self.save, cancel, spacing_px=S_PX))
        inner.addWidget(self.said)
        saved = QVBoxLayout(self._saved)
        saved.setContentsMargins(0, 0, 0, 0)
        saved.setSpacing(S_PX)
        saved.addWidget(self.path)
        saved.addLayout(Flow(self.copy, self.folder, spacing_px=S_PX))
        saved.addWidget(label(tr("How it begins:"), "faint", themes.prose("caption")))
        saved.addWidget(self.sample)
        inner.addWidget(self._saved)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(Flow(self.open_button))
        box.addWidget(self.form)
        self.form.hide()
        self._saved.hide()
        self.said.hide()

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))

    @Slot()
    def _open(self) -> None:
        if self._card is not None and self.form.isHidden():
            self.right.setCurrentIndex(max(self.right.findData(str(self._card.verdict.state)), 0))
        self._saved.hide()
        self._say("")
        self.form.show()
        self.right.setFocus()

    @Slot()
    def _cancel(self) -> None:
        self.words.clear()
        self.form.hide()
        self._asking.forget("recording")
        self.save.setEnabled(True)

    @Slot()
    def _typed(self) -> None:
        if self._card is not None:
            self._drafts.wrong[self._card.uuid] = self.words.toPlainText()

    @Slot()
    def _save(self) -> None:
        if self._card is None or self._asking.is_waiting("recording"):
            return
        card, words = self._card, self.words.toPlainText().strip()[:_WORDS_CHARS]
        shown = " ".join(part for part in (card.verdict.state, card.verdict.sub_state, card.verdict.rule) if part)
        right = str(self.right.currentData())
        self.save.setEnabled(False)
        self._saved.hide()
        self._say(tr("Saving…"))
        self._asking.post("recording", lambda ask_id: AskRecording(ask_id, card.uuid, shown, right, words))

    @Slot()
    def _copy(self) -> None:
        if self._page is not None:
            QGuiApplication.clipboard().setText(self._page.path)

    @Slot()
    def _open_folder(self) -> None:
        if self._page is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(self._page.folder))
