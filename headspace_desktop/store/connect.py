"""Connections to the store: which URL means which database, and how each one is set up.

The writer has exactly one connection; readers have their own, read-only. Creating these opens nothing yet.
"""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, NullPool, QueuePool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from headspace_desktop.paths import Paths
from headspace_desktop.store.text import from_json, to_json
from headspace_desktop.troubles import SecondEngine, StoreTrouble

#: How long a commit waits for another program before the trouble is told; the engine tries again by itself.
LOCK_WAIT_MS = 2000

#: A page is copied from the log into the file once for so many; with the usual 1,000 a large batch copies some twice.
_WAL_PAGES, _PAGE_BYTES = 4096, 4096

#: What one large batch touches; with the usual 2 MB its pages are written and read again before it ends.
_CACHE_KIB = 8192

_CONNECT_TIMEOUT_S = 5
_STATEMENT_TIMEOUT_MS = 30_000


def store_url(url: str, paths: Paths) -> URL:
    """The full URL of the store: empty is SQLite in the data folder, PostgreSQL gets its driver.

    Raises: StoreTrouble when the setting names no database that we know.
    """
    if not url.strip():
        return URL.create("sqlite", database=str(paths.database_file))
    try:
        parsed = make_url(url.strip())
    except ArgumentError as error:
        raise StoreTrouble(
            "`database.url` cannot be read", remedy="Write it like postgresql://user@host/name, or leave it empty."
        ) from error
    family = parsed.drivername.partition("+")[0]
    if family in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    if family == "sqlite" and parsed.database and parsed.database != ":memory:":
        return parsed.set(drivername="sqlite", database=str(Path(parsed.database).expanduser().absolute()), query={})
    raise StoreTrouble(
        f"`database.url` names {parsed.drivername}, which is not supported",
        remedy="Use a postgresql:// URL, sqlite:///path/to/file, or leave it empty.",
    )


def shown(url: URL) -> str:
    """The store's name for a person, without a password."""
    return (url.database or "") if is_sqlite(url) else url.render_as_string(hide_password=True)


def is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def writer(url: URL, host_id: str) -> Engine:
    """The engine for the one writing thread. On PostgreSQL its connection holds this host's advisory lock."""
    if is_sqlite(url):
        db = _sqlite(f"file:{_uri_path(url)}?mode=rw", QueuePool)
        event.listen(db, "connect", _set_up_writer)
        event.listen(db, "begin", _begin_immediate)
        return db
    db = _postgresql(url, "headspace-engine")

    def take_lock(connection: Any, _record: Any) -> None:
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", [lock_key(host_id)]).fetchone()
        connection.commit()
        if not row[0]:
            raise SecondEngine(f"the lock of this host is held in {shown(url)}")

    event.listen(db, "connect", take_lock)
    return db


def reader(url: URL) -> Engine:
    """An engine that cannot write."""
    if is_sqlite(url):
        db = _sqlite(f"file:{_uri_path(url)}?mode=ro", NullPool)
        event.listen(db, "connect", _set_up_reader)
        event.listen(db, "begin", _begin)
        return db
    return _postgresql(url, "headspace-reader", "-c default_transaction_read_only=on")


def lock_key(host_id: str) -> int:
    """The number of this host's advisory lock."""
    digest = hashlib.blake2b(f"headspace-desktop engine {host_id}".encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "big", signed=True)


def _uri_path(url: URL) -> str:
    return Path(url.database or "").as_uri().removeprefix("file://")


def _sqlite(uri: str, pool: type[QueuePool] | type[NullPool]) -> Engine:
    sizes: dict[str, Any] = {"pool_size": 1, "max_overflow": 0} if pool is QueuePool else {}

    def connect() -> sqlite3.Connection:
        # isolation_level None: transactions begin and end where SQLAlchemy says, also around DDL.
        return sqlite3.connect(
            uri, uri=True, isolation_level=None, timeout=LOCK_WAIT_MS / 1000, check_same_thread=False
        )

    return create_engine(
        "sqlite://", creator=connect, poolclass=pool, json_serializer=to_json, json_deserializer=from_json, **sizes
    )


def _postgresql(url: URL, name: str, *options: str) -> Engine:
    settings = (f"-c lock_timeout={LOCK_WAIT_MS}", f"-c statement_timeout={_STATEMENT_TIMEOUT_MS}", "-c timezone=UTC")
    return create_engine(
        url,
        pool_size=1,
        max_overflow=0,
        pool_reset_on_return="rollback",
        json_serializer=to_json,
        json_deserializer=from_json,
        connect_args={
            "connect_timeout": _CONNECT_TIMEOUT_S,
            "application_name": name,
            "options": " ".join((*settings, *options)),
            "keepalives_idle": 30,
        },
    )


def _set_up_writer(connection: sqlite3.Connection, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute(f"PRAGMA journal_size_limit={_WAL_PAGES * _PAGE_BYTES}")
    connection.execute(f"PRAGMA wal_autocheckpoint={_WAL_PAGES}")
    connection.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
    connection.execute("PRAGMA temp_store=MEMORY")  # else each statement's own journal is a file, written page by page


def _set_up_reader(connection: sqlite3.Connection, _record: Any) -> None:
    connection.execute("PRAGMA query_only=ON")


def _begin_immediate(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN")
