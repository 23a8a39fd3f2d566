"""advance(): what one message makes of one agent. Pure; the engine calls it for every message in order.

Nothing else may set a command's state or a verdict. `advance` never refuses by raising: what does not fit keeps its
turn, leaves the state and is told as an anomaly.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from headspace_desktop.domain.draft import Draft, Transition
from headspace_desktop.domain.events import (
    AttentionRaised,
    Clues,
    CompactionFinished,
    CompactionStarted,
    DirectoryChanged,
    InputAsked,
    PaneSeen,
    PromptSubmitted,
    RegistrySeen,
    SessionEnded,
    SessionEvidence,
    SessionStarted,
    SubagentStarted,
    SubagentStopped,
    TextSaid,
    ToolFinished,
    ToolStarted,
    TurnFailed,
    TurnInterrupted,
    TurnStopped,
    UsageReported,
)
from headspace_desktop.domain.evidence import Thresholds, judge, open_asks
from headspace_desktop.domain.intent import intent_of_final
from headspace_desktop.domain.model import (
    Agent,
    Ask,
    AskKind,
    BackgroundTask,
    Command,
    CommandState,
    OpenTool,
    Outcome,
    Phase,
    Project,
    RegistryReading,
    Source,
    State,
    SubState,
    Turn,
    TurnActor,
    TurnIntent,
)

#: Reasons of SessionEnd after which the process goes on with another session. Source: agent-clients 3, SessionEnd.
LEAVING_REASONS = frozenset({"clear", "resume"})


@dataclass(frozen=True, slots=True)
class Advance:
    """What a message made of an agent: the engine saves, tells and asks from this alone."""

    agent: Agent
    turns: tuple[tuple[str | None, Turn], ...] = ()  # (command uuid, turn)
    commands: tuple[Command, ...] = ()  # changed ones, oldest first
    transitions: tuple[Transition, ...] = ()
    anomalies: tuple[str, ...] = ()
    wake_at: datetime | None = None


def born(agent_uuid: str, clues: Clues, project: Project, at: datetime) -> Agent:
    """A new agent from the first sign of it."""
    return Agent(
        uuid=agent_uuid,
        client=clues.client,
        project=project,
        started_at=at,
        last_seen_at=at,
        session_id=clues.session_id,
        cwd=clues.cwd or "",
    )


def advance(agent: Agent, evidence: SessionEvidence, now: datetime, limits: Thresholds) -> Advance:
    """Fold what the session itself says, by hook or in its transcript."""
    draft = Draft(agent)
    origin = evidence.origin
    _recognise(draft, evidence)
    if origin.source is Source.HOOK:
        draft.touch(hook_at=_later(draft.scene.hook_at, origin.at))
    elif origin.source is Source.TRANSCRIPT:
        draft.touch(transcript_at=_later(draft.scene.transcript_at, origin.at))
    _fold(draft, evidence)
    return _finish(draft, now, limits)


def read_registry(agent: Agent, seen: RegistrySeen, now: datetime, limits: Thresholds) -> Advance:
    """Fold a live-session file."""
    draft, reading = Draft(agent), seen.reading
    if reading.session_id and reading.is_alive:
        draft.adopt_session(reading.session_id)
    draft.agent = replace(
        draft.agent,
        pid=reading.pid,
        proc_start=reading.proc_start or draft.agent.proc_start,
        cwd=reading.cwd or draft.agent.cwd,
        name=reading.name or draft.agent.name,
        version=reading.version or draft.agent.version,
        entrypoint=reading.entrypoint or draft.agent.entrypoint,
        tty=reading.tty or draft.agent.tty,
        pane=reading.pane or draft.agent.pane,
        launch_id=reading.launch_id or draft.agent.launch_id,
        transcript_path=_its_transcript(draft.agent, reading),
        last_seen_at=max(draft.agent.last_seen_at, reading.status_at),
    )
    draft.touch(registry=reading, registry_gone_at=None)
    if reading.is_alive:
        draft.touch(process_ended_at=None)
        if draft.scene.phase is Phase.ENDED and _is_newer(reading.status_at, draft.scene.phase_at):
            draft.touch(phase=Phase.UNKNOWN, phase_at=None)  # it runs: resumed without a hook
    elif draft.scene.process_ended_at is None:
        draft.touch(process_ended_at=reading.seen_at)
    return _finish(draft, now, limits)


def _its_transcript(agent: Agent, reading: RegistryReading) -> str | None:
    """What a hook said of the path is kept for as long as it is of this session (a worktree moves it)."""
    known = agent.transcript_path
    if known is not None and reading.session_id and reading.session_id in known:
        return known
    return reading.transcript_path or known


def lose_registry(agent: Agent, at: datetime, now: datetime, limits: Thresholds) -> Advance:
    """The live-session file was removed: the client does that on a clean exit."""
    draft = Draft(agent)
    draft.touch(registry=None, registry_gone_at=at)
    return _finish(draft, now, limits)


def lose_process(agent: Agent, at: datetime, now: datetime, limits: Thresholds) -> Advance:
    """The agent's process is gone."""
    draft = Draft(agent)
    if draft.scene.process_ended_at is None:
        draft.touch(process_ended_at=at)
    registry = draft.scene.registry
    if registry is not None:
        draft.touch(registry=replace(registry, is_alive=False))
    return _finish(draft, now, limits)


def see_pane(agent: Agent, pane: PaneSeen | None, at: datetime, now: datetime, limits: Thresholds) -> Advance:
    """Its pane was listed, or is no longer there."""
    draft = Draft(agent)
    if pane is None or pane.is_dead:
        if draft.scene.pane_gone_at is None:
            draft.touch(pane_gone_at=at)
    else:
        draft.touch(pane_gone_at=None)
        if (pane.session_name, pane.tty) != (agent.tmux_session, agent.tty):
            draft.agent = replace(draft.agent, tmux_session=pane.session_name, tty=pane.tty)
    return _finish(draft, now, limits)


def see(agent: Agent, at: datetime, now: datetime, limits: Thresholds) -> Advance:
    """The person has looked at the agent, or marked it as seen."""
    draft = Draft(agent)
    draft.touch(seen_at=_later(agent.scene.seen_at, at))
    return _finish(draft, now, limits)


def hold(agent: Agent, ask_key: str, hold_id: str | None, now: datetime, limits: Thresholds) -> Advance:
    """A waiting hook belongs to this open ask; None when it no longer waits."""
    draft = Draft(agent)
    asks = tuple(replace(ask, hold_id=hold_id) if ask.key == ask_key else ask for ask in draft.scene.asks)
    draft.touch(asks=asks)
    return _finish(draft, now, limits)


def dismiss(agent: Agent, at: datetime, now: datetime, limits: Thresholds) -> Advance:
    """Off the board by the person's wish; its own evidence may bring it back."""
    draft = Draft(agent)
    draft.touch(phase=Phase.ENDED, phase_at=at, phase_source=Source.USER, end_reason="dismissed", asks=(), tools=())
    return _finish(draft, now, limits)


def wake(agent: Agent, now: datetime, limits: Thresholds) -> Advance:
    """Nothing happened but the passing of time."""
    return _finish(Draft(agent), now, limits)


# -- who it is -----------------------------------------------------------------


def _recognise(draft: Draft, evidence: SessionEvidence) -> None:
    clues, origin = evidence.clues, evidence.origin
    agent = draft.agent
    is_live_witness = origin.source in {Source.HOOK, Source.LAUNCHER, Source.STATUSLINE}
    is_known_old = clues.session_id in agent.old_session_ids and not isinstance(evidence, SessionStarted)
    if clues.session_id and is_live_witness and not is_known_old and not isinstance(evidence, SessionEnded):
        draft.adopt_session(clues.session_id)
    agent = draft.agent
    is_mine = clues.session_id in {None, agent.session_id}
    changes: dict[str, object] = {"last_seen_at": max(agent.last_seen_at, origin.at)}
    if is_live_witness:
        if clues.pid is not None and clues.pid != agent.pid:
            changes |= {"pid": clues.pid, "proc_start": clues.proc_start}
            draft.touch(process_ended_at=None, registry_gone_at=None)
        elif clues.proc_start is not None:
            changes["proc_start"] = clues.proc_start
        if clues.pane is not None and clues.pane != agent.pane:
            changes["pane"] = clues.pane
            draft.touch(pane_gone_at=None)
        if clues.is_attended is not None:
            changes["is_attended"] = clues.is_attended
        changes |= _given(clues, "entrypoint", "launch_id", "tmux_session", "tty")
    if is_mine:
        changes |= _given(clues, "transcript_path", "cwd", "version")
        if clues.branch and clues.branch != agent.project.branch:
            changes["project"] = replace(agent.project, branch=clues.branch)
    draft.agent = replace(draft.agent, **changes)  # type: ignore[arg-type]  # keys are its own field names


def _given(clues: Clues, *names: str) -> dict[str, object]:
    return {name: value for name in names if (value := getattr(clues, name))}


# -- what it says --------------------------------------------------------------


def _fold(draft: Draft, evidence: SessionEvidence) -> None:
    match evidence:
        case SessionStarted():
            _session_started(draft, evidence)
        case SessionEnded():
            _session_ended(draft, evidence)
        case PromptSubmitted():
            _prompt(draft, evidence)
        case ToolStarted():
            _tool_started(draft, evidence)
        case ToolFinished():
            _tool_finished(draft, evidence)
        case InputAsked():
            _asked(draft, evidence)
        case AttentionRaised():
            _attention(draft, evidence)
        case TurnStopped():
            _stopped(draft, evidence)
        case TurnFailed():
            _failed(draft, evidence)
        case TurnInterrupted():
            _interrupted(draft, evidence)
        case TextSaid():
            _text(draft, evidence)
        case SubagentStarted():
            _subagent(draft, evidence.subagent_id, evidence.kind, evidence.origin.at)
        case SubagentStopped():
            draft.touch(background=tuple(t for t in draft.scene.background if t.id != evidence.subagent_id))
            draft.touch(tools=tuple(t for t in draft.scene.tools if t.subagent_id != evidence.subagent_id))
        case CompactionStarted():
            draft.touch(is_compacting=True, work_at=_later(draft.scene.work_at, evidence.origin.at))
        case CompactionFinished():
            draft.touch(is_compacting=False)
        case DirectoryChanged():
            draft.agent = replace(draft.agent, cwd=evidence.cwd)
        case UsageReported():
            draft.use(evidence.usage)
        case _:
            assert_never(evidence)


def _session_started(draft: Draft, event: SessionStarted) -> None:
    at = event.origin.at
    if event.model:
        draft.agent = replace(draft.agent, usage=replace(draft.agent.usage, model=event.model))
    if event.reason == "compact":
        draft.touch(is_compacting=False)
        return
    draft.agent = replace(draft.agent, ended_at=None)
    draft.touch(process_ended_at=None, registry_gone_at=None)
    if draft.enter(Phase.READY, at, event.origin.source):
        draft.end_command(Outcome.SUPERSEDED, at)
        draft.touch(
            asks=(), tools=(), background=(), is_compacting=False, failure="", final_text="", final_is_question=False,
            attention="", prompt_at=None, prompt_id=None, end_reason="",
        )  # fmt: skip


def _session_ended(draft: Draft, event: SessionEnded) -> None:
    at = event.origin.at
    if event.clues.session_id not in {None, draft.agent.session_id}:
        return  # a session that this process has already left
    if event.reason in LEAVING_REASONS:
        if draft.enter(Phase.READY, at, event.origin.source):
            draft.end_command(Outcome.INTERRUPTED, at)
            draft.touch(asks=(), tools=(), background=())
        return
    if draft.enter(Phase.ENDED, at, event.origin.source):
        is_open = draft.scene.asks or draft.scene.tools
        draft.end_command(Outcome.INTERRUPTED if is_open else Outcome.FINISHED, at)
        draft.touch(end_reason=event.reason, asks=(), tools=(), background=(), is_compacting=False)


def _prompt(draft: Draft, event: PromptSubmitted) -> None:
    at, source = event.origin.at, event.origin.source
    key = _prompt_key(draft, event)
    is_new = not draft.has_turn(key)
    is_current = draft.enter(Phase.WORKING, at, source) if is_new else False
    is_answer = is_current and _is_answer(draft.agent.command)
    if is_current:
        draft.settle_all(of_subagent=False)
        draft.touch(
            phase_at=at, tools=(), failure="", failure_text="", final_text="", final_is_question=False, attention="",
            prompt_at=at, prompt_id=event.prompt_id, work_at=_later(draft.scene.work_at, at), is_compacting=False,
        )  # fmt: skip
    if is_new and is_answer:
        draft.move_command(CommandState.PROCESSING, "user:answer")
    elif is_new and not event.is_machine:
        _command_for(draft, event, is_current=is_current)
    intent = TurnIntent.ANSWER if is_answer else TurnIntent.COMMAND
    draft.say(key, TurnActor.USER, intent, event.text, event, is_internal=event.is_machine, entry_uuid=event.entry_uuid)


def _is_answer(command: Command | None) -> bool:
    return command is not None and command.state is CommandState.AWAITING_INPUT


def _prompt_key(draft: Draft, event: PromptSubmitted) -> str:
    """A prompt is known by its prompt id; an old transcript has none, then the hook's prompt of that moment counts."""
    if event.prompt_id:
        return f"prompt:{event.prompt_id}"
    command = draft.agent.command
    if (
        command is not None
        and command.prompt_id
        and command.full_command.strip() == event.text.strip()
        and abs(command.started_at - event.origin.at) < timedelta(seconds=10)
    ):
        return f"prompt:{command.prompt_id}"
    return f"text:{event.entry_uuid or event.origin.delivery_id}"


def _command_for(draft: Draft, event: PromptSubmitted, *, is_current: bool) -> None:
    command, at = draft.agent.command, event.origin.at
    if is_current and command is not None and command.state is not CommandState.COMPLETE:
        if command.state is CommandState.COMMANDED:
            text = f"{command.full_command}\n{event.text}" if command.full_command else event.text
            draft.change_command(full_command=text)
            return
        if not command.full_command and command.started_at - at < timedelta(seconds=30):
            draft.change_command(full_command=event.text, prompt_id=event.prompt_id)  # F-5: the tool came first
            return
    if not is_current:
        draft.past_command(_command_uuid(draft.agent, event.prompt_id or event.origin.delivery_id), event.text, at)
        return
    draft.end_command(Outcome.SUPERSEDED, at)
    draft.begin_command(
        Command(
            uuid=_command_uuid(draft.agent, event.prompt_id or event.origin.delivery_id),
            state=CommandState.COMMANDED,
            started_at=at,
            prompt_id=event.prompt_id,
            full_command=event.text,
        )
    )
    draft.move_command(CommandState.PROCESSING, "agent:progress")


def _command_uuid(agent: Agent, key: str) -> str:
    return str(uuid.uuid5(uuid.UUID(agent.uuid), key))


def _tool_started(draft: Draft, event: ToolStarted) -> None:
    scene, at = draft.scene, event.origin.at
    if event.tool_use_id in scene.finished_tool_ids or any(t.tool_use_id == event.tool_use_id for t in scene.tools):
        return
    tool = OpenTool(event.tool_use_id, event.tool, event.detail, at, event.subagent_id, event.would_ask)
    if event.subagent_id is not None:
        draft.touch(tools=(*scene.tools, tool)[-64:])
        return
    if not draft.enter(Phase.WORKING, at, event.origin.source):
        return
    draft.touch(
        tools=(*scene.tools, tool)[-64:], work_at=_later(scene.work_at, at), attention="", failure="",
        asks=tuple(ask for ask in scene.asks if not _is_overtaken(ask, event)),
    )  # fmt: skip
    command = draft.agent.command
    if command is None or command.state is CommandState.COMPLETE:
        draft.begin_command(
            Command(_command_uuid(draft.agent, event.tool_use_id), CommandState.COMMANDED, at, prompt_id=None)
        )
        draft.move_command(CommandState.PROCESSING, "hook:tool:inferred")
    elif command.state is CommandState.COMMANDED:
        draft.move_command(CommandState.PROCESSING, "agent:progress")


def _is_overtaken(ask: Ask, event: ToolStarted) -> bool:
    """The same worker began another tool a while after it asked: nothing holds it up any more (F-38).

    Calls of one model message may start together, so a quick successor proves nothing.
    """
    if ask.subagent_id != event.subagent_id or ask.asked_at is None or ask.tool_use_id == event.tool_use_id:
        return False
    return event.origin.at - ask.asked_at > timedelta(seconds=2)


def _tool_finished(draft: Draft, event: ToolFinished) -> None:
    scene, at = draft.scene, event.origin.at
    tool = next((t for t in scene.tools if t.tool_use_id == event.tool_use_id), None)
    ask = next((a for a in scene.asks if event.tool_use_id in {a.tool_use_id, a.key}), None)
    draft.touch(
        tools=tuple(t for t in scene.tools if t.tool_use_id != event.tool_use_id),
        finished_tool_ids=(*(i for i in scene.finished_tool_ids if i != event.tool_use_id), event.tool_use_id)[-128:],
    )
    if ask is not None:
        draft.settle(ask)
        draft.say(
            f"answer:{event.tool_use_id}", TurnActor.USER, TurnIntent.ANSWER, _answer_text(ask, event), event,
            answers_key=f"ask:{ask.key}",
        )  # fmt: skip
        if ask.kind is AskKind.PLAN and not event.is_error and not event.is_denied:
            draft.change_command(plan_approved_at=at)
    elif event.answers and f"ask:{event.tool_use_id}" in scene.recent_turn_keys:
        draft.say(
            f"answer:{event.tool_use_id}", TurnActor.USER, TurnIntent.ANSWER, _labels(event.answers), event,
            answers_key=f"ask:{event.tool_use_id}",
        )  # fmt: skip
    subagent_id = event.subagent_id or (tool.subagent_id if tool else None)
    if subagent_id is None and draft.enter(Phase.WORKING, at, event.origin.source, keep=True):
        draft.touch(work_at=_later(draft.scene.work_at, at), attention="")


def _labels(answers: tuple[tuple[str, ...], ...]) -> str:
    return "; ".join(", ".join(labels) for labels in answers)


def _answer_text(ask: Ask, event: ToolFinished) -> str:
    if event.answers:
        return _labels(event.answers)
    if event.text:
        return event.text
    if ask.kind is AskKind.QUESTION:
        return "Declined to answer" if event.is_denied or event.is_error else "Answered"
    return "Denied" if event.is_denied else "Allowed"


def _asked(draft: Draft, event: InputAsked) -> None:
    scene, at = draft.scene, event.origin.at
    ask = event.ask if event.ask.asked_at is not None else replace(event.ask, asked_at=at)
    twin = next((a for a in scene.asks if _is_same_ask(a, ask)), None)
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
        return
    ask = _joined_to_tool(draft, ask)
    if ask.key in scene.settled_ask_keys or ask.tool_use_id in scene.finished_tool_ids:
        return
    if ask.subagent_id is None and not draft.enter(Phase.WORKING, at, event.origin.source):
        return
    draft.touch(asks=(*draft.scene.asks, ask), work_at=_later(draft.scene.work_at, at), attention="")
    command = draft.agent.command
    if command is None or command.state is CommandState.COMPLETE:
        draft.begin_command(Command(_command_uuid(draft.agent, ask.key), CommandState.COMMANDED, at))
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


def _attention(draft: Draft, event: AttentionRaised) -> None:
    at = event.origin.at
    if event.kind == "idle_prompt":
        scene = draft.scene
        if scene.phase is Phase.WORKING and _is_newer(at - timedelta(seconds=5), scene.work_at):
            draft.enter(Phase.STOPPED, at, event.origin.source)
            draft.touch(tools=(), asks=())
        return
    if draft.scene.asks or not _is_newer(at, draft.scene.work_at):
        return
    draft.touch(attention=event.kind, attention_at=at, attention_text=event.message)


def _stopped(draft: Draft, event: TurnStopped) -> None:
    at = event.origin.at
    is_current = draft.enter(Phase.STOPPED, at, event.origin.source)
    if is_current:
        draft.settle_all(of_subagent=False)
        if event.is_background_known or not draft.scene.background:
            draft.touch(background=_background(draft, event))
        draft.touch(tools=tuple(t for t in draft.scene.tools if t.subagent_id), is_compacting=False, attention="")
        draft.touch(turn_stopped_at=at, failure="", failure_text="")
        if event.last_text:
            intent = intent_of_final(event.last_text)
            draft.touch(final_text=event.last_text, final_is_question=intent is TurnIntent.QUESTION)
    if event.last_text:
        draft.say_final(event)
    if is_current:
        _close_after_stop(draft, at)


def _background(draft: Draft, event: TurnStopped) -> tuple[BackgroundTask, ...]:
    known = {task.id: task for task in draft.scene.background}
    return tuple(
        replace(task, started_at=known[task.id].started_at if task.id in known else event.origin.at)
        for task in event.background
    )


def _close_after_stop(draft: Draft, at: datetime) -> None:
    command = draft.agent.command
    if command is None or command.state is CommandState.COMPLETE:
        return
    if draft.scene.final_is_question:
        draft.move_command(CommandState.AWAITING_INPUT, "hook:stop:question")
        return
    draft.change_command(full_output=draft.scene.final_text)
    draft.end_command(Outcome.FINISHED, at)


def _failed(draft: Draft, event: TurnFailed) -> None:
    at = event.origin.at
    if not draft.enter(Phase.FAILED, at, event.origin.source):
        return
    draft.settle_all(of_subagent=False)
    draft.touch(failure=event.error, failure_text=event.text, tools=(), resets_at=event.resets_at, attention="")
    draft.end_command(Outcome.FAILED, at)


def _interrupted(draft: Draft, event: TurnInterrupted) -> None:
    at = event.origin.at
    if not draft.enter(Phase.INTERRUPTED, at, event.origin.source):
        return
    draft.settle_all(of_subagent=False)
    draft.touch(tools=tuple(t for t in draft.scene.tools if t.subagent_id), is_compacting=False, attention="")
    draft.end_command(Outcome.INTERRUPTED, at)


def _text(draft: Draft, event: TextSaid) -> None:
    if event.subagent_id is not None:
        return
    at = event.origin.at
    is_current = draft.enter(
        Phase.STOPPED if event.is_final else Phase.WORKING, at, event.origin.source, keep=not event.is_final
    )
    if is_current:
        draft.touch(work_at=_later(draft.scene.work_at, at))
    draft.say_text(event)
    if is_current and event.is_final:
        intent = intent_of_final(event.text)
        draft.settle_all(of_subagent=False)
        draft.touch(
            final_text=event.text, final_is_question=intent is TurnIntent.QUESTION, turn_stopped_at=at,
            tools=tuple(t for t in draft.scene.tools if t.subagent_id), is_compacting=False,
        )  # fmt: skip
        _close_after_stop(draft, at)


def _subagent(draft: Draft, subagent_id: str | None, kind: str, at: datetime) -> None:
    if subagent_id is None or any(task.id == subagent_id for task in draft.scene.background):
        return
    task = BackgroundTask(subagent_id, "subagent", kind, at)
    draft.touch(background=(*draft.scene.background, task)[-64:])


# -- the verdict, and what follows from it for the command ----------------------


def _ask_by_registry(draft: Draft, now: datetime, limits: Thresholds) -> None:
    """Without hooks the live-session file tells that permission is asked, and the transcript for which call."""
    registry = draft.scene.registry
    if draft.scene.asks or registry is None or registry.waiting_for != "permission prompt":
        return
    if judge(draft.agent, now, limits).verdict.rule != "needs.registry":
        return
    for tool in draft.scene.tools:
        if tool.would_ask is not None and tool.tool_use_id not in draft.scene.settled_ask_keys:
            ask = replace(tool.would_ask, asked_at=registry.status_at)
            draft.touch(asks=(ask,))
            draft.note_ask(ask, registry.status_at)
            return


def _finish(draft: Draft, now: datetime, limits: Thresholds) -> Advance:
    _ask_by_registry(draft, now, limits)
    judgement = judge(draft.agent, now, limits)
    verdict = judgement.verdict
    _follow(draft, verdict.state, verdict.sub_state, verdict.since_at or now)
    if (verdict.state, verdict.sub_state) == (draft.agent.verdict.state, draft.agent.verdict.sub_state):
        known_since = draft.agent.verdict.since_at
        if verdict.sub_state in {SubState.THINKING, SubState.PERMISSION, SubState.QUESTION} and known_since is not None:
            verdict = replace(verdict, since_at=min(known_since, verdict.since_at or known_since))
    draft.agent = replace(draft.agent, verdict=verdict)
    if verdict.state is State.ENDED and draft.agent.ended_at is None:
        draft.agent = replace(draft.agent, ended_at=max(verdict.since_at or now, draft.agent.started_at))
    elif verdict.state is not State.ENDED and draft.agent.ended_at is not None:
        draft.agent = replace(draft.agent, ended_at=None)
    return Advance(
        agent=draft.agent,
        turns=tuple(draft.turns),
        commands=tuple(draft.commands.values()),
        transitions=tuple(draft.transitions),
        anomalies=tuple(draft.anomalies),
        wake_at=judgement.wake_at,
    )


def _follow(draft: Draft, state: State, sub_state: SubState, at: datetime) -> None:
    """A verdict that other witnesses than the session's own words brought about moves the command too."""
    command = draft.agent.command
    if command is None or command.state is CommandState.COMPLETE:
        return
    if state is State.NEEDS_INPUT:
        if command.state is not CommandState.AWAITING_INPUT:
            draft.move_command(CommandState.AWAITING_INPUT, "agent:question")
    elif state is State.WORKING:
        if command.state is CommandState.AWAITING_INPUT:
            draft.move_command(CommandState.PROCESSING, "user:answer")
    elif state is State.ENDED:
        draft.end_command(Outcome.KILLED if sub_state is not SubState.CLEAN else Outcome.FINISHED, at)
        draft.touch(asks=(), tools=(), background=())
    elif state is State.IDLE and sub_state in {SubState.INTERRUPTED, SubState.NONE}:
        is_interrupted = sub_state is SubState.INTERRUPTED
        draft.end_command(Outcome.INTERRUPTED if is_interrupted else Outcome.FINISHED, at)
        draft.touch(tools=tuple(t for t in draft.scene.tools if t.subagent_id))
        if not open_asks(draft.scene):
            draft.settle_all(of_subagent=False)


def _later(one: datetime | None, other: datetime) -> datetime:
    return other if one is None else max(one, other)


def _is_newer(at: datetime, than: datetime | None) -> bool:
    return than is None or at > than


__all__ = [
    "LEAVING_REASONS", "Advance", "RegistryReading", "advance", "born", "dismiss", "hold", "lose_process",
    "lose_registry", "read_registry", "see", "see_pane", "wake",
]  # fmt: skip
