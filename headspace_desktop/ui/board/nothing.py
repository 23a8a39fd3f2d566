"""What stands in the place of the columns when the filter lets no card through. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.parts import button, label
from headspace_desktop.ui.theme import S_PX
from headspace_desktop.ui.words import tr


class Nothing(QWidget):
    """Says that nothing matches, and shows everything again."""

    all_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.all = button(tr("Show all agents  (Esc)"))
        self.all.setAccessibleName(tr("Show all agents"))
        self.all.clicked.connect(self.all_wanted)
        title = label(tr("No agent matches"), "", themes.prose("title", is_strong=True))
        hint = label(tr("Every word must occur in its name, project, branch, instruction or last text."), "soft")
        box = QVBoxLayout(self)
        box.setSpacing(S_PX)
        box.addStretch(1)
        for widget in (title, hint, self.all):
            box.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)
