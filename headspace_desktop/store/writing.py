"""Writes one batch inside an open transaction: upserts by identity, ids from memory where they are known.

The engine's thread. It commits nothing and decides nothing; a turn that is there already is completed, never doubled.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Insert, select, update
from sqlalchemy.exc import IntegrityError

from headspace_desktop.domain.events import Evidence
from headspace_desktop.domain.model import Agent, Command, CommandState, FileOffset, Priority, Project, Reply, Turn
from headspace_desktop.domain.settle import Settled
from headspace_desktop.store import statements as sql
from headspace_desktop.store.bulk import execute_many
from headspace_desktop.store.codec import EVENT_VERSION, STATE_VERSION, event_json
from headspace_desktop.store.replies import reply_values
from headspace_desktop.store.slugs import free_slug
from headspace_desktop.store.turns import TurnWriting

if TYPE_CHECKING:
    from headspace_desktop.store.records import KeptEvent

_SLUG_TRIES = 5

#: Ids of the newest commands that are kept in memory; those of others are asked for.
COMMANDS_KNOWN = 512

Session = tuple[str, str, str]  # client, session id, process


@dataclass(slots=True)
class Known:
    """Ids of rows that were written or read, so that they need not be asked for. Emptied after a failure."""

    agents: dict[str, int] = field(default_factory=dict)
    projects_of: dict[int, int] = field(default_factory=dict)  # agent id -> project id
    sessions: dict[int, Session | None] = field(default_factory=dict)  # agent id -> its live identity
    previous: dict[int, str] = field(default_factory=dict)
    projects: dict[str, tuple[int, Project]] = field(default_factory=dict)
    commands: dict[str, int] = field(default_factory=dict)

    def clear(self) -> None:
        for known in (self.agents, self.projects_of, self.sessions, self.previous, self.projects, self.commands):
            known.clear()

    def forget_old_commands(self) -> None:
        """Once a batch is written: most of its commands are over and are not spoken of again."""
        for uuid in list(self.commands)[:-COMMANDS_KNOWN]:
            del self.commands[uuid]

    def remember_agent(self, uuid: str, row_id: int, project_id: int, session: Session | None) -> None:
        """`session` is the live identity: None without a session, or when it has ended."""
        self.agents[uuid] = row_id
        self.projects_of[row_id] = project_id
        self.sessions[row_id] = session


def live_session(client: str, session_id: str | None, process: str, ended_at: datetime | None) -> Session | None:
    return (client, session_id, process) if session_id is not None and ended_at is None else None


def process_of(agent: Agent) -> str:
    """By what a live agent differs from another of the same session: two terminals may show one session."""
    return f"{agent.pid}:{agent.proc_start or ''}" if agent.pid is not None else ""


class Writing:
    """One batch on its way into the store."""

    def __init__(self, connection: Connection, host_id: str, host_name: str, known: Known) -> None:
        self._connection = connection
        self._host_id = host_id
        self._host_name = host_name
        self._known = known
        self._sql = sql.statements(connection.dialect.name)

    def agents(self, agents: Mapping[str, Agent]) -> None:
        self._free_sessions(agents.values())
        for agent in sorted(agents.values(), key=lambda agent: agent.is_live):
            values = self._agent_values(agent)
            row_id = self._agent_id(agent.uuid)
            if row_id is None:
                row_id = self._inserted(self._sql.insert_agent, values)
            else:
                self._connection.execute(self._sql.update_agent, {"row_id": row_id, **values})
            session = live_session(agent.client, agent.session_id, process_of(agent), agent.ended_at)
            self._known.remember_agent(agent.uuid, row_id, values["project_id"], session)
        for agent in agents.values():
            self._link_previous(agent)

    def commands(self, commands: Mapping[str, tuple[str, Command]]) -> None:
        """Closed ones first: an agent has at most one open command at any moment."""
        self._find_commands(commands)
        for is_closed in (True, False):
            fresh, known = [], []
            for agent_uuid, command in commands.values():
                if (command.state is CommandState.COMPLETE) is not is_closed:
                    continue
                values = _command_values(command, self._must_know(agent_uuid))
                row_id = self._known.commands.get(command.uuid)
                if row_id is None:
                    fresh.append(values)
                else:
                    kept = {f"kept_{name}": values.pop(name) for name in sql.COMMAND_KEPT}
                    known.append({"row_id": row_id, **values, **kept})
            if known:
                self._connection.execute(self._sql.update_command, known)
            if fresh:
                self._connection.execute(self._sql.insert_command, fresh)
        self._find_commands(commands)

    def _find_commands(self, uuids: Iterable[str]) -> None:
        """Ask once for the ids of all commands that are not known yet."""
        if unknown := [uuid for uuid in uuids if uuid not in self._known.commands]:
            commands = sql.COMMANDS.c
            found = select(commands.uuid, commands.id).where(
                sql.among(commands.uuid, unknown, self._connection.dialect)
            )
            self._known.commands.update({row.uuid: row.id for row in self._connection.execute(found)})

    def turns(self, turns: Iterable[tuple[str, str | None, Turn]]) -> None:
        turns = list(turns)
        self._find_commands({command_uuid for _agent, command_uuid, _turn in turns if command_uuid})
        rows = [
            (self._must_know(agent_uuid), self._command_id(command_uuid) if command_uuid else None, turn)
            for agent_uuid, command_uuid, turn in turns
        ]
        if rows:
            TurnWriting(self._connection, self._sql).write(rows)

    def events(self, events: Iterable[KeptEvent]) -> None:
        events = list(events)
        self._find_commands({event.command_uuid for event in events if event.command_uuid})
        rows = [self._event_values(event) for event in events]
        if rows:
            execute_many(self._connection, self._sql.insert_event, rows)

    def offsets(self, offsets: Collection[FileOffset]) -> None:
        rows = [
            {
                "host_id": self._host_id,
                "path": offset.path,
                "client": offset.client,
                "identity": offset.identity,
                "offset_bytes": max(0, offset.offset_bytes),
                "session_id": offset.session_id,
            }
            for offset in offsets
        ]
        if rows:
            self._connection.execute(self._sql.upsert_offset, rows)

    def replies(self, replies: Collection[Reply]) -> None:
        rows = [reply_values(reply, self._must_know(reply.agent_uuid)) for reply in replies]
        if rows:
            self._connection.execute(self._sql.upsert_reply, rows)

    def notes(self, notes: Mapping[str, str]) -> None:
        rows = [{"host_id": self._host_id, "key": key, "text": text} for key, text in notes.items()]
        if rows:
            self._connection.execute(self._sql.upsert_note, rows)

    def decisions(self, decisions: Iterable[Settled]) -> None:
        rows = [self._decision_values(one) for one in decisions]
        if rows:
            self._connection.execute(self._sql.insert_decision, rows)

    def priorities(self, priorities: Mapping[str, Priority | None]) -> None:
        """Scores of agents; an agent that was deleted meanwhile has none."""
        rows = [
            {
                "row_id": row_id,
                "priority_score": priority.score if priority else None,
                "priority_reason": priority.reason if priority else None,
                "priority_updated_at": priority.at if priority else None,
            }
            for uuid, priority in priorities.items()
            if (row_id := self._agent_id(uuid)) is not None
        ]
        if rows:
            self._connection.execute(self._sql.update_agent, rows)

    def _decision_values(self, one: Settled) -> dict[str, Any]:
        agent_id = self._agent_id(one.agent_uuid)
        return {
            "host_id": self._host_id,
            "agent_uuid": one.agent_uuid,
            "agent_id": agent_id,
            "project_id": self._known.projects_of.get(agent_id) if agent_id is not None else None,
            "project": one.project,
            "ask_key": one.ask.key,
            "kind": str(one.ask.kind),
            "tool": one.ask.tool,
            "text": one.ask.text,
            "decision": one.decision,
            "answers": [list(labels) for labels in one.answers] or None,
            "message": one.message,
            "surface": one.surface,
            "route": one.route,
            "outcome": one.outcome,
            "asked_at": one.ask.asked_at,
            "decided_at": one.at,
        }

    def _inserted(self, statement: Insert, values: dict[str, Any]) -> int:
        key = self._connection.execute(statement, values).inserted_primary_key
        assert key is not None
        return int(key[0])

    def _agent_id(self, uuid: str) -> int | None:
        if (known := self._known.agents.get(uuid)) is not None:
            return known
        agents = sql.AGENTS.c
        row = self._connection.execute(
            select(
                agents.id,
                agents.host_id,
                agents.project_id,
                agents.client,
                agents.session_id,
                agents.process,
                agents.ended_at,
            ).where(agents.uuid == uuid)
        ).first()
        if row is None:
            return None
        if row.host_id != self._host_id:
            raise ValueError(f"agent {uuid} belongs to another host")
        session = live_session(row.client, row.session_id, row.process, row.ended_at)
        self._known.remember_agent(uuid, row.id, row.project_id, session)
        return int(row.id)

    def _must_know(self, uuid: str) -> int:
        row_id = self._agent_id(uuid)
        if row_id is None:
            raise ValueError(f"agent {uuid} was never saved")
        return row_id

    def _command_id(self, uuid: str) -> int | None:
        if (known := self._known.commands.get(uuid)) is not None:
            return known
        row_id = self._connection.scalar(select(sql.COMMANDS.c.id).where(sql.COMMANDS.c.uuid == uuid))
        if row_id is not None:
            self._known.commands[uuid] = row_id
        return row_id

    def _free_sessions(self, agents: Iterable[Agent]) -> None:
        """Take a live identity from an agent that gives it up, before another of the batch takes it over."""
        given_up = []
        for agent in agents:
            row_id = self._agent_id(agent.uuid)
            if row_id is None or (held := self._known.sessions.get(row_id)) is None:
                continue
            if not agent.is_live or held != (agent.client, agent.session_id, process_of(agent)):
                given_up.append(row_id)
        if given_up:
            table = sql.AGENTS
            self._connection.execute(update(table).where(table.c.id.in_(given_up)).values(session_id=None))

    def _link_previous(self, agent: Agent) -> None:
        row_id = self._known.agents[agent.uuid]
        if agent.previous_uuid is None or self._known.previous.get(row_id) == agent.previous_uuid:
            return
        self._connection.execute(self._sql.link_previous, {"row_id": row_id, "previous_uuid": agent.previous_uuid})
        self._known.previous[row_id] = agent.previous_uuid

    def _project_id(self, project: Project) -> int:
        cached = self._known.projects.get(project.path)
        if cached is not None and cached[1] == project:
            return cached[0]
        table = sql.PROJECTS
        row = self._connection.execute(
            select(table.c.id, table.c.name).where(table.c.host_id == self._host_id, table.c.path == project.path)
        ).first()
        if row is None:
            row_id = self._new_project(project)
        else:
            row_id = int(row.id)
            values: dict[str, Any] = {"current_branch": project.branch or None, "host_name": self._host_name}
            if row.name != project.name:
                values |= {"name": project.name, "slug": free_slug(self._connection, project.name, row_id)}
            self._connection.execute(update(table).where(table.c.id == row_id).values(values))
        self._known.projects[project.path] = (row_id, project)
        return row_id

    def _new_project(self, project: Project) -> int:
        values = {
            "host_id": self._host_id,
            "host_name": self._host_name,
            "name": project.name,
            "path": project.path,
            "current_branch": project.branch or None,
        }
        for attempt in range(_SLUG_TRIES):
            values["slug"] = free_slug(self._connection, project.name)
            try:
                with self._connection.begin_nested():  # another host may take the same slug at this moment
                    return self._inserted(self._sql.insert_project, values)
            except IntegrityError:
                if attempt == _SLUG_TRIES - 1:
                    raise
        raise AssertionError

    def _agent_values(self, agent: Agent) -> dict[str, Any]:
        percent = agent.usage.context_percent
        return {
            "uuid": agent.uuid,
            "host_id": self._host_id,
            "host_name": self._host_name,
            "client": agent.client,
            "session_id": agent.session_id,
            "process": process_of(agent),
            "project_id": self._project_id(agent.project),
            "tmux_socket": agent.pane.socket if agent.pane else None,
            "tmux_pane_id": agent.pane.pane_id if agent.pane else None,
            "tmux_session": agent.tmux_session or None,
            "started_at": agent.started_at,
            "last_seen_at": agent.last_seen_at,
            "ended_at": _not_before(agent.ended_at, agent.started_at),
            "transcript_path": agent.transcript_path,
            "context_percent_used": None if percent is None or percent - percent != 0 else round(percent),
            "state_version": STATE_VERSION,
            "state": agent,  # the engine's JSON serialiser takes the frozen dataclass as it is
        }

    def _event_values(self, event: KeptEvent) -> dict[str, Any]:
        agent_id = self._agent_id(event.agent_uuid) if event.agent_uuid else None
        return {
            "host_id": self._host_id,
            "at": event.at,
            "seen_at": event.seen_at,
            "kind": event.kind,
            "source": str(event.source),
            "delivery_id": event.delivery_id,
            "project_id": self._known.projects_of.get(agent_id) if agent_id is not None else None,
            "agent_id": agent_id,
            "command_id": self._command_id(event.command_uuid) if event.command_uuid else None,
            "version": EVENT_VERSION,
            "payload": event_json(event.payload) if isinstance(event.payload, Evidence) else event.payload,
        }


def _command_values(command: Command, agent_id: int) -> dict[str, Any]:
    return {
        "uuid": command.uuid,
        "agent_id": agent_id,
        "state": command.state,
        "outcome": command.outcome,
        "prompt_id": command.prompt_id,
        "started_at": command.started_at,
        "completed_at": _not_before(command.completed_at, command.started_at),
        "full_command": command.full_command or None,
        "full_output": command.full_output or None,
        "plan_content": command.plan,
        "plan_approved_at": command.plan_approved_at,
    }


def _not_before(end: datetime | None, start: datetime) -> datetime | None:
    """Clocks step back; the columns stay in order, the state keeps the moment as it was told."""
    return end if end is None else max(end, start)
