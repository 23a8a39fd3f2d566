"""A page of a transcript as plain values for a view: who, when, what was said as a tree, what was cut.

The reader's thread, so that a page costs the GUI nothing; values and words only. No HTML is made here or anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypedDict

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from headspace_desktop.clients import Entry
from headspace_desktop.ui.looks import Look
from headspace_desktop.ui.plain import visible
from headspace_desktop.ui.transcript import markup
from headspace_desktop.ui.transcript.markup import Node
from headspace_desktop.ui.words import clock, tr

#: Text of one entry that a view is given.
ENTRY_CHARS = 60_000
#: Colour signs of a terminal, which results are full of. Source: ECMA-48, 8.3.117.
_COLOURS = re.compile("\x1b\\[[0-9;:]*m")


class Piece(TypedDict):
    at: int  # the byte of its line: what a view knows it by
    kind: str
    who: str
    time: str
    day: str
    ms: int
    text: str
    body: list[Node]
    images: list[str]
    cut: str
    tool: str
    summary: str
    tool_use_id: str
    is_error: bool
    is_machine: bool
    subagent: bool


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page as the panel takes it; see `transcripts.page.TranscriptPage`."""

    path: str
    pieces: list[Piece]
    start_bytes: int
    end_bytes: int
    has_before: bool
    has_after: bool
    size_bytes: int
    target_bytes: int | None = None
    subagents: Mapping[str, str] = field(default_factory=dict)


class Page(Protocol):
    """What is needed of a page as it was read."""

    @property
    def path(self) -> str: ...
    @property
    def entries(self) -> Sequence[Entry]: ...
    @property
    def start_bytes(self) -> int: ...
    @property
    def end_bytes(self) -> int: ...
    @property
    def has_before(self) -> bool: ...
    @property
    def has_after(self) -> bool: ...
    @property
    def size_bytes(self) -> int: ...
    @property
    def target_bytes(self) -> int | None: ...
    @property
    def subagents(self) -> Mapping[str, str]: ...


class Wants(QObject):
    """What a view asks of its panel. Nothing in a page runs: a click becomes one of these."""

    link = Signal(str)  # the person clicked an address
    subagent = Signal(str)  # show the transcript of this tool call's subagent
    edge = Signal(int)  # -1: the top is in sight, 1: the bottom
    menu = Signal(object, int)  # where on the screen, and the byte of the entry there, or -1


class View(Protocol):
    """What both views can do."""

    wants: Wants

    @property
    def widget(self) -> QWidget: ...
    def reset(self, pieces: list[Piece], empty: str) -> None: ...
    def append(self, pieces: list[Piece]) -> None: ...
    def prepend(self, pieces: list[Piece]) -> None: ...
    def reveal(self, at_bytes: int, words: str) -> None: ...
    def nest(self, tool_use_id: str, pieces: list[Piece]) -> None: ...
    def to_end(self) -> None: ...
    def copy(self) -> None: ...
    def show_look(self, look: Look) -> None: ...
    def shut(self) -> None: ...


def shown(page: Page) -> ShownPage:
    """The page fit for a view. Thread: any; takes tens of milliseconds."""
    return ShownPage(
        page.path, pieces(page.entries, page.subagents), page.start_bytes, page.end_bytes, page.has_before,
        page.has_after, page.size_bytes, page.target_bytes, page.subagents,
    )  # fmt: skip


def pieces(entries: Iterable[Entry], subagents: Collection[str] = ()) -> list[Piece]:
    """The entries fit for a view: bounded, with every deceiving sign made visible."""
    return [_piece(entry, subagents) for entry in entries]


def _body(entry: Entry) -> list[Node]:
    """The agent writes Markdown; what the person wrote and what tools said stands as it is."""
    if entry.kind == "tool":
        if entry.edits:
            return [markup.diff(edit.before, edit.after) for edit in entry.edits]
        if entry.code:
            return [markup.code(entry.code, *(("bash",) if entry.code_name == "bash" else ("", entry.code_name)))]
        return [markup.code(entry.text, "json")] if entry.text.strip() not in {"", "{}"} else []
    text = _COLOURS.sub("", entry.text[:ENTRY_CHARS])
    if entry.kind == "result":
        return [markup.code(text)] if text.strip() else []
    if entry.kind in {"assistant", "thinking"} or (entry.is_machine and entry.kind == "user"):
        return markup.markdown(text)
    return [markup.plain(text)] if text.strip() else []


def _piece(entry: Entry, subagents: Collection[str]) -> Piece:
    size = max(entry.size_chars, len(entry.text))
    shown = min(len(entry.text), ENTRY_CHARS)
    at = entry.at
    return Piece(
        at=entry.offset_bytes,
        kind=entry.kind if entry.kind in _WHO else "system",
        who=_who(entry),
        time=clock(at),
        day=at.astimezone().strftime("%Y-%m-%d %H:%M") if at else "",
        ms=int(at.timestamp() * 1000) if at else 0,
        text=visible(entry.text, ENTRY_CHARS),
        body=_body(entry),
        images=list(entry.images),
        cut=tr("… %n more characters in the file", size - shown) if size > shown else "",
        tool=visible(entry.tool, 80),
        summary=visible(entry.summary, 300),
        tool_use_id=entry.tool_use_id[:200].encode("ascii", "replace").decode(),
        is_error=entry.is_error,
        is_machine=entry.is_machine,
        subagent=entry.kind == "tool" and entry.tool_use_id in subagents,
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
