from __future__ import annotations

import random
from dataclasses import replace

import pytest
from cards import NOW, ago, card, fleet, permission, verdict
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel

from headspace_desktop.domain.actions import Decide, FocusAgent, MarkSeen
from headspace_desktop.domain.changes import BoardReset, CardChanged, CardGone
from headspace_desktop.domain.model import Decision, State, SubState
from headspace_desktop.ui.board.composer import Composer
from headspace_desktop.ui.board.deck import Deck
from headspace_desktop.ui.board.facts import badges
from headspace_desktop.ui.board.fonts import Fonts
from headspace_desktop.ui.board.order import SHY_COLUMNS, Grouping
from headspace_desktop.ui.recommend import queue


def test_cards_lie_in_the_column_of_their_state() -> None:
    deck = Deck()
    deck.take([BoardReset(tuple(fleet()), NOW)])
    uuids = {name: column.uuids() for name, column in deck.columns.items()}
    assert uuids["needs_input"] == ["b2", "a1", "c3"], "the longest wait is on top"
    assert uuids["idle"][0] == "h8", "finished and not seen comes first"
    assert set(uuids["idle"]) == {"h8", "i9", "j1"}
    assert uuids["stalled"] == ["g7"]
    assert uuids["unknown"] == ["k1"]
    assert [c.uuid for c in queue(deck, NOW)] == ["g7", "b2", "a1", "h8", "c3"], "the costliest wait first"


def test_one_batch_tells_each_column_once() -> None:
    deck = Deck()
    cards = [card(f"w{n}", State.WORKING, started_at=ago(9000 - n)) for n in range(50)]
    deck.take([BoardReset(tuple(cards), NOW)])
    spy = QSignalSpy(deck.columns["working"].dataChanged)
    deck.take([CardChanged(replace(c, tool=f"Bash: {n}")) for n, c in enumerate(cards)])
    assert spy.count() == 1
    assert deck.columns["working"].rowCount() == 50


@pytest.mark.parametrize("grouping", list(Grouping))
def test_any_history_ends_with_the_rows_of_a_fresh_deal(grouping: Grouping) -> None:
    dice = random.Random(7)
    deck = Deck()
    deck.regroup(grouping)
    alive: dict[str, object] = {}
    for _ in range(400):
        uuid = f"u{dice.randrange(30)}"
        if dice.random() < 0.15:
            alive.pop(uuid, None)
            deck.take([CardGone(uuid)])
            continue
        state = dice.choice(list(State))
        path = f"/p/{dice.randrange(4)}"
        made = card(uuid, state, since_s=dice.randrange(5000), project_path=path, project_name=path[3:])
        alive[uuid] = made
        deck.take([CardChanged(made)])
    fresh = Deck()
    fresh.regroup(grouping)
    fresh.take([BoardReset(tuple(alive.values()), NOW)])  # type: ignore[arg-type]
    assert {n: c.uuids() for n, c in deck.columns.items()} == {n: c.uuids() for n, c in fresh.columns.items()}
    assert len(deck) == len(alive)


def test_empty_shy_columns_are_hidden_and_ended_is_folded(desk) -> None:
    desk.take(BoardReset((card("a1"),), NOW))
    columns = desk.window.board.columns
    assert not any(columns[name].isVisible() for name in SHY_COLUMNS)
    assert not columns["ended"].isVisible()
    assert desk.window.board.folds["ended"].isVisible()
    desk.take(CardChanged(card("a1", State.STALLED, SubState.ERROR)))
    assert columns["stalled"].isVisible()
    desk.window.board.folds["ended"].opened.emit()
    assert columns["ended"].isVisible()


def test_the_current_card_stays_current_wherever_it_goes(desk, qtbot) -> None:
    desk.take(BoardReset(tuple(fleet()), NOW))
    desk.window.show_agent("d4")
    view = desk.window.board.columns["working"].list
    qtbot.waitUntil(view.hasFocus)
    desk.take(CardChanged(card("d4", State.NEEDS_INPUT, SubState.PERMISSION, ask=permission())))
    assert desk.window.board.current_uuid == "d4"
    assert desk.window.agent.card.uuid == "d4"
    moved = desk.window.board.columns["needs_input"].list
    assert moved.card(moved.currentIndex()).uuid == "d4"
    assert moved.hasFocus()
    assert not view.currentIndex().isValid()
    desk.take(CardGone("d4"))
    assert desk.window.board.current_uuid == ""
    assert desk.window.agent.card is None


def test_keys_post_actions(desk, qtbot) -> None:
    desk.take(BoardReset((card("a1", State.NEEDS_INPUT, SubState.PERMISSION, ask=permission(), ask_count=1),), NOW))
    desk.window.show_agent("a1")
    view = desk.window.board.columns["needs_input"].list
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert desk.last(FocusAgent).agent_uuid == "a1"
    qtbot.keyClick(view, Qt.Key.Key_S)
    assert desk.last(MarkSeen).agent_uuid == "a1"
    qtbot.keyClick(view, Qt.Key.Key_A)
    said = desk.last(Decide)
    assert (said.decision, said.ask_key, said.surface) == (Decision.ALLOW, "toolu_1", "board")


def test_nothing_is_allowed_out_of_sight(desk, qtbot) -> None:
    desk.take(BoardReset((card("a1", State.NEEDS_INPUT, SubState.PERMISSION, ask=permission()),), NOW))
    desk.window.show_agent("a1")
    desk.window.docks.by_name["agent"].hide()
    view = desk.window.board.columns["needs_input"].list
    qtbot.keyClick(view, Qt.Key.Key_A)
    assert not [said for said in desk.posted if isinstance(said, Decide)]
    qtbot.waitUntil(lambda: not desk.window.agent.visibleRegion().isEmpty())
    qtbot.keyClick(view, Qt.Key.Key_A)
    assert desk.last(Decide).decision is Decision.ALLOW


def test_the_tab_key_leaves_the_board_from_the_list_of_the_current_card(desk) -> None:
    desk.take(BoardReset((card("w1", State.WORKING), card("n1", State.NEEDS_INPUT)), NOW))
    lanes = desk.window.board.lanes

    def stops() -> list[str]:
        return [name for name, one in lanes.columns.items() if one.list.focusPolicy() & Qt.FocusPolicy.TabFocus]

    assert stops() == ["needs_input"], "the first that holds cards, while none is the current one"
    for uuid, name in (("w1", "working"), ("n1", "needs_input")):
        lanes.pick(uuid, with_focus=True)
        assert stops() == [name]
    desk.take(BoardReset((card("w1", State.WORKING),), NOW))
    assert stops() == ["working"]


def test_arrows_cross_columns_and_next_waiting_goes_round(desk, qtbot) -> None:
    desk.take(BoardReset(tuple(fleet()), NOW))
    desk.window.show_agent("b2")
    qtbot.keyClick(desk.window.board.columns["needs_input"].list, Qt.Key.Key_Right)
    assert desk.window.agent.card.verdict.state is State.WORKING
    seen = []
    for _ in range(6):
        desk.window.next_waiting()
        seen.append(desk.window.board.current_uuid)
    assert seen == ["g7", "b2", "a1", "h8", "c3", "g7"]


def test_accessible_text_tells_state_and_wish(desk) -> None:
    desk.take(BoardReset(tuple(fleet()), NOW))
    place = desk.window.board.deck.place("a1")
    said = place[0].index(place[1]).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "atlas-web" in said
    assert "Needs input (permission)" in said
    assert "npm run test" in said


def test_by_project(desk) -> None:
    desk.take(BoardReset(tuple(fleet()), NOW))
    desk.window.group(Grouping.PROJECT)
    columns = desk.window.board.columns
    assert "/home/dev/ledger" in columns
    assert columns["/home/dev/ledger"].model.uuids() == ["b2", "g7", "m1"]
    for uuid in ("b2", "g7", "m1"):
        desk.take(CardGone(uuid))
    assert "/home/dev/ledger" not in desk.window.board.columns


def test_a_column_is_called_as_its_project_is_now(desk) -> None:
    desk.window.group(Grouping.PROJECT)
    first = card("x1", project_name="api", project_path="/w/work/api")
    desk.take(BoardReset((first,), NOW))
    column = desk.window.board.columns["/w/work/api"]
    second = card("x2", project_name="api", project_path="/w/play/api", project_label="play/api")
    desk.take(CardChanged(replace(first, project_label="work/api")), CardChanged(second))
    assert desk.window.board.columns["/w/work/api"] is column
    assert column.list.accessibleName() == "work/api"
    assert "work/api" in {label.text() for label in column.findChildren(QLabel)}
    assert desk.window.board.columns["/w/play/api"].title == "play/api"


HOSTILE = {
    "html": "<img src=http://x/><b>bold</b>",
    "rtl": "rm -rf \u202e/ emoh\u202c \u2066x",
    "nul": "a\0b\x1b[31m\x7f",
    "lone": "half \ud83d pair",
    "huge": "x" * 1_000_000,
    "astral": "🚀" * 3000,
    "lines": "\n" * 100_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_are_shown_and_harmless(desk, text: str) -> None:
    bad = card(
        "a1", State.NEEDS_INPUT, SubState.PERMISSION, ask=permission(text), project_name=text, branch=text, name=text,
        instruction=text, last_text=text, tool=text, verdict=verdict(State.NEEDS_INPUT, reason=text, dissent=(text,)),
    )  # fmt: skip
    desk.take(BoardReset((bad, card("b2", State.WORKING, tool=text, instruction=text)), NOW))
    desk.window.show_agent("a1")
    desk.window.grab()
    shown = desk.window.agent.form.request.toPlainText()
    assert "\u202e" not in shown
    assert "\0" not in shown
    if text.startswith("<img"):
        assert shown == text
    if text.startswith("rm"):
        assert "⟨202E⟩" in shown
    if len(text) > 32_000:
        assert "more characters are not shown" in shown
        assert desk.window.agent.form.request.is_cut


def test_faces_fit_their_width(qapp) -> None:
    for width in (196, 260, 420):
        for made in fleet():
            face = Composer(Fonts(), width).compose(made)
            assert all(run.box.right() <= width and run.box.left() >= 0 for run in face.runs)
            assert all(badge.box.right() <= width - 8 for badge in face.badges)
            assert 40 < face.height_px < 330
    assert ("ctx 81% · nearly full", "bad") in badges(fleet()[1])
