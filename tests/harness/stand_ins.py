"""Stand-ins for agents: sleeping processes with the files that a real agent program keeps, and hooks on demand.

A fleet runs in panes of a private tmux server, so that everything that watches a real agent watches it too.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from headspace_desktop.transcripts.locate import encoded


class StandIn:
    """One session. `spool` is the client's folder of the mail spool."""

    def __init__(self, number: int, home: Path, spool: Path, pid: int) -> None:
        self.number, self.spool, self.pid = number, spool, pid
        self.session_id = str(uuid.UUID(int=number + (4 << 76) + (8 << 60)))
        self.cwd = home / f"project{number % 7}"
        self.cwd.mkdir(parents=True, exist_ok=True)
        self.root = home / ".claude"
        folder = self.root / "projects" / encoded(str(self.cwd))
        folder.mkdir(parents=True, exist_ok=True)
        self.transcript = folder / f"{self.session_id}.jsonl"
        self.prompt_id = ""
        self.count = 0

    def hook(self, event: str, *, is_bulky: bool = False, **fields: Any) -> None:
        """One mail, as the hook line writes it."""
        self.count += 1
        payload = {
            "session_id": self.session_id, "transcript_path": str(self.transcript), "cwd": str(self.cwd),
            "hook_event_name": event, "permission_mode": "default", "prompt_id": self.prompt_id, **fields,
        }  # fmt: skip
        folder = self.spool / "tool" if is_bulky else self.spool
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = f"{self.number * 1_000_000 + self.count}.{self.pid}...1"
        with (folder / name).open("ab", buffering=0) as file:
            file.write(json.dumps(payload).encode())

    def line(self, kind: str, **fields: Any) -> None:
        """One line of the transcript."""
        entry = {
            "type": kind, "uuid": str(uuid.uuid4()), "sessionId": self.session_id, "cwd": str(self.cwd),
            "timestamp": datetime.now(UTC).isoformat().replace("+00:00", "Z"), "gitBranch": "main",
            "version": "2.1.330", "isSidechain": False, **fields,
        }  # fmt: skip
        with self.transcript.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")

    def registry(self, status: str) -> None:
        now_ms = int(time.time() * 1000)
        stat = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        entry = {
            "pid": self.pid, "sessionId": self.session_id, "cwd": str(self.cwd), "startedAt": now_ms,
            "procStart": stat[19], "version": "2.1.330", "kind": "interactive", "entrypoint": "cli",
            "status": status, "statusUpdatedAt": now_ms,
        }  # fmt: skip
        folder = self.root / "sessions"
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / f"{self.pid}.tmp"
        fresh.write_text(json.dumps(entry))
        fresh.replace(folder / f"{self.pid}.json")

    def start(self) -> None:
        self.registry("idle")
        self.hook("SessionStart", source="startup", model="claude-sonnet-4-5")

    def prompt(self, text: str = "do the thing") -> None:
        self.prompt_id = str(uuid.uuid4())
        self.registry("busy")
        self.hook("UserPromptSubmit", prompt=text)
        content = {"role": "user", "content": text}
        self.line("user", promptId=self.prompt_id, message=content, origin={"kind": "human"})

    def tool(self, command: str = "make check") -> None:
        use_id = f"toolu_{uuid.uuid4().hex[:20]}"
        fields = {"tool_name": "Bash", "tool_use_id": use_id, "tool_input": {"command": command}}
        self.hook("PreToolUse", is_bulky=True, **fields)
        self.hook("PostToolUse", is_bulky=True, tool_response={"stdout": "ok " * 200}, **fields)

    def stop(self, text: str = "Done: the thing is in order.") -> None:
        message = {
            "id": f"msg_{uuid.uuid4().hex}", "role": "assistant", "model": "claude-sonnet-4-5",
            "content": [{"type": "text", "text": text}], "stop_reason": "end_turn",
            "usage": {"input_tokens": 20000, "output_tokens": 300},
        }  # fmt: skip
        self.line("assistant", message=message)
        self.hook("Stop", last_assistant_message=text, stop_hook_active=False, background_tasks=[])
        self.registry("idle")


class Fleet:
    """`count` stand-ins in panes of one private tmux server. Use as a context manager."""

    def __init__(self, count: int, home: Path, spool: Path) -> None:
        self.count, self.home, self.spool = count, home, spool
        self.folder = Path(tempfile.mkdtemp(prefix="hsf-"))
        self.socket = str(self.folder / "s")
        self.agents: list[StandIn] = []

    def __enter__(self) -> Self:
        if self.count:
            pids = self._panes(self.count)
            self.agents = [StandIn(number, self.home, self.spool, pid) for number, pid in enumerate(pids)]
        return self

    def __exit__(self, *_: object) -> None:
        if self.count:
            self._tmux("kill-server")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _panes(self, count: int) -> list[int]:
        for number in range(count):
            session = f"work{number // 10}"
            words = ["new-window", "-t", f"{session}:"] if number % 10 else ["new-session", "-s", session]
            self._tmux(*words, "-d", "exec sleep 86400")
        return [int(pid) for pid in self._tmux("list-panes", "-a", "-F", "#{pane_pid}").split()]

    def _tmux(self, *words: str) -> str:
        env = {"PATH": os.environ["PATH"], "HOME": str(self.home), "SHELL": "/bin/sh", "TERM": "xterm-256color"}
        command = ["tmux", "-S", self.socket, "-f", "/dev/null", *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=20, check=True, env=env).stdout
