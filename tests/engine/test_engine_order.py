"""The person's own order: objective, projects, names, rows and logs; who decided what; the local priority."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from headspace_desktop.domain import actions as a
from headspace_desktop.domain import changes as c
from headspace_desktop.domain import effects as f
from headspace_desktop.domain import events as e
from headspace_desktop.domain.model import Decision, ReplyStage, Source, State
from headspace_desktop.troubles import StoreLocked
from tests.domain.builders import PANE, at, permission, registry, said
from tests.engine.desks import Desk, ask_permission, begin, desk, hook, kept, rows

__all__ = ["desk"]


def answered(desk: Desk, action: Any) -> c.WishAnswered:
    """Send an action that has a `request_id`, and hear what became of it."""
    desk.tell(action)
    (answer,) = [one for one in desk.told(c.WishAnswered) if one.request_id == action.request_id]
    return answer  # type: ignore[no-any-return]


def why(desk: Desk, action: Any) -> str:
    trouble = answered(desk, action).trouble
    assert trouble is not None, "it was not refused"
    assert trouble.remedy
    return trouble.kind


# -- objective ---------------------------------------------------------------


def test_an_objective_is_edited_in_place_or_begun_anew(desk: Desk) -> None:
    assert desk.told(c.ObjectiveChanged) == [c.ObjectiveChanged(None)]
    assert why(desk, a.SwitchPriority(False, "r0")) == "ObjectiveMissing"
    first = answered(desk, a.SetObjective(" Send invoices ", "by May", request_id="r1")).result["history_id"]
    desk.now = at(60)
    assert answered(desk, a.SetObjective("Send invoices!", request_id="r2")).result["history_id"] == first
    desk.now = at(120)
    second = answered(desk, a.SetObjective("Write the book", is_new=True, request_id="r3")).result["history_id"]
    assert rows(desk, "SELECT id, text, ended_at IS NULL FROM objective_histories ORDER BY id") == [
        (first, "Send invoices!", 0), (second, "Write the book", 1),
    ]  # fmt: skip
    told = desk.told(c.ObjectiveChanged)[-1].objective
    assert (told.text, told.constraints, told.set_at, told.is_priority_on) == ("Write the book", "", at(120), True)
    desk.tell(a.SwitchPriority(False))
    assert why(desk, a.ForgetObjective(second, "r4")) == "ObjectiveActive"
    assert why(desk, a.ForgetObjective(999, "r5")) == "UnknownRow"
    assert answered(desk, a.ForgetObjective(first, "r6")).trouble is None
    desk.restart()
    (told,) = desk.told(c.ObjectiveChanged)
    assert (told.objective.text, told.objective.is_priority_on) == ("Write the book", False)


@pytest.mark.parametrize(
    ("text", "constraints", "field"), [("", "", "text"), ("x" * 5001, "", "text"), ("x", "y" * 5001, "constraints")]
)
def test_an_objective_that_is_too_long_or_empty_names_the_field(
    desk: Desk, text: str, constraints: str, field: str
) -> None:
    answer = answered(desk, a.SetObjective(text, constraints, request_id="r1"))
    assert answer.trouble is not None
    assert answer.trouble.detail.startswith(f"{field}:")
    assert rows(desk, "SELECT count(*) FROM objectives") == [(0,)]


def test_five_thousand_signs_are_welcome(desk: Desk) -> None:
    assert answered(desk, a.SetObjective("x" * 5000, "y" * 5000, request_id="r1")).trouble is None


def test_without_the_store_nothing_is_promised(desk: Desk) -> None:
    desk.failures = [StoreLocked()]
    assert why(desk, a.SetObjective("Write the book", request_id="r1")) == "StoreAway"
    desk.wait(10)
    assert rows(desk, "SELECT count(*) FROM objectives") == [(0,)]


# -- priority ----------------------------------------------------------------


def scores(desk: Desk) -> list[tuple[Any, ...]]:
    desk.wait(3)
    return rows(desk, "SELECT priority_score, priority_reason IS NULL FROM agents")


def test_every_card_has_a_score_that_is_stored_and_follows_the_objective(desk: Desk) -> None:
    desk.mail(hook(e.SessionStarted, 0, reason="startup"), name="m0")
    desk.mail(hook(e.PromptSubmitted, 1, text="send the invoices to customers", prompt_id="p1"), name="m1")
    before = desk.card.priority
    assert "no objective" in before.reason
    desk.tell(a.SetObjective("Invoices for all customers"))
    assert "serves the objective" in desk.card.priority.reason
    served = desk.card.priority.score
    desk.tell(a.SetObjective("Water the plants", is_new=True))
    assert desk.card.priority.score < served
    assert scores(desk) == [(desk.card.priority.score, 0)]
    desk.restart()
    assert "no word in common" in desk.card.priority.reason
    desk.mail(hook(e.SessionEnded, 60, reason="prompt_input_exit"), name="m2")
    assert desk.card.priority is None
    assert scores(desk) == [(None, 1)]


def test_a_score_that_is_the_same_is_not_told_again(desk: Desk) -> None:
    begin(desk)
    first = desk.card.priority
    desk.mail(hook(e.ToolStarted, 2, tool_use_id="t1", tool="Bash", detail="ls"), name="m2")
    assert desk.card.priority is first


# -- agents ------------------------------------------------------------------


def test_a_given_name_wins_and_stays(desk: Desk) -> None:
    begin(desk)
    assert answered(desk, a.RenameAgent(desk.card.uuid, "  Otto \n the builder ", "r1")).result == {
        "name": "Otto the builder"
    }
    assert desk.card.name == "Otto the builder"
    desk.restart()
    assert desk.card.name == "Otto the builder"
    assert why(desk, a.RenameAgent(desk.card.uuid, "x" * 81, "r2")) == "FieldInvalid"
    assert why(desk, a.RenameAgent(desk.card.uuid, "a\x1b[2J", "r3")) == "FieldInvalid"
    assert why(desk, a.RenameAgent("nobody", "x", "r4")) == "UnknownAgent"
    desk.tell(a.RenameAgent(desk.card.uuid, ""))
    assert desk.card.name != "Otto the builder"


def test_an_agent_is_shut_down_by_its_own_words_at_its_prompt_alone(desk: Desk) -> None:
    begin(desk)
    assert why(desk, a.ShutDownAgent(desk.card.uuid, "r1")) == "AgentBusy"
    ask_permission(desk)
    assert why(desk, a.ShutDownAgent(desk.card.uuid, "r2")) == "AgentBusy"
    desk.mail(hook(e.ToolFinished, 5, tool_use_id="t1"), hook(e.TurnStopped, 6, last_text="Done."), name="m5")
    assert desk.asked(f.TypeReply) == []
    desk.tell(a.ShutDownAgent(desk.card.uuid, "r3"))
    (typed,) = desk.asked(f.TypeReply)
    assert (typed.text, typed.pane) == ("/exit", PANE)
    desk.tell(e.ReplyMoved(typed.reply_id, ReplyStage.SUBMITTED, at(7)))
    assert [one.trouble for one in desk.told(c.WishAnswered) if one.request_id == "r3"] == [None]
    desk.mail(hook(e.SessionEnded, 8, reason="prompt_input_exit"), name="m6")
    assert desk.card.verdict.state is State.ENDED
    assert desk.card.reply.stage is ReplyStage.SEEN


def test_a_reply_that_arrives_takes_the_trouble_of_the_one_before_away(desk: Desk) -> None:
    begin(desk)
    desk.mail(hook(e.TurnStopped, 3, last_text="All done."), name="m5")
    for number, stage in ((1, ReplyStage.FAILED), (2, ReplyStage.FAILED), (3, ReplyStage.SUBMITTED)):
        desk.tell(a.SendReply(desk.card.uuid, "go on", request_id=f"r{number}"))
        desk.tell(e.ReplyMoved(desk.asked(f.TypeReply)[-1].reply_id, stage, at(4), "something is typed there"))
    troubles = [one.trouble for one in desk.told(c.WishAnswered) if one.trouble is not None]
    assert [one.kind for one in troubles] == ["ReplyFailed", "ReplyFailed"]
    assert len({one.key for one in troubles}) == 2, "who has put one aside is told of the next"
    assert desk.told(c.TroubleGone)[-1:] == [c.TroubleGone(troubles[1].key)]


def test_an_interrupt_that_failed_is_told(desk: Desk) -> None:
    begin(desk)
    uuid = desk.card.uuid
    desk.tell(a.InterruptAgent(uuid, "r1"))
    assert desk.asked(f.PressInterrupt) == [f.PressInterrupt(PANE, 100, "r1", uuid)]
    desk.tell(e.InterruptFinished(uuid, "r1", False, at(3), "the pane is in copy mode", "Leave it."))
    (answer,) = desk.told(c.WishAnswered)
    assert (answer.request_id, answer.trouble.kind, answer.trouble.remedy) == ("r1", "InterruptFailed", "Leave it.")
    assert any(shown.kind == "InterruptFailed" and shown.agent_uuid == uuid for shown in desk.told(c.TroubleShown))
    desk.tell(e.InterruptFinished(uuid, "r2", True, at(4)))
    assert desk.told(c.WishAnswered)[-1] == c.WishAnswered("r2", None, {"ok": True})


# -- projects ----------------------------------------------------------------


def test_projects_are_added_once_and_get_their_own_slugs(desk: Desk) -> None:
    one = answered(desk, a.AddProject("/home/dev/app", "App", "dev/app", "The app", "r1")).result
    two = answered(desk, a.AddProject("/home/dev/other/", "App", request_id="r2")).result
    assert (one["slug"], two["slug"], two["path"]) == ("app", "app-2", "/home/dev/other")
    answer = answered(desk, a.AddProject("/home/dev/app", request_id="r3"))
    assert answer.trouble is not None
    assert (answer.trouble.kind, f"number {one['project_id']}" in answer.trouble.detail) == ("ProjectExists", True)
    assert why(desk, a.AddProject("relative/path", request_id="r4")) == "FieldInvalid"
    assert why(desk, a.ChangeProject(two["project_id"], path="/home/dev/app", request_id="r5")) == "ProjectExists"
    assert why(desk, a.ChangeProject(two["project_id"], name=" ", request_id="r6")) == "FieldInvalid"
    assert why(desk, a.ChangeProject(999, name="x", request_id="r7")) == "UnknownProject"


def test_a_renamed_project_keeps_its_name_also_for_agents_to_come(desk: Desk) -> None:
    begin(desk)
    ((number,),) = rows(desk, "SELECT id FROM projects")
    assert answered(desk, a.ChangeProject(number, name="The Thing", request_id="r1")).result["slug"] == "the-thing"
    assert desk.card.project_name == "The Thing"
    desk.mail(said(e.PromptSubmitted, 5, session="s2", pid=201, text="hello", prompt_id="p2"), name="m2")
    desk.mail(hook(e.PromptSubmitted, 6, text="more", prompt_id="p3"), name="m3")
    assert {card.project_name for card in desk.cards.values()} == {"The Thing"}
    desk.restart()
    assert {card.project_name for card in desk.cards.values()} == {"The Thing"}
    desk.mail(hook(e.TurnStopped, 7, last_text="Done."), name="m4")
    assert rows(desk, "SELECT name, slug FROM projects") == [("The Thing", "the-thing")]


def test_a_paused_project_says_since_when_and_why(desk: Desk) -> None:
    number = answered(desk, a.AddProject("/home/dev/app", request_id="r1")).result["project_id"]
    desk.tell(a.ChangeProject(number, is_paused=True, pause_reason="too dear"))
    found = "SELECT inference_paused, inference_paused_at IS NULL, inference_paused_reason FROM projects"
    assert rows(desk, found) == [(1, 0, "too dear")]
    desk.tell(a.ChangeProject(number, is_paused=False))
    assert rows(desk, found) == [(0, 1, None)]


def test_a_project_is_forgotten_with_all_its_agents_but_not_while_one_runs(desk: Desk) -> None:
    begin(desk)
    ask_permission(desk)
    ((number,),) = rows(desk, "SELECT id FROM projects")
    assert why(desk, a.DeleteProject(number, "r1")) == "ProjectBusy"
    desk.mail(hook(e.SessionEnded, 60, reason="prompt_input_exit"), name="m9")
    uuid = desk.card.uuid
    assert answered(desk, a.DeleteProject(number, "r2")).trouble is None
    assert desk.cards == {}
    for name in ("projects", "agents", "commands", "turns", "replies"):
        assert rows(desk, f"SELECT count(*) FROM {name}") == [(0,)], name
    assert rows(desk, "SELECT agent_uuid, agent_id, project FROM decisions") == [(uuid, None, "project")]
    begin_again = said(e.PromptSubmitted, 70, session="s9", pid=300, text="hello", prompt_id="p9")
    desk.mail(begin_again, name="m10")
    assert len(desk.cards) == 1


# -- rows and logs -----------------------------------------------------------


def test_a_row_is_changed_only_as_it_was_shown(desk: Desk) -> None:
    number = answered(desk, a.AddProject("/home/dev/app", description="old", request_id="r1")).result["project_id"]
    edit = a.EditRow("projects", number, {"description": "new"}, {"description": "other"}, "r2")
    assert why(desk, edit) == "RowChanged"
    done = answered(desk, a.EditRow("projects", number, {"description": "new"}, {"description": "old"}, "r3"))
    assert done.trouble is None, done.trouble
    assert done.result == {
        "table": "projects", "row_id": number, "before": {"description": "old"}, "after": {"description": "new"},
    }  # fmt: skip
    assert ("row_edited", done.result) in kept(desk)


@pytest.mark.parametrize(
    ("table", "column", "value", "kind"),
    [
        ("projects", "slug", "x", "RowGuarded"), ("projects", "name", "x", "RowGuarded"),
        ("agents", "session_id", "x", "RowGuarded"), ("events", "kind", "x", "RowGuarded"),
        ("decisions", "decision", "allow", "RowGuarded"), ("notes", "text", "", "RowGuarded"),
        ("turns", "text", "x", "RowGuarded"), ("projects", "nothing", "x", "FieldInvalid"),
        ("nothing", "name", "x", "UnknownRow"), ("sqlite_master", "sql", "x", "UnknownRow"),
        ("commands", "instruction", "x", "RowGuarded"),  # it is under way
        ("turns", "frustration_score", 11, "FieldInvalid"), ("turns", "frustration_score", "much", "FieldInvalid"),
        ("projects", "inference_paused", "perhaps", "FieldInvalid"),
        ("projects", "inference_paused", None, "FieldInvalid"),
    ],
)  # fmt: skip
def test_what_may_not_be_changed_by_hand_says_why(desk: Desk, table: str, column: str, value: Any, kind: str) -> None:
    begin(desk)
    before = None if column == "frustration_score" else False
    assert why(desk, a.EditRow(table, 1, {column: value}, {column: before}, "r1")) == kind


def test_a_log_is_cleared_by_its_name(desk: Desk) -> None:
    begin(desk)
    assert answered(desk, a.ForgetLog("events", "r1")).result["count"] > 0
    assert [kind for kind, _ in kept(desk)] == ["log_forgotten"]
    assert why(desk, a.ForgetLog("agents", "r2")) == "LogUnknown"


# -- who decided what --------------------------------------------------------


def decisions(desk: Desk) -> list[tuple[Any, ...]]:
    return rows(desk, "SELECT tool, decision, surface, route, outcome, message FROM decisions ORDER BY id")


def test_a_decision_in_the_terminal_is_on_record_and_the_board_is_told(desk: Desk) -> None:
    begin(desk)
    ask_permission(desk)
    uuid, key = desk.card.uuid, desk.card.ask.key
    desk.mail(hook(e.ToolFinished, 10, tool_use_id="t1"), name="m4")
    assert desk.told(c.AskSettled) == [c.AskSettled(uuid, key, "terminal", "allow", at(10))]
    assert decisions(desk) == [("Bash", "allow", "terminal", "", "seen", "")]
    desk.now = at(13)
    answer = answered(desk, a.Decide(uuid, key, Decision.DENY, request_id="r1"))
    assert answer.trouble is not None
    assert answer.trouble.kind == "QuestionClosed"
    assert answer.trouble.detail == "It was already allowed in its terminal 3 s ago"


def test_a_decision_from_here_wins_and_is_on_record_with_its_reason(desk: Desk) -> None:
    begin(desk)
    ask_permission(desk)
    uuid, key = desk.card.uuid, desk.card.ask.key
    desk.tell(e.HoldOpened("h1", "m3", "claude", desk.card.session_id, at(3)), seconds=3)
    desk.tell(a.Decide(uuid, key, Decision.DENY, "not today", "notification"), seconds=5)
    (sent,) = desk.asked(f.AnswerHold)
    assert why(desk, a.Decide(uuid, key, Decision.ALLOW, request_id="r1")) == "QuestionClosed"
    desk.tell(e.ReplyMoved(sent.reply_id, ReplyStage.SUBMITTED, at(5)))
    desk.mail(hook(e.ToolFinished, 6, tool_use_id="t1", is_denied=True), name="m4")
    assert desk.told(c.AskSettled) == [c.AskSettled(uuid, key, "notification", "deny", at(5))]
    assert decisions(desk) == [("Bash", "deny", "notification", "hook", "seen", "not today")]


def answers(desk: Desk) -> list[tuple[Any, ...]]:
    return rows(desk, "SELECT text FROM turns WHERE key LIKE 'answer:%' ORDER BY id")


def test_a_batch_alone_decides_nothing_and_the_transcript_tells_at_last(desk: Desk) -> None:
    begin(desk)
    ask_permission(desk)
    uuid, key = desk.card.uuid, desk.card.ask.key
    desk.mail(hook(e.ToolFinished, 10, tool_use_id="t1", is_untold=True), name="m4")
    assert desk.card.verdict.state is State.WORKING
    assert (decisions(desk), answers(desk)) == ([("Bash", "unknown", "terminal", "", "over", "")], [])
    desk.restart()
    line = said(e.ToolFinished, 10, Source.TRANSCRIPT, tool_use_id="t1", is_denied=True, is_error=True)
    desk.mail(line, name="m5")
    desk.mail(said(e.ToolFinished, 10, Source.TRANSCRIPT, tool_use_id="t1", is_denied=True), name="m6")
    assert desk.told(c.AskSettled)[-1] == c.AskSettled(uuid, key, "terminal", "deny", at(10))
    assert (decisions(desk), answers(desk)) == ([("Bash", "deny", "terminal", "", "seen", "")], [("Denied",)])


def test_a_late_hook_tells_what_its_batch_did_not(desk: Desk) -> None:
    begin(desk)
    ask_permission(desk)
    desk.mail(hook(e.ToolFinished, 10, tool_use_id="t1", is_untold=True), name="m5")
    desk.mail(hook(e.ToolFinished, 9, tool_use_id="t1"), name="m4")
    desk.mail(said(e.ToolFinished, 9, Source.TRANSCRIPT, tool_use_id="t1"), name="m6")
    assert (decisions(desk), answers(desk)) == ([("Bash", "allow", "terminal", "", "seen", "")], [("Allowed",)])


@pytest.mark.parametrize("decision", [Decision.ALLOW, Decision.DENY])
def test_a_decision_from_here_is_not_taken_back_by_a_batch(desk: Desk, decision: Decision) -> None:
    begin(desk)
    ask_permission(desk)
    uuid, key = desk.card.uuid, desk.card.ask.key
    desk.tell(e.HoldOpened("h1", "m3", "claude", desk.card.session_id, at(3)), seconds=3)
    desk.tell(a.Decide(uuid, key, decision, "so be it", "notification"), seconds=5)
    (sent,) = desk.asked(f.AnswerHold)
    desk.tell(e.ReplyMoved(sent.reply_id, ReplyStage.SUBMITTED, at(5)))
    desk.mail(hook(e.ToolFinished, 6, tool_use_id="t1", is_untold=True), name="m4")
    assert decisions(desk) == [("Bash", decision, "notification", "hook", "over", "so be it")]
    is_denied = decision is Decision.DENY
    line = said(e.ToolFinished, 6, Source.TRANSCRIPT, tool_use_id="t1", is_denied=is_denied, is_error=is_denied)
    desk.mail(line, name="m5")
    assert decisions(desk) == [("Bash", decision, "notification", "hook", "seen", "so be it")]
    assert answers(desk) == [("Denied" if is_denied else "Allowed",)]
    assert desk.told(c.AskSettled) == [c.AskSettled(uuid, key, "notification", decision, at(5))]
    assert desk.told(c.ReplyChanged)[-1].reply.stage is ReplyStage.SEEN


@pytest.mark.parametrize("has_file", [False, True])
def test_an_answer_that_its_hook_has_printed_ends_the_asking_where_no_file_would_tell(
    desk: Desk, has_file: bool
) -> None:
    begin(desk)
    if has_file:
        desk.tell(registry("waiting", 3, waiting_for="permission prompt"), seconds=3)
    ask_permission(desk)
    desk.tell(e.HoldOpened("h1", "m3", "claude", desk.card.session_id, at(3)), seconds=3)
    desk.tell(a.Decide(desk.card.uuid, desk.card.ask.key, Decision.ALLOW, "", "board"), seconds=5)
    (sent,) = desk.asked(f.AnswerHold)
    desk.tell(e.ReplyMoved(sent.reply_id, ReplyStage.SUBMITTED, at(5)), e.HoldClosed("h1", "answered", at(5)))
    assert desk.card.verdict.state is (State.NEEDS_INPUT if has_file else State.WORKING)
    assert (desk.card.ask is None) is not has_file
    if has_file:
        desk.tell(registry("busy", 5.2), seconds=5.2)
        desk.now = at(6)
        desk.engine.tick()
    assert desk.card.verdict.state is State.WORKING
    desk.mail(hook(e.ToolFinished, 90, tool_use_id="t1"), name="m4")
    assert decisions(desk) == [("Bash", "allow", "board", "hook", "seen", "")]


def test_esc_at_a_call_that_was_allowed_from_here_is_no_refusal(desk: Desk) -> None:
    """Its transcript calls it refused; what was sent from here had arrived long before."""
    begin(desk)
    ask_permission(desk)
    desk.tell(e.HoldOpened("h1", "m3", "claude", desk.card.session_id, at(3)), seconds=3)
    desk.tell(a.Decide(desk.card.uuid, desk.card.ask.key, Decision.ALLOW, "", "board"), seconds=5)
    (sent,) = desk.asked(f.AnswerHold)
    desk.tell(e.ReplyMoved(sent.reply_id, ReplyStage.SUBMITTED, at(5)), seconds=5)
    desk.mail(said(e.ToolFinished, 30, Source.TRANSCRIPT, tool_use_id="t1", is_denied=True, is_error=True), name="m5")
    assert decisions(desk) == [("Bash", "allow", "board", "hook", "seen", "")]
    assert desk.told(c.ReplyChanged)[-1].reply.stage is ReplyStage.SEEN


def test_keys_that_come_too_late_lose(desk: Desk) -> None:
    begin(desk)
    ask_permission(desk)
    desk.tell(a.Decide(desk.card.uuid, desk.card.ask.key, Decision.ALLOW), seconds=5)
    desk.mail(hook(e.ToolFinished, 6, tool_use_id="t1", is_denied=True), name="m4")
    assert decisions(desk) == [("Bash", "deny", "terminal", "", "seen", "")]
    lost = desk.told(c.ReplyChanged)[-1].reply
    assert (lost.stage, lost.detail) == (ReplyStage.FAILED, "It was already denied in its terminal 0 s ago")


def test_pruning_leaves_decisions_alone(desk: Desk) -> None:
    begin(desk)
    ask_permission(desk)
    desk.mail(hook(e.ToolFinished, 10, tool_use_id="t1"), name="m4")
    desk.now = at(0) + timedelta(days=400)
    desk.engine.tick()
    assert rows(desk, "SELECT count(*) FROM events WHERE kind = 'ToolFinished'") == [(0,)]
    assert len(decisions(desk)) == 1


def test_an_ask_without_hooks_is_on_record_too(desk: Desk) -> None:
    begin(desk)
    desk.mail(hook(e.InputAsked, 3, ask=permission("m7")), name="m7")
    stop = said(e.TurnStopped, 9, Source.TRANSCRIPT, last_text="Never mind.")
    desk.mail(stop, name="m8")
    assert decisions(desk) == [("Bash", "unknown", "terminal", "", "over", "")]
