"""The menu bar and the card's own menu, made of the commands by their names. GUI thread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from headspace_desktop.ui.shell.commands import Commands
from headspace_desktop.ui.words import tr

#: A line between entries.
LINE = "-"
#: Groups of commands that are not those of one page.
_SHARED = frozenset({"agent", "queue", "board", "page", "view", "layout", "mute", "app"})
CARD = (
    "agent.go", "agent.reply", "agent.allow", "agent.deny", LINE,
    "agent.transcript", "agent.why", "agent.seen", "queue.snooze", "queue.wake", LINE,
    "agent.terminal", "agent.interrupt", "agent.resume", "agent.shut_down", "agent.dismiss",
)  # fmt: skip


def fill(menu: QMenu, commands: Commands, names: Iterable[str]) -> QMenu:
    """Put these commands into a menu; what there is not is left out."""
    menu.setToolTipsVisible(True)
    for name in names:
        if name == LINE:
            menu.addSeparator()
        elif name in commands:
            menu.addAction(commands.action(name))
    return menu


def card_menu(commands: Commands, parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return fill(menu, commands, CARD)


def fill_bar(bar: QMenuBar, commands: Commands) -> None:
    """Every command is in one of the menus, which are made anew."""
    bar.clear()
    for title, groups in _menus(commands).items():
        menu = bar.addMenu(title)
        _fill_parts(menu, commands, groups)
        menu.aboutToShow.connect(commands.settle)


class _Submenu(NamedTuple):
    title: str
    parts: list[list[str]]


def _fill_parts(menu: QMenu, commands: Commands, parts: Iterable[list[str] | _Submenu]) -> None:
    """Part beneath part, with a line between them."""
    for at, part in enumerate(parts):
        if at:
            menu.addSeparator()
        if isinstance(part, _Submenu):
            _fill_parts(menu.addMenu(part.title), commands, part.parts)
        else:
            fill(menu, commands, part)


def _within(commands: Commands) -> list[list[str]]:
    """What can be done on one page alone: a part for each."""
    groups = sorted({one.group for one in commands} - _SHARED)
    return [[one.name for one in commands if one.group == group] for group in groups]


def _parts(names: list[str]) -> list[list[str]]:
    """What is found, in which order, how much of a card, and in which columns: each a part of its own."""
    kinds = {"sort": 1, "compact": 2, "short": 2, "by": 3}
    parts: list[list[str]] = [[], [], [], []]
    for name in names:
        parts[kinds.get(name.removeprefix("board.").partition("_")[0], 0)].append(name)
    return [part for part in parts if part]


def _menus(commands: Commands) -> dict[str, Sequence[list[str] | _Submenu]]:
    def of(*groups: str, but: tuple[str, ...] = ()) -> list[str]:
        return [one.name for one in commands if one.group in groups and one.name not in but]

    program = ("agent.start", "app.palette", "app.quit")
    helps = ("app.help", "page.help", "page.shortcuts")
    tools = ("page.settings", "page.hooks", "page.doctor", "page.about", "page.shortcuts", "page.help")
    acts = ("page.refresh", "page.close", "page.next", "page.previous", "page.detach")
    return {
        tr("&Agent"): [of("agent", but=program), of("queue"), list(program)],
        tr("&Board"): _parts(of("board")),
        tr("&Pages"): [of("page", but=(*tools, *acts)), list(acts), _Submenu(tr("&Within a page"), _within(commands))],
        tr("&View"): [["app.board"], of("layout"), of("view")],
        tr("&Notifications"): [of("mute")],
        tr("&Help"): [list(helps), [name for name in tools if name not in helps]],
    }
