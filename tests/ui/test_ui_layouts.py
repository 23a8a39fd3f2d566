"""Named layouts: built in and own, over restarts, and on screens that are gone."""

from __future__ import annotations

from typing import Any

import pytest
from cards import NOW, card
from conftest import Desk, make_desk
from PySide6.QtCore import QByteArray, QPoint, QRect, QSettings, QSize, Qt
from PySide6.QtGui import QGuiApplication

from headspace_desktop.domain.changes import BoardReset
from headspace_desktop.ui.pages.page import PagePlace
from headspace_desktop.ui.shell.layouts import LAYOUTS
from headspace_desktop.ui.shell.screens import onto

ONE = [QRect(0, 0, 1920, 1080)]
TWO = [*ONE, QRect(1920, 0, 2560, 1440)]


@pytest.mark.parametrize(
    ("window", "screens", "wanted"),
    [
        (QRect(100, 100, 800, 600), ONE, QRect(100, 100, 800, 600)),
        (QRect(2500, 300, 800, 600), TWO, QRect(2500, 300, 800, 600)),
        (QRect(-600, 40, 800, 600), ONE, QRect(-600, 40, 800, 600)),  # 200 of its upper edge can be taken hold of
    ],
)
def test_what_can_be_reached_stays(window: QRect, screens: list[QRect], wanted: QRect) -> None:
    assert onto(window, screens) == wanted


@pytest.mark.parametrize(
    "window",
    [
        QRect(2500, 300, 800, 600),
        QRect(-5000, -5000, 400, 300),
        QRect(10**6, 10**6, 4000, 3000),
        QRect(100, -200, 800, 600),
        QRect(1900, 100, 800, 600),
        QRect(100, 1075, 300, 200),
    ],
)
def test_what_cannot_be_reached_comes_back_and_fits(window: QRect) -> None:
    made = onto(window, ONE)
    assert ONE[0].contains(made)
    assert made.size() == window.size().boundedTo(ONE[0].size())
    assert onto(made, ONE) == made


def test_without_any_screen_nothing_moves() -> None:
    assert onto(QRect(1, 2, 3, 4), []) == QRect(1, 2, 3, 4)


def opened(desk: Desk) -> set[str]:
    return {name for name, dock in desk.window.docks.by_name.items() if not dock.isHidden()}


@pytest.mark.parametrize("size", [QSize(1280, 800), QSize(2560, 1440)], ids=["1280", "2560"])
@pytest.mark.parametrize("name", list(LAYOUTS))
def test_each_layout_gives_everything_room(desk: Desk, qtbot: Any, name: str, size: QSize) -> None:
    desk.take(BoardReset((card("a1"),), NOW))
    desk.window.show_agent("a1")
    desk.window.resize(size)
    desk.window.commands.run(f"layout.{name}")
    plan = LAYOUTS[name]
    wanted = {"board", *plan.side, *plan.bottom, *plan.pages} & set(desk.window.docks.by_name)
    assert opened(desk) == wanted
    qtbot.waitUntil(lambda: desk.window.docks.by_name[[*plan.side][-1]].is_in_front)
    assert desk.window.size() == size, "the window's own size stays"
    for one in wanted:
        dock = desk.window.docks.by_name[one]
        if dock.is_in_front:
            assert dock.width() >= 200, one
            assert dock.height() >= 90, one
    front = [one for one in plan.pages if one in desk.window.docks.by_name][-1:] or ["board"]
    assert desk.window.docks.by_name[front[0]].is_in_front
    assert desk.window.layouts.current == name
    assert desk.window.commands.action(f"layout.{name}").isChecked()


def test_a_layout_is_switched_by_its_keys(desk: Desk, qtbot: Any) -> None:
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    desk.window.setFocus()
    qtbot.keyClick(desk.window, Qt.Key.Key_2, keys)
    assert "transcript" in opened(desk)
    qtbot.keyClick(desk.window, Qt.Key.Key_1, keys)
    assert "transcript" not in opened(desk)


def test_own_layouts_are_kept_renamed_and_deleted(desk: Desk, qtbot: Any) -> None:
    window = desk.window
    window.layouts.use("review")
    window.commands.run("layout.save")
    palette = window.palette_box
    assert palette.isVisible()
    palette.line.setText("review")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert "keep their names" in palette.told.text()
    palette.line.setText("  night   shift ")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert "layout.own night shift" in window.commands
    window.layouts.use("triage")
    assert "transcript" not in opened(desk)
    assert window.commands.run("layout.own night shift")
    assert "transcript" in opened(desk)
    second = make_desk(desk.layout)
    qtbot.addWidget(second.window)
    assert "layout.own night shift" in second.window.commands
    assert window.layouts.rename("night shift", "late") == ""
    assert "layout.own late" in window.commands
    assert "layout.own night shift" not in window.commands
    assert window.layouts.rename("late", "triage")
    assert window.layouts.rename("nobody", "x")
    window.commands.run("layout.delete")
    assert "layout.own late" not in window.commands
    window.banner.strips[0].offer.click()
    assert "layout.own late" in window.commands, "it is put back"
    assert not window.banner.strips
    assert not window.commands.run("layout.delete"), "it is not in use, and the built-in ones stay"


def test_a_broken_own_layout_is_left_out(qtbot: Any, layout: QSettings) -> None:
    layout.setValue("layouts", {"a": [1, 2], "b": "x", "c": [QByteArray(b"x"), QByteArray(b"y")]})
    made = make_desk(layout)
    qtbot.addWidget(made.window)
    assert list(made.window.layouts.own()) == ["c"]
    made.window.show()
    made.window.layouts.use("c")
    assert made.window.docks.board.isVisible()


def test_a_detached_dock_comes_back_where_it_stood(desk: Desk, qtbot: Any) -> None:
    window = desk.window
    window.go(PagePlace("settings"))
    dock = window.docks.by_name["settings"]
    window.commands.run("page.detach")
    assert dock.isFloating()
    dock.setGeometry(QRect(40, 60, 500, 400))
    window.layouts.save("mine")
    window.layouts.use("triage")
    assert dock.isHidden()
    window.layouts.use("mine")
    assert dock.isFloating()
    assert dock.isVisible()
    assert dock.size() == QSize(500, 400)
    window.layouts.use("triage")
    window.go(PagePlace("settings"))
    assert not dock.isFloating()


def test_what_stood_on_a_screen_that_is_gone_is_brought_back(desk: Desk, qtbot: Any) -> None:
    window = desk.window
    window.go(PagePlace("settings"))
    dock = window.docks.by_name["settings"]
    window.commands.run("page.detach")
    dock.move(QPoint(9000, 5000))
    window.move(QPoint(-9000, 4000))
    window.layouts.save("far")
    window.save_layout()
    second = make_desk(desk.layout)
    qtbot.addWidget(second.window)
    second.window.show()
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    for one in (second.window, second.window.docks.by_name["settings"]):
        assert onto(one.geometry(), screens) == one.geometry()
    window.layouts.use("far")
    assert any(screen.contains(dock.pos()) for screen in screens), dock.pos()
    dock.move(QPoint(9000, 5000))
    window.docks.bring_back()  # what a screen that is unplugged calls
    assert any(screen.contains(dock.pos()) for screen in screens)


def test_the_name_of_the_layout_in_use_is_remembered(desk: Desk, qtbot: Any) -> None:
    desk.window.layouts.use("review")
    desk.window.save_layout()
    second = make_desk(desk.layout)
    qtbot.addWidget(second.window)
    assert second.window.layouts.current == "review"
    assert not second.window.docks.by_name["transcript"].isHidden()


def test_pages_go_round_by_keyboard(desk: Desk, qtbot: Any) -> None:
    window = desk.window
    window.go(PagePlace("settings"))
    window.go(PagePlace("help"))
    seen = []
    for _ in range(3):
        window.commands.run("page.next")
        seen.append(window.docks.focused().objectName())
    assert sorted(seen) == ["board", "help", "settings"]
    window.go(PagePlace("help"))
    assert window.commands.run("page.close")
    assert "help" not in opened(desk)
    window.to_board()
    assert not window.commands.run("page.close"), "the board stays"
