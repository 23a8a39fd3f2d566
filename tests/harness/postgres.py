"""A throw-away PostgreSQL cluster for tests: made once a run, on a private socket, without fsync.

Fails when the server's programs are missing: a test that silently skips half of the store proves nothing.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

_PLACES = ("/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/usr/pgsql")
_USER = "headspace"


def program(name: str) -> str:
    """The newest installed `name` of PostgreSQL; fails the test when there is none."""
    if found := shutil.which(name):
        return found
    versions = [path for place in _PLACES for path in Path(place).glob(f"*/bin/{name}") if os.access(path, os.X_OK)]
    if not versions:
        pytest.fail(
            f"PostgreSQL's `{name}` is not installed; `make check` installs it, or: sudo apt install postgresql",
            pytrace=False,
        )
    return str(
        max(
            versions,
            key=lambda path: [int(part) for part in path.parts[-3].split("@")[-1].split(".") if part.isdigit()],
        )
    )


class Cluster:
    """A running server. `url()` makes a new empty database on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._data = folder / "data"
        self._identity = _unprivileged()
        self._server: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        if self._identity:
            os.chown(self.folder, *self._ids())
        initdb = [
            program("initdb"),
            f"--pgdata={self._data}",
            f"--username={_USER}",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ]
        done = subprocess.run(
            initdb, capture_output=True, text=True, timeout=60, check=False, cwd=self.folder, **self._as_user()
        )
        if done.returncode != 0:
            pytest.fail(f"initdb failed: {done.stderr[-2000:]}", pytrace=False)

    def start(self, timeout_s: float = 30.0) -> None:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "fsync": "off",
            "full_page_writes": "off",
            "max_connections": "40",
            "shared_buffers": "16MB",
            "autovacuum": "off",
        }
        command = [program("postgres"), "-D", str(self._data)]
        for key, value in settings.items():
            command += ["-c", f"{key}={value}"]
        with (self.folder / "server.log").open("ab") as log:
            self._server = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=self.folder, start_new_session=True, **self._as_user()
            )
        deadline = time.monotonic() + timeout_s
        while True:
            try:
                psycopg.connect(self.admin_url(), connect_timeout=2).close()
            except psycopg.OperationalError:
                if self._server.poll() is not None or time.monotonic() > deadline:
                    log_text = (self.folder / "server.log").read_text(errors="replace")
                    pytest.fail(f"PostgreSQL does not start: {log_text[-2000:]}", pytrace=False)
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        """A fast shutdown: every client loses its connection."""
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)
            try:
                self._server.wait(20)
            except subprocess.TimeoutExpired:
                self._server.send_signal(signal.SIGQUIT)
                self._server.wait(20)
            self._server = None

    def admin_url(self) -> str:
        return f"postgresql://{_USER}@/postgres?host={self.folder}"

    def url(self, template: str = "") -> str:
        """The URL of a new database: empty, or a copy of the one with the URL `template`."""
        name = f"store_{secrets.token_hex(6)}_test"
        with psycopg.connect(self.admin_url(), autocommit=True) as connection:
            original = _name_of(template) if template else "template0"
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{original}"')
        return f"postgresql://{_USER}@/{name}?host={self.folder}"

    def drop(self, url: str) -> None:
        name = _name_of(url)
        with psycopg.connect(self.admin_url(), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _ids(self) -> tuple[int, int]:
        entry = pwd.getpwnam(self._identity)
        return entry.pw_uid, entry.pw_gid

    def _as_user(self) -> dict[str, object]:
        if not self._identity:
            return {}
        _uid, gid = self._ids()
        return {"user": self._identity, "group": gid, "extra_groups": []}


def _name_of(url: str) -> str:
    return url.split("@/", 1)[1].partition("?")[0]


def _unprivileged() -> str:
    """Whom to run the server as: root may not, so an account without rights does it then."""
    if os.geteuid() != 0:
        return ""
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """One server for the whole run."""
    folder = Path(tempfile.mkdtemp(prefix="hs-pg-"))
    cluster = Cluster(folder)
    try:
        cluster.make()
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres: Cluster) -> Iterator[str]:
    """A new, empty database for one test."""
    url = postgres.url()
    yield url
    postgres.drop(url)
