"""The fourteen models: what agents do, and who works on what for whom."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Utc = sa.DateTime(timezone=True)
Uuid = sa.String(36).with_variant(sa.Uuid(), "postgresql")
Json = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "objectives",
    "organisations",
    "projects",
    "roles",
    "objective_histories",
    "personas",
    "positions",
    "agents",
    "activity_metrics",
    "commands",
    "headspace_snapshots",
    "turns",
    "events",
    "inference_calls",
)
ENUMS = ("commandstate", "commandoutcome", "turnactor", "turnintent")


def upgrade() -> None:
    op.create_table(
        "objectives",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("current_text", sa.Text(), nullable=False),
        sa.Column("constraints", sa.Text(), nullable=True),
        sa.Column("priority_enabled", sa.Boolean(), nullable=False),
        sa.Column("set_at", Utc, nullable=False),
        sa.CheckConstraint("length(constraints) <= 5000", name=op.f("ck_objectives_constraints_length")),
        sa.CheckConstraint("length(current_text) BETWEEN 1 AND 5000", name=op.f("ck_objectives_text_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objectives")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "organisations",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.CheckConstraint("status IN ('active', 'dormant', 'archived')", name=op.f("ck_organisations_status")),
        sa.CheckConstraint("length(name) <= 128", name=op.f("ck_organisations_name_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "projects",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("host_id", sa.Text(), nullable=False),
        sa.Column("host_name", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("github_repo", sa.Text(), nullable=True),
        sa.Column("current_branch", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("inference_paused", sa.Boolean(), nullable=False),
        sa.Column("inference_paused_at", Utc, nullable=True),
        sa.Column("inference_paused_reason", sa.Text(), nullable=True),
        sa.Column("created_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
        sa.UniqueConstraint("host_id", "path", name=op.f("uq_projects_host_id_path")),
        sa.UniqueConstraint("slug", name=op.f("uq_projects_slug")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "roles",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("created_at", Utc, nullable=False),
        sa.CheckConstraint("length(name) <= 64", name=op.f("ck_roles_name_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
        sa.UniqueConstraint("name", name=op.f("uq_roles_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "objective_histories",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("objective_id", Id, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("constraints", sa.Text(), nullable=True),
        sa.Column("started_at", Utc, nullable=False),
        sa.Column("ended_at", Utc, nullable=True),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= started_at", name=op.f("ck_objective_histories_ended_after_started")
        ),
        sa.ForeignKeyConstraint(
            ["objective_id"],
            ["objectives.id"],
            name=op.f("fk_objective_histories_objective_id_objectives"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objective_histories")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_objective_histories_objective_id"), "objective_histories", ["objective_id"], unique=False)
    op.create_table(
        "personas",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("role_id", Id, nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.CheckConstraint("status IN ('active', 'archived')", name=op.f("ck_personas_status")),
        sa.CheckConstraint("length(name) <= 64", name=op.f("ck_personas_name_length")),
        sa.ForeignKeyConstraint(["role_id"], ["roles.id"], name=op.f("fk_personas_role_id_roles"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personas")),
        sa.UniqueConstraint("slug", name=op.f("uq_personas_slug")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_personas_role_id"), "personas", ["role_id"], unique=False)
    op.create_table(
        "positions",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("org_id", Id, nullable=False),
        sa.Column("role_id", Id, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("reports_to_id", Id, nullable=True),
        sa.Column("escalates_to_id", Id, nullable=True),
        sa.Column("level", sa.BigInteger(), nullable=False),
        sa.Column("is_cross_cutting", sa.Boolean(), nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.CheckConstraint("escalates_to_id <> id", name=op.f("ck_positions_escalates_to_another")),
        sa.CheckConstraint("length(title) <= 128", name=op.f("ck_positions_title_length")),
        sa.CheckConstraint("reports_to_id <> id", name=op.f("ck_positions_reports_to_another")),
        sa.ForeignKeyConstraint(
            ["escalates_to_id"],
            ["positions.id"],
            name=op.f("fk_positions_escalates_to_id_positions"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organisations.id"], name=op.f("fk_positions_org_id_organisations"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reports_to_id"], ["positions.id"], name=op.f("fk_positions_reports_to_id_positions"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["role_id"], ["roles.id"], name=op.f("fk_positions_role_id_roles"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_positions")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_positions_escalates_to_id"), "positions", ["escalates_to_id"], unique=False)
    op.create_index(op.f("ix_positions_org_id"), "positions", ["org_id"], unique=False)
    op.create_index(op.f("ix_positions_reports_to_id"), "positions", ["reports_to_id"], unique=False)
    op.create_index(op.f("ix_positions_role_id"), "positions", ["role_id"], unique=False)
    op.create_table(
        "agents",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("uuid", Uuid, nullable=False),
        sa.Column("host_id", sa.Text(), nullable=False),
        sa.Column("host_name", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=True),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("project_id", Id, nullable=False),
        sa.Column("iterm_pane_id", sa.Text(), nullable=True),
        sa.Column("tmux_socket", sa.Text(), nullable=True),
        sa.Column("tmux_pane_id", sa.Text(), nullable=True),
        sa.Column("tmux_session", sa.Text(), nullable=True),
        sa.Column("started_at", Utc, nullable=False),
        sa.Column("last_seen_at", Utc, nullable=False),
        sa.Column("ended_at", Utc, nullable=True),
        sa.Column("transcript_path", sa.Text(), nullable=True),
        sa.Column("priority_score", sa.BigInteger(), nullable=True),
        sa.Column("priority_reason", sa.Text(), nullable=True),
        sa.Column("priority_updated_at", Utc, nullable=True),
        sa.Column("context_percent_used", sa.BigInteger(), nullable=True),
        sa.Column("context_remaining_tokens", sa.Text(), nullable=True),
        sa.Column("context_updated_at", Utc, nullable=True),
        sa.Column("persona_id", Id, nullable=True),
        sa.Column("position_id", Id, nullable=True),
        sa.Column("previous_agent_id", Id, nullable=True),
        sa.CheckConstraint(
            "(priority_score IS NULL AND priority_reason IS NULL AND priority_updated_at IS NULL) OR "
            "(priority_score IS NOT NULL AND priority_reason IS NOT NULL AND priority_updated_at IS NOT NULL)",
            name=op.f("ck_agents_priority_consistency"),
        ),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name=op.f("ck_agents_ended_after_started")),
        sa.CheckConstraint("previous_agent_id <> id", name=op.f("ck_agents_previous_is_another")),
        sa.CheckConstraint("priority_score BETWEEN 0 AND 100", name=op.f("ck_agents_priority_range")),
        sa.ForeignKeyConstraint(
            ["persona_id"], ["personas.id"], name=op.f("fk_agents_persona_id_personas"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["position_id"], ["positions.id"], name=op.f("fk_agents_position_id_positions"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["previous_agent_id"], ["agents.id"], name=op.f("fk_agents_previous_agent_id_agents"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_agents_project_id_projects"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agents")),
        sa.UniqueConstraint("uuid", name=op.f("uq_agents_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_agents_ended_at"), "agents", ["ended_at"], unique=False)
    op.create_index("ix_agents_host_id_client_session_id", "agents", ["host_id", "client", "session_id"], unique=False)
    op.create_index(op.f("ix_agents_persona_id"), "agents", ["persona_id"], unique=False)
    op.create_index(op.f("ix_agents_position_id"), "agents", ["position_id"], unique=False)
    op.create_index(op.f("ix_agents_previous_agent_id"), "agents", ["previous_agent_id"], unique=False)
    op.create_index(op.f("ix_agents_project_id"), "agents", ["project_id"], unique=False)
    op.create_index("ix_agents_project_id_last_seen_at", "agents", ["project_id", "last_seen_at"], unique=False)
    op.create_index(
        "uq_agents_live_session",
        "agents",
        ["host_id", "client", "session_id", "process"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL AND session_id IS NOT NULL"),
        postgresql_where=sa.text("ended_at IS NULL AND session_id IS NOT NULL"),
    )
    op.create_table(
        "activity_metrics",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("bucket_start", Utc, nullable=False),
        sa.Column("agent_id", Id, nullable=True),
        sa.Column("project_id", Id, nullable=True),
        sa.Column("is_overall", sa.Boolean(), nullable=False),
        sa.Column("turn_count", sa.BigInteger(), nullable=False),
        sa.Column("avg_turn_time_s", sa.Double(), nullable=True),
        sa.Column("active_agents", sa.BigInteger(), nullable=True),
        sa.Column("total_frustration", sa.BigInteger(), nullable=True),
        sa.Column("frustration_turn_count", sa.BigInteger(), nullable=True),
        sa.Column("max_frustration", sa.BigInteger(), nullable=True),
        sa.Column("max_frustration_at", Utc, nullable=True),
        sa.Column("created_at", Utc, nullable=False),
        sa.CheckConstraint(
            "(is_overall AND agent_id IS NULL AND project_id IS NULL) OR "
            "(NOT is_overall AND agent_id IS NOT NULL AND project_id IS NULL) OR "
            "(NOT is_overall AND agent_id IS NULL AND project_id IS NOT NULL)",
            name=op.f("ck_activity_metrics_scope_consistency"),
        ),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_activity_metrics_agent_id_agents"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_activity_metrics_project_id_projects"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_metrics")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_activity_metrics_agent_id_bucket_start", "activity_metrics", ["agent_id", "bucket_start"], unique=False
    )
    op.create_index(
        "ix_activity_metrics_is_overall_bucket_start", "activity_metrics", ["is_overall", "bucket_start"], unique=False
    )
    op.create_index(
        "ix_activity_metrics_project_id_bucket_start", "activity_metrics", ["project_id", "bucket_start"], unique=False
    )
    op.create_table(
        "commands",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("uuid", Uuid, nullable=False),
        sa.Column("agent_id", Id, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "IDLE",
                "COMMANDED",
                "PROCESSING",
                "AWAITING_INPUT",
                "COMPLETE",
                name="commandstate",
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "FINISHED",
                "INTERRUPTED",
                "FAILED",
                "KILLED",
                "SUPERSEDED",
                name="commandoutcome",
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("prompt_id", sa.Text(), nullable=True),
        sa.Column("started_at", Utc, nullable=False),
        sa.Column("completed_at", Utc, nullable=True),
        sa.Column("completion_summary", sa.Text(), nullable=True),
        sa.Column("completion_summary_generated_at", Utc, nullable=True),
        sa.Column("instruction", sa.Text(), nullable=True),
        sa.Column("instruction_generated_at", Utc, nullable=True),
        sa.Column("full_command", sa.Text(), nullable=True),
        sa.Column("full_output", sa.Text(), nullable=True),
        sa.Column("plan_file_path", sa.Text(), nullable=True),
        sa.Column("plan_content", sa.Text(), nullable=True),
        sa.Column("plan_approved_at", Utc, nullable=True),
        sa.CheckConstraint(
            "completed_at IS NULL OR completed_at >= started_at", name=op.f("ck_commands_completed_after_started")
        ),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_commands_agent_id_agents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commands")),
        sa.UniqueConstraint("uuid", name=op.f("uq_commands_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_commands_agent_id"), "commands", ["agent_id"], unique=False)
    op.create_index("ix_commands_agent_id_state", "commands", ["agent_id", "state"], unique=False)
    op.create_index(op.f("ix_commands_state"), "commands", ["state"], unique=False)
    op.create_index(
        "uq_commands_open",
        "commands",
        ["agent_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'COMPLETE'"),
        postgresql_where=sa.text("state <> 'COMPLETE'"),
    )
    op.create_table(
        "headspace_snapshots",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("project_id", Id, nullable=True),
        sa.Column("agent_id", Id, nullable=True),
        sa.Column("at", Utc, nullable=False),
        sa.Column("frustration_rolling_10", sa.Double(), nullable=True),
        sa.Column("frustration_rolling_30min", sa.Double(), nullable=True),
        sa.Column("frustration_rolling_3hr", sa.Double(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("turn_rate_per_hour", sa.Double(), nullable=True),
        sa.Column("is_flow_state", sa.Boolean(), nullable=False),
        sa.Column("flow_duration_minutes", sa.BigInteger(), nullable=True),
        sa.Column("last_alert_at", Utc, nullable=True),
        sa.Column("alert_count_today", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("state IN ('green', 'yellow', 'red')", name=op.f("ck_headspace_snapshots_state")),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_headspace_snapshots_agent_id_agents"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_headspace_snapshots_project_id_projects"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_headspace_snapshots")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_headspace_snapshots_agent_id"), "headspace_snapshots", ["agent_id"], unique=False)
    op.create_index(op.f("ix_headspace_snapshots_at"), "headspace_snapshots", ["at"], unique=False)
    op.create_index(op.f("ix_headspace_snapshots_project_id"), "headspace_snapshots", ["project_id"], unique=False)
    op.create_table(
        "turns",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("agent_id", Id, nullable=False),
        sa.Column("command_id", Id, nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Enum("USER", "AGENT", name="turnactor", create_constraint=True), nullable=False),
        sa.Column(
            "intent",
            sa.Enum(
                "COMMAND",
                "ANSWER",
                "QUESTION",
                "COMPLETION",
                "PROGRESS",
                "END_OF_COMMAND",
                name="turnintent",
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Utc, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("summary_generated_at", Utc, nullable=True),
        sa.Column("frustration_score", sa.BigInteger(), nullable=True),
        sa.Column("tool_input", Json, nullable=True),
        sa.Column("file_metadata", Json, nullable=True),
        sa.Column("is_internal", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("prompt_id", sa.Text(), nullable=True),
        sa.Column("entry_uuid", sa.Text(), nullable=True),
        sa.Column("entry_hash", sa.Text(), nullable=True),
        sa.Column("question_text", sa.Text(), nullable=True),
        sa.Column("question_options", Json, nullable=True),
        sa.Column("question_source_type", sa.Text(), nullable=True),
        sa.Column("answers_turn_id", Id, nullable=True),
        sa.Column("answers_key", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "question_source_type IN ('ask_user_question', 'permission_request', 'free_text')",
            name=op.f("ck_turns_question_source_type"),
        ),
        sa.CheckConstraint("answers_turn_id <> id", name=op.f("ck_turns_answers_another")),
        sa.CheckConstraint("frustration_score BETWEEN 0 AND 10", name=op.f("ck_turns_frustration_range")),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_turns_agent_id_agents"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["answers_turn_id"], ["turns.id"], name=op.f("fk_turns_answers_turn_id_turns"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["command_id"], ["commands.id"], name=op.f("fk_turns_command_id_commands"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turns")),
        sa.UniqueConstraint("agent_id", "key", name=op.f("uq_turns_agent_id_key")),
        sa.UniqueConstraint("agent_id", "sequence", name=op.f("uq_turns_agent_id_sequence")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_turns_agent_id_at", "turns", ["agent_id", "at"], unique=False)
    op.create_index(op.f("ix_turns_answers_turn_id"), "turns", ["answers_turn_id"], unique=False)
    op.create_index(op.f("ix_turns_at"), "turns", ["at"], unique=False)
    op.create_index("ix_turns_command_id_actor", "turns", ["command_id", "actor"], unique=False)
    op.create_index("ix_turns_command_id_at", "turns", ["command_id", "at"], unique=False)
    op.create_index(
        "ix_turns_entry_hash",
        "turns",
        ["entry_hash"],
        unique=False,
        sqlite_where=sa.text("entry_hash IS NOT NULL"),
        postgresql_where=sa.text("entry_hash IS NOT NULL"),
    )
    op.create_index(
        "uq_turns_entry",
        "turns",
        ["agent_id", "entry_uuid"],
        unique=True,
        sqlite_where=sa.text("entry_uuid IS NOT NULL"),
        postgresql_where=sa.text("entry_uuid IS NOT NULL"),
    )
    op.create_table(
        "events",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("host_id", sa.Text(), nullable=False),
        sa.Column("at", Utc, nullable=False),
        sa.Column("seen_at", Utc, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("delivery_id", sa.Text(), nullable=True),
        sa.Column("project_id", Id, nullable=True),
        sa.Column("agent_id", Id, nullable=True),
        sa.Column("command_id", Id, nullable=True),
        sa.Column("turn_id", Id, nullable=True),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("payload", Json, nullable=True),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_events_agent_id_agents"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["command_id"], ["commands.id"], name=op.f("fk_events_command_id_commands"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_events_project_id_projects"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["turn_id"], ["turns.id"], name=op.f("fk_events_turn_id_turns"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("host_id", "delivery_id", name=op.f("uq_events_host_id_delivery_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_agent_id_at", "events", ["agent_id", "at"], unique=False)
    op.create_index(op.f("ix_events_at"), "events", ["at"], unique=False)
    op.create_index(op.f("ix_events_command_id"), "events", ["command_id"], unique=False)
    op.create_index("ix_events_kind_at", "events", ["kind", "at"], unique=False)
    op.create_index("ix_events_project_id_at", "events", ["project_id", "at"], unique=False)
    op.create_index(op.f("ix_events_seen_at"), "events", ["seen_at"], unique=False)
    op.create_index(op.f("ix_events_turn_id"), "events", ["turn_id"], unique=False)
    op.create_table(
        "inference_calls",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("at", Utc, nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("input_tokens", sa.BigInteger(), nullable=True),
        sa.Column("output_tokens", sa.BigInteger(), nullable=True),
        sa.Column("input_hash", sa.Text(), nullable=True),
        sa.Column("input_text", sa.Text(), nullable=True),
        sa.Column("result_text", sa.Text(), nullable=True),
        sa.Column("latency_ms", sa.BigInteger(), nullable=True),
        sa.Column("cost_usd", sa.Double(), nullable=True),
        sa.Column("error_message", sa.Text(), nullable=True),
        sa.Column("cached", sa.Boolean(), nullable=False),
        sa.Column("project_id", Id, nullable=True),
        sa.Column("agent_id", Id, nullable=True),
        sa.Column("command_id", Id, nullable=True),
        sa.Column("turn_id", Id, nullable=True),
        sa.CheckConstraint(
            "level IN ('turn', 'command', 'project', 'objective')", name=op.f("ck_inference_calls_level")
        ),
        sa.CheckConstraint(
            "scope IN ('turn', 'command', 'agent', 'project', 'everything')", name=op.f("ck_inference_calls_scope")
        ),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_inference_calls_agent_id_agents"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["command_id"], ["commands.id"], name=op.f("fk_inference_calls_command_id_commands"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_inference_calls_project_id_projects"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["turn_id"], ["turns.id"], name=op.f("fk_inference_calls_turn_id_turns"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inference_calls")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_inference_calls_agent_id"), "inference_calls", ["agent_id"], unique=False)
    op.create_index(op.f("ix_inference_calls_at"), "inference_calls", ["at"], unique=False)
    op.create_index(op.f("ix_inference_calls_command_id"), "inference_calls", ["command_id"], unique=False)
    op.create_index(op.f("ix_inference_calls_input_hash"), "inference_calls", ["input_hash"], unique=False)
    op.create_index(op.f("ix_inference_calls_level"), "inference_calls", ["level"], unique=False)
    op.create_index("ix_inference_calls_level_at", "inference_calls", ["level", "at"], unique=False)
    op.create_index("ix_inference_calls_model_at", "inference_calls", ["model", "at"], unique=False)
    op.create_index(op.f("ix_inference_calls_project_id"), "inference_calls", ["project_id"], unique=False)
    op.create_index(op.f("ix_inference_calls_turn_id"), "inference_calls", ["turn_id"], unique=False)
    op.create_index(
        "uq_activity_metrics_bucket_scope",
        "activity_metrics",
        ["bucket_start", sa.text("coalesce(agent_id, -1)"), sa.text("coalesce(project_id, -1)"), "is_overall"],
        unique=True,
    )
    organisations = sa.table("organisations", sa.column("name"), sa.column("status"), sa.column("created_at", Utc))
    op.bulk_insert(organisations, [{"name": "Development", "status": "active", "created_at": datetime.now(UTC)}])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for enum in ENUMS:
            op.execute(f"DROP TYPE {enum}")
