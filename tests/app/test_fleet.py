"""The simulated fleet: alike with the same seed, all of its vocabulary happens, and the board follows the truth."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from headspace_desktop.__main__ import _parser
from headspace_desktop.app.fleet import CALM, WILD, Fleet, Truth
from headspace_desktop.domain.model import State, SubState
from headspace_desktop.intake.mail import open_bytes
from headspace_desktop.paths import Paths
from tests.harness.by_hand import Clock, World
from tests.harness.hand_watch import HandWatch


class Show:
    """A fleet without any program that watches it."""

    def __init__(self, folder: Path, **more: object) -> None:
        self.clock, self.truths = Clock(), list[Truth]()
        paths = Paths.from_environment({"HOME": str(folder), "HEADSPACE_HOME": str(folder / "hs")})
        self.spool = paths.spool_dir / "claude"
        self.fleet = Fleet(paths, folder / "claude", now=self.clock.now, tell=self.truths.append, **more)  # type: ignore[arg-type]

    def run(self, minutes: float) -> None:
        end = self.clock.at + timedelta(minutes=minutes)
        self.fleet.open(HandWatch())
        try:
            while (due_at := self.fleet.due_at()) is not None and due_at < end:
                self.clock.at = max(self.clock.at, due_at)
                self.fleet.tick()
        finally:
            self.fleet.close()

    def mails(self) -> list[dict[str, object]]:
        files = [*self.spool.glob("*.1"), *self.spool.glob("tool/*.1")]
        return [payload for file in files for _at, payload in open_bytes(file.read_bytes()).payloads]


def test_the_same_seed_makes_the_same_show(tmp_path: Path) -> None:
    shows = [Show(tmp_path / name, count=3, seed=seed) for name, seed in (("a", 5), ("b", 5), ("c", 6))]
    for show in shows:
        show.run(10)
    one, same, other = ([(t.life, t.session_id, t.state) for t in show.truths] for show in shows)
    assert one == same
    assert one != other


def test_everything_in_its_vocabulary_happens(tmp_path: Path) -> None:
    show = Show(tmp_path, count=12, seed=1, habits=replace(WILD, crashes=0.05, leaves=0.1))
    show.run(40)
    happened = {(truth.state, truth.sub_state) for truth in show.truths}
    assert {
        (State.IDLE, SubState.FRESH), (State.IDLE, SubState.INTERRUPTED), (State.NEEDS_INPUT, SubState.PERMISSION),
        (State.NEEDS_INPUT, SubState.QUESTION), (State.WORKING, SubState.BACKGROUND),
        (State.STALLED, SubState.RATE_LIMIT),
        (State.ENDED, SubState.NONE), (State.DONE, SubState.NONE),
    } <= happened  # fmt: skip
    events = {(mail["hook_event_name"], mail.get("source") or mail.get("reason")) for mail in show.mails()}
    assert {("SessionStart", reason) for reason in ("startup", "clear", "resume", "compact")} <= events
    assert ("SubagentStop", None) in events
    sessions = {truth.session_id for truth in show.truths}
    assert len(sessions) > len({truth.life for truth in show.truths}), "/clear changed no session"
    lines = [file.read_text() for file in (tmp_path / "claude/projects").glob("*/*.jsonl")]
    assert any("user-rejected" in text for text in lines)
    assert max(map(len, lines)) > WILD.bulk_bytes


def test_a_life_goes_on_through_clear_and_its_old_session_is_true_of_nothing(tmp_path: Path) -> None:
    show = Show(tmp_path, count=4, seed=3, habits=replace(CALM, clears=0.5, crashes=0.0))
    show.run(10)
    lives: dict[str, list[Truth]] = {}
    for truth in show.truths:
        lives.setdefault(truth.life, []).append(truth)
    cleared = [
        (before, truth)
        for truths in lives.values()
        for before, truth in pairwise(truths)
        if before.session_id != truth.session_id
    ]
    assert cleared
    for before, truth in cleared:
        assert (before.state, before.sub_state) == (State.IDLE, SubState.FRESH)
        assert before.pid == truth.pid
        assert truth.at - before.at < timedelta(seconds=0.3), "recorded: 0.1 s"


def test_mail_is_lost_doubled_and_late(tmp_path: Path) -> None:
    sound = replace(CALM, lost=0.0, doubled=0.0, late=0.0)
    counts = {}
    for name, habits in {
        "sound": sound,
        "lost": replace(sound, lost=0.3),
        "doubled": replace(sound, doubled=0.3),
    }.items():
        show = Show(tmp_path / name, count=3, seed=4, habits=habits)
        show.run(10)
        counts[name] = len(show.mails())
    assert counts["lost"] < counts["sound"] < counts["doubled"]


def test_a_batch_is_told_after_its_calls_however_late_they_are(tmp_path: Path) -> None:
    show = Show(tmp_path, count=6, seed=4, habits=replace(CALM, lost=0.0, late=0.5))
    show.run(10)
    told: dict[str, dict[str, float]] = {}
    for file in (show.spool / "tool").glob("*.1"):
        for _at, payload in open_bytes(file.read_bytes()).payloads:
            name = payload["hook_event_name"]
            calls = payload["tool_calls"] if name == "PostToolBatch" else [payload]
            for call in calls:
                told.setdefault(call["tool_use_id"], {})[name] = file.stat().st_mtime
    both = [moments for moments in told.values() if {"PostToolUse", "PostToolBatch"} <= moments.keys()]
    assert len(both) > 50
    assert all(moments["PostToolBatch"] >= moments["PostToolUse"] for moments in both)


def test_as_many_asks_are_recorded_as_denied_as_were(tmp_path: Path) -> None:
    """Late and lost hooks make no denial of what was allowed, nor the other way round."""
    habits = replace(CALM, asks_permission=1.0, asks_question=0.0, esc=0.0, crashes=0.0, late=0.4, lost=0.06)
    world = World(tmp_path, count=10, seed=11, speed=10.0, habits=habits)
    (program, other) = world.programs
    world.start()
    program.start()
    try:
        world.pass_time(240)
        world.fleet.finish()
        world.pass_time(60)
        decided = dict(program.rows("SELECT ask_key, decision FROM decisions WHERE kind = 'permission'"))
    finally:
        world.close()
    assert not other.is_up
    denied = {key for key, decision in decided.items() if decision == "deny"}
    assert set(decided.values()) == {"allow", "deny"}
    named = {key for key in decided if key.startswith("toolu_")}  # the others' calls were not told of in time
    assert denied & named == _refused(world.root) & named
    assert len(denied) / len(decided) == pytest.approx(habits.denied, abs=0.03), f"{len(denied)} of {len(decided)}"


def _refused(root: Path) -> set[str]:
    """The calls of which the transcripts tell that the person said no."""
    lines = [json.loads(line) for file in root.glob("projects/*/*.jsonl") for line in file.read_text().splitlines()]
    return {line["message"]["content"][0]["tool_use_id"] for line in lines if "toolDenialKind" in line}


def test_processes_end_with_the_fleet(tmp_path: Path) -> None:
    show = Show(tmp_path, count=3, seed=4)
    show.run(1)
    pids = {truth.pid for truth in show.truths}
    assert pids
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


@pytest.mark.parametrize(
    ("words", "count"), [(["--demo"], 12), (["--demo", "200"], 200), (["--simulate", "40"], 40), ([], 0)]
)
def test_how_many_agents_is_said_on_the_command_line(words: list[str], count: int) -> None:
    assert _parser().parse_args(words).demo == count


@pytest.mark.parametrize("words", [["--demo", "0"], ["--demo", "201"], ["--simulate", "many"]])
def test_a_fleet_out_of_bounds_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        _parser().parse_args(words)
    assert "a number from 1 to 200" in capsys.readouterr().err


def test_a_short_soak(tmp_path: Path) -> None:
    """Every agent's final verdict equals the truth, no bug is told, and nothing grows with the number of turns."""
    world = World(
        tmp_path, count=10, seed=9, speed=2.0, habits=replace(WILD, lost=0.0, clock_jumps=0.0, bulk_bytes=10_000)
    )
    (program, other), begin_s = world.programs, time.monotonic()
    world.start()
    program.start()
    try:
        world.pass_time(400)
        early = sizes(program)
        world.pass_time(800)
        world.fleet.finish()
        world.pass_time(240)
        late = sizes(program)
        assert program.troubles == []
        final = {truth.life: truth for truth in world.truths}
        states = {card.session_id: card.verdict.state for card in program.cards.values()}
        wrong = {
            life: (t.state, states.get(t.session_id))
            for life, t in final.items()
            if states.get(t.session_id) is not t.state
        }
        assert wrong == {}
        agents = len(final)
        for name, count in late.items():
            assert count <= max(early[name] * 1.5, agents * 4 + 20), f"{name} grew from {early[name]} to {count}"
    finally:
        world.close()
    assert not other.is_up
    assert time.monotonic() - begin_s < 600


def sizes(program: object) -> dict[str, int]:
    """How many entries each collection of the long-lived rooms holds; what is bounded by number counts as nothing."""
    bounded = {"_recent", "_settled"}
    found: dict[str, int] = {}
    rooms = [getattr(program, name) for name in ("engine", "spool", "transcripts", "registry")]
    rooms += [getattr(rooms[0], name) for name in ("_board", "_fold", "_bubbles", "_replies", "_wishes", "_merge")]
    for room in rooms:
        for name, value in vars(room).items():
            if isinstance(value, dict | set | list) and name not in bounded:
                found[f"{type(room).__name__}.{name}"] = len(value)
    return found
