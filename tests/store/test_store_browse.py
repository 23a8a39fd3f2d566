"""Every table by its rows, the logs, and exports: on both databases, beside a writer."""

from __future__ import annotations

import csv
import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from headspace_desktop.domain.asks import (
    AskChoices,
    AskExport,
    AskLog,
    AskRow,
    AskRows,
    AskTables,
    Condition,
)
from headspace_desktop.paths import Paths
from headspace_desktop.store.base import Base
from headspace_desktop.store.browse import CELL_CHARS, RowPage, RowsPage, TablesPage
from headspace_desktop.store.database import Database
from headspace_desktop.store.export import PIECE_ROWS, ExportPage, Exports
from headspace_desktop.store.logs import ChoicesPage, LogPage
from headspace_desktop.store.pages import Pages
from headspace_desktop.store.records import Batch, Records
from headspace_desktop.troubles import FieldInvalid, FileExists, FileUnwritable, Trouble, UnknownRow
from tests.store.board import an_agent, an_event, at
from tests.store.filling import HOSTILE, fill_store


@pytest.fixture
def pages(url: str, paths: Paths) -> Iterator[Pages]:
    pages = Pages(url, paths, host_id="host-1")
    yield pages
    pages.close()


def rows(pages: Pages, name: str, *conditions: Condition, **more: Any) -> RowsPage:
    page = pages.answer(AskRows("r", name, conditions, **more))
    assert isinstance(page, RowsPage)
    return page


def row(pages: Pages, name: str, row_id: int) -> RowPage:
    page = pages.answer(AskRow("r", name, row_id))
    assert isinstance(page, RowPage)
    return page


def log(pages: Pages, name: str, **more: Any) -> LogPage:
    page = pages.answer(AskLog("l", name, **more))  # type: ignore[arg-type]
    assert isinstance(page, LogPage)
    return page


def values(page: RowsPage, column: str) -> list[Any]:
    at_column = page.columns.index(column)
    return [values[at_column] for values in page.rows]


# -- tables


def test_every_table_with_its_columns_and_how_many_rows(database: Database, pages: Pages) -> None:
    fill_store(database.db)
    page = pages.answer(AskTables("t"))
    assert isinstance(page, TablesPage)
    tables = {shape.name: shape for shape in page.tables}
    assert set(tables) == set(Base.metadata.tables)
    assert len(tables) >= 18  # the fourteen of the model, and what the engine remembers
    with database.db.connect() as connection:
        for name, shape in tables.items():
            assert shape.rows == connection.scalar(select(func.count()).select_from(Base.metadata.tables[name]))
    turns = {column.name: column for column in tables["turns"].columns}
    assert (turns["agent_id"].kind, turns["agent_id"].points_to) == ("number", "agents")
    assert (turns["actor"].kind, turns["actor"].choices) == ("choice", ("USER", "AGENT"))
    assert [turns[name].kind for name in ("text", "at", "is_internal", "tool_input")] == [
        "text",
        "moment",
        "flag",
        "json",
    ]
    assert turns["summary"].guard == ""
    assert turns["text"].guard


def test_every_table_can_be_read_in_rows_and_one_row_in_full(database: Database, pages: Pages) -> None:
    fill_store(database.db)
    for name in Base.metadata.tables:
        page = rows(pages, name)
        assert page.count == len(page.rows) > 0, name
        ids = values(page, "id")
        assert ids == sorted(ids, reverse=True)
        assert values(rows(pages, name, is_oldest_first=True), "id") == sorted(ids)
        for row_id in ids:
            whole = row(pages, name, row_id)
            assert list(whole.values) == list(page.columns)
            json.dumps(dict(whole.values), default=str)  # plain values only


def test_rows_page_by_page(database: Database, pages: Pages, records: Records) -> None:
    agent = an_agent()
    records.save(Batch(agents={agent.uuid: agent}, events=[an_event(f"d{n}", agent.uuid) for n in range(25)]))
    for is_oldest_first in (False, True):
        seen: list[int] = []
        beyond = None
        while True:
            page = rows(pages, "events", beyond_id=beyond, limit=10, is_oldest_first=is_oldest_first)
            assert page.count == (25 if beyond is None else None)
            seen += values(page, "id")
            beyond = page.beyond_id
            if beyond is None:
                break
        assert len(seen) == 25
        assert seen == sorted(seen, reverse=not is_oldest_first)


@pytest.mark.parametrize(
    ("name", "condition", "count"),
    [
        ("turns", Condition("text", "contains", "WHICH"), 1),
        ("turns", Condition("text", "is", "which?"), 1),
        ("turns", Condition("text", "is", "which"), 0),
        ("turns", Condition("text", "is", HOSTILE), 1),
        ("turns", Condition("text", "contains", "%"), 1),
        ("turns", Condition("text", "contains", "_"), 0),
        ("turns", Condition("text", "contains", "' OR 1=1 --"), 0),
        ("turns", Condition("sequence", "is", "2"), 1),
        ("turns", Condition("sequence", "contains", "2"), 1),
        ("turns", Condition("actor", "is", "AGENT"), 1),
        ("turns", Condition("actor", "is", "nobody"), 0),
        ("turns", Condition("is_internal", "is", "true"), 1),
        ("turns", Condition("at", "is", "2026-03-01T12:00:11.123456+00:00"), 1),
        ("turns", Condition("at", "contains", "2026-03-01"), 2),
        ("turns", Condition("tool_input", "contains", "questions"), 1),
        ("turns", Condition("tool_input", "contains", '"q"'), 0),
        ("turns", Condition("summary", "empty"), 1),
        ("turns", Condition("summary", "filled"), 1),
        ("agents", Condition("uuid", "is", "nonsense"), 0),
        ("agents", Condition("priority_score", "is", "70"), 1),
        ("inference_calls", Condition("cost_usd", "is", "0.25"), 1),
        ("inference_calls", Condition("input_tokens", "is", "1000000000000"), 1),
    ],
)
def test_conditions(database: Database, pages: Pages, name: str, condition: Condition, count: int) -> None:
    fill_store(database.db)
    page = rows(pages, name, condition)
    assert (len(page.rows), page.count) == (count, count)


@pytest.mark.parametrize(
    ("name", "condition"),
    [
        ("turns", Condition("sequence", "is", "many")),
        ("turns", Condition("sequence", "is", "2.0")),
        ("turns", Condition("sequence", "is", "1; DROP TABLE turns")),
        ("turns", Condition("is_internal", "is", "maybe")),
        ("turns", Condition("at", "is", "yesterday")),
        ("turns", Condition("text; --", "is", "x")),
        ("turns", Condition("text", "like", "x")),
        ("sqlite_master", Condition("name", "is", "x")),
        ("turn_words", Condition("text", "is", "x")),
        ("alembic_version", Condition("version_num", "filled")),
    ],
)
def test_what_cannot_be_asked_is_a_trouble(database: Database, pages: Pages, name: str, condition: Condition) -> None:
    fill_store(database.db)
    with pytest.raises(UnknownRow if name != "turns" else FieldInvalid):
        rows(pages, name, condition)


def test_numbers_beyond_the_column_are_no_mistake_of_ours(database: Database, pages: Pages) -> None:
    fill_store(database.db)
    assert rows(pages, "turns", Condition("id", "is", str(10**30))).rows == ()


@pytest.mark.parametrize("word", ["a\0b", "\ud800x"])
def test_what_no_database_takes_can_be_looked_for(pages: Pages, records: Records, word: str) -> None:
    """Pasted into a filter; what was stored so is found."""
    agent = an_agent()
    records.save(Batch(agents={agent.uuid: agent}, events=[an_event(f"the {word} one", agent.uuid)]))
    for column, count in (("delivery_id", 1), ("payload", 0), ("id", 0)):
        assert rows(pages, "events", Condition(column, "contains", word)).count == count
    for column, how in (("uuid", "is"), ("uuid", "contains"), ("session_id", "is")):
        assert rows(pages, "agents", Condition(column, how, word)).count == 0
    assert pages.answer(AskLog("1", "events", words=word)) is not None


def test_links_lead_there_and_back(database: Database, pages: Pages) -> None:
    fill_store(database.db)
    (question,) = values(rows(pages, "turns", Condition("key", "is", "ask:1")), "id")
    (agent_id,) = values(rows(pages, "turns", Condition("key", "is", "ask:1")), "agent_id")
    pointing = {(one.table, one.column): one.count for one in row(pages, "turns", question).pointing}
    assert pointing[("turns", "answers_turn_id")] == 1
    assert pointing[("events", "turn_id")] == 1
    for one in row(pages, "agents", agent_id).pointing:
        back = rows(pages, one.table, Condition(one.column, "is", str(agent_id)))
        assert len(back.rows) == one.count, one
    with pytest.raises(UnknownRow):
        row(pages, "turns", 10**9)


def test_long_texts_are_cut_in_the_list_alone(database: Database, pages: Pages) -> None:
    fill_store(database.db)
    (output,) = [text for text in values(rows(pages, "commands"), "full_output") if text]
    assert len(output) == CELL_CHARS + 1
    (row_id,) = values(rows(pages, "commands", Condition("full_output", "filled")), "id")
    assert row(pages, "commands", row_id).values["full_output"] == "x" * 100_000
    assert len(next(one for one in values(rows(pages, "commands", is_whole=True), "full_output") if one)) == 100_000


def test_the_reader_cannot_write(database: Database, pages: Pages) -> None:
    pages.answer(AskTables("t"))
    assert pages._db is not None
    with pages._db.connect() as connection, pytest.raises(Exception, match=r"read.?only"):
        connection.execute(text("DELETE FROM events"))


# -- logs


def test_events_by_filter_and_page(records: Records, pages: Pages) -> None:
    agent, other = an_agent(), an_agent()
    events = [
        an_event(
            f"d{n}",
            agent.uuid if n % 2 else other.uuid,
            kind="ToolStarted" if n % 4 == 0 else "TextSaid",
            at=at(n),
            payload={"text": f"line {n}", "quote": 'say "hi"'},
        )
        for n in range(12)
    ]
    records.save(Batch(agents={one.uuid: one for one in (agent, other)}, events=events))
    first = log(pages, "events", limit=5)
    assert first.count == 12
    assert [line.values["payload"]["text"] for line in first.lines] == [f"line {n}" for n in (11, 10, 9, 8, 7)]
    rest = log(pages, "events", before_id=first.before_id, limit=50)
    assert (len(rest.lines), rest.before_id, rest.count) == (7, None, None)
    assert len(log(pages, "events", agent_uuid=agent.uuid).lines) == 6
    assert len(log(pages, "events", kind="ToolStarted").lines) == 3
    assert len(log(pages, "events", since_at=at(6), until_at=at(8)).lines) == 2
    assert len(log(pages, "events", words='"say \\"hi"').lines) == 0
    assert len(log(pages, "events", words="line").lines) == 12
    assert [line.values["payload"]["text"] for line in log(pages, "events", words='"line 7"').lines] == ["line 7"]
    assert len(log(pages, "events", words="line -TextSaid").lines) == 3
    project_id = first.lines[0].project_id
    assert len(log(pages, "events", project_id=project_id).lines) == 12
    assert log(pages, "events", project_id=10**6).lines == ()
    fresh = log(pages, "events", after_id=first.lines[2].id)
    assert [line.id for line in fresh.lines] == [first.lines[0].id, first.lines[1].id]


def test_other_hosts_events_are_theirs(database: Database, records: Records, pages: Pages) -> None:
    records.save(Batch(events=[an_event("d1")]))
    with database.db.begin() as connection:
        connection.execute(text("UPDATE events SET host_id = 'host-2'"))
    assert log(pages, "events").lines == ()


def test_calls_are_the_real_table(database: Database, pages: Pages) -> None:
    assert log(pages, "calls").lines == ()
    fill_store(database.db)
    page = log(pages, "calls")
    assert [line.kind for line in page.lines] == ["objective", "turn"]
    assert page.lines[1].values["cost_usd"] == 0.25
    assert page.lines[1].values["input_text"] == HOSTILE
    assert [line.kind for line in log(pages, "calls", kind="turn").lines] == ["turn"]
    only = log(pages, "calls", conditions=(Condition("cached", "is", "true"),))
    assert [line.kind for line in only.lines] == ["turn"]
    assert [line.kind for line in log(pages, "calls", words="naïve").lines] == ["turn"]


def test_bubbles_are_those_events_alone(records: Records, pages: Pages) -> None:
    kinds = ("TextSaid", "bubble_held", "bubble_shown", "digest_shown", "bubbleless")
    records.save(Batch(events=[an_event(f"d{n}", kind=kind) for n, kind in enumerate(kinds)]))
    assert [line.kind for line in log(pages, "bubbles").lines] == ["digest_shown", "bubble_shown", "bubble_held"]
    page = pages.answer(AskChoices("c", "bubbles"))
    assert isinstance(page, ChoicesPage)
    assert page.kinds == ("bubble_held", "bubble_shown", "digest_shown")


def test_decisions_stay_when_their_agent_is_gone(database: Database, pages: Pages) -> None:
    fill_store(database.db)
    (line,) = log(pages, "decisions").lines
    assert (line.kind, line.values["kind"], line.values["surface"]) == ("deny", "permission", "terminal")
    assert [one.id for one in log(pages, "decisions", agent_uuid=line.agent_uuid).lines] == [line.id]
    with database.db.begin() as connection:
        connection.execute(text("DELETE FROM agents"))
    (kept,) = log(pages, "decisions", agent_uuid=line.agent_uuid, kind="deny").lines
    assert kept.agent_uuid == line.agent_uuid


def test_agents_that_live_are_offered_first(records: Records, pages: Pages) -> None:
    over = an_agent(ended_at=at(500), last_seen_at=at(500))
    live = an_agent()
    records.save(Batch(agents={one.uuid: one for one in (over, live)}, events=[an_event("d", live.uuid)]))
    page = pages.answer(AskChoices("c", "events"))
    assert isinstance(page, ChoicesPage)
    assert [(one.uuid, one.is_live) for one in page.agents] == [(live.uuid, True), (over.uuid, False)]
    assert [name for _, name in page.projects] == ["App"]
    assert page.kinds == ("TextSaid",)


# -- exports


def run(exports: Exports, ask: AskExport) -> list[ExportPage | Trouble]:
    told: list[ExportPage | Trouble] = [exports.begin(ask)]
    while (step := exports.step()) is not None:
        assert step[0] == ask.ask_id
        told.append(step[1])
    return told


def there(folder: Path) -> list[str]:
    """The names of all files in a folder, hidden ones too."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def out(tmp_path: Path, database: Database) -> Path:
    """A folder to write to, beside a store."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def export(of: AskRows | AskLog, path: Path, form: Any = "csv", **more: Any) -> AskExport:
    return AskExport("e" * 32, of, str(path), form, **more)


@pytest.fixture
def many(records: Records) -> int:
    count = PIECE_ROWS * 2 + 3
    agent = an_agent()
    events = [
        an_event(f"d{n}", agent.uuid, at=at(n), payload={"text": f"{n} {HOSTILE}", "deep": [1, None, True]})
        for n in range(count)
    ]
    records.save(Batch(agents={agent.uuid: agent}, events=events))
    return count


def test_an_export_is_whole_private_and_tells_how_far_it_is(pages: Pages, many: int, out: Path) -> None:
    path = out / "out.csv"
    told = run(Exports(pages.answer), export(AskRows("", "events"), path))
    assert [page.rows for page in told if isinstance(page, ExportPage)] == [0, PIECE_ROWS, PIECE_ROWS * 2, many]
    last = told[-1]
    assert isinstance(last, ExportPage)
    assert last.is_done
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(out.glob(".*")) == []
    with path.open(newline="", encoding="utf-8") as file:
        read = list(csv.DictReader(file))
    assert len(read) == many
    assert len({row["id"] for row in read}) == many
    assert json.loads(read[0]["payload"])["text"] == f"{many - 1} {HOSTILE}"  # a lone surrogate is escaped


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_json_comes_back_as_it_was(pages: Pages, many: int, out: Path, form: str) -> None:
    path = out / f"out.{form}"
    run(Exports(pages.answer), export(AskLog("", "events", words='"10 naïve"'), path, form))
    said = path.read_text(encoding="utf-8")
    read = json.loads(said) if form == "json" else [json.loads(line) for line in said.split("\n") if line]
    assert 0 < len(read) < many
    assert all("10" in json.dumps(one) for one in read)
    assert read[0]["payload"]["deep"] == [1, None, True]
    assert read[0]["session_id"]


@pytest.mark.parametrize(("form", "said"), [("csv", ""), ("json", "[\n]\n"), ("jsonl", "")])
def test_nothing_found_is_an_empty_file(pages: Pages, out: Path, form: str, said: str) -> None:
    path = out / "none"
    (_, last) = run(Exports(pages.answer), export(AskLog("", "calls"), path, form))
    assert isinstance(last, ExportPage)
    assert last.is_done
    assert path.read_text() == said


def test_a_filter_that_finds_nothing_still_names_the_columns_of_a_table(pages: Pages, out: Path) -> None:
    path = out / "none.csv"
    run(Exports(pages.answer), export(AskRows("", "roles"), path))
    assert path.read_text().strip() == "id,name,description,created_at"


def test_a_spreadsheet_takes_no_text_for_a_formula(records: Records, pages: Pages, out: Path) -> None:
    agent = an_agent(transcript_path='=WEBSERVICE("http://example.org")')
    records.save(Batch(agents={agent.uuid: agent}))
    path = out / "agents.csv"
    run(Exports(pages.answer), export(AskRows("", "agents"), path))
    with path.open(newline="") as file:
        (read,) = csv.DictReader(file)
    assert read["transcript_path"].startswith("'=WEBSERVICE")


def test_another_file_is_never_replaced_unasked(pages: Pages, many: int, out: Path) -> None:
    path = out / "out.csv"
    path.write_text("mine")
    exports = Exports(pages.answer)
    with pytest.raises(FileExists):
        exports.begin(export(AskRows("", "events"), path))
    assert not exports.is_busy
    path.unlink()
    exports.begin(export(AskRows("", "events"), path))
    exports.step()
    path.write_text("came meanwhile")
    last: Any = None
    while (step := exports.step()) is not None:
        last = step[1]
    assert isinstance(last, FileExists)
    assert path.read_text() == "came meanwhile"
    assert there(out) == ["out.csv"]
    run(exports, export(AskRows("", "roles"), path, may_replace=True))
    assert path.read_text().startswith("id,name")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_stopped_export_leaves_nothing(pages: Pages, many: int, out: Path) -> None:
    exports = Exports(pages.answer)
    ask = export(AskRows("", "events"), out / "out.csv")
    exports.begin(ask)
    exports.step()
    assert exports.stop(ask.ask_id).is_stopped
    assert not exports.is_busy
    assert there(out) == []
    assert exports.stop("unknown").is_stopped
    exports.begin(ask)
    exports.close()
    assert there(out) == []


@pytest.mark.parametrize("where", ["", "relative.csv", "{here}", "{here}/no/such/folder/out.csv", "/proc/out.csv"])
def test_a_place_that_cannot_be_written_is_told(pages: Pages, out: Path, where: str) -> None:
    ask = AskExport("e", AskRows("", "roles"), where.format(here=out), "csv")
    with pytest.raises(FileUnwritable):
        Exports(pages.answer).begin(ask)
    assert there(out) == []


def test_a_full_disk_ends_an_export(pages: Pages, many: int, out: Path) -> None:
    exports = Exports(pages.answer)
    ask = export(AskRows("", "events"), out / "out.csv")
    exports.begin(ask)
    job = exports._jobs[ask.ask_id]
    job.file.close()
    job.file = Path("/dev/full").open("w", encoding="utf-8", errors="backslashreplace")  # noqa: SIM115  closed there
    told = []
    while (step := exports.step()) is not None:
        told.append(step[1])
    assert isinstance(told[-1], FileUnwritable)
    assert not job.partial.exists()


def test_a_store_that_goes_away_ends_an_export(out: Path) -> None:
    def gone(_ask: object) -> Any:
        raise UnknownRow("events")

    exports = Exports(gone)
    told = run(exports, export(AskRows("", "events"), out / "out.csv"))
    assert isinstance(told[-1], UnknownRow)
    assert there(out) == []
    assert not exports.is_busy
