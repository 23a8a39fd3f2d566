"""What was recorded with the real program, told by hooks, by files, by both, late and in pieces."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from headspace_desktop.domain import effects as f
from headspace_desktop.paths import Paths
from headspace_desktop.store.database import open_store
from headspace_desktop.store.records import Batch, Loaded, Records
from headspace_desktop.troubles import StoreLocked
from tests.engine.recorded import Recording, Said, Stage, in_order

NEW, OLD = "2.1.330", "2.1.197"

TURN = ["working/thinking", "done"]
TOOL = ["working/thinking", "working/tool", "working/thinking", "done"]
ASKED = ["working/thinking", "working/tool", "needs_input/permission", "working/thinking", "done"]
QUESTION = ["working/thinking", "needs_input/question", "working/thinking", "done"]
NOTIFIED = ["working/thinking", "done"]


class Nothing:
    """A store that forgets: the rules alone are looked at."""

    def __init__(self) -> None:
        self.batches: list[Batch] = []

    def load(self, _now: Any) -> Loaded:
        return Loaded((), (), (), {})

    def known(self, _ids: Any) -> set[str]:
        return set()

    def find_agent(self, _client: str, _session_id: str) -> None:
        return None

    def save(self, batch: Batch) -> None:
        self.batches.append(batch)

    def measure(self, _at: Any) -> bool:
        return False

    def prune(self, _before: Any) -> int:
        return 0

    def close(self) -> None:
        pass

    def spoken(self) -> list[tuple[str, str, str]]:
        """(actor, intent, text) of every turn that the person sees, each once, in the order of its moments."""
        turns = {}
        for batch in self.batches:
            for agent_uuid, _command, turn in batch.turns:
                turns.setdefault((agent_uuid, turn.key), turn)
        shown = sorted((turn for turn in turns.values() if not turn.is_internal), key=lambda turn: turn.at)
        return [(turn.actor.value, turn.intent.value, turn.text) for turn in shown]


def play(said: list[Said], recording: Recording) -> tuple[Stage, Nothing]:
    memory = Nothing()
    stage = Stage(lambda: memory, recording.base)
    stage.play(said)
    return stage, memory


PERMISSION_STORY = [
    "idle/fresh", *ASKED,  # allowed in the terminal
    "working/thinking", "working/tool", "needs_input/permission",  # refused with Esc: no hook tells
    *ASKED, *ASKED, *ASKED, *TOOL, *ASKED,
    "working/thinking", "working/tool", "needs_input/permission", "working/thinking", "working/tool",
    "working/thinking", "done", "ended/clean",
]  # fmt: skip

HOOK_STORIES: dict[tuple[str, str], list[str]] = {
    (NEW, "permission"): PERMISSION_STORY,
    (NEW, "errors"): [
        "idle/fresh", *TURN, "working/thinking", "stalled/rate_limit", "working/thinking", "stalled/error",
        "working/thinking", "stalled/authentication", "working/thinking", "stalled/error", *TURN,
        "working/thinking", "stalled/billing",
        "working/thinking", "working/tool", "working/thinking", "working/tool", "working/thinking", "done",
        *TURN, "working/thinking", "stalled/error", "ended/clean",
    ],
    (NEW, "subagents"): [
        "idle/fresh",
        "working/thinking", "working/tool", "working/thinking", "working/tool", "working/background",
        "working/thinking",  # told itself, and a prompt that was typed meanwhile goes on without a pause
        "working/tool", "working/thinking", "working/tool", "working/background",
        *NOTIFIED,
        "working/thinking", "working/tool", "working/thinking", "working/background", *NOTIFIED,
        *TOOL,
        "working/thinking", "working/tool", "working/thinking", "working/tool", "working/thinking", "done",
        *TOOL, "ended/clean",
    ],
    (OLD, "subagents"): [],  # only looked at for flicker
    (NEW, "tui_basic"): [
        "idle/fresh", "working/thinking", "working/tool", "working/thinking", "working/tool",
        "needs_input/permission", "working/thinking", "done",
        "idle/fresh", *TURN, *TURN, "ended/clean",  # compaction in between: its own hooks are not installed
    ],
    (NEW, "questions"): [],
    (OLD, "questions"): [],
    (OLD, "permission"): [],
}  # fmt: skip


@pytest.mark.parametrize(("version", "name"), HOOK_STORIES)
def test_hooks_alone_tell_the_recorded_story(version: str, name: str) -> None:
    recording = Recording(version, name)
    stage, _memory = play(recording.hooks(), recording)
    if expected := HOOK_STORIES[version, name]:
        assert stage.words == expected
    assert stage.words[-1] == "ended/clean"


@pytest.mark.parametrize(("version", "name"), HOOK_STORIES)
@pytest.mark.parametrize("lag_s", [0.05, 0.6, 3.0])
def test_transcript_beside_the_hooks_says_nothing_twice_and_changes_no_end(
    version: str, name: str, lag_s: float
) -> None:
    recording = Recording(version, name)
    _stage, alone = play(recording.hooks(), recording)
    stage, both = play(in_order(recording.hooks(), recording.transcript(lag_s)), recording)
    assert stage.words[-1] == "ended/clean"
    plain = {"command", "completion", "question"}  # an answer in the terminal may be heard from the transcript alone
    said = Counter(text for _actor, intent, text in alone.spoken() if intent in plain)
    told = Counter(text for _actor, intent, text in both.spoken() if intent in plain)
    assert {text: told[text] for text in said} == said


@pytest.mark.parametrize(("version", "name"), HOOK_STORIES)
def test_no_verdict_flips_to_done_for_less_than_a_moment(version: str, name: str) -> None:
    """A bubble that is taken back at once is worse than a late one."""
    recording = Recording(version, name)
    for said in (recording.hooks(), in_order(recording.hooks(), recording.transcript(0.6))):
        stage, _memory = play(said, recording)
        for story in stage.verdicts.values():
            for (at, words), (next_at, _next) in itertools.pairwise(story):
                assert words != "done" or next_at - at > 0.5, f"done for {next_at - at:.2f} s at {at:.2f}"


def test_prompt_typed_during_a_turn_is_kept_and_begins_its_own_command() -> None:
    """Its hook carries the id of the turn before, and comes 19 ms before that turn's stop."""
    recording = Recording(NEW, "subagents")
    for said in (recording.hooks(), in_order(recording.hooks(), recording.transcript())):
        _stage, memory = play(said, recording)
        assert [text for _a, _i, text in memory.spoken()].count("S2 background") == 1
        commands = {uuid: command for batch in memory.batches for uuid, (_agent, command) in batch.commands.items()}
        (command,) = [command for command in commands.values() if command.full_command == "S2 background"]
        outputs = [c.full_output for b in memory.batches for _agent, c in b.commands.values() if c.uuid == command.uuid]
        assert [output for output in outputs if output] == ["S2 started it."]


def test_refusal_by_a_hook_is_said_to_be_one_by_the_transcript_alone() -> None:
    recording = Recording(NEW, "permission")
    for said, third in ((recording.hooks(), []), (in_order(recording.hooks(), recording.transcript(0.2)), ["Denied"])):
        _stage, memory = play(said, recording)
        answers = [text for _actor, intent, text in memory.spoken() if intent == "answer"]
        refused = [text for text in answers if text == "Denied"][-1:]
        assert refused == third
        assert answers.count("Allowed") == 5


def test_prompt_after_an_unanswered_dialog_is_no_answer() -> None:
    recording = Recording(NEW, "permission")
    _stage, memory = play(recording.hooks(), recording)
    assert ("user", "command", "P3 hook-allow") in memory.spoken()


def test_esc_at_a_dialog_is_heard_from_the_live_session_file() -> None:
    recording = Recording(NEW, "permission")
    live = recording.registry((12.9, "busy", ""), (13.2, "waiting", "permission prompt"), (14.2, "idle", ""))
    stage, _memory = play(in_order(recording.hooks(), live), recording)
    (story,) = stage.verdicts.values()
    (at,) = [at for at, words in story if words == "idle/interrupted"]
    assert 14.2 < at < 14.8


def test_files_alone_tell_the_waiting_and_the_call_that_waits() -> None:
    recording = Recording(NEW, "permission")
    live = recording.registry((1.4, "busy", ""), (1.8, "waiting", "permission prompt"), (8.1, "busy", ""))
    stage, memory = play(in_order(recording.transcript(), live), recording)
    assert stage.words[:2] == ["working/thinking", "needs_input/permission"]
    assert ("agent", "question", "Run: touch made-by-p1.txt") in memory.spoken()


def test_files_alone_ask_no_permission_for_a_call_that_has_ended() -> None:
    """The plan's dialog opens while the transcript still owes the result of the write before it."""
    recording = Recording(NEW, "questions")
    live = recording.registry((18.3, "busy", ""), (19.05, "waiting", "permission prompt"), (20.7, "busy", ""))
    _stage, memory = play(in_order(recording.transcript(0.6), live), recording)
    assert [text for _a, intent, text in memory.spoken() if intent == "question" and "Write" in text] == []


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("name", ["permission", "questions", "subagents", "tui_basic"])
def test_mails_that_come_late_and_swapped_end_in_the_same_words(name: str, seed: int) -> None:
    recording = Recording(NEW, name)
    chance = random.Random(seed)
    straight, memory = play(recording.hooks(), recording)
    late = [
        Said(item.at + timedelta(seconds=chance.choice([0, 0, 0.001, 0.02, 0.3])), item.message)
        for item in recording.hooks()
    ]
    stage, shaken = play(in_order(late), recording)
    assert stage.words[-1] == straight.words[-1]
    said = {(actor, text) for actor, intent, text in memory.spoken() if intent in {"command", "completion"}}
    assert said <= {(actor, text) for actor, _intent, text in shaken.spoken()}


# -- nothing lost, nothing twice -----------------------------------------------------


@pytest.fixture
def paths(home: Path) -> Iterator[Paths]:
    paths = Paths.from_environment()
    paths.make_private()
    yield paths


def _stage(paths: Paths, recording: Recording) -> Stage:
    return Stage(lambda: Records(open_store("", paths, host_id="h1", host_name="here")), recording.base)


def _rows(stage: Stage) -> dict[str, list[tuple[Any, ...]]]:
    """What is stored, without what differs by nature: row numbers, uuids, moments of writing."""
    from sqlalchemy import text

    memory: Any = stage.engine._memory
    with memory._database.db.connect() as connection:
        turns = connection.execute(text("select key, actor, intent, text, is_internal from turns order by key, text"))
        commands = connection.execute(
            text("select state, outcome, full_command, full_output, prompt_id from commands order by started_at")
        )
        agents = connection.execute(text("select session_id, ended_at from agents order by started_at"))
        return {
            "turns": [tuple(row) for row in turns],
            "commands": [tuple(row) for row in commands],
            "agents": [tuple(row) for row in agents],
        }


def _verdicts(stage: Stage) -> list[tuple[str, str, int]]:
    cards = stage.cards.values()
    return sorted((str(card.verdict.state), str(card.verdict.sub_state), card.turn_count) for card in cards)


@pytest.mark.parametrize("name", ["permission", "subagents", "tui_basic"])
def test_restart_after_any_message_changes_nothing(home: Path, name: str, tmp_path: Path) -> None:
    recording = Recording(NEW, name)
    said = in_order(recording.hooks(), recording.transcript(0.6))
    paths = Paths.from_environment()
    paths.make_private()
    straight = _stage(paths, recording)
    straight.play(said)
    expected, verdicts = _rows(straight), _verdicts(straight)
    straight.engine.close()
    for point in range(0, len(said), max(1, len(said) // 12)):
        for file in paths.database_file.parent.glob(f"{paths.database_file.name}*"):
            file.unlink()
        broken = _stage(paths, recording)
        broken.play(said, restart_after=point)
        assert _rows(broken) == expected, f"restarted after message {point}"
        assert _verdicts(broken) == verdicts
        broken.engine.close()


def test_everything_delivered_again_changes_nothing(paths: Paths) -> None:
    """Mails after a crash between commit and unlink; a transcript read from 0 after it was moved."""
    recording = Recording(NEW, "subagents")
    said = in_order(recording.hooks(), recording.transcript(0.6))
    stage = _stage(paths, recording)
    stage.play(said)
    expected, verdicts = _rows(stage), _verdicts(stage)
    for item in said:
        stage.engine.handle([item.message])
    assert (_rows(stage), _verdicts(stage)) == (expected, verdicts)
    stage.restart()
    for item in said:
        stage.engine.handle([item.message])
    assert (_rows(stage), _verdicts(stage)) == (expected, verdicts)
    stage.engine.close()


def test_store_that_fails_at_every_save_loses_nothing_and_asks_for_the_same(paths: Paths) -> None:
    recording = Recording(NEW, "tui_basic")
    said = recording.hooks()
    straight = _stage(paths, recording)
    straight.play(said)
    expected, asked = _rows(straight), _asked(straight)
    straight.engine.close()
    for file in paths.database_file.parent.glob(f"{paths.database_file.name}*"):
        file.unlink()
    turn = itertools.count()

    class Failing(Records):
        def save(self, batch: Batch) -> None:
            if next(turn) % 2 == 0:
                raise StoreLocked("held")
            super().save(batch)

    stage = Stage(lambda: Failing(open_store("", paths, host_id="h1", host_name="here")), recording.base)
    for item in said:
        stage.wait_until(item.at)
        stage.engine.handle([item.message])
        stage.wait_until(stage.now + timedelta(seconds=6))
    assert _rows(stage) == expected
    assert _asked(stage) == asked
    stage.engine.close()


def _asked(stage: Stage) -> list[str]:
    world = (f.WatchProcess, f.WatchServer, f.WatchRoot, f.FollowTranscript, f.LeaveTranscript)
    return [str(effect) for effect in stage.effects if isinstance(effect, world)]


@pytest.mark.parametrize("name", ["permission", "questions", "subagents", "errors"])
def test_state_that_is_saved_with_every_event_stays_small(name: str) -> None:
    import msgspec

    recording = Recording(NEW, name)
    _stage_of, memory = play(in_order(recording.hooks(), recording.transcript()), recording)
    sizes = [len(msgspec.json.encode(agent)) for batch in memory.batches for agent in batch.agents.values()]
    assert max(sizes) < 12_000, f"{name}: {max(sizes)} bytes at most, {sum(sizes) // len(sizes)} on average"
