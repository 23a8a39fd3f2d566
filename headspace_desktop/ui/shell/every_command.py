"""The list of every command, in the order of menus and pages. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headspace_desktop.ui.shell.agent_commands import agent_commands
from headspace_desktop.ui.shell.board_commands import board_commands, queue_commands
from headspace_desktop.ui.shell.menus import fill_bar
from headspace_desktop.ui.shell.view_commands import (
    OWN,
    app_commands,
    layout_commands,
    own_layouts,
    page_commands,
    view_commands,
)

if TYPE_CHECKING:
    from headspace_desktop.ui.window import MainWindow

_ALL = (agent_commands, queue_commands, board_commands, view_commands, page_commands, layout_commands, app_commands)


def register(window: MainWindow) -> None:
    """Fill the registry, and the menus from it."""
    for some in _ALL:
        window.commands.add(some(window))
    fill_bar(window.menuBar(), window.commands)


def renew_layouts(window: MainWindow) -> None:
    """The person's own layouts are others now."""
    for name in [one.name for one in window.commands if one.name.startswith(OWN)]:
        window.commands.remove(name)
    window.commands.add(own_layouts(window))
    fill_bar(window.menuBar(), window.commands)
