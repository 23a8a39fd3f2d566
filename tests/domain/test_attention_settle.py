"""Who won an ask, and which requests are the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from headspace_desktop.domain import events as e
from headspace_desktop.domain.identical import are_identical
from headspace_desktop.domain.model import Agent, Decision, Phase, Project, Reply, ReplyKind, ReplyStage, State, Verdict
from headspace_desktop.domain.settle import Settled, already, completed, settle
from tests.domain.builders import T0, at, permission, question, said
from tests.domain.cards import card

PERMISSION = replace(permission("m1"), key="t1", tool_use_id="t1", asked_at=at(10))
QUESTION = replace(question("t1"), asked_at=at(10))


def agent(state: State = State.NEEDS_INPUT, since: float = 10, **scene: Any) -> Agent:
    made = Agent("u", "claude", Project("/p", "p"), T0, T0, verdict=Verdict(state, since_at=at(since)))
    return replace(made, scene=replace(made.scene, **scene))


def reply(
    decision: Decision | None = Decision.ALLOW, stage: ReplyStage = ReplyStage.SUBMITTED, route: str = "hook"
) -> Reply:
    kind = ReplyKind.DECISION if decision else ReplyKind.ANSWER
    return Reply("r", "u", kind, "because", "t1", stage, at(15), at(15), "", route, "notification", decision)


def finished(**fields: Any) -> Any:
    return said(e.ToolFinished, 20, tool_use_id="t1", **fields)


@pytest.mark.parametrize(
    ("ask", "sent", "told", "expected"),
    [
        (PERMISSION, None, finished(), ("allow", "terminal", "seen", 20)),
        (PERMISSION, None, finished(is_denied=True), ("deny", "terminal", "seen", 20)),
        (PERMISSION, None, said(e.TurnInterrupted, 20), ("deny", "terminal", "seen", 20)),
        (PERMISSION, None, said(e.TurnStopped, 20, last_text=""), ("unknown", "terminal", "over", 20)),
        (QUESTION, None, finished(answers=(("Red",),)), ("answered", "terminal", "seen", 20)),
        (QUESTION, None, finished(is_error=True), ("deny", "terminal", "seen", 20)),
        (PERMISSION, reply(), finished(), ("allow", "notification", "seen", 15)),
        (PERMISSION, reply(Decision.ALLOW_SESSION), finished(), ("allow_session", "notification", "seen", 15)),
        (PERMISSION, reply(Decision.DENY), finished(is_denied=True), ("deny", "notification", "seen", 15)),
        # the person was faster in the terminal, and said the contrary
        (PERMISSION, reply(Decision.DENY), finished(), ("allow", "terminal", "seen", 20)),
        # the keys were not typed yet
        (PERMISSION, reply(stage=ReplyStage.IN_FLIGHT, route="keys"), finished(), ("allow", "terminal", "seen", 20)),
        (PERMISSION, reply(stage=ReplyStage.FAILED), finished(), ("allow", "terminal", "seen", 20)),
        (QUESTION, reply(None), finished(answers=(("Red",),)), ("answered", "notification", "seen", 15)),
        (PERMISSION, reply(), None, ("allow", "notification", "over", 15)),
        # a batch says that the call is over, and not how
        (PERMISSION, None, finished(is_untold=True), ("unknown", "terminal", "over", 20)),
        (QUESTION, None, finished(is_untold=True), ("unknown", "terminal", "over", 20)),
        (PERMISSION, reply(), finished(is_untold=True), ("allow", "notification", "over", 15)),
        (PERMISSION, reply(Decision.DENY), finished(is_untold=True), ("deny", "notification", "over", 15)),
        # allowed by a hook, and stopped by Esc while it ran
        (PERMISSION, reply(), finished(is_denied=True), ("allow", "notification", "seen", 15)),
        (PERMISSION, reply(), said(e.ToolFinished, 15.5, tool_use_id="t1", is_denied=True),
         ("deny", "terminal", "seen", 15.5)),
    ],
)  # fmt: skip
def test_one_surface_wins(ask: Any, sent: Reply | None, told: Any, expected: tuple[str, str, str, int]) -> None:
    end = settle(agent(), agent(State.WORKING), ask, reply=sent, told=told, now=at(20))
    assert (end.decision, end.surface, end.outcome, end.at) == (*expected[:3], at(expected[3]))


@pytest.mark.parametrize("told", [finished(is_denied=True), said(e.TurnInterrupted, 20)])
@pytest.mark.parametrize(("hidden_s", "decision"), [(18.9, "unknown"), (19.1, "deny"), (9.0, "deny"), (None, "deny")])
def test_what_is_stopped_long_after_its_dialog_was_refused_by_nobody(
    told: Any, hidden_s: float | None, decision: str
) -> None:
    """2.1.197 and 2.1.330 write the same words for Esc at a dialog and for Esc at a call that was allowed."""
    before = agent(asks_hidden_at=None if hidden_s is None else at(hidden_s))
    end = settle(before, agent(State.WORKING), PERMISSION, reply=None, told=told, now=at(20))
    assert end.decision == decision


def test_what_is_told_at_last_completes_the_record() -> None:
    def end(told: Any, sent: Reply | None = None) -> Settled:
        return settle(agent(), agent(State.WORKING), PERMISSION, reply=sent, told=told, now=at(20))

    seen = replace(finished(is_denied=True), origin=said(e.TurnStopped, 25, last_text="").origin)
    unknown, denied = end(finished(is_untold=True)), end(seen)
    assert completed(unknown, denied) == replace(denied, at=at(20))
    assert completed(None, denied) == denied
    ours = end(finished(is_untold=True), reply(Decision.DENY))
    assert completed(ours, denied) == replace(ours, outcome="seen")
    contrary = end(finished(is_untold=True), reply())
    assert completed(contrary, denied) == replace(denied, at=at(15))


def test_nobody_decided_when_the_agent_is_gone() -> None:
    end = settle(agent(), agent(State.ENDED), PERMISSION, reply=None, told=None, now=at(30))
    assert (end.decision, end.surface, end.outcome) == ("none", "", "gone")
    left = settle(agent(), agent(phase=Phase.READY), PERMISSION, reply=None, told=None, now=at(30))
    assert left.outcome == "gone"


def test_a_long_call_was_decided_when_the_agent_went_back_to_work() -> None:
    end = settle(agent(State.WORKING, 12), agent(State.WORKING), PERMISSION, reply=None, told=finished(), now=at(20))
    assert end.at == at(12)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(3, "3 s ago"), (119, "119 s ago"), (600, "10 min ago"), (90_000, "25 h ago"), (-5, "0 s ago")],
)
def test_who_comes_too_late_is_told_who_was_first(seconds: float, words: str) -> None:
    end = settle(agent(), agent(), PERMISSION, reply=None, told=finished(), now=at(20))
    assert already(end, at(20 + seconds)) == f"It was already allowed in its terminal {words}"


def asking(uuid: str, command: str = "make test", **fields: Any) -> Any:
    return card(uuid, ask=replace(permission(uuid, command), key=f"k{uuid}"), **fields)


def test_the_same_request_of_several_is_identical() -> None:
    assert are_identical([asking("a"), asking("b"), asking("c")])
    assert not are_identical([])


@pytest.mark.parametrize(
    "other",
    [
        asking("b", "make"),
        asking("b", project="other"),
        card("b"),
        asking("b", cwd="/home/dev/app/sub"),  # the same words mean another thing there
        asking("b", can_answer=False),
        asking("b", client="other"),
        card("b", ask=replace(permission("b", "make test"), is_input_complete=False)),
        card("b", ask=question("b")),
        card("b", ask=replace(permission("b", "make test"), tool="Shell")),
    ],
)
def test_what_is_not_surely_the_same_is_not_identical(other: Any) -> None:
    assert not are_identical([asking("a"), other])
