"""What every page stands on, and how one page leads to another place in the window.

GUI thread. A page asks for what it shows when it is first seen, and again when it is told that it is stale; it never
opens a file, a socket, a database or a process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from headspace_desktop.domain.actions import Action
from headspace_desktop.domain.asks import PageAsk
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import Change, PageReady
from headspace_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from headspace_desktop.ui.shell.commands import Commands

#: Beside the board, to its right, or beneath it.
Area = Literal["middle", "side", "bottom"]


@dataclass(frozen=True, slots=True)
class AgentPlace:
    """An agent that is on the board."""

    uuid: str


@dataclass(frozen=True, slots=True)
class LinePlace:
    """One line of a transcript. `entry_uuid` wins; without it the line nearest to `at`."""

    transcript_path: str
    client: str = "claude"
    entry_uuid: str = ""
    at: datetime | None = None
    agent_uuid: str = ""


@dataclass(frozen=True, slots=True)
class ProjectPlace:
    project_id: int


@dataclass(frozen=True, slots=True)
class FolderPlace:
    """A project by its folder, for whoever knows its agents alone."""

    path: str


@dataclass(frozen=True, slots=True)
class HelpPlace:
    topic: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class SettingPlace:
    """One setting by its dotted key; a bare section name shows its group."""

    key: str


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A page by its `name`; `words` fill its search box where it has one."""

    name: str
    words: str = ""


Place = AgentPlace | LinePlace | ProjectPlace | FolderPlace | HelpPlace | SettingPlace | PagePlace


@dataclass(frozen=True, slots=True)
class Ground:
    """What the window lends to its pages. Nothing here blocks; `go` brings another place to the front."""

    theme: Theme
    post: Callable[[Action], None]
    ask: Callable[[PageAsk], None]
    now: Callable[[], datetime]
    card: Callable[[str], Card | None]
    cards: Callable[[], Iterable[Card]]
    go: Callable[[Place], None]
    commands: Commands | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a page does by one of its methods, as a command ``page.name`` with words and keys of its own."""

    name: str
    title: Callable[[], str]
    keys: str = ""


#: A page gets along with so much in either direction.
LEAST_PX = 320


class Page(QWidget):
    """One dock's body. `name` is also its dock's object name and its place in saved layouts.

    `area` is where its dock stands at first, `topic` the help about it when that is not called as it is; a deed's
    name is the method that does it.
    """

    name: ClassVar[str]
    icon: ClassVar[str] = ""
    area: ClassVar[Area] = "middle"
    topic: ClassVar[str] = ""
    deeds: ClassVar[tuple[Deed, ...]] = ()

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.ground = ground
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.title())
        self._is_fresh = False

    @staticmethod
    def title() -> str:
        """What the dock is called."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Ask for what is shown; show that it is loading."""

    def go_to(self, place: Any) -> None:
        """Show this place; called only with places that are this page's own."""

    def take(self, changes: Sequence[Change]) -> None:
        """Changes of the board and the log; called also while hidden, so it must be cheap."""

    def take_page(self, ready: PageReady) -> bool:
        """Show an answer; False when it was asked for by somebody else."""
        del ready
        return False

    def grow_stale(self) -> None:
        """What is shown is old: asked for anew at once when seen, else when next seen."""
        self._is_fresh = False
        if self.isVisible():
            self._freshen()

    @override
    def minimumSizeHint(self) -> QSize:
        """No page asks for more than a narrow window has; what does not fit is scrolled, wrapped or cut."""
        return super().minimumSizeHint().boundedTo(QSize(LEAST_PX, LEAST_PX))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._freshen()

    def _freshen(self) -> None:
        if not self._is_fresh:
            self._is_fresh = True
            self.refresh()
