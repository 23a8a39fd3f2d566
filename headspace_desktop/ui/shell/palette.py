"""The command palette: type a few letters of anything, Enter does it, Escape gives the focus back.

GUI thread. A child of the window over its upper part, never a window of its own; it also asks for one line of text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QSettings, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListView, QVBoxLayout, QWidget
from typing_extensions import override

from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.parts import label
from headspace_desktop.ui.shell.finds import Find
from headspace_desktop.ui.shell.fuzzy import score
from headspace_desktop.ui.shell.palette_row import PaletteRow
from headspace_desktop.ui.theme import L_PX, S_PX, XL_PX, Theme
from headspace_desktop.ui.words import tr

WIDTH_PX, SHOWN_ROWS, FOUND, RECENT = 680, 11, 60, 12

Index = QModelIndex | QPersistentModelIndex


class Found(QAbstractListModel):
    """The lines that fit."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.finds: Sequence[Find] = ()

    def show(self, finds: Sequence[Find]) -> None:
        self.beginResetModel()
        self.finds = finds
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.finds)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        find = self.finds[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return find.title
            case Qt.ItemDataRole.UserRole:
                return find
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(part for part in (find.title, find.kind, find.keys, find.why_not) if part)
            case Qt.ItemDataRole.ToolTipRole:
                return find.why_not or find.detail
            case _:
                return None


class Palette(QFrame):
    """`gather` gives everything that can be found, each time it opens."""

    def __init__(self, window: QWidget, theme: Theme, gather: Callable[[], list[Find]], kept: QSettings) -> None:
        super().__init__(window)
        self._window = window
        self._gather, self._kept = gather, kept
        self._finds: list[tuple[str, Find]] = []
        self._before: QWidget | None = None
        self._asked: Callable[[str], str] | None = None
        self.setProperty("role", "palette")
        self.setAccessibleName(tr("Command palette"))
        self.line = QLineEdit()
        self.line.setFont(themes.prose("title"))
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._typed)
        self.title = label("", "faint", themes.prose("caption", is_strong=True))
        self.told = label("", "faint", themes.prose("caption"), wraps=True)
        self.model = Found(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(PaletteRow(theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(tr("Found"))
        self.list.clicked.connect(self._clicked)
        box = QVBoxLayout(self)
        box.setContentsMargins(S_PX, S_PX, S_PX, S_PX)
        box.setSpacing(S_PX)
        for widget in (self.title, self.line, self.list, self.told):
            box.addWidget(widget)
        self.hide()

    # -- opening and closing

    def open(self) -> None:
        """Show everything, what was used last on top."""
        self._asked = None
        self._finds = [(find.searched, find) for find in self._gather()]
        self.title.hide()
        self.list.show()
        self.line.setPlaceholderText(tr("Command, agent, project, page, setting or help"))
        self._show("")
        self._typed()

    def prompt(self, title: str, given: str, asked: Callable[[str], str]) -> None:
        """Ask for one line. `asked` takes it and says what is wrong with it; with nothing wrong it closes."""
        self._finds = []
        self.title.setText(title)
        self.title.show()
        self.list.hide()
        self.line.setPlaceholderText("")
        self._asked = None
        self._show(given)
        self._asked = asked
        self.line.selectAll()
        self._tell(tr("Enter keeps it, Escape closes."))

    def shut(self) -> None:
        """Hide, and give the focus back to where it was."""
        if self.isHidden():
            return
        before, self._before = self._before, None
        self.hide()
        if before is not None and before.isVisible():
            before.setFocus()

    def _show(self, given: str) -> None:
        if self.isHidden():
            self._before = QApplication.focusWidget()
        self.line.setText(given)
        self.line.setAccessibleName(self.title.text() or self.line.placeholderText())
        self.place()
        self.show()
        self.raise_()
        self.line.setFocus()

    def place(self) -> None:
        """In the middle of the window's upper part, as tall as what it shows."""
        width = min(WIDTH_PX, self._window.width() - 2 * XL_PX)
        rows = min(max(self.model.rowCount(), 1), SHOWN_ROWS)
        row_px = self.list.sizeHintForRow(0) if self.model.rowCount() else 32
        self.list.setFixedHeight(rows * row_px + 2)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((self._window.width() - width) // 2, 2 * L_PX + XL_PX)

    # -- what is typed

    @Slot()
    def _typed(self) -> None:
        if self._asked is not None:
            return
        query = self.line.text().strip().lower()
        finds = self._ranked(query) if query else self._recent_first()
        self.model.show(finds[:FOUND])
        if finds:
            self.list.setCurrentIndex(self.model.index(0, 0))
            self._tell(tr("Enter does it, Ctrl+Enter goes to an agent's terminal, Escape closes."))
        else:
            self._tell(tr("Nothing is called so."))
        if self.isVisible():
            self.place()

    def _ranked(self, query: str) -> list[Find]:
        recent = self._recent()
        scored = []
        for at, (text, find) in enumerate(self._finds):
            found = score(query, text)
            if found:
                bonus = 30 if find.key in recent else 0
                scored.append((-(found + bonus - (40 if find.why_not else 0)), at, find))
        return [find for _, _, find in sorted(scored, key=lambda one: one[:2])]

    def _recent_first(self) -> list[Find]:
        by_key = {find.key: find for _, find in self._finds}
        recent = [by_key[key] for key in self._recent() if key in by_key]
        keys = {find.key for find in recent}
        others = [find for _, find in self._finds if find.key not in keys]
        return sorted(recent + others, key=lambda find: bool(find.why_not))  # what can be done now stands first

    def _recent(self) -> list[str]:
        found = self._kept.value("recent")
        return [str(one) for one in found] if isinstance(found, list) else []

    # -- what is chosen

    def _chosen(self, *, is_other: bool) -> None:
        if self._asked is not None:
            self._tell(why := self._asked(self.line.text()))
            if not why:
                self.shut()
            return
        index = self.list.currentIndex()
        if not index.isValid():
            return
        find = self.model.finds[index.row()]
        if find.why_not:
            self._tell(find.why_not)
            return
        self._kept.setValue("recent", [find.key, *(key for key in self._recent() if key != find.key)][:RECENT])
        self.shut()
        (find.other if is_other and find.other is not None else find.run)()

    def _tell(self, text: str) -> None:
        self.told.setText(text)
        self.told.setVisible(bool(text))

    @Slot(QModelIndex)
    def _clicked(self, _index: QModelIndex) -> None:
        self._chosen(is_other=False)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the line that belong to the list; it closes when the focus goes elsewhere."""
        if watched is not self.line:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.FocusOut and QApplication.activePopupWidget() is None:
            self._before = None
            self.hide()
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.accept()  # no key does anything else meanwhile
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(event)
        return super().eventFilter(watched, event)

    def _pressed(self, event: QKeyEvent) -> bool:
        key = event.key()
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
        if key == Qt.Key.Key_Escape or (is_control and key == Qt.Key.Key_K):
            self.shut()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._chosen(is_other=is_control)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            pass  # there is nowhere else to go
        elif key in steps and self.model.rowCount():
            row = min(max(self.list.currentIndex().row() + steps[Qt.Key(key)], 0), self.model.rowCount() - 1)
            self.list.setCurrentIndex(self.model.index(row, 0))
        else:
            return False
        return True
