"""The sections of the agent panel: what they say, ask for and copy; naming, shutting down, and “this is wrong”."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from cards import NOW, ago, card, verdict
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from headspace_desktop.domain.actions import RenameAgent, ShutDownAgent
from headspace_desktop.domain.agent_pages import Score, ScoresPage, TurnTextPage
from headspace_desktop.domain.asks import AskCommands, AskCommandTurns, AskLog, AskRecording, AskScores, AskTurnText
from headspace_desktop.domain.changes import BoardReset, CardChanged, PageReady, TroubleShown
from headspace_desktop.domain.model import (
    CommandState,
    Outcome,
    Priority,
    Source,
    State,
    SubState,
    TurnActor,
    TurnIntent,
)
from headspace_desktop.domain.project_pages import CommandHead, CommandsPage, CommandTurnsPage, TurnHead
from headspace_desktop.domain.wrong import RecordingPage


def shown(desk: Any, *cards: Any) -> Any:
    desk.take(BoardReset(cards, NOW))
    desk.window.show_agent(cards[0].uuid)
    return desk.window.agent


def opened(panel: Any, name: str) -> Any:
    section = panel.sections.all[name]
    section.toggle.setChecked(True)
    return section


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def test_every_section_has_a_named_copy_button_and_copies_markdown(desk) -> None:
    one = card("a1", name="hunt", priority=Priority(72, "Waits; *serves* the objective.", ago(30)))
    panel = shown(desk, one)
    for name, section in panel.sections.all.items():
        section.toggle.setChecked(True)
        assert section.copy.isVisible(), name
        assert section.title in section.copy.accessibleName()
        section.copy.click()
        assert clipboard().startswith(f"## {section.title}\n"), name
    panel.sections.all["priority"].copy.click()
    assert "- **Score:** 72" in clipboard()
    assert r"Waits; \*serves\* the objective." in clipboard()
    panel.sections.all["identity"].copy.click()
    assert "- **Session:** a159d0c2-11fe" in clipboard()


def test_what_is_shut_asks_for_nothing(desk) -> None:
    panel = shown(desk, card("a1"))
    assert not [said for said in desk.asked if isinstance(said, AskCommands | AskScores | AskLog | AskRecording)]
    opened(panel, "past")
    assert desk.last_ask(AskCommands).agent_uuid == "a1"


def test_frustration_is_told_as_not_measured_with_its_reason(desk) -> None:
    panel = shown(desk, card("a1"))
    section = opened(panel, "frustration")
    desk.take(PageReady(desk.last_ask(AskScores).ask_id, ScoresPage("", ())))
    assert section.grid.values["Recent"].text() == "not measured yet"
    assert "language model" in section.grid.values["Reason"].text()
    desk.take(CardChanged(card("a1", turn_count=9)))
    desk.take(PageReady(desk.last_ask(AskScores).ask_id, ScoresPage("", (Score(8, NOW), Score(2, NOW)))))
    assert section.grid.values["Recent"].text().splitlines()[0].startswith("8 frustrated")
    assert section.grid.values["Reason"].isHidden()


def head(number: int, text: str = "Bump it", outcome: Outcome | None = Outcome.FINISHED) -> CommandHead:
    return CommandHead(number, f"c{number}", CommandState.COMPLETE, outcome, text, ago(900), ago(800), 2)


def test_commands_come_when_opened_and_their_turns_when_they_are(desk) -> None:
    panel = shown(desk, card("a1"))
    opened(panel, "past")
    desk.take(PageReady(desk.last_ask(AskCommands).ask_id, CommandsPage("", (head(2), head(1)), None)))
    past = panel.sections.past
    assert len(past.toggles) == 2
    assert not [said for said in desk.asked if isinstance(said, AskCommandTurns)]
    past.toggles[0].setChecked(True)
    asked = desk.last_ask(AskCommandTurns)
    assert (asked.command_uuid, asked.limit) == ("c2", 50)
    turns = (TurnHead(7, TurnActor.AGENT, TurnIntent.PROGRESS, "y" * 500, False, NOW, None, None),)
    desk.take(PageReady(asked.ask_id, CommandTurnsPage("", turns, has_more=False)))
    full = next(made for made in past.findChildren(type(panel.header.go_button)) if made.text() == "View full")
    full.click()
    wanted = desk.last_ask(AskTurnText)
    assert wanted.turn_id == 7
    desk.take(PageReady(wanted.ask_id, TurnTextPage("", 7, "the whole text", 14)))
    assert panel._text.isVisible()
    assert panel._text.toPlainText() == "the whole text"
    toggle = past.toggles[0]
    desk.take(CardChanged(card("a1", turn_count=5)))
    desk.take(PageReady(desk.last_ask(AskCommands).ask_id, CommandsPage("", (head(2), head(1)), None)))
    assert past.toggles[0] is toggle, "the same list is not built again"


def test_a_command_says_how_it_ended_or_that_this_is_not_known(desk) -> None:
    panel = shown(desk, card("a1"))
    opened(panel, "past")
    outcomes = (*Outcome, None)
    heads = tuple(head(number, outcome=outcome) for number, outcome in enumerate(outcomes))
    desk.take(PageReady(desk.last_ask(AskCommands).ask_id, CommandsPage("", heads, None)))
    said = [toggle.toolTip().splitlines()[1].partition(",")[0] for toggle in panel.sections.past.toggles]
    assert said == [
        "finished", "interrupted", "failed", "killed", "a new instruction came first",
        "over; how it ended is not known",
    ]  # fmt: skip


def test_an_empty_past_and_one_that_cannot_be_read_say_so(desk) -> None:
    panel = shown(desk, card("a1"), card("b2"))
    opened(panel, "past")
    assert panel.sections.past._words.text() == "Reading…"
    desk.take(PageReady(desk.last_ask(AskCommands).ask_id, CommandsPage("", (), None)))
    assert panel.sections.past._words.text() == "No command yet."
    desk.window.board.pick("b2")
    late = desk.last_ask(AskCommands)
    assert late.agent_uuid == "b2"
    desk.take(PageReady(late.ask_id, None, TroubleShown("", "StoreLocked", "The store is locked", "", "Wait.", NOW)))
    assert "locked" in panel.sections.past._words.text()


def test_decisions_say_what_where_and_when(desk) -> None:
    panel = shown(desk, card("a1"))
    section = opened(panel, "decisions")
    asked = desk.last_ask(AskLog)
    assert (asked.log, asked.agent_uuid) == ("decisions", "a1")
    values = {"text": "Run: rm -rf build", "decision": "deny", "surface": "notification", "message": "use make"}
    lines = [
        SimpleNamespace(at=NOW, values=values),
        SimpleNamespace(at=NOW, values={"tool": "Bash", "decision": "none"}),
    ]
    desk.take(PageReady(asked.ask_id, SimpleNamespace(lines=lines)))
    section.copy.click()
    assert "Denied in a notification: Run: rm -rf build (“use make”)" in clipboard()
    assert "Nobody decided: Bash" in clipboard()


def test_renaming_in_place(desk, qtbot) -> None:
    panel = shown(desk, card("a1", name="hunt"))
    panel.rename()
    edit = panel.header.edit
    assert (edit.isVisible(), edit.text()) == (True, "hunt")
    edit.setText("  login hunt ")
    desk.take(CardChanged(card("a1", name="hunt", turn_count=7)))
    assert edit.text() == "  login hunt ", "a change does not disturb who writes"
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert (desk.last(RenameAgent).agent_uuid, desk.last(RenameAgent).name) == ("a1", "login hunt")
    assert not edit.isVisible()
    panel.rename()
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert not edit.isVisible()
    assert len([said for said in desk.posted if isinstance(said, RenameAgent)]) == 1


def test_shutting_down_asks_once_more(desk) -> None:
    panel = shown(desk, card("a1", State.IDLE))
    panel.header.entries["shut_down"].trigger()
    sure = panel.header.shut_button
    assert sure.isVisible()
    sure.click()
    assert not [said for said in desk.posted if isinstance(said, ShutDownAgent)]
    sure.click()
    assert desk.last(ShutDownAgent).agent_uuid == "a1"


def test_the_session_id_and_everything_can_be_copied(desk) -> None:
    panel = shown(desk, card("a1"))
    panel.header.entries["copy_id"].trigger()
    assert clipboard() == "a159d0c2-11fe"
    panel.header.entries["copy_all"].trigger()
    assert clipboard().count("## ") == len(panel.sections.all)


def test_this_is_wrong_saves_a_recording_and_says_where(desk, qtbot) -> None:
    why = verdict(State.IDLE, SubState.SEEN, rule="idle/stop", deciding=Source.HOOK)
    panel = shown(desk, card("a1", State.IDLE, SubState.SEEN, verdict=why), card("b2"))
    opened(panel, "why")
    wrong = panel.sections.why.wrong
    wrong.open_button.click()
    wrong.right.setCurrentIndex(wrong.right.findData("needs_input"))
    qtbot.keyClicks(wrong.words, "It waits")
    desk.take(CardChanged(card("a1", State.WORKING)))
    desk.window.board.pick("b2")
    assert wrong.form.isHidden()
    desk.window.board.pick("a1")
    assert wrong.words.toPlainText() == "It waits"
    desk.take(CardChanged(card("a1", State.IDLE, SubState.SEEN, verdict=why)))
    wrong.right.setCurrentIndex(wrong.right.findData("needs_input"))
    wrong.save.click()
    asked = desk.last_ask(AskRecording)
    assert (asked.agent_uuid, asked.shown, asked.right, asked.words) == (
        "a1", "idle seen idle/stop", "needs_input", "It waits",
    )  # fmt: skip
    assert not wrong.save.isEnabled()
    desk.take(PageReady(asked.ask_id, RecordingPage(asked.ask_id, "/x/wrong.jsonl", "/x", 12, 900, '{"a": 1}')))
    assert wrong.path.toPlainText() == "/x/wrong.jsonl"
    assert "made-up words" in wrong.said.text()
    assert wrong.sample.toPlainText() == '{"a": 1}'
    wrong.copy.click()
    assert clipboard() == "/x/wrong.jsonl"


def test_a_recording_that_cannot_be_written_says_why(desk) -> None:
    panel = shown(desk, card("a1"))
    opened(panel, "why")
    wrong = panel.sections.why.wrong
    wrong.open_button.click()
    wrong.save.click()
    trouble = TroubleShown("", "NothingRecorded", "There is nothing to record", "nothing", "Look.", NOW)
    desk.take(PageReady(desk.last_ask(AskRecording).ask_id, None, trouble))
    assert "nothing to record" in wrong.said.text()
    assert wrong.save.isEnabled()


def test_it_fits_a_narrow_dock(desk, qtbot) -> None:
    panel = shown(desk, card("a1", name="a name that is much longer than the room for it" * 3))
    for section in panel.sections.all.values():
        section.toggle.setChecked(True)
    desk.take(PageReady(desk.last_ask(AskCommands).ask_id, CommandsPage("", (head(1, "long " * 60),), None)))
    qtbot.waitUntil(lambda: panel.minimumSizeHint().width() <= 300)
    panel.setParent(None)
    panel.resize(300, 800)
    panel.show()
    inner = panel._scroll.widget()
    qtbot.waitUntil(lambda: panel._scroll.viewport().width() > 200)
    qtbot.waitUntil(lambda: inner.minimumSizeHint().width() <= panel._scroll.viewport().width())
    panel.hide()
    panel.deleteLater()
