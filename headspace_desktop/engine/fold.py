"""Events become new versions of agents: find who is meant, advance it, and note what follows. Engine thread."""

from __future__ import annotations

import uuid
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from headspace_desktop.domain import lifecycle
from headspace_desktop.domain.correlate import is_blank, is_elsewhere, is_unheard
from headspace_desktop.domain.effects import (
    FollowTranscript,
    LeaveTranscript,
    ReleaseHold,
    WatchProcess,
    WatchRoot,
    WatchServer,
)
from headspace_desktop.domain.events import (
    Clues,
    HoldClosed,
    HoldOpened,
    InputAsked,
    MailOpened,
    PanesSeen,
    ProcessEnded,
    PromptSubmitted,
    RegistryGone,
    RegistrySeen,
    ScreenSeen,
    SessionEnded,
    SessionEvidence,
    SessionStarted,
    ToolFinished,
    ToolStarted,
    TranscriptRead,
)
from headspace_desktop.domain.evidence import Thresholds
from headspace_desktop.domain.model import Agent, Project, RegistryReading, Source, State, SubState, Verdict
from headspace_desktop.engine.board import Board
from headspace_desktop.engine.merge import Part, moments_of
from headspace_desktop.engine.replies import Replies
from headspace_desktop.engine.runs import Runs, are_steps, is_in_midst_of_work
from headspace_desktop.engine.work import Work


class Memory(Protocol):
    """What the folding needs to know of the past."""

    def known(self, delivery_ids: Collection[str]) -> set[str]: ...
    def find_agent(self, client: str, session_id: str) -> Agent | None: ...


#: What is older than this may have been told before: the store is asked.
FRESH = timedelta(seconds=60)

#: Delivery ids of what is fresh are kept in memory, but not more; the store knows them all.
RECENT = 16_384

FindProject = Callable[[str], Project]
RootOf = Callable[[str, str], str | None]  # (client, transcript path) -> configuration folder


class Fold:
    """Applies events to the board's draft; saving and telling are the engine's."""

    def __init__(self, board: Board, replies: Replies, limits: Thresholds, find_project: FindProject, root_of: RootOf):
        self._board = board
        self._replies = replies
        self.limits = limits
        self._find_project = find_project
        self._root_of = root_of
        self._holds: dict[str, HoldOpened] = {}  # by delivery name, waiting for their mail
        self._followed: dict[str, str] = {}  # agent uuid -> transcript path
        self._processes: set[tuple[int, str | None]] = set()
        self._servers: set[str] = set()
        self._roots: set[str] = set()
        self.wakes: dict[str, datetime] = {}
        self._woken: set[str] = set()  # by the batch under way: a bug there must not wake them again and again
        self.started_at: datetime | None = None
        self.memory: Memory | None = None
        self._known: set[str] = set()  # of the batch under way: what was told in an earlier run
        self._recent: OrderedDict[str, datetime] = OrderedDict()  # deliveries of this run, and their moments
        self._marked: tuple[Any, ...] = ()
        self._runs = Runs()
        self._early: dict[str, SessionStarted] = {}  # by session, until a live-session file tells whose it is

    def mark(self) -> None:
        """A batch begins: remember the state to come back to, else what it asked of the world is never asked again."""
        self._marked = (
            dict(self._holds), dict(self._followed), set(self._processes), set(self._servers), set(self._roots),
            dict(self.wakes), dict(self._early),
        )  # fmt: skip

    def undo(self, *, is_bug: bool) -> None:
        """The batch was not committed. Whoever was woken by it and met a bug is not woken for the same again."""
        self._holds, self._followed, self._processes, self._servers, self._roots, wakes, self._early = self._marked
        self.wakes = {uuid: at for uuid, at in wakes.items() if not (is_bug and uuid in self._woken)}
        self._woken.clear()
        self._runs.clear()

    def leave(self, agent_uuid: str) -> str | None:
        """This transcript is not its agent's any more: its path, if nobody else asks for that."""
        path = self._followed.pop(agent_uuid, None)
        return path if path not in self._followed.values() else None

    def finish_left(self, work: Work, agents: Iterable[Agent]) -> list[str]:
        """An end may have come between a session's being left and the reading of its last lines: gives their paths."""
        followed = set(self._followed.values())
        left = {
            path: (agent.client, session_id)
            for agent in agents
            for path, session_id in agent.scene.left_transcripts
            if path not in followed
        }
        for path, (client, session_id) in left.items():
            work.effects += [FollowTranscript(path, client, session_id), LeaveTranscript(path)]
        return list(left)

    def followed(self) -> list[str]:
        """The transcripts that are read for us."""
        return list(self._followed.values())

    def go_back(self, wakes: dict[str, datetime]) -> None:
        """What was told since is not known any more, and will be told again."""
        self.wakes = dict(wakes)
        self._recent.clear()

    def look_back(self, work: Work, messages: Iterable[object]) -> None:
        """Ask the store once which of the batch's old deliveries it knows."""
        self._known = set()
        if self.memory is None or self.started_at is None:
            return
        before = max(self.started_at, work.now - FRESH)
        told = (item.origin for message in messages for item in getattr(message, "evidence", ()))
        old = {one.delivery_id for one in told if one.at < before and one.delivery_id not in self._recent}
        self._known = self.memory.known(old) if old else set()

    def pass_time(self, work: Work, until: datetime) -> None:
        """The past goes on to this moment; who is due before is judged at their own."""
        while (due_at := min(self.wakes.values(), default=until)) < until:
            work.now = due_at
            self.wake(work)
        work.now = until

    def committed(self, work: Work) -> None:
        """Deliveries of this batch are known from now on."""
        self._woken.clear()
        for event in work.batch.events:
            if event.delivery_id is not None:
                self._recent[event.delivery_id] = event.at
        before = work.now - FRESH
        while self._recent and (len(self._recent) > RECENT or next(iter(self._recent.values())) < before):
            self._recent.popitem(last=False)

    # -- envelopes

    def mail(self, work: Work, mail: MailOpened) -> None:
        self._evidence_all(work, mail.evidence)
        work.mails.append((mail.path, mail.size_bytes))
        for anomaly in mail.anomalies:
            work.keep("anomaly", {"where": "mail", "what": anomaly})
            work.anomalies.append(anomaly)

    def transcript(self, work: Work, read: TranscriptRead) -> None:
        self._evidence_all(work, read.evidence)
        work.batch.offsets[read.offset.path] = read.offset
        for anomaly in read.anomalies:
            work.keep("anomaly", {"where": "transcript", "what": anomaly})
            work.anomalies.append(anomaly)

    def part(self, work: Work, part: Part) -> None:
        """One moment of a transcript that waited; calls are folded with those that follow them."""
        agent = None
        if are_steps(part.evidence):
            agent = self._find(work, part.evidence[0].clues, work.now, may_be_new=False)
        if agent is None or not is_in_midst_of_work(agent, work.now, self.limits):
            self._evidence_all(work, part.evidence)
            return
        if news := [item for item in part.evidence if self._is_news(work, item.origin.delivery_id)]:
            wake_at = self.wakes.get(agent.uuid)
            self.wakes[agent.uuid] = self._runs.add(agent.uuid, news, work.now, wake_at, self.limits)
        work.deliveries.update(item.origin.delivery_id for item in part.evidence)

    def end_runs(self, work: Work) -> None:
        """Nothing is left to be folded: what comes next may ask for any agent."""
        for agent_uuid in self._runs.agents():
            self._end_run(work, agent_uuid)

    def _end_run(self, work: Work, agent_uuid: str) -> None:
        agent, run = self._board.get(agent_uuid), self._runs.take(agent_uuid)
        if agent is None or run is None:
            return
        now, work.now = work.now, run.at
        self._advance(work, agent, run.steps)
        work.now = now

    def _evidence_all(self, work: Work, evidence: tuple[SessionEvidence, ...]) -> None:
        for moment in moments_of(evidence):
            if news := [item for item in moment if self._is_news(work, item.origin.delivery_id)]:
                self._evidence(work, news)
        work.deliveries.update(item.origin.delivery_id for item in evidence)

    def _is_news(self, work: Work, delivery_id: str) -> bool:
        return delivery_id not in self._known and delivery_id not in self._recent and delivery_id not in work.deliveries

    def _evidence(self, work: Work, moment: Sequence[SessionEvidence]) -> None:
        first = moment[0]
        if isinstance(first, SessionStarted) and self._is_early(first):
            self._early[first.clues.session_id or ""] = first
            return
        if isinstance(first, SessionStarted):
            self.end_runs(work)
        agent = self._find(work, first.clues, first.origin.at, may_be_new=self._is_birth(first))
        if agent is None:
            return
        if agent.uuid in self._runs:
            self._end_run(work, agent.uuid)
            agent = self._board.get(agent.uuid) or agent
        if isinstance(first, PromptSubmitted | SessionStarted) and first.origin.source is Source.HOOK:
            agent = self._on_its_branch(work, self._of_session(work, agent, first.clues.session_id))
        self._advance(work, agent, moment)

    def _advance(self, work: Work, agent: Agent, moment: Sequence[SessionEvidence]) -> None:
        result = lifecycle.advance(agent, moment, work.now, self.limits)
        self._apply(work, agent, result)
        command = result.agent.command
        command_uuid = command.uuid if command is not None else None
        for item in result.told:
            work.keep_evidence(item, agent.uuid, command_uuid)
        for item in moment:
            if isinstance(item, PromptSubmitted) and not item.is_machine:
                self._replies.heard(work, result.agent, item)
            if isinstance(item, InputAsked) and item.ask.delivery_name:
                self._join_hold(work, item.ask.delivery_name)

    def _on_its_branch(self, work: Work, agent: Agent) -> Agent:
        """The branch may have been changed since; a prompt is seldom enough to look, once in a batch."""
        path = agent.project.path
        if (fresh := work.projects.get(path)) is None:
            fresh = work.projects[path] = self._find_project(path)
        if fresh.path != agent.project.path or fresh.branch in {"", agent.project.branch}:
            return agent
        return replace(agent, project=replace(agent.project, branch=fresh.branch))

    @staticmethod
    def _is_birth(evidence: SessionEvidence) -> bool:
        """Only a live witness may show an agent that nobody knows; an end needs no new card."""
        return evidence.origin.source in {Source.HOOK, Source.LAUNCHER} and not isinstance(evidence, SessionEnded)

    # -- who

    def _is_early(self, started: SessionStarted) -> bool:
        """Whether this session goes on in a process that its hook does not name (2.1.197) and nobody knows yet."""
        clues = started.clues
        if started.reason != "clear" or clues.pid is not None or self._board.index.find(clues) is not None:
            return False
        return any(a.is_live and (a.client, a.cwd) == (clues.client, clues.cwd) for a in self._board.all())

    def _of_session(self, work: Work, agent: Agent, session_id: str | None) -> Agent:
        """The one agent of this session: two that came from two witnesses are one, and the one without a word goes.

        A program that goes on with an older session names a fresh one first. Source: recorded with both versions.
        """
        if not session_id:
            return agent
        other = self._board.index.by_session(agent.client, session_id)
        if other is None and agent.session_id != session_id and is_blank(agent) and self.memory is not None:
            other = self.memory.find_agent(agent.client, session_id)
        other = self._board.get(other.uuid) or other if other is not None else None
        if other is None or other.uuid == agent.uuid:
            return agent
        is_over = not other.is_live or other.scene.process_ended_at is not None
        if is_blank(agent) and (is_over or other.pid is None):
            self._give_up(work, agent)
            return other
        if is_blank(other) and other.pid is None:
            self._give_up(work, other)
        return agent

    def _give_up(self, work: Work, agent: Agent) -> None:
        self._board.hidden.add(agent.uuid)
        work.batch.notes["hidden"] = " ".join(sorted(self._board.hidden))
        self._apply(work, agent, lifecycle.give_up(agent, work.now, self.limits))

    def _find(self, work: Work, clues: Clues, at: datetime, *, may_be_new: bool) -> Agent | None:
        agent = self._board.index.find(clues)
        if agent is not None:
            return self._board.get(agent.uuid)
        if not may_be_new:
            return None
        if clues.session_id and self.memory is not None:
            agent = self.memory.find_agent(clues.client, clues.session_id)
            if agent is not None and (known := self._board.get(agent.uuid)) is not None:
                agent = None if is_elsewhere(known, clues) else known
            if agent is not None:
                self._lay(work, agent)
                return agent
        if not clues.cwd or not (clues.session_id or clues.launch_id):
            return None
        agent = lifecycle.born(str(uuid.uuid4()), clues, self._find_project(clues.cwd), at)
        self._lay(work, agent)
        return agent

    def _lay(self, work: Work, agent: Agent) -> None:
        work.before.setdefault(agent.uuid, self._board.agents.get(agent.uuid))
        self._board.put(agent, work.now)

    # -- the world

    def registry(self, work: Work, seen: RegistrySeen) -> None:
        reading = seen.reading
        clues = Clues(
            client=seen.client, session_id=reading.session_id or None, pid=reading.pid,
            proc_start=reading.proc_start, cwd=reading.cwd or None, pane=reading.pane, launch_id=reading.launch_id,
        )  # fmt: skip
        agent = self._find(work, clues, reading.started_at or reading.status_at, may_be_new=reading.is_alive)
        if agent is None:
            return
        if reading.is_alive:
            agent = self._of_session(work, agent, reading.session_id)
        if agent.pid not in {None, reading.pid} and not self._takes_over(agent, reading):
            return
        if self._is_shared(agent, reading):
            seen = replace(seen, reading=replace(reading, is_shared=True))
        result = lifecycle.read_registry(agent, seen, work.now, self.limits)
        self._apply(work, agent, result)
        work.keep(
            "RegistrySeen",
            {"status": reading.status, "waiting_for": reading.waiting_for, "pid": reading.pid,
             "session_id": reading.session_id, "is_alive": reading.is_alive, **_news(agent.scene.registry, reading)},
            agent_uuid=agent.uuid, source=Source.REGISTRY, at=reading.status_at, delivery_id=seen.delivery_id,
        )  # fmt: skip
        if reading.is_alive:
            self._watch_root(work, seen.client, reading.path.rsplit("/sessions/", 1)[0])
            if (early := self._early.pop(reading.session_id, None)) is not None:
                self._evidence(work, [early])

    def _is_shared(self, agent: Agent, reading: RegistryReading) -> bool:
        others = (other for other in self._board.agents.values() if other.uuid != agent.uuid)
        return any(o.is_live and (o.client, o.session_id) == (agent.client, reading.session_id) for o in others)

    @staticmethod
    def _takes_over(agent: Agent, reading: RegistryReading) -> bool:
        """Whether another process than the known one speaks for this session: the one that was heard last does."""
        if not reading.is_alive:
            return False  # an orphaned file of a process that this session has left
        return agent.scene.process_ended_at is not None or reading.status_at > agent.last_seen_at

    def registry_gone(self, work: Work, gone: RegistryGone) -> None:
        for agent in self._board.all():
            registry = agent.scene.registry
            if registry is not None and registry.path == gone.path:
                self._apply(work, agent, lifecycle.lose_registry(agent, gone.at, work.now, self.limits))
                work.keep("RegistryGone", {"pid": gone.pid}, agent_uuid=agent.uuid, source=Source.REGISTRY, at=gone.at)

    def process(self, work: Work, ended: ProcessEnded) -> None:
        self._processes.discard((ended.pid, ended.proc_start))
        for agent in self._board.all():
            is_its_own = agent.pid == ended.pid and ended.proc_start in {None, agent.proc_start}
            if is_its_own and (agent.is_live or agent.scene.process_ended_at is None):
                if is_unheard(agent):
                    self._give_up(work, agent)
                    continue
                self._apply(work, agent, lifecycle.lose_process(agent, ended.at, work.now, self.limits))
                work.keep("ProcessEnded", {"pid": ended.pid}, agent_uuid=agent.uuid, source=Source.PROCESS, at=ended.at)

    def panes(self, work: Work, seen: PanesSeen) -> None:
        by_id = {pane.pane: pane for pane in seen.panes}
        by_tty = {pane.tty: pane for pane in seen.panes if pane.tty}
        for agent in self._board.all():
            if not agent.is_live:
                continue
            if agent.pane is None and agent.tty in by_tty:
                agent = replace(agent, pane=by_tty[agent.tty].pane)  # noqa: PLW2901  the next version of the same agent
                self._lay(work, agent)
            if agent.pane is None or agent.pane.socket != seen.socket:
                continue
            result = lifecycle.see_pane(agent, by_id.get(agent.pane), seen.at, work.now, self.limits)
            if result.agent != agent or agent != self._board.agents.get(agent.uuid):
                self._apply(work, agent, result)

    def screen(self, work: Work, seen: ScreenSeen) -> None:
        """Take in what a pane showed, where that is news."""
        found = self._board.in_pane(seen.pane)
        if not found and seen.stranger is not None and seen.shows == "dialog":
            found = [self._met(work, seen.stranger, seen.at)]
        for agent in found:
            if seen.agent_pid not in {None, agent.pid}:
                continue
            before = agent.scene.screen
            is_same = before is not None and (before.shows, before.dialog) == (seen.shows, seen.dialog)
            if is_same and (seen.shows != "dialog" or agent.verdict.state is State.NEEDS_INPUT):
                continue
            self._apply(work, agent, lifecycle.see_screen(agent, seen, work.now, self.limits))
            work.keep(
                "ScreenSeen",
                screen_payload(seen), agent_uuid=agent.uuid, source=Source.PANE, at=seen.at,
            )  # fmt: skip

    def _met(self, work: Work, clues: Clues, at: datetime) -> Agent:
        """An agent program waits for the person before anything else told of it."""
        agent = self._board.index.find(clues)
        if agent is None:
            agent = lifecycle.born(str(uuid.uuid4()), clues, self._find_project(clues.cwd or ""), at)
        agent = replace(
            agent, pid=clues.pid, proc_start=clues.proc_start, pane=clues.pane, tty=clues.tty or agent.tty
        )  # fmt: skip
        self._lay(work, agent)
        return agent

    def hold_opened(self, work: Work, opened: HoldOpened) -> None:
        self._holds[opened.delivery_name] = opened
        self._join_hold(work, opened.delivery_name)

    def hold_closed(self, work: Work, closed: HoldClosed) -> None:
        for name in [name for name, held in self._holds.items() if held.hold_id == closed.hold_id]:
            del self._holds[name]
        if (found := self._board.with_hold(closed.hold_id)) is not None:
            agent, ask = found
            if closed.reason == "answered":
                result = lifecycle.answered(agent, ask.key, closed.at, work.now, self.limits)
            else:
                result = lifecycle.hold(agent, ask.key, None, work.now, self.limits)
            self._apply(work, agent, result)

    def _join_hold(self, work: Work, delivery_name: str) -> None:
        held, found = self._holds.get(delivery_name), self._board.with_ask(delivery_name)
        if held is None or found is None:
            return
        del self._holds[delivery_name]
        agent, ask = found
        self._apply(work, agent, lifecycle.hold(agent, ask.key, held.hold_id, work.now, self.limits))

    def see(self, work: Work, agent_uuid: str, at: datetime) -> None:
        if (agent := self._board.get(agent_uuid)) is not None:
            work.keep("AgentSeen", {}, agent_uuid=agent_uuid, source=Source.USER, at=at)
            self._apply(work, agent, lifecycle.see(agent, at, work.now, self.limits))

    def dismiss(self, work: Work, agent_uuid: str) -> None:
        if (agent := self._board.get(agent_uuid)) is not None:
            work.keep("AgentDismissed", {}, agent_uuid=agent_uuid, source=Source.USER)
            self._board.hidden.add(agent_uuid)
            self._apply(work, agent, lifecycle.dismiss(agent, work.now, work.now, self.limits))

    def change(self, work: Work, agent: Agent) -> None:
        """Keep what the person changed on an agent; nothing follows from it for its state."""
        self._lay(work, agent)
        work.batch.agents[agent.uuid] = agent

    def wake(self, work: Work) -> None:
        """Judge again whose time has come."""
        for agent_uuid in [u for u, at in self.wakes.items() if at <= work.now]:
            if agent_uuid in self._runs:
                self._end_run(work, agent_uuid)  # when it is woken is told by that
                continue
            del self.wakes[agent_uuid]
            self._woken.add(agent_uuid)
            if (agent := self._board.get(agent_uuid)) is not None:
                self._apply(work, agent, lifecycle.wake(agent, work.now, self.limits))

    def judge_all(self, work: Work) -> None:
        """Judge every live agent again: the rules have new numbers."""
        for agent in [agent for agent in self._board.agents.values() if agent.is_live]:
            self._apply(work, agent, lifecycle.wake(agent, work.now, self.limits))

    # -- what follows

    def _apply(self, work: Work, before: Agent, result: lifecycle.Advance) -> None:
        agent = result.agent
        work.before.setdefault(agent.uuid, self._board.agents.get(agent.uuid))
        self._board.put(agent, work.now)
        work.batch.agents[agent.uuid] = agent
        if agent.uuid in self._board.hidden and agent.is_live:
            self._board.hidden.discard(agent.uuid)
            work.batch.notes["hidden"] = " ".join(sorted(self._board.hidden))
        for command in result.commands:
            kept = work.batch.commands.get(command.uuid)
            if kept is not None and kept[1].full_output and not command.full_output:  # as in `change_command`
                command = replace(command, full_output=kept[1].full_output)  # noqa: PLW2901  its next version
            work.batch.commands[command.uuid] = (agent.uuid, command)
        work.batch.turns.extend((agent.uuid, command_uuid, turn) for command_uuid, turn in result.turns)
        for step in result.transitions:
            payload = {"from": step.from_state, "to": step.to_state, "trigger": step.trigger, "outcome": step.outcome}
            work.keep("state_transition", payload, agent_uuid=agent.uuid, command_uuid=step.command_uuid)
        for anomaly in result.anomalies:
            work.keep("anomaly", {"where": "lifecycle", "what": anomaly}, agent_uuid=agent.uuid)
        old, new = before.verdict, agent.verdict
        if (old.state, old.sub_state) != (new.state, new.sub_state) and not _is_told_by_calls(old, new, result.told):
            work.keep(
                "verdict_changed",
                {"from": old.state, "to": new.state, "sub_state": new.sub_state, "rule": new.rule},
                agent_uuid=agent.uuid, source=new.deciding or Source.CLOCK, at=new.since_at,
            )  # fmt: skip
        if result.wake_at is not None:
            self.wakes[agent.uuid] = result.wake_at
        else:
            self.wakes.pop(agent.uuid, None)
        for ask, told in result.ended:
            self._replies.settled(work, before, agent, ask, told)
            if ask.hold_id is not None:
                work.effects.append(ReleaseHold(ask.hold_id, "settled"))
        if before.ended_at is None and agent.ended_at is not None:
            self._replies.ended(work, agent)
        self.attend(work, agent)

    def attend(self, work: Work, agent: Agent) -> None:
        """Have the world watched for this agent: its process, its pane's server, its transcript."""
        is_known = agent.scene.process_ended_at is not None or (agent.pid, agent.proc_start) in self._processes
        if agent.is_live and agent.pid is not None and not is_known:
            self._processes.add((agent.pid, agent.proc_start))
            work.effects.append(WatchProcess(agent.pid, agent.proc_start))
        if agent.is_live and agent.pane is not None and agent.pane.socket not in self._servers:
            self._servers.add(agent.pane.socket)
            work.effects.append(WatchServer(agent.pane.socket))
        path = agent.transcript_path
        if path is not None and self._followed.get(agent.uuid) != path and agent.session_id:
            old = self.leave(agent.uuid)
            self._followed[agent.uuid] = path
            if old is not None:
                work.effects.append(LeaveTranscript(old))
            work.effects.append(FollowTranscript(path, agent.client, agent.session_id))
            if (root := self._root_of(agent.client, path)) is not None:
                self._watch_root(work, agent.client, root)

    def _watch_root(self, work: Work, client: str, root: str) -> None:
        if root not in self._roots:
            self._roots.add(root)
            work.effects.append(WatchRoot(client, root))


def screen_payload(seen: ScreenSeen) -> dict[str, Any]:
    """What is kept of a look, as recordings hold it, too."""
    payload: dict[str, Any] = {
        "pane": [seen.pane.socket, seen.pane.pane_id],
        "pid": seen.agent_pid,
        "shows": seen.shows,
        "dialog": seen.dialog,
    }
    if (who := seen.stranger) is not None:
        payload["stranger"] = {"pid": who.pid, "proc_start": who.proc_start, "cwd": who.cwd, "tty": who.tty}
    return payload


def _is_told_by_calls(old: Verdict, new: Verdict, told: Sequence[SessionEvidence]) -> bool:
    """Whether it goes on with its work from one call to the next: the calls are in the log themselves."""
    is_work = (old.state, new.state) == (State.WORKING, State.WORKING)
    return is_work and {old.sub_state, new.sub_state} == _STEPS and any(isinstance(item, _CALLS) for item in told)


_STEPS = {SubState.THINKING, SubState.TOOL}
_CALLS = (ToolStarted, ToolFinished)

#: What a live-session file says again and again.
_STEADY = ("path", "proc_start", "cwd", "name", "kind", "entrypoint", "version", "tty", "pane", "launch_id",
           "transcript_path", "started_at")  # fmt: skip


def _news(before: RegistryReading | None, now: RegistryReading) -> dict[str, object]:
    """What a reading says otherwise than the one before it: kept, so that the past can be told again."""
    fresh = {
        name: getattr(now, name) for name in _STEADY if before is None or getattr(before, name) != getattr(now, name)
    }
    return {"news": fresh} if fresh else {}
