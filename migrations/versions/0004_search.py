"""Full text of turns, commands and projects, kept true by the database itself whoever writes, deletes or edits.

SQLite: an FTS5 index without a copy of the text beside each table, and triggers. PostgreSQL: a generated column and
its GIN index. A later migration that makes one of these tables anew on SQLite (a batch alter) loses its triggers and
must make them again; a test of the migrations notices.
"""

# ruff: noqa: S608  all names are of this file

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

#: Table, index, and the columns that are searched with the most characters of each on PostgreSQL: a tsvector holds
#: 1 MiB, which 200,000 characters never fill, and an overfull one would refuse the row.
INDEXES = (
    ("turns", "turn_words", {"text": 200_000}),
    (
        "commands",
        "command_words",
        {"instruction": 10_000, "full_command": 80_000, "full_output": 100_000, "completion_summary": 10_000},
    ),
    ("projects", "project_words", {"name": 10_000, "path": 10_000, "github_repo": 10_000, "description": 100_000}),
)

#: What parts words, so that PostgreSQL's parser sees no file names, hosts, numbers with signs or tags.
SEPARATORS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~…–—‘’“”«»·•→←│─"

#: Rows between two words about how far it is.
ROWS = 10_000


def upgrade() -> None:
    op.create_index(op.f("ix_commands_started_at"), "commands", ["started_at"], unique=False)
    for table, index, columns in INDEXES:
        if op.get_bind().dialect.name == "sqlite":
            _index_sqlite(table, index, list(columns))
        else:
            _index_postgresql(table, columns)


def downgrade() -> None:
    op.drop_index(op.f("ix_commands_started_at"), "commands")
    for table, index, _columns in INDEXES:
        if op.get_bind().dialect.name == "sqlite":
            for event in ("insert", "delete", "update"):
                op.execute(f"DROP TRIGGER {index}_{event}")
            op.execute(f"DROP TABLE {index}")
        else:
            op.execute(f"ALTER TABLE {table} DROP COLUMN words")


def _index_postgresql(table: str, columns: dict[str, int]) -> None:
    texts = " || ' ' || ".join(f"coalesce(left({name}, {chars}), '')" for name, chars in columns.items())
    blanks = " " * len(SEPARATORS)
    words = f"to_tsvector('simple', translate({texts}, {_quoted(SEPARATORS)}, '{blanks}'))"
    bind = op.get_bind()
    bind.exec_driver_sql(
        f"ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS ({words.replace('%', '%%')}) STORED"
    )
    bind.exec_driver_sql(f"CREATE INDEX ix_{table}_words ON {table} USING gin (words)")


def _index_sqlite(table: str, index: str, columns: list[str]) -> None:
    listed = ", ".join(columns)
    new, old = (", ".join(f"{row}.{name}" for name in columns) for row in ("new", "old"))
    add = f"INSERT INTO {index}(rowid, {listed}) VALUES (new.id, {new});"
    forget = f"INSERT INTO {index}({index}, rowid, {listed}) VALUES ('delete', old.id, {old});"
    is_changed = " OR ".join(f"old.{name} IS NOT new.{name}" for name in columns)
    bind = op.get_bind()
    bind.exec_driver_sql(
        f"CREATE VIRTUAL TABLE {index} USING fts5"
        f"({listed}, content='{table}', content_rowid='id', tokenize='unicode61 remove_diacritics 2')"
    )
    _fill_sqlite(table, index, listed)
    bind.exec_driver_sql(f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {add} END")
    bind.exec_driver_sql(f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {forget} END")
    bind.exec_driver_sql(
        f"CREATE TRIGGER {index}_update AFTER UPDATE OF {listed} ON {table} WHEN {is_changed} BEGIN {forget} {add} END"
    )


def _fill_sqlite(table: str, index: str, listed: str) -> None:
    """Index what is there already, in pieces so that somebody can be told."""
    bind = op.get_bind()
    tell = context.config.attributes.get("tell")
    first, last, count = bind.execute(sa.text(f"SELECT min(id), max(id), count(*) FROM {table}")).one()
    done = 0
    for start in range(first or 1, (last or 0) + 1, ROWS):
        done += bind.exec_driver_sql(
            f"INSERT INTO {index}(rowid, {listed}) SELECT id, {listed} FROM {table} WHERE id BETWEEN ? AND ?",
            (start, start + ROWS - 1),
        ).rowcount
        if tell is not None and count > ROWS:
            tell(f"Indexing {table} for the search: {done:,} of {count:,}")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
