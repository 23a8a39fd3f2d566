"""Whatever happens to the messages of a session on their way, the end is that of the undisturbed run."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headspace_desktop.domain import events as e
from tests.engine.histories import Fate, Life, Message, Outcome, disturbed, fresh_paths, names, recorded, run

LATE_S = (0.0, 0.02, 0.3, 1.5, 4.0)

FATES = st.one_of(
    st.just(Fate()),
    st.builds(
        Fate, late_s=st.sampled_from(LATE_S), is_twice=st.booleans(), is_joined=st.booleans(),
        is_restart=st.integers(0, 9).map(lambda number: number == 9), is_lost=st.booleans(),
    ),
)  # fmt: skip

#: All recordings have their turn over many runs; each run looks at some of them, each in some ways.
#: The same histories in every run, so that a change is judged by itself; with HEADSPACE_EXPLORE set always others.
CALM = settings(
    max_examples=20, suppress_health_check=list(HealthCheck), deadline=None,
    derandomize="HEADSPACE_EXPLORE" not in os.environ,
)  # fmt: skip

RECORDINGS = st.sampled_from(names())


@cache
def _undisturbed(version: str, name: str, home: Path) -> Outcome:
    start, messages = recorded(version, name)
    return run(home, start, messages)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("histories")


def _bent(data: st.DataObject, recording: tuple[str, str], ground: Path, *, may_lose_hooks: bool) -> Outcome:
    start, messages = recorded(*recording)
    fates = data.draw(st.lists(FATES, min_size=len(messages), max_size=len(messages)))
    return run(ground, start, disturbed(messages, fates, may_lose_hooks=may_lose_hooks))


@given(data=st.data(), recording=RECORDINGS)
@CALM
def test_any_history_ends_as_the_undisturbed_one(data: st.DataObject, recording: tuple[str, str], ground: Path) -> None:
    """Late, swapped, twice, in chunks, missed in between, with restarts: nothing is lost, all is as it was."""
    found, straight = _bent(data, recording, ground, may_lose_hooks=False), _undisturbed(*recording, ground)
    assert found.flaws == []
    assert found.people == straight.people, "two sessions are one, or one is two"
    noticed = found.noticed | straight.noticed
    found, straight = found.less(noticed), straight.less(noticed)
    assert found.texts == straight.texts, "a text is lost, or there twice"
    assert found.spoken == straight.spoken, "the texts are out of order"
    assert found.contradicts(straight) == {}
    assert found.verdicts == straight.verdicts


@given(data=st.data(), recording=RECORDINGS)
@CALM
def test_lost_hooks_are_made_good_by_the_other_witnesses(
    data: st.DataObject, recording: tuple[str, str], ground: Path
) -> None:
    """What the files tell all the same: who is there, in which state, and every word of person and agent."""
    found, straight = _bent(data, recording, ground, may_lose_hooks=True), _undisturbed(*recording, ground)
    assert found.flaws == []
    assert found.people == straight.people
    assert _words(found) == _words(straight), "a text is lost, or there twice"
    assert found.contradicts(straight) == {}
    assert [row[:2] for row in found.verdicts] == [row[:2] for row in straight.verdicts]


ASKED = [
    name
    for name in names()
    if name[1].removesuffix("-no-hooks") in {
        "permission-allowed", "permission-denied", "permission-denied-with-words", "permission-allowed-by-hook",
        "permission-denied-by-hook", "one-allowed-one-refused", "two-permissions", "refused-and-asked-again",
        "esc-at-a-permission", "a-question", "esc-at-a-question", "a-plan-approved", "a-plan-sent-back",
    }
]  # fmt: skip


@given(data=st.data(), recording=st.sampled_from(ASKED))
@CALM
def test_no_decision_is_told_otherwise_than_it_was(
    data: st.DataObject, recording: tuple[str, str], ground: Path
) -> None:
    """The results of calls are late or lost, their batches are not, and the transcript trails."""
    start, messages = recorded(*recording)
    fates = [data.draw(FATES) if _is_result(one) else Fate(late_s=0.2 * (one.via == "transcript")) for one in messages]
    found = run(ground, start, disturbed(messages, fates, may_lose_hooks=True))
    straight = _undisturbed(*recording, ground)
    assert found.flaws == []
    assert found.contradicts(straight) == {}
    told = {"allow", "deny", "answered"}
    lost = {key for key, decision in straight.decisions.items() if decision in told} - {
        key for key, decision in found.decisions.items() if decision in told
    }
    assert not lost, "the transcript has told how it ended"


def _is_result(one: Message) -> bool:
    return one.via == "hook" and any(
        isinstance(item, e.ToolFinished) and not item.is_untold for item in one.event.evidence
    )


def _words(outcome: Outcome) -> list[tuple[str, str]]:
    """Without what was asked for permission: of that hooks alone tell."""
    return [(actor, text) for actor, text, key in outcome.keyed if not key.startswith("ask:")]


@pytest.mark.parametrize("name", ["a-question", "two-in-one-directory", "exit-and-continue", "resumed-inside"])
@pytest.mark.parametrize("version", ["2.1.197", "2.1.330"])
def test_all_of_it_told_again_changes_nothing(version: str, name: str, ground: Path) -> None:
    """Mail that was not forgotten in time, and files that are read from their beginning."""
    start, messages = recorded(version, name)
    life = Life(fresh_paths(ground), start)
    before = life.live(messages)
    tells = [one for one in messages if one.via in {"hook", "transcript"}]
    for restarts in range(2):
        if restarts:
            life.restart()
        for one in tells:
            life.engine.handle([one.event])
        assert life.outcome() == before
    life.close()


def test_each_fault_of_a_store_of_outcomes_would_be_seen(ground: Path) -> None:
    """The comparison itself: a text less, a text twice, another order, another state."""
    straight = _undisturbed("2.1.330", "two-turns", ground)
    assert len(straight.spoken) == 4
    start, messages = recorded("2.1.330", "two-turns")
    deaf = [one for one in messages if one.via == "registry"]
    found = run(ground, start, deaf)
    assert found.texts != straight.texts
    assert found.verdicts != straight.verdicts


@pytest.mark.parametrize("version", ["2.1.197", "2.1.330"])
def test_a_prompt_that_waited_is_told_once_though_its_hook_comes_after_its_turn_began(
    version: str, ground: Path
) -> None:
    start, messages = recorded(version, "esc-with-a-prompt-waiting")
    prompts = [one for one in messages if one.via == "hook" and isinstance(one.event.evidence[0], e.PromptSubmitted)]
    late = [replace(one, t_s=one.t_s + 3) if one is prompts[1] else one for one in messages]
    assert late != messages
    found, straight = run(ground, start, sorted(late, key=lambda one: one.t_s)), run(ground, start, messages)
    assert found.texts == straight.texts
    assert found.verdicts == straight.verdicts
