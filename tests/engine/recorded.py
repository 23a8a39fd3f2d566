"""Recorded sessions as messages for the engine: hooks, transcripts and live-session files, each with its moment."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from headspace_desktop.clients import Envelope, LineCursor
from headspace_desktop.clients.claude import CLAUDE
from headspace_desktop.domain import changes as c
from headspace_desktop.domain import events as e
from headspace_desktop.domain.model import FileOffset, Project, RegistryReading
from headspace_desktop.engine.engine import Engine

DATA = Path(__file__).parents[1] / "data" / "claude"
INSTALLED = {hook.event for hook in CLAUDE.hooks}
DEFAULT_BASE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    """One message and when it arrives."""

    at: datetime
    message: Any


class Recording:
    """One scenario of one version. `lag_s`: how far the transcript trails behind the hooks."""

    def __init__(self, version: str, name: str, transcript: str = "") -> None:
        self.rows = [json.loads(line) for line in _lines(DATA / version / "hooks" / f"{name}.jsonl")]
        path = DATA / version / "transcripts" / f"{transcript or name}.jsonl"
        self._transcript = path.read_bytes().splitlines(keepends=True) if path.exists() else []
        self.base = self._base()

    def _base(self) -> datetime:
        """The moment of the first hook, found by the prompts that both tell."""
        prompts = {
            (row["body"]["session_id"], row["body"]["prompt"]): row["dt"]
            for row in self.rows
            if row["event"] == "UserPromptSubmit"
        }
        found = []
        for line in self._transcript:
            entry = json.loads(line)
            words = entry.get("message", {}).get("content") if isinstance(entry.get("message"), dict) else None
            if entry.get("type") == "user" and isinstance(words, str) and (entry["sessionId"], words) in prompts:
                dt = prompts[entry["sessionId"], words]
                found.append(datetime.fromisoformat(entry["timestamp"]) - timedelta(seconds=dt))
        return sorted(found)[len(found) // 2] if found else DEFAULT_BASE

    def hooks(self) -> list[Said]:
        said, pid, left = [], 1000, ""
        for number, row in enumerate(self.rows):
            body = row["body"]
            if row["event"] == "SessionStart" and body["source"] in {"startup", "resume", "fork"} and not left:
                pid += 1
            left = body["reason"] if row["event"] == "SessionEnd" and body["reason"] in {"clear", "resume"} else ""
            if row["event"] not in INSTALLED:
                continue
            at = self.base + timedelta(seconds=row["dt"])
            envelope = Envelope(f"m{number}", f"mail:{number}", at, at, pid=pid, proc_start=f"s{pid}", is_attended=True)
            evidence, anomalies = CLAUDE.read_mail(body, envelope)
            assert not anomalies, anomalies
            said.append(Said(at, e.MailOpened(f"m{number}", f"/spool/m{number}", 10, tuple(evidence))))
        return said

    def transcript(self, lag_s: float = 0.6) -> list[Said]:
        said, offset = [], 0
        path = "/home/dev/.claude/projects/-home-dev-project/recorded.jsonl"
        cursor = LineCursor(path, self.base + timedelta(days=1))  # read long after; each gets its own moment below
        for line in self._transcript:
            cursor.offset_bytes = offset
            evidence = CLAUDE.read_line(line.rstrip(b"\n"), cursor)
            offset += len(line)
            if evidence:
                at = max(item.origin.at for item in evidence) + timedelta(seconds=lag_s)
                evidence = [replace(item, origin=replace(item.origin, seen_at=at)) for item in evidence]
                file = FileOffset(path, "claude", "id", offset, cursor.session_id)
                said.append(Said(at, e.TranscriptRead(file, tuple(evidence))))
        return said

    def registry(self, *moments: tuple[float, str, str]) -> list[Said]:
        """(seconds, status, waiting for) of the live-session file."""
        session = self.rows[0]["body"]["session_id"]
        said = []
        for seconds, status, waiting_for in moments:
            at = self.base + timedelta(seconds=seconds)
            reading = RegistryReading(
                path="/home/dev/.claude/sessions/1001.json", pid=1001, proc_start="s1001", session_id=session,
                status=status, waiting_for=waiting_for, status_at=at, seen_at=at, cwd="/home/dev/project",
            )  # fmt: skip
            said.append(Said(at + timedelta(milliseconds=20), e.RegistrySeen("claude", reading, f"r:{at}")))
        return said


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def in_order(*parts: Iterable[Said]) -> list[Said]:
    return sorted((item for part in parts for item in part), key=lambda item: item.at)


class Stage:
    """An engine on a clock that is set by hand, and what it told."""

    def __init__(self, open_memory: Callable[[], Any], now: datetime) -> None:
        self._open_memory = open_memory
        self.now = now
        self.base = now
        self.changes: list[Any] = []
        self.effects: list[Any] = []
        self.verdicts: dict[str, list[tuple[float, str]]] = {}
        self.cards: dict[str, c.Card] = {}
        self.engine = self.start()

    def start(self) -> Engine:
        self.engine = Engine(
            open_memory=self._open_memory, tell=self._told, ask=self.effects.append,
            find_project=lambda cwd: Project(cwd, cwd.rsplit("/", 1)[-1]), root_of=lambda _client, _path: None,
            clock=lambda: self.now,
        )  # fmt: skip
        self.engine.open(None)  # type: ignore[arg-type]  # it watches nothing
        return self.engine

    def restart(self) -> None:
        """As after a kill: nothing that only memory holds is left."""
        self.engine._memory.close()  # type: ignore[union-attr]
        self.start()

    def play(self, said: Sequence[Said], *, restart_after: int | None = None) -> None:
        for number, item in enumerate(said):
            self.wait_until(item.at)
            self.engine.handle([item.message])
            if number == restart_after:
                self.restart()
        self.wait_until(self.now + timedelta(seconds=5))

    def wait_until(self, until: datetime) -> None:
        while True:
            due_s = self.engine.due_s()
            if due_s is None or self.now + timedelta(seconds=due_s) > until:
                break
            self.now += timedelta(seconds=max(due_s, 0.001))
            self.engine.tick()
        self.now = max(self.now, until)

    def _told(self, changes: Sequence[Any]) -> None:
        self.changes.extend(changes)
        for change in changes:
            if isinstance(change, c.BoardReset):
                self.cards = {card.uuid: card for card in change.cards}
            elif isinstance(change, c.CardGone):
                self.cards.pop(change.uuid, None)
            elif isinstance(change, c.CardChanged):
                self.cards[change.card.uuid] = change.card
                verdict = change.card.verdict
                words = f"{verdict.state}/{verdict.sub_state}" if verdict.sub_state else str(verdict.state)
                story = self.verdicts.setdefault(change.card.uuid, [])
                if not story or story[-1][1] != words:
                    story.append(((self.now - self.base).total_seconds(), words))

    @property
    def words(self) -> list[str]:
        """The verdicts of the only agent, in order."""
        (story,) = self.verdicts.values()
        return [words for _at, words in story]
