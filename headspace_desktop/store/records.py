"""Remembers the board: load it at start, save one batch in one transaction.

The engine's thread alone. It knows no rules: what is written was decided before; rows of other hosts are never touched.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, or_, select

from headspace_desktop.domain.actions import DeskAction
from headspace_desktop.domain.events import Evidence
from headspace_desktop.domain.model import (
    Agent,
    Command,
    FileOffset,
    Json,
    Objective,
    PaneRef,
    Priority,
    Project,
    Reply,
    Source,
    Turn,
)
from headspace_desktop.domain.settle import Settled
from headspace_desktop.store.base import table
from headspace_desktop.store.codec import agent_from
from headspace_desktop.store.database import Database
from headspace_desktop.store.desk import Done, Site, perform, present_objective, projects_of
from headspace_desktop.store.edge import translate
from headspace_desktop.store.metrics import mark_stale, measure_hours
from headspace_desktop.store.replies import OPEN_STAGES, reply_from
from headspace_desktop.store.statements import among
from headspace_desktop.store.tables import AgentRow, EventRow, NoteRow, OffsetRow, ProjectRow, ReplyRow
from headspace_desktop.store.text import storable_key
from headspace_desktop.store.writing import Known, Writing, live_session

log = logging.getLogger(__name__)

#: Ended agents stay on the board so long. Source: the task of the board, "what ended today".
ENDED_KEPT = timedelta(hours=24)

#: Rows deleted in one go, so that pruning never holds the engine up.
PRUNE_ROWS = 5000

_AGENTS, _PROJECTS, _EVENTS = table(AgentRow), table(ProjectRow), table(EventRow)


@dataclass(frozen=True, slots=True)
class KeptEvent:
    """One row of the event log. `at` is the moment of the evidence, `seen_at` when we met it.

    What a session itself said is kept as it is; of all else the payload tells.
    """

    kind: str
    agent_uuid: str | None
    command_uuid: str | None
    delivery_id: str | None
    source: Source
    at: datetime
    seen_at: datetime
    payload: Json | Evidence


@dataclass(slots=True)
class Batch:
    """What is saved together, or not at all."""

    agents: dict[str, Agent] = field(default_factory=dict)
    commands: dict[str, tuple[str, Command]] = field(default_factory=dict)  # command uuid -> (agent uuid, command)
    turns: list[tuple[str, str | None, Turn]] = field(default_factory=list)  # agent uuid, command uuid, turn
    events: list[KeptEvent] = field(default_factory=list)
    offsets: dict[str, FileOffset] = field(default_factory=dict)
    replies: dict[str, Reply] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    decisions: list[Settled] = field(default_factory=list)
    priorities: dict[str, Priority | None] = field(default_factory=dict)  # agent uuid -> its score
    desk: list[tuple[DeskAction, datetime]] = field(default_factory=list)  # wish, its moment
    done: list[Done] = field(default_factory=list)  # by `save`: what became of each wish of `desk`

    @property
    def is_empty(self) -> bool:
        return not (
            self.agents or self.commands or self.turns or self.events or self.offsets or self.replies or self.notes
            or self.decisions or self.priorities or self.desk
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Loaded:
    """The board of this host as it was left."""

    agents: tuple[Agent, ...]
    replies: tuple[Reply, ...]
    offsets: tuple[FileOffset, ...]
    notes: dict[str, str]
    objective: Objective | None = None
    projects: tuple[Project, ...] = ()


class Records:
    """The only writer of the store for this host."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known = Known()

    def load(self, now: datetime) -> Loaded:
        """Agents that live or ended within a day of `now`, replies under way, offsets and notes of this host."""
        host = self._database.host_id
        recent = now - ENDED_KEPT
        with self._transaction() as connection:
            wanted = _agent_rows(host).where(or_(_AGENTS.c.ended_at.is_(None), _AGENTS.c.ended_at >= recent))
            agents = tuple(self._agent(row) for row in connection.execute(wanted.order_by(_AGENTS.c.id)))
            replies = table(ReplyRow)
            under_way = (
                select(replies, _AGENTS.c.uuid)
                .join(_AGENTS, _AGENTS.c.id == replies.c.agent_id)
                .where(_AGENTS.c.host_id == host, replies.c.stage.in_(OPEN_STAGES))
                .order_by(replies.c.id)
            )
            offsets, notes = table(OffsetRow), table(NoteRow)
            return Loaded(
                agents=agents,
                replies=tuple(reply_from(row) for row in connection.execute(under_way)),
                offsets=tuple(
                    FileOffset(row.path, row.client, row.identity, row.offset_bytes, row.session_id)
                    for row in connection.execute(select(offsets).where(offsets.c.host_id == host))
                ),
                notes={row.key: row.text for row in connection.execute(select(notes).where(notes.c.host_id == host))},
                objective=present_objective(connection),
                projects=projects_of(connection, host),
            )

    def known(self, delivery_ids: Collection[str]) -> set[str]:
        """Those of the delivery ids whose events are kept already."""
        stored = {storable_key(delivery_id): delivery_id for delivery_id in delivery_ids}
        if not stored:
            return set()
        column = _EVENTS.c.delivery_id
        with self._transaction() as connection:
            query = select(column).where(
                _EVENTS.c.host_id == self._database.host_id, among(column, delivery_ids, connection.dialect)
            )
            return {stored[storable_key(key)] for key in connection.scalars(query)}

    def save(self, batch: Batch) -> None:
        """Write all of the batch in one transaction; saving it again changes nothing.

        Raises: any StoreTrouble, and then nothing of it is written.
        """
        if batch.is_empty:
            return
        with self._transaction() as connection:
            writing = Writing(connection, self._database.host_id, self._database.host_name, self._known)
            writing.agents(batch.agents)
            writing.commands(batch.commands)
            writing.turns(batch.turns)
            mark_stale(connection, self._database.host_id, [turn.at for _agent, _command, turn in batch.turns])
            writing.offsets(batch.offsets.values())
            writing.replies(batch.replies.values())
            writing.notes(batch.notes)
            writing.decisions(batch.decisions)
            writing.priorities(batch.priorities)
            batch.done = [self._perform(connection, action, at) for action, at in batch.desk]
            writing.events(
                [*batch.events, *(_kept(one, at) for one, (_, at) in zip(batch.done, batch.desk, strict=True))]
            )
        self._known.forget_old_commands()

    def find_agent(self, client: str, session_id: str) -> Agent | None:
        """The newest agent of this host with this session, ended ones too."""
        wanted = (
            _agent_rows(self._database.host_id)
            .where(_AGENTS.c.client == client, _AGENTS.c.session_id == session_id)
            .order_by(_AGENTS.c.ended_at.is_(None).desc(), _AGENTS.c.started_at.desc(), _AGENTS.c.id.desc())
            .limit(1)
        )
        with self._transaction() as connection:
            row = connection.execute(wanted).first()
            return None if row is None else self._agent(row)

    def prune(self, before: datetime) -> int:
        """Delete events of this host that were seen before; at most `PRUNE_ROWS`, so call again while it is as many."""
        old = (
            select(_EVENTS.c.id)
            .where(_EVENTS.c.host_id == self._database.host_id, _EVENTS.c.seen_at < before)
            .order_by(_EVENTS.c.seen_at)
            .limit(PRUNE_ROWS)
        )
        with self._transaction() as connection:
            return connection.execute(delete(_EVENTS).where(_EVENTS.c.id.in_(old))).rowcount

    def measure(self, at: datetime) -> bool:
        """Bring a bounded piece of the hourly measurements up to date; whether there is more to do."""
        with self._transaction() as connection:
            return measure_hours(connection, self._database.host_id, at)

    def close(self) -> None:
        """Let the store go."""
        self._database.close()

    def _perform(self, connection: Connection, action: DeskAction, at: datetime) -> Done:
        done = perform(Site(connection, self._database.host_id, self._database.host_name, at), action)
        if done.trouble is None:
            self._known.clear()  # ids of rows that may be gone, names that may have changed
        return done

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        is_done = False
        try:
            with translate(self._database.name), self._database.db.begin() as connection:
                yield connection
            is_done = True
        finally:
            if not is_done:
                self._known.clear()  # ids of rows that were rolled back

    def _agent(self, row: Row[Any]) -> Agent:
        session = live_session(row.client, row.session_id, row.process, row.ended_at)
        self._known.remember_agent(row.uuid, row.id, row.project_id, session)
        try:
            agent = agent_from(row.state_version, row.state)
        except ValueError as error:
            log.warning("the state of agent %s cannot be read, going on from its row: %s", row.uuid, error)
            return _agent_of_row(row)
        is_moved = storable_key(agent.project.path) != storable_key(row.path)  # a long path is stored by its digest
        if is_moved or agent.project.name != row.name:  # by the person, since the agent was saved
            path = row.path if is_moved else agent.project.path
            agent = replace(agent, project=Project(path, row.name, row.slug, agent.project.branch))
        return agent


def _kept(done: Done, at: datetime) -> KeptEvent:
    """One wish as a row of the event log, a refused one too."""
    payload = (
        dict(done.result) if done.trouble is None else {"action": type(done.action).__name__, "why": done.trouble.kind}
    )
    kind = done.kind or "refused"
    return KeptEvent(kind, None, None, None, Source.USER, at, at, payload)


def _agent_rows(host_id: str) -> Select[Any]:
    projects = _PROJECTS.c
    return (
        select(_AGENTS, projects.path, projects.name, projects.slug, projects.current_branch)
        .join(_PROJECTS, projects.id == _AGENTS.c.project_id)
        .where(_AGENTS.c.host_id == host_id)
    )


def _agent_of_row(row: Row[Any]) -> Agent:
    pane = PaneRef(row.tmux_socket, row.tmux_pane_id) if row.tmux_socket and row.tmux_pane_id else None
    return Agent(
        uuid=row.uuid,
        client=row.client,
        project=Project(row.path, row.name, row.slug, row.current_branch or ""),
        started_at=row.started_at,
        last_seen_at=row.last_seen_at,
        session_id=row.session_id,
        pane=pane,
        tmux_session=row.tmux_session or "",
        transcript_path=row.transcript_path,
        ended_at=row.ended_at,
    )
