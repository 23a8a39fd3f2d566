"""The store's upkeep from the command line: bring it up to date, back it up. Main thread of a process without windows.

The running app holds the store's lock: a migration then ends in a trouble, a backup is made beside it.
"""

from __future__ import annotations

from pathlib import Path

from headspace_desktop.host import this_host
from headspace_desktop.paths import Paths
from headspace_desktop.settings import Settings
from headspace_desktop.store import backup
from headspace_desktop.store.connect import is_sqlite, shown, store_url
from headspace_desktop.store.database import REVISIONS, open_store
from headspace_desktop.troubles import StoreBackupWanted, StoreTrouble


def migrate_store(paths: Paths, settings: Settings, *, is_backed_up: bool = False) -> str:
    """Bring the store to this version's revision; a sentence for the person.

    Blocks: until done. Raises: any StoreTrouble; StoreBackupWanted with the `pg_dump` line for PostgreSQL.
    """
    paths.make_private()
    host = this_host(paths.data_dir)
    said: list[str] = []
    store = open_store(
        settings.database.url,
        paths,
        host_id=host.id,
        host_name=host.name,
        tell=said.append,
        assume_backup=is_backed_up,
    )
    store.close()
    done = f"{store.name} is at revision {REVISIONS[-1]}."
    return " ".join([*(f"{sentence}." for sentence in said), done])


def backup_store(paths: Paths, settings: Settings) -> str:
    """Copy the store into the backups folder; where the copy is.

    Blocks: for the length of the copy. Raises: any StoreTrouble; for PostgreSQL the command to type.
    """
    url = store_url(settings.database.url, paths)
    if not is_sqlite(url):
        line = backup.dump_line(url, paths.backups_dir, REVISIONS[-1])
        raise StoreBackupWanted(
            shown(url), title="PostgreSQL is backed up by its own program", remedy=f"Type this: {line}"
        )
    file = Path(url.database or "")
    if not file.exists():
        raise StoreTrouble(str(file), title="There is no store yet", remedy="Start the app once; it makes one.")
    return str(backup.back_up(file, paths.backups_dir, REVISIONS[-1]))
