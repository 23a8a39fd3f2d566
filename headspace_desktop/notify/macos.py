"""Bubbles through the macOS Notification Centre, by the desktop-notifier library.

Runs in the notify thread's asyncio loop; the library calls back in the main thread, and every callback is handed
over to this loop first. Source: desktop-notifier 6 documentation; Apple's UserNotifications.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
from collections.abc import Callable, Sequence
from typing import Any

from headspace_desktop.domain.effects import ShowBubble, WithdrawBubble
from headspace_desktop.notify import texts
from headspace_desktop.notify.room import Bubbles, FallBack, Fallen, Labels, Post, Standing, Tell, newest
from headspace_desktop.settings import NotifySettings
from headspace_desktop.troubles import NoNotifications

log = logging.getLogger(__name__)

SEND_S = 5.0
#: Permission is looked up again so often at most; the person may grant it at any time in System Settings.
PERMISSION_S = 10.0

NO_BUNDLE = "Use the packaged Headspace.app: macOS takes notifications from signed applications only."
NO_PERMISSION = "Allow it in System Settings > Notifications > Headspace (Python where it runs from a checkout)."


class NotifyRoom:
    """An `AsyncRoom`: takes `ShowBubble`, `WithdrawBubble` and new `NotifySettings`."""

    def __init__(
        self,
        post: Post,
        settings: NotifySettings,
        *,
        fall_back: FallBack,
        tell: Tell,
        labels: Labels | None = None,
        library: Any = None,
    ) -> None:
        """Name what the room works with; `library` stands in for the module `desktop_notifier` in tests."""
        self._settings = settings
        self._tell = tell
        self._labels = labels or Labels()
        self._bubbles: Bubbles[str] = Bubbles(post)
        self._fallen = Fallen(fall_back)
        self._library = library
        self._notifier: Any = None
        self._is_able = False
        self._is_told = False
        self._asked_at_s = 0.0
        self._asking: asyncio.Future[bool] | None = None

    # -- the room ---------------------------------------------------------------

    async def open(self) -> None:
        """Find the Notification Centre; the system asks the person for permission the first time."""
        if self._library is None:
            self._library = importlib.import_module("desktop_notifier")
        self._notifier = self._library.DesktopNotifier(app_name="Headspace", app_icon=None)
        self._notifier.on_clicked = self._here(self._clicked)
        self._notifier.on_dismissed = self._here(self._dismissed)
        self._notifier.on_button_pressed = self._here(self._pressed)
        self._notifier.on_replied = self._here(self._replied)
        abilities = await self._notifier.get_capabilities()
        self._is_able = self._library.Capability.BUTTONS in abilities
        if not self._is_able:
            self._missing("this program is not a signed application", NO_BUNDLE)
            return
        self._asking = asyncio.ensure_future(self._notifier.request_authorisation())

    async def handle(self, batch: Sequence[Any]) -> None:
        """Show and withdraw."""
        for message in batch:
            if isinstance(message, NotifySettings):
                self._settings = message
                if not message.enabled:
                    await self._withdraw_all()
        for effect in newest([message for message in batch if isinstance(message, ShowBubble | WithdrawBubble)]):
            if isinstance(effect, ShowBubble):
                await self._show(effect)
            else:
                await self._withdraw(effect.key)

    async def close(self) -> None:
        """Take our bubbles away, for their buttons would do nothing."""
        if self._asking is not None:
            self._asking.cancel()
        if self._notifier is not None:
            await self._withdraw_all()

    # -- bubbles ------------------------------------------------------------------

    async def _show(self, effect: ShowBubble) -> None:
        if not self._settings.enabled:
            return
        if not self._is_able or not await self._is_permitted():
            self._fallen.show(effect)
            return
        generation = self._bubbles.next_generation()
        if (old := self._bubbles.drop(effect.key)) is not None:
            await self._clear(old.native_id)
        # An identifier of its own for each: a click on an older bubble is then known as such, and does nothing.
        native_id = f"{effect.key}#{generation}"
        self._bubbles.put(Standing(effect, native_id, generation))
        try:
            async with asyncio.timeout(SEND_S):
                await self._notifier.send_notification(self._notification(effect, native_id))
        except TimeoutError:
            self._bubbles.drop(effect.key)
            self._missing(f"the Notification Centre did not answer within {SEND_S:.0f} s", None)
            self._fallen.show(effect)
        else:
            self._fallen.withdraw(effect.key)

    async def _is_permitted(self) -> bool:
        now_s = asyncio.get_running_loop().time()
        if self._is_told and now_s - self._asked_at_s < PERMISSION_S:
            return False
        self._asked_at_s = now_s
        is_permitted = await self._ask_permission()
        if not is_permitted:
            self._missing("macOS does not let this application notify", NO_PERMISSION)
        elif self._is_told:
            self._is_told = False
            self._tell(None)
        return is_permitted

    async def _ask_permission(self) -> bool:
        """The answer of macOS, which takes as long as the person; False while its question stands open.

        The question is asked once and never cancelled: its answer comes to a future that must still be there.
        `has_authorisation` is not used: version 6.2.0 answers its future twice. Source: desktop_notifier 6.2,
        backends/macos.py, "otherwise … the current authorisation status without prompting".
        """
        if self._asking is None:
            self._asking = asyncio.ensure_future(self._notifier.request_authorisation())
        done, _ = await asyncio.wait({self._asking}, timeout=SEND_S)
        if not done:
            return False
        answer, self._asking = self._asking, None
        return bool(answer.result())

    def _notification(self, effect: ShowBubble, native_id: str) -> Any:
        library = self._library
        return library.Notification(
            title=texts.line(effect.title, texts.TITLE_CHARS),
            message=texts.body(effect.body),
            urgency=library.Urgency.Critical if effect.is_urgent else library.Urgency.Normal,
            # A category, and with it the identifiers of its buttons, is shared by all bubbles with equal titles:
            # an identifier may therefore depend on the title only. Source: desktop_notifier/backends/macos.py.
            buttons=tuple(library.Button(title=label, identifier=label) for label in _buttons(effect)),
            reply_field=library.ReplyField(title=self._labels.reply, button_title=self._labels.send)
            if effect.can_reply
            else None,
            sound=library.DEFAULT_SOUND if effect.with_sound else None,
            thread=effect.agent_uuid or None,
            identifier=native_id,
        )

    async def _withdraw(self, key: str) -> None:
        self._fallen.withdraw(key)
        standing = self._bubbles.get(key)
        if standing is not None:
            self._bubbles.closed(key, "withdrawn")
            await self._clear(standing.native_id)

    async def _withdraw_all(self) -> None:
        for native_id in self._bubbles.ids():
            standing = self._bubbles.of(native_id)
            if standing is not None:
                await self._withdraw(standing.effect.key)

    async def _clear(self, native_id: str) -> None:
        try:
            async with asyncio.timeout(SEND_S):
                await self._notifier.clear(native_id)
        except TimeoutError:
            log.info("a bubble could not be taken away")

    def _missing(self, detail: str, remedy: str | None) -> None:
        if not self._is_told:
            self._is_told = True
            self._tell(NoNotifications(detail, remedy=remedy))

    # -- what the person did --------------------------------------------------------

    def _here(self, step: Callable[..., None]) -> Callable[..., None]:
        """The library calls in the main thread; the room lives in this loop."""
        loop = asyncio.get_running_loop()

        def hand_over(*arguments: Any) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(step, *arguments)

        return hand_over

    def _clicked(self, native_id: str) -> None:
        if (standing := self._bubbles.of(native_id)) is not None:
            self._bubbles.acted(standing, "default")
            self._bubbles.closed(standing.effect.key, "dismissed")

    def _pressed(self, native_id: str, label: str) -> None:
        standing = self._bubbles.of(native_id)
        if standing is None:
            return
        self._bubbles.acted(standing, _buttons(standing.effect).get(label, "default"))
        self._bubbles.closed(standing.effect.key, "dismissed")

    def _replied(self, native_id: str, text: str) -> None:
        if (standing := self._bubbles.of(native_id)) is not None:
            self._bubbles.acted(standing, "reply", text=text)
            self._bubbles.closed(standing.effect.key, "dismissed")

    def _dismissed(self, native_id: str) -> None:
        if (standing := self._bubbles.of(native_id)) is not None:
            self._bubbles.closed(standing.effect.key, "dismissed")


def _buttons(effect: ShowBubble) -> dict[str, str]:
    """Label to action key. The default needs no button there: a click on the bubble is it."""
    found: dict[str, str] = {}
    for action in effect.actions:
        if action.key != "default":
            label = texts.line(action.label, texts.LABEL_CHARS)
            number = 2
            while label in found:
                label, number = f"{texts.line(action.label, texts.LABEL_CHARS - 4)} ({number})", number + 1
            found[label] = action.key
    return found
