"""One file per agent program: what its hooks, transcripts, registry and dialogs look like. Pure translation.

A client is a value that implements `Client`; to support another program write one file and add it to `ALL`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from headspace_desktop.domain.effects import AnswerHold
from headspace_desktop.domain.events import SessionEvidence
from headspace_desktop.domain.model import Json, PaneRef, RegistryReading

#: Major, minor and patch level of an agent program.
Version = tuple[int, int, int]
_VERSION = re.compile(r"(\d{1,6})\.(\d{1,6})\.(\d{1,6})")

#: Stands in a transcript line where the middle of a giant one was left out; NUL cannot occur in JSON.
LINE_CUT = b"\0cut\0"


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is known of a mail besides its content: from the spool file's name, times, and the process table."""

    name: str
    delivery_id: str
    at: datetime
    seen_at: datetime
    pid: int | None = None
    proc_start: str | None = None
    pane: PaneRef | None = None
    is_attended: bool | None = None
    launch_id: str | None = None


@dataclass(slots=True)
class LineCursor:
    """What a transcript's earlier lines leave behind for the next one. Owned by one reader."""

    path: str
    seen_at: datetime
    offset_bytes: int = 0  # of the line that is read now
    session_id: str = ""
    prompt_id: str | None = None
    cwd: str = ""
    branch: str = ""
    version: str = ""
    notes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edit:
    """One piece of a file before and after; an empty `before` is a new file."""

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of a conversation as the transcript panel shows it.

    `text` of a folded entry is only its beginning; `size_chars` tells how long it is in the file.
    """

    kind: str  # "user", "assistant", "thinking", "tool", "result", "system"
    text: str
    at: datetime | None = None
    uuid: str = ""
    tool: str = ""
    summary: str = ""  # of a tool's input, in one line
    tool_use_id: str = ""
    is_error: bool = False
    is_machine: bool = False
    is_folded: bool = False
    size_chars: int = 0
    offset_bytes: int = 0
    edits: tuple[Edit, ...] = ()  # what a tool's input changes
    code: str = ""  # a command or a new file in a tool's input, and the language or file name that it is of
    code_name: str = ""
    images: tuple[str, ...] = ()  # as data addresses


@dataclass(frozen=True, slots=True)
class HookSpec:
    """One hook that we install. `is_deciding` hooks also ask on the answer wire.

    `since` is the first version of the program that knows its event: an older one ignores the whole settings file.
    """

    event: str
    matcher: str = ""
    timeout_s: int = 5
    is_deciding: bool = False
    is_bulky: bool = False  # goes to spool/tool/
    since: Version = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class ScreenOption:
    number: int | None
    label: str
    is_marked: bool  # the cursor stands on it
    is_checked: bool | None = None  # of a multi-select
    row: int = 0


@dataclass(frozen=True, slots=True)
class Dialog:
    """A dialog as the screen really shows it."""

    kind: str  # "permission", "question", "plan", "submit", "other"
    title: str
    options: tuple[ScreenOption, ...]
    is_multi: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class ScreenReading:
    """What a client's screen shows: a dialog, or its input box with what is typed there.

    `certain` is the kind of a dialog that nothing else can look like ("form" besides the kinds of `Dialog`); one that
    is only in `dialog` will do to find a choice on it, not to say that the agent waits.
    """

    dialog: Dialog | None = None
    has_prompt: bool = False
    prompt_text: str = ""
    is_busy: bool = False
    certain: str = ""


class Client(Protocol):
    """An agent program. Pure: bytes in, values out; raises ValueError on what cannot be read at all."""

    name: str
    title: str
    hooks: tuple[HookSpec, ...]
    packages: tuple[str, ...]  # names of the packages that it comes in
    policy_folders: tuple[str, ...]  # where whoever manages a machine puts settings that the person cannot change
    tells_state_since: Version  # the first version whose live-session file says what a session does
    exit_text: str  # what ends it, typed at its prompt

    def config_roots(self, env: Mapping[str, str], home: str) -> tuple[str, ...]:
        """Its configuration folders on this machine, the usual one first; they need not exist."""

    def programs(self, home: str) -> tuple[str, ...]:
        """Where its installers put it, for a PATH that does not lead there; they need not exist."""

    def root_of_transcript(self, transcript_path: str) -> str | None:
        """The configuration folder that a transcript path belongs to."""

    def settings_file(self, root: str) -> str:
        """The file that its hooks are installed in."""

    def registry_dir(self, root: str) -> str | None:
        """The folder of its live-session files."""

    def transcripts_dir(self, root: str) -> str:
        """The folder below which its transcripts lie."""

    def read_mail(self, payload: Any, envelope: Envelope) -> tuple[list[SessionEvidence], list[str]]:
        """One parsed hook payload as evidence, with anomalies in words. Unknown events give none of either."""

    def read_line(self, line: bytes, cursor: LineCursor) -> list[SessionEvidence]:
        """One complete transcript line as evidence; moves the cursor's notes on."""

    def read_entries(self, line: bytes, offset_bytes: int, *, of_subagent: bool = False) -> list[Entry]:
        """One complete transcript line for display; nothing for lines that are no conversation, or unreadable."""

    def read_subagent(self, meta: bytes) -> str:
        """The id of the tool call that a subagent's transcript belongs to, from the note beside it; or nothing."""

    def read_call(self, line: bytes, tool_use_id: str) -> Json | None:
        """The input of this tool call, when this complete transcript line is the one that makes it."""

    def read_registry(self, raw: bytes, path: str, seen_at: datetime) -> RegistryReading:
        """One live-session file."""

    def hold_answer(self, answer: AnswerHold) -> bytes:
        """What the waiting hook prints."""

    def read_screen(self, lines: list[str], width: int = 0) -> ScreenReading:
        """What the visible pane shows (escape sequences kept); with its width whether a dialog is certain."""

    def resume_args(self, session_id: str) -> tuple[str, ...]:
        """The arguments that go on with a session; raises ValueError for what is no session id."""

    def is_process(self, command: str) -> bool:
        """Whether a process name (`comm` or argv[0]) is this program."""


def read_version(text: str) -> Version | None:
    """The first version number in a text."""
    found = _VERSION.search(text)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def written(version: Version) -> str:
    """As people write it."""
    return ".".join(map(str, version))


def hooks_for(client: Client, version: Version | None) -> tuple[HookSpec, ...]:
    """The hooks that this version knows; all where it is not known."""
    return tuple(spec for spec in client.hooks if version is None or spec.since <= version)


def by_name(name: str) -> Client:
    """The client with this name.

    Raises: KeyError for an unknown one.
    """
    return _BY_NAME[name]


def known() -> tuple[Client, ...]:
    """Every client that this version supports."""
    return tuple(_BY_NAME.values())


from headspace_desktop.clients.claude import CLAUDE  # noqa: E402  the value needs the types above

_BY_NAME: dict[str, Client] = {CLAUDE.name: CLAUDE}
