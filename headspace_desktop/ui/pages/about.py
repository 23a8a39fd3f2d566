"""What this program is, on what it runs, and whose work it uses under which licence. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout
from typing_extensions import override

from headspace_desktop.domain.asks import AskAbout
from headspace_desktop.ui import icons
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.dialogs.rows import Rows, words
from headspace_desktop.ui.dialogs.shapes import AboutShown
from headspace_desktop.ui.pages.page import Ground
from headspace_desktop.ui.pages.sheet import Sheet
from headspace_desktop.ui.parts import label
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.theme import L_PX, M_PX, XS_PX
from headspace_desktop.ui.words import tr


class AboutPage(Sheet):
    name = "about"
    topic = "privacy"

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.heading.hide()
        self.version = words("", "soft", themes.mono("body"))
        titles = (tr("Library"), tr("Version"), tr("Licence"), tr("Home"))
        self.table = Rows(titles, (2, 1, 3, 4), tr("Libraries"))
        box = QVBoxLayout(self.body)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(M_PX)
        box.addLayout(self._top())
        box.addWidget(label(tr("It is built with"), "faint", themes.prose("caption", is_strong=True)))
        box.addWidget(self.table, 1)

    def _top(self) -> QHBoxLayout:
        picture = QLabel()
        picture.setPixmap(icons.icon("app", size_px=64).pixmap(64, 64))
        picture.setAccessibleName(tr("The program's icon"))
        text = QVBoxLayout()
        text.setSpacing(XS_PX)
        text.addWidget(label(tr("Headspace Desktop"), font=themes.prose("title", is_strong=True)))
        text.addWidget(self.version)
        text.addWidget(
            words(tr("Watches your coding agents and takes you to the right one. Nothing leaves this machine."))
        )
        text.addWidget(
            words(
                tr(
                    "Free software under the MIT licence. Qt and PySide are used under the LGPL, version 3: they are "
                    "separate libraries that you may replace by your own."
                ),
                "soft",
                themes.prose("caption"),
            )
        )
        line = QHBoxLayout()
        line.setSpacing(L_PX)
        line.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(text, 1)
        return line

    @staticmethod
    @override
    def title() -> str:
        return tr("About Headspace")

    @override
    def refresh(self) -> None:
        if not self.table.count:
            self.say(tr("Reading…"))
            self._post(AskAbout)

    @override
    def show_page(self, page: AboutShown) -> None:
        self.version.setText(one_line(f"{page.version} · Python {page.python} · {page.system}", 200))
        self.version.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        small = themes.prose("caption")
        self.table.fill(
            [
                [
                    words(one.name),
                    words(one.version, "soft", themes.mono()),
                    words(one.licence, "soft", small),
                    words(one.home, "soft", themes.mono()),
                ]
                for one in page.libraries
            ]
        )
