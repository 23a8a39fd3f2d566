"""Stub."""

from __future__ import annotations

from headspace_desktop.clients import LineCursor
from headspace_desktop.domain.events import SessionEvidence


def read_line(line: bytes, cursor: LineCursor) -> list[SessionEvidence]:
    """To be filled."""
    return []
