"""A unified difference as plain fixed-width text, its lines coloured by what happens to them. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextOption
from PySide6.QtWidgets import QPlainTextEdit
from typing_extensions import override

from headspace_desktop.domain.model import State
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.plain import is_cut, visible
from headspace_desktop.ui.theme import Theme
from headspace_desktop.ui.words import tr

#: A settings file may be large; what is laid out at once stays below a few frames.
SHOWN_CHARS = 200_000


class _Lines(QSyntaxHighlighter):
    def __init__(self, view: DiffView, theme: Theme) -> None:
        super().__init__(view.document())
        self._theme = theme

    @override
    def highlightBlock(self, text: str) -> None:
        if not text or text[0] not in "+-@":
            return
        look, made = self._theme.look, QTextCharFormat()
        if text.startswith(("+++", "---")):
            made.setForeground(QColor(look.text_soft))
            made.setFontWeight(QFont.Weight.DemiBold)
        elif text[0] == "@":
            made.setForeground(QColor(look.text_faint))
        else:
            hue = look.hue(State.IDLE if text[0] == "+" else State.STALLED)
            made.setForeground(QColor(hue.ink))
            made.setBackground(QColor(hue.tint))
        self.setFormat(0, len(text), made)


class DiffView(QPlainTextEdit):
    """Read-only, scrolls both ways; the sign at a line's beginning tells the same as its colour."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setFont(themes.mono("body"))
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._lines = _Lines(self, theme)
        theme.changed.connect(self._repaint_lines)

    def show_diff(self, text: str) -> None:
        shown = visible(text, SHOWN_CHARS)
        if is_cut(text, SHOWN_CHARS):
            shown += "\n" + tr("… cut here; %n more characters are not shown.", len(text) - SHOWN_CHARS)
        if shown != self.toPlainText():
            self.setPlainText(shown)

    @Slot()
    def _repaint_lines(self) -> None:
        self._lines.rehighlight()
