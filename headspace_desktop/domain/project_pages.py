"""What the pages of projects and of the objective show: plain values that the reader fills in.

Pure; any thread. Text is as it was stored or read; whoever shows it makes it visible and bounds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from headspace_desktop.domain.model import CommandState, Objective, Outcome, TurnActor, TurnIntent

#: Files of a project that are told about, in the order of the page. Source: features, section 1.9.
ARTEFACTS = ("waypoint", "brain_reboot", "progress_summary")

#: The same folder as the original's, so that its files are found. Source: features, section 1.9.
FOLDER = "brain_reboot"


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """One project in the list. `last_seen_at` is the newest sign of any of its agents."""

    id: int
    name: str
    path: str
    branch: str
    github_repo: str
    description: str
    agents: int
    live_agents: int
    created_at: datetime
    last_seen_at: datetime | None
    is_paused: bool
    paused_at: datetime | None
    pause_reason: str


@dataclass(frozen=True, slots=True)
class ProjectsPage:
    ask_id: str
    projects: tuple[ProjectLine, ...]


@dataclass(frozen=True, slots=True)
class InferenceUsage:
    """What was asked of a language model for a project; a sum is None when no call told it."""

    calls: int
    failed: int
    input_tokens: int | None
    output_tokens: int | None
    cost_usd: float | None


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """`project` None: there is no such project any more."""

    ask_id: str
    project: ProjectLine | None
    usage: InferenceUsage | None = None


@dataclass(frozen=True, slots=True)
class AgentLine:
    """One agent in a project's list. `state` is the last verdict that was stored."""

    uuid: str
    name: str
    session_id: str
    state: str
    started_at: datetime
    last_seen_at: datetime
    ended_at: datetime | None
    commands: int
    turns: int
    transcript_path: str
    client: str


@dataclass(frozen=True, slots=True)
class AgentsPage:
    """`total` counts all that match, so that pages can be numbered."""

    ask_id: str
    agents: tuple[AgentLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class CommandHead:
    id: int
    uuid: str
    state: CommandState
    outcome: Outcome | None
    text: str
    started_at: datetime
    completed_at: datetime | None
    turns: int


@dataclass(frozen=True, slots=True)
class CommandsPage:
    """Newest first; `before_id` asks for the page after this one."""

    ask_id: str
    commands: tuple[CommandHead, ...]
    before_id: int | None


@dataclass(frozen=True, slots=True)
class TurnHead:
    """One turn, its text or summary cut short; `score` is its frustration where it was measured."""

    id: int
    actor: TurnActor
    intent: TurnIntent
    text: str
    is_summary: bool
    at: datetime
    entry_uuid: str | None
    score: int | None


@dataclass(frozen=True, slots=True)
class CommandTurnsPage:
    ask_id: str
    turns: tuple[TurnHead, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A file of a project as text; `is_cut` when it is longer than what is read."""

    artefact: str
    text: str
    changed_at: datetime
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class ArchiveEntry:
    """An archived file. `at` is the UTC moment in its name."""

    artefact: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ProjectFilesPage:
    """`why` says why nothing could be read, empty when it could. `repo` and `branch` are as git's files tell now."""

    ask_id: str
    documents: tuple[Document, ...] = ()
    archives: tuple[ArchiveEntry, ...] = ()
    repo: str = ""
    branch: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class ArchivePage:
    ask_id: str
    name: str
    document: Document | None


@dataclass(frozen=True, slots=True)
class PastObjective:
    """One line of the history; `ended_at` None is the present one."""

    id: int
    text: str
    constraints: str
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class ObjectivePage:
    """`before_id` asks for older lines of the history."""

    ask_id: str
    objective: Objective | None
    history: tuple[PastObjective, ...]
    before_id: int | None
