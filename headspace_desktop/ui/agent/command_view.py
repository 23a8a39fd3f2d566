"""The whole command as it would run, its parts marked: what runs, what is deleted, where it writes, whom it reaches.

GUI thread. Plain text in a fixed-width face; marks are colour with weight or a line beneath, never colour alone.
"""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat
from typing_extensions import override

from headspace_desktop.domain.model import State
from headspace_desktop.domain.permission import Fact, Mark, Safety
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.parts import TextView
from headspace_desktop.ui.plain import WIDGET_CHARS, visible
from headspace_desktop.ui.theme import Theme

_STATES = {
    Safety.SAFE_READ: State.IDLE,
    Safety.SAFE_WRITE: State.NEEDS_INPUT,
    Safety.UNKNOWN: State.UNKNOWN,
    Safety.DESTRUCTIVE: State.STALLED,
}


class _Marks(QSyntaxHighlighter):
    def __init__(self, view: CommandView, theme: Theme) -> None:
        super().__init__(view.document())
        self._theme = theme
        self.marks: list[tuple[int, int, Safety, Fact]] = []

    @override
    def highlightBlock(self, text: str) -> None:
        start = self.currentBlock().position()
        for begin, end, safety, fact in self.marks:
            if begin < start + len(text) and end > start:
                first = max(begin - start, 0)
                self.setFormat(first, min(end - start, len(text)) - first, self._format(safety, fact))

    def _format(self, safety: Safety, fact: Fact) -> QTextCharFormat:
        hue, made = self._theme.look.hue(_STATES[safety]), QTextCharFormat()
        made.setForeground(QColor(hue.ink))
        if fact is not Fact.NETWORK:
            made.setFontWeight(QFont.Weight.DemiBold)
        if safety is Safety.DESTRUCTIVE:
            made.setBackground(QColor(hue.tint))
        if safety is Safety.DESTRUCTIVE or fact is Fact.NETWORK:
            made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        elif safety is Safety.UNKNOWN:
            made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        return made


class CommandView(TextView):
    """Read-only. Marks are given in places of the command's own text."""

    def __init__(self, theme: Theme, max_lines: int = 16) -> None:
        super().__init__(themes.mono("body"), max_lines)
        self._marks = _Marks(self, theme)
        theme.changed.connect(self._repaint_marks)

    def show_command(self, text: str, marks: tuple[Mark, ...]) -> None:
        """Show a command. Signs that are made visible move what follows, so marks are moved with them."""
        self._marks.marks = [
            (_moved(text, mark.start), _moved(text, mark.end), mark.safety, mark.fact)
            for mark in marks
            if mark.start < WIDGET_CHARS
        ]
        self.show_text(text)
        self._marks.rehighlight()

    @Slot()
    def _repaint_marks(self) -> None:
        self._marks.rehighlight()


def _moved(text: str, at: int) -> int:
    """The place in the shown text; Qt counts a sign beyond the first plane as two."""
    before = visible(text[:at], WIDGET_CHARS)
    return len(before) + sum(ord(sign) > 0xFFFF for sign in before)
