"""Every dock of the window: the board and the pages as tabs in the middle, panels around them.

GUI thread. It knows where a place is shown; what a page shows is the page's own, and it is made when first seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QByteArray, QObject, QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QTabWidget, QWidget

from headspace_desktop.domain.changes import Change, PageReady
from headspace_desktop.ui.pages.page import (
    Area,
    FolderPlace,
    Ground,
    HelpPlace,
    Page,
    PagePlace,
    Place,
    ProjectPlace,
    SettingPlace,
)
from headspace_desktop.ui.shell.dock import Dock
from headspace_desktop.ui.shell.screens import onto
from headspace_desktop.ui.shell.tabs import Tabs
from headspace_desktop.ui.words import tr

#: Where a place is shown that has a page of its own.
_HOMES: dict[type, str] = {
    ProjectPlace: "projects",
    FolderPlace: "projects",
    HelpPlace: "help",
    SettingPlace: "settings",
}
_AREAS = {
    "middle": Qt.DockWidgetArea.LeftDockWidgetArea,
    "side": Qt.DockWidgetArea.RightDockWidgetArea,
    "bottom": Qt.DockWidgetArea.BottomDockWidgetArea,
}
#: Raised when docks change so much that an older layout would not fit.
VERSION = 2

State = tuple[QByteArray, QByteArray]


class Middle(QMainWindow):
    """The board and the pages: a field of docks inside the window, so that they share the middle alone."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.setDocumentMode(True)
        _options(self)


class Docks(QObject):
    """The docks by name: panels that were there from the start, and pages that come when they are wanted."""

    made = Signal(object)  # a page
    left = Signal()  # for the board, which gives the focus to the card that had it
    focus_moved = Signal()  # perhaps into another one

    def __init__(self, window: QMainWindow, kinds: Iterable[type[Page]]) -> None:
        super().__init__(window)
        self.window, self.middle = window, Middle()
        _options(window)
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        window.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self.ground: Ground | None = None
        self.by_name: dict[str, Dock] = {}
        self.pages: dict[str, Page] = {}  # those that were made
        self._failed: set[Page] = set()  # those that the last answer failed
        self.kinds = tuple(kinds)
        self._tabbed = (Tabs(window), Tabs(self.middle))
        self._titles = QTimer(self)
        self._titles.setSingleShot(True)
        self._titles.setInterval(0)
        self._titles.timeout.connect(self._show_titles)
        QApplication.instance().focusChanged.connect(self.focus_moved)  # type: ignore[union-attr]
        QGuiApplication.instance().screenRemoved.connect(self.bring_back)  # type: ignore[union-attr]

    def add_board(self, body: QWidget) -> None:
        self._add(Dock("board", tr("Board"), lambda: body, self.middle, has_title=False)).fill()

    def add_panel(self, name: str, title: str, panel: QWidget, area: Area) -> None:
        """A dock for a panel that exists already."""
        panel.setAccessibleName(title)
        self._add(Dock(name, title, lambda: panel, self.window, area=area)).fill()

    def add_pages(self, ground: Ground) -> None:
        """An empty dock for every page of the catalogue."""
        self.ground = ground
        for kind in self.kinds:
            host = self.middle if kind.area == "middle" else self.window
            self._add(Dock(kind.name, kind.title(), partial(self._made, kind), host, area=kind.area))
            self.by_name[kind.name].hide()

    def stand(self) -> None:
        """Put every dock where it stands at first; those that are open stay open."""
        self.board.show()
        for dock in self.by_name.values():
            is_open = not dock.isHidden()
            if dock.isFloating():
                dock.setFloating(False)
            dock.host.addDockWidget(_AREAS[dock.area], dock)
            first = next((one for one in self.by_name.values() if one.area == dock.area), dock)
            if first is not dock:
                dock.host.tabifyDockWidget(first, dock)
            dock.setVisible(is_open)

    @property
    def board(self) -> Dock:
        return self.by_name["board"]

    # -- places

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
            self.by_name[name].take_focus()
            if not (isinstance(place, PagePlace) and not place.words):
                page.go_to(place)
        return True

    def take(self, changes: Sequence[Change]) -> None:
        for page in self.pages.values():
            page.take(changes)

    def take_page(self, ready: PageReady) -> bool:
        taker = next((page for page in self.pages.values() if page.take_page(ready)), None)
        if taker is None:
            return False
        if ready.trouble is not None:
            self._failed.add(taker)
        else:
            self._failed.discard(taker)
        return True

    def retry_failed(self) -> None:
        """The store is there again: what could not be read is asked for anew, at the latest when it is seen."""
        failed, self._failed = self._failed, set()
        for page in failed:
            page.grow_stale()

    # -- by keyboard

    def focused(self) -> Dock:
        """The dock that has the focus; the one in front of the middle where none has."""
        at = QApplication.activeWindow()
        if not isinstance(at, Dock):  # else it is one in a window of its own
            at = QApplication.focusWidget()
        while at is not None and not isinstance(at, Dock):
            at = at.parentWidget()
        if isinstance(at, Dock) and at.is_in_front:
            return at
        return next((one for one in self._tabs() if one.is_in_front), self.board)

    def no_page(self) -> str:
        return (
            "" if self.focused().objectName() != "board" else tr("The board is in front: there is no page to act on.")
        )

    @Slot()
    def refresh(self) -> None:
        page = self.pages.get(self.focused().objectName())
        if page is not None:
            page.refresh()

    @Slot()
    def close_page(self) -> None:
        dock = self.focused()
        if dock is not self.board:
            dock.close()
            self.left.emit()

    @Slot()
    def detach(self) -> None:
        self.focused().detach()

    @Slot()
    def next_page(self) -> None:
        self._step(1)

    @Slot()
    def previous_page(self) -> None:
        self._step(-1)

    def _tabs(self) -> list[Dock]:
        """The open docks of the middle."""
        return [one for one in self.by_name.values() if one.area == "middle" and not one.isHidden()]

    def _step(self, by: int) -> None:
        tabs = self._tabs()
        at = next((n for n, one in enumerate(tabs) if one.is_in_front), 0)
        dock = tabs[(at + by) % len(tabs)]
        if dock is self.board:
            self.left.emit()
        else:
            dock.come_up()
            dock.take_focus()

    # -- keeping

    def state(self) -> State:
        return self.window.saveState(VERSION), self.middle.saveState(VERSION)

    def restore(self, state: State) -> bool:
        """Put the docks where they stood; False when it does not fit, and then they stay as they are."""
        is_good = self.window.restoreState(state[0], VERSION) and self.middle.restoreState(state[1], VERSION)
        self.board.show()
        self.bring_back()
        return is_good

    @Slot()
    def bring_back(self) -> None:
        """No dock stays on a screen that is not there any more."""
        screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        for widget in (self.window, *(dock for dock in self.by_name.values() if dock.isFloating())):
            here = QRect(widget.pos(), widget.size()) if widget.isWindow() else QRect(QPoint(0, 0), widget.size())
            wanted = onto(here, screens)
            if wanted != here:
                widget.resize(wanted.size())
                widget.move(wanted.topLeft())

    # -- within

    def _add(self, dock: Dock) -> Dock:
        self.by_name[dock.objectName()] = dock
        dock.host.addDockWidget(_AREAS[dock.area], dock)
        if dock.objectName() != "board":
            dock.escaped.connect(self.left)
        dock.visibilityChanged.connect(self._titles_later)
        dock.topLevelChanged.connect(self._titles_later)
        return dock

    @Slot()
    def _titles_later(self) -> None:
        self._titles.start()

    @Slot()
    def _show_titles(self) -> None:
        for dock in self.by_name.values():
            dock.show_title()
        for tabs in self._tabbed:
            tabs.dress(self.by_name.values())

    def _made(self, kind: type[Page]) -> Page:
        assert self.ground is not None
        made = self.pages[kind.name] = kind(self.ground)
        self.made.emit(made)
        return made


def _options(window: QMainWindow) -> None:
    option = QMainWindow.DockOption
    window.setDockOptions(option.AllowNestedDocks | option.AllowTabbedDocks)
