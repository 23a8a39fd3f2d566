"""The plain paths, and the ways in which witnesses fail: one example a row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headspace_desktop.domain import events as e
from headspace_desktop.domain import lifecycle
from headspace_desktop.domain.evidence import RULES, open_asks
from headspace_desktop.domain.model import AskKind, BackgroundTask, CommandState, Outcome, Source, State
from tests.domain.builders import LIMITS, SESSION, Story, at, permission, question, registry, said

TRANSCRIPT = Source.TRANSCRIPT


def prompt(seconds: float, text: str = "do it", prompt_id: str | None = "p1", **fields: object) -> e.PromptSubmitted:
    return said(e.PromptSubmitted, seconds, text=text, prompt_id=prompt_id, **fields)


def tool(
    seconds: float, tool_use_id: str = "t1", name: str = "Bash", detail: str = "touch a", **fields: object
) -> object:
    return said(e.ToolStarted, seconds, tool_use_id=tool_use_id, tool=name, detail=detail, **fields)


def result(seconds: float, tool_use_id: str = "t1", **fields: object) -> object:
    return said(e.ToolFinished, seconds, tool_use_id=tool_use_id, tool="Bash", **fields)


def stop(seconds: float, text: str = "All done.", **fields: object) -> object:
    return said(e.TurnStopped, seconds, last_text=text, **fields)


def started(seconds: float = 0, reason: str = "startup", **fields: object) -> object:
    return said(e.SessionStarted, seconds, reason=reason, **fields)


def test_prompt_tool_and_stop_are_working_then_done() -> None:
    story = Story().tell(started(), prompt(1), tool(2), result(3), stop(4))
    assert story.verdicts == ["idle/fresh", "working/thinking", "working/tool", "working/thinking", "done"]
    assert story.agent.command is not None
    assert (story.agent.command.state, story.agent.command.outcome) == (CommandState.COMPLETE, Outcome.FINISHED)
    assert story.spoken == [("command", "do it"), ("completion", "All done.")]


def test_question_is_asked_answered_and_both_are_turns() -> None:
    story = Story().tell(started(), prompt(1), tool(2, "toolu_q", "AskUserQuestion"))
    story.tell(
        said(e.InputAsked, 2, ask=question()), said(e.InputAsked, 2.1, ask=question("ask:m9", delivery_name="m9"))
    )
    assert story.verdict == "needs_input/question"
    assert len(story.agent.scene.asks) == 1, "the permission request is the same question"
    assert story.agent.scene.asks[0].delivery_name == "m9"
    story.tell(result(9, "toolu_q", answers=(("Blue",),)))
    assert story.verdict == "working/thinking"
    assert story.spoken == [("command", "do it"), ("question", "Which colour?"), ("answer", "Blue")]


def test_permission_joins_the_open_call_and_ends_with_its_result() -> None:
    story = Story().tell(started(), prompt(1), tool(2), said(e.InputAsked, 2.1, ask=permission()))
    assert story.verdict == "needs_input/permission"
    assert story.agent.scene.asks[0].tool_use_id == "t1"
    assert story.agent.command is not None
    assert story.agent.command.state is CommandState.AWAITING_INPUT
    story.tell(result(5))
    assert story.verdict == "working/thinking"
    assert story.agent.command.state is CommandState.PROCESSING
    assert story.spoken[-1] == ("answer", "Allowed")


def test_two_parallel_permissions_of_one_tool_are_told_apart() -> None:
    story = Story().tell(prompt(1), tool(2, "t1", detail="touch a"), tool(2.05, "t2", detail="touch b"))
    story.tell(
        said(e.InputAsked, 2.1, ask=permission("m1", "touch a")),
        said(e.InputAsked, 2.2, ask=permission("m2", "touch b")),
    )
    assert [ask.tool_use_id for ask in story.agent.scene.asks] == ["t1", "t2"]
    story.tell(result(3, "t2"))
    assert [ask.tool_use_id for ask in open_asks(story.agent.scene)] == ["t1"]
    assert story.verdict == "needs_input/permission"


def test_denial_in_the_terminal_is_seen_by_transcript_and_registry_only() -> None:
    story = Story().tell(registry("busy", 1), prompt(1), tool(2), said(e.InputAsked, 2.1, ask=permission()))
    story.tell(registry("waiting", 2.2, waiting_for="permission prompt"))
    story.tell(registry("idle", 5))
    assert open_asks(story.agent.scene) == ()
    story.tell(
        said(e.ToolFinished, 4.9, TRANSCRIPT, tool_use_id="t1", is_error=True, is_denied=True),
        said(e.TurnInterrupted, 4.95, TRANSCRIPT),
        now=5.1,
    )
    assert story.verdict == "idle/interrupted"
    assert story.agent.command is not None
    assert story.agent.command.outcome is Outcome.INTERRUPTED


def test_esc_is_heard_from_the_transcript() -> None:
    story = Story().tell(started(), prompt(1), tool(2), said(e.TurnInterrupted, 3, TRANSCRIPT))
    assert story.verdict == "idle/interrupted"
    assert story.agent.scene.tools == ()


def test_esc_is_heard_from_the_registry_alone_after_a_moment() -> None:
    story = Story().tell(started(), prompt(1), registry("busy", 1.01), registry("idle", 3))
    assert story.verdict == "working/thinking", "the Stop hook may still be on its way"
    assert story.wake_at is not None
    story.wake(3.4)
    assert story.verdict == "idle/interrupted"


def test_registry_idle_just_before_stop_does_not_flicker() -> None:
    story = Story().tell(started(), prompt(1), registry("busy", 1.01), registry("idle", 3), stop(3.05))
    assert story.verdicts[-2:] == ["working/thinking", "done"]


def test_a_command_that_makes_the_file_busy_for_a_moment_does_not_flicker() -> None:
    """Recorded: /clear does, for 0.1 s; with hooks a prompt is told by its own."""
    story = Story().tell(started(), prompt(1), stop(4), registry("idle", 4.1), registry("busy", 9))
    assert story.verdict == "done"
    story.tell(registry("idle", 9.1)).wake(9.5)
    assert story.verdicts[-1] == "done"
    story.tell(registry("busy", 20))
    assert story.verdict == "done"
    assert story.wake_at is not None
    story.wake(story.wake_at.timestamp() - at(0).timestamp())
    assert story.verdict == "working/thinking", "a turn of which no hook told"


def test_what_works_is_not_shown_at_rest_while_its_file_becomes_busy() -> None:
    story = Story().tell(started(), prompt(1), stop(4), registry("shell", 4.1), registry("busy", 9))
    assert story.verdicts[-2:] == ["working/background", "working/thinking"]


def _subagent_asks() -> Story:
    agent = {"subagent_id": "a1"}
    return Story().tell(
        started(), prompt(1), registry("busy", 1.1), said(e.SubagentStarted, 2, kind="explore", **agent),
        said(e.SubagentStarted, 2, kind="explore", subagent_id="a2"),
        stop(4, background=(BackgroundTask("a1", "subagent", ""), BackgroundTask("a2", "subagent", ""))),
        said(e.ToolStarted, 6, tool_use_id="t1", tool="Bash", detail="touch a", **agent),
        said(e.InputAsked, 6.1, ask=permission(subagent_id="a1"), **agent),
    )  # fmt: skip


def test_what_a_subagent_asks_stays_open_while_the_agent_goes_on_without_it() -> None:
    """2.1.330 lists it behind a key, and its live-session file tells of the agent alone."""
    story = _subagent_asks()
    assert story.verdict == "needs_input/permission"
    story.tell(said(e.SubagentStopped, 9, subagent_id="a2"), prompt(9.1, "p2"), stop(12))
    story.tell(registry("idle", 12.1), registry("busy", 12.2)).wake(13)
    assert story.verdict == "needs_input/permission"
    asked = said(e.ToolStarted, 14, tool_use_id="t2", tool="Bash", detail="touch b")
    story.tell(prompt(13.5, "p3"), asked, said(e.InputAsked, 14.1, ask=permission("m2", "touch b")))
    story.tell(registry("waiting", 14.2, waiting_for="permission prompt"), registry("busy", 17)).wake(18)
    assert [ask.detail for ask in open_asks(story.agent.scene)] == ["touch a"], "the agent's own was answered"
    story.tell(said(e.ToolFinished, 20, tool_use_id="t1", subagent_id="a1"), result(20.1, "t2"))
    assert story.verdict == "working/thinking"


@pytest.mark.parametrize("is_file_first", [False, True])
def test_what_a_subagent_asks_ends_with_the_dialog_of_which_the_file_told(is_file_first: bool) -> None:
    """2.1.197 shows it as the agent's own."""
    story = _subagent_asks()
    story.tell(registry("waiting", 6.05 if is_file_first else 6.2, waiting_for="permission prompt"))
    assert story.verdict == "needs_input/permission"
    story.tell(registry("busy", 9)).wake(10)
    assert story.verdict == "working/background"


def test_a_program_that_removes_its_file_is_about_to_end_and_shows_nothing_new_till_then() -> None:
    """Recorded: the dialog of /exit is closed, and a background shell would be called work for a second."""
    task = BackgroundTask("b1", "shell", "sleep 60")
    story = Story().tell(started(), prompt(1), registry("busy", 1.1), stop(3, background=(task,)))
    story.tell(registry("waiting", 5, waiting_for="dialog open"))
    assert story.verdict == "needs_input/dialog"
    story.lose_registry(6)
    assert (story.verdict, story.agent.verdict.rule) == ("needs_input/dialog", "leaving")
    assert story.wake_at is not None
    story.wake(9.1)
    assert story.verdict == "working/background", "it has not ended"
    story.lose_registry(20).tell(prompt(21, "p2", "p2"))
    assert story.verdict == "working/thinking", "nor is it about to"


def test_a_subagent_whose_end_was_never_told_is_not_called_work_for_ever() -> None:
    story = Story().tell(started(), prompt(1), said(e.SubagentStarted, 2, subagent_id="a1", kind="explore"))
    story.tell(stop(4, background=(BackgroundTask("a1", "subagent", ""),)))
    story.tell(tool(100, "t9", subagent_id="a1")).wake(1800)
    assert story.verdict == "working/background"
    assert story.wake_at is not None
    story.wake(story.wake_at.timestamp() - at(0).timestamp())
    assert story.verdict == "unknown"
    story.tell(registry("busy", 1.1)).wake(4000)
    assert story.verdict == "working/background", "its live-session file would say idle"


def test_a_subagent_that_is_told_of_after_the_stop_that_named_none_is_over() -> None:
    story = Story().tell(started(), prompt(1), stop(4))
    story.tell(said(e.SubagentStarted, 3.9, subagent_id="a1", kind="explore"), now=4.2)
    assert story.verdict == "done"


def test_what_was_told_before_the_end_moves_nothing_when_the_session_goes_on() -> None:
    story = Story().tell(prompt(1), registry("busy", 2), stop(3), said(e.SessionEnded, 4, reason="other"))
    story.tell(registry("idle", 9)).wake(10)
    assert story.verdict == "idle/fresh"
    story.tell(said(e.PromptSubmitted, 1, TRANSCRIPT, text="do it", prompt_id="p1", entry_uuid="u1"), now=11)
    story.tell(said(e.TextSaid, 3, TRANSCRIPT, entry_uuid="u2", text="All done.", is_final=True), now=11)
    assert story.verdict == "idle/fresh"
    story.tell(registry("busy", 12)).wake(13)
    assert story.verdict == "working/thinking"


def test_transcript_that_lags_behind_changes_nothing() -> None:
    story = Story().tell(started(), prompt(1), tool(2), result(3), stop(4))
    story.tell(
        said(e.PromptSubmitted, 0.99, TRANSCRIPT, text="do it", prompt_id="p1", entry_uuid="u1"),
        said(e.ToolStarted, 1.9, TRANSCRIPT, tool_use_id="t1", tool="Bash", detail="touch a"),
        said(e.ToolFinished, 2.9, TRANSCRIPT, tool_use_id="t1"),
        said(e.TextSaid, 3.9, TRANSCRIPT, entry_uuid="u4", text="All done.", is_final=True),
        now=4.5,
    )
    assert story.verdict == "done"
    assert story.spoken == [("command", "do it"), ("completion", "All done.")]


def test_final_text_told_by_the_transcript_first_is_one_turn() -> None:
    story = Story().tell(started(), prompt(1))
    story.tell(said(e.TextSaid, 3.9, TRANSCRIPT, entry_uuid="u4", text="All done.", is_final=True), stop(4))
    assert story.spoken == [("command", "do it"), ("completion", "All done.")]
    assert story.verdicts[-1] == "done"


def test_without_any_hook_the_transcript_tells_the_whole_turn() -> None:
    story = Story().tell(
        registry("idle", 0),
        said(e.PromptSubmitted, 1, TRANSCRIPT, text="do it", prompt_id="p1", entry_uuid="u1"),
        registry("busy", 1.01),
        said(e.ToolStarted, 2, TRANSCRIPT, tool_use_id="t1", tool="Bash", detail="touch a"),
        registry("waiting", 2.1, waiting_for="permission prompt"),
    )
    assert story.verdict == "needs_input/permission"
    assert story.agent.verdict.deciding is Source.REGISTRY
    assert any("no hooks" in gap for gap in story.agent.verdict.missing)
    story.tell(registry("busy", 4), said(e.ToolFinished, 4.1, TRANSCRIPT, tool_use_id="t1"))
    assert story.verdict == "working/thinking"
    story.tell(said(e.TextSaid, 5, TRANSCRIPT, entry_uuid="u9", text="Ready.", is_final=True), registry("idle", 5.1))
    assert story.verdict == "done"


def test_tool_hook_before_its_prompt_makes_one_command() -> None:
    """F-5, acceptance A3: 0.7 ms apart and in the wrong order."""
    story = Story().tell(started(), tool(1.0007), prompt(1.0))
    assert len(story.commands) == 1
    assert story.agent.command is not None
    assert story.agent.command.full_command == "do it"
    assert story.agent.command.state is CommandState.PROCESSING
    assert [intent for intent, _ in story.spoken] == ["command"]


def test_stop_with_background_work_is_still_working() -> None:
    from headspace_desktop.domain.model import BackgroundTask

    task = BackgroundTask("a1", "subagent", "Slow job")
    story = Story().tell(prompt(1), stop(2, background=(task,)))
    assert story.verdict == "working/background"
    story.tell(said(e.SubagentStopped, 3, subagent_id="a1", kind="Explore"))
    assert story.verdict == "working/background", "the program tells itself that it ended, and works on"
    assert story.wake_at is not None
    story.wake(5.1)
    assert story.verdict == "done"


def test_machine_prompt_is_kept_but_is_not_the_persons() -> None:
    story = Story().tell(prompt(1), stop(2), prompt(3, "<task-notification>", "p2", is_machine=True), stop(4, "Noted."))
    assert story.spoken == [("command", "do it"), ("completion", "All done."), ("completion", "Noted.")]
    assert any(turn.is_internal for turn in story.turns.values())
    assert [command.full_command for command in story.commands.values()] == ["do it"]


def test_subagents_do_not_speak_for_their_parent() -> None:
    story = Story().tell(prompt(1), stop(2), tool(3, "t9", subagent_id="a1"), result(4, "t9", subagent_id="a1"))
    assert story.verdict == "done"


def test_killed_process_is_ended_and_said_to_be_killed() -> None:
    story = Story().tell(registry("busy", 1), prompt(1), tool(2))
    story._take(lifecycle.lose_process(story.agent, at(3), at(3), LIMITS))
    assert story.verdict == "working/tool", "its last words may still come"
    assert story.wake_at is not None
    story.wake(3.6)
    assert story.verdict == "ended/killed"
    assert story.agent.ended_at == at(3)
    assert story.agent.command is not None
    assert story.agent.command.outcome is Outcome.KILLED


def test_a_form_waits_till_it_is_answered() -> None:
    story = Story().tell(prompt(1), tool(2, name="mcp__desk__form"))
    story.tell(said(e.AttentionRaised, 3, kind="elicitation_dialog", message="Who shall get it?"))
    assert story.verdict == "needs_input/form"
    assert story.agent.verdict.reason == "Who shall get it?"
    story.tell(said(e.AttentionRaised, 9, kind="elicitation_response", message=""))
    assert story.verdict == "working/tool"


def test_clear_keeps_the_agent_and_changes_its_session() -> None:
    story = Story().tell(started(), prompt(1), stop(2))
    story.tell(said(e.SessionEnded, 3, reason="clear"), started(3.1, "clear", session="bbbb"))
    assert story.agent.session_id == "bbbb"
    assert story.agent.old_session_ids == (SESSION,)
    assert story.verdict == "idle/fresh"
    story.tell(said(e.ToolFinished, 3.2, tool_use_id="late"))
    assert story.agent.session_id == "bbbb", "a late hook of the old session does not bring it back"


def test_compaction_keeps_session_and_turn() -> None:
    story = Story().tell(prompt(1), stop(2), said(e.CompactionStarted, 3, trigger="manual"))
    assert story.verdict == "working/compacting"
    story.tell(started(4, "compact"), said(e.CompactionFinished, 4.1, trigger="manual"))
    assert story.verdict == "done"


def test_resume_brings_an_ended_agent_back() -> None:
    story = Story().tell(prompt(1), said(e.SessionEnded, 2, reason="prompt_input_exit"))
    assert story.verdict == "ended/clean"
    story.tell(started(100, "resume", pid=200))
    assert story.verdict == "idle/fresh"
    assert story.agent.ended_at is None
    assert story.agent.pid == 200


@pytest.mark.parametrize(
    ("error", "verdict"),
    [("rate_limit", "stalled/rate_limit"), ("authentication_failed", "stalled/authentication"),
     ("billing_error", "stalled/billing"), ("server_error", "stalled/error"), ("never heard of", "stalled/error")],
)  # fmt: skip
def test_api_failure_is_stalled_by_its_kind(error: str, verdict: str) -> None:
    story = Story().tell(prompt(1), said(e.TurnFailed, 2, error=error, text="You've hit your limit"))
    assert story.verdict == verdict
    assert "limit" in story.agent.verdict.reason
    story.tell(prompt(3, "again", "p2"))
    assert story.verdict == "working/thinking"


def test_trailing_question_waits_for_the_person_and_their_prompt_is_the_answer() -> None:
    story = Story().tell(prompt(1), stop(2, "I found two ways.\n\nWhich one do you prefer?"))
    assert story.verdict == "needs_input/question_in_text"
    story.tell(prompt(3, "the first", "p2"))
    assert story.verdict == "working/thinking"
    assert len(story.commands) == 1
    assert story.spoken[-1] == ("answer", "the first")


def test_seen_work_is_idle() -> None:
    story = Story().tell(prompt(1), stop(2))
    story._take(lifecycle.see(story.agent, at(3), at(3), LIMITS))
    assert story.verdict == "idle/seen"


def test_silence_is_said_after_its_limit() -> None:
    story = Story().tell(prompt(1))
    assert story.wake_at is not None
    story.wake(1 + LIMITS.no_answer_after_s + 1)
    assert story.verdict == "stalled/no_answer"


def test_every_rule_has_an_example_and_a_source() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(rule.example and rule.source for rule in RULES)


# -- histories -------------------------------------------------------------------

_steps = st.sampled_from(
    ["prompt", "tool", "result", "ask", "stop", "esc", "fail", "busy", "idle", "waiting", "start", "clear", "end",
     "text", "final", "machine", "subtool"]
)  # fmt: skip


def _message(kind: str, number: int, seconds: float) -> object:
    match kind:
        case "prompt":
            return prompt(seconds, f"task {number}", f"p{number}")
        case "machine":
            return prompt(seconds, "<task-notification>", f"m{number}", is_machine=True)
        case "tool":
            return tool(seconds, f"t{number}")
        case "subtool":
            return tool(seconds, f"s{number}", subagent_id="a1")
        case "result":
            return result(seconds, f"t{number - 1}")
        case "ask":
            return said(e.InputAsked, seconds, ask=permission(f"m{number}"), delivery_id=f"ask{number}")
        case "stop":
            return stop(seconds, f"Done {number}.", delivery_id=f"stop{number}")
        case "esc":
            return said(e.TurnInterrupted, seconds, TRANSCRIPT)
        case "fail":
            return said(e.TurnFailed, seconds, error="rate_limit")
        case "start":
            return started(seconds)
        case "clear":
            return said(e.SessionEnded, seconds, reason="clear")
        case "end":
            return said(e.SessionEnded, seconds, reason="other")
        case "text":
            return said(e.TextSaid, seconds, TRANSCRIPT, entry_uuid=f"u{number}", text=f"Text {number}")
        case "final":
            return said(e.TextSaid, seconds, TRANSCRIPT, entry_uuid=f"u{number}", text=f"End {number}", is_final=True)
        case _:
            return registry(kind, seconds, waiting_for="permission prompt" if kind == "waiting" else "")


@given(st.lists(st.tuples(_steps, st.floats(0.01, 5)), max_size=40), st.randoms())
def test_histories_keep_the_invariants(steps: list[tuple[str, float]], random: object) -> None:
    """Whatever comes, late or twice: one open command at most, no text lost, and repeating changes nothing."""
    seconds, messages = 0.0, []
    for number, (kind, gap) in enumerate(steps):
        seconds += gap
        messages.append(_message(kind, number, seconds))
    for index in range(len(messages) - 1):  # some arrive a little late
        if random.random() < 0.2:  # type: ignore[attr-defined]
            messages[index], messages[index + 1] = messages[index + 1], messages[index]
    story = Story()
    for message in messages:
        story.tell(message, now=seconds + 1)
        command = story.agent.command
        others = [c for c in story.commands.values() if command is None or c.uuid != command.uuid]
        assert all(c.state is CommandState.COMPLETE for c in others), "at most one open command"
        if story.agent.verdict.state is State.ENDED:
            assert command is None or command.state is CommandState.COMPLETE
            assert story.agent.ended_at is not None
        if story.agent.verdict.state is State.NEEDS_INPUT and story.agent.verdict.rule == "needs.ask":
            assert open_asks(story.agent.scene)
    texts = {turn.text for turn in story.turns.values()}
    for message in messages:
        if isinstance(message, e.PromptSubmitted):
            assert message.text in texts, "a prompt is never lost"
    for message in messages:
        if isinstance(message, e.PromptSubmitted | e.ToolFinished | e.TextSaid):
            turns, verdict = dict(story.turns), story.verdict
            if story.agent.verdict.state is not State.ENDED and not isinstance(message, e.ToolFinished):
                story.tell(message, now=seconds + 1)
                assert story.turns == turns, "told again, nothing is said twice"
                assert story.verdict == verdict


def test_plan_approval_is_noted() -> None:
    from dataclasses import replace

    plan = replace(
        question("toolu_p"), kind=AskKind.PLAN, tool="ExitPlanMode", plan="# Plan A", text="Approve the plan?"
    )
    story = Story().tell(prompt(1), tool(2, "toolu_p", "ExitPlanMode"), said(e.InputAsked, 2, ask=plan))
    assert story.verdict == "needs_input/plan"
    story.tell(result(4, "toolu_p"))
    assert story.agent.command is not None
    assert story.agent.command.plan == "# Plan A"
    assert story.agent.command.plan_approved_at == at(4)


def test_permission_without_hooks_is_asked_for_the_open_call() -> None:
    from headspace_desktop.domain.model import Ask

    would_ask = Ask("t1", AskKind.PERMISSION, "Bash", "Run: touch a", tool_use_id="t1")
    story = Story().tell(
        registry("busy", 1),
        said(e.PromptSubmitted, 1, TRANSCRIPT, text="do it", prompt_id="p1", entry_uuid="u1"),
        registry("waiting", 2.5, waiting_for="permission prompt"),
        said(e.ToolStarted, 2, TRANSCRIPT, tool_use_id="t1", tool="Bash", detail="touch a", would_ask=would_ask),
    )
    assert story.verdict == "needs_input/permission"
    assert open_asks(story.agent.scene) == (), "the transcript trails: the call may have ended"
    story.wake(3.6)
    assert [ask.text for ask in open_asks(story.agent.scene)] == ["Run: touch a"]
    story.tell(registry("busy", 4))
    assert open_asks(story.agent.scene) == ()
    story.tell(said(e.ToolFinished, 4.1, TRANSCRIPT, tool_use_id="t1"))
    assert story.spoken == [("command", "do it"), ("question", "Run: touch a"), ("answer", "Allowed")]


# -- what older programs leave out --------------------------------------------------------


def test_a_result_that_does_not_name_its_call_ends_the_newest_of_its_tool() -> None:
    story = Story().tell(prompt(1), tool(2, "call:m2"), tool(3, "call:m3", "Read"), result(4, ""))
    assert [one.tool_use_id for one in story.agent.scene.tools] == ["call:m3"]


def test_a_program_that_warms_up_with_subagents_before_any_prompt_is_idle() -> None:
    begun = said(e.SubagentStarted, 0.1, subagent_id="a1", kind="general")
    story = Story().tell(started(), begun)
    assert story.verdict == "idle/fresh"


@pytest.mark.parametrize(
    ("waiting_for", "verdict"),
    [
        ("approve Bash", "needs_input/permission"),
        ("approve ExitPlanMode", "needs_input/plan"),
        ("permission prompt", "needs_input/permission"),
        ("something new", "needs_input/dialog"),
    ],
)
def test_words_of_the_live_session_file_for_what_it_waits(waiting_for: str, verdict: str) -> None:
    assert Story().tell(registry("waiting", 5, waiting_for=waiting_for)).verdict == verdict


def test_what_one_line_says_is_one_moment() -> None:
    """Judged once; each piece of it is news or not, and each request that is over names what ended it."""
    story = Story().tell(said(e.PromptSubmitted, 1, text="go", prompt_id="p"))
    started = said(e.ToolStarted, 2, tool_use_id="toolu_1", tool="Bash", detail="make")
    story.tell(started, said(e.InputAsked, 3, ask=permission()))
    (ask,) = story.agent.scene.asks
    finished = said(e.ToolFinished, 9, Source.TRANSCRIPT, tool_use_id=ask.key)
    text = said(e.TextSaid, 9, Source.TRANSCRIPT, entry_uuid="e1", text="It is made.", is_final=True)
    result = lifecycle.advance(story.agent, [finished, text], at(9), LIMITS)
    assert result.told == (finished, text)
    assert [(one.key, told) for one, told in result.ended] == [(ask.key, finished)]
    assert result.agent.verdict.state is State.DONE
    usage = said(e.UsageReported, 9, Source.TRANSCRIPT, usage=result.agent.usage)
    assert lifecycle.advance(result.agent, [usage], at(9), LIMITS).told == (), "nothing new"
