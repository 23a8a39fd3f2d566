"""The agent as it is being changed by one message. Lives for one call of `lifecycle`; never leaves it."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

from headspace_desktop.domain.events import (
    Evidence,
    PromptSubmitted,
    PromptWithdrawn,
    SessionEvidence,
    TextSaid,
    TurnStopped,
)
from headspace_desktop.domain.evolve import evolve
from headspace_desktop.domain.intent import intent_of_final
from headspace_desktop.domain.model import (
    Agent,
    Ask,
    Command,
    CommandState,
    Outcome,
    Phase,
    Scene,
    Source,
    Turn,
    TurnActor,
    TurnIntent,
    Usage,
)
from headspace_desktop.domain.settle import decided

#: How many turn keys, finals and entries an agent remembers to recognise what comes a second time.
MEMORY = 256

#: Texts in the scene are for the card; the whole ones are in the turns and commands.
SCENE_CHARS = 4000

#: A final text is recognised by its end.
FINAL_CHARS = 512

#: The transcript tells a queued prompt at the latest this long after the hook.
QUEUE_MEMORY = timedelta(seconds=60)

#: The transcript's moment of a prompt is not so much before its hook's. Source: recorded, 0.3 s.
SAME_PROMPT = timedelta(seconds=2)

#: Witnesses of one end tell of it within this time.
SAME_END = timedelta(seconds=2)

#: Calls that are over and may still be asked for, by a hook that comes late.
FINISHED = 32

#: Asks of which nobody has told yet how they ended; the transcript does within a second.
UNTOLD = 16

#: One request is told by two hooks that are not further apart.
TOLD_AGAIN = timedelta(seconds=2)

#: Two hooks of one moment may be seen in either order (F-5: 0.7 ms were observed).
NEIGHBOURS = timedelta(milliseconds=250)


@dataclass(frozen=True, slots=True)
class Transition:
    """One step of a command, for the event log."""

    command_uuid: str
    from_state: CommandState
    to_state: CommandState
    trigger: str
    outcome: Outcome | None = None


_MOMENTS = (
    "phase_at", "work_at", "prompt_at", "hook_at", "transcript_at", "seen_at", "turn_stopped_at", "attention_at",
    "session_at", "stirred_at", "background_ended_at", "queued_at",
)  # fmt: skip


_FIGURES = tuple(figure.name for figure in fields(Usage))


class Draft:
    """Changes to one agent, collected."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent
        self._scene = agent.scene
        self.turns: list[tuple[str | None, Turn]] = []
        self.commands: dict[str, Command] = {}
        self.transitions: list[Transition] = []
        self.anomalies: list[str] = []
        self.is_past = False  # what is told is of a session that the process has left
        self.ended: list[tuple[Ask, SessionEvidence | None]] = []  # asks that are over, and what ended each
        self._asks = agent.scene.asks
        self._tools = agent.scene.tools

    @property
    def agent(self) -> Agent:
        if self._agent.scene is not self._scene:
            self._agent = evolve(self._agent, scene=self._scene)
        return self._agent

    @agent.setter
    def agent(self, agent: Agent) -> None:
        self._agent = agent
        self._scene = agent.scene

    @property
    def scene(self) -> Scene:
        return self._scene

    def touch(self, **changes: Any) -> None:
        """Change fields of the scene."""
        self._scene = evolve(self._scene, **changes)

    def enter(self, phase: Phase, at: datetime, source: Source, *, keep: bool = False) -> bool:
        """Go to `phase` unless something newer is known; tells whether the message is current.

        With `keep` a session that is not at work stays as it is: such signs trail behind an end.
        """
        scene = self.scene
        if self.is_past:
            return False
        if scene.phase_at is not None and at < scene.phase_at:
            is_neighbour = scene.phase_at - at < NEIGHBOURS
            return phase is Phase.WORKING and scene.phase is Phase.WORKING and is_neighbour
        if scene.phase is phase and phase is Phase.WORKING:
            return True
        if keep and scene.phase not in {Phase.WORKING, Phase.UNKNOWN}:
            return False
        self.touch(phase=phase, phase_at=at, phase_source=source)
        return True

    def tell_model(self, at: datetime) -> None:
        """The model is asked: whatever ended in the background before is told to it, and wakes nobody later."""
        ended_at = self.scene.background_ended_at
        if ended_at is not None and ended_at <= at:
            self.touch(background_ended_at=None)

    def bring_back(self, now: datetime) -> None:
        """A clock was set back: what lies in the future now happened just now, else nothing new would count."""
        late = {name: now for name in _MOMENTS if (at := getattr(self.scene, name)) is not None and at > now}
        if late:
            self.touch(**late)

    def adopt_session(self, session_id: str) -> None:
        """The process now runs this session; the one before is remembered."""
        agent = self.agent
        if agent.session_id == session_id:
            return
        old = tuple(known for known in agent.old_session_ids if known != session_id)
        left = tuple(each for each in self.scene.left_transcripts if each[1] != session_id)
        if agent.session_id is not None:
            old = (*old, agent.session_id)[-32:]
            if agent.transcript_path is not None:
                left = (*left, (agent.transcript_path, agent.session_id))[-8:]
        self.touch(left_transcripts=left)
        self.agent = evolve(self.agent, session_id=session_id, old_session_ids=old, transcript_path=None)

    def use(self, usage: Usage) -> None:
        """Take over every figure that is given."""
        known = self.agent.usage
        given = {name: value for name in _FIGURES if (value := getattr(usage, name)) not in (None, "")}
        self.agent = evolve(self.agent, usage=evolve(known, **given))

    def forget_queued(self, at: datetime) -> None:
        """Prompts that were typed during an earlier turn: the transcript must have told them by now."""
        if self.scene.queued_at is not None and at - self.scene.queued_at > QUEUE_MEMORY:
            self.touch(queued_prompts=(), queued_at=None)

    # -- asks

    def account_for_asks(self, told: SessionEvidence | None, at: datetime) -> None:
        """Whatever is not asked any more since the last time was ended by this evidence; None for other witnesses.

        Where that does not tell how, what comes after `at` may.
        """
        asks = self._scene.asks
        if asks is not self._asks:
            still = {ask.key for ask in asks}
            over = [ask for ask in self._asks if ask.key not in still]
            self.ended += [(ask, told) for ask in over]
            self._asks = asks
            if self._scene.phase not in {Phase.READY, Phase.ENDED}:
                hidden_at = self._scene.asks_hidden_at
                untold = [_bare(ask, at) for ask in over if not decided(ask, told, hidden_at)]
                self.touch(untold_asks=(*self._scene.untold_asks, *untold)[-UNTOLD:])

    def account_for_calls(self, at: datetime) -> None:
        """Whatever is at work no more since the last time was over at this moment, also where no result told so."""
        if self._scene.tools is not self._tools:
            still = {tool.tool_use_id for tool in self._scene.tools}
            for tool in self._tools:
                if tool.tool_use_id not in still:
                    self.note_finished(tool.tool_use_id, call_name(tool.tool, tool.detail, tool.subagent_id), at)
            self._tools = self._scene.tools

    def told_at_last(self, ask: Ask, told: SessionEvidence) -> None:
        """How this ask ended, which was over before: its record is completed."""
        self.touch(untold_asks=tuple(known for known in self._scene.untold_asks if known.key != ask.key))
        self.ended.append((ask, told))

    def settle(self, ask: Ask) -> None:
        """This ask is answered, by whomever."""
        self.touch(
            asks=tuple(known for known in self.scene.asks if known.key != ask.key),
            settled_ask_keys=(*self.scene.settled_ask_keys, ask.key)[-64:],
        )
        if ask.asked_at is not None:
            self.note_finished(ask.tool_use_id or ask.key, call_name(ask.tool, ask.detail, ask.subagent_id),
                               ask.asked_at + TOLD_AGAIN)  # fmt: skip

    def note_finished(self, key: str, call: str, at: datetime) -> None:
        """This call is over: whoever asks for it with an earlier moment comes too late."""
        if key not in [known for known, _call, _at in self.scene.finished_calls]:
            self.touch(finished_calls=(*self.scene.finished_calls, (key, call, at))[-FINISHED:])

    def settle_all(self, *, of_subagent: bool) -> None:
        """Every ask of the main agent is over (of its subagents too, if asked)."""
        for ask in self.scene.asks:
            if of_subagent or ask.subagent_id is None:
                self.settle(ask)

    # -- commands

    def begin_command(self, command: Command) -> None:
        self.agent = evolve(self.agent, command=command)
        self.touch(is_end_guessed=False)
        self.commands[command.uuid] = command
        self.transitions.append(Transition(command.uuid, CommandState.IDLE, command.state, "user:command"))

    def past_command(self, command_uuid: str, text: str, at: datetime) -> None:
        """A command that the transcript tells of afterwards: history only."""
        self.commands[command_uuid] = Command(
            command_uuid, CommandState.COMPLETE, at, full_command=text, completed_at=at, outcome=Outcome.FINISHED
        )
        self.touch(past_command_uuid=command_uuid)

    def change_command(self, **changes: Any) -> None:
        """Change the command; its output is for the store alone, which keeps what a later version leaves out."""
        if (known := self._agent.command) is None:
            return
        command = evolve(known, **changes)
        self.agent = evolve(self.agent, command=evolve(command, full_output=""))
        told = self.commands.get(command.uuid)
        if told is not None and told.full_output and not command.full_output:
            command = evolve(command, full_output=told.full_output)
        self.commands[command.uuid] = command

    def move_command(self, state: CommandState, trigger: str) -> None:
        command = self._agent.command
        if command is None or command.state is state:
            return
        if command.state is CommandState.COMPLETE:
            self.anomalies.append(f"a complete command cannot become {state}")
            return
        self.transitions.append(Transition(command.uuid, command.state, state, trigger))
        self.change_command(state=state)

    def end_command(self, outcome: Outcome | None, at: datetime) -> None:
        """Complete the open command, if there is one; without an outcome where nobody tells how it ended."""
        command = self._agent.command
        if command is None or command.state is CommandState.COMPLETE:
            return
        self.transitions.append(
            Transition(command.uuid, command.state, CommandState.COMPLETE, f"outcome:{outcome or 'unknown'}", outcome)
        )
        self.change_command(state=CommandState.COMPLETE, completed_at=max(at, command.started_at), outcome=outcome)

    def conclude(self, outcome: Outcome, at: datetime, output: str = "") -> None:
        """The session's own words end the command, also where that was guessed before: then they correct it."""
        command = self._agent.command
        if command is None or not (self.is_open or self.scene.is_end_guessed):
            return
        if output:
            self.change_command(full_output=output.strip())
        if self.is_open:
            self.end_command(outcome, at)
        else:
            self.change_command(completed_at=max(at, command.started_at), outcome=outcome)
        self.touch(is_end_guessed=False)

    def fail_after_all(self, at: datetime) -> None:
        """The failure of this turn is told behind its last words: the answer was cut off (2.1.330)."""
        command = self._agent.command
        if command is None or command.outcome is not Outcome.FINISHED or command.prompt_id != self.scene.prompt_id:
            return
        if command.completed_at is not None and at - command.completed_at < SAME_END:
            self.change_command(outcome=Outcome.FAILED)

    def date_end(self, at: datetime) -> None:
        """The transcript tells when a command ended that another witness told of first: its clock is the program's."""
        command = self._agent.command
        ended_at = command.completed_at if command is not None else None
        if command is not None and ended_at is not None and abs(ended_at - at) < SAME_END:
            self.change_command(completed_at=max(at, command.started_at))

    def correct_outcome(self, outcome: Outcome, at: datetime, output: str = "") -> None:
        """The process was seen to be gone before its last words were heard: it was not killed at its work."""
        command = self._agent.command
        if command is not None and command.outcome is Outcome.KILLED and at <= (command.completed_at or at):
            self.change_command(outcome=outcome, full_output=output.strip() or command.full_output)

    @property
    def is_open(self) -> bool:
        """Whether a command is under way."""
        command = self._agent.command
        return command is not None and command.state is not CommandState.COMPLETE

    # -- turns

    def has_turn(self, key: str) -> bool:
        return digest(key) in self.scene.recent_turn_keys

    def remember(self, key: str) -> None:
        """Know this key from now on; the store knows those that are forgotten here."""
        name, known = digest(key), self.scene.recent_turn_keys
        if name not in known:
            self.touch(recent_turn_keys=(*known, name)[-MEMORY:])

    def queued_as(self, event: PromptSubmitted) -> tuple[str, str] | None:
        """The prompt that a hook told while another turn ran, where the transcript tells it now."""
        is_known = event.prompt_id is not None and self.has_turn(f"prompt:{event.prompt_id}")
        if event.origin.source is not Source.TRANSCRIPT or is_known:
            return None
        return self._queued(event.text)

    def _queued(self, text: str) -> tuple[str, str] | None:
        """The prompt with these words that waits, of which only the beginning is kept."""
        words = digest(text[:SCENE_CHARS])
        return next((queued for queued in self.scene.queued_prompts if digest(queued[1]) == words), None)

    def tell_first(self, event: PromptSubmitted | PromptWithdrawn) -> None:
        """The transcript tells a prompt, or that it was taken back; its hook may come later."""
        told = (digest(event.text), event.origin.at)
        self.touch(told_prompts=(*self.scene.told_prompts, told)[-8:])

    def is_told_first(self, event: PromptSubmitted) -> bool:
        """Whether the transcript told this prompt before its hook was read.

        One that joined the turn that ran has its own moment there, another that of the turn which it began later.
        """
        since_at = event.origin.at - SAME_PROMPT
        return any(name == digest(event.text) and at >= since_at for name, at in self.scene.told_prompts)

    def adopt_queued(self, event: PromptSubmitted, queued: tuple[str, str]) -> None:
        """It waits no longer: the transcript has its moment, and its id if it began a turn of its own."""
        self.say(queued[0], TurnActor.USER, TurnIntent.COMMAND, event.text, event, entry_uuid=event.entry_uuid)
        if event.prompt_id is not None:
            self.remember(f"prompt:{event.prompt_id}")
        self.touch(queued_prompts=tuple(each for each in self.scene.queued_prompts if each != queued))

    def withdraw_queued(self, event: PromptWithdrawn) -> None:
        """It was not sent: its turn is kept, as nobody's. Its hook may still be on its way."""
        if (queued := self._queued(event.text)) is not None:
            self.touch(queued_prompts=tuple(each for each in self.scene.queued_prompts if each != queued))
            self._unsay(*queued, event)
        else:
            self.tell_first(event)

    def _unsay(self, key: str, text: str, event: Evidence) -> None:
        """This turn was none. The same words may be said again."""
        name, command = digest(key), self._agent.command
        self.touch(recent_turn_keys=tuple(known for known in self.scene.recent_turn_keys if known != name))
        turn = Turn(key, TurnActor.USER, TurnIntent.COMMAND, text, event.origin.at, Source.TRANSCRIPT, is_internal=True)
        self.turns.append((command.uuid if command is not None else None, turn))
        self.agent = evolve(self.agent, turn_count=self.agent.turn_count - 1)
        if command is not None:
            self.change_command(turn_count=command.turn_count - 1)

    def say(
        self,
        key: str,
        actor: TurnActor,
        intent: TurnIntent,
        text: str,
        event: Evidence,
        *,
        is_internal: bool = False,
        entry_uuid: str | None = None,
        answers_key: str | None = None,
        ask: Ask | None = None,
    ) -> None:
        """Store a turn; the same key again only adds what was not known (its entry uuid)."""
        is_new = not self.has_turn(key)
        if not is_new and entry_uuid is None:
            return
        command = self._agent.command
        turn = Turn(
            key=key, actor=actor, intent=intent, text=text, at=event.origin.at, source=event.origin.source,
            entry_uuid=entry_uuid, prompt_id=self.scene.prompt_id, is_internal=is_internal, answers_key=answers_key,
            ask=ask,
        )  # fmt: skip
        is_past = command is not None and event.origin.at < command.started_at - NEIGHBOURS
        command_uuid = self.scene.past_command_uuid if command is None or is_past else command.uuid
        self.turns.append((command_uuid, turn))
        if is_new:
            self.remember(key)
            if not is_internal:
                self.agent = evolve(self.agent, turn_count=self.agent.turn_count + 1)
                if command is not None and command_uuid == command.uuid:
                    self.change_command(turn_count=command.turn_count + 1)

    def redate(self, key: str, actor: TurnActor, intent: TurnIntent, text: str, event: Evidence) -> None:
        """The transcript tells when that was said: its clock is the program's, whoever told of it first."""
        if event.origin.source is Source.TRANSCRIPT and self.has_turn(key):
            command = self._agent.command
            turn = Turn(key, actor, intent, text, event.origin.at, Source.TRANSCRIPT, prompt_id=self.scene.prompt_id)
            self.turns.append((command.uuid if command is not None else None, turn))

    def note_ask(self, ask: Ask, at: datetime, source: Source) -> None:
        """A question that no message of the session told, as a turn."""
        command = self._agent.command
        turn = Turn(
            f"ask:{ask.key}", TurnActor.AGENT, TurnIntent.QUESTION, ask.text, at, source,
            prompt_id=self.scene.prompt_id, ask=ask,
        )  # fmt: skip
        if not self.has_turn(turn.key):
            self.turns.append((command.uuid if command is not None else None, turn))
            self.remember(turn.key)
            self.agent = evolve(self.agent, turn_count=self.agent.turn_count + 1)

    def say_text(self, event: TextSaid) -> None:
        """A text of the transcript: it becomes a turn, or gives its uuid to the final that a hook brought."""
        text = event.text.strip()
        if not text:
            return
        intent = intent_of_final(text) if event.is_final else TurnIntent.PROGRESS
        for pending in self.scene.pending_finals:
            key, final = pending
            is_whole = final == text[-FINAL_CHARS:]
            if is_whole or final.endswith(text):
                self.touch(pending_finals=tuple(p for p in self.scene.pending_finals if p != pending))
                if is_whole:
                    self._say_written(key, intent, text, event)
                return
        self._say_written(f"text:{event.entry_uuid}", intent, text, event)

    def _say_written(self, key: str, intent: TurnIntent, text: str, event: TextSaid) -> None:
        self.say(key, TurnActor.AGENT, intent, text, event, entry_uuid=event.entry_uuid)
        self.touch(recent_texts=(*self.scene.recent_texts, text[-512:])[-8:])

    def say_final(self, event: TurnStopped, *, is_again: bool) -> None:
        """The final text as a hook tells it: a turn unless the transcript, or another hook, told it first."""
        text = event.last_text.strip()
        if not text or any(text.endswith(said) for said in self.scene.recent_texts if said):
            return
        if is_again and any(final == text[-FINAL_CHARS:] for _key, final in self.scene.pending_finals):
            return
        key = f"final:{event.origin.delivery_id}"
        self.say(key, TurnActor.AGENT, intent_of_final(text), text, event)
        self.touch(pending_finals=(*self.scene.pending_finals, (key, text[-FINAL_CHARS:]))[-4:])


def _bare(ask: Ask, over_at: datetime) -> Ask:
    """What is needed to hear how it ended; its record holds the rest."""
    return replace(ask, tool_input={}, items=(), plan=None, suggestions=(), hold_id=None, over_at=over_at)


def digest(text: str) -> str:
    """A short name for a text, blind to white space: what an agent remembers is saved with every event."""
    words = " ".join(text.split()).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(words, digest_size=6).hexdigest()


def command_uuid(agent: Agent, key: str) -> str:
    """The command that began with this prompt has the same name whoever tells of it."""
    return str(uuid.uuid5(uuid.UUID(agent.uuid), key))


def call_name(tool: str, detail: str, subagent_id: str | None) -> str:
    """What a call and the request for it have in common; the tool stands first."""
    return f"{tool}|{subagent_id or ''}|{digest(detail)}"


def later(one: datetime | None, other: datetime) -> datetime:
    return other if one is None else max(one, other)


def is_newer(at: datetime, than: datetime | None) -> bool:
    return than is None or at > than
