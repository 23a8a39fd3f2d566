"""What watching 100 panes costs: a sweep, a turn without news, a look at one pane, beside an empty tmux command."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import figures

from headspace_desktop.tmux.client import TmuxClient
from headspace_desktop.tmux.guard import AgentPane
from headspace_desktop.tmux.panes import PaneSweep
from tests.harness.stand_ins import Fleet

PANES, ROUNDS = 100, 20


def timed(step: Callable[[], object]) -> Callable[[], float]:
    def way() -> float:
        begin_s = time.perf_counter()
        step()
        return (time.perf_counter() - begin_s) * 1000

    return way


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, Fleet(PANES, Path(folder), Path(folder, "spool")) as fleet:
        told: list[object] = []
        sweep = PaneSweep(2.0, 5.0, told.append)
        sweep.watch(fleet.socket)
        tmux = TmuxClient(fleet.socket, 5.0)
        first = tmux.panes().panes[0]
        pane = AgentPane(tmux, first.pane.pane_id, first.pid, "claude")
        spoken = ["tmux", "-S", fleet.socket, "display-message", "-p", "x"]
        ways = {
            "bare tmux command": timed(lambda: subprocess.run(spoken, capture_output=True, check=True)),
            f"list {PANES} panes": timed(tmux.panes),
            "a turn without news": timed(sweep.tick),
            "a look at one pane": timed(pane.sight),
        }
        before = os.times()
        took = figures.interleaved(ways, ROUNDS)
        after = os.times()
        floor = figures.percentile(took["bare tmux command"], 50)
        rows: list[dict[str, figures.Figure]] = [
            {"what": name, "p50_ms": figures.percentile(each, 50), "max_ms": max(each),
             "times_bare": figures.percentile(each, 50) / floor}
            for name, each in took.items()
        ]  # fmt: skip
        rows.append({"what": "processor time in all", "max_ms": (sum(after[:4]) - sum(before[:4])) * 1000})
        assert len(told) == 1, "the panes are told once, not at every sweep"
    figures.report("tmux", rows)


if __name__ == "__main__":
    main()
