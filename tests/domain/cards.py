"""Cards for tests of rules, in few words. Moments are seconds after `T0`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from headspace_desktop.domain.card import Card, card_of
from headspace_desktop.domain.events import Clues
from headspace_desktop.domain.lifecycle import born
from headspace_desktop.domain.model import Ask, Priority, Project, State, SubState, Verdict
from tests.domain.builders import T0, at


def card(
    uuid: str = "a",
    state: State = State.NEEDS_INPUT,
    since: float = 0,
    *,
    sub_state: SubState = SubState.NONE,
    project: str = "app",
    score: int | None = None,
    ask: Ask | None = None,
    **fields: Any,
) -> Card:
    agent = born(
        uuid, Clues("claude", session_id=uuid, cwd=f"/home/dev/{project}"), Project(f"/home/dev/{project}", project), T0
    )
    agent = replace(agent, verdict=Verdict(state, sub_state, at(since)))
    priority = Priority(score, "", T0) if score is not None else None
    values: dict[str, Any] = {"ask": ask, "priority": priority, "can_answer": ask is not None} | fields
    return replace(card_of(agent, None, at(since)), **values)
