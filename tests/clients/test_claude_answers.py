from __future__ import annotations

import json

import pytest

from headspace_desktop.clients import by_name
from headspace_desktop.domain.effects import AnswerHold
from headspace_desktop.domain.model import Decision

CLAUDE = by_name("claude")


@pytest.fixture
def answer(payloads, envelope):
    def make(name: str, decision: Decision, **more) -> dict:
        evidence, _ = CLAUDE.read_mail(payloads[name], envelope())
        hold = AnswerHold("h", "claude", evidence[0].ask, decision, "r", **more)
        output = json.loads(CLAUDE.hold_answer(hold))["hookSpecificOutput"]
        assert output["hookEventName"] == "PermissionRequest"
        return output["decision"]

    return make


def test_allow(answer):
    assert answer("2.1.330/PermissionRequest.Bash", Decision.ALLOW) == {"behavior": "allow"}


def test_deny_with_and_without_words(answer):
    assert answer("2.1.330/PermissionRequest.Bash", Decision.DENY, message="Not now") == {
        "behavior": "deny", "message": "Not now",
    }  # fmt: skip
    assert answer("2.1.330/PermissionRequest.Bash", Decision.DENY)["message"]


def test_allow_for_the_session_sends_the_suggestions_for_this_session(answer, payloads):
    decision = answer("2.1.330/PermissionRequest.Bash", Decision.ALLOW_SESSION)
    assert decision["updatedPermissions"] == payloads["2.1.330/PermissionRequest.Bash"]["permission_suggestions"]


def test_a_suggestion_for_ever_is_narrowed_and_a_dangerous_one_left_out(payloads, envelope):
    rule = {"type": "addRules", "rules": [{"toolName": "Bash", "ruleContent": "touch:*"}], "behavior": "allow"}
    payload = dict(payloads["2.1.330/PermissionRequest.Bash"])
    payload["permission_suggestions"] = [
        {**rule, "destination": "userSettings"},
        {"type": "setMode", "mode": "bypassPermissions", "destination": "session"},
        {**rule, "behavior": "deny", "destination": "session"},
    ]
    ask = CLAUDE.read_mail(payload, envelope())[0][0].ask
    raw = CLAUDE.hold_answer(AnswerHold("h", "claude", ask, Decision.ALLOW_SESSION, "r"))
    decision = json.loads(raw)["hookSpecificOutput"]["decision"]
    assert decision == {"behavior": "allow", "updatedPermissions": [{**rule, "destination": "session"}]}


def test_a_question_is_answered_with_its_own_questions(answer, payloads):
    decision = answer("2.1.330/PermissionRequest.AskUserQuestion", Decision.ALLOW, answers=(("Blue",),))
    questions = payloads["2.1.330/PermissionRequest.AskUserQuestion"]["tool_input"]["questions"]
    assert decision == {
        "behavior": "allow", "updatedInput": {"questions": questions, "answers": {"Which colour?": "Blue"}},
    }  # fmt: skip


def test_several_choices_and_other_words_are_a_comma_list(stream, envelope):
    body = next(
        body
        for _dt, body in stream("2.1.330/hooks/questions.jsonl")
        if body["hook_event_name"] == "PermissionRequest" and "Which size?" in str(body)
    )
    ask = CLAUDE.read_mail(body, envelope())[0][0].ask
    answers = (("Large",), ("Milk", "Sugar", "a little salt"))
    raw = CLAUDE.hold_answer(AnswerHold("h", "claude", ask, Decision.ALLOW, "r", answers=answers))
    decision = json.loads(raw)["hookSpecificOutput"]["decision"]
    assert decision["updatedInput"]["answers"] == {
        "Which size?": "Large", "Which extras?": "Milk, Sugar, a little salt",
    }  # fmt: skip


def test_a_plan_is_approved_with_an_empty_updated_input(answer):
    assert answer("2.1.330/PermissionRequest.ExitPlanMode", Decision.ALLOW) == {
        "behavior": "allow", "updatedInput": {},
    }  # fmt: skip
    assert answer("2.1.330/PermissionRequest.ExitPlanMode", Decision.DENY, message="More tests") == {
        "behavior": "deny", "message": "More tests",
    }  # fmt: skip
