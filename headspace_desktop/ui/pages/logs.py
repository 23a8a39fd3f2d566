"""The logs: what was heard, what was asked of a language model, notifications with why they were held, decisions.

GUI thread. A tab is made when it is first seen and asks for itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QVBoxLayout
from typing_extensions import override

from headspace_desktop.domain.changes import Change, EventsKept, PageReady, WishAnswered
from headspace_desktop.ui.pages.log_columns import shapes
from headspace_desktop.ui.pages.log_view import LogView
from headspace_desktop.ui.pages.page import Deed, Ground, Page, PagePlace
from headspace_desktop.ui.words import tr


class LogsPage(Page):
    """Four logs as tabs."""

    name = "logs"
    icon = "log"
    area = "bottom"
    deeds = (Deed("focus_words", lambda: tr("Search the log")),)

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.views = {shape.name: LogView(ground, shape) for shape in shapes()}
        for view in self.views.values():
            self.tabs.addTab(view, view.shape.title)
        for widget in (self.tabs, self.tabs.tabBar()):
            widget.setAccessibleName(tr("Logs"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.tabs)
        for keys in ("Ctrl+F", "/"):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.focus_words)
        self.setFocusProxy(self.tabs)

    @staticmethod
    @override
    def title() -> str:
        return tr("Logs")

    @property
    def view(self) -> LogView:
        """The one in front."""
        return next(view for view in self.views.values() if view is self.tabs.currentWidget())

    @override
    def refresh(self) -> None:
        if not self.view.asking.is_waiting("first"):
            self.view.tell_fresh()

    @override
    def go_to(self, place: PagePlace) -> None:
        self.view.filters.words.setText(place.words)

    @Slot()
    def focus_words(self) -> None:
        self.view.filters.focus_words()

    @override
    def take(self, changes: Sequence[Change]) -> None:
        for change in changes:
            match change:
                case EventsKept():
                    for view in self.views.values():
                        view.tell_fresh()
                case WishAnswered():
                    for view in self.views.values():
                        view.take_wish(change)
                case _:
                    pass

    @override
    def take_page(self, ready: PageReady) -> bool:
        return any(view.take_page(ready) for view in self.views.values())
