"""The main window: board in the middle, agent, transcript and log as docks, a line on top, troubles beneath it.

GUI thread. Takes batches of changes and posts actions; never opens a file, a socket, a database or a process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import uuid4

from PySide6.QtCore import QByteArray, QPoint, QSettings, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from headspace_desktop.domain.actions import Action, Mute, OpenTerminal
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
    EventsKept,
    FocusTold,
    MuteChanged,
    ObjectiveChanged,
    PageReady,
    ReplyChanged,
    TroubleGone,
    TroubleShown,
    WindowWanted,
    WishAnswered,
)
from headspace_desktop.settings import UiSettings
from headspace_desktop.ui.agent_panel import AgentPanel
from headspace_desktop.ui.banner import Banner, Offer
from headspace_desktop.ui.board.board import Board
from headspace_desktop.ui.board.deck import Grouping
from headspace_desktop.ui.dock import come_forward
from headspace_desktop.ui.drafts import Drafts
from headspace_desktop.ui.keys import KeysPage
from headspace_desktop.ui.log_panel import LogPanel
from headspace_desktop.ui.pages.catalogue import PAGES
from headspace_desktop.ui.pages.page import AgentPlace, Ground, LinePlace, Place
from headspace_desktop.ui.shell.docks import Docks
from headspace_desktop.ui.theme import Theme
from headspace_desktop.ui.topbar import TopBar
from headspace_desktop.ui.transcript.panel import TranscriptPanel
from headspace_desktop.ui.welcome import Finding, Welcome
from headspace_desktop.ui.words import tr

#: Raised when docks change so much that an older layout would not fit.
LAYOUT_VERSION = 1

ThemeName = Literal["system", "light", "dark"]


def _nothing() -> None:
    """What an entry does that nobody connected."""


@dataclass(frozen=True, slots=True)
class Calls:
    """What the window asks of the program around it. `close` decides what closing means (hide, ask, quit)."""

    doctor: Callable[[], None] = _nothing
    hooks: Callable[[], None] = _nothing
    settings: Callable[[], None] = _nothing
    start: Callable[[], None] = _nothing
    about: Callable[[], None] = _nothing
    quit: Callable[[], None] = _nothing
    close: Callable[[], None] | None = None
    theme_chosen: Callable[[ThemeName], None] | None = None
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
        self._post, self._layout, self._now = post, layout, now
        self.drafts = Drafts()
        self.board = Board(self.theme, now)
        self.agent = AgentPanel(self.theme, post, ask, self.drafts, now)
        self.transcript = TranscriptPanel(self.theme, ask)
        self.log = LogPanel(ask)
        self.top = TopBar(self.theme, now)
        self.banner = Banner(self.theme)
        self.welcome = Welcome(self.theme)
        self._waiting: list[Change] = []
        self._pace = QTimer(self)
        self._pace.setSingleShot(True)
        self._pace.timeout.connect(self.settle)
        self._keys: KeysPage | None = None
        self.ground = Ground(self.theme, post, ask, now, self.board.deck.card, lambda: iter(self.board.deck), self.go)
        self.docks = Docks(self, self.ground, PAGES)
        self._docks = self.docks.by_name
        self.setWindowTitle(tr("Headspace"))
        self._build()
        self._build_menus()
        self._connect()
        self._default_layout()
        self._restore_layout()

    # -- what it is told ----------------------------------------------------------

    def take(self, changes: Sequence[Change]) -> None:
        """Show one batch of changes."""
        for change in changes:
            match change:
                case BoardReset() | CardGone() | CardChanged():
                    self._waiting.append(change)
                case ReplyChanged():
                    pass  # the card that carries it changes too
                case BoardStale(since_at=since_at, reason=reason):
                    self.board.show_stale(is_stale=since_at is not None)
                    self.top.show_stale(since_at, reason)
                case TroubleShown():
                    self._trouble(change)
                case TroubleGone(key=key):
                    self.banner.forget(key)
                case PageReady():
                    self._page(change)
                case FocusTold():
                    self._focus_told(change)
                case MuteChanged(until_at=until_at):
                    self.top.show_mute(until_at)
                case WindowWanted(agent_uuid=uuid, activation_token=token):
                    self.raise_up(uuid, token)
                case EventsKept():
                    self.log.events_kept()
                case WishAnswered() | ObjectiveChanged() | AskSettled() | BubblesHeld():
                    pass
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
        has_new = any(not isinstance(change, CardChanged) or deck.card(change.card.uuid) is None for change in waiting)
        self.board.take(waiting)
        self._board_changed(has_new=has_new)
        if self.PACE_MS:
            self._pace.start(self.PACE_MS)

    def show_findings(self, findings: tuple[Finding, ...], command: str, *, has_hooks: bool | None) -> None:
        """What the page of an empty board says."""
        self.welcome.show_findings(findings, command, has_hooks=has_hooks)

    def apply_settings(self, settings: UiSettings) -> None:
        self.theme.choose(settings.theme)
        self._theme_actions[settings.theme].setChecked(True)

    def show_agent(self, uuid: str) -> bool:
        """Make this agent the current one and its panel visible."""
        self.settle()
        found = self.board.pick(uuid, with_focus=True)
        if found:
            self._docks["agent"].show()
        return found

    def go(self, place: Place) -> None:
        """Bring a place to the front, wherever it is shown."""
        match place:
            case AgentPlace(uuid=uuid):
                self.show_agent(uuid)
            case LinePlace():
                self._show_dock("transcript")
                self.transcript.go_to(place)
            case _:
                self.docks.go(place)

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

    def save_layout(self) -> None:
        """Remember where everything stands, and what was begun and not sent."""
        self._layout.setValue("geometry", self.saveGeometry())
        self._layout.setValue("state", self.saveState(LAYOUT_VERSION))
        self._layout.setValue("grouping", str(self.board.deck.grouping))
        self._layout.setValue("unfolded", sorted(self.board.unfolded))
        self._layout.setValue("drafts", {k: v for k, v in self.drafts.replies.items() if v.strip()})

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

    # -- building ---------------------------------------------------------------------

    def _build(self) -> None:
        middle = QWidget()
        box = QVBoxLayout(middle)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.welcome)
        self._stack.addWidget(self.board)
        for widget in (self.top, self.banner):
            box.addWidget(widget)
        box.addWidget(self._stack, 1)
        self.setCentralWidget(middle)
        self.setDockOptions(
            QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AllowTabbedDocks
            | QMainWindow.DockOption.AnimatedDocks
        )
        self.docks.add_panel("agent", tr("Agent"), self.agent)
        self.docks.add_panel("transcript", tr("Transcript"), self.transcript)
        self.docks.add_panel("log", tr("Event log"), self.log)
        self._pages = self.docks.add_pages()
        self.top.show_grouping(Grouping.STATE)

    def _default_layout(self) -> None:
        self.resize(1360, 860)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._docks["agent"])
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self._docks["transcript"])
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self._docks["log"])
        self.tabifyDockWidget(self._docks["transcript"], self._docks["log"])
        for dock in self._pages:
            self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
            self.tabifyDockWidget(self._docks["log"], dock)
            dock.hide()
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self.resizeDocks([self._docks["agent"]], [400], Qt.Orientation.Horizontal)
        self.resizeDocks([self._docks["transcript"]], [300], Qt.Orientation.Vertical)
        for name in ("transcript", "log"):
            self._docks[name].hide()

    def _restore_layout(self) -> None:
        geometry, state = self._layout.value("geometry"), self._layout.value("state")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        if isinstance(state, QByteArray):
            self.restoreState(state, LAYOUT_VERSION)
        unfolded = self._layout.value("unfolded")
        self.board.unfolded = set(unfolded) if isinstance(unfolded, list) else set()
        if self._layout.value("grouping") == Grouping.PROJECT:
            self._group(Grouping.PROJECT)
        drafts = self._layout.value("drafts")
        if isinstance(drafts, dict):
            self.drafts.replies.update({str(k): v for k, v in drafts.items() if isinstance(v, str)})

    def _build_menus(self) -> None:
        agent = self._menu(tr("&Agent"))
        self._entry(agent, tr("Go there"), self.agent.go)
        self._entry(agent, tr("Reply"), self._reply, "Ctrl+R")
        self._entry(agent, tr("Allow"), self._allow)
        self._entry(agent, tr("Deny"), self._deny)
        agent.addSeparator()
        self._entry(agent, tr("Next waiting"), self._next, "Ctrl+J")
        self._entry(agent, tr("Mark as seen"), self.agent.mark_seen)
        self._entry(agent, tr("Why this state?"), self._why)
        self._entry(agent, tr("Take off the board"), self.agent.dismiss)
        agent.addSeparator()
        self._entry(agent, tr("Start an agent…"), self._start, "Ctrl+N")
        self._entry(agent, tr("Quit"), self._quit, "Ctrl+Q")
        self._build_view_menu()
        mute = self._menu(tr("&Mute"))
        self._entry(mute, tr("For 30 minutes"), self._mute_half_hour)
        self._entry(mute, tr("For 1 hour"), self._mute_hour)
        self._entry(mute, tr("Until tomorrow"), self._mute_until_tomorrow)
        mute.addSeparator()
        self._entry(mute, tr("Tell me again"), self._unmute)
        helps = self._menu(tr("&Help"))
        self._entry(helps, tr("Doctor"), self._doctor, "F2")
        self._entry(helps, tr("Hooks…"), self._hooks)
        self._entry(helps, tr("Settings…"), self._settings, "Ctrl+,")
        self._entry(helps, tr("Keyboard shortcuts"), self._show_keys, "F1")
        helps.addSeparator()
        self._entry(helps, tr("About Headspace"), self._about)

    def _build_view_menu(self) -> None:
        view = self._menu(tr("&View"))
        for at, dock in enumerate(self._docks.values(), 1):
            if at < 10:
                dock.action.setShortcut(QKeySequence(f"Alt+{at}"))
            view.addAction(dock.action)
        view.addSeparator()
        self._entry(view, tr("Columns by state"), self._group_by_state, "Ctrl+1")
        self._entry(view, tr("Columns by project"), self._group_by_project, "Ctrl+2")
        view.addSeparator()
        self._theme_actions: dict[str, QAction] = {}
        group = QActionGroup(self)
        names = (("system", tr("Colours of the system")), ("light", tr("Light")), ("dark", tr("Dark")))
        for name, word in names:
            made = QAction(word, self)
            made.setCheckable(True)
            made.setData(name)
            made.setChecked(name == self.theme.choice)
            group.addAction(made)
            view.addAction(made)
            self._theme_actions[name] = made
        group.triggered.connect(self._theme_chosen)

    def _menu(self, title: str) -> QMenu:
        menu = QMenu(title, self)
        self.menuBar().addMenu(menu)
        return menu

    def _entry(self, menu: QMenu, text: str, called: Callable[[], object], shortcut: str = "") -> None:
        made = QAction(text, self)
        made.triggered.connect(called)
        if shortcut:
            made.setShortcut(QKeySequence(shortcut))
        menu.addAction(made)

    def _connect(self) -> None:
        self.board.picked.connect(self._picked)
        self.board.wanted.connect(self._wanted)
        self.board.menu_wanted.connect(self._card_menu)
        self.top.next_wanted.connect(self._next)
        self.top.unmute_wanted.connect(self._unmute)
        self.top.grouped.connect(self._group)
        self.agent.transcript_wanted.connect(self._show_transcript)
        self.welcome.hooks_wanted.connect(self._hooks)
        self.welcome.start_wanted.connect(self._start)
        self.welcome.doctor_wanted.connect(self._doctor)
        back = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.agent)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self._back_to_board)

    # -- changes ------------------------------------------------------------------------

    def _board_changed(self, *, has_new: bool) -> None:
        self._stack.setCurrentIndex(1 if len(self.board.deck) else 0)
        self.top.show_counts(self.board.deck.counts())
        if has_new:
            self.log.show_agents({card.uuid: card for card in self.board.deck})
        card = self.board.current()
        if card is not self.agent.card:
            self._show_card(card)

    def _show_card(self, card: Card | None) -> None:
        self.agent.show_card(card)
        self.transcript.show_card(card)

    def _trouble(self, trouble: TroubleShown) -> None:
        self.settle()
        self.banner.show_trouble(trouble)
        if trouble.agent_uuid:
            self.agent.take_trouble(trouble)

    def _page(self, ready: PageReady) -> None:
        if not (self.agent.take_page(ready) or self.transcript.take_page(ready) or self.docks.take_page(ready)):
            self.log.take_page(ready)

    def _focus_told(self, told: FocusTold) -> None:
        self.settle()
        self.agent.take_focus_told(told)
        is_shown = self.agent.card is not None and self.agent.card.uuid == told.agent_uuid and self.agent.isVisible()
        if not told.is_ok and not is_shown:
            title, key = tr("The terminal did not come to the front"), f"focus:{told.agent_uuid}"
            remedy = " ".join(part for part in (told.remedy, told.attach_command) if part)
            uuid = told.agent_uuid

            def open_terminal() -> None:
                self._post(OpenTerminal(uuid, request_id=uuid4().hex))
                self.banner.forget(key)

            offer = Offer(tr("Open a terminal"), open_terminal) if told.attach_command else None
            trouble = TroubleShown(key, "FocusRefused", title, told.detail, remedy, self._now())
            self.banner.show_trouble(trouble, offer)
        elif told.is_ok:
            self.banner.forget(f"focus:{told.agent_uuid}")

    # -- what the person does --------------------------------------------------------------

    @Slot(str)
    def _picked(self, uuid: str) -> None:
        self._show_card(self.board.deck.card(uuid) if uuid else None)
        self.agent_shown.emit(uuid)

    @Slot(str, str)
    def _wanted(self, what: str, uuid: str) -> None:
        if uuid != self.board.current_uuid:
            self.board.pick(uuid)
        called = {
            "go": self.agent.go,
            "reply": self._reply,
            "allow": self._allow,
            "deny": self._deny,
            "seen": self.agent.mark_seen,
            "why": self._why,
            "transcript": self._show_transcript,
            "dismiss": self.agent.dismiss,
        }.get(what)
        if called is not None:
            called()

    @Slot(str, object)
    def _card_menu(self, uuid: str, at: QPoint) -> None:
        self.board.pick(uuid)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Go there"), self.agent.go)
        menu.addAction(tr("Reply"), self._reply)
        menu.addAction(tr("Show the transcript"), self._show_transcript)
        menu.addAction(tr("Why this state?"), self._why)
        menu.addAction(tr("Mark as seen"), self.agent.mark_seen)
        menu.addAction(tr("Take off the board"), self.agent.dismiss)
        menu.popup(at)

    @Slot()
    def _allow(self) -> None:
        """Nobody allows what is not in sight: the panel is shown first, and only then the key counts."""
        if self._has_agent_in_sight():
            self.agent.press("allow")

    @Slot()
    def _deny(self) -> None:
        if self._has_agent_in_sight():
            self.agent.press("deny")

    def _has_agent_in_sight(self) -> bool:
        if not self.agent.visibleRegion().isEmpty():
            return True
        self._show_dock("agent")
        return False

    @Slot()
    def _reply(self) -> None:
        self._show_dock("agent")
        self.agent.write()

    @Slot()
    def _why(self) -> None:
        self._show_dock("agent")
        self.agent.show_why()

    @Slot()
    def _next(self) -> None:
        self.board.pick_next_waiting()

    @Slot()
    def _show_transcript(self) -> None:
        self._show_dock("transcript")

    @Slot()
    def _back_to_board(self) -> None:
        if not self.board.pick(self.board.current_uuid, with_focus=True):
            self.board.setFocus()

    def _show_dock(self, name: str) -> None:
        self._docks[name].show()
        self._docks[name].raise_()

    @Slot(object)
    def _group(self, grouping: Grouping) -> None:
        self.board.group(grouping)
        self.top.show_grouping(grouping)

    @Slot()
    def _group_by_state(self) -> None:
        self._group(Grouping.STATE)

    @Slot()
    def _group_by_project(self) -> None:
        self._group(Grouping.PROJECT)

    @Slot(QAction)
    def _theme_chosen(self, chosen: QAction) -> None:
        name: ThemeName = chosen.data()
        self.theme.choose(name)
        if self.calls.theme_chosen is not None:
            self.calls.theme_chosen(name)

    @Slot()
    def _mute_half_hour(self) -> None:
        self._post(Mute(self._now() + timedelta(minutes=30)))

    @Slot()
    def _mute_hour(self) -> None:
        self._post(Mute(self._now() + timedelta(hours=1)))

    @Slot()
    def _mute_until_tomorrow(self) -> None:
        tomorrow = self._now().astimezone() + timedelta(days=1)
        self._post(Mute(tomorrow.replace(hour=6, minute=0, second=0, microsecond=0).astimezone(UTC)))

    @Slot()
    def _unmute(self) -> None:
        self._post(Mute(None))

    @Slot()
    def _doctor(self) -> None:
        self.calls.doctor()

    @Slot()
    def _hooks(self) -> None:
        self.calls.hooks()

    @Slot()
    def _settings(self) -> None:
        self.calls.settings()

    @Slot()
    def _start(self) -> None:
        self.calls.start()

    @Slot()
    def _show_keys(self) -> None:
        if self._keys is None:
            self._keys = KeysPage(self)
        self._keys.show()
        self._keys.raise_()
        self._keys.activateWindow()

    @Slot()
    def _about(self) -> None:
        self.calls.about()

    @Slot()
    def _quit(self) -> None:
        self.calls.quit()
