"""What the panels want to know: questions that `app` routes to the rooms that only read, never to the engine.

Each carries an `ask_id`; the answer is a `PageReady` with the same one. Values only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from headspace_desktop.domain.activity import Period
from headspace_desktop.domain.model import Json


@dataclass(frozen=True, slots=True)
class AskTurns:
    """Commands and turns of one agent, newest page first; `before_id` pages back."""

    ask_id: str
    agent_uuid: str
    before_id: int | None = None
    limit: int = 100


@dataclass(frozen=True, slots=True)
class AskEvents:
    """Rows of the event log, newest first."""

    ask_id: str
    agent_uuid: str | None = None
    kind: str | None = None
    before_id: int | None = None
    limit: int = 200


@dataclass(frozen=True, slots=True)
class AskTranscript:
    """A window of a transcript for display: without any place its end.

    `around_*` ask for the lines on both sides of a byte, an entry or a moment; without such an entry its end.
    """

    ask_id: str
    path: str
    client: str = "claude"
    before_bytes: int | None = None
    after_bytes: int | None = None
    around_bytes: int | None = None
    around_uuid: str = ""
    around_at: datetime | None = None
    limit_entries: int = 100
    is_subagent: bool = False


@dataclass(frozen=True, slots=True)
class AskFind:
    """Where words stand in a transcript, from `before_bytes` (its end) backwards, a bounded piece at a time."""

    ask_id: str
    path: str
    words: str
    client: str = "claude"
    before_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class AskTranscriptExport:
    """Write a transcript as Markdown into a new file, a bounded piece at a time from `start_bytes` on."""

    ask_id: str
    path: str
    file: str
    client: str = "claude"
    start_bytes: int = 0
    may_replace: bool = False


@dataclass(frozen=True, slots=True)
class AskDoctor:
    ask_id: str


HookWish = Literal["status", "install", "repair", "uninstall", "self_test", "ignore"]


@dataclass(frozen=True, slots=True)
class AskHooks:
    """How the agents' settings files stand; before that, `do` it to the one of `root`, exactly as was shown last."""

    ask_id: str
    do: HookWish = "status"
    root: str = ""


@dataclass(frozen=True, slots=True)
class AskSettings:
    """All settings; before that, save `changes` (dotted keys; None takes one out of the file)."""

    ask_id: str
    changes: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AskStart:
    """What is needed to start an agent: recent projects, and whether tmux and the program are there."""

    ask_id: str


@dataclass(frozen=True, slots=True)
class AskHelp:
    """Every topic of the help with its text."""

    ask_id: str


@dataclass(frozen=True, slots=True)
class AskAbout:
    ask_id: str


@dataclass(frozen=True, slots=True)
class AskActivity:
    """What happened in a period, everywhere or in one project; `now` is the moment to which open waits count."""

    ask_id: str
    period: Period
    now: datetime
    project_id: int | None = None
    without_nights: bool = False


@dataclass(frozen=True, slots=True)
class AskProjects:
    ask_id: str


@dataclass(frozen=True, slots=True)
class AskProject:
    """The facts of one project: its row, counts, what inference was used for it."""

    ask_id: str
    project_id: int


@dataclass(frozen=True, slots=True)
class AskProjectAgents:
    """Agents of a project, the newest first; `offset` skips so many."""

    ask_id: str
    project_id: int
    with_ended: bool = False
    offset: int = 0
    limit: int = 10


@dataclass(frozen=True, slots=True)
class AskCommands:
    """Commands of one agent, newest first; `before_id` pages back."""

    ask_id: str
    agent_uuid: str
    before_id: int | None = None
    limit: int = 10


@dataclass(frozen=True, slots=True)
class AskCommandTurns:
    """The first turns of one command, each cut short, in the order of the conversation."""

    ask_id: str
    command_uuid: str
    limit: int = 100


@dataclass(frozen=True, slots=True)
class AskProjectFiles:
    """What a project keeps beside its code: waypoint, progress summary, brain reboot and their archives."""

    ask_id: str
    project_id: int


@dataclass(frozen=True, slots=True)
class AskArchive:
    """One archived file of a project, by its name alone."""

    ask_id: str
    project_id: int
    name: str


@dataclass(frozen=True, slots=True)
class AskScores:
    """The newest measurements of frustration of one agent."""

    ask_id: str
    agent_uuid: str
    limit: int = 20


@dataclass(frozen=True, slots=True)
class AskTurnText:
    """One turn in full."""

    ask_id: str
    turn_id: int


@dataclass(frozen=True, slots=True)
class AskGit:
    """How the repository of a folder stands. `is_anew`: a look of a moment ago is not good enough."""

    ask_id: str
    path: str
    is_anew: bool = False


@dataclass(frozen=True, slots=True)
class AskRequest:
    """A permission request in full, with what it would change in its file.

    What was cut is looked for in the transcript, by `tool_use_id`.
    """

    ask_id: str
    tool: str
    tool_input: Json
    is_whole: bool
    cwd: str
    client: str = "claude"
    tool_use_id: str = ""
    transcript_path: str = ""


@dataclass(frozen=True, slots=True)
class AskRecording:
    """Save what led to the present state of an agent, scrubbed, with what the person says would be right."""

    ask_id: str
    agent_uuid: str
    shown: str
    right: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class AskObjective:
    """What the person works towards, and what before, newest first; `before_id` pages back."""

    ask_id: str
    before_id: int | None = None
    limit: int = 10


# -- search, logs, data browser ----------------------------------------------


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of hits ended; the next one goes on behind it."""

    at: datetime
    kind: str
    id: int


@dataclass(frozen=True, slots=True)
class AskSearch:
    """Turns, commands and projects with these words, newest first.

    `kinds`: any of ``user``, ``agent`` (who said it), ``command``, ``project``; none means all.
    """

    ask_id: str
    words: str
    kinds: tuple[str, ...] = ()
    project_id: int | None = None
    agent_uuid: str | None = None
    since_at: datetime | None = None
    until_at: datetime | None = None
    after: Cursor | None = None
    limit: int = 100


@dataclass(frozen=True, slots=True)
class Condition:
    """`how`: ``is``, ``contains``, ``empty`` or ``filled``."""

    column: str
    how: str
    value: str = ""


LogName = Literal["events", "calls", "bubbles", "decisions"]
ExportForm = Literal["csv", "json", "jsonl"]


@dataclass(frozen=True, slots=True)
class AskLog:
    """Rows of one log, newest first.

    `words` must stand somewhere in the row; `kind` is an event's kind, a call's level, how a bubble went, or what was
    decided. `is_whole`: long texts are not cut.
    """

    ask_id: str
    log: LogName
    project_id: int | None = None
    agent_uuid: str | None = None
    kind: str | None = None
    words: str = ""
    conditions: tuple[Condition, ...] = ()
    since_at: datetime | None = None
    until_at: datetime | None = None
    before_id: int | None = None
    after_id: int | None = None  # only rows that came later
    limit: int = 50
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class AskChoices:
    """What a filter row offers: projects, agents (active first), and the kinds of `log` when one is named."""

    ask_id: str
    log: LogName | None = None


@dataclass(frozen=True, slots=True)
class AskTables:
    """All tables with their columns and how many rows they hold."""

    ask_id: str


@dataclass(frozen=True, slots=True)
class AskRows:
    """Rows of one table by their id, the newest first; `beyond_id` is the last one that is known."""

    ask_id: str
    table: str
    conditions: tuple[Condition, ...] = ()
    is_oldest_first: bool = False
    beyond_id: int | None = None
    limit: int = 200
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class AskRow:
    """One row with its long texts, and which rows of other tables point to it."""

    ask_id: str
    table: str
    row_id: int


@dataclass(frozen=True, slots=True)
class AskExport:
    """Write all that `of` finds to a new file; several answers tell how far it is.

    `form`: ``json`` is one list, ``jsonl`` one object a line.
    """

    ask_id: str
    of: AskLog | AskRows
    path: str
    form: ExportForm
    may_replace: bool = False


@dataclass(frozen=True, slots=True)
class StopExport:
    """End the export of this id; what was written so far is taken away."""

    ask_id: str


FindAsk = AskSearch | AskLog | AskChoices | AskTables | AskRows | AskRow

ProjectAsk = AskProjects | AskProject | AskProjectAgents | AskCommands | AskCommandTurns

#: Answered by the store alone.
StoreAsk = AskTurns | AskTurnText | AskScores | AskEvents | AskActivity | ProjectAsk | AskObjective | FindAsk

#: Answered by the thread that only reads.
ReaderAsk = (
    StoreAsk | AskTranscript | AskFind | AskTranscriptExport | AskDoctor | AskHooks | AskSettings | AskStart | AskAbout
    | AskHelp | AskProjectFiles | AskArchive | AskExport | StopExport | AskRequest | AskRecording
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AskPastRange:
    """From when to when the board can be put back, and how much happened in each minute of the day of `at`."""

    ask_id: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AskBoardAt:
    """The board as it was at a moment; several answers tell how far the telling is."""

    ask_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StopPast:
    """The board of this id is not wanted any more."""

    ask_id: str


#: Answered by the thread that tells the past again.
PastAsk = AskPastRange | AskBoardAt | StopPast

PageAsk = ReaderAsk | AskGit | PastAsk
