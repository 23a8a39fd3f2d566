"""The line that is shown to back a store up must not show its password."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import make_url

from headspace_desktop.store.backup import dump_line


def test_dump_line_has_no_password() -> None:
    line = dump_line(make_url("postgresql+psycopg://me:s3cret@db.example/headspace"), Path("/backups"), "0002")
    assert "s3cret" not in line
    assert "postgresql://me@db.example/headspace" in line
