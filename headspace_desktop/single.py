"""One app per person: a lock that the kernel gives back when its holder dies, however it dies. GUI thread, at start.

It only says who is first; raising the window of the first is the command line's `open`.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from headspace_desktop.troubles import AlreadyRunning, FolderUnusable


class Instance:
    """The right to be the running app, held from `take` until `give_back` or the end of the process."""

    def __init__(self, runtime_dir: Path) -> None:
        self._file = runtime_dir / "app.lock"
        self._descriptor: int | None = None

    def take(self) -> None:
        """Become the running app.

        Raises: AlreadyRunning, with the process id of the other; FolderUnusable.
        """
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise FolderUnusable(f"{self._file}: {error.strerror}") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            other = os.read(descriptor, 20).decode("ascii", "replace").strip()
            os.close(descriptor)
            raise AlreadyRunning(f"process {other}" if other.isdigit() else "") from error
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        self._descriptor = descriptor

    def give_back(self) -> None:
        """Let the next one be first; calling it twice is no error."""
        if self._descriptor is not None:
            with suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = None
