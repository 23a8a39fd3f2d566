"""Recent notices, troubles of wishes, the first page, and settings that are found."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from cards import NOW, ago, card
from conftest import Desk, make_desk
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from test_dialogs import page as settings_found

from headspace_desktop.domain.asks import AskLog, AskSettings
from headspace_desktop.domain.changes import (
    BoardReset,
    BubblesHeld,
    EventsKept,
    HeldBubble,
    PageReady,
    TroubleShown,
    WishAnswered,
)
from headspace_desktop.ui.pages.page import PagePlace, SettingPlace
from headspace_desktop.ui.shell.calls import Calls
from headspace_desktop.ui.welcome import Finding, Found


def line(n: int, kind: str, uuid: str | None, **payload: Any) -> SimpleNamespace:
    return SimpleNamespace(
        id=n,
        at=ago(60 * n),
        kind=kind,
        agent_uuid=uuid,
        session_id=None,
        project_id=1,
        project_name="ledger",
        values={"payload": payload},
    )


def notices(desk: Desk) -> Any:
    desk.window.go(PagePlace("notices"))
    return desk.window.docks.pages["notices"]


def answer(desk: Desk, *lines: SimpleNamespace) -> None:
    desk.take(PageReady(desk.last_ask(AskLog).ask_id, SimpleNamespace(lines=lines, before_id=None)))


def test_what_was_told_and_held_back_with_the_reason(desk: Desk, qtbot: Any) -> None:
    desk.take(BoardReset((card("a1"), card("b2")), NOW))
    page = notices(desk)
    assert desk.last_ask(AskLog).log == "bubbles"
    answer(desk)
    assert "No notification was due yet" in page.words.text()
    page.refresh()
    answer(
        desk,
        line(1, "bubble_shown", "b2", title="atlas <b>asks</b>\u202e"),
        line(2, "bubble_held", "a1", why="typing"),
        line(3, "digest_shown", None, title="3 agents wait"),
    )
    said = [page.list.item(at).text() for at in range(page.list.count())]
    assert "atlas <b>asks</b>" in said[0]
    assert "\u202e" not in said[0]
    assert "Shown" in said[0]
    assert "you were typing" in said[1]
    assert "Digest" in said[2]
    page.list.setFocus()
    page.list.setCurrentRow(0)
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert desk.window.agent.card.uuid == "b2"


def test_a_page_has_the_focus_also_while_it_is_empty(desk: Desk) -> None:
    page = notices(desk)
    assert QApplication.focusWidget() is page
    answer(desk, line(1, "bubble_shown", "a1", title="x"))
    assert QApplication.focusWidget() is page.list


def test_new_ones_come_by_themselves_and_only_when_seen(desk: Desk, qtbot: Any) -> None:
    page = notices(desk)
    answer(desk)
    count = len(desk.asked)
    desk.take(EventsKept(1))
    qtbot.waitUntil(lambda: len(desk.asked) > count)
    answer(desk, line(1, "bubble_shown", "a1", title="x"))
    assert page.list.count() == 1
    desk.take(BubblesHeld((HeldBubble("a1", "muted", NOW),)))
    assert page.held.text() == "Held back now: 1"
    desk.take(BubblesHeld(()))
    assert page.held.text() == ""


def test_a_log_that_cannot_be_read_says_so(desk: Desk) -> None:
    page = notices(desk)
    trouble = TroubleShown("", "StoreFull", "The disk is full", "", "Free some space.", NOW)
    desk.take(PageReady(desk.last_ask(AskLog).ask_id, None, trouble))
    assert "Free some space." in page.words.text()


def test_a_refused_wish_is_told_in_the_window(desk: Desk) -> None:
    trouble = TroubleShown("", "UnknownAgent", "There is no such agent", "x", "Look at the board.", NOW)
    desk.take(WishAnswered("r1", trouble))
    assert [strip.title.text() for strip in desk.window.banner.strips] == ["There is no such agent"]
    desk.take(WishAnswered("r2"), WishAnswered("r3", trouble))
    assert len(desk.window.banner.strips) == 1


# -- the first page

FOUND = (Finding("tmux", Found.YES, "3.3a"), Finding("Tray", Found.UNKNOWN, ""))


def test_the_first_page_offers_hooks_and_never_blocks(qtbot: Any, layout: QSettings) -> None:
    switched: list[bool] = []
    desk = make_desk(layout, Calls(autostart=switched.append))
    qtbot.addWidget(desk.window)
    desk.window.show()
    welcome = desk.window.welcome
    desk.window.show_findings(FOUND, "headspace start", has_hooks=False)
    assert "every line is shown before it is written" in welcome.hooks_words.text()
    assert welcome.autostart.isHidden(), "not known yet"
    welcome.show_autostart(False)
    welcome.autostart.click()
    assert switched == [True]
    welcome.hooks.click()
    qtbot.waitUntil(lambda: desk.window.docks.by_name["hooks"].is_in_front)
    desk.window.to_board()
    welcome.doctor.click()
    assert desk.window.docks.by_name["doctor"].is_in_front
    desk.window.show_findings(FOUND, "headspace start", has_hooks=True)
    assert welcome.hooks.isHidden()
    assert "Everything is in place" in welcome.said.text()


# -- settings that are found


def settings(desk: Desk, qtbot: Any, place: Any) -> Any:
    desk.window.go(place)
    desk.take(PageReady(desk.last_ask(AskSettings).ask_id, settings_found()))
    found = desk.window.docks.pages["settings"]
    qtbot.waitUntil(lambda: not found._groups_left)
    return found


def test_one_setting_is_shown_and_has_the_focus(desk: Desk, qtbot: Any) -> None:
    found = settings(desk, qtbot, SettingPlace("log.level"))
    field = found.fields["log.level"]
    qtbot.waitUntil(field.editor.hasFocus)
    assert not field.visibleRegion().isEmpty()


def test_settings_are_searched_by_title_sentence_and_key(desk: Desk, qtbot: Any) -> None:
    found = settings(desk, qtbot, PagePlace("settings", "tmux"))
    seen = {key for key, field in found.fields.items() if field.isVisible()}
    assert "tmux.timeout_s" in seen
    assert "log.level" not in seen
    found.search.setText("nothing like this")
    assert found.none.isVisible()
    assert not any(field.isVisible() for field in found.fields.values())
    found.search.clear()
    assert all(not field.isHidden() for field in found.fields.values())


def test_each_setting_has_its_help(desk: Desk, qtbot: Any) -> None:
    found = settings(desk, qtbot, PagePlace("settings"))
    found.fields["hooks.answer_timeout_s"].help_wanted.emit("hooks.answer_timeout_s")
    page = desk.window.docks.pages["help"]
    assert (page._wanted.topic, page._wanted.anchor) == ("hooks", "settings")
