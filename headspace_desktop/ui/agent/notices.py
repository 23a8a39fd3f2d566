"""What the agent panel says above everything else: a terminal that did not come, words that were kept, who answered.

GUI thread. Each notice is a small box that can be shut.
"""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout

from headspace_desktop.domain.changes import AskSettled, FocusTold
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.agent.decisions import settled_word, surface_word
from headspace_desktop.ui.flow import Flow
from headspace_desktop.ui.parts import TextView, button, label
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.theme import S_PX, XS_PX
from headspace_desktop.ui.words import clock, tr


class Notice(QFrame):
    """A box with its words."""

    def __init__(self, tone: str) -> None:
        super().__init__()
        self.setProperty("role", "box")
        self.words = label("", tone, wraps=True)
        self.box = QVBoxLayout(self)
        self.box.setSpacing(XS_PX)
        self.box.addWidget(self.words)
        self.hide()


class FocusNotice(Notice):
    """Why the terminal did not come to the front, and the command that shows it."""

    terminal_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("bad")
        self.command = TextView(themes.mono("caption"), max_lines=3)
        self._open = button(tr("Open a terminal"), "quiet")
        self._open.clicked.connect(self.terminal_wanted)
        self._copy = button(tr("Copy the command"), "quiet")
        self._copy.clicked.connect(self._copied)
        self.box.addWidget(self.command)
        self.box.addLayout(Flow(self._open, self._copy, spacing_px=S_PX))

    def tell(self, told: FocusTold) -> None:
        self.setVisible(not told.is_ok)
        said = [one_line(told.detail, 300), one_line(told.remedy, 300)]
        self.words.setText("\n".join(line for line in said if line))
        for made in (self.command, self._copy, self._open):
            made.setVisible(bool(told.attach_command))
        self.command.show_text(told.attach_command)

    @Slot()
    def _copied(self) -> None:
        QGuiApplication.clipboard().setText(self.command.toPlainText())


class KeptNotice(Notice):
    """What was typed into a question that somebody answered elsewhere."""

    taken = Signal(str)

    def __init__(self) -> None:
        super().__init__("soft")
        self.words.setText(tr("That question is closed. What you had typed is kept:"))
        self.text = TextView(themes.prose(), max_lines=5)
        take = button(tr("Put into the reply"), "quiet")
        take.clicked.connect(self.take)
        drop = button(tr("Discard"), "quiet")
        drop.clicked.connect(self.hide)
        self.box.addWidget(self.text)
        self.box.addLayout(Flow(take, drop, spacing_px=S_PX))

    def keep(self, words: str) -> None:
        self.text.show_text(words)
        self.show()

    @Slot()
    def take(self) -> None:
        self.hide()
        self.taken.emit(self.text.toPlainText())


class SettledNotice(Notice):
    """Who answered a question that was open here."""

    def __init__(self) -> None:
        super().__init__("soft")
        shut = button(tr("All right"), "quiet")
        shut.clicked.connect(self.hide)
        self.box.addLayout(Flow(shut))

    def tell(self, settled: AskSettled) -> None:
        if settled.decision == "none":
            said = tr("Nobody decided: the agent went on or is gone, at {time}.").format(time=clock(settled.at))
        else:
            said = tr("{decided} {where}, at {time}.").format(
                decided=settled_word(settled.decision), where=surface_word(settled.surface), time=clock(settled.at)
            )
        self.words.setText(said)
        self.show()
