"""Faults that the recorded corpus brought to light, each as it happened."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from headspace_desktop.app.replay import Player
from headspace_desktop.domain import effects as f
from headspace_desktop.recording.tape import Header, Told

START = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
HOME, OTHER = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


def hook(t_s: float, event: str, *, pid: int | None = 7, session: str = HOME, **payload: Any) -> Told:
    common = {"hook_event_name": event, "session_id": session, "cwd": "/home/dev/project"}
    values: dict[str, Any] = {"name": f"{t_s}.7", "payload": common | payload}
    if pid is not None:
        values |= {"pid": pid, "proc_start": "5"}
    return Told(t_s, "hook", values)


def file(
    t_s: float, status: str, *, pid: int = 7, session: str = HOME, since_s: float | None = None, **more: Any
) -> Told:
    at_ms = int((START.timestamp() + (t_s if since_s is None else since_s)) * 1000)
    values = {"pid": pid, "procStart": "5", "sessionId": session, "cwd": "/home/dev/project", "status": status}
    return Told(
        t_s, "registry", {"path": f"/c/sessions/{pid}.json", "file": values | {"statusUpdatedAt": at_ms} | more}
    )  # fmt: skip


def line(t_s: float, **values: Any) -> Told:
    stamp = datetime.fromtimestamp(START.timestamp() + t_s, UTC).isoformat()
    whole = {"sessionId": HOME, "timestamp": stamp, "uuid": f"u{t_s}", "cwd": "/home/dev/project", **values}
    assert json.dumps(whole)
    return Told(t_s + 0.1, "transcript", {"path": "/c/projects/p/x.jsonl", "lines": [{"offset": 0, "line": whole}]})


def story(*told: Told, pid: int = 7) -> list[tuple[float, str]]:
    held = Player(Header(START)).play(sorted(told, key=lambda one: one.t_s), afterwards_s=3.0)
    rows = [(one.t_s, f"{one.verdict.state}/{one.verdict.sub_state}".rstrip("/")) for one in held if one.pid == pid]
    return [row for at, row in enumerate(rows) if at == 0 or row[1] != rows[at - 1][1]]


def words(*told: Told, pid: int = 7) -> list[str]:
    return [text for _t_s, text in story(*told, pid=pid)]


BEGUN = (
    hook(0, "SessionStart", source="startup"),
    file(0.1, "idle"),
    hook(1, "UserPromptSubmit", prompt="a", prompt_id="p"),
)


def test_a_killed_process_is_not_watched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[type[object]] = Counter()
    player = Player(Header(START))
    monkeypatch.setattr(player.engine, "_ask", lambda effect: asked.update([type(effect)]))
    player.play([*BEGUN, Told(2, "process", {"pid": 7, "proc_start": "5"})])
    assert asked[f.WatchProcess] == 1
    assert player.held[-1].verdict.state == "ended"


def test_a_queued_prompt_of_which_no_hook_tells_begins_its_own_turn() -> None:
    told = (
        *BEGUN, file(1.1, "busy"), hook(3, "UserPromptSubmit", prompt="b", prompt_id="p"),
        hook(5, "Stop", last_assistant_message="Done.", prompt_id="p"), file(5.16, "idle", since_s=5.05),
        file(5.21, "busy", since_s=5.09),
        line(5.12, type="user", promptId="q", message={"role": "user", "content": "b"}, origin={"kind": "human"}),
        hook(9, "Stop", last_assistant_message="Done too.", prompt_id="q"), file(9.0, "idle"),
    )  # fmt: skip
    assert words(*told) == ["idle/fresh", "working/thinking", "done"]
    assert story(*told)[-1][0] == 9


def test_a_queued_prompt_that_went_in_before_the_end_delays_no_end_for_long() -> None:
    told = (
        *BEGUN, file(1.1, "busy"), hook(3, "UserPromptSubmit", prompt="b", prompt_id="p"),
        hook(5, "Stop", last_assistant_message="Done.", prompt_id="p"), file(5.1, "idle", since_s=5.05),
    )  # fmt: skip
    assert words(*told) == ["idle/fresh", "working/thinking", "done"]
    assert story(*told)[-1][0] < 5.3


@pytest.mark.parametrize("status", ["busy", "idle"])
def test_esc_at_a_dialog_shows_no_work_in_between(status: str) -> None:
    told = (
        *BEGUN, hook(2, "PreToolUse", tool_name="Bash", tool_input={"command": "x"}, tool_use_id="t"),
        hook(2.1, "PermissionRequest", tool_name="Bash", tool_input={"command": "x"}),
        file(2.2, "waiting", waitingFor="permission prompt"), file(5.0, status),
        line(5.1, type="user", message={"role": "user", "content": "[Request interrupted by user for tool use]"}),
        file(5.15, "idle"),
    )  # fmt: skip
    wanted = ["idle/fresh", "working/thinking", "working/tool", "needs_input/permission", "idle/interrupted"]
    assert words(*told) == wanted


def test_an_allow_in_the_terminal_is_seen_soon() -> None:
    told = (
        *BEGUN, hook(2, "PreToolUse", tool_name="Bash", tool_input={"command": "x"}, tool_use_id="t"),
        hook(2.1, "PermissionRequest", tool_name="Bash", tool_input={"command": "x"}), file(5.0, "busy"),
    )  # fmt: skip
    at_s, state = story(*told)[-1]
    assert state == "working/tool"
    assert 5.0 < at_s < 5.4


def test_clear_without_hooks_begins_anew() -> None:
    told = (
        file(0, "idle"), file(1, "busy"), file(4, "idle"), file(6, "idle", session=OTHER, since_s=4),
        file(8, "busy", session=OTHER),
    )  # fmt: skip
    assert words(*told)[-2:] == ["idle/fresh", "working/thinking"]


def test_what_happened_after_a_clear_without_hooks_counts_also_when_it_is_seen_late() -> None:
    """The file tells of the other session when that has worked already: we slept, or were closed."""

    def other(t_s: float, **values: Any) -> Told:
        one = line(t_s, sessionId=OTHER, **values)
        return Told(9.5, "transcript", {**one.values, "path": "/c/projects/p/y.jsonl"})

    said = {"role": "assistant", "id": "m", "stop_reason": "end_turn", "content": [{"type": "text", "text": "Done."}]}
    told = (
        file(0, "idle"), file(1, "busy"),
        line(1, type="user", promptId="p", message={"role": "user", "content": "a"}),
        line(4, type="assistant", message=said), file(4.1, "idle"),
        file(9, "idle", session=OTHER, since_s=8.1),
        other(7, type="user", promptId="q", message={"role": "user", "content": "b"}),
        other(8, type="assistant", message=said),
    )  # fmt: skip
    assert words(*told)[-1] == "done"
    assert words(*told, other(3, type="user", promptId="o", message={"role": "user", "content": "old"}))[-1] == "done"
    assert words(*told[:-2], other(3, type="assistant", message=said))[-1] == "idle/fresh"


def test_a_fork_that_names_its_origin_and_no_process_leaves_the_origin_alone() -> None:
    told = (
        *(hook(t, name, pid=None, **more) for t, name, more in (
            (0, "SessionStart", {"source": "startup"}), (1, "UserPromptSubmit", {"prompt": "a", "prompt_id": "p"}),
            (2, "Stop", {"last_assistant_message": "Done.", "prompt_id": "p"}),
            (5, "SessionStart", {"source": "resume"}),
        )),
        file(0.1, "idle"), file(1.1, "busy"), file(2.1, "idle"), file(4.9, "idle", pid=8, session=OTHER),
    )  # fmt: skip
    assert words(*told)[-1] == "done"
    assert words(*told, pid=8) == ["idle/fresh"]


@pytest.mark.parametrize("source", ["resume", None])
def test_a_continued_session_does_not_wake_the_process_that_ended(source: str | None) -> None:
    told = (
        hook(0, "SessionStart", pid=None, source="startup"), file(0.1, "idle"),
        Told(3, "registry_gone", {"path": "/c/sessions/7.json", "pid": 7}),
        hook(3.1, "SessionEnd", pid=None, reason="prompt_input_exit"),
        Told(3.2, "process", {"pid": 7, "proc_start": "5"}), file(6, "", pid=8, session=OTHER),
        hook(6.1, "SessionStart", pid=None, source=source), file(6.5, "idle", pid=8),
    )  # fmt: skip
    assert words(*told)[-1] == "ended/clean"
    assert words(*told, pid=8)[-1] == "idle/fresh"


def test_a_failure_stays_one_when_the_length_of_the_turn_follows() -> None:
    error = {"role": "assistant", "content": [{"type": "text", "text": "API Error: 529 Overloaded"}]}
    told = (
        file(0, "idle"), file(1, "busy"),
        line(1.1, type="user", promptId="p", message={"role": "user", "content": "a"}, origin={"kind": "human"}),
        line(3.0, type="assistant", isApiErrorMessage=True, error="server_error", message=error),
        line(3.05, type="system", subtype="turn_duration"), file(3.2, "idle"),
    )  # fmt: skip
    assert words(*told)[-1] == "stalled/overloaded"


def test_a_shell_that_ends_and_wakes_the_agent_shows_no_end_in_between() -> None:
    shell = {"id": "s", "type": "shell", "status": "running", "description": "d"}
    told = (
        *BEGUN, file(1.1, "busy"),
        hook(2, "Stop", last_assistant_message="I watch.", prompt_id="p", background_tasks=[shell]),
        file(2.1, "shell"), file(8.0, "idle", since_s=7.99),
        hook(8.1, "UserPromptSubmit", prompt="<task-notification>over</task-notification>", prompt_id="n"),
    )  # fmt: skip
    assert words(*told)[-2:] == ["working/background", "working/thinking"]


INTERRUPTED = {"type": "user", "message": {"role": "user", "content": "[Request interrupted by user]"}}


def test_a_stop_hook_of_the_persons_own_that_takes_long_holds_the_end() -> None:
    told = (
        *BEGUN, file(1.1, "busy", since_s=0.9), hook(3, "Stop", last_assistant_message="Done.", prompt_id="p"),
        file(9, "idle"),
    )  # fmt: skip
    assert words(*told) == ["idle/fresh", "working/thinking", "done"]
    assert story(*told)[-1][0] == 9


def test_a_stop_hook_that_sends_the_agent_back_to_work_shows_no_end_in_between() -> None:
    told = (
        *BEGUN, file(1.1, "busy"), hook(3, "Stop", last_assistant_message="Done.", prompt_id="p"),
        hook(9, "Stop", last_assistant_message="Green, too.", prompt_id="p", stop_hook_active=True), file(9.1, "idle"),
    )  # fmt: skip
    assert words(*told) == ["idle/fresh", "working/thinking", "done"]


def test_without_a_live_session_file_the_stop_hook_is_the_end() -> None:
    told = (BEGUN[0], BEGUN[2], hook(3, "Stop", last_assistant_message="Done.", prompt_id="p"))
    assert story(*told)[-1] == (3, "done")


LOOKS = (*BEGUN, file(1.1, "busy"), hook(2, "SubagentStart", agent_id="s", agent_type="general-purpose"))


def test_esc_ends_the_turn_and_not_the_subagents_behind_it() -> None:
    told = (
        *LOOKS, line(4, **INTERRUPTED), hook(8, "SubagentStop", agent_id="s", agent_type="general-purpose"),
        file(8.05, "idle"), file(8.06, "busy"),
        hook(8.1, "UserPromptSubmit", prompt="<task-notification>over</task-notification>", prompt_id="n"),
    )  # fmt: skip
    assert words(*told) == ["idle/fresh", "working/thinking", "working/background", "working/thinking"]


def test_esc_that_ends_the_subagents_too_is_seen_in_the_live_session_file() -> None:
    told = (*LOOKS, line(4, **INTERRUPTED), file(4.1, "idle", since_s=3.9))
    assert words(*told)[-1] == "idle/interrupted"
    alone = (BEGUN[0], BEGUN[2], LOOKS[-1], line(4, **INTERRUPTED))
    assert words(*alone)[-1] == "idle/interrupted"


def test_esc_in_a_tool_that_was_allowed_long_ago_asks_nothing_again() -> None:
    call = {"tool_name": "Bash", "tool_input": {"command": "x"}}
    told = (
        *BEGUN, hook(2, "PreToolUse", tool_use_id="t", **call), hook(2.1, "PermissionRequest", **call),
        file(2.2, "waiting", waitingFor="permission prompt"), file(5, "busy"), file(60, "idle"),
        line(60.1, **INTERRUPTED),
    )  # fmt: skip
    assert words(*told)[-3:] == ["needs_input/permission", "working/tool", "idle/interrupted"]


def test_a_subagent_that_ends_while_the_agent_says_its_last_words_wakes_it_afterwards() -> None:
    told = (
        BEGUN[0], BEGUN[2], LOOKS[-1], hook(3, "SubagentStop", agent_id="s", agent_type="general-purpose"),
        hook(3.1, "Stop", last_assistant_message="They look.", prompt_id="p"),
        hook(3.3, "UserPromptSubmit", prompt="<task-notification>over</task-notification>", prompt_id="n"),
        hook(9, "Stop", last_assistant_message="Nothing there.", prompt_id="n"),
    )  # fmt: skip
    assert words(*told) == ["idle/fresh", "working/thinking", "working/background", "working/thinking", "done"]


def test_a_subagent_whose_end_the_model_was_told_of_wakes_nobody() -> None:
    call = {"tool_name": "Bash", "tool_input": {"command": "x"}, "tool_use_id": "t"}
    told = (
        BEGUN[0], BEGUN[2], LOOKS[-1], hook(2.5, "PreToolUse", **call),
        hook(3, "SubagentStop", agent_id="s", agent_type="general-purpose"), hook(3.1, "PostToolUse", **call),
        hook(5, "Stop", last_assistant_message="It looked.", prompt_id="p"),
    )  # fmt: skip
    assert story(*told)[-1] == (5, "done")


def test_a_tool_of_a_server_that_waits_for_input_shows_a_form() -> None:
    call = {"tool_name": "mcp__desk__form", "tool_input": {}, "tool_use_id": "t"}
    told = (*BEGUN, hook(2, "PreToolUse", **call), file(3, "waiting", waitingFor="input needed"))
    assert words(*told)[-1] == "needs_input/form"


@pytest.mark.parametrize("source", ["reloaded", "", None, 7, ["clear"]])
def test_a_session_start_for_a_reason_that_we_do_not_know_ends_no_turn(source: object) -> None:
    told = (*BEGUN, hook(2, "PreToolUse", tool_name="Bash", tool_use_id="t"), hook(3, "SessionStart", source=source))
    assert words(*told)[-1] == "working/tool"
    assert words(hook(0, "SessionStart", source=source), pid=7) == ["idle/fresh"]
