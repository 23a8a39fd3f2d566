"""The intake as one room: the spool, the answer wire, the command line's socket.

Intake thread. No database and no decisions; it posts what it heard and carries out what the engine asks.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from headspace_desktop.domain.actions import Action
from headspace_desktop.domain.asks import PageAsk
from headspace_desktop.domain.changes import TroubleGone, TroubleShown
from headspace_desktop.domain.effects import AnswerHold, Forget, ReleaseHold, SetAside, TellBacklog, TellCaller
from headspace_desktop.domain.events import Event
from headspace_desktop.intake.commands import Commands
from headspace_desktop.intake.install import refresh_script
from headspace_desktop.intake.lines import UNATTENDED_FLAG
from headspace_desktop.intake.receiver import Receiver
from headspace_desktop.intake.spool import PIECE_FILES, Spool
from headspace_desktop.intake.wire import Listener
from headspace_desktop.pace import Baton
from headspace_desktop.paths import Paths
from headspace_desktop.settings import Settings
from headspace_desktop.troubles import SocketUnusable, Trouble

if TYPE_CHECKING:
    from headspace_desktop.workers import Watch

log = logging.getLogger(__name__)

#: How often the sockets are looked after: opened again, or put back when something removed their files.
LOOK_AFTER_S = 60.0
#: Mail that waited waits so much longer while another room has the baton.
_PAUSE_S = 0.005
_RETRY_S = 2.0


class IntakeRoom:
    """Hears hooks and the command line. Implements `workers.Room`.

    Order: the mail that waited is posted before anything that arrives later. The app hands it the engine's
    `IntakeEffect`s, every board change, and new `Settings`. Mail that waited is read, and committed mail removed, while
    nobody else has the `baton` (see `pace`); whoever waits for an answer is heard at once.
    """

    def __init__(
        self,
        post: Callable[[Event | Action | PageAsk], None],
        paths: Paths,
        settings: Settings,
        *,
        tell_trouble: Callable[[TroubleShown | TroubleGone], None],
        raise_window: Callable[[str, str], None],
        baton: Baton | None = None,
    ) -> None:
        self._baton = baton or Baton()
        self._pause_until_s = 0.0
        self._waits_until_s: float | None = None  # for the baton
        self._forgotten: deque[tuple[str, int]] = deque()
        self._paths = paths
        self._tell = tell_trouble
        self._shown: dict[str, str] = {}
        self._watch: Watch | None = None
        self._look_at = 0.0
        self._settings = settings
        self._spool = Spool(paths.spool_dir, post, self._tell_trouble)
        self._receiver = Receiver(paths.answer_socket, settings.hooks, post, self._spool.collect)
        self._commands = Commands(
            paths.command_socket, post, raise_window, self._spool.heard_self_test, settings.database.url
        )

    def open(self, watch: Watch) -> None:
        self._watch = watch
        self._spool.open(watch)
        self._set_flag()
        self._refresh_script()
        self._look_after_sockets(watch)

    def handle(self, batch: Sequence[Any]) -> None:
        for message in batch:
            match message:
                case Forget():
                    self._forgotten.extend(message.mails)
                case TellBacklog():
                    self._spool.tell_backlog()
                case SetAside():
                    self._spool.set_aside(message.path, message.size_bytes)
                case AnswerHold():
                    self._receiver.answer(message)
                case ReleaseHold():
                    self._receiver.release(message)
                case TellCaller():
                    self._commands.tell_caller(message)
                case Settings():
                    self._settings = message
                    self._receiver.settings = message.hooks
                    self._set_flag()
                case _:
                    self._commands.hear_change(message)

    def due_s(self) -> float | None:
        due = [max(0.0, self._look_at - time.monotonic())]
        due += [one for one in (self._mail_due_s(), self._receiver.due_s(), self._commands.due_s()) if one is not None]
        return min(due)

    def _mail_due_s(self) -> float | None:
        due_s = 0.0 if self._forgotten else self._spool.due_s()
        return None if due_s is None else max(due_s, self._pause_until_s - time.monotonic())

    def tick(self) -> None:
        if (due_s := self._mail_due_s()) is not None and due_s <= 0:
            self._tend_mail()
        for part in (self._receiver, self._commands):
            if (due_s := part.due_s()) is not None and due_s <= 0:
                part.tick()
        if self._watch is not None and time.monotonic() >= self._look_at:
            self._look_after_sockets(self._watch)

    def _tend_mail(self) -> None:
        """Remove what was committed and read on, a piece each; later, if somebody else computes."""
        now_s = time.monotonic()
        with self._baton.held(waits=False) as is_mine:
            if self._waits_until_s is None:
                self._waits_until_s = now_s + self._baton.patience_s
            if not is_mine and not self._baton.hangs and now_s < self._waits_until_s:
                self._pause_until_s = now_s + _PAUSE_S
                return
            self._waits_until_s = None
            for _ in range(min(PIECE_FILES, len(self._forgotten))):
                self._spool.forget(*self._forgotten.popleft())
            if (due_s := self._spool.due_s()) is not None and due_s <= 0:
                self._spool.tick()

    def close(self) -> None:
        """Let every waiting hook go; mail that comes from now on waits on disk."""
        self._receiver.close()
        self._commands.close()
        while self._forgotten:
            self._spool.forget(*self._forgotten.popleft())
        self._spool.close()

    def _look_after_sockets(self, watch: Watch) -> None:
        self._look_at = time.monotonic() + LOOK_AFTER_S
        self._look_after("answer socket", self._receiver.listener, watch)
        self._look_after("command socket", self._commands.listener, watch)

    def _look_after(self, key: str, listener: Listener, watch: Watch) -> None:
        if listener.is_open and listener.is_in_place():
            return
        try:
            listener.reopen(watch)
        except SocketUnusable as trouble:
            self._look_at = time.monotonic() + _RETRY_S
            self._tell_trouble(key, trouble)
        else:
            self._tell_trouble(key, None)

    def _set_flag(self) -> None:
        """Hooks of sessions without a dialog ask us only while the person chose so for some project."""
        flag = self._paths.hook_dir / UNATTENDED_FLAG
        try:
            if self._settings.hooks.hold_unattended_projects:
                flag.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                flag.touch(mode=0o600)
            else:
                flag.unlink(missing_ok=True)
        except OSError as error:
            log.warning("%s: %s", flag, error.strerror)

    def _refresh_script(self) -> None:
        try:
            refresh_script(self._paths)
        except OSError as error:
            log.warning("the answer script could not be refreshed: %s", error)

    def _tell_trouble(self, key: str, trouble: Trouble | None) -> None:
        """Tell a trouble when it begins, and when it is over; not each time that it is met."""
        if trouble is None:
            if self._shown.pop(key, None) is not None:
                self._tell(TroubleGone(f"intake:{key}"))
        elif self._shown.get(key) != str(trouble):
            self._shown[key] = str(trouble)
            self._tell(
                TroubleShown(
                    f"intake:{key}", trouble.kind, trouble.title, trouble.detail, trouble.remedy, datetime.now(UTC)
                )
            )
