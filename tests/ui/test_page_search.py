"""The search page: what it asks, what it drops, where it leads; by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from cards import NOW, ago
from grounds import Stand, texts
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from headspace_desktop.domain.asks import AskChoices, AskSearch, Cursor
from headspace_desktop.domain.changes import PageReady
from headspace_desktop.domain.query import Snippet, parse, snippet
from headspace_desktop.ui.pages.hits import shown_marks
from headspace_desktop.ui.pages.page import LinePlace, PagePlace, ProjectPlace
from headspace_desktop.ui.pages.search import SearchPage


def hit(number: int, **more: Any) -> SimpleNamespace:
    told = {
        "kind": "turn",
        "id": number,
        "at": ago(number),
        "actor": "agent",
        "project_id": 1,
        "project_name": "atlas",
        "agent_uuid": "a1",
        "client": "claude",
        "host_name": "",
        "transcript_path": "/t/1.jsonl",
        "entry_uuid": f"e-{number}",
        "snippet": snippet(f"said {number}", parse("said ")),
    }
    return SimpleNamespace(**(told | more))


def found(*hits: Any, after: Cursor | None = None, is_question: bool = True) -> SimpleNamespace:
    return SimpleNamespace(hits=hits, after=after, is_question=is_question)


@pytest.fixture
def stand() -> Stand:
    return Stand()


@pytest.fixture
def page(qtbot: Any, stand: Stand) -> Iterator[SearchPage]:
    made = SearchPage(stand.ground())
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    yield made
    made.close()


def test_nothing_is_asked_before_something_is_typed(page: SearchPage, stand: Stand) -> None:
    assert stand.count(AskChoices) == 1
    assert stand.count(AskSearch) == 0
    assert page.words.isVisible()
    assert "phrase" in page.words.text()


def test_as_you_type_one_question_after_a_pause(qtbot: Any, page: SearchPage, stand: Stand) -> None:
    QTest.keyClicks(page.filters.words, "session store")
    assert stand.count(AskSearch) == 0
    qtbot.waitUntil(lambda: stand.count(AskSearch) == 1)
    asked = stand.last(AskSearch)
    assert (asked.words, asked.kinds, asked.project_id, asked.since_at) == ("session store", (), None, None)
    assert page.words.text() == "Searching…"


def test_an_answer_to_older_words_is_dropped(page: SearchPage, stand: Stand) -> None:
    page.filters.words.setText("old")
    page.search()
    old = stand.last(AskSearch)
    page.filters.words.setText("new")
    page.search()
    assert not page.take_page(PageReady(old.ask_id, found(hit(1))))
    assert page.model.rowCount() == 0
    assert stand.answer(page, AskSearch, found(hit(2)))
    assert "said 2" in texts(page.model)[0]
    page.filters.words.clear()
    page.search()
    assert page.model.rowCount() == 0


def test_more_hits_come_as_they_are_scrolled_to(qtbot: Any, page: SearchPage, stand: Stand) -> None:
    page.filters.words.setText("said")
    page.search()
    cursor = Cursor(NOW, "turn", 60)
    stand.answer(page, AskSearch, found(*(hit(n) for n in range(60)), after=cursor))
    assert "60" in page.count.text()
    page.list.scrollToBottom()
    qtbot.waitUntil(lambda: stand.last(AskSearch).after == cursor)
    page.list.scrollToBottom()
    asked = stand.count(AskSearch)
    stand.answer(page, AskSearch, found(hit(60), hit(61)))
    assert page.model.rowCount() == 62
    page.list.scrollToBottom()
    assert stand.count(AskSearch) == asked, "there are no more"


def test_ten_thousand_hits_are_a_list(page: SearchPage, stand: Stand) -> None:
    page.filters.words.setText("said")
    page.search()
    stand.answer(page, AskSearch, found(*(hit(n) for n in range(10_000))))
    page.list.scrollToBottom()
    assert page.list.indexAt(page.list.viewport().rect().bottomLeft()).row() > 9_900
    assert page.count.text() == "10000 found, the newest first"


def test_keys_lead_down_into_a_hit_and_back(page: SearchPage, stand: Stand) -> None:
    page.filters.words.setText("said")
    page.search()
    stand.answer(page, AskSearch, found(hit(1), hit(2)))
    page.activateWindow()
    page.focus_words()
    QTest.keyClick(page.filters.words, Qt.Key.Key_Down)
    assert page.list.currentIndex().row() == 0
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    (place,) = stand.gone
    assert place == LinePlace("/t/1.jsonl", "claude", "e-2", ago(2), "a1")
    page.filters.words.clearFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Escape)
    assert page.filters.words.selectedText() == "said"


def test_projects_open_as_projects_and_far_transcripts_say_where_they_are(page: SearchPage, stand: Stand) -> None:
    page.open_hit(hit(1, kind="project", project_id=7))
    assert stand.gone == [ProjectPlace(7)]
    page.open_hit(hit(1, host_name="tower"))
    assert "tower" in page.count.text()
    page.open_hit(hit(1, transcript_path=""))
    assert "no transcript" in page.count.text()
    assert len(stand.gone) == 1


def test_filters_are_part_of_the_question(page: SearchPage, stand: Stand) -> None:
    agents = [SimpleNamespace(uuid="a1", session_id="s1", project_name="atlas", is_live=False)]
    stand.answer(page, AskChoices, SimpleNamespace(projects=[(3, "atlas")], agents=agents, kinds=(), models=()))
    page.filters.words.setText("x")
    filters = page.filters
    assert filters.project is not None
    assert filters.agent is not None
    assert filters.kind is not None
    assert filters.time is not None
    filters.project.setCurrentIndex(1)
    filters.agent.setCurrentIndex(1)
    filters.kind.setCurrentIndex(2)
    filters.time.setCurrentIndex(1)
    filters.time.activated.emit(1)
    asked = stand.last(AskSearch)
    assert (asked.project_id, asked.agent_uuid, asked.kinds) == (3, "a1", ("agent",))
    assert (NOW - asked.since_at).total_seconds() == 3600
    stand.answer(page, AskSearch, found())
    assert "Other projects" in page.words.text()
    page.clear.click()
    assert filters.is_open


def test_empty_and_failed_say_so(page: SearchPage, stand: Stand) -> None:
    page.filters.words.setText("zzz")
    page.search()
    stand.answer(page, AskSearch, found())
    assert page.words.text() == "Nothing with these words was found."
    page.search()
    stand.fail(page, AskSearch)
    assert "The store is busy" in page.words.text()
    page.search()
    stand.answer(page, AskSearch, found(is_question=False))
    assert "phrase" in page.words.text()


def test_a_place_fills_the_box(qtbot: Any, page: SearchPage, stand: Stand) -> None:
    page.go_to(PagePlace("search", "needle"))
    qtbot.waitUntil(lambda: stand.count(AskSearch) == 1)
    assert stand.last(AskSearch).words == "needle"


def test_marks_stay_with_their_words_when_signs_become_visible() -> None:
    told = shown_marks(Snippet("\u202ea\x1bword\r end word", ((3, 7), (13, 17))))
    assert [told.text[start:end] for start, end in told.marks] == ["word", "word"]
    assert "\u202e" not in told.text


def test_a_snippet_begins_with_a_word() -> None:
    told = shown_marks(Snippet("  \n a word", ((6, 10),)))
    assert told.text == "a word"
    assert [told.text[start:end] for start, end in told.marks] == ["word"]


def test_a_hit_takes_a_second_line_only_where_one_is_too_narrow(qtbot: Any, page: SearchPage, stand: Stand) -> None:
    page.filters.words.setText("said")
    page.search()
    stand.answer(page, AskSearch, found(hit(0), hit(1)))
    heights = []
    for width in (1200, 500):
        page.resize(width, 700)
        page.show()
        qtbot.waitUntil(lambda width=width: abs(page.list.viewport().width() - width) < 20)
        heights.append(page.list.sizeHintForRow(0))
    assert heights[0] < heights[1]
