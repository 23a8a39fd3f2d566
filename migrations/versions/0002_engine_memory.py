"""What the engine remembers: an agent's live state, replies, transcript offsets, notes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Utc = sa.DateTime(timezone=True)
Json = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("agents", table_kwargs={"sqlite_autoincrement": True}) as agents:
        agents.add_column(sa.Column("state_version", sa.SmallInteger(), nullable=True))
        agents.add_column(sa.Column("state", Json, nullable=True))
        agents.create_check_constraint(op.f("ck_agents_state_pair"), "(state IS NULL) = (state_version IS NULL)")
    op.create_table(
        "notes",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("host_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
        sa.UniqueConstraint("host_id", "key", name=op.f("uq_notes_host_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "transcript_offsets",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("host_id", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("offset_bytes", sa.BigInteger(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.CheckConstraint("offset_bytes >= 0", name=op.f("ck_transcript_offsets_offset_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcript_offsets")),
        sa.UniqueConstraint("host_id", "path", name=op.f("uq_transcript_offsets_host_id_path")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "replies",
        sa.Column("id", Id, autoincrement=True, nullable=False),
        sa.Column("reply_id", sa.Text(), nullable=False),
        sa.Column("agent_id", Id, nullable=False),
        sa.Column(
            "kind", sa.Enum("TEXT", "ANSWER", "DECISION", name="replykind", create_constraint=True), nullable=False
        ),
        sa.Column(
            "stage",
            sa.Enum("IN_FLIGHT", "TYPED", "SUBMITTED", "SEEN", "FAILED", name="replystage", create_constraint=True),
            nullable=False,
        ),
        sa.Column(
            "decision",
            sa.Enum("ALLOW", "ALLOW_SESSION", "DENY", name="replydecision", create_constraint=True),
            nullable=True,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answers", Json, nullable=True),
        sa.Column("ask_key", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("surface", sa.Text(), nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("changed_at", Utc, nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_replies_agent_id_agents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies")),
        sa.UniqueConstraint("reply_id", name=op.f("uq_replies_reply_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_replies_agent_id"), "replies", ["agent_id"], unique=False)
    op.create_index(op.f("ix_replies_stage"), "replies", ["stage"], unique=False)


def downgrade() -> None:
    for table in ("notes", "transcript_offsets", "replies"):
        op.drop_table(table)
    with op.batch_alter_table("agents", table_kwargs={"sqlite_autoincrement": True}) as agents:
        agents.drop_constraint(op.f("ck_agents_state_pair"), type_="check")
        agents.drop_column("state")
        agents.drop_column("state_version")
    if op.get_bind().dialect.name == "postgresql":
        for enum in ("replykind", "replystage", "replydecision"):
            op.execute(f"DROP TYPE {enum}")
