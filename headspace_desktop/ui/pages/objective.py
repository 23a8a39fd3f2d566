"""The objective: what the person works towards, what may not be done, and what it was before.

GUI thread. What is typed stays until it is saved, whatever comes in; it is never overwritten by an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout
from typing_extensions import override

from headspace_desktop.domain.actions import ForgetObjective, SetObjective, SwitchPriority
from headspace_desktop.domain.asks import AskObjective
from headspace_desktop.domain.changes import Change, ObjectiveChanged, PageReady, WishAnswered
from headspace_desktop.domain.model import Objective
from headspace_desktop.domain.project_pages import ObjectivePage as Found
from headspace_desktop.domain.project_pages import PastObjective
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.pages.column import ColumnPage, heading, trouble_words
from headspace_desktop.ui.pages.page import Deed, Ground
from headspace_desktop.ui.pages.sure import SureButton
from headspace_desktop.ui.pages.wishing import Wishing
from headspace_desktop.ui.parts import Composer, button, label, retone, row
from headspace_desktop.ui.plain import visible
from headspace_desktop.ui.spans import moment
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX
from headspace_desktop.ui.words import number, tr

#: Source: features, section 6.2; the store has the same limit.
MOST_CHARS = 5000


class ObjectivePage(ColumnPage):
    name = "objective"
    icon = "done"
    deeds = (Deed("begin_new", lambda: tr("New objective")), Deed("save", lambda: tr("Save the objective")))

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.wishing = Wishing(ground.post)
        self.objective: Objective | None = None
        self._is_new = False
        self._before_id: int | None = None
        self.text = Composer(tr("What do you work towards?"), max_lines=8)
        self.constraints = Composer(tr("What has to hold, and what must not be done? It may stay empty"), max_lines=8)
        self.marker = label("", "needs", themes.prose("caption"))
        self.told = label("", "bad", wraps=True)
        self.save_button = button(tr("Save"), "primary")
        self.new_button = button(tr("New objective"))
        self.undo_button = button(tr("Put back"), "quiet", tr("Shows again what is saved"))
        self.priority = QCheckBox(tr("Order agents by how much they serve the objective"))
        self.history: list[PastBox] = []
        self.nothing = label(tr("There was none before."), "faint")
        self.more = button(tr("Earlier ones"), "quiet")
        self._build()
        self._connect()

    def _build(self) -> None:
        self.text.setAccessibleName(tr("Objective"))
        self.constraints.setAccessibleName(tr("Constraints"))
        self.text.submit = self.constraints.submit = self.save_button
        form = QFrame()
        form.setProperty("role", "box")
        inner = QVBoxLayout(form)
        inner.setContentsMargins(M_PX, M_PX, M_PX, M_PX)
        inner.setSpacing(S_PX)
        inner.addWidget(label(tr("Objective"), "soft"))
        inner.addWidget(self.text)
        inner.addWidget(label(tr("Constraints"), "soft"))
        inner.addWidget(self.constraints)
        inner.addWidget(self.told)
        inner.addLayout(row(self.new_button, self.undo_button, self.marker, None, self.save_button))
        self.told.hide()
        self.lines = QVBoxLayout()
        self.lines.setSpacing(S_PX)
        self.column.addWidget(heading(tr("Objective")))
        self.column.addWidget(form)
        self.column.addWidget(self.priority)
        self.column.addWidget(heading(tr("History")))
        self.column.addWidget(self.nothing)
        self.column.addLayout(self.lines)
        self.column.addLayout(row(self.more, None))
        self.column.addStretch(1)
        self.more.hide()
        self._mark()

    def _connect(self) -> None:
        self.text.textChanged.connect(self._mark)
        self.constraints.textChanged.connect(self._mark)
        self.save_button.clicked.connect(self.save)
        self.new_button.clicked.connect(self.begin_new)
        self.undo_button.clicked.connect(self.put_back)
        self.priority.toggled.connect(self._switch)
        self.more.clicked.connect(self._ask_more)

    @staticmethod
    @override
    def title() -> str:
        return tr("Objective")

    # -- what is shown

    @override
    def refresh(self) -> None:
        self.say_reading()
        self.asking.forget("more")
        self.asking.post("page", AskObjective)

    @override
    def take(self, changes: Sequence[Change]) -> None:
        self.wishing.take(changes)
        if any(isinstance(one, ObjectiveChanged) for one in changes):
            self.grow_stale()

    @override
    def take_page(self, ready: PageReady) -> bool:
        place = self.asking.take(ready)
        if not place:
            return False
        if ready.trouble is not None:
            self.fail(ready.trouble)
            return True
        page: Found = ready.page
        self.show_body()
        if place == "page":
            self._show(page.objective)
            self._clear()
        self._add(page)
        return True

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that is not saved."""
        return self._typed() != self._saved()

    def _show(self, objective: Objective | None) -> None:
        is_changed = self.is_changed or self._is_new
        self.objective = objective
        if not is_changed:
            self._fill()
        self._show_priority()
        self._mark()

    def _show_priority(self) -> None:
        objective = self.objective
        with QSignalBlocker(self.priority):
            self.priority.setChecked(objective is not None and objective.is_priority_on)
        self.priority.setEnabled(objective is not None)
        why = tr("It takes effect with the next score of each agent.")
        self.priority.setToolTip(why if objective is not None else tr("Save an objective first."))

    def _fill(self) -> None:
        text, constraints = self._saved()
        self.text.setPlainText(text)
        self.constraints.setPlainText(constraints)

    def _saved(self) -> tuple[str, str]:
        if self.objective is None or self._is_new:
            return "", ""
        return self.objective.text, self.objective.constraints

    def _typed(self) -> tuple[str, str]:
        return self.text.toPlainText(), self.constraints.toPlainText()

    @Slot()
    def _mark(self) -> None:
        text, constraints = (part.strip() for part in self._typed())
        most = max(len(text), len(constraints))
        is_long = most > MOST_CHARS
        self.save_button.setEnabled(bool(text) and not is_long and (self.is_changed or self._is_new))
        self.undo_button.setVisible((self.is_changed or self._is_new) and self.objective is not None)
        self.new_button.setEnabled(self.objective is not None and not self._is_new)
        if is_long:
            self.marker.setText(
                tr("Too long: {count} of {most} characters").format(count=number(most), most=number(MOST_CHARS))
            )
        elif self._is_new:
            self.marker.setText(tr("New objective, not saved yet"))
        else:
            self.marker.setText(tr("Not saved yet") if self.is_changed else "")

    def _add(self, page: Found) -> None:
        for past in page.history:
            box = PastBox(past, self._forget)
            self.history.append(box)
            self.lines.addWidget(box)
        self._before_id = page.before_id
        self.more.setVisible(page.before_id is not None)
        self.nothing.setVisible(not self.history)

    def _clear(self) -> None:
        for box in self.history:
            self.lines.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.history = []

    @Slot()
    def _ask_more(self) -> None:
        before_id = self._before_id
        self.asking.post("more", lambda ask_id: AskObjective(ask_id, before_id))

    # -- what the person does

    @Slot()
    def begin_new(self) -> None:
        """Clear the form for another objective; what was typed for the present one is kept in it if it was changed."""
        if self.objective is None or self._is_new:
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        keeps = self.is_changed
        self._is_new = True
        if not keeps:
            self.text.clear()
            self.constraints.clear()
        self._mark()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def put_back(self) -> None:
        """Show again what is saved."""
        self._is_new = False
        self._fill()
        self._mark()

    @Slot()
    def save(self) -> None:
        """Save what is typed, if it can be."""
        if not self.save_button.isEnabled():
            return
        self._tell("")
        self.save_button.setEnabled(False)
        text, constraints = (part.strip() for part in self._typed())
        wish = SetObjective(text, constraints, is_new=self._is_new)
        self.wishing.post(wish, lambda answer: self._was_saved(answer, text, constraints))

    def _was_saved(self, answer: WishAnswered, text: str, constraints: str) -> None:
        if answer.trouble is not None:
            self._tell(trouble_words(answer.trouble))
            self._mark()
            return
        self._is_new = False
        is_on = self.objective.is_priority_on if self.objective is not None else True
        self.objective = Objective(text, self.ground.now(), constraints, is_on)
        if tuple(part.strip() for part in self._typed()) == (text, constraints):  # else somebody typed on meanwhile
            self._fill()
        self._show_priority()
        self._mark()
        self.refresh()

    @Slot(bool)
    def _switch(self, is_on: bool) -> None:
        self.wishing.post(SwitchPriority(is_on), self._done)

    def _forget(self, history_id: int) -> None:
        self.wishing.post(ForgetObjective(history_id), self._done)

    def _done(self, answer: WishAnswered) -> None:
        self._tell("" if answer.trouble is None else trouble_words(answer.trouble))
        self.refresh()

    def _tell(self, text: str) -> None:
        retone(self.told, "bad")
        self.told.setText(text)
        self.told.setVisible(bool(text))


class PastBox(QFrame):
    """One line of the history; the present one cannot be taken out."""

    def __init__(self, past: PastObjective, forget: Callable[[int], None]) -> None:
        super().__init__()
        self.setProperty("role", "box")
        self.past = past
        end = moment(past.ended_at) if past.ended_at is not None else tr("now")
        times = tr("{start} to {end}").format(start=moment(past.started_at), end=end)
        self.forget = SureButton("×", tr("Take this objective out of the history"), "quiet")
        self.forget.setVisible(past.ended_at is not None)
        self.forget.sure.connect(lambda: forget(past.id))
        box = QVBoxLayout(self)
        box.setContentsMargins(M_PX, S_PX, M_PX, S_PX)
        box.setSpacing(XS_PX)
        box.addLayout(row(label(times, "faint", themes.mono("caption")), None, self.forget))
        box.addWidget(label(visible(past.text), wraps=True))
        if past.constraints:
            box.addWidget(label(visible(past.constraints), "soft", wraps=True))
