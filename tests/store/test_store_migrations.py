"""Migrations on both databases: up, down and equal to the definitions; a filled store keeps every row."""

from __future__ import annotations

import subprocess
import sys
import warnings
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from headspace_desktop.paths import Paths
from headspace_desktop.store.connect import store_url, writer
from headspace_desktop.store.database import REVISIONS, Database
from headspace_desktop.store.migrate import migrate
from headspace_desktop.store.tables import Base
from headspace_desktop.troubles import StoreDamaged
from tests.store.conftest import Opener
from tests.store.filling import all_rows, fill_store, is_search

#: Tables and columns that the later revisions bring; the first one knows nothing of them.
LATER = {"replies", "transcript_offsets", "notes", "decisions"}
SECOND_AGENT_COLUMNS = {"state", "state_version"}


def schema_of(db: Engine) -> dict[str, Any]:
    """All that a database knows about its tables, without the order of columns and without their rows."""
    if db.dialect.name == "postgresql":
        queries = {
            "columns": "SELECT table_name, column_name, data_type, udt_name, is_nullable, column_default "
            "FROM information_schema.columns WHERE table_schema = 'public'",
            "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE connamespace = 'public'::regnamespace",
            "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
            "enums": "SELECT typname, enumlabel, enumsortorder::text FROM pg_enum "
            "JOIN pg_type ON pg_type.oid = enumtypid",
        }
    else:
        queries = {
            "indexes": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
            "autoincrement": "SELECT name, 'x', sql LIKE '%AUTOINCREMENT%' FROM sqlite_master WHERE type = 'table'",
        }
    with db.connect() as connection:
        schema: dict[str, Any] = {
            name: {tuple(row) for row in connection.execute(text(query)) if not _is_alembic(row)}
            for name, query in queries.items()
        }
        if db.dialect.name == "sqlite":
            with warnings.catch_warnings():
                schema |= _sqlite_schema(connection)
    return schema


def _is_alembic(row: Any) -> bool:
    return (
        "alembic_version" in str(row[0]) or str(row[0]).startswith("sqlite_") or any(map(is_search, map(str, row[:2])))
    )


def _sqlite_schema(connection: Any) -> dict[str, Any]:
    inspector = inspect(connection)
    warnings.filterwarnings("ignore", "Skipped unsupported reflection of expression-based index")
    schema: dict[str, Any] = {}
    for name in inspector.get_table_names():
        if name == "alembic_version" or is_search(name):
            continue
        columns = {row[1:] for row in connection.exec_driver_sql(f"PRAGMA table_info({name})").all()}
        schema[name] = {
            "columns": columns,
            "checks": {
                (check["name"], " ".join(check["sqltext"].split())) for check in inspector.get_check_constraints(name)
            },
            "uniques": {(item["name"], tuple(item["column_names"])) for item in inspector.get_unique_constraints(name)},
            "links": {
                (link["name"], tuple(link["constrained_columns"]), link["referred_table"], str(link["options"]))
                for link in inspector.get_foreign_keys(name)
            },
        }
    return schema


def test_the_newest_revision_is_the_one_that_the_program_expects(paths: Paths) -> None:
    scripts = ScriptDirectory(str(paths.migrations_dir))
    assert tuple(script.revision for script in reversed(list(scripts.walk_revisions()))) == REVISIONS


def test_alembic_finds_no_difference(database: Database) -> None:
    options = {
        "compare_type": True,
        "compare_server_default": True,
        "include_name": lambda name, _kind, _parents: not is_search(name),
    }
    with database.db.connect() as connection, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "autogenerate skipping metadata-specified expression-based index")
        warnings.filterwarnings("ignore", "Skipped unsupported reflection of expression-based index")
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_migrated_and_defined_schema_are_the_same(
    database: Database, request: pytest.FixtureRequest, paths: Paths, opener: Opener
) -> None:
    migrated = schema_of(database.db)
    if database.db.dialect.name == "postgresql":
        defined = writer(store_url(request.getfixturevalue("postgres").url(), paths), "other")
    else:
        path = paths.data_dir / "defined.sqlite3"
        path.touch()
        defined = writer(store_url(f"sqlite:///{path}", paths), "other")
    Base.metadata.create_all(defined)
    expected = schema_of(defined)
    defined.dispose()
    for part in expected:
        assert migrated[part] == expected[part], part


def test_up_down_up_on_an_empty_store(database: Database, paths: Paths) -> None:
    db = database.db
    at_head = schema_of(db)
    migrate(db, paths.migrations_dir, "base", is_down=True)
    assert set(inspect(db).get_table_names()) == {"alembic_version"}
    if db.dialect.name == "postgresql":
        with db.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM pg_type WHERE typtype = 'e'")) == 0
    migrate(db, paths.migrations_dir)
    assert schema_of(db) == at_head


def test_a_filled_store_keeps_every_row_down_and_up(database: Database, paths: Paths) -> None:
    db = database.db
    fill_store(db)
    before = all_rows(db)
    assert all(len(rows) > 1 for rows in before.values())
    migrate(db, paths.migrations_dir, "0001", is_down=True)
    below = all_rows(db)
    assert set(below) == set(before) - LATER
    for name, rows in below.items():
        assert rows == (_without_state(before[name]) if name == "agents" else before[name]), name
    migrate(db, paths.migrations_dir)
    again = all_rows(db)
    for name, rows in again.items():
        if name == "agents":
            assert _without_state(rows) == _without_state(before[name])
        elif name in LATER:
            assert len(rows) == 1  # their columns' names
        else:
            assert rows == before[name], name
    if db.dialect.name == "sqlite":
        with db.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def _without_state(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    names = next(row for row in rows if "session_id" in row)
    keep = [index for index, name in enumerate(names) if name not in SECOND_AGENT_COLUMNS]
    return sorted([tuple(row[index] for index in keep) for row in rows], key=repr)


def test_a_migration_that_breaks_leaves_the_store_as_it_was(database: Database, paths: Paths, tmp_path: Any) -> None:
    db = database.db
    fill_store(db)
    migrate(db, paths.migrations_dir, "0001", is_down=True)
    before = all_rows(db)
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text((paths.migrations_dir / "env.py").read_text())
    for script in (paths.migrations_dir / "versions").glob("*.py"):
        words = script.read_text()
        if script.name.startswith("0002"):
            words = words.replace("\n\ndef downgrade", "\n    raise RuntimeError('half way')\n\n\ndef downgrade", 1)
        (folder / "versions" / script.name).write_text(words)
    with pytest.raises(RuntimeError, match="half way"):
        migrate(db, folder)
    assert all_rows(db) == before
    with db.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0001"
    migrate(db, paths.migrations_dir)


def test_rows_that_point_nowhere_stop_the_migration(opener: Opener, paths: Paths) -> None:
    db = opener().db
    fill_store(db)
    migrate(db, paths.migrations_dir, "0001", is_down=True)
    with db.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("UPDATE turns SET command_id = 9999 WHERE key = 'ask:1'")
        raw.execute("PRAGMA foreign_keys=ON")
    with pytest.raises(StoreDamaged, match="point nowhere"):
        migrate(db, paths.migrations_dir)
    with db.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0001"


def test_a_store_of_this_version_is_opened_without_alembic(opener: Opener, paths: Paths) -> None:
    opener().close()
    program = (
        "import sys\n"
        "from headspace_desktop.paths import Paths\n"
        "from headspace_desktop.store.database import open_store\n"
        "open_store('', Paths.from_environment(), host_id='host-1', host_name='One').close()\n"
        "assert 'alembic' not in sys.modules, 'alembic was imported'\n"
    )
    environment = {"HEADSPACE_HOME": str(paths.data_dir.parent), "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
