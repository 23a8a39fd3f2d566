"""What was decided of this agent's requests: what, by which surface, when. Asked for when it is opened. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from headspace_desktop.domain.asks import AskLog, PageAsk
from headspace_desktop.domain.changes import PageReady
from headspace_desktop.ui import theme as themes
from headspace_desktop.ui.agent.section import FactGrid, Rows
from headspace_desktop.ui.pages.asking import Asking
from headspace_desktop.ui.parts import label
from headspace_desktop.ui.plain import one_line, visible
from headspace_desktop.ui.theme import M_PX
from headspace_desktop.ui.words import clock, tr

_LIMIT = 20


class Decisions(QWidget):
    """The newest decisions, one line each."""

    def __init__(self, ask: Callable[[PageAsk], None]) -> None:
        super().__init__()
        self._asking = Asking(ask)
        self._rows: Rows = ()
        self._grid = FactGrid()
        self.words = label("", "faint", themes.prose("caption"), wraps=True)
        self.words.setContentsMargins(M_PX, 0, 0, 0)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self.words)
        self._box.addWidget(self._grid)

    def show_agent(self, uuid: str) -> None:
        self._asking.post("decisions", lambda ask_id: AskLog(ask_id, "decisions", agent_uuid=uuid, limit=_LIMIT))

    def leave(self) -> None:
        """Nothing of this agent any more."""
        self._asking.forget("decisions")
        self._fill(())
        self._say(tr("Reading…"))

    def rows(self) -> Rows:
        return self._rows

    def take_page(self, ready: PageReady) -> bool:
        if not self._asking.take(ready):
            return False
        if ready.trouble is not None:
            self._say(visible(f"{ready.trouble.title}. {ready.trouble.remedy}", 400))
            return True
        self._fill([(clock(line.at), _decision(line.values)) for line in ready.page.lines])
        self._say("" if self._rows else tr("Nothing was decided yet."))
        return True

    def _say(self, text: str) -> None:
        self.words.setText(text)
        self.words.setVisible(bool(text))

    def _fill(self, rows: Rows) -> None:
        if rows == self._rows:
            return
        self._rows = rows
        self._box.removeWidget(self._grid)
        self._grid.hide()
        self._grid.deleteLater()
        self._grid = FactGrid()  # moments may be alike, so each list has a grid of its own
        self._box.addWidget(self._grid)
        self._grid.show_rows([(f"{at}{chr(0x200B) * n}", said) for n, (at, said) in enumerate(rows)])


def surface_word(surface: str) -> str:
    """Where somebody decided."""
    return {
        "board": tr("on the board"),
        "notification": tr("in a notification"),
        "cli": tr("on the command line"),
        "terminal": tr("in the terminal"),
    }.get(surface, tr("somewhere else"))


def settled_word(decision: str) -> str:
    """What was decided."""
    return {
        "allow": tr("Allowed"),
        "allow_session": tr("Allowed for the session"),
        "deny": tr("Denied"),
        "answered": tr("Answered"),
        "none": tr("Nobody decided"),
    }.get(decision, tr("Decided"))


def _decision(values: Mapping[str, Any]) -> str:
    what = one_line(str(values.get("text") or values.get("tool") or ""), 160)
    decision, surface = str(values.get("decision", "")), str(values.get("surface") or "")
    said = settled_word(decision)
    if surface and decision != "none":
        said = tr("{decided} {where}").format(decided=said, where=surface_word(surface))
    message = one_line(str(values.get("message") or ""), 160)
    return f"{said}: {what}" + (f" (“{message}”)" if message else "")
