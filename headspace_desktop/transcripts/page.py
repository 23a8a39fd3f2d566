"""One page of a transcript for display, read from its end backwards (or from an offset on).

Runs in the reader thread. It opens the file for each page and keeps nothing; the cost does not grow with the file.
"""

from __future__ import annotations

import itertools
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from headspace_desktop.clients import Client, Entry, by_name
from headspace_desktop.domain.asks import AskTranscript
from headspace_desktop.transcripts.reader import Reader
from headspace_desktop.transcripts.seek import line_at, line_of_uuid, lines_back, newline_before
from headspace_desktop.troubles import TranscriptUnreadable

#: What one page looks at before it is given as it is; nearly all bytes of a transcript are no conversation.
SCAN_LIMIT_BYTES = 24 << 20
#: Text on one page, so that a page of giant pastes stays light.
PAGE_CHARS = 400_000
ENTRIES_LIMIT = 1_000
#: A session with more subagents shows the first of them.
SUBAGENTS_LIMIT = 2_000
_NOTE_BYTES = 64 << 10


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
    target_bytes: int | None = None  # of the line that was asked for by its id, moment or place
    subagents: Mapping[str, str] = field(default_factory=dict)  # tool call → transcript of the subagent


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
        if _is_forwards(ask):
            page = _forwards(fd, ask, client, about.st_size)
        elif (target := _target(fd, ask, about.st_size)) is not None:
            page = _around(fd, ask, client, about.st_size, target)
        else:
            page = _back(fd, ask, client, about.st_size)
        return replace(page, subagents=_subagents(ask, client, page.entries))
    except OSError as error:
        raise TranscriptUnreadable(f"{ask.path!r}: {error}") from error
    finally:
        os.close(fd)


def _target(fd: int, ask: AskTranscript, size_bytes: int) -> int | None:
    """Where the line that was asked for begins; None when none was, or when it is not there."""
    if ask.around_bytes is not None:
        return newline_before(fd, max(0, min(ask.around_bytes + 1, size_bytes)))
    if ask.around_uuid and (found := line_of_uuid(fd, ask.around_uuid, size_bytes)) is not None:
        return found
    return line_at(fd, ask.around_at, size_bytes) if ask.around_at is not None else None


def _around(fd: int, ask: AskTranscript, client: Client, size_bytes: int, target: int) -> TranscriptPage:
    """Half of the entries from before the line, half from it on."""
    half = max(1, ask.limit_entries // 2)
    before = _back(fd, replace(ask, before_bytes=target, limit_entries=half), client, size_bytes)
    later = _forwards(fd, replace(ask, before_bytes=None, after_bytes=target, limit_entries=half), client, size_bytes)
    return replace(
        later,
        entries=before.entries + later.entries,
        start_bytes=before.start_bytes if before.entries else later.start_bytes,
        has_before=before.has_before if before.entries else later.has_before,
        target_bytes=target,
    )


def _subagents(ask: AskTranscript, client: Client, entries: tuple[Entry, ...]) -> dict[str, str]:
    """Which of these tool calls have a transcript of their own."""
    wanted = {entry.tool_use_id for entry in entries if entry.kind == "tool" and entry.tool_use_id}
    if not wanted:
        return {}
    folder = Path(ask.path).parent if ask.is_subagent else Path(ask.path).with_suffix("") / "subagents"
    found: dict[str, str] = {}
    with suppress(OSError):
        for note in itertools.islice(folder.glob("*.meta.json"), SUBAGENTS_LIMIT):
            with note.open("rb") as file:
                use_id = client.read_subagent(file.read(_NOTE_BYTES))
            if use_id in wanted:
                found[use_id] = str(note).removesuffix(".meta.json") + ".jsonl"
    return found


def _is_forwards(ask: AskTranscript) -> bool:
    return ask.after_bytes is not None and ask.before_bytes is None


def _back(fd: int, ask: AskTranscript, client: Client, size_bytes: int) -> TranscriptPage:
    wanted = size_bytes if ask.before_bytes is None else max(0, min(ask.before_bytes, size_bytes))
    limit = max(1, min(ask.limit_entries, ENTRIES_LIMIT))
    found: list[list[Entry]] = []
    count = chars = 0
    end_bytes, start = -1, wanted
    for first, data, behind in lines_back(fd, wanted):
        end_bytes = behind if end_bytes < 0 else end_bytes
        start = first
        if entries := client.read_entries(data, first, of_subagent=ask.is_subagent):
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


def _forwards(fd: int, ask: AskTranscript, client: Client, size_bytes: int) -> TranscriptPage:
    start = newline_before(fd, max(0, min(ask.after_bytes or 0, size_bytes)))
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
            entries = client.read_entries(line.data, line.offset_bytes, of_subagent=ask.is_subagent)
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
        has_after=at < newline_before(fd, size_bytes),
        size_bytes=size_bytes,
    )
