"""Every action of the program by its name: its words, its keys, whether it can be done now, and how.

GUI thread. Menus, palette, shortcuts page and help are made from this one list; it knows no panel.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from headspace_desktop.ui.words import tr

#: Where a key works: in the whole window, or while the board has the focus.
Scope = Literal["window", "board"]

SCOPES: tuple[Scope, ...] = ("window", "board")

_PORTABLE = QKeySequence.SequenceFormat.PortableText

log = logging.getLogger(__name__)


def _always() -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Command:
    """One action. `why_not` says in a sentence why it cannot be done now; empty when it can.

    `keys` work anywhere in the window, `board_keys` while the board has the focus; both are defaults.
    """

    name: str
    title: str
    called: Callable[[], object]
    keys: str = ""
    board_keys: str = ""
    why_not: Callable[[], str] = _always
    is_on: Callable[[], bool] | None = None
    of: str = ""  # whose it is, in words; without them its group's

    @property
    def group(self) -> str:
        return self.name.partition(".")[0]

    @property
    def whose(self) -> str:
        return self.of or group_title(self.group)

    def default(self, scope: Scope) -> str:
        return self.keys if scope == "window" else self.board_keys


class Commands(QObject):
    """The registry. Keys that the person changed are kept in `layout`; those of `board` work on that widget alone."""

    keys_changed = Signal()
    refused = Signal(str)  # why

    def __init__(self, window: QWidget, board: QWidget, layout: QSettings) -> None:
        super().__init__(window)
        self._window, self._board, self._layout = window, board, layout
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}
        self._on_board: dict[str, QShortcut] = {}

    # -- what there is

    def add(self, commands: Iterable[Command]) -> None:
        for command in commands:
            assert command.name not in self._commands, command.name
            self._commands[command.name] = command
            made = self._actions[command.name] = QAction(command.title, self._window)
            made.setObjectName(command.name)
            made.setAutoRepeat(False)
            made.setCheckable(command.is_on is not None)
            made.setData(command.name)
            made.triggered.connect(self._triggered)
            self._window.addAction(made)
            self._bind(command)
            self._settle(command)

    def remove(self, name: str) -> None:
        """Take one out that is not there any more; its keys are kept, should it come back."""
        del self._commands[name]
        self._actions.pop(name).deleteLater()
        if name in self._on_board:
            self._on_board.pop(name).deleteLater()

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands.values())

    def __contains__(self, name: str) -> bool:
        return name in self._commands

    def command(self, name: str) -> Command:
        return self._commands[name]

    def action(self, name: str) -> QAction:
        """Its entry for menus and buttons: words, keys and whether it can be done follow by themselves."""
        return self._actions[name]

    # -- doing

    def run(self, name: str) -> bool:
        """Do it; where it cannot be done, `refused` says why."""
        command = self._commands[name]
        if why := command.why_not():
            self.refused.emit(why)
            return False
        log.debug("ran %s", name)
        command.called()
        self.settle()
        return True

    def why_not(self, keys: QKeySequence) -> str:
        """Why the command of these keys cannot be done now; empty when it can or when there is none."""
        for command in self:
            if keys.toString(_PORTABLE) and self.keys(command.name) == keys.toString(_PORTABLE):
                return command.why_not()
        return ""

    @Slot()
    def settle(self) -> None:
        """Let every entry show whether it can be done now."""
        for command in self:
            self._settle(command)

    # -- keys

    def keys(self, name: str, scope: Scope = "window") -> str:
        """The keys in force, as Qt writes them on every platform."""
        found = self._layout.value(_place(name, scope))
        return found if isinstance(found, str) else _portable(self._commands[name].default(scope))

    def native_keys(self, name: str) -> str:
        """The keys as this desktop writes them, those of the whole window first."""
        found = (self.keys(name), self.keys(name, "board"))
        return "  ".join(native(keys) for keys in found if keys)

    def holder(self, keys: str, name: str, scope: Scope) -> Command | None:
        """The other command that has these keys already. A key of the board counts everywhere, and the reverse."""
        for command in self:
            for other in SCOPES:
                if (command.name, other) != (name, scope) and keys and self.keys(command.name, other) == keys:
                    return command if command.name != name else None
        return None

    def set_keys(self, name: str, scope: Scope, keys: str) -> None:
        """Give it these keys; whoever had them loses them."""
        keys = _portable(keys)
        while (other := self.holder(keys, name, scope)) is not None:
            for place in SCOPES:
                if self.keys(other.name, place) == keys:
                    self._keep(other, place, "")
        self._keep(self._commands[name], scope, keys)
        self.keys_changed.emit()

    def reset(self, name: str) -> None:
        """The keys that it came with; whoever has them now loses them."""
        for scope in SCOPES:
            self.set_keys(name, scope, self._commands[name].default(scope))

    def reset_all(self) -> None:
        self._layout.remove("keys")
        for command in self:
            self._bind(command)
        self.keys_changed.emit()

    def is_changed(self, name: str) -> bool:
        return any(self._layout.contains(_place(name, scope)) for scope in SCOPES)

    # -- within

    def _keep(self, command: Command, scope: Scope, keys: str) -> None:
        if keys == _portable(command.default(scope)):
            self._layout.remove(_place(command.name, scope))
        else:
            self._layout.setValue(_place(command.name, scope), keys)
        self._bind(command)

    def _bind(self, command: Command) -> None:
        self._actions[command.name].setShortcut(QKeySequence(self.keys(command.name), _PORTABLE))
        keys = self.keys(command.name, "board")
        if keys and command.name not in self._on_board:
            made = self._on_board[command.name] = QShortcut(self._board)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.setAutoRepeat(False)
            made.setObjectName(command.name)
            made.activated.connect(self._pressed)
        if command.name in self._on_board:
            self._on_board[command.name].setKey(QKeySequence(keys, _PORTABLE))

    def _settle(self, command: Command) -> None:
        action, why = self._actions[command.name], command.why_not()
        if action.isEnabled() == bool(why):
            action.setEnabled(not why)
        tip = why or command.title
        if action.toolTip() != tip:
            action.setToolTip(tip)
            action.setStatusTip(why)
        if command.is_on is not None and action.isChecked() != command.is_on():
            action.setChecked(command.is_on())

    @Slot()
    def _triggered(self) -> None:
        self.run(self.sender().objectName())

    @Slot()
    def _pressed(self) -> None:
        self.run(self.sender().objectName())


def group_title(group: str) -> str:
    return {
        "agent": tr("Agent"),
        "queue": tr("Who waits"),
        "board": tr("Board"),
        "page": tr("Pages"),
        "view": tr("View"),
        "layout": tr("Layouts"),
        "mute": tr("Notifications"),
        "app": tr("Program"),
    }.get(group, group)


def _place(name: str, scope: str) -> str:
    return f"keys/{name}" + ("@board" if scope == "board" else "")


def _portable(keys: str) -> str:
    return QKeySequence(keys, _PORTABLE).toString(_PORTABLE) if keys else ""


def native(keys: str) -> str:
    return QKeySequence(keys, _PORTABLE).toString(QKeySequence.SequenceFormat.NativeText)
