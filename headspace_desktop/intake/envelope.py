"""What is known of a mail besides its content: the spool file's name, its times and the process table.

Intake thread. Every field of a name is untrusted: missing, overlong or nonsense is an unknown, never an error.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from headspace_desktop import processes
from headspace_desktop.clients import Envelope
from headspace_desktop.domain.model import PaneRef
from headspace_desktop.processes import Process, environ_of, look_up, moment_s

_TMUX = re.compile(r"(?P<server>[^/\0]+),(?P<pid>\d+),(?P<session>\d+)")
_PANE = re.compile(r"%\d{1,9}")
_VARIABLES = ("TMUX", "TMUX_PANE", "HEADSPACE_LAUNCH_ID")
#: Environments remembered; an agent is one of them, a fleet is a few dozen.
_REMEMBERED = 512
#: Slack between a process's start, known to a second at worst, and its first mail.
_START_SLACK_S = 2.0
#: How long what is known of a process is fresh.
_FRESH_S = 1.0


@dataclass(frozen=True, slots=True)
class Postmark:
    """The parts of a spool file's name: `$$.$CLAUDE_PID.$TMUX_PANE.${TMUX##*/}[.$CLAUDE_CODE_SESSION_ATTENDED]`.

    A program that does not tell its number leaves `p` and that of the process which started the hook's shell.
    """

    hook_pid: int | None = None
    agent_pid: int | None = None
    pane_id: str | None = None
    server: str | None = None  # the tmux socket's file name
    is_attended: bool | None = None
    parent_pid: int | None = None


def read_postmark(name: str) -> Postmark:
    """The postmark of a file name, as far as it makes sense."""
    hook, agent, pane, rest = [*name.split(".", 3), "", "", ""][:4]
    tmux, dot, attended = rest.rpartition(".")
    if not dot or attended not in {"", "0", "1"}:
        tmux, attended = rest, ""
    match = _TMUX.fullmatch(tmux)
    return Postmark(
        hook_pid=_pid(hook),
        agent_pid=_pid(agent),
        pane_id=pane if _PANE.fullmatch(pane) else None,
        server=match["server"] if match else None,
        is_attended={"0": False, "1": True}.get(attended),
        parent_pid=_pid(agent[1:]) if agent.startswith("p") else None,
    )


def _pid(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) <= 10 and int(text) > 0 else None


@dataclass(frozen=True, slots=True)
class _Process:
    name: str
    start: str
    environ: Mapping[str, str]


class Sorter:
    """Writes envelopes, and remembers the environment of each agent process that it met."""

    def __init__(self) -> None:
        self._looked_up: dict[int, tuple[float, Process | None]] = {}
        self._known: OrderedDict[tuple[int, str], Mapping[str, str]] = OrderedDict()

    def envelope(
        self, name: str, *, mtime_ns: int, offset: int, seen_at: datetime, is_agent: Callable[[str], bool]
    ) -> Envelope:  # fmt: skip
        """The envelope of the value at `offset` bytes of this file. Blocks: `processes.look_up`.

        `is_agent` tells whether a process of this name can be the one that sent it.
        """
        mark = read_postmark(name)
        at = min(datetime.fromtimestamp(mtime_ns / 1e9, UTC), seen_at)
        process = self._process(mark.agent_pid or mark.parent_pid, at.timestamp())
        pid = mark.agent_pid
        if pid is None and process is not None:
            if is_agent(process.name):
                pid = mark.parent_pid
            else:
                process = None  # a wrapper's end, taken for the agent's, would be a lie
        environ = process.environ if process else {}
        return Envelope(
            name=name,
            delivery_id=f"{name}:{mtime_ns}:{offset}",
            at=at,
            seen_at=seen_at,
            pid=pid,
            proc_start=process.start if process else None,
            pane=_pane(mark, environ),
            is_attended=mark.is_attended,
            launch_id=environ.get("HEADSPACE_LAUNCH_ID") or None,
        )

    def _process(self, pid: int | None, at_s: float) -> _Process | None:
        """The process that sent a mail at `at_s`; None if it is gone, also if its number was given away since."""
        process = self._look_up(pid, at_s) if pid is not None else None
        if pid is None or process is None:
            return None
        start = process.start
        started_s = moment_s(start)
        if started_s is not None and started_s > at_s + _START_SLACK_S:
            return None
        key = (pid, start)
        if key not in self._known:
            self._known[key] = environ_of(pid, *_VARIABLES)
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return _Process(process.name, start, self._known[key])

    def _look_up(self, pid: int, at_s: float) -> Process | None:
        """What is fresh is enough where each look costs a call of ps, and for mail that waited."""
        if processes.HAS_PROC and time.time() - at_s < _FRESH_S:
            return look_up(pid)
        now_s = time.monotonic()
        looked_s, process = self._looked_up.pop(pid, (-_FRESH_S, None))
        if process is None or now_s - looked_s >= _FRESH_S:
            looked_s, process = now_s, look_up(pid)
        self._looked_up[pid] = looked_s, process
        if len(self._looked_up) > _REMEMBERED:
            del self._looked_up[next(iter(self._looked_up))]
        return process


def _pane(mark: Postmark, environ: Mapping[str, str]) -> PaneRef | None:
    if mark.pane_id is None or mark.server is None:
        return None
    path = environ.get("TMUX", "").split(",", 1)[0]
    if path.startswith("/") and path.rsplit("/", 1)[-1] == mark.server:
        return PaneRef(path, mark.pane_id)
    # tmux resolves links in this folder (/tmp is one on macOS). Source: tmux(1), -L; tmux.c, make_label.
    folder = os.path.realpath(os.environ.get("TMUX_TMPDIR") or "/tmp")  # noqa: S108
    usual = f"{folder}/tmux-{os.getuid()}/{mark.server}"
    try:
        return PaneRef(usual, mark.pane_id) if stat.S_ISSOCK(os.stat(usual).st_mode) else None  # noqa: PTH116
    except (OSError, ValueError):
        return None
