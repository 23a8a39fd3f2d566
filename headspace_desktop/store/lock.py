"""A lock on a file beside an SQLite store: exactly one engine writes to it. Held for the life of the process.

The kernel lets go when the process dies, however it dies; a lock file that lies about means nothing.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from headspace_desktop.troubles import SecondEngine


class FileLock:
    """Take it by making one. Raises: SecondEngine while another process holds it."""

    def __init__(self, path: Path) -> None:
        self._fd: int | None = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(self._fd, 32, 0).decode("ascii", "replace").strip()
            self.release()
            raise SecondEngine(f"process {holder or 'unknown'} holds {path}") from error
        os.ftruncate(self._fd, 0)
        os.pwrite(self._fd, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let it go; twice is no error. The file stays: removing it would let two processes lock two files."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None
