"""Backups made before a migration: a copy for SQLite, the exact command for PostgreSQL.

The engine's thread, at start. Never touches the store itself.
"""

from __future__ import annotations

import os
import shlex
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL

from headspace_desktop.store.edge import translate
from headspace_desktop.troubles import StoreDamaged

KEPT = 5


def back_up(database: Path, folder: Path, revision: str) -> Path:
    """Copy a SQLite store, check the copy, keep the newest `KEPT`. Blocks: for the length of the copy.

    Raises: StoreDamaged when the copy is not sound; StoreFull, StoreReadOnly when it cannot be made.
    """
    with translate(str(folder)):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = folder / f"{database.stem}-{revision}-{_stamp()}.sqlite3"
        partial = target.with_suffix(".partial")
        try:
            os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
            _copy(database, partial)
            partial.rename(target)
        finally:
            partial.unlink(missing_ok=True)
        for old in sorted(folder.glob(f"{database.stem}-*.sqlite3"), key=lambda path: path.stat().st_mtime_ns)[:-KEPT]:
            old.unlink()
    return target


def _copy(database: Path, target: Path) -> None:
    source = sqlite3.connect(f"{database.as_uri()}?mode=rw", uri=True)
    copy = sqlite3.connect(target)
    try:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise StoreDamaged(f"{database}: {found}")
    finally:
        copy.close()
        source.close()


def dump_line(url: URL, folder: Path, revision: str) -> str:
    """The command that backs up a PostgreSQL store; without the password, which pg_dump asks for."""
    target = folder / f"{url.database or 'headspace'}-{revision}-{_stamp()}.dump"
    bare = url._replace(password=None)  # `URL.set` takes None for "leave it"
    plain = bare.set(drivername="postgresql").render_as_string(hide_password=False)
    dump = shlex.join(["pg_dump", "--format=custom", f"--file={target}", plain])
    return f"mkdir -p {shlex.quote(str(folder))} && {dump}"


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
