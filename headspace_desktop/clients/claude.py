"""Claude Code: the value that knows its files, hooks, transcripts, answers and screens. Pure; any thread.

The pieces are beside it (`claude_hooks`, `claude_lines`, `claude_screen`, `claude_answers`); it opens no file itself.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from headspace_desktop.clients import Entry, Envelope, HookSpec, LineCursor, ScreenReading, Version
from headspace_desktop.clients.claude_answers import hold_answer
from headspace_desktop.clients.claude_entries import read_call, read_entries, read_subagent
from headspace_desktop.clients.claude_fields import Fields, decode
from headspace_desktop.clients.claude_hooks import HOOKS, NAME, read_mail
from headspace_desktop.clients.claude_lines import read_line
from headspace_desktop.clients.claude_screen import read_screen
from headspace_desktop.domain.effects import AnswerHold
from headspace_desktop.domain.events import SessionEvidence
from headspace_desktop.domain.model import Json, RegistryReading

#: The native installation runs a file named after its version (`…/claude/versions/2.1.330`).
_VERSION = re.compile(r"\d+\.\d+\.\d+(-[\w.]+)?\Z")


class Claude:
    """See `Client`; facts: docs on agent clients, sections 3 to 5."""

    name: str = NAME
    title: str = "Claude Code"
    hooks: tuple[HookSpec, ...] = HOOKS
    packages: tuple[str, ...] = ("@anthropic-ai/claude-code",)  # and those of its platforms, `…-linux-x64`
    policy_folders: tuple[str, ...] = ("/etc/claude-code", "/Library/Application Support/ClaudeCode")
    tells_state_since: Version = (2, 1, 119)  # there is no file before 2.1.83, and no status in it before this one
    exit_text: str = "/exit"

    def config_roots(self, env: Mapping[str, str], home: str) -> tuple[str, ...]:
        usual = posixpath.join(home, ".claude")
        own = env.get("CLAUDE_CONFIG_DIR", "").strip()
        if not own:
            return (usual,)
        chosen = posixpath.normpath(posixpath.join(home, own[2:]) if own.startswith("~/") else own)
        return (chosen,) if chosen == usual else (chosen, usual)

    def programs(self, home: str) -> tuple[str, ...]:
        return tuple(posixpath.join(home, *place) for place in ((".local", "bin", NAME), (".claude", "local", NAME)))

    def root_of_transcript(self, transcript_path: str) -> str | None:
        folder = posixpath.dirname(transcript_path)
        while folder not in {"", "/"}:
            parent, name = posixpath.split(folder)
            if name == "projects":
                return parent or None
            folder = parent
        return None

    def settings_file(self, root: str) -> str:
        return posixpath.join(root, "settings.json")

    def registry_dir(self, root: str) -> str | None:
        return posixpath.join(root, "sessions")

    def transcripts_dir(self, root: str) -> str:
        return posixpath.join(root, "projects")

    def read_mail(self, payload: Any, envelope: Envelope) -> tuple[list[SessionEvidence], list[str]]:
        return read_mail(payload, envelope)

    def read_line(self, line: bytes, cursor: LineCursor) -> list[SessionEvidence]:
        return read_line(line, cursor)

    def read_entries(self, line: bytes, offset_bytes: int, *, of_subagent: bool = False) -> list[Entry]:
        return read_entries(line, offset_bytes, of_subagent=of_subagent)

    def read_subagent(self, meta: bytes) -> str:
        return read_subagent(meta)

    def read_call(self, line: bytes, tool_use_id: str) -> Json | None:
        return read_call(line, tool_use_id)

    def read_registry(self, raw: bytes, path: str, seen_at: datetime) -> RegistryReading:
        values = decode(raw)
        if not isinstance(values, Mapping):
            raise ValueError("a live-session file is an object")  # noqa: TRY004  one sort of error for all content
        fields = Fields(values, [])
        pid = fields.number("pid")
        if pid is None or not 0 < pid < 2**31 or pid != int(pid):
            raise ValueError("a live-session file names its process")
        session_id = fields.text("sessionId")
        if not session_id:
            raise ValueError("a live-session file names its session")
        status_at = fields.moment("statusUpdatedAt") or fields.moment("updatedAt") or fields.moment("startedAt")
        return RegistryReading(
            path=path,
            pid=int(pid),
            proc_start=_proc_start(values.get("procStart")),
            session_id=session_id,
            status=fields.text("status"),
            waiting_for=fields.text("waitingFor"),
            status_at=min(status_at, seen_at) if status_at else seen_at,  # a clock that is ahead tells nothing of later
            seen_at=seen_at,
            cwd=fields.text("cwd"),
            name=fields.text("name"),
            kind=fields.text("kind"),
            entrypoint=fields.text("entrypoint"),
            version=fields.text("version"),
            tmux=fields.text("tmux"),
            started_at=fields.moment("startedAt"),
        )

    def hold_answer(self, answer: AnswerHold) -> bytes:
        return hold_answer(answer)

    def read_screen(self, lines: list[str], width: int = 0) -> ScreenReading:
        return read_screen(lines, width)

    def resume_args(self, session_id: str) -> tuple[str, ...]:
        if _SESSION_ID.fullmatch(session_id) is None:
            raise ValueError("not a session id")
        return ("--resume", session_id)

    def is_process(self, command: str) -> bool:
        name = posixpath.basename(command.strip().split(" ", 1)[0])
        return name in {"claude", "claude.exe"} or _VERSION.fullmatch(name) is not None


#: Clock ticks since boot on Linux; on macOS what ``LC_ALL=C TZ=UTC ps -o lstart=`` says. Source: Claude Code 2.1.330.
_PROC_START = re.compile(r"[0-9]{1,20}|\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}", re.ASCII)


#: It becomes an argument, so it must not look like an option.
_SESSION_ID = re.compile(r"[0-9a-fA-F][0-9a-fA-F-]{7,63}")


def _proc_start(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and _PROC_START.fullmatch(value) else None


CLAUDE = Claude()
