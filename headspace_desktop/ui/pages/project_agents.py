"""The agents of a project, ten at a time: opened, their commands; opened again, what was said. All of it asked lazily.

GUI thread. A line of what was said leads to its place in the transcript.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from headspace_desktop.domain.asks import AskCommands, AskCommandTurns, AskProjectAgents
from headspace_desktop.domain.changes import PageReady
from headspace_desktop.domain.model import CommandState, State, TurnActor
from headspace_desktop.domain.project_pages import (
    AgentLine,
    AgentsPage,
    CommandHead,
    CommandsPage,
    CommandTurnsPage,
    TurnHead,
)
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.charts.points import level_of
from headspace_desktop.ui.pages.asking import Asking
from headspace_desktop.ui.pages.column import heading, trouble_words
from headspace_desktop.ui.pages.page import AgentPlace, Ground, LinePlace
from headspace_desktop.ui.parts import Toggle, button, label, row
from headspace_desktop.ui.plain import one_line, visible
from headspace_desktop.ui.spans import length, moment
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX
from headspace_desktop.ui.words import state_word, tr

PAGE = 10

#: The words of a link and of a toggle begin so far behind their edge.
LINK_PX, TOGGLE_PX = 6, 22

_TONES = ("soft", "needs", "bad")


class AgentsSection(QWidget):
    """The list, its pages, and whether ended agents are in it."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._asking = Asking(ground.ask)
        self._project_id, self._offset, self._total = 0, 0, 0
        self.with_ended = QCheckBox(tr("Show ended"))
        self.with_ended.toggled.connect(self._switched)
        self.words = label("", "faint", wraps=True)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(S_PX)
        self.agents: list[AgentBox] = []
        self.newer, self.older = button(tr("‹ Newer"), "quiet"), button(tr("Older ›"), "quiet")
        self.newer.clicked.connect(lambda: self._turn(-PAGE))
        self.older.clicked.connect(lambda: self._turn(PAGE))
        self.where = label("", "faint", themes.mono("caption"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, S_PX, 0, 0)
        box.setSpacing(S_PX)
        box.addLayout(row(heading(tr("Agents")), None, self.with_ended))
        box.addWidget(self.words)
        box.addLayout(self.lines)
        box.addLayout(row(self.newer, self.where, self.older, None))

    def show_project(self, project_id: int) -> None:
        """Ask for this project's agents; another one begins with its newest page."""
        if project_id != self._project_id:
            self._project_id, self._offset = project_id, 0
            self._fill([])
            self._say(tr("Reading…"))
        self._post()

    def take_page(self, ready: PageReady) -> bool:
        if self._asking.take(ready):
            if ready.trouble is not None:
                self._say(trouble_words(ready.trouble))
            else:
                self._show(ready.page)
            return True
        return any(agent.take_page(ready) for agent in self.agents)

    def _post(self) -> None:
        project_id, with_ended, offset = self._project_id, self.with_ended.isChecked(), self._offset
        self._asking.post("agents", lambda ask_id: AskProjectAgents(ask_id, project_id, with_ended, offset, PAGE))

    def _show(self, page: AgentsPage) -> None:
        self._total = page.total
        if not page.agents and self._offset > 0:  # the last page has emptied
            self._offset = 0
            self._post()
            return
        known = {agent.line.uuid: agent for agent in self.agents}
        if [line.uuid for line in page.agents] == list(known):
            for line in page.agents:
                known[line.uuid].show_line(line)
        else:
            self._fill(list(page.agents))
        nothing = tr("No agent was here yet.") if self.with_ended.isChecked() else tr("No agent is live here.")
        self._say("" if page.agents else nothing)
        last = self._offset + len(page.agents)
        self.where.setText(tr("{first}–{last} of {total}").format(first=self._offset + 1, last=last, total=page.total))
        for widget in (self.newer, self.where, self.older):
            widget.setVisible(page.total > PAGE)
        self.newer.setEnabled(self._offset > 0)
        self.older.setEnabled(last < page.total)

    def _fill(self, lines: list[AgentLine]) -> None:
        for old in self.agents:
            self.lines.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.agents = [AgentBox(self._ground, line) for line in lines]
        for agent in self.agents:
            self.lines.addWidget(agent)
        for widget in (self.newer, self.where, self.older):
            widget.hide()

    def _say(self, text: str) -> None:
        self.words.setText(text)
        self.words.setVisible(bool(text))

    def _turn(self, by: int) -> None:
        self._offset = max(0, min(self._offset + by, max(self._total - 1, 0) // PAGE * PAGE))
        self._post()

    @Slot(bool)
    def _switched(self, _is_on: bool) -> None:
        self._offset = 0
        self._post()


class AgentBox(QFrame):
    """One agent; opened, its newest commands."""

    def __init__(self, ground: Ground, line: AgentLine) -> None:
        super().__init__()
        self.setProperty("role", "box")
        self._ground = ground
        self._asking = Asking(ground.ask)
        self._before_id: int | None = None
        self.commands: list[CommandBox] = []
        self.open = button("", "link", tr("Show this agent"))
        self.open.clicked.connect(self._go)
        self.facts = label("", "soft", themes.mono("caption"), wraps=True)
        self.facts.setContentsMargins(LINK_PX, 0, 0, 0)
        self.body = QWidget()
        self.lines = QVBoxLayout()
        self.lines.setSpacing(XS_PX)
        self.words = label("", "faint", wraps=True)
        self.more = button(tr("Earlier commands"), "quiet")
        self.more.clicked.connect(self._ask)
        inner = QVBoxLayout(self.body)
        inner.setContentsMargins(M_PX, XS_PX, 0, 0)
        inner.setSpacing(XS_PX)
        inner.addLayout(self.lines)
        inner.addWidget(self.words)
        inner.addLayout(row(self.more, None))
        self.more.hide()
        self.toggle = Toggle(tr("Commands"), self.body)
        self.toggle.toggled.connect(self._opened)
        box = QVBoxLayout(self)
        box.setContentsMargins(S_PX, S_PX, S_PX, S_PX)
        box.setSpacing(XS_PX)
        box.addLayout(row(self.open, None, self.toggle))
        box.addWidget(self.facts)
        box.addWidget(self.body)
        self.show_line(line)

    def show_line(self, line: AgentLine) -> None:
        self.line = line
        self.open.setText(one_line(line.name, 60))
        self.open.setEnabled(self._ground.card(line.uuid) is not None or bool(line.transcript_path))
        over = moment(line.ended_at) if line.ended_at is not None else tr("now")
        facts = (
            _state(line.state),
            tr("{start} to {end}").format(start=moment(line.started_at), end=over),
            tr("commands %n", line.commands),
            tr("turns %n", line.turns),
            (line.session_id or line.uuid)[:8],
        )
        self.facts.setText("  ·  ".join(facts))

    def take_page(self, ready: PageReady) -> bool:
        if self._asking.take(ready):
            if ready.trouble is not None:
                self._say(trouble_words(ready.trouble))
            else:
                self._show(ready.page)
            return True
        return any(command.take_page(ready) for command in self.commands)

    def _show(self, page: CommandsPage) -> None:
        self._before_id = page.before_id
        for head in page.commands:
            made = CommandBox(self._ground, self.line, head)
            self.commands.append(made)
            self.lines.addWidget(made)
        self._say("" if self.commands else tr("It was told nothing yet."))
        self.more.setVisible(page.before_id is not None)

    def _say(self, text: str) -> None:
        self.words.setText(text)
        self.words.setVisible(bool(text))

    @Slot(bool)
    def _opened(self, is_open: bool) -> None:
        if is_open and not self.commands and not self._asking.is_waiting("commands"):
            self._say(tr("Reading…"))
            self._ask()

    @Slot()
    def _ask(self) -> None:
        uuid, before_id = self.line.uuid, self._before_id
        self._asking.post("commands", lambda ask_id: AskCommands(ask_id, uuid, before_id, PAGE))

    @Slot()
    def _go(self) -> None:
        if self._ground.card(self.line.uuid) is not None:
            self._ground.go(AgentPlace(self.line.uuid))
        else:
            self._ground.go(LinePlace(self.line.transcript_path, self.line.client, agent_uuid=self.line.uuid))


class CommandBox(QWidget):
    """One command; opened, its turns."""

    def __init__(self, ground: Ground, agent: AgentLine, head: CommandHead) -> None:
        super().__init__()
        self._ground, self._agent, self._head = ground, agent, head
        self._asking = Asking(ground.ask)
        self._is_read = False
        self.body = QWidget()
        self.lines = QVBoxLayout(self.body)
        self.lines.setContentsMargins(TOGGLE_PX - LINK_PX, XS_PX, 0, XS_PX)
        self.lines.setSpacing(XS_PX)
        self.toggle = Toggle(one_line(head.text, 60) or tr("Without words"), self.body)
        self.toggle.setToolTip(one_line(head.text, 400))
        self.toggle.toggled.connect(self._opened)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        facts = label(_command_facts(head), "faint", themes.mono("caption"), wraps=True)
        facts.setContentsMargins(TOGGLE_PX, 0, 0, 0)
        box.addLayout(row(self.toggle, None))
        box.addWidget(facts)
        box.addWidget(self.body)

    def take_page(self, ready: PageReady) -> bool:
        if not self._asking.take(ready):
            return False
        if ready.trouble is not None:
            self._say(trouble_words(ready.trouble), "bad")
            self._is_read = False
            return True
        page: CommandTurnsPage = ready.page
        for turn in page.turns:
            self.lines.addWidget(self._turn(turn))
        if not page.turns:
            self._say(tr("Nothing was said yet."))
        if page.has_more:
            self._say(tr("There is more in the transcript."))
        return True

    def _say(self, text: str, tone: str = "faint") -> None:
        said = label(text, tone, wraps=True)
        said.setContentsMargins(LINK_PX, 0, 0, 0)
        self.lines.addWidget(said)

    def _turn(self, turn: TurnHead) -> QWidget:
        who = tr("You") if turn.actor is TurnActor.USER else tr("Agent")
        said = tr("{who}, {time}").format(who=who, time=moment(turn.at))
        if turn.score is not None:
            said += "  ·  " + tr("frustration {score}").format(score=turn.score)
        made = QWidget()
        box = QVBoxLayout(made)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        if self._agent.transcript_path:
            link = button(said, "link", tr("Show this in the transcript"))
            place = LinePlace(
                self._agent.transcript_path, self._agent.client, turn.entry_uuid or "", turn.at, self._agent.uuid
            )
            link.clicked.connect(lambda: self._ground.go(place))
            box.addLayout(row(link, None))
        else:
            head = label(said, "faint", themes.prose("caption"))
            head.setContentsMargins(LINK_PX, 0, 0, 0)
            box.addWidget(head)
        tone = "" if turn.score is None else _TONES[level_of(turn.score)]
        text = label(visible(turn.text), tone or "soft", wraps=True)
        text.setContentsMargins(LINK_PX, 0, 0, 0)
        box.addWidget(text)
        return made

    @Slot(bool)
    def _opened(self, is_open: bool) -> None:
        if is_open and not self._is_read:
            self._is_read = True
            uuid = self._head.uuid
            self._asking.post("turns", lambda ask_id: AskCommandTurns(ask_id, uuid))


def _state(state: str) -> str:
    return state_word(State(state)) if state in set(State) else state_word(State.UNKNOWN)


def _command_facts(head: CommandHead) -> str:
    words: dict[Any, str] = {
        CommandState.COMPLETE: tr("complete"),
        CommandState.AWAITING_INPUT: tr("waits for you"),
        CommandState.PROCESSING: tr("under way"),
        CommandState.COMMANDED: tr("told"),
        CommandState.IDLE: tr("idle"),
    }
    took = (head.completed_at - head.started_at).total_seconds() if head.completed_at is not None else None
    parts = [moment(head.started_at), words[head.state], length(took) if took is not None else ""]
    return "  ·  ".join(part for part in (*parts, tr("turns %n", head.turns)) if part)
