"""What the panels want to know: questions that `app` routes to the rooms that only read, never to the engine.

Each carries an `ask_id`; the answer is a `PageReady` with the same one. Values only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

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


#: Answered by the store alone.
StoreAsk = AskTurns | AskEvents

PageAsk = StoreAsk | AskTranscript | AskDoctor | AskHooks | AskSettings | AskStart | AskAbout
