"""In which column a card lies and where in it: grouping, sorting, priority. Any thread; pure values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.model import State

Key = tuple[Any, ...]  # sorts within a column; the last member is the uuid


class Grouping(StrEnum):
    STATE = "state"
    PROJECT = "project"
    PRIORITY = "priority"


class Sort(StrEnum):
    """The order inside a column. `AUTO`: by priority while that is on, else by urgency."""

    AUTO = "auto"
    URGENCY = "urgency"
    PRIORITY = "priority"
    LAST_ACTIVE = "last_active"
    NAME = "name"


#: Columns by state from left to right. Idle and done share one: both wait for the person's next idea.
STATE_COLUMNS = ("needs_input", "working", "stalled", "unknown", "idle", "ended")
#: Columns that are only there when they hold something.
SHY_COLUMNS = frozenset({"stalled", "unknown"})
#: The one list of the view by priority.
FLAT_COLUMN = "all"
#: What an agent without a score counts as. Source: features 7.3.
MIDDLE_SCORE = 50

_URGENCY = {
    State.NEEDS_INPUT: 0,
    State.STALLED: 1,
    State.WORKING: 2,
    State.DONE: 3,
    State.IDLE: 4,
    State.UNKNOWN: 5,
    State.ENDED: 6,
}


@dataclass(frozen=True, slots=True)
class Order:
    """How the cards are dealt."""

    grouping: Grouping = Grouping.STATE
    sort: Sort = Sort.AUTO
    is_priority_on: bool = False

    @property
    def is_ranked(self) -> bool:
        """Whether scores count: by an objective, or by the person's own choice. Else they repeat the state."""
        return self.is_priority_on or self.sort is Sort.PRIORITY or self.grouping is Grouping.PRIORITY

    def column_of(self, card: Card) -> str:
        match self.grouping:
            case Grouping.PRIORITY:
                return FLAT_COLUMN
            case Grouping.PROJECT:
                return card.project_path or card.project_name
            case Grouping.STATE:
                return "idle" if card.verdict.state is State.DONE else str(card.verdict.state)

    def key_of(self, card: Card) -> Key:
        if self.grouping is Grouping.PRIORITY:
            return (card.verdict.state is State.ENDED, -score(card), _group(card), -_minute(card), card.uuid)
        urgency = _URGENCY[card.verdict.state] if self.grouping is Grouping.PROJECT else 0
        match self.sort:
            case Sort.NAME:
                return (card.project.casefold(), card.name.casefold(), card.uuid)
            case Sort.LAST_ACTIVE:
                return (-_minute(card), card.uuid)
            case Sort.PRIORITY:
                return (-score(card), urgency, *_wait(card), card.uuid)
            case Sort.AUTO if self.is_priority_on and self.grouping is Grouping.STATE:
                return (-score(card), urgency, *_wait(card), card.uuid)
            case _:
                return (urgency, *_wait(card), card.uuid)


def score(card: Card) -> int:
    return card.priority.score if card.priority is not None else MIDDLE_SCORE


def folder_name(path: str) -> tuple[str, str]:
    """How columns by project stand from left to right."""
    return (path.rstrip("/").rpartition("/")[2].casefold(), path)


def _group(card: Card) -> int:
    return {State.NEEDS_INPUT: 0, State.STALLED: 0, State.WORKING: 1}.get(card.verdict.state, 2)


def _minute(card: Card) -> int:
    """To the minute, so that two busy agents do not change places with every sign of life."""
    return int(card.last_seen_at.timestamp()) // 60


def _wait(card: Card) -> Key:
    since_s = card.verdict.since_at.timestamp() if card.verdict.since_at else 0.0
    match card.verdict.state:
        case State.NEEDS_INPUT | State.STALLED:
            return (0, since_s)  # the longest wait on top
        case State.WORKING | State.UNKNOWN:
            return (0, card.started_at.timestamp())  # still: does not move while it works
        case State.IDLE | State.DONE:
            return (0 if card.verdict.state is State.DONE and not card.is_seen else 1, -since_s)
        case State.ENDED:
            return (0, -since_s)
