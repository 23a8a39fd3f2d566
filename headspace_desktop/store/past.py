"""The event log read forwards: when something happened, and what, for telling it again.

The past's thread, on a connection that cannot write; each question is a fresh transaction.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import Engine, func, select

from headspace_desktop.paths import Paths
from headspace_desktop.store.base import table
from headspace_desktop.store.connect import reader, shown, store_url
from headspace_desktop.store.edge import translate
from headspace_desktop.store.pages import EventLine
from headspace_desktop.store.tables import AgentRow, EventRow

_AGENTS, _EVENTS = table(AgentRow), table(EventRow)


class PastEvents:
    """This host's events. The first question opens the connection. Every method raises: any StoreTrouble."""

    def __init__(self, url: str, paths: Paths, *, host_id: str) -> None:
        self._url, self._paths, self._host_id = url, paths, host_id
        self._db: Engine | None = None
        self._name = ""

    def span(self) -> tuple[datetime, datetime] | None:
        """When the first and the last one was taken in."""
        query = select(func.min(_EVENTS.c.seen_at), func.max(_EVENTS.c.seen_at)).where(
            _EVENTS.c.host_id == self._host_id
        )
        with translate(self._name), self._opened().connect() as connection:
            first, last = connection.execute(query).one()
        return None if first is None else (first, last)

    def minutes(self, since: datetime, until: datetime) -> tuple[tuple[datetime, int], ...]:
        """How many events each minute has in which there was one."""
        query = select(_EVENTS.c.at).where(
            _EVENTS.c.host_id == self._host_id, _EVENTS.c.at >= since, _EVENTS.c.at < until
        )
        with translate(self._name), self._opened().connect() as connection:
            counts = Counter(at.replace(second=0, microsecond=0) for at in connection.scalars(query))
        return tuple(sorted(counts.items()))

    def first_id(self, since: datetime) -> int | None:
        """From which event on to tell, to know what was so at `since`."""
        query = select(func.min(_EVENTS.c.id)).where(_EVENTS.c.host_id == self._host_id, _EVENTS.c.seen_at >= since)
        with translate(self._name), self._opened().connect() as connection:
            found: int | None = connection.scalar(query)
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
        with translate(self._name), self._opened().connect() as connection:
            return [
                EventLine(
                    row.id, row.kind, row.source, row.at, row.seen_at, row.agent_uuid, None, row.delivery_id,
                    row.version, row.payload,
                )
                for row in connection.execute(query)
            ]  # fmt: skip

    def close(self) -> None:
        if self._db is not None:
            self._db.dispose()
            self._db = None

    def _opened(self) -> Engine:
        if self._db is None:
            url = store_url(self._url, self._paths)
            self._db, self._name = reader(url), shown(url)
        return self._db


#: A day before the asked one is told, too: who was at work then is on the board.
BEFORE = timedelta(days=1)
