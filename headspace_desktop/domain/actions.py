"""What the person wants: imperatives from the windows, the notifications and the command line to the engine.

An action may be refused with a `Trouble`; the refusal is told back to whoever asked (`request_id`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from headspace_desktop.domain.model import Decision, Json


@dataclass(frozen=True, slots=True)
class SendReply:
    """Free text for an agent at its prompt (or queued while it works)."""

    agent_uuid: str
    text: str
    surface: str = "board"
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class AnswerAsk:
    """Answers to a question: one tuple of labels per item; a label that is no option is the "other" text."""

    agent_uuid: str
    ask_key: str
    answers: tuple[tuple[str, ...], ...]
    surface: str = "board"
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Decide:
    """Allow or deny a permission request or a plan."""

    agent_uuid: str
    ask_key: str
    decision: Decision
    message: str = ""
    surface: str = "board"
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class FocusAgent:
    agent_uuid: str
    surface: str = "board"
    activation_token: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class OpenTerminal:
    """Show the agent's pane in a terminal window of its own: nobody is attached to it."""

    agent_uuid: str
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ResumeAgent:
    """Go on with a session that has ended, inside tmux: there it can be typed to."""

    agent_uuid: str
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class InterruptAgent:
    """Press Escape in the agent's pane: only ever by the person's own wish (F-17)."""

    agent_uuid: str
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class MarkSeen:
    agent_uuid: str


@dataclass(frozen=True, slots=True)
class DismissAgent:
    """Take an ended or unknown agent off the board; its history stays."""

    agent_uuid: str


@dataclass(frozen=True, slots=True)
class Mute:
    """No bubbles until then; None ends it."""

    until_at: datetime | None


@dataclass(frozen=True, slots=True)
class StartAgent:
    project_path: str
    client: str = "claude"
    args: tuple[str, ...] = ()
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseHolds:
    """Hand every waiting question back to its terminal (quit, or the person asks for it)."""

    reason: str = "quit"


@dataclass(frozen=True, slots=True)
class Quit:
    pass


# -- attention and the person's own order ------------------------------------


@dataclass(frozen=True, slots=True)
class Snooze:
    """Not now: no bubble and last in the queue until then; None ends it."""

    agent_uuid: str
    until_at: datetime | None


@dataclass(frozen=True, slots=True)
class SetObjective:
    """What the person works towards. `is_new` closes the present one and opens another in the history."""

    text: str
    constraints: str = ""
    is_new: bool = False
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ForgetObjective:
    """Take a closed objective out of the history; the present one is refused."""

    history_id: int
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class SwitchPriority:
    """Whether agents are ordered by how much they serve the objective."""

    is_on: bool
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class TestBubble:
    """Show a sample notification, whatever the limits are."""

    request_id: str = ""


# -- agents and projects -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class RenameAgent:
    """The person's own name for an agent; an empty one gives the client's back."""

    agent_uuid: str
    name: str
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ShutDownAgent:
    """Ask the agent program to end, by its own command in its pane."""

    agent_uuid: str
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class AddProject:
    path: str
    name: str = ""
    github_repo: str = ""
    description: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ChangeProject:
    """Only the fields that are not None. `is_paused` stops all inference for the project."""

    project_id: int
    name: str | None = None
    path: str | None = None
    github_repo: str | None = None
    description: str | None = None
    is_paused: bool | None = None
    pause_reason: str | None = None
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class DeleteProject:
    """Forget a project with its agents, commands, turns and measurements; never a file in its folder."""

    project_id: int
    request_id: str = ""


# -- the store by hand -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EditRow:
    """Change columns of one row, as the data browser shows it. `before` are the values that were shown."""

    table: str
    row_id: int
    changes: Json
    before: Json
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ForgetLog:
    """Clear one of the logs: ``events`` or ``calls``."""

    log: str
    request_id: str = ""


#: What the store alone does, each done or refused whole.
DeskAction = (
    SetObjective | ForgetObjective | SwitchPriority | AddProject | ChangeProject | DeleteProject | EditRow | ForgetLog
)

Action = (
    SendReply
    | AnswerAsk
    | Decide
    | FocusAgent
    | OpenTerminal
    | ResumeAgent
    | InterruptAgent
    | MarkSeen
    | DismissAgent
    | Mute
    | StartAgent
    | ReleaseHolds
    | Quit
    | Snooze
    | SetObjective
    | ForgetObjective
    | SwitchPriority
    | TestBubble
    | RenameAgent
    | ShutDownAgent
    | AddProject
    | ChangeProject
    | DeleteProject
    | EditRow
    | ForgetLog
)
