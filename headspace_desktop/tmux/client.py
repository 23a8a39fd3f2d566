"""One tmux server, spoken to by its own command: exact bytes, a timeout, every failure a trouble.

Any thread, no state. Each call is one short process (some 5 ms); it never decides whether to type.
"""

from __future__ import annotations

import os
import secrets
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from headspace_desktop.domain.events import PaneSeen, PanesSeen
from headspace_desktop.domain.model import PaneRef
from headspace_desktop.troubles import PaneGone, TmuxFailed, TmuxMissing, TmuxServerGone

_SERVER_GONE = ("no server running", "error connecting to", "lost server", "server exited", "connection refused")
_PANE_GONE = ("can't find pane", "can't find window", "can't find session", "no such pane")
_PANE_FIELDS = (
    "pane_id",
    "session_name",
    "pane_pid",
    "pane_current_command",
    "pane_current_path",
    "pane_tty",
    "pane_title",
    "pane_dead",
    "?#{&&:#{session_attached},#{window_active}},#{?window_zoomed_flag,#{pane_active},1},0",
)
_STATE_FIELDS = ("pane_id", "pane_pid", "pane_tty", "pane_dead", "pane_in_mode", "pane_synchronized", "pane_input_off")
_CLIENT_FIELDS = ("client_tty", "client_pid", "client_session", "client_activity", "client_control_mode", "pane_id")


@dataclass(frozen=True, slots=True)
class TerminalClient:
    """A terminal that is attached to the server. `activity` is a Unix time in seconds."""

    tty: str
    pid: int
    session: str
    activity: int
    pane_id: str = ""  # what it shows
    is_control: bool = False


@dataclass(frozen=True, slots=True)
class PaneState:
    """What matters before a key is sent."""

    pane_id: str
    pid: int
    tty: str
    is_dead: bool
    mode_count: int
    is_synchronised: bool
    is_input_off: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A pane as it is drawn: the process that it was started with, and its lines, `width` columns each."""

    pid: int
    cwd: str
    width: int
    has_cursor: bool  # it shows one: an editor, a pager, a shell
    lines: tuple[str, ...]


def default_socket() -> str:
    """The socket of the server that plain `tmux` speaks to. Source: tmux(1), -L."""
    folder = os.environ.get("TMUX_TMPDIR") or "/tmp"  # noqa: S108  tmux's own default
    return str(Path(folder).resolve() / f"tmux-{os.getuid()}" / "default")


class TmuxClient:
    """Calls `tmux -S socket …`. Every method blocks for one process and raises the troubles of this file's errors."""

    def __init__(self, socket: str, timeout_s: float) -> None:
        self.socket = socket or default_socket()
        self.timeout_s = timeout_s

    def run(self, *args: str, stdin: bytes | None = None) -> str:
        """Run one tmux command; its output, undecodable bytes replaced.

        Raises: TmuxMissing, TmuxServerGone, PaneGone, TmuxFailed.
        """
        try:
            done = subprocess.run(
                ["tmux", "-u", "-S", self.socket, *args],
                input=stdin,
                stdin=subprocess.DEVNULL if stdin is None else None,
                capture_output=True,
                timeout=self.timeout_s,
                check=False,
            )
        except FileNotFoundError as error:
            raise TmuxMissing from error
        except subprocess.TimeoutExpired as error:
            raise TmuxFailed(f"{args[0]}: no answer in {self.timeout_s:g} s") from error
        except (OSError, ValueError) as error:
            raise TmuxFailed(f"{args[0]}: {error}") from error
        if done.returncode:
            raise _trouble(args[0], done.stderr.decode(errors="replace").strip())
        return done.stdout.decode(errors="replace")

    def table(self, fields: Sequence[str], *args: str) -> list[list[str]]:
        """Rows of a list command. Names are foreign text, so an unguessable mark separates the fields."""
        mark = secrets.token_hex(8)
        form = f"<{mark}>" + f"|{mark}|".join(f"#{{{field}}}" for field in fields)
        rows = self.run(*args, "-F", form).split(f"<{mark}>")[1:]
        parts = [row.removesuffix("\n").split(f"|{mark}|") for row in rows]
        return [part for part in parts if len(part) == len(fields)]

    def panes(self) -> PanesSeen:
        """Every pane of the server, each once, in one call.

        Source: desktop notes, section 5 (6.6 ms for 100 panes; the object walk of libtmux takes 703).
        """
        seen: dict[str, PaneSeen] = {}
        for pane_id, session, pid, command, path, tty, title, is_dead, is_shown in self.table(
            _PANE_FIELDS, "list-panes", "-a"
        ):
            pane = PaneSeen(
                pane=PaneRef(self.socket, pane_id),
                session_name=session,
                pid=_number(pid),
                command=command,
                cwd=path,
                tty=tty,
                title=title,
                is_dead=is_dead == "1",
                is_shown=is_shown == "1",
            )
            if pane_id not in seen or pane.is_shown:
                seen[pane_id] = pane
        return PanesSeen(self.socket, tuple(seen.values()), datetime.now(UTC))

    def state(self, pane_id: str) -> PaneState:
        """How this pane is now.

        Raises: PaneGone, also for an id that tmux would take for something else.
        """
        self._check(pane_id)
        rows = self.table(_STATE_FIELDS, "list-panes", "-t", pane_id)
        for found, pid, tty, is_dead, modes, is_synchronised, is_off in rows:
            if found == pane_id:
                return PaneState(
                    found, _number(pid), tty, is_dead == "1", _number(modes), is_synchronised == "1", is_off == "1"
                )
        raise PaneGone(pane_id)

    def picture(self, pane_id: str) -> Picture:
        """The visible lines as they are drawn, with their colours, and what else tells whose they are."""
        self._check(pane_id)
        fields = ("pane_id", "pane_pid", "pane_width", "cursor_flag", "pane_current_path")
        form = "|".join(f"#{{{field}}}" for field in fields)
        said = self.run("display-message", "-p", "-t", pane_id, form, ";", "capture-pane", "-p", "-e", "-t", pane_id)
        head, _, lines = said.partition("\n")
        found, pid, width, has_cursor, cwd = (*head.split("|", 4), "", "", "", "")[:5]
        if found != pane_id:
            raise PaneGone(pane_id)
        return Picture(_number(pid), cwd, _number(width), has_cursor != "0", tuple(lines.split("\n")))

    def capture(self, pane_id: str) -> list[str]:
        """The visible lines with their colours; lines that tmux wrapped are joined."""
        self._check(pane_id)
        return self.run("capture-pane", "-p", "-J", "-e", "-t", pane_id).split("\n")

    def paste(self, pane_id: str, text: str) -> None:
        """Put text into the pane as one bracketed paste; newlines stay newlines, nothing is submitted.

        Source: desktop notes, section 5 (`send-keys -l` eats a trailing ``;`` and cannot carry 200 KB).
        """
        self._check(pane_id)
        buffer = f"headspace-{secrets.token_hex(6)}"
        self.run("load-buffer", "-b", buffer, "-", stdin=text.encode(errors="replace"))
        try:
            self.run("paste-buffer", "-p", "-r", "-d", "-b", buffer, "-t", pane_id)
        except PaneGone:
            self.run("delete-buffer", "-b", buffer)
            raise

    def keys(self, pane_id: str, *names: str) -> None:
        """Press named keys, such as ``Enter`` or ``Down``."""
        self._check(pane_id)
        self.run("send-keys", "-t", pane_id, *names)

    def leave_mode(self, pane_id: str) -> None:
        """Leave copy mode or another mode of tmux."""
        self._check(pane_id)
        self.run("send-keys", "-t", pane_id, "-X", "cancel")

    def clients(self) -> list[TerminalClient]:
        """Every attached client, control clients too."""
        return [
            TerminalClient(tty, _number(pid), session, _number(activity), pane_id, is_control == "1")
            for tty, pid, session, activity, is_control, pane_id in self.table(_CLIENT_FIELDS, "list-clients")
        ]

    def _check(self, pane_id: str) -> None:
        if not (pane_id.startswith("%") and pane_id[1:].isascii() and pane_id[1:].isdigit()):
            raise PaneGone(f"{pane_id!r} is no pane id")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _trouble(command: str, message: str) -> TmuxFailed | PaneGone:
    lowered = message.lower()
    if any(sign in lowered for sign in _SERVER_GONE):
        return TmuxServerGone(message)
    if any(sign in lowered for sign in _PANE_GONE):
        return PaneGone(message)
    return TmuxFailed(f"{command}: {message}")
