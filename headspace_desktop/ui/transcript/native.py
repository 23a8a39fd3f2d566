"""The plain view of a transcript, for where the web view cannot be: text in a read-only box.

GUI thread. Plain text only; a subagent's transcript is shown beneath its call as indented text.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from typing_extensions import override

from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.looks import Look
from headspace_desktop.ui.transcript.shape import Piece, View, Wants
from headspace_desktop.ui.words import tr


class NativeView(View):
    """Entries as paragraphs. Each entry's first block remembers where it stands in the file."""

    def __init__(self) -> None:
        self.wants = Wants()
        self._places: list[int] = []  # a block's user state counts into it
        self._calls: dict[str, int] = {}
        self._box = QPlainTextEdit()
        self._box.setReadOnly(True)
        self._box.setFont(themes.mono("body"))
        self._box.setAccessibleName(tr("Transcript"))
        self._box.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._box.customContextMenuRequested.connect(self._menu_wanted)
        self._box.verticalScrollBar().valueChanged.connect(self._scrolled)

    @property
    @override
    def widget(self) -> QWidget:
        return self._box

    @override
    def reset(self, pieces: list[Piece], empty: str) -> None:
        self._places.clear()
        self._calls.clear()
        self._box.clear()
        if pieces:
            self._insert(QTextCursor.MoveOperation.End, pieces)
        else:
            self._box.setPlainText(empty)
        self.to_end()
        self._scrolled()  # a text that fits never scrolls, and its top is in sight all the same

    @override
    def append(self, pieces: list[Piece]) -> None:
        bar = self._box.verticalScrollBar()
        was_at_end = bar.value() >= bar.maximum() - 1
        if not self._places:
            self._box.clear()
        self._insert(QTextCursor.MoveOperation.End, pieces)
        if was_at_end:
            self.to_end()

    @override
    def prepend(self, pieces: list[Piece]) -> None:
        bar = self._box.verticalScrollBar()
        below = bar.maximum() - bar.value()
        self._insert(QTextCursor.MoveOperation.Start, pieces)
        bar.setValue(bar.maximum() - below)
        self._scrolled()

    @override
    def reveal(self, at_bytes: int, words: str) -> None:
        block = self._block(lambda number: self._places[number] == at_bytes)
        if block is None:
            return
        self._box.setTextCursor(QTextCursor(block))
        if words:
            self._box.find(words)
        self._box.centerCursor()

    @override
    def nest(self, tool_use_id: str, pieces: list[Piece]) -> None:
        number = self._calls.get(tool_use_id)
        block = self._block(lambda at: at == number) if number is not None else None
        if block is not None:
            cursor = QTextCursor(block)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            said = "\n".join(_text(piece) for piece in pieces)
            cursor.insertText("\n" + "\n".join(f"    {line}" for line in said.splitlines()))

    @override
    def to_end(self) -> None:
        self._box.moveCursor(QTextCursor.MoveOperation.End)

    @override
    def copy(self) -> None:
        self._box.copy()

    @override
    def show_look(self, look: Look) -> None:
        """The palette does it."""

    @override
    def shut(self) -> None:
        """Nothing to let go."""

    def _insert(self, where: QTextCursor.MoveOperation, pieces: list[Piece]) -> None:
        cursor = QTextCursor(self._box.document())
        cursor.movePosition(where)
        cursor.beginEditBlock()
        for piece in pieces:
            block = cursor.block()
            cursor.insertText(_text(piece) + "\n")
            block.setUserState(len(self._places))
            if piece["subagent"]:
                self._calls[piece["tool_use_id"]] = len(self._places)
            self._places.append(piece["at"])
        cursor.endEditBlock()

    def _block(self, is_it: Callable[[int], bool]) -> QTextBlock | None:
        block = self._box.document().firstBlock()
        while block.isValid():
            if 0 <= block.userState() < len(self._places) and is_it(block.userState()):
                return block
            block = block.next()
        return None

    def _scrolled(self) -> None:
        bar = self._box.verticalScrollBar()
        if bar.value() <= bar.pageStep() // 4:
            self.wants.edge.emit(-1)
        self.wants.edge.emit(1 if bar.value() >= bar.maximum() - 1 else 0)

    def _menu_wanted(self, at: QPoint) -> None:
        block = self._box.cursorForPosition(at).block()
        while block.isValid() and block.userState() < 0:
            block = block.previous()
        found = self._places[block.userState()] if block.isValid() and block.userState() < len(self._places) else -1
        self.wants.menu.emit(self._box.viewport().mapToGlobal(at), found)


def _text(piece: Piece) -> str:
    title = f"{piece['tool']}  {piece['summary']}" if piece["kind"] == "tool" else piece["who"]
    lines = [f"── {title}  {piece['time']}".rstrip()]
    if piece["text"] and piece["kind"] != "tool":
        lines.append(piece["text"])
    if piece["cut"]:
        lines.append(piece["cut"])
    return "\n".join([*lines, ""])
