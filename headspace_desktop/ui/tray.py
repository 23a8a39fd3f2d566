"""The tray: an icon whenever there is a host for it, its tooltip, its menu, and what clicks on it mean.

GUI thread. It shows cards and posts actions; it never decides whether to notify, and never closes the program.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from headspace_desktop.domain.actions import Action, FocusAgent, Mute, Quit, StartAgent
from headspace_desktop.domain.card import Card
from headspace_desktop.ui import tray_host, tray_menu
from headspace_desktop.ui.tray_icon import Face, tray_icon
from headspace_desktop.ui.tray_menu import Choice, Entry, Stale, Summary

log = logging.getLogger(__name__)

LOOK_MS = 1_000
LOOK_AGAIN_MS = 5_000
#: Changes of the board come in storms; the icon and the menu follow this often at most.
SETTLE_MS = 100
MESSAGE_MS = 10_000

IS_MACOS = sys.platform == "darwin"


def utc_now() -> datetime:
    return datetime.now(UTC)


class Tray(QObject):
    """Create it in the GUI thread, then `start`.

    `open_page` gets ``board``, ``start``, ``settings`` or ``doctor``. `on_host_changed` is told True when the icon
    is there to be seen and False when it is not any more: without it a closed window must stay reachable.
    """

    def __init__(
        self,
        post: Callable[[Action], None],
        open_page: Callable[[str], None],
        *,
        on_host_changed: Callable[[bool], None] | None = None,
        now: Callable[[], datetime] = utc_now,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._post = post
        self._open_page = open_page
        self._on_host_changed = on_host_changed
        self._now = now
        self._cards: Mapping[str, Card] | None = None
        self._is_counted = True
        self._counted: Summary | None = None
        self._mute_until_at: datetime | None = None
        self._stale: Stale | None = None
        self._icon: QSystemTrayIcon | None = None
        self._face: Face | None = None
        self._menu = QMenu()
        self._menu.aboutToShow.connect(self._refresh_menu)
        self._menu.aboutToHide.connect(self._settle_later)
        self._entries: tuple[Entry, ...] = ()
        self._last_uuid = ""
        self._is_dbus_menu = False
        self._look = self._timer(self._look_for_host, is_single=False)
        self._settle = self._timer(self._settled, is_single=True)
        self._settled()

    # -- for the app ------------------------------------------------------------

    @property
    def is_hosted(self) -> bool:
        """Whether the icon is there to be seen."""
        return self._icon is not None

    def start(self) -> None:
        """Show the icon as soon as there is a host, now or later."""
        self._look_for_host()
        self._look.start()

    def stop(self) -> None:
        """Take the icon away for good."""
        for timer in (self._look, self._settle):
            timer.stop()
        self._remove()

    def show_cards(self, cards: Mapping[str, Card]) -> None:
        """Show these agents from now on."""
        self._cards = cards
        self._is_counted = False
        self._settle_later()

    def show_stale(self, since_at: datetime | None, reason: str) -> None:
        """What is shown may be old since then, and nobody knows how old; None: it is current."""
        self._stale = None if since_at is None else Stale(since_at, reason)
        self._settle_later()

    def mute_until(self, until_at: datetime | None) -> None:
        """Show that bubbles are muted until then; None: they are not."""
        self._mute_until_at = until_at
        self._settle_later()

    def message(self, title: str, body: str) -> bool:
        """Show a message at the icon; False when nobody would see it.

        A StatusNotifier host hands it to the notification daemon, whose absence is why we are asked; only an XEmbed
        tray, which knows where its icon is, shows it by itself. Source: desktop notes, section 2.
        """
        if self._icon is None or not QSystemTrayIcon.supportsMessages():
            return False
        if sys.platform == "linux" and self._icon.geometry().isEmpty():
            return False
        self._icon.showMessage(title, body, self._icon.icon(), MESSAGE_MS)
        return True

    @property
    def _summary(self) -> Summary | None:
        """The agents, counted when somebody wants to know: changes come far oftener than that."""
        if not self._is_counted and self._cards is not None:
            self._counted = tray_menu.summarise(self._cards.values())
            self._is_counted = True
        return self._counted

    # -- the icon -----------------------------------------------------------------

    @Slot()
    def _look_for_host(self) -> None:
        self._end_mute()
        is_present = tray_host.is_present(was_present=self.is_hosted)
        self._look.setInterval(LOOK_AGAIN_MS if is_present else LOOK_MS)
        if is_present == self.is_hosted:
            return
        log.info("tray host %s", "found" if is_present else "gone")
        if is_present:
            self._create()
        else:
            self._remove()
        if self._on_host_changed is not None:
            self._on_host_changed(is_present)

    def _create(self) -> None:
        self._is_dbus_menu = tray_host.is_watched()
        self._entries = ()  # the words are written anew
        icon = QSystemTrayIcon(self)
        icon.setContextMenu(self._menu)
        icon.activated.connect(self._activated)
        icon.messageClicked.connect(self._message_clicked)
        self._icon = icon
        self._face = None
        self._settled()
        icon.show()

    def _remove(self) -> None:
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None

    @Slot()
    def _settle_later(self) -> None:
        if not self._settle.isActive():
            self._settle.start(SETTLE_MS)

    @Slot()
    def _settled(self) -> None:
        if not self._menu.isVisible():  # a line must not change under the pointer
            self._refresh_menu()
        if self._icon is None:
            return
        known = self._summary if self._stale is None else None
        face = tray_menu.face(known, is_muted=self._mute_until_at is not None)
        if face != self._face:
            self._face = face
            self._icon.setIcon(tray_icon(face, is_template=IS_MACOS))
        said = tray_menu.tooltip(self._summary, self._mute_until_at, self._stale)
        if said != self._icon.toolTip():
            self._icon.setToolTip(said)

    def _end_mute(self) -> None:
        """By the clock on the wall, so that sleeping does not prolong it."""
        if self._mute_until_at is not None and self._mute_until_at <= self._now():
            self.mute_until(None)

    # -- the menu -------------------------------------------------------------------

    @Slot()
    def _refresh_menu(self) -> None:
        entries = tray_menu.entries(self._summary, self._mute_until_at, self._now())
        if entries == self._entries:
            return
        if [entry.form for entry in entries] == [entry.form for entry in self._entries]:
            for action, entry in zip(self._menu.actions(), entries, strict=True):
                action.setText(self._words(entry))
        else:
            for inner in self._menu.findChildren(QMenu):  # `clear` takes out what leads to them, and lets them live
                inner.deleteLater()
            self._menu.clear()
            self._fill(self._menu, entries)
        self._entries = entries

    def _fill(self, menu: QMenu, entries: Sequence[Entry]) -> None:
        for entry in entries:
            if entry.children:
                self._fill(menu.addMenu(self._words(entry)), entry.children)
            elif entry.choice is None:
                menu.addSeparator()
            else:
                action = QAction(self._words(entry), menu)
                action.setEnabled(entry.is_enabled)
                action.triggered.connect(partial(self._choose, entry.choice))
                menu.addAction(action)

    def _words(self, entry: Entry) -> str:
        return _plain(entry.text, is_dbus=self._is_dbus_menu)

    def _choose(self, choice: Choice, _is_checked: bool = False) -> None:
        match choice.kind:
            case "go":
                self._go(choice.value)
            case "next":
                self._go_next()
            case "start":
                self._post(StartAgent(choice.value, request_id=uuid4().hex))
            case "mute":
                self._post(Mute(tray_menu.mute_end(choice.value, self._now())))
            case "unmute":
                self._post(Mute(None))
            case "quit":
                self._post(Quit())
            case _:
                self._open_page(choice.value)

    # -- where clicks lead ------------------------------------------------------------

    @Slot(QSystemTrayIcon.ActivationReason)
    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.MiddleClick:
            self._go_oldest()
        elif reason is QSystemTrayIcon.ActivationReason.Trigger and not IS_MACOS:  # there a click opens the menu
            self._open_page("board")

    @Slot()
    def _message_clicked(self) -> None:
        self._open_page("board")

    def _go(self, uuid: str) -> None:
        self._last_uuid = uuid
        self._post(FocusAgent(uuid, surface="tray"))

    def _go_oldest(self) -> None:
        if self._summary is not None and self._summary.waiting:
            self._go(self._summary.waiting[0].uuid)
        else:
            self._open_page("board")

    def _go_next(self) -> None:
        """The one that waits longest, or the next after it when the person was just led there."""
        uuids = [card.uuid for card in self._summary.waiting] if self._summary is not None else []
        if self._last_uuid in uuids:
            self._go(uuids[(uuids.index(self._last_uuid) + 1) % len(uuids)])
        else:
            self._go_oldest()

    def _timer(self, step: Callable[[], None], *, is_single: bool) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(LOOK_MS)
        timer.setSingleShot(is_single)
        timer.timeout.connect(step)
        return timer


def _plain(text: str, *, is_dbus: bool) -> str:
    """An agent's words are no mnemonics.

    Qt hands a menu to D-Bus with its first ampersand turned into an underscore, which marks the mnemonic there. Hosts
    do not agree how a plain underscore is written (libdbusmenu-gtk swallows even two), so a look-alike stands for it.
    Source: QDBusMenuItem::convertMnemonic, Qt 6.11; looked at in xfce4-panel 4.18.
    """
    if not is_dbus:
        return text.replace("&", "&&")
    return text.replace("_", "\N{MODIFIER LETTER LOW MACRON}").replace("&", "&&", 1)
