"""The tabs of docks that share a place: a page is closed at its tab, a double click detaches it. GUI thread.

Qt makes the bars and puts tabs into them as it likes; `dress` is called whenever the docks have changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMainWindow, QTabBar, QToolButton

from headspace_desktop.ui.shell.dock import Dock
from headspace_desktop.ui.words import tr

_RIGHT = QTabBar.ButtonPosition.RightSide


class Tabs(QObject):
    """Dresses the tab bars of one field of docks."""

    def __init__(self, host: QMainWindow) -> None:
        super().__init__(host)
        self._host = host
        self._docks: dict[str, Dock] = {}

    def dress(self, docks: Iterable[Dock]) -> None:
        """Give every tab of these docks its button; those that have one keep it."""
        self._docks = {dock.windowTitle(): dock for dock in docks if dock.host is self._host}
        for bar in self._host.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if bar.property("dressed") is None:
                bar.setProperty("dressed", True)
                bar.tabBarDoubleClicked.connect(partial(self._detach, bar))
            is_used = bar.count() > 1  # Qt keeps the others far outside, where the focus would be lost
            bar.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_used else Qt.FocusPolicy.NoFocus)
            bar.setAccessibleName(tr("Open side by side"))
            for at in range(bar.count()):
                dock = self._docks.get(bar.tabText(at))
                if dock is not None and dock.is_closable and bar.tabButton(at, _RIGHT) is None:
                    bar.setTabButton(at, _RIGHT, _closer(dock))
                    bar.setTabToolTip(at, tr("A double click detaches it."))

    def _detach(self, bar: QTabBar, at: int) -> None:
        dock = self._docks.get(bar.tabText(at))
        if dock is not None:
            dock.detach()


def _closer(dock: Dock) -> QToolButton:
    """By keyboard a page is closed by its command, so that Tab does not stop here."""
    made = QToolButton()
    made.setProperty("kind", "tabclose")
    made.setText("×")
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    said = tr("Close: {title}").format(title=dock.windowTitle())
    made.setAccessibleName(said)
    made.setToolTip(said)
    made.clicked.connect(dock.close)
    return made
