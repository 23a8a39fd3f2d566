"""Live-session files as the event log kept them: a row tells what is otherwise than in the one before it. Pure.

One object for rows in their order; what it knows of each agent's file grows with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from headspace_desktop.domain.model import PaneRef, RegistryReading
from headspace_desktop.store.pages import EventLine

_WORDS = ("path", "proc_start", "cwd", "name", "kind", "entrypoint", "version", "tty", "launch_id", "transcript_path")


class KeptReadings:
    """Makes whole readings of the rows of kind `RegistrySeen`."""

    def __init__(self, told: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        self._told = {uuid: dict(values) for uuid, values in (told or {}).items()}

    def copy(self) -> KeptReadings:
        """What is known now, to go on from here another time."""
        return KeptReadings(self._told)

    def path(self, row: EventLine) -> str:
        """Of the file that this row's agent has, for a row of kind `RegistryGone`."""
        return str(self._told.get(row.agent_uuid or "", {}).get("path") or _path((row.payload or {}).get("pid")))

    def reading(self, row: EventLine) -> RegistryReading:
        """The file as it was then. Raises: KeyError, TypeError, ValueError for a row of another version."""
        values = row.payload or {}
        told = self._told.setdefault(row.agent_uuid or "", {})
        told.update(values.get("news") or {})
        pane, started_at = told.get("pane"), told.get("started_at")
        words = {name: told[name] for name in _WORDS if told.get(name)}
        return RegistryReading(
            **{"path": _path(values["pid"]), "proc_start": None, **words},
            pid=int(values["pid"]), session_id=str(values["session_id"]), status=str(values["status"]),
            waiting_for=str(values["waiting_for"]), status_at=row.at, seen_at=row.seen_at,
            is_alive=values.get("is_alive") is True, pane=PaneRef(pane["socket"], pane["pane_id"]) if pane else None,
            started_at=datetime.fromisoformat(started_at) if started_at else None,
        )  # fmt: skip


def _path(pid: object) -> str:
    return f"/sessions/{pid}.json"
