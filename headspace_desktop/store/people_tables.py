"""The mapped classes around the work: organisation and people, objectives, measurements and inference calls.

Same rules as `tables.py`, which must be imported before they are used; nothing here does I/O.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from headspace_desktop.store.base import AUTOINCREMENT, Base, id_column, link, now, one_of
from headspace_desktop.store.types import KeyText

if TYPE_CHECKING:
    from headspace_desktop.store.tables import AgentRow


class OrganisationRow(Base):
    __tablename__ = "organisations"
    __table_args__ = (
        CheckConstraint("length(name) <= 128", name="name_length"),
        CheckConstraint(one_of("status", "active", "dormant", "archived"), name="status"),
        AUTOINCREMENT,
    )

    id: Mapped[int] = id_column()
    name: Mapped[str]
    description: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="active")
    created_at: Mapped[datetime] = mapped_column(default=now)

    positions: Mapped[list[PositionRow]] = relationship(back_populates="organisation", passive_deletes=True)


class RoleRow(Base):
    """A word of the system-wide vocabulary, stored in lower case."""

    __tablename__ = "roles"
    __table_args__ = (
        CheckConstraint("length(name) <= 64", name="name_length"),
        UniqueConstraint("name"),
        AUTOINCREMENT,
    )

    id: Mapped[int] = id_column()
    name: Mapped[str]
    description: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)

    personas: Mapped[list[PersonaRow]] = relationship(back_populates="role", passive_deletes="all")
    positions: Mapped[list[PositionRow]] = relationship(back_populates="role", passive_deletes=True)


class PersonaRow(Base):
    __tablename__ = "personas"
    __table_args__ = (
        CheckConstraint("length(name) <= 64", name="name_length"),
        CheckConstraint(one_of("status", "active", "archived"), name="status"),
        UniqueConstraint("slug"),
        AUTOINCREMENT,
    )

    id: Mapped[int] = id_column()
    slug: Mapped[str] = mapped_column(KeyText, default="")
    name: Mapped[str]
    description: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="active")
    role_id: Mapped[int] = link("roles", "RESTRICT", is_indexed=True)
    created_at: Mapped[datetime] = mapped_column(default=now)

    role: Mapped[RoleRow] = relationship(back_populates="personas")
    agents: Mapped[list[AgentRow]] = relationship(back_populates="persona", passive_deletes=True)


class PositionRow(Base):
    """A seat in an organisation. `reports_to` NULL reports to the operator."""

    __tablename__ = "positions"
    __table_args__ = (
        CheckConstraint("length(title) <= 128", name="title_length"),
        CheckConstraint("reports_to_id <> id", name="reports_to_another"),
        CheckConstraint("escalates_to_id <> id", name="escalates_to_another"),
        AUTOINCREMENT,
    )

    id: Mapped[int] = id_column()
    org_id: Mapped[int] = link("organisations", "CASCADE", is_indexed=True)
    role_id: Mapped[int] = link("roles", "CASCADE", is_indexed=True)
    title: Mapped[str]
    reports_to_id: Mapped[int | None] = link("positions", is_indexed=True)
    escalates_to_id: Mapped[int | None] = link("positions", is_indexed=True)
    level: Mapped[int] = mapped_column(default=0)
    is_cross_cutting: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)

    organisation: Mapped[OrganisationRow] = relationship(back_populates="positions")
    role: Mapped[RoleRow] = relationship(back_populates="positions")
    reports_to: Mapped[PositionRow | None] = relationship(
        remote_side=[id], foreign_keys=[reports_to_id], back_populates="direct_reports"
    )
    direct_reports: Mapped[list[PositionRow]] = relationship(
        foreign_keys=[reports_to_id], back_populates="reports_to", passive_deletes=True
    )
    escalates_to: Mapped[PositionRow | None] = relationship(remote_side=[id], foreign_keys=[escalates_to_id])


class ObjectiveRow(Base):
    __tablename__ = "objectives"
    __table_args__ = (
        CheckConstraint("length(current_text) BETWEEN 1 AND 5000", name="text_length"),
        CheckConstraint("length(constraints) <= 5000", name="constraints_length"),
        AUTOINCREMENT,
    )

    id: Mapped[int] = id_column()
    current_text: Mapped[str]
    constraints: Mapped[str | None]
    priority_enabled: Mapped[bool] = mapped_column(default=True)
    set_at: Mapped[datetime] = mapped_column(default=now)

    history: Mapped[list[ObjectiveHistoryRow]] = relationship(
        back_populates="objective",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="ObjectiveHistoryRow.started_at.desc()",
    )


class ObjectiveHistoryRow(Base):
    """An objective as it was; `ended_at` NULL is the current one."""

    __tablename__ = "objective_histories"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="ended_after_started"),
        AUTOINCREMENT,
    )

    id: Mapped[int] = id_column()
    objective_id: Mapped[int] = link("objectives", "CASCADE", is_indexed=True)
    text: Mapped[str]
    constraints: Mapped[str | None]
    started_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]

    objective: Mapped[ObjectiveRow] = relationship(back_populates="history")


class ActivityMetricRow(Base):
    """What happened in one UTC hour: overall, of one project or of one agent."""

    __tablename__ = "activity_metrics"
    __table_args__ = (
        CheckConstraint(
            "(is_overall AND agent_id IS NULL AND project_id IS NULL) OR "
            "(NOT is_overall AND agent_id IS NOT NULL AND project_id IS NULL) OR "
            "(NOT is_overall AND agent_id IS NULL AND project_id IS NOT NULL)",
            name="scope_consistency",
        ),
        Index("ix_activity_metrics_agent_id_bucket_start", "agent_id", "bucket_start"),
        Index("ix_activity_metrics_project_id_bucket_start", "project_id", "bucket_start"),
        Index("ix_activity_metrics_is_overall_bucket_start", "is_overall", "bucket_start"),
        Index(
            "uq_activity_metrics_bucket_scope",
            "bucket_start",
            text("coalesce(agent_id, -1)"),
            text("coalesce(project_id, -1)"),
            "is_overall",
            unique=True,
        ),
        AUTOINCREMENT,
    )

    id: Mapped[int] = id_column()
    bucket_start: Mapped[datetime]
    agent_id: Mapped[int | None] = link("agents", "CASCADE")
    project_id: Mapped[int | None] = link("projects", "CASCADE")
    is_overall: Mapped[bool] = mapped_column(default=False)
    turn_count: Mapped[int] = mapped_column(default=0)
    avg_turn_time_s: Mapped[float | None]
    active_agents: Mapped[int | None]
    total_frustration: Mapped[int | None]
    frustration_turn_count: Mapped[int | None]
    max_frustration: Mapped[int | None]
    max_frustration_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)


class HeadspaceSnapshotRow(Base):
    __tablename__ = "headspace_snapshots"
    __table_args__ = (CheckConstraint(one_of("state", "green", "yellow", "red"), name="state"), AUTOINCREMENT)

    id: Mapped[int] = id_column()
    project_id: Mapped[int | None] = link("projects", is_indexed=True)
    agent_id: Mapped[int | None] = link("agents", is_indexed=True)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    frustration_rolling_10: Mapped[float | None]
    frustration_rolling_30min: Mapped[float | None]
    frustration_rolling_3hr: Mapped[float | None]
    state: Mapped[str] = mapped_column(default="green")
    turn_rate_per_hour: Mapped[float | None]
    is_flow_state: Mapped[bool] = mapped_column(default=False)
    flow_duration_minutes: Mapped[int | None]
    last_alert_at: Mapped[datetime | None]
    alert_count_today: Mapped[int] = mapped_column(default=0)


class InferenceCallRow(Base):
    """One question to a language model and what it cost. `scope` stays true when its parent is deleted."""

    __tablename__ = "inference_calls"
    __table_args__ = (
        CheckConstraint(one_of("level", "turn", "command", "project", "objective"), name="level"),
        CheckConstraint(one_of("scope", "turn", "command", "agent", "project", "everything"), name="scope"),
        Index("ix_inference_calls_level_at", "level", "at"),
        Index("ix_inference_calls_model_at", "model", "at"),
        AUTOINCREMENT,
    )

    id: Mapped[int] = id_column()
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    level: Mapped[str] = mapped_column(index=True)
    scope: Mapped[str]
    purpose: Mapped[str]
    model: Mapped[str] = mapped_column(KeyText)
    input_tokens: Mapped[int | None]
    output_tokens: Mapped[int | None]
    input_hash: Mapped[str | None] = mapped_column(KeyText, index=True)
    input_text: Mapped[str | None]
    result_text: Mapped[str | None]
    latency_ms: Mapped[int | None]
    cost_usd: Mapped[float | None]
    error_message: Mapped[str | None]
    cached: Mapped[bool] = mapped_column(default=False)
    project_id: Mapped[int | None] = link("projects", is_indexed=True)
    agent_id: Mapped[int | None] = link("agents", is_indexed=True)
    command_id: Mapped[int | None] = link("commands", is_indexed=True)
    turn_id: Mapped[int | None] = link("turns", is_indexed=True)
