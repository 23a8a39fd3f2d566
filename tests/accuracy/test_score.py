"""The corpus reaches the committed score, and a wrong rule would not."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from headspace_desktop.app.replay import Held
from headspace_desktop.domain import evidence
from headspace_desktop.domain.model import State, SubState, Verdict
from headspace_desktop.recording.tape import Told
from tests.accuracy import score

THRESHOLDS: dict[str, Any] = json.loads(score.THRESHOLDS.read_text())
ALL = score.VARIANTS[:1]


def test_the_corpus_reaches_its_thresholds() -> None:
    assert score.failures(score.run(ALL), THRESHOLDS) == []


def without(rule_id: str) -> Callable[[Any], tuple[Any, ...]]:
    return lambda rules: tuple(rule for rule in rules if rule.id != rule_id)


def always_done(rules: Any) -> tuple[Any, ...]:
    """A rule that takes every stop for the end of all work."""
    wrong = replace(next(rule for rule in rules if rule.id == "stopped"))
    return (wrong, *rules)


@pytest.mark.parametrize(
    "plant",
    [without("needs.ask"), without("needs.screen"), without("idle.registry"), without("ended.process"), always_done],
    ids=["no-asks", "no-screens", "no-interruptions", "no-kills", "stop-is-the-end"],
)  # fmt: skip
def test_a_planted_wrong_rule_turns_the_score_red(plant: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "RULES", plant(evidence.RULES))
    assert score.failures(score.run(ALL), THRESHOLDS)


# -- the arithmetic itself, by hand

START = datetime(2026, 1, 1, tzinfo=UTC)


def truth(t_s: float, state: str, *, earliest: float | None = None, limit: float = 0.3) -> Told:
    values = {"pid": 1, "state": state, "family": "", "change": state, "limit": limit}
    return Told(t_s, "truth", {**values, "earliest": t_s if earliest is None else earliest})


def held(t_s: float, state: str) -> Held:
    return Held(t_s, "a", "a", 1, Verdict(State(state), SubState.NONE, rule="by hand"), "hook")


def scored(told: list[Told], *verdicts: Held) -> score.Score:
    hook = Told(0.0, "hook", {})
    return score.score("by-hand", [hook, *told, Told(20.0, "truth", {"state": "end"})], verdicts, START.timestamp())


TRUE = [truth(0, "idle"), truth(5, "working", earliest=4.9), truth(10, "done")]


def test_what_is_right_in_time_is_right() -> None:
    found = scored(TRUE, held(0, "idle"), held(4.95, "working"), held(10.29, "done"))
    assert (found.share, found.flips, found.false_asks, found.missed_asks) == (1.0, [], [], [])
    assert [round(one.from_truth_s, 2) for one in found.delays] == [0, 0, 0.29]


def test_every_millisecond_beyond_the_permitted_delay_is_wrong() -> None:
    found = scored(TRUE, held(0, "idle"), held(6.3, "working"), held(10, "done"))
    assert found.wrong_s == {"working": pytest.approx(1.0)}
    assert found.share == pytest.approx(1 - 1.0 / 20)


def test_what_comes_before_its_time_is_wrong_and_a_flip() -> None:
    found = scored(TRUE, held(0, "idle"), held(3.9, "working"), held(10, "done"))
    assert found.wrong_s == {"idle": pytest.approx(1.0)}
    assert len(found.flips) == 1


def test_a_false_ask_is_counted_by_its_length_and_a_missed_one_by_its_name() -> None:
    found = scored(
        TRUE, held(0, "idle"), held(5, "working"), held(7, "needs_input"), held(8.5, "working"), held(10, "done")
    )
    assert found.false_asks == [pytest.approx(1.5)]
    asking = [truth(0, "idle"), truth(5, "needs_input"), truth(9, "done")]
    assert len(scored(asking, held(0, "idle"), held(9, "done")).missed_asks) == 1
    assert scored(asking, held(0, "idle"), held(8.9, "needs_input"), held(9, "done")).missed_asks == []
    again = [truth(0, "needs_input"), truth(5, "working"), truth(5.2, "needs_input"), truth(9, "done")]
    assert scored(again, held(0, "needs_input"), held(9, "done")).missed_asks == [], "shown all the time"
    assert len(scored(again, held(0, "needs_input"), held(5.1, "working"), held(9, "done")).missed_asks) == 1


def test_idle_time_at_the_ends_is_cut() -> None:
    long = [truth(0, "idle"), truth(100, "working"), truth(101, "done"), Told(200, "truth", {"state": "end"})]
    found = score.score(
        "x", [Told(0, "hook", {}), *long], [held(0, "idle"), held(100, "working"), held(101, "done")], 0.0
    )
    assert sum(found.scored_s.values()) == pytest.approx(21.0)


def test_an_agent_that_is_not_shown_is_wrong() -> None:
    assert scored(TRUE).share < 0.05
