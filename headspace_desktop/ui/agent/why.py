"""“Why this state?”: the rule, the deciding witness, who disagrees and what could not be seen.

GUI thread. Words from a verdict; it adds no opinion of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from headspace_desktop.domain.asks import PageAsk
from headspace_desktop.domain.card import Card
from headspace_desktop.ui.agent.facts import why
from headspace_desktop.ui.agent.section import FactGrid, Rows
from headspace_desktop.ui.agent.wrong import Wrong
from headspace_desktop.ui.drafts import Drafts
from headspace_desktop.ui.words import tr


class Why(QWidget):
    """One row per fact; what is not known is said, not left out. Beneath, the way to say that it is wrong."""

    def __init__(self, ask: Callable[[PageAsk], None], drafts: Drafts, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._rows: Rows = ()
        self._grid = FactGrid(frozenset((tr("Since"), tr("Rule"))))
        self.wrong = Wrong(ask, drafts)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._grid)
        box.addWidget(self.wrong)

    @property
    def facts(self) -> dict[str, QLabel]:
        return self._grid.values

    def rows(self) -> Rows:
        return self._rows

    def show_card(self, card: Card) -> None:
        self._rows = why(card.verdict, self._now())
        self._grid.show_rows(self._rows)
        self.wrong.show_card(card)
