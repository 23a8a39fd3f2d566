"""Opens the store: lock, check, back up, migrate. The engine's thread, once at start.

It never overwrites a store that it does not understand; every refusal is a trouble with a remedy.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Engine, inspect

import headspace_desktop.store.slugs  # noqa: F401  its listeners set slugs wherever rows are written
from headspace_desktop.paths import Paths
from headspace_desktop.store import backup
from headspace_desktop.store.connect import is_sqlite, shown, store_url, writer
from headspace_desktop.store.edge import translate
from headspace_desktop.store.lock import FileLock
from headspace_desktop.troubles import StoreBackupWanted, StoreDamaged, StoreNewer

#: All revisions of the schema, oldest first. Compared before Alembic is imported, which takes a quarter of a second.
REVISIONS = ("0001", "0002", "0003", "0004")

Tell = Callable[[str], None]


@dataclass(slots=True)
class Database:
    """The open store, owned by the engine's thread."""

    db: Engine
    url: URL
    host_id: str
    host_name: str
    lock: FileLock | None = None

    @property
    def name(self) -> str:
        """Where it is, for a person; without a password."""
        return shown(self.url)

    def close(self) -> None:
        """Write everything into the main file and let the store go. Twice is no error."""
        try:
            if self.db.dialect.name == "sqlite":
                with translate(self.name):
                    _checkpoint(self.db)
        finally:
            self.db.dispose()
            if self.lock is not None:
                self.lock.release()


def open_store(
    url: str,
    paths: Paths,
    *,
    host_id: str,
    host_name: str,
    tell: Tell | None = None,
    assume_backup: bool = False,
) -> Database:
    """Open the store that `url` names (empty: SQLite in the data folder), migrated to this version.

    `tell` hears one sentence before something that takes long. `assume_backup`: the person has backed up PostgreSQL.
    Blocks: until migrated. Raises: any StoreTrouble; the store is unchanged then.
    """
    full = store_url(url, paths)
    if is_sqlite(full):
        return _open_sqlite(full, paths, host_id, host_name, tell or _nothing)
    return _open_postgresql(full, paths, host_id, host_name, tell or _nothing, assume_backup=assume_backup)


def _open_sqlite(url: URL, paths: Paths, host_id: str, host_name: str, tell: Tell) -> Database:
    file = Path(url.database or "")
    with translate(str(file)):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(file.with_name(file.name + ".lock"))
        try:
            os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
            file.chmod(0o600)
            revision = _peek(file)
            _refuse_unknown(revision, str(file))
            if revision and revision != REVISIONS[-1]:
                tell("Backing up the store before it is migrated")
                backup.back_up(file, paths.backups_dir, revision)
            db = writer(url, host_id)
            _finish(db, revision, paths, tell)
        except BaseException:
            lock.release()
            raise
    return Database(db, url, host_id, host_name, lock)


def _open_postgresql(
    url: URL, paths: Paths, host_id: str, host_name: str, tell: Tell, *, assume_backup: bool
) -> Database:
    with translate(shown(url)):
        db = writer(url, host_id)
        try:
            with db.connect() as connection:
                tables = inspect(connection).get_table_names()
                row = None
                if "alembic_version" in tables:
                    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
            revision = _told(row[0] if row else None, tables, shown(url))
            _refuse_unknown(revision, shown(url))
            if revision and revision != REVISIONS[-1] and not assume_backup:
                raise StoreBackupWanted(backup.dump_line(url, paths.backups_dir, revision))
            _finish(db, revision, paths, tell)
        except BaseException:
            db.dispose()
            raise
    return Database(db, url, host_id, host_name)


def _finish(db: Engine, revision: str, paths: Paths, tell: Tell) -> None:
    """Migrate if need be, and show that the store can be written."""
    try:
        if revision != REVISIONS[-1]:
            tell("Migrating the store" if revision else "Making the store")
            from headspace_desktop.store.migrate import migrate  # noqa: PLC0415  slow, and seldom needed

            migrate(db, paths.migrations_dir, tell=tell)
        with db.begin():
            pass
    except BaseException:
        db.dispose()
        raise


def _peek(file: Path) -> str:
    """The revision of a SQLite store, empty for a fresh one; changes nothing."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, timeout=2)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        row = None
        if "alembic_version" in tables:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return _told(row[0] if row else None, tables, str(file))


def _told(version: str | None, tables: list[str], where: str) -> str:
    if version is None and set(tables) - {"alembic_version", "sqlite_sequence"}:
        raise StoreDamaged(f"{where} holds tables of something else", title="This is not a Headspace store")
    return version or ""


def _refuse_unknown(revision: str, where: str) -> None:
    if revision and revision not in REVISIONS:
        raise StoreNewer(f"{where} has revision {revision}; this version knows {REVISIONS[-1]}")


def _checkpoint(db: Engine) -> None:
    with db.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.execute("PRAGMA optimize")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _nothing(_sentence: str) -> None:
    pass
