"""What is remembered of each command is the same whoever tells it: hooks, or transcript and live-session file alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from headspace_desktop.app import recorder
from headspace_desktop.app.replay import Player
from headspace_desktop.paths import Paths
from headspace_desktop.recording.tape import Header, Told
from headspace_desktop.store.database import open_store
from headspace_desktop.store.records import Records
from tests.engine.test_engine_recorded_faults import BEGUN, START, file, hook, line

CORPUS = Path(__file__).parents[1] / "accuracy/corpus"
Rows = list[tuple[str, ...]]
Remember = Callable[..., tuple[Rows, Rows]]


@pytest.fixture
def remember(tmp_path: Path) -> Remember:
    """Plays messages into a store of their own: (who said what, command with outcome and output), in order of time."""
    count = 0

    def play(told: Iterable[Told], header: Header | None = None) -> tuple[Rows, Rows]:
        nonlocal count
        count += 1
        paths = Paths.from_environment({"HEADSPACE_HOME": str(tmp_path / f"hs{count}")})
        paths.make_private()
        store = lambda: Records(open_store("", paths, host_id="h", host_name="h"))  # noqa: E731
        player = Player(header or Header(START), open_memory=store)
        player.play(sorted(told, key=lambda one: one.t_s))
        player.engine.close()
        with closing(sqlite3.connect(paths.database_file)) as db:
            turns = db.execute("SELECT lower(actor), text FROM turns WHERE NOT is_internal ORDER BY at, id").fetchall()
            commands = db.execute(
                "SELECT full_command, lower(outcome), coalesce(full_output, '') FROM commands ORDER BY started_at, id"
            ).fetchall()
        return turns, commands

    return play


@pytest.mark.parametrize(
    "name",
    [
        "2.1.330/esc-and-on", "2.1.330/esc-at-a-permission", "2.1.330/permission-denied", "2.1.330/hung-up-in-a-tool",
        "2.1.330/the-pane-is-closed-at-a-question", "2.1.330/a-command-of-the-person",
        "2.1.330/a-prompt-while-it-works", "2.1.330/question-in-text", "2.1.330/killed-at-a-permission",
        "2.1.197/an-agent-within-an-agent", "2.1.197/esc-while-a-tool-runs", "2.1.197/esc-before-the-answer",
        "2.1.330/esc-before-the-answer", "2.1.330/esc-in-thought", "2.1.330/a-prompt-taken-back",
        "2.1.197/a-prompt-taken-back", "2.1.197/streaming-slowly", "2.1.330/cut-off-in-the-answer",
        "2.1.197/with-a-prompt-at-the-start", "2.1.330/a-long-day", "2.1.332/three-prompts-in-a-row",
    ],
)  # fmt: skip
def test_hooks_and_files_leave_the_same_commands_and_turns(remember: Remember, name: str) -> None:
    header, told = recorder.read_file(CORPUS / f"{name}.jsonl.gz")
    turns, commands = remember(told, header)
    assert turns and commands
    assert remember([one for one in told if one.via != "hook"], header) == (turns, commands)


def without_hooks(remember: Remember, name: str) -> tuple[Rows, Rows]:
    header, told = recorder.read_file(CORPUS / f"{name}.jsonl.gz")
    return remember([one for one in told if one.via != "hook"], header)


def test_what_a_subagent_asks_begins_no_command_of_nothing(remember: Remember) -> None:
    header, told = recorder.read_file(CORPUS / "2.1.330/a-subagent-asks.jsonl.gz")
    _turns, commands = remember(told, header)
    assert commands and all(command for command, _outcome, _output in commands)
    assert commands == without_hooks(remember, "2.1.330/a-subagent-asks")[1]


def test_without_hooks_the_call_of_a_subagent_is_not_taken_for_what_that_one_asks(remember: Remember) -> None:
    """2.1.197 waits for its sub-agents; for which of their calls the live-session file waits, it does not tell."""
    turns, _commands = without_hooks(remember, "2.1.197/a-subagent-asks")
    assert [actor for actor, _text in turns] == ["user", "agent"]


def test_without_hooks_a_prompt_that_esc_lets_go_has_its_words(remember: Remember) -> None:
    _turns, commands = without_hooks(remember, "2.1.197/esc-with-a-prompt-waiting")
    assert [(outcome, bool(output)) for _command, outcome, output in commands] == [
        ("interrupted", False), ("finished", True),
    ]  # fmt: skip


def test_the_silence_of_a_session_that_two_processes_share_is_no_interruption(remember: Remember) -> None:
    """Without hooks nobody tells which of the two wrote a line."""
    _turns, commands = without_hooks(remember, "2.1.197/taken-up-by-a-second-process")
    assert [outcome for _command, outcome, _output in commands] == ["finished", None, "finished"]


def queued(t_s: float, text: str) -> Told:
    """A hook tells a prompt that was typed while a turn ran, with the id of that turn."""
    return hook(t_s, "UserPromptSubmit", prompt=text, prompt_id="p")


def prompt(t_s: float, text: str, prompt_id: str) -> Told:
    return line(
        t_s, type="user", promptId=prompt_id, origin={"kind": "human"}, message={"role": "user", "content": text}
    )


def joined(t_s: float, text: str) -> Told:
    told = {"type": "queued_command", "prompt": text, "commandMode": "prompt", "origin": {"kind": "human"}}
    return line(t_s, type="attachment", attachment=told)


def test_a_queued_prompt_that_is_sent_at_once_is_a_command_of_its_own(remember: Remember) -> None:
    """The turn that ran is given up without a word in hooks or transcript (2.1.330, ctrl+x ctrl+s)."""
    turns, commands = remember([
        *BEGUN, prompt(1.01, "a", "p"), file(1.1, "busy"), queued(3, "b"), prompt(4, "b", "q"),
        hook(7, "Stop", last_assistant_message="Done b.", prompt_id="q"), file(7.1, "idle"),
    ])  # fmt: skip
    assert turns == [("user", "a"), ("user", "b"), ("agent", "Done b.")]
    assert commands == [("a", "superseded", ""), ("b", "finished", "Done b.")]


def test_queued_prompts_that_begin_a_turn_together_are_one_command(remember: Remember) -> None:
    _turns, commands = remember([
        *BEGUN, prompt(1.01, "a", "p"), file(1.1, "busy"), queued(2, "b"), queued(3, "c"),
        hook(5, "Stop", last_assistant_message="Done a.", prompt_id="p"), file(5.02, "idle"), file(5.1, "busy"),
        prompt(5.1, "b", "q"), prompt(5.102, "c", "r"),
        hook(8, "Stop", last_assistant_message="Done both.", prompt_id="r"), file(8.1, "idle"),
    ])  # fmt: skip
    assert commands == [("a", "finished", "Done a."), ("b\nc", "finished", "Done both.")]


def taken_back(t_s: float, text: str, at_s: float | None = None) -> Told:
    one = line(at_s or t_s, type="queue-operation", operation="popAll", content=text)
    return Told(t_s, "transcript", one.values)


def test_a_queued_prompt_that_is_taken_back_is_no_turn_and_may_be_sent_again(remember: Remember) -> None:
    told = [*BEGUN, prompt(1.01, "a", "p"), file(1.1, "busy"), queued(2, "b"), taken_back(3, "b")]
    end = [hook(9, "Stop", last_assistant_message="Done.", prompt_id="p"), file(9.1, "idle")]
    turns, commands = remember([*told, *end])
    assert turns == [("user", "a"), ("agent", "Done.")]
    assert commands == [("a", "finished", "Done.")]
    assert remember([*told, queued(4, "b"), joined(5, "b"), *end])[0] == [
        ("user", "a"), ("user", "b"), ("agent", "Done."),
    ]  # fmt: skip
    longer = [queued(2.5, "b c"), taken_back(3, "b c"), joined(5, "b")]
    assert remember([*told[:-1], *longer, *end])[0] == [("user", "a"), ("user", "b"), ("agent", "Done.")]
    late = Told(4, "hook", {**queued(4, "b").values, "at": (START + timedelta(seconds=2)).isoformat()})
    assert remember([*told[:-2], told[-1], late, *end])[0] == turns, "its hook is read after it was taken back"


def test_two_queued_prompts_that_join_the_turn_are_told_once_each(remember: Remember) -> None:
    turns, commands = remember([
        *BEGUN, prompt(1.01, "a", "p"), file(1.1, "busy"), queued(2, "b"), queued(3, "c"), joined(4, "b"),
        joined(4.01, "c"), hook(7, "Stop", last_assistant_message="All done.", prompt_id="p"), file(7.1, "idle"),
    ])  # fmt: skip
    assert turns == [("user", "a"), ("user", "b"), ("user", "c"), ("agent", "All done.")]
    assert commands == [("a", "finished", "All done.")]


def test_without_hooks_an_end_of_which_nobody_tells_is_not_called_finished(remember: Remember) -> None:
    """The model has said something, and the live-session file is idle: it may be cut off, or done."""
    said = {"role": "assistant", "id": "m", "stop_reason": None, "content": [{"type": "text", "text": "I look."}]}
    told = [file(0, "idle"), file(1, "busy"), prompt(1.1, "a", "p"), line(2, type="assistant", message=said)]
    _turns, commands = remember([*told, file(3, "idle")])
    assert commands == [("a", None, "")]
    _turns, commands = remember([*told, file(3, "idle"), line(3.1, type="system", subtype="turn_duration")])
    assert [outcome for _command, outcome, _output in commands] == ["finished"]


def test_without_hooks_esc_before_the_first_word_is_known_by_its_silence(remember: Remember) -> None:
    """The program writes nothing when it takes the prompt back into its box (2.1.197, 2.1.330)."""
    told = [file(0, "idle"), file(1, "busy"), prompt(1.1, "a", "p"), file(3, "idle")]
    assert remember(told)[1] == [("a", "interrupted", "")]
    said = {"role": "assistant", "id": "m", "stop_reason": "end_turn", "content": [{"type": "text", "text": "Done."}]}
    late = Told(7, "transcript", line(2.9, type="assistant", message=said).values)
    assert remember([*told, late])[1] == [("a", "finished", "Done.")]


def test_a_prompt_that_is_told_after_the_end_of_its_turn_has_that_turns_output(remember: Remember) -> None:
    """No hook tells of a command for the shell that the model answers, and the transcript trails."""
    _turns, commands = remember([
        *BEGUN, hook(2, "Stop", last_assistant_message="Done a.", prompt_id="p"), file(2.1, "idle"), file(4, "busy"),
        hook(8, "Stop", last_assistant_message="I see.", prompt_id="q"), file(8.1, "idle"),
        Told(8.5, "transcript", prompt(4, "! ls", "q").values),
    ])  # fmt: skip
    assert commands == [("a", "finished", "Done a."), ("! ls", "finished", "I see.")]
