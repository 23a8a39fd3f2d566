"""Exports through the reader's room: other questions are answered between the pieces, and closing leaves nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from headspace_desktop import settings
from headspace_desktop.app.reader import Reader
from headspace_desktop.domain.asks import AskExport, AskRows, AskTables, StopExport
from headspace_desktop.domain.changes import PageReady
from headspace_desktop.host import this_host
from headspace_desktop.paths import Paths
from headspace_desktop.store.database import open_store
from headspace_desktop.store.export import PIECE_ROWS, ExportPage

ROWS = PIECE_ROWS * 3 + 1


@pytest.fixture
def told() -> list[PageReady]:
    return []


@pytest.fixture
def reader(home: Path, told: list[PageReady]) -> Iterator[Reader]:
    paths = Paths.from_environment()
    paths.make_private()
    host, loaded = this_host(paths.data_dir), settings.load(paths)
    store = open_store("", paths, host_id=host.id, host_name=host.name)
    with store.db.begin() as connection:
        connection.exec_driver_sql(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS}) "
            "INSERT INTO notes (host_id, key, text) SELECT 'h', 'k' || i, 'x' FROM n"
        )
    store.close()

    def tell(changes: Any) -> None:
        told.extend(change for change in changes if isinstance(change, PageReady))

    made = Reader(paths, loaded, host, tell, load=lambda: loaded, saved=lambda _loaded: None, roots=lambda _: [])
    yield made
    made.close()


def export(folder: Path) -> AskExport:
    return AskExport("e", AskRows("", "notes"), str(folder / "notes.jsonl"), "jsonl")


def test_questions_are_answered_between_the_pieces(reader: Reader, told: list[PageReady], tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    reader.handle([export(folder)])
    reader.tick()
    reader.handle([AskTables("t")])
    while not (told[-1].ask_id == "e" and told[-1].page.is_done):
        assert reader.due_s() == 0
        reader.tick()
    assert [ready.ask_id for ready in told] == ["e", "e", "t", "e", "e", "e"]
    last = told[-1].page
    assert isinstance(last, ExportPage)
    assert (last.rows, last.is_done) == (ROWS, True)
    assert len((folder / "notes.jsonl").read_text().splitlines()) == ROWS


def test_a_stop_and_the_end_of_the_room_leave_nothing(reader: Reader, told: list[PageReady], tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    reader.handle([export(folder)])
    reader.tick()
    reader.handle([StopExport("e")])
    assert told[-1].page.is_stopped
    assert os.listdir(folder) == []  # noqa: PTH208
    reader.handle([export(folder)])
    reader.tick()
    reader.close()
    assert os.listdir(folder) == []  # noqa: PTH208


def test_a_refusal_is_the_answer(reader: Reader, told: list[PageReady]) -> None:
    reader.handle([AskExport("e", AskRows("", "notes"), "nowhere.csv", "csv")])
    assert told[-1].trouble is not None
    assert told[-1].trouble.kind == "FileUnwritable"
    reader.tick()
    assert len(told) == 1, "nothing goes on"
