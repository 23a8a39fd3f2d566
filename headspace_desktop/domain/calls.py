"""Calls of tools, and what they ask of the person: which request belongs to which call, and what settles it.

Part of `lifecycle.advance`; pure. A question ends by the result of its call, or by whatever proves that it is over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from headspace_desktop.domain.draft import Draft, call_name, command_uuid, later
from headspace_desktop.domain.events import InputAsked, ToolFinished, ToolStarted
from headspace_desktop.domain.model import (
    Ask,
    AskKind,
    Command,
    CommandState,
    OpenTool,
    Phase,
    Scene,
    Source,
    TurnActor,
    TurnIntent,
)
from headspace_desktop.domain.settle import decided

#: Longer texts of a permission request are cut: its dialog shows no more, and the agent is saved with every event.
SHOWN_CHARS = 4000
#: A question or plan needs its whole input for the answer, up to so much.
INPUT_CHARS = 64_000
#: Nobody reads a plan and approves of it within this time.
UNREAD = timedelta(milliseconds=500)
#: Two hooks that tell the same are that far apart at most.
TOLD_TWICE = timedelta(seconds=1)
#: More open requests at one time are none of one person.
ASKS = 32


def start_tool(draft: Draft, event: ToolStarted) -> None:
    scene, at = draft.scene, event.origin.at
    if event.tool_use_id in scene.finished_tool_ids:
        _name_finished(draft, event)
        return
    if any(t.tool_use_id == event.tool_use_id for t in scene.tools):
        _note_what_it_would_ask(draft, event)
        return
    tool = OpenTool(event.tool_use_id, event.tool, event.detail, at, event.subagent_id, event.would_ask)
    if event.subagent_id is not None:
        draft.touch(tools=(*scene.tools, tool)[-64:])
        return
    if not draft.enter(Phase.WORKING, at, event.origin.source):
        return
    for ask in scene.asks:
        if _is_overtaken(ask, event):
            draft.settle(ask)
    draft.touch(
        tools=(*scene.tools, tool)[-64:], work_at=later(scene.work_at, at), attention="", failure="",
        asks=tuple(_named(ask, event) for ask in draft.scene.asks),
    )  # fmt: skip
    command = draft.agent.command
    if command is None or command.state is CommandState.COMPLETE:
        draft.begin_command(
            Command(command_uuid(draft.agent, event.tool_use_id), CommandState.COMMANDED, at, prompt_id=None)
        )
        draft.move_command(CommandState.PROCESSING, "hook:tool:inferred")
    elif command.state is CommandState.COMMANDED:
        draft.move_command(CommandState.PROCESSING, "agent:progress")


def _note_what_it_would_ask(draft: Draft, event: ToolStarted) -> None:
    """The transcript alone tells it of a call; a hook may have told its start."""
    if event.would_ask is not None:
        draft.touch(
            tools=tuple(
                replace(tool, would_ask=tool.would_ask or event.would_ask)
                if tool.tool_use_id == event.tool_use_id
                else tool
                for tool in draft.scene.tools
            )
        )


def _named(ask: Ask, event: ToolStarted) -> Ask:
    """A permission request that was told before its call began: the call gives it its name."""
    is_its = (
        ask.tool_use_id is None
        and (ask.tool, ask.subagent_id) == (event.tool, event.subagent_id)
        and (not ask.detail or ask.detail == event.detail)
        and ask.asked_at is not None
        and abs(event.origin.at - ask.asked_at) < TOLD_TWICE
    )
    return replace(ask, tool_use_id=event.tool_use_id) if is_its else ask


def _is_overtaken(ask: Ask, event: ToolStarted) -> bool:
    """The same worker began another tool a while after it asked: nothing holds it up any more (F-38).

    Calls of one model message may start together, so a quick successor proves nothing.
    """
    if ask.subagent_id != event.subagent_id or ask.asked_at is None or ask.tool_use_id == event.tool_use_id:
        return False
    return event.origin.at - ask.asked_at > timedelta(seconds=2)


def finish_tool(draft: Draft, event: ToolFinished) -> None:
    scene, at = draft.scene, event.origin.at
    if not event.tool_use_id:  # an old program (2.0.10) does not say which call ended
        likely = (t.tool_use_id for t in reversed(scene.tools) if t.tool == event.tool)
        event = replace(event, tool_use_id=next(likely, ""))
    tool = next((t for t in scene.tools if t.tool_use_id == event.tool_use_id), None)
    ask = next((a for a in scene.asks if event.tool_use_id in {a.tool_use_id, a.key}), None)
    draft.touch(
        tools=tuple(t for t in scene.tools if t.tool_use_id != event.tool_use_id),
        finished_tool_ids=_with(scene.finished_tool_ids, event.tool_use_id),
    )
    draft.note_finished(event.tool_use_id, _name(tool), at)
    answer = f"answer:{event.tool_use_id}"
    if ask is not None:
        draft.settle(ask)
        _tell_answer(draft, ask, event)
    elif (untold := _untold(scene, event)) is not None:
        if _tell_answer(draft, untold, event):
            draft.told_at_last(untold, event)
    elif event.answers and draft.has_turn(f"ask:{event.tool_use_id}") and not draft.has_turn(answer):
        draft.say(
            answer, TurnActor.USER, TurnIntent.ANSWER, _labels(event.answers), event,
            answers_key=f"ask:{event.tool_use_id}",
        )  # fmt: skip
    elif event.is_by_person and tool is not None and not draft.has_turn(answer):
        _tell_unwatched(draft, tool, event)
    else:
        draft.redate(answer, TurnActor.USER, TurnIntent.ANSWER, "", event)
    subagent_id = event.subagent_id or (tool.subagent_id if tool else None)
    if subagent_id is None and draft.enter(Phase.WORKING, at, event.origin.source, keep=True):
        draft.touch(work_at=later(draft.scene.work_at, at), attention="")
        draft.tell_model(at)


def _untold(scene: Scene, event: ToolFinished) -> Ask | None:
    return next((ask for ask in scene.untold_asks if event.tool_use_id in {ask.tool_use_id, ask.key}), None)


def _tell_unwatched(draft: Draft, tool: OpenTool, event: ToolFinished) -> None:
    """The person was asked while nobody watched, and the result of the call tells what they said.

    The dialog stood at some time between the two; of the question the call's own moment is told.
    """
    if tool.would_ask is None:
        return
    ask = replace(tool.would_ask, asked_at=tool.started_at)
    draft.note_ask(ask, tool.started_at, Source.TRANSCRIPT)
    _tell_answer(draft, ask, event)


def _tell_answer(draft: Draft, ask: Ask, event: ToolFinished) -> bool:
    """The person's answer as a turn, if this end tells it."""
    decision = decided(ask, event, draft.scene.asks_hidden_at)
    if not decision:
        return False
    draft.say(
        f"answer:{event.tool_use_id}", TurnActor.USER, TurnIntent.ANSWER, _answer_text(ask, event, decision), event,
        answers_key=f"ask:{ask.key}",
    )  # fmt: skip
    if ask.kind is AskKind.PLAN and decision == "allow" and not event.is_error:
        draft.change_command(plan_approved_at=event.origin.at)
    return True


def _with(tool_ids: tuple[str, ...], newest: str) -> tuple[str, ...]:
    if newest in tool_ids:  # told twice
        tool_ids = tuple(known for known in tool_ids if known != newest)
    return (*tool_ids, newest)[-128:]


def _name(tool: OpenTool | None) -> str:
    return call_name(tool.tool, tool.detail, tool.subagent_id) if tool is not None else ""


def _name_finished(draft: Draft, event: ToolStarted) -> None:
    """The start of a call that is over already: what asked for it meanwhile is over, too."""
    what = call_name(event.tool, event.detail, event.subagent_id)
    draft.touch(
        finished_calls=tuple(
            (tool_use_id, what if tool_use_id == event.tool_use_id else known, at)
            for tool_use_id, known, at in draft.scene.finished_calls
        )
    )
    for ask in draft.scene.asks:
        if ask.tool_use_id is None and _finished(draft, ask) == event.tool_use_id:
            draft.remember(f"ask:{event.tool_use_id}")
            draft.settle(ask)


def _finished(draft: Draft, ask: Ask) -> str | None:
    """The call that this request was for, when it is over: its hook comes late.

    A question or plan is told by its tool alone: what its two hooks say of it differs. For a request that names its
    call, what was told of it before without a name.
    """
    what = call_name(ask.tool, ask.detail, ask.subagent_id)
    if ask.kind is not AskKind.PERMISSION:
        what = what.rpartition("|")[0]
    for tool_use_id, call, at in reversed(draft.scene.finished_calls):
        if ask.tool_use_id is not None and not tool_use_id.startswith("ask:"):
            continue
        if call.startswith(what) and ask.asked_at is not None and ask.asked_at <= at:
            return tool_use_id
    return None


def _labels(answers: tuple[tuple[str, ...], ...]) -> str:
    return "; ".join(", ".join(labels) for labels in answers)


def _answer_text(ask: Ask, event: ToolFinished, decision: str) -> str:
    if event.answers:
        return _labels(event.answers)
    if event.text:
        return event.text
    if ask.kind is AskKind.QUESTION:
        return "Declined to answer" if decision == "deny" else "Answered"
    if _is_by_settings(ask, event):
        return "Approved by its settings; nobody was asked"
    return "Denied" if decision == "deny" else "Allowed"


def _is_by_settings(ask: Ask, event: ToolFinished) -> bool:
    """A plan that no dialog showed, over before anybody could have read it (F-51)."""
    if ask.kind is not AskKind.PLAN or ask.delivery_name is not None or ask.asked_at is None:
        return False
    return not event.is_denied and not event.is_error and event.origin.at - ask.asked_at < UNREAD


def ask_for(draft: Draft, event: InputAsked) -> None:
    scene, at = draft.scene, event.origin.at
    ask = _bounded(event.ask if event.ask.asked_at is not None else replace(event.ask, asked_at=at))
    twin = next((a for a in scene.asks if _is_same_ask(a, ask)), None)
    if twin is None:
        ask = _joined_to_tool(draft, ask)
        twin = next((a for a in scene.asks if _is_told_twice(a, ask)), None)
    if twin is not None and ask.tool_use_id is not None and ask.tool_use_id in scene.finished_tool_ids:
        draft.settle(twin)  # its answer was told before the question
        draft.remember(f"ask:{ask.tool_use_id}")
        return
    if twin is not None:
        merged = replace(
            twin,
            delivery_name=twin.delivery_name or ask.delivery_name,
            tool_use_id=twin.tool_use_id or ask.tool_use_id,
            suggestions=twin.suggestions or ask.suggestions,
            items=twin.items or ask.items,
            is_input_complete=twin.is_input_complete and ask.is_input_complete,
            hold_id=twin.hold_id or ask.hold_id,
        )
        draft.touch(asks=tuple(merged if a is twin else a for a in scene.asks))
        draft.redate(f"ask:{merged.key}", TurnActor.AGENT, TurnIntent.QUESTION, merged.text, event)
        if merged.tool_use_id is not None:
            draft.remember(f"ask:{merged.tool_use_id}")
        return
    finished = _finished(draft, ask)
    if ask.tool_use_id is not None and finished is not None:
        draft.remember(f"ask:{ask.tool_use_id}")  # told by its request alone, and over before its call was heard of
        return
    if finished is not None:
        ask = replace(ask, key=finished, tool_use_id=finished)
    if finished is not None or ask.key in scene.settled_ask_keys or ask.tool_use_id in scene.finished_tool_ids:
        draft.say(f"ask:{ask.key}", TurnActor.AGENT, TurnIntent.QUESTION, ask.text, event, ask=ask)
        return
    if ask.subagent_id is None and not draft.enter(Phase.WORKING, at, event.origin.source):
        return
    draft.touch(asks=(*draft.scene.asks, ask)[-ASKS:], work_at=later(draft.scene.work_at, at), attention="")
    command = draft.agent.command
    if ask.subagent_id is None and (command is None or command.state is CommandState.COMPLETE):
        draft.begin_command(Command(command_uuid(draft.agent, ask.key), CommandState.COMMANDED, at))
        draft.move_command(CommandState.PROCESSING, "hook:ask:inferred")
    if ask.plan:
        draft.change_command(plan=ask.plan)
    draft.say(f"ask:{ask.key}", TurnActor.AGENT, TurnIntent.QUESTION, ask.text, event, ask=ask)


def _is_same_ask(known: Ask, ask: Ask) -> bool:
    if known.key == ask.key:
        return True
    if known.tool_use_id and ask.tool_use_id:
        return known.tool_use_id == ask.tool_use_id
    if known.delivery_name and ask.delivery_name:
        return False
    return (
        known.tool == ask.tool
        and known.subagent_id == ask.subagent_id
        and dict(known.tool_input) == dict(ask.tool_input)
    )


def _is_told_twice(known: Ask, ask: Ask) -> bool:
    """Hooks that are installed in two places tell each request twice; no open call is left for the second."""
    return (
        ask.tool_use_id is None
        and (known.tool, known.subagent_id) == (ask.tool, ask.subagent_id)
        and known.asked_at is not None
        and ask.asked_at is not None
        and abs(ask.asked_at - known.asked_at) < TOLD_TWICE
        and dict(known.tool_input) == dict(ask.tool_input)
    )


def _joined_to_tool(draft: Draft, ask: Ask) -> Ask:
    """A permission request carries no tool_use id: the newest open call of that tool without an ask is meant."""
    if ask.tool_use_id is not None:
        return ask
    taken = {a.tool_use_id for a in draft.scene.asks}
    same = [
        t
        for t in draft.scene.tools
        if t.tool == ask.tool and t.subagent_id == ask.subagent_id and t.tool_use_id not in taken
    ]
    exact = [t for t in same if ask.detail and t.detail == ask.detail]
    if not (chosen := exact or same):
        return ask
    return replace(ask, key=chosen[-1].tool_use_id, tool_use_id=chosen[-1].tool_use_id)


def _bounded(ask: Ask) -> Ask:
    """Without what no dialog shows: the content of a written file is not kept with the agent."""
    if ask.kind is AskKind.PERMISSION:
        tool_input = {key: _shown(value) for key, value in ask.tool_input.items()}
        return ask if tool_input == ask.tool_input else replace(ask, tool_input=tool_input, is_input_complete=False)
    if _size(ask.tool_input) <= INPUT_CHARS:
        return ask
    plan = ask.plan[:INPUT_CHARS] if ask.plan else ask.plan
    return replace(ask, tool_input={}, plan=plan, is_input_complete=False)


def _shown(value: object) -> object:
    if isinstance(value, str):
        return value[:SHOWN_CHARS]
    return value if _size(value) <= SHOWN_CHARS else {"elided": True}


def _size(value: object) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return sum(_size(each) + len(str(key)) for key, each in value.items())
    if isinstance(value, list | tuple):
        return sum(map(_size, value))
    return 8
