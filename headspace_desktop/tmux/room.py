"""The room that types, looks, starts and leads to panes: dispatches the engine's effects, tells how they went.

tmux thread. It never decides whether to send; it blocks for one short tmux command at a time.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, assert_never

from headspace_desktop.domain.effects import (
    Focus,
    LookAtScreen,
    PressInterrupt,
    ShowTerminal,
    StartSession,
    TmuxEffect,
    TypeAnswer,
    TypeReply,
    WatchLook,
    WatchServer,
)
from headspace_desktop.domain.events import (
    Event,
    FocusFinished,
    InterruptFinished,
    LookSeen,
    ReplyMoved,
    ScreenSeen,
    StartFinished,
)
from headspace_desktop.domain.model import PaneRef, ReplyStage
from headspace_desktop.settings import ClaudeSettings, TmuxSettings, UiSettings
from headspace_desktop.tmux.answers import type_answer
from headspace_desktop.tmux.client import TmuxClient, default_socket
from headspace_desktop.tmux.clients import AttachedClients
from headspace_desktop.tmux.guard import AgentPane, Sight
from headspace_desktop.tmux.keys import type_reply
from headspace_desktop.tmux.movements import Movements
from headspace_desktop.tmux.panes import PaneSweep
from headspace_desktop.tmux.screen import last_lines
from headspace_desktop.tmux.sessions import launch_command, start
from headspace_desktop.tmux.steps import Job, PaneJobs, Steps
from headspace_desktop.troubles import PaneGone, StartFailed, TerminalMissing, Trouble

if TYPE_CHECKING:
    from headspace_desktop.workers import Watch

log = logging.getLogger(__name__)

FocusPane = Callable[[Focus, AttachedClients], FocusFinished]
LookAtPanes = Callable[[WatchLook, AttachedClients], LookSeen]

LOOK_INTERVAL_S = 1.0
START_WAIT_S = 30.0


class Key(Protocol):
    """The person's key for who is next; the terminals room's."""

    def open(self, watch: Watch) -> None: ...
    def change(self, text: str) -> None: ...
    def close(self) -> None: ...


class TmuxRoom:
    """Implements `workers.Room`. `focus` and `look` are the terminals room's; both may block for some 100 ms."""

    def __init__(
        self,
        post: Callable[[Event], None],
        settings: TmuxSettings,
        focus: FocusPane,
        look: LookAtPanes | None = None,
        *,
        programs: Mapping[str, str] | None = None,
        start_socket: str = "",
        usual_socket: str = "",
        open_terminal: Callable[[PaneRef, str], None] | None = None,
        hotkey: Key | None = None,
    ) -> None:
        self._post = post
        self._settings = settings
        self._focus = focus
        self._look = look
        self._open_terminal = open_terminal
        self._hotkey = hotkey
        self._programs = dict(programs or {})
        self._usual_socket = usual_socket
        self._start_socket = start_socket or default_socket()
        self._jobs = PaneJobs()
        self._clients = AttachedClients(settings.timeout_s)
        self._sweep = PaneSweep(settings.sweep_interval_s, settings.timeout_s, post)
        self._movements = Movements(post)
        self._looked_for = WatchLook(())
        self._last_look: LookSeen | None = None
        self._look_at_s = 0.0

    def open(self, watch: Watch) -> None:
        """Sweep the servers that the person named, and the usual one where it runs; listen for their key."""
        if self._hotkey is not None:
            self._hotkey.open(watch)
        self._movements.open(watch)
        is_there = bool(self._usual_socket) and Path(self._usual_socket).exists()
        for socket in (*self._settings.sockets, *((self._usual_socket,) if is_there else ())):
            self._sweep.watch(socket)

    def handle(self, batch: Sequence[Any]) -> None:
        for message in batch:
            if isinstance(message, TmuxSettings):
                self._change_settings(message)
            elif isinstance(message, UiSettings):
                if self._hotkey is not None:
                    self._hotkey.change(message.global_shortcut)
            elif isinstance(message, ClaudeSettings):
                self._programs["claude"] = message.program
            else:
                self._do(message)

    def due_s(self) -> float | None:
        dues = [self._jobs.due_s(), self._sweep.due_s()]
        if self._looked_for.agents and self._look is not None:
            dues.append(max(0.0, self._look_at_s - time.monotonic()))
        return min((due_s for due_s in dues if due_s is not None), default=None)

    def tick(self) -> None:
        self._jobs.tick()
        if self._sweep.due_s() == 0:
            self._sweep.tick()
        if self._looked_for.agents and time.monotonic() >= self._look_at_s:
            self._look_now()

    def close(self) -> None:
        self._jobs.close()
        self._movements.close()
        if self._hotkey is not None:
            self._hotkey.close()

    def _change_settings(self, settings: TmuxSettings) -> None:
        sockets = {*self._sweep.sockets(), *settings.sockets}
        self._settings = settings
        self._clients = AttachedClients(settings.timeout_s)
        self._sweep = PaneSweep(settings.sweep_interval_s, settings.timeout_s, self._post)
        for socket in sorted(sockets):
            self._sweep.watch(socket)

    def _do(self, effect: TmuxEffect) -> None:
        match effect:
            case WatchServer(socket):
                self._sweep.watch(socket)
            case LookAtScreen():
                self._post(self._seen(effect))
            case TypeReply():
                pane = self._agent_pane(effect.pane, effect.agent_pid, effect.client)
                delay_s = self._settings.enter_delay_ms / 1000
                self._add(effect.pane, effect.reply_id, type_reply(pane, effect.text, delay_s, self._mover(effect)))
            case TypeAnswer():
                pane = self._agent_pane(effect.pane, effect.agent_pid, effect.client)
                delay_s = self._settings.enter_delay_ms / 1000
                self._add(effect.pane, effect.reply_id, type_answer(pane, effect, delay_s, self._mover(effect)))
            case PressInterrupt(pane=where, agent_pid=pid):
                steps = _interrupt(self._agent_pane(where, pid, "claude"), lambda: self._interrupted(effect, None))
                self._jobs.add(where, Job(steps, lambda trouble: self._interrupted(effect, trouble)))
            case Focus():
                self._post(self._focused(effect))
            case ShowTerminal():
                self._post(self._shown(effect))
            case WatchLook():
                self._looked_for = effect
                self._last_look = None
                self._look_at_s = 0.0
            case StartSession():
                self._start(effect)
            case _:
                assert_never(effect)

    # -- typing ---------------------------------------------------------------

    def _agent_pane(self, pane: PaneRef, agent_pid: int | None, client: str) -> AgentPane:
        return AgentPane(TmuxClient(pane.socket, self._settings.timeout_s), pane.pane_id, agent_pid, client)

    def _mover(self, effect: TypeReply | TypeAnswer) -> Callable[[ReplyStage], None]:
        return lambda stage: self._post(ReplyMoved(effect.reply_id, stage, _now()))

    def _add(self, pane: PaneRef, reply_id: str, steps: Steps) -> None:
        def failed(trouble: Trouble) -> None:
            log.info("reply %s was not sent: %s", reply_id, trouble.kind)
            self._post(ReplyMoved(reply_id, ReplyStage.FAILED, _now(), f"{trouble}. {trouble.remedy}"))

        self._jobs.add(pane, Job(steps, failed))

    def _interrupted(self, effect: PressInterrupt, trouble: Trouble | None) -> None:
        detail, remedy = (str(trouble), trouble.remedy) if trouble is not None else ("", "")
        self._post(
            InterruptFinished(
                effect.agent_uuid, effect.request_id, is_ok=trouble is None, at=_now(), detail=detail, remedy=remedy
            )
        )

    def _seen(self, effect: LookAtScreen) -> ScreenSeen:
        is_watched = self._movements.watch(effect.pane, effect.tty)  # before the look: nothing is missed in between
        try:
            sight = self._agent_pane(effect.pane, effect.agent_pid, effect.client).sight()
        except Trouble as trouble:
            log.debug("what %s shows cannot be seen: %s", effect.pane.pane_id, trouble)
            sight = Sight("")
        return ScreenSeen(
            effect.pane, sight.shows, sight.dialog, _now(), effect.agent_pid, is_watched, sight.stranger
        )  # fmt: skip

    # -- going there and looking ----------------------------------------------

    def _focused(self, effect: Focus) -> FocusFinished:
        try:
            return self._focus(effect, self._clients)
        except Trouble as trouble:
            return FocusFinished(
                effect.agent_uuid, effect.request_id, is_ok=False, at=_now(), detail=str(trouble), remedy=trouble.remedy
            )

    def _shown(self, effect: ShowTerminal) -> FocusFinished:
        is_ok, detail, remedy = True, "a new terminal", ""
        try:
            if self._open_terminal is None:
                raise TerminalMissing("No terminal can be opened here")
            self._open_terminal(effect.pane, effect.cwd)
        except Trouble as trouble:
            is_ok, detail, remedy = False, str(trouble), trouble.remedy
        return FocusFinished(
            effect.agent_uuid, effect.request_id, is_ok=is_ok, at=_now(), detail=detail, remedy=remedy
        )  # fmt: skip

    def _look_now(self) -> None:
        self._look_at_s = time.monotonic() + LOOK_INTERVAL_S
        if self._look is None:
            return
        try:
            seen = self._look(self._looked_for, self._clients)
        except Trouble as trouble:
            log.debug("cannot tell what is looked at: %s", trouble)
            seen = LookSeen((), is_known=False, at=_now())
        last = self._last_look
        is_news = last is None or replace(seen, at=last.at) != last
        self._last_look = seen
        if is_news or seen.agent_uuids:
            self._post(seen)

    # -- starting -------------------------------------------------------------

    def _start(self, effect: StartSession) -> None:
        def failed(trouble: Trouble) -> None:
            detail = f"{trouble}. {trouble.remedy}"
            self._post(StartFinished(effect.request_id, is_ok=False, at=_now(), detail=detail))

        try:
            launch = launch_command(
                effect.project_path,
                self._programs.get(effect.client, effect.client),
                effect.args,
                socket=self._start_socket,
            )
            pane_id = start(launch, self._settings.timeout_s)
        except Trouble as trouble:
            return failed(trouble)
        self._sweep.watch(launch.socket)
        pane = PaneRef(launch.socket, pane_id)

        def started() -> None:
            self._post(
                StartFinished(
                    effect.request_id, is_ok=True, at=_now(), launch_id=launch.launch_id, detail=launch.session_name
                )
            )

        return self._jobs.add(pane, Job(_wait_started(self._agent_pane(pane, None, effect.client), started), failed))


def _interrupt(pane: AgentPane, pressed: Callable[[], None]) -> Steps:
    """Press Escape while it works or asks; at its prompt there is nothing to interrupt."""
    yield from pane.ready()
    reading = pane.look()
    if reading.is_busy or reading.dialog is not None:
        pane.press("Escape")
    pressed()


def _wait_started(pane: AgentPane, started: Callable[[], None]) -> Steps:
    """Steps that end when the agent shows its input box or a dialog (the trust question, a login).

    Raises: StartFailed with the pane's last lines.
    """
    deadline_s = time.monotonic() + START_WAIT_S
    lines = ""
    while True:
        yield 0.25
        try:
            reading = pane.look()
            lines = last_lines(pane.tmux, pane.pane_id)
            is_over = pane.check().is_dead or "[ended with status " in lines
        except PaneGone as gone:
            raise StartFailed(f"it ended at once\n{lines}") from gone
        if reading.has_prompt or reading.dialog is not None:
            return started()
        if is_over:
            raise StartFailed(f"it ended at once\n{lines}")
        if time.monotonic() > deadline_s:
            raise StartFailed(f"it shows no prompt after {START_WAIT_S:g} s\n{lines}")


def _now() -> datetime:
    return datetime.now(UTC)
