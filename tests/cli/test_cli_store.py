from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from headspace_desktop.paths import Paths

HEADSPACE = str(Path(sys.executable).with_name("headspace"))


def run(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [HEADSPACE, "store", *words], env=os.environ | env, capture_output=True, text=True, timeout=100, check=False
    )


def test_the_store_is_made_found_and_backed_up() -> None:
    paths = Paths.from_environment()
    assert run("path").stdout == f"{paths.database_file}\n"
    assert run("backup").stderr.startswith("There is no store yet")
    made = run("migrate")
    assert (made.returncode, made.stdout.startswith("Making the store.")) == (0, True), made.stderr
    again = run("migrate")
    assert again.stdout.startswith(f"{paths.database_file} is at revision ")
    backed = run("backup")
    assert backed.returncode == 0, backed.stderr
    with closing(sqlite3.connect(backed.stdout.strip())) as copy:
        assert copy.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)


def test_postgresql_is_backed_up_by_its_own_program_and_no_password_is_shown() -> None:
    env = {"HEADSPACE_DATABASE__URL": "postgresql://me:hunter22@db/x"}
    path, backup = run("path", **env), run("backup", **env)
    assert path.stdout == "postgresql://me:***@db/x\n"
    assert backup.returncode == 1
    assert "pg_dump --format=custom" in backup.stderr
    assert "hunter22" not in path.stdout + backup.stdout + backup.stderr
