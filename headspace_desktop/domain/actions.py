"""What the person wants: imperatives from the windows, the notifications and the command line to the engine.

An action may be refused with a `Trouble`; the refusal is told back to whoever asked (`request_id`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

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


# -- asks: routed by `app` to the reader, never to the engine -----------------


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
    """A window of a transcript for display: `before_bytes` None is its end."""

    ask_id: str
    path: str
    client: str = "claude"
    before_bytes: int | None = None
    after_bytes: int | None = None
    limit_entries: int = 200


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
class AskAbout:
    ask_id: str


PageAsk = AskTurns | AskEvents | AskTranscript | AskDoctor | AskHooks | AskSettings | AskStart | AskAbout

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
)
