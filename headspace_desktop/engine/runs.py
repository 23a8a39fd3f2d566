"""Calls of a session that were told and are not folded yet: one after the other they are judged once. Engine thread.

Only while much is taken in at once. A run ends before anything else is heard of its agent, when time would change what
is held of it, and with the batch; so what comes of it is what would have come of each call by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from headspace_desktop.domain.events import SessionEvidence, ToolFinished, ToolStarted, UsageReported
from headspace_desktop.domain.evidence import Thresholds
from headspace_desktop.domain.model import Agent, CommandState, State, SubState

#: A run lasts for this part of the shortest wait after which a rule would speak differently, and so may its silence.
PATIENCE = 3

_WORK = {SubState.THINKING, SubState.TOOL}
_STEPS = (ToolStarted, ToolFinished, UsageReported)


@dataclass(slots=True)
class Run:
    """The steps of one agent, the moments of the first and the last, and when it was to be judged again before them."""

    begun_at: datetime
    at: datetime
    wake_at: datetime | None
    steps: list[SessionEvidence] = field(default_factory=list)


class Runs:
    """What is told and not folded yet, by the agent's uuid. Empty between batches."""

    def __init__(self) -> None:
        self._open: dict[str, Run] = {}

    def __contains__(self, agent_uuid: str) -> bool:
        return agent_uuid in self._open

    def add(
        self,
        agent_uuid: str,
        steps: Sequence[SessionEvidence],
        at: datetime,
        wake_at: datetime | None,
        limits: Thresholds,
    ) -> datetime:
        """These were told, of an agent that is to be judged again at `wake_at`; gives the moment to end the run at."""
        run = self._open.setdefault(agent_uuid, Run(at, at, wake_at))
        run.at = at
        run.steps += steps
        over_at = run.begun_at + _patience(limits)
        return over_at if run.wake_at is None else min(run.wake_at, over_at)

    def take(self, agent_uuid: str) -> Run | None:
        return self._open.pop(agent_uuid, None)

    def agents(self) -> list[str]:
        return list(self._open)

    def clear(self) -> None:
        self._open.clear()


def are_steps(moment: Sequence[SessionEvidence]) -> bool:
    """Whether these are nothing but calls and their costs."""
    return all(isinstance(item, _STEPS) for item in moment)


def is_in_midst_of_work(agent: Agent, now: datetime, limits: Thresholds) -> bool:
    """Whether one more call changes nothing but what it works on: then it matters not when it is folded."""
    command, verdict, scene = agent.command, agent.verdict, agent.scene
    if command is None or command.state is not CommandState.PROCESSING or scene.asks:
        return False
    oldest = now - _patience(limits)  # behind a call that ends, one may come to light that hangs
    is_at_work = verdict.state is State.WORKING and verdict.sub_state in _WORK
    return is_at_work and all(tool.started_at > oldest for tool in scene.tools)


def _patience(limits: Thresholds) -> timedelta:
    shortest_s = min(limits.hung_tool_after_s, limits.no_answer_after_s, limits.shell_counts_s)
    return timedelta(seconds=shortest_s / PATIENCE)
