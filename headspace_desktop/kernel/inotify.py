"""Linux's inotify, as little of it as the watching rooms need. Used in one room's thread at a time.

It reports; it never reads files or follows folders. Where the kernel has none, `Inotify()` raises OSError.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys

IN_MODIFY = 0x2
IN_ATTRIB = 0x4
IN_CLOSE_WRITE = 0x8
IN_MOVED_FROM = 0x40
IN_MOVED_TO = 0x80
IN_CREATE = 0x100
IN_DELETE = 0x200
IN_DELETE_SELF = 0x400
IN_MOVE_SELF = 0x800
IN_Q_OVERFLOW = 0x4000
IN_IGNORED = 0x8000
IN_ONLYDIR = 0x01000000
IN_ONESHOT = 0x80000000

_HEAD = struct.Struct("iIII")
_BUFFER_BYTES = 65536


class Inotify:
    """One inotify instance: close-on-exec and non-blocking.

    After `IN_Q_OVERFLOW` (its wd is -1) events were lost: look at everything again.
    """

    tells_of_closing = True

    def __init__(self) -> None:
        if not sys.platform.startswith("linux"):
            raise OSError(f"inotify is not available on {sys.platform}")
        self._libc = ctypes.CDLL(None, use_errno=True)
        fd = self._libc.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK)
        if fd < 0:
            raise _last_error("inotify_init1")
        self._fd: int = fd

    def fileno(self) -> int:
        """Readable while events wait."""
        return self._fd

    def add(self, path: str, mask: int) -> int:
        """Watch a file or folder; the same path again replaces its mask and gives the same number.

        Raises: OSError, also when the system's limit of watches is reached.
        """
        name = os.fsencode(path)
        if b"\0" in name:
            raise OSError(22, "a path cannot hold NUL", path)
        wd = self._libc.inotify_add_watch(self._fd, name, ctypes.c_uint32(mask))
        if wd < 0:
            raise _last_error(path)
        return int(wd)

    def remove(self, wd: int) -> None:
        """Stop a watch; one that the kernel has dropped already is no error."""
        self._libc.inotify_rm_watch(self._fd, wd)

    def read(self) -> list[tuple[int, int, str]]:
        """What waits now, oldest first, as (watch, mask, name in the folder or empty). Never blocks."""
        try:
            data = os.read(self._fd, _BUFFER_BYTES)
        except BlockingIOError:
            return []
        events: list[tuple[int, int, str]] = []
        at = 0
        while at + _HEAD.size <= len(data):
            wd, mask, _cookie, length = _HEAD.unpack_from(data, at)
            at += _HEAD.size
            events.append((wd, mask, os.fsdecode(data[at : at + length].rstrip(b"\0"))))
            at += length
        return events

    def close(self) -> None:
        """Give the descriptor back; a second call does nothing."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def _last_error(what: str) -> OSError:
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number), what)
