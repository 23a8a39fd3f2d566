"""The data browser over a real store: every table, links there and back, edits only when allowed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cards import NOW
from grounds import Stand, texts
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QPushButton

from headspace_desktop.domain.actions import EditRow
from headspace_desktop.domain.asks import AskExport, AskRow, AskRows, AskTables, Condition
from headspace_desktop.domain.changes import PageReady, TroubleShown, WishAnswered
from headspace_desktop.paths import Paths
from headspace_desktop.store.database import Database, open_store
from headspace_desktop.store.desk import Site, perform
from headspace_desktop.store.pages import Pages
from headspace_desktop.troubles import Trouble
from headspace_desktop.ui.pages.data import DataPage
from tests.store.filling import HOSTILE, fill_store


class Reading:
    """Answers what the page asked from the store, as the reader does."""

    def __init__(self, page: DataPage, stand: Stand, pages: Pages, database: Database) -> None:
        self.page, self.stand, self.pages, self.database = page, stand, pages, database

    def answer(self) -> None:
        """Until nothing is asked any more."""
        while asks := [said for said in self.stand.asked if isinstance(said, AskTables | AskRows | AskRow)]:
            for ask in asks:
                self.stand.asked.remove(ask)
                try:
                    ready = PageReady(ask.ask_id, self.pages.answer(ask))
                except Trouble as trouble:
                    ready = PageReady(ask.ask_id, None, told(trouble))
                self.page.take_page(ready)

    def perform(self) -> None:
        """Do what was posted, as the engine does."""
        action = self.stand.last(EditRow)
        with self.database.db.begin() as connection:
            done = perform(Site(connection, "host-1", "One", NOW), action)
        trouble = told(done.trouble) if done.trouble is not None else None
        self.page.take([WishAnswered(action.request_id, trouble, done.result)])
        self.answer()

    def open(self, table: str, row: int = 0) -> None:
        self.page.go_to_rows(table)
        self.answer()
        self.page.open_row(self.page.model.rows[row])
        self.answer()


def told(trouble: Trouble) -> TroubleShown:
    return TroubleShown("", trouble.kind, trouble.title, trouble.detail, trouble.remedy, NOW)


@pytest.fixture
def reading(qtbot: Any, tmp_path: Path) -> Iterator[Reading]:
    paths = Paths.from_environment({"HEADSPACE_HOME": str(tmp_path / "home")})
    database = open_store("", paths, host_id="host-1", host_name="One")
    fill_store(database.db)
    pages = Pages("", paths, host_id="host-1")
    stand = Stand()
    page = DataPage(stand.ground())
    qtbot.addWidget(page)
    page.resize(1100, 600)
    page.show()
    made = Reading(page, stand, pages, database)
    made.answer()
    yield made
    page.close()
    pages.close()
    database.close()


def cells(page: DataPage, column: str) -> list[str]:
    at = [one.title for one in page.model.columns].index(column)
    return list(texts(page.model, at))


def test_every_table_can_be_shown(reading: Reading) -> None:
    page = reading.page
    assert page.tables.count() >= 18
    for name, shape in page.shapes.items():
        page.go_to_rows(name)
        reading.answer()
        assert page.model.rowCount() == shape.rows > 0, name
        assert [column.title for column in page.model.columns] == [column.name for column in shape.columns]
        page.open_row(page.model.rows[0])
        reading.answer()
        assert page.form.isVisible()
        assert set(page.form.fields) == {column.name for column in shape.columns}
        assert all(field.editor is None for field in page.form.fields.values()), "read-only"


def test_hostile_text_is_shown_not_trusted(reading: Reading) -> None:
    reading.page.go_to_rows("turns")
    reading.answer()
    assert "␀" in cells(reading.page, "text")[0]
    assert "\x00" not in "".join(cells(reading.page, "text"))
    assert HOSTILE not in cells(reading.page, "text")


def test_a_filter_and_its_mistakes(reading: Reading, qtbot: Any) -> None:
    page = reading.page
    page.go_to_rows("turns", (Condition("text", "contains", "WHICH"),))
    reading.answer()
    assert cells(page, "text") == ["which?"]
    assert page.count.text() == "1 rows"
    page.filters.value.setText("nothing like it")
    qtbot.waitUntil(lambda: any(isinstance(said, AskRows) for said in reading.stand.asked))
    reading.answer()
    assert page.words.text() == "No row is like that."
    page.go_to_rows("turns", (Condition("sequence", "is", "many"),))
    reading.answer()
    assert "a number is expected" in page.words.text()


def test_links_are_followed_there_and_back(reading: Reading) -> None:
    page = reading.page
    reading.open("turns")
    links = {made.text().split()[0]: made for made in page.form.findChildren(QPushButton) if "→" in made.text()}
    links["agents"].click()
    reading.answer()
    assert page.table_name == "agents"
    assert page.model.rowCount() == 1
    page.open_row(page.model.rows[0])
    reading.answer()
    backs = {made.text().partition(":")[0]: made for made in page.form.findChildren(QPushButton) if ":" in made.text()}
    backs["turns.agent_id"].click()
    reading.answer()
    assert page.table_name == "turns"
    assert page.filters.conditions[0].column == "agent_id"
    assert page.model.rowCount() == 2
    page.go_back()
    reading.answer()
    assert (page.table_name, page.model.rowCount()) == ("agents", 1)
    page.go_back()
    page.go_back()
    reading.answer()
    assert page.table_name == "projects"
    assert not page.back.isEnabled()


def test_an_edit_shows_before_and_after_and_is_saved(reading: Reading) -> None:
    page = reading.page
    page.edits.setChecked(True)
    reading.open("turns")
    fields = page.form.fields
    assert {name for name, field in fields.items() if field.editor is not None} == {"summary", "frustration_score"}
    assert not page.form.save.isEnabled()
    editor = fields["summary"].editor
    assert isinstance(editor, QPlainTextEdit)
    editor.setPlainText("much better")
    assert fields["summary"].before.text() == "Before: s"
    page.form.save.click()
    action = reading.stand.last(EditRow)
    assert (action.table, action.changes, action.before) == ("turns", {"summary": "much better"}, {"summary": "s"})
    reading.perform()
    assert page.form.fields["summary"].value == "much better"
    assert not page.form.is_changed
    assert cells(page, "summary")[0] == "much better"


def test_a_refusal_stands_at_its_field(reading: Reading) -> None:
    page = reading.page
    page.edits.setChecked(True)
    reading.open("turns")
    field = page.form.fields["frustration_score"]
    field.editor.setText("many")  # type: ignore[union-attr]
    page.form.save.click()
    reading.perform()
    assert "a number is expected" in field.why.text()
    assert field.why.isVisible()
    assert page.form.save.isEnabled(), "it can be mended"
    field.editor.setText("4")  # type: ignore[union-attr]
    assert not field.why.isVisible()
    page.form.save.click()
    reading.perform()
    assert page.form.fields["frustration_score"].value == 4


def test_a_row_that_was_changed_meanwhile_is_not_written_over(reading: Reading) -> None:
    page = reading.page
    page.edits.setChecked(True)
    reading.open("turns")
    with reading.database.db.begin() as connection:
        connection.exec_driver_sql("UPDATE turns SET summary = 'by another'")
    page.form.fields["summary"].editor.setPlainText("mine")  # type: ignore[union-attr]
    page.form.save.click()
    reading.perform()
    said = page.form.trouble.text() + page.form.fields["summary"].why.text()
    assert "changed meanwhile" in said
    with reading.database.db.connect() as connection:
        assert connection.exec_driver_sql("SELECT DISTINCT summary FROM turns").scalar() == "by another"


def test_switches_are_edited_as_such_and_emptied_fields_are_empty(reading: Reading) -> None:
    page = reading.page
    page.edits.setChecked(True)
    reading.open("projects", 1)
    paused = page.form.fields["inference_paused"]
    assert isinstance(paused.editor, QCheckBox)
    paused.editor.toggle()
    page.form.fields["description"].editor.setPlainText("")  # type: ignore[union-attr]
    page.form.save.click()
    assert reading.stand.last(EditRow).changes == {"inference_paused": False, "description": None}
    reading.perform()
    assert page.form.fields["description"].value is None


def test_what_is_typed_survives_the_cursor(reading: Reading) -> None:
    page = reading.page
    page.edits.setChecked(True)
    reading.open("turns")
    page.form.fields["summary"].editor.setPlainText("half a tho")  # type: ignore[union-attr]
    page.table.selectRow(1)
    reading.answer()
    assert page.form.fields["summary"].edited == "half a tho"


def test_rows_by_keyboard(reading: Reading) -> None:
    page = reading.page
    page.go_to_rows("turns")
    reading.answer()
    page.table.enter()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    reading.answer()
    assert page.form.isVisible()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    reading.answer()
    assert page.form.row_id == page.model.rows[1].id
    QTest.keyClick(page.form, Qt.Key.Key_Escape)
    assert not page.form.isVisible()


def test_a_large_table_comes_page_by_page(reading: Reading, qtbot: Any) -> None:
    with reading.database.db.begin() as connection:
        connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
            "INSERT INTO events (host_id, at, seen_at, kind, source, version) "
            "SELECT 'host-1', at, at, 'A', 'hook', 1 FROM (SELECT at FROM events LIMIT 1), n"
        )
    page = reading.page
    page.go_to_rows("events")
    reading.answer()
    assert page.model.rowCount() == 200
    page.table.scrollToBottom()
    qtbot.waitUntil(lambda: any(isinstance(said, AskRows) and said.beyond_id for said in reading.stand.asked))
    reading.answer()
    assert page.model.rowCount() >= 400
    assert page.count.text() == "3000 rows"


def test_the_export_is_of_the_filter(reading: Reading) -> None:
    page = reading.page
    page.go_to_rows("turns", (Condition("actor", "is", "USER"),))
    reading.answer()
    page.export.write_to("/somewhere/turns.json", "json")
    asked = reading.stand.last(AskExport)
    assert isinstance(asked.of, AskRows)
    assert (asked.of.table, asked.of.conditions) == ("turns", (Condition("actor", "is", "USER"),))


def test_a_failure_is_told(reading: Reading) -> None:
    page = reading.page
    page.reload()
    reading.stand.fail(page, AskRows)
    assert "The store is busy" in page.words.text()
