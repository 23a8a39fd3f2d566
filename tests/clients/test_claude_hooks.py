from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headspace_desktop.clients import by_name
from headspace_desktop.domain.events import (
    AttentionRaised,
    InputAsked,
    PromptSubmitted,
    SessionEnded,
    SessionStarted,
    SubagentStopped,
    ToolFinished,
    TurnFailed,
    TurnStopped,
    UsageReported,
)
from headspace_desktop.domain.model import AskKind, AskOption, PaneRef, Source

CLAUDE = by_name("claude")


def names(evidence) -> list[str]:
    return [type(one).__name__ for one in evidence]


def test_every_recorded_payload_is_read_without_an_anomaly(payloads, envelope):
    silent = set()
    for name, payload in payloads.items():
        evidence, anomalies = CLAUDE.read_mail(payload, envelope())
        assert anomalies == [], name
        if not evidence:
            silent.add(payload["hook_event_name"])
    assert silent == {
        "ConfigChange", "DirectoryAdded", "FileChanged", "InstructionsLoaded",
        "MessageDisplay", "PostModelSwitch", "PreModelSwitch", "Setup", "SubagentStop", "TaskCompleted", "TaskCreated",
        "TeammateIdle", "UserPromptExpansion", "WorktreeCreate", "WorktreeRemove",
    }  # fmt: skip


def test_hooks_that_are_installed_are_read_and_dangerous_ones_are_never_installed():
    events = {hook.event for hook in CLAUDE.hooks}
    assert not events & {"WorktreeCreate", "WorktreeRemove", "MessageDisplay", "FileChanged"}
    assert [hook.event for hook in CLAUDE.hooks if hook.is_deciding] == ["PermissionRequest"]
    assert all(hook.timeout_s >= 600 for hook in CLAUDE.hooks if hook.is_deciding)
    assert all(hook.timeout_s <= 5 for hook in CLAUDE.hooks if not hook.is_deciding)
    assert {hook.event for hook in CLAUDE.hooks if hook.is_bulky} == {
        "PreToolUse", "PostToolUse", "PostToolUseFailure", "PostToolBatch",
    }  # fmt: skip


def test_a_session_with_questions_and_plans_as_one_stream(stream, envelope):
    told: list[str] = []
    for dt, body in stream("2.1.330/hooks/questions.jsonl"):
        evidence, anomalies = CLAUDE.read_mail(body, envelope(seconds=dt))
        assert anomalies == []
        told.extend(names(evidence))
    asked = ["PromptSubmitted", "ToolStarted", "InputAsked", "InputAsked"]
    done = ["ToolFinished", "ToolFinished", "TurnStopped"]
    assert told == [
        "SessionStarted",
        *asked, "AttentionRaised", *done,  # a question, left open for 6 s
        *asked, *done,  # two questions
        "PromptSubmitted", "ToolStarted", "InputAsked", *done,  # a permission
        "PromptSubmitted", "ToolStarted", "ToolFinished", "ToolFinished",  # the plan is written
        "ToolStarted", "InputAsked", "InputAsked", *done,  # and approved
        *asked, *done,  # another plan
        "PromptSubmitted",  # Esc while streaming: no hook
        "PromptSubmitted", "ToolStarted",  # Esc while a tool runs: no hook
        "SessionEnded",
    ]  # fmt: skip


def test_both_questions_of_one_dialog_can_be_merged_by_tool_and_input(payloads, envelope):
    before, _ = CLAUDE.read_mail(payloads["2.1.330/PreToolUse.AskUserQuestion"], envelope("a"))
    request, _ = CLAUDE.read_mail(payloads["2.1.330/PermissionRequest.AskUserQuestion"], envelope("b"))
    first, second = before[1], request[0]
    assert isinstance(first, InputAsked) and isinstance(second, InputAsked)
    assert first.ask.key == first.ask.tool_use_id == "toolu_1a2060ac57300002"
    assert first.ask.delivery_name is None
    assert second.ask.tool_use_id is None
    assert second.ask.key == f"ask:{second.origin.delivery_id}"
    assert second.ask.delivery_name == "b"
    assert first.ask.kind is second.ask.kind is AskKind.QUESTION
    assert (first.ask.tool, first.ask.tool_input) == (second.ask.tool, second.ask.tool_input)
    assert first.ask.items == second.ask.items
    item = first.ask.items[0]
    assert (item.text, item.header, item.is_multi) == ("Which colour?", "Colour", False)
    assert item.options == (AskOption("Red", "warm"), AskOption("Blue", "cold"))


def test_each_evidence_of_one_mail_has_its_own_delivery_id(payloads, envelope):
    for payload in payloads.values():
        evidence, _ = CLAUDE.read_mail(payload, envelope())
        ids = [one.origin.delivery_id for one in evidence]
        assert len(ids) == len(set(ids))
        assert all(one.startswith("mail:") for one in ids)


@pytest.mark.parametrize(
    ("tool", "tool_input", "text"),
    [
        ("Bash", {"command": "touch a.txt"}, "Run: touch a.txt"),
        ("Bash", {"command": "a\n  b"}, "Run: a b"),
        ("Bash", {}, "Run a command"),
        ("Edit", {"file_path": "/home/dev/project/README.md"}, "Edit README.md"),
        ("Write", {"file_path": "/etc/hosts"}, "Write /etc/hosts"),
        ("WebFetch", {"url": "https://example.org/a?b"}, "Fetch example.org"),
        ("WebFetch", {"url": "http://[broken"}, "Fetch http://[broken"),
        ("WebSearch", {"query": "cats"}, "Search the web: cats"),
        ("mcp__elicit__ask_user", {}, "Use ask_user of elicit"),
        ("Skill", {"skill": "pdf"}, "Use Skill: pdf"),
        ("Unheard", {}, "Use Unheard"),
        ("", {}, "Use a tool"),
    ],
)
def test_a_permission_is_one_plain_sentence(tool, tool_input, text, envelope):
    payload = {
        "session_id": "s", "cwd": "/home/dev/project", "hook_event_name": "PermissionRequest", "tool_name": tool,
        "tool_input": tool_input,
    }  # fmt: skip
    evidence, _ = CLAUDE.read_mail(payload, envelope())
    ask = evidence[0].ask
    assert (ask.kind, ask.text) == (AskKind.PERMISSION, text)
    assert [option.label for option in ask.items[0].options] == ["Allow", "Deny"]


def test_allow_for_this_session_is_offered_when_the_client_suggests_how(payloads, envelope):
    evidence, _ = CLAUDE.read_mail(payloads["2.1.330/PermissionRequest.Bash"], envelope())
    ask = evidence[0].ask
    assert [option.label for option in ask.items[0].options] == ["Allow", "Allow for this session", "Deny"]
    assert ask.items[0].options[1].description == "use /home/dev/project; accept all edits"
    assert len(ask.suggestions) == 2


def test_a_suggestion_to_bypass_everything_is_not_offered(payloads, envelope):
    payload = dict(payloads["2.1.330/PermissionRequest.Bash"])
    payload["permission_suggestions"] = [{"type": "setMode", "mode": "bypassPermissions", "destination": "session"}]
    evidence, _ = CLAUDE.read_mail(payload, envelope())
    assert [option.label for option in evidence[0].ask.items[0].options] == ["Allow", "Deny"]


def test_a_plan_waits_with_its_text(payloads, envelope):
    evidence, _ = CLAUDE.read_mail(payloads["2.1.330/PermissionRequest.ExitPlanMode"], envelope())
    ask = evidence[0].ask
    assert ask.kind is AskKind.PLAN
    assert ask.plan == "# Plan A\n\n1. Change README\n2. Test\n"
    assert len(ask.items) == 1


def test_a_form_is_told_when_it_opens_and_when_it_is_over(payloads, envelope):
    """As its notification tells it 6 s later."""
    opened, over = (
        CLAUDE.read_mail(payloads[f"2.1.330/{name}"], envelope())[0][0] for name in ("Elicitation", "ElicitationResult")
    )
    said = [
        CLAUDE.read_mail(payloads[f"2.1.330/Notification.elicitation_{name}"], envelope())[0][0].kind
        for name in ("dialog", "response")
    ]
    assert [opened.kind, over.kind] == said
    assert opened.message == "What is the project called?"


def test_answers_come_back_as_labels(payloads, envelope):
    evidence, _ = CLAUDE.read_mail(payloads["2.1.330/PostToolUse.AskUserQuestion"], envelope())
    assert isinstance(evidence[0], ToolFinished)
    assert (evidence[0].answers, evidence[0].text) == ((("Blue",),), "Blue")


def test_several_choices_with_commas_in_their_labels_are_told_apart(envelope):
    questions = [
        {"question": "Which?", "header": "W", "multiSelect": True,
         "options": [{"label": "Salt, coarse"}, {"label": "Salt"}, {"label": "Milk"}]},
    ]  # fmt: skip
    response = {"questions": questions, "answers": {"Which?": "Salt, coarse, Milk, something else"}}
    payload = {
        "session_id": "s", "hook_event_name": "PostToolUse", "tool_name": "AskUserQuestion", "tool_use_id": "t",
        "tool_response": response,
    }  # fmt: skip
    evidence, _ = CLAUDE.read_mail(payload, envelope())
    assert evidence[0].answers == (("Salt, coarse", "Milk", "something else"),)


def test_a_prompt_of_the_machine_is_told_from_a_prompt_of_the_person(stream, envelope):
    prompts = []
    for dt, body in stream("2.1.330/hooks/subagents.jsonl"):
        evidence, _ = CLAUDE.read_mail(body, envelope(seconds=dt))
        prompts.extend(one for one in evidence if isinstance(one, PromptSubmitted))
    assert [one.text.split("\n")[0] for one in prompts if not one.is_machine] == [
        "S1 delegate", "S2 background", "S3 shell", "S4 tasks", "S5 image", "S6 big",
    ]  # fmt: skip
    assert sum(one.is_machine for one in prompts) >= 3


def test_stop_names_what_runs_on(stream, envelope):
    stops = []
    for dt, body in stream("2.1.330/hooks/subagents.jsonl"):
        stops.extend(one for one in CLAUDE.read_mail(body, envelope(seconds=dt))[0] if isinstance(one, TurnStopped))
    kinds = {task.kind for stop in stops for task in stop.background}
    assert kinds == {"subagent", "shell"}
    assert stops[-1].background == ()
    assert all(stop.is_background_known for stop in stops)


def test_subagents_are_marked_and_the_nameless_stop_of_a_compaction_is_ignored(payloads, envelope):
    evidence, _ = CLAUDE.read_mail(payloads["2.1.330/PreToolUse.Bash.subagent"], envelope())
    assert evidence[0].subagent_id == "a225cb184f1c41374"
    evidence, _ = CLAUDE.read_mail(payloads["2.1.330/SubagentStop"], envelope())
    assert evidence == []
    evidence, _ = CLAUDE.read_mail(payloads["2.1.197/SubagentStop"], envelope())
    assert isinstance(evidence[0], SubagentStopped)


@pytest.mark.parametrize(
    ("text", "resets"),
    [
        ("You've hit your 5-hour limit · resets 2:55am (UTC)", "2026-11-23T02:55:00+00:00"),
        ("You've hit your 5-hour limit · resets 1am (UTC)", "2026-11-24T01:00:00+00:00"),
        ("resets 12:05pm (UTC)", "2026-11-23T12:05:00+00:00"),
        ("resets 2:55am (Europe/Vienna)", None),
        ("resets 99:99am (UTC)", None),
        ("Credit balance is too low", None),
    ],
)
def test_a_failed_turn_says_when_it_may_go_on(text, resets, envelope):
    payload = {
        "session_id": "s", "hook_event_name": "StopFailure", "error": "rate_limit", "last_assistant_message": text,
    }  # fmt: skip
    evidence, _ = CLAUDE.read_mail(payload, envelope())
    failed = evidence[0]
    assert isinstance(failed, TurnFailed)
    assert (failed.error, failed.text) == ("rate_limit", text)
    assert (failed.resets_at.isoformat() if failed.resets_at else None) == resets


def test_errors_of_the_model_server_are_failed_turns(stream, envelope):
    failed = []
    for dt, body in stream("2.1.330/hooks/errors.jsonl"):
        failed.extend(one for one in CLAUDE.read_mail(body, envelope(seconds=dt))[0] if isinstance(one, TurnFailed))
    assert [one.error for one in failed] == [
        "rate_limit", "unknown", "authentication_failed", "server_error", "billing_error", "invalid_request",
    ]  # fmt: skip


def test_what_the_envelope_knows_becomes_clues(payloads, envelope):
    pane = PaneRef("/tmp/tmux-1000/default", "%0")
    mail = envelope("n", pid=7854, proc_start="549017", pane=pane, is_attended=True, launch_id="L")
    evidence, _ = CLAUDE.read_mail(payloads["2.1.330/SessionStart.startup"], mail)
    started = evidence[0]
    assert isinstance(started, SessionStarted)
    assert (started.reason, started.model) == ("startup", "claude-opus-5-5")
    clues = started.clues
    assert (clues.pid, clues.proc_start, clues.pane, clues.is_attended, clues.launch_id) == (
        7854, "549017", pane, True, "L",
    )  # fmt: skip
    assert clues.session_id == "d24db401-ac91-40ce-9791-b206351e7f47"
    assert clues.cwd == "/home/dev/project"
    assert (started.origin.source, started.origin.delivery_id) == (Source.HOOK, mail.delivery_id)


def test_the_statusline_reports_limits(data, envelope):
    import json

    rows = [json.loads(line)["body"] for line in (data / "2.1.330" / "statusline.jsonl").read_text().splitlines()]
    reported = [CLAUDE.read_mail(row, envelope()) for row in rows]
    assert all(anomalies == [] and names(evidence) == ["UsageReported"] for evidence, anomalies in reported)
    last = reported[-1][0][0]
    assert isinstance(last, UsageReported)
    assert last.origin.source is Source.STATUSLINE
    assert (last.usage.model, last.usage.five_hour_percent, last.usage.context_tokens) == ("Sonnet 5.5", 100.0, 3412)
    assert last.usage.five_hour_resets_at is not None
    assert last.usage.cost_usd == pytest.approx(0.001484)


def test_a_denial_is_seen_in_the_batch_hook(envelope):
    refused = "The user doesn't want to proceed with this tool use. To tell you, the user said:\nuse the other file"
    calls = [
        {"tool_name": "Bash", "tool_input": {}, "tool_use_id": "a", "tool_response": refused},
        {"tool_name": "Bash", "tool_input": {}, "tool_use_id": "b", "tool_response": "fine"},
        {"tool_name": "Bash", "tool_input": {}},
    ]
    payload = {"session_id": "s", "hook_event_name": "PostToolBatch", "tool_calls": calls}
    evidence, _ = CLAUDE.read_mail(payload, envelope())
    assert [(one.tool_use_id, one.is_denied, one.is_untold, one.text) for one in evidence] == [
        ("a", True, False, "use the other file"), ("b", False, True, ""),
    ]  # fmt: skip


HOSTILE: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"hook_event_name": 7}, []),
    ({"hook_event_name": "Stop"}, ["TurnStopped"]),
    ({"hook_event_name": "Stop", "session_id": 4, "last_assistant_message": ["x"]}, ["TurnStopped"]),
    ({"hook_event_name": "Stop", "session_id": "s", "background_tasks": [1, {"id": 3}, None]}, ["TurnStopped"]),
    ({"hook_event_name": "PreToolUse", "session_id": "s", "tool_name": {"a": 1}, "tool_input": 3}, ["ToolStarted"]),
    (
        {"hook_event_name": "PreToolUse", "session_id": "s", "tool_name": "AskUserQuestion",
         "tool_input": {"questions": [{"question": 3, "options": "no"}, 5, {"options": [{"label": None}, 1]}]}},
        ["ToolStarted", "InputAsked"],
    ),
    (
        {"hook_event_name": "PermissionRequest", "session_id": "s", "tool_input": [], "permission_suggestions": {}},
        ["InputAsked"],
    ),
    (
        {"hook_event_name": "PostToolUse", "session_id": "s", "tool_name": "AskUserQuestion",
         "tool_response": {"questions": 3, "answers": [1]}},
        ["ToolFinished"],
    ),
    ({"hook_event_name": "PostToolBatch", "session_id": "s", "tool_calls": "x"}, []),
    ({"hook_event_name": "CwdChanged", "session_id": "s", "new_cwd": 3}, []),
    ({"hook_event_name": "StopFailure", "session_id": "s", "error": None}, ["TurnFailed"]),
    ({"workspace": 3, "context_window": [], "rate_limits": "x", "cost": {"total_cost_usd": "1"}}, ["UsageReported"]),
    (
        {"workspace": 1, "context_window": {"total_input_tokens": 1e400, "used_percentage": True},
         "rate_limits": {"five_hour": {"resets_at": 10**400}}},
        ["UsageReported"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("payload", "wanted"), HOSTILE)
def test_hostile_payloads_give_the_best_that_can_be_read(payload, wanted, envelope):
    evidence, anomalies = CLAUDE.read_mail(payload, envelope())
    assert names(evidence) == wanted
    assert anomalies or payload == {"hook_event_name": "StopFailure", "session_id": "s", "error": None}


def test_texts_can_be_stored_whatever_they_hold(envelope):
    payload = {"session_id": "s\0", "hook_event_name": "UserPromptSubmit", "prompt": "a\0b\ud800c" + "x" * 2_000_000}
    evidence, _ = CLAUDE.read_mail(payload, envelope())
    text = evidence[0].text
    assert text.startswith("a\ufffdb\ufffdc")
    assert len(text) == 1_000_001
    text.encode()


def test_an_elided_input_is_known_to_be_incomplete(payloads, envelope):
    payload = dict(payloads["2.1.330/PermissionRequest.Edit"])
    payload["tool_input"] = {"file_path": "/a", "new_string": {"elided": True, "size_bytes": 9_000_000}}
    assert CLAUDE.read_mail(payload, envelope())[0][0].ask.is_input_complete is False
    assert CLAUDE.read_mail(payloads["2.1.330/PermissionRequest.Edit"], envelope())[0][0].ask.is_input_complete is True


@pytest.mark.parametrize("payload", [None, 3, "x", [], [{}], True])
def test_what_is_no_object_is_refused(payload, envelope):
    with pytest.raises(ValueError, match="object"):
        CLAUDE.read_mail(payload, envelope())


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_events = [
    "SessionStart", "SessionEnd", "UserPromptSubmit", "PreToolUse", "PermissionRequest", "PermissionDenied",
    "PostToolUse", "PostToolUseFailure", "PostToolBatch", "Notification", "Stop", "StopFailure", "SubagentStart",
    "SubagentStop", "PreCompact", "PostCompact", "CwdChanged",
]  # fmt: skip
_keys = [
    "session_id", "cwd", "prompt_id", "tool_name", "tool_input", "tool_use_id", "tool_response", "tool_calls",
    "agent_id", "agent_type", "permission_suggestions", "background_tasks", "last_assistant_message", "error",
    "prompt", "workspace", "context_window", "rate_limits", "model", "cost", "new_cwd",
]  # fmt: skip
_values = _json | st.sampled_from(
    ["AskUserQuestion", "ExitPlanMode", "Bash", {"questions": [{}]}, [{"type": "addRules"}]]
)


@given(event=st.sampled_from(_events) | _json, rest=st.dictionaries(st.sampled_from(_keys), _values, max_size=8))
def test_no_object_ever_raises(event, rest, envelope):
    evidence, anomalies = CLAUDE.read_mail({"hook_event_name": event, **rest}, envelope())
    assert all(isinstance(note, str) for note in anomalies)
    for one in evidence:
        assert isinstance(one.origin.delivery_id, str)


def test_the_ends_of_sessions(payloads, envelope):
    reasons = {}
    for name, payload in payloads.items():
        for one in CLAUDE.read_mail(payload, envelope())[0]:
            if isinstance(one, SessionEnded):
                reasons[name.split(".")[-1]] = one.reason
            if isinstance(one, AttentionRaised):
                assert one.kind
    assert reasons == {key: key for key in ("clear", "other", "prompt_input_exit", "resume")}


def test_no_hook_whose_line_the_client_shows_to_the_person():
    """PreCompact and PostCompact print their command; MessageDisplay and WorktreeCreate replace what they watch."""
    noisy = {"PreCompact", "PostCompact", "MessageDisplay", "WorktreeCreate", "FileChanged"}
    assert noisy.isdisjoint(spec.event for spec in CLAUDE.hooks)


# -- what older versions say (2.0.10, 2.0.60) -------------------------------------------------


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("Claude needs your permission to use Bash", "permission_prompt"),
        ("Claude is waiting for your input", "idle_prompt"),
        ("Something else", ""),
    ],
)
def test_a_notification_without_a_type_is_known_by_its_words(envelope, message: str, kind: str) -> None:
    payload = {"hook_event_name": "Notification", "session_id": "s", "message": message}
    (raised,), anomalies = CLAUDE.read_mail(payload, envelope())
    assert isinstance(raised, AttentionRaised)
    assert (raised.kind, raised.message, anomalies) == (kind, message, [])


def test_a_statusline_without_a_context_is_one(envelope) -> None:
    payload = {"session_id": "s", "workspace": {}, "output_style": {}, "cost": {"total_cost_usd": 0.5}}
    (reported,), anomalies = CLAUDE.read_mail(payload, envelope())
    assert isinstance(reported, UsageReported)
    assert (reported.usage.cost_usd, reported.usage.context_percent, anomalies) == (0.5, None, [])
