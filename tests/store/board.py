"""Domain values for tests of the store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from headspace_desktop.domain.model import (
    Agent,
    Ask,
    AskItem,
    AskKind,
    AskOption,
    Command,
    CommandState,
    Project,
    Reply,
    ReplyKind,
    ReplyStage,
    Scene,
    Source,
    State,
    Turn,
    TurnActor,
    TurnIntent,
    Verdict,
)
from headspace_desktop.store.records import KeptEvent
from tests.store.filling import fresh_uuid

NOW = datetime.now(UTC).replace(microsecond=0)


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def an_agent(**more: Any) -> Agent:
    values: dict[str, Any] = {
        "uuid": fresh_uuid(),
        "client": "claude",
        "project": Project("/home/me/app", "App", branch="main"),
        "started_at": at(0),
        "last_seen_at": at(1),
        "session_id": fresh_uuid(),
    }
    return Agent(**(values | more))


def a_command(state: CommandState = CommandState.PROCESSING, **more: Any) -> Command:
    return Command(**({"uuid": fresh_uuid(), "state": state, "started_at": at(0)} | more))


def a_turn(key: str, text: str = "hello", **more: Any) -> Turn:
    values: dict[str, Any] = {
        "key": key,
        "actor": TurnActor.AGENT,
        "intent": TurnIntent.PROGRESS,
        "text": text,
        "at": at(1),
        "source": Source.HOOK,
    }
    return Turn(**(values | more))


def an_event(delivery_id: str | None, agent_uuid: str | None = None, **more: Any) -> KeptEvent:
    values: dict[str, Any] = {
        "kind": "TextSaid",
        "agent_uuid": agent_uuid,
        "command_uuid": None,
        "delivery_id": delivery_id,
        "source": Source.HOOK,
        "at": at(1),
        "seen_at": at(2),
        "payload": {"text": "x"},
    }
    return KeptEvent(**(values | more))


def a_reply(agent: Agent, stage: ReplyStage = ReplyStage.IN_FLIGHT, **more: Any) -> Reply:
    values: dict[str, Any] = {
        "id": fresh_uuid(),
        "agent_uuid": agent.uuid,
        "kind": ReplyKind.ANSWER,
        "text": "blue",
        "ask_key": "toolu_1",
        "stage": stage,
        "created_at": at(1),
        "changed_at": at(2),
        "answers": (("blue",), ("a", "b")),
    }
    return Reply(**(values | more))


def an_ask(**more: Any) -> Ask:
    item = AskItem("Which colour?", "Colour", (AskOption("blue", "calm"), AskOption("red")), is_multi=True)
    values: dict[str, Any] = {
        "key": "toolu_1",
        "kind": AskKind.QUESTION,
        "tool": "AskUserQuestion",
        "text": "Which colour?",
        "items": (item,),
        "tool_input": {"questions": [{"question": "Which colour?"}]},
        "tool_use_id": "toolu_1",
        "asked_at": at(1),
    }
    return Ask(**(values | more))


def a_busy_agent() -> Agent:
    """One whose live state has something in every corner."""
    command = a_command(CommandState.AWAITING_INPUT, full_command="do it")
    return an_agent(
        command=command,
        scene=Scene(
            asks=(an_ask(),), hook_at=at(3), recent_turn_keys=("prompt:1",), pending_finals=(("final:1", "x"),)
        ),
        verdict=Verdict(State.NEEDS_INPUT, since_at=at(2), rule="R1", reason="asks", deciding=Source.HOOK),
    )
