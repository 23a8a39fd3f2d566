"""The Activity page: periods, what is asked when, honest figures, the chart by keyboard and as a table."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import activity_pages
import pytest
from cards import NOW, card
from page_stage import PageStage
from PySide6.QtCore import QPoint, Qt

from headspace_desktop.domain.activity import Period, Span
from headspace_desktop.domain.asks import AskActivity
from headspace_desktop.domain.changes import CardChanged, EventsKept
from headspace_desktop.ui.charts.points import every, level_of, ticks
from headspace_desktop.ui.pages.activity import ActivityPage
from headspace_desktop.ui.pages.activity_view import ActivityView
from headspace_desktop.ui.pages.page import AgentPlace, ProjectPlace

TODAY = NOW.astimezone().date()


@pytest.fixture
def stage(qtbot: Any) -> PageStage:
    made = PageStage(ActivityPage)
    qtbot.addWidget(made.page)
    made.show()
    return made


def asked(stage: PageStage) -> AskActivity:
    found = stage.last(AskActivity)
    assert isinstance(found, AskActivity)
    return found


def come(stage: PageStage, *, with_mood: bool = False) -> None:
    assert stage.answer(AskActivity, activity_pages.busy(asked(stage), with_mood=with_mood))


def test_it_asks_for_today_when_it_is_first_seen(stage: PageStage) -> None:
    assert stage.count(AskActivity) == 1
    assert (asked(stage).period, asked(stage).project_id, asked(stage).now) == (Period(Span.DAY, TODAY), None, NOW)
    assert stage.page.view.bar.words.text() == "Today"


def test_the_future_cannot_be_chosen_and_the_past_can(stage: PageStage) -> None:
    bar = stage.page.view.bar
    assert not bar.later.isEnabled()
    assert not bar.back.isVisible()
    bar.earlier.click()
    assert (bar.words.text(), asked(stage).period.first) == ("Yesterday", TODAY - timedelta(days=1))
    bar.earlier.click()
    assert str(TODAY.year) in bar.words.text()
    assert bar.later.isEnabled()
    bar.back.click()
    assert (bar.words.text(), asked(stage).period.first) == ("Today", TODAY)


@pytest.mark.parametrize(
    ("span", "words", "before"), [(Span.WEEK, "This week", "Last week"), (Span.MONTH, "This month", "February 2026")]
)
def test_weeks_and_months(stage: PageStage, span: Span, words: str, before: str) -> None:
    bar = stage.page.view.bar
    bar.spans[span].click()
    assert (bar.words.text(), asked(stage).period.span) == (words, span)
    assert asked(stage).period.holds(TODAY)
    bar.earlier.click()
    assert bar.words.text() == before
    bar.spans[Span.DAY].click()
    assert asked(stage).period.first == bar.period.first


def test_an_older_answer_is_nobodys(stage: PageStage) -> None:
    first = asked(stage)
    stage.page.view.bar.earlier.click()
    assert not stage.page.take_page(activity_ready(first))
    assert stage.page.take_page(activity_ready(asked(stage)))


def activity_ready(ask: AskActivity) -> Any:
    from headspace_desktop.domain.changes import PageReady

    return PageReady(ask.ask_id, activity_pages.empty(ask))


def test_what_is_not_measured_says_so_and_is_no_zero(stage: PageStage) -> None:
    come(stage)
    assert stage.page.view.tiles["mood"].value.text() == "not measured"
    assert "not measured yet" in stage.page.view.chart.legend.text()
    come_again(stage)
    come(stage, with_mood=True)
    assert "not measured" not in stage.page.view.tiles["mood"].value.text()
    assert "not measured" not in stage.page.view.chart.legend.text()


def come_again(stage: PageStage) -> None:
    stage.page.refresh()


def test_empty_hours_are_bars_of_nothing_and_the_table_has_the_same_figures(stage: PageStage) -> None:
    come(stage)
    box = stage.page.view.chart
    model = box.table.paged
    assert model.rowCount() == 24
    turns = [int(model.index(row, 1).data()) for row in range(24)]
    assert sum(turns) == int(stage.page.view.tiles["turns"].value.text().replace(",", ""))
    assert turns[3] == 0
    box.as_table.click()
    assert box.stack.currentWidget() is box.table


def test_the_chart_is_read_by_keyboard(stage: PageStage, qtbot: Any) -> None:
    come(stage)
    chart = stage.page.view.chart.chart
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    assert chart.accessibleDescription().startswith("00:00–01:00: turns: 0")
    for _ in range(8):
        qtbot.keyClick(chart, Qt.Key.Key_Right)
    words = stage.page.view.chart.told.text()
    assert words.startswith("08:00–09:00: turns: ")
    qtbot.keyClick(chart, Qt.Key.Key_End)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.current == 23
    qtbot.keyClick(chart, Qt.Key.Key_Escape)
    assert (chart.current, stage.page.view.chart.told.text()) == (-1, "")


def test_the_pointer_marks_the_bar_beneath_it(stage: PageStage, qtbot: Any) -> None:
    come(stage)
    chart = stage.page.view.chart.chart
    qtbot.mouseMove(chart, QPoint(5, 40))
    middle = next(x for x in range(chart.width()) if chart.at_x(x) == 12)
    qtbot.mouseMove(chart, QPoint(middle + 2, 40))
    qtbot.waitUntil(lambda: chart.current == 12)
    assert chart.at_x(0) == -1


def test_changes_are_asked_for_once_after_a_pause_and_only_for_the_present(
    stage: PageStage, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ActivityView, "PAUSE_MS", 30)
    come(stage)
    for _ in range(5):
        stage.page.take([CardChanged(card()), EventsKept(3)])
    assert stage.count(AskActivity) == 1
    qtbot.waitUntil(lambda: stage.count(AskActivity) == 2)
    stage.page.view.bar.go_earlier()
    count = stage.count(AskActivity)
    stage.page.take([EventsKept(1)])
    qtbot.wait(80)
    assert stage.count(AskActivity) == count


def test_a_hidden_page_asks_nothing_until_it_is_seen(stage: PageStage, qtbot: Any) -> None:
    come(stage)
    stage.page.hide()
    stage.page.take([EventsKept(1)])
    assert stage.count(AskActivity) == 1
    stage.page.show()
    assert stage.count(AskActivity) == 2


def test_the_present_day_moves_on_at_midnight_and_a_chosen_one_does_not(stage: PageStage) -> None:
    stage.now = NOW + timedelta(days=1)
    stage.page.refresh()
    assert asked(stage).period.first == TODAY + timedelta(days=1)
    stage.page.view.bar.go_earlier()
    stage.now = NOW + timedelta(days=2)
    stage.page.refresh()
    assert asked(stage).period.first == TODAY


def test_a_failure_is_told_and_what_was_shown_stays(stage: PageStage) -> None:
    come(stage)
    turns = stage.page.view.tiles["turns"].value.text()
    stage.page.refresh()
    assert stage.fail(AskActivity)
    assert "The store is away" in stage.page.view.words.text()
    assert stage.page.view.words.isVisible()
    assert stage.page.view.tiles["turns"].value.text() == turns
    stage.page.refresh()
    come(stage)
    assert not stage.page.view.words.isVisible()


def test_waiting_for_the_person(stage: PageStage) -> None:
    come(stage)
    section = stage.page.blocked
    assert section.open.value.text() == "1"
    assert section.by_project.lines.count() >= 3
    minutes = section.by_hour.table.paged
    assert minutes.rowCount() == 24
    assert "p90" in section.meaning.text()
    section.nights.click()
    assert asked(stage).without_nights


def test_nothing_asked_is_said_in_words(stage: PageStage) -> None:
    stage.answer(AskActivity, activity_pages.empty(asked(stage)))
    assert stage.page.blocked.by_cause.nothing.text() == "Nothing was asked."
    assert stage.page.projects.nothing.isVisible()
    assert stage.page.blocked.half.value.text() == "–"


def test_projects_and_agents_lead_on_and_stay_open(stage: PageStage, qtbot: Any) -> None:
    stage.cards["a1"] = card()
    come(stage)
    frame = stage.page.projects.lines[0]
    frame.toggle.click()
    frame.title.click()
    assert stage.gone_to == [ProjectPlace(0)]
    from PySide6.QtWidgets import QPushButton

    names = [made for made in frame.agents.findChildren(QPushButton) if not made.isHidden()]
    names[0].click()
    assert stage.gone_to[-1] == AgentPlace("a1")
    frame.toggle.setFocus()
    stage.page.refresh()
    come(stage, with_mood=True)
    assert stage.page.projects.lines[0] is frame
    assert not frame.agents.isHidden()


def test_axes_have_round_steps() -> None:
    assert ticks(0) == (0, 1)
    assert ticks(3) == (0, 1, 2, 3)
    assert ticks(84) == (0, 20, 40, 60, 80, 100)
    assert ticks(0.4, is_whole=False)[-1] >= 0.4
    assert all(len(ticks(most)) <= 7 and ticks(most)[-1] >= most for most in range(1, 3000, 7))
    assert [every(n) for n in (7, 12, 24, 25, 31)] == [1, 1, 2, 3, 3]
    assert [level_of(score) for score in (0, 3.9, 4, 6.9, 7, 10)] == [0, 0, 1, 1, 2, 2]


def test_a_date_word_names_its_day() -> None:
    from headspace_desktop.ui.spans import length, period_word

    assert period_word(Period(Span.DAY, date(2026, 3, 1)), TODAY) == "Sun 1 Mar 2026"
    assert [length(s) for s in (None, 0, 59.6, 61, 600, 3600, 5400)] == [
        "–", "0 s", "1 min", "1 min 1 s", "10 min", "1 h", "1 h 30 min"
    ]  # fmt: skip
