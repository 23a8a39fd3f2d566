"""Keeps one row per hour and scope in `activity_metrics`, for whoever reads the store: other programs, exports.

Engine's thread, a bounded piece at a time. The pages count the turns themselves and never depend on these rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, or_, select, text, update

from headspace_desktop.domain.activity import Tally, hour_of, measure
from headspace_desktop.domain.model import TurnActor
from headspace_desktop.store.activity import counted, tallies
from headspace_desktop.store.base import now, table
from headspace_desktop.store.people_tables import ActivityMetricRow
from headspace_desktop.store.statements import insert_into
from headspace_desktop.store.tables import AgentRow, NoteRow, ProjectRow, TurnRow

#: Hours that are measured in one go, so that the engine is never held up.
PIECE_HOURS = 6

#: The note that tells from which hour on the rows are not up to date; without it: from the first turn.
NOTE = "measured_until"

_HOUR = timedelta(hours=1)

#: As the unique index has it.
_SCOPE = (text("coalesce(agent_id, -1)"), text("coalesce(project_id, -1)"))

_AGENTS, _METRICS, _NOTES = table(AgentRow), table(ActivityMetricRow), table(NoteRow)
_PROJECTS, _TURNS = table(ProjectRow), table(TurnRow)


def mark_stale(connection: Connection, host_id: str, moments: Iterable[datetime]) -> None:
    """Turns of these moments are written in this transaction: from the first on, the rows are to be made anew."""
    first = min(moments, default=None)
    if first is not None:
        stale = (_NOTES.c.host_id == host_id, _NOTES.c.key == NOTE, _NOTES.c.text > _text(hour_of(first)))
        connection.execute(update(_NOTES).where(*stale).values(text=_text(hour_of(first))))


def measure_hours(connection: Connection, host_id: str, at: datetime, most: int = PIECE_HOURS) -> bool:
    """Bring up to `most` hours up to date, the present one last; whether there is more to do."""
    mine = select(_AGENTS.c.id).where(_AGENTS.c.host_id == host_id)
    present = hour_of(at)
    note = connection.scalar(select(_NOTES.c.text).where(_NOTES.c.host_id == host_id, _NOTES.c.key == NOTE))
    cursor = datetime.fromisoformat(note) if note else datetime(1970, 1, 1, tzinfo=UTC)
    for _ in range(most):
        hour = _next_hour(connection, mine, host_id, cursor)
        if hour is None or hour >= present:
            _write_hour(connection, mine, host_id, present)
            _keep(connection, host_id, present)
            return False
        _write_hour(connection, mine, host_id, hour)
        cursor = hour + _HOUR
    _keep(connection, host_id, cursor)
    return True


def _next_hour(connection: Connection, mine: Select[Any], host_id: str, since: datetime) -> datetime | None:
    """The next hour with a turn, or with a row that may be about turns that have moved."""
    turns, metrics = _TURNS.c, _METRICS.c
    spoken = connection.scalar(
        select(turns.at).where(turns.at >= since, turns.agent_id.in_(mine)).order_by(turns.at).limit(1)
    )
    measured = connection.scalar(
        select(metrics.bucket_start)
        .where(metrics.bucket_start >= since, _is_mine(mine, host_id))
        .order_by(metrics.bucket_start)
        .limit(1)
    )
    found = [hour_of(moment) for moment in (spoken, measured) if moment is not None]
    return min(found, default=None)


def _is_mine(mine: Select[Any], host_id: str) -> Any:
    projects = select(_PROJECTS.c.id).where(_PROJECTS.c.host_id == host_id)
    return or_(_METRICS.c.agent_id.in_(mine), _METRICS.c.project_id.in_(projects))


def _write_hour(connection: Connection, mine: Select[Any], host_id: str, hour: datetime) -> None:
    """This host's agents and projects anew; the row of all is of every host that shares the store."""
    connection.execute(delete(_METRICS).where(_METRICS.c.bucket_start == hour, _is_mine(mine, host_id)))
    said = tallies(connection, hour, hour + _HOUR)
    peaks = _peaks(connection, hour) if any(one.scored for one in said) else {}
    ids = set(connection.scalars(mine.where(_AGENTS.c.id.in_({one.agent_id for one in said})))) if said else set()
    own = [one for one in said if one.agent_id in ids]
    rows = [_row(hour, [one], peaks, agent_id=one.agent_id) for one in own]
    for project_id, part in _by_project(connection, own).items():
        rows.append(_row(hour, part, peaks, project_id=project_id))
    if rows:
        connection.execute(insert(_METRICS), rows)
    if said:
        _upsert_overall(connection, _row(hour, said, peaks, is_overall=True))
    else:
        connection.execute(delete(_METRICS).where(_METRICS.c.bucket_start == hour, _METRICS.c.is_overall))


def _by_project(connection: Connection, said: Sequence[Tally]) -> dict[int, list[Tally]]:
    ids = [one.agent_id for one in said]
    project_of = {
        row.id: row.project_id
        for row in connection.execute(select(_AGENTS.c.id, _AGENTS.c.project_id).where(_AGENTS.c.id.in_(ids)))
    }
    found: dict[int, list[Tally]] = {}
    for one in said:
        found.setdefault(project_of[one.agent_id], []).append(one)
    return found


def _peaks(connection: Connection, hour: datetime) -> dict[int, tuple[int, datetime]]:
    """The highest score of each agent in this hour, and when it was, the latest of equal ones."""
    turns = _TURNS.c
    query = (
        select(turns.agent_id, turns.frustration_score, turns.at)
        .where(turns.at >= hour, turns.at < hour + _HOUR, turns.frustration_score.is_not(None), counted())
        .where(turns.actor == TurnActor.USER)
        .order_by(turns.frustration_score, turns.at)
    )
    return {agent_id: (score, at) for agent_id, score, at in connection.execute(query)}


def _row(
    hour: datetime,
    said: Sequence[Tally],
    peaks: dict[int, tuple[int, datetime]],
    *,
    agent_id: int | None = None,
    project_id: int | None = None,
    is_overall: bool = False,
) -> dict[str, Any]:
    """A calm hour has 0, one without a measured turn has nothing."""
    found = measure(said)
    scored = sum(one.scored for one in said)
    peak = max((peaks[one.agent_id] for one in said if one.agent_id in peaks), default=None)
    return {
        "bucket_start": hour,
        "agent_id": agent_id,
        "project_id": project_id,
        "is_overall": is_overall,
        "turn_count": found.turns,
        "avg_turn_time_s": found.turn_time_s,
        "active_agents": found.agents if agent_id is None else None,
        "total_frustration": sum(one.score_sum for one in said) if scored else None,
        "frustration_turn_count": scored or None,
        "max_frustration": peak[0] if peak is not None else None,
        "max_frustration_at": peak[1] if peak is not None else None,
        "created_at": now(),
    }


def _upsert_overall(connection: Connection, row: dict[str, Any]) -> None:
    statement = insert_into(_METRICS, is_sqlite=connection.dialect.name == "sqlite").values(row)
    fresh = {name: statement.excluded[name] for name in row if name not in ("bucket_start", "created_at")}
    identity: list[Any] = [_METRICS.c.bucket_start, *_SCOPE, _METRICS.c.is_overall]
    connection.execute(statement.on_conflict_do_update(index_elements=identity, set_=fresh))


def _keep(connection: Connection, host_id: str, hour: datetime) -> None:
    statement = insert_into(_NOTES, is_sqlite=connection.dialect.name == "sqlite").values(
        host_id=host_id, key=NOTE, text=_text(hour)
    )
    fresh = {"text": statement.excluded.text}
    connection.execute(statement.on_conflict_do_update(index_elements=["host_id", "key"], set_=fresh))


def _text(hour: datetime) -> str:
    return hour.astimezone(UTC).isoformat(timespec="seconds")
