"""The transcript panel: asks for pages, shows them, and asks for what came since whenever its agent moves.

GUI thread. Never opens the file; the view is made on first use, after a placeholder was painted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol
from uuid import uuid4

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from headspace_desktop.clients import Entry
from headspace_desktop.domain.asks import AskTranscript
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import PageReady
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.pages.page import LinePlace
from headspace_desktop.ui.parts import button, label, row
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX, Theme
from headspace_desktop.ui.transcript.native import NativeView
from headspace_desktop.ui.transcript.prepare import web_refusal
from headspace_desktop.ui.transcript.shape import View, pieces
from headspace_desktop.ui.words import tr


class Page(Protocol):
    """What the panel needs of a transcript's page."""

    @property
    def path(self) -> str: ...
    @property
    def entries(self) -> Sequence[Entry]: ...
    @property
    def start_bytes(self) -> int: ...
    @property
    def end_bytes(self) -> int: ...
    @property
    def has_before(self) -> bool: ...
    @property
    def has_after(self) -> bool: ...
    @property
    def size_bytes(self) -> int: ...


class TranscriptPanel(QWidget):
    """One agent's transcript. At most one question of each kind is under way."""

    def __init__(self, theme: Theme, ask: Callable[[AskTranscript], None]) -> None:
        super().__init__()
        self._theme, self._ask = theme, ask
        self.view: View | None = None
        self._path = self._shown_path = ""
        self._client = "claude"
        self._start_bytes = self._end_bytes = 0
        self._asked: dict[str, str] = {}  # ask id → "end", "before", "after"
        self._is_stale = False
        self._build()
        theme.changed.connect(self._themed)

    def _build(self) -> None:
        self.reason = label("", "faint", themes.prose("caption"))
        self.earlier = button(tr("Earlier"), "quiet", tr("Show what was said before"))
        self.earlier.clicked.connect(self._ask_before)
        self.earlier.setEnabled(False)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find in what is shown"))
        self.search.setAccessibleName(tr("Find in the transcript"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(260)
        self.search.returnPressed.connect(self._find)
        self.words = label("", "faint", wraps=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.words)
        bar = row(self.earlier, self.reason, None, self.search, spacing_px=S_PX)
        bar.setContentsMargins(S_PX, XS_PX, M_PX, XS_PX)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(bar)
        box.addWidget(self.stack, 1)
        self._say(tr("Choose a card on the board to read its transcript."))

    def show_card(self, card: Card | None) -> None:
        """Show this agent's transcript; the same one is only asked for what is new."""
        path = card.transcript_path or "" if card is not None else ""
        if card is not None:
            self._client = card.client
        if path != self._path:
            self._path = path
            self._asked.clear()
            self.earlier.setEnabled(False)
            none = tr("This agent has no transcript yet.")
            choose = tr("Choose a card on the board to read its transcript.")
            self._say(tr("Reading the transcript…") if path else choose if card is None else none)
            self._shown_path = ""
        self._is_stale = True
        if self.isVisible():
            self._refresh()

    def go_to(self, place: LinePlace) -> None:
        """Show the transcript of this place, also of an agent that is not on the board."""
        self._client = place.client
        if place.transcript_path != self._path:
            self._path, self._shown_path = place.transcript_path, ""
            self._asked.clear()
            self.earlier.setEnabled(False)
            self._say(tr("Reading the transcript…"))
        self._is_stale = True
        if self.isVisible():
            self._refresh()

    def take_page(self, ready: PageReady) -> bool:
        """Take a page if it was asked for here."""
        kind = self._asked.pop(ready.ask_id, "")
        if not kind:
            return False
        if ready.trouble is not None:
            if kind == "end":
                self._say(f"{one_line(ready.trouble.title, 200)}. {one_line(ready.trouble.remedy, 300)}")
            return True
        page: Page = ready.page
        if page.path != self._path:
            return True
        self._show(kind, page)
        if page.has_after and kind != "before":
            self._post("after")
        elif self._is_stale:
            self._refresh()
        return True

    def shut(self) -> None:
        """Let the web view go; call it before the application ends."""
        if self.view is not None:
            self.view.shut()
            self.view = None

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._refresh()

    def _show(self, kind: str, page: Page) -> None:
        view = self.view
        if view is None:
            return
        is_shrunk = kind == "after" and page.size_bytes < self._end_bytes
        if kind == "end":
            view.reset(pieces(page.entries), tr("Nothing was said yet."))
            self._start_bytes, self._end_bytes = page.start_bytes, page.end_bytes
            self._shown_path = page.path
            self.stack.setCurrentWidget(view.widget)
        elif is_shrunk:
            self._post("end")
            return
        elif kind == "after" and page.start_bytes <= self._end_bytes <= page.end_bytes:
            if fresh := [entry for entry in page.entries if entry.offset_bytes >= self._end_bytes]:
                view.append(pieces(fresh))
            self._end_bytes = page.end_bytes
        elif kind == "before":
            view.prepend(pieces(page.entries))
            self._start_bytes = page.start_bytes
        if kind != "after":
            self.earlier.setEnabled(page.has_before)

    def _refresh(self) -> None:
        if not self._path:
            self._is_stale = False
        elif self.view is None:
            if self.stack.currentIndex() == 0:
                QTimer.singleShot(40, self, self._make_view)  # the placeholder is painted first
        elif not {"end", "after"} & set(self._asked.values()):
            self._is_stale = False
            self._post("end" if self._shown_path != self._path else "after")

    def _post(self, kind: str) -> None:
        ask_id = uuid4().hex
        self._asked[ask_id] = kind
        before = self._start_bytes if kind == "before" else None
        after = self._end_bytes if kind == "after" else None
        self._ask(
            AskTranscript(ask_id=ask_id, path=self._path, client=self._client, before_bytes=before, after_bytes=after)
        )

    @Slot()
    def _make_view(self) -> None:
        if self.view is not None or not self.isVisible():
            return
        reason = web_refusal()
        if not reason:
            try:
                from headspace_desktop.ui.transcript.web import WebView  # noqa: PLC0415  30 MiB, on first use
            except ImportError:
                reason = "Plain view: the web view is not installed."
            else:
                self.view = WebView(self)
        if self.view is None:
            self.view = NativeView()
        self.reason.setText(tr(reason) if reason else "")
        self.view.show_look(self._theme.look)
        self.stack.addWidget(self.view.widget)
        self._refresh()

    def _say(self, text: str) -> None:
        self.words.setText(text)
        self.stack.setCurrentIndex(0)

    @Slot()
    def _ask_before(self) -> None:
        if "before" not in self._asked.values() and self._shown_path:
            self._post("before")

    @Slot()
    def _find(self) -> None:
        if self.view is not None:
            self.view.find(self.search.text(), is_back=False)

    @Slot()
    def _themed(self) -> None:
        if self.view is not None:
            self.view.show_look(self._theme.look)
