"""Lines of a name, a bar and a figure: how something is shared out. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.parts import label
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX, Theme


@dataclass(frozen=True, slots=True)
class Share:
    """`figure` is `value` in words, `tip` what the name means."""

    name: str
    value: float
    figure: str
    tip: str = ""


class Shares(QFrame):
    """A heading and its lines, the widest bar as long as there is room."""

    def __init__(self, theme: Theme, heading: str) -> None:
        super().__init__()
        self.setProperty("role", "box")
        self.setAccessibleName(heading)
        self._theme = theme
        box = QVBoxLayout(self)
        box.setContentsMargins(M_PX, S_PX, M_PX, M_PX)
        box.setSpacing(S_PX)
        box.addWidget(label(heading, "soft", themes.prose("caption", is_strong=True)))
        self.lines = QGridLayout()
        self.lines.setHorizontalSpacing(S_PX)
        self.lines.setVerticalSpacing(XS_PX)
        self.lines.setColumnStretch(1, 1)
        self.nothing = label("", "faint", themes.prose("caption"), wraps=True)
        box.addLayout(self.lines)
        box.addWidget(self.nothing)
        box.addStretch(1)

    def show_shares(self, shares: Sequence[Share], nothing: str) -> None:
        """Show these lines, or `nothing` in their place."""
        while (item := self.lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        most = max((share.value for share in shares), default=0.0)
        for at, share in enumerate(shares):
            name = label(one_line(share.name, 60))
            name.setToolTip(share.tip)
            figure = label(share.figure, "soft", themes.mono("caption"))
            figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            bar = _Bar(self._theme, share.value / most if most > 0 else 0.0)
            bar.setAccessibleName(f"{one_line(share.name, 60)}: {share.figure}")
            for column, widget in enumerate((name, bar, figure)):
                self.lines.addWidget(widget, at, column)
        self.nothing.setText("" if shares else nothing)
        self.nothing.setVisible(not shares)


class _Bar(QWidget):
    def __init__(self, theme: Theme, share: float) -> None:
        super().__init__()
        self._theme, self._share = theme, share
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        return QSize(80, 12)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill = QColor(self._theme.look.accent)
        fill.setAlphaF(0.7)
        painter.fillRect(QRectF(0, 2, self.width(), self.height() - 4), QColor(self._theme.look.sunken))
        painter.fillRect(QRectF(0, 2, self.width() * self._share, self.height() - 4), fill)
        painter.end()
