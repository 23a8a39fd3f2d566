"""Bubbles through org.freedesktop.Notifications, whichever daemon stands behind it, and whenever it comes or goes.

Runs in the notify thread's asyncio loop. It never blocks, never waits for a daemon longer than `CALL_S`, and never
decides what to tell. Source: Desktop Notifications Specification 1.3.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from dbus_fast import Message, MessageType, Variant

from headspace_desktop.domain.effects import ShowBubble, WithdrawBubble
from headspace_desktop.notify import texts
from headspace_desktop.notify.quiet import Quiet
from headspace_desktop.notify.room import Bubbles, FallBack, Fallen, Labels, Post, Standing, Tell, newest
from headspace_desktop.notify.session_bus import BUS_NAME, Away, Refused, SessionBus, Silent
from headspace_desktop.settings import NotifySettings
from headspace_desktop.troubles import NoNotifications

log = logging.getLogger(__name__)

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"

FAREWELL_S = 1.0
#: A daemon that did not answer is asked again so often.
RETRY_S = 30.0

_SIGNALS = {
    "ActionInvoked": "us",
    "ActivationToken": "us",
    "NotificationReplied": "us",
    "NotificationClosed": "uu",
}
_CLOSE_REASONS = {1: "expired", 2: "dismissed", 3: "withdrawn"}


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
        env: Mapping[str, str] = os.environ,
    ) -> None:
        """Name what the room works with; nothing is opened yet."""
        self._settings = settings
        self._tell = tell
        self._labels = labels or Labels()
        self._bus = SessionBus(linked=self._linked, lost=self._lost, heard=self._heard, env=env)
        self._quiet = Quiet(self._bus, post)
        self._reading: asyncio.Task[None] | None = None
        self._is_reread = False
        self._bubbles: Bubbles[int] = Bubbles(post)
        self._fallen = Fallen(fall_back)
        self._owner = ""
        self._abilities: frozenset[str] | None = None  # None: there is no daemon
        self._is_told = False
        self._tokens: dict[int, str] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._learning: asyncio.Task[None] | None = None
        self._retry: asyncio.TimerHandle | None = None
        self._calls_open = 0
        self._waiting_signals: deque[tuple[str, list[Any]]] = deque()

    # -- the room ---------------------------------------------------------------

    async def open(self) -> None:
        """Connect, and ask the daemon what it can; then stay connected."""
        settled = asyncio.Event()
        self._spawn(self._bus.stay(settled))
        await settled.wait()

    async def handle(self, batch: Sequence[Any]) -> None:
        """Show and withdraw."""
        for message in batch:
            if isinstance(message, NotifySettings):
                await self._change(message)
        for effect in newest([message for message in batch if isinstance(message, ShowBubble | WithdrawBubble)]):
            if isinstance(effect, ShowBubble):
                await self._show(effect)
            else:
                await self._withdraw(effect.key)

    async def close(self) -> None:
        """Take our bubbles away, for their buttons would do nothing, and leave the bus."""
        if self._retry is not None:
            self._retry.cancel()
        if self._bus.is_linked and self._bubbles.ids():
            try:
                async with asyncio.timeout(FAREWELL_S):
                    for native_id in self._bubbles.ids():
                        await self._call("CloseNotification", "u", [native_id])
            except (TimeoutError, Away, Refused):
                log.info("the bubbles could not be taken away")
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._bus.close()

    # -- the daemon -----------------------------------------------------------------

    async def _linked(self) -> None:
        for rule in (
            f"type='signal',interface='{NAME}',path='{PATH}'",
            f"type='signal',sender='{BUS_NAME}',interface='{BUS_NAME}',member='NameOwnerChanged',arg0='{NAME}'",
        ):
            await self._bus.ask_bus("AddMatch", "s", [rule])
        await self._quiet.listen()
        await self._learn()

    def _lost(self, detail: str) -> None:
        self._owner = ""
        self._bubbles.lost()
        self._quiet.lost()
        self._missing(detail)

    async def _call(self, member: str, signature: str = "", body: Sequence[Any] = ()) -> Message:
        self._calls_open += 1
        try:
            return await self._bus.call(NAME, PATH, member, signature, body)
        finally:
            self._calls_open -= 1
            # Only once the caller has learnt the new bubble's id can a click on it be understood.
            asyncio.get_running_loop().call_soon(self._drain_signals)

    async def _learn(self) -> None:
        """Ask whoever is the daemon now what it can; the bus starts one where it knows how."""
        try:
            reply = await self._call("GetCapabilities")
        except (Away, Refused) as error:
            self._missing(str(error), is_silent=isinstance(error, Silent))
            return
        self._owner = str(reply.sender)
        listed = reply.body[0] if reply.signature == "as" else []
        self._abilities = frozenset(listed)
        if self._is_told:
            self._is_told = False
            self._tell(None)
        log.info("notifications by %s: %s", self._owner, ", ".join(sorted(self._abilities)))
        self._read_quiet()

    def _read_quiet(self) -> None:
        """Read do-not-disturb anew; word that comes meanwhile has it read once more."""
        if self._reading is not None and not self._reading.done():
            self._is_reread = True
            return
        self._is_reread = False
        self._reading = self._spawn(self._quiet.read())
        self._reading.add_done_callback(self._quiet_was_read)

    def _quiet_was_read(self, task: asyncio.Task[None]) -> None:
        if self._is_reread and not task.cancelled():
            self._read_quiet()

    def _missing(self, detail: str, *, is_silent: bool = False) -> None:
        """Tell it once. A daemon that hangs never changes its owner, so it is asked again."""
        self._abilities = None
        if not self._is_told:
            self._is_told = True
            log.info("no notifications: %s", detail)
            self._tell(NoNotifications(detail))
        if is_silent:
            if self._retry is not None:
                self._retry.cancel()
            self._retry = asyncio.get_running_loop().call_later(RETRY_S, self._relearn)

    def _relearn(self) -> None:
        if self._bus.is_linked and (self._learning is None or self._learning.done()):
            self._learning = self._spawn(self._learn())

    def _owner_changed(self, new_owner: str) -> None:
        if new_owner == self._owner:
            return
        self._owner = new_owner
        self._tokens.clear()
        self._bubbles.lost()
        if new_owner:
            self._relearn()
        else:
            self._quiet.lost()
            self._spawn(self._check_startable())

    async def _check_startable(self) -> None:
        """Some daemons end themselves when idle, and the bus starts them for the next bubble; others are gone."""
        try:
            reply = await self._bus.ask_bus("ListActivatableNames")
            is_startable = reply.signature == "as" and NAME in reply.body[0]
        except (Away, Refused):
            is_startable = False
        if not is_startable and not self._owner:
            self._missing("the notification daemon ended")

    # -- bubbles ----------------------------------------------------------------------

    async def _change(self, settings: NotifySettings) -> None:
        was_enabled, self._settings = self._settings.enabled, settings
        if was_enabled and not settings.enabled:
            for native_id in self._bubbles.ids():
                standing = self._bubbles.of(native_id)
                if standing is not None:
                    await self._withdraw(standing.effect.key)

    async def _show(self, effect: ShowBubble) -> None:
        if not self._settings.enabled:
            return
        if self._learning is not None and not self._learning.done():
            await asyncio.wait({self._learning})
        if self._abilities is None:
            self._fallen.show(effect)
            return
        generation = self._bubbles.next_generation()
        old = self._bubbles.get(effect.key)
        request = self._request(effect, self._abilities, generation, replaces_id=old.native_id if old else 0)
        try:
            reply = await self._call("Notify", "susssasa{sv}i", request)
        except Away as error:
            self._missing(str(error), is_silent=isinstance(error, Silent))
            self._fallen.show(effect)
        except Refused as error:
            log.warning("a bubble was refused: %s", error)
            self._fallen.show(effect)
        else:
            if reply.signature == "u":
                self._bubbles.put(Standing(effect, int(reply.body[0]), generation))
            self._fallen.withdraw(effect.key)

    async def _withdraw(self, key: str) -> None:
        self._fallen.withdraw(key)
        standing = self._bubbles.get(key)
        if standing is None:
            return
        self._tokens.pop(standing.native_id, None)
        self._bubbles.closed(key, "withdrawn")
        try:
            await self._call("CloseNotification", "u", [standing.native_id])
        except Away as error:
            self._missing(str(error), is_silent=isinstance(error, Silent))
        except Refused:
            log.debug("it was gone already")

    def _request(
        self, effect: ShowBubble, abilities: frozenset[str], generation: int, *, replaces_id: int
    ) -> list[Any]:
        title = texts.line(effect.title, texts.TITLE_CHARS)
        body = texts.body(effect.body)
        if "body" not in abilities and body:
            title, body = texts.line(f"{title}: {body}", texts.TITLE_CHARS), ""
        if "body-markup" in abilities:
            body = texts.markup(body)
        elif abilities & {"body-hyperlinks", "body-images"}:
            body = texts.unmarked(body)
        hints = {
            "urgency": Variant("y", 2 if effect.is_urgent else 1),
            "desktop-entry": Variant("s", "headspace-desktop"),
        }
        if effect.with_sound:
            hints["sound-name"] = Variant("s", "message-new-instant")
        else:
            hints["suppress-sound"] = Variant("b", True)
        actions = self._actions(effect, abilities, generation)
        if "inline-reply" in actions:
            hints["x-kde-reply-submit-button-text"] = Variant("s", self._labels.send)
        expires_ms = 0 if effect.is_urgent else -1
        return ["Headspace", replaces_id, "", title, body, actions, hints, expires_ms]

    def _actions(self, effect: ShowBubble, abilities: frozenset[str], generation: int) -> list[str]:
        """Pairs of key and label. The default is labelled: some daemons make it a button (xfce4-notifyd)."""
        if "actions" not in abilities:
            return []
        named = {action.key: action.label for action in effect.actions}
        pairs = ["default", texts.line(named.get("default", "") or self._labels.go, texts.LABEL_CHARS)]
        for index, action in enumerate(effect.actions):
            if action.key != "default":
                pairs += [f"{generation}.{index}", texts.line(action.label, texts.LABEL_CHARS)]
        if effect.can_reply and "inline-reply" in abilities:
            pairs += ["inline-reply", self._labels.reply]
        return pairs

    # -- signals ------------------------------------------------------------------------

    def _heard(self, message: Message) -> None:
        """Take a signal; the work is done in a callback of the loop, where a bug is noticed."""
        if message.message_type is not MessageType.SIGNAL or message.member is None:
            return
        loop = asyncio.get_running_loop()
        if Quiet.is_word(message):
            loop.call_soon(self._read_quiet)
        elif message.interface == BUS_NAME and message.sender == BUS_NAME and message.member == "NameOwnerChanged":
            if message.signature == "sss" and message.body[0] == NAME:
                loop.call_soon(self._owner_changed, str(message.body[2]))
        elif (
            message.interface == NAME
            and message.sender == self._owner
            and _SIGNALS.get(message.member) == message.signature
        ):
            self._waiting_signals.append((message.member, message.body))
            loop.call_soon(self._drain_signals)

    def _drain_signals(self) -> None:
        while self._waiting_signals and not self._calls_open:
            member, (native_id, value) = self._waiting_signals.popleft()
            standing = self._bubbles.of(native_id)
            if standing is None:
                continue
            if member == "ActivationToken":
                self._tokens[native_id] = value
            elif member == "ActionInvoked":
                action = _action_of(standing, value)
                self._bubbles.acted(standing, action, token=self._tokens.pop(native_id, ""))
            elif member == "NotificationReplied":
                self._bubbles.acted(standing, "reply", text=value, token=self._tokens.pop(native_id, ""))
            else:
                self._tokens.pop(native_id, None)
                self._bubbles.closed(standing.effect.key, _CLOSE_REASONS.get(value, "unknown"))

    def _spawn(self, work: Any) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.result()  # a bug ends in the loop's exception handler


def _action_of(standing: Standing[int], wire_key: str) -> str:
    """What was clicked. A button of an older bubble under the same id only leads there, it decides nothing."""
    generation, _, index = wire_key.partition(".")
    if generation != str(standing.generation) or not index.isdecimal():
        return "default"
    actions = standing.effect.actions
    return actions[int(index)].key if int(index) < len(actions) else "default"
