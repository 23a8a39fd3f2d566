"""Recordings: read, scrubbed, told again; and hostile files are a trouble, never a crash."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from headspace_desktop.app import recorder
from headspace_desktop.app.replay import Player
from headspace_desktop.cli import main
from headspace_desktop.domain.events import ScreenSeen
from headspace_desktop.domain.intent import intent_of_final
from headspace_desktop.domain.model import PaneRef
from headspace_desktop.host import this_host
from headspace_desktop.paths import Paths
from headspace_desktop.recording.scrub import Scrub
from headspace_desktop.recording.tape import Header, Told, dump, load
from headspace_desktop.settings import Settings
from headspace_desktop.store.database import open_store
from headspace_desktop.store.records import Records
from headspace_desktop.troubles import NothingRecorded, RecordingUnreadable, RecordingUnwritable
from tests.engine.recorded import Recording, Said, Stage, in_order

START = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
HEADER = Header(START, client_version="2.1.330")


def hook(t_s: float, event: str, **payload: Any) -> Told:
    common = {"hook_event_name": event, "session_id": "11111111-2222-4333-8444-555555555555", "cwd": "/home/me/secret"}
    return Told(t_s, "hook", {"name": f"{t_s}.7", "pid": 7, "proc_start": "1", "payload": common | payload})


TURN = [
    hook(0.0, "SessionStart", source="startup"),
    hook(1.0, "UserPromptSubmit", prompt="Fix the Password reset, please", prompt_id="p1"),
    hook(2.0, "PreToolUse", tool_name="Bash", tool_input={"command": "cat /etc/shadow"}, tool_use_id="toolu_1"),
    hook(3.0, "PermissionRequest", tool_name="Bash", tool_input={"command": "cat /etc/shadow"}),
    hook(5.0, "PostToolUse", tool_name="Bash", tool_input={}, tool_use_id="toolu_1", tool_response={"stdout": "root"}),
    hook(6.0, "Stop", last_assistant_message="I read it.\n\nShall I go on?", prompt_id="p1"),
]


def states(told: list[Told], header: Header = HEADER) -> list[tuple[float, str, str]]:
    return [(one.t_s, one.verdict.state, one.verdict.sub_state) for one in Player(header).play(told)]


STORY = [
    (0.0, "idle", "fresh"), (1.0, "working", "thinking"), (2.0, "working", "tool"), (3.0, "needs_input", "permission"),
    (5.0, "working", "thinking"), (6.0, "needs_input", "question_in_text"),
]  # fmt: skip


def test_a_recording_is_the_same_after_the_file(tmp_path: Path) -> None:
    for name in ("a.jsonl", "a.jsonl.gz"):
        assert recorder.write_file(tmp_path / name, HEADER, TURN) == len(TURN)
        header, told = recorder.read_file(tmp_path / name)
        assert (header, states(told)) == (HEADER, STORY)
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


def test_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("a.gz", "b.gz"):
        recorder.write_file(tmp_path / name, HEADER, TURN)
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()


def test_no_file_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine")
    with pytest.raises(RecordingUnwritable):
        recorder.write_file(tmp_path / "there", HEADER, TURN)
    assert (tmp_path / "there").read_text() == "mine"


def test_scrubbed_it_tells_the_same_story_without_content() -> None:
    scrub = Scrub(b"always the same")
    clean = [scrub.told(one) for one in TURN]
    assert states(clean) == STORY
    text = "".join(dump(HEADER, clean))
    for word in ("secret", "Password", "shadow", "root", "Fix", "11111111-2222", "home/me/", "toolu_1"):
        assert word not in text
    assert "PreToolUse" in text
    assert "go on?" not in text
    assert text.count("?") == 1


def test_names_and_sentences_under_the_keys_of_machine_words_are_replaced() -> None:
    """A connected server, an agent's kind of the person's own, a reason in words, a name between angle brackets."""
    hook = {
        "hook_event_name": "PermissionDenied", "tool_name": "mcp__acme__merge_plan", "agent_type": "acme-merger",
        "reason": "Acme must not know", "error": "the Acme key is wrong", "prompt": "<acme> <task-notification>",
    }  # fmt: skip
    kept = {"kind": "SubagentStarted", "payload": {"kind": "acme-merger", "tool": "mcp__acme__merge_plan"}}
    call = {"type": "tool_use", "name": "mcp__acme__merge_plan", "input": {}}
    line = {"path": "p", "lines": [{"offset": 1, "line": {"type": "assistant", "message": {"content": [call]}}}]}
    scrub = Scrub()
    told = [Told(0, "hook", {"name": "m", "payload": hook}), Told(1, "event", kept), Told(2, "transcript", line)]
    said = json.dumps([scrub.told(one).values for one in told]).lower()
    assert not [word for word in ("acme", "merge", "know", "wrong") if word in said]
    assert said.count("mcp__") == 3
    assert "<task-notification>" in said
    assert "subagentstarted" in said


def test_two_recordings_share_no_made_up_words() -> None:
    assert Scrub().text("one and the same") != Scrub().text("one and the same")
    scrub = Scrub()
    assert scrub.text("one and the same") == scrub.text("one and the same")


def test_different_words_stay_different() -> None:
    words = (
        [f"m{number}" for number in range(300)] + [chr(code) for code in range(97, 123)] + [str(n) for n in range(50)]
    )
    scrub = Scrub()
    assert len({scrub.text(word) for word in words}) == len(set(words))


@pytest.mark.parametrize(
    "text",
    [
        "Done.",
        "Which one?",
        "All done. Let me know if anything else is wanted?",
        "```\nx?\n```",
        "Is it **so**?",
        "a" * 9000 + " so?",
    ],
)
def test_what_a_text_means_survives(text: str) -> None:
    assert intent_of_final(Scrub().text(text)) is intent_of_final(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "\n\n", "no json", "[]", "{}", '{"headspace_recording":2}', '{"headspace_recording":1,"started_at":"soon"}',
        '{"headspace_recording":1,"started_at":"2026-01-01T00:00:00Z"}\n{"t":"x","via":"hook"}',
        '{"headspace_recording":1,"started_at":"2026-01-01T00:00:00Z"}\n{"t":1e400,"via":"hook"}',
        '{"headspace_recording":1,"started_at":"2026-01-01T00:00:00Z"}\n' + "[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_recording_is_a_trouble(text: str) -> None:
    with pytest.raises(RecordingUnreadable):
        load(text.splitlines())


@pytest.mark.parametrize(
    "told",
    [
        Told(0, "hook", {}), Told(0, "hook", {"payload": []}), Told(0, "hook", {"payload": {}, "at": "x"}),
        Told(0, "transcript", {"path": "/a", "lines": [{"offset": "x", "line": {}}]}),
        Told(0, "registry", {"path": "/a", "file": {"pid": -1}}), Told(0, "process", {"pid": "x"}),
        Told(0, "event", {"kind": "Nothing", "payload": {}}), Told(0, "registry_gone", {}),
    ],
    ids=repr,
)  # fmt: skip
def test_a_message_that_cannot_be_read_is_a_trouble(told: Told) -> None:
    with pytest.raises(RecordingUnreadable):
        Player(HEADER).play([told])


def test_unknown_witnesses_are_passed_over() -> None:
    assert states([Told(0.5, "a later one", {"x": 1}), *TURN]) == STORY


def test_a_damaged_archive_is_a_trouble(tmp_path: Path) -> None:
    whole = gzip.compress("".join(dump(HEADER, TURN)).encode())
    for name, data in {"cut": whole[:60], "no": b"no archive", "bytes": gzip.compress(b"\xff\xfe")}.items():
        (tmp_path / f"{name}.gz").write_bytes(data)
        with pytest.raises(RecordingUnreadable):
            recorder.read_file(tmp_path / f"{name}.gz")
    with pytest.raises(RecordingUnreadable):
        recorder.read_file(tmp_path / "missing")


def kept(folder: Path, recording: Recording, *parts: list[Said], **options: Any) -> tuple[Stage, Header, list[Told]]:
    """The run that was seen, and what was recorded of it from its store."""
    paths = Paths.from_environment({"HEADSPACE_HOME": str(folder / "hs")})
    paths.make_private()
    host = this_host(paths.data_dir)
    stage = Stage(lambda: Records(open_store("", paths, host_id=host.id, host_name=host.name)), recording.base)
    stage.play(in_order(*parts))
    stage.engine.close()
    file = folder / "kept.jsonl.gz"
    asked = {"agent_uuid": None, "since": None, "with_content": False} | options
    assert recorder.record(paths, Settings(), file, **asked) > 4
    return stage, *recorder.read_file(file)


def words_of(header: Header, told: list[Told]) -> list[str]:
    words = [f"{h.verdict.state}/{h.verdict.sub_state}".rstrip("/") for h in Player(header).play(told)]
    return [word for at, word in enumerate(words) if at == 0 or word != words[at - 1]]


@pytest.mark.parametrize("name", ["permission", "tui_basic"])
@pytest.mark.parametrize("with_content", [True, False])
def test_what_the_store_kept_tells_the_same_story(tmp_path: Path, name: str, *, with_content: bool) -> None:
    recording = Recording("2.1.330", name)
    parts = recording.hooks(), recording.transcript(), recording.registry((0.1, "idle", ""))
    stage, header, told = kept(tmp_path, recording, *parts, with_content=with_content)
    assert words_of(header, told) == stage.words
    assert header.is_scrubbed is not with_content


@pytest.mark.parametrize("with_content", [True, False])
def test_a_session_without_hooks_is_recorded_too(tmp_path: Path, *, with_content: bool) -> None:
    recording = Recording("2.1.330", "permission")
    file = recording.registry((0.1, "idle", ""), (1.5, "busy", ""), (90.0, "idle", ""))
    stage, header, told = kept(tmp_path, recording, recording.transcript(), file, with_content=with_content)
    assert "done" in stage.words
    assert words_of(header, told) == stage.words


def test_a_recording_that_begins_in_the_middle_of_a_session_tells_the_rest(tmp_path: Path) -> None:
    """What its live-session file says again and again was told before."""
    recording = Recording("2.1.330", "permission")
    file = recording.registry((0.1, "idle", ""), (1.5, "busy", ""), (90.0, "idle", ""))
    since = recording.base + timedelta(seconds=1)
    stage, header, told = kept(tmp_path, recording, recording.transcript(), file, since=since)
    assert words_of(header, told) == stage.words[1:]


def test_what_a_pane_showed_is_recorded_without_a_word_of_it(tmp_path: Path) -> None:
    recording = Recording("2.1.330", "permission")
    pane = PaneRef("/tmp/tmux-secret/default", "%7")
    rest_at = recording.base + timedelta(seconds=200)
    registry = recording.registry((0.1, "idle", ""))
    seen_at = replace(registry[0], message=with_pane(registry[0].message, pane))
    looks = [
        Said(rest_at + timedelta(seconds=at), ScreenSeen(pane, shows, dialog, rest_at + timedelta(seconds=at)))
        for at, shows, dialog in ((0, "prompt", ""), (5, "dialog", "other"), (9, "prompt", ""))
    ]
    stage, header, told = kept(tmp_path, recording, recording.hooks()[:-1], [seen_at], looks)  # without its end
    assert stage.words[-2:] == ["needs_input/dialog", "done"]
    assert words_of(header, told) == stage.words
    screens = [one.values for one in told if one.via == "screen"]
    assert [(one["shows"], one["dialog"]) for one in screens] == [("prompt", ""), ("dialog", "other"), ("prompt", "")]
    assert "secret" not in json.dumps(screens)


def with_pane(seen: Any, pane: PaneRef) -> Any:
    return replace(seen, reading=replace(seen.reading, pane=pane))


def test_an_empty_store_gives_no_recording(tmp_path: Path) -> None:
    paths = Paths.from_environment({"HEADSPACE_HOME": str(tmp_path / "hs")})
    paths.make_private()
    open_store("", paths, host_id="h", host_name="h").close()
    with pytest.raises(NothingRecorded):
        recorder.record(paths, Settings(), tmp_path / "x", agent_uuid=None, since=None, with_content=False)


def test_replay_prints_each_change_with_its_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recorder.write_file(tmp_path / "a.jsonl", HEADER, TURN)
    assert main(["replay", str(tmp_path / "a.jsonl")]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[4].split()[:4] == ["3.000", "1", "needs_input/permission", "needs.ask"]
    assert main(["replay", "--json", str(tmp_path / "a.jsonl")]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["t"], line["state"], line["sub_state"]) for line in lines] == STORY
    assert lines[3]["rule"] == "needs.ask"
    assert main(["replay", str(tmp_path / "none")]) == 1
    assert "cannot be read" in capsys.readouterr().err
