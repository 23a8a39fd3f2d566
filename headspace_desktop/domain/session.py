"""What a session itself says, by hook or in its transcript, folded into the agent. Part of `lifecycle.advance`; pure.

Hooks of one moment may come in either order, transcripts trail, and a session that was left may still speak.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from headspace_desktop.domain.calls import ask_for, finish_tool, start_tool
from headspace_desktop.domain.draft import NEIGHBOURS, SCENE_CHARS, Draft, command_uuid, digest, is_newer, later
from headspace_desktop.domain.events import (
    AttentionRaised,
    Clues,
    CompactionFinished,
    CompactionStarted,
    DirectoryChanged,
    InputAsked,
    PromptSubmitted,
    PromptWithdrawn,
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
from headspace_desktop.domain.evolve import evolve
from headspace_desktop.domain.intent import intent_of_final
from headspace_desktop.domain.model import (
    Agent,
    BackgroundTask,
    Command,
    CommandState,
    Outcome,
    Phase,
    Source,
    TurnActor,
    TurnIntent,
)

#: Reasons of SessionEnd after which the process goes on with another session. Source: agent-clients 3, SessionEnd.
LEAVING_REASONS = frozenset({"clear", "resume"})

#: Reasons of SessionStart after which the agent is at its prompt. Source: agent-clients 3, SessionStart.
FRESH_REASONS = frozenset({"startup", "resume", "clear", "fork"})

#: A stop that follows a queued prompt this closely ends the turn before it. Source: recorded, 19 ms apart.
QUEUE_RACE = timedelta(milliseconds=100)

#: Nobody types the next prompt so soon after the one before; the hook of one comes sooner. Source: recorded, 0.3 s.
TYPED_AFTER = timedelta(milliseconds=500)

#: A prompt from a session that was left so long ago shows that it was taken up again.
RETURN_AFTER = timedelta(seconds=1)

#: What a session that was left may still tell: history, but no state.
_HISTORY = (PromptSubmitted, TextSaid, ToolFinished, TurnStopped)


def recognise(draft: Draft, evidence: SessionEvidence) -> None:
    clues, origin = evidence.clues, evidence.origin
    agent = draft.agent
    is_live_witness = origin.source in {Source.HOOK, Source.LAUNCHER, Source.STATUSLINE}
    if clues.session_id and is_live_witness and _is_its_session(draft, evidence):
        if clues.session_id != agent.session_id:
            draft.touch(session_at=origin.at)
        elif isinstance(evidence, SessionStarted) and evidence.reason in FRESH_REASONS:
            draft.touch(session_at=later(draft.scene.session_at, origin.at))
        draft.adopt_session(clues.session_id)
    agent = draft.agent
    is_mine = clues.session_id is None or clues.session_id == agent.session_id
    draft.is_past = not is_mine and clues.session_id in agent.old_session_ids
    changes: dict[str, object] = {}
    if origin.at > agent.last_seen_at:
        changes["last_seen_at"] = origin.at
    if is_live_witness:
        changes["started_at"] = min(agent.started_at, origin.at)  # whoever told of it first
        if clues.pid is not None and clues.pid != agent.pid:
            changes |= {"pid": clues.pid, "proc_start": clues.proc_start}
            draft.touch(process_ended_at=None, registry_gone_at=None)
        elif clues.proc_start is not None:
            changes["proc_start"] = clues.proc_start
        elif clues.pid is None and _is_taken_up(draft, evidence):
            changes |= {"pid": None, "proc_start": None}
            draft.touch(process_ended_at=None, registry_gone_at=None, registry=None)
        if clues.pane is not None and clues.pane != agent.pane:
            changes["pane"] = clues.pane
            draft.touch(pane_gone_at=None)
        if clues.is_attended is not None:
            changes["is_attended"] = clues.is_attended
        changes |= _news(agent, clues, "entrypoint", "launch_id", "tmux_session", "tty")
    if is_mine:
        changes |= _news(agent, clues, "transcript_path", "cwd", "version")
        if clues.branch and clues.branch != agent.project.branch:
            changes["project"] = replace(agent.project, branch=clues.branch)
    if changes:
        draft.agent = evolve(draft.agent, **changes)


def _is_its_session(draft: Draft, evidence: SessionEvidence) -> bool:
    """Whether the process runs this session now: hooks of one that it has left may come late."""
    if isinstance(evidence, SessionEnded):
        return False
    if evidence.clues.session_id not in draft.agent.old_session_ids:
        return True
    at, session_at = evidence.origin.at, draft.scene.session_at
    if isinstance(evidence, SessionStarted):
        return session_at is None or at >= session_at
    return isinstance(evidence, PromptSubmitted) and (session_at is None or at > session_at + RETURN_AFTER)


def _is_taken_up(draft: Draft, evidence: SessionEvidence) -> bool:
    """A prompt well after the end of the known process: another one runs this session, and does not tell its number."""
    ended_at = draft.scene.process_ended_at
    return (
        isinstance(evidence, PromptSubmitted) and ended_at is not None and evidence.origin.at > ended_at + RETURN_AFTER
    )


def _news(agent: Agent, clues: Clues, *names: str) -> dict[str, object]:
    return {name: value for name in names if (value := getattr(clues, name)) and value != getattr(agent, name)}


def fold(draft: Draft, evidence: SessionEvidence) -> None:
    if draft.is_past and not isinstance(evidence, _HISTORY):
        return
    if evidence.subagent_id is not None:
        draft.touch(stirred_at=later(draft.scene.stirred_at, evidence.origin.at))
    match evidence:
        case SessionStarted():
            _session_started(draft, evidence)
        case SessionEnded():
            _session_ended(draft, evidence)
        case PromptSubmitted():
            _prompt(draft, evidence)
        case PromptWithdrawn():
            draft.withdraw_queued(evidence)
        case ToolStarted():
            start_tool(draft, evidence)
        case ToolFinished():
            finish_tool(draft, evidence)
        case InputAsked():
            ask_for(draft, evidence)
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
            _subagent_stopped(draft, evidence)
        case CompactionStarted():
            draft.touch(is_compacting=True, work_at=later(draft.scene.work_at, evidence.origin.at))
        case CompactionFinished():
            draft.touch(is_compacting=False)
        case DirectoryChanged():
            draft.agent = evolve(draft.agent, cwd=evidence.cwd)
        case UsageReported():
            draft.use(evidence.usage)
        case _:
            assert_never(evidence)


def _session_started(draft: Draft, event: SessionStarted) -> None:
    at = event.origin.at
    if event.model:
        draft.agent = evolve(draft.agent, usage=evolve(draft.agent.usage, model=event.model))
    if event.reason == "compact":
        draft.touch(is_compacting=False)
        return
    is_first = draft.scene.session_at == at or draft.scene.phase in {Phase.UNKNOWN, Phase.ENDED}
    if event.reason not in FRESH_REASONS and not is_first:
        return  # as after a compaction, the turn may go on: what a later version means by it is not known
    if not _is_of_another_process(draft, event):
        begin_session(draft, at, event.origin.source)


def _is_of_another_process(draft: Draft, event: SessionStarted) -> bool:
    """Whether a process that we cannot name took up this session, while the one that we know has it or has ended.

    2.1.197 tells no process, and starts a fork or `--continue` with the id of the session that it goes on from; what
    the new process does is told under its own id. Source: recorded.
    """
    scene = draft.scene
    if event.reason in {"startup", "clear"} or event.clues.pid is not None or draft.agent.pid is None:
        return False
    registry = scene.registry
    is_at_home = registry is not None and registry.is_alive and registry.session_id == draft.agent.session_id
    is_told_of = scene.phase not in {Phase.UNKNOWN, Phase.READY}
    is_over = scene.phase is Phase.ENDED or scene.process_ended_at is not None
    return is_over or (is_at_home and is_told_of)


def begin_session(draft: Draft, at: datetime, source: Source) -> None:
    """The agent is at the prompt of another session: nothing of the one before goes on."""
    if draft.enter(Phase.READY, at, source):
        draft.agent = evolve(draft.agent, ended_at=None)
        draft.touch(process_ended_at=None, registry_gone_at=None)
        draft.end_command(Outcome.INTERRUPTED, at)
        draft.touch(
            asks=(), tools=(), background=(), is_compacting=False, failure="", final_text="", final_is_question=False,
            attention="", prompt_at=None, prompt_id=None, end_reason="", queued_prompts=(),
        )  # fmt: skip


def _session_ended(draft: Draft, event: SessionEnded) -> None:
    at = event.origin.at
    if event.clues.session_id not in {None, draft.agent.session_id}:
        return  # a session that this process has already left
    if event.reason in LEAVING_REASONS:
        if draft.enter(Phase.READY, at, event.origin.source):
            draft.end_command(Outcome.INTERRUPTED, at)
            draft.touch(asks=(), tools=(), background=(), end_reason=event.reason)
        return
    if draft.enter(Phase.ENDED, at, event.origin.source):
        outcome = Outcome.INTERRUPTED if draft.scene.asks or draft.scene.tools else Outcome.FINISHED
        draft.end_command(outcome, at)
        draft.correct_outcome(outcome, at)
        draft.touch(end_reason=event.reason, asks=(), tools=(), background=(), is_compacting=False)


def _prompt(draft: Draft, event: PromptSubmitted) -> None:
    at, source = event.origin.at, event.origin.source
    if (waiting := draft.queued_as(event)) is not None:
        _begin_adopted(draft, event, waiting)
        draft.adopt_queued(event, waiting)
        return
    if _is_beginning(draft, event):
        _begin_before(draft, event)
        return
    if _is_queued(draft, event):
        if not draft.is_told_first(event):
            _queue(draft, event)
        return
    if source is Source.TRANSCRIPT:
        draft.tell_first(event)
    event = _named(draft, event)
    key = _key(draft, event)
    if _is_more_of_it(draft, event):
        more = f"prompt:{event.prompt_id}/{event.entry_uuid}"
        draft.say(more, TurnActor.USER, TurnIntent.COMMAND, event.text, event, is_internal=event.is_machine,
                  entry_uuid=event.entry_uuid)  # fmt: skip
        return
    is_new = not draft.has_turn(key)
    is_answered = draft.scene.phase is Phase.STOPPED and draft.scene.final_is_question
    is_current = draft.enter(Phase.WORKING, _begins_at(draft, at), source) if is_new else False
    is_answer = is_current and is_answered and draft.is_open
    if is_current:
        _settle_before(draft, at)
        draft.touch(
            phase_at=later(draft.scene.phase_at, at), tools=tuple(t for t in draft.scene.tools if t.started_at > at),
            failure="", failure_text="", final_text="", final_is_question=False, attention="",
            prompt_at=at, prompt_id=event.prompt_id, work_at=later(draft.scene.work_at, at), is_compacting=False,
            resets_at=None, is_end_guessed=False,
        )  # fmt: skip
        draft.forget_queued(at)
        draft.tell_model(at)
    if is_new and is_answer:
        draft.move_command(CommandState.PROCESSING, "user:answer")
    elif is_new and not event.is_machine:
        _command_for(draft, event, is_current=is_current)
    command = draft.agent.command
    if not is_new and source is Source.TRANSCRIPT and command is not None and command.prompt_id == event.prompt_id:
        draft.change_command(started_at=at)  # as the program's own clock tells it, whoever told of it first
    _say_prompt(draft, event, TurnIntent.ANSWER if is_answer else TurnIntent.COMMAND)


def _begins_at(draft: Draft, at: datetime) -> datetime:
    """When this prompt was sent: Esc lets one that waited go at once, and 2.1.197 dates it a moment before the Esc."""
    scene = draft.scene
    if scene.phase is Phase.INTERRUPTED and scene.phase_at is not None and scene.phase_at - at < NEIGHBOURS:
        return max(at, scene.phase_at)
    return at


def _settle_before(draft: Draft, at: datetime) -> None:
    """A prompt ends what was asked before it; its hook may come after those of its own first calls."""
    for ask in draft.scene.asks:
        if ask.subagent_id is None and (ask.asked_at is None or ask.asked_at <= at):
            draft.settle(ask)


def _wording(event: PromptSubmitted) -> str:
    return f"prompt:{event.prompt_id}={digest(event.text)}"


def _is_beginning(draft: Draft, event: PromptSubmitted) -> bool:
    """Whether this one began its turn, and what hooks told of it before was typed while it ran: they came first."""
    command, scene = draft.agent.command, draft.scene
    return (
        command is not None
        and event.prompt_id is not None
        and event.prompt_id == command.prompt_id == scene.prompt_id
        and scene.prompt_at is not None
        and scene.prompt_at > event.origin.at + TYPED_AFTER
        and not draft.has_turn(f"entry:prompt:{event.prompt_id}")
        and not draft.has_turn(_wording(event))
    )


def _begin_before(draft: Draft, event: PromptSubmitted) -> None:
    """The turn began with this prompt; the one that it was thought to begin with waits."""
    command, scene = draft.agent.command, draft.scene
    assert command is not None and scene.prompt_at is not None
    at, text = event.origin.at, command.full_command
    waiting = (_key(draft, replace(event, text=text)), text[:SCENE_CHARS])
    draft.touch(
        queued_prompts=(waiting, *scene.queued_prompts)[-8:], queued_at=later(scene.queued_at, scene.prompt_at),
        prompt_at=at,
    )  # fmt: skip
    if not event.is_machine:
        draft.change_command(full_command=event.text, started_at=at)
    draft.remember(f"own:{_wording(event)}")
    _say_prompt(draft, event, TurnIntent.COMMAND)


def _say_prompt(draft: Draft, event: PromptSubmitted, intent: TurnIntent) -> None:
    key = _key(draft, event)
    draft.say(key, TurnActor.USER, intent, event.text, event, is_internal=event.is_machine, entry_uuid=event.entry_uuid)
    draft.remember(_wording(event))
    if event.origin.source is Source.TRANSCRIPT:
        draft.remember(f"entry:prompt:{event.prompt_id}")


def _key(draft: Draft, event: PromptSubmitted) -> str:
    """The turn of a prompt: the first that was told with an id has it, one that proved to be its own goes beside."""
    wording = _wording(event)
    return wording if draft.has_turn(f"own:{wording}") else f"prompt:{event.prompt_id}"


def _is_more_of_it(draft: Draft, event: PromptSubmitted) -> bool:
    """Whether the transcript tells a second text under a prompt's id: an expansion, or an addition."""
    is_told = event.origin.source is Source.TRANSCRIPT and draft.has_turn(f"entry:prompt:{event.prompt_id}")
    return is_told and not draft.has_turn(_wording(event))


def _is_queued(draft: Draft, event: PromptSubmitted) -> bool:
    """A hook tells a prompt that was typed during a turn with the id of that turn, so another text is another prompt.

    Source: recorded with 2.1.330, a prompt and the notification before it.
    """
    return (
        event.origin.source is Source.HOOK
        and event.prompt_id is not None
        and draft.has_turn(f"prompt:{event.prompt_id}")
        and not draft.has_turn(_wording(event))
    )


def _queue(draft: Draft, event: PromptSubmitted) -> None:
    """It joins the turn that runs, or begins the next one: that is seen when the turn stops."""
    at = event.origin.at
    key = f"{_wording(event)}"
    draft.say(key, TurnActor.USER, TurnIntent.COMMAND, event.text, event, is_internal=event.is_machine)
    if draft.enter(Phase.WORKING, at, event.origin.source):
        draft.touch(work_at=later(draft.scene.work_at, at), attention="")
    if not event.is_machine:
        waiting = (*draft.scene.queued_prompts, (key, event.text[:SCENE_CHARS]))
        draft.touch(queued_prompts=waiting[-8:], queued_at=at)


def _named(draft: Draft, event: PromptSubmitted) -> PromptSubmitted:
    """Older programs give prompts no id: the same words within seconds are the same prompt (F-35)."""
    if event.prompt_id:
        return event
    command = draft.agent.command
    if (
        command is not None
        and command.prompt_id
        and command.full_command.strip() == event.text.strip()
        and abs(command.started_at - event.origin.at) < timedelta(seconds=10)
    ):
        return replace(event, prompt_id=command.prompt_id)
    return replace(event, prompt_id=f"~{event.entry_uuid or event.origin.delivery_id}")


def _command_for(draft: Draft, event: PromptSubmitted, *, is_current: bool) -> None:
    command, at = draft.agent.command, event.origin.at
    uuid = command_uuid(draft.agent, event.prompt_id or event.origin.delivery_id)
    if is_current and ((event.is_joined and draft.is_open) or _is_joined(draft, event.text, at)):
        return
    if command is not None and _is_its_prompt(draft, command, at):
        began_at = min(command.started_at, at)
        draft.change_command(full_command=event.text, prompt_id=event.prompt_id, started_at=began_at)
        return
    is_over = not is_current and event.prompt_id == draft.scene.stopped_prompt_id and not draft.is_open
    if not is_current and not is_over:
        draft.past_command(uuid, event.text, at)
        return
    draft.end_command(Outcome.SUPERSEDED, at)
    draft.begin_command(Command(uuid, CommandState.COMMANDED, at, prompt_id=event.prompt_id, full_command=event.text))
    draft.move_command(CommandState.PROCESSING, "agent:progress")
    if is_over:  # its end was told before it
        _close_after_stop(draft, draft.scene.turn_stopped_at or at, draft.scene.final_text)


def _is_its_prompt(draft: Draft, command: Command, at: datetime) -> bool:
    """Whether the open command began with a call of which somebody told before its prompt (F-5).

    2.1.197 writes the first call of a session before the prompt that it was started with. Source: recorded.
    """
    is_wordless = draft.is_open and not command.full_command
    is_since_the_last_turn = is_newer(at, draft.scene.turn_stopped_at)
    return is_wordless and is_since_the_last_turn and command.started_at - at < timedelta(seconds=30)


def _is_joined(draft: Draft, text: str, at: datetime) -> bool:
    """Prompts that waited together begin one turn, within milliseconds: they are one command."""
    command = draft.agent.command
    if not draft.is_open or command is None or not command.full_command or at - command.started_at >= NEIGHBOURS:
        return False
    draft.change_command(full_command=f"{command.full_command}\n{text}")
    return True


def _attention(draft: Draft, event: AttentionRaised) -> None:
    at = event.origin.at
    if event.kind == "idle_prompt":
        scene = draft.scene
        if scene.phase is Phase.WORKING and is_newer(at - timedelta(seconds=5), scene.work_at):
            draft.enter(Phase.STOPPED, at, event.origin.source)
            draft.touch(tools=(), asks=())
        return
    if draft.scene.asks or not is_newer(at, draft.scene.work_at):
        return
    draft.touch(attention=event.kind, attention_at=at, attention_text=event.message[:SCENE_CHARS])


def _stopped(draft: Draft, event: TurnStopped) -> None:
    at = event.origin.at
    if (
        event.origin.source is Source.TRANSCRIPT
        and event.prompt_id
        and event.prompt_id == draft.scene.stopped_prompt_id
    ):
        return  # told by a hook before; another turn may run by now
    if event.origin.source is Source.TRANSCRIPT and draft.scene.phase is Phase.FAILED and not event.last_text:
        return  # a turn that failed is over, too: 2.1.197 writes its length behind the error
    is_again = event.prompt_id is not None and event.prompt_id == draft.scene.stopped_prompt_id
    queued = draft.scene.queued_prompts[-1:] if _is_before_queued(draft, at) else ()
    phase = Phase.WORKING if queued else Phase.STOPPED
    is_current = not _is_asked_since(draft, at) and draft.enter(phase, at, event.origin.source)
    if is_current:
        draft.settle_all(of_subagent=False)
        if event.is_background_known or not draft.scene.background:
            draft.touch(background=_background(draft, event))
        draft.touch(tools=tuple(t for t in draft.scene.tools if t.subagent_id), is_compacting=False, attention="")
        draft.touch(turn_stopped_at=at, failure="", failure_text="")
        if event.origin.source is Source.HOOK:
            draft.touch(stopped_prompt_id=event.prompt_id)
        if event.last_text:
            intent = intent_of_final(event.last_text)
            draft.touch(final_text=event.last_text[-SCENE_CHARS:], final_is_question=intent is TurnIntent.QUESTION)
    if event.last_text:
        draft.say_final(event, is_again=is_again)
    if is_current:
        _close_after_stop(draft, at, event.last_text)
        if queued:
            _begin_queued(draft, queued[0], at)
    elif event.last_text:
        draft.correct_outcome(Outcome.FINISHED, at, event.last_text)


def _is_asked_since(draft: Draft, at: datetime) -> bool:
    """Whether the main agent asked something, or called a tool, after this: then a later turn runs (F-7)."""
    scene = draft.scene
    is_asked = any(ask.subagent_id is None and ask.asked_at is not None and ask.asked_at > at for ask in scene.asks)
    return is_asked or any(t.subagent_id is None and t.started_at > at + NEIGHBOURS for t in scene.tools)


def _is_before_queued(draft: Draft, at: datetime) -> bool:
    queued_at = draft.scene.queued_at
    return queued_at is not None and abs(at - queued_at) < QUEUE_RACE


def _begin_queued(draft: Draft, queued: tuple[str, str], at: datetime) -> None:
    """The turn that ended was the one before: the queued prompt is at work now."""
    key, text = queued
    if _is_joined(draft, text, at):
        return
    draft.end_command(Outcome.SUPERSEDED, at)
    draft.begin_command(Command(command_uuid(draft.agent, key), CommandState.COMMANDED, at, full_command=text))
    draft.move_command(CommandState.PROCESSING, "agent:progress")
    draft.touch(
        phase_at=at, prompt_at=at, work_at=at, final_text="", final_is_question=False,
    )  # fmt: skip


def _begin_adopted(draft: Draft, event: PromptSubmitted, queued: tuple[str, str]) -> None:
    """A queued prompt that begins a turn of its own, which has an id; one that joined the turn that runs has none.

    Source: recorded with 2.1.197 and 2.1.330; no hook tells of its beginning.
    """
    at, source = event.origin.at, event.origin.source
    command = draft.agent.command
    is_begun = command is not None and command.uuid == command_uuid(draft.agent, queued[0])
    joins = draft.scene.phase is Phase.WORKING and (event.prompt_id is None or is_begun)
    if joins or not is_newer(at, draft.scene.phase_at):
        return
    if draft.enter(Phase.WORKING, at, source):
        _begin_queued(draft, queued, at)
        draft.touch(prompt_id=event.prompt_id, attention="", failure="", failure_text="")


def _background(draft: Draft, event: TurnStopped) -> tuple[BackgroundTask, ...]:
    known = {task.id: task for task in draft.scene.background}
    return tuple(
        replace(
            task,
            started_at=known[task.id].started_at if task.id in known else event.origin.at,
            description=task.description[:200],
        )
        for task in event.background[-64:]
    )


def _close_after_stop(draft: Draft, at: datetime, output: str) -> None:
    if draft.is_open and draft.scene.final_is_question:
        draft.move_command(CommandState.AWAITING_INPUT, "hook:stop:question")
        return
    draft.conclude(Outcome.FINISHED, at, output or draft.scene.final_text)


def _failed(draft: Draft, event: TurnFailed) -> None:
    at = event.origin.at
    if event.origin.source is Source.TRANSCRIPT:
        draft.date_end(at)
    if _is_asked_since(draft, at) or not draft.enter(Phase.FAILED, at, event.origin.source):
        return
    draft.settle_all(of_subagent=False)
    draft.touch(
        failure=event.error, failure_text=event.text[:SCENE_CHARS], tools=(), resets_at=event.resets_at, attention=""
    )
    draft.conclude(Outcome.FAILED, at)
    draft.fail_after_all(at)


def _interrupted(draft: Draft, event: TurnInterrupted) -> None:
    at = event.origin.at
    if event.origin.source is Source.TRANSCRIPT:
        draft.date_end(at)
    if _is_asked_since(draft, at) or not draft.enter(Phase.INTERRUPTED, at, event.origin.source):
        return
    draft.settle_all(of_subagent=False)
    draft.touch(tools=tuple(t for t in draft.scene.tools if t.subagent_id), is_compacting=False, attention="")
    draft.conclude(Outcome.INTERRUPTED, at)


def _text(draft: Draft, event: TextSaid) -> None:
    if event.subagent_id is not None:
        return
    at = event.origin.at
    is_earlier = event.is_final and _is_asked_since(draft, at)
    is_current = not is_earlier and draft.enter(
        Phase.STOPPED if event.is_final else Phase.WORKING, at, event.origin.source, keep=not event.is_final
    )
    if is_current:
        draft.touch(work_at=later(draft.scene.work_at, at))
    draft.say_text(event)
    if event.is_final and event.origin.source is Source.TRANSCRIPT:
        draft.date_end(at)
    if is_current and event.is_final:
        intent = intent_of_final(event.text)
        draft.settle_all(of_subagent=False)
        draft.touch(
            final_text=event.text[-SCENE_CHARS:], final_is_question=intent is TurnIntent.QUESTION, turn_stopped_at=at,
            tools=tuple(t for t in draft.scene.tools if t.subagent_id), is_compacting=False,
        )  # fmt: skip
        _close_after_stop(draft, at, event.text)
    elif event.is_final and _was_stopped_without_words(draft, at):
        is_question = intent_of_final(event.text) is TurnIntent.QUESTION
        draft.touch(final_text=event.text[-SCENE_CHARS:], final_is_question=is_question)
        draft.change_command(full_output=event.text.strip())


def _was_stopped_without_words(draft: Draft, at: datetime) -> bool:
    """A hook told the end of the turn, but not its last words (F-6); they come from the transcript."""
    scene = draft.scene
    is_stopped = scene.phase in {Phase.STOPPED, Phase.FAILED} and scene.phase_at is not None and at <= scene.phase_at
    return is_stopped and not draft.is_past and not scene.final_text and is_newer(at, scene.prompt_at)


def _subagent(draft: Draft, subagent_id: str | None, kind: str, at: datetime) -> None:
    if subagent_id is None or any(task.id == subagent_id for task in draft.scene.background):
        return
    scene = draft.scene
    is_told_late = scene.phase is Phase.STOPPED and scene.phase_source is Source.HOOK
    if is_told_late and scene.phase_at is not None and at < scene.phase_at:
        return  # the stop hook has named what still ran then
    task = BackgroundTask(subagent_id, "subagent", kind, at)
    draft.touch(background=(*draft.scene.background, task)[-64:])


def _subagent_stopped(draft: Draft, event: SubagentStopped) -> None:
    scene = draft.scene
    left = tuple(task for task in scene.background if task.id != event.subagent_id)
    if len(left) < len(scene.background) and all(task.kind == "teammate" for task in left):
        draft.touch(background_ended_at=event.origin.at)
    draft.touch(background=left, tools=tuple(t for t in scene.tools if t.subagent_id != event.subagent_id))
    for ask in scene.asks:
        if ask.subagent_id is not None and ask.subagent_id == event.subagent_id:
            draft.settle(ask)
