"""Every dock of the window; a page is made when its dock is first seen.

GUI thread. It knows where a place is shown; what a page shows is the page's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QMainWindow, QToolButton, QWidget

from headspace_desktop.domain.changes import Change, PageReady
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.pages.page import (
    Ground,
    HelpPlace,
    Page,
    PagePlace,
    Place,
    ProjectPlace,
    SettingPlace,
)
from headspace_desktop.ui.parts import frame, label
from headspace_desktop.ui.theme import S_PX, XS_PX
from headspace_desktop.ui.words import tr

#: Where a place is shown that has a page of its own.
_HOMES: dict[type, str] = {ProjectPlace: "projects", HelpPlace: "help", SettingPlace: "settings"}


class Dock(QDockWidget):
    """A dock with a quiet title. Its body is made when it is first in sight."""

    made = Signal()

    def __init__(self, name: str, title: str, make: Callable[[], QWidget], parent: QMainWindow) -> None:
        super().__init__(title, parent)
        self.setObjectName(name)
        self._make = make
        self.body: QWidget | None = None
        bar = frame("docktitle")
        line = QHBoxLayout(bar)
        line.setContentsMargins(S_PX + 8, XS_PX, XS_PX, XS_PX)
        line.addWidget(label(title, "soft", themes.prose("caption", is_strong=True)))
        line.addStretch(1)
        shut = QToolButton()
        shut.setText("×")
        shut.setAccessibleName(tr("Close {title}").format(title=title))
        shut.clicked.connect(self.close)
        line.addWidget(shut)
        self.setTitleBarWidget(bar)
        self.action = QAction(title, self)
        self.action.setCheckable(True)
        self.action.triggered.connect(self.toggle)
        self.visibilityChanged.connect(self._seen)

    def fill(self) -> QWidget:
        """The body, made now if it was not."""
        if self.body is None:
            self.body = self._make()
            self.body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            self.setWidget(self.body)
            self.made.emit()
        return self.body

    def come_up(self) -> None:
        """Show it, in front of those it shares its place with."""
        self.fill()
        self.show()
        self.raise_()

    @property
    def is_in_front(self) -> bool:
        return self.isVisible() and not self.visibleRegion().isEmpty()

    @Slot()
    def toggle(self) -> None:
        """Bring it to the front, also from behind another one; from the front it goes."""
        if self.is_in_front:
            self.close()
        else:
            self.come_up()
        self.action.setChecked(not self.isHidden())

    @Slot(bool)
    def _seen(self, is_seen: bool) -> None:
        if is_seen:
            self.fill()
        self.action.setChecked(not self.isHidden())


class Docks(QObject):
    """The docks by name: panels that were there from the start, and pages that come when they are wanted."""

    def __init__(self, window: QMainWindow, ground: Ground, pages: Iterable[type[Page]]) -> None:
        super().__init__(window)
        self._window, self._ground = window, ground
        self.by_name: dict[str, Dock] = {}
        self.pages: dict[str, Page] = {}  # those that were made
        self._pages = tuple(pages)

    def add_panel(self, name: str, title: str, panel: QWidget) -> Dock:
        """A dock for a panel that exists already."""
        made = self.by_name[name] = Dock(name, title, lambda: panel, self._window)
        made.fill()
        return made

    def add_pages(self) -> tuple[Dock, ...]:
        """A dock for every page of the catalogue that has no panel of the same name; all of them empty."""
        wanted = [kind for kind in self._pages if kind.name not in self.by_name]
        for kind in wanted:
            self.by_name[kind.name] = Dock(kind.name, kind.title(), lambda kind=kind: self._made(kind), self._window)
        return tuple(self.by_name[kind.name] for kind in wanted)

    def page(self, name: str) -> Page | None:
        """The page of this name, made now if it was not; None where there is none."""
        if name in self.by_name:
            self.by_name[name].fill()
        return self.pages.get(name)

    def show(self, name: str) -> bool:
        """Bring a dock to the front; False where there is none."""
        dock = self.by_name.get(name)
        if dock is not None:
            dock.come_up()
        return dock is not None

    def go(self, place: Place) -> bool:
        """Show a place that is a page, or on one; False where no page shows it."""
        name = place.name if isinstance(place, PagePlace) else _HOMES.get(type(place), "")
        if not self.show(name):
            return False
        page = self.pages.get(name)
        if page is not None:
            if not (isinstance(place, PagePlace) and not place.words):
                page.go_to(place)
            page.setFocus()
        return True

    def take(self, changes: Sequence[Change]) -> None:
        for page in self.pages.values():
            page.take(changes)

    def take_page(self, ready: PageReady) -> bool:
        return any(page.take_page(ready) for page in self.pages.values())

    def _made(self, kind: type[Page]) -> Page:
        made = self.pages[kind.name] = kind(self._ground)
        return made
