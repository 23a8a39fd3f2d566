"""The attention queue by keyboard alone, marks, and answers on the card."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from cards import NOW, ago, card, fleet, permission, question, reply
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu

from headspace_desktop.domain.actions import AnswerAsk, Decide, DismissAgent, MarkSeen, SendReply, Snooze
from headspace_desktop.domain.changes import BoardReset, CardChanged, CardGone
from headspace_desktop.domain.model import (
    AskItem,
    AskOption,
    Decision,
    PaneRef,
    Reply,
    ReplyKind,
    ReplyStage,
    State,
    SubState,
)
from headspace_desktop.ui.board import cardlist
from headspace_desktop.ui.board.answers import is_told_whole, same_request

NEEDS = State.NEEDS_INPUT
CACHE = AskItem("Which cache?", "Cache", (AskOption("Redis", "shared"), AskOption("In memory"), AskOption("None")))


def one_question(key: str = "toolu_c"):
    return question(key=key, items=(CACHE,))


def waiting() -> tuple:
    """Five that wait, the longest wait first: a permission, a question, one to put off, free text, a finished one."""
    return (
        card("p1", NEEDS, SubState.PERMISSION, since_s=3000, ask=permission("npm test"), ask_count=1),
        card("q2", NEEDS, SubState.QUESTION, since_s=2000, ask=one_question(), ask_count=1),
        card("z3", NEEDS, SubState.QUESTION, since_s=1500, ask=one_question("toolu_z"), ask_count=1),
        card("t4", NEEDS, SubState.QUESTION_IN_TEXT, since_s=1000, last_text="Shall I go on?"),
        card("d5", State.DONE, since_s=300, is_seen=False),
        card("w6", State.WORKING),
    )


def focus(desk) -> QApplication:
    return QApplication.focusWidget()


def settled(desk, before):
    """What the engine would tell after the newest thing that was posted."""
    said = desk.posted[-1]
    match said:
        case Decide() | AnswerAsk():
            kind = ReplyKind.DECISION if isinstance(said, Decide) else ReplyKind.ANSWER
            sent = Reply("r", said.agent_uuid, kind, "", said.ask_key, ReplyStage.IN_FLIGHT, NOW, NOW)
            return replace(before[said.agent_uuid], reply=sent)
        case SendReply():
            return replace(
                before[said.agent_uuid], verdict=replace(before[said.agent_uuid].verdict, state=State.WORKING)
            )
        case Snooze():
            return replace(before[said.agent_uuid], snoozed_until_at=said.until_at)
        case MarkSeen():
            quiet = replace(before[said.agent_uuid].verdict, state=State.IDLE, sub_state=SubState.SEEN)
            return replace(before[said.agent_uuid], verdict=quiet, is_seen=True)
    raise AssertionError(said)


def test_the_whole_queue_is_drained_without_the_mouse(desk, qtbot) -> None:
    cards = waiting()
    known = {made.uuid: made for made in cards}
    desk.take(BoardReset(cards, NOW))
    board, top = desk.window.board, desk.window.top
    desk.window.to_board()
    assert top.place.text() == "5 waiting"
    desk.window.commands.run("queue.drain")
    assert top.drain.isChecked()
    qtbot.keyClick(focus(desk), Qt.Key.Key_N)
    assert board.current_uuid == "p1"
    assert top.place.text() == "1 of 5 waiting"

    qtbot.keyClick(focus(desk), Qt.Key.Key_A)
    assert desk.last(Decide).decision is Decision.ALLOW
    desk.take(CardChanged(settled(desk, known)))
    assert board.current_uuid == "q2", "the next one comes by itself"

    qtbot.keyClick(focus(desk), Qt.Key.Key_2)
    assert desk.last(AnswerAsk).answers == (("In memory",),)
    desk.take(CardChanged(settled(desk, known)))
    assert board.current_uuid == "z3"

    qtbot.keyClick(focus(desk), Qt.Key.Key_Z)
    assert desk.last(Snooze) == Snooze("z3", NOW + timedelta(hours=1))
    desk.take(CardChanged(settled(desk, known)))
    assert board.current_uuid == "t4"

    qtbot.keyClick(focus(desk), Qt.Key.Key_R)
    editor = desk.window.agent.reply.editor
    qtbot.waitUntil(editor.hasFocus)
    qtbot.keyClicks(editor, "Yes, go on.")
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.last(SendReply).text == "Yes, go on."
    desk.take(CardChanged(settled(desk, known)))
    assert board.current_uuid == "d5"

    qtbot.keyClick(focus(desk), Qt.Key.Key_S)
    assert desk.last(MarkSeen).agent_uuid == "d5"
    done = settled(desk, known)
    over = [
        replace(known[uuid], ask=None, verdict=replace(known[uuid].verdict, state=State.WORKING))
        for uuid in ("p1", "q2")
    ]
    desk.take(CardChanged(done), *(CardChanged(made) for made in over))
    assert board.current_uuid == "d5", "nobody but the one that was put off is left"
    assert top.place.text() == "1 waiting"


def test_without_draining_nothing_moves_by_itself(desk, qtbot) -> None:
    cards = waiting()
    desk.take(BoardReset(cards, NOW))
    desk.window.next_waiting()
    desk.take(
        CardGone("q2"), CardChanged(replace(cards[0], ask=None, verdict=replace(cards[0].verdict, state=State.WORKING)))
    )
    assert desk.window.board.current_uuid == "p1"


def test_draining_waits_while_the_person_writes(desk, qtbot) -> None:
    cards = waiting()
    desk.take(BoardReset(cards, NOW))
    desk.window.board.drain(True)
    desk.window.next_waiting()
    desk.window.commands.run("agent.reply")
    editor = desk.window.agent.reply.editor
    qtbot.waitUntil(lambda: focus(desk) is not None)
    editor.setFocus()
    qtbot.keyClicks(editor, "half a thou")
    over = replace(cards[0], ask=None, verdict=replace(cards[0].verdict, state=State.WORKING))
    desk.take(CardChanged(over))
    assert desk.window.board.current_uuid == "p1"
    assert editor.hasFocus()
    assert editor.toPlainText() == "half a thou"


def test_put_off_for_as_long_as_one_likes(desk, qtbot) -> None:
    desk.take(BoardReset(waiting(), NOW))
    desk.window.next_waiting()
    qtbot.keyClick(focus(desk), Qt.Key.Key_Z, Qt.KeyboardModifier.ShiftModifier)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == [
        "For 15 minutes",
        "For 1 hour",
        "Until tomorrow",
    ]
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert desk.last(Snooze) == Snooze("p1", NOW + timedelta(minutes=15))


def test_only_what_is_put_off_can_be_taken_back(desk, qtbot) -> None:
    first, *rest = waiting()
    desk.take(BoardReset((replace(first, snoozed_until_at=NOW + timedelta(hours=1)), *rest), NOW))
    desk.window.board.pick(first.uuid)
    desk.window.board.deeds.open_snooze_menu()
    menu = QApplication.activePopupWidget()
    assert [action.text() for action in menu.actions()][-1] == "Not any more"
    menu.actions()[-1].trigger()
    menu.close()
    assert desk.last(Snooze) == Snooze(first.uuid, None)


def test_who_was_put_off_comes_last_and_says_until_when(desk) -> None:
    first, *rest = waiting()
    desk.take(BoardReset((replace(first, snoozed_until_at=NOW + timedelta(hours=1)), *rest), NOW))
    assert [made.uuid for made in desk.window.board.round.queue] == ["q2", "z3", "t4", "d5", "p1"]


# -- answers on the card ---------------------------------------------------------


def click_spot(desk, qtbot, uuid: str, text: str) -> None:
    column, row = desk.window.board.deck.place(uuid)
    view = desk.window.board.columns[column.name].list
    box = view.visualRect(column.index(row))
    spots = {spot.text: spot for spot in view.cards.face(column.card_at(row)).spots}
    at = spots[text].box.center().toPoint() + box.topLeft()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at))


@pytest.fixture
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cardlist, "STILL_S", -1.0)


def test_a_click_on_an_option_answers(desk, qtbot, calm) -> None:
    desk.take(BoardReset(waiting(), NOW))
    click_spot(desk, qtbot, "q2", "1 Redis")
    assert desk.last(AnswerAsk).answers == (("Redis",),)
    assert desk.window.board.current_uuid == "q2"
    click_spot(desk, qtbot, "p1", "Deny")
    said = desk.last(Decide)
    assert (said.agent_uuid, said.ask_key, said.decision) == ("p1", "toolu_1", Decision.DENY)


def test_a_click_on_what_has_just_moved_there_answers_nothing(desk, qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cardlist, "STILL_S", 1000.0)
    desk.take(BoardReset(waiting(), NOW))
    click_spot(desk, qtbot, "q2", "1 Redis")
    assert not [said for said in desk.posted if isinstance(said, AnswerAsk)]


@pytest.mark.parametrize(
    "command",
    ["npm test\nrm -rf ~", "x" * 400, "echo " + "word " * 60, "rm -rf \u202e/", "a  b"],
    ids=["two lines", "long", "wraps far", "turned", "folded spaces"],
)
def test_nothing_is_allowed_on_a_card_that_does_not_show_it_whole(desk, command: str) -> None:
    desk.take(BoardReset((card("p1", NEEDS, SubState.PERMISSION, ask=permission(command)),), NOW))
    column, row = desk.window.board.deck.place("p1")
    view = desk.window.board.columns[column.name].list
    assert not view.cards.face(column.card_at(row)).spots


def test_what_destroys_can_be_denied_on_a_card_but_not_allowed(desk) -> None:
    asks = [replace(same(uuid, "rm -rf build"), cwd="/home/dev/atlas") for uuid in ("s1", "s2")]
    desk.take(BoardReset(tuple(asks), NOW))
    column, row = desk.window.board.deck.place("s1")
    view = desk.window.board.columns[column.name].list
    assert [spot.what for spot in view.cards.face(column.card_at(row)).spots] == ["deny"]
    marks = desk.window.board.marks
    marks.mark(["s1", "s2"])
    assert not marks.bar.allow.isVisible()
    assert marks.bar.deny.isVisible()
    marks.decide("allow")
    assert not [one for one in desk.posted if isinstance(one, Decide)]


def test_a_cut_request_is_never_whole() -> None:
    assert is_told_whole(permission("npm test"))
    assert not is_told_whole(permission("npm test", is_input_complete=False))
    more = {"command": "npm test", "dangerouslyDisableSandbox": True}
    assert not is_told_whole(replace(permission("npm test"), tool_input=more))


def test_an_answer_under_way_cannot_be_given_twice(desk, qtbot) -> None:
    (_, asked, *_) = waiting()
    desk.take(BoardReset((asked,), NOW))
    desk.window.show_agent("q2")
    qtbot.keyClick(focus(desk), Qt.Key.Key_1)
    sent = reply(ReplyStage.TYPED, agent_uuid="q2", kind=ReplyKind.ANSWER, ask_key="toolu_c", text="")
    desk.take(CardChanged(replace(asked, reply=sent)))
    qtbot.keyClick(focus(desk), Qt.Key.Key_2)
    assert len([said for said in desk.posted if isinstance(said, AnswerAsk)]) == 1


# -- marks -------------------------------------------------------------------------


def same(uuid: str, command: str = "npm test", **more):
    ask = permission(command, key=f"toolu_{uuid}")
    return card(uuid, NEEDS, SubState.PERMISSION, since_s=600 + len(uuid), ask=ask, ask_count=1, **more)


def test_identical_requests_are_allowed_at_once(desk, qtbot) -> None:
    desk.take(BoardReset((same("s1"), same("s2"), same("s3")), NOW))
    desk.window.show_agent("s1")
    qtbot.keyClick(focus(desk), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    bar = desk.window.board.marks.bar
    assert bar.count.text() == "3 selected"
    assert bar.allow.isVisible()
    assert bar.request.text() == "All ask for the same: npm test"
    qtbot.keyClick(focus(desk), Qt.Key.Key_A)
    said = [one for one in desk.posted if isinstance(one, Decide)]
    assert {(one.agent_uuid, one.ask_key, one.decision) for one in said} == {
        (uuid, f"toolu_{uuid}", Decision.ALLOW) for uuid in ("s1", "s2", "s3")
    }
    assert not bar.isVisible()


@pytest.mark.parametrize(
    "other",
    [
        same("s2", "npm run deploy"),
        replace(same("s2"), can_answer=False),
        replace(same("s2"), project_path="/home/dev/other", cwd="/home/dev/other"),
        replace(same("s2"), cwd="/home/dev/atlas/sub"),
        card("s2", State.WORKING),
        card("s2", NEEDS, SubState.QUESTION, ask=one_question()),
        replace(same("s2"), ask=permission("npm test", is_input_complete=False)),
    ],
    ids=["another command", "not answerable", "another project", "another folder", "asks nothing", "a question", "cut"],
)
def test_what_is_not_the_same_is_not_decided_at_once(desk, qtbot, other) -> None:
    assert not same_request([same("s1"), other])
    desk.take(BoardReset((same("s1"), other), NOW))
    desk.window.show_agent("s1")
    board = desk.window.board
    board.marks.mark(["s1", "s2"])
    assert not board.marks.bar.allow.isVisible()
    qtbot.keyClick(focus(desk), Qt.Key.Key_A)
    assert not [one for one in desk.posted if isinstance(one, Decide)]


def test_the_same_request_becomes_another_one_before_the_key(desk, qtbot) -> None:
    desk.take(BoardReset((same("s1"), same("s2")), NOW))
    desk.window.show_agent("s1")
    desk.window.board.marks.mark(["s1", "s2"])
    assert desk.window.board.marks.bar.allow.isVisible()
    desk.take(CardChanged(same("s2", "rm -rf /")))
    assert not desk.window.board.marks.bar.allow.isVisible()
    desk.window.board.marks.decide("allow")
    assert not [one for one in desk.posted if isinstance(one, Decide)]


def test_marks_by_keyboard_and_what_is_done_with_them(desk, qtbot) -> None:
    cards = tuple(card(f"w{n}", State.WORKING, started_at=ago(900 - n)) for n in range(5))
    gone = card("e1", State.ENDED, ended_at=ago(10))
    desk.take(BoardReset((*cards, gone), NOW))
    desk.window.show_agent("w0")
    marks = desk.window.board.marks
    for _ in range(2):
        qtbot.keyClick(focus(desk), Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert marks.uuids == {"w0", "w1", "w2"}
    qtbot.keyClick(focus(desk), Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert marks.uuids == {"w0", "w1"}, "a range shrinks again"
    qtbot.keyClick(focus(desk), Qt.Key.Key_Escape)
    assert not marks
    qtbot.keyClick(focus(desk), Qt.Key.Key_Space)
    assert marks.uuids == {"w1"}
    for _ in range(2):
        qtbot.keyClick(focus(desk), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert marks.uuids == {"w0", "w1", "w2", "w3", "w4", "e1"}, "first the column, then all"
    assert marks.bar.dismiss.text() == "Take 1 off the board"
    desk.take(CardGone("w4"), CardChanged(replace(cards[0], tool="Bash: x")))
    assert marks.bar.count.text() == "5 selected"
    marks.dismiss()
    assert [said.agent_uuid for said in desk.posted if isinstance(said, DismissAgent)] == ["e1"]
    marks.mark(["w0", "w2"])
    qtbot.keyClick(focus(desk), Qt.Key.Key_Z)
    assert {said.agent_uuid for said in desk.posted if isinstance(said, Snooze)} == {"w0", "w2"}


def test_marks_by_mouse(desk, qtbot) -> None:
    desk.take(BoardReset(tuple(card(f"w{n}", State.WORKING, started_at=ago(900 - n)) for n in range(5)), NOW))
    view = desk.window.board.columns["working"].list
    marks = desk.window.board.marks

    def click(row: int, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        spot = view.visualRect(view.model().index(row, 0)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, spot)

    click(0)
    assert not marks
    click(2, Qt.KeyboardModifier.ControlModifier)
    assert marks.uuids == {"w0", "w2"}
    click(0)
    assert not marks
    click(3, Qt.KeyboardModifier.ShiftModifier)
    assert marks.uuids == {"w0", "w1", "w2", "w3"}


def test_who_lives_elsewhere_is_not_in_the_queue(desk) -> None:
    far = card("f1", NEEDS, since_s=9000, is_foreign_host=True, pane=PaneRef("/x", "%1"))
    desk.take(BoardReset((far, *fleet()), NOW))
    assert "f1" not in [made.uuid for made in desk.window.board.round.queue]
    assert desk.window.board.next.advice.card.uuid != "f1"
