"""The page of a board without agents: what was found here, how to start one, what hooks would add.

GUI thread. Says only what it was told; it looks for nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from headspace_desktop.domain.model import State
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.glyphs import draw_state
from headspace_desktop.ui.pages.page import HelpPlace, PagePlace
from headspace_desktop.ui.parts import TextView, button, label, row
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.theme import L_PX, M_PX, S_PX, XL_PX, XS_PX, Theme
from headspace_desktop.ui.words import tr


class Found(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked for at the start."""

    title: str
    found: Found
    detail: str = ""


_MARKS = {Found.YES: State.DONE, Found.NO: State.ENDED, Found.UNKNOWN: State.UNKNOWN}


class Mark(QWidget):
    """Tick, empty box or hatched disc."""

    def __init__(self, theme: Theme, found: Found) -> None:
        super().__init__()
        self._theme, self._found = theme, found
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        words = {Found.YES: tr("found"), Found.NO: tr("not found"), Found.UNKNOWN: tr("not known")}
        self.setAccessibleName(words[found])
        self.setToolTip(words[found])

    @override
    def sizeHint(self) -> QSize:
        return QSize(16, 16)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, state = self._theme.look, _MARKS[self._found]
        fill = look.hue(State.IDLE if self._found is Found.YES else state).fill
        painter = QPainter(self)
        draw_state(painter, QRectF(self.rect()), state, fill, look.surface)
        painter.end()


class Sheet(QFrame):
    """A card of one width that is never less tall than its words need at that width."""

    def __init__(self, width_px: int) -> None:
        super().__init__()
        self.setProperty("role", "box")
        self.setFixedWidth(width_px)

    @override
    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return QSize(self.width(), layout.totalHeightForWidth(self.width()) if layout is not None else 0)


class Welcome(QScrollArea):
    """A short honest page in the middle of an empty board."""

    wanted = Signal(object)  # a Place
    start_wanted = Signal()
    autostart_switched = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self._list = QGridLayout()
        self._list.setHorizontalSpacing(S_PX + 2)
        self._list.setVerticalSpacing(XS_PX + 2)
        self._list.setColumnStretch(2, 1)
        self.said = label("", "soft", wraps=True)
        self.command = TextView(themes.mono("body"), max_lines=2)
        self.setAccessibleName(tr("No agents yet"))
        self.command.setAccessibleName(tr("The command that starts an agent"))
        self.hooks_words = label("", "soft", wraps=True)
        self.hooks = button(tr("See what hooks would change…"), "primary")
        self.start = button(tr("Start an agent…"))
        self.doctor = button(tr("Open the Doctor"), "quiet")
        self.help = button(tr("Getting started"), "quiet")
        self.autostart = QCheckBox(tr("Start with the desktop, in the tray"))
        self.hooks.clicked.connect(self._hooks)
        self.start.clicked.connect(self.start_wanted)
        self.doctor.clicked.connect(self._doctor)
        self.help.clicked.connect(self._help)
        self.autostart.clicked.connect(self.autostart_switched)
        page = QWidget()
        outer = QVBoxLayout(page)
        outer.setContentsMargins(XL_PX, XL_PX, XL_PX, XL_PX)
        outer.addStretch(2)
        outer.addLayout(row(None, self._card(), None))  # an alignment would ask for the height at another width
        outer.addStretch(3)
        self.setWidget(page)
        self.show_autostart(None)
        self.show_findings((), "claude", has_hooks=None)

    def _card(self) -> QWidget:
        card = Sheet(580)
        box = QVBoxLayout(card)
        box.setContentsMargins(XL_PX + XS_PX, XL_PX, XL_PX + XS_PX, XL_PX)
        box.setSpacing(M_PX)
        box.addWidget(label(tr("No agents yet"), font=themes.prose("display")))
        box.addWidget(self.said)
        self._found_title = label(tr("Found on this machine"), "faint", themes.prose("caption", is_strong=True))
        box.addWidget(self._found_title)
        box.addLayout(self._list)
        box.addSpacing(XS_PX)
        box.addWidget(label(tr("Start one in a terminal"), "faint", themes.prose("caption", is_strong=True)))
        box.addWidget(self.command)
        box.addWidget(self.hooks_words)
        box.addLayout(row(self.hooks, self.start, None))
        box.addLayout(row(self.autostart, None, self.help, self.doctor))
        return card

    def show_findings(self, findings: tuple[Finding, ...], command: str, *, has_hooks: bool | None) -> None:
        """Show what was found. `has_hooks` None means that nobody looked."""
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._found_title.setVisible(bool(findings))
        for at, finding in enumerate(findings):
            self._list.addWidget(Mark(self._theme, finding.found), at, 0)
            self._list.addWidget(label(one_line(finding.title, 80)), at, 1)
            detail = label(one_line(finding.detail, 200), "soft", themes.prose("caption"), wraps=True)
            self._list.addWidget(detail, at, 2)
            self._list.setRowMinimumHeight(at, 22)
        self.command.show_text(command)
        self.hooks.setVisible(has_hooks is not True)
        self.said.setText(
            tr("Everything is in place. A session appears here by itself as soon as one runs.")
            if has_hooks
            else tr("A session appears here by itself as soon as one runs. Nothing has to be set up; nothing is sent.")
        )
        self.hooks_words.setText(
            tr("Hooks are installed: you are told at once.")
            if has_hooks
            else tr(
                "Without hooks sessions are still seen. With them you are told at once, and can answer from here. "
                "They are lines in the agent's own settings file: every line is shown before it is written."
            )
        )
        self.hooks_words.setContentsMargins(0, 0, 0, L_PX - M_PX)

    def show_autostart(self, is_on: bool | None) -> None:
        """Whether it starts with the desktop; None where that is not known or cannot be set."""
        self.autostart.setVisible(is_on is not None)
        self.autostart.setChecked(is_on is True)

    @Slot()
    def _hooks(self) -> None:
        self.wanted.emit(PagePlace("hooks"))

    @Slot()
    def _doctor(self) -> None:
        self.wanted.emit(PagePlace("doctor"))

    @Slot()
    def _help(self) -> None:
        self.wanted.emit(HelpPlace("getting-started"))
