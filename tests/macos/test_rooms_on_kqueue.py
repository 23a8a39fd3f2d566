"""The watching rooms as on macOS: kqueue instead of inotify, ps instead of /proc, and no clock that helps."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from headspace_desktop import processes
from headspace_desktop.clients import HookSpec
from headspace_desktop.domain.effects import FollowTranscript, WatchProcess
from headspace_desktop.domain.events import (
    MailOpened,
    ProcessEnded,
    PromptSubmitted,
    RegistryGone,
    RegistrySeen,
    TranscriptRead,
)
from headspace_desktop.intake import arrivals, lines
from headspace_desktop.intake.spool import Spool
from headspace_desktop.kernel.kqueue import Exits, KqueueFolders
from headspace_desktop.registry import endings
from headspace_desktop.registry.watcher import RegistryRoom
from headspace_desktop.transcripts.watcher import TranscriptRoom
from tests.harness.fake_kqueue import LiveSelect

NEVER_S = 3600.0


class Turned:
    """A worker's loop, turned by hand."""

    def __init__(self) -> None:
        self.ready: dict[int, Callable[[], None]] = {}

    def add(self, fd: int, ready: Callable[[], None], *, is_write: bool = False) -> None:
        self.ready[fd] = ready

    def remove(self, fd: int) -> None:
        self.ready.pop(fd, None)

    def until(self, room: Any, is_so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 20
        while not is_so():
            assert time.monotonic() < deadline, "it did not happen in time"
            for fd in select.select(list(self.ready), [], [], 0.05)[0]:
                if ready := self.ready.get(fd):
                    ready()
            if (due_s := room.due_s()) is not None and due_s <= 0:
                room.tick()


@pytest.fixture
def loop() -> Turned:
    return Turned()


@pytest.fixture(autouse=True)
def as_on_macos(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("registry.watcher", "transcripts.folders", "intake.arrivals"):
        monkeypatch.setattr(f"headspace_desktop.{place}.folder_events", lambda: KqueueFolders(LiveSelect()))
    monkeypatch.setattr(endings, "_pidfd", lambda _pid: -1)
    monkeypatch.setattr(endings, "Exits", lambda gone: Exits(gone, LiveSelect()))
    monkeypatch.setattr(endings, "HAS_KQUEUE", True)
    monkeypatch.setattr(processes, "HAS_PROC", False)
    # Whatever is heard is heard from the kernel: the safety nets are out of reach.
    for name in ("registry.watcher.RESCAN_S", "registry.watcher.RESCAN_UNWATCHED_S", "registry.watcher.POLL_S"):
        monkeypatch.setattr(f"headspace_desktop.{name}", NEVER_S)
    for name in ("UNWATCHED_S", "WATCHED_S"):
        monkeypatch.setattr(f"headspace_desktop.transcripts.watcher.{name}", NEVER_S)


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(["sleep", "600"]) as one:
        yield one
        one.kill()


def session(root: Path, pid: int, status: str, **more: Any) -> Path:
    found = processes.look_up(pid)
    assert found is not None
    file = root / "sessions" / f"{pid}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    values = {"pid": pid, "sessionId": "s", "procStart": found.start, "cwd": "/home/dev/project", "status": status}
    values |= {"statusUpdatedAt": int(time.time() * 1000), **more}
    file.write_text(json.dumps(values))  # in place, as no rename would tell
    return file


def test_a_live_session_file_is_followed_and_its_end_told(
    loop: Turned, tmp_path: Path, child: subprocess.Popen[bytes]
) -> None:
    root = tmp_path / ".claude"
    posted: list[Any] = []
    room = RegistryRoom(posted.append, [("claude", str(root))])
    room.open(loop)
    try:
        assert posted == []
        file = session(root, child.pid, "idle")

        def last() -> Any:
            return next((e.reading for e in reversed(posted) if isinstance(e, RegistrySeen)), None)

        loop.until(room, lambda: last() is not None and last().status == "idle")
        assert last().is_alive
        assert last().proc_start == processes.look_up(child.pid).start
        session(root, child.pid, "busy")
        loop.until(room, lambda: last().status == "busy")
        room.handle([WatchProcess(child.pid, last().proc_start)])
        assert not any(isinstance(e, ProcessEnded) for e in posted)
        child.kill()
        child.wait(10)
        loop.until(room, lambda: any(isinstance(e, ProcessEnded) for e in posted))
        file.unlink()
        loop.until(room, lambda: any(isinstance(e, RegistryGone) for e in posted))
    finally:
        room.close()
    assert loop.ready == {}


def test_a_process_with_another_start_has_ended_at_once(loop: Turned, child: subprocess.Popen[bytes]) -> None:
    posted: list[Any] = []
    room = RegistryRoom(posted.append)
    room.open(loop)
    room.handle([WatchProcess(child.pid, "Mon Jan  1 12:00:00 2001")])
    assert [(e.pid, e.proc_start) for e in posted] == [(child.pid, "Mon Jan  1 12:00:00 2001")]
    assert room.due_s() is None, "nothing is polled"
    room.close()


def line(text: str) -> bytes:
    return b'{"type":"user","uuid":"%s","message":{"content":"%s"}}\n' % (text.encode(), text.encode())


def test_a_transcript_is_read_while_it_grows(loop: Turned, tmp_path: Path) -> None:
    folder = tmp_path / ".claude" / "projects" / "-home-dev-project"
    folder.mkdir(parents=True)
    for number in range(30):  # older sessions of the same project
        (folder / f"old-{number}.jsonl").write_bytes(line("old"))
    file = folder / "15172248-bb0e-402a-b8d0-ae9ed2b53345.jsonl"
    file.write_bytes(line("one"))
    posted: list[Any] = []

    def texts() -> list[str]:
        return [
            one.text
            for read in posted
            if isinstance(read, TranscriptRead)
            for one in read.evidence
            if isinstance(one, PromptSubmitted)
        ]

    room = TranscriptRoom(posted.append, {})
    room.open(loop)
    try:
        room.handle([FollowTranscript(str(file), "claude", file.stem)])
        loop.until(room, lambda: texts() == ["one"])
        for text in ("two", "three"):
            with file.open("ab") as grown:
                grown.write(line(text))
            loop.until(room, lambda text=text: texts()[-1] == text)
        late = tmp_path / ".claude" / "projects" / "-later" / "25172248-bb0e-402a-b8d0-ae9ed2b53345.jsonl"
        room.handle([FollowTranscript(str(late), "claude", late.stem)])
        late.parent.mkdir()
        late.write_bytes(line("four"))
        loop.until(room, lambda: texts()[-1] == "four")
        with late.open("ab") as grown:
            grown.write(line("five"))
        loop.until(room, lambda: texts()[-1] == "five")
        assert texts() == ["one", "two", "three", "four", "five"]
    finally:
        room.close()
    assert loop.ready == {}


def test_mail_arrives_whole_however_slowly_it_is_written(loop: Turned, tmp_path: Path) -> None:
    mails: list[MailOpened] = []
    spool = Spool(tmp_path / "spool", mails.append, lambda _key, _trouble: None, source=arrivals.ToldArrivals)
    home = tmp_path / "spool" / "claude"
    spool.open(loop)
    try:
        assert spool.due_s() is None, "nothing is polled"
        payload = {"session_id": "11111111-2222-3333-4444-555555555555", "hook_event_name": "UserPromptSubmit",
                   "prompt": "x" * 300_000, "cwd": "/tmp"}  # fmt: skip
        raw = json.dumps(payload).encode()
        spec = HookSpec("UserPromptSubmit")
        command = lines.hook_line(spec, spool=home, socket=Path("/x"), script=Path("/y"), python=sys.executable)
        writer = subprocess.Popen(
            ["/bin/sh", "-c", command], stdin=subprocess.PIPE, env={"PATH": os.environ["PATH"], "CLAUDE_PID": "1"}
        )
        assert writer.stdin is not None
        loop.until(spool, lambda: bool(spool._unready))  # opened, and still empty
        assert len([path for path in home.rglob("*") if path.is_file()]) == 1
        writer.stdin.write(raw[:200_000])
        writer.stdin.flush()
        loop.until(spool, lambda: any(Path(path).stat().st_size >= 200_000 for path in spool._unready))
        assert mails == []
        writer.stdin.write(raw[200_000:])
        writer.stdin.close()
        assert writer.wait(20) == 0
        loop.until(spool, lambda: bool(mails))
        (mail,) = mails
        assert mail.anomalies == ()
        assert [type(one) for one in mail.evidence] == [PromptSubmitted]
        spool.forget(mail.path, mail.size_bytes)
        assert [path for path in home.rglob("*") if path.is_file()] == []
    finally:
        spool.close()
    assert loop.ready == {}
