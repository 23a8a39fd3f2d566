"""Writes a transcript as Markdown into a file, a bounded piece at a time.

Runs in the reader thread. A file that is there is only replaced at the person's word; a new one is theirs alone (0600).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from headspace_desktop.clients import Entry, by_name
from headspace_desktop.domain.asks import AskTranscriptExport
from headspace_desktop.transcripts.reader import Reader
from headspace_desktop.troubles import FileExists, FileUnwritable, TranscriptUnreadable

PIECE_BYTES = 16 << 20
_TITLES = {"user": "You", "assistant": "Agent", "thinking": "Thinking", "result": "Result", "system": "Note"}
_TICKS = re.compile(r"`{3,}")


@dataclass(frozen=True, slots=True)
class ExportedPage:
    """How far the export is. `next_bytes` asks for the next piece; None when the file is complete."""

    file: str
    done_bytes: int
    size_bytes: int
    next_bytes: int | None


def export_piece(ask: AskTranscriptExport) -> ExportedPage:
    """Write one piece. Raises: TranscriptUnreadable, FileExists, FileUnwritable."""
    try:
        client = by_name(ask.client)
        size = Path(ask.path).stat().st_size
        reader = Reader(ask.path, ask.start_bytes)
        texts: list[str] = []
        is_done = False
        while not is_done and reader.offset_bytes - ask.start_bytes < PIECE_BYTES:
            piece = reader.step()
            for line in piece.lines:
                texts += [as_markdown(entry) for entry in client.read_entries(line.data, line.offset_bytes)]
            is_done = piece.is_caught_up
    except (OSError, ValueError, KeyError) as error:
        raise TranscriptUnreadable(f"{ask.path!r}: {error}") from error
    _write(ask, "".join(texts))
    return ExportedPage(ask.file, reader.offset_bytes, size, None if is_done else reader.offset_bytes)


def as_markdown(entry: Entry) -> str:
    """One entry as a section."""
    when = f" · {entry.at.isoformat(timespec='seconds')}" if entry.at else ""
    if entry.kind == "tool":
        body = _fenced(entry.code, "sh" if entry.code_name == "bash" else "") if entry.code else ""
        body = body or "".join(_fenced(_as_diff(edit.before, edit.after), "diff") for edit in entry.edits)
        return f"### Tool: {entry.tool} {entry.summary}".rstrip() + f"{when}\n\n{body or _fenced(entry.text, 'json')}\n"
    title = "Failed" if entry.kind == "result" and entry.is_error else _TITLES.get(entry.kind, "Note")
    title = "Sent by the program" if entry.is_machine and entry.kind == "user" else title
    left = entry.size_chars - len(entry.text)
    cut = f"\n\n*{left} more characters in the transcript*" if left > 0 else ""
    text = entry.text if entry.kind in {"assistant", "user"} else _fenced(entry.text, "")
    level = "##" if entry.kind in {"user", "assistant"} else "###"
    return f"{level} {title}{when}\n\n{text}{cut}\n\n"


def _as_diff(before: str, after: str) -> str:
    return "\n".join([*(f"-{line}" for line in before.splitlines()), *(f"+{line}" for line in after.splitlines())])


def _fenced(text: str, language: str) -> str:
    """A block that its own text cannot close."""
    ticks = max((len(run) for run in _TICKS.findall(text)), default=2) + 1
    return f"{'`' * ticks}{language}\n{text}\n{'`' * ticks}\n\n" if text else ""


def _write(ask: AskTranscriptExport, text: str) -> None:
    is_first = ask.start_bytes == 0
    flags = os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW
    if not is_first:
        flags |= os.O_APPEND
    else:
        flags |= os.O_CREAT | (os.O_TRUNC if ask.may_replace else os.O_EXCL)
    try:
        with os.fdopen(os.open(ask.file, flags, 0o600), "wb") as file:
            if is_first:
                os.fchmod(file.fileno(), 0o600)
            file.write(text.encode("utf-8", "replace"))
    except FileExistsError as error:
        raise FileExists(ask.file) from error
    except OSError as error:
        raise FileUnwritable(f"{ask.file}: {error.strerror}") from error
