"""The record of who decided what, where and when. Rows are added, never changed, and outlive what they mention."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Utc = sa.DateTime(timezone=True)
Json = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("host_id", sa.Text(), nullable=False),
        sa.Column("agent_uuid", sa.Text(), nullable=False),
        sa.Column("agent_id", Id, nullable=True),
        sa.Column("project_id", Id, nullable=True),
        sa.Column("project", sa.Text(), nullable=False),
        sa.Column("ask_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("tool", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("answers", Json, nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("surface", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("asked_at", Utc, nullable=True),
        sa.Column("decided_at", Utc, nullable=False),
        sa.CheckConstraint("kind IN ('permission', 'question', 'plan', 'form')", name=op.f("ck_decisions_kind")),
        sa.CheckConstraint(
            "decision IN ('allow', 'allow_session', 'deny', 'answered', 'unknown', 'none')",
            name=op.f("ck_decisions_decision"),
        ),
        sa.CheckConstraint("outcome IN ('seen', 'over', 'gone')", name=op.f("ck_decisions_outcome")),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_decisions_agent_id_agents"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_decisions_project_id_projects"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("host_id", "agent_uuid", "ask_key", name=op.f("uq_decisions_host_id_agent_uuid_ask_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_decisions_agent_id"), "decisions", ["agent_id"], unique=False)
    op.create_index(op.f("ix_decisions_decided_at"), "decisions", ["decided_at"], unique=False)
    op.create_index(op.f("ix_decisions_project_id_decided_at"), "decisions", ["project_id", "decided_at"], unique=False)


def downgrade() -> None:
    op.drop_table("decisions")
