"""Made-up answers for the pages of projects and of the objective."""

from __future__ import annotations

from typing import Any

from cards import ago

from headspace_desktop.domain.model import CommandState, Objective, Outcome, TurnActor, TurnIntent
from headspace_desktop.domain.project_pages import (
    AgentLine,
    AgentsPage,
    ArchiveEntry,
    ArchivePage,
    CommandHead,
    CommandsPage,
    CommandTurnsPage,
    Document,
    InferenceUsage,
    ObjectivePage,
    PastObjective,
    ProjectFilesPage,
    ProjectLine,
    ProjectPage,
    ProjectsPage,
    TurnHead,
)

DAY = 86_400
WAYPOINT = "# Waypoint\n\n## Next up\n\n- Split the **session store**\n- <b>no markup</b> ![x](file:///etc/passwd)\n"


def line(project_id: int = 1, name: str = "atlas", **more: Any) -> ProjectLine:
    values: dict[str, Any] = {
        "path": f"/home/dev/{name}", "branch": "main", "github_repo": "", "description": "", "agents": 12,
        "live_agents": 2, "created_at": ago(90 * DAY), "last_seen_at": ago(240), "is_paused": False,
        "paused_at": None, "pause_reason": "",
    }  # fmt: skip
    return ProjectLine(id=project_id, name=name, **(values | more))


def projects(ask: Any) -> ProjectsPage:
    found = (
        line(description="The maps."),
        line(2, "ledger", live_agents=0, last_seen_at=ago(5 * DAY), branch="feature/a-long-branch-name-for-the-books"),
        line(3, "beacon", is_paused=True, paused_at=ago(DAY), pause_reason="over budget", last_seen_at=ago(9 * DAY)),
        line(4, "never used", agents=0, live_agents=0, last_seen_at=None, branch=""),
    )
    return ProjectsPage(ask.ask_id, found)


def no_projects(ask: Any) -> ProjectsPage:
    return ProjectsPage(ask.ask_id, ())


def project(ask: Any) -> ProjectPage:
    usage = InferenceUsage(41, 1, 120_345, 8_200, 0.1234)
    return ProjectPage(ask.ask_id, line(ask.project_id, description="Draws maps of what agents do."), usage)


def unused(ask: Any) -> ProjectPage:
    return ProjectPage(ask.ask_id, line(ask.project_id), InferenceUsage(0, 0, None, None, None))


def files(ask: Any) -> ProjectFilesPage:
    archives = tuple(
        ArchiveEntry("waypoint", f"waypoint_2026-03-0{3 - n}_10-00-00.md", ago((1 + n) * DAY)) for n in range(3)
    )
    return ProjectFilesPage(
        ask.ask_id, (Document("waypoint", WAYPOINT, ago(3600)),), archives, "dev/atlas", "feature/maps"
    )


def archive(ask: Any) -> ArchivePage:
    return ArchivePage(ask.ask_id, ask.name, Document("waypoint", "# Waypoint\n\n- Draw the first map\n", ago(DAY)))


def agents(ask: Any) -> AgentsPage:
    found = tuple(
        AgentLine(
            f"a{ask.offset + n}", f"agent {ask.offset + n}", f"59d0c2-{n}", "working" if n == 0 else "idle",
            ago(3600 * (n + 1)), ago(60), None if n < 2 else ago(600), 3 + n, 20 + n, "/t/1.jsonl", "claude",
        )
        for n in range(min(10, 23 - ask.offset))
    )  # fmt: skip
    return AgentsPage(ask.ask_id, found, 23)


def no_agents(ask: Any) -> AgentsPage:
    return AgentsPage(ask.ask_id, (), 0)


def commands(ask: Any) -> CommandsPage:
    first = 0 if ask.before_id is None else 10
    found = tuple(
        CommandHead(
            100 - n, f"c{n}", CommandState.COMPLETE if n else CommandState.AWAITING_INPUT,
            Outcome.FINISHED if n else None, "Move the session store behind a protocol and keep the old tests green",
            ago(3000 + n), ago(2000) if n else None, 7,
        )
        for n in range(first, first + 3)
    )  # fmt: skip
    return CommandsPage(ask.ask_id, found, None if first else 91)


def turns(ask: Any) -> CommandTurnsPage:
    said = (
        (TurnActor.USER, TurnIntent.COMMAND, "Move the session store behind a protocol", 2),
        (TurnActor.AGENT, TurnIntent.PROGRESS, "I will read the current store first, then split it.", None),
        (TurnActor.USER, TurnIntent.ANSWER, "No. I said that three times now.", 8),
    )
    heads = tuple(
        TurnHead(n, actor, intent, text, False, ago(2900 - n * 60), f"e{n}", score)
        for n, (actor, intent, text, score) in enumerate(said)
    )
    return CommandTurnsPage(ask.ask_id, heads, True)


def objective(ask: Any) -> ObjectivePage:
    now = Objective("Ship the maps to the first ten people", ago(2 * DAY), "Keep the old import path.", True)
    past = (
        PastObjective(9, now.text, now.constraints, ago(2 * DAY), None),
        PastObjective(8, "Make the store fast", "", ago(9 * DAY), ago(2 * DAY)),
        PastObjective(7, "Find out what hurts", "No more than a week.", ago(20 * DAY), ago(9 * DAY)),
    )
    if ask.before_id is not None:
        return ObjectivePage(ask.ask_id, now, (PastObjective(2, "Begin", "", ago(40 * DAY), ago(20 * DAY)),), None)
    return ObjectivePage(ask.ask_id, now, past, 7)


def no_objective(ask: Any) -> ObjectivePage:
    return ObjectivePage(ask.ask_id, None, (), None)
