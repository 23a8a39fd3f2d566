from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from headspace_desktop.domain.asks import AskFind, AskTranscript, AskTranscriptExport
from headspace_desktop.transcripts import find, page, seek
from headspace_desktop.transcripts.export import export_piece
from headspace_desktop.transcripts.find import FoundPage, find_words
from headspace_desktop.transcripts.page import TranscriptPage, read_page
from headspace_desktop.troubles import FileExists, FileUnwritable, TranscriptUnreadable

START = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)


def said(number: int, text: str | None = None, **more) -> bytes:
    at = (START + timedelta(seconds=number)).isoformat().replace("+00:00", "Z")
    entry = {"type": "user", "uuid": f"entry-{number:06d}", "parentUuid": f"entry-{number - 1:06d}",
             "timestamp": at, "message": {"role": "user", "content": text or f"words {number}"}, **more}  # fmt: skip
    return json.dumps(entry, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "s.jsonl"
    made.write_bytes(b"".join(said(number) for number in range(3000)))
    return made


def ask(path: Path, **more) -> TranscriptPage:
    return read_page(AskTranscript("a", str(path), **more))


def texts(found: TranscriptPage) -> list[str]:
    return [entry.text for entry in found.entries]


@pytest.mark.parametrize("block", [300, 64 << 10, 512 << 10])
@pytest.mark.parametrize("number", [0, 1, 1500, 2999])
def test_a_line_is_found_by_its_id(file, monkeypatch, block, number):
    monkeypatch.setattr(seek, "_BLOCK_BYTES", block)
    around = ask(file, around_uuid=f"entry-{number:06d}", limit_entries=10)
    assert around.target_bytes is not None
    [target] = [entry for entry in around.entries if entry.offset_bytes == around.target_bytes]
    assert target.text == f"words {number}"
    assert texts(around) == [f"words {at}" for at in range(max(0, number - 5), min(3000, number + 5))]
    assert around.has_before is (number > 5)
    assert around.has_after is (number < 2995)


def test_pages_around_join_those_before_and_after(file):
    around = ask(file, around_uuid="entry-001500", limit_entries=10)
    before = ask(file, before_bytes=around.start_bytes, limit_entries=5)
    after = ask(file, after_bytes=around.end_bytes, limit_entries=5)
    assert texts(before) + texts(around) + texts(after) == [f"words {at}" for at in range(1490, 1510)]


@pytest.mark.parametrize("uuid", ["entry-999999", "", "x", '"', "entry-00000\0"])
def test_an_id_that_is_not_there_gives_the_end(file, uuid):
    assert texts(ask(file, around_uuid=uuid, limit_entries=1)) == ["words 2999"]


@pytest.mark.parametrize(("second", "number"), [(-50, 0), (0, 0), (1499.5, 1500), (1500, 1500), (2998.2, 2999)])
def test_a_line_is_found_by_its_moment(file, second, number):
    around = ask(file, around_at=START + timedelta(seconds=second), limit_entries=2)
    [target] = [entry for entry in around.entries if entry.offset_bytes == around.target_bytes]
    assert target.text == f"words {number}"


def test_a_moment_is_found_between_giant_lines_and_lines_without_one(tmp_path):
    made = tmp_path / "s.jsonl"
    bulk = b'{"type":"file-history-snapshot","x":"' + b"s" * (3 << 20) + b'"}\n'
    made.write_bytes(said(1) + bulk + said(2) + bulk + said(3) + bulk)
    for number in (1, 2, 3):
        around = ask(made, around_at=START + timedelta(seconds=number - 0.5), limit_entries=4)
        assert f"words {number}" in texts(around)
        assert around.entries[[entry.offset_bytes for entry in around.entries].index(around.target_bytes)].text == (
            f"words {number}"
        )


def found_all(path: Path, words: str) -> list[str]:
    hits: list[str] = []
    before = None
    while True:
        piece: FoundPage = find_words(AskFind("a", str(path), words, before_bytes=before))
        hits += [hit.uuid for hit in piece.hits]
        if piece.before_bytes is None:
            return hits
        assert before is None or piece.before_bytes < before, "it comes further"
        before = piece.before_bytes


@pytest.mark.parametrize("piece", [2000, 24 << 20])
def test_words_are_found_in_the_whole_file_the_newest_first(file, monkeypatch, piece):
    monkeypatch.setattr(find, "PIECE_BYTES", piece)
    assert found_all(file, "WORDS  299") == [f"entry-{n:06d}" for n in [*range(2999, 2989, -1), 299]]
    assert found_all(file, "nowhere") == []
    assert len(found_all(file, "words")) == 3000


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('say "hello" \\ there', '"hello" \\ there'),
        ("Straße über Äpfel", "strasse ÜBER"),
        ("日本語のテキスト", "語のテ"),
        ("a\nb   c", "a b c"),
        ("tab\there", "tab here"),
        ("caf\u00e9 \U0001f600", "\U0001f600"),
    ],
)
def test_words_are_found_as_they_are_shown(tmp_path, text, words):
    made = tmp_path / "s.jsonl"
    made.write_bytes(said(1, "other") + said(2, text) + said(3))
    assert found_all(made, words) == ["entry-000002"]


def test_what_only_stands_in_the_json_is_no_hit(tmp_path):
    made = tmp_path / "s.jsonl"
    made.write_bytes(said(1, "nothing here"))
    assert found_all(made, "parentuuid") == []
    assert found_all(made, "  ") == []
    with pytest.raises(TranscriptUnreadable):
        find_words(AskFind("a", str(tmp_path / "none"), "x"))


def test_the_export_holds_all_in_order_and_is_private(file, tmp_path, monkeypatch):
    monkeypatch.setattr("headspace_desktop.transcripts.export.PIECE_BYTES", 1)
    file.write_bytes(b"".join(said(number, f"words {number}\n" + "x" * 300) for number in range(3000)))
    out = tmp_path / "out.md"
    start: int | None = 0
    steps = 0
    while start is not None:
        start = export_piece(AskTranscriptExport("a", str(file), str(out), start_bytes=start)).next_bytes
        steps += 1
    assert steps > 1
    written = out.read_text()
    assert [line for line in written.splitlines() if line.startswith("words")] == [f"words {n}" for n in range(3000)]
    assert out.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExists):
        export_piece(AskTranscriptExport("a", str(file), str(out)))
    assert out.read_text() == written, "refused, and left as it was"
    export_piece(AskTranscriptExport("a", str(file), str(out), may_replace=True))
    with pytest.raises(FileUnwritable):
        export_piece(AskTranscriptExport("a", str(file), str(tmp_path / "none" / "out.md")))
    with pytest.raises(TranscriptUnreadable):
        export_piece(AskTranscriptExport("a", str(tmp_path / "none"), str(tmp_path / "b.md")))
    assert not (tmp_path / "b.md").exists()


def test_the_export_does_not_follow_a_link(file, tmp_path):
    (tmp_path / "mine").write_text("precious")
    (tmp_path / "out.md").symlink_to(tmp_path / "mine")
    with pytest.raises(FileUnwritable):
        export_piece(AskTranscriptExport("a", str(file), str(tmp_path / "out.md"), may_replace=True))
    assert (tmp_path / "mine").read_text() == "precious"


def test_a_fence_in_a_result_does_not_end_the_block(tmp_path):
    made = tmp_path / "s.jsonl"
    result = [{"type": "tool_result", "tool_use_id": "t", "content": "```\n# no heading\n````"}]
    made.write_bytes(said(1, message={"role": "user", "content": result}))
    export_piece(AskTranscriptExport("a", str(made), str(tmp_path / "o.md")))
    assert "`````\n```\n# no heading\n````\n`````" in (tmp_path / "o.md").read_text()


def test_subagents_are_found_by_their_call(tmp_path):
    made = tmp_path / "s.jsonl"
    call = [{"type": "tool_use", "id": "toolu_1", "name": "Agent", "input": {"prompt": "look"}}]
    made.write_bytes(
        said(1, type="assistant", message={"role": "assistant", "content": call})
        + said(2, type="assistant", message={"role": "assistant", "content": [{**call[0], "id": "toolu_2"}]})
    )
    folder = tmp_path / "s" / "subagents"
    folder.mkdir(parents=True)
    (folder / "agent-a.meta.json").write_text('{"agentType":"general-purpose","toolUseId":"toolu_1"}')
    (folder / "agent-b.meta.json").write_text("no json")
    (folder / "agent-a.jsonl").write_bytes(said(1, "side words", isSidechain=True))
    shown = ask(made)
    assert shown.subagents == {"toolu_1": str(folder / "agent-a.jsonl")}
    nested = ask(Path(shown.subagents["toolu_1"]), is_subagent=True)
    assert [(entry.text, entry.is_machine) for entry in nested.entries] == [("side words", True)]
    assert texts(ask(folder / "agent-a.jsonl")) == [], "side lines are no part of the conversation itself"


def test_changes_code_and_pictures_of_a_tool(tmp_path):
    made = tmp_path / "s.jsonl"
    dot = "iVBORw0KGgo="
    blocks = [
        {"type": "tool_use", "id": "1", "name": "Edit",
         "input": {"file_path": "/a.py", "old_string": "x = 1", "new_string": "x = 2"}},
        {"type": "tool_use", "id": "2", "name": "MultiEdit",
         "input": {"file_path": "/a.py", "edits": [{"old_string": "a", "new_string": "b"}, 7]}},
        {"type": "tool_use", "id": "3", "name": "Bash", "input": {"command": "ls | wc"}},
        {"type": "tool_use", "id": "4", "name": "Write", "input": {"file_path": "/n.py", "content": "import os"}},
        {"type": "tool_use", "id": "5", "name": "Odd", "input": {"file_path": 7, "edits": "no", "command": None}},
        {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": dot}},
        {"type": "image", "source": {"type": "base64", "media_type": "image/svg+xml", "data": dot}},
        {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "\" onload=x"}},
        {"type": "tool_result", "tool_use_id": "3", "content": [
            {"type": "image", "source": {"media_type": "image/jpeg", "data": dot}}, {"type": "text", "text": "t"}]},
    ]  # fmt: skip
    made.write_bytes(said(1, type="assistant", message={"role": "assistant", "content": blocks}))
    edit, multi, bash, write, odd, good, svg, bad, result = ask(made).entries
    assert [(e.path, e.before, e.after) for e in edit.edits + multi.edits] == [
        ("/a.py", "x = 1", "x = 2"), ("/a.py", "a", "b"),
    ]  # fmt: skip
    assert (bash.code, bash.code_name, write.code, write.code_name) == ("ls | wc", "bash", "import os", "/n.py")
    assert (odd.edits, odd.code) == ((), "")
    assert good.images == (f"data:image/png;base64,{dot}",)
    assert svg.images == bad.images == () and svg.text == "[image]"
    assert result.images == (f"data:image/jpeg;base64,{dot}",)


def test_a_line_near_the_end_of_a_large_file_costs_no_more_than_its_end(tmp_path, monkeypatch):
    made = tmp_path / "s.jsonl"
    made.write_bytes(b"".join(said(number, "x" * 900) for number in range(40_000)))
    read: list[int] = []
    pread = os.pread
    monkeypatch.setattr(page.os, "pread", lambda fd, count, at: read.append(count) or pread(fd, count, at))
    found = ask(made, around_uuid="entry-039900", limit_entries=2)
    assert found.target_bytes is not None
    assert sum(read) < 4 << 20 < made.stat().st_size
