"""Slugs of projects and personas, set in the transaction that writes the row.

Mapped objects get theirs by the listeners below; `records` asks `free_slug` itself. The writing thread only.
"""

from __future__ import annotations

import re
import secrets
from typing import Any

from sqlalchemy import Connection, event, inspect, select, update
from sqlalchemy.orm import Mapper
from sqlalchemy.orm.attributes import set_committed_value

from headspace_desktop.store.base import table
from headspace_desktop.store.people_tables import PersonaRow, RoleRow
from headspace_desktop.store.tables import ProjectRow

_RUN = re.compile("[^a-z0-9]+")

#: A slug is a folder name too; 255 bytes is the usual limit of one. Room is left for the number.
SLUG_CHARS = 100


def slug_of(text: str, empty: str = "") -> str:
    """Lower case, each run of other characters one hyphen."""
    return _RUN.sub("-", text.lower())[:SLUG_CHARS].strip("-") or empty


def free_slug(connection: Connection, name: str, project_id: int | None = None) -> str:
    """The slug of a project's name, with -2, -3 … when another project has it already."""
    slug = slug_of(name, "project")
    projects = table(ProjectRow).c
    taken = select(projects.slug).where(projects.slug.startswith(slug, autoescape=True))
    if project_id is not None:
        taken = taken.where(projects.id != project_id)
    others = set(connection.scalars(taken))
    candidate, number = slug, 1
    while candidate in others:
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


@event.listens_for(ProjectRow, "before_insert")
@event.listens_for(PersonaRow, "before_insert")
def _hold_place(_mapper: Mapper[Any], _connection: Connection, row: ProjectRow | PersonaRow) -> None:
    """All rows of a flush are prepared before the first is written, so none knows the others' slugs yet."""
    row.slug = row.slug or f"_pending_{secrets.token_hex(6)}"


@event.listens_for(ProjectRow, "after_insert")
def _name_project(_mapper: Mapper[Any], connection: Connection, project: ProjectRow) -> None:
    if project.slug.startswith("_pending_"):
        _set_slug(connection, project, free_slug(connection, project.name, project.id))


@event.listens_for(ProjectRow, "after_update")
def _rename_project(_mapper: Mapper[Any], connection: Connection, project: ProjectRow) -> None:
    if inspect(project).attrs.name.history.has_changes():
        _set_slug(connection, project, free_slug(connection, project.name, project.id))


@event.listens_for(PersonaRow, "after_insert")
def _name_persona(_mapper: Mapper[Any], connection: Connection, persona: PersonaRow) -> None:
    roles = table(RoleRow).c
    role = connection.scalar(select(roles.name).where(roles.id == persona.role_id))
    parts = (slug_of(role or ""), slug_of(persona.name), str(persona.id))
    _set_slug(connection, persona, "-".join(part for part in parts if part))


def _set_slug(connection: Connection, row: ProjectRow | PersonaRow, slug: str) -> None:
    target = table(type(row))
    connection.execute(update(target).where(target.c.id == row.id).values(slug=slug))
    set_committed_value(row, "slug", slug)
