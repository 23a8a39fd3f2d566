"""Where the kernel tells of changes in folders: inotify on Linux, kqueue on macOS, behind one shape. Any one thread.

It only picks; what each tells is in `inotify` (whose words both speak) and `kqueue`.
"""

from __future__ import annotations

import sys
from typing import Protocol

from headspace_desktop.kernel.inotify import Inotify
from headspace_desktop.kernel.kqueue import KqueueFolders


class FolderEvents(Protocol):
    """One queue of events. Masks and events are those of `inotify`."""

    #: Whether `IN_CLOSE_WRITE` means that the writer closed the file; else it only means that it was written.
    tells_of_closing: bool

    def fileno(self) -> int:
        """Readable while events wait."""

    def add(self, path: str, mask: int) -> int:
        """Watch a folder; the same again replaces its mask and gives the same number. Raises: OSError."""

    def remove(self, number: int, /) -> None:
        """Stop a watch; one that is gone already is no error."""

    def read(self) -> list[tuple[int, int, str]]:
        """What waits now as (watch, mask, name in the folder or empty). Never blocks."""

    def close(self) -> None:
        """Give the descriptors back; a second call does nothing."""


def folder_events(platform: str = sys.platform) -> FolderEvents:
    """What this system has.

    Raises: OSError where it has none, or gives no more.
    """
    return KqueueFolders() if platform == "darwin" else Inotify()
