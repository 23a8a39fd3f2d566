"""The objective: nothing typed is lost, new and save, the switch, the history with its second question."""

from __future__ import annotations

from typing import Any

import project_answers as answers
import pytest
from cards import NOW
from page_stage import PageStage

from headspace_desktop.domain.actions import ForgetObjective, SetObjective, SwitchPriority
from headspace_desktop.domain.asks import AskObjective
from headspace_desktop.domain.changes import ObjectiveChanged, TroubleShown, WishAnswered
from headspace_desktop.domain.model import Objective
from headspace_desktop.ui.pages.objective import MOST_CHARS, ObjectivePage

TEXT = "Ship the maps to the first ten people"


@pytest.fixture
def stage(qtbot: Any) -> PageStage:
    made = PageStage(ObjectivePage)
    qtbot.addWidget(made.page)
    made.show()
    return made


def come(stage: PageStage, page: Any = answers.objective) -> None:
    assert stage.answer(AskObjective, page(stage.last(AskObjective)))


def settle(stage: PageStage, *, trouble: bool = False) -> None:
    told = TroubleShown("", "X", "It was refused", "", "Do otherwise.", NOW) if trouble else None
    stage.page.take([WishAnswered(stage.posted[-1].request_id, told)])


def test_nothing_set_nothing_to_switch(stage: PageStage) -> None:
    come(stage, answers.no_objective)
    page = stage.page
    assert not page.priority.isEnabled()
    assert not page.save_button.isEnabled()
    assert not page.new_button.isEnabled()
    assert not page.nothing.isHidden()
    page.text.setPlainText("  Ship it ")
    page.save_button.click()
    assert stage.posted == [SetObjective("Ship it", "", False, stage.posted[-1].request_id)]
    settle(stage)
    assert page.priority.isEnabled()
    assert not page.is_changed


def test_it_shows_what_is_set(stage: PageStage) -> None:
    come(stage)
    page = stage.page
    assert (page.text.toPlainText(), page.constraints.toPlainText()) == (TEXT, "Keep the old import path.")
    assert page.marker.text() == ""
    assert page.priority.isChecked()
    assert not page.save_button.isEnabled()


def test_what_is_typed_survives_every_refresh_and_a_refusal(stage: PageStage) -> None:
    come(stage)
    page = stage.page
    page.text.setPlainText("Something else")
    assert page.marker.text() == "Not saved yet"
    page.take([ObjectiveChanged(Objective("From elsewhere", NOW))])
    come(stage)
    assert page.text.toPlainText() == "Something else"
    page.save_button.click()
    settle(stage, trouble=True)
    assert (page.text.toPlainText(), page.marker.text()) == ("Something else", "Not saved yet")
    assert "It was refused" in page.told.text()
    assert page.save_button.isEnabled()
    page.undo_button.click()
    assert (page.text.toPlainText(), page.marker.text()) == (TEXT, "")


def test_what_is_typed_while_it_is_saved_stays(stage: PageStage) -> None:
    come(stage)
    page = stage.page
    page.text.setPlainText("One")
    page.save_button.click()
    page.text.setPlainText("One and two")
    settle(stage)
    assert (page.text.toPlainText(), page.marker.text()) == ("One and two", "Not saved yet")


def test_a_new_one_clears_the_form_and_is_sent_as_new(stage: PageStage) -> None:
    come(stage)
    page = stage.page
    page.new_button.click()
    assert (page.text.toPlainText(), page.marker.text()) == ("", "New objective, not saved yet")
    page.refresh()
    come(stage)
    assert page.text.toPlainText() == ""
    page.text.setPlainText("Next")
    page.save_button.click()
    assert stage.posted[-1].is_new
    settle(stage)
    assert page.marker.text() == ""


def test_a_new_one_keeps_what_was_typed_already(stage: PageStage) -> None:
    come(stage)
    stage.page.text.setPlainText("Half a thought")
    stage.page.new_button.click()
    assert stage.page.text.toPlainText() == "Half a thought"


def test_too_long_is_said_and_not_sent(stage: PageStage) -> None:
    come(stage)
    page = stage.page
    page.constraints.setPlainText("x" * (MOST_CHARS + 1))
    assert "5,001 of 5,000" in page.marker.text() or "5001 of 5000" in page.marker.text()
    page.save()
    assert stage.posted == []
    page.constraints.setPlainText("x" * MOST_CHARS)
    page.save()
    assert len(stage.posted) == 1


def test_the_switch_is_sent_at_once_and_a_refresh_sends_nothing(stage: PageStage) -> None:
    come(stage)
    stage.page.refresh()
    come(stage)
    assert stage.posted == []
    stage.page.priority.click()
    assert stage.posted == [SwitchPriority(False, stage.posted[-1].request_id)]


def test_history_by_pages_and_out_of_it_only_at_the_second_word(stage: PageStage) -> None:
    come(stage)
    page = stage.page
    assert [box.past.id for box in page.history] == [9, 8, 7]
    assert page.history[0].forget.isHidden()  # the present one
    page.more.click()
    assert stage.last(AskObjective).before_id == 7
    come(stage)
    assert [box.past.id for box in page.history] == [9, 8, 7, 2]
    assert page.more.isHidden()
    mark = page.history[1].forget
    mark.click()
    assert (mark.text(), stage.posted) == ("Sure?", [])
    assert "sure" in mark.accessibleName()
    mark.click()
    assert stage.posted == [ForgetObjective(8, stage.posted[-1].request_id)]
    count = stage.count(AskObjective)
    settle(stage)
    assert stage.count(AskObjective) == count + 1


def test_a_failure_is_told(stage: PageStage) -> None:
    assert stage.page.words.text() == "Reading…"
    stage.fail(AskObjective)
    assert "The store is away" in stage.page.words.text()
