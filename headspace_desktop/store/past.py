"""The event log read forwards: when something happened, and what, for telling it again.

The past's thread, on a connection that cannot write; each question is a fresh transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from headspace_desktop.store.base import table
from headspace_desktop.store.pages import EventLine
from headspace_desktop.store.reading import Reading
from headspace_desktop.store.tables import AgentRow, EventRow

_AGENTS, _EVENTS = table(AgentRow), table(EventRow)


class PastEvents(Reading):
    """This host's events. The first question opens the connection. Every method raises: any StoreTrouble."""

    def span(self) -> tuple[datetime, datetime] | None:
        """When the first and the last one was taken in."""
        query = select(func.min(_EVENTS.c.seen_at), func.max(_EVENTS.c.seen_at)).where(
            _EVENTS.c.host_id == self._host_id
        )
        with self._asking() as connection:
            first, last = connection.execute(query).one()
        return None if first is None else (first, last)

    def minutes(self, since: datetime, until: datetime) -> tuple[tuple[datetime, int], ...]:
        """How many events each minute has in which there was one."""
        query = select(_EVENTS.c.at).where(
            _EVENTS.c.host_id == self._host_id, _EVENTS.c.at >= since, _EVENTS.c.at < until
        )
        with self._asking() as connection:
            counts = Counter(at.replace(second=0, microsecond=0) for at in connection.scalars(query))
        return tuple(sorted(counts.items()))

    def first_id(self, since: datetime) -> int | None:
        """From which event on to tell, to know what was so at `since`."""
        query = select(func.min(_EVENTS.c.id)).where(_EVENTS.c.host_id == self._host_id, _EVENTS.c.seen_at >= since)
        with self._asking() as connection:
            found: int | None = connection.scalar(query)
        return found

    def last(self, kind: str, agent_uuid: str, before_id: int) -> Mapping[str, Any] | None:
        """What the newest event of this kind said of an agent, of those before this one; None: there was none."""
        query = (
            select(_EVENTS.c.payload)
            .join(_AGENTS, _AGENTS.c.id == _EVENTS.c.agent_id)
            .where(_AGENTS.c.uuid == agent_uuid, _EVENTS.c.kind == kind, _EVENTS.c.id < before_id)
            .order_by(_EVENTS.c.id.desc())
            .limit(1)
        )
        with self._asking() as connection:
            found: Mapping[str, Any] | None = connection.scalar(query)
        return found

    def rows(self, from_id: int, limit: int) -> list[EventLine]:
        """The next events, in the order in which they were taken in."""
        query = (
            select(_EVENTS, _AGENTS.c.uuid.label("agent_uuid"))
            .outerjoin(_AGENTS, _AGENTS.c.id == _EVENTS.c.agent_id)
            .where(_EVENTS.c.host_id == self._host_id, _EVENTS.c.id >= from_id)
            .order_by(_EVENTS.c.id)
            .limit(limit)
        )
        with self._asking() as connection:
            return [
                EventLine(
                    row.id, row.kind, row.source, row.at, row.seen_at, row.agent_uuid, None, row.delivery_id,
                    row.version, row.payload,
                )
                for row in connection.execute(query)
            ]  # fmt: skip


#: A day before the asked one is told, too: who was at work then is on the board.
BEFORE = timedelta(days=1)
