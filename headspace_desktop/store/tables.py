"""The mapped classes of what agents do: projects, agents, commands, turns, events, and what the engine remembers.

One definition for SQLite and PostgreSQL. Any thread may read the definitions; rows never leave this room.
The migrations are the truth for existing stores; a test compares both.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, SmallInteger, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from headspace_desktop.domain.model import CommandState, Decision, Outcome, ReplyKind, ReplyStage, TurnActor, TurnIntent
from headspace_desktop.store.base import AUTOINCREMENT, Base, id_column, labels, link, now, one_of
from headspace_desktop.store.people_tables import PersonaRow, PositionRow
from headspace_desktop.store.types import KeyText, UuidText


class ProjectRow(Base):
    __tablename__ = "projects"
    __table_args__ = (UniqueConstraint("slug"), UniqueConstraint("host_id", "path"), AUTOINCREMENT)

    id: Mapped[int] = id_column()
    host_id: Mapped[str] = mapped_column(KeyText)
    host_name: Mapped[str]
    name: Mapped[str]
    slug: Mapped[str] = mapped_column(KeyText, default="")
    path: Mapped[str] = mapped_column(KeyText)
    github_repo: Mapped[str | None]
    current_branch: Mapped[str | None]
    description: Mapped[str | None]
    inference_paused: Mapped[bool] = mapped_column(default=False)
    inference_paused_at: Mapped[datetime | None]
    inference_paused_reason: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)

    agents: Mapped[list[AgentRow]] = relationship(
        back_populates="project", cascade="all, delete-orphan", passive_deletes=True
    )


class AgentRow(Base):
    """One session of an agent program. `state` is the domain's own `Agent`; the other columns are for queries."""

    __tablename__ = "agents"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="ended_after_started"),
        CheckConstraint(
            "(priority_score IS NULL AND priority_reason IS NULL AND priority_updated_at IS NULL) OR "
            "(priority_score IS NOT NULL AND priority_reason IS NOT NULL AND priority_updated_at IS NOT NULL)",
            name="priority_consistency",
        ),
        CheckConstraint("priority_score BETWEEN 0 AND 100", name="priority_range"),
        CheckConstraint("previous_agent_id <> id", name="previous_is_another"),
        CheckConstraint("(state IS NULL) = (state_version IS NULL)", name="state_pair"),
        UniqueConstraint("uuid"),
        Index("ix_agents_project_id_last_seen_at", "project_id", "last_seen_at"),
        Index("ix_agents_host_id_client_session_id", "host_id", "client", "session_id"),
        Index(
            "uq_agents_live_session",
            "host_id",
            "client",
            "session_id",
            "process",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND session_id IS NOT NULL"),
            postgresql_where=text("ended_at IS NULL AND session_id IS NOT NULL"),
        ),
        AUTOINCREMENT,
    )

    id: Mapped[int] = id_column()
    uuid: Mapped[str] = mapped_column(UuidText)
    host_id: Mapped[str] = mapped_column(KeyText)
    host_name: Mapped[str]
    client: Mapped[str] = mapped_column(KeyText)
    session_id: Mapped[str | None] = mapped_column(KeyText)
    process: Mapped[str] = mapped_column(KeyText, default="")  # "pid:start"; one session may run in two of them
    project_id: Mapped[int] = link("projects", "CASCADE", is_indexed=True)
    iterm_pane_id: Mapped[str | None]
    tmux_socket: Mapped[str | None]
    tmux_pane_id: Mapped[str | None]
    tmux_session: Mapped[str | None]
    started_at: Mapped[datetime] = mapped_column(default=now)
    last_seen_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    transcript_path: Mapped[str | None]
    priority_score: Mapped[int | None]
    priority_reason: Mapped[str | None]
    priority_updated_at: Mapped[datetime | None]
    context_percent_used: Mapped[int | None]
    context_remaining_tokens: Mapped[str | None]
    context_updated_at: Mapped[datetime | None]
    persona_id: Mapped[int | None] = link("personas", is_indexed=True)
    position_id: Mapped[int | None] = link("positions", is_indexed=True)
    previous_agent_id: Mapped[int | None] = link("agents", is_indexed=True)
    state_version: Mapped[int | None] = mapped_column(SmallInteger)
    state: Mapped[dict[str, Any] | None]

    project: Mapped[ProjectRow] = relationship(back_populates="agents")
    commands: Mapped[list[CommandRow]] = relationship(
        back_populates="agent",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="CommandRow.started_at.desc()",
    )
    persona: Mapped[PersonaRow | None] = relationship(back_populates="agents")
    position: Mapped[PositionRow | None] = relationship()
    previous_agent: Mapped[AgentRow | None] = relationship(remote_side=[id], back_populates="successor_agents")
    successor_agents: Mapped[list[AgentRow]] = relationship(back_populates="previous_agent", passive_deletes=True)


class CommandRow(Base):
    """One unit of work. At most one of an agent is open."""

    __tablename__ = "commands"
    __table_args__ = (
        CheckConstraint("completed_at IS NULL OR completed_at >= started_at", name="completed_after_started"),
        UniqueConstraint("uuid"),
        Index("ix_commands_agent_id_state", "agent_id", "state"),
        Index(
            "uq_commands_open",
            "agent_id",
            unique=True,
            sqlite_where=text("state <> 'COMPLETE'"),
            postgresql_where=text("state <> 'COMPLETE'"),
        ),
        AUTOINCREMENT,
    )

    id: Mapped[int] = id_column()
    uuid: Mapped[str] = mapped_column(UuidText)
    agent_id: Mapped[int] = link("agents", "CASCADE", is_indexed=True)
    state: Mapped[CommandState] = mapped_column(
        labels(CommandState, "commandstate"), default=CommandState.IDLE, index=True
    )
    outcome: Mapped[Outcome | None] = mapped_column(labels(Outcome, "commandoutcome"))
    prompt_id: Mapped[str | None]
    started_at: Mapped[datetime] = mapped_column(default=now, index=True)
    completed_at: Mapped[datetime | None]
    completion_summary: Mapped[str | None]
    completion_summary_generated_at: Mapped[datetime | None]
    instruction: Mapped[str | None]
    instruction_generated_at: Mapped[datetime | None]
    full_command: Mapped[str | None]
    full_output: Mapped[str | None]
    plan_file_path: Mapped[str | None]
    plan_content: Mapped[str | None]
    plan_approved_at: Mapped[datetime | None]

    agent: Mapped[AgentRow] = relationship(back_populates="commands")
    turns: Mapped[list[TurnRow]] = relationship(
        back_populates="command",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="(TurnRow.at, TurnRow.id)",
    )


class TurnRow(Base):
    """One utterance, born once: `key` is unique per agent, and so is the transcript entry that it came from.

    A turn may have no command: text that arrives while none is open is kept all the same.
    """

    __tablename__ = "turns"
    __table_args__ = (
        CheckConstraint("frustration_score BETWEEN 0 AND 10", name="frustration_range"),
        CheckConstraint(
            one_of("question_source_type", "ask_user_question", "permission_request", "free_text"),
            name="question_source_type",
        ),
        CheckConstraint("answers_turn_id <> id", name="answers_another"),
        UniqueConstraint("agent_id", "key"),
        UniqueConstraint("agent_id", "sequence"),
        Index("ix_turns_command_id_at", "command_id", "at"),
        Index("ix_turns_command_id_actor", "command_id", "actor"),
        Index("ix_turns_agent_id_at", "agent_id", "at"),
        Index(
            "uq_turns_entry",
            "agent_id",
            "entry_uuid",
            unique=True,
            sqlite_where=text("entry_uuid IS NOT NULL"),
            postgresql_where=text("entry_uuid IS NOT NULL"),
        ),
        Index(
            "ix_turns_entry_hash",
            "entry_hash",
            sqlite_where=text("entry_hash IS NOT NULL"),
            postgresql_where=text("entry_hash IS NOT NULL"),
        ),
        AUTOINCREMENT,
    )

    id: Mapped[int] = id_column()
    agent_id: Mapped[int] = link("agents", "CASCADE")
    command_id: Mapped[int | None] = link("commands", "CASCADE")
    key: Mapped[str] = mapped_column(KeyText)
    sequence: Mapped[int]  # order of arrival within the agent; conversation order is (at, id)
    actor: Mapped[TurnActor] = mapped_column(labels(TurnActor, "turnactor"))
    intent: Mapped[TurnIntent] = mapped_column(labels(TurnIntent, "turnintent"))
    text: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    source: Mapped[str] = mapped_column(KeyText)
    summary: Mapped[str | None]
    summary_generated_at: Mapped[datetime | None]
    frustration_score: Mapped[int | None]
    tool_input: Mapped[dict[str, Any] | None]
    file_metadata: Mapped[dict[str, Any] | None]
    is_internal: Mapped[bool] = mapped_column(default=False, server_default=false())
    prompt_id: Mapped[str | None]
    entry_uuid: Mapped[str | None] = mapped_column(KeyText)
    entry_hash: Mapped[str | None] = mapped_column(KeyText)
    question_text: Mapped[str | None]
    question_options: Mapped[list[Any] | None]
    question_source_type: Mapped[str | None]
    answers_turn_id: Mapped[int | None] = link("turns", is_indexed=True)  # the question that this turn answers
    answers_key: Mapped[str | None]

    agent: Mapped[AgentRow] = relationship()
    command: Mapped[CommandRow | None] = relationship(back_populates="turns")
    answers: Mapped[TurnRow | None] = relationship(remote_side=[id])


class EventRow(Base):
    """One message that changed a reading, a command or a verdict. It outlives what it mentions."""

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("host_id", "delivery_id"),
        Index("ix_events_project_id_at", "project_id", "at"),
        Index("ix_events_agent_id_at", "agent_id", "at"),
        Index("ix_events_kind_at", "kind", "at"),
        AUTOINCREMENT,
    )

    id: Mapped[int] = id_column()
    host_id: Mapped[str] = mapped_column(KeyText)
    at: Mapped[datetime] = mapped_column(index=True)
    seen_at: Mapped[datetime] = mapped_column(default=now, index=True)
    kind: Mapped[str] = mapped_column(KeyText)
    source: Mapped[str] = mapped_column(KeyText)
    delivery_id: Mapped[str | None] = mapped_column(KeyText)
    project_id: Mapped[int | None] = link("projects")
    agent_id: Mapped[int | None] = link("agents")
    command_id: Mapped[int | None] = link("commands", is_indexed=True)
    turn_id: Mapped[int | None] = link("turns", is_indexed=True)
    version: Mapped[int] = mapped_column(SmallInteger, default=1)
    payload: Mapped[dict[str, Any] | None]


class ReplyRow(Base):
    """What the person sent, kept before it is typed."""

    __tablename__ = "replies"
    __table_args__ = (UniqueConstraint("reply_id"), AUTOINCREMENT)

    id: Mapped[int] = id_column()
    reply_id: Mapped[str] = mapped_column(KeyText)
    agent_id: Mapped[int] = link("agents", "CASCADE", is_indexed=True)
    kind: Mapped[ReplyKind] = mapped_column(labels(ReplyKind, "replykind"))
    stage: Mapped[ReplyStage] = mapped_column(labels(ReplyStage, "replystage"), index=True)
    decision: Mapped[Decision | None] = mapped_column(labels(Decision, "replydecision"))
    text: Mapped[str]
    answers: Mapped[list[Any] | None]
    ask_key: Mapped[str | None]
    detail: Mapped[str]
    route: Mapped[str]
    surface: Mapped[str]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class DecisionRow(Base):
    """Who decided what an agent asked, where and when. Added when the ask is over, never pruned.

    What was added without the agent's own evidence is completed by it when it comes; else nothing is changed.
    `decision` ``unknown``: the terminal did not tell which; ``none``: nobody decided, the agent or its turn is gone.
    `outcome` ``seen``: the agent's own evidence told it; ``over``: it went on; ``gone``: it ended before.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint(one_of("kind", "permission", "question", "plan", "form"), name="kind"),
        CheckConstraint(
            one_of("decision", "allow", "allow_session", "deny", "answered", "unknown", "none"), name="decision"
        ),
        CheckConstraint(one_of("outcome", "seen", "over", "gone"), name="outcome"),
        UniqueConstraint("host_id", "agent_uuid", "ask_key"),
        Index("ix_decisions_project_id_decided_at", "project_id", "decided_at"),
        AUTOINCREMENT,
    )

    id: Mapped[int] = id_column()
    host_id: Mapped[str] = mapped_column(KeyText)
    agent_uuid: Mapped[str] = mapped_column(KeyText)  # stays when the agent is deleted
    agent_id: Mapped[int | None] = link("agents", is_indexed=True)
    project_id: Mapped[int | None] = link("projects")
    project: Mapped[str]
    ask_key: Mapped[str] = mapped_column(KeyText)
    kind: Mapped[str]
    tool: Mapped[str]
    text: Mapped[str]
    decision: Mapped[str]
    answers: Mapped[list[Any] | None]
    message: Mapped[str]
    surface: Mapped[str]
    route: Mapped[str]
    outcome: Mapped[str]
    asked_at: Mapped[datetime | None]
    decided_at: Mapped[datetime] = mapped_column(index=True)


class OffsetRow(Base):
    """How far a transcript was read."""

    __tablename__ = "transcript_offsets"
    __table_args__ = (
        UniqueConstraint("host_id", "path"),
        CheckConstraint("offset_bytes >= 0", name="offset_range"),
        AUTOINCREMENT,
    )

    id: Mapped[int] = id_column()
    host_id: Mapped[str] = mapped_column(KeyText)
    path: Mapped[str] = mapped_column(KeyText)
    client: Mapped[str]
    identity: Mapped[str]
    offset_bytes: Mapped[int]
    session_id: Mapped[str]


class NoteRow(Base):
    """One small thing that the engine remembers, such as until when it is muted."""

    __tablename__ = "notes"
    __table_args__ = (UniqueConstraint("host_id", "key"), AUTOINCREMENT)

    id: Mapped[int] = id_column()
    host_id: Mapped[str] = mapped_column(KeyText)
    key: Mapped[str] = mapped_column(KeyText)
    text: Mapped[str]
