"""What the pages about the program have in common: a head, a body, a foot, one question under way.

GUI thread. Words stand in the body's place until the first answer came, and where none can be had.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from headspace_desktop.domain.asks import PageAsk
from headspace_desktop.domain.changes import PageReady, TroubleShown
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.dialogs.rows import as_tall_as_needed
from headspace_desktop.ui.pages.page import Ground, Page
from headspace_desktop.ui.parts import label, row
from headspace_desktop.ui.plain import one_line, visible
from headspace_desktop.ui.theme import M_PX, S_PX


class Sheet(Page):
    """`body` is shown once the first answer came."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self._asked = ""
        self.first: QWidget | None = None  # what has the focus once there is something to use
        self.heading = label(self.title(), font=themes.prose("title", is_strong=True))
        self.words = label("", "soft", wraps=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body = QWidget()
        for page in (self.words, self.body):
            as_tall_as_needed(page)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.words)
        self._stack.addWidget(self.body)
        self.head = row(self.heading, None, spacing_px=S_PX)
        self.foot = row(None, spacing_px=S_PX)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(M_PX, M_PX, M_PX, M_PX)
        outer.setSpacing(M_PX)
        outer.addLayout(self.head)
        outer.addWidget(self._stack, 1)
        outer.addLayout(self.foot)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def take_page(self, ready: PageReady) -> bool:
        """Take an answer if it is to the last question."""
        if not self._asked or ready.ask_id != self._asked:
            return False
        self._asked = ""
        if ready.trouble is not None:
            self.fail(ready.trouble)
        else:
            self._stack.setCurrentWidget(self.body)
            has_focus = QApplication.focusWidget() is self
            self.setFocusProxy(self.first)  # type: ignore[arg-type]  # None takes it away
            if has_focus:
                self.setFocus()
            self.show_page(ready.page)
        return True

    def show_page(self, page: Any) -> None:
        """Show what came; the shape is the one of the question."""

    def fail(self, trouble: TroubleShown) -> None:
        """Say why there is no answer."""
        parts = (trouble.title, trouble.detail, trouble.remedy)
        self.say("\n\n".join(visible(part, 600) for part in parts if part))

    def say(self, text: str) -> None:
        """Words in the place of the body."""
        self.setFocusProxy(None)  # type: ignore[arg-type]
        self.words.setText(text)
        self._stack.setCurrentWidget(self.words)

    @property
    def is_waiting(self) -> bool:
        return bool(self._asked)

    def _post(self, make: Callable[[str], PageAsk]) -> None:
        self._asked = uuid4().hex
        self.ground.ask(make(self._asked))

    def _head_line(self, text: str) -> None:
        self.heading.setText(one_line(text, 120))
