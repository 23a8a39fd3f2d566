"""The person's own order in the store: objective, projects, single rows, logs. Each wish is done or refused whole.

The engine's thread, inside the batch's transaction, each in a savepoint of its own. A refusal changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, assert_never

from sqlalchemy import Connection, delete, insert, select, update

from headspace_desktop.domain.actions import (
    AddProject,
    ChangeProject,
    DeleteProject,
    DeskAction,
    EditRow,
    ForgetLog,
    ForgetObjective,
    SetObjective,
    SwitchPriority,
)
from headspace_desktop.domain.model import Json, Objective, Project
from headspace_desktop.store.base import table
from headspace_desktop.store.people_tables import InferenceCallRow, ObjectiveHistoryRow, ObjectiveRow
from headspace_desktop.store.rows import edit_row
from headspace_desktop.store.slugs import free_slug
from headspace_desktop.store.tables import AgentRow, EventRow, ProjectRow
from headspace_desktop.troubles import (
    FieldInvalid,
    LogUnknown,
    ObjectiveActive,
    ObjectiveMissing,
    ProjectBusy,
    ProjectExists,
    Trouble,
    UnknownProject,
    UnknownRow,
)

_AGENTS, _EVENTS, _PROJECTS = table(AgentRow), table(EventRow), table(ProjectRow)
_OBJECTIVES, _HISTORY, _CALLS = table(ObjectiveRow), table(ObjectiveHistoryRow), table(InferenceCallRow)

_NAME_CHARS = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one wish: its trouble, or what it changed. `kind` names its row of the event log."""

    action: DeskAction
    at: datetime
    trouble: Trouble | None = None
    result: Json = field(default_factory=dict)
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """Who writes, and when."""

    connection: Connection
    host_id: str
    host_name: str
    now: datetime


def perform(site: Site, action: DeskAction) -> Done:
    """Do one wish in a savepoint."""
    try:
        with site.connection.begin_nested():
            kind, result = _do(site, action)
    except Trouble as trouble:
        return Done(action, site.now, trouble)
    return Done(action, site.now, None, result, kind)


def present_objective(connection: Connection) -> Objective | None:
    """What the person works towards."""
    row = connection.execute(select(_OBJECTIVES).order_by(_OBJECTIVES.c.id.desc()).limit(1)).first()
    return None if row is None else Objective(row.current_text, row.set_at, row.constraints or "", row.priority_enabled)


def projects_of(connection: Connection, host_id: str) -> tuple[Project, ...]:
    """The projects of this host, by the names that the person may have given them."""
    rows = connection.execute(select(_PROJECTS).where(_PROJECTS.c.host_id == host_id))
    return tuple(Project(row.path, row.name, row.slug, row.current_branch or "") for row in rows)


def _do(site: Site, action: DeskAction) -> tuple[str, dict[str, Any]]:
    match action:
        case SetObjective():
            return "objective_set", _set_objective(site, action)
        case ForgetObjective():
            return "objective_forgotten", _forget_objective(site, action.history_id)
        case SwitchPriority():
            return "priority_switched", _switch_priority(site, is_on=action.is_on)
        case AddProject():
            return "project_changed", _add_project(site, action)
        case ChangeProject():
            return "project_changed", _change_project(site, action)
        case DeleteProject():
            return "project_changed", _delete_project(site, action.project_id)
        case EditRow():
            return "row_edited", edit_row(site.connection, site.host_id, action)
        case ForgetLog():
            return "log_forgotten", _forget_log(site, action.log)
        case _:
            assert_never(action)


# -- objective ---------------------------------------------------------------


def _objective_id(site: Site) -> int:
    row_id = site.connection.scalar(select(_OBJECTIVES.c.id).order_by(_OBJECTIVES.c.id.desc()).limit(1))
    if row_id is None:
        raise ObjectiveMissing
    return int(row_id)


def _set_objective(site: Site, action: SetObjective) -> dict[str, Any]:
    text = action.text.strip()
    values = {"text": text, "constraints": action.constraints.strip() or None}
    current = {"current_text": text, "constraints": values["constraints"]}
    run = site.connection.execute
    try:
        row_id = _objective_id(site)
    except ObjectiveMissing:
        row_id = _new_id(run(insert(_OBJECTIVES).values(**current, priority_enabled=True, set_at=site.now)))
    else:
        moved = {"set_at": site.now} if action.is_new else {}
        run(update(_OBJECTIVES).where(_OBJECTIVES.c.id == row_id).values(**current, **moved))
    is_active = (_HISTORY.c.objective_id == row_id) & _HISTORY.c.ended_at.is_(None)
    active = run(select(_HISTORY).where(is_active).order_by(_HISTORY.c.id.desc())).first()
    if active is not None and not action.is_new:
        run(update(_HISTORY).where(_HISTORY.c.id == active.id).values(**values))
        return {"history_id": active.id}
    if active is not None:
        run(update(_HISTORY).where(is_active).values(ended_at=max(site.now, active.started_at)))
    fresh = {"objective_id": row_id, "started_at": site.now, **values}
    return {"history_id": _new_id(run(insert(_HISTORY).values(**fresh)))}


def _forget_objective(site: Site, history_id: int) -> dict[str, Any]:
    row = site.connection.execute(select(_HISTORY).where(_HISTORY.c.id == history_id)).first()
    if row is None:
        raise UnknownRow(f"objective {history_id}")
    if row.ended_at is None:
        raise ObjectiveActive
    site.connection.execute(delete(_HISTORY).where(_HISTORY.c.id == history_id))
    return {"history_id": history_id}


def _switch_priority(site: Site, *, is_on: bool) -> dict[str, Any]:
    row_id = _objective_id(site)
    site.connection.execute(update(_OBJECTIVES).where(_OBJECTIVES.c.id == row_id).values(priority_enabled=is_on))
    return {"is_on": is_on}


# -- projects ----------------------------------------------------------------


def _add_project(site: Site, action: AddProject) -> dict[str, Any]:
    path = _path(action.path)
    _refuse_taken(site, path)
    name = _line("name", action.name) or Path(path).name or path
    values = {
        "host_id": site.host_id,
        "host_name": site.host_name,
        "name": name,
        "slug": free_slug(site.connection, name),
        "path": path,
        "github_repo": _line("github_repo", action.github_repo) or None,
        "description": action.description.strip() or None,
        "created_at": site.now,
    }
    row_id = _new_id(site.connection.execute(insert(_PROJECTS).values(**values)))
    return {"change": "created", "project_id": row_id, "slug": values["slug"], "name": name, "path": path}


def _change_project(site: Site, action: ChangeProject) -> dict[str, Any]:
    row = _project(site, action.project_id)
    values: dict[str, Any] = {}
    if action.name is not None:
        values["name"] = _line("name", action.name)
        if not values["name"]:
            raise FieldInvalid("name: it may not be empty")
        if values["name"] != row.name:
            values["slug"] = free_slug(site.connection, values["name"], row.id)
    if action.path is not None:
        values["path"] = _path(action.path)
        _refuse_taken(site, values["path"], row.id)
    if action.github_repo is not None:
        values["github_repo"] = _line("github_repo", action.github_repo) or None
    if action.description is not None:
        values["description"] = action.description.strip() or None
    if action.is_paused is not None:
        values |= {
            "inference_paused": action.is_paused,
            "inference_paused_at": (row.inference_paused_at or site.now) if action.is_paused else None,
            "inference_paused_reason": (action.pause_reason or "").strip() or None if action.is_paused else None,
        }
    if values:
        site.connection.execute(update(_PROJECTS).where(_PROJECTS.c.id == row.id).values(**values))
    fresh = _project(site, row.id)
    return {
        "change": "updated", "project_id": row.id, "path_before": row.path, "path": fresh.path, "name": fresh.name,
        "slug": fresh.slug, "fields": sorted(values),
    }  # fmt: skip


def _delete_project(site: Site, project_id: int) -> dict[str, Any]:
    row = _project(site, project_id)
    agents = site.connection.execute(select(_AGENTS.c.uuid, _AGENTS.c.ended_at).where(_AGENTS.c.project_id == row.id))
    mine = agents.all()
    if live := [agent.uuid for agent in mine if agent.ended_at is None]:
        raise ProjectBusy(f"{row.name}: {len(live)} of its agents still run")
    for log in (_EVENTS, _CALLS):
        site.connection.execute(delete(log).where(log.c.project_id == row.id))
    site.connection.execute(delete(_PROJECTS).where(_PROJECTS.c.id == row.id))
    return {
        "change": "deleted", "project_id": row.id, "name": row.name, "path": row.path,
        "agents": [str(agent.uuid) for agent in mine],
    }  # fmt: skip


def _project(site: Site, project_id: int) -> Any:
    row = site.connection.execute(
        select(_PROJECTS).where(_PROJECTS.c.id == project_id, _PROJECTS.c.host_id == site.host_id)
    ).first()
    if row is None:
        raise UnknownProject(str(project_id))
    return row


def _refuse_taken(site: Site, path: str, but: int | None = None) -> None:
    query = select(_PROJECTS).where(_PROJECTS.c.host_id == site.host_id, _PROJECTS.c.path == path)
    row = site.connection.execute(query).first()
    if row is not None and row.id != but:
        raise ProjectExists(f"{path} is the project “{row.name}” (number {row.id})")


def _path(text: str) -> str:
    path = text.strip()
    if not path.startswith("/") or _CONTROL.search(path):
        raise FieldInvalid("path: a full path is expected, one that begins with /")
    return str(Path(path))


def _line(name: str, text: str) -> str:
    line = text.strip()
    if _CONTROL.search(line):
        raise FieldInvalid(f"{name}: one line is expected")
    if len(line) > _NAME_CHARS:
        raise FieldInvalid(f"{name}: {len(line)} signs; {_NAME_CHARS} at most")
    return line


# -- logs --------------------------------------------------------------------


def _forget_log(site: Site, log: str) -> dict[str, Any]:
    """Other hosts' rows stay; a call has no host of its own."""
    clear: dict[str, Callable[[], Any]] = {
        "events": lambda: delete(_EVENTS).where(_EVENTS.c.host_id == site.host_id),
        "calls": lambda: delete(_CALLS),
    }
    if log not in clear:
        raise LogUnknown(log)
    return {"log": log, "count": site.connection.execute(clear[log]()).rowcount}


def _new_id(result: Any) -> int:
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])
