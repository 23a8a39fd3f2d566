"""The plain view of a transcript, for where the web view cannot be: text in a read-only box.

GUI thread. Plain text only.
"""

from __future__ import annotations

from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from typing_extensions import override

from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.theme import Look
from headspace_desktop.ui.transcript.shape import Piece, View
from headspace_desktop.ui.words import tr


class NativeView(View):
    """Entries as paragraphs."""

    def __init__(self) -> None:
        self._box = QPlainTextEdit()
        self._box.setReadOnly(True)
        self._box.setFont(themes.mono("body"))
        self._box.setAccessibleName(tr("Transcript"))

    @property
    @override
    def widget(self) -> QWidget:
        return self._box

    @override
    def reset(self, pieces: list[Piece], empty: str) -> None:
        self._box.setPlainText(_text(pieces) or empty)
        self._box.moveCursor(QTextCursor.MoveOperation.End)

    @override
    def append(self, pieces: list[Piece]) -> None:
        self._box.appendPlainText(_text(pieces))

    @override
    def prepend(self, pieces: list[Piece]) -> None:
        cursor = QTextCursor(self._box.document())
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        cursor.insertText(_text(pieces) + "\n")

    @override
    def find(self, text: str, *, is_back: bool) -> None:
        flag = QTextDocument.FindFlag.FindBackward if is_back else QTextDocument.FindFlag(0)
        if text and not self._box.find(text, flag):
            end = QTextCursor.MoveOperation.End if is_back else QTextCursor.MoveOperation.Start
            self._box.moveCursor(end)
            self._box.find(text, flag)

    @override
    def show_look(self, look: Look) -> None:
        """The palette does it."""

    @override
    def shut(self) -> None:
        """Nothing to let go."""


def _text(pieces: list[Piece]) -> str:
    lines: list[str] = []
    for piece in pieces:
        title = f"{piece['tool']}  {piece['summary']}" if piece["kind"] == "tool" else piece["who"]
        lines.append(f"── {title}  {piece['time']}".rstrip())
        if piece["text"] and piece["kind"] != "tool":
            lines.append(piece["text"])
        if piece["cut"]:
            lines.append(piece["cut"])
        lines.append("")
    return "\n".join(lines)
