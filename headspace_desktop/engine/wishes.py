"""What the person wants, by window, bubble or command line: refused with a trouble, or carried out. Engine thread.

A refusal is told to whoever asked. Nothing is done here: effects are asked for after the commit.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from headspace_desktop.clients import by_name
from headspace_desktop.domain.actions import (
    Action,
    AddProject,
    AnswerAsk,
    ChangeProject,
    Decide,
    DeleteProject,
    DismissAgent,
    EditRow,
    FocusAgent,
    ForgetLog,
    ForgetObjective,
    InterruptAgent,
    MarkSeen,
    Mute,
    OpenTerminal,
    Quit,
    ReleaseHolds,
    RenameAgent,
    ResumeAgent,
    SendReply,
    SetObjective,
    ShutDownAgent,
    Snooze,
    StartAgent,
    SwitchPriority,
    TestBubble,
)
from headspace_desktop.domain.attention import queue
from headspace_desktop.domain.bubble import SUMMARY_KEY, TEST_KEY
from headspace_desktop.domain.changes import (
    FocusTold,
    MuteChanged,
    TroubleShown,
    WindowWanted,
)
from headspace_desktop.domain.effects import (
    Focus,
    PressInterrupt,
    ReleaseHold,
    ShowTerminal,
    StartSession,
)
from headspace_desktop.domain.events import (
    BubbleActed,
    FocusFinished,
    InterruptFinished,
    StartFinished,
)
from headspace_desktop.domain.evidence import open_asks
from headspace_desktop.domain.model import Agent, Decision, Source, State
from headspace_desktop.engine.board import Board
from headspace_desktop.engine.bubbles import SEEN_AFTER, Bubbles
from headspace_desktop.engine.desk import Desk
from headspace_desktop.engine.fold import Fold
from headspace_desktop.engine.replies import Replies
from headspace_desktop.engine.work import Work
from headspace_desktop.troubles import AgentBusy, CannotResume, FieldInvalid, StartFailed, Trouble, UnknownAgent

#: Where an agent takes a command: at its prompt.
_AT_PROMPT = frozenset({State.IDLE, State.DONE})

#: Longest name that a person may give to an agent.
NAME_CHARS = 80

#: Wishes that are worth something now or not at all; to mute, to dismiss and to have seen can wait.
IMPATIENT = (
    SendReply, AnswerAsk, Decide, InterruptAgent, StartAgent, ResumeAgent, FocusAgent, OpenTerminal, ReleaseHolds,
    BubbleActed, RenameAgent, ShutDownAgent, TestBubble, SetObjective, ForgetObjective, SwitchPriority, AddProject,
    ChangeProject, DeleteProject, EditRow, ForgetLog,
)  # fmt: skip


class Wishes:
    """Actions, and what became of those that a room carried out."""

    def __init__(self, board: Board, fold: Fold, replies: Replies, bubbles: Bubbles, desk: Desk) -> None:
        self._board, self._fold, self._replies, self._bubbles, self._desk = board, fold, replies, bubbles, desk

    def take(self, work: Work, action: Action) -> None:
        """What the person wants; a refusal is told to whoever asked."""
        try:
            self._act(work, action)
        except Trouble as trouble:
            self.refuse(work, action, trouble)

    def refuse(self, work: Work, wish: Action | BubbleActed, trouble: Trouble) -> None:
        """Tell whoever asked why it is not done."""
        agent_uuid = wish.key if isinstance(wish, BubbleActed) else getattr(wish, "agent_uuid", "")
        told = replace(shown("", trouble, work.now), agent_uuid=agent_uuid)
        work.refuse(getattr(wish, "request_id", ""), told)
        work.changes.append(told)
        work.keep("refused", {"action": type(wish).__name__, "why": trouble.kind})

    def _act(self, work: Work, action: Action) -> None:
        match action:
            case SendReply():
                self._replies.send(work, action)
            case AnswerAsk():
                self._replies.answer(work, action)
            case Decide():
                self._replies.decide(work, action)
            case FocusAgent():
                agent = self._agent(action.agent_uuid)
                work.effects.append(
                    Focus(agent.uuid, action.request_id, agent.pane, agent.pid, agent.tty, action.activation_token)
                )
            case OpenTerminal():
                agent = self._agent(action.agent_uuid)
                pane = self._replies.pane_of(agent)
                work.effects.append(ShowTerminal(agent.uuid, action.request_id, pane, agent.cwd))
            case ResumeAgent():
                work.effects.append(self._resuming(self._agent(action.agent_uuid), action.request_id))
            case InterruptAgent():
                agent = self._agent(action.agent_uuid)
                if agent.pane is None:
                    raise UnknownAgent("it has no pane to press a key in", title="This agent cannot be interrupted")
                work.effects.append(PressInterrupt(agent.pane, agent.pid, action.request_id, agent.uuid))
            case MarkSeen():
                self._see(work, action.agent_uuid, work.now)
            case DismissAgent():
                self._fold.dismiss(work, self._agent(action.agent_uuid).uuid)
                work.batch.notes["hidden"] = " ".join(sorted(self._board.hidden))
            case Mute():
                self._bubbles.mute(work, action.until_at)
                work.batch.notes["mute_until"] = action.until_at.isoformat() if action.until_at else ""
                work.changes.append(MuteChanged(action.until_at))
            case StartAgent():
                work.effects.append(StartSession(action.request_id, action.client, action.project_path, action.args))
            case ReleaseHolds():
                for agent in self._board.all():
                    work.effects += [ReleaseHold(a.hold_id, action.reason) for a in agent.scene.asks if a.hold_id]
            case Quit():
                pass  # the app's own; it never comes here
            case Snooze():
                agent = self._agent(action.agent_uuid)
                self._fold.change(work, replace(agent, snoozed_until_at=action.until_at))
                until = action.until_at.isoformat() if action.until_at else ""
                work.keep("snoozed", {"until": until}, agent_uuid=agent.uuid, source=Source.USER)
            case RenameAgent():
                name = _given_name(action.name)
                self._fold.change(work, replace(self._agent(action.agent_uuid), given_name=name))
                work.keep("AgentRenamed", {"name": name}, agent_uuid=action.agent_uuid, source=Source.USER)
                work.answer(action.request_id, {"name": name})
            case ShutDownAgent():
                self._shut_down(work, action)
            case TestBubble():
                self._bubbles.test(work)
                work.answer(action.request_id, {})
            case (
                SetObjective() | ForgetObjective() | SwitchPriority()
                | AddProject() | ChangeProject() | DeleteProject() | EditRow() | ForgetLog()
            ):  # fmt: skip
                self._desk.take(work, action)
            case _:
                assert_never(action)

    def _shut_down(self, work: Work, action: ShutDownAgent) -> None:
        """Only at an empty prompt: words typed while it works or asks would mean something else there."""
        agent = self._agent(action.agent_uuid)
        self._replies.pane_of(agent)
        if agent.verdict.state not in _AT_PROMPT or open_asks(agent.scene):
            raise AgentBusy(agent.verdict.reason)
        words = by_name(agent.client).exit_text
        self._replies.send(work, SendReply(agent.uuid, words, "board", action.request_id))

    @staticmethod
    def _resuming(agent: Agent, request_id: str) -> StartSession:
        if agent.is_live:
            raise CannotResume("It still runs; two programs would write one session")
        try:
            args = by_name(agent.client).resume_args(agent.session_id or "")
        except (KeyError, ValueError) as error:
            raise CannotResume(str(error)) from error
        return StartSession(request_id, agent.client, agent.cwd or agent.project.path, args)

    def _agent(self, agent_uuid: str) -> Agent:
        agent = self._board.get(agent_uuid)
        if agent is None:
            raise UnknownAgent(agent_uuid)
        return agent

    def see_if_read(self, work: Work, agent_uuid: str, at: datetime) -> None:
        """Looked at for long enough since its verdict, not only before."""
        agent = self._board.get(agent_uuid)
        if agent is not None and at - (agent.verdict.since_at or at) >= SEEN_AFTER:
            self._see(work, agent_uuid, at)

    def _see(self, work: Work, agent_uuid: str, at: datetime) -> None:
        agent = self._board.get(agent_uuid)
        if agent is not None and (agent.scene.seen_at is None or agent.scene.seen_at < (agent.scene.phase_at or at)):
            self._fold.see(work, agent_uuid, at)

    def focused(self, work: Work, event: FocusFinished) -> None:
        work.changes.append(FocusTold(event.agent_uuid, event.is_ok, event.detail, event.remedy, event.attach_command))
        work.keep("focused", {"ok": event.is_ok, "detail": event.detail}, agent_uuid=event.agent_uuid)
        result = {"ok": event.is_ok, "detail": event.detail, "attach_command": event.attach_command}
        if event.is_ok:
            work.answer(event.request_id, result)
        else:
            title = "The terminal was not brought to the front"
            told = TroubleShown("", "FocusFailed", title, event.detail, event.remedy, work.now, event.agent_uuid)
            work.refuse(event.request_id, told, result)

    def started(self, work: Work, event: StartFinished) -> None:
        result = {"ok": event.is_ok, "launch_id": event.launch_id}
        if event.is_ok:
            work.answer(event.request_id, result)
            return
        told = shown("", StartFailed(event.detail, remedy="Look at its terminal."), work.now)
        work.refuse(event.request_id, told, result)
        work.changes.append(told)

    def go_to_next(self, work: Work) -> None:
        """To the terminal of who is next; when nobody waits, our own window."""
        waiting = queue(self._board.cards.values(), work.now)
        if waiting:
            self.take(work, FocusAgent(waiting[0], "shortcut"))
        else:
            work.changes.append(WindowWanted())

    def interrupted(self, work: Work, event: InterruptFinished) -> None:
        work.keep("interrupted", {"ok": event.is_ok, "detail": event.detail}, agent_uuid=event.agent_uuid or None)
        if event.is_ok:
            work.answer(event.request_id, {"ok": True})
            return
        title = "The agent was not interrupted"
        told = TroubleShown("", "InterruptFailed", title, event.detail, event.remedy, work.now, event.agent_uuid)
        work.refuse(event.request_id, told, {"ok": False})
        work.changes.append(told)

    def bubble_acted(self, work: Work, event: BubbleActed) -> None:
        self._bubbles.acted(work, event.key, event.action)
        if event.key in {SUMMARY_KEY, TEST_KEY}:
            work.changes.append(WindowWanted(activation_token=event.activation_token))
            return
        if event.action == "default":
            self.take(work, FocusAgent(event.key, "notification", event.activation_token))
            return
        if event.action == "reply":
            self.take(work, SendReply(event.key, event.text, "notification"))
            return
        agent = self._board.get(event.key)
        asks = open_asks(agent.scene) if agent is not None else ()
        ask = next((one for one in asks if one.key == event.ask_key), None)
        if ask is None:  # the refusal is to be read
            work.changes.append(WindowWanted(event.key, event.activation_token))
        if event.action in {"allow", "deny"}:
            decision = Decision.ALLOW if event.action == "allow" else Decision.DENY
            self.take(work, Decide(event.key, event.ask_key, decision, surface="notification"))
        else:
            number = int(event.action.removeprefix("option:"))
            label = ask.items[0].options[number].label if ask is not None else ""
            self.take(work, AnswerAsk(event.key, event.ask_key, ((label,),), surface="notification"))


def _given_name(text: str) -> str:
    """Raises: FieldInvalid."""
    name = " ".join(text.split())
    if len(name) > NAME_CHARS:
        raise FieldInvalid(f"name: {len(name)} signs; {NAME_CHARS} at most")
    if not name.isprintable():
        raise FieldInvalid("name: it has control signs in it")
    return name


def shown(key: str, trouble: Trouble, now: datetime) -> TroubleShown:
    """A trouble as the screen is told of it."""
    return TroubleShown(key, trouble.kind, trouble.title, trouble.detail, trouble.remedy, now)
