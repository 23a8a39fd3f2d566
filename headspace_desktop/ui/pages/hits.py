"""What was found, one hit above the other: what it is, whose, where and when; then its words with the hits marked.

GUI thread. Only what is in sight is laid out and painted.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from headspace_desktop.domain.model import State
from headspace_desktop.domain.query import Snippet
from headspace_desktop.ui.board.fonts import Fonts
from headspace_desktop.ui.pages.found import Hit
from headspace_desktop.ui.pages.paged import ROW_ROLE, Index, PagedModel
from headspace_desktop.ui.plain import one_line, visible
from headspace_desktop.ui.theme import M_PX, S_PX, Theme
from headspace_desktop.ui.words import clock, tr

#: From here on one line holds what a hit shows; else it takes two.
BROAD_PX = 820


def shown_marks(found: Snippet) -> Snippet:
    """The snippet with hidden signs made visible; the marks move with their words."""
    text, at, marks = "", 0, []
    for start, end in found.marks:
        text += visible(found.text[at:start])
        begin = len(text)
        text += visible(found.text[start:end])
        marks.append((begin, len(text)))
        at = end
    text += visible(found.text[at:])
    blank = len(text) - len(text.lstrip())
    return Snippet(text[blank:], tuple((begin - blank, end - blank) for begin, end in marks))


def kind_word(hit: Hit) -> str:
    """What was found, in a word."""
    if hit.kind == "turn":
        return tr("You said") if hit.actor == "user" else tr("Agent said")
    return tr("Command") if hit.kind == "command" else tr("Project")


def where_words(hit: Hit) -> str:
    """Whose it is and where."""
    parts = [one_line(hit.project_name, 60), hit.agent_uuid[:8]]
    if hit.host_name:
        parts.append(tr("on {host}").format(host=one_line(hit.host_name, 40)))
    return "  ·  ".join(part for part in parts if part)


def told(hit: Hit) -> str:
    """All of it in one line, for a reader of screens."""
    return f"{kind_word(hit)}, {where_words(hit)}, {clock(hit.at)}: {one_line(hit.snippet.text, 300)}"


class HitDelegate(QStyledItemDelegate):
    """One hit: whose it is, and `lines` of what was said."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fonts = Fonts()
        self.lines = 1

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        fonts = self._fonts
        text_px = self.lines * fonts.line_px(fonts.body)
        return QSize(100, round(fonts.line_px(fonts.caption) + text_px + 2 * S_PX + 2))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit: Hit | None = index.data(ROW_ROLE)
        if hit is None:
            return
        look, fonts = self._theme.look, self._fonts
        area = QRectF(option.rect)
        state = option.state
        is_current = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if is_current:
            painter.fillRect(area, QColor(look.selection))
            if state & QStyle.StateFlag.State_HasFocus:
                painter.fillRect(QRectF(area.left(), area.top(), 3, area.height()), QColor(look.accent))
        painter.setPen(QColor(look.line))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        inner = area.adjusted(M_PX, S_PX, -M_PX, -S_PX)
        head = QRectF(inner.left(), inner.top(), inner.width(), fonts.line_px(fonts.caption))
        at = clock(hit.at)
        at_px = fonts.width_px(at, fonts.mono) + S_PX
        self._word(painter, head, at, fonts.mono, look.text_faint, is_right=True)
        kind = kind_word(hit)
        self._word(painter, head, kind, fonts.state, look.accent if hit.actor == "user" else look.text_soft)
        kind_px = fonts.width_px(kind, fonts.state) + M_PX
        rest = head.adjusted(kind_px, 0, -at_px, 0)
        self._word(
            painter, rest, fonts.elided(where_words(hit), fonts.caption, rest.width()), fonts.caption, look.text_soft
        )
        self._text(painter, inner.adjusted(0, head.height() + 2, 0, 0), hit.snippet)
        painter.restore()

    def _word(
        self, painter: QPainter, area: QRectF, text: str, font: Any, color: str, *, is_right: bool = False
    ) -> None:
        painter.setFont(font)
        painter.setPen(QColor(color))
        side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)

    def _text(self, painter: QPainter, area: QRectF, found: Snippet) -> None:
        look, fonts = self._theme.look, self._fonts
        shown = shown_marks(found)
        layout = QTextLayout(shown.text, fonts.body)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats([self._mark(start, end) for start, end in shown.marks])
        layout.beginLayout()
        line_px = fonts.line_px(fonts.body)
        for number in range(self.lines):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(area.width())
            line.setPosition(QPointF(0, number * line_px))
        layout.endLayout()
        painter.setPen(QColor(look.text))
        layout.draw(painter, area.topLeft())

    def _mark(self, start: int, end: int) -> QTextLayout.FormatRange:
        made = QTextLayout.FormatRange()
        made.start, made.length = start, end - start
        style = QTextCharFormat()
        hue = self._theme.look.hue(State.NEEDS_INPUT)
        style.setBackground(QColor(hue.tint))
        style.setForeground(QColor(hue.ink))
        style.setFontWeight(600)
        made.format = style
        return made


class HitList(QListView):
    """Enter or a click twice opens a hit; up from the first leaves upwards."""

    opened = Signal(object)
    left = Signal()

    def __init__(self, model: PagedModel, theme: Theme) -> None:
        super().__init__()
        self.setModel(model)
        self._delegate = HitDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(tr("What was found"))
        self.doubleClicked.connect(self._open)
        theme.changed.connect(self.viewport().update)

    def go_in(self) -> None:
        """Put the cursor on the first hit, if there is one."""
        if self.model().rowCount():
            self.setCurrentIndex(self.model().index(max(self.currentIndex().row(), 0), 0))
            self.setFocus(Qt.FocusReason.TabFocusReason)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        lines = 1 if self.viewport().width() >= BROAD_PX else 2
        if lines != self._delegate.lines:
            self._delegate.lines = lines
            self.scheduleDelayedItemsLayout()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif key == Qt.Key.Key_Escape or (key == Qt.Key.Key_Up and self.currentIndex().row() <= 0):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(index.data(ROW_ROLE))
