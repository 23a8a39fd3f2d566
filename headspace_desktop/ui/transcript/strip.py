"""One line above a transcript that asks or tells something: open this link? how far the export is.

GUI thread. It shows one thing at a time; the newest wins.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from headspace_desktop.ui.parts import button, frame, label, row
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX


class Strip(QWidget):
    """Hidden while it has nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.words = label("", "soft")
        self._buttons: list[QWidget] = []
        ground = frame("notice")
        self._line = row(self.words, None, spacing_px=S_PX)
        self._line.setContentsMargins(M_PX, XS_PX, M_PX, XS_PX)
        ground.setLayout(self._line)
        outer = row(ground)
        outer.setContentsMargins(0, 0, 0, 0)
        self.setLayout(outer)
        self.hide()

    def say(self, text: str, **offers: Callable[[], None]) -> None:
        """Show this, with these buttons; each ends it."""
        for old in self._buttons:
            self._line.removeWidget(old)
            old.deleteLater()
        self._buttons = []
        self.words.setText(one_line(text, 300))
        self.words.setToolTip(one_line(text, 2000))
        for word, called in offers.items():
            self._offer(word, called)
        self.show()

    def _offer(self, word: str, called: Callable[[], None]) -> None:
        made = button(word, "quiet")

        def press() -> None:
            self.hide()
            called()

        made.clicked.connect(press)
        self._line.addWidget(made)
        self._buttons.append(made)
