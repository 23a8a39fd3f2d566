"""Finds lines in a transcript without reading all of it: backwards, by an entry's id, by a moment.

Any thread that may read files. It keeps nothing; an offset is always the first byte of a line.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from headspace_desktop.clients import LINE_CUT
from headspace_desktop.transcripts.reader import LINE_LIMIT_BYTES

_BLOCK_BYTES = 512 << 10
_END_BYTES = 64 << 10
_STAMP = re.compile(rb'"timestamp":\s*"(\d{4}-\d\d-\d\dT[\d:.]+)Z"')
_STAMP_BYTES = 64
_ID = re.compile(r"[0-9A-Za-z_-]{8,80}\Z")


def lines_back(fd: int, end_bytes: int) -> Iterator[tuple[int, bytes, int]]:
    """Complete lines before `end_bytes`, the last one first, as (offset, line, offset behind it)."""
    behind = newline_before(fd, end_bytes)
    while behind > 0:
        start = max(0, behind - _BLOCK_BYTES)
        block = os.pread(fd, behind - start, start)
        if len(block) < behind - start:
            return  # it became shorter meanwhile
        first = 0 if start == 0 else block.find(b"\n", 0, len(block) - 1) + 1
        if start > 0 and first == 0:
            line_start = newline_before(fd, start)
            yield line_start, ends(fd, line_start, behind - 1), behind
            behind = line_start
            continue
        at = len(block) - 1
        while at >= first and at >= 0:
            begin = block.rfind(b"\n", first, at) + 1 or first
            if at > begin:
                yield start + begin, block[begin:at], start + at + 1
            at = begin - 1
        behind = start + first


def newline_before(fd: int, end_bytes: int) -> int:
    """The offset behind the last newline before `end_bytes`; 0 when there is none."""
    while end_bytes > 0:
        start = max(0, end_bytes - _BLOCK_BYTES)
        found = os.pread(fd, end_bytes - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end_bytes = start
    return 0


def ends(fd: int, start_bytes: int, end_bytes: int) -> bytes:
    if end_bytes - start_bytes <= LINE_LIMIT_BYTES:
        return os.pread(fd, end_bytes - start_bytes, start_bytes)
    return os.pread(fd, _END_BYTES, start_bytes) + LINE_CUT + os.pread(fd, _END_BYTES, end_bytes - _END_BYTES)


def line_of_uuid(fd: int, uuid: str, size_bytes: int) -> int | None:
    """Where the line with this id begins, looked for from the end; other lines that only refer to it do not count."""
    if not _ID.match(uuid):
        return None
    wanted = [b'"uuid":"%s"' % uuid.encode(), b'"uuid": "%s"' % uuid.encode()]
    behind, overlap = size_bytes, len(wanted[1])
    while behind > 0:
        start = max(0, behind - _BLOCK_BYTES)
        block = os.pread(fd, min(behind + overlap, size_bytes) - start, start)
        found = max(block.rfind(each) for each in wanted)
        if found >= 0:
            return newline_before(fd, start + found)
        behind = start
    return None


def line_at(fd: int, at: datetime, size_bytes: int) -> int:
    """Where the first line of that moment or later begins; the file's moments rise but for small disorder."""
    wanted = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f").encode()
    low, high = 0, size_bytes
    while high - low > _END_BYTES:
        middle = newline_before(fd, (low + high) // 2)
        if middle <= low:
            break
        first = next(_moments(fd, middle, high), None)
        if first is not None and first[0] < wanted:
            low = middle
        else:
            high = middle
    for moment, place in _moments(fd, low, size_bytes):
        if moment >= wanted:
            return newline_before(fd, place)
    return newline_before(fd, size_bytes)


def _moments(fd: int, start_bytes: int, end_bytes: int) -> Iterator[tuple[bytes, int]]:
    """The moments told from there on, in a length that sorts, and where each stands."""
    for start in range(start_bytes, end_bytes, _BLOCK_BYTES):
        block = os.pread(fd, min(_BLOCK_BYTES + _STAMP_BYTES, end_bytes - start), start)
        for found in _STAMP.finditer(block):
            if found.start() < _BLOCK_BYTES:
                whole, _, part = found[1].partition(b".")
                yield whole + b"." + part.ljust(6, b"0"), start + found.start()
