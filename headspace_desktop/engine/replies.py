"""What the person sends: saved in flight first, then typed or answered, then confirmed by the agent's own evidence.

Engine thread. The text is kept whatever happens. A question has one winner: terminal, board or notification.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from headspace_desktop.clients import by_name
from headspace_desktop.domain.actions import AnswerAsk, Decide, SendReply
from headspace_desktop.domain.changes import AskSettled, ReplyChanged, TroubleGone, TroubleShown
from headspace_desktop.domain.effects import AnswerHold, Effect, TypeAnswer, TypeReply
from headspace_desktop.domain.events import PromptSubmitted, ReplyMoved, SessionEvidence
from headspace_desktop.domain.evidence import open_asks
from headspace_desktop.domain.model import Agent, Ask, AskKind, Decision, PaneRef, Reply, ReplyKind, ReplyStage
from headspace_desktop.domain.settle import Settled, already, completed, settle
from headspace_desktop.engine.board import Board
from headspace_desktop.engine.work import Work
from headspace_desktop.troubles import NotReachable, PaneGone, QuestionClosed, UnknownAgent

#: A reply that nobody confirmed to have been typed after this long has failed; its text is kept.
TYPING_LIMIT = timedelta(seconds=30)

#: How many ended asks are remembered, to tell a surface that comes too late who was first.
SETTLED_KEPT = 512

#: Its remedy stands in it, as in the troubles of the room that types.
_UNCONFIRMED = "Nothing confirmed that it was typed. The text is kept. Look at the terminal, then send it again."

_ARRIVED = frozenset({ReplyStage.SUBMITTED, ReplyStage.SEEN})
_OPEN = frozenset({ReplyStage.IN_FLIGHT, ReplyStage.TYPED, ReplyStage.SUBMITTED})


class Replies:
    """Replies under way and the routes that they take."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._open: dict[str, Reply] = {}
        self._callers: dict[str, str] = {}  # reply id -> request id of the command line
        self._settled: dict[tuple[str, str], Settled] = {}  # (agent, ask) -> how it ended, the newest ones
        self._refused: dict[str, str] = {}  # agent -> key of the trouble that tells of its newest failure
        self._marked: tuple[Any, ...] = ({}, {}, {}, {})

    def fill(self, replies: Iterable[Reply]) -> None:
        self._open = {reply.id: reply for reply in replies if reply.stage in _OPEN}

    def mark(self) -> None:
        """A batch begins: remember the state to come back to."""
        self._marked = (dict(self._open), dict(self._callers), dict(self._settled), dict(self._refused))

    def undo(self) -> None:
        """The batch was not committed."""
        self._open, self._callers, self._settled, self._refused = self._marked

    def due_at(self) -> datetime | None:
        waits = [r.created_at + TYPING_LIMIT for r in self._open.values() if r.stage is ReplyStage.IN_FLIGHT]
        return min(waits, default=None)

    # -- actions

    def send(self, work: Work, action: SendReply) -> None:
        """Type free text into the agent's prompt.

        Raises: UnknownAgent, NotReachable, PaneGone.
        """
        agent = self._agent(action.agent_uuid)
        self.pane_of(agent)
        reply = self._begin(
            work, agent, ReplyKind.TEXT, action.text, None, surface=action.surface, request_id=action.request_id
        )
        work.effects.append(self._typing(agent, reply))

    def answer(self, work: Work, action: AnswerAsk) -> None:
        """Answer an open question.

        Raises: UnknownAgent, QuestionClosed, NotReachable, PaneGone.
        """
        agent = self._agent(action.agent_uuid)
        ask = self._open_ask(work, agent, action.ask_key)
        text = "; ".join(", ".join(labels) for labels in action.answers)
        reply = self._begin(
            work,
            agent,
            ReplyKind.ANSWER,
            text,
            ask,
            surface=action.surface,
            request_id=action.request_id,
            answers=action.answers,
        )
        self._route(work, agent, ask, reply, Decision.ALLOW)

    def decide(self, work: Work, action: Decide) -> None:
        """Allow or deny an open permission request or plan.

        Raises: UnknownAgent, QuestionClosed, NotReachable, PaneGone.
        """
        agent = self._agent(action.agent_uuid)
        ask = self._open_ask(work, agent, action.ask_key)
        reply = self._begin(
            work, agent, ReplyKind.DECISION, action.message, ask, surface=action.surface, request_id=action.request_id,
            decision=action.decision,
        )  # fmt: skip
        self._route(work, agent, ask, reply, action.decision)

    def _agent(self, agent_uuid: str) -> Agent:
        agent = self._board.get(agent_uuid)
        if agent is None:
            raise UnknownAgent(agent_uuid)
        return agent

    def _open_ask(self, work: Work, agent: Agent, ask_key: str) -> Ask:
        for ask in open_asks(agent.scene):
            if ask.key == ask_key:
                if ask.hold_id is None:
                    self.pane_of(agent)
                return ask
        if (settled := self._settled.get((agent.uuid, ask_key))) is not None:
            raise QuestionClosed(
                already(settled, work.now), title="This was answered already", remedy="Nothing was sent."
            )
        raise QuestionClosed(ask_key)

    @staticmethod
    def pane_of(agent: Agent) -> PaneRef:
        """Where the agent can be reached. Raises: NotReachable, PaneGone."""
        if agent.pane is None or not agent.is_live:
            raise NotReachable(agent.name)
        if agent.scene.pane_gone_at is not None:
            raise PaneGone(agent.pane.pane_id)
        return agent.pane

    def _begin(
        self,
        work: Work,
        agent: Agent,
        kind: ReplyKind,
        text: str,
        ask: Ask | None,
        *,
        surface: str,
        request_id: str,
        decision: Decision | None = None,
        answers: tuple[tuple[str, ...], ...] = (),
    ) -> Reply:
        for other in self._open.values():
            if ask is not None and other.ask_key == ask.key and other.stage is not ReplyStage.FAILED:
                raise QuestionClosed(f"It is being answered from the {other.surface} at this moment")
        reply = Reply(
            id=str(uuid.uuid4()), agent_uuid=agent.uuid, kind=kind, text=text, ask_key=ask.key if ask else None,
            stage=ReplyStage.IN_FLIGHT, created_at=work.now, changed_at=work.now, surface=surface, decision=decision,
            answers=answers, route="hook" if ask is not None and ask.hold_id is not None else "keys",
        )  # fmt: skip
        if request_id:
            self._callers[reply.id] = request_id
        self._put(work, reply)
        return reply

    def _route(self, work: Work, agent: Agent, ask: Ask, reply: Reply, decision: Decision) -> None:
        if ask.hold_id is not None and (ask.is_input_complete or ask.kind is AskKind.PERMISSION):
            work.effects.append(
                AnswerHold(ask.hold_id, agent.client, ask, decision, reply.id, reply.text, reply.answers)
            )
            return
        work.effects.append(self._typing_answer(agent, ask, reply))

    @staticmethod
    def _typing(agent: Agent, reply: Reply) -> Effect:
        assert agent.pane is not None
        return TypeReply(reply.id, agent.client, agent.pane, agent.pid, reply.text)

    @staticmethod
    def _typing_answer(agent: Agent, ask: Ask, reply: Reply) -> Effect:
        assert agent.pane is not None
        return TypeAnswer(reply.id, agent.client, agent.pane, agent.pid, ask, reply.decision, reply.answers, reply.text)

    # -- receipts

    def moved(self, work: Work, event: ReplyMoved) -> None:
        """A room tells how far a reply came."""
        reply = self._open.get(event.reply_id)
        if reply is None:
            return
        if event.stage is ReplyStage.FAILED and reply.route == "hook" and self._fall_back(work, reply):
            return
        order = list(ReplyStage)
        if event.stage is ReplyStage.FAILED or order.index(event.stage) > order.index(reply.stage):
            self._put(work, replace(reply, stage=event.stage, detail=event.detail))

    def _fall_back(self, work: Work, reply: Reply) -> bool:
        """The hook no longer waits: the dialog in the terminal is still there to be answered with keys."""
        agent = self._board.get(reply.agent_uuid)
        if agent is None or agent.pane is None or agent.scene.pane_gone_at is not None:
            return False
        ask = next((a for a in open_asks(agent.scene) if a.key == reply.ask_key), None)
        if ask is None:
            return False
        reply = replace(reply, route="keys")
        self._put(work, reply)
        work.effects.append(self._typing_answer(agent, ask, reply))
        return True

    def heard(self, work: Work, agent: Agent, prompt: PromptSubmitted) -> None:
        """The agent's own prompt is the receipt of a text, compared by its words (F-59)."""
        for reply in list(self._open.values()):
            if reply.agent_uuid == agent.uuid and reply.kind is ReplyKind.TEXT and _same(reply.text, prompt.text):
                self._put(work, replace(reply, stage=ReplyStage.SEEN, detail=""))
                return

    def ended(self, work: Work, agent: Agent) -> None:
        """The agent has ended: no prompt tells of the words by which that was wished."""
        for reply in list(self._open.values()):
            is_exit = reply.kind is ReplyKind.TEXT and reply.text == by_name(agent.client).exit_text
            if reply.agent_uuid == agent.uuid and is_exit:
                self._put(work, replace(reply, stage=ReplyStage.SEEN, detail=""))

    def settled(self, work: Work, before: Agent, after: Agent, ask: Ask, told: SessionEvidence | None) -> None:
        """This ask is over: one surface has won, it is put on record, and a reply to it has reached its end."""
        mine = [r for r in self._open.values() if r.agent_uuid == before.uuid and r.ask_key == ask.key]
        end = settle(before, after, ask, reply=mine[-1] if mine else None, told=told, now=work.now)
        first = self._settled.get((before.uuid, ask.key))
        if ask.over_at is not None:
            end = completed(first, end)
        is_lost = bool(mine) and (end.surface, end.route) != (mine[-1].surface or "board", mine[-1].route)
        for reply in mine:
            if is_lost:
                self._put(work, replace(reply, stage=ReplyStage.FAILED, detail=already(end, work.now)))
            else:
                self._put(work, replace(reply, stage=ReplyStage.SEEN, detail=""))
        self._settled[(before.uuid, ask.key)] = end
        while len(self._settled) > SETTLED_KEPT:
            del self._settled[next(iter(self._settled))]
        work.batch.decisions.append(end)
        if first is None or (first.surface, first.decision) != (end.surface, end.decision):
            work.changes.append(AskSettled(before.uuid, ask.key, end.surface, end.decision, end.at))

    def expire(self, work: Work) -> None:
        """Give up replies whose typing nobody reported."""
        for reply in list(self._open.values()):
            if reply.stage is ReplyStage.IN_FLIGHT and reply.created_at + TYPING_LIMIT <= work.now:
                self._put(work, replace(reply, stage=ReplyStage.FAILED, detail=_UNCONFIRMED))

    def _put(self, work: Work, reply: Reply) -> None:
        reply = work.save_reply(reply)
        if reply.stage in _OPEN:
            self._open[reply.id] = reply
        else:
            self._open.pop(reply.id, None)
        self._board.note_reply(reply)
        work.changes.append(ReplyChanged(reply))
        work.keep(
            "reply_moved",
            {"reply_id": reply.id, "kind": reply.kind, "stage": reply.stage, "route": reply.route,
             "surface": reply.surface, "decision": reply.decision, "detail": reply.detail},
            agent_uuid=reply.agent_uuid,
        )  # fmt: skip
        if reply.stage is not ReplyStage.IN_FLIGHT and reply.stage is not ReplyStage.TYPED:
            self._tell_caller(work, reply)
        if reply.stage in _ARRIVED and (key := self._refused.pop(reply.agent_uuid, None)) is not None:
            work.changes.append(TroubleGone(key))

    def _tell_caller(self, work: Work, reply: Reply) -> None:
        request_id = self._callers.pop(reply.id, None)
        if request_id is None:
            return
        if reply.stage is ReplyStage.FAILED:
            key = self._refused[reply.agent_uuid] = f"reply:{reply.id}"
            title = "The reply was not delivered"
            told = TroubleShown(key, "ReplyFailed", title, reply.detail, "", work.now, reply.agent_uuid)
            work.refuse(request_id, told, {"reply_id": reply.id, "stage": reply.stage, "text": reply.text})
        else:
            work.answer(request_id, {"reply_id": reply.id, "stage": reply.stage})


def _same(sent: str, heard: str) -> bool:
    return _bare(sent) == _bare(heard)


def _bare(text: str) -> str:
    """Words alone: typing drops control characters, and a terminal its own idea of white space."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
