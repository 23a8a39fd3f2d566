"""A page that is one column of sections, longer than the window. GUI thread.

Words stand above it while it is read, and when it could not be; what was shown before stays.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from headspace_desktop.domain.changes import TroubleShown
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.pages.asking import Asking
from headspace_desktop.ui.pages.page import Ground, Page
from headspace_desktop.ui.parts import label, retone
from headspace_desktop.ui.plain import visible
from headspace_desktop.ui.tall import Tall
from headspace_desktop.ui.theme import L_PX, M_PX
from headspace_desktop.ui.words import tr

#: Lines of text are not wider than this.
_MOST_PX = 1180


class ColumnPage(Page):
    """`column` takes the sections; `body` is hidden until there is something to show."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.asking = Asking(ground.ask)
        self.words = label("", "soft", wraps=True)
        self.words.setContentsMargins(M_PX, M_PX, M_PX, M_PX)
        self.body = Tall()
        self.body.setMaximumWidth(_MOST_PX)
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(M_PX, M_PX, M_PX, L_PX)
        self.column.setSpacing(M_PX)
        self.sections = QScrollArea()
        self.sections.setWidgetResizable(True)
        self.sections.setFrameShape(QFrame.Shape.NoFrame)
        self.sections.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sections.setWidget(self.body)
        self.sections.viewport().setAutoFillBackground(False)
        self.body.setAutoFillBackground(False)  # Qt fills what it scrolls, and not with the ground of a page
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(0, 0, 0, 0)
        self.outer.setSpacing(0)
        self.outer.addWidget(self.words)
        self.outer.addWidget(self.sections, 1)
        self.body.hide()
        self.words.hide()

    def say(self, text: str, tone: str = "soft") -> None:
        """Words above the sections; empty takes them away."""
        retone(self.words, tone)
        self.words.setText(text)
        self.words.setVisible(bool(text))

    def say_reading(self) -> None:
        """That it is being read, unless something is shown already."""
        if self.body.isHidden():
            self.say(tr("Reading…"))

    def fail(self, trouble: TroubleShown) -> None:
        """Say why there is no answer; what was shown stays."""
        self.say(trouble_words(trouble), "bad")

    def show_body(self) -> None:
        self.say("")
        self.body.show()


def trouble_words(trouble: TroubleShown) -> str:
    """A trouble in one paragraph."""
    return visible(". ".join(part.rstrip(".") for part in (trouble.title, trouble.detail, trouble.remedy) if part), 900)


def heading(text: str) -> QWidget:
    """The title of a section."""
    return label(text, font=themes.prose("title", is_strong=True))
