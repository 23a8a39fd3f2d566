"""A page on a ground of its own, with everything that it says written down; for tests and for pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cards import NOW
from PySide6.QtWidgets import QApplication

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import PageReady, TroubleShown
from headspace_desktop.ui.pages.page import Ground, Page
from headspace_desktop.ui.theme import Theme

_THEMES: list[Theme] = []


def the_theme(choice: Any = "light") -> Theme:
    """One for the program, as in the program."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    if not _THEMES:
        _THEMES.append(Theme(app, choice))
    _THEMES[0].choose(choice)
    return _THEMES[0]


@dataclass
class Stand:
    """What a page stands on, and what it said."""

    theme: str = "light"
    now: datetime = NOW
    cards: list[Card] = field(default_factory=list)
    posted: list[Any] = field(default_factory=list)
    asked: list[Any] = field(default_factory=list)
    gone: list[Any] = field(default_factory=list)

    def ground(self) -> Ground:
        return Ground(
            theme=the_theme(self.theme),
            post=self.posted.append,
            ask=self.asked.append,
            now=lambda: self.now,
            card=lambda uuid: next((card for card in self.cards if card.uuid == uuid), None),
            cards=lambda: self.cards,
            go=self.gone.append,
        )

    def last(self, kind: type[Any]) -> Any:
        return [said for said in (*self.asked, *self.posted) if isinstance(said, kind)][-1]

    def count(self, kind: type[Any]) -> int:
        return sum(isinstance(said, kind) for said in (*self.asked, *self.posted))

    def answer(self, page: Page, kind: type[Any], given: Any) -> bool:
        """Answer the newest question of this kind."""
        return page.take_page(PageReady(self.last(kind).ask_id, given))

    def fail(self, page: Page, kind: type[Any], trouble: str = "StoreLocked") -> bool:
        shown = TroubleShown("", trouble, "The store is busy", "store.sqlite3", "It is tried again by itself.", NOW)
        return page.take_page(PageReady(self.last(kind).ask_id, None, shown))


def texts(model: Any, column: int = 0) -> Sequence[str]:
    return [model.index(row, column).data() for row in range(model.rowCount())]
