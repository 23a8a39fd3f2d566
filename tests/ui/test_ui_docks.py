from __future__ import annotations

from typing import Any

import pytest
import shiboken6
from cards import NOW, card
from conftest import Desk, make_desk
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QTabBar

from headspace_desktop.domain.asks import AskEvents
from headspace_desktop.domain.changes import BoardReset, BoardStale, EventsKept, PageReady, TroubleShown
from headspace_desktop.ui import window as windows
from headspace_desktop.ui.pages.page import AgentPlace, LinePlace, Page, PagePlace, ProjectPlace


class Sample(Page):
    name = "projects"

    def __init__(self, ground: Any) -> None:
        super().__init__(ground)
        self.places: list[Any] = []
        self.changes: list[Any] = []
        self.shown: list[Any] = []

    @staticmethod
    def title() -> str:
        return "Sample"

    def refresh(self) -> None:
        self.ground.ask(AskEvents("sample"))

    def go_to(self, place: Any) -> None:
        self.places.append(place)

    def take(self, changes: Any) -> None:
        self.changes += changes

    def take_page(self, ready: PageReady) -> bool:
        if ready.ask_id == "sample":
            self.shown.append(ready.page)
        return ready.ask_id == "sample"


@pytest.fixture
def paged(qtbot: Any, layout: QSettings, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(windows, "PAGES", (Sample,))
    made = make_desk(layout)
    made.window.resize(1360, 860)
    made.window.show()
    made.window.activateWindow()
    yield made
    made.window.shut()
    shiboken6.delete(made.window)


def asks(desk: Desk) -> int:
    return sum(isinstance(said, AskEvents) and said.ask_id == "sample" for said in desk.asked)


def test_a_page_is_made_when_its_dock_is_first_seen(paged: Desk, qtbot: Any) -> None:
    assert not paged.window.docks.pages
    paged.take(EventsKept(1))
    paged.window.go(PagePlace("projects"))
    qtbot.waitUntil(lambda: asks(paged) == 1)
    page = paged.window.docks.pages["projects"]
    assert page.places == [], "a page without words goes nowhere"
    paged.take(PageReady("sample", "here"), EventsKept(2))
    assert page.shown == ["here"]
    assert EventsKept(2) in page.changes
    paged.window.docks.by_name["projects"].close()
    page.grow_stale()
    assert asks(paged) == 1, "nobody looks, nobody asks"
    paged.window.go(ProjectPlace(7))
    qtbot.waitUntil(lambda: asks(paged) == 2)
    assert page.places == [ProjectPlace(7)]


def test_what_could_not_be_read_is_asked_for_anew_when_the_store_is_back(paged: Desk, qtbot: Any) -> None:
    paged.window.go(PagePlace("projects"))
    qtbot.waitUntil(lambda: asks(paged) == 1)
    away = TroubleShown("", "StoreAway", "The store is away", "", "", NOW)
    paged.take(PageReady("sample", None, away), BoardStale(NOW, "away"))
    assert asks(paged) == 1
    paged.take(BoardStale(None))
    assert asks(paged) == 2
    paged.take(PageReady("sample", "here"), BoardStale(None))
    assert asks(paged) == 2, "what stands there is left alone"


def test_places_lead_to_panels(paged: Desk) -> None:
    paged.take(BoardReset((card("a1"), card("b2")), NOW))
    paged.window.go(AgentPlace("b2"))
    assert paged.window.agent.card.uuid == "b2"
    paged.window.go(LinePlace("/t/9.jsonl"))
    transcript = paged.window.docks.by_name["transcript"]
    assert not transcript.isHidden()
    transcript.hide()  # before it makes its web view
    paged.window.go(PagePlace("nowhere"))


def test_a_page_that_was_open_is_made_again_at_the_start(paged: Desk, qtbot: Any) -> None:
    paged.window.go(PagePlace("projects"))
    paged.window.save_layout()
    again = make_desk(paged.layout)
    assert not again.window.docks.pages
    again.window.show()
    qtbot.waitUntil(lambda: "projects" in again.window.docks.pages)
    again.window.shut()
    shiboken6.delete(again.window)


def test_among_tabs_a_page_has_no_title_of_its_own_and_its_tab_closes_it(desk: Desk, qtbot: Any) -> None:
    docks = desk.window.docks
    desk.window.show()
    for name in ("hooks", "doctor", "logs"):
        desk.window.go(PagePlace(name))
    qtbot.waitUntil(lambda: docks.by_name["hooks"].titleBarWidget().isHidden())
    page = docks.by_name["doctor"]
    qtbot.waitUntil(lambda: page.widget().y() == 0)
    assert not docks.by_name["logs"].titleBarWidget().isHidden(), "it stands alone"
    assert docks.by_name["logs"].widget().y() > 0
    bar = next(bar for bar in docks.middle.findChildren(QTabBar) if bar.isVisible())
    assert [bar.tabText(at) for at in range(bar.count())] == ["Board", "Hooks", "Doctor"]
    close = [bar.tabButton(at, QTabBar.ButtonPosition.RightSide) for at in range(bar.count())]
    assert [made and made.accessibleName() for made in close] == [None, "Close: Hooks", "Close: Doctor"]
    close[2].click()
    qtbot.waitUntil(lambda: docks.by_name["hooks"].is_in_front and page.isHidden())
    bar.tabBarDoubleClicked.emit(1)
    qtbot.waitUntil(docks.by_name["hooks"].isFloating)
    qtbot.waitUntil(lambda: not docks.by_name["hooks"].titleBarWidget().isHidden())
    docks.by_name["hooks"].detach()


def test_no_tab_stop_lies_outside_of_the_window(paged: Any, qtbot: Any) -> None:
    window = paged.window
    for names in ((), ("projects",)):
        for name in names:
            window.docks.show(name)
        qtbot.waitUntil(lambda: not window.docks._titles.isActive())
        for bar in window.findChildren(QTabBar):
            is_stop = bool(bar.focusPolicy() & Qt.FocusPolicy.TabFocus)
            assert is_stop == bar.parentWidget().rect().intersects(bar.geometry()), (names, bar.geometry())
            assert bar.accessibleName()
    assert sum(bar.count() > 1 for bar in window.findChildren(QTabBar)) == 1


def test_escape_closes_a_form_first_and_then_leads_to_the_board(desk: Desk, qtbot: Any) -> None:
    window = desk.window
    window.show()
    window.commands.run("projects.add")
    form = window.docks.pages["projects"].list.form
    qtbot.waitUntil(lambda: form.isVisible() and window.focusWidget() is form.path)
    qtbot.keyClick(form.path, Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert window.docks.by_name["projects"].is_in_front
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.docks.board.is_in_front)


@pytest.mark.parametrize("command", ["page.board", "page.next", "page.previous", "page.close"])
def test_the_board_comes_to_the_front_with_the_focus(desk: Desk, qtbot: Any, command: str) -> None:
    window = desk.window
    window.show()
    window.commands.run("page.doctor")
    qtbot.waitUntil(lambda: window.docks.focused() is window.docks.by_name["doctor"])
    window.commands.run(command)
    qtbot.waitUntil(lambda: window.docks.board.is_in_front)
    assert window.docks.board.isAncestorOf(window.focusWidget())
    assert window.focusWidget() is not window.docks.board.body


def test_a_panel_at_the_bottom_opens_with_room_for_rows(desk: Desk, qtbot: Any) -> None:
    desk.window.resize(1440, 900)
    desk.window.commands.run("page.logs")
    logs = desk.window.docks.by_name["logs"]
    qtbot.waitUntil(lambda: not logs.isHidden() and logs.height() >= desk.window.height() // 3)
