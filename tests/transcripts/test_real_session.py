"""The real program, watched from outside alone: no hook is installed."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from headspace_desktop.domain.effects import FollowTranscript, WatchProcess
from headspace_desktop.domain.events import (
    InputAsked,
    ProcessEnded,
    PromptSubmitted,
    RegistrySeen,
    TextSaid,
    ToolFinished,
    TranscriptRead,
    TurnInterrupted,
    TurnStopped,
)
from headspace_desktop.registry.watcher import RegistryRoom
from headspace_desktop.transcripts.locate import locate
from headspace_desktop.transcripts.watcher import TranscriptRoom
from tests.harness.claude import ClaudeHome
from tests.harness.model_server import Call, ModelServer, Step, ask_user
from tests.harness.tmux_server import TmuxServer


class Watchers:
    """Both rooms on one hand-turned loop, with the engine's two reactions to what they post."""

    def __init__(self, root: Path) -> None:
        self.posted: list[Any] = []
        self._ready: dict[int, Callable[[], None]] = {}
        self._told: set[object] = set()
        self.registry = RegistryRoom(self.posted.append, [("claude", str(root))], locate=locate)
        self.transcripts = TranscriptRoom(self.posted.append, {})
        for room in (self.registry, self.transcripts):
            room.open(self)

    def add(self, fd: int, ready: Callable[[], None], *, is_write: bool = False) -> None:
        self._ready[fd] = ready

    def remove(self, fd: int) -> None:
        self._ready.pop(fd, None)

    def close(self) -> None:
        for room in (self.registry, self.transcripts):
            room.close()

    def until(self, is_so: Callable[[], bool], limit_s: float = 40.0) -> None:
        deadline = time.monotonic() + limit_s
        while not is_so():
            assert time.monotonic() < deadline, self.posted[-5:]
            for fd in select.select(list(self._ready), [], [], 0.05)[0]:
                if ready := self._ready.get(fd):
                    ready()
            for room in (self.registry, self.transcripts):
                if (due_s := room.due_s()) is not None and due_s <= 0:
                    room.tick()
            self._react()

    def _react(self) -> None:
        for one in [one for one in self.posted if isinstance(one, RegistrySeen)]:
            reading = one.reading
            if reading.transcript_path and reading.transcript_path not in self._told:
                self._told.add(reading.transcript_path)
                self.transcripts.handle([FollowTranscript(reading.transcript_path, "claude", reading.session_id)])
            if reading.pid not in self._told and reading.is_alive:
                self._told.add(reading.pid)
                self.registry.handle([WatchProcess(reading.pid, reading.proc_start)])

    @property
    def readings(self) -> list[Any]:
        return [one.reading for one in self.posted if isinstance(one, RegistrySeen)]

    @property
    def status(self) -> tuple[str, str]:
        return (self.readings[-1].status, self.readings[-1].waiting_for) if self.readings else ("", "")

    def said(self, kind: type) -> list[Any]:
        reads = [one for one in self.posted if isinstance(one, TranscriptRead)]
        return [each for read in reads for each in read.evidence if isinstance(each, kind)]


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


@pytest.fixture
def tmux() -> Iterator[TmuxServer]:
    with TmuxServer() as server:
        yield server


@pytest.fixture
def claude(model: ModelServer, tmp_path: Path) -> Iterator[ClaudeHome]:
    with ClaudeHome(tmp_path, model.url) as one:
        yield one


@pytest.fixture
def watchers(claude: ClaudeHome) -> Iterator[Watchers]:
    one = Watchers(claude.config_dir)
    yield one
    one.close()


def test_a_session_without_hooks_is_seen_from_its_files(model, tmux, claude, watchers):
    model.script(
        "make it",
        Step("I begin.", [Call("Bash", {"command": "touch a.txt", "description": "Touch"})]),
        Step("All done."),
    )
    model.script("ask me", Step("", [ask_user(("Which colour?", "Colour", ["Red", "Blue"], False))]), Step("Thanks."))
    model.script("be slow", Step("word " * 400, slow_s=0.2))
    tui = claude.start(tmux)
    watchers.until(lambda: watchers.status == ("idle", ""))
    reading = watchers.readings[-1]
    assert (reading.pid, reading.is_alive, reading.kind, reading.entrypoint) == (tui.pid, True, "interactive", "cli")
    assert reading.pane is not None and reading.pane.pane_id == tui.pane
    assert reading.tty == tmux.run("display-message", "-p", "-t", tui.pane, "#{pane_tty}").strip()
    assert reading.cwd == str(claude.project)

    tui.prompt("make it")
    watchers.until(lambda: watchers.status == ("waiting", "permission prompt"))
    watchers.until(lambda: bool(watchers.said(PromptSubmitted)))
    assert [Path(one.offset.path) for one in watchers.posted if isinstance(one, TranscriptRead)][
        -1:
    ] == claude.transcripts()
    tui.settle()
    tui.keys("Enter")
    watchers.until(lambda: bool(watchers.said(TurnStopped)) and watchers.status == ("idle", ""))
    assert [one.text for one in watchers.said(PromptSubmitted)] == ["make it"]
    assert [(one.is_error, one.is_denied) for one in watchers.said(ToolFinished)] == [(False, False)]
    assert [(one.text, one.is_final) for one in watchers.said(TextSaid)] == [("I begin.", False), ("All done.", True)]

    tui.prompt("ask me")
    watchers.until(lambda: watchers.status == ("waiting", "input needed") and bool(watchers.said(InputAsked)))
    assert watchers.said(InputAsked)[-1].ask.text == "Which colour?"
    tui.settle()
    tui.keys("Down", "Enter")
    watchers.until(lambda: len(watchers.said(TurnStopped)) == 2)
    assert watchers.said(ToolFinished)[-1].answers == (("Blue",),)

    tui.prompt("be slow")
    watchers.until(lambda: watchers.status == ("busy", ""))
    tui.wait_for("word word")
    tui.keys("Escape")
    watchers.until(lambda: bool(watchers.said(TurnInterrupted)) and watchers.status == ("idle", ""))

    os.kill(tui.pid, signal.SIGKILL)
    watchers.until(lambda: any(isinstance(one, ProcessEnded) for one in watchers.posted))
    ended = next(one for one in watchers.posted if isinstance(one, ProcessEnded))
    assert (ended.pid, ended.proc_start) == (reading.pid, reading.proc_start)
    watchers.until(lambda: not watchers.readings[-1].is_alive)
    assert not any(note for one in watchers.posted if isinstance(one, TranscriptRead) for note in one.anomalies)


def test_a_session_that_began_before_us_is_complete(model, tmux, claude):
    model.script("make it", Step("All done."))
    tui = claude.start(tmux)
    tui.prompt("make it")
    model.wait_for("answered", "make it")
    tui.wait_for("All done.")
    late = Watchers(claude.config_dir)
    try:
        late.until(lambda: bool(late.said(TurnStopped)) and late.status == ("idle", ""))
        assert [one.text for one in late.said(PromptSubmitted)] == ["make it"]
        assert late.readings[-1].is_alive
    finally:
        late.close()
