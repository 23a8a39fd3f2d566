"""Edits of JSON text in the text's own style: indentation, line ends and spaces as its author has them.

Pure; any thread. Adding and cutting are each other's inverse, to the byte.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from headspace_desktop.intake.spans import Node


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `text` in the place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


def apply(text: str, edits: Sequence[Edit]) -> str:
    """The edited text; edits must not overlap."""
    for edit in sorted(edits, key=lambda one: (one.start, one.end), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is laid out. `unit` is one step of indentation; None means that all stands on one line."""

    newline: str
    unit: str | None
    colon: str
    comma: str

    @classmethod
    def of(cls, text: str, root: Node) -> Layout:
        """The layout of this object; an empty one counts as the usual two spaces."""
        newline = "\r\n" if "\r\n" in text else "\n"
        if not root.items:
            return cls(newline, "  ", ": ", ", ")
        first = root.items[0]
        blank = _blank_before(text, first.start)
        colon = ": " if text[first.node.start - 1] == " " else ":"
        comma = ", " if colon == ": " else ","
        if "\n" not in blank:
            return cls(newline, None, colon, comma)
        outer = indent_at(text, root.start)
        unit = blank.rpartition("\n")[2].removeprefix(outer)
        return cls(newline, unit, colon, comma)

    def render(self, value: Any, indent: str, *, is_inline: bool = False) -> str:
        """A value as text whose further lines are indented by `indent`."""
        if self.unit is None or is_inline:
            return json.dumps(value, ensure_ascii=False, separators=(self.comma, self.colon))
        text = json.dumps(value, ensure_ascii=False, indent=self.unit or " ", separators=(",", self.colon))
        if not self.unit:
            text = "\n".join(line.lstrip(" ") for line in text.split("\n"))
        return text.replace("\n", self.newline + indent)


def added(text: str, container: Node, values: Sequence[Any], layout: Layout) -> Edit:
    """Append values to an array, or (key, value) pairs to an object."""
    if container.items:
        last = container.items[-1]
        blank = _blank_before(text, last.start)
        is_inline = "\n" not in blank
        indent = blank.rpartition("\n")[2]
        between = "," + (blank or (layout.comma[1:] if is_inline else ""))
        parts = [_item(value, container, indent, layout, is_inline=is_inline) for value in values]
        return Edit(last.node.end, last.node.end, "".join(between + part for part in parts))
    outer = indent_at(text, container.start)
    if layout.unit is None:
        parts = [_item(value, container, "", layout, is_inline=True) for value in values]
        return Edit(container.start + 1, container.end - 1, layout.comma.join(parts))
    inner = outer + layout.unit
    parts = [_item(value, container, inner, layout, is_inline=False) for value in values]
    begin = layout.newline + inner
    return Edit(container.start + 1, container.end - 1, begin + ("," + begin).join(parts) + layout.newline + outer)


def _item(value: Any, container: Node, indent: str, layout: Layout, *, is_inline: bool) -> str:
    if container.kind == "array":
        return layout.render(value, indent, is_inline=is_inline)
    key, member = value
    return json.dumps(key) + layout.colon + layout.render(member, indent, is_inline=is_inline)


def cut(container: Node, gone: Collection[int], inner: str = "") -> list[Edit]:
    """Take items away by their index; a container that loses all is left holding `inner`."""
    items = container.items
    kept = [index for index in range(len(items)) if index not in gone]
    if not gone:
        return []
    if not kept:
        return [Edit(container.start + 1, container.end - 1, inner)]
    edits = []
    if kept[0] > 0:
        edits.append(Edit(items[0].start, items[kept[0]].start, ""))
    for before, after in zip(kept, [*kept[1:], len(items)], strict=True):
        if after - before > 1:
            edits.append(Edit(items[before].node.end, items[after - 1].node.end, ""))
    return edits


def inner(text: str, container: Node) -> str:
    """What stands between the brackets of an empty container."""
    return text[container.start + 1 : container.end - 1]


def indent_at(text: str, at: int) -> str:
    """The blanks at the beginning of the line of this place."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _blank_before(text: str, at: int) -> str:
    return text[len(text[:at].rstrip(" \t\r\n")) : at]
