"""Views, order, search, what is remembered, the lines on top, and what a card tells."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from cards import NOW, ago, card, fleet, permission
from conftest import make_desk
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from headspace_desktop.domain.actions import FocusAgent, SwitchPriority
from headspace_desktop.domain.changes import (
    BoardReset,
    BubblesHeld,
    CardChanged,
    CardGone,
    HeldBubble,
    ObjectiveChanged,
)
from headspace_desktop.domain.model import BackgroundTask, Objective, Priority, State, SubState, Usage
from headspace_desktop.ui.board.composer import Composer
from headspace_desktop.ui.board.deck import ENDED_CAP, Deck
from headspace_desktop.ui.board.face import Around, Density
from headspace_desktop.ui.board.facts import PROMPT, badges, chips, quiet_facts, reach_fact, reach_tip, step_age
from headspace_desktop.ui.board.fonts import Fonts
from headspace_desktop.ui.board.order import FLAT_COLUMN, Grouping, Sort
from headspace_desktop.ui.board.sieve import Sieve
from headspace_desktop.ui.pages.page import PagePlace
from headspace_desktop.ui.plain import as_tip
from headspace_desktop.ui.recommend import advice
from headspace_desktop.ui.words import sub_word

OBJECTIVE = Objective("Ship it", NOW, "no new dependencies")


def scored(uuid: str, score: int | None, state: State = State.WORKING, **more):
    priority = Priority(score, "for the objective", NOW) if score is not None else None
    return card(uuid, state, priority=priority, **more)


def test_by_priority_is_one_list_where_no_score_counts_as_fifty() -> None:
    deck = Deck()
    deck.regroup(Grouping.PRIORITY)
    cards = (
        scored("low", 10), scored("none", None), scored("fifty", 50, State.NEEDS_INPUT), scored("top", 90),
        scored("over", 99, State.ENDED), scored("late", 10, last_seen_at=NOW - timedelta(minutes=5)),
    )  # fmt: skip
    deck.take([BoardReset(cards, NOW)])
    assert list(deck.columns) == ["all"]
    assert deck.columns["all"].uuids() == ["top", "fifty", "none", "low", "late", "over"]


def test_by_state_a_score_orders_while_priority_is_on(desk) -> None:
    cards = (
        scored("a", 10, started_at=ago(900)),
        scored("b", 80, started_at=ago(800)),
        scored("c", None, started_at=ago(700)),
    )
    desk.take(BoardReset(cards, NOW))
    model = desk.window.board.deck.columns["working"]
    assert model.uuids() == ["a", "b", "c"]
    desk.take(ObjectiveChanged(OBJECTIVE))
    assert model.uuids() == ["b", "c", "a"]
    desk.take(ObjectiveChanged(replace(OBJECTIVE, is_priority_on=False)))
    assert model.uuids() == ["a", "b", "c"]


def test_order_by_name_and_by_last_sign(desk) -> None:
    cards = (
        card("a", project_name="zebra", last_seen_at=ago(60)), card("b", project_name="Ant", last_seen_at=ago(600)),
    )  # fmt: skip
    desk.take(BoardReset(cards, NOW))
    board = desk.window.board
    board.filter.sorts[Sort.NAME].trigger()
    assert board.deck.columns["working"].uuids() == ["b", "a"]
    board.filter.sorts[Sort.LAST_ACTIVE].trigger()
    assert board.deck.columns["working"].uuids() == ["a", "b"]
    spy = QSignalSpy(board.deck.columns["working"].rowsRemoved)
    desk.take(CardChanged(replace(cards[0], last_seen_at=ago(59))))
    assert spy.count() == 0, "a sign of life within the minute moves nothing"


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("grouping", list(Grouping))
def test_any_history_under_a_filter_ends_as_a_fresh_deal(grouping: Grouping, sort: Sort) -> None:
    dice = random.Random(11)
    sieve = Sieve("go", frozenset({State.WORKING, State.IDLE, State.ENDED}))
    deck = Deck()
    deck.regroup(grouping)
    deck.sort_by(sort)
    deck.sift(sieve)
    alive = {}
    for _ in range(300):
        uuid = f"u{dice.randrange(60)}"
        if dice.random() < 0.1:
            alive.pop(uuid, None)
            deck.take([CardGone(uuid)])
            continue
        made = card(
            uuid, dice.choice(list(State)), since_s=dice.randrange(5000), project_path=f"/p/{dice.randrange(4)}",
            instruction=dice.choice(["go on", "stop"]), last_seen_at=ago(dice.randrange(900)),
            priority=Priority(dice.randrange(101), "", NOW) if dice.random() < 0.5 else None,
        )  # fmt: skip
        alive[uuid] = made
        deck.take([CardChanged(made)])
    fresh = Deck()
    fresh.take([BoardReset(tuple(alive.values()), NOW)])
    fresh.regroup(grouping)
    fresh.sort_by(sort)
    fresh.sift(sieve)
    assert {n: c.uuids() for n, c in deck.columns.items()} == {n: c.uuids() for n, c in fresh.columns.items()}
    assert deck.shown_count == sum(sieve.passes(made) for made in alive.values())
    assert len(deck) == len(alive)


def test_ended_sessions_are_capped_and_more_come_on_request(desk) -> None:
    cards = tuple(card(f"e{n:02d}", State.ENDED, since_s=n) for n in range(50))
    desk.take(BoardReset(cards, NOW))
    board = desk.window.board
    column = board.columns["ended"]
    assert column.model.rowCount() == ENDED_CAP
    assert column.more.text() == "30 more"
    desk.take(CardChanged(card("new", State.ENDED, since_s=0)), CardGone("e05"), CardGone("e40"))
    assert column.model.rowCount() == ENDED_CAP
    assert column.model.uuids()[:3] == ["e00", "new", "e01"]
    assert column.model.kept_back == 29
    assert desk.window.show_agent("e45"), "what is kept back can still be gone to"
    assert "e45" in column.model.uuids()
    column.more.click()
    assert column.model.kept_back == 0
    assert column.more.isHidden()


# -- search ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    ["LEDGER", "persist service", "which database", "b2f7", "ledger main"],
    ids=lambda said: said.replace(" ", "-"),
)
def test_words_are_looked_for_all_over_the_card(desk, words: str) -> None:
    desk.take(BoardReset(tuple(fleet()), NOW))
    desk.window.board.filter.words.setText(words)
    assert "b2" in desk.window.board.deck.shown_uuids()
    assert "e5" not in desk.window.board.deck.shown_uuids()


def test_search_by_keyboard_and_back(desk, qtbot) -> None:
    desk.take(BoardReset(tuple(fleet()), NOW))
    desk.window.show_agent("d4")
    board, bar = desk.window.board, desk.window.board.filter
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Slash)
    qtbot.waitUntil(bar.words.hasFocus)
    qtbot.keyClicks(bar.words, "parser")
    assert sorted(board.deck.shown_uuids()) == ["e5", "h8"]
    assert bar.count.text() == "2 of 13"
    assert board.current_uuid == "d4", "who was chosen stays so, though out of sight"
    assert desk.window.agent.card.uuid == "d4"
    desk.take(CardChanged(card("n1", State.WORKING, project_name="parser")), CardChanged(card("n2", project_name="x")))
    assert bar.words.hasFocus(), "no change takes the focus from who types"
    assert bar.count.text() == "3 of 15"
    qtbot.keyClick(bar.words, Qt.Key.Key_Return)
    assert board.columns["working"].list.hasFocus()
    assert not [said for said in desk.posted if isinstance(said, FocusAgent)], "Return is the search box's own"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert board.deck.sieve.is_open
    assert not bar.words.text()


def test_nothing_found_says_so_and_shows_all_again(desk) -> None:
    desk.take(BoardReset(tuple(fleet()), NOW))
    board = desk.window.board
    board.filter.words.setText("no such words")
    assert board.nothing.isVisible()
    board.nothing.all.click()
    assert board.lanes.isVisible()
    assert board.deck.shown_count == len(fleet())


def test_counts_filter_and_chips_take_it_back(desk) -> None:
    desk.take(BoardReset(tuple(fleet()), NOW))
    board, top = desk.window.board, desk.window.top
    top.counts[State.IDLE].click()
    assert {board.deck.card(uuid).verdict.state for uuid in board.deck.shown_uuids()} == {State.IDLE, State.DONE}
    assert top.counts[State.IDLE].isChecked()
    assert "matches" in board.columns["working"]._empty.text(), "an empty column does not claim that nobody works"
    board.filter.toggle_state(State.STALLED)
    assert len(board.filter._chips) == 2
    for chip in list(board.filter._chips):
        chip.click()
    assert board.deck.sieve.is_open
    assert not top.counts[State.IDLE].isChecked()


def test_whoever_is_wanted_is_shown_though_filtered_out(desk) -> None:
    desk.take(BoardReset(tuple(fleet()), NOW))
    desk.window.board.filter.words.setText("parser")
    assert desk.window.show_agent("a1")
    assert desk.window.board.deck.sieve.is_open


def test_scroll_selection_and_marks_survive_a_reset(desk, qtbot) -> None:
    cards = tuple(card(f"w{n:03d}", State.WORKING, started_at=ago(9000 - n), instruction="x " * n) for n in range(200))
    desk.take(BoardReset(cards, NOW))
    view = desk.window.board.columns["working"].list
    qtbot.waitUntil(lambda: view.is_measured)
    desk.window.board.marks.mark(["w119", "w121"])
    QApplication.processEvents()
    desk.window.show_agent("w120")
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 37)
    top = view.visualRect(view.currentIndex()).top()
    desk.take(BoardReset(cards, NOW))
    assert view.card(view.currentIndex()).uuid == "w120"
    assert view.visualRect(view.currentIndex()).top() == top
    assert desk.window.board.marks.uuids == {"w119", "w121"}
    assert view.hasFocus()


def test_how_the_person_likes_it_is_remembered(qtbot, tmp_path) -> None:
    path = str(tmp_path / "layout.ini")
    first = make_desk(QSettings(path, QSettings.Format.IniFormat))
    qtbot.addWidget(first.window)
    first.window.show()
    first.window.group(Grouping.PRIORITY)
    board = first.window.board
    board.sort_by(Sort.NAME)
    board.filter.compact.setChecked(True)
    board.filter.short_done.setChecked(False)
    first.window.close()
    first.layout.sync()
    second = make_desk(QSettings(path, QSettings.Format.IniFormat))
    qtbot.addWidget(second.window)
    board = second.window.board
    assert (board.deck.grouping, board.deck.order.sort, board.density) == (
        Grouping.PRIORITY,
        Sort.NAME,
        Density.COMPACT,
    )
    assert not board.filter.short_done.isChecked()


def test_forty_projects_come_a_few_at_a_time_and_all_of_them_in_order(desk, qtbot) -> None:
    cards = tuple(card(f"p{n:02d}", project_name=f"n{n:02d}", project_path=f"/p/n{n:02d}") for n in range(40))
    desk.take(BoardReset(cards, NOW))
    desk.window.group(Grouping.PROJECT)
    board = desk.window.board
    assert len(board.columns) < 10
    assert desk.window.show_agent("p30"), "a column that is wanted is made at once"
    desk.take(CardGone("p07"), CardChanged(card("q", project_name="n03b", project_path="/p/n03b")))
    qtbot.waitUntil(lambda: len(board.columns) == 40)
    assert list(board.columns) == list(board.deck.columns)
    places = [board.columns[name].x() for name in board.columns]
    assert places == sorted(places)
    desk.window.group(Grouping.STATE)
    qtbot.waitUntil(lambda: not board.lanes._to_drop)
    assert board.current_uuid == "p30"


def test_a_project_says_who_needs_somebody(desk) -> None:
    desk.take(BoardReset(tuple(fleet()), NOW))
    desk.window.group(Grouping.PROJECT)
    desk.window.board.sort_by(Sort.NAME)
    tally = desk.window.board.columns["/home/dev/ledger"]._tally
    assert tally.accessibleName() == "1 Needs input, 1 Stalled"
    desk.take(CardChanged(card("g7", State.WORKING, project_name="ledger", project_path="/home/dev/ledger")))
    assert tally.accessibleName() == "1 Needs input, 1 Working"


# -- the lines on top ---------------------------------------------------------------


def test_the_objective_is_shown_switched_and_led_to(desk) -> None:
    desk.take(BoardReset(tuple(fleet()), NOW))
    bar = desk.window.board.objective
    assert bar.hint.isVisible()
    assert not bar.priority.isVisible()
    desk.take(ObjectiveChanged(OBJECTIVE))
    assert bar.text.accessibleName() == "Ship it"
    assert bar.constraints.accessibleName() == "no new dependencies"
    bar.priority.click()
    assert desk.last(SwitchPriority).is_on is False
    wanted = QSignalSpy(desk.window.board.place_wanted)
    bar.edit.click()
    assert wanted.at(0) == [PagePlace("objective")]


def test_recommended_next_goes_there(desk, qtbot) -> None:
    desk.take(BoardReset(tuple(fleet()), NOW))
    strip = desk.window.board.next
    assert strip.isVisible()
    assert "stalled" in strip.accessibleName()
    strip.setFocus()
    qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert desk.last(FocusAgent).agent_uuid == "g7"
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton)
    desk.take(ObjectiveChanged(replace(OBJECTIVE, is_priority_on=False)))
    assert not strip.isVisible()


def test_whom_to_recommend() -> None:
    waits = card("w", State.NEEDS_INPUT, since_s=60, ask=permission())
    longer = card("l", State.NEEDS_INPUT, since_s=7200, snoozed_until_at=NOW + timedelta(hours=1))
    busy = (scored("b", 20), scored("t", 70, State.IDLE), scored("n", None), scored("e", 100, State.ENDED))
    assert advice([*busy, longer, waits], NOW).card.uuid == "w", "who was put off is not recommended"
    assert "1m" in advice([waits], NOW).reason
    assert advice(busy, NOW).card.uuid == "t"
    assert "70" in advice(busy, NOW).reason
    assert advice([scored("x", None, last_seen_at=ago(9)), scored("y", None)], NOW).card.uuid == "y"
    assert advice([card("e", State.ENDED), card("u", State.UNKNOWN)], NOW) is None
    assert advice([], NOW) is None


def test_headspace_is_said_not_to_be_measured(desk) -> None:
    label = desk.window.top.headspace
    assert "not measured" in label.accessibleName()
    assert "nothing reads them" in label.toolTip()


def test_a_narrow_window_keeps_shapes_and_counts(desk, qtbot) -> None:
    desk.take(BoardReset(tuple(fleet()), NOW))
    top = desk.window.top
    top.resize(380, top.height())
    assert not any(count.word.isVisible() for count in top.counts.values())
    assert all(top.counts[state].number.isVisible() for state in (State.NEEDS_INPUT, State.WORKING, State.IDLE))
    top.resize(1400, top.height())
    assert all(top.counts[state].word.isVisible() for state in (State.NEEDS_INPUT, State.WORKING, State.IDLE))


# -- what a card tells ------------------------------------------------------------------


def told(of, width: int = 300, density: Density = Density.FULL, around: Around | None = None) -> str:
    face = Composer(Fonts(), width, around or Around(is_ranked=True)).compose(of, density)
    return " | ".join([run.text for run in face.runs] + [badge.text for badge in face.badges])


def test_a_card_tells_all_that_is_known(qapp) -> None:
    tasks = (
        BackgroundTask("1", "subagent", "Look"),
        BackgroundTask("2", "subagent", "Read"),
        BackgroundTask("3", "shell", "watch"),
    )
    made = card(
        "x", State.DONE, SubState.NONE, since_s=60, project_name="atlas", branch="fix", session_id="ab12cd34",
        name="hunter", persona="tester", instruction="Do it", last_text="Done it", turn_count=7, plan="1. x",
        usage=Usage(context_percent=70.0, context_tokens=140_000), background=tasks, is_seen=False,
        priority=Priority(82, "why not", NOW), command_started_at=ago(60 + 14 * 60), can_type=False, why_not="PaneGone",
    )  # fmt: skip
    held = HeldBubble("x", "quiet_hours", NOW, None)
    said = told(made, 420, around=Around(held, is_ranked=True))
    for words in (
        "Done", "atlas", "fix", "ab", "hunter", "tester", "Do it", "Done it", "7 turns", "14m", "plan", "2 subagents",
        "1 shell", "ctx 70% · filling", "priority 82", "pane gone", "not told: quiet hours", "not seen yet",
    ):  # fmt: skip
        assert words in said, words
    assert "hunter" not in told(replace(made, name=""))


@pytest.mark.parametrize("width", [216, 260, 340, 420])
@pytest.mark.parametrize("sub", [SubState.PERMISSION, SubState.QUESTION, SubState.QUESTION_IN_TEXT, SubState.PLAN])
def test_who_and_in_which_state_stands_whole_in_the_columns_of_a_common_window(qapp, width: int, sub: SubState) -> None:
    """216 px is a card of four columns beside the agent panel at 1440."""
    made = card(
        "x", State.NEEDS_INPUT, sub, since_s=60, project_name="fieldnotes", branch="offline-sync", name="fieldnotes-02",
        session_id="06ab12cd", turn_count=12, can_type=False, why_not="NotReachable", priority=Priority(70, "", NOW),
        command_started_at=ago(900),
    )  # fmt: skip
    said = told(made, width)
    for words in ("fieldnotes", "06", "Needs input", sub_word(sub), "offline-sync", "fieldnotes-02", "priority 70"):
        assert words in said, words
    assert "…" not in said


def test_a_name_without_room_is_left_out_rather_than_cut_to_pieces(qapp) -> None:
    made = card("x", State.IDLE, project_name="fieldnotes", name="fieldnotes-02", session_id="06ab12cd", instruction="")
    assert "fieldnotes-02" in told(made, 260, Density.COMPACT)
    assert told(made, 200, Density.COMPACT) == "fieldnotes | 06"


def test_snoozed_until_when_is_said_and_gone_when_it_is_over(desk) -> None:
    desk.take(BoardReset((card("a", State.NEEDS_INPUT, snoozed_until_at=NOW + timedelta(minutes=5)),), NOW))
    view = desk.window.board.columns["needs_input"].list
    assert any("snoozed until" in badge.text for badge in view.cards.face(view._column.card_at(0)).badges)
    view.cards._now = lambda: NOW + timedelta(minutes=6)
    view.repaint_aged()
    assert not view.cards.face(view._column.card_at(0)).badges


def test_held_back_is_said_and_taken_back(desk) -> None:
    desk.take(BoardReset((card("a"),), NOW))
    view = desk.window.board.columns["working"].list
    desk.take(BubblesHeld((HeldBubble("a", "typing", NOW, None),)))
    assert [badge.text for badge in view.cards.face(view._column.card_at(0)).badges] == ["not told: you are typing"]
    desk.take(BubblesHeld(()))
    assert not view.cards.face(view._column.card_at(0)).badges


@pytest.mark.parametrize(("percent", "tone"), [(64.9, None), (65.0, "needs"), (74.9, "needs"), (75.0, "bad")])
def test_context_warns_by_tone_and_word(percent: float, tone: str | None) -> None:
    made = card("a", usage=Usage(context_percent=percent))
    found = [chip for chip in chips(made) if chip.text.startswith("ctx")]
    assert [chip.tone for chip in found] == ([tone] if tone else [])
    assert any(fact.startswith("ctx") for fact in quiet_facts(made)) is (tone is None)


def test_what_is_not_known_is_left_out(qapp) -> None:
    bare = card("a", turn_count=0, usage=Usage(), pane=None)
    assert quiet_facts(bare) == []
    assert badges(bare) == []
    assert reach_fact(bare) == ""
    assert "priority" not in told(bare)


def test_a_score_stands_on_cards_while_it_counts(desk) -> None:
    """Without an objective it repeats the state."""
    desk.take(BoardReset((card("a", priority=Priority(50, "works +50", NOW)),), NOW))
    board = desk.window.board

    def on_card() -> bool:
        column = board.columns.get("working") or board.columns[FLAT_COLUMN]
        face = column.list.cards.face(column.list._column.card_at(0))
        assert any("Priority 50 of 100" in tip for _, tip in face.tips), "the tooltip tells it in any case"
        return any(run.text in ("priority 50", "50") for run in face.runs)

    assert not on_card()
    desk.take(ObjectiveChanged(OBJECTIVE))
    assert on_card()
    desk.take(ObjectiveChanged(replace(OBJECTIVE, is_priority_on=False)))
    assert not on_card()
    board.sort_by(Sort.PRIORITY)
    assert on_card()
    board.sort_by(Sort.AUTO)
    assert not on_card()
    board.group(Grouping.PRIORITY)
    assert on_card()


def test_the_reach_is_quiet_as_long_as_nobody_needs_it(qapp) -> None:
    away = card("a", can_type=False, why_not="NotReachable", pane=None)
    assert reach_fact(away) == ""
    assert "outside tmux" in reach_tip(away)
    assert reach_fact(replace(away, why_not="PaneGone")) == "pane gone"
    there = replace(away, can_type=True, why_not="", pane=card("b").pane)
    assert reach_fact(there) == PROMPT
    assert "in tmux" in reach_tip(there)


def test_ages_change_seldom() -> None:
    said = [step_age(ago(seconds), NOW) for seconds in range(120)]
    assert said[0] == said[9] == "now"
    assert said[10] == said[19] == "10s"
    assert len(set(said)) == 7


def test_compact_cards_are_shorter_and_short_ones_too(qapp) -> None:
    for made in fleet():
        for width in (180, 260, 420):
            full = Composer(Fonts(), width).compose(made)
            short = Composer(Fonts(), width).compose(made, Density.COMPACT)
            assert short.height_px < full.height_px or made.verdict.state is State.ENDED
            for face in (full, short):
                boxes = [*(run.box for run in face.runs), *(badge.box for badge in face.badges)]
                boxes += [*(spot.box for spot in face.spots), *(ageing.box for ageing in face.ages)]
                assert all(box.left() >= 0 and box.right() <= width for box in boxes)
                assert all(box.bottom() <= face.height_px for box in boxes)


def test_a_board_that_is_only_a_strip_leaves_its_height_to_the_cards(desk, qtbot) -> None:
    desk.take(BoardReset((card("a", State.NEEDS_INPUT),), NOW))
    board = desk.window.board
    desk.window.resize(1280, 860)
    desk.window.show()
    qtbot.waitUntil(lambda: board.next.isVisible() and board.objective.isVisible())
    tall = board.columns["needs_input"].list.cards.measure(board.deck.card("a"))
    desk.window.commands.run("layout.review")
    qtbot.waitUntil(lambda: not board.next.isVisible() and not board.objective.isVisible())
    assert board.filter.isVisible()
    assert desk.window.commands.action("queue.recommended").isEnabled(), "who is next is known all the same"
    assert board.columns["needs_input"].list.cards.measure(board.deck.card("a")) < tall
    assert not desk.window.commands.action("board.compact").isChecked(), "the person's own choice stays"
    desk.window.commands.run("layout.triage")
    qtbot.waitUntil(lambda: board.next.isVisible() and board.objective.isVisible())
    assert board.columns["needs_input"].list.cards.measure(board.deck.card("a")) == tall


def test_tips_are_never_markup() -> None:
    assert "<b>" not in as_tip("<b>x</b>")
    assert as_tip("") == ""
