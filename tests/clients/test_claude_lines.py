from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headspace_desktop.clients import LINE_CUT, LineCursor, by_name
from headspace_desktop.domain.events import (
    CompactionFinished,
    InputAsked,
    PromptSubmitted,
    TextSaid,
    ToolFinished,
    ToolStarted,
    TurnFailed,
    TurnInterrupted,
    TurnStopped,
    UsageReported,
)
from headspace_desktop.domain.model import AskKind, Source

CLAUDE = by_name("claude")
SEEN = datetime(2026, 11, 23, 12, tzinfo=UTC)
PATH = "/home/dev/.claude/projects/-home-dev-project/s.jsonl"


def cursor() -> LineCursor:
    return LineCursor(PATH, SEEN)


def read(file: Path) -> list:
    at = cursor()
    found = []
    for line in file.read_bytes().splitlines():
        found.extend(CLAUDE.read_line(line, at))
    return found


def line(**values) -> bytes:
    common = {"uuid": "u1", "timestamp": "2026-11-23T01:35:01.290Z", "sessionId": "s", "cwd": "/home/dev/project"}
    return json.dumps({**common, **values}).encode("utf-8", "surrogatepass")


def user(content, **values) -> bytes:
    return line(type="user", message={"role": "user", "content": content}, **values)


def assistant(content, **values) -> bytes:
    return line(type="assistant", message={"role": "assistant", "id": "m1", "content": content}, **values)


@pytest.fixture(scope="module")
def lines(data):
    return lambda name, version="2.1.330": read(data / version / "transcripts" / f"{name}.jsonl")


def test_questions_plans_and_interrupts(lines):
    told = [type(one).__name__ for one in lines("questions") if not isinstance(one, UsageReported)]
    ask = ["PromptSubmitted", "ToolStarted", "InputAsked", "ToolFinished", "TextSaid", "TurnStopped"]
    assert told == [
        *ask,
        *ask,
        "PromptSubmitted", "ToolStarted", "ToolFinished", "TextSaid", "TurnStopped",
        "PromptSubmitted", "ToolStarted", "ToolFinished", "TextSaid",  # the plan is written
        "ToolStarted", "InputAsked", "ToolFinished", "TextSaid", "TurnStopped",
        "PromptSubmitted", "TextSaid", "ToolStarted", "InputAsked", "ToolFinished", "TextSaid", "TurnStopped",
        "PromptSubmitted", "TextSaid", "TurnInterrupted",
        "PromptSubmitted", "ToolStarted", "ToolFinished", "TurnInterrupted",
    ]  # fmt: skip


def test_answers_are_read_from_the_result(lines):
    answers = [one.answers for one in lines("questions") if isinstance(one, ToolFinished) and one.answers]
    assert answers == [(("Blue",),), (("Large",), ("Milk", "Sugar"))]


def test_an_interrupt_shows_the_denied_call_first(lines):
    *_, denied, interrupted = [one for one in lines("questions") if not isinstance(one, UsageReported)]
    assert isinstance(denied, ToolFinished) and denied.is_denied and denied.is_error and denied.tool == "Bash"
    assert isinstance(interrupted, TurnInterrupted) and interrupted.entry_uuid


def test_the_final_text_is_marked(lines):
    finals = [one.text for one in lines("questions") if isinstance(one, TextSaid) and one.is_final]
    assert finals == ["Q1 done.", "Q2 done.", "Q6 done.", "Q3 done.", "Q3b done."]


def test_prompts_have_the_ids_of_the_hooks(lines, stream, envelope):
    hooked = {}
    for dt, body in stream("2.1.330/hooks/questions.jsonl"):
        for one in CLAUDE.read_mail(body, envelope(seconds=dt))[0]:
            if isinstance(one, PromptSubmitted):
                hooked[one.prompt_id] = one.text
    written = {one.prompt_id: one.text for one in lines("questions") if isinstance(one, PromptSubmitted)}
    assert written == hooked


def test_refusals_of_a_person_and_of_a_hook(lines):
    denied = [one for one in lines("permission") if isinstance(one, ToolFinished) and one.is_denied]
    assert len(denied) == 2
    assert {one.tool for one in denied} == {"Bash"}


def test_api_errors_are_failed_turns_and_no_texts(lines):
    evidence = lines("errors")
    failed = [one.error for one in evidence if isinstance(one, TurnFailed)]
    assert failed == [
        "rate_limit", "unknown", "authentication_failed", "server_error", "billing_error", "invalid_request",
    ]  # fmt: skip
    assert not [one for one in evidence if isinstance(one, TextSaid) and "API Error" in one.text]


def test_a_limit_says_when_it_ends(lines):
    failed = next(one for one in lines("limits") if isinstance(one, TurnFailed))
    assert failed.resets_at == datetime.fromtimestamp(1795405115, UTC)


def test_machine_prompts_and_background_work(lines):
    evidence = lines("subagents")
    prompts = [(one.text.split("\n")[0], one.is_machine) for one in evidence if isinstance(one, PromptSubmitted)]
    assert ("S2 background", False) in prompts
    assert [text for text, is_machine in prompts if is_machine] == ["<task-notification>"] * 3
    stops = [one for one in evidence if isinstance(one, TurnStopped)]
    assert [len(one.background) for one in stops][:1] == [2]
    assert not any(one.is_background_known for one in stops)


def test_the_older_version_reads_the_same_way(lines):
    evidence = lines("subagents", "2.1.197")
    prompts = [one.text for one in evidence if isinstance(one, PromptSubmitted) and not one.is_machine]
    assert prompts == ["S1 delegate", "S2 background", "S3 shell", "S4 tasks", "S5 image", "S6 big"]


def test_slash_commands_compaction_and_local_commands(lines):
    evidence = lines("misc")
    prompts = [one.text for one in evidence if isinstance(one, PromptSubmitted)]
    assert prompts == ["/greet the world", *(f"M{n} {w}" for n, w in enumerate(
        ["tasks", "elicit", "move", "worktree", "fill", "after"], 1))]  # fmt: skip
    assert [one.trigger for one in evidence if isinstance(one, CompactionFinished)] == ["auto"]


def test_copied_lines_of_a_fork_tell_nothing(lines):
    prompts = [one.text for one in lines("fork") if isinstance(one, PromptSubmitted)]
    assert prompts == ["L3 in the branch"]


def test_usage_is_told_once_a_message(lines):
    for name in ("questions", "subagents", "errors", "misc"):
        ids = [one.message_id for one in lines(name) if isinstance(one, UsageReported) and one.message_id]
        assert ids and len(ids) == len(set(ids))


def test_delivery_ids_are_unique_and_the_same_on_a_second_reading(lines):
    for name in ("questions", "subagents", "errors", "misc", "permission"):
        first = [one.origin.delivery_id for one in lines(name)]
        named = [one for one in first if not one.startswith(PATH)]
        assert len(named) == len(set(named))
        assert first == [one.origin.delivery_id for one in lines(name)]


def test_clues_and_origin():
    raw = user("hello", version="2.1.330", gitBranch="main", entrypoint="cli", promptId="p", session_id="first")
    (prompt,) = CLAUDE.read_line(raw, cursor())
    assert prompt.clues.session_id == "s"
    assert (prompt.clues.transcript_path, prompt.clues.branch, prompt.clues.entrypoint) == (PATH, "main", "cli")
    assert (prompt.origin.source, prompt.origin.delivery_id) == (Source.TRANSCRIPT, "line:u1")
    assert prompt.origin.at == datetime(2026, 11, 23, 1, 35, 1, 290000, tzinfo=UTC)
    assert prompt.origin.seen_at == SEEN


def test_a_queued_prompt_that_went_in_between_two_calls_is_the_persons():
    told = {"type": "queued_command", "prompt": "also do that", "commandMode": "prompt", "origin": {"kind": "human"}}
    (prompt,) = CLAUDE.read_line(line(attachment=told, type="attachment"), cursor())
    assert (prompt.text, prompt.is_machine, prompt.entry_uuid) == ("also do that", False, "u1")
    told = {**told, "commandMode": "task-notification", "origin": {"kind": "task-notification"}}
    assert CLAUDE.read_line(line(attachment=told, type="attachment"), cursor()) == []


def test_a_queued_prompt_with_a_picture_is_not_lost():
    picture = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "aGk="}}
    parts = [{"type": "text", "text": "like this [Image #1]"}, picture]
    told = {"type": "queued_command", "prompt": parts, "commandMode": "prompt", "origin": {"kind": "human"}}
    raw = line(attachment=told, type="attachment")
    (prompt,) = CLAUDE.read_line(raw, cursor())
    assert prompt.text == "like this [Image #1]"
    text, shown = CLAUDE.read_entries(raw, 0)
    assert (text.kind, text.text) == ("user", "like this [Image #1]")
    assert shown.images == ("data:image/png;base64,aGk=",)


def shell(command: str, printed: str) -> list[bytes]:
    ran = user(f"<bash-input>{command}</bash-input>", uuid=command, promptId="p2")
    return [ran, user(f"<bash-stdout>{printed}</bash-stdout><bash-stderr></bash-stderr>", uuid="u2", promptId="p2")]


def test_a_command_for_the_shell_is_a_prompt_where_the_model_answers():
    here = cursor()
    for raw in shell("ls; pwd", "a.txt"):
        assert CLAUDE.read_line(raw, here) == []
    prompt, said = CLAUDE.read_line(assistant([{"type": "text", "text": "I see."}], uuid="u3"), here)
    assert (prompt.text, prompt.prompt_id, prompt.entry_uuid) == ("! ls; pwd", "p2", "ls; pwd")
    assert (prompt.is_machine, prompt.origin.delivery_id) == (False, "line:ls; pwd")
    assert said.text == "I see."
    (said,) = CLAUDE.read_line(assistant([{"type": "text", "text": "More."}], uuid="u4"), here)
    assert said.text == "More."


def test_a_command_for_the_shell_before_a_prompt_is_no_prompt():
    here = cursor()
    for raw in shell("ls", "a.txt"):
        CLAUDE.read_line(raw, here)
    (prompt,) = CLAUDE.read_line(user("what is it?", uuid="u3"), here)
    assert prompt.text == "what is it?"
    assert [type(one) for one in CLAUDE.read_line(assistant([{"type": "text", "text": "A."}]), here)] == [TextSaid]


def test_prompt_snapshots_are_not_parsed_at_all():
    snapshot = b'{"parentUuid":null,"isSidechain":false,"attachment":{"type":"prompt_snapshot","systemPrompt":[broken'
    assert CLAUDE.read_line(snapshot, cursor()) == []
    assert CLAUDE.read_line(b'{"type":"api-request-shape","shape":[broken', cursor()) == []
    with pytest.raises(ValueError):
        CLAUDE.read_line(b'{"type":"user","message":[broken', cursor())


@pytest.mark.parametrize("compact", [True, False])
def test_both_ways_of_spacing_json_are_read(compact):
    separators = (",", ":") if compact else (", ", ": ")
    raw = json.dumps({"type": "user", "uuid": "u", "message": {"content": "hi"}}, separators=separators).encode()
    assert [one.text for one in CLAUDE.read_line(raw, cursor())] == ["hi"]


@pytest.mark.parametrize(
    "raw",
    [b"\xff\xfe", b"not json", b"[1,2]", b"3", b'"text"', b'{"type":"user"', b"[" * 100_000, b"\0" * 100, b"{" * 5000],
)
def test_a_line_that_is_no_object_is_refused(raw):
    with pytest.raises(ValueError):
        CLAUDE.read_line(raw, cursor())


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"   ",
        b'{"type":"unheard-of","x":1}',
        b'{"type":"user"}',
        b'{"type":"user","message":3}',
        b'{"type":"user","message":{"content":3}}',
        b'{"type":"user","message":{"content":[3,null,{"type":"tool_result"}]}}',
        b'{"type":"user","isMeta":true,"message":{"content":"x"}}',
        b'{"type":"user","isSidechain":true,"message":{"content":"x"}}',
        b'{"type":"user","isCompactSummary":true,"message":{"content":"x"}}',
        b'{"type":"user","message":{"content":"<local-command-stdout>x</local-command-stdout>"}}',
        b'{"type":"assistant","message":{"content":[{"type":"tool_use","name":"x"}]}}',
        b'{"type":"assistant","message":{"id":"m","usage":{"input_tokens":"many"},"content":[]}}',
        b'{"type":"system","subtype":5}',
        b'{"type":"cost-state","totalCostUSD":"x"}',
    ],
)
def test_odd_lines_say_nothing(raw):
    assert CLAUDE.read_line(raw, cursor()) == []


def test_odd_bytes_inside_a_line_lose_no_text():
    raw = b'{"type":"user","uuid":"u","message":{"content":"a\xffb \\ud800 c\\u0000"}}'
    (prompt,) = CLAUDE.read_line(raw, cursor())
    assert prompt.text.startswith("a\ufffdb ")
    prompt.text.encode()
    assert "\0" not in prompt.text


def test_a_plan_and_a_question_are_asked_by_the_transcript_alone():
    block = {"type": "tool_use", "id": "t1", "name": "ExitPlanMode", "input": {"plan": "# P"}}
    raw = line(type="assistant", message={"id": "m", "content": [block], "stop_reason": "tool_use"})
    started, asked = CLAUDE.read_line(raw, cursor())
    assert isinstance(started, ToolStarted) and isinstance(asked, InputAsked)
    assert (asked.ask.key, asked.ask.tool_use_id, asked.ask.kind, asked.ask.plan) == ("t1", "t1", AskKind.PLAN, "# P")
    assert started.origin.delivery_id != asked.origin.delivery_id


def test_the_words_of_a_refusal_are_kept():
    said = "The user doesn't want to proceed with this tool use. The tool use was rejected. the user said:\nuse b.txt"
    raw = user([{"type": "tool_result", "tool_use_id": "t", "is_error": True, "content": said}])
    (finished,) = CLAUDE.read_line(raw, cursor())
    assert (finished.is_denied, finished.text) == (True, "use b.txt")


REFUSED = "The user doesn't want to proceed with this tool use. The tool use was rejected."
BY_HOOK = {"decision": "reject", "source": "hook", "reasonType": "hook", "reasonCode": "hook:PermissionRequest"}
BY_HAND = {"decision": "accept", "source": "user_temporary", "grantScope": "once"}


@pytest.mark.parametrize(
    ("said", "is_error", "more", "expected"),
    [
        # recorded with 2.1.330 and 2.1.332
        ("Leave it.", True, {"toolDenialKind": "permission-rule", "permissionDecision": BY_HOOK}, "refused"),
        (REFUSED, True, {"toolDenialKind": "user-rejected", "toolDenialBeforeRun": True}, "refused"),
        ("Exit code 1", True, {"permissionDecision": BY_HAND}, "ran"),
        (REFUSED, True, {"toolDenialKind": "user-rejected", "permissionDecision": BY_HAND}, "ran"),
        ("Stopped.", True, {"toolDenialKind": "interrupted"}, "untold"),
        ("(Bash completed with no output)", False, {"permissionDecision": BY_HAND}, "ran"),
        # recorded with 2.1.197, which has no mark for what a hook refused
        (REFUSED, True, {}, "refused"),
        ("Leave it.", True, {}, "untold"),
        ("Exit code 1", True, {}, "untold"),
        ("(Bash completed with no output)", False, {}, "ran"),
    ],
)  # fmt: skip
def test_whether_a_call_ran_is_told_by_its_decision_or_its_words(said, is_error, more, expected):
    raw = user([{"type": "tool_result", "tool_use_id": "t", "is_error": is_error, "content": said}], **more)
    (finished,) = CLAUDE.read_line(raw, cursor())
    found = "refused" if finished.is_denied else "untold" if finished.is_untold else "ran"
    assert found == expected


def test_a_cut_line_still_ends_its_tool():
    raw = user([{"type": "tool_result", "content": "x" * 400, "tool_use_id": "t9"}])
    (finished,) = CLAUDE.read_line(raw[:250] + LINE_CUT + raw[-100:], cursor())
    assert isinstance(finished, ToolFinished)
    assert (finished.tool_use_id, finished.entry_uuid) == ("t9", "u1")
    assert CLAUDE.read_line(b'{"type":"assistant","message":' + LINE_CUT + b"}", cursor()) == []


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_blocks = st.fixed_dictionaries(
    {"type": st.sampled_from(["text", "tool_use", "tool_result", "thinking"]) | _json},
    optional=dict.fromkeys(("text", "id", "name", "input", "tool_use_id", "content", "is_error"), _json),
)
_message = st.fixed_dictionaries(
    {"content": st.lists(_blocks, max_size=3) | _json}, optional={"usage": _json, "id": _json}
)
_keys = [
    "uuid", "timestamp", "sessionId", "origin", "cwd", "isMeta", "error", "quotaLimits", "isApiErrorMessage", "subtype",
    "toolUseResult", "toolDenialKind", "permissionDecision", "attachment", "compactMetadata",
    "pendingBackgroundAgentCount", "totalCostUSD",
]  # fmt: skip


@given(
    kind=st.sampled_from(["user", "assistant", "system", "attachment", "cost-state"]),
    message=_message | _json,
    rest=st.dictionaries(st.sampled_from(_keys), _json, max_size=6),
)
def test_only_value_errors_are_raised(kind, message, rest):
    raw = json.dumps({"type": kind, "message": message, **rest}).encode("utf-8", "surrogatepass")
    try:
        evidence = CLAUDE.read_line(raw, cursor())
    except ValueError:
        return
    for one in evidence:
        assert one.origin.at.tzinfo is not None
    CLAUDE.read_entries(raw, 0)


@given(raw=st.binary(max_size=300))
def test_random_bytes_are_refused_or_say_nothing(raw):
    with contextlib.suppress(ValueError):
        CLAUDE.read_line(raw, cursor())
    CLAUDE.read_entries(raw, 0)


def test_entries_show_the_conversation(data):
    raw = (data / "2.1.330" / "transcripts" / "questions.jsonl").read_bytes()
    entries = [entry for each in raw.splitlines() for entry in CLAUDE.read_entries(each, 0)]
    kinds = [entry.kind for entry in entries[:6]]
    assert kinds == ["user", "tool", "result", "assistant", "user", "tool"]
    assert (entries[1].tool, entries[1].summary) == ("AskUserQuestion", "Which colour?")
    assert entries[1].text.startswith("{\n")


@pytest.mark.parametrize(
    ("content", "kind", "shown"),
    [
        ("<bash-input>ls -l</bash-input>", "user", "! ls -l"),
        ("<bash-stdout>a.txt</bash-stdout><bash-stderr>no b</bash-stderr>", "result", "a.txt\nno b"),
        ("<command-name>/model</command-name>\n  <command-args>opus</command-args>", "user", "/model opus"),
        ("<command-message>greet</command-message>\n<command-name>/greet</command-name>", "user", "/greet"),
        ("<local-command-stdout>Compacted</local-command-stdout>", "result", "Compacted"),
        ("[Request interrupted by user]", "system", "[Request interrupted by user]"),
        ('Look:\n\n<pasted_content id="1">\nx\n</pasted_content id="1">\n', "user", "Look:\nx"),
        ("<b>mine</b>", "user", "<b>mine</b>"),
    ],
)
def test_entries_show_the_persons_own_words(content, kind, shown):
    (entry,) = CLAUDE.read_entries(user(content), 0)
    assert (entry.kind, entry.text, entry.is_machine) == (kind, shown, False)


def test_bulky_results_are_folded():
    raw = user([{"type": "tool_result", "tool_use_id": "t", "content": "x" * 50_000}])
    (entry,) = CLAUDE.read_entries(raw, 7)
    assert (entry.kind, entry.is_folded, entry.size_chars, len(entry.text), entry.offset_bytes) == (
        "result", True, 50_000, 4_000, 7,
    )  # fmt: skip


def test_registry_files_of_both_versions(data):
    files = json.loads((data / "registry.json").read_text())
    statuses = set()
    for values in files.values():
        reading = CLAUDE.read_registry(json.dumps(values).encode(), "/r/1.json", SEEN)
        statuses.add((reading.status, reading.waiting_for))
        assert reading.session_id and reading.pid and reading.proc_start
        assert reading.status_at.year == 2026 and reading.status_at.tzinfo is not None
        assert reading.started_at is not None
    assert statuses == {
        ("idle", ""), ("busy", ""), ("shell", ""), ("waiting", "permission prompt"), ("waiting", "input needed"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b"{}", b'{"pid":1}', b'{"pid":"x","sessionId":"s"}', b'{"pid":-4,"sessionId":"s"}', b"\xff",
     b'{"pid":1.5,"sessionId":"s"}', b'{"pid":true,"sessionId":"s"}', b'{"pid":99999999999,"sessionId":"s"}',
     b'{"pid":1,"sessionId":7}', b"[" * 100_000],
)  # fmt: skip
def test_hostile_registry_files_are_refused(raw):
    with pytest.raises(ValueError):
        CLAUDE.read_registry(raw, "/r/1.json", SEEN)


def test_odd_values_in_a_registry_file_do_not_hide_the_session():
    raw = json.dumps(
        {"pid": 5, "sessionId": "s", "procStart": {"a": 1}, "statusUpdatedAt": 1e300, "cwd": 3, "status": 1}
    )
    reading = CLAUDE.read_registry(raw.encode(), "/r/5.json", SEEN)
    assert (reading.proc_start, reading.status, reading.cwd, reading.status_at) == (None, "", "", SEEN)


def test_folders_of_a_configuration():
    assert CLAUDE.config_roots({}, "/home/dev") == ("/home/dev/.claude",)
    assert CLAUDE.config_roots({"CLAUDE_CONFIG_DIR": "/x/"}, "/home/dev") == ("/x", "/home/dev/.claude")
    assert CLAUDE.config_roots({"CLAUDE_CONFIG_DIR": "~/.claude"}, "/home/dev") == ("/home/dev/.claude",)
    assert CLAUDE.root_of_transcript(PATH) == "/home/dev/.claude"
    assert CLAUDE.root_of_transcript("/home/projects/.c/projects/-a/s/subagents/agent-x.jsonl") == "/home/projects/.c"
    assert CLAUDE.root_of_transcript("/tmp/x.jsonl") is None
    assert CLAUDE.root_of_transcript("relative/x") is None
    assert CLAUDE.settings_file("/r") == "/r/settings.json"
    assert CLAUDE.registry_dir("/r") == "/r/sessions"


@pytest.mark.parametrize(
    ("command", "is_it"),
    [("claude", True), ("/usr/local/bin/claude", True), ("2.1.330", True), ("/x/versions/2.1.330", True),
     ("claude --resume x", True), ("bash", False), ("claude-monitor", False), ("python3.11", False), ("", False)],
)  # fmt: skip
def test_is_process(command, is_it):
    assert CLAUDE.is_process(command) is is_it
