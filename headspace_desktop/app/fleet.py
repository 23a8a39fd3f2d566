"""A simulated fleet of agents for a first look: seeded, and misbehaving on purpose. Its own thread, demo only.

It feeds the real intake, registry and transcripts with what a real client would leave on the disk; nothing is faked
behind them. It lives in a folder of its own and starts nothing but sleeping processes.
"""

from __future__ import annotations

import json
import random
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from headspace_desktop.paths import Paths
from headspace_desktop.processes import look_up
from headspace_desktop.workers import Watch

#: (project, branch, tasks) of the agents.
PROJECTS = (
    ("webshop", "checkout-v2", ("Add a voucher field to the checkout", "Why is the cart total off by a cent?")),
    ("atlas-api", "main", ("Make the search endpoint paginate", "Raise test coverage of the auth room")),
    ("fieldnotes", "offline-sync", ("Queue notes while there is no network", "Write a migration for tags")),
    ("ledger", "fix/rounding", ("Find where rounding differs from the bank", "Explain the nightly job")),
)
TOOLS = (
    ("Bash", {"command": "pytest -q tests/unit", "description": "Run the unit tests"}),
    ("Read", {"file_path": "src/cart/total.py"}),
    ("Edit", {"file_path": "src/cart/total.py", "old_string": "round(x)", "new_string": "round(x, 2)"}),
    ("Grep", {"pattern": "def checkout", "path": "src"}),
    ("Bash", {"command": "git diff --stat", "description": "See what changed"}),
)
RISKY = (
    ("Bash", {"command": "rm -rf build && npm ci", "description": "Rebuild from scratch"}),
    ("Bash", {"command": "git push --force-with-lease origin HEAD", "description": "Publish the branch"}),
    ("WebFetch", {"url": "https://example.org/changelog", "prompt": "What changed?"}),
)
QUESTIONS = (
    ("Which rounding should apply?", "Rounding", ("Half up", "Half even", "Ask the bank")),
    ("How should a clash of two offline edits end?", "Clash", ("Newest wins", "Ask the user", "Keep both")),
)
FINALS = (
    "Done. All 214 tests pass; the total now rounds half even.",
    "I have split the endpoint and added a cursor. The old parameters still work.",
    "The migration is written and reversible.\n\nShall I run it on the staging copy?",
    "In short: the job reads yesterday's file because of the time zone of the host.",
)

Step = Iterator[float]  # yields how many seconds until the agent's next move


class Agent:
    """One simulated session: writes its hooks, its transcript and its live-session file."""

    def __init__(self, number: int, fleet: Fleet) -> None:
        self.fleet, self.number, self.random = fleet, number, random.Random(fleet.seed * 1000 + number)  # noqa: S311
        self.project, self.branch, self.tasks = PROJECTS[number % len(PROJECTS)]
        self.cwd = fleet.root.parent / "projects" / self.project
        self.cwd.mkdir(parents=True, exist_ok=True)
        self.session_id = str(uuid.UUID(int=self.random.getrandbits(128), version=4))
        folder = fleet.root / "projects" / str(self.cwd).replace("/", "-").replace(".", "-")
        folder.mkdir(parents=True, exist_ok=True)
        self.transcript = folder / f"{self.session_id}.jsonl"
        self.process = subprocess.Popen(["sleep", "86400"], stdin=subprocess.DEVNULL)
        self.prompt_id = ""
        self.answer: bytes | None = None
        self.steps: Step = self.live()
        self.next_at_s = time.monotonic() + self.random.uniform(0, 4)

    # -- what it leaves on the disk

    def hook(self, event: str, *, late_s: float = 0.0, **fields: Any) -> str:
        """One mail, perhaps delivered late; its name."""
        payload = {
            "session_id": self.session_id, "transcript_path": str(self.transcript), "cwd": str(self.cwd),
            "prompt_id": self.prompt_id or None, "permission_mode": "default", "hook_event_name": event, **fields,
        }  # fmt: skip
        name = f"{self.fleet.next_number()}.{self.process.pid}...1"
        self.fleet.post(late_s, name, json.dumps({key: value for key, value in payload.items() if value is not None}))
        return name

    def line(self, kind: str, **fields: Any) -> None:
        """One line of the transcript."""
        entry = {
            "type": kind, "uuid": str(uuid.UUID(int=self.random.getrandbits(128))), "sessionId": self.session_id,
            "timestamp": datetime.now(UTC).isoformat().replace("+00:00", "Z"), "cwd": str(self.cwd),
            "gitBranch": self.branch, "version": "2.1.330", "isSidechain": False, **fields,
        }  # fmt: skip
        with self.transcript.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")

    def say(self, *content: dict[str, Any], stop: str) -> None:
        message = {
            "id": f"msg_{self.random.getrandbits(60):x}", "role": "assistant", "model": "claude-sonnet-4-5",
            "content": list(content), "stop_reason": stop,
            "usage": {"input_tokens": self.random.randrange(9_000, 150_000), "output_tokens": 300},
        }  # fmt: skip
        self.line("assistant", message=message)

    def status(self, status: str, waiting_for: str = "") -> None:
        """The live-session file."""
        now_ms = int(time.time() * 1000)
        entry = {
            "pid": self.process.pid, "sessionId": self.session_id, "cwd": str(self.cwd), "startedAt": now_ms,
            "procStart": _proc_start(self.process.pid), "version": "2.1.330", "kind": "interactive",
            "entrypoint": "cli", "name": f"{self.project}-{self.number:02d}", "status": status,
            "statusUpdatedAt": now_ms, **({"waitingFor": waiting_for} if waiting_for else {}),
        }  # fmt: skip
        file = self.fleet.root / "sessions" / f"{self.process.pid}.json"
        fresh = file.with_suffix(".tmp")
        fresh.write_text(json.dumps(entry), encoding="utf-8")
        fresh.replace(file)

    # -- what it does

    def live(self) -> Step:
        self.status("idle")
        self.hook("SessionStart", source="startup", model="claude-sonnet-4-5")
        yield self.random.uniform(0, 6)
        while True:
            yield from self.turn(self.random.choice(self.tasks))
            yield self.random.uniform(4, 40)

    def turn(self, task: str) -> Step:
        self.prompt_id = str(uuid.UUID(int=self.random.getrandbits(128)))
        self.status("busy")
        late_s = self.random.choice((0.0, 0.0, 0.0, 0.6))  # now and then a hook overtakes another
        self.hook("UserPromptSubmit", prompt=task, late_s=late_s)
        self.line("user", promptId=self.prompt_id, message={"role": "user", "content": task}, origin={"kind": "human"})
        yield self.random.uniform(1, 5)
        for _ in range(self.random.randrange(1, 6)):
            yield from self.call(*self.random.choice(TOOLS))
            if self.random.random() < 0.03:
                return self.interrupted()
        if self.random.random() < 0.35:
            yield from self.permission(*self.random.choice(RISKY))
        if self.random.random() < 0.25:
            yield from self.question(*self.random.choice(QUESTIONS))
        return self.finish()

    def call(self, tool: str, tool_input: dict[str, Any]) -> Step:
        use_id = self._begin_call(tool, tool_input)
        yield self.random.expovariate(1 / 4)
        self._end_call(use_id, tool, tool_input)
        yield self.random.uniform(0.3, 2)

    def _begin_call(self, tool: str, tool_input: dict[str, Any]) -> str:
        use_id = f"toolu_{self.random.getrandbits(60):x}"
        self.say({"type": "tool_use", "id": use_id, "name": tool, "input": tool_input}, stop="tool_use")
        self.hook("PreToolUse", tool_name=tool, tool_input=tool_input, tool_use_id=use_id)
        return use_id

    def _end_call(self, use_id: str, tool: str, tool_input: dict[str, Any], **fields: Any) -> None:
        result = {"type": "tool_result", "tool_use_id": use_id, "content": "(done)", **fields}
        self.line("user", promptId=self.prompt_id, message={"role": "user", "content": [result]})
        if not fields:
            self.hook("PostToolUse", tool_name=tool, tool_input=tool_input, tool_use_id=use_id, tool_response={})

    def permission(self, tool: str, tool_input: dict[str, Any]) -> Step:
        use_id = self._begin_call(tool, tool_input)
        name = self.hook("PermissionRequest", tool_name=tool, tool_input=tool_input, permission_suggestions=[])
        self.status("waiting", "permission prompt")
        yield from self.held(name, self.random.uniform(15, 90))
        self.status("busy")
        if b'"deny"' in (self.answer or b""):
            self._end_call(use_id, tool, tool_input, is_error=True)
            self.hook("PostToolBatch", tool_calls=[])
        else:
            yield self.random.uniform(1, 4)
            self._end_call(use_id, tool, tool_input)

    def question(self, text: str, header: str, labels: Sequence[str]) -> Step:
        options = [{"label": label, "description": ""} for label in labels]
        asked = {"questions": [{"question": text, "header": header, "options": options, "multiSelect": False}]}
        use_id = self._begin_call("AskUserQuestion", asked)
        name = self.hook("PermissionRequest", tool_name="AskUserQuestion", tool_input=asked)
        self.status("waiting", "input needed")
        yield from self.held(name, self.random.uniform(20, 120))
        self.status("busy")
        answers = {text: _chosen(self.answer) or labels[0]}
        self.hook("PostToolUse", tool_name="AskUserQuestion", tool_input=asked, tool_use_id=use_id,
                  tool_response={**asked, "answers": answers})  # fmt: skip
        yield 1.0

    def held(self, name: str, limit_s: float) -> Step:
        """Wait for an answer from the app, or until the imagined person decides in the terminal."""
        self.answer = None
        wire = self.fleet.ask(self, name)
        until_s = time.monotonic() + limit_s
        while not self.is_answered() and time.monotonic() < until_s:
            yield 0.2
        self.fleet.hang_up(wire)

    def is_answered(self) -> bool:
        return self.answer is not None

    def finish(self) -> None:
        final = self.random.choice(FINALS)
        fate = self.random.random()
        if fate < 0.07:
            self.hook("StopFailure", error="rate_limit", last_assistant_message="You've hit your 5-hour limit")
        else:
            self.say({"type": "text", "text": final}, stop="end_turn")
            if fate < 0.9:  # else the Stop hook is lost, and only the files tell
                self.hook("Stop", last_assistant_message=final, stop_hook_active=False, background_tasks=[])
        self.status("idle")

    def interrupted(self) -> None:
        """Esc: no hook at all."""
        content = [{"type": "text", "text": "[Request interrupted by user]"}]
        self.line("user", promptId=self.prompt_id, message={"role": "user", "content": content})
        self.status("idle")


class Fleet:
    """A room that moves its agents as their time comes. `seed` makes two shows alike."""

    def __init__(self, paths: Paths, root: Path, *, count: int = 12, seed: int = 7) -> None:
        self._paths, self.root, self.seed, self._count = paths, root, seed, count
        self._agents: list[Agent] = []
        self._post: list[tuple[float, str, str]] = []
        self._numbers = 100_000
        self._watch: Watch | None = None
        self._crash_at_s = time.monotonic() + 60

    def open(self, watch: Watch) -> None:
        self._watch = watch
        (self.root / "sessions").mkdir(parents=True, exist_ok=True)
        self._agents = [Agent(number, self) for number in range(self._count)]

    def handle(self, batch: Sequence[Any]) -> None:
        """It is told nothing."""

    def due_s(self) -> float | None:
        moments = [agent.next_at_s for agent in self._agents] + [at_s for at_s, _name, _text in self._post]
        return max(min(moments, default=time.monotonic() + 1) - time.monotonic(), 0.0)

    def tick(self) -> None:
        now_s = time.monotonic()
        for agent in self._agents:
            if agent.next_at_s <= now_s:
                agent.next_at_s = now_s + next(agent.steps)
        due = [mail for mail in self._post if mail[0] <= now_s]
        self._post = [mail for mail in self._post if mail[0] > now_s]
        for _at_s, name, text in due:
            self._deliver(name, text)
        if now_s >= self._crash_at_s:
            self._crash(now_s)

    def close(self) -> None:
        for agent in self._agents:
            agent.process.kill()
            agent.process.wait(5)

    def next_number(self) -> int:
        self._numbers += 1
        return self._numbers

    def post(self, late_s: float, name: str, text: str) -> None:
        if late_s:
            self._post.append((time.monotonic() + late_s, name, text))
        else:
            self._deliver(name, text)

    def ask(self, agent: Agent, delivery_name: str) -> socket.socket | None:
        """Wait on the app's answer wire, as a hook would."""
        wire = socket.socket(socket.AF_UNIX)
        try:
            wire.settimeout(1.0)
            wire.connect(str(self._paths.answer_socket))
            question = {"delivery_name": delivery_name, "session_id": agent.session_id, "client": "claude",
                        "project_path": str(agent.cwd), "is_attended": True}  # fmt: skip
            wire.sendall(json.dumps(question).encode() + b"\n")
        except OSError:
            wire.close()
            return None
        assert self._watch is not None
        self._watch.add(wire.fileno(), lambda: self._heard(agent, wire))
        return wire

    def hang_up(self, wire: socket.socket | None) -> None:
        if wire is not None and wire.fileno() >= 0:
            assert self._watch is not None
            self._watch.remove(wire.fileno())
            wire.close()

    def _heard(self, agent: Agent, wire: socket.socket) -> None:
        try:
            agent.answer = wire.recv(1 << 20)
            wire.sendall(b"printed\n")
        except OSError:
            agent.answer = b""
        self.hang_up(wire)

    def _deliver(self, name: str, text: str) -> None:
        is_bulky = '"tool_name"' in text and "PermissionRequest" not in text
        folder = self._paths.spool_dir / "claude" / ("tool" if is_bulky else "")
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)

    def _crash(self, now_s: float) -> None:
        """Now and then one is killed without a word, and another takes its place."""
        self._crash_at_s = now_s + 90
        chosen = random.Random(self.seed + self._numbers).randrange(len(self._agents))  # noqa: S311
        self._agents[chosen].process.kill()
        self._agents[chosen].process.wait(5)
        self._agents[chosen] = Agent(self._count + self._numbers % 1000, self)


def _proc_start(pid: int) -> str:
    process = look_up(pid)
    return process.start if process is not None else ""


def _chosen(answer: bytes | None) -> str:
    """The label in an answer that came over the wire; empty when there is none."""
    body = (answer or b"").partition(b"\n")[2]
    try:
        decision = json.loads(body)["hookSpecificOutput"]["decision"]
        return str(next(iter(decision["updatedInput"]["answers"].values())))
    except (ValueError, KeyError, TypeError, StopIteration):
        return ""
