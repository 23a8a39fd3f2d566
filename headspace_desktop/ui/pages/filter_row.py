"""One line of filters: words, project, agent, kind, time. What is chosen leaves as one signal, after a short pause.

GUI thread. It holds no rows; what can be chosen is told to it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from headspace_desktop.domain.local_time import day_start
from headspace_desktop.domain.query import QUERY_CHARS
from headspace_desktop.ui.choice import ChoiceBox
from headspace_desktop.ui.pages.found import AgentChoice, Choices
from headspace_desktop.ui.parts import make_clearable
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX
from headspace_desktop.ui.words import tr

#: A pause in the typing before the question is asked.
_PAUSE_MS = 200

#: The words are never narrower than this.
WORDS_PX = 200
_LEAST_PX = 360


class FilterRow(QFrame):
    """`changed` when something was chosen or typed; `left` when the person wants down into the rows."""

    changed = Signal()
    left = Signal()

    def __init__(self, placeholder: str, *, kinds: str = "", with_where: bool = True) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.changed)
        self.words = QLineEdit()
        self.words.setPlaceholderText(placeholder)
        self.words.setAccessibleName(placeholder)
        make_clearable(self.words)
        self.words.setMaxLength(QUERY_CHARS)
        self.words.setMinimumWidth(WORDS_PX)
        self.words.textChanged.connect(self._typed)
        self.words.installEventFilter(self)
        self._is_narrow = False
        self.line = QHBoxLayout()  # a page may put more behind the filters
        self.line.setSpacing(S_PX)
        self.line.addWidget(self.words, 1)
        self.boxes = QWidget()
        self._boxes = QHBoxLayout(self.boxes)
        self._boxes.setContentsMargins(0, 0, 0, 0)
        self._boxes.setSpacing(S_PX)
        self.line.addWidget(self.boxes)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(M_PX, S_PX, M_PX, S_PX)
        self._lines.setSpacing(XS_PX + 2)
        self._lines.addLayout(self.line)
        self.project = self._choice(tr("Project"), tr("All projects"), 170) if with_where else None
        self.agent = self._choice(tr("Agent"), tr("All agents"), 210) if with_where else None
        self.kind = self._choice(kinds, kinds, 190) if kinds else None
        self.time = self._choice(tr("Time"), tr("Any time"), 170) if with_where else None
        if self.time is not None:
            for title, hours in times():
                self.time.addItem(title, hours)

    def _choice(self, name: str, all_of_them: str, width_px: int) -> ChoiceBox:
        made = ChoiceBox(name, width_px)
        made.addItem(all_of_them, None)
        made.currentTextChanged.connect(self._fit_later)
        made.activated.connect(self._chosen)
        self._boxes.addWidget(made)
        return made

    # -- what is chosen

    @property
    def project_id(self) -> int | None:
        return self.project.currentData() if self.project is not None else None

    @property
    def agent_uuid(self) -> str | None:
        return self.agent.currentData() if self.agent is not None else None

    @property
    def chosen_kind(self) -> str | None:
        return self.kind.currentData() if self.kind is not None else None

    def since(self, now: datetime) -> datetime | None:
        """From when on; None is from the beginning."""
        hours = self.time.currentData() if self.time is not None else None
        if hours is None:
            return None
        if hours == 0:
            return day_start(now)
        return now - timedelta(hours=hours)

    @property
    def is_open(self) -> bool:
        """Whether everything is let through."""
        boxes = (self.project, self.agent, self.kind, self.time)
        return not self.words.text().strip() and all(box is None or box.currentData() is None for box in boxes)

    @Slot()
    def clear(self) -> None:
        """Let everything through."""
        self.words.clear()
        for box in (self.project, self.agent, self.kind, self.time):
            if box is not None:
                box.setCurrentIndex(0)
        self._chosen()

    # -- what can be chosen

    def offer(self, choices: Choices) -> None:
        """Projects and agents; what is chosen stays chosen."""
        if self.project is not None:
            refill(self.project, [(one_line(name, 60), project_id) for project_id, name in choices.projects])
        if self.agent is not None:
            refill(self.agent, [(agent_words(one), one.uuid) for one in choices.agents])

    def focus_words(self) -> None:
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    # -- what the person does

    @Slot()
    def _typed(self) -> None:
        self._timer.start()

    @Slot()
    def _chosen(self) -> None:
        self._timer.stop()
        self.changed.emit()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_PX, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit_later(self) -> None:
        QTimer.singleShot(0, self, self._fit)

    @Slot()
    def _fit(self) -> None:
        """Where the boxes would be cut beside the words they stand on a line of their own."""
        margins = self._lines.contentsMargins()
        items = (self.line.itemAt(at) for at in range(self.line.count()))
        widgets = (item.widget() for item in items if item is not None)
        beside = [one for one in widgets if one not in {None, self.words, self.boxes} and not one.isHidden()]
        wanted_px = WORDS_PX + self.boxes.sizeHint().width() + sum(one.sizeHint().width() for one in beside)
        wanted_px += S_PX * (len(beside) + 1) + margins.left() + margins.right()
        is_narrow = self.width() < wanted_px
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            (self.line if is_narrow else self._lines).removeWidget(self.boxes)
            if is_narrow:
                self._lines.addWidget(self.boxes, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                self.line.insertWidget(1, self.boxes)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.words and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.left.emit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._chosen()
                self.left.emit()
                return True
            if event.key() == Qt.Key.Key_Escape and self.words.text():
                self.words.clear()
                return True
        return super().eventFilter(watched, event)


def refill(box: QComboBox, items: list[tuple[str, object]]) -> None:
    """Offer these beneath the first item; what is chosen stays, also when it is not among them any more."""
    chosen, words = box.currentData(), box.currentText()
    if chosen is not None and chosen not in (value for _, value in items):
        items = [(words, chosen), *items]
    box.blockSignals(True)
    while box.count() > 1:
        box.removeItem(1)
    for title, value in items:
        box.addItem(title, value)
    box.setCurrentIndex(max(box.findData(chosen), 0) if chosen is not None else 0)
    box.blockSignals(False)
    box.updateGeometry()


def times() -> tuple[tuple[str, int], ...]:
    """Spans with their hours; 0 is since midnight."""
    return (
        (tr("Last hour"), 1),
        (tr("Today"), 0),
        (tr("Last 24 hours"), 24),
        (tr("Last 7 days"), 24 * 7),
        (tr("Last 30 days"), 24 * 30),
    )


def agent_words(one: AgentChoice) -> str:
    """An agent in a list of choices: its project, its session, whether it is over."""
    said = f"{one_line(one.project_name, 40)} · {(one.session_id or one.uuid)[:8]}"
    return said if one.is_live else tr("{agent} (ended)").format(agent=said)
