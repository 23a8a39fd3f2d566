"""Named arrangements of the docks: four of our own, and those that the person saves.

GUI thread. A layout says which docks are open, where, and how large; the window's own size stays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QDockWidget

from headspace_desktop.ui.shell.docks import Docks
from headspace_desktop.ui.words import tr


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Docks that are open, the one in front last; shares are of the window, and bounded in pixels."""

    side: tuple[str, ...] = ()
    bottom: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    side_share: float = 0.3
    bottom_share: float = 0.35


#: Triage: who waits, and the answer. Review: what was said and done. Focus: one agent. Retro: how the day went.
LAYOUTS = {
    "triage": Arrangement(side=("agent",), side_share=0.33),
    "review": Arrangement(side=("agent",), bottom=("transcript",), side_share=0.28, bottom_share=0.58),
    "focus": Arrangement(side=("agent",), bottom=("transcript",), side_share=0.4, bottom_share=0.7),
    "retro": Arrangement(
        side=("notices",), bottom=("logs",), pages=("objective", "search", "activity"), side_share=0.24
    ),
}
SIDE_PX, BOTTOM_PX = (360, 720), (200, 2000)
_OWN = "layouts"


def layout_title(name: str) -> str:
    return {
        "triage": tr("Layout: Triage"),
        "review": tr("Layout: Review"),
        "focus": tr("Layout: Focus"),
        "retro": tr("Layout: Retro"),
    }[name]


class Layouts(QObject):
    """Uses, saves, renames and deletes layouts. `current` is the one that was used last; empty for none."""

    changed = Signal()  # the person's own are others now

    def __init__(self, docks: Docks, kept: QSettings) -> None:
        super().__init__(docks)
        self._docks, self._kept = docks, kept
        current = kept.value("layout")
        self.current = current if isinstance(current, str) else "triage"

    def begin(self) -> None:
        """How it stands before anything is remembered."""
        self._arrange(LAYOUTS["triage"])

    def own(self) -> dict[str, tuple[QByteArray, QByteArray]]:
        """The person's own by name, as far as they can be read."""
        found = self._kept.value(_OWN)
        good = {}
        for name, states in found.items() if isinstance(found, dict) else ():
            if isinstance(states, list) and len(states) == 2 and all(isinstance(one, QByteArray) for one in states):
                good[str(name)] = (states[0], states[1])
        return good

    def use(self, name: str) -> bool:
        """Arrange the docks so; False when there is no such layout."""
        if name in LAYOUTS:
            self._arrange(LAYOUTS[name])
        elif (state := self.own().get(name)) is not None:
            self._docks.stand()
            self._docks.restore(state)
        else:
            return False
        self._now(name)
        return True

    def save(self, name: str) -> str:
        """Keep what stands now under this name; why not, where that cannot be."""
        name = " ".join(name.split())[:60]
        if why := self._bad(name):
            return why
        self._keep({**self.own(), name: self._docks.state()})
        self._now(name)
        return ""

    def rename(self, name: str, other: str) -> str:
        """Why not, where that cannot be."""
        other = " ".join(other.split())[:60]
        own = self.own()
        if name not in own:
            return tr("The four built-in layouts keep their names.")
        if why := self._bad(other) or (tr("There is a layout of this name already.") if other in own else ""):
            return why
        self._keep({other if each == name else each: state for each, state in own.items()})
        self._now(other)
        return ""

    def delete(self, name: str) -> Callable[[], None] | None:
        """Forget one of the person's own; gives what puts it back."""
        own = self.own()
        if name not in own:
            return None
        self._keep({each: state for each, state in own.items() if each != name})
        if self.current == name:
            self._now("")

        def put_back() -> None:
            self._keep({**self.own(), name: own[name]})

        return put_back

    def not_own(self) -> str:
        """Why the current layout cannot be renamed or deleted."""
        return "" if self.current in self.own() else tr("Use a layout of your own first: the built-in ones stay.")

    def reset(self) -> None:
        """The current layout as it was made; the first one where there is none."""
        self.use(self.current) or self.use("triage")

    # -- within

    def _bad(self, name: str) -> str:
        if not name:
            return tr("Give it a name.")
        return tr("The four built-in layouts keep their names.") if name.lower() in LAYOUTS else ""

    def _now(self, name: str) -> None:
        self.current = name
        self._kept.setValue("layout", name)

    def _keep(self, own: dict[str, tuple[QByteArray, QByteArray]]) -> None:
        self._kept.setValue(_OWN, {name: list(states) for name, states in own.items()})
        self.changed.emit()

    def _arrange(self, plan: Arrangement) -> None:
        docks = self._docks.by_name
        shown = [name for name in (*plan.side, *plan.bottom, *plan.pages) if name in docks]
        for name, dock in docks.items():
            dock.setVisible(name == "board" or name in shown)
        self._docks.stand()
        for name in shown:
            docks[name].come_up()
        width, height = self._docks.window.width(), self._docks.window.height()
        side: list[QDockWidget] = [docks[name] for name in plan.side if name in docks]
        bottom: list[QDockWidget] = [docks[name] for name in plan.bottom if name in docks]
        if side:
            wide = min(max(round(width * plan.side_share), SIDE_PX[0]), SIDE_PX[1])
            self._docks.window.resizeDocks(side[-1:], [wide], Qt.Orientation.Horizontal)
        if bottom:
            tall = min(max(round(height * plan.bottom_share), BOTTOM_PX[0]), BOTTOM_PX[1])
            self._docks.window.resizeDocks(bottom[-1:], [tall], Qt.Orientation.Vertical)
        if not [name for name in plan.pages if name in docks]:
            self._docks.board.come_up()
