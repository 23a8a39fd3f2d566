"""Entries of a transcript as plain values for a view: who, when, text, what was cut.

GUI thread; words only. No markup is made here or anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypedDict

from PySide6.QtWidgets import QWidget

from headspace_desktop.clients import Entry
from headspace_desktop.ui.plain import visible
from headspace_desktop.ui.theme import Look
from headspace_desktop.ui.words import clock, tr

#: Text of one entry that a view is given.
ENTRY_CHARS = 60_000


class Piece(TypedDict):
    kind: str
    who: str
    time: str
    day: str
    ms: int
    text: str
    cut: str
    tool: str
    summary: str
    tool_use_id: str
    is_error: bool
    is_machine: bool


class View(Protocol):
    """What both views can do."""

    @property
    def widget(self) -> QWidget: ...
    def reset(self, pieces: list[Piece], empty: str) -> None: ...
    def append(self, pieces: list[Piece]) -> None: ...
    def prepend(self, pieces: list[Piece]) -> None: ...
    def find(self, text: str, *, is_back: bool) -> None: ...
    def show_look(self, look: Look) -> None: ...
    def shut(self) -> None: ...


def pieces(entries: Iterable[Entry]) -> list[Piece]:
    """The entries fit for a view: bounded, with every deceiving sign made visible."""
    return [_piece(entry) for entry in entries]


def _piece(entry: Entry) -> Piece:
    size = max(entry.size_chars, len(entry.text))
    shown = min(len(entry.text), ENTRY_CHARS)
    at = entry.at
    return Piece(
        kind=entry.kind if entry.kind in _WHO else "system",
        who=_who(entry),
        time=clock(at),
        day=at.astimezone().strftime("%Y-%m-%d %H:%M") if at else "",
        ms=int(at.timestamp() * 1000) if at else 0,
        text=visible(entry.text, ENTRY_CHARS),
        cut=tr("… %n more characters in the file", size - shown) if size > shown else "",
        tool=visible(entry.tool, 80),
        summary=visible(entry.summary, 300),
        tool_use_id=entry.tool_use_id[:200].encode("ascii", "replace").decode(),
        is_error=entry.is_error,
        is_machine=entry.is_machine,
    )


_WHO = ("user", "assistant", "thinking", "tool", "result", "system")


def _who(entry: Entry) -> str:
    if entry.is_machine and entry.kind == "user":
        return tr("Sent by the program")
    return {
        "user": tr("You"),
        "assistant": tr("Agent"),
        "thinking": tr("Thinking"),
        "tool": tr("Tool"),
        "result": tr("Failed") if entry.is_error else tr("Result"),
    }.get(entry.kind, tr("Note"))
