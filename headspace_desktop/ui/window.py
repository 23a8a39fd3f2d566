"""The main window: board and pages in the middle, panels around them, a line on top, troubles beneath it.

GUI thread. Takes batches of changes and posts actions; never opens a file, a socket, a database or a process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from PySide6.QtCore import QByteArray, QPoint, QSettings, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from headspace_desktop.domain.actions import Action, Mute, OpenTerminal
from headspace_desktop.domain.asks import PageAsk
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import (
    BoardReset,
    BoardStale,
    BubblesHeld,
    CardChanged,
    CardGone,
    Change,
    FocusTold,
    MuteChanged,
    ObjectiveChanged,
    PageReady,
    TroubleGone,
    TroubleShown,
    WindowWanted,
    WishAnswered,
)
from headspace_desktop.settings import UiSettings
from headspace_desktop.ui.agent.panel import AgentPanel
from headspace_desktop.ui.banner import Banner, Offer
from headspace_desktop.ui.board.board import Board
from headspace_desktop.ui.board.order import Grouping
from headspace_desktop.ui.dock import come_forward
from headspace_desktop.ui.drafts import Drafts
from headspace_desktop.ui.pages.catalogue import PAGES
from headspace_desktop.ui.pages.page import AgentPlace, Ground, HelpPlace, LinePlace, Place
from headspace_desktop.ui.pages.topics import topic_of_dock
from headspace_desktop.ui.shell.agent_commands import agent_commands
from headspace_desktop.ui.shell.board_commands import board_commands, queue_commands
from headspace_desktop.ui.shell.commands import Commands
from headspace_desktop.ui.shell.docks import Docks
from headspace_desktop.ui.shell.finds import all_finds
from headspace_desktop.ui.shell.hint import Hint
from headspace_desktop.ui.shell.layouts import Layouts
from headspace_desktop.ui.shell.menus import card_menu, fill_bar
from headspace_desktop.ui.shell.palette import Palette
from headspace_desktop.ui.shell.view_commands import (
    OWN,
    app_commands,
    layout_commands,
    own_layouts,
    page_commands,
    view_commands,
)
from headspace_desktop.ui.theme import Choice, Theme
from headspace_desktop.ui.topbar import TopBar
from headspace_desktop.ui.transcript.panel import TranscriptPanel
from headspace_desktop.ui.welcome import Finding, Welcome
from headspace_desktop.ui.words import tr


def _nothing() -> None:
    """What an entry does that nobody connected."""


@dataclass(frozen=True, slots=True)
class Calls:
    """What the window asks of the program around it. `close` decides what closing means (hide, ask, quit)."""

    start: Callable[[], None] = _nothing
    quit: Callable[[], None] = _nothing
    close: Callable[[], None] | None = None
    theme_chosen: Callable[[Choice], None] | None = None
    autostart: Callable[[bool], None] | None = None
    raised: Callable[[str], None] | None = None  # bring to the front with this activation token


class MainWindow(QMainWindow):
    """See the module. `post` and `ask` never block; `layout` keeps where everything stands."""

    agent_shown = Signal(str)

    #: The board takes changes at most so often; the first after a quiet while is shown at once.
    PACE_MS = 60

    def __init__(
        self,
        post: Callable[[Action], None],
        ask: Callable[[PageAsk], None],
        *,
        layout: QSettings,
        settings: UiSettings,
        calls: Calls | None = None,
        theme: Theme | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.theme = theme or Theme(app, settings.theme)
        self.calls = calls or Calls()
        self._post, self._kept, self._now = post, layout, now
        self.is_muted = False
        self.drafts = Drafts()
        self.board = Board(self.theme, now)
        self.agent = AgentPanel(self.theme, post, ask, self.drafts, now)
        self.transcript = TranscriptPanel(self.theme, ask)
        self.top = TopBar(self.theme, now)
        self.banner = Banner(self.theme)
        self.welcome = Welcome(self.theme)
        self._waiting: list[Change] = []
        self._pace = QTimer(self)
        self._pace.setSingleShot(True)
        self._pace.timeout.connect(self.settle)
        self.setWindowTitle(tr("Headspace"))
        self.docks = Docks(self, PAGES)
        self.commands = Commands(self, self.board, layout)
        deck = self.board.deck
        self.ground = Ground(self.theme, post, ask, now, deck.card, lambda: iter(deck), self.go, self.commands)
        self.layouts = Layouts(self.docks, layout)
        self.palette_box = Palette(self, self.theme, lambda: all_finds(self), layout)
        self.hint = Hint(self)
        self._build()
        self._connect()
        board = (queue_commands, board_commands, view_commands)
        for some in (agent_commands, *board, page_commands, layout_commands, app_commands):
            self.commands.add(some(self))
        fill_bar(self.menuBar(), self.commands)
        self.resize(1360, 860)
        self.layouts.use("triage")
        self._restore()

    # -- what it is told ----------------------------------------------------------

    def take(self, changes: Sequence[Change]) -> None:
        """Show one batch of changes."""
        for change in changes:
            match change:
                case BoardReset() | CardGone() | CardChanged():
                    self._waiting.append(change)
                case BoardStale(since_at=since_at, reason=reason):
                    self.board.show_stale(is_stale=since_at is not None)
                    self.top.show_stale(since_at, reason)
                case TroubleShown():
                    self._trouble(change)
                case WishAnswered(trouble=trouble) if trouble is not None:
                    self._trouble(trouble)
                case TroubleGone(key=key):
                    self.banner.forget(key)
                case PageReady():
                    self._page(change)
                case FocusTold():
                    self._focus_told(change)
                case MuteChanged(until_at=until_at):
                    self.is_muted = until_at is not None
                    self.top.show_mute(until_at)
                case WindowWanted(agent_uuid=uuid, activation_token=token):
                    self.raise_up(uuid, token)
                case ObjectiveChanged(objective=objective):
                    self.board.show_objective(objective)
                case BubblesHeld(held=held):
                    self.board.show_held(held)
                case _:
                    pass  # what the board does not show, pages may: they get every change below
        if self._waiting and not self._pace.isActive():
            self.settle()
        self.docks.take(changes)

    @Slot()
    def settle(self) -> None:
        """Show what waits for the next step of the board, which takes changes at most every `PACE_MS`."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        deck = self.board.deck
        self.board.take(waiting)
        self._stack.setCurrentIndex(1 if len(deck) else 0)
        self.top.show_counts(deck.counts())
        card = self.board.current()
        if card is not self.agent.card:
            self._show_card(card)
        if self.PACE_MS:
            self._pace.start(self.PACE_MS)

    def show_findings(self, findings: tuple[Finding, ...], command: str, *, has_hooks: bool | None) -> None:
        """What the page of an empty board says."""
        self.welcome.show_findings(findings, command, has_hooks=has_hooks)

    def apply_settings(self, settings: UiSettings) -> None:
        self.theme.choose(settings.theme)
        self.commands.settle()

    def show_agent(self, uuid: str) -> bool:
        """Make this agent the current one and its panel visible."""
        self.settle()
        self.docks.board.come_up()
        found = self.board.pick(uuid, with_focus=True)
        if found:
            self.docks.by_name["agent"].show()
        return found

    def go(self, place: Place) -> None:
        """Bring a place to the front, wherever it is shown."""
        match place:
            case AgentPlace(uuid=uuid):
                is_there = self.show_agent(uuid)
            case LinePlace():
                is_there = self.docks.show("transcript")
                self.transcript.go_to(place)
            case _:
                is_there = self.docks.go(place)
        if not is_there:
            self.hint.say(tr("That is not here any more."))
        self.commands.settle()

    def raise_up(self, agent_uuid: str = "", activation_token: str = "") -> None:
        """Come to the front; the program around may do it better than Qt can."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        if self.calls.raised is not None:
            self.calls.raised(activation_token)
        self.raise_()
        self.activateWindow()
        come_forward()
        if agent_uuid:
            self.show_agent(agent_uuid)

    # -- what commands do ---------------------------------------------------------

    def write_reply(self) -> None:
        self.docks.show("agent")
        self.agent.write()

    def allow(self) -> None:
        """Nobody allows what is not in sight: the panel is shown first, and only then the key counts."""
        if not self.board.deeds.decide_for_marked("allow") and self._has_agent_in_sight():
            self.agent.press("allow")

    def deny(self) -> None:
        if not self.board.deeds.decide_for_marked("deny") and self._has_agent_in_sight():
            self.agent.press("deny")

    def show_why(self) -> None:
        self.docks.show("agent")
        self.agent.show_why()

    @Slot()
    def show_transcript(self) -> None:
        self.docks.show("transcript")

    @Slot()
    def next_waiting(self) -> None:
        self.docks.board.come_up()
        self.board.pick_next_waiting()

    @Slot()
    def to_board(self) -> None:
        """Give the board the focus, from wherever it is."""
        self.docks.board.come_up()
        if not self.board.pick(self.board.current_uuid, with_focus=True):
            self.board.setFocus()

    @Slot(object)
    def group(self, grouping: Grouping) -> None:
        self.board.group(grouping)
        self.commands.settle()

    def choose_theme(self, name: Choice) -> None:
        self.theme.choose(name)
        if self.calls.theme_chosen is not None:
            self.calls.theme_chosen(name)

    def open_palette(self) -> None:
        self.palette_box.open()

    def help_here(self) -> None:
        """The help about what has the focus."""
        dock = self.docks.focused()
        kind = next((one for one in self.docks.kinds if one.name == dock.objectName()), None)
        self.go(HelpPlace(topic_of_dock(dock.objectName(), kind.topic if kind is not None else "")))

    # -- its end --------------------------------------------------------------------

    def save_layout(self) -> None:
        """Remember where everything stands, and what was begun and not sent."""
        self._kept.setValue("geometry", self.saveGeometry())
        self._kept.setValue("state", list(self.docks.state()))
        self._kept.setValue("grouping", str(self.board.deck.grouping))
        self._kept.setValue("unfolded", sorted(self.board.unfolded))
        self._kept.setValue("board", self.board.remembered())
        self._kept.setValue("drafts", {k: v for k, v in self.drafts.replies.items() if v.strip()})

    def shut(self) -> None:
        """Let go what must go before the application ends."""
        self.save_layout()
        self.transcript.shut()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.save_layout()
        if self.calls.close is None:
            super().closeEvent(event)
        else:
            event.ignore()
            self.calls.close()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.palette_box.isVisible():
            self.palette_box.place()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nobody took this key. Where its command cannot be done just now, say why."""
        if why := self.commands.why_not(QKeySequence(event.keyCombination())):
            self.hint.say(why)
        super().keyPressEvent(event)

    # -- within ---------------------------------------------------------------------

    def _build(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.welcome)
        self._stack.addWidget(self.board)
        self.docks.add_board(self._stack)
        self.docks.add_panel("agent", tr("Agent"), self.agent, "side")
        self.docks.add_panel("transcript", tr("Transcript"), self.transcript, "bottom")
        self.docks.add_pages(self.ground)
        middle = QWidget()
        box = QVBoxLayout(middle)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.top)
        box.addWidget(self.banner)
        box.addWidget(self.docks.middle, 1)
        self.setCentralWidget(middle)

    def _restore(self) -> None:
        geometry, state = self._kept.value("geometry"), self._kept.value("state")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        if isinstance(state, list) and len(state) == 2 and all(isinstance(one, QByteArray) for one in state):
            self.docks.restore((state[0], state[1]))
        self.docks.bring_back()
        unfolded = self._kept.value("unfolded")
        self.board.unfolded = set(unfolded) if isinstance(unfolded, list) else set()
        if (grouping := self._kept.value("grouping")) in set(Grouping):
            self.group(Grouping(grouping))
        if isinstance(remembered := self._kept.value("board"), dict):
            self.board.recall(remembered)
        drafts = self._kept.value("drafts")
        if isinstance(drafts, dict):
            self.drafts.replies.update({str(k): v for k, v in drafts.items() if isinstance(v, str)})

    def _connect(self) -> None:
        self.board.picked.connect(self._picked)
        self.board.wanted.connect(self._wanted)
        self.board.menu_wanted.connect(self._card_menu)
        self.board.acted.connect(self._post)
        self.board.place_wanted.connect(self.go)
        self.board.join(self.top)
        self.top.next_wanted.connect(self.next_waiting)
        self.top.unmute_wanted.connect(self._unmute)
        self.agent.transcript_wanted.connect(self.show_transcript)
        self.welcome.wanted.connect(self.go)
        self.welcome.start_wanted.connect(self._start)
        self.welcome.autostart_switched.connect(self._switch_autostart)
        self.commands.refused.connect(self.hint.say)
        self.layouts.changed.connect(self._layouts_changed)
        self.docks.left.connect(self.to_board)

    def _show_card(self, card: Card | None) -> None:
        self.agent.show_card(card)
        self.transcript.show_card(card)
        self.commands.settle()

    def _trouble(self, trouble: TroubleShown) -> None:
        self.settle()
        self.banner.show_trouble(trouble)
        if trouble.agent_uuid:
            self.agent.take_trouble(trouble)

    def _page(self, ready: PageReady) -> None:
        for room in (self.agent, self.transcript, self.docks):
            if room.take_page(ready):
                return

    def _focus_told(self, told: FocusTold) -> None:
        self.settle()
        self.agent.take_focus_told(told)
        key = f"focus:{told.agent_uuid}"
        is_shown = self.agent.card is not None and self.agent.card.uuid == told.agent_uuid and self.agent.isVisible()
        if told.is_ok:
            self.banner.forget(key)
        elif not is_shown:
            title = tr("The terminal did not come to the front")
            remedy = " ".join(part for part in (told.remedy, told.attach_command) if part)

            def open_terminal() -> None:
                self._post(OpenTerminal(told.agent_uuid, request_id=uuid4().hex))
                self.banner.forget(key)

            offer = Offer(tr("Open a terminal"), open_terminal) if told.attach_command else None
            self.banner.show_trouble(TroubleShown(key, "FocusRefused", title, told.detail, remedy, self._now()), offer)

    @Slot(str)
    def _picked(self, uuid: str) -> None:
        self._show_card(self.board.deck.card(uuid) if uuid else None)
        self.agent_shown.emit(uuid)

    @Slot(str, str)
    def _wanted(self, what: str, uuid: str) -> None:
        if uuid != self.board.current_uuid:
            self.board.pick(uuid)
        if f"agent.{what}" in self.commands:
            self.commands.run(f"agent.{what}")

    @Slot(str, object)
    def _card_menu(self, uuid: str, at: QPoint) -> None:
        self.board.pick(uuid)
        self.commands.settle()
        card_menu(self.commands, self).popup(at)

    def _has_agent_in_sight(self) -> bool:
        if self.docks.by_name["agent"].is_in_front:
            return True
        self.docks.show("agent")
        return False

    @Slot()
    def _layouts_changed(self) -> None:
        for name in [one.name for one in self.commands if one.name.startswith(OWN)]:
            self.commands.remove(name)
        self.commands.add(own_layouts(self))
        fill_bar(self.menuBar(), self.commands)

    @Slot()
    def _start(self) -> None:
        self.calls.start()

    @Slot(bool)
    def _switch_autostart(self, is_on: bool) -> None:
        if self.calls.autostart is not None:
            self.calls.autostart(is_on)

    @Slot()
    def _unmute(self) -> None:
        self._post(Mute(None))
