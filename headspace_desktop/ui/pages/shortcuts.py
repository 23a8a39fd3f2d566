"""Every command with its keys, which can be changed here; two commands never share one.

GUI thread. The registry keeps what is changed; this page shows it and asks before it takes a key from another.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.pages.page import Deed, Ground, Page, PagePlace
from headspace_desktop.ui.parts import button, frame, label, make_clearable, retone, row
from headspace_desktop.ui.shell.commands import SCOPES, Command, Scope, native
from headspace_desktop.ui.theme import M_PX, S_PX
from headspace_desktop.ui.words import tr

_PORTABLE = QKeySequence.SequenceFormat.PortableText


class KeysField(QKeySequenceEdit):
    """Takes any keys but Escape, by which the person leaves it as it was."""

    left = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ShortcutsPage(Page):
    name = "shortcuts"
    topic = "layouts"
    deeds = (Deed("reset_all", lambda: tr("Give every command its first keys again")),)

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        assert ground.commands is not None
        self.commands = ground.commands
        self._shown: list[Command] = []
        self._wanted: tuple[str, Scope, str] | None = None
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("Search by name or by key"))
        self.words.setAccessibleName(tr("Search the commands"))
        make_clearable(self.words)
        self.words.textChanged.connect(self.refresh)
        self.table = QTableWidget(0, 4)
        self.editors: dict[Scope, KeysField] = {}
        self.chosen = label("", font=themes.prose(is_strong=True))
        self.told = label("", "soft", wraps=True)
        self.take_over = button(tr("Take it from there"), "danger")
        self.take_over.clicked.connect(self._take_over)
        self.reset = button(tr("Reset"), "", tr("The keys that it came with"))
        self.reset.clicked.connect(self._reset)
        self.everything = button(tr("Reset all"), "quiet", tr("Every command has the keys that it came with"))
        self.everything.clicked.connect(self.reset_all)
        box = QVBoxLayout(self)
        box.setContentsMargins(M_PX, M_PX, M_PX, M_PX)
        box.setSpacing(M_PX)
        head = row(label(self.title(), font=themes.prose("title", is_strong=True)), None, self.everything)
        box.addLayout(head)
        box.addWidget(self.words)
        box.addWidget(self._build_table(), 1)
        box.addWidget(self._build_editor())
        self.setFocusProxy(self.words)
        self.commands.keys_changed.connect(self.refresh)

    @staticmethod
    @override
    def title() -> str:
        return tr("Keyboard shortcuts")

    def _build_table(self) -> QWidget:
        table = self.table
        table.setAccessibleName(tr("Commands and their keys"))
        table.setHorizontalHeaderLabels((tr("Where"), tr("Command"), tr("Anywhere"), tr("On the board")))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 130), (2, 150), (3, 110)):
            table.setColumnWidth(column, width)
        table.itemSelectionChanged.connect(self._picked)
        table.itemActivated.connect(self._edit)
        return table

    def _build_editor(self) -> QWidget:
        box = frame("box")
        grid = QGridLayout(box)
        grid.setContentsMargins(M_PX, S_PX, M_PX, S_PX)
        grid.setHorizontalSpacing(S_PX)
        grid.addWidget(self.chosen, 0, 0)
        grid.setColumnStretch(0, 1)
        names: dict[Scope, str] = {"window": tr("Anywhere"), "board": tr("On the board")}
        for column, (scope, name) in enumerate(names.items(), 1):
            made = self.editors[scope] = KeysField()
            made.setMaximumSequenceLength(1)
            make_clearable(made)
            made.setAccessibleName(name)
            for line in made.findChildren(QLineEdit):  # it is the one that has the focus
                line.setAccessibleName(name)
            made.setFixedWidth(170)
            made.editingFinished.connect(self._edited)
            made.left.connect(self._left)
            grid.addWidget(label(name, "faint", themes.prose("caption")), 0, column)
            grid.addWidget(made, 1, column)
        grid.addWidget(self.reset, 1, 3)
        grid.addLayout(row(self.told, self.take_over), 1, 0)
        return box

    # -- what is shown ----------------------------------------------------------------

    @Slot()
    @override
    def refresh(self) -> None:
        """Show the commands that fit what is typed; the chosen one stays chosen."""
        words = self.words.text().lower().split()
        before = self._current()
        self._shown = [one for one in self.commands if all(word in self._searched(one) for word in words)]
        table = self.table
        table.blockSignals(True)
        table.setRowCount(len(self._shown))
        for at, command in enumerate(self._shown):
            cells = (command.whose, command.title, *(self._keys(command, scope) for scope in SCOPES))
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                if column > 1:
                    item.setFont(themes.mono("body", is_strong=self.commands.is_changed(command.name)))
                table.setItem(at, column, item)
        names = [one.name for one in self._shown]
        table.clearSelection()
        if names:
            table.selectRow(names.index(before.name) if before is not None and before.name in names else 0)
        table.blockSignals(False)
        self._picked()

    @override
    def go_to(self, place: PagePlace) -> None:
        self.words.setText(place.words)

    def _searched(self, command: Command) -> str:
        keys = " ".join(self._keys(command, scope) for scope in SCOPES)
        return f"{command.whose} {command.title} {keys} {command.name}".lower()

    def _keys(self, command: Command, scope: Scope) -> str:
        return native(self.commands.keys(command.name, scope))

    def _current(self) -> Command | None:
        at = self.table.currentRow()
        return self._shown[at] if 0 <= at < len(self._shown) and self.table.selectedItems() else None

    @Slot()
    def _picked(self) -> None:
        command = self._current()
        self._wanted = None
        self.take_over.hide()
        self.chosen.setText(command.title if command is not None else tr("No command is called so."))
        for scope, editor in self.editors.items():
            editor.setEnabled(command is not None)
            keys = self.commands.keys(command.name, scope) if command is not None else ""
            editor.blockSignals(True)
            editor.setKeySequence(QKeySequence(keys, _PORTABLE))
            editor.blockSignals(False)
        is_changed = command is not None and self.commands.is_changed(command.name)
        self.reset.setEnabled(is_changed)
        retone(self.told, "soft")
        self.told.setText(tr("Changed by you.") if is_changed else tr("Press Enter on a command, then its new keys."))

    # -- what the person does -----------------------------------------------------------

    @Slot()
    def _edit(self) -> None:
        self.editors["window"].setFocus()

    @Slot()
    def _left(self) -> None:
        self.table.setFocus()
        self._picked()

    @Slot()
    def _edited(self) -> None:
        command = self._current()
        editor = self.sender()
        scope = next((one for one, made in self.editors.items() if made is editor), None)
        if command is None or scope is None:
            return
        keys = self.editors[scope].keySequence().toString(_PORTABLE)
        if keys == self.commands.keys(command.name, scope):
            return
        other = self.commands.holder(keys, command.name, scope)
        if other is None:
            self.commands.set_keys(command.name, scope, keys)
            return
        self._wanted = (command.name, scope, keys)
        retone(self.told, "bad")
        said = tr("{keys} belongs to “{title}”. Press other keys, or take it from there.")
        self.told.setText(said.format(keys=native(keys), title=other.title))
        self.take_over.show()

    @Slot()
    def _take_over(self) -> None:
        if self._wanted is not None:
            self.commands.set_keys(*self._wanted)

    @Slot()
    def _reset(self) -> None:
        command = self._current()
        if command is not None:
            self.commands.reset(command.name)

    @Slot()
    def reset_all(self) -> None:
        self.commands.reset_all()
