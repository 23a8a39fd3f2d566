"""Work on panes in small steps: one job a pane at a time, many panes at once, no sleeping.

tmux thread. A job is a generator that yields the seconds until it wants to go on; between steps others get their turn.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

from headspace_desktop.domain.model import PaneRef
from headspace_desktop.troubles import Trouble

Steps = Generator[float, None, None]


@dataclass(slots=True)
class Job:
    """`failed` is told the trouble that ended the steps; nothing is told when they end well."""

    steps: Steps
    failed: Callable[[Trouble], None]


@dataclass(slots=True)
class _Lane:
    jobs: deque[Job] = field(default_factory=deque)
    due_at_s: float = 0.0


class PaneJobs:
    """Every pane's jobs, in the order in which they came."""

    def __init__(self) -> None:
        self._lanes: dict[PaneRef, _Lane] = {}

    def add(self, pane: PaneRef, job: Job) -> None:
        self._lanes.setdefault(pane, _Lane()).jobs.append(job)

    def due_s(self) -> float | None:
        if not self._lanes:
            return None
        return max(0.0, min(lane.due_at_s for lane in self._lanes.values()) - time.monotonic())

    def tick(self) -> None:
        """Take one step of each job that is due."""
        now_s = time.monotonic()
        for pane, lane in list(self._lanes.items()):
            if lane.due_at_s <= now_s:
                self._step(pane, lane)

    def close(self) -> None:
        """Stop every job where it stands."""
        for lane in self._lanes.values():
            for job in lane.jobs:
                job.steps.close()
        self._lanes.clear()

    def _step(self, pane: PaneRef, lane: _Lane) -> None:
        job = lane.jobs[0]
        is_done = True
        try:
            lane.due_at_s = time.monotonic() + next(job.steps)
            is_done = False
        except StopIteration:
            pass
        except Trouble as trouble:
            job.failed(trouble)
        finally:
            if is_done:
                lane.jobs.popleft()
                lane.due_at_s = 0.0
                if not lane.jobs:
                    del self._lanes[pane]
