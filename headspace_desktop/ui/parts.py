"""Small widgets that every panel is made of: plain labels, buttons by kind, a text view that fits its text.

GUI thread. Plain text only: whatever is shown here may come from anywhere.
"""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QResizeEvent, QTextOption
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from headspace_desktop.ui.plain import is_cut, visible
from headspace_desktop.ui.words import tr


def label(text: str = "", tone: str = "", font: QFont | None = None, *, wraps: bool = False) -> QLabel:
    """A label for plain text only, selectable when it wraps."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if tone:
        made.setProperty("tone", tone)
    if font is not None:
        made.setFont(font)
    made.setWordWrap(wraps)
    if wraps:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return made


def retone(of: QLabel, tone: str) -> None:
    """Give a label another colour role."""
    if of.property("tone") != tone:
        of.setProperty("tone", tone)
        of.style().unpolish(of)
        of.style().polish(of)


def button(text: str, kind: str = "", tip: str = "") -> QPushButton:
    """A button: ``primary``, ``danger``, ``quiet`` or plain."""
    made = QPushButton(text)
    if kind:
        made.setProperty("kind", kind)
    if tip:
        made.setToolTip(tip)
    made.setAutoDefault(False)
    return made


def make_clearable(field: QLineEdit | QKeySequenceEdit) -> None:
    """Let a button within the field empty it, and say so to a screen reader: Qt's own has no name."""
    field.setClearButtonEnabled(True)
    for made in field.findChildren(QToolButton):
        made.setAccessibleName(tr("Empty this field"))


def rule() -> QFrame:
    made = QFrame()
    made.setProperty("role", "rule")
    made.setFixedHeight(1)
    return made


def frame(role: str) -> QFrame:
    made = QFrame()
    made.setProperty("role", role)
    return made


def row(*widgets: QWidget | int | None, spacing_px: int = 8) -> QHBoxLayout:
    """Widgets side by side; a number is a stretch, None a gap that takes what is left."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing_px)
    for widget in widgets:
        if widget is None:
            made.addStretch(1)
        elif isinstance(widget, int):
            made.addSpacing(widget)
        else:
            made.addWidget(widget)
    return made


PRESS_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})


def claims_press(event: QEvent) -> bool:
    """Keep Return and Space for a widget that they press, though they are shortcuts around it. Call it in `event`."""
    is_mine = (
        event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in PRESS_KEYS
    )
    if is_mine:
        event.accept()
    return is_mine


class TextView(QPlainTextEdit):
    """Read-only plain text, as tall as its text up to a limit; says when it was cut."""

    def __init__(self, font: QFont, max_lines: int = 14, *, is_boxed: bool = True) -> None:
        super().__init__()
        if not is_boxed:
            self.setProperty("role", "prose")
            self.setFrameShape(QFrame.Shape.NoFrame)
            self.document().setDocumentMargin(0)
        self._frame_px = 12 if is_boxed else 1
        self._max_lines = max_lines
        self._text: str | None = None
        self.is_cut = False
        self.setReadOnly(True)
        self.setFont(font)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Show this text; selection and scroll stay when it is the same."""
        if text == self._text:
            return
        self._text = text
        self.is_cut = is_cut(text)
        shown = visible(text)
        if self.is_cut:
            shown += "\n\n" + tr("… cut here; %n more characters are not shown.", len(text) - len(shown))
        self.setPlainText(shown)
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def _fit(self) -> None:
        has = max(1, int(self.document().size().height()))
        line_px = ceil(QFontMetricsF(self.font()).lineSpacing())
        wanted = round(line_px * min(has, self._max_lines) + 2 * self.document().documentMargin()) + self._frame_px
        policy = Qt.ScrollBarPolicy
        is_long = has > self._max_lines
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if is_long else policy.ScrollBarAlwaysOff)
        if wanted != self.height() or self.minimumHeight() != wanted:
            self.setFixedHeight(wanted)


class Composer(QPlainTextEdit):
    """A box to write in: Tab leaves it, Ctrl+Enter sends, it grows with its text."""

    def __init__(self, placeholder: str, max_lines: int = 8, min_lines: int = 2) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._max_lines, self._min_lines = max_lines, min_lines
        self.submit: QPushButton | None = None
        self.textChanged.connect(self._fit)
        self._fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.submit is not None:
            self.submit.click()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        lines = max(self._min_lines, min(int(self.document().size().height()), self._max_lines))
        wanted = round(self.fontMetrics().lineSpacing() * lines + 2 * self.document().documentMargin() + 12)
        if self.minimumHeight() != wanted:
            self.setFixedHeight(wanted)


class Toggle(QPushButton):
    """A heading that shows and hides what is beneath it; as a `facet` one of several side by side, without an arrow."""

    def __init__(self, text: str, body: QWidget, *, is_open: bool = False, is_facet: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "facet" if is_facet else "quiet")
        self._signs = ("", "") if is_facet else ("▸  ", "▾  ")
        self.setAutoDefault(False)
        self.setCheckable(True)
        self.setChecked(is_open)
        self._text, self._body = text, body
        self.toggled.connect(self._show)
        self._show(is_open)

    @Slot(bool)
    def _show(self, is_open: bool) -> None:
        self._body.setVisible(is_open)
        self.setText(self._signs[is_open] + self._text)
        self.setAccessibleName(self._text)
        self.setAccessibleDescription(tr("Open") if is_open else tr("Shut"))
