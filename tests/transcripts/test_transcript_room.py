from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headspace_desktop.domain.effects import FollowTranscript, LeaveTranscript, TellBacklog
from headspace_desktop.domain.events import BacklogTold, PromptSubmitted, TextSaid, TranscriptRead
from headspace_desktop.transcripts.reader import CHUNK_BYTES
from headspace_desktop.transcripts.watcher import BACKLOG_LIMIT, EVIDENCE_LIMIT, TranscriptRoom
from headspace_desktop.troubles import TranscriptUnreadable

SESSION = "15172248-bb0e-402a-b8d0-ae9ed2b53345"


def prompt(text: str, uuid: str = "") -> bytes:
    return b'{"type":"user","uuid":"%s","message":{"content":"%s"}}\n' % ((uuid or text).encode(), text.encode())


class Reads(list[TranscriptRead]):
    """What was read; that nothing waits any more is kept beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.drained: list[str] = []

    def append(self, message: TranscriptRead | BacklogTold) -> None:
        if isinstance(message, BacklogTold):
            self.drained.append(message.source)
        else:
            super().append(message)


@pytest.fixture
def posted() -> Reads:
    return Reads()


@pytest.fixture
def room(watch, posted):
    room = TranscriptRoom(posted.append, {})
    room.open(watch)
    yield room
    room.close()
    assert watch.ready == {}


@pytest.fixture
def projects(tmp_path: Path) -> Path:
    folder = tmp_path / ".claude" / "projects" / "-home-dev-project"
    folder.mkdir(parents=True)
    return folder


def follow(path: Path, session_id: str = SESSION) -> FollowTranscript:
    return FollowTranscript(str(path), "claude", session_id)


def texts(posted: list[TranscriptRead]) -> list[str]:
    return [one.text for read in posted for one in read.evidence if isinstance(one, PromptSubmitted)]


def test_a_running_session_is_read_and_followed(room, watch, posted, projects):
    file = projects / f"{SESSION}.jsonl"
    file.write_bytes(prompt("one"))
    room.handle([follow(file)])
    assert texts(posted) == ["one"]
    assert posted[-1].is_caught_up
    for text in ("two", "three"):
        with file.open("ab") as out:
            out.write(prompt(text))
        watch.until(room, lambda text=text: text in texts(posted))
    assert texts(posted) == ["one", "two", "three"]
    assert posted[-1].offset.offset_bytes == file.stat().st_size
    assert posted[-1].offset.path == str(file)


def test_growth_is_told_by_the_kernel_and_not_by_the_slow_look(room, watch, posted, projects, monkeypatch):
    monkeypatch.setattr(room, "_look", lambda: None)
    monkeypatch.setattr(room, "_look_at_s", float("inf"))
    file = projects / "a.jsonl"
    file.write_bytes(prompt("one"))
    room.handle([follow(file)])
    room._look_at_s = float("inf")
    with file.open("ab") as out:
        out.write(prompt("two"))
    watch.until(room, lambda: texts(posted) == ["one", "two"])


def test_a_file_and_folders_that_come_later(room, watch, posted, tmp_path):
    file = tmp_path / "not" / "yet" / "there" / "s.jsonl"
    room.handle([follow(file)])
    room._look_at_s = float("inf")
    watch.turn(room)
    assert posted == []
    file.parent.mkdir(parents=True)
    watch.turn(room, 0.2)
    file.write_bytes(prompt("hello"))
    watch.until(room, lambda: texts(posted) == ["hello"])


def test_a_transcript_that_moved_into_a_worktree_goes_on(room, watch, posted, projects):
    file = projects / f"{SESSION}.jsonl"
    file.write_bytes(prompt("one"))
    room.handle([follow(file)])
    moved = projects.parent / "-home-dev-project--claude-worktrees-x" / file.name
    moved.parent.mkdir()
    file.rename(moved)
    with moved.open("ab") as out:
        out.write(prompt("two"))
    room.handle([LeaveTranscript(str(file)), follow(moved)])
    watch.until(room, lambda: "two" in texts(posted))
    assert texts(posted) == ["one", "two"]
    assert posted[-1].offset.path == str(moved)


def test_a_moved_transcript_is_found_without_being_told(room, watch, posted, projects):
    file = projects / f"{SESSION}.jsonl"
    file.write_bytes(prompt("one"))
    room.handle([follow(file)])
    moved = projects.parent / "-elsewhere" / file.name
    moved.parent.mkdir()
    file.rename(moved)
    with moved.open("ab") as out:
        out.write(prompt("two"))
    room._look_at_s = 0.0
    watch.until(room, lambda: "two" in texts(posted))
    assert texts(posted) == ["one", "two"]


def test_saved_offsets_are_taken_up_after_a_restart(watch, posted, projects):
    file = projects / "s.jsonl"
    file.write_bytes(prompt("one"))
    first = TranscriptRoom(posted.append, {})
    first.open(watch)
    first.handle([follow(file)])
    first.close()
    with file.open("ab") as out:
        out.write(prompt("two"))
    later = Reads()
    second = TranscriptRoom(later.append, {str(file): posted[-1].offset})
    second.open(watch)
    second.handle([follow(file)])
    second.close()
    assert texts(later) == ["two"]


def test_old_files_are_read_in_pieces_while_a_live_one_stays_live(room, watch, posted, projects):
    old, live = projects / "old.jsonl", projects / "live.jsonl"
    old.write_bytes(b"".join(prompt("x" * 2000, f"u{n}") for n in range(5_000)))  # 10 MB
    live.write_bytes(b"")
    room.handle([follow(old), follow(live)])
    for turn in range(3):
        with live.open("ab") as out:
            out.write(prompt(f"live{turn}"))
        for _ in range(3):
            watch.turn(room)
    assert {"live0", "live1", "live2"} <= set(texts(posted))
    assert not any(read.is_caught_up for read in posted if read.offset.path == str(old))
    watch.until(room, lambda: any(read.is_caught_up for read in posted if read.offset.path == str(old)))
    assert sum(len(text) == 2000 for text in texts(posted)) == 5_000
    assert max(len(read.evidence) for read in posted) <= EVIDENCE_LIMIT


def test_what_happens_now_waits_for_no_more_than_a_little_of_an_old_file(watch, posted, projects):
    room = TranscriptRoom(posted.append, {}, backlog=lambda: len(posted))
    room.open(watch)
    old = projects / "old.jsonl"
    old.write_bytes(prompt("x") * 50_000)
    room.handle([follow(old)])
    for _ in range(100):
        watch.turn(room)
    told = [message for message in posted if isinstance(message, TranscriptRead)]
    of_one_piece = CHUNK_BYTES // len(prompt("x")) // EVIDENCE_LIMIT + 1
    assert BACKLOG_LIMIT < len(told) <= BACKLOG_LIMIT + of_one_piece < 30
    room.close()


def test_old_files_wait_while_the_engine_is_behind(watch, posted, projects):
    waiting = 10_000
    room = TranscriptRoom(posted.append, {}, backlog=lambda: waiting)
    room.open(watch)
    old = projects / "old.jsonl"
    old.write_bytes(prompt("x" * 2000) * 1000)
    room.handle([follow(old)])
    count = len(posted)
    for _ in range(5):
        watch.turn(room)
    assert len(posted) == count
    assert (room.due_s() or 0) > 0
    waiting = 0
    watch.until(room, lambda: posted[-1].is_caught_up)
    room.close()


def test_offsets_inside_a_batch_lose_nothing(watch, posted, projects):
    """A crash after any one message goes on with the next line."""
    file = projects / "s.jsonl"
    file.write_bytes(b"".join(prompt(f"p{n}") for n in range(700)))
    room = TranscriptRoom(posted.append, {})
    room.open(watch)
    room.handle([follow(file)])
    watch.until(room, lambda: posted[-1].is_caught_up)
    room.close()
    wanted = [f"p{n}" for n in range(700)]
    assert texts(posted) == wanted
    for index, read in enumerate(posted):
        rest = Reads()
        again = TranscriptRoom(rest.append, {str(file): read.offset})
        again.open(watch)
        again.handle([follow(file)])
        watch.until(again, lambda rest=rest: bool(rest) and rest[-1].is_caught_up)
        again.close()
        assert texts(posted[: index + 1]) + texts(rest) == wanted


def test_unreadable_lines_are_told_and_left_behind(room, watch, posted, projects):
    file = projects / "s.jsonl"
    file.write_bytes(prompt("one") + b"\xff\xfe not json\n" + b'{"type":"user","message":[\n' * 40 + prompt("two"))
    room.handle([follow(file)])
    assert texts(posted) == ["one", "two"]
    notes = [note for read in posted for note in read.anomalies]
    assert len(notes) == 21 and notes[-1] == "and 21 more"


def test_a_truncated_file_is_read_again_with_a_note(room, watch, posted, projects):
    file = projects / "s.jsonl"
    file.write_bytes(prompt("one") + prompt("two"))
    room.handle([follow(file)])
    file.write_bytes(prompt("new"))
    watch.until(room, lambda: "new" in texts(posted))
    assert any("replaced" in note or "shorter" in note for note in posted[-1].anomalies)
    assert posted[-1].offset.offset_bytes == file.stat().st_size


def test_a_file_that_may_not_be_read_is_a_trouble_until_it_can_be(watch, posted, projects):
    told: list[tuple[str, object]] = []
    room = TranscriptRoom(posted.append, {}, tell=lambda key, trouble: told.append((key, trouble)))
    room.open(watch)
    loop = projects / "s.jsonl"
    loop.symlink_to(loop)  # ELOOP: also unreadable for root
    room.handle([follow(loop)])
    assert isinstance(told[0][1], TranscriptUnreadable) and told[0][1].remedy
    loop.unlink()
    loop.write_bytes(prompt("one"))
    watch.until(room, lambda: texts(posted) == ["one"])
    assert told[-1] == (told[0][0], None)
    room.close()


@pytest.mark.parametrize("path", ["", "relative.jsonl", "/etc/passwd", "/a\0b.jsonl", "/" + "x" * 5000 + ".jsonl"])
def test_odd_paths_are_not_followed(room, watch, posted, path):
    room.handle([FollowTranscript(path, "claude", "s"), FollowTranscript("/x.jsonl", "unheard-of", "s")])
    assert posted == [] and room.due_s() is None


def test_leaving_reads_the_last_lines(room, watch, posted, projects):
    file = projects / "s.jsonl"
    file.write_bytes(prompt("one"))
    room.handle([follow(file)])
    with file.open("ab") as out:
        out.write(prompt("last"))
    room.handle([LeaveTranscript(str(file))])
    assert texts(posted) == ["one", "last"]
    assert room.due_s() is None


def test_nothing_is_due_while_nothing_happens(room, watch, posted, projects):
    assert room.due_s() is None
    file = projects / "s.jsonl"
    file.write_bytes(prompt("one"))
    room.handle([follow(file)])
    room._look()
    assert (room.due_s() or 0) > 5


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_recorded_transcript_chopped_anywhere_says_the_same(data, samples, watch, tmp_path_factory):
    sample = data.draw(st.sampled_from(samples))
    raw = sample.read_bytes()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(raw)), max_size=8)))
    file = tmp_path_factory.mktemp("chop") / "s.jsonl"

    def told(pieces: list[bytes]) -> list:
        file.unlink(missing_ok=True)
        posted = Reads()
        room = TranscriptRoom(posted.append, {})
        room.open(watch)
        for index, piece in enumerate(pieces):
            with file.open("ab") as out:
                out.write(piece)
            if not index:
                room.handle([follow(file)])
            room._stirred("", "", 0)
            while (due_s := room.due_s()) is not None and due_s <= 0:
                room.tick()
        room.close()
        assert not any(read.anomalies for read in posted)
        return [
            (type(one).__name__, one.origin.delivery_id, one.origin.at, getattr(one, "text", ""))
            for read in posted
            for one in read.evidence
        ]

    whole = told([raw])
    assert any(name == TextSaid.__name__ for name, *_rest in whole)
    assert told([raw[a:b] for a, b in zip([0, *cuts], [*cuts, len(raw)], strict=True)]) == whole


def test_it_says_when_nothing_waits_any_more(room, watch, posted, projects):
    file = projects / "s.jsonl"
    file.write_bytes(prompt("x" * 2000) * 1000)
    room.handle([follow(file), follow(projects / "none.jsonl"), follow(Path("not/absolute"))])
    assert sorted(posted.drained) == sorted([str(projects / "none.jsonl"), "not/absolute"])
    watch.until(room, lambda: str(file) in posted.drained)
    assert posted[-1].is_caught_up
    posted.drained.clear()
    room.handle([TellBacklog()])
    assert str(file) in posted.drained


def test_a_file_that_is_left_is_read_to_its_end(room, watch, posted, projects):
    file = projects / "s.jsonl"
    file.write_bytes(b"".join(prompt(f"{n} " + "x" * 3000) for n in range(400)))
    room.handle([follow(file), LeaveTranscript(str(file))])
    watch.until(room, lambda: str(file) in posted.drained)
    assert len(texts(posted)) == 400
