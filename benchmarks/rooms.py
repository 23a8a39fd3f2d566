"""The real intake, engine and store in this process, without a screen: for benchmarks of what happens to a hook."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import figures  # noqa: F401  finds the project

from headspace_desktop import clients, settings
from headspace_desktop.clients import Envelope
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import BoardReset, CardChanged
from headspace_desktop.domain.effects import (
    FollowTranscript,
    Forget,
    LeaveTranscript,
    TellBacklog,
    WatchProcess,
    WatchRoot,
)
from headspace_desktop.domain.events import MailOpened
from headspace_desktop.domain.model import Project
from headspace_desktop.engine.engine import Engine
from headspace_desktop.intake.room import IntakeRoom
from headspace_desktop.pace import Baton
from headspace_desktop.paths import Paths
from headspace_desktop.registry.watcher import RegistryRoom
from headspace_desktop.store.database import open_store
from headspace_desktop.store.records import Records
from headspace_desktop.transcripts.locate import locate
from headspace_desktop.transcripts.watcher import TranscriptRoom
from headspace_desktop.workers import Worker


class Home:
    """A private home for one benchmark. Use as a context manager."""

    def __enter__(self) -> Self:
        return self._use(Path(tempfile.mkdtemp(prefix="hsb-")))

    @classmethod
    def at(cls, folder: Path) -> Self:
        """The home that another process has made."""
        return cls()._use(folder)

    def _use(self, folder: Path) -> Self:
        self._mails = 0
        self.folder = folder
        self.paths = Paths.from_environment({**os.environ, "HEADSPACE_HOME": str(self.folder / "hs")})
        self.paths.make_private()
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def records(self) -> Records:
        return Records(open_store("", self.paths, host_id="0" * 32, host_name="bench"))

    def mail(self, session_id: str, transcript: Path, cwd: Path, pid: int, hook: dict[str, Any]) -> None:
        """One hook's file; `at` of the hook is when it was written."""
        at = hook.get("at")
        payload = {"session_id": session_id, "transcript_path": str(transcript), "cwd": str(cwd),
                   "permission_mode": "default",
                   **{key: value for key, value in hook.items() if key != "at"}}  # fmt: skip
        self._mails += 1
        folder = self.paths.spool_dir / "claude"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = folder / f"{os.getpid() % 1000}{self._mails:06}.{pid}...1"
        file.write_text(json.dumps(payload), encoding="utf-8")
        if at is not None:
            os.utime(file, (at.timestamp(), at.timestamp()))

    def engine(self, tell: Any, ask: Any, **more: Any) -> Engine:
        return Engine(
            **more,
            open_memory=self.records,
            tell=tell,
            ask=ask,
            find_project=lambda path: Project(path, Path(path).name),
            root_of=lambda client, path: clients.by_name(client).root_of_transcript(path),
        )


class Rooms:
    """All rooms that read and decide, as workers, over one configuration folder of an agent program."""

    def __init__(self, home: Home, root: Path) -> None:
        self.cards: dict[str, Card] = {}
        self.last_change_s = 0.0
        self._offsets: dict[str, Any] = {}
        self._bugs: list[str] = []
        self._is_ready = False
        self._said = 0
        baton = Baton()
        engine = home.engine(self._tell, self._ask, catches_up=True, on_ready=self._remember, baton=baton)
        post = self._post
        transcripts = TranscriptRoom(post, self._offsets, baton=baton, backlog=self._waiting)
        self.workers = {
            "engine": Worker("engine", engine, self._bug),
            "registry": Worker("registry", RegistryRoom(post, [("claude", str(root))], locate=locate), self._bug),
            "transcripts": Worker("transcripts", transcripts, self._bug),
            "intake": Worker("intake", IntakeRoom(post, home.paths, settings.Settings(), tell_trouble=print,
                                                  raise_window=lambda *_: None, baton=baton), self._bug),
        }  # fmt: skip
        self._engine = engine

    def start(self) -> None:
        self.workers["engine"].start()
        self.wait_for(lambda: self._is_ready)
        for name in ("registry", "transcripts", "intake"):
            self.workers[name].start()

    def stop(self) -> None:
        for worker in reversed(self.workers.values()):
            worker.stop()
            worker.wait(20_000)
        if self._bugs:
            raise SystemExit("\n".join(self._bugs))

    def is_settled(self) -> bool:
        """Everything that waited has been taken in."""
        return not self._engine.is_catching_up and not len(self.workers["engine"].inbox)

    def wait_for(self, probe: Any, deadline_s: float = 120.0) -> None:
        end_s = time.monotonic() + deadline_s
        while not probe():
            if time.monotonic() > end_s:
                raise TimeoutError(f"{len(self.cards)} cards; {self._bugs}")
            time.sleep(0.02)  # each look takes the interpreter from those who are measured

    def _remember(self, loaded: Any) -> None:
        self._offsets.update({offset.path: offset for offset in loaded.offsets})

    def _post(self, message: Any) -> None:
        self.workers["engine"].post(message)

    def _waiting(self) -> int:
        return len(self.workers["engine"].inbox)

    def _tell(self, changes: Sequence[Any]) -> None:
        for change in changes:
            if isinstance(change, BoardReset):
                self.cards = {card.uuid: card for card in change.cards}
                self._is_ready = True
            elif isinstance(change, CardChanged):
                self.cards[change.card.uuid] = change.card
                self.last_change_s = time.perf_counter()

    def _ask(self, effect: Any) -> None:
        match effect:
            case TellBacklog():
                names: tuple[str, ...] = ("intake", "transcripts")
            case Forget():
                names = ("intake",)
            case FollowTranscript() | LeaveTranscript():
                names = ("transcripts",)
            case WatchRoot() | WatchProcess():
                names = ("registry",)
            case _:
                names = ()
        for name in names:
            self.workers[name].post(effect)

    def _bug(self, name: str, error: BaseException) -> None:
        self._bugs.append(f"{name}: {error!r}")


class Chain:
    """Intake and engine as workers. `done[mail]` is when it was committed, `shown[mail]` when its cards were told."""

    def __init__(self, home: Home) -> None:
        self.done: dict[str, float] = {}
        self.shown: dict[str, float] = {}
        self.count_cards = 0
        self.is_ready = False
        self._told_at: float | None = None
        self._bugs: list[str] = []
        engine = home.engine(self._tell, self._ask)
        self.engine = Worker("engine", engine, self._bug)
        intake = IntakeRoom(
            self.engine.post, home.paths, settings.Settings(), tell_trouble=print, raise_window=lambda *_: None
        )
        self.intake = Worker("intake", intake, self._bug)

    def start(self) -> None:
        self.engine.start()
        self.wait_for(lambda: self.is_ready)
        self.intake.start()

    def stop(self) -> None:
        for worker in (self.intake, self.engine):
            worker.stop()
            worker.wait(10_000)
        if self._bugs:
            raise SystemExit("\n".join(self._bugs))

    def wait_for(self, probe: Any, deadline_s: float = 120.0) -> None:
        end_s = time.monotonic() + deadline_s
        while not probe():
            if time.monotonic() > end_s:
                raise TimeoutError(f"{len(self.done)} mails are done")
            time.sleep(0.005)

    def _tell(self, changes: Sequence[Any]) -> None:
        self.is_ready = self.is_ready or any(isinstance(change, BoardReset) for change in changes)
        cards = sum(isinstance(change, CardChanged) for change in changes)
        self.count_cards += cards
        self._told_at = time.monotonic() if cards else None
        for change in changes:
            if not isinstance(change, BoardReset):
                self.intake.post(change)

    def _ask(self, effect: Any) -> None:
        if isinstance(effect, Forget):
            now = time.monotonic()
            for path, _size in effect.mails:
                name = Path(path).name.rpartition("@")[0]
                self.done[name] = now
                if self._told_at is not None:
                    self.shown[name] = self._told_at
            self._told_at = None
            self.intake.post(effect)

    def _bug(self, name: str, error: BaseException) -> None:
        self._bugs.append(f"{name}: {error!r}")


def mail(number: int, session_id: str, payload: dict[str, Any]) -> MailOpened:
    """A hook's mail as the intake would post it."""
    now = datetime.now(UTC)
    name = f"{number}.1...1"
    whole = {"session_id": session_id, "cwd": "/work", "permission_mode": "default", **payload}
    envelope = Envelope(name, f"{name}:{number}:0", now, now)
    evidence, flaws = clients.by_name("claude").read_mail(whole, envelope)
    return MailOpened(name, f"/spool/taken/{name}@{number}", 500, tuple(evidence), tuple(flaws))


def turn(session_id: str, begin: int, tools: int = 4) -> list[MailOpened]:
    """The hooks of one turn: a prompt, some tools, the end."""
    prompt_id = f"00000000-0000-4000-8000-{begin:012d}"
    said: list[dict[str, Any]] = [{"hook_event_name": "UserPromptSubmit", "prompt": f"please do number {begin}"}]
    for tool in range(tools):
        about = {
            "tool_name": "Bash", "tool_use_id": f"toolu_{begin}_{tool}", "tool_input": {"command": f"make step{tool}"},
        }  # fmt: skip
        said.append({"hook_event_name": "PreToolUse", **about})
        said.append({"hook_event_name": "PostToolUse", "tool_response": {"stdout": "ok " * 200}, **about})
    text = f"Number {begin} is done. " + "All tests pass. " * 20
    said.append({"hook_event_name": "Stop", "last_assistant_message": text, "background_tasks": []})
    return [mail(begin + n, session_id, {"prompt_id": prompt_id, **one}) for n, one in enumerate(said)]


__all__ = ["Chain", "Home", "Rooms", "mail", "turn"]
