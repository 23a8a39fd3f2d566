"""What the person works towards, and the projects by the names that they gave them. Engine thread.

The store does each of these wishes whole or refuses it; what was done is told, and laid over the board, after the
commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from headspace_desktop.domain.actions import (
    AddProject,
    ChangeProject,
    DeleteProject,
    DeskAction,
    SetObjective,
    SwitchPriority,
)
from headspace_desktop.domain.changes import CardGone, ObjectiveChanged
from headspace_desktop.domain.model import Agent, Objective, Project
from headspace_desktop.engine.board import Board
from headspace_desktop.engine.work import Work
from headspace_desktop.store.desk import Done
from headspace_desktop.troubles import FieldInvalid

#: Longest objective, and longest constraints.
TEXT_CHARS = 5000


class Desk:
    """The present objective, and the given names of projects by their path."""

    def __init__(self, board: Board, find_project: Callable[[str], Project], find_folder: Callable[[str], str]) -> None:
        self._board = board
        self._find_project, self._find_folder = find_project, find_folder
        self._named: dict[str, Project] = {}
        self.objective: Objective | None = None

    def fill(self, objective: Objective | None, projects: Iterable[Project]) -> None:
        """Start with what was stored."""
        self.objective = objective
        self._named = {project.path: project for project in projects}

    def find_project(self, cwd: str) -> Project:
        """The project of a directory, by the name that it has in the store."""
        found = self._find_project(cwd)
        named = self._named.get(found.path)
        return found if named is None else replace(found, name=named.name, slug=named.slug)

    def take(self, work: Work, action: DeskAction) -> None:
        """Have the store do it with this batch. Raises: FieldInvalid, FolderMissing."""
        if isinstance(action, SetObjective):
            _check("text", action.text, is_needed=True)
            _check("constraints", action.constraints)
        elif isinstance(action, AddProject | ChangeProject) and (path := (action.path or "").strip()).startswith("/"):
            action = replace(action, path=self._find_folder(path))  # any other path is refused by the store
        work.batch.desk.append((action, work.now))

    def done(self, work: Work, done: Done) -> list[Agent]:
        """A wish was carried out: remember it; returns the agents whose project is called otherwise now."""
        action, result = done.action, done.result
        match action:
            case SetObjective():
                is_on = self.objective.is_priority_on if self.objective else True
                set_at = work.now if self.objective is None or action.is_new else self.objective.set_at
                self.objective = Objective(action.text.strip(), set_at, action.constraints.strip(), is_on)
                work.changes.append(ObjectiveChanged(self.objective))
            case SwitchPriority() if self.objective is not None:
                self.objective = replace(self.objective, is_priority_on=action.is_on)
                work.changes.append(ObjectiveChanged(self.objective))
            case ChangeProject():
                self._named.pop(result["path_before"], None)
                self._named[result["path"]] = Project(result["path"], result["name"], result["slug"])
                return self._renamed(result["path_before"], self._named[result["path"]])
            case DeleteProject():
                self._named.pop(result["path"], None)
                gone = [uuid for uuid in result["agents"] if uuid in self._board.cards]
                self._board.drop(result["agents"])
                work.changes += [CardGone(uuid) for uuid in gone]
            case _:
                if result.get("change") == "created":
                    self._named[result["path"]] = Project(result["path"], result["name"], result["slug"])
        return []

    def _renamed(self, path_before: str, project: Project) -> list[Agent]:
        return [
            replace(agent, project=replace(project, branch=agent.project.branch))
            for agent in self._board.all()
            if agent.project.path == path_before
        ]


def _check(name: str, text: str, *, is_needed: bool = False) -> None:
    size_chars = len(text.strip())
    if is_needed and size_chars == 0:
        raise FieldInvalid(f"{name}: it may not be empty")
    if size_chars > TEXT_CHARS:
        raise FieldInvalid(f"{name}: {size_chars:,} signs; {TEXT_CHARS:,} at most")
