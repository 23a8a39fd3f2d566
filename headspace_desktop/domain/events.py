"""What happened: every message that may change what we hold to be true. Past participles; cannot be refused.

Frozen values, made in any room, taken in order by the engine. The union `Event` is matched exhaustively there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from headspace_desktop.domain.limits import Limits
from headspace_desktop.domain.model import (
    Ask,
    BackgroundTask,
    FileOffset,
    Json,
    PaneRef,
    RegistryReading,
    ReplyStage,
    Source,
    Usage,
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an evidence comes from.

    `at` is the moment of the evidence itself, `seen_at` when we met it (both aware UTC). `delivery_id` is unique
    for ever: a known one is dropped. Source: architecture, section 6.
    """

    source: Source
    delivery_id: str
    at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Clues:
    """By what an agent may be recognised; every field may be missing."""

    client: str
    session_id: str | None = None
    pid: int | None = None
    proc_start: str | None = None
    pane: PaneRef | None = None
    cwd: str | None = None
    transcript_path: str | None = None
    entrypoint: str | None = None
    is_attended: bool | None = None
    launch_id: str | None = None
    version: str | None = None
    branch: str | None = None
    tmux_session: str | None = None
    tty: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Common to all that a session itself says, by hook or in its transcript."""

    origin: Origin
    clues: Clues
    subagent_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStarted(Evidence):
    reason: str  # startup | resume | clear | compact | fork
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded(Evidence):
    reason: str  # clear | resume | prompt_input_exit | other


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptSubmitted(Evidence):
    text: str
    prompt_id: str | None = None
    is_machine: bool = False
    is_joined: bool = False  # it went into the turn that runs
    entry_uuid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptWithdrawn(Evidence):
    """A prompt that waited for the turn to end went back into the input box: it was not sent."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolStarted(Evidence):
    tool_use_id: str
    tool: str
    detail: str  # one line: the command, the file, the pattern
    entry_uuid: str | None = None
    would_ask: Ask | None = None  # from the transcript: the permission request that this call may lead to


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolFinished(Evidence):
    tool_use_id: str
    tool: str = ""
    is_error: bool = False
    is_denied: bool = False
    answers: tuple[tuple[str, ...], ...] = ()  # of an answered question, one tuple of labels per item
    text: str = ""  # the answer in words, where the person gave one
    entry_uuid: str | None = None
    is_untold: bool = False  # it is over; whether it ran or was refused is not said
    is_by_person: bool = False  # the person was asked for this call in a dialog, and said so


@dataclass(frozen=True, slots=True, kw_only=True)
class InputAsked(Evidence):
    """A permission request, a question, a plan or a form is before the person."""

    ask: Ask


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionRaised(Evidence):
    """A notification of the client: a late and generic sign (F-42: it never makes a turn)."""

    kind: str  # permission_prompt | idle_prompt | elicitation_dialog | agent_needs_input | …
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnStopped(Evidence):
    last_text: str
    prompt_id: str | None = None
    background: tuple[BackgroundTask, ...] = ()
    is_background_known: bool = True  # a transcript only counts sub-agents: `background` may be short and nameless


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnFailed(Evidence):
    error: str  # rate_limit | overloaded | authentication_failed | billing_error | server_error | …
    text: str = ""
    resets_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnInterrupted(Evidence):
    entry_uuid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSaid(Evidence):
    """A text block of the agent, from the transcript: known by its entry uuid."""

    entry_uuid: str
    text: str
    message_id: str = ""
    is_final: bool = False  # the model ended its turn with it


@dataclass(frozen=True, slots=True, kw_only=True)
class SubagentStarted(Evidence):
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubagentStopped(Evidence):
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompactionStarted(Evidence):
    trigger: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompactionFinished(Evidence):
    trigger: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryChanged(Evidence):
    cwd: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageReported(Evidence):
    """Tokens and limits; count `message_id` once over all files (a message is several lines)."""

    usage: Usage
    message_id: str = ""


SessionEvidence = (
    SessionStarted
    | SessionEnded
    | PromptSubmitted
    | PromptWithdrawn
    | ToolStarted
    | ToolFinished
    | InputAsked
    | AttentionRaised
    | TurnStopped
    | TurnFailed
    | TurnInterrupted
    | TextSaid
    | SubagentStarted
    | SubagentStopped
    | CompactionStarted
    | CompactionFinished
    | DirectoryChanged
    | UsageReported
)


# -- envelopes: what a room read at once, committed at once -------------------


@dataclass(frozen=True, slots=True)
class MailOpened:
    """One spool file, taken and translated. `name` is its file name, `path` where it waits to be forgotten."""

    name: str
    path: str
    size_bytes: int
    evidence: tuple[SessionEvidence, ...]
    anomalies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TranscriptRead:
    """New complete lines of one transcript; `offset` is saved with what they said, in one transaction."""

    offset: FileOffset
    evidence: tuple[SessionEvidence, ...]
    is_caught_up: bool = True
    anomalies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BacklogTold:
    """All that waited at this source has been told: ``mail``, or the path of a transcript."""

    source: str


@dataclass(frozen=True, slots=True)
class RegistrySeen:
    client: str
    reading: RegistryReading
    delivery_id: str


@dataclass(frozen=True, slots=True)
class RegistryGone:
    client: str
    path: str
    pid: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ProcessEnded:
    pid: int
    proc_start: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class PaneSeen:
    pane: PaneRef
    session_name: str
    pid: int
    command: str
    cwd: str
    tty: str
    title: str = ""
    is_dead: bool = False
    is_shown: bool = False  # an attached client shows it now


@dataclass(frozen=True, slots=True)
class PanesSeen:
    """One sweep over one tmux server. A server that is gone is a sweep without panes."""

    socket: str
    panes: tuple[PaneSeen, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class ScreenSeen:
    """A look at an agent's pane: see `model.PaneReading`. `is_watched`: a `ScreenMoved` follows when it changes.

    `stranger` tells who runs there, where only the name of a program was known.
    """

    pane: PaneRef
    shows: str
    dialog: str
    at: datetime
    agent_pid: int | None = None
    is_watched: bool = False
    stranger: Clues | None = None


@dataclass(frozen=True, slots=True)
class ScreenMoved:
    """Something was written to a pane, for the first time since the last look at it."""

    pane: PaneRef
    at: datetime


@dataclass(frozen=True, slots=True)
class HoldOpened:
    """A deciding hook waits for an answer. `delivery_name` is the spool file by which it mailed itself."""

    hold_id: str
    delivery_name: str
    client: str
    session_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HoldClosed:
    hold_id: str
    reason: str  # answered | gone | timeout | released
    at: datetime


@dataclass(frozen=True, slots=True)
class ReplyMoved:
    """A reply reached its next stage, or failed with its reason."""

    reply_id: str
    stage: ReplyStage
    at: datetime
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FocusFinished:
    agent_uuid: str
    request_id: str
    is_ok: bool
    at: datetime
    detail: str = ""
    remedy: str = ""
    attach_command: str = ""


@dataclass(frozen=True, slots=True)
class StartFinished:
    request_id: str
    is_ok: bool
    at: datetime
    launch_id: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class LookSeen:
    """What the person has before their eyes now; `agent_uuids` is empty when that cannot be known."""

    agent_uuids: tuple[str, ...]
    is_known: bool
    at: datetime
    is_typing: bool = False  # the last input was a moment ago; False where that cannot be read


@dataclass(frozen=True, slots=True)
class ShortcutPressed:
    """The person pressed the key for who is next, wherever they are."""

    at: datetime


@dataclass(frozen=True, slots=True)
class DesktopQuiet:
    """The desktop's own do-not-disturb. `source` names who said so."""

    is_quiet: bool
    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class InterruptFinished:
    """Escape was pressed in the agent's pane, or why not."""

    agent_uuid: str
    request_id: str
    is_ok: bool
    at: datetime
    detail: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class BubbleActed:
    """The person used a notification. `action` is ``default``, an action key of the bubble, or ``reply``.

    `activation_token` lets a window come to the front where the desktop asks for one (Wayland, xdg-activation).
    `ask_key` is the question that the bubble showed.
    """

    key: str
    action: str
    text: str
    at: datetime
    activation_token: str = ""
    ask_key: str = ""


@dataclass(frozen=True, slots=True)
class BubbleClosed:
    key: str
    reason: str  # expired | dismissed | withdrawn | unknown
    at: datetime


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """The person saved settings; each room has got its own slice already. `limits` is the engine's."""

    values: Json = field(default_factory=dict)
    limits: Limits | None = None


WorldEvent = (
    MailOpened
    | TranscriptRead
    | BacklogTold
    | RegistrySeen
    | RegistryGone
    | ProcessEnded
    | PanesSeen
    | ScreenSeen
    | ScreenMoved
    | HoldOpened
    | HoldClosed
    | ReplyMoved
    | FocusFinished
    | StartFinished
    | LookSeen
    | ShortcutPressed
    | DesktopQuiet
    | InterruptFinished
    | BubbleActed
    | BubbleClosed
    | SettingsChanged
)

Event = SessionEvidence | WorldEvent
