"""Finds words in the whole transcript: box, count, up and down. Asks piece by piece, and can be stopped.

GUI thread. It knows places in the file, not what the view shows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol
from uuid import uuid4

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from headspace_desktop.domain.asks import AskFind
from headspace_desktop.domain.changes import PageReady
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.parts import button, label, make_clearable, row
from headspace_desktop.ui.theme import XS_PX
from headspace_desktop.ui.words import tr


class Hit(Protocol):
    @property
    def offset_bytes(self) -> int: ...


class Found(Protocol):
    """One piece of a search as the reader answers it."""

    @property
    def hits(self) -> Sequence[Hit]: ...
    @property
    def before_bytes(self) -> int | None: ...
    @property
    def size_bytes(self) -> int: ...


class FindBar(QWidget):
    """`wanted(byte, words)` asks the panel to show a hit."""

    wanted = Signal(int, str)

    def __init__(self, ask: Callable[[AskFind], None]) -> None:
        super().__init__()
        self._ask = ask
        self._path, self._client = "", "claude"
        self._asked = self._words = ""
        self._hits: list[int] = []
        self._at = 0
        self.box = QLineEdit()
        self.box.setPlaceholderText(tr("Find in the whole transcript"))
        self.box.setAccessibleName(tr("Find in the transcript"))
        make_clearable(self.box)
        self.box.setMinimumWidth(150)
        self.box.setMaximumWidth(280)
        self.box.returnPressed.connect(self._next)
        self.box.textChanged.connect(self._typed)
        self.count = label("", "faint", themes.mono("caption"))
        self.up = button("↑", "quiet", tr("The next one further up"))
        self.down = button("↓", "quiet", tr("The next one further down"))
        self.up.setAccessibleName(tr("Find further up"))
        self.down.setAccessibleName(tr("Find further down"))
        self.up.clicked.connect(self._next)
        self.down.clicked.connect(self._previous)
        line = row(self.count, self.box, self.up, self.down, spacing_px=XS_PX)
        line.setContentsMargins(0, 0, 0, 0)
        self.setLayout(line)
        stop = QShortcut(QKeySequence("Esc"), self.box)
        stop.activated.connect(self.box.clear)
        self._tell()

    def look_in(self, path: str, client: str) -> None:
        """From now on in this file; an older search is given up."""
        if path != self._path:
            self._path, self._client = path, client
            self._forget()

    def take_page(self, ready: PageReady) -> bool:
        """Take an answer if it was asked for here."""
        if not self._asked or ready.ask_id != self._asked:
            return False
        self._asked = ""
        if ready.trouble is not None:
            self.count.setText(tr("Cannot be read"))
            return True
        page: Found = ready.page
        had_none = not self._hits
        self._hits += [hit.offset_bytes for hit in page.hits]
        if page.before_bytes is not None:
            self._post(page.before_bytes)
        self._tell(page.before_bytes, page.size_bytes)
        if had_none and self._hits:
            self._show()
        return True

    @Slot()
    def _typed(self) -> None:
        if not self.box.text().strip():
            self._forget()

    @Slot()
    def _next(self) -> None:
        words = " ".join(self.box.text().split())
        if not words or not self._path:
            return
        if words != self._words:
            self._forget()
            self._words = words
            self._post(None)
            self._tell(0, 0)
        elif self._hits:
            self._at = (self._at + 1) % len(self._hits)
            self._tell()
            self._show()

    @Slot()
    def _previous(self) -> None:
        if self._hits:
            self._at = (self._at - 1) % len(self._hits)
            self._tell()
            self._show()

    def _show(self) -> None:
        self.wanted.emit(self._hits[self._at], self._words)

    def _forget(self) -> None:
        self._asked = self._words = ""
        self._hits, self._at = [], 0
        self._tell()

    def _post(self, before: int | None) -> None:
        self._asked = uuid4().hex
        self._ask(AskFind(self._asked, self._path, self._words, self._client, before))

    def _tell(self, left_bytes: int | None = None, size_bytes: int = 0) -> None:
        for each in (self.up, self.down):
            each.setEnabled(len(self._hits) > 0)
        if not self._words:
            self.count.setText("")
        elif self._hits:
            more = "…" if self._asked else ""
            self.count.setText(
                tr("%1 of %2").replace("%1", str(self._at + 1)).replace("%2", f"{len(self._hits)}{more}")
            )
        elif self._asked:
            done = 100 - round(100 * (left_bytes or 0) / size_bytes) if size_bytes else 0
            self.count.setText(tr("%1 % searched").replace("%1", str(done)))
        else:
            self.count.setText(tr("Not found"))
