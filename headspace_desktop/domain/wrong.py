"""“This is wrong”: what was saved of it, as the panel shows it. Any thread; values only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RecordingPage:
    """A recording that was saved. `sample` are its first lines, to see what left out what."""

    ask_id: str
    path: str
    folder: str
    count: int
    size_bytes: int
    sample: str
