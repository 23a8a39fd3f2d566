"""A permission request as it must be read before it is decided: how safe, the whole command or change, what it touches.

GUI thread. It decides nothing and shows nothing shortened without saying so.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from headspace_desktop.domain.git_state import GitState
from headspace_desktop.domain.model import Ask
from headspace_desktop.domain.permission import Safety, Summary, command_of, summary
from headspace_desktop.domain.proposal import Difference, RequestPage
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.agent.command_view import CommandView
from headspace_desktop.ui.ask_text import request_text
from headspace_desktop.ui.dialogs.diff import DiffView
from headspace_desktop.ui.parts import button, label, retone, row
from headspace_desktop.ui.plain import one_line, visible
from headspace_desktop.ui.risk import SIGNS, TONES, danger_words, fact_words, safety_word
from headspace_desktop.ui.theme import S_PX, XS_PX, Theme
from headspace_desktop.ui.words import tr

_DIFF_LINES = 22


class Approval(QWidget):
    """Built for one request, then updated in place. `judged` when how safe it is was learnt anew."""

    judged = Signal()
    all_allowed = Signal()

    def __init__(self, ask: Ask, theme: Theme, project_path: str, cwd: str) -> None:
        super().__init__()
        self._ask, self._project_path, self._cwd = ask, project_path, cwd
        self.risk: Summary = summary(ask, project_path, cwd)
        self._chip = label("", font=themes.prose("caption", is_strong=True))
        self._label = label("", "soft", themes.mono("caption"))
        self._label.setMinimumWidth(10)
        self.command = CommandView(theme)
        self.command.setAccessibleName(tr("The whole request"))
        self.diff = DiffView(theme)
        self.diff.setAccessibleName(tr("What would change"))
        self._diff_note = label("", "needs", themes.prose("caption", is_strong=True), wraps=True)
        self._warning = label("", "bad", themes.prose("caption", is_strong=True), wraps=True)
        self._described = label("", "soft", themes.prose("caption"), wraps=True)
        self._dangers = label("", "bad", themes.prose("caption", is_strong=True), wraps=True)
        self._facts = QGridLayout()
        self._facts.setContentsMargins(0, 0, 0, 0)
        self._facts.setHorizontalSpacing(S_PX)
        self._facts.setVerticalSpacing(2)
        self._facts.setColumnStretch(1, 1)
        self._git_title = label(tr("Git"), "faint", themes.prose("caption"))
        self._git = label("", "soft", themes.mono("caption"), wraps=True)
        self._peers = label("", "soft", themes.prose("caption"), wraps=True)
        self.allow_all = button("")
        self.allow_all.clicked.connect(self.all_allowed)
        self._build()
        self._show()
        self.show_peers(())

    @property
    def is_whole(self) -> bool:
        return self._ask.is_input_complete and not self.command.is_cut

    def show_request(self, page: RequestPage) -> None:
        """Take the request in full: what was cut, and the difference to the file as it is now."""
        if page.is_whole != self._ask.is_input_complete or dict(page.tool_input) != dict(self._ask.tool_input):
            self._ask = replace(self._ask, tool_input=page.tool_input, is_input_complete=page.is_whole)
            self.risk = summary(self._ask, self._project_path, self._cwd)
        self._show(page.difference)
        self.judged.emit()

    def show_git(self, state: GitState | None, trouble: str = "") -> None:
        """How the repository stands; `trouble` when that could not be told."""
        self._git.setText(git_words(state) if state is not None else trouble)
        self._git.setVisible(bool(self._git.text()))
        self._git_title.setVisible(state is not None)

    def show_peers(self, names: tuple[str, ...]) -> None:
        """Other agents that ask for the very same."""
        self._peers.setVisible(bool(names))
        self.allow_all.setVisible(bool(names))
        if not names:
            return
        said = ", ".join(one_line(name, 40) for name in names[:4])
        if self.allow_all.property("risk") != self.risk.safety:
            self.allow_all.setProperty("risk", str(self.risk.safety))
            self.allow_all.style().unpolish(self.allow_all)
            self.allow_all.style().polish(self.allow_all)
        self._peers.setText(tr("%n agents ask for the same: this one and {names}", len(names) + 1).format(names=said))
        is_harsh = self.risk.safety is Safety.DESTRUCTIVE
        self.allow_all.setText(
            tr("Allow all %n anyway", len(names) + 1) if is_harsh else tr("Allow all %n", len(names) + 1)
        )
        self.allow_all.setAccessibleName(self.allow_all.text())

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(S_PX - 2)
        line = row(spacing_px=S_PX)
        line.addWidget(self._chip)
        line.addWidget(self._label, 1)
        box.addLayout(line)
        for widget in (self.command, self.diff, self._diff_note, self._warning, self._dangers):
            box.addWidget(widget)
        box.addLayout(self._facts)
        git = row(spacing_px=S_PX)
        git.addWidget(self._git_title, 0, Qt.AlignmentFlag.AlignTop)
        git.addWidget(self._git, 1)
        box.addLayout(git)
        box.addWidget(self._described)
        box.addWidget(self._peers)
        box.addWidget(self.allow_all, 0, Qt.AlignmentFlag.AlignLeft)
        self._git_title.hide()
        self._git.hide()

    def _show(self, difference: Difference | None = None) -> None:
        safety = self.risk.safety
        self._chip.setText(f"{SIGNS[safety]} {safety_word(safety)}")
        self._chip.setAccessibleName(safety_word(safety))
        retone(self._chip, TONES[safety])
        self._label.setText(one_line(self.risk.label, 80))
        self._label.setToolTip(one_line(self.risk.label, 80))
        self._show_content(difference)
        warning = (
            "" if self.is_whole else tr("This is not the whole request. Read it in the terminal before you allow it.")
        )
        self._warning.setText(warning)
        self._warning.setVisible(bool(warning))
        dangers = danger_words(self.risk.facts)
        self._dangers.setText("\n".join(f"▲ {each}" for each in dangers[:8]))
        self._dangers.setVisible(bool(dangers))
        retone(self._dangers, "bad" if safety is Safety.DESTRUCTIVE else "needs")
        self._show_facts()
        described = self._ask.tool_input.get("description")
        said = visible(described, 600) if isinstance(described, str) else ""
        self._described.setText(tr("In its own words: {words}").format(words=said) if said else "")
        self._described.setVisible(bool(said))

    def _show_content(self, difference: Difference | None) -> None:
        has_diff = difference is not None and bool(difference.text)
        marks = self.risk.facts.marks if command_of(self._ask) is not None else ()
        is_file = difference is not None
        self.command.show_command(difference.path if is_file and difference else request_text(self._ask), marks)
        self.diff.setVisible(has_diff)
        notes = [] if difference is None else [_note(difference)]
        if difference is not None and difference.is_cut:
            notes.append(tr("The difference is cut here; open the file to see the rest."))
        if difference is not None and not has_diff:
            notes.append(tr("Nothing would change."))
        self._diff_note.setText("\n".join(note for note in notes if note))
        self._diff_note.setVisible(bool(self._diff_note.text()))
        if difference is not None and has_diff:
            self.diff.show_diff(difference.text)
            lines = min(difference.text.count("\n") + 2, _DIFF_LINES)
            self.diff.setFixedHeight(round(self.diff.fontMetrics().lineSpacing() * lines + 2 * S_PX))

    @Slot()
    def _show_facts(self) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for at, (title, what) in enumerate(fact_words(self.risk.facts)):
            self._facts.addWidget(label(title, "faint", themes.prose("caption")), at, 0, Qt.AlignmentFlag.AlignTop)
            said = label(what, "soft", themes.mono("caption"), wraps=True)
            said.setAccessibleName(f"{title}: {what}")
            self._facts.addWidget(said, at, 1)
        self._facts.setContentsMargins(0, XS_PX if self._facts.count() else 0, 0, 0)


def _note(difference: Difference) -> str:
    counted = tr("{added} lines come, {removed} go.").format(added=difference.added, removed=difference.removed)
    words = {
        "new": tr("A new file."),
        "gone": tr("What it wants to replace is not in the file now."),
        "many": tr("What it wants to replace stands there more than once."),
        "unread": tr("The present file could not be read: only what it says is shown."),
        "": "",
    }[difference.note]
    return " ".join(part for part in (words, counted) if part)


def git_words(state: GitState) -> str:
    """Branch, what is not committed, ahead and behind."""
    if not state.is_repository:
        return tr("no repository")
    parts = [one_line(state.branch, 60) or tr("no branch ({head})").format(head=state.head[:8])]
    parts.append(tr("%n not committed", state.dirty_count) if state.dirty_count else tr("clean"))
    if state.conflict_count:
        parts.append(tr("%n in conflict", state.conflict_count))
    if state.ahead:
        parts.append(tr("%n ahead", state.ahead))
    if state.behind:
        parts.append(tr("%n behind", state.behind))
    return " · ".join(parts)
