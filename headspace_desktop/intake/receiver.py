"""The answer wire: deciding hooks wait here until the person decided, or until the terminal shall.

Intake thread. No evidence ever comes from here: the hook has mailed itself before it asks.
"""

from __future__ import annotations

import json
import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from headspace_desktop import clients
from headspace_desktop.domain.effects import AnswerHold, ReleaseHold
from headspace_desktop.domain.events import HoldClosed, HoldOpened, ReplyMoved
from headspace_desktop.domain.model import ReplyStage
from headspace_desktop.intake.wire import Listener, Peer
from headspace_desktop.settings import HooksSettings

if TYPE_CHECKING:
    from headspace_desktop.workers import Watch

log = logging.getLogger(__name__)

#: How long a hook may take to say that it has printed the answer; it needs a millisecond.
PRINTED_WITHIN_S = 5.0
_NO_ANSWER = b"0\n"
_PRINTED = b"printed"


@dataclass(slots=True)
class _Hold:
    id: str
    client: str
    peer: Peer
    until_s: float
    reply_id: str = ""  # of the answer that is on its way


class Receiver:
    """All waiting hooks. `post` goes to the engine; `before_hold` runs before a hold is told."""

    def __init__(
        self,
        path: Path,
        settings: HooksSettings,
        post: Callable[[HoldOpened | HoldClosed | ReplyMoved], None],
        before_hold: Callable[[], None],
    ) -> None:
        self._listener = Listener(path, self._welcome)
        self.settings = settings
        self._post = post
        self._before_hold = before_hold
        self._holds: dict[str, _Hold] = {}

    @property
    def listener(self) -> Listener:
        return self._listener

    def open(self, watch: Watch) -> None:
        """Raises: SocketUnusable."""
        self._listener.open(watch)

    def due_s(self) -> float | None:
        due = [hold.until_s - time.monotonic() for hold in self._holds.values()]
        if (silent_s := self._listener.due_s()) is not None:
            due.append(silent_s)
        return max(0.0, min(due)) if due else None

    def tick(self) -> None:
        self._listener.tick()
        for hold in list(self._holds.values()):
            if hold.until_s <= time.monotonic():
                self._end(hold, "timeout", "the waiting hook did not take the answer")

    def close(self) -> None:
        """Give every question back to its terminal."""
        for hold in list(self._holds.values()):
            self._end(hold, "released", "the app was closed before the hook took the answer")
        self._listener.close()

    # -- hooks ------------------------------------------------------------------

    def _welcome(self, peer: Peer) -> None:
        peer.on_line = self._ask

    def _ask(self, peer: Peer, line: bytes) -> None:
        question = _question(line)
        client, session_id, delivery_name = (question.get(key) for key in ("client", "session_id", "delivery_name"))
        if not (isinstance(client, str) and isinstance(session_id, str) and isinstance(delivery_name, str)):
            log.warning("a hook asked for an answer in words that are not ours")
            peer.send(_NO_ANSWER, is_last=True)
            return
        if client not in {known.name for known in clients.known()} or not self._may_wait(question):
            peer.send(_NO_ANSWER, is_last=True)
            return
        hold = _Hold(uuid.uuid4().hex, client, peer, time.monotonic() + self.settings.answer_timeout_s)
        self._holds[hold.id] = hold
        peer.on_line = lambda _peer, said: self._hear(hold, said)
        peer.on_gone = lambda _peer: self._gone(hold)
        self._before_hold()
        self._post(HoldOpened(hold.id, delivery_name, client, session_id, datetime.now(UTC)))

    def _may_wait(self, question: dict[str, object]) -> bool:
        """Whether holding does no harm: a session without a dialog would stand still. Source: architecture, 6."""
        if question.get("is_attended") is not False:
            return True
        project = question.get("project_path")
        allowed = [Path(one).expanduser() for one in self.settings.hold_unattended_projects]
        return isinstance(project, str) and any(Path(project).is_relative_to(one) for one in allowed)

    def _hear(self, hold: _Hold, said: bytes) -> None:
        if hold.id in self._holds and hold.reply_id and said == _PRINTED:
            del self._holds[hold.id]
            hold.peer.close()
            self._move(hold.reply_id, ReplyStage.SUBMITTED)
            self._post(HoldClosed(hold.id, "answered", datetime.now(UTC)))

    def _gone(self, hold: _Hold) -> None:
        if self._holds.pop(hold.id, None) is not None:
            if hold.reply_id:
                self._move(hold.reply_id, ReplyStage.FAILED, "the waiting hook ended before it took the answer")
            self._post(HoldClosed(hold.id, "gone", datetime.now(UTC)))

    # -- the engine ---------------------------------------------------------------

    def answer(self, effect: AnswerHold) -> None:
        """Send the person's answer; the hook's word that it was printed makes it *submitted*."""
        hold = self._holds.get(effect.hold_id)
        if hold is None or hold.reply_id:
            detail = "the question is answered already" if hold else "no hook waits for this answer any more"
            self._move(effect.reply_id, ReplyStage.FAILED, detail)
            return
        try:
            words = clients.by_name(hold.client).hold_answer(effect)
        except ValueError as error:
            self._move(effect.reply_id, ReplyStage.FAILED, str(error))
            return
        hold.reply_id = effect.reply_id
        hold.until_s = time.monotonic() + PRINTED_WITHIN_S
        hold.peer.send(b"%d\n%s" % (len(words), words))

    def release(self, effect: ReleaseHold) -> None:
        """Leave the terminal's own dialog in charge; an unknown hold has gone already."""
        if (hold := self._holds.get(effect.hold_id)) is not None:
            self._end(hold, "released", "the question was given back to the terminal")

    def _end(self, hold: _Hold, reason: str, failure: str) -> None:
        if self._holds.pop(hold.id, None) is None:
            return
        if hold.reply_id:
            hold.peer.close()
            self._move(hold.reply_id, ReplyStage.FAILED, failure)
        else:
            hold.peer.send(_NO_ANSWER, is_last=True)
        self._post(HoldClosed(hold.id, reason, datetime.now(UTC)))

    def _move(self, reply_id: str, stage: ReplyStage, detail: str = "") -> None:
        self._post(ReplyMoved(reply_id, stage, datetime.now(UTC), detail))


def _question(line: bytes) -> dict[str, object]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
