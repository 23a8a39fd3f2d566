"""Acceptance scenarios and known failures of the domain; docs/failures.md says which is shown where."""

from __future__ import annotations

from typing import Any

import pytest

from headspace_desktop.domain import events as e
from headspace_desktop.domain import lifecycle
from headspace_desktop.domain.model import CommandState, Source, State
from tests.domain.builders import LIMITS, SESSION, Story, at, permission, question, said


def prompt(seconds: float, text: str = "do it", prompt_id: str | None = "p1", **fields: Any) -> Any:
    return said(e.PromptSubmitted, seconds, text=text, prompt_id=prompt_id, **fields)


def test_launched_session_and_its_first_hook_are_one_agent() -> None:
    from headspace_desktop.domain.correlate import Index
    from headspace_desktop.domain.model import Project

    clues = e.Clues("claude", launch_id="l1", cwd="/home/dev/project")
    agent = lifecycle.born("u1", clues, Project("/home/dev/project", "project"), at(0))
    from dataclasses import replace

    index = Index([replace(agent, launch_id="l1")])
    found = index.find(e.Clues("claude", session_id=SESSION, pid=100, launch_id="l1", cwd="/home/dev/project"))
    assert found is not None
    assert found.uuid == "u1"


def test_stop_of_an_earlier_turn_leaves_a_newer_question_open() -> None:
    story = Story().tell(prompt(1), said(e.InputAsked, 3, ask=question()))
    story.tell(said(e.TurnStopped, 2.9, last_text="Before that."))
    assert story.verdict == "needs_input/question"
    assert len(story.agent.scene.asks[0].items[0].options) == 2
    assert ("completion", "Before that.") in story.spoken, "its words are kept"


def test_second_question_in_text_is_kept_and_changes_nothing() -> None:
    story = Story().tell(prompt(1), said(e.TurnStopped, 2, last_text="Which one?"))
    story.tell(said(e.TurnStopped, 3, last_text="Or shall I choose?"))
    assert story.agent.command is not None
    assert story.agent.command.state is CommandState.AWAITING_INPUT
    assert [text for intent, text in story.spoken if intent == "question"] == ["Which one?", "Or shall I choose?"]


def test_what_does_not_fit_keeps_its_turn() -> None:
    story = Story().tell(prompt(5), said(e.TurnStopped, 6, last_text="Done."))
    story.tell(said(e.PromptSubmitted, 1, Source.TRANSCRIPT, text="from before", prompt_id="p0", entry_uuid="u0"))
    assert story.verdict == "done"
    assert ("command", "from before") in story.spoken


@pytest.mark.parametrize("prompt_id", ["p1", None])
def test_four_hundred_identical_prompts_are_one_command(prompt_id: str | None) -> None:
    story = Story()
    for number in range(400):
        story.tell(prompt(1 + number / 50, prompt_id=prompt_id))
    assert len(story.commands) == 1
    assert len(story.spoken) == 1


def test_silent_agent_with_a_living_process_is_not_taken_away() -> None:
    story = Story().tell(prompt(1), said(e.TurnStopped, 2, last_text="Done."))
    story.wake(3 * 3600)
    assert story.verdict == "done"


def test_tool_after_a_wait_shows_that_the_question_is_over() -> None:
    story = Story().tell(prompt(1), said(e.ToolStarted, 2, tool_use_id="t1", tool="Bash", detail="touch a"))
    story.tell(said(e.InputAsked, 2.1, ask=permission()))
    story.tell(said(e.ToolStarted, 9, tool_use_id="t2", tool="Read", detail="b"))
    assert story.verdict == "working/tool"


def test_notification_makes_no_turn() -> None:
    story = Story().tell(prompt(1), said(e.AttentionRaised, 9, kind="agent_needs_input", message="Claude needs you"))
    assert story.verdict == "needs_input/dialog"
    assert story.agent.verdict.reason == "Claude needs you"
    assert story.spoken == [("command", "do it")]


def test_trailing_tool_results_open_no_command() -> None:
    story = Story().tell(prompt(1), said(e.TurnStopped, 2, last_text="Done."))
    story.tell(said(e.ToolFinished, 2.5, tool_use_id="late", tool="Bash"))
    assert story.verdict == "done"
    assert len(story.commands) == 1


def test_late_hooks_of_a_session_that_was_left_move_nothing() -> None:
    story = Story().tell(prompt(1), said(e.ToolStarted, 2, tool_use_id="t1", tool="Bash", detail="x"))
    story.tell(said(e.SessionEnded, 3, reason="clear"), said(e.SessionStarted, 3.1, reason="clear", session="bbbb"))
    story.tell(said(e.ToolFinished, 3.2, tool_use_id="t1"), said(e.TurnStopped, 3.3, last_text="Cut short."))
    assert story.verdict == "idle/fresh"
    story.tell(prompt(60, "back again", "p9"))
    assert (story.agent.session_id, story.verdict) == (SESSION, "working/thinking")


def test_clean_end_that_is_read_after_the_process_is_gone_is_no_kill() -> None:
    story = Story().tell(prompt(1))
    story._take(lifecycle.lose_process(story.agent, at(3), at(3), LIMITS))
    story.wake(3.6)
    assert story.verdict == "ended/killed"
    story.tell(said(e.TurnStopped, 2.8, last_text="Done."), said(e.SessionEnded, 2.9, reason="other"), now=4)
    assert story.verdict == "ended/clean"
    assert story.agent.command is not None
    outcomes = [command.outcome for command in story.commands.values()]
    assert outcomes == ["finished"]


def test_limit_that_is_over_is_told_again() -> None:
    story = Story().tell(prompt(1), said(e.TurnFailed, 2, error="rate_limit", text="5-hour limit", resets_at=at(500)))
    assert (story.verdict, story.agent.verdict.since_at) == ("stalled/rate_limit", at(2))
    assert story.wake_at is not None
    story.wake(501)
    assert (story.agent.verdict.state, story.agent.verdict.since_at) == (State.STALLED, at(500))


def test_background_server_does_not_hide_for_ever_that_the_turn_is_over() -> None:
    from headspace_desktop.domain.model import BackgroundTask

    server = BackgroundTask("b1", "shell", "npm run dev")
    story = Story().tell(prompt(1), said(e.TurnStopped, 2, last_text="It runs.", background=(server,)))
    assert story.verdict == "working/background"
    story.wake(2 + LIMITS.shell_counts_s + 1)
    assert story.verdict == "done"


def test_long_thought_is_believed_while_the_program_says_that_it_is_busy() -> None:
    from tests.domain.builders import registry

    story = Story().tell(prompt(1), registry("busy", 1.01))
    story.wake(1 + LIMITS.no_answer_after_s + 5)
    assert story.verdict == "working/thinking"
    story.wake(1 + LIMITS.no_answer_after_s * 3 + 5)
    assert story.verdict == "stalled/no_answer"


def test_everything_that_is_remembered_is_bounded() -> None:
    """A session of thousands of turns, and the largest single things, in what is saved with every event."""
    import msgspec

    from headspace_desktop.domain.model import BackgroundTask

    story = Story()
    huge = "x" * 900_000
    for number in range(400):
        seconds = 10.0 * number
        story.tell(prompt(seconds, f"{number} {huge[:20000]}", f"p{number}"))
        story.tell(said(e.ToolStarted, seconds + 1, tool_use_id=f"t{number}", tool="Write", detail="f"))
        ask = permission(f"m{number}")
        story.tell(said(e.InputAsked, seconds + 2, ask=ask, subagent_id=None))
        story.tell(said(e.SubagentStarted, seconds + 2.5, subagent_id=f"a{number}", kind="Explore"))
        shells = tuple(BackgroundTask(f"b{i}", "shell", huge[:5000]) for i in range(100))
        story.tell(said(e.TurnStopped, seconds + 3, last_text=f"{number} {huge}", background=shells))
    size = len(msgspec.json.encode(story.agent))
    assert size < 120_000, f"{size} bytes"


def test_content_of_a_written_file_is_not_kept_with_the_agent() -> None:
    from dataclasses import replace

    import msgspec

    ask = replace(permission(), tool="Write", tool_input={"file_path": "/f", "content": "x" * 900_000})
    story = Story().tell(prompt(1), said(e.InputAsked, 2, ask=ask))
    assert len(msgspec.json.encode(story.agent)) < 12_000
    assert story.agent.scene.asks[0].tool_input["file_path"] == "/f"
