from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from headspace_desktop.paths import Paths
from headspace_desktop.store.database import Database, open_store
from headspace_desktop.store.records import Records
from tests.harness.postgres import Cluster, postgres, postgres_url  # noqa: F401  fixtures

Opener = Callable[..., Database]


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths.from_environment({"HEADSPACE_HOME": str(tmp_path / "home")})


@pytest.fixture(scope="session")
def migrated_url(postgres: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:  # noqa: F811
    """A database that is migrated once, to be copied for every test."""
    url = postgres.url()
    paths = Paths.from_environment({"HEADSPACE_HOME": str(tmp_path_factory.mktemp("template"))})
    open_store(url, paths, host_id="template", host_name="Template").close()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A store without rows on each of both databases."""
    if request.param == "sqlite":
        yield ""
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    url = cluster.url(template=request.getfixturevalue("migrated_url"))
    yield url
    cluster.drop(url)


@pytest.fixture
def opener(paths: Paths) -> Iterator[Opener]:
    """Opens stores that are closed at the end of the test."""
    opened: list[Database] = []

    def open_one(url: str = "", **changes: object) -> Database:
        settings: dict[str, object] = {"host_id": "host-1", "host_name": "One", **changes}
        place = settings.pop("paths", paths)
        database = open_store(url, place, **settings)  # type: ignore[arg-type]
        opened.append(database)
        return database

    yield open_one
    for database in opened:
        database.db.dispose()
        if database.lock is not None:
            database.lock.release()


@pytest.fixture
def database(url: str, opener: Opener) -> Database:
    return opener(url)


@pytest.fixture
def records(database: Database) -> Records:
    return Records(database)


@pytest.fixture
def elsewhere(paths: Paths, tmp_path: Path) -> Paths:
    """The places of another machine, with the same program."""
    other = Paths.from_environment({"HEADSPACE_HOME": str(tmp_path / "other")})
    return dataclasses.replace(other, migrations_dir=paths.migrations_dir)
