"""The real intake, engine and store in this process, without a screen: for benchmarks of what happens to a hook."""

from __future__ import annotations

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
from headspace_desktop.domain.changes import BoardReset, CardChanged
from headspace_desktop.domain.effects import Forget
from headspace_desktop.domain.events import MailOpened
from headspace_desktop.domain.model import Project
from headspace_desktop.engine.engine import Engine
from headspace_desktop.intake.room import IntakeRoom
from headspace_desktop.paths import Paths
from headspace_desktop.store.database import open_store
from headspace_desktop.store.records import Records
from headspace_desktop.workers import Worker


class Home:
    """A private home for one benchmark. Use as a context manager."""

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="hsb-"))
        self.paths = Paths.from_environment({**os.environ, "HEADSPACE_HOME": str(self.folder / "hs")})
        self.paths.make_private()
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def records(self) -> Records:
        return Records(open_store("", self.paths, host_id="0" * 32, host_name="bench"))

    def engine(self, tell: Any, ask: Any) -> Engine:
        return Engine(
            open_memory=self.records,
            tell=tell,
            ask=ask,
            find_project=lambda path: Project(path, Path(path).name),
            root_of=lambda client, path: clients.by_name(client).root_of_transcript(path),
        )


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


__all__ = ["Chain", "Home", "mail", "turn"]
