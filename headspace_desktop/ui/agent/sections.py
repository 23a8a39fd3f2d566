"""All sections of the agent panel, and what each of them asks for when it is opened. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from headspace_desktop.domain.agent_pages import ScoresPage
from headspace_desktop.domain.asks import AskGit, AskScores, PageAsk
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import PageReady
from headspace_desktop.domain.git_state import GitState
from headspace_desktop.ui.agent import facts
from headspace_desktop.ui.agent.decisions import Decisions
from headspace_desktop.ui.agent.past import Past
from headspace_desktop.ui.agent.section import FactSection, Rows, Section
from headspace_desktop.ui.agent.why import Why
from headspace_desktop.ui.drafts import Drafts
from headspace_desktop.ui.flow import Flow
from headspace_desktop.ui.pages.asking import Asking
from headspace_desktop.ui.plain import visible
from headspace_desktop.ui.theme import XS_PX
from headspace_desktop.ui.words import tr


class Sections(QWidget):
    """Shut until they are wanted; what is shut is not kept up to date and asks for nothing."""

    text_shown = Signal(str)
    git_told = Signal(object, str)  # GitState or None, trouble

    def __init__(self, ask: Callable[[PageAsk], None], drafts: Drafts, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._asking, self._now = Asking(ask), now
        self._card: Card | None = None
        self._git: GitState | None = None
        self._git_trouble = ""
        self.why = Why(ask, drafts, now)
        self.past = Past(ask)
        self.decisions = Decisions(ask)
        mono = frozenset(
            (tr("Agent"), tr("Session"), tr("Pane"), tr("Transcript"), tr("Path"), tr("Folder"), tr("Branch"))
        )
        self.all: dict[str, Section] = {
            "why": Section(tr("Why this state?"), self.why, self.why.rows),
            "identity": FactSection(tr("Identity"), mono),
            "project": FactSection(tr("Project"), mono),
            "lifecycle": FactSection(tr("Lifecycle")),
            "priority": FactSection(tr("Priority")),
            "frustration": FactSection(tr("Recent frustration")),
            "decisions": Section(tr("Decisions"), self.decisions, self.decisions.rows),
            "past": Section(tr("Commands"), self.past, self.past.rows),
        }
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(XS_PX)
        box.addLayout(Flow(*(section.toggle for section in self.all.values()), spacing_px=XS_PX))
        for name, section in self.all.items():
            box.addWidget(section)
            section.opened.connect(lambda name=name: self._fetch(name))
        self.past.text_shown.connect(self.text_shown)

    def show_card(self, card: Card) -> None:
        """Show another agent, or what is new of this one, in the sections that are open."""
        before, self._card = self._card, card
        is_other = before is None or before.uuid != card.uuid
        if before is None or before.project_path != card.project_path:
            self._git, self._git_trouble = None, ""
        self.why.show_card(card)
        self.grow_older()
        if is_other:
            self._asking.forget("scores")
            self.past.leave()
            self.decisions.leave()
            self._show_scores(None)
        if is_other or before is None or before.turn_count != card.turn_count:
            self._ask_for("past", "frustration")
        if is_other or (before is not None and before.ask is not None and card.ask is None):
            self._ask_for("decisions")

    def grow_older(self) -> None:
        """Ages go on by themselves."""
        if self._card is None:
            return
        card, now = self._card, self._now()
        self._rows("identity", facts.identity(card))
        self._rows("project", facts.project(card, self._git, self._git_trouble))
        self._rows("lifecycle", facts.lifecycle(card, now))
        self._rows("priority", facts.priority(card, now))

    def look_at_git(self) -> None:
        """Ask how the project's repository stands; the answer also comes as `git_told`."""
        if self._card is not None and self._card.project_path and not self._card.is_foreign_host:
            path = self._card.project_path
            self._asking.post("git", lambda ask_id: AskGit(ask_id, path))

    def take_page(self, ready: PageReady) -> bool:
        if self.past.take_page(ready) or self.decisions.take_page(ready) or self.why.wrong.take_page(ready):
            return True
        place = self._asking.take(ready)
        trouble = visible(ready.trouble.title, 200) if ready.trouble is not None else ""
        if place == "git":
            self._git, self._git_trouble = ready.page, trouble
            self.git_told.emit(self._git, trouble)
            self.grow_older()
        elif place == "scores":
            self._show_scores(ready.page, trouble)
        return bool(place)

    def markdown(self) -> str:
        """Every section, also those that are shut."""
        return "\n".join(section.markdown() for section in self.all.values())

    def _show_scores(self, page: ScoresPage | None, trouble: str = "") -> None:
        rows = [(tr("Recent"), trouble or tr("Reading…"))] if page is None else facts.frustration(page)
        self._rows("frustration", rows)

    def _rows(self, name: str, rows: Rows) -> None:
        section = self.all[name]
        assert isinstance(section, FactSection)
        section.show_rows(rows)

    def _ask_for(self, *names: str) -> None:
        for name in names:
            if self.all[name].is_open:
                self._fetch(name)

    def _fetch(self, name: str) -> None:
        if self._card is None:
            return
        uuid = self._card.uuid
        match name:
            case "past":
                self.past.show_agent(uuid)
            case "decisions":
                self.decisions.show_agent(uuid)
            case "frustration":
                self._asking.post("scores", lambda ask_id: AskScores(ask_id, uuid))
            case "project":
                self.look_at_git()
            case _:
                pass
