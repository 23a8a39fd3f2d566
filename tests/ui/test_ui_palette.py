"""The palette finds everything by a few letters, does it on Enter, and gives the focus back on Escape."""

from __future__ import annotations

from typing import Any

from cards import NOW, card, fleet
from conftest import Desk
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from headspace_desktop import settings
from headspace_desktop.domain.actions import FocusAgent, Mute
from headspace_desktop.domain.changes import BoardReset
from headspace_desktop.domain.model import State
from headspace_desktop.ui.pages.topics import topics
from headspace_desktop.ui.shell.finds import all_finds
from headspace_desktop.ui.shell.fuzzy import score


def open_it(desk: Desk, typed: str = "") -> Any:
    desk.window.commands.run("app.palette")
    palette = desk.window.palette_box
    palette.line.setText(typed)
    return palette


def titles(palette: Any) -> list[str]:
    return [find.title for find in palette.model.finds]


def test_letters_of_words_fit_and_better_ones_come_first() -> None:
    assert score("nw", "next waiting")
    assert score("next", "next waiting") > score("next", "annexted") > 0
    assert score("allow", "allow") > score("al", "terminal")
    assert not score("xyz", "next waiting")
    assert not score("tn", "next waiting"), "letters in their order, from the beginnings of words"
    assert score("wait next", "next waiting"), "words in any order"


@given(st.text(max_size=40), st.text(max_size=200))
def test_any_letters_are_scored(query: str, text: str) -> None:
    assert score(query.lower(), text.lower()) >= 0
    if query.strip():
        assert score(query.lower(), query.lower()) > 0


def test_everything_can_be_found(desk: Desk) -> None:
    desk.take(BoardReset(tuple(fleet()), NOW))
    keys = {find.key for find in all_finds(desk.window)}
    assert {f"setting:{one.key}" for one in settings.choices()} <= keys
    assert {f"help:{name}" for name in topics()} <= keys
    assert {f"command:{one.name}" for one in desk.window.commands} - {"command:app.palette"} <= keys
    assert {f"agent:{one.uuid}" for one in fleet()} <= keys
    assert "project:/home/dev/ledger" in keys
    assert len(keys) == len(all_finds(desk.window))


def test_enter_does_it_and_what_was_used_stands_on_top(desk: Desk, qtbot: Any) -> None:
    palette = open_it(desk, "mute 1 hour")
    assert titles(palette)[0] == "Mute for 1 hour"
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert isinstance(desk.posted[-1], Mute)
    assert not palette.isVisible()
    assert titles(open_it(desk))[0] == "Mute for 1 hour"


def test_escape_gives_the_focus_back(desk: Desk, qtbot: Any) -> None:
    desk.take(BoardReset((card("a1"),), NOW))
    desk.window.show_agent("a1")
    desk.window.agent.reply.editor.setFocus()
    palette = open_it(desk, "allow")
    assert QApplication.focusWidget() is palette.line
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert QApplication.focusWidget() is desk.window.agent.reply.editor
    open_it(desk)
    qtbot.keyClick(palette.line, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert not palette.isVisible(), "the same key shuts it"


def test_letters_typed_there_do_nothing_else(desk: Desk, qtbot: Any) -> None:
    desk.take(BoardReset((card("a1", State.WORKING),), NOW))
    desk.window.show_agent("a1")
    palette = open_it(desk)
    qtbot.keyClicks(palette.line, "n/")
    qtbot.keyClick(palette.line, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert palette.isVisible()
    assert palette.line.text() == "n/"


def test_what_cannot_be_done_is_shown_with_the_reason(desk: Desk, qtbot: Any) -> None:
    palette = open_it(desk, "interrupt")
    find = palette.model.finds[0]
    assert find.why_not == "Choose a card on the board first."
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert palette.told.text() == find.why_not
    assert find.why_not in palette.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_an_agent_is_chosen_and_with_control_gone_to(desk: Desk, qtbot: Any) -> None:
    desk.take(BoardReset(tuple(fleet()), NOW))
    desk.window.commands.run("page.settings")
    palette = open_it(desk, "b2f7aa01")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert desk.window.agent.card.uuid == "b2"
    assert desk.window.docks.board.is_in_front
    assert not [said for said in desk.posted if isinstance(said, FocusAgent)]
    palette = open_it(desk, "b2f7aa01")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.last(FocusAgent).agent_uuid == "b2"


def test_arrows_choose_and_nothing_found_is_said(desk: Desk, qtbot: Any) -> None:
    palette = open_it(desk, "layout")
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == 1
    for _ in range(3):
        qtbot.keyClick(palette.line, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == 0
    palette.line.setText("qqqqzzzz")
    assert palette.told.text() == "Nothing is called so."
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_untrusted_names_stay_plain_words(desk: Desk) -> None:
    desk.take(BoardReset((card("a1", project_name="<b>x</b>\n\u202eevil"),), NOW))
    find = next(one for one in all_finds(desk.window) if one.key == "agent:a1")
    assert "\n" not in find.title
    assert "\u202e" not in find.title
    assert "<b>x</b>" in find.title


def test_it_shuts_when_the_focus_goes_elsewhere(desk: Desk, qtbot: Any) -> None:
    desk.take(BoardReset((card("a1"),), NOW))
    desk.window.show_agent("a1")
    palette = open_it(desk)
    desk.window.agent.reply.editor.setFocus()
    qtbot.waitUntil(lambda: not palette.isVisible())
    assert QApplication.focusWidget() is desk.window.agent.reply.editor
