"""Finds one tool call near the end of a transcript, for what a request was too long to keep. Reader thread.

It looks at a bounded piece of the file's end and keeps nothing.
"""

from __future__ import annotations

import os
import stat

from headspace_desktop.clients import by_name
from headspace_desktop.domain.model import Json

#: A call that waits for an answer is near the end.
_TAIL_BYTES = 16 << 20


def find_call(client: str, path: str, tool_use_id: str) -> Json | None:
    """The input of the call with this id, or None. Blocks: on reading the end of the file. Raises: nothing."""
    wanted = tool_use_id.encode()
    if not wanted or not path:
        return None
    try:
        found = by_name(client)
        tail = _tail(path)
    except (OSError, ValueError, KeyError):
        return None
    end = len(tail)
    while (at := tail.rfind(wanted, 0, end)) >= 0:
        start = tail.rfind(b"\n", 0, at) + 1
        stop = tail.find(b"\n", at)
        if stop >= 0 and (given := found.read_call(tail[start:stop], tool_use_id)) is not None:
            return given
        end = start
    return None


def _tail(path: str) -> bytes:
    """Raises: OSError."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    try:
        about = os.fstat(fd)
        if not stat.S_ISREG(about.st_mode):
            return b""
        start = max(0, about.st_size - _TAIL_BYTES)
        pieces = []
        while piece := os.pread(fd, 1 << 20, start):
            pieces.append(piece)
            start += len(piece)
        return b"".join(pieces)
    finally:
        os.close(fd)
