"""The menu bar and the card's own menu, made of the commands by their names. GUI thread."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from headspace_desktop.ui.shell.commands import Commands
from headspace_desktop.ui.words import tr

#: A line between entries.
LINE = "-"
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
        for at, names in enumerate(groups):
            if at:
                menu.addSeparator()
            fill(menu, commands, names)
        menu.aboutToShow.connect(commands.settle)


def _parts(names: list[str]) -> list[list[str]]:
    """What is found, in which order, how much of a card, and in which columns: each a part of its own."""
    kinds = {"sort": 1, "compact": 2, "short": 2, "by": 3}
    parts: list[list[str]] = [[], [], [], []]
    for name in names:
        parts[kinds.get(name.removeprefix("board.").partition("_")[0], 0)].append(name)
    return [part for part in parts if part]


def _menus(commands: Commands) -> dict[str, list[list[str]]]:
    def of(*groups: str, but: tuple[str, ...] = ()) -> list[str]:
        return [one.name for one in commands if one.group in groups and one.name not in but]

    program = ("agent.start", "app.palette", "app.quit")
    helps = ("app.help", "page.help", "page.shortcuts")
    tools = ("page.settings", "page.hooks", "page.doctor", "page.about", "page.shortcuts", "page.help")
    acts = ("page.refresh", "page.close", "page.next", "page.previous", "page.detach")
    known = {"agent", "queue", "board", "page", "view", "layout", "mute", "app"}
    own = sorted({one.group for one in commands} - known)
    return {
        tr("&Agent"): [of("agent", but=program), of("queue"), list(program)],
        tr("&Board"): _parts(of("board")),
        tr("&Pages"): [of("page", but=(*tools, *acts)), list(acts), of(*own)],
        tr("&View"): [["app.board"], of("layout"), of("view")],
        tr("&Notifications"): [of("mute")],
        tr("&Help"): [list(helps), [name for name in tools if name not in helps]],
    }
