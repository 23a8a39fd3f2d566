"""Turns what the databases raise into troubles, once, at the store's edge. Any thread.

Only what the world did is translated; a wrong statement or value stays an exception, for it is a bug.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

from headspace_desktop.troubles import (
    StoreDamaged,
    StoreFull,
    StoreLocked,
    StoreReadOnly,
    StoreTrouble,
    StoreUnreachable,
    Trouble,
)

_IO_RETRY_S = 5.0

#: Primary result codes. Source: sqlite.org/rescode.html.
_SQLITE: dict[int, type[StoreTrouble]] = {
    sqlite3.SQLITE_PERM: StoreReadOnly,
    sqlite3.SQLITE_READONLY: StoreReadOnly,
    sqlite3.SQLITE_CANTOPEN: StoreReadOnly,
    sqlite3.SQLITE_AUTH: StoreReadOnly,
    sqlite3.SQLITE_BUSY: StoreLocked,
    sqlite3.SQLITE_LOCKED: StoreLocked,
    sqlite3.SQLITE_PROTOCOL: StoreLocked,
    sqlite3.SQLITE_CORRUPT: StoreDamaged,
    sqlite3.SQLITE_NOTADB: StoreDamaged,
    sqlite3.SQLITE_FORMAT: StoreDamaged,
    sqlite3.SQLITE_FULL: StoreFull,
    sqlite3.SQLITE_IOERR: StoreTrouble,
    sqlite3.SQLITE_NOMEM: StoreTrouble,
}

#: SQLSTATEs, the longest prefix wins. Source: PostgreSQL manual, appendix A.
_POSTGRESQL: dict[str, type[StoreTrouble]] = {
    "08": StoreUnreachable,  # connection exceptions
    "28": StoreUnreachable,  # wrong password, no entry in pg_hba.conf
    "3D000": StoreUnreachable,  # no such database
    "53": StoreUnreachable,  # too many connections, out of memory
    "53100": StoreFull,
    "57": StoreUnreachable,  # shut down, crashed, starting, cancelled
    "58": StoreTrouble,  # I/O error of the server
    "58030": StoreTrouble,
    "55P03": StoreLocked,
    "40001": StoreLocked,
    "40P01": StoreLocked,
    "25006": StoreReadOnly,
    "42501": StoreReadOnly,
    "XX001": StoreDamaged,
    "XX002": StoreDamaged,
}

_OS: dict[int, type[StoreTrouble]] = {
    errno.ENOSPC: StoreFull,
    errno.EDQUOT: StoreFull,
    errno.EFBIG: StoreFull,
    errno.EACCES: StoreReadOnly,
    errno.EPERM: StoreReadOnly,
    errno.EROFS: StoreReadOnly,
    errno.ENOENT: StoreReadOnly,
    errno.ENOTDIR: StoreReadOnly,
    errno.EISDIR: StoreReadOnly,
    errno.EEXIST: StoreReadOnly,
}


@contextmanager
def translate(where: str = "") -> Iterator[None]:
    """Raise the trouble that an error of the database stands for; bugs pass unchanged. `where` names the store."""
    try:
        yield
    except (DBAPIError, sqlite3.Error, OSError) as error:
        trouble = trouble_of(error, where)
        if trouble is None:
            raise
        raise trouble from error


def trouble_of(error: BaseException, where: str = "") -> Trouble | None:
    """What the world did, or None for a bug of ours."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    kind = _kind(error, cause)
    if kind is None:
        return None
    words = " ".join(str(cause).split())
    detail = f"{where}: {words}" if where else words
    return kind(detail, retry_after_s=kind.retry_after_s or (_IO_RETRY_S if kind is StoreTrouble else None))


def _kind(error: BaseException, cause: BaseException) -> type[StoreTrouble] | None:
    if isinstance(cause, OSError):
        return _OS.get(cause.errno or 0, StoreTrouble)
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)
        return None if code is None else _SQLITE.get(code & 0xFF)
    state = getattr(cause, "sqlstate", None)
    if state is not None:
        return next((_POSTGRESQL[state[:size]] for size in (5, 2) if state[:size] in _POSTGRESQL), None)
    # psycopg gives no SQLSTATE when there was no server to give one.
    if not isinstance(error, DBAPIError):
        return None
    is_lost = error.connection_invalidated or type(cause).__name__ == "OperationalError"
    if is_lost and not isinstance(error, IntegrityError | ProgrammingError):
        return StoreUnreachable
    return None
