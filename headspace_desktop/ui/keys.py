"""Every key of the windows on one page.

GUI thread. Words only; the keys themselves belong to those who act on them.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.parts import label
from headspace_desktop.ui.theme import L_PX, M_PX, S_PX, XS_PX
from headspace_desktop.ui.words import tr


def groups() -> dict[str, tuple[tuple[str, str], ...]]:
    """The keys by where they work: (key, what it does)."""
    return {
        tr("On the board"): (
            ("↑ ↓", tr("the card above or below")),
            ("← →", tr("the next column")),
            ("Enter", tr("go to its terminal")),
            ("R", tr("reply")),
            ("A", tr("allow, once its request is in sight")),
            ("D", tr("deny, or keep planning")),
            ("1 … 9", tr("give this answer to its question")),
            ("S", tr("mark as seen")),
            ("Z  Shift+Z", tr("snooze for an hour, or as long as you choose")),
            ("N", tr("the next that waits")),
            ("/", tr("search; Esc shows all again")),
            ("Space  Shift+↑ ↓  Ctrl+A", tr("mark several: keys then mean all of them")),
            ("W", tr("why this state?")),
            ("T", tr("show the transcript")),
            ("Del", tr("take an ended agent off the board")),
        ),
        tr("In the agent panel"): (
            ("Ctrl+Enter", tr("send the reply")),
            ("Esc", tr("back to the board")),
        ),
        tr("Anywhere"): (
            ("Ctrl+J", tr("the next that waits")),
            ("Ctrl+R", tr("reply to the chosen agent")),
            ("Ctrl+N", tr("start an agent")),
            ("Alt+1  Alt+2  Alt+3", tr("agent, transcript, event log")),
            ("Ctrl+1  Ctrl+2", tr("columns by state, by project")),
            ("F1", tr("this page")),
            ("F2", tr("the doctor")),
            ("Ctrl+,", tr("settings")),
            ("Ctrl+Q", tr("quit")),
        ),
    }


class KeysPage(QDialog):
    """A window beside the board; Escape closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(L_PX)
        grid.setVerticalSpacing(XS_PX)
        grid.setColumnStretch(1, 1)
        at = 0
        for title, keys in groups().items():
            heading = label(title, "faint", themes.prose("caption", is_strong=True))
            heading.setContentsMargins(0, S_PX if at else 0, 0, 0)
            grid.addWidget(heading, at, 0, 1, 2)
            for key, what in keys:
                at += 1
                shown = key if not key.isascii() else QKeySequence(key).toString(_NATIVE) if "  " not in key else key
                grid.addWidget(label(shown, "", themes.mono("body")), at, 0)
                grid.addWidget(label(what), at, 1)
            at += 1
        outer = QVBoxLayout(self)
        outer.setContentsMargins(L_PX, M_PX, L_PX, L_PX)
        outer.addLayout(grid)
        outer.addStretch(1)


_NATIVE = QKeySequence.SequenceFormat.NativeText
