"""What the app costs while nothing happens: processor time, wake-ups by thread and memory, with 0 and 50 agents.

PSS depends on who else runs the same libraries; own memory (no file's) and RSS (all that it touches) do not. What has
just made its store still holds the tool for that; every other start is a later one.

.venv/bin/python benchmarks/bench_idle.py [seconds] [shown]
"""

from __future__ import annotations

import sys
import time

import processes
from running import Running, figures

from tests.harness.stand_ins import Fleet


def measure(count: int, wall_s: float, *words: str, is_first: bool = False) -> dict[str, figures.Figure]:
    with Running() as running, Fleet(count, running.home, running.spool) as fleet:
        if not is_first:
            running.start("--hidden")
            running.end()
        for agent in fleet.agents:
            agent.start()
            agent.prompt()
            if agent.number % 10:  # every tenth is still at work
                agent.stop()
        running.start(*words)
        running.wait_for(lambda: _settled(running.status(), count), "all agents are known")
        time.sleep(20)  # icons, first bubbles, caches, a first look at each pane
        cost = running.cost_of(wall_s)
        (pss_mb, web_mb), (rss_mb, own_mb) = running.pss_mb(), processes.rss_mb(running.pid)
        print(f"{count} agents {words}: wake-ups/s by thread:",
              {name: round(n / cost.wall_s, 2) for name, n in cost.wakes.most_common(12)}, flush=True)  # fmt: skip
        return {
            "agents": count, "as": " ".join(words) or "shown", "start": "first" if is_first else "later",
            "seconds": round(cost.wall_s),
            "cpu_percent": round(cost.percent, 3), "own_threads_percent": round(100 * cost.fine_s / cost.wall_s, 3),
            "wakes_per_s": round(sum(cost.wakes.values()) / cost.wall_s, 1),
            "own_mb": round(own_mb, 1), "pss_mb": round(pss_mb, 1), "rss_mb": round(rss_mb, 1),
            "web_pss_mb": round(web_mb, 1),
        }  # fmt: skip


def _settled(status: dict[str, object] | None, count: int) -> bool:
    agents = status["agents"] if status else []
    assert isinstance(agents, list)
    return len(agents) == count and all(agent["state"] != "unknown" for agent in agents)


if __name__ == "__main__":
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 30.0
    rows = [
        measure(0, seconds, "--hidden", is_first=True),
        measure(0, seconds, "--hidden"),
        measure(50, seconds, "--hidden"),
    ]
    if "shown" in sys.argv:
        rows += [measure(50, seconds)]
    figures.report("idle", rows)
