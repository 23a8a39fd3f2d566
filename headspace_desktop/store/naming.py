"""What projects are called where several stand side by side. Reader's thread; read-only."""

from __future__ import annotations

from sqlalchemy import Connection, select

from headspace_desktop.domain.naming import told_apart
from headspace_desktop.store.base import table
from headspace_desktop.store.tables import ProjectRow

_PROJECTS = table(ProjectRow).c


def project_names(connection: Connection) -> dict[int, str]:
    """Each project by its id, told apart from those that are called the same."""
    rows = connection.execute(select(_PROJECTS.id, _PROJECTS.name, _PROJECTS.path))
    return told_apart({row.id: (row.name, row.path) for row in rows})
