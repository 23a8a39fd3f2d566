"""Runs Alembic's migrations in one transaction, up or down. Imported only when the revision differs.

The engine's thread, at start. It must not be used without a backup.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine

from headspace_desktop.troubles import StoreDamaged

# Alembic's templates, which are not used here, would load forty of Pygments' lexers to show their mistakes in colour:
# 7 MB. None: there is no such module, and they do without. Source: mako 1.3, exceptions.py.
sys.modules.setdefault("mako.ext.pygmentplugin", None)  # type: ignore[arg-type]

from alembic import command  # noqa: E402
from alembic.config import Config  # noqa: E402


def migrate(
    db: Engine,
    folder: Path,
    revision: str = "head",
    *,
    is_down: bool = False,
    tell: Callable[[str], None] | None = None,
) -> None:
    """Bring the schema to `revision`, wholly or not at all. `tell` hears how far a long one is.

    Raises: StoreDamaged when a row would point nowhere afterwards; nothing is changed then.
    """
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    run = command.downgrade if is_down else command.upgrade
    with db.connect() as connection:
        is_sqlite = db.dialect.name == "sqlite"
        if is_sqlite:
            # Outside the transaction, where alone it works: a batch alter with them on deletes every child row.
            _pragma(connection, "foreign_keys=OFF")
        try:
            with connection.begin():
                if not is_sqlite:
                    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
                config.attributes["connection"], config.attributes["tell"] = connection, tell
                run(config, revision)
                if is_sqlite:
                    _check_links(connection)
        finally:
            if is_sqlite and not connection.invalidated:
                _pragma(connection, "foreign_keys=ON")


def _pragma(connection: Connection, words: str) -> None:
    raw = connection.connection.dbapi_connection
    assert raw is not None
    raw.execute(f"PRAGMA {words}")


def _check_links(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(5)
    if broken:
        raise StoreDamaged(f"after the migration rows point nowhere: {[tuple(row) for row in broken]}")
