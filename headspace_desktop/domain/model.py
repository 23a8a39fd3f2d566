"""Project, Agent, Command, Turn and their states: the nouns of the house.

Frozen values, safe in any thread. The engine alone makes new versions of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

Json = Mapping[str, Any]


class Source(StrEnum):
    """Who says so."""

    HOOK = "hook"
    TRANSCRIPT = "transcript"
    REGISTRY = "registry"
    PROCESS = "process"
    PANE = "pane"
    STATUSLINE = "statusline"
    LAUNCHER = "launcher"
    USER = "user"
    CLOCK = "clock"


class CommandState(StrEnum):
    """History of one unit of work; changes only by `lifecycle.advance`."""

    IDLE = "idle"
    COMMANDED = "commanded"
    PROCESSING = "processing"
    AWAITING_INPUT = "awaiting_input"
    COMPLETE = "complete"


class Outcome(StrEnum):
    """How a command ended."""

    FINISHED = "finished"
    INTERRUPTED = "interrupted"
    FAILED = "failed"
    KILLED = "killed"
    SUPERSEDED = "superseded"


class TurnActor(StrEnum):
    USER = "user"
    AGENT = "agent"


class TurnIntent(StrEnum):
    COMMAND = "command"
    ANSWER = "answer"
    QUESTION = "question"
    COMPLETION = "completion"
    PROGRESS = "progress"
    END_OF_COMMAND = "end_of_command"


class State(StrEnum):
    """The verdict: what every surface and the command line show."""

    NEEDS_INPUT = "needs_input"
    WORKING = "working"
    IDLE = "idle"
    DONE = "done"
    STALLED = "stalled"
    ENDED = "ended"
    UNKNOWN = "unknown"


class SubState(StrEnum):
    """Finer than `State`; see docs/states.md."""

    NONE = ""
    # working
    THINKING = "thinking"
    TOOL = "tool"
    COMPACTING = "compacting"
    BACKGROUND = "background"
    # needs_input
    QUESTION = "question"
    QUESTION_IN_TEXT = "question_in_text"
    PERMISSION = "permission"
    PLAN = "plan"
    FORM = "form"
    DIALOG = "dialog"
    # idle
    FRESH = "fresh"
    SEEN = "seen"
    INTERRUPTED = "interrupted"
    # stalled
    RATE_LIMIT = "rate_limit"
    OVERLOADED = "overloaded"
    AUTHENTICATION = "authentication"
    BILLING = "billing"
    MODEL = "model"
    ERROR = "error"
    HUNG_TOOL = "hung_tool"
    NO_ANSWER = "no_answer"
    # ended
    CLEAN = "clean"
    KILLED = "killed"
    TERMINAL_GONE = "terminal_gone"


class AskKind(StrEnum):
    PERMISSION = "permission"
    QUESTION = "question"
    PLAN = "plan"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class PaneRef:
    """One tmux pane on one server. `socket` is the server's socket path, `pane_id` like ``%3``."""

    socket: str
    pane_id: str


@dataclass(frozen=True, slots=True)
class AskOption:
    label: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class AskItem:
    """One question of an ask; a permission or a plan has exactly one."""

    text: str
    header: str = ""
    options: tuple[AskOption, ...] = ()
    is_multi: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that the agent wants from the person, open until its evidence says otherwise.

    `key` is the tool_use id where one is known, else derived from the delivery. `delivery_name` joins it to
    the waiting hook of the answer wire. `tool_input` is what the client needs to build an answer.
    """

    key: str
    kind: AskKind
    tool: str
    text: str
    items: tuple[AskItem, ...] = ()
    tool_input: Json = field(default_factory=dict)
    tool_use_id: str | None = None
    subagent_id: str | None = None
    delivery_name: str | None = None
    asked_at: datetime | None = None
    plan: str | None = None
    suggestions: tuple[Json, ...] = ()
    is_input_complete: bool = True
    hold_id: str | None = None
    detail: str = ""  # as in ToolStarted.detail: joins a permission request to its open tool
    is_in_file: bool = False  # of a sub-agent: a live-session file has told of its dialog
    answered_at: datetime | None = None  # when its hook printed an answer from here
    over_at: datetime | None = None  # since when it is not asked any more, while nobody has told how it ended


class Decision(StrEnum):
    ALLOW = "allow"
    ALLOW_SESSION = "allow_session"
    DENY = "deny"


class ReplyStage(StrEnum):
    """The receipt of something that the person sent to an agent."""

    IN_FLIGHT = "in_flight"
    TYPED = "typed"
    SUBMITTED = "submitted"
    SEEN = "seen"
    FAILED = "failed"


class ReplyKind(StrEnum):
    TEXT = "text"
    ANSWER = "answer"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person sent, saved before it is typed, so that a crash never loses the text."""

    id: str
    agent_uuid: str
    kind: ReplyKind
    text: str
    ask_key: str | None
    stage: ReplyStage
    created_at: datetime
    changed_at: datetime
    detail: str = ""
    route: str = ""  # "keys" or "hook"
    surface: str = ""  # "board", "notification", "cli"
    decision: Decision | None = None
    answers: tuple[tuple[str, ...], ...] = ()  # one tuple of labels per item of the ask


@dataclass(frozen=True, slots=True)
class Turn:
    """One utterance. Born once: `key` is unique per agent.

    Keys: ``prompt:<prompt id>``, ``ask:<tool_use id>``, ``answer:<tool_use id>``, ``text:<entry uuid>``,
    ``final:<delivery id>`` (a text that a hook brought; it *adopts* the uuid later).
    """

    key: str
    actor: TurnActor
    intent: TurnIntent
    text: str
    at: datetime
    source: Source
    entry_uuid: str | None = None
    prompt_id: str | None = None
    is_internal: bool = False
    answers_key: str | None = None
    ask: Ask | None = None


@dataclass(frozen=True)  # no slots: see evolve
class Command:
    """One unit of work, from an instruction to its completion."""

    uuid: str
    state: CommandState
    started_at: datetime
    prompt_id: str | None = None
    full_command: str = ""
    completed_at: datetime | None = None
    outcome: Outcome | None = None
    full_output: str = ""
    plan: str | None = None
    plan_approved_at: datetime | None = None
    turn_count: int = 0


@dataclass(frozen=True, slots=True)
class OpenTool:
    tool_use_id: str
    tool: str
    detail: str
    started_at: datetime
    subagent_id: str | None = None
    would_ask: Ask | None = None


@dataclass(frozen=True, slots=True)
class BackgroundTask:
    id: str
    kind: str  # "subagent", "shell", "teammate"
    description: str
    started_at: datetime | None = None


class Phase(StrEnum):
    """What the session itself last said that it does (hooks and transcript, folded)."""

    UNKNOWN = "unknown"
    READY = "ready"  # started, no prompt yet
    WORKING = "working"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"
    FAILED = "failed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class RegistryReading:
    """One live-session file as the client wrote it. `status_at` is the client's own moment."""

    path: str
    pid: int
    proc_start: str | None
    session_id: str
    status: str  # busy | idle | waiting | shell | ""
    waiting_for: str
    status_at: datetime
    seen_at: datetime
    cwd: str = ""
    name: str = ""
    kind: str = ""
    entrypoint: str = ""
    version: str = ""
    tmux: str = ""
    is_alive: bool = True
    is_shared: bool = False  # another live process runs the same session, and its transcript tells of both
    started_at: datetime | None = None
    # what the process table and the disk add to the file
    tty: str = ""
    pane: PaneRef | None = None
    launch_id: str | None = None
    transcript_path: str | None = None


@dataclass(frozen=True)  # no slots: see evolve
class PaneReading:
    """What an agent's pane showed at `at`, and since when it has been seen to show the same.

    `shows`: dialog | prompt | nothing certain (empty). `dialog`: permission | question | submit | plan | form | other.
    `is_doubted`: the next look showed nothing certain; that may have been half a picture.
    """

    shows: str
    at: datetime
    since_at: datetime
    dialog: str = ""
    is_doubted: bool = False


@dataclass(frozen=True)  # no slots: see evolve
class Verdict:
    """What we hold to be true, and why.

    `since_at` is the moment of the evidence that began this state; `rule` an id of `evidence.RULES`.
    """

    state: State
    sub_state: SubState = SubState.NONE
    since_at: datetime | None = None
    rule: str = ""
    reason: str = ""
    deciding: Source | None = None
    dissent: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)  # no slots: see evolve
class Usage:
    model: str = ""
    context_percent: float | None = None
    context_tokens: int | None = None
    cost_usd: float | None = None
    five_hour_percent: float | None = None
    five_hour_resets_at: datetime | None = None
    seven_day_percent: float | None = None


@dataclass(frozen=True)  # no slots: see evolve
class Scene:
    """The live readings of one agent: what a restart needs to go on where it was."""

    phase: Phase = Phase.UNKNOWN
    phase_at: datetime | None = None
    phase_source: Source | None = None
    work_at: datetime | None = None  # newest sign of work
    asks: tuple[Ask, ...] = ()
    tools: tuple[OpenTool, ...] = ()
    background: tuple[BackgroundTask, ...] = ()
    is_compacting: bool = False
    failure: str = ""
    failure_text: str = ""
    final_text: str = ""
    final_is_question: bool = False
    end_reason: str = ""
    registry: RegistryReading | None = None
    process_ended_at: datetime | None = None
    pane_gone_at: datetime | None = None
    screen: PaneReading | None = None
    hook_at: datetime | None = None  # newest hook: without any, permission is not visible
    transcript_at: datetime | None = None
    seen_at: datetime | None = None  # when the person last looked
    turn_stopped_at: datetime | None = None
    prompt_id: str | None = None
    prompt_at: datetime | None = None
    pending_finals: tuple[tuple[str, str], ...] = ()  # (turn key, text) that may still adopt an entry uuid
    recent_turn_keys: tuple[str, ...] = ()
    settled_ask_keys: tuple[str, ...] = ()
    untold_asks: tuple[Ask, ...] = ()  # those that are over without a word how
    finished_tool_ids: tuple[str, ...] = ()
    finished_calls: tuple[tuple[str, str, datetime], ...] = ()  # (tool_use id, what was called, when it was over)
    attention: str = ""  # kind of the client's last notification that nothing has answered yet
    attention_at: datetime | None = None
    attention_text: str = ""
    registry_gone_at: datetime | None = None
    past_command_uuid: str | None = None  # the command that a late transcript is telling of
    resets_at: datetime | None = None  # of a rate limit
    recent_texts: tuple[str, ...] = ()  # ends of the newest texts told by the transcript, for finals that come late
    session_at: datetime | None = None  # when a hook last told which session the process runs
    stirred_at: datetime | None = None  # newest sign of a sub-agent at work
    background_ended_at: datetime | None = None  # when the last background task went; the model is not told of it yet
    queued_prompts: tuple[tuple[str, str], ...] = ()  # (turn key, words): typed while a turn ran, told by its id
    queued_at: datetime | None = None
    told_prompts: tuple[tuple[str, datetime], ...] = ()  # (digest, moment) of those that the transcript told of last
    asks_hidden_at: datetime | None = None  # since when the live-session file shows none of the open asks
    stopped_prompt_id: str | None = None  # of the turn whose end a hook told: the transcript tells it again
    left_transcripts: tuple[tuple[str, str], ...] = ()  # (path, session id) of sessions left: read to their ends, too
    is_end_guessed: bool = False  # the command was ended by what files and processes show, before its own last words


@dataclass(frozen=True, slots=True)
class Objective:
    """What the person works towards. `is_priority_on`: agents are ordered by how much they serve it."""

    text: str
    set_at: datetime
    constraints: str = ""
    is_priority_on: bool = True


@dataclass(frozen=True, slots=True)
class Priority:
    """How much an agent deserves the person now, 0 to 100, and the parts that make it up in words."""

    score: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Project:
    path: str
    name: str
    slug: str = ""
    branch: str = ""


@dataclass(frozen=True)  # no slots: see evolve
class Agent:
    """One session of an agent program. It survives compaction and `/clear`."""

    uuid: str
    client: str
    project: Project
    started_at: datetime
    last_seen_at: datetime
    session_id: str | None = None
    old_session_ids: tuple[str, ...] = ()
    cwd: str = ""
    name: str = ""
    pid: int | None = None
    proc_start: str | None = None
    pane: PaneRef | None = None
    tmux_session: str = ""
    tty: str = ""
    transcript_path: str | None = None
    entrypoint: str = ""
    is_attended: bool = True
    version: str = ""
    launch_id: str | None = None
    ended_at: datetime | None = None
    previous_uuid: str | None = None
    usage: Usage = field(default_factory=Usage)
    scene: Scene = field(default_factory=Scene)
    command: Command | None = None
    verdict: Verdict = field(default_factory=lambda: Verdict(State.UNKNOWN))
    turn_count: int = 0
    given_name: str = ""  # by the person; wins over the client's
    snoozed_until_at: datetime | None = None

    @property
    def is_live(self) -> bool:
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class FileOffset:
    """How far a transcript was read. `identity` notices rotation (device, inode, hash of the first line)."""

    path: str
    client: str
    identity: str
    offset_bytes: int
    session_id: str = ""
