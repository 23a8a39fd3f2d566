"""The main window: board and pages in the middle, panels around them, a line on top, troubles beneath it.

GUI thread. Takes batches of changes and posts actions; never opens a file, a socket, a database or a process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QPoint, QSettings, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget
from typing_extensions import override

from headspace_desktop.domain.actions import Action
from headspace_desktop.domain.asks import PageAsk
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import (
    AskSettled,
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
from headspace_desktop.ui.banner import Banner
from headspace_desktop.ui.board.board import Board
from headspace_desktop.ui.board.order import Grouping
from headspace_desktop.ui.dock import come_forward
from headspace_desktop.ui.drafts import Drafts
from headspace_desktop.ui.pages.catalogue import PAGES
from headspace_desktop.ui.pages.page import AgentPlace, Ground, LinePlace, Place
from headspace_desktop.ui.shell.calls import Calls
from headspace_desktop.ui.shell.commands import Commands
from headspace_desktop.ui.shell.docks import Docks
from headspace_desktop.ui.shell.every_command import register, renew_layouts
from headspace_desktop.ui.shell.finds import all_finds
from headspace_desktop.ui.shell.hint import Hint
from headspace_desktop.ui.shell.home import Home
from headspace_desktop.ui.shell.keeping import keep, recall
from headspace_desktop.ui.shell.layouts import Layouts
from headspace_desktop.ui.shell.menus import card_menu
from headspace_desktop.ui.shell.palette import Palette
from headspace_desktop.ui.theme import Theme
from headspace_desktop.ui.topbar import TopBar
from headspace_desktop.ui.transcript.panel import TranscriptPanel
from headspace_desktop.ui.welcome import Finding, Welcome
from headspace_desktop.ui.words import tr

#: Told in the agent panel while no card is chosen.
FIRST_KEYS = ("queue.next", "agent.go", "board.search", "app.palette", "app.help")


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
        self.agent = AgentPanel(self.theme, post, ask, self.drafts, now, cards=lambda: iter(self.board.deck))
        self.transcript = TranscriptPanel(self.theme, ask)
        self.top = TopBar(self.theme, now)
        self.banner = Banner(self.theme)
        self.welcome = Welcome(self.theme)
        self.home = Home(self.welcome, self.board)
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
        register(self)
        self.commands.keys_changed.connect(self._show_first_keys)
        self._show_first_keys()
        self.resize(1360, 860)
        self.layouts.begin()
        recall(self, layout)
        self.home.take_focus()

    # -- what it is told ----------------------------------------------------------

    def take(self, changes: Sequence[Change]) -> None:
        """Show one batch of changes."""
        for change in changes:
            match change:
                case BoardReset() | CardGone() | CardChanged():
                    self._waiting.append(change)
                case BoardStale(since_at=since_at):
                    self.board.show_stale(is_stale=since_at is not None)
                    self.top.show_stale(change)
                    if since_at is None:
                        self.docks.retry_failed()
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
                case AskSettled():
                    self.agent.take_settled(change)
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
        self.home.show_right()
        self.top.show_counts(deck.counts())
        card = self.board.current()
        if card is not self.agent.card:
            self._show_card(card)
        self.commands.settle()  # keys of what could not be done a moment ago work now: somebody waits
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

    @Slot()
    def _show_first_keys(self) -> None:
        """What a person needs to know before a card is chosen."""
        shown = [(self.commands.native_keys(name), self.commands.command(name).title) for name in FIRST_KEYS]
        self.agent.nobody.show_keys(shown)

    # -- what commands do ---------------------------------------------------------

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
            self.home.take_focus()

    @Slot(object)
    def group(self, grouping: Grouping) -> None:
        self.board.group(grouping)
        self.commands.settle()

    # -- its end --------------------------------------------------------------------

    def save_layout(self) -> None:
        """Remember where everything stands, and what was begun and not sent."""
        keep(self, self._kept)

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
        self.docks.add_board(self.home)
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

    def _connect(self) -> None:
        self.board.picked.connect(self._picked)
        self.board.wanted.connect(self._wanted)
        self.board.menu_wanted.connect(self._card_menu)
        self.board.acted.connect(self._post)
        self.board.place_wanted.connect(self.go)
        self.board.join(self.top)
        self.top.next_wanted.connect(self.next_waiting)
        self.top.unmute_wanted.connect(partial(self.commands.run, "mute.end"))
        self.agent.transcript_wanted.connect(self.show_transcript)
        self.welcome.wanted.connect(self.go)
        self.welcome.start_wanted.connect(self.calls.start)
        if self.calls.autostart is not None:
            self.welcome.autostart_switched.connect(self.calls.autostart)
        self.commands.refused.connect(self.hint.say)
        self.layouts.changed.connect(partial(renew_layouts, self))
        self.docks.left.connect(self.to_board)
        self.docks.focus_moved.connect(self.commands.settle)

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
        is_shown = self.agent.card is not None and self.agent.card.uuid == told.agent_uuid and self.agent.isVisible()
        if told.is_ok or not is_shown:
            self.banner.show_focus(told, self._now(), self._post)

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
