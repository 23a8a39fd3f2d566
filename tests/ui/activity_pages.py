"""Made-up answers for the Activity page, counted by the program's own functions."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from cards import NOW

from headspace_desktop.domain import activity as domain
from headspace_desktop.domain.activity import ActivityPage, AgentActivity, ProjectActivity, Tally
from headspace_desktop.domain.asks import AskActivity
from headspace_desktop.domain.waits import Cause, Wait, blocked


def busy(ask: AskActivity, *, with_mood: bool = False) -> ActivityPage:
    """A busy period with pauses."""
    dice = random.Random(3)
    at = domain.edges(ask.period)
    said, waits = [], []
    moment = at[0] + timedelta(hours=7)
    while moment < min(at[-1], NOW):
        for agent_id in range(dice.choice((0, 0, 1, 2, 5))):
            scores = [dice.randint(0, 9) for _ in range(4)] if with_mood and dice.random() < 0.8 else []
            said.append(
                Tally(
                    agent_id,
                    moment,
                    moment + timedelta(minutes=24),
                    dice.randint(2, 30),
                    len(scores),
                    sum(scores),
                    sum(s * s for s in scores),
                    min(scores, default=None),
                    max(scores, default=None),
                )
            )
            if dice.random() < 0.5:
                end = moment + timedelta(minutes=dice.expovariate(1 / 9))
                told = moment + timedelta(seconds=2) if dice.random() < 0.7 else None
                cause = dice.choice(tuple(Cause))
                name = ("atlas", "ledger", "a-project-with-quite-a-long-name")[agent_id % 3]
                waits.append(Wait(agent_id, agent_id % 3, name, cause, moment, end, True, told_at=told))
        moment += timedelta(hours=1)
    waits.append(Wait(1, 1, "ledger", Cause.PERMISSION, NOW - timedelta(minutes=4), None, told_at=NOW))
    return page_of(ask, said, waits, at)


def empty(ask: AskActivity) -> ActivityPage:
    return page_of(ask, [], [], domain.edges(ask.period))


def page_of(ask: AskActivity, said: list[Tally], waits: list[Wait], at: Any) -> ActivityPage:
    projects = []
    for number, name in enumerate(("atlas", "ledger", "a-project-with-quite-a-long-name")):
        part = [one for one in said if one.agent_id % 3 == number]
        if part:
            ids = sorted({one.agent_id for one in part})
            agents = tuple(
                AgentActivity(
                    f"{'abc'[n % 3]}1", f"agent-{n}", domain.measure(o for o in part if o.agent_id == n), 3000, True
                )
                for n in ids
            )
            projects.append(ProjectActivity(number, name, domain.measure(part), 5400, agents))
    total = domain.measure(said)
    until: datetime = min(at[-1], NOW)
    return ActivityPage(
        ask.ask_id,
        ask.period,
        at[0],
        at[-1],
        max((until - at[0]).total_seconds() / 3600, 0),
        total,
        5400.0 * len(projects),
        domain.bins(said, at),
        tuple(projects),
        blocked(waits, at[0], at[-1], NOW),
        NOW - timedelta(hours=2) if total.mood else None,
    )


__all__ = ["busy", "empty", "page_of"]
