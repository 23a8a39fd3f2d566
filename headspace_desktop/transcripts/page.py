"""One page of a transcript for display, read from its end backwards (or from an offset on).

Runs in the reader thread. It opens the file for each page and keeps nothing; the cost does not grow with the file.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass

from headspace_desktop.clients import LINE_CUT, Client, Entry, by_name
from headspace_desktop.domain.asks import AskTranscript
from headspace_desktop.transcripts.reader import LINE_LIMIT_BYTES, Reader
from headspace_desktop.troubles import TranscriptUnreadable

#: What one page looks at before it is given as it is; nearly all bytes of a transcript are no conversation.
SCAN_LIMIT_BYTES = 24 << 20
#: Text on one page, so that a page of giant pastes stays light.
PAGE_CHARS = 400_000
ENTRIES_LIMIT = 1_000
_BLOCK_BYTES = 512 << 10
_END_BYTES = 64 << 10


@dataclass(frozen=True, slots=True)
class TranscriptPage:
    """Entries in the order of the file, which spans ``start_bytes`` to ``end_bytes`` of it.

    Ask again with ``before_bytes=start_bytes`` for what came before, ``after_bytes=end_bytes`` for what came since.
    """

    path: str
    entries: tuple[Entry, ...]
    start_bytes: int
    end_bytes: int
    has_before: bool
    has_after: bool
    size_bytes: int


def read_page(ask: AskTranscript) -> TranscriptPage:
    """The page that was asked for; an empty one for a file that is not there yet.

    Blocks: on reading at most `SCAN_LIMIT_BYTES`. Raises: TranscriptUnreadable.
    """
    try:
        client = by_name(ask.client)
        fd = os.open(ask.path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    except FileNotFoundError:
        return TranscriptPage(ask.path, (), 0, 0, has_before=False, has_after=False, size_bytes=0)
    except (OSError, ValueError, KeyError) as error:
        raise TranscriptUnreadable(f"{ask.path!r}: {error}") from error
    try:
        about = os.fstat(fd)
        if not stat.S_ISREG(about.st_mode):
            raise TranscriptUnreadable(f"{ask.path!r} is no regular file")
        return _forwards(fd, ask, client, about.st_size) if _is_forwards(ask) else _back(fd, ask, client, about.st_size)
    except OSError as error:
        raise TranscriptUnreadable(f"{ask.path!r}: {error}") from error
    finally:
        os.close(fd)


def _is_forwards(ask: AskTranscript) -> bool:
    return ask.after_bytes is not None and ask.before_bytes is None


def _back(fd: int, ask: AskTranscript, client: Client, size_bytes: int) -> TranscriptPage:
    wanted = size_bytes if ask.before_bytes is None else max(0, min(ask.before_bytes, size_bytes))
    limit = max(1, min(ask.limit_entries, ENTRIES_LIMIT))
    found: list[list[Entry]] = []
    count = chars = 0
    end_bytes, start = -1, wanted
    for first, data, behind in _lines_back(fd, wanted):
        end_bytes = behind if end_bytes < 0 else end_bytes
        start = first
        if entries := client.read_entries(data, first):
            found.append(entries)
            count += len(entries)
            chars += sum(len(entry.text) for entry in entries)
        if count >= limit or chars >= PAGE_CHARS or end_bytes - start >= SCAN_LIMIT_BYTES:
            break
    end_bytes = max(end_bytes, 0)
    start = min(start, end_bytes)
    entries_in_order = tuple(entry for entries in reversed(found) for entry in entries)
    return TranscriptPage(
        ask.path,
        entries_in_order,
        start,
        end_bytes,
        has_before=start > 0,
        has_after=end_bytes < size_bytes and ask.before_bytes is not None,
        size_bytes=size_bytes,
    )


def _lines_back(fd: int, end_bytes: int) -> Iterator[tuple[int, bytes, int]]:
    """Complete lines before `end_bytes`, the last one first, as (offset, line, offset behind it)."""
    behind = _newline_before(fd, end_bytes)
    while behind > 0:
        start = max(0, behind - _BLOCK_BYTES)
        block = os.pread(fd, behind - start, start)
        if len(block) < behind - start:
            return  # it became shorter meanwhile
        first = 0 if start == 0 else block.find(b"\n", 0, len(block) - 1) + 1
        if start > 0 and first == 0:
            line_start = _newline_before(fd, start)
            yield line_start, _ends(fd, line_start, behind - 1), behind
            behind = line_start
            continue
        at = len(block) - 1
        while at >= first and at >= 0:
            begin = block.rfind(b"\n", first, at) + 1 or first
            if at > begin:
                yield start + begin, block[begin:at], start + at + 1
            at = begin - 1
        behind = start + first


def _newline_before(fd: int, end_bytes: int) -> int:
    """The offset behind the last newline before `end_bytes`; 0 when there is none."""
    while end_bytes > 0:
        start = max(0, end_bytes - _BLOCK_BYTES)
        found = os.pread(fd, end_bytes - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end_bytes = start
    return 0


def _ends(fd: int, start_bytes: int, end_bytes: int) -> bytes:
    if end_bytes - start_bytes <= LINE_LIMIT_BYTES:
        return os.pread(fd, end_bytes - start_bytes, start_bytes)
    return os.pread(fd, _END_BYTES, start_bytes) + LINE_CUT + os.pread(fd, _END_BYTES, end_bytes - _END_BYTES)


def _forwards(fd: int, ask: AskTranscript, client: Client, size_bytes: int) -> TranscriptPage:
    start = _newline_before(fd, max(0, min(ask.after_bytes or 0, size_bytes)))
    limit = max(1, min(ask.limit_entries, ENTRIES_LIMIT))
    reader = Reader(ask.path, start)
    found: list[Entry] = []
    at, chars, is_full = start, 0, False
    while not is_full:
        piece = reader.step()
        for line in piece.lines:
            if len(found) >= limit or chars >= PAGE_CHARS or line.offset_bytes - start >= SCAN_LIMIT_BYTES:
                at, is_full = line.offset_bytes, True
                break
            entries = client.read_entries(line.data, line.offset_bytes)
            found.extend(entries)
            chars += sum(len(entry.text) for entry in entries)
        else:
            at = max(at, reader.offset_bytes)
        if piece.is_caught_up:
            break
    return TranscriptPage(
        ask.path,
        tuple(found),
        start,
        at,
        has_before=start > 0,
        has_after=at < _newline_before(fd, size_bytes),
        size_bytes=size_bytes,
    )
