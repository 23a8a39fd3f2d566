"""Reads one growing JSON-lines file from a byte offset on: complete lines only, in bounded pieces of memory.

Runs in the transcripts thread; it decides nothing about the content and keeps no file open between reads.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass, field

from headspace_desktop.clients import LINE_CUT

#: The part of a first line that takes part in a file's identity.
IDENTITY_BYTES = 4096
#: One read of the file; also the most that one step of a catching-up file costs.
CHUNK_BYTES = 256 << 10
#: A longer line is kept as its two ends. Source: one decoded line must not stop the other threads for a frame.
LINE_LIMIT_BYTES = 4 << 20
_HEAD_BYTES = 64 << 10
_TAIL_BYTES = 64 << 10


@dataclass(frozen=True, slots=True)
class Line:
    """One complete line without its newline. `is_cut` lines have `LINE_CUT` in place of their middle."""

    offset_bytes: int
    data: bytes
    is_cut: bool = False


@dataclass(slots=True)
class Piece:
    """What one step brought. `anomalies` are sentences for the event log."""

    lines: list[Line] = field(default_factory=list)
    anomalies: list[str] = field(default_factory=list)
    is_caught_up: bool = True
    exists: bool = True


class Reader:
    """Follows one path. After each `step`, `offset_bytes` stands behind the last complete line that was given."""

    def __init__(self, path: str, offset_bytes: int = 0, identity: str = "") -> None:
        self.path = path
        self.offset_bytes = offset_bytes
        self.identity = identity
        self._long = _LongLine()

    def step(self, limit_bytes: int = CHUNK_BYTES) -> Piece:
        """Read at most about `limit_bytes` further.

        Blocks: on the file. Raises: OSError for a file that exists and cannot be read.
        """
        piece = Piece()
        try:
            fd = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
        except (FileNotFoundError, NotADirectoryError):
            piece.exists = False
            return piece
        try:
            self._read(fd, piece, limit_bytes)
        finally:
            os.close(fd)
        return piece

    def _read(self, fd: int, piece: Piece, limit_bytes: int) -> None:
        about = os.fstat(fd)
        if not stat.S_ISREG(about.st_mode):
            piece.anomalies.append(f"{self.path} is no regular file")
            return
        self._recognise(fd, about, piece)
        start = self._long.end_bytes if self._long.is_open else self.offset_bytes
        data = os.pread(fd, limit_bytes, start) if about.st_size > start else b""
        if data:
            self._split(start, data, piece, limit_bytes)
        reached = self._long.end_bytes if self._long.is_open else start + len(data)
        piece.is_caught_up = reached >= about.st_size

    def _recognise(self, fd: int, about: os.stat_result, piece: Piece) -> None:
        """Notice that this is another file than before, or a shorter one, and then begin at its start."""
        position = self._long.end_bytes if self._long.is_open else self.offset_bytes
        identity = identity_of(fd, about)
        if self.identity and not is_same(self.identity, identity):
            self._restart(piece, f"{self.path} was replaced: it is read from its start")
        elif about.st_size < position:
            self._restart(piece, f"{self.path} became shorter: it is read from its start")
        self.identity = identity

    def _restart(self, piece: Piece, why: str) -> None:
        if self.offset_bytes:
            piece.anomalies.append(why)
        self.offset_bytes = 0
        self._long = _LongLine()

    def _split(self, start: int, data: bytes, piece: Piece, limit_bytes: int) -> None:
        at = 0
        if self._long.is_open:
            end = data.find(b"\n")
            self._long.feed(data if end < 0 else data[:end])
            if end < 0:
                return
            piece.lines.append(self._long.close(self.offset_bytes))
            at = end + 1
            self.offset_bytes = start + at
        while (end := data.find(b"\n", at)) >= 0:
            if end > at:
                piece.lines.append(Line(self.offset_bytes, data[at:end]))
            at = end + 1
            self.offset_bytes = start + at
        if len(data) - at >= max(limit_bytes // 2, 1):
            self._long.open(self.offset_bytes, data[at:])


class _LongLine:
    """A line that did not end within one read. Up to the limit it is whole; then only its ends are kept."""

    def __init__(self) -> None:
        self.is_open = False
        self.end_bytes = 0
        self._kept = bytearray()
        self._tail = b""
        self._is_cut = False

    def open(self, offset_bytes: int, data: bytes) -> None:
        self.is_open = True
        self.end_bytes = offset_bytes
        self._kept = bytearray()
        self._tail = b""
        self._is_cut = False
        self.feed(data)

    def feed(self, data: bytes) -> None:
        self.end_bytes += len(data)
        if not self._is_cut:
            self._kept += data
            if len(self._kept) <= LINE_LIMIT_BYTES:
                return
            self._is_cut = True
            self._tail = bytes(self._kept[-_TAIL_BYTES:])
            del self._kept[_HEAD_BYTES:]
            return
        self._tail = (self._tail + data[-_TAIL_BYTES:])[-_TAIL_BYTES:]

    def close(self, offset_bytes: int) -> Line:
        data = bytes(self._kept) + LINE_CUT + self._tail if self._is_cut else bytes(self._kept)
        line = Line(offset_bytes, data, is_cut=self._is_cut)
        self.is_open = False
        self._kept = bytearray()
        self._tail = b""
        return line


def identity_of(fd: int, about: os.stat_result) -> str:
    """Device, inode and a hash of the first line (of its first 4 KiB); the hash is empty until there is a line."""
    head = os.pread(fd, IDENTITY_BYTES, 0)
    end = head.find(b"\n")
    whole = head[:end] if end >= 0 else head if len(head) == IDENTITY_BYTES else b""
    digest = hashlib.blake2b(whole, digest_size=8).hexdigest() if whole else ""
    return f"{about.st_dev}:{about.st_ino}:{digest}"


def is_same(old: str, new: str) -> bool:
    """Whether both identities may be one file; what is unknown yet is no difference.

    A file that was moved to another disk and back keeps its first line: the hash alone decides when both have one.
    """
    old_file, _sep, old_hash = old.rpartition(":")
    new_file, _sep, new_hash = new.rpartition(":")
    if old_hash and new_hash:
        return old_hash == new_hash
    return old_file == new_file
