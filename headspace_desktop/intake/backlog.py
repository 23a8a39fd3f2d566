"""Mail that piled up while nobody read it: its order, and its bounds.

Intake thread. It drops only bulky tool payloads, the oldest first, and says how many.
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from headspace_desktop.intake.envelope import read_postmark

#: Source: architecture, section 6 ("Bound").
LIMIT_FILES = 20_000
LIMIT_BYTES = 500_000_000
#: What is kept of mail that could not be read.
REJECTED_FILES = 200
REJECTED_BYTES = 256 << 10
#: Half the smallest process number limit in use. Source: proc(5), pid_max (32768 on small systems).
_HALF_WRAP = 16_384
_EVENT = re.compile(rb'"hook_event_name"\s*:\s*"(\w{1,40})"')
#: The order of hooks that follow one another within one clock tick. Source: architecture, section 6 ("Order").
_LIFECYCLE = {b"SessionEnd": 0, b"PreCompact": 1, b"SubagentStop": 2, b"SessionStart": 3, b"PostCompact": 5}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file to read. `taken_ns` is set for one that was claimed already: its moment when it was."""

    path: str
    name: str
    is_closed: bool = False
    taken_ns: int | None = None


def in_order(found: Iterable[Waiting]) -> list[Waiting]:
    """Oldest first: by modification time, then by the hook's process number (which wraps), then by lifecycle."""
    dated = []
    for waiting in found:
        with contextlib.suppress(OSError):
            dated.append((waiting.taken_ns or os.stat(waiting.path).st_mtime_ns, waiting))
    return [waiting for _, waiting in sorted(dated, key=functools.cmp_to_key(_compare))]


def _compare(one: tuple[int, Waiting], other: tuple[int, Waiting]) -> int:
    if one[0] != other[0]:
        return -1 if one[0] < other[0] else 1
    pids = read_postmark(one[1].name).hook_pid, read_postmark(other[1].name).hook_pid
    if pids[0] is not None and pids[1] is not None and pids[0] != pids[1]:
        is_wrapped = abs(pids[0] - pids[1]) > _HALF_WRAP
        return -1 if (pids[0] < pids[1]) != is_wrapped else 1
    return _stage(one[1].path) - _stage(other[1].path)


def _stage(path: str) -> int:
    try:
        with open(path, "rb") as file:
            start = file.read(8192)
    except OSError:
        return 4
    match = _EVENT.search(start)
    return _LIFECYCLE.get(match[1], 4) if match else 4


def sweep(home: Path, limit_files: int = LIMIT_FILES, limit_bytes: int = LIMIT_BYTES) -> int:
    """Drop the oldest tool payloads until a client's mail is within bounds; how many went."""
    files = []
    count = total = 0
    for folder in (home, home / "tool"):
        with contextlib.suppress(FileNotFoundError), os.scandir(folder) as entries:
            for entry in entries:
                with contextlib.suppress(FileNotFoundError):
                    if not entry.is_file(follow_symlinks=False):
                        continue
                    status = entry.stat(follow_symlinks=False)
                    count += 1
                    total += status.st_size
                    if folder.name == "tool":
                        files.append((status.st_mtime_ns, status.st_size, entry.path))
    dropped = 0
    for _moment, size, path in sorted(files):
        if count <= limit_files and total <= limit_bytes:
            break
        with contextlib.suppress(OSError):
            os.unlink(path)
            count, total, dropped = count - 1, total - size, dropped + 1
    return dropped


def keep_rejected(path: Path) -> None:
    """Move a file that was not understood to `rejected`, shortened, and drop the oldest there."""
    folder = path.parent.parent / "rejected"
    if path.stat().st_size > REJECTED_BYTES:
        os.truncate(path, REJECTED_BYTES)
    path.rename(folder / path.name)
    if len(os.listdir(folder)) <= REJECTED_FILES:
        return
    kept = sorted(folder.iterdir(), key=lambda file: file.lstat().st_mtime_ns)
    for file in kept[: max(0, len(kept) - REJECTED_FILES)]:
        file.unlink(missing_ok=True)
