from __future__ import annotations

import json
from pathlib import Path

import pytest

from headspace_desktop.clients import LINE_CUT
from headspace_desktop.domain.asks import AskTranscript
from headspace_desktop.transcripts import page as pages
from headspace_desktop.transcripts import seek
from headspace_desktop.transcripts.page import TranscriptPage, read_page
from headspace_desktop.troubles import TranscriptUnreadable


def ask(path: Path | str, **more) -> TranscriptPage:
    return read_page(AskTranscript("a", str(path), **more))


def prompt(text: str) -> bytes:
    return json.dumps({"type": "user", "uuid": text, "message": {"content": text}}).encode() + b"\n"


def all_back(path: Path, limit: int) -> list[str]:
    found: list[str] = []
    before = None
    while True:
        page = ask(path, before_bytes=before, limit_entries=limit)
        found = [entry.text for entry in page.entries] + found
        if not page.has_before:
            return found
        assert page.start_bytes < (before if before is not None else page.size_bytes + 1)
        before = page.start_bytes


def test_the_newest_page_comes_first(tmp_path):
    file = tmp_path / "s.jsonl"
    file.write_bytes(b"".join(prompt(f"p{n}") for n in range(1000)) + b'{"type":"user","half')
    page = ask(file, limit_entries=10)
    assert [entry.text for entry in page.entries] == [f"p{n}" for n in range(990, 1000)]
    assert page.has_before and not page.has_after
    assert page.entries[0].offset_bytes == page.start_bytes
    older = ask(file, before_bytes=page.start_bytes, limit_entries=10)
    assert [entry.text for entry in older.entries] == [f"p{n}" for n in range(980, 990)]
    assert older.end_bytes == page.start_bytes and older.has_after


@pytest.mark.parametrize("block", [7, 64, 512 << 10])
def test_paging_back_shows_everything_once(tmp_path, monkeypatch, block):
    monkeypatch.setattr(seek, "_BLOCK_BYTES", block)
    file = tmp_path / "s.jsonl"
    file.write_bytes(b"".join(prompt("x" * n + str(n)) for n in range(60)) + b"\n\n" + prompt("end"))
    assert all_back(file, 7) == ["x" * n + str(n) for n in range(60)] + ["end"]


def test_reading_on_from_a_page(tmp_path):
    file = tmp_path / "s.jsonl"
    file.write_bytes(prompt("a"))
    page = ask(file)
    assert ask(file, after_bytes=page.end_bytes).entries == ()
    with file.open("ab") as out:
        out.write(prompt("b") + prompt("c"))
    later = ask(file, after_bytes=page.end_bytes, limit_entries=1)
    assert [entry.text for entry in later.entries] == ["b"] and later.has_after
    rest = ask(file, after_bytes=later.end_bytes)
    assert [entry.text for entry in rest.entries] == ["c"] and not rest.has_after


def test_a_large_file_costs_no_more_than_its_end(tmp_path, monkeypatch):
    file = tmp_path / "s.jsonl"
    with file.open("wb") as out:
        out.truncate(3 << 30)  # sparse: three gigabytes of nothing
        out.seek(0, 2)
        out.write(b"\n" + prompt("end"))
    read: list[int] = []
    pread = pages.os.pread
    monkeypatch.setattr(pages.os, "pread", lambda fd, count, at: read.append(count) or pread(fd, count, at))
    page = ask(file, limit_entries=1)
    assert [entry.text for entry in page.entries] == ["end"]
    assert sum(read) < 2 << 20


def test_a_giant_line_is_shown_folded(tmp_path):
    file = tmp_path / "s.jsonl"
    with file.open("wb") as out:
        out.write(prompt("before") + b'{"type":"user","message":{"content":"')
        for _ in range(9):
            out.write(b"z" * (1 << 20))
        out.write(b'"}}\n' + prompt("after"))
    for page in (ask(file), ask(file, after_bytes=0)):
        assert [entry.text for entry in page.entries] == ["before", "", "after"]
        assert page.entries[1].is_folded
    assert LINE_CUT not in prompt("x")


def test_the_recorded_transcripts(samples):
    for sample in samples:
        page = ask(sample)
        assert page.entries and {entry.kind for entry in page.entries} >= {"user", "assistant"}
        assert all_back(sample, 5) == [entry.text for entry in ask(sample, limit_entries=1000).entries]


def test_snapshots_do_not_make_a_page_endless(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "SCAN_LIMIT_BYTES", 100_000)
    file = tmp_path / "s.jsonl"
    snapshot = b'{"attachment":{"type":"prompt_snapshot","x":"' + b"s" * 10_000 + b'"}}\n'
    file.write_bytes(prompt("first") + snapshot * 100)
    page = ask(file)
    assert page.entries == () and page.has_before
    assert all_back(file, 5) == ["first"]


def test_what_is_not_there_and_what_cannot_be_read(tmp_path):
    assert ask(tmp_path / "none.jsonl").entries == ()
    (tmp_path / "empty.jsonl").touch()
    assert ask(tmp_path / "empty.jsonl").entries == ()
    for path in (tmp_path, "/dev/zero", "/a\0b"):
        with pytest.raises(TranscriptUnreadable):
            ask(path)
    with pytest.raises(TranscriptUnreadable):
        ask(tmp_path / "empty.jsonl", client="unheard-of")


@pytest.mark.parametrize("offset", [-5, 3, 10**12])
def test_odd_offsets(tmp_path, offset):
    file = tmp_path / "s.jsonl"
    file.write_bytes(prompt("a") + prompt("b"))
    ask(file, before_bytes=offset)
    ask(file, after_bytes=offset)
