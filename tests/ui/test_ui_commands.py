"""Every command: named, in a menu, with keys that can be changed, and with a reason where it cannot be done."""

from __future__ import annotations

from typing import Any

import pytest
from cards import NOW, card, fleet, permission
from conftest import Desk, make_desk
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from headspace_desktop.domain.actions import Decide, FocusAgent, InterruptAgent, Mute, ResumeAgent
from headspace_desktop.domain.changes import BoardReset
from headspace_desktop.domain.model import State
from headspace_desktop.ui.pages.page import PagePlace


def listed(menu: Any) -> set[str]:
    """The commands of a menu and of those below it."""
    found = set()
    for action in menu.actions():
        found |= listed(action.menu()) if action.menu() else {action.objectName()} - {""}
    return found


def test_every_command_has_a_name_words_and_a_place_in_the_menus(desk: Desk) -> None:
    commands = list(desk.window.commands)
    assert len(commands) > 60
    assert {one.name for one in commands} == listed(desk.window.menuBar())
    for one in commands:
        assert one.title, one.name
        assert one.whose != one.group, f"{one.name}: in words"
    assert len({one.title for one in commands}) == len(commands), "no two are called the same"


def test_no_two_commands_come_with_the_same_keys(desk: Desk) -> None:
    commands = desk.window.commands
    taken: dict[str, str] = {}
    for one in commands:
        for scope in ("window", "board"):
            keys = commands.keys(one.name, scope)
            if keys:
                assert QKeySequence(keys).count() == 1, (one.name, keys)
                assert taken.setdefault(keys, one.name) == one.name, (keys, one.name, taken[keys])


def test_the_keys_of_the_next_that_waits_work_as_soon_as_somebody_waits(desk: Desk, qtbot: Any) -> None:
    desk.take(BoardReset((card("w1", State.WORKING),), NOW))
    assert not desk.window.commands.action("queue.next").isEnabled()
    desk.take(BoardReset((card("w1", State.WORKING), card("n1", State.NEEDS_INPUT)), NOW))
    desk.window.settle()
    qtbot.keyClick(desk.window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert desk.window.board.current_uuid == "n1"


def test_what_cannot_be_done_is_grey_and_says_why(desk: Desk, qtbot: Any) -> None:
    commands = desk.window.commands
    assert not commands.action("agent.go").isEnabled()
    assert commands.action("agent.go").toolTip() == "Choose a card on the board first."
    ended = card("e1", State.ENDED)
    desk.take(BoardReset((card("w1", State.WORKING), ended), NOW))
    desk.window.show_agent("w1")
    assert commands.action("agent.go").isEnabled()
    assert "asks for no permission" in commands.action("agent.allow").toolTip()
    assert not commands.run("agent.allow")
    assert "asks for no permission" in desk.window.hint.words.text()
    assert desk.window.hint.isVisible()
    desk.window.hint.hide()
    qtbot.keyClick(
        desk.window.board.columns["working"].list,
        Qt.Key.Key_A,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    qtbot.waitUntil(desk.window.hint.isVisible)
    desk.window.show_agent("e1")
    assert "ended" in commands.action("agent.go").toolTip()
    assert not [said for said in desk.posted if isinstance(said, FocusAgent | Decide)]


@pytest.mark.parametrize(
    ("name", "kind", "state"),
    [
        ("agent.go", FocusAgent, State.WORKING),
        ("agent.interrupt", InterruptAgent, State.WORKING),
        ("agent.resume", ResumeAgent, State.ENDED),
        ("mute.hour", Mute, State.IDLE),
    ],
)
def test_a_command_does_it(desk: Desk, name: str, kind: type[Any], state: State) -> None:
    desk.take(BoardReset((card("a1", state),), NOW))
    desk.window.show_agent("a1")
    assert desk.window.commands.run(name), desk.window.commands.command(name).why_not()
    assert isinstance(desk.posted[-1], kind)


def test_allow_needs_the_request_in_sight(desk: Desk, qtbot: Any) -> None:
    desk.take(BoardReset((card("a1", State.NEEDS_INPUT, ask=permission("ls"), ask_count=1),), NOW))
    desk.window.show_agent("a1")
    desk.window.docks.by_name["agent"].close()
    desk.window.commands.run("agent.allow")
    assert not [said for said in desk.posted if isinstance(said, Decide)]
    qtbot.waitUntil(lambda: desk.window.docks.by_name["agent"].is_in_front)
    desk.window.commands.run("agent.allow")
    assert desk.last(Decide).agent_uuid == "a1"


def test_keys_are_changed_kept_and_given_back(qtbot: Any, layout: QSettings) -> None:
    first = make_desk(layout)
    qtbot.addWidget(first.window)
    commands = first.window.commands
    commands.set_keys("agent.reply", "window", "Ctrl+Y")
    commands.set_keys("agent.reply", "board", "Y")
    second = make_desk(layout)
    qtbot.addWidget(second.window)
    commands = second.window.commands
    assert commands.action("agent.reply").shortcut() == QKeySequence("Ctrl+Y")
    assert commands.keys("agent.reply", "board") == "Y"
    assert commands.holder("Ctrl+Y", "agent.go", "window").name == "agent.reply"
    commands.set_keys("agent.go", "window", "Ctrl+Y")
    assert commands.keys("agent.reply") == "", "whoever had them loses them"
    commands.reset("agent.reply")
    assert commands.keys("agent.reply") == "Ctrl+R"
    assert not commands.is_changed("agent.reply")
    assert commands.is_changed("agent.go")
    commands.reset_all()
    assert commands.keys("agent.go") == "Ctrl+G"
    for one in commands:
        assert not commands.is_changed(one.name)


def test_a_changed_key_of_the_board_works_and_the_old_one_does_not(desk: Desk, qtbot: Any) -> None:
    desk.take(BoardReset((card("a1", State.WORKING),), NOW))
    desk.window.show_agent("a1")
    desk.window.commands.set_keys("agent.go", "board", "G")
    view = desk.window.board.columns["working"].list
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert not [said for said in desk.posted if isinstance(said, FocusAgent)]
    qtbot.keyClick(view, Qt.Key.Key_G)
    assert desk.last(FocusAgent).agent_uuid == "a1"


def test_broken_keys_in_the_layout_are_no_matter(qtbot: Any, layout: QSettings) -> None:
    layout.setValue("keys/agent.reply", 7)
    layout.setValue("keys/agent.go", "no such key at all")
    layout.setValue("keys/not.there", "Ctrl+R")
    made = make_desk(layout)
    qtbot.addWidget(made.window)
    assert made.window.commands.keys("agent.reply") == "Ctrl+R"


# -- the page


def shortcuts(desk: Desk) -> Any:
    desk.window.go(PagePlace("shortcuts"))
    return desk.window.docks.pages["shortcuts"]


def choose(page: Any, name: str) -> None:
    names = [one.name for one in page._shown]
    page.table.selectRow(names.index(name))


def press(page: Any, qtbot: Any, key: Qt.Key, modifier: Qt.KeyboardModifier, scope: str = "window") -> None:
    editor = page.editors[scope]
    editor.setFocus()
    qtbot.keyClick(editor, key, modifier)
    editor.editingFinished.emit()


def test_the_page_lists_all_and_finds_by_words_and_keys(desk: Desk) -> None:
    page = shortcuts(desk)
    assert page.table.rowCount() == len(list(desk.window.commands))
    page.words.setText("ctrl+j")
    assert "queue.next" in [one.name for one in page._shown]
    page.words.setText("no such thing")
    assert page.table.rowCount() == 0
    assert page.chosen.text() == "No command is called so."


def test_a_conflict_is_told_with_its_remedy(desk: Desk, qtbot: Any) -> None:
    page, commands = shortcuts(desk), desk.window.commands
    control = Qt.KeyboardModifier.ControlModifier
    choose(page, "agent.go")
    press(page, qtbot, Qt.Key.Key_R, control)
    assert commands.keys("agent.go") == "Ctrl+G", "nothing is taken unasked"
    assert "belongs to “Reply”" in page.told.text()
    assert page.take_over.isVisible()
    page.take_over.click()
    assert commands.keys("agent.go") == "Ctrl+R"
    assert commands.keys("agent.reply") == ""
    choose(page, "agent.go")
    page.reset.click()
    assert commands.keys("agent.go") == "Ctrl+G"
    press(page, qtbot, Qt.Key.Key_F7, Qt.KeyboardModifier.NoModifier)
    assert commands.keys("agent.go") == "F7"
    page.everything.click()
    assert commands.keys("agent.go") == "Ctrl+G"
    assert commands.keys("agent.reply") == "Ctrl+R"


def test_escape_leaves_a_field_of_keys_as_it_was(desk: Desk, qtbot: Any) -> None:
    page, commands = shortcuts(desk), desk.window.commands
    choose(page, "agent.go")
    press(page, qtbot, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert commands.keys("agent.go") == "Ctrl+G"
    assert page.editors["window"].keySequence().toString() == "Ctrl+G"
    assert desk.window.focusWidget() is page.table


def test_what_one_page_alone_does_is_in_a_menu_below_that_of_the_pages(desk: Desk) -> None:
    pages = next(action.menu() for action in desk.window.menuBar().actions() if action.text() == "&Pages")
    names = {action.objectName() for action in pages.actions() if action.menu() is None}
    within = [action.menu() for action in pages.actions() if action.menu() is not None]
    assert not [name for name in names if name and not name.startswith("page.")]
    assert "activity.go_now" in listed(within[0])


def test_a_command_whose_keys_are_changed_shows_them_in_its_menu(desk: Desk) -> None:
    desk.take(BoardReset(tuple(fleet()), NOW))
    desk.window.commands.set_keys("queue.next", "window", "Ctrl+;")
    shown = {
        action.objectName(): action for menu in desk.window.menuBar().actions() for action in menu.menu().actions()
    }
    assert shown["queue.next"].shortcut().toString() == "Ctrl+;"
    assert QApplication.activeModalWidget() is None
