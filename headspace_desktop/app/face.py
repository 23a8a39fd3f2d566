"""Window and tray as one face: what is shown when, what closing means, which dialog an entry opens. GUI thread.

The program is never running and invisible: without a tray host closing minimises instead of hiding.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QObject, QSettings, QTimer, Slot
from PySide6.QtWidgets import QApplication

from headspace_desktop import settings as choices
from headspace_desktop.app.choices import AUTOSTART
from headspace_desktop.app.first import first_findings
from headspace_desktop.app.language import in_words
from headspace_desktop.domain.actions import Action, Quit
from headspace_desktop.domain.asks import AskDoctor, AskSettings, PageAsk
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import (
    BoardReset,
    BoardStale,
    CardChanged,
    CardGone,
    MuteChanged,
    PageReady,
    TroubleGone,
    TroubleShown,
)
from headspace_desktop.domain.effects import NotifyEffect, ShowBubble, WithdrawBubble
from headspace_desktop.domain.model import Json
from headspace_desktop.engine.engine import utc_now
from headspace_desktop.notify import Fallback
from headspace_desktop.troubles import NoTrayHost, SettingInvalid, Trouble
from headspace_desktop.ui.dialogs.dialog import Dialog
from headspace_desktop.ui.dialogs.start import StartDialog
from headspace_desktop.ui.icons import icon
from headspace_desktop.ui.pages.hooks import HooksPage
from headspace_desktop.ui.pages.page import Page, PagePlace
from headspace_desktop.ui.shell.calls import Calls
from headspace_desktop.ui.tray import Tray
from headspace_desktop.ui.window import MainWindow
from headspace_desktop.ui.words import tr

#: Catching up usually takes a moment; longer than this the board says that it is not current.
PATIENCE_MS = 1000


class Face(QObject):
    """Made once by the app. `post` carries actions, `ask` questions for pages; `leave` ends the program.

    `notify` shows a bubble of our own; what the desktop cannot show comes back through `take`.
    """

    def __init__(
        self,
        post: Callable[[Action], None],
        ask: Callable[[PageAsk], None],
        leave: Callable[[], None],
        *,
        notify: Callable[[NotifyEffect], None],
        settings: choices.Settings,
        layout: QSettings,
    ) -> None:
        super().__init__()
        self._post, self._ask, self._leave, self._notify = post, ask, leave, notify
        self._layout = layout
        self._cards: dict[str, Card] = {}
        self._dialogs: dict[str, Dialog] = {}
        self._is_empty: bool | None = None  # not known before the first board
        self._first_ask = ""
        self._set_asks: set[str] = set()
        self._behind: BoardStale | None = None  # while what waited is taken in
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._lose_patience)
        calls = Calls(
            start=self._start_agent,
            quit=leave,
            close=self._close,
            theme_chosen=self._theme_chosen,
            autostart=self._switch_autostart,
        )
        self.window = MainWindow(self._posted, ask, layout=layout, settings=settings.ui, calls=calls)
        self.window.docks.made.connect(self._page_made)
        self.window.setWindowIcon(icon("app", size_px=64))
        self.tray = Tray(self._posted, self._open_page, on_host_changed=self._host_changed)
        self._fallback = Fallback(self.tray.message, self._show_bubble)

    # -- what it is told

    def take(self, changes: Sequence[Any]) -> None:
        """Show one batch of changes; bubbles that the desktop cannot show come here too."""
        for_window: list[Any] = []
        is_board = False
        for change in map(in_words, changes):
            match change:
                case ShowBubble() | WithdrawBubble():
                    self._fallback.take(change)
                    continue
                case PageReady() if self._take_page(change):
                    continue
                case choices.UiSettings():
                    self.window.apply_settings(change)
                    continue
                case Quit():
                    continue
                case BoardReset(cards=cards):
                    self._cards = {card.uuid: card for card in cards}
                    is_board = True
                case CardChanged(card=card):
                    self._cards[card.uuid] = card
                    is_board = True
                case CardGone(uuid=uuid):
                    self._cards.pop(uuid, None)
                    is_board = True
                case BoardStale() if self._is_patient_with(change):
                    continue
                case BoardStale():
                    self._show_stale(change)
                case MuteChanged(until_at=until_at):
                    self.tray.mute_until(until_at)
                case _:
                    pass
            for_window.append(change)
        if is_board:
            self.tray.show_cards(self._cards)
        self.window.take(for_window)
        if is_board and (is_empty := not self._cards) is not self._is_empty:
            self._is_empty = is_empty
            self._look_around()

    # -- shown and hidden

    def show(self, *, is_hidden: bool) -> None:
        """Appear: in the tray, and as a window unless asked to stay hidden where there is a tray."""
        self.tray.start()
        if not is_hidden:
            self.window.show()
        elif not self.tray.is_hosted:
            self.window.showMinimized()

    def hide(self) -> None:
        self.tray.stop()
        for dialog in self._dialogs.values():
            dialog.hide()
        self.window.hide()

    def shut(self) -> None:
        self.window.shut()
        self._layout.sync()  # else it writes when it is collected, perhaps into a folder that is gone by then

    def _close(self) -> None:
        if not self.tray.is_hosted:
            self.window.showMinimized()
            return
        self.window.hide()
        if not self._layout.value("told_hidden", False, type=bool):
            self._layout.setValue("told_hidden", True)
            self._notify(
                ShowBubble(
                    key="hidden",
                    title=tr("Headspace goes on in the tray"),
                    body=tr("Click its icon to see the board; its menu ends it."),
                )
            )

    def _is_patient_with(self, told: BoardStale) -> bool:
        """Nobody needs to know of a moment of catching up; what takes longer is shown, and every step of it."""
        is_first = told.is_catching_up and not self._behind
        self._behind = told if told.is_catching_up else None
        if is_first:
            self._patience.start()
        elif not told.is_catching_up:
            self._patience.stop()
        return self._patience.isActive()

    @Slot()
    def _lose_patience(self) -> None:
        if self._behind is not None:
            self._show_stale(self._behind)
            self.window.take([self._behind])

    def _show_stale(self, told: BoardStale) -> None:
        """At the icon; and whoever has no window open is told by one bubble that nothing new can be shown."""
        self.tray.show_stale(told.since_at, told.reason)
        if told.since_at is None:
            self._notify(WithdrawBubble("stale"))
        elif not told.is_catching_up and not self.window.isVisible():
            title = tr("Headspace cannot take in anything new")
            self._notify(ShowBubble(key="stale", title=title, body=told.reason, is_urgent=True))

    def _host_changed(self, is_hosted: bool) -> None:
        if is_hosted:
            self.window.take([TroubleGone("tray")])
            return
        if not self.window.isVisible():
            self.window.showMinimized()
        trouble = NoTrayHost("it has gone; the window stays in the task list")
        self.window.take([_shown("tray", trouble)])

    # -- what entries mean

    def _posted(self, action: Action) -> None:
        if isinstance(action, Quit):
            self._leave()
        else:
            self._post(action)

    def _open_page(self, name: str) -> None:
        match name:
            case "start":
                self._start_agent()
            case "settings" | "doctor":
                self.window.raise_up()
                self.window.go(PagePlace(name))
            case _:
                self.window.raise_up()

    def _start_agent(self) -> None:
        self._open("start", lambda: StartDialog(self.window.theme, self._ask, self._post, self.window))

    def _open(self, name: str, make: Callable[[], Dialog]) -> None:
        """Show this dialog, made on its first use."""
        if name not in self._dialogs:
            self._dialogs[name] = make()
        self._dialogs[name].open_up()

    @Slot(object)
    def _page_made(self, page: Page) -> None:
        if isinstance(page, HooksPage):
            page.changed.connect(self._look_around)

    def _theme_chosen(self, name: str) -> None:
        self._set({"ui.theme": name})

    def _switch_autostart(self, is_on: bool) -> None:
        self._set({"ui.autostart": is_on})

    def _set(self, changes: Json) -> None:
        ask_id = uuid4().hex
        self._set_asks.add(ask_id)
        self._ask(AskSettings(ask_id, changes))

    # -- pages that were asked for here

    def _take_page(self, ready: PageReady) -> bool:
        if ready.ask_id == self._first_ask:
            if ready.trouble is None:
                findings, command, has_hooks = first_findings(ready.page.findings)
                self.window.show_findings(findings, command, has_hooks=has_hooks)
            return True
        if ready.ask_id in self._set_asks:
            self._set_asks.discard(ready.ask_id)
            self._show_settings(ready)
            return True
        return any(dialog.take_page(ready) for dialog in self._dialogs.values())

    def _show_settings(self, ready: PageReady) -> None:
        if ready.trouble is not None:
            self.window.take([ready.trouble])
            return
        for key, why in ready.page.errors.items():
            self.window.take([_shown(f"set:{key}", SettingInvalid(f"{key}: {why}"))])
        is_on = next((row.value for row in ready.page.rows if row.choice.key == AUTOSTART), None)
        self.window.welcome.show_autostart(is_on)

    @Slot()
    def _look_around(self) -> None:
        """Fill the page of an empty board. Nobody sees it while there is an agent, so nobody looks then."""
        if not self._cards:
            self._first_ask = uuid4().hex
            self._ask(AskDoctor(self._first_ask))
            self._set({})

    # -- bubbles without a desktop for them

    def _show_bubble(self, effect: NotifyEffect) -> None:
        if isinstance(effect, ShowBubble):
            QApplication.alert(self.window)
            shown = TroubleShown(f"bubble:{effect.key}", "Bubble", effect.title, effect.body, "", utc_now())
            self.window.take([shown])
        else:
            self.window.take([TroubleGone(f"bubble:{effect.key}")])


def _shown(key: str, trouble: Trouble) -> TroubleShown:
    return TroubleShown(key, trouble.kind, trouble.title, trouble.detail, trouble.remedy, utc_now())
