"""The two lines above the columns that are about the person's own order: the objective, and who is next.

GUI thread. They show values; what is clicked leaves as a signal.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy
from typing_extensions import override

from headspace_desktop.domain.model import Objective
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.elided import Elided
from headspace_desktop.ui.glyphs import StateGlyph
from headspace_desktop.ui.parts import PRESS_KEYS, button, claims_press, label
from headspace_desktop.ui.plain import one_line
from headspace_desktop.ui.recommend import Advice
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX, Theme
from headspace_desktop.ui.words import short_id, tr


class ObjectiveBar(QFrame):
    """What the person works towards, on one line; whether agents are ordered by it."""

    edit_wanted = Signal()
    priority_switched = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "boardline")
        box = QHBoxLayout(self)
        box.setContentsMargins(M_PX, XS_PX, M_PX, XS_PX)
        box.setSpacing(S_PX)
        box.addWidget(label(tr("Objective"), "faint", themes.prose("caption", is_strong=True)))
        self.text = Elided(themes.prose(is_strong=True), is_whole=True)
        self.constraints = Elided(themes.prose("caption"), "soft")
        self.hint = Elided(themes.prose("caption"), "faint")
        self.hint.show_text(
            tr("None is set. Say what you work towards, and agents are ordered by how much they serve it.")
        )
        box.addWidget(self.text)
        box.addWidget(self.constraints, 1)
        box.addWidget(self.hint, 1)
        self.priority = button("", "quiet")
        self.priority.setCheckable(True)
        self.priority.setToolTip(tr("Order agents by how much they serve the objective"))
        self.priority.clicked.connect(self.priority_switched)
        self.edit = button("", "quiet")
        self.edit.clicked.connect(self.edit_wanted)
        box.addWidget(self.priority)
        box.addWidget(self.edit)
        self.show_objective(None)

    def show_objective(self, objective: Objective | None) -> None:
        for widget in (self.text, self.priority):
            widget.setVisible(objective is not None)
        self.hint.setVisible(objective is None)
        self.edit.setText(tr("Edit") if objective is not None else tr("Set one"))
        self.edit.setAccessibleName(tr("Edit the objective") if objective is not None else tr("Set an objective"))
        constraints = one_line(objective.constraints, 400) if objective is not None else ""
        self.constraints.setVisible(objective is not None)  # also without any: it takes the rest of the line
        self.constraints.show_text(constraints)
        if objective is None:
            return
        self.text.show_text(one_line(objective.text, 400))
        self.priority.setChecked(objective.is_priority_on)
        self.priority.setText(tr("Priority on") if objective.is_priority_on else tr("Priority off"))


class NextStrip(QFrame):
    """The agent that deserves the person next; a click or Enter brings its terminal to the front."""

    go_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "nextstrip")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(tr("Bring its terminal to the front"))
        self.advice: Advice | None = None
        self._theme = theme
        box = QHBoxLayout(self)
        box.setContentsMargins(S_PX, XS_PX + 1, S_PX, XS_PX + 1)
        box.setSpacing(S_PX)
        self._title = label(tr("Recommended next"), "accent", themes.prose("caption", is_strong=True))
        self._glyph: StateGlyph | None = None
        self._hero = label("", "accent", themes.mono("caption", is_strong=True))
        self._name = label("", "", themes.prose(is_strong=True))
        self._reason = Elided(themes.prose("caption"), "soft")
        self._key = label(tr("Enter"), "faint", themes.mono("caption"))
        for widget in (self._title, self._hero, self._name):
            widget.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
            box.addWidget(widget)
        box.addWidget(self._reason, 1)
        box.addWidget(self._key)
        self._box = box
        self.show_advice(None)

    def show_advice(self, advice: Advice | None, *, has_room: bool = True) -> None:
        """Who it is; without room it is known all the same, for the command that goes there."""
        is_known, self.advice = advice == self.advice, advice
        self.setVisible(advice is not None and has_room)
        if advice is None or is_known:
            return
        card = advice.card
        if self._glyph is None:
            self._glyph = StateGlyph(self._theme, card.verdict.state, 15, self)
            self._box.insertWidget(1, self._glyph)
        self._glyph.show_state(card.verdict.state)
        self._hero.setText(short_id(card)[:2])
        name = one_line(card.name, 40) if card.name != short_id(card) else ""
        project = one_line(card.project, 60)
        self._name.setText(" · ".join(part for part in (project, name) if part))
        self._reason.show_text(advice.reason)
        self.setAccessibleName(
            tr("Recommended next: {name}. {reason}").format(name=self._name.text(), reason=advice.reason)
        )

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.go()

    @override
    def event(self, event: QEvent) -> bool:
        return claims_press(event) or super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in PRESS_KEYS:
            self.go()
        else:
            super().keyPressEvent(event)

    @Slot()
    def go(self) -> None:
        if self.advice is not None:
            self.go_wanted.emit(self.advice.card.uuid)
