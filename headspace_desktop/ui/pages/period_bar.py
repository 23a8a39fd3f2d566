"""Chooses a period: a day, a week or a month, one before, one after, never the future. GUI thread."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from headspace_desktop.domain.activity import Period, Span
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.parts import button, label
from headspace_desktop.ui.spans import period_word, present
from headspace_desktop.ui.theme import L_PX, XS_PX
from headspace_desktop.ui.words import tr


class PeriodBar(QWidget):
    """`changed` when another period was chosen. The present period moves on with the days."""

    changed = Signal()

    def __init__(self, span: Span, today: date) -> None:
        super().__init__()
        self._today = today
        self.period = present(span, today)
        self._is_present = True
        self.earlier = _arrow("‹", tr("One earlier"))
        self.later = _arrow("›", tr("One later"))
        self.words = label("", font=themes.prose("title", is_strong=True))
        self.back = button(tr("Back to now"), "quiet")
        self.earlier.clicked.connect(self.go_earlier)
        self.later.clicked.connect(self.go_later)
        self.back.clicked.connect(self.go_now)
        self.spans: dict[Span, QToolButton] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(XS_PX)
        for widget in (self.earlier, self.words, self.later, self.back):
            line.addWidget(widget)
        line.addStretch(1)
        line.addSpacing(L_PX)
        group = QButtonGroup(self)
        for kind, title in ((Span.DAY, tr("Day")), (Span.WEEK, tr("Week")), (Span.MONTH, tr("Month"))):
            made = QToolButton()
            made.setText(title)
            made.setAccessibleName(title)
            made.setCheckable(True)
            group.addButton(made)
            line.addWidget(made)
            self.spans[kind] = made
            made.toggled.connect(self._switched)
        self._show()

    @property
    def is_present(self) -> bool:
        """Whether the period shown has not ended yet."""
        return self._is_present

    def see(self, today: date) -> None:
        """It is this day now; what was the present stays the present."""
        self._today = today
        if self._is_present:
            self.period = present(self.period.span, today)
        self._show()

    @Slot()
    def go_earlier(self) -> None:
        self._go(self.period.before())

    @Slot()
    def go_later(self) -> None:
        if not self._is_present:
            self._go(self.period.after())

    @Slot()
    def go_now(self) -> None:
        self._go(present(self.period.span, self._today))

    @Slot(bool)
    def _switched(self, is_on: bool) -> None:
        if is_on:
            kind = next(kind for kind, made in self.spans.items() if made.isChecked())
            self._go(present(kind, self._today if self._is_present else self.period.first))

    def _go(self, period: Period) -> None:
        self.period = period
        self._is_present = period.until > self._today
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self.words.setText(period_word(self.period, self._today))
        self.later.setEnabled(not self._is_present)
        self.back.setVisible(not self._is_present)
        made = self.spans[self.period.span]
        with QSignalBlocker(made):
            made.setChecked(True)


def _arrow(sign: str, name: str) -> QToolButton:
    made = QToolButton()
    made.setText(sign)
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setFont(themes.prose("title"))
    return made
