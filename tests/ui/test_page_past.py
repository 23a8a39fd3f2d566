"""The page of the past: the slider asks for a minute and shows the board of it; nothing can be done to what is over."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from cards import NOW, card
from grounds import Stand

from headspace_desktop.domain.asks import AskBoardAt, AskPastRange, StopPast
from headspace_desktop.domain.changes import PageReady
from headspace_desktop.domain.model import State
from headspace_desktop.ui.pages.page import PagePlace
from headspace_desktop.ui.pages.past import PastPage


@pytest.fixture
def stand() -> Stand:
    return Stand()


@pytest.fixture
def page(qtbot: Any, stand: Stand) -> PastPage:
    page = PastPage(stand.ground())
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    minutes = tuple((NOW - timedelta(minutes=minute), minute + 1) for minute in range(30))
    stand.answer(page, AskPastRange, SimpleNamespace(first_at=NOW - timedelta(hours=2), last_at=NOW, minutes=minutes))
    return page


def board(at: Any, *cards: Any, before: Any = None, after: Any = None) -> Any:
    return SimpleNamespace(at=at, cards=cards, before_at=before, after_at=after)


def test_it_begins_at_the_last_stored_minute(page: PastPage, stand: Stand) -> None:
    assert stand.last(AskBoardAt).at == NOW
    assert stand.answer(page, AskBoardAt, board(NOW, card("a"), card("b", State.IDLE)))
    assert page.stack.currentWidget() is page.board
    assert page.board.deck.card("a") is not None
    shown = page.board.deck.card("a")
    assert shown is not None
    assert not (shown.can_answer or shown.can_type)
    assert "past" in page.banner.text()


def test_the_slider_shows_the_board_of_its_minute(page: PastPage, stand: Stand) -> None:
    stand.answer(page, AskBoardAt, board(NOW, card("a")))
    local = (NOW - timedelta(minutes=20)).astimezone()
    page.slider.setValue(local.hour * 60 + local.minute)
    asked = stand.last(AskBoardAt)
    assert asked.at.astimezone().replace(second=0, microsecond=0) == local.replace(second=0, microsecond=0)
    stand.answer(page, AskBoardAt, board(asked.at, card("z", State.DONE)))
    assert page.board.deck.card("a") is None
    assert page.board.deck.card("z") is not None
    assert page.board.deck.card("z").verdict.state is State.DONE  # type: ignore[union-attr]


def test_an_answer_to_an_older_place_of_the_slider_is_not_shown(page: PastPage, stand: Stand) -> None:
    old = stand.last(AskBoardAt)
    page.go_to_moment(NOW - timedelta(minutes=5))
    assert not page.take_page(PageReady(old.ask_id, board(NOW, card("a"))))


def test_from_change_to_change(page: PastPage, stand: Stand) -> None:
    before, after = NOW - timedelta(minutes=9), NOW - timedelta(minutes=3)
    stand.answer(page, AskBoardAt, board(NOW, card("a"), before=before, after=after))
    page.before.click()
    assert stand.last(AskBoardAt).at == before
    stand.answer(page, AskBoardAt, board(before, card("a"), before=None, after=after))
    assert not page.before.isEnabled()
    page.after.click()
    assert stand.last(AskBoardAt).at == after


def test_playing_goes_on_and_stops_at_the_present(page: PastPage, stand: Stand) -> None:
    page.go_to_moment(NOW - timedelta(seconds=50))
    stand.answer(page, AskBoardAt, board(NOW, card("a")))
    page.play.setChecked(True)
    page._play_on()
    assert stand.last(AskBoardAt).at == NOW - timedelta(seconds=20)  # half a second at sixty times
    stand.answer(page, AskBoardAt, board(NOW, card("a")))
    page._play_on()
    assert not page.play.isChecked()


def test_a_long_way_shows_how_far_it_is_and_can_be_stopped(page: PastPage, stand: Stand) -> None:
    stand.answer(page, AskBoardAt, SimpleNamespace(share=0.4))
    assert page.way.isVisible()
    assert page.progress.value() == 40
    page.stop.click()
    assert stand.last(StopPast).ask_id == stand.last(AskBoardAt).ask_id
    assert not page.way.isVisible()


def test_empty_and_troubled(qtbot: Any, stand: Stand) -> None:
    page = PastPage(stand.ground())
    qtbot.addWidget(page)
    page.show()
    stand.answer(page, AskPastRange, SimpleNamespace(first_at=None, last_at=None, minutes=()))
    assert "Nothing is stored" in page.words.text()
    page.grow_stale()
    stand.fail(page, AskPastRange)
    assert "The store is busy" in page.words.text()


def test_back_to_now(page: PastPage, stand: Stand) -> None:
    page.now.click()
    assert stand.gone == [PagePlace("board")]
