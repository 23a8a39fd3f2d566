"""One part of the agent panel: a heading, a button that copies it as Markdown, facts in two columns.

GUI thread. Facts are updated in place: what has the focus or a selection stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.parts import Toggle, button, label, row
from headspace_desktop.ui.plain import visible
from headspace_desktop.ui.theme import M_PX, XS_PX
from headspace_desktop.ui.words import tr

#: (title, what it says)
Rows = Sequence[tuple[str, str]]

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")
_VALUE_CHARS = 2000
#: So that the values of all sections begin beneath one another.
TITLE_PX = 76


def markdown(title: str, rows: Rows) -> str:
    """A heading and one item a fact; what is untrusted cannot become markup."""
    items = [f"- **{_escaped(name)}:** {_escaped(value)}" for name, value in rows]
    return "\n".join([f"## {_escaped(title)}", "", *items, ""])


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", visible(" ".join(text.split()), _VALUE_CHARS))


class FactGrid(QWidget):
    """Titles and values. A value in `mono` titles is set in the fixed-width face."""

    def __init__(self, mono: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self._mono = mono
        self.values: dict[str, QLabel] = {}
        self._titles: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, XS_PX)
        self._grid.setHorizontalSpacing(M_PX)
        self._grid.setVerticalSpacing(XS_PX)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, TITLE_PX)

    def show_rows(self, rows: Rows) -> None:
        """Show these facts; one that is there already only changes its words."""
        for title, value in rows:
            if title not in self.values:
                self._add(title)
            shown = visible(value, _VALUE_CHARS)
            if self.values[title].text() != shown:
                self.values[title].setText(shown)
        wanted = {title for title, value in rows if value}
        for title, made in self.values.items():
            made.setVisible(title in wanted)
            self._titles[title].setVisible(title in wanted)

    def _add(self, title: str) -> None:
        at = len(self.values)
        name = label(title, "faint", themes.prose("caption"))
        value = label("", "", themes.mono("caption") if title in self._mono else themes.prose("caption"), wraps=True)
        value.setAccessibleName(title)
        self._grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, at, 1)
        self._titles[title], self.values[title] = name, value


class Section(QWidget):
    """Shown while its toggle, which stands with those of the others, is on. `opened` for what is fetched only then."""

    opened = Signal()

    def __init__(self, title: str, body: QWidget, rows: Callable[[], Rows]) -> None:
        super().__init__()
        self.title, self.body, self._rows = title, body, rows
        self.copy = button(tr("Copy"), "quiet", tr("Copy “{title}” as Markdown").format(title=title))
        self.copy.setAccessibleName(self.copy.toolTip())
        self.copy.clicked.connect(self.copy_markdown)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, XS_PX, 0, XS_PX)
        box.setSpacing(XS_PX)
        box.addLayout(row(label(title, "faint", themes.prose("caption", is_strong=True)), None, self.copy))
        box.addWidget(body)
        self.toggle = Toggle(title, self, is_facet=True)
        self.toggle.toggled.connect(self._toggled)

    @property
    def is_open(self) -> bool:
        return self.toggle.isChecked()

    def markdown(self) -> str:
        return markdown(self.title, self._rows())

    @Slot()
    def copy_markdown(self) -> None:
        QGuiApplication.clipboard().setText(self.markdown())

    @Slot(bool)
    def _toggled(self, is_open: bool) -> None:
        if is_open:
            self.opened.emit()


class FactSection(Section):
    """A section of facts that are known without asking. While it is shut nothing of it is drawn."""

    def __init__(self, title: str, mono: frozenset[str] = frozenset()) -> None:
        self.grid = FactGrid(mono)
        self._known: Rows = ()
        super().__init__(title, self.grid, lambda: [(name, value) for name, value in self._known if value])
        self.opened.connect(self._draw)

    def show_rows(self, rows: Rows) -> None:
        self._known = rows
        if self.is_open:
            self._draw()

    @Slot()
    def _draw(self) -> None:
        self.grid.show_rows(self._known)
