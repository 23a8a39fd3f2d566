"""A page alone on its ground: what it asked, posted and went to, in lists; a stopped clock."""

from __future__ import annotations

from collections.abc import Callable
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


class PageStage:
    def __init__(self, make: Callable[[Ground], Page], choice: Any = "light") -> None:
        self.now = NOW
        self.asked: list[Any] = []
        self.posted: list[Any] = []
        self.gone_to: list[Any] = []
        self.cards: dict[str, Card] = {}
        ground = Ground(
            theme=the_theme(choice), post=self.posted.append, ask=self.asked.append, now=lambda: self.now,
            card=self.cards.get, cards=self.cards.values, go=self.gone_to.append,
        )  # fmt: skip
        self.page: Any = make(ground)

    def show(self, width: int = 1000, height: int = 900) -> None:
        self.page.resize(width, height)
        self.page.show()

    def last(self, kind: type[Any]) -> Any:
        return [ask for ask in self.asked if isinstance(ask, kind)][-1]

    def count(self, kind: type[Any]) -> int:
        return sum(isinstance(ask, kind) for ask in self.asked)

    def answer(self, kind: type[Any], page: Any) -> bool:
        """Answer the newest question of this kind; the page gets its id."""
        return bool(self.page.take_page(PageReady(self.last(kind).ask_id, page)))

    def fail(self, kind: type[Any]) -> bool:
        told = TroubleShown("", "StoreAway", "The store is away", "No route.", "Look at the network.", self.now)
        return bool(self.page.take_page(PageReady(self.last(kind).ask_id, None, told)))
