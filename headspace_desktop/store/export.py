"""Writes what a question finds to a file, a bounded piece at a time, so that other questions are answered between.

The reader's thread. A file appears under its name only when it is whole; it is the person's alone (0600), and never
takes the place of another unless the person said so. Store rows are only read.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from headspace_desktop.domain.asks import AskExport, AskLog, AskRows
from headspace_desktop.store.browse import RowsPage
from headspace_desktop.store.logs import LogPage
from headspace_desktop.troubles import FileExists, FileUnwritable, Trouble

#: Rows of one piece: some ten milliseconds of work.
PIECE_ROWS = 500

_PIECE: dict[str, Any] = {"limit": PIECE_ROWS, "is_whole": True}

#: A spreadsheet takes a cell that begins so for a formula and runs it; an apostrophe before it makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Find = Callable[[AskLog | AskRows], RowsPage | LogPage]


@dataclass(frozen=True, slots=True)
class ExportPage:
    """How far an export is. `total` None: not known; `is_done` and `is_stopped` are its two good ends."""

    ask_id: str
    path: str
    rows: int = 0
    total: int | None = None
    is_done: bool = False
    is_stopped: bool = False


@dataclass(slots=True)
class _Job:
    ask: AskExport
    partial: Path
    file: io.TextIOWrapper
    next: AskLog | AskRows | None
    rows: int = 0
    total: int | None = None
    names: tuple[str, ...] = field(default=())


class Exports:
    """All exports that are under way; `find` answers a question about the store."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._jobs: dict[str, _Job] = {}

    @property
    def is_busy(self) -> bool:
        return bool(self._jobs)

    def begin(self, ask: AskExport) -> ExportPage:
        """Make the file. Raises: FileExists, FileUnwritable."""
        target = Path(ask.path).expanduser()
        if not target.is_absolute():
            raise FileUnwritable(f"{ask.path}: a full path is expected")
        if target.is_dir():
            raise FileUnwritable(f"{target} is a folder")
        if not ask.may_replace and target.exists():
            raise FileExists(str(target))
        partial = target.with_name(f".{target.name[:200]}.{ask.ask_id[:8]}.partial")
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            fd = os.open(partial, flags, 0o600)
            file = os.fdopen(fd, "w", encoding="utf-8", errors="backslashreplace", newline="")
        except OSError as error:
            raise FileUnwritable(f"{target}: {error.strerror}") from error
        self._jobs[ask.ask_id] = _Job(ask, partial, file, replace(ask.of, **_PIECE))
        return ExportPage(ask.ask_id, str(target))

    def stop(self, ask_id: str) -> ExportPage:
        """Take away what was written; an export that has ended stays as it is."""
        job = self._jobs.pop(ask_id, None)
        if job is None:
            return ExportPage(ask_id, "", is_stopped=True)
        _drop(job)
        return ExportPage(ask_id, job.ask.path, job.rows, job.total, is_stopped=True)

    def step(self) -> tuple[str, ExportPage | Trouble] | None:
        """One piece of the export that waited longest: (ask id, how far it is, or why it ended)."""
        if not self._jobs:
            return None
        ask_id = next(iter(self._jobs))
        job = self._jobs.pop(ask_id)
        try:
            self._more(job)
            if job.next is not None:
                self._jobs[ask_id] = job
                return ask_id, ExportPage(ask_id, job.ask.path, job.rows, job.total)
            _finish(job)
        except Trouble as trouble:
            _drop(job)
            return ask_id, trouble
        except OSError as error:
            _drop(job)
            return ask_id, FileUnwritable(f"{job.ask.path}: {error.strerror}")
        return ask_id, ExportPage(ask_id, job.ask.path, job.rows, job.rows, is_done=True)

    def close(self) -> None:
        """Stop all of them."""
        for ask_id in list(self._jobs):
            self.stop(ask_id)

    def _more(self, job: _Job) -> None:
        """Raises: any StoreTrouble; FieldInvalid and its like for a question that cannot be; OSError."""
        assert job.next is not None
        page = self._find(job.next)
        if page.count is not None:
            job.total = page.count
        known: dict[str, Any] = (
            {"beyond_id": page.beyond_id} if isinstance(page, RowsPage) else {"before_id": page.before_id}
        )
        is_last = None in known.values()
        job.next = None if is_last else replace(job.next, **known)
        _write(job, page)


def _write(job: _Job, page: RowsPage | LogPage) -> None:
    records = list(_records(page))
    if not job.rows:
        job.names = page.columns if isinstance(page, RowsPage) else tuple(records[0]) if records else ()
        _write_head(job)
    for record in records:
        if job.ask.form == "csv":
            csv.writer(job.file).writerow([_cell(record.get(name)) for name in job.names])
        else:
            line = json.dumps(record, ensure_ascii=False, default=_told)
            job.file.write(line + "\n" if job.ask.form == "jsonl" else (",\n" if job.rows else "\n") + line)
        job.rows += 1


def _write_head(job: _Job) -> None:
    if job.ask.form == "csv" and job.names:
        csv.writer(job.file).writerow(job.names)
    elif job.ask.form == "json":
        job.file.write("[")


def _records(page: RowsPage | LogPage) -> Iterable[Mapping[str, Any]]:
    if isinstance(page, RowsPage):
        return (dict(zip(page.columns, row, strict=True)) for row in page.rows)
    return (
        {
            "id": line.id, "at": line.at, "kind": line.kind, "project": line.project_name,
            "agent_uuid": line.agent_uuid, "session_id": line.session_id, **line.values,
        }
        for line in page.lines
    )  # fmt: skip


def _cell(value: Any) -> Any:
    match value:
        case None | int() | float():
            return value
        case str():
            return "'" + value if value.startswith(_FORMULA) else value
        case datetime():
            return value.isoformat()
        case _:
            return json.dumps(value, ensure_ascii=False, default=_told)


def _told(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _finish(job: _Job) -> None:
    """Give the file its name. Raises: FileExists when another has taken it meanwhile; OSError."""
    if job.ask.form == "json":
        job.file.write("\n]\n")
    job.file.close()
    target = Path(job.ask.path).expanduser()
    if job.ask.may_replace:
        job.partial.replace(target)
        return
    try:
        os.link(job.partial, target)
    except FileExistsError as error:
        raise FileExists(str(target)) from error
    except OSError:  # a file system without links
        if target.exists():
            raise FileExists(str(target)) from None
        job.partial.rename(target)
        return
    job.partial.unlink()


def _drop(job: _Job) -> None:
    with suppress(OSError):
        job.file.close()
    with suppress(OSError):
        job.partial.unlink(missing_ok=True)
