from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from cards import NOW, ago, card, fleet
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from headspace_desktop.domain.actions import MarkSeen
from headspace_desktop.domain.changes import BoardReset, CardChanged, CardGone
from headspace_desktop.domain.model import State
from headspace_desktop.ui.board.cardlist import CardList
from headspace_desktop.ui.board.composer import Composer
from headspace_desktop.ui.board.face import GAP_PX
from headspace_desktop.ui.board.fonts import Fonts
from headspace_desktop.ui.board.painter import CardPainter


def crowd(count: int = 300) -> tuple:
    """Cards of many heights, all in one column."""
    return tuple(
        card(
            f"w{n}", State.WORKING, started_at=ago(9000 - n), instruction="Do the thing " * (n % 7),
            tool="Bash: make" if n % 3 else "", last_text=f"Part {n}. " * (n % 5), background_count=n % 2,
        )
        for n in range(count)
    )  # fmt: skip


def working(desk) -> CardList:
    return desk.window.board.columns["working"].list


@pytest.fixture
def composed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []
    compose = Composer.compose

    def counted(self, of, *more):
        seen.append(of.uuid)
        return compose(self, of, *more)

    monkeypatch.setattr(Composer, "compose", counted)
    return seen


def test_a_reset_measures_only_what_is_in_sight(desk, qtbot, composed: list[str]) -> None:
    desk.window.board._measuring.setInterval(10_000_000)
    desk.take(BoardReset(crowd(), NOW))
    desk.window.grab()
    assert 0 < len(set(composed)) < 40


def test_in_the_end_everything_is_measured_and_nothing_overlaps(desk, qtbot) -> None:
    desk.take(BoardReset(crowd(), NOW))
    view = working(desk)
    qtbot.waitUntil(lambda: view.is_measured)
    qtbot.waitUntil(lambda: not desk.window.board._measuring.isActive())
    boxes = [view.visualRect(view.model().index(row, 0)) for row in range(300)]
    assert len({box.height() for box in boxes}) > 3
    assert all(below.top() == above.top() + above.height() for above, below in pairwise(boxes))
    fonts = Fonts()
    for row in (0, 7, 150, 299):
        made = Composer(fonts, boxes[row].width()).compose(view.card(view.model().index(row, 0)))
        assert boxes[row].height() == round(made.height_px) + GAP_PX
    bar = view.verticalScrollBar()
    assert bar.maximum() == boxes[-1].bottom() + 1 - view.viewport().height()


def test_what_is_in_sight_stays_while_the_rest_is_measured_and_moves(desk, qtbot) -> None:
    desk.window.board._measuring.setInterval(10_000_000)
    desk.take(BoardReset(crowd(), NOW))
    view = working(desk)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    index = view.indexAt(view.viewport().rect().center())
    uuid, top = view.card(index).uuid, view.visualRect(index).top()

    def where() -> int:
        row = view._column.row_of_uuid(uuid)
        return view.visualRect(view.model().index(row, 0)).top()

    while not view.is_measured:
        view.measure_some(float("inf"))
    assert where() == top
    desk.take(*(CardChanged(card(f"n{n}", State.WORKING, started_at=ago(20_000))) for n in range(5)))
    desk.take(*(CardGone(f"w{n}") for n in range(8)))
    view.doItemsLayout()
    assert where() == top


def test_keys_walk_the_list_and_keep_the_card_in_sight(desk, qtbot) -> None:
    desk.take(BoardReset(crowd(), NOW))
    view = working(desk)
    desk.window.show_agent("w0")
    qtbot.waitUntil(view.hasFocus)
    for key, at in (
        (Qt.Key.Key_Down, 1), (Qt.Key.Key_Down, 2), (Qt.Key.Key_Up, 1), (Qt.Key.Key_End, 299), (Qt.Key.Key_Up, 298),
        (Qt.Key.Key_Home, 0),
    ):  # fmt: skip
        qtbot.keyClick(view, key)
        assert desk.window.agent.card.uuid == f"w{at}"
        box = view.visualRect(view.currentIndex())
        assert view.viewport().rect().contains(box.adjusted(0, 0, 0, -GAP_PX)), (key, at)
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert 2 < view.currentIndex().row() < 12


def test_a_click_picks_and_hovering_paints(desk, qtbot) -> None:
    desk.take(BoardReset(crowd(20), NOW))
    view = working(desk)
    spot = view.visualRect(view.model().index(2, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert desk.window.agent.card.uuid == "w2"
    qtbot.mouseMove(view.viewport(), view.visualRect(view.model().index(1, 0)).center())
    qtbot.waitUntil(lambda: view._hovered == "w1")


def test_an_age_alone_is_painted_alone(desk, qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    at = [NOW]
    desk.take(BoardReset(crowd(), NOW))
    view = working(desk)
    qtbot.waitUntil(lambda: view.is_measured)
    desk.window.grab()
    painted: dict[str, int] = {"whole": 0, "ages": 0}
    whole, ages = CardPainter.paint, CardPainter.paint_ages

    def count(name, called):
        def counted(*given):
            painted[name] += 1
            called(*given)

        return counted

    monkeypatch.setattr(CardPainter, "paint", count("whole", whole))
    monkeypatch.setattr(CardPainter, "paint_ages", count("ages", ages))
    view.repaint_aged()
    qtbot.wait(20)
    assert painted == {"whole": 0, "ages": 0}, "no age reads differently"
    at[0] = ago(-60)
    monkeypatch.setattr(view.cards, "_now", lambda: at[0])
    view.repaint_aged()
    qtbot.waitUntil(lambda: painted["ages"] > 3)
    assert painted["whole"] == 0


def test_a_change_out_of_sight_costs_nothing(desk, qtbot, composed: list[str]) -> None:
    cards = crowd()
    desk.take(BoardReset(cards, NOW))
    view = working(desk)
    qtbot.waitUntil(lambda: view.is_measured)
    composed.clear()
    desk.take(*(CardChanged(replace(made, last_text="Another " * 20)) for made in cards[100:]))
    qtbot.wait(30)
    assert not composed
    desk.take(CardChanged(replace(cards[1], instruction="Another " * 20, last_text="x " * 90)))
    assert set(composed) == {"w1"}
    index = view.model().index(2, 0)
    assert view.visualRect(index).top() >= view.visualRect(view.model().index(1, 0)).bottom()


def test_screen_readers_find_a_list(desk) -> None:
    desk.take(BoardReset(tuple(fleet()), NOW))
    found = QAccessible.queryAccessibleInterface(working(desk))
    assert found.role() == QAccessible.Role.List
    assert found.childCount() == 3


def test_every_key_of_the_board_is_a_command_that_can_be_changed(desk, qtbot) -> None:
    commands = desk.window.commands
    kept = {commands.keys(one.name, "board") for one in commands}
    assert {"Return", "R", "A", "D", "S", "W", "T", "Z", "Shift+Z", "N", "Del", "/"} <= kept
    desk.take(BoardReset(tuple(fleet()), NOW))
    desk.window.show_agent("d4")
    commands.set_keys("agent.seen", "board", "X")
    qtbot.keyClick(working(desk), Qt.Key.Key_S)
    assert not [said for said in desk.posted if isinstance(said, MarkSeen)]
    qtbot.keyClick(working(desk), Qt.Key.Key_X)
    assert desk.last(MarkSeen).agent_uuid == "d4"
