"""A connection that only reads, opened by the first question; each question is a fresh transaction.

One thread each: whoever asks owns it. It cannot write.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from headspace_desktop.paths import Paths
from headspace_desktop.store.connect import reader, shown, store_url
from headspace_desktop.store.edge import translate


class Reading:
    """What asks the store extends this with its questions."""

    def __init__(self, url: str, paths: Paths, *, host_id: str) -> None:
        self._url, self._paths, self._host_id = url, paths, host_id
        self._db: Engine | None = None
        self._name = ""

    @property
    def name(self) -> str:
        """Where the store is, for a person; without a password. Raises: StoreTrouble for a broken address."""
        self._opened()
        return self._name

    def close(self) -> None:
        """Let the connection go; a later question opens it again."""
        if self._db is not None:
            self._db.dispose()
            self._db = None

    @contextmanager
    def _asking(self) -> Iterator[Connection]:
        """One question. Raises: any StoreTrouble."""
        db = self._opened()
        with translate(self._name), db.connect() as connection:
            yield connection

    def _opened(self) -> Engine:
        if self._db is None:
            url = store_url(self._url, self._paths)
            self._db, self._name = reader(url), shown(url)
        return self._db
