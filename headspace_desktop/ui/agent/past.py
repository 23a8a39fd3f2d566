"""The last commands of an agent, each with its turns, fetched only when they are opened. GUI thread.

A text that is cut offers to be read in full; an answer that was not asked for is dropped.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from headspace_desktop.domain.asks import AskCommands, AskCommandTurns, AskTurnText, PageAsk
from headspace_desktop.domain.changes import PageReady
from headspace_desktop.domain.model import CommandState, Outcome
from headspace_desktop.domain.project_pages import CommandHead, CommandsPage, CommandTurnsPage, TurnHead
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.agent.section import Rows
from headspace_desktop.ui.pages.asking import Asking
from headspace_desktop.ui.parts import Toggle, button, label, row
from headspace_desktop.ui.plain import one_line, visible
from headspace_desktop.ui.theme import M_PX, S_PX, XS_PX
from headspace_desktop.ui.words import clock, tr

#: Source: features, section 7.4.
COMMANDS = 10
TURNS = 50
_HEAD_CHARS = 300


class CommandToggle(Toggle):
    """A command on one line, as much of it as there is room for."""

    def __init__(self, title: str, body: QWidget) -> None:
        super().__init__(title, body)
        self.setProperty("kind", "section")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._title = title
        self.toggled.connect(self._fit)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        sign = "▾  " if self.isChecked() else "▸  "
        room_px = max(self.width() - 2 * M_PX, 40)
        said = self.fontMetrics().elidedText(sign + self._title, Qt.TextElideMode.ElideRight, room_px)
        if said != self.text():
            self.setText(said)


class _Turns(QWidget):
    """The turns of one command."""

    wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(M_PX, 0, 0, S_PX)
        self._box.setSpacing(XS_PX)
        self.say(tr("Reading…"))

    def say(self, text: str) -> None:
        self._clear()
        self._box.addWidget(label(text, "faint", themes.prose("caption"), wraps=True))

    def show_turns(self, turns: tuple[TurnHead, ...], *, has_more: bool) -> None:
        self._clear()
        for turn in turns:
            self._add(turn)
        if has_more:
            more = tr("Only the first %n turns are listed; the history below has all.", len(turns))
            self._box.addWidget(label(more, "faint", themes.prose("caption"), wraps=True))
        if not turns:
            self.say(tr("Nothing was said in it."))

    def _add(self, turn: TurnHead) -> None:
        who = tr("You") if str(turn.actor) == "user" else tr("Agent")
        said = one_line(turn.text, _HEAD_CHARS)
        name = label(who, "accent" if who == tr("You") else "soft", themes.prose("caption", is_strong=True))
        full = button(tr("View full"), "link", tr("Show the whole text"))
        full.setAccessibleName(tr("View the whole text of: {words}").format(words=one_line(turn.text, 60)))
        full.setVisible(said.endswith("…") or len(turn.text) >= _HEAD_CHARS or turn.is_summary)
        full.clicked.connect(lambda _=False, turn_id=turn.id: self.wanted.emit(turn_id))
        self._box.addLayout(row(name, label(clock(turn.at), "faint", themes.mono("caption")), None, full))
        self._box.addWidget(label(said, "", themes.prose("caption"), wraps=True))

    def _clear(self) -> None:
        while (item := self._box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
            elif (line := item.layout()) is not None:
                while (inner := line.takeAt(0)) is not None:
                    if (widget := inner.widget()) is not None:
                        widget.hide()
                        widget.deleteLater()


class Past(QWidget):
    """The list of commands. `text_shown` carries a turn in full."""

    text_shown = Signal(str)

    def __init__(self, ask: Callable[[PageAsk], None]) -> None:
        super().__init__()
        self._ask, self._asking = ask, Asking(ask)
        self._heads: tuple[CommandHead, ...] = ()
        self.toggles: list[CommandToggle] = []
        self._turns: dict[str, _Turns] = {}
        self._words = label("", "faint", themes.prose("caption"), wraps=True)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(M_PX, 0, 0, XS_PX)
        self._box.setSpacing(0)
        self._box.addWidget(self._words)

    def show_agent(self, uuid: str) -> None:
        """Ask for this agent's commands. The list that is shown stays until the answer comes."""
        self._asking.post("commands", lambda ask_id: AskCommands(ask_id, uuid, limit=COMMANDS))

    def leave(self) -> None:
        """Nothing of this agent any more."""
        self._asking = Asking(self._ask)
        self._fill(())
        self._say(tr("Reading…"))

    def rows(self) -> Rows:
        return [(clock(head.started_at), f"{head.text} ({_about(head)})") for head in self._heads]

    def take_page(self, ready: PageReady) -> bool:
        place = self._asking.take(ready)
        if not place:
            return False
        kind, _, command = place.partition(" ")
        trouble = f"{ready.trouble.title}. {ready.trouble.remedy}" if ready.trouble is not None else ""
        if kind == "commands":
            self._say(visible(trouble, 400))
            if not trouble:
                page: CommandsPage = ready.page
                self._fill(page.commands)
                self._say("" if page.commands else tr("No command yet."))
        elif kind == "turns" and command in self._turns:
            if trouble:
                self._turns[command].say(visible(trouble, 400))
            else:
                turns: CommandTurnsPage = ready.page
                self._turns[command].show_turns(turns.turns, has_more=turns.has_more)
        elif kind == "text":
            self.text_shown.emit(trouble or ready.page.text)
        return True

    def _say(self, text: str) -> None:
        self._words.setText(text)
        self._words.setVisible(bool(text))

    def _fill(self, heads: tuple[CommandHead, ...]) -> None:
        if heads == self._heads and heads:
            return
        opened = {head.uuid for head, toggle in zip(self._heads, self.toggles, strict=True) if toggle.isChecked()}
        for old in (*self.toggles, *self._turns.values()):
            old.hide()
            old.deleteLater()
        self._heads, self.toggles, self._turns = heads, [], {}
        for head in heads:
            self._add(head, is_open=head.uuid in opened)

    def _add(self, head: CommandHead, *, is_open: bool) -> None:
        turns = _Turns()
        turns.wanted.connect(self._wanted)
        title = f"{clock(head.started_at)}  {one_line(head.text, 120) or '—'}"
        toggle = CommandToggle(title, turns)
        toggle.setToolTip(f"{one_line(head.text, 300)}\n{_about(head)}")
        toggle.toggled.connect(lambda is_on, uuid=head.uuid: self._opened(uuid) if is_on else None)
        self._turns[head.uuid] = turns
        self.toggles.append(toggle)
        self._box.addWidget(toggle)
        self._box.addWidget(turns)
        if is_open:
            toggle.setChecked(True)

    def _opened(self, uuid: str) -> None:
        self._asking.post(f"turns {uuid}", lambda ask_id: AskCommandTurns(ask_id, uuid, limit=TURNS))

    @Slot(int)
    def _wanted(self, turn_id: int) -> None:
        self._asking.post("text", lambda ask_id: AskTurnText(ask_id, turn_id))


def _about(head: CommandHead) -> str:
    return ", ".join((_outcome(head), tr("%n turns", head.turns)))


def _outcome(head: CommandHead) -> str:
    if head.state is not CommandState.COMPLETE:
        return tr("under way")
    words = {
        Outcome.FINISHED: tr("finished"),
        Outcome.INTERRUPTED: tr("interrupted"),
        Outcome.FAILED: tr("failed"),
        Outcome.KILLED: tr("killed"),
        Outcome.SUPERSEDED: tr("a new instruction came first"),
    }
    return words[head.outcome] if head.outcome is not None else tr("over; how it ended is not known")
