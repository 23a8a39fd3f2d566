"""Faults that made-up histories brought to light (`test_histories`), each as small as it became."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from headspace_desktop.domain import effects as f
from headspace_desktop.domain import events as e
from headspace_desktop.domain.model import FileOffset, Source
from headspace_desktop.recording.tape import Told
from tests.domain.builders import SESSION, at, registry, said
from tests.engine.test_commands import Remember, joined, prompt, queued, remember
from tests.engine.test_engine_recorded_faults import BEGUN, file, hook, line, words
from tests.engine.test_sessions import FOLDER, OTHER, Desk, desk

__all__ = ["desk", "remember"]


def late(told: Told, t_s: float) -> Told:
    """The same, read at this moment."""
    at_its_time = {"at": at_of(told.t_s)} if told.via == "hook" else {}
    return Told(t_s, told.via, {**told.values, **at_its_time})


def at_of(t_s: float) -> str:
    return line(t_s).values["lines"][0]["line"]["timestamp"]


STOP = hook(7, "Stop", last_assistant_message="All done.", prompt_id="p")


# -- prompts that are typed while a turn runs: each is told once, whoever comes first


def test_a_prompt_that_joined_the_turn_is_told_once_when_its_hook_comes_last(remember: Remember) -> None:
    turns, commands = remember([
        *BEGUN, prompt(1.01, "a", "p"), file(1.1, "busy"), joined(2, "b"), late(queued(2.2, "b"), 6),
        STOP, file(7.1, "idle"),
    ])  # fmt: skip
    assert turns == [("user", "a"), ("user", "b"), ("agent", "All done.")]
    assert commands == [("a", "finished", "All done.")]


def test_the_same_words_again_in_a_later_turn_are_another_prompt(remember: Remember) -> None:
    turns, _commands = remember([
        *BEGUN, prompt(1.01, "a", "p"), file(1.1, "busy"), joined(2, "go on"), late(queued(2.2, "go on"), 4), STOP,
        file(7.1, "idle"), hook(10, "UserPromptSubmit", prompt="c", prompt_id="q"), prompt(10.1, "c", "q"),
        hook(12, "UserPromptSubmit", prompt="go on", prompt_id="q"),
        hook(15, "Stop", last_assistant_message="Done c.", prompt_id="q"),
    ])  # fmt: skip
    assert [text for _who, text in turns] == ["a", "go on", "All done.", "c", "go on", "Done c."]


@pytest.mark.parametrize("hook_s", [None, 3.2, 3.8], ids=["lost", "before the transcript", "after the transcript"])
@pytest.mark.parametrize("is_tool_first", [True, False])
def test_the_prompt_that_began_the_turn_is_told_though_one_that_was_typed_later_came_first(
    remember: Remember, hook_s: float | None, is_tool_first: bool
) -> None:
    begun = [BEGUN[0], BEGUN[1], file(1.1, "busy")]
    begun += [hook(1.5, "PreToolUse", tool_name="Bash", tool_input={"command": "x"}, tool_use_id="t")] * is_tool_first
    own = [late(BEGUN[2], hook_s)] if hook_s is not None else []
    turns, commands = remember([
        *begun, queued(2.5, "b"), queued(3, "c"), *own, late(prompt(1.01, "a", "p"), 3.5),
        joined(5, "b"), joined(5.01, "c"), STOP, file(7.1, "idle"),
    ])  # fmt: skip
    assert turns == [("user", "a"), ("user", "b"), ("user", "c"), ("agent", "All done.")]
    assert commands == [("a", "finished", "All done.")]


# -- who is who


def test_a_program_that_goes_on_with_a_session_never_had_the_one_that_it_named_for_a_moment(desk: Desk) -> None:
    """Its hook is read before the live-session file, which still names the fresh one."""
    desk.hook(e.SessionStarted, 1, reason="startup")
    desk.hook(e.SessionEnded, 4, reason="prompt_input_exit")
    desk.tell(e.ProcessEnded(100, "5", at(4.1)), seconds=4.1)
    new = {"path": "/home/dev/.claude/sessions/300.json", "pid": 300, "proc_start": "9"}
    desk.hook(e.SessionStarted, 9.1, pid=300, start="9", reason="resume")
    fresh = registry("", 9, session_id=OTHER, transcript_path=f"{FOLDER}/{OTHER}.jsonl", **new)
    desk.tell(replace(fresh, reading=replace(fresh.reading, seen_at=at(9.3))), seconds=9.3)
    desk.tell(registry("idle", 9.4, transcript_path=f"{FOLDER}/{SESSION}.jsonl", **new), seconds=9.5)
    (agent,) = desk.engine._board.all()
    assert (agent.session_id, agent.old_session_ids) == (SESSION, ())
    assert f"{FOLDER}/{OTHER}.jsonl" not in [one.path for one in desk.effects if isinstance(one, f.FollowTranscript)]


def test_a_session_that_ended_and_that_its_transcript_shows_at_work_is_the_one_that_a_new_process_runs(
    desk: Desk,
) -> None:
    """The transcript tells first that somebody goes on with it, and the process names a session of its own before."""
    desk.hook(e.PromptSubmitted, 1, text="one", prompt_id="p1")
    desk.hook(e.SessionEnded, 4, reason="prompt_input_exit")
    desk.tell(e.ProcessEnded(100, "5", at(4.1)), seconds=4.1)
    new = {"path": "/home/dev/.claude/sessions/300.json", "pid": 300, "proc_start": "9"}
    desk.tell(registry("", 9, session_id=OTHER, **new), seconds=9)
    begun = said(e.PromptSubmitted, 9.3, Source.TRANSCRIPT, text="two", prompt_id="p2", entry_uuid="u")
    desk.tell(read(begun), seconds=9.4)
    desk.hook(e.SessionStarted, 9.2, pid=300, start="9", reason="resume")
    desk.hook(e.PromptSubmitted, 9.35, pid=300, start="9", text="two", prompt_id="p2")
    assert [(card.session_id, card.instruction) for card in desk.cards.values()] == [(SESSION, "two")]


def read(*evidence: Any, session: str = SESSION) -> e.TranscriptRead:
    offset = FileOffset(f"{FOLDER}/{session}.jsonl", "claude", "id", 1, session)
    return e.TranscriptRead(offset, tuple(evidence))


# -- transcripts of sessions that were left


def asked(desk: Desk) -> list[tuple[str, str]]:
    kinds = (f.FollowTranscript, f.LeaveTranscript)
    return [(type(effect).__name__, effect.path) for effect in desk.effects if isinstance(effect, kinds)]


def test_the_transcript_of_a_session_that_was_left_is_read_to_its_end_though_the_app_was_killed_before(
    desk: Desk,
) -> None:
    home, aside = f"{FOLDER}/{SESSION}.jsonl", f"{FOLDER}/{OTHER}.jsonl"
    desk.tell(registry("busy", 1, transcript_path=home), seconds=1.1)
    desk.tell(registry("idle", 5, session_id=OTHER, transcript_path=aside), seconds=5.1)
    desk.effects.clear()
    desk.restart()
    assert asked(desk) == [("FollowTranscript", aside), ("FollowTranscript", home), ("LeaveTranscript", home)]
    desk.tell(read(said(e.TextSaid, 4, Source.TRANSCRIPT, text="Last words.", entry_uuid="u")), seconds=6)
    assert "Last words." in texts(desk)
    desk.tell(registry("idle", 9, transcript_path=home), seconds=9.1)
    desk.effects.clear()
    desk.restart()
    assert asked(desk) == [("FollowTranscript", home), ("FollowTranscript", aside), ("LeaveTranscript", aside)]


def test_a_transcript_that_another_agent_still_writes_is_followed_on(desk: Desk) -> None:
    """One session is open in two terminals, and one of them goes to another."""
    home, aside = f"{FOLDER}/{SESSION}.jsonl", f"{FOLDER}/{OTHER}.jsonl"
    second = {"path": "/home/dev/.claude/sessions/300.json", "pid": 300, "proc_start": "9"}
    desk.tell(registry("busy", 1, transcript_path=home), seconds=1.1)
    desk.tell(registry("busy", 2, transcript_path=home, **second), seconds=2.1)
    assert len(desk.cards) == 2
    desk.tell(registry("idle", 5, session_id=OTHER, transcript_path=aside), seconds=5.1)
    assert ("LeaveTranscript", home) not in asked(desk)
    desk.effects.clear()
    desk.restart()
    assert ("LeaveTranscript", home) not in asked(desk)


def texts(desk: Desk) -> list[str]:
    with desk.engine._memory._database.db.connect() as connection:  # type: ignore[union-attr]
        return [text for (text,) in connection.exec_driver_sql("SELECT text FROM turns ORDER BY at")]


# -- asks


CALL = {"tool_name": "Bash", "tool_input": {"command": "x"}}
ESC = {"type": "user", "message": {"role": "user", "content": "[Request interrupted by user]"}}


@pytest.mark.parametrize("end", [ESC, {"type": "assistant", "isApiErrorMessage": True, "error": "server_error"}])
def test_the_end_of_an_earlier_turn_that_is_read_late_ends_nothing_that_was_asked_since(end: dict[str, Any]) -> None:
    end = {"message": {"role": "assistant", "content": [{"type": "text", "text": "API Error"}]}} | end
    told = (
        *BEGUN, hook(5, "PreToolUse", tool_use_id="t", **CALL), hook(5.1, "PermissionRequest", **CALL),
        late(line(2, **end), 5.3),
    )  # fmt: skip
    assert words(*told)[-1] == "needs_input/permission"


def test_what_was_asked_is_history_though_its_hook_comes_after_the_files_showed_the_end(remember: Remember) -> None:
    """Esc at a permission: the live-session file says idle, the transcript tells later, and another turn asks."""
    other = {"tool_name": "Bash", "tool_input": {"command": "y"}}
    turns, _commands = remember([
        *BEGUN, hook(2, "PreToolUse", tool_use_id="t", **CALL), file(4, "idle"), late(line(3.9, **ESC), 5),
        hook(6, "UserPromptSubmit", prompt="b", prompt_id="q"), hook(7, "PreToolUse", tool_use_id="u", **other),
        hook(7.1, "PermissionRequest", **other), late(hook(2.1, "PermissionRequest", **CALL), 8),
    ])  # fmt: skip
    assert turns == [("user", "a"), ("agent", "Run: x"), ("user", "b"), ("agent", "Run: y")]


PLAN = {"tool_name": "ExitPlanMode", "tool_input": {"plan": "# Plan"}}
NEXT = hook(6, "PreToolUse", tool_use_id="u", tool_name="Write", tool_input={"file_path": "/x"})


@pytest.mark.parametrize("over", [[file(4, "idle")], [hook(4, "PostToolUse", tool_use_id="t", **PLAN), NEXT]])
def test_a_plan_is_told_once_though_its_call_is_heard_of_after_its_end(remember: Remember, over: list[Told]) -> None:
    turns, _commands = remember([
        *BEGUN, hook(2.1, "PermissionRequest", **PLAN), file(2.2, "waiting", waitingFor="permission prompt"), *over,
        late(hook(2, "PreToolUse", tool_use_id="t", **PLAN), 8),
    ])  # fmt: skip
    assert [text for who, text in turns if who == "agent"] == ["Approve the plan?"]
