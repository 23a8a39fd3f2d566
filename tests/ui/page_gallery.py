"""Renders the pages of activity, projects and the objective in both themes: `page_gallery.py FOLDER [scale] [only]`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

FOLDER = Path(sys.argv[1])
SCALE = sys.argv[2] if len(sys.argv) > 2 else "1"
ONLY = sys.argv[3] if len(sys.argv) > 3 else ""
THEMES = os.environ.get("THEMES", "light,dark").split(",")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_SCALE_FACTOR"] = SCALE
sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

import activity_pages  # noqa: E402
import project_answers as answers  # noqa: E402
from page_stage import PageStage  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from headspace_desktop.domain.activity import Span  # noqa: E402
from headspace_desktop.domain.asks import (  # noqa: E402
    AskActivity,
    AskArchive,
    AskCommands,
    AskCommandTurns,
    AskObjective,
    AskProject,
    AskProjectAgents,
    AskProjectFiles,
    AskProjects,
)
from headspace_desktop.ui.pages.activity import ActivityPage  # noqa: E402
from headspace_desktop.ui.pages.objective import ObjectivePage  # noqa: E402
from headspace_desktop.ui.pages.page import ProjectPlace  # noqa: E402
from headspace_desktop.ui.pages.projects import ProjectsPage  # noqa: E402

Scene = Callable[[Any], None]


def shot(app: QApplication, stage: PageStage, name: str, theme: str) -> None:
    for _ in range(8):
        app.processEvents()
    stage.page.grab().save(str(FOLDER / f"{name}-{theme}-{SCALE}x.png"))


def activity(app: QApplication, theme: str) -> None:
    stage = PageStage(ActivityPage, theme)
    stage.show(1000, 1500)
    stage.answer(AskActivity, activity_pages.busy(stage.last(AskActivity)))
    stage.page.view.chart.chart._mark(10)
    shot(app, stage, "activity-day", theme)
    stage.page.view.bar.spans[Span.WEEK].setChecked(True)
    stage.answer(AskActivity, activity_pages.busy(stage.last(AskActivity), with_mood=True))
    next(iter(stage.page.projects.lines.values())).toggle.setChecked(True)
    shot(app, stage, "activity-week-mood", theme)
    stage.page.view.bar.spans[Span.DAY].setChecked(True)
    stage.answer(AskActivity, activity_pages.busy(stage.last(AskActivity), with_mood=True))
    stage.page.view.chart.as_table.setChecked(True)
    stage.show(520, 1500)
    shot(app, stage, "activity-narrow", theme)
    stage.show(1000, 1000)
    stage.page.view.bar.go_earlier()
    stage.answer(AskActivity, activity_pages.empty(stage.last(AskActivity)))
    stage.page.view.chart.as_table.setChecked(False)
    shot(app, stage, "activity-empty", theme)
    stage.page.view.bar.go_earlier()
    stage.fail(AskActivity)
    shot(app, stage, "activity-error", theme)
    stage.page.close()


def projects(app: QApplication, theme: str) -> None:
    stage = PageStage(ProjectsPage, theme)
    stage.show(1000, 560)
    shot(app, stage, "projects-loading", theme)
    stage.answer(AskProjects, answers.projects(stage.last(AskProjects)))
    shot(app, stage, "projects", theme)
    stage.page.add()
    shot(app, stage, "projects-add", theme)
    stage.page.list.form.hide()
    stage.page.refresh()
    stage.answer(AskProjects, answers.no_projects(stage.last(AskProjects)))
    shot(app, stage, "projects-empty", theme)
    stage.page.refresh()
    stage.fail(AskProjects)
    shot(app, stage, "projects-error", theme)
    stage.show(1000, 2600)
    stage.page.go_to(ProjectPlace(1))
    for kind, page in (
        (AskProject, answers.project), (AskProjectFiles, answers.files), (AskProjectAgents, answers.agents),
        (AskActivity, activity_pages.busy),
    ):  # fmt: skip
        stage.answer(kind, page(stage.last(kind)))
    agent = stage.page.project.agents.agents[0]
    agent.toggle.click()
    stage.answer(AskCommands, answers.commands(stage.last(AskCommands)))
    agent.commands[0].toggle.click()
    stage.answer(AskCommandTurns, answers.turns(stage.last(AskCommandTurns)))
    stage.page.project.documents._open("waypoint_2026-03-01_10-00-00.md")
    stage.answer(AskArchive, answers.archive(stage.last(AskArchive)))
    stage.page.project.head.pause.click()
    shot(app, stage, "project", theme)
    stage.show(560, 2600)
    shot(app, stage, "project-narrow", theme)
    stage.page.close()


def objective(app: QApplication, theme: str) -> None:
    stage = PageStage(ObjectivePage, theme)
    stage.show(900, 760)
    stage.answer(AskObjective, answers.objective(stage.last(AskObjective)))
    stage.page.history[1].forget.click()
    stage.page.constraints.appendPlainText("And no new dependency.")
    shot(app, stage, "objective", theme)
    stage.page.put_back()
    stage.page.refresh()
    stage.answer(AskObjective, answers.no_objective(stage.last(AskObjective)))
    shot(app, stage, "objective-empty", theme)
    stage.page.close()


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    for theme in THEMES:
        for name, scene in SCENES.items():
            if not ONLY or name in ONLY.split(","):
                scene(app, theme)


SCENES: dict[str, Callable[[QApplication, str], None]] = {
    "activity": activity,
    "projects": projects,
    "objective": objective,
}

if __name__ == "__main__":
    main()
