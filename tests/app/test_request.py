"""Requests in full, and what is saved when a state is said to be wrong: with real files."""

from __future__ import annotations

import json
import os
from pathlib import Path

from headspace_desktop.app.request import request_page
from headspace_desktop.domain.asks import AskRequest

LONG = "x = 1\n" * 2000


def line(tool_use_id: str, given: dict[str, object]) -> str:
    block = {"type": "tool_use", "id": tool_use_id, "name": "Write", "input": given}
    return json.dumps({"type": "assistant", "message": {"role": "assistant", "content": [block]}}) + "\n"


def asked(tmp_path: Path, given: dict[str, object], **more: object) -> AskRequest:
    values = {
        "is_whole": True,
        "cwd": str(tmp_path),
        "transcript_path": str(tmp_path / "t.jsonl"),
        "tool_use_id": "toolu_2",
    }
    return AskRequest("1", "Write", given, **(values | more))  # type: ignore[arg-type]


def test_what_was_cut_is_found_in_the_transcript(tmp_path: Path) -> None:
    whole = {"file_path": "a.py", "content": LONG}
    (tmp_path / "t.jsonl").write_text(
        line("toolu_1", {"content": "no"}) + line("toolu_2", whole) + '{"id": "toolu_2"}\n', encoding="utf-8"
    )
    page = request_page(asked(tmp_path, {"file_path": "a.py", "content": LONG[:4000]}, is_whole=False))
    assert page.is_whole
    assert page.tool_input == whole
    assert page.difference is not None
    assert (page.difference.note, page.difference.added) == ("new", 2000)


def test_another_call_under_the_same_id_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text(line("toolu_2", {"file_path": "b.py", "content": LONG}), encoding="utf-8")
    page = request_page(asked(tmp_path, {"file_path": "a.py", "content": LONG[:4000]}, is_whole=False))
    assert not page.is_whole
    assert page.tool_input["file_path"] == "a.py"


def test_a_transcript_that_is_not_there_leaves_it_cut(tmp_path: Path) -> None:
    assert not request_page(asked(tmp_path, {"file_path": "a.py", "content": "x"}, is_whole=False)).is_whole


def test_the_present_file_is_compared(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("one\ntwo\n", encoding="utf-8")
    page = request_page(asked(tmp_path, {"file_path": "a.py", "content": "one\n"}))
    assert page.difference is not None
    assert page.difference.text.splitlines()[1:] == [" one", "-two"]


def test_a_pipe_a_folder_and_what_is_no_text_hold_nothing_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "data").write_bytes(b"\xff\xfe\x00")
    for name in ("pipe", "data", ".", "a\0b"):
        page = request_page(asked(tmp_path, {"file_path": name, "content": "one\n"}))
        assert page.difference is not None
        assert page.difference.note == "unread", name
