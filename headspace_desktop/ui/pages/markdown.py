"""Markdown as text with headings and lists, natively: no markup of the file's own, no pictures, no links that open.

GUI thread. It never reads anything but the text that it is given.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument, QTextFormat
from PySide6.QtWidgets import QFrame, QTextBrowser
from typing_extensions import override

from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.plain import is_cut, visible
from headspace_desktop.ui.words import tr

_FEATURES = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML


class MarkdownView(QTextBrowser):
    """As tall as `height_px` at most; longer texts scroll."""

    def __init__(self, name: str, height_px: int = 320) -> None:
        super().__init__()
        self._height_px = height_px
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "inset")  # on the ground of its box
        self.document().setDocumentMargin(0)
        self.setAccessibleName(name)
        self.setFont(themes.prose("body"))
        self.setTabChangesFocus(True)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def show_text(self, text: str, *, was_cut: bool = False) -> None:
        """Show this text; what is missing of it is said at its end."""
        shown = visible(text)
        if was_cut or is_cut(text):
            shown += "\n\n" + tr("… cut here; the file is longer.")
        self.document().setMarkdown(shown, _FEATURES)
        self._calm_headings()

    @override
    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Nothing is ever loaded: the text is somebody else's."""
        return None

    def _calm_headings(self) -> None:
        """A heading stands beneath that of its box: one step larger than the text at most."""
        cursor = QTextCursor(self.document())
        while True:
            if level := cursor.blockFormat().headingLevel():
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                calm = QTextCharFormat()
                calm.setProperty(QTextFormat.Property.FontSizeAdjustment, 1 if level == 1 else 0)
                cursor.mergeCharFormat(calm)
                cursor.clearSelection()
            if not cursor.movePosition(QTextCursor.MoveOperation.NextBlock):
                return

    def _fit(self) -> None:
        wanted = min(int(self.document().size().height()) + 4, self._height_px)
        if wanted > 0 and wanted != self.height():
            self.setFixedHeight(wanted)
