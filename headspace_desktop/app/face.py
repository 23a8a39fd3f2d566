"""Window and tray as one face: what is shown when, what closing means, which dialog an entry opens. GUI thread.

The program is never running and invisible: without a tray host closing minimises instead of hiding.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QSettings
from PySide6.QtWidgets import QApplication, QFileDialog

from headspace_desktop import settings as choices
from headspace_desktop.domain.actions import Action, PageAsk, Quit, StartAgent
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import (
    BoardReset,
    CardChanged,
    CardGone,
    MuteChanged,
    TroubleGone,
    TroubleShown,
)
from headspace_desktop.domain.effects import NotifyEffect, ShowBubble, WithdrawBubble
from headspace_desktop.engine.engine import utc_now
from headspace_desktop.notify import Fallback
from headspace_desktop.paths import Paths
from headspace_desktop.troubles import NoTrayHost, Trouble
from headspace_desktop.ui.icons import icon
from headspace_desktop.ui.tray import Tray
from headspace_desktop.ui.window import Calls, MainWindow


class Face(QObject):
    """Made once by the app. `post` carries actions, `ask` questions for pages; `leave` ends the program."""

    def __init__(
        self,
        post: Callable[[Action], None],
        ask: Callable[[PageAsk], None],
        leave: Callable[[], None],
        *,
        paths: Paths,
        settings: choices.Settings,
        layout: QSettings,
    ) -> None:
        super().__init__()
        self._post, self._ask, self._leave = post, ask, leave
        self._paths, self._layout = paths, layout
        self._cards: dict[str, Card] = {}
        calls = Calls(
            doctor=self._doctor,
            hooks=self._hooks,
            settings=self._settings,
            start=self._start_agent,
            about=self._about,
            quit=leave,
            close=self._close,
            theme_chosen=self._theme_chosen,
        )
        self.window = MainWindow(self._posted, ask, layout=layout, settings=settings.ui, calls=calls)
        self.window.setWindowIcon(icon("app", size_px=64))
        self.tray = Tray(self._posted, self._open_page, on_host_changed=self._host_changed)
        self._fallback = Fallback(self.tray.message, self._show_bubble)

    # -- what it is told

    def take(self, changes: Sequence[Any]) -> None:
        """Show one batch of changes; bubbles that the desktop cannot show come here too."""
        for_window: list[Any] = []
        is_board = False
        for change in changes:
            match change:
                case ShowBubble() | WithdrawBubble():
                    self._fallback.take(change)
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
                case MuteChanged(until_at=until_at):
                    self.tray.mute_until(until_at)
                case _:
                    pass
            for_window.append(change)
        if is_board:
            self.tray.show_cards(self._cards)
        self.window.take(for_window)

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
            self._show(
                ShowBubble(
                    key="hidden",
                    title=_tr("Headspace goes on in the tray"),
                    body=_tr("Click its icon to see the board; its menu ends it."),
                )
            )

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
            case "settings":
                self._settings()
            case "doctor":
                self._doctor()
            case _:
                self.window.raise_up()

    def _start_agent(self) -> None:
        self.window.raise_up()
        folder = QFileDialog.getExistingDirectory(self.window, _tr("Start an agent in which project?"))
        if folder:
            self._post(StartAgent(folder))

    def _doctor(self) -> None:
        self.window.raise_up()

    def _hooks(self) -> None:
        self.window.raise_up()

    def _settings(self) -> None:
        self.window.raise_up()

    def _about(self) -> None:
        self.window.raise_up()

    def _theme_chosen(self, name: str) -> None:
        try:
            choices.save(self._paths, {"ui.theme": name})
        except Trouble as trouble:
            self.window.take([_shown("", trouble)])

    # -- bubbles without a desktop for them

    def _show(self, bubble: ShowBubble) -> None:
        self._fallback.take(bubble)

    def _show_bubble(self, effect: NotifyEffect) -> None:
        if isinstance(effect, ShowBubble):
            QApplication.alert(self.window)
            shown = TroubleShown(f"bubble:{effect.key}", "Bubble", effect.title, effect.body, "", utc_now())
            self.window.take([shown])
        else:
            self.window.take([TroubleGone(f"bubble:{effect.key}")])


def _shown(key: str, trouble: Trouble) -> TroubleShown:
    return TroubleShown(key, trouble.kind, trouble.title, trouble.detail, trouble.remedy, utc_now())


def _tr(text: str) -> str:
    return QCoreApplication.translate("Face", text)
