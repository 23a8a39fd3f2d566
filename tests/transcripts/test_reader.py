from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headspace_desktop.clients import LINE_CUT
from headspace_desktop.transcripts.reader import LINE_LIMIT_BYTES, Line, Reader


def drain(reader: Reader, limit_bytes: int = 64 << 10) -> tuple[list[Line], list[str]]:
    lines: list[Line] = []
    anomalies: list[str] = []
    while True:
        piece = reader.step(limit_bytes)
        lines += piece.lines
        anomalies += piece.anomalies
        if piece.is_caught_up:
            return lines, anomalies


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "s.jsonl"


def test_only_complete_lines_are_given_and_nothing_twice(file):
    reader = Reader(str(file))
    assert reader.step().exists is False
    file.write_bytes(b"one\ntw")
    assert [line.data for line in drain(reader)[0]] == [b"one"]
    assert reader.offset_bytes == 4
    assert drain(reader) == ([], [])
    with file.open("ab") as out:
        out.write(b"o\n\nthree\n")
    assert drain(reader)[0] == [Line(4, b"two"), Line(9, b"three")]
    assert reader.offset_bytes == file.stat().st_size


def test_reading_goes_on_where_it_was(file):
    file.write_bytes(b"first\nsecond\n")
    reader = Reader(str(file))
    drain(reader)
    again = Reader(str(file), reader.offset_bytes, reader.identity)
    assert drain(again) == ([], [])
    with file.open("ab") as out:
        out.write(b"third\n")
    assert [line.data for line in drain(again)[0]] == [b"third"]


def test_truncation_is_noticed(file):
    file.write_bytes(b"first\nsecond\n")
    reader = Reader(str(file))
    drain(reader)
    os.truncate(file, 6)
    lines, anomalies = drain(reader)
    assert [line.data for line in lines] == [b"first"]
    assert len(anomalies) == 1 and "shorter" in anomalies[0]


def test_rotation_is_noticed_also_after_a_restart(file):
    file.write_bytes(b"first\nsecond\n")
    reader = Reader(str(file))
    drain(reader)
    file.unlink()
    file.write_bytes(b"other\nand much longer than the first one\n")
    for one in (reader, Reader(str(file), reader.offset_bytes, reader.identity)):
        lines, anomalies = drain(one)
        assert [line.data for line in lines] == [b"other", b"and much longer than the first one"]
        assert len(anomalies) == 1 and "replaced" in anomalies[0]


def test_rewriting_in_place_is_noticed(file):
    file.write_bytes(b"first\nsecond\n")
    reader = Reader(str(file))
    drain(reader)
    file.write_bytes(b"xirst\nsecond\nthird\n")
    lines, anomalies = drain(reader)
    assert len(lines) == 3 and len(anomalies) == 1


def test_a_moved_file_is_the_same_file(file, tmp_path):
    file.write_bytes(b"first\nsecond\n")
    reader = Reader(str(file))
    drain(reader)
    moved = tmp_path / "elsewhere.jsonl"
    file.rename(moved)
    assert drain(Reader(str(moved), reader.offset_bytes, reader.identity)) == ([], [])


def test_a_first_line_that_is_not_whole_yet_does_not_look_like_a_rotation(file):
    file.write_bytes(b"fir")
    reader = Reader(str(file))
    assert drain(reader) == ([], [])
    with file.open("ab") as out:
        out.write(b"st\nsecond\n")
    assert drain(reader) == ([Line(0, b"first"), Line(6, b"second")], [])


@settings(max_examples=60)
@given(data=st.data())
def test_any_way_of_writing_gives_the_same_lines(data, tmp_path_factory):
    texts = data.draw(st.lists(st.binary(min_size=0, max_size=60).map(lambda b: b.replace(b"\n", b"")), max_size=12))
    whole = b"".join(text + b"\n" for text in texts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=6)))
    limit_bytes = data.draw(st.integers(1, 40))
    file = tmp_path_factory.mktemp("chop") / "s.jsonl"
    reader = Reader(str(file))
    lines: list[Line] = []
    with file.open("wb", buffering=0) as out:
        for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True):
            out.write(whole[start:end])
            found, anomalies = drain(reader, limit_bytes)
            assert anomalies == []
            lines += found
    assert [line.data for line in lines] == [text for text in texts if text]
    assert all(whole[line.offset_bytes :].startswith(line.data + b"\n") for line in lines)


def test_a_line_of_63_megabytes_costs_little_memory_and_keeps_its_ends(file):
    head, tail = b'{"type":"user","x":"' + b"h" * 100, b't","uuid":"u"}'
    with file.open("wb") as out:
        out.write(b"before\n" + head)
        for _ in range(63):
            out.write(b"m" * (1 << 20))
        out.write(tail + b"\nafter\n")
    tracemalloc.start()
    lines, anomalies = drain(Reader(str(file)), 256 << 10)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert anomalies == []
    assert [line.is_cut for line in lines] == [False, True, False]
    giant = lines[1].data
    assert giant.startswith(head) and giant.endswith(tail) and giant.count(LINE_CUT) == 1
    assert len(giant) < 200_000
    assert lines[2].data == b"after"
    assert peak < 3 * LINE_LIMIT_BYTES


def test_a_giant_line_can_grow_slowly(file):
    reader = Reader(str(file))
    with file.open("wb", buffering=0) as out:
        for _ in range(12):
            out.write(b"z" * (1 << 20))
            assert drain(reader, 256 << 10) == ([], [])
        out.write(b"\nend\n")
    lines, _ = drain(reader, 256 << 10)
    assert [(line.offset_bytes, line.is_cut) for line in lines] == [(0, True), ((12 << 20) + 1, False)]


def test_a_giant_line_that_is_truncated_meanwhile(file):
    reader = Reader(str(file))
    file.write_bytes(b"z" * (6 << 20))
    assert drain(reader) == ([], [])
    file.write_bytes(b"small\n")
    assert [line.data for line in drain(reader)[0]] == [b"small"]


def test_what_is_no_regular_file_is_left_alone(tmp_path):
    os.mkfifo(tmp_path / "pipe.jsonl")
    assert Reader(str(tmp_path / "pipe.jsonl")).step().anomalies
    assert Reader("/dev/zero").step().anomalies
    assert Reader(str(tmp_path / "no" / "such")).step().exists is False


def test_recorded_transcripts_line_by_line(samples):
    for sample in samples:
        assert [line.data for line in drain(Reader(str(sample)))[0]] == sample.read_bytes().splitlines()
