from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from cards import NOW, ago, card, permission, plan, question, reply, verdict
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel

from headspace_desktop.domain.actions import AnswerAsk, Decide, FocusAgent, ResumeAgent, SendReply
from headspace_desktop.domain.asks import AskTurns
from headspace_desktop.domain.changes import BoardReset, CardChanged, FocusTold, PageReady, TroubleShown
from headspace_desktop.domain.model import (
    Ask,
    AskItem,
    AskKind,
    AskOption,
    Decision,
    ReplyKind,
    ReplyStage,
    Source,
    State,
    SubState,
)
from headspace_desktop.ui.board.composer import Composer
from headspace_desktop.ui.board.facts import badges
from headspace_desktop.ui.board.fonts import Fonts

NEEDS = State.NEEDS_INPUT


def shown(desk, *cards):
    desk.take(BoardReset(cards, NOW))
    desk.window.show_agent(cards[0].uuid)
    return desk.window.agent


def test_header_and_why(desk) -> None:
    why = verdict(
        NEEDS, SubState.PERMISSION, rule="needs/permission", reason="A permission dialog is open.",
        deciding=Source.HOOK, dissent=("registry says busy since 14:02",), missing=("no pane",),
    )  # fmt: skip
    panel = shown(desk, card("a1", NEEDS, SubState.PERMISSION, ask=permission(), verdict=why))
    assert panel.header.name.text() == "atlas"
    assert panel.header.state.text() == "Needs input · permission"
    assert panel.header.since.text() == "2m"
    panel.show_why()
    said = {name: fact.text() for name, fact in panel.why.facts.items()}
    assert said["Rule"] == "needs/permission"
    assert said["Said by"] == "a hook"
    assert "registry says busy" in said["Disagree"]
    assert "no pane" in said["Not visible"]
    panel.header.go_button.click()
    assert desk.last(FocusAgent).agent_uuid == "a1"


def test_permission_allow_session_and_deny_with_reason(desk, qtbot) -> None:
    command = "git push --force && rm -rf build; echo $(whoami) | tee x"
    panel = shown(desk, card("a1", NEEDS, SubState.PERMISSION, ask=permission(command)))
    assert panel.form.request.toPlainText() == command
    panel.form.buttons["allow_session"].click()
    assert desk.last(Decide).decision is Decision.ALLOW_SESSION
    assert not panel.form.buttons["allow"].isEnabled(), "one answer at a time"
    desk.take(TroubleShown("", "QuestionClosed", "Closed", "", "", NOW, agent_uuid="a1"))
    assert panel.form.buttons["allow"].isEnabled(), "a refusal opens the form again"
    qtbot.keyClicks(panel.form.message, "use a branch")
    panel.form.buttons["deny"].click()
    said = desk.last(Decide)
    assert (said.decision, said.message) == (Decision.DENY, "use a branch")


def test_session_is_only_offered_where_the_client_offers_it(desk) -> None:
    panel = shown(desk, card("a1", NEEDS, ask=permission(suggestions=())))
    assert "allow_session" not in panel.form.buttons


def test_edit_shows_what_goes_and_what_comes(desk) -> None:
    given = {"file_path": "/etc/hosts", "old_string": "a\nb", "new_string": "c"}
    panel = shown(desk, card("a1", NEEDS, ask=permission(tool="Edit", tool_input=given)))
    assert panel.form.request.toPlainText() == "/etc/hosts\n- a\n- b\n+ c"


def test_a_cut_request_says_so(desk) -> None:
    panel = shown(desk, card("a1", NEEDS, ask=permission(is_input_complete=False)))
    words = [label.text() for label in panel.form.findChildren(type(panel.header.name))]
    assert any("not the whole request" in text for text in words)


def test_plan(desk, qtbot) -> None:
    panel = shown(desk, card("a1", NEEDS, SubState.PLAN, ask=plan()))
    assert panel.form.request.toPlainText().startswith("# Move the session store")
    qtbot.keyClicks(panel.form.message, "smaller steps")
    panel.form.buttons["deny"].click()
    assert desk.last(Decide).message == "smaller steps"


def test_questions_need_every_answer(desk, qtbot) -> None:
    panel = shown(desk, card("a1", NEEDS, SubState.QUESTION, ask=question()))
    first, second = panel.form.items
    send = panel.form.buttons["send"]
    assert not send.isEnabled()
    first.options[0].click()
    second.options[0].click()
    second.options[2].click()
    qtbot.keyClicks(second.other, "Docs")
    assert second.options[2].text() == "Tests && coverage"
    send.click()
    assert desk.last(AnswerAsk).answers == (("SQLite",), ("Types", "Tests & coverage", "Docs"))


def test_other_replaces_a_single_choice_and_a_choice_replaces_other(desk, qtbot) -> None:
    panel = shown(desk, card("a1", NEEDS, SubState.QUESTION, ask=question()))
    first = panel.form.items[0]
    first.options[1].click()
    qtbot.keyClicks(first.other, "DuckDB")
    assert not first.options[1].isChecked()
    assert first.answer() == ("DuckDB",)
    first.options[0].click()
    assert first.other.text() == ""
    assert first.answer() == ("SQLite",)


def test_the_form_and_its_focus_survive_every_refresh(desk, qtbot) -> None:
    start = card("a1", NEEDS, SubState.QUESTION, ask=question())
    panel = shown(desk, start, card("b2"))
    form, other = panel.form, panel.form.items[0].other
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    qtbot.keyClicks(other, "Duck")
    for n in range(5):
        desk.take(CardChanged(replace(start, turn_count=n, ask=question(hold_id=f"h{n}"), last_text=f"t{n}")))
    assert panel.form is form
    assert other.hasFocus()
    assert other.text() == "Duck"
    desk.window.board.pick("b2")
    desk.window.board.pick("a1")
    assert panel.form.items[0].other.text() == "Duck", "choices are kept per agent"


def test_words_for_a_question_answered_elsewhere_are_kept(desk, qtbot) -> None:
    start = card("a1", NEEDS, SubState.QUESTION, ask=question())
    panel = shown(desk, start)
    qtbot.keyClicks(panel.form.items[0].other, "DuckDB, because")
    desk.take(CardChanged(card("a1", State.WORKING)))
    assert panel.form is None
    assert panel.kept.isVisible()
    panel.kept.take()
    assert panel.reply.editor.toPlainText() == "DuckDB, because"


def test_reply_by_ctrl_enter_and_its_receipt(desk, qtbot) -> None:
    start = card("a1", State.IDLE)
    panel = shown(desk, start)
    qtbot.keyClicks(panel.reply.editor, "Go on")
    qtbot.keyClick(panel.reply.editor, Qt.Key.Key_Return)
    qtbot.keyClicks(panel.reply.editor, "with tests")
    qtbot.keyClick(panel.reply.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    said = desk.last(SendReply)
    assert (said.agent_uuid, said.text, said.surface) == ("a1", "Go on\nwith tests", "board")
    assert said.request_id
    assert panel.reply.editor.toPlainText() == ""
    for stage, word in (
        (ReplyStage.IN_FLIGHT, "On its way"),
        (ReplyStage.TYPED, "Typed"),
        (ReplyStage.SUBMITTED, "Submitted"),
        (ReplyStage.SEEN, "Seen by the agent"),
    ):
        desk.take(CardChanged(replace(start, reply=reply(stage, "Go on\nwith tests"))))
        assert panel.reply.receipt.words.text() == f"{word} · 4s"
        assert not panel.reply.receipt.button.isVisible()
    gone = reply(ReplyStage.FAILED, "Go on\nwith tests", detail="The pane was closed.")
    desk.take(CardChanged(replace(start, reply=gone)))
    assert panel.reply.receipt.detail.text() == "The pane was closed."
    panel.reply.receipt.button.click()
    assert panel.reply.editor.toPlainText() == "Go on\nwith tests"


def test_a_refused_reply_comes_back(desk, qtbot) -> None:
    panel = shown(desk, card("a1", State.IDLE), card("b2", State.IDLE))
    qtbot.keyClicks(panel.reply.editor, "first")
    panel.reply.send.click()
    qtbot.keyClicks(panel.reply.editor, "second")
    desk.window.board.pick("b2")
    desk.take(TroubleShown("", "PaneGone", "The pane is gone", "", "Look.", NOW, agent_uuid="a1"))
    desk.window.board.pick("a1")
    assert panel.reply.editor.toPlainText() == "second\nfirst"


def test_drafts_are_kept_per_agent_through_resets(desk, qtbot) -> None:
    one, two = card("a1", State.IDLE), card("b2", State.IDLE)
    panel = shown(desk, one, two)
    panel.reply.editor.setFocus()
    qtbot.keyClicks(panel.reply.editor, "for a1")
    desk.window.board.pick("b2")
    assert panel.reply.editor.toPlainText() == ""
    qtbot.keyClicks(panel.reply.editor, "for b2")
    desk.take(BoardReset((two, one), NOW))
    assert desk.window.board.current_uuid == "b2"
    assert panel.reply.editor.toPlainText() == "for b2"
    assert panel.reply.editor.hasFocus()
    desk.window.board.pick("a1")
    assert panel.reply.editor.toPlainText() == "for a1"


def test_reply_is_off_with_its_reason_and_the_draft_stays(desk, qtbot) -> None:
    start = card("a1", State.IDLE)
    panel = shown(desk, start)
    qtbot.keyClicks(panel.reply.editor, "half a thou")
    desk.take(CardChanged(replace(start, can_type=False, why_not="NotReachable")))
    assert panel.reply.editor.isReadOnly()
    assert not panel.reply.send.isEnabled()
    assert "outside tmux" in panel.reply.hint.text()
    assert panel.reply.editor.toPlainText() == "half a thou"
    qtbot.keyClick(panel.reply.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not [said for said in desk.posted if isinstance(said, SendReply)]


def test_an_ask_that_cannot_be_answered_says_why(desk) -> None:
    start = card("a1", NEEDS, ask=permission(), can_answer=False, can_type=False, why_not="PaneGone")
    panel = shown(desk, start)
    assert not panel.form.buttons["allow"].isEnabled()
    assert "pane is gone" in panel.form._why_shut.text()


def test_a_form_without_items_points_to_the_terminal(desk) -> None:
    ask = Ask("f", AskKind.FORM, "mcp", "Fill in", tool_input={"field": "x"})
    panel = shown(desk, card("a1", NEEDS, SubState.FORM, ask=ask))
    assert not panel.form.buttons
    assert '"field": "x"' in panel.form.request.toPlainText()


def test_focus_that_failed_offers_the_command(desk) -> None:
    panel = shown(desk, card("a1"), card("b2"))
    desk.take(FocusTold("a1", False, "No terminal shows it.", "Open one.", "tmux attach -t atlas"))
    assert panel.told.isVisible()
    assert panel.told.command.toPlainText() == "tmux attach -t atlas"
    desk.take(FocusTold("a1", True, "", "", ""))
    assert not panel.told.isVisible()
    desk.take(FocusTold("b2", False, "No terminal shows it.", "Open one.", "tmux attach -t b"))
    assert "tmux attach -t b" in desk.window.banner.strips[0].detail.text()


def turns(*rows: tuple[int, str, str]):
    return tuple(
        SimpleNamespace(id=n, actor=who, intent="progress", text=text, at=ago(100 - n)) for n, who, text in rows
    )


def test_history_pages_merge_and_strangers_are_dropped(desk) -> None:
    panel = shown(desk, card("a1"))
    first = desk.last_ask(AskTurns)
    assert (first.agent_uuid, first.before_id) == ("a1", None)
    assert panel.history.words.text() == "Reading…"
    desk.take(PageReady("nobody asked", SimpleNamespace(turns=turns((9, "user", "x")), before_id=None)))
    assert panel.history.model.rowCount() == 0
    page = SimpleNamespace(turns=turns((5, "user", "<b>go</b>"), (6, "agent", "done")), before_id=5)
    desk.take(PageReady(first.ask_id, page))
    assert panel.history.earlier.isVisible()
    panel.history.earlier.click()
    older = desk.last_ask(AskTurns)
    assert older.before_id == 5
    desk.take(PageReady(older.ask_id, SimpleNamespace(turns=turns((4, "user", "start")), before_id=None)))
    texts = [panel.history.model.index(n).data() for n in range(3)]
    assert [text.split(": ")[1] for text in texts] == ["start", "<b>go</b>", "done"]
    assert not panel.history.earlier.isVisible()
    desk.take(CardChanged(card("a1", turn_count=5)))
    newest = desk.last_ask(AskTurns)
    assert newest.before_id is None
    trouble = TroubleShown("", "StoreLocked", "The store is locked", "", "Wait.", NOW)
    desk.take(PageReady(newest.ask_id, None, trouble))
    assert "locked" in panel.history.words.text()
    assert panel.history.model.rowCount() == 3


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_its_words(desk, state: State) -> None:
    panel = shown(desk, card("a1", state))
    assert panel.header.state.text()
    assert panel.header.glyph.accessibleName() == panel.header.state.text()


def test_what_the_session_permission_allows_is_said(desk) -> None:
    panel = shown(desk, card("a1", NEEDS, SubState.PERMISSION, ask=permission()))
    words = [label.text() for label in panel.form.findChildren(type(panel.header.name))]
    assert "For this session: use /home/dev/atlas; accept all edits" in words
    made = panel.form.buttons["allow_session"]
    assert made.toolTip() == made.accessibleDescription() == "use /home/dev/atlas; accept all edits"
    bare = permission(items=(AskItem("Run a command", options=(AskOption("Allow"), AskOption("Deny"))),))
    desk.take(CardChanged(card("a1", NEEDS, SubState.PERMISSION, ask=bare)))
    assert "allow_session" not in panel.form.buttons, "never a button that does not say what it does"


def many(*numbers: int):
    return tuple(
        SimpleNamespace(id=n, actor="agent", intent="progress", text=f"turn {n} " * 20, at=ago(5000 - n))
        for n in numbers
    )


def test_history_goes_by_time_not_by_id(desk) -> None:
    panel = shown(desk, card("a1"))
    rows = (
        SimpleNamespace(id=1, actor="agent", intent="question", text="Which colour?", at=ago(10)),
        SimpleNamespace(id=2, actor="agent", intent="progress", text="Two ways are open.", at=ago(11)),
    )
    desk.take(PageReady(desk.last_ask(AskTurns).ask_id, SimpleNamespace(turns=rows, before_id=None)))
    assert [panel.history.model.index(n).data().split(": ")[1] for n in (0, 1)] == [rows[1].text, rows[0].text]


def test_history_stays_at_its_end_until_it_is_scrolled_and_pages_back(desk, qtbot) -> None:
    panel = shown(desk, card("a1"))
    bar = panel.history.list.verticalScrollBar()
    first = desk.last_ask(AskTurns)
    desk.take(PageReady(first.ask_id, SimpleNamespace(turns=many(*range(50, 80)), before_id=50)))
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    desk.window.resize(1200, 700)
    desk.take(CardChanged(card("a1", turn_count=9)))
    newer = desk.last_ask(AskTurns)
    desk.take(PageReady(newer.ask_id, SimpleNamespace(turns=many(*range(70, 90)), before_id=70)))
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    bar.setValue(bar.maximum() // 2)
    at = bar.value()
    desk.take(CardChanged(card("a1", turn_count=10)))
    desk.take(PageReady(desk.last_ask(AskTurns).ask_id, SimpleNamespace(turns=many(90, 91), before_id=70)))
    assert bar.value() == at, "who reads is left where they are"
    bar.setValue(0)
    older = desk.last_ask(AskTurns)
    assert older.before_id == 50
    below = bar.maximum() - bar.value()
    desk.take(PageReady(older.ask_id, SimpleNamespace(turns=many(*range(20, 50)), before_id=20)))
    assert bar.maximum() - bar.value() == below
    assert bar.value() > 0


def test_the_question_of_a_long_text_is_on_the_card(qapp) -> None:
    long = "It is blue now. " * 40 + "Shall I go on?"
    made = Composer(Fonts(), 240).compose(card("a1", NEEDS, SubState.QUESTION_IN_TEXT, last_text=long))
    said = [run.text for run in made.runs]
    assert "Shall I go on?" in said
    assert not any("blue" in text for text in said)


def test_decisions_are_words_and_the_plan_is_not_told_twice(desk) -> None:
    asked = card("a1", NEEDS, SubState.PLAN, ask=plan(), tool="ExitPlanMode: # Move the session store")
    panel = shown(desk, asked)
    assert not panel._doing.isVisible()
    sent = reply(ReplyStage.SUBMITTED, "", kind=ReplyKind.DECISION, decision=Decision.ALLOW_SESSION)
    desk.take(CardChanged(card("a1", reply=sent, tool="Bash: make")))
    assert panel.reply.receipt.text.text() == "Allowed for this session"
    assert panel._doing.isVisible()


def test_the_reach_is_told_where_it_matters(desk) -> None:
    away = {"can_type": False, "can_answer": False, "why_not": "NotReachable"}
    assert not [text for text, _ in badges(card("a1", State.WORKING, **away)) if text == "outside tmux"]
    assert ("outside tmux", "") in badges(card("a1", NEEDS, ask=permission(), **away))
    held = {**away, "can_answer": True}
    assert ("outside tmux", "") not in badges(card("a1", NEEDS, ask=permission(), **held)), "a hook waits for it"
    panel = shown(desk, card("a1", State.WORKING, **away))
    assert "outside tmux" in panel.header.facts.text()


def test_an_ended_session_is_resumed(desk) -> None:
    panel = shown(desk, card("a1", State.ENDED, ended_at=NOW), card("b2"))
    panel.header.resume_button.click()
    assert desk.last(ResumeAgent).agent_uuid == "a1"
    desk.window.board.pick("b2")
    assert not panel.header.resume_button.isVisible()
    assert panel.header.go_button.isVisible()


def test_the_sections_are_chosen_side_by_side_and_a_box_that_cannot_be_used_is_not_there(desk, qtbot) -> None:
    desk.take(BoardReset((card("a1", can_type=False, why_not="NotReachable"), card("b2", can_type=True)), NOW))
    desk.window.resize(1440, 900)
    desk.window.show()
    desk.window.show_agent("a1")
    panel = desk.window.agent
    qtbot.waitUntil(panel.reply.hint.isVisible)
    assert not panel.reply.editor.isVisible()
    assert not panel.reply.send.isVisible()
    toggles = [section.toggle for section in panel.sections.all.values()]
    lines = sorted({toggle.mapTo(panel, QPoint(0, 0)).y() for toggle in toggles})
    assert len(lines) <= 3, "eight lines of headings would push the history out of sight"
    toggles[0].click()
    assert panel.sections.all["why"].isVisible()
    assert not panel.sections.all["identity"].isVisible()
    desk.window.show_agent("b2")
    assert panel.reply.editor.isVisible()
    panel.reply.editor.setPlainText("half a thought")
    desk.take(CardChanged(card("b2", can_type=False, why_not="PaneGone")))
    assert panel.reply.editor.isVisible(), "what was begun stays in sight"


def test_before_a_card_is_chosen_the_panel_tells_the_keys_that_lead_on(desk, qtbot) -> None:
    commands = desk.window.commands
    desk.window.show()

    def told() -> str:
        return " | ".join(one.text() for one in desk.window.agent.nobody.findChildren(QLabel) if one.isVisible())

    qtbot.waitUntil(lambda: "Next waiting" in told())
    assert commands.native_keys("queue.next") in told()
    commands.set_keys("queue.next", "window", "Ctrl+Alt+9")
    qtbot.waitUntil(lambda: "Ctrl+Alt+9" in told())
