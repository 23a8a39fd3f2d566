"""The logs: tabs that ask for themselves, filters, live rows, one row in full, export and clearing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from cards import NOW, ago, card
from grounds import Stand, texts
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from headspace_desktop.domain.actions import ForgetLog
from headspace_desktop.domain.asks import AskChoices, AskExport, AskLog, StopExport
from headspace_desktop.domain.changes import EventsKept, PageReady, TroubleShown, WishAnswered
from headspace_desktop.ui.pages.log_columns import why_held
from headspace_desktop.ui.pages.log_view import LogView
from headspace_desktop.ui.pages.logs import LogsPage


def line(number: int, kind: str = "ToolStarted", **more: Any) -> SimpleNamespace:
    told = {
        "id": number,
        "at": ago(1000 - number),
        "kind": kind,
        "agent_uuid": "a1",
        "session_id": "s1234567890",
        "project_name": "atlas",
        "values": {"source": "hook", "payload": {"tool": "Bash", "detail": "ls\0\u202e"}},
    }
    return SimpleNamespace(**(told | more))


def lines(*numbers: int, before_id: int | None = None, count: int | None = None) -> SimpleNamespace:
    return SimpleNamespace(lines=[line(n) for n in numbers], before_id=before_id, count=count)


@pytest.fixture
def stand() -> Stand:
    return Stand(cards=[card("a1")])


@pytest.fixture
def page(qtbot: Any, stand: Stand) -> Iterator[LogsPage]:
    made = LogsPage(stand.ground())
    qtbot.addWidget(made)
    made.resize(1000, 500)
    yield made
    made.close()


@pytest.fixture
def events(page: LogsPage, stand: Stand) -> LogView:
    page.show()
    stand.answer(page, AskLog, lines(9, 8, 7, before_id=7, count=300))
    return page.view


def test_nobody_looks_nobody_asks(page: LogsPage, stand: Stand) -> None:
    page.take([EventsKept(3)])
    assert stand.asked == []
    page.show()
    assert [ask.log for ask in stand.asked if isinstance(ask, AskLog)] == ["events"]
    page.tabs.setCurrentIndex(1)
    assert stand.last(AskLog).log == "calls"


def test_rows_are_bounded_visible_and_named(events: LogView) -> None:
    assert texts(events.model, 1)[0].startswith("atlas · ")
    assert texts(events.model, 4)[0] == "Bash ls␀⟨202E⟩"
    assert events.count.text() == "300 rows"


def test_older_rows_and_live_rows(qtbot: Any, page: LogsPage, stand: Stand, events: LogView) -> None:
    events._fetch()
    assert stand.last(AskLog).before_id == 7
    stand.answer(page, AskLog, lines(6, 5))
    page.take([EventsKept(2)])
    qtbot.waitUntil(lambda: stand.last(AskLog).after_id == 9)
    stand.answer(page, AskLog, lines(11, 10))
    assert [row.id for row in events.model.rows] == [11, 10, 9, 8, 7, 6, 5]
    background = Qt.ItemDataRole.BackgroundRole
    assert events.model.index(0, 0).data(background) is not None
    assert events.model.index(2, 0).data(background) is None
    qtbot.waitUntil(lambda: events.model.index(0, 0).data(background) is None, timeout=10_000)


def test_after_a_flood_the_newest_page_is_asked_for_anew(
    qtbot: Any, page: LogsPage, stand: Stand, events: LogView
) -> None:
    page.take([EventsKept(500)])
    qtbot.waitUntil(lambda: stand.last(AskLog).after_id == 9)
    stand.answer(page, AskLog, lines(900, 899, before_id=899))
    assert stand.last(AskLog).after_id is None
    stand.answer(page, AskLog, lines(901, 900, before_id=900, count=900))
    assert [row.id for row in events.model.rows] == [901, 900]


def test_filters(page: LogsPage, stand: Stand, events: LogView) -> None:
    agents = [SimpleNamespace(uuid="a1", session_id="s1", project_name="atlas", is_live=True)]
    kinds = ("ToolStarted", "verdict_changed")
    stand.answer(page, AskChoices, SimpleNamespace(projects=[(3, "atlas")], agents=agents, kinds=kinds, models=()))
    kind = events.filters.kind
    assert kind is not None
    assert [kind.itemText(at) for at in range(kind.count())] == ["All events", "tool started", "verdict changed"]
    kind.setCurrentIndex(2)
    events.filters.words.setText("ls")
    events.reload()
    asked = stand.last(AskLog)
    assert (asked.kind, asked.words) == ("verdict_changed", "ls")
    stand.answer(page, AskLog, lines())
    assert events.words.text() == "No row is like that."
    stand.answer(page, AskChoices, SimpleNamespace(projects=[], agents=[], kinds=(), models=()))
    assert events.filters.chosen_kind == "verdict_changed", "what is chosen stays chosen"


def test_a_row_in_full(events: LogView, qtbot: Any) -> None:
    events.table.enter()
    QTest.keyClick(events.table, Qt.Key.Key_Return)
    assert events.detail.isVisible()
    events.detail._copy()
    told = json.loads(QGuiApplication.clipboard().text())
    assert (told["id"], told["payload"]["detail"]) == (9, "ls\0\u202e")
    assert "\u202e" not in events.detail.text.toPlainText()
    QTest.keyClick(events.table, Qt.Key.Key_Down)
    assert '"id": 8' in events.detail.text.toPlainText()
    QTest.keyClick(events.detail, Qt.Key.Key_Escape)
    assert not events.detail.isVisible()


def test_clearing_is_asked_and_then_told(page: LogsPage, stand: Stand, events: LogView) -> None:
    events.ask_to_clear()
    assert events.strip.isVisible()
    assert stand.posted == []
    keep = events.strip._buttons[1]
    keep.click()
    assert not events.strip.isVisible()
    assert stand.posted == []
    events.ask_to_clear()
    events.strip._buttons[0].click()
    wish = stand.last(ForgetLog)
    assert wish.log == "events"
    asked = stand.count(AskLog)
    page.take([WishAnswered("other")])
    assert stand.count(AskLog) == asked
    page.take([WishAnswered(wish.request_id)])
    stand.answer(page, AskLog, lines())
    assert events.words.text() == "Nothing was heard yet."


def test_only_logs_that_may_be_cleared_offer_it(page: LogsPage) -> None:
    page.show()
    assert [name for name, view in page.views.items() if not view.clear.isHidden()] == ["events", "calls"]


@pytest.mark.parametrize(
    ("log", "words"), [("calls", "No call was ever made"), ("bubbles", "No notification"), ("decisions", "Nothing was")]
)
def test_an_empty_log_says_what_will_be_here(page: LogsPage, stand: Stand, log: Any, words: str) -> None:
    page.show()
    page.tabs.setCurrentWidget(page.views[log])
    stand.answer(page, AskLog, lines())
    assert words in page.view.words.text()


def test_a_failure_is_told(page: LogsPage, stand: Stand) -> None:
    page.show()
    stand.fail(page, AskLog)
    assert "The store is busy" in page.view.words.text()


def test_each_log_has_its_columns(page: LogsPage, stand: Stand) -> None:
    page.show()
    rows = {
        "calls": line(1, "turn", values={"model": "m", "latency_ms": 12, "cost_usd": 0.25, "error_message": "429"}),
        "bubbles": line(1, "bubble_held", values={"payload": {"why": "quiet_hours", "until": ""}}),
        "decisions": line(1, "deny", values={"kind": "permission", "tool": "Bash", "text": "rm", "surface": "board"}),
    }
    said = {}
    for name, row in rows.items():
        view = page.views[name]  # type: ignore[index]
        page.tabs.setCurrentWidget(view)
        stand.answer(page, AskLog, SimpleNamespace(lines=[row], before_id=None, count=1))
        said[name] = [view.model.index(0, column).data() for column in range(view.model.columnCount())]
    assert said["calls"][2:] == ["turn", "", "m", "", "", "12 ms", "$0.2500", "429"]
    assert said["bubbles"][2:4] == ["Held back", "quiet hours"]
    assert said["decisions"][2:] == ["Denied", "board", "permission", "Bash", "rm"]


def test_why_a_notification_was_held_is_a_sentence() -> None:
    for why in ("quiet_hours", "desktop_dnd", "typing", "limit", "snoozed", "muted", "project_off", "kind_off"):
        said = why_held(line(1, values={"payload": {"why": why}}))
        assert said, why
        assert "_" not in said


# -- export


def begun(events: LogView, stand: Stand, **more: Any) -> AskExport:
    events.filters.words.setText("ls")
    events.export.write_to("/somewhere/out.csv", "csv", **more)
    asked: AskExport = stand.last(AskExport)
    return asked


def page_of(ask: AskExport, **more: Any) -> PageReady:
    told = {"path": ask.path, "rows": 0, "total": 300, "is_done": False, "is_stopped": False}
    return PageReady(ask.ask_id, SimpleNamespace(**(told | more)))


def test_an_export_takes_the_filters_and_tells_its_progress(page: LogsPage, stand: Stand, events: LogView) -> None:
    ask = begun(events, stand)
    assert isinstance(ask.of, AskLog)
    assert (ask.of.words, ask.of.log, ask.may_replace) == ("ls", "events", False)
    assert page.take_page(page_of(ask, rows=100))
    assert events.export.strip.words.text() == "Writing… 100 of 300 rows"
    page.take_page(page_of(ask, rows=300, is_done=True))
    assert events.export.strip.words.text() == "300 rows are written to /somewhere/out.csv"


def test_an_export_can_be_stopped(page: LogsPage, stand: Stand, events: LogView) -> None:
    ask = begun(events, stand)
    events.export.strip._buttons[0].click()
    assert stand.last(StopExport).ask_id == ask.ask_id
    assert not events.export.strip.isVisible()
    assert not page.take_page(page_of(ask, rows=200))


def test_another_file_is_replaced_only_after_a_word(page: LogsPage, stand: Stand, events: LogView) -> None:
    ask = begun(events, stand)
    trouble = TroubleShown("", "FileExists", "There is a file of that name", ask.path, "", NOW)
    page.take_page(PageReady(ask.ask_id, None, trouble))
    assert ask.path in events.export.strip.words.text()
    events.export.strip._buttons[0].click()
    again = stand.last(AskExport)
    assert replace(again, ask_id="", may_replace=False) == replace(ask, ask_id="")
    assert again.may_replace


def test_an_export_that_fails_says_why(page: LogsPage, stand: Stand, events: LogView) -> None:
    ask = begun(events, stand)
    trouble = TroubleShown("", "StoreFull", "The disk is full", "no space", "Free some space.", NOW)
    page.take_page(PageReady(ask.ask_id, None, trouble))
    assert "The disk is full" in events.export.strip.words.text()


def test_the_file_dialog_is_not_modal(events: LogView, stand: Stand) -> None:
    dialog = events.export.choose_file("jsonl")
    assert not dialog.isModal()
    dialog.fileSelected.emit("/somewhere/out.jsonl")
    assert stand.last(AskExport).form == "jsonl"
    dialog.close()
