"""From a hook's file to the committed board and the told card: p50 and p99 with 1, 10 and 50 sessions, and the flood.

The real intake and engine in their threads, SQLite on this disk. A hook counts from the moment before it is written.
"""

from __future__ import annotations

import itertools
import time

import figures
from rooms import Chain, Home

from tests.harness.stand_ins import StandIn

HOOKS_PER_SESSION_S, SECONDS, FLOOD = 2.0, 8.0, 3000


def stand_ins(home: Home, count: int, begin: int) -> list[StandIn]:
    spool = home.paths.spool_dir / "claude"
    return [StandIn(begin + number, home.folder / "home", spool, 1) for number in range(count)]


def step(agent: StandIn, number: int) -> str:
    """The next hook of a session's endless turn; the mail's name."""
    about = {"tool_name": "Bash", "tool_use_id": f"t{agent.number}-{number // 2}", "tool_input": {"command": "make"}}
    if number % 20 == 0:
        agent.prompt_id = f"p{agent.number}-{number}"
        agent.hook("UserPromptSubmit", prompt=f"please do {number}")
    elif number % 20 == 19:
        agent.hook("Stop", last_assistant_message=f"{number} is done", background_tasks=[])
    elif number % 2:
        agent.hook("PreToolUse", is_bulky=True, **about)
    else:
        agent.hook("PostToolUse", is_bulky=True, tool_response={"stdout": "ok " * 200}, **about)
    return f"{agent.number * 1_000_000 + agent.count}.{agent.pid}...1"


def paced(chain: Chain, agents: list[StandIn]) -> dict[str, figures.Figure]:
    """Each session speaks twice a second, one after the other."""
    begin_s, sent = time.monotonic(), {}
    gap_s = 1 / (HOOKS_PER_SESSION_S * len(agents))
    for count in itertools.count():
        due_s = begin_s + count * gap_s
        if due_s > begin_s + SECONDS:
            break
        time.sleep(max(0.0, due_s - time.monotonic()))
        at_s = time.monotonic()
        sent[step(agents[count % len(agents)], count // len(agents))] = at_s
    chain.wait_for(lambda: sent.keys() <= chain.done.keys())
    done_ms = [(chain.done[name] - at_s) * 1000 for name, at_s in sent.items()]
    card_ms = [(chain.shown[name] - at_s) * 1000 for name, at_s in sent.items() if name in chain.shown]
    return {
        "sessions": len(agents), "hooks_per_s": len(sent) / SECONDS,
        "done_p50_ms": figures.percentile(done_ms, 50), "done_p99_ms": figures.percentile(done_ms, 99),
        "card_p50_ms": figures.percentile(card_ms, 50), "card_p99_ms": figures.percentile(card_ms, 99),
    }  # fmt: skip


def flood(chain: Chain, agents: list[StandIn]) -> dict[str, figures.Figure]:
    """As fast as files can be written."""
    begin_s, cpu_s = time.monotonic(), time.process_time()
    names = {step(agents[count % len(agents)], count // len(agents)) for count in range(FLOOD)}
    written_s = time.monotonic() - begin_s
    chain.wait_for(lambda: names <= chain.done.keys())
    passed_s = time.monotonic() - begin_s
    return {
        "sessions": len(agents), "hooks_per_s": FLOOD / passed_s, "written_per_s": FLOOD / written_s,
        "cpu_ms_per_hook": (time.process_time() - cpu_s) / FLOOD * 1000,
    }  # fmt: skip


def main() -> None:
    rows = []
    for count in (1, 10, 50):
        with Home() as home:
            chain = Chain(home)
            chain.start()
            agents = stand_ins(home, count, 1)
            for agent in agents:
                agent.hook("SessionStart", source="startup")
            chain.wait_for(lambda count=count, chain=chain: len(chain.done) == count)
            rows += [paced(chain, agents), {"what": "flood"} | flood(chain, stand_ins(home, count, 1000))]
            chain.stop()
    figures.report("latency", rows)


if __name__ == "__main__":
    main()
