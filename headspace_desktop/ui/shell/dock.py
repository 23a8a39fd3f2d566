"""One dock: a quiet title, a body that is made when it is first in sight. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QFrame, QHBoxLayout, QMainWindow, QToolButton, QWidget
from typing_extensions import override

from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.pages.page import Area
from headspace_desktop.ui.parts import label
from headspace_desktop.ui.theme import M_PX, XS_PX
from headspace_desktop.ui.words import tr


class _Title(QFrame):
    """The strip above a dock: its name, and buttons that detach and close it. Among tabs there is none."""

    def __init__(self, dock: Dock) -> None:
        super().__init__()
        self.setProperty("role", "docktitle")
        title = dock.windowTitle()
        line = QHBoxLayout(self)
        line.setContentsMargins(M_PX, XS_PX, XS_PX, XS_PX)
        line.setSpacing(0)
        line.addWidget(label(title, "soft", themes.prose("caption", is_strong=True)))
        line.addStretch(1)
        for sign, said, called in (
            ("❐", tr("Detach or put back: {title}"), dock.detach),
            ("×", tr("Close: {title}"), dock.close),
        ):
            made = QToolButton()
            made.setText(sign)
            made.setAccessibleName(said.format(title=title))
            made.setToolTip(said.format(title=title))
            made.clicked.connect(called)
            line.addWidget(made)

    @override
    def sizeHint(self) -> QSize:
        """Qt asks for the height of a title even where it is hidden."""
        return QSize(0, 0) if self.isHidden() else super().sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0) if self.isHidden() else super().minimumSizeHint()


class Dock(QDockWidget):
    """See the module. One without a title cannot be closed, moved or detached."""

    escaped = Signal()  # nobody within took the Escape key: a form that is open closes by it first

    def __init__(
        self,
        name: str,
        title: str,
        make: Callable[[], QWidget],
        host: QMainWindow,
        *,
        area: Area = "middle",
        has_title: bool = True,
    ) -> None:
        super().__init__(title, host)
        self.setObjectName(name)
        self.host, self.area = host, area
        self._make = make
        self.body: QWidget | None = None
        self._title: _Title | None = None
        self._is_filling = False
        if not has_title:
            self.setTitleBarWidget(QWidget())
            self.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        self.visibilityChanged.connect(self._seen)

    @property
    def is_closable(self) -> bool:
        return bool(self.features() & QDockWidget.DockWidgetFeature.DockWidgetClosable)

    def fill(self) -> QWidget:
        """The body, made now if it was not."""
        if self.body is None:
            self._is_filling = True  # a title on a dock in sight tells once more that it is seen
            if self.is_closable:
                self._title = _Title(self)
                self.setTitleBarWidget(self._title)
            self.body = self._make()
            self.body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            self.setWidget(self.body)
            self._is_filling = False
        return self.body

    @Slot()
    def come_up(self) -> None:
        """Show it, in front of those it shares its place with."""
        self.fill()
        self.show()
        self.raise_()
        if self.area == "bottom" and not self.isFloating() and self.height() < self.host.height() // 3:
            self.host.resizeDocks([self], [self.host.height() // 2], Qt.Orientation.Vertical)  # room for rows

    @property
    def is_in_front(self) -> bool:
        """Qt puts those behind another one far outside of the window."""
        return self.isVisible() and (self.isFloating() or self.geometry().intersects(self.host.rect()))

    @Slot()
    def toggle(self) -> None:
        """Bring it to the front and give it the focus; what has the focus already goes."""
        focused = QApplication.focusWidget()
        if self.is_in_front and focused is not None and self.isAncestorOf(focused):
            self.close()
        else:
            self.come_up()
            self.take_focus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def take_focus(self) -> None:
        """What is shown by key is used by key."""
        self.fill().setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def detach(self) -> None:
        """A window of its own, or back into the big one."""
        if self.features() & QDockWidget.DockWidgetFeature.DockWidgetFloatable:
            self.setFloating(not self.isFloating())
            self.activateWindow()
            self.take_focus()

    @Slot(bool)
    def _seen(self, is_seen: bool) -> None:
        if is_seen and not self._is_filling:
            self.fill()

    def show_title(self) -> None:
        """Among tabs the tab says it already."""
        if self._title is None:
            return
        is_wanted = self.isFloating() or all(other.isHidden() for other in self.host.tabifiedDockWidgets(self))
        if is_wanted is self._title.isHidden():
            self._title.setVisible(is_wanted)
            self._title.updateGeometry()
