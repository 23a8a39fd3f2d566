"""advance(): what one message makes of one agent. Pure; the engine calls it for every message in order.

Nothing else may set a command's state or a verdict. `advance` never refuses by raising: what does not fit keeps its
turn, leaves the state and is told as an anomaly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from headspace_desktop.domain.draft import Draft, Transition, is_newer, later
from headspace_desktop.domain.events import Clues, PaneSeen, RegistrySeen, ScreenSeen, SessionEvidence
from headspace_desktop.domain.evidence import Thresholds, judge, open_asks, shows_permission
from headspace_desktop.domain.evolve import evolve
from headspace_desktop.domain.model import (
    Agent,
    Ask,
    Command,
    CommandState,
    Outcome,
    PaneReading,
    Phase,
    Project,
    RegistryReading,
    Scene,
    Source,
    State,
    SubState,
    Turn,
)
from headspace_desktop.domain.session import begin_session, fold, recognise

#: A live-session file and a hook tell of a new session at about the same time; for so long the hook is believed.
SETTLED = timedelta(seconds=1)

#: Clocks that agree differ by less.
CLOCK_SLACK = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Advance:
    """What a message made of an agent: the engine saves, tells and asks from this alone."""

    agent: Agent
    turns: tuple[tuple[str | None, Turn], ...] = ()  # (command uuid, turn)
    commands: tuple[Command, ...] = ()  # changed ones, oldest first
    transitions: tuple[Transition, ...] = ()
    anomalies: tuple[str, ...] = ()
    told: tuple[SessionEvidence, ...] = ()  # what was news of the evidence
    ended: tuple[tuple[Ask, SessionEvidence | None], ...] = ()  # asks that are over, and the evidence that ended each
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


def advance(agent: Agent, moment: Sequence[SessionEvidence], now: datetime, limits: Thresholds) -> Advance:
    """Fold what the session itself says at one moment, by hook or in its transcript; it is judged once."""
    draft = Draft(agent)
    if agent.scene.phase_at is not None and agent.scene.phase_at > now + CLOCK_SLACK:
        draft.bring_back(now)
    told, before = [], agent
    for evidence in moment:
        said = len(draft.turns), len(draft.commands)
        _take(draft, evidence)
        draft.account_for_asks(evidence, evidence.origin.at)
        draft.account_for_calls(evidence.origin.at)
        if draft.agent is not before or said != (len(draft.turns), len(draft.commands)):
            told.append(evidence)
            before = draft.agent
    return _finish(draft, now, limits, told, moment[-1])


def _take(draft: Draft, evidence: SessionEvidence) -> None:
    origin = evidence.origin
    recognise(draft, evidence)
    if origin.source is Source.HOOK:
        draft.touch(hook_at=later(draft.scene.hook_at, origin.at))
    elif origin.source is Source.TRANSCRIPT:
        draft.touch(transcript_at=later(draft.scene.transcript_at, origin.at))
    fold(draft, evidence)


def read_registry(agent: Agent, seen: RegistrySeen, now: datetime, limits: Thresholds) -> Advance:
    """Fold a live-session file."""
    draft, reading = Draft(agent), seen.reading
    if reading.session_id and reading.is_alive and is_newer(reading.seen_at - SETTLED, agent.scene.session_at):
        is_left = agent.session_id not in {None, reading.session_id}
        draft.adopt_session(reading.session_id)
        if is_left:
            draft.end_command(Outcome.INTERRUPTED, _over_at(agent, reading))
            begin_session(draft, _left_at(agent, reading), Source.REGISTRY)
    if reading.is_alive and _is_taken_up(agent, reading):
        begin_session(draft, later(agent.scene.phase_at, reading.started_at or reading.status_at), Source.REGISTRY)
    began_at = reading.started_at if reading.is_alive and reading.started_at is not None else agent.started_at
    draft.agent = evolve(
        draft.agent,
        started_at=min(agent.started_at, began_at),
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
    draft.touch(asks_hidden_at=_hidden_at(agent.scene, draft.scene, reading.status_at))
    if reading.is_alive:
        draft.touch(process_ended_at=None)
        if draft.scene.phase is Phase.ENDED and is_newer(reading.status_at, draft.scene.phase_at):
            draft.touch(phase=Phase.UNKNOWN)  # it runs: resumed without a hook; what was before the end stays over
    elif draft.scene.process_ended_at is None:
        draft.touch(process_ended_at=reading.seen_at)
    return _finish(draft, now, limits)


def _is_taken_up(agent: Agent, reading: RegistryReading) -> bool:
    """Whether another process goes on with a session whose process has ended: it begins at its prompt."""
    scene = agent.scene
    is_other = agent.pid is not None and (agent.pid, agent.proc_start) != (reading.pid, reading.proc_start)
    is_over = scene.process_ended_at is not None or scene.phase is Phase.ENDED
    return is_other and is_over and is_newer(reading.status_at, scene.process_ended_at or scene.phase_at)


def _hidden_at(before: Scene, scene: Scene, at: datetime) -> datetime | None:
    """Since when the file shows no dialog for the asks that are open; one allowed long ago may still have no result."""
    if not scene.asks or open_asks(scene):
        return None
    is_still = bool(before.asks) and not open_asks(before)
    return (before.asks_hidden_at if is_still else None) or at


def _left_at(agent: Agent, reading: RegistryReading) -> datetime:
    """After what a session without hooks was left for another one: the file tells which, and not when.

    It may have worked since; what its transcript tells of that is newer than the last words of the one before.
    """
    at = agent.scene.phase_at
    return reading.status_at if at is None else at + timedelta(microseconds=1)


def _over_at(agent: Agent, reading: RegistryReading) -> datetime:
    """When the command of a session that was left was over at the latest, however much of it is told by now."""
    at = agent.scene.phase_at
    return reading.status_at if at is None or (reading.status == "idle" and reading.status_at > at) else at


def _its_transcript(agent: Agent, reading: RegistryReading) -> str | None:
    """What a hook said of the path is kept for as long as it is of this session, and the file was not seen to move."""
    known, before, found = agent.transcript_path, agent.scene.registry, reading.transcript_path
    if reading.session_id and reading.session_id != agent.session_id:
        return known  # a program that goes on with an older session names a fresh one for a moment
    if before is not None and before.session_id == reading.session_id and before.transcript_path and found:
        known = found if found != before.transcript_path else known
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
            draft.agent = evolve(draft.agent, tmux_session=pane.session_name, tty=pane.tty)
    return _finish(draft, now, limits)


def see_screen(agent: Agent, seen: ScreenSeen, now: datetime, limits: Thresholds) -> Advance:
    """Its pane was looked at."""
    draft, before = Draft(agent), agent.scene.screen
    is_same = before is not None and (before.shows, before.dialog) == (seen.shows, seen.dialog)
    since_at = before.since_at if before is not None and is_same else seen.at
    if before is not None and before.shows == "dialog" and not seen.shows and not before.is_doubted:
        draft.touch(screen=evolve(before, is_doubted=True))
    else:
        draft.touch(screen=PaneReading(seen.shows, seen.at, since_at, seen.dialog))
    return _finish(draft, now, limits)


def see(agent: Agent, at: datetime, now: datetime, limits: Thresholds) -> Advance:
    """The person has looked at the agent, or marked it as seen."""
    draft = Draft(agent)
    draft.touch(seen_at=later(agent.scene.seen_at, at))
    return _finish(draft, now, limits)


def hold(agent: Agent, ask_key: str, hold_id: str | None, now: datetime, limits: Thresholds) -> Advance:
    """A waiting hook belongs to this open ask; None when it no longer waits."""
    draft = Draft(agent)
    asks = tuple(replace(ask, hold_id=hold_id) if ask.key == ask_key else ask for ask in draft.scene.asks)
    draft.touch(asks=asks)
    return _finish(draft, now, limits)


def answered(agent: Agent, ask_key: str, at: datetime, now: datetime, limits: Thresholds) -> Advance:
    """The waiting hook has printed the answer to this open ask."""
    draft = Draft(agent)
    asks = tuple(replace(ask, hold_id=None, answered_at=at) if ask.key == ask_key else ask for ask in draft.scene.asks)
    draft.touch(asks=asks, attention="", work_at=later(draft.scene.work_at, at))
    return _finish(draft, now, limits)


def dismiss(agent: Agent, at: datetime, now: datetime, limits: Thresholds) -> Advance:
    """Off the board by the person's wish; its own evidence may bring it back."""
    draft = Draft(agent)
    draft.touch(phase=Phase.ENDED, phase_at=at, phase_source=Source.USER, end_reason="dismissed", asks=(), tools=())
    return _finish(draft, now, limits)


def give_up(agent: Agent, now: datetime, limits: Thresholds) -> Advance:
    """It turned out to be another agent's session: it never said a word, and leaves nothing behind."""
    left = evolve(agent, session_id=None, old_session_ids=(), pid=None, proc_start=None, pane=None)
    return dismiss(left, now, now, limits)


def wake(agent: Agent, now: datetime, limits: Thresholds) -> Advance:
    """Nothing happened but the passing of time."""
    return _finish(Draft(agent), now, limits)


# -- the verdict, and what follows from it for the command ----------------------


def _note_in_file(draft: Draft) -> None:
    """Of which sub-agents' requests the live-session file tells, so that it can also tell when they are over."""
    registry, asks = draft.scene.registry, draft.scene.asks
    if registry is None or not asks or not shows_permission(registry):
        return
    if any(ask.subagent_id is None or ask.asked_at is None for ask in asks):
        return  # it may tell of the agent's own
    told = tuple(
        replace(ask, is_in_file=True)
        if ask.asked_at is not None and registry.status_at > ask.asked_at - SETTLED
        else ask
        for ask in asks
    )
    if told != asks:
        draft.touch(asks=told)


def _ask_by_registry(draft: Draft, now: datetime, limits: Thresholds) -> None:
    """Without hooks the live-session file tells that permission is asked, and the transcript for which call."""
    registry = draft.scene.registry
    if draft.scene.asks or registry is None or registry.waiting_for != "permission prompt":
        return
    if now < registry.status_at + timedelta(seconds=limits.ask_settle_s):
        return  # a result that the transcript has not told yet may still stand open
    if judge(draft.agent, now, limits).verdict.rule != "needs.registry":
        return
    for tool in draft.scene.tools:
        if tool.would_ask is not None and tool.tool_use_id not in draft.scene.settled_ask_keys:
            ask = replace(tool.would_ask, asked_at=registry.status_at)
            draft.touch(asks=(ask,))
            draft.note_ask(ask, registry.status_at, Source.REGISTRY)
            return


def _finish(
    draft: Draft,
    now: datetime,
    limits: Thresholds,
    told: Sequence[SessionEvidence] = (),
    last: SessionEvidence | None = None,
) -> Advance:
    """The verdict, and all that follows from it. `last` is the evidence that led to it, if it was one."""
    _ask_by_registry(draft, now, limits)
    _note_in_file(draft)
    judgement = judge(draft.agent, now, limits)
    verdict = judgement.verdict
    _follow(draft, verdict.state, verdict.sub_state, verdict.since_at or now)
    draft.account_for_calls(verdict.since_at or now)
    if (verdict.state, verdict.sub_state) == (draft.agent.verdict.state, draft.agent.verdict.sub_state):
        known_since = draft.agent.verdict.since_at
        if verdict.sub_state in {SubState.THINKING, SubState.PERMISSION, SubState.QUESTION} and known_since is not None:
            verdict = evolve(verdict, since_at=min(known_since, verdict.since_at or known_since))
    draft.agent = evolve(draft.agent, verdict=verdict)
    if verdict.state is State.ENDED and draft.agent.ended_at is None:
        draft.agent = evolve(draft.agent, ended_at=max(verdict.since_at or now, draft.agent.started_at))
    elif verdict.state is not State.ENDED and draft.agent.ended_at is not None:
        draft.agent = evolve(draft.agent, ended_at=None)
    draft.account_for_asks(last, last.origin.at if last is not None else now)
    return Advance(
        agent=draft.agent,
        turns=tuple(draft.turns),
        commands=tuple(draft.commands.values()),
        transitions=tuple(draft.transitions),
        anomalies=tuple(draft.anomalies),
        told=tuple(told),
        ended=tuple(draft.ended),
        wake_at=judgement.wake_at,
    )


def _follow(draft: Draft, state: State, sub_state: SubState, at: datetime) -> None:
    """A verdict that other witnesses than the session's own words brought about moves the command too."""
    command = draft.agent.command
    if command is None:
        return
    if command.state is CommandState.COMPLETE:
        if command.outcome is None and sub_state is SubState.INTERRUPTED:
            draft.change_command(outcome=Outcome.INTERRUPTED)
        return
    if state is State.NEEDS_INPUT:
        if command.state is not CommandState.AWAITING_INPUT:
            draft.move_command(CommandState.AWAITING_INPUT, "agent:question")
    elif state is State.WORKING:
        if command.state is CommandState.AWAITING_INPUT:
            draft.move_command(CommandState.PROCESSING, "user:answer")
    elif state is State.ENDED:
        outcome = Outcome.INTERRUPTED if draft.scene.asks or draft.scene.tools else Outcome.FINISHED
        draft.end_command(Outcome.KILLED if sub_state is not SubState.CLEAN else outcome, at)
        draft.touch(asks=(), tools=(), background=(), is_end_guessed=True)
    elif state is State.IDLE and sub_state in {SubState.INTERRUPTED, SubState.NONE}:
        draft.end_command(Outcome.INTERRUPTED if sub_state is SubState.INTERRUPTED else None, at)
        draft.touch(tools=tuple(t for t in draft.scene.tools if t.subagent_id), is_end_guessed=True)
        if not open_asks(draft.scene):
            draft.settle_all(of_subagent=False)
