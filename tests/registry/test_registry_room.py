from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from headspace_desktop.domain.effects import WatchProcess, WatchRoot
from headspace_desktop.domain.events import ProcessEnded, RegistryGone, RegistrySeen
from headspace_desktop.domain.model import PaneRef
from headspace_desktop.processes import look_up
from headspace_desktop.registry import endings
from headspace_desktop.registry.endings import is_alive
from headspace_desktop.registry.surroundings import surroundings_of
from headspace_desktop.registry.watcher import FILE_LIMIT_BYTES, RegistryRoom

ME = os.getpid()


@pytest.fixture
def posted() -> list[Any]:
    return []


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / ".claude"


@pytest.fixture
def make(watch, posted):
    rooms: list[RegistryRoom] = []

    def build(*roots: Path, **more) -> RegistryRoom:
        room = RegistryRoom(posted.append, [("claude", str(one)) for one in roots], **more)
        room.open(watch)
        rooms.append(room)
        return room

    build.posted = posted
    yield build
    for room in rooms:
        room.close()
    assert watch.ready == {}


def write(root: Path, status: str = "idle", pid: int = ME, **more) -> Path:
    values = {
        "pid": pid, "sessionId": "s", "procStart": start_of(pid), "cwd": "/home/dev/project", "status": status,
        "statusUpdatedAt": 1795397649947, **more,
    }  # fmt: skip
    folder = root / "sessions"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{pid}.json"
    draft = folder / f"{pid}.json.tmp"
    draft.write_text(json.dumps(values))
    draft.rename(file)
    return file


def readings(posted):
    return [one.reading for one in posted if isinstance(one, RegistrySeen)]


def test_sessions_that_run_already_are_told_at_once(make, posted, root):
    file = write(root, "waiting", waitingFor="permission prompt")
    make(root)
    (seen,) = posted
    assert isinstance(seen, RegistrySeen) and seen.client == "claude"
    reading = seen.reading
    assert (reading.pid, reading.status, reading.waiting_for, reading.is_alive) == (
        ME, "waiting", "permission prompt", True,
    )  # fmt: skip
    assert reading.path == str(file)
    assert (reading.status_at.year, reading.status_at.tzinfo is not None) == (2026, True)


def test_each_change_is_told_once_and_by_the_kernel(make, watch, posted, root):
    write(root, "idle")
    room = make(root)
    room._rescan_at_s = float("inf")
    for status in ("busy", "waiting", "idle"):
        write(root, status)
        watch.until(room, lambda status=status: readings(posted)[-1].status == status)
    write(root, "idle")
    for _ in range(5):
        watch.turn(room, 0.02)
    assert [reading.status for reading in readings(posted)] == ["idle", "busy", "waiting", "idle"]
    ids = [one.delivery_id for one in posted]
    assert len(set(ids)) == 3  # the same content of the same moment is the same delivery


def test_writing_in_place_is_seen_too(make, watch, posted, root):
    file = write(root, "idle")
    room = make(root)
    room._rescan_at_s = float("inf")
    file.write_text(file.read_text().replace("idle", "busy"))
    watch.until(room, lambda: readings(posted)[-1].status == "busy")


def test_a_removed_file_is_told(make, watch, posted, root):
    file = write(root)
    room = make(root)
    room._rescan_at_s = float("inf")
    file.unlink()
    watch.until(room, lambda: isinstance(posted[-1], RegistryGone))
    assert (posted[-1].path, posted[-1].pid) == (str(file), ME)


def test_a_folder_that_comes_later_and_goes_and_comes_again(make, watch, posted, root):
    room = make(root)
    room._rescan_at_s = float("inf")
    file = write(root, "busy")
    watch.until(room, lambda: bool(readings(posted)))
    file.unlink()
    file.parent.rmdir()
    watch.until(room, lambda: isinstance(posted[-1], RegistryGone))
    write(root, "idle")
    watch.until(room, lambda: readings(posted)[-1].status == "idle")


def test_roots_can_be_added(make, watch, posted, root, tmp_path):
    write(root)
    room = make()
    assert room.due_s() is None
    room.handle([WatchRoot("claude", str(root)), WatchRoot("claude", f"{root}/"), WatchRoot("unheard-of", "/x")])
    assert len(readings(posted)) == 1
    assert (room.due_s() or 0) > 1


def test_without_inotify_it_still_follows(make, watch, posted, root, monkeypatch):
    monkeypatch.setattr("headspace_desktop.registry.watcher.folder_events", _refuse)
    monkeypatch.setattr("headspace_desktop.registry.watcher.RESCAN_UNWATCHED_S", 0.05)
    monkeypatch.setattr("headspace_desktop.registry.watcher.RESCAN_S", 0.05)
    write(root, "idle")
    room = make(root)
    write(root, "busy")
    watch.until(room, lambda: readings(posted)[-1].status == "busy")


def start_of(pid):
    found = look_up(pid)
    return found.start if found is not None else None


def _refuse():
    raise OSError("no inotify")


HOSTILE = [
    b"", b"{", b"[]", b"{}", b"\0" * 100, b'{"pid":"x"}', b"[" * 10_000, b"\xff\xfe", b'{"pid":1,"sessionId":[]}',
    b'{"pid":1,"sessionId":"s","x":"' + b"y" * FILE_LIMIT_BYTES + b'"}',
]  # fmt: skip


@pytest.mark.parametrize("raw", HOSTILE)
def test_hostile_files_say_nothing_and_hide_nothing(make, watch, posted, root, raw):
    file = write(root, "idle")
    room = make(root)
    (file.parent / "4711.json").write_bytes(raw)
    file.write_bytes(raw)
    (file.parent / "4712.json").mkdir()
    (file.parent / "4713.json").symlink_to("/etc/passwd")
    os.mkfifo(file.parent / "4714.json")
    (file.parent / f"{ME}.abcd.key").write_bytes(b"secret")
    room._rescan_at_s = 0.0
    for _ in range(3):
        watch.turn(room, 0.02)
    assert [reading.status for reading in readings(posted)] == ["idle"]
    write(root, "busy")
    watch.until(room, lambda: readings(posted)[-1].status == "busy")
    assert not any(isinstance(one, RegistryGone) for one in posted)


def test_a_process_number_that_was_given_away_is_not_the_session(make, posted, root):
    write(root, "busy", procStart="1")
    make(root)
    assert readings(posted)[0].is_alive is False


def test_a_killed_session_leaves_its_file_and_is_dead(make, watch, posted, root, process):
    one = process()
    write(root, "busy", pid=one.pid)
    room = make(root)
    assert readings(posted)[-1].is_alive is True
    one.kill()
    one.wait(10)
    room._rescan_at_s = 0.0
    watch.until(room, lambda: not readings(posted)[-1].is_alive)
    assert readings(posted)[-1].status == "busy"
    assert posted[0].delivery_id != posted[-1].delivery_id
    count = len(posted)
    room._rescan_at_s = 0.0
    watch.turn(room)
    assert len(posted) == count


def test_what_the_process_table_and_the_disk_add(make, posted, root, process):
    one = process(TMUX="/tmp/tmux-1000/default,12,0", TMUX_PANE="%3", HEADSPACE_LAUNCH_ID="L1")
    write(root, pid=one.pid)
    asked: list[tuple[str, str, str]] = []
    make(root, locate=lambda *about: asked.append(about) or "/t.jsonl")
    reading = readings(posted)[0]
    assert reading.pane == PaneRef("/tmp/tmux-1000/default", "%3")
    assert (reading.launch_id, reading.transcript_path) == ("L1", "/t.jsonl")
    assert asked == [(str(root / "projects"), "/home/dev/project", "s")]


def test_the_terminal_of_a_process():
    ours, theirs = os.openpty()
    code = "import os, sys; os.open(sys.argv[1], os.O_RDWR); print('up', flush=True); sys.stdin.read()"
    name = os.ttyname(theirs)
    one = subprocess.Popen(
        [sys.executable, "-S", "-c", code, name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    with one:
        assert one.stdout is not None and one.stdout.readline() == b"up\n"
        assert surroundings_of(one.pid).tty == name
        one.kill()
    os.close(ours)
    os.close(theirs)
    assert surroundings_of(one.pid).tty == ""


@pytest.mark.parametrize("has_pidfd", [True, False])
def test_the_end_of_a_process_is_told_once(make, watch, process, monkeypatch, has_pidfd):
    if not has_pidfd:
        monkeypatch.setattr(endings, "_pidfd", lambda _pid: -1)
        monkeypatch.setattr("headspace_desktop.registry.watcher.POLL_S", 0.02)
    one = process()
    start = start_of(one.pid)
    room = make()
    posted = make.posted
    room.handle([WatchProcess(one.pid, start), WatchProcess(one.pid, start)])
    watch.turn(room)
    assert posted == []
    assert (room.due_s() is None) is has_pidfd
    one.kill()
    watch.until(room, lambda: bool(posted))
    (ended,) = posted
    assert isinstance(ended, ProcessEnded)
    assert (ended.pid, ended.proc_start) == (one.pid, start)
    assert room.due_s() is None
    watch.turn(room)
    assert len(posted) == 1


def test_a_process_that_is_gone_or_another_has_ended_at_once(make, posted, process):
    gone = process()
    gone.kill()
    gone.wait(10)
    other = process()
    room = make()
    room.handle(
        [WatchProcess(gone.pid, "1"), WatchProcess(other.pid, "1"), WatchProcess(-1, None), WatchProcess(0, None)]
    )
    assert [one.pid for one in posted] == [gone.pid, other.pid]


def test_a_process_whose_start_is_not_known_is_watched(make, watch, posted, process):
    one = process()
    room = make()
    room.handle([WatchProcess(one.pid, None)])
    assert posted == []
    one.kill()
    watch.until(room, lambda: bool(posted))


def test_alive_and_reused():
    assert is_alive(look_up(ME), start_of(ME))
    assert is_alive(look_up(ME), None)
    assert not is_alive(look_up(ME), "1")
    assert not is_alive(look_up(2**22 + 5), None)


def test_a_dead_process_that_was_not_fetched_yet_is_dead(process):
    one = process()
    one.kill()
    os.waitid(os.P_PID, one.pid, os.WEXITED | os.WNOWAIT)
    assert start_of(one.pid) is None


def test_starts_are_those_of_the_kernel(process):
    one = process()
    raw = Path(f"/proc/{one.pid}/stat").read_text()
    assert start_of(one.pid) == raw.rpartition(")")[2].split()[19]
