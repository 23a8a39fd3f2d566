"""One simulated session as it shows on the disk: hooks in the spool, lines of a transcript, a live-session file.

Fleet thread. The shapes are those of recorded sessions of 2.1.330; what goes wrong with the mail goes wrong here.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from headspace_desktop.app.fleet.habits import Habits
from headspace_desktop.processes import look_up

VERSION = "2.1.330"

#: A late mail is overtaken by what follows within this time; the agent program itself waits for no hook longer.
LATE_S = (0.05, 0.35)
#: The transcript trails behind the hooks.
TRAIL_S = (0.02, 0.25)
#: Never lost: an agent of whom nothing is told cannot be known.
_SURE = frozenset({"SessionStart"})


class Ground(Protocol):
    """What a session stands on; see `room.Fleet`."""

    root: Path
    habits: Habits

    def now(self) -> datetime: ...
    def after(self, wait_s: float, do: Any) -> None: ...
    def next_number(self) -> int: ...
    def deliver(self, name: str, text: str) -> None: ...


class Body:
    """A process that stands for the agent program. It ends with us, whatever becomes of us: its input ends."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        self.pid = self._process.pid
        found = look_up(self.pid)
        self.start = found.start if found is not None else ""

    def kill(self) -> None:
        """End it without a word; twice is no error."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.kill()
        self._process.wait(5)


class Session:
    """What the agent program writes. `skew` is by how much its clock is ahead."""

    def __init__(self, ground: Ground, chance: random.Random, cwd: Path, branch: str, name: str) -> None:
        self._ground, self._random = ground, chance
        self._cwd, self._branch, self._name = cwd, branch, name
        self.body = Body()
        self._began_at = ground.now()
        self.skew = timedelta(0)
        self.prompt_id = ""
        self.id = ""
        self._written_at = self._call_told_at = datetime.min.replace(tzinfo=UTC)
        self._transcript: Path
        self.renew()

    def renew(self) -> None:
        """Another session in the same process, as after /clear."""
        self.id = self._uuid()
        self.prompt_id = ""
        folder = self._ground.root / "projects" / str(self._cwd).replace("/", "-").replace(".", "-")
        folder.mkdir(parents=True, exist_ok=True)
        self._transcript = folder / f"{self.id}.jsonl"

    def revive(self) -> None:
        """The same session in a new process."""
        self.body.kill()
        self.body = Body()
        self._began_at = self._ground.now()

    def leave(self) -> None:
        """The program ends as it should: its live-session file goes with it."""
        self._file().unlink(missing_ok=True)
        self.body.kill()

    def new_prompt(self) -> None:
        self.prompt_id = self._uuid()

    # -- the three witnesses

    def hook(self, event: str, **fields: Any) -> str:
        """One mail, perhaps late, lost or doubled; its name."""
        payload = {
            "session_id": self.id, "transcript_path": str(self._transcript), "cwd": str(self._cwd),
            "prompt_id": self.prompt_id or None, "permission_mode": "default", "hook_event_name": event, **fields,
        }  # fmt: skip
        text = json.dumps({key: value for key, value in payload.items() if value is not None})
        habits, name = self._ground.habits, self._mail_name()
        fate = self._random.random()
        if fate < habits.lost and event not in _SURE:
            return name
        is_late = self._random.random() < habits.late and event not in _SURE
        wait_s = self._random.uniform(*LATE_S) if is_late else 0.0
        if event == "PostToolUse":
            self._call_told_at = self._ground.now() + timedelta(seconds=wait_s)
        elif event == "PostToolBatch":  # the program waits for the hooks of its calls. Source: recorded
            wait_s = max(wait_s, (self._call_told_at - self._ground.now()).total_seconds())
        if fate > 1 - habits.doubled:  # installed twice: for the person and for the project
            self._send(wait_s, self._mail_name(), text)
        self._send(wait_s, name, text)
        return name

    def _send(self, wait_s: float, name: str, text: str) -> None:
        if wait_s > 0:
            self._ground.after(wait_s, lambda: self._ground.deliver(name, text))
        else:
            self._ground.deliver(name, text)

    def line(self, kind: str, **fields: Any) -> str:
        """One line of the transcript, written a little later; its uuid."""
        entry = {
            "type": kind, "uuid": self._uuid(), "sessionId": self.id, "timestamp": _iso(self.now()),
            "cwd": str(self._cwd), "gitBranch": self._branch, "version": VERSION, "isSidechain": False, **fields,
        }  # fmt: skip
        path, text = self._transcript, json.dumps(entry) + "\n"
        now = self._ground.now()
        self._written_at = max(self._written_at, now + timedelta(seconds=self._random.uniform(*TRAIL_S)))
        self._ground.after((self._written_at - now).total_seconds(), lambda: _append(path, text))
        return str(entry["uuid"])

    def said(self, *content: dict[str, Any], stop: str) -> None:
        """A line of the agent."""
        message = {
            "id": f"msg_{self._random.getrandbits(60):x}", "role": "assistant", "model": "claude-sonnet-4-5",
            "content": list(content), "stop_reason": stop,
            "usage": {"input_tokens": self._random.randrange(9_000, 150_000), "output_tokens": 300},
        }  # fmt: skip
        self.line("assistant", message=message)

    def heard(self, content: Any, **fields: Any) -> None:
        """A line of the person, or of a tool."""
        self.line("user", promptId=self.prompt_id, message={"role": "user", "content": content}, **fields)

    def status(self, status: str, waiting_for: str = "") -> None:
        """The live-session file."""
        now_ms = int(self.now().timestamp() * 1000)
        entry = {
            "pid": self.body.pid, "sessionId": self.id, "cwd": str(self._cwd),
            "startedAt": int(self._began_at.timestamp() * 1000),
            "procStart": self.body.start, "version": VERSION, "kind": "interactive", "entrypoint": "cli",
            "name": self._name, "status": status, "statusUpdatedAt": now_ms,
            **({"waitingFor": waiting_for} if waiting_for else {}),
        }  # fmt: skip
        file = self._file()
        fresh = file.with_suffix(".tmp")
        fresh.write_text(json.dumps(entry), encoding="utf-8")
        fresh.replace(file)

    def now(self) -> datetime:
        return self._ground.now() + self.skew

    def _file(self) -> Path:
        return self._ground.root / "sessions" / f"{self.body.pid}.json"

    def _mail_name(self) -> str:
        return f"{self._ground.next_number()}.{self.body.pid}...1"

    def _uuid(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))


def _append(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
