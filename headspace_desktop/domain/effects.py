"""What the engine asks of the world: imperatives to exactly one room; a failure returns as an event."""

from __future__ import annotations

from dataclasses import dataclass, field

from headspace_desktop.domain.model import Ask, Decision, Json, PaneRef

# -- intake ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Forget:
    """These mails are committed: remove their files (only if they did not grow meanwhile)."""

    mails: tuple[tuple[str, int], ...]  # (path, size_bytes)


@dataclass(frozen=True, slots=True)
class SetAside:
    """This mail could not be taken: keep its file among the rejected ones, out of the way."""

    path: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class AnswerHold:
    """Answer the waiting hook. The client's own words are made from these by the receiver."""

    hold_id: str
    client: str
    ask: Ask
    decision: Decision
    reply_id: str
    message: str = ""
    answers: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ReleaseHold:
    """Give the question back to the terminal: an empty answer."""

    hold_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TellCaller:
    """Answer one request of the command line. `result` is JSON-ready; a refusal has `error`."""

    request_id: str
    result: Json = field(default_factory=dict)
    error_title: str = ""
    error_detail: str = ""
    error_remedy: str = ""


# -- transcripts, registry ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class FollowTranscript:
    """Read this file from its saved offset on, and go on reading while it grows."""

    path: str
    client: str
    session_id: str


@dataclass(frozen=True, slots=True)
class TellBacklog:
    """Say `BacklogTold` of the mail, and of each transcript, as soon as nothing waits there any more."""


@dataclass(frozen=True, slots=True)
class LeaveTranscript:
    path: str


@dataclass(frozen=True, slots=True)
class WatchRoot:
    """A client's configuration folder whose registry and transcripts are read."""

    client: str
    path: str


@dataclass(frozen=True, slots=True)
class WatchProcess:
    pid: int
    proc_start: str | None


# -- tmux and terminals ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WatchServer:
    """Sweep the panes of this tmux server from now on."""

    socket: str


@dataclass(frozen=True, slots=True)
class LookAtScreen:
    """Tell once what this agent's pane shows, and after that when something is written there.

    Without `agent_pid` nobody is known there: an agent program in the foreground is told, too.
    """

    pane: PaneRef
    client: str
    agent_pid: int | None
    tty: str


@dataclass(frozen=True, slots=True)
class TypeReply:
    """Type free text into the agent's prompt and press Enter; look before and after."""

    reply_id: str
    client: str
    pane: PaneRef
    agent_pid: int | None
    text: str


@dataclass(frozen=True, slots=True)
class TypeAnswer:
    """Answer the dialog on the screen with keys, navigated from what the screen really shows."""

    reply_id: str
    client: str
    pane: PaneRef
    agent_pid: int | None
    ask: Ask
    decision: Decision | None = None
    answers: tuple[tuple[str, ...], ...] = ()
    message: str = ""


@dataclass(frozen=True, slots=True)
class PressInterrupt:
    pane: PaneRef
    agent_pid: int | None
    request_id: str = ""
    agent_uuid: str = ""


@dataclass(frozen=True, slots=True)
class Focus:
    """Bring the terminal of this agent to the front: pane if it has one, else by pid and tty."""

    agent_uuid: str
    request_id: str
    pane: PaneRef | None
    pid: int | None
    tty: str = ""
    activation_token: str = ""


@dataclass(frozen=True, slots=True)
class ShowTerminal:
    """Open a terminal window that is attached to this pane."""

    agent_uuid: str
    request_id: str
    pane: PaneRef
    cwd: str = ""


@dataclass(frozen=True, slots=True)
class WatchLook:
    """Report what the person looks at while any of these agents waits or is freshly done; empty stops it."""

    agents: tuple[tuple[str, PaneRef | None, int | None], ...]


@dataclass(frozen=True, slots=True)
class StartSession:
    """Start an agent program inside a named tmux session."""

    request_id: str
    client: str
    project_path: str
    args: tuple[str, ...] = ()


# -- notify ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BubbleAction:
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class ShowBubble:
    """Show or replace the notification with this key. Texts are plain; the room escapes them."""

    key: str
    title: str
    body: str
    actions: tuple[BubbleAction, ...] = ()
    can_reply: bool = False
    is_urgent: bool = False
    with_sound: bool = False
    agent_uuid: str = ""
    ask_key: str = ""  # what its buttons decide: an older bubble's button never decides a newer question


@dataclass(frozen=True, slots=True)
class WithdrawBubble:
    key: str


IntakeEffect = Forget | SetAside | AnswerHold | ReleaseHold | TellCaller
TranscriptEffect = FollowTranscript | LeaveTranscript
RegistryEffect = WatchRoot | WatchProcess
KeyEffect = TypeReply | TypeAnswer | PressInterrupt
TmuxEffect = WatchServer | LookAtScreen | KeyEffect | Focus | ShowTerminal | WatchLook | StartSession
NotifyEffect = ShowBubble | WithdrawBubble

#: `TellBacklog` goes to whoever reads from the disk.
Effect = TellBacklog | IntakeEffect | TranscriptEffect | RegistryEffect | TmuxEffect | NotifyEffect
