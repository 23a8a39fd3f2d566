"""What the world does to a store: each trouble by its real cause, and nothing is overwritten."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import psycopg.errors
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from headspace_desktop import troubles
from headspace_desktop.paths import Paths
from headspace_desktop.store.connect import store_url, writer
from headspace_desktop.store.database import open_store
from headspace_desktop.store.edge import translate, trouble_of
from headspace_desktop.store.migrate import migrate
from headspace_desktop.store.records import Batch, Records
from tests.harness.postgres import Cluster, program
from tests.store.board import NOW, an_agent
from tests.store.conftest import Opener
from tests.store.filling import all_rows, fill_store

HOST = {"host_id": "host-1", "host_name": "One"}


def a_batch() -> Batch:
    agent = an_agent()
    return Batch(agents={agent.uuid: agent})


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.suffix != ".lock"}


def test_a_new_store_is_private(opener: Opener, paths: Paths) -> None:
    Records(opener()).save(a_batch())
    for path in paths.data_dir.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert stat.S_IMODE(paths.data_dir.stat().st_mode) == 0o700


def test_a_new_store_is_in_wal_mode(opener: Opener) -> None:
    with opener().db.connect() as connection:
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert pragmas == ["wal", 1, 1]


def test_closing_leaves_one_file_and_the_store_may_be_opened_again(opener: Opener, paths: Paths) -> None:
    database = opener()
    Records(database).save(a_batch())
    database.close()
    database.close()
    assert len(Records(opener()).load(NOW).agents) == 1


class TestNewer:
    def test_is_refused_untouched(self, database: Any, opener: Opener, url: str) -> None:
        with database.db.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        before = all_rows(database.db)
        database.close()
        with pytest.raises(troubles.StoreNewer, match="9999"):
            opener(url)
        if not url:
            with sqlite3.connect(database.url.database) as raw:
                assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)
        else:
            assert all_rows(database.db) == before

    def test_something_else_is_refused_untouched(self, paths: Paths) -> None:
        paths.make_private()
        with sqlite3.connect(paths.database_file) as other:
            other.execute("CREATE TABLE recipes (name TEXT)")
        other.close()
        before = bytes_of(paths.data_dir)
        with pytest.raises(troubles.StoreDamaged, match="not a Headspace store"):
            open_store("", paths, **HOST)
        assert bytes_of(paths.data_dir) == before


class TestLocked:
    def test_at_the_start_and_later(self, opener: Opener, paths: Paths) -> None:
        opener().close()
        other = sqlite3.connect(paths.database_file, isolation_level=None)
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(troubles.StoreLocked) as caught:
            open_store("", paths, **HOST)
        assert caught.value.retry_after_s
        other.execute("ROLLBACK")
        other.close()
        records = Records(opener())
        other = sqlite3.connect(paths.database_file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        batch = a_batch()
        with pytest.raises(troubles.StoreLocked):
            records.save(batch)
        other.execute("ROLLBACK")
        other.close()
        records.save(batch)
        assert len(records.load(NOW).agents) == 1

    def test_on_postgresql(self, opener: Opener, postgres_url: str) -> None:
        records = Records(opener(postgres_url))
        with psycopg.connect(postgres_url) as other:
            other.execute("LOCK TABLE agents IN ACCESS EXCLUSIVE MODE")
            with pytest.raises(troubles.StoreLocked):
                records.save(a_batch())
            other.rollback()
        records.save(a_batch())


class TestReadOnly:
    def test_a_file_of_somebody_else(self, opener: Opener, paths: Paths) -> None:
        """As another account, since root may write everything."""
        opener().close()
        base = paths.data_dir.parent
        program = (
            "import sys, os\n"
            f"sys.path[:] = {sys.path!r}\n"
            "from headspace_desktop.paths import Paths\n"
            "from headspace_desktop.store.database import open_store\n"
            "from headspace_desktop.troubles import StoreReadOnly\n"
            "places = Paths.from_environment()\n"
            f"if os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
            "try:\n"
            "    open_store('', places, host_id='h', host_name='H')\n"
            "except StoreReadOnly as trouble:\n"
            "    print('refused', trouble)\n"
        )
        for folder in (base, *base.parents):
            if folder == Path(folder.anchor) or folder.stat().st_mode & 0o001:
                continue
            folder.chmod(folder.stat().st_mode | 0o055)
        paths.data_dir.chmod(0o555)
        paths.database_file.chmod(0o444)
        (paths.data_dir / "headspace.sqlite3.lock").chmod(0o444)
        before = bytes_of(paths.data_dir)
        try:
            done = subprocess.run(
                [sys.executable, "-c", program],
                env={"HEADSPACE_HOME": str(base)},
                cwd="/",
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
        finally:
            paths.data_dir.chmod(0o700)
        assert done.stdout.startswith("refused"), done.stderr
        assert bytes_of(paths.data_dir) == before

    def test_while_it_runs(self, opener: Opener) -> None:
        database = opener()
        records = Records(database)
        with database.db.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.execute("PRAGMA query_only=ON")
        with pytest.raises(troubles.StoreReadOnly):
            records.save(a_batch())

    def test_a_folder_where_the_file_should_be(self, paths: Paths) -> None:
        paths.database_file.mkdir(parents=True)
        with pytest.raises(troubles.StoreReadOnly):
            open_store("", paths, **HOST)

    def test_on_postgresql(self, opener: Opener, postgres_url: str) -> None:
        database = opener(postgres_url)
        name = str(database.url.database)
        with psycopg.connect(postgres_url, autocommit=True) as other:
            other.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        database.close()
        records = Records(opener(postgres_url))
        with pytest.raises(troubles.StoreReadOnly):
            records.save(a_batch())


class TestDamaged:
    def test_no_database_at_all(self, paths: Paths) -> None:
        paths.make_private()
        paths.database_file.write_bytes(b"my precious notes" * 1000)
        before = bytes_of(paths.data_dir)
        with pytest.raises(troubles.StoreDamaged):
            open_store("", paths, **HOST)
        assert bytes_of(paths.data_dir) == before

    def test_pages_that_are_torn(self, opener: Opener, paths: Paths) -> None:
        database = opener()
        fill_store(database.db)
        database.close()
        whole = paths.database_file.read_bytes()
        torn = whole[:4096] + os.urandom(len(whole) - 4096)
        paths.database_file.write_bytes(torn)
        with pytest.raises(troubles.StoreDamaged):
            Records(opener()).load(NOW)

    def test_is_found_before_a_migration(self, opener: Opener, paths: Paths) -> None:
        database = opener()
        fill_store(database.db)
        migrate(database.db, paths.migrations_dir, "0001", is_down=True)
        with database.db.connect() as connection:
            page = connection.exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name = 'events'").scalar_one()
        database.close()
        with paths.database_file.open("r+b") as file:
            file.seek((page - 1) * 4096)
            file.write(b"\xff" * 4096)
        before = paths.database_file.read_bytes()
        with pytest.raises(troubles.StoreDamaged):
            opener()
        assert paths.database_file.read_bytes() == before
        assert list(paths.backups_dir.iterdir()) == []


class TestFull:
    def test_while_it_runs(self, opener: Opener) -> None:
        database = opener()
        records = Records(database)
        with database.db.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.execute(f"PRAGMA max_page_count={raw.execute('PRAGMA page_count').fetchone()[0] + 5}")
        with pytest.raises(troubles.StoreFull) as caught:
            records.save(Batch(notes={"a": "x" * 1_000_000}))
        assert caught.value.retry_after_s
        assert records.load(NOW).notes == {}
        with database.db.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.execute("PRAGMA max_page_count=100000")
        records.save(Batch(notes={"a": "x" * 1_000_000}))

    def test_codes(self) -> None:
        wrapped = OperationalError("INSERT", {}, psycopg.errors.DiskFull("full"))
        assert isinstance(trouble_of(wrapped), troubles.StoreFull)
        assert isinstance(trouble_of(OSError(28, "No space left on device")), troubles.StoreFull)


class TestUnreachable:
    def test_no_server(self, paths: Paths, tmp_path: Path) -> None:
        with pytest.raises(troubles.StoreUnreachable) as caught:
            open_store(f"postgresql://me:secret@/x?host={tmp_path}", paths, **HOST)
        assert caught.value.retry_after_s
        assert "secret" not in str(caught.value)

    def test_no_such_database(self, paths: Paths, postgres: Cluster) -> None:
        with pytest.raises(troubles.StoreUnreachable):
            open_store(postgres.admin_url().replace("/postgres?", "/nothing?"), paths, **HOST)

    def test_a_restart_is_survived(self, opener: Opener, postgres: Cluster, postgres_url: str) -> None:
        records = Records(opener(postgres_url))
        records.save(a_batch())
        postgres.stop()
        batch = a_batch()
        for _ in range(2):
            with pytest.raises(troubles.StoreUnreachable):
                records.save(batch)
        postgres.start()
        records.save(batch)
        assert len(records.load(NOW).agents) == 2
        with pytest.raises(troubles.SecondEngine):  # the lock came back with the connection
            opener(postgres_url)

    @pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "sqlite://", "sqlite:///:memory:"])
    def test_other_urls_are_refused(self, paths: Paths, url: str) -> None:
        with pytest.raises(troubles.StoreTrouble, match=r"database\.url"):
            open_store(url, paths, **HOST)

    @pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg2", "postgresql+psycopg"])
    def test_the_driver_is_ours(self, paths: Paths, scheme: str) -> None:
        assert store_url(f"{scheme}://h/d", paths).drivername == "postgresql+psycopg"


class TestSecondEngine:
    def test_is_refused_until_the_first_ends(self, url: str, opener: Opener) -> None:
        first = opener(url)
        with pytest.raises(troubles.SecondEngine):
            opener(url)
        Records(first).save(a_batch())
        first.close()
        opener(url)

    def test_is_refused_across_processes_and_names_the_holder(self, opener: Opener, paths: Paths) -> None:
        opener()
        program = (
            "from headspace_desktop.paths import Paths\n"
            "from headspace_desktop.store.database import open_store\n"
            "try:\n    open_store('', Paths.from_environment(), host_id='host-1', host_name='One')\n"
            "except Exception as error:\n    print(type(error).__name__, error)\n"
        )
        environment = {"HEADSPACE_HOME": str(paths.data_dir.parent), "PYTHONPATH": ":".join(sys.path)}
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.stdout.startswith("SecondEngine"), done.stderr
        assert str(os.getpid()) in done.stdout

    def test_other_hosts_are_welcome_on_postgresql(self, opener: Opener, postgres_url: str) -> None:
        opener(postgres_url)
        opener(postgres_url, host_id="host-2", host_name="Two")


class TestBackup:
    @pytest.fixture
    def old(self, opener: Opener, paths: Paths) -> dict[str, Any]:
        database = opener()
        fill_store(database.db)
        migrate(database.db, paths.migrations_dir, "0001", is_down=True)
        rows = all_rows(database.db)
        database.close()
        return rows

    def test_is_made_before_a_migration(
        self, old: dict[str, Any], opener: Opener, paths: Paths, tmp_path: Path
    ) -> None:
        told: list[str] = []
        opener(tell=told.append)
        [backup] = paths.backups_dir.iterdir()
        assert stat.S_IMODE(backup.stat().st_mode) == 0o600
        assert told == ["Backing up the store before it is migrated", "Migrating the store"]
        copy = tmp_path / "copy.sqlite3"
        shutil.copy(backup, copy)
        db = writer(store_url(f"sqlite:///{copy}", paths), "x")
        assert all_rows(db) == old
        db.dispose()

    def test_only_the_newest_five_are_kept(self, old: dict[str, Any], opener: Opener, paths: Paths) -> None:
        paths.backups_dir.mkdir()
        (paths.backups_dir / "mine.txt").write_text("kept")
        for _ in range(7):
            database = opener()
            migrate(database.db, paths.migrations_dir, "0001", is_down=True)
            database.close()
        assert len(list(paths.backups_dir.glob("*.sqlite3"))) == 5
        assert (paths.backups_dir / "mine.txt").exists()

    def test_without_one_there_is_no_migration(self, old: dict[str, Any], opener: Opener, paths: Paths) -> None:
        paths.backups_dir.write_text("in the way")
        with pytest.raises(troubles.StoreReadOnly):
            opener()
        with sqlite3.connect(paths.database_file) as raw:
            assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        raw.close()

    def test_postgresql_asks_for_it(self, opener: Opener, postgres_url: str, paths: Paths) -> None:
        database = opener(postgres_url)
        fill_store(database.db)
        migrate(database.db, paths.migrations_dir, "0001", is_down=True)
        before = all_rows(database.db)
        database.close()
        with pytest.raises(troubles.StoreBackupWanted) as caught:
            opener(postgres_url)
        check = writer(store_url(postgres_url, paths), "check")
        assert all_rows(check) == before
        check.dispose()
        line = caught.value.detail
        environment = {"PATH": f"{Path(program('pg_dump')).parent}:{os.environ['PATH']}"}
        subprocess.run(["sh", "-c", line], env=environment, check=True, timeout=60)
        [dump] = paths.backups_dir.iterdir()
        assert dump.stat().st_size > 1000
        assert len(all_rows(opener(postgres_url, assume_backup=True).db)) == 18


def test_bugs_are_not_called_troubles() -> None:
    bug = IntegrityError("INSERT", {}, sqlite3.IntegrityError("UNIQUE constraint failed"))
    with pytest.raises(IntegrityError), translate("x"):
        raise bug
    with pytest.raises(ValueError), translate("x"):
        raise ValueError
