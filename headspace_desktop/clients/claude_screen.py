"""Stub."""

from __future__ import annotations

from headspace_desktop.clients import ScreenReading


def read_screen(lines: list[str]) -> ScreenReading:
    """To be filled."""
    return ScreenReading()
