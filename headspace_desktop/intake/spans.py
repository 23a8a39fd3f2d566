"""JSON text as a tree that knows where everything stands, so that an edit can leave every other byte alone.

Pure; any thread. Strict JSON: what it reads `json.loads` reads too, to the same values.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

#: Source: settings of agent programs nest fewer than ten levels; deeper is an accident or an attack.
DEPTH_LIMIT = 100

_BLANK = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*"')
_SCALAR = re.compile(r"(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![\w.+-])")


class NotJson(ValueError):
    """The text is no JSON, from `at` on."""

    def __init__(self, text: str, at: int, why: str) -> None:
        self.at = at
        self.why = why
        super().__init__(f"{place(text, at)}: {why}")


@dataclass(frozen=True, slots=True)
class Node:
    """A value that stands at `start` up to `end`; the items of an object are its members in order, doubled ones too."""

    kind: str  # "object", "array", "string", "scalar"
    start: int
    end: int
    items: tuple[Item, ...] = field(default=())

    def value(self, text: str) -> Any:
        """What it means."""
        return json.loads(text[self.start : self.end])

    def member(self, key: str) -> Item | None:
        """The member with this key; the last counts, as for every usual reader."""
        return next((item for item in reversed(self.items) if item.key == key), None)


@dataclass(frozen=True, slots=True)
class Item:
    """An element of an array, or a member of an object: there `start` is where its key begins."""

    start: int
    node: Node
    key: str = ""


def place(text: str, at: int) -> str:
    """Where this is, for a person."""
    before = text[:at]
    return f"line {before.count(chr(10)) + 1}, column {at - (before.rfind(chr(10)) + 1) + 1}"


def scan(text: str) -> Node:
    """The tree of a whole text; a byte order mark is skipped. Raises: NotJson."""
    at = _skip(text, 1 if text.startswith("\ufeff") else 0)
    node = _value(text, at, 0)
    end = _skip(text, node.end)
    if end < len(text):
        raise _wrong(text, end, "something follows the value")
    return node


def _value(text: str, at: int, depth: int) -> Node:
    if depth > DEPTH_LIMIT:
        raise NotJson(text, at, f"nested more than {DEPTH_LIMIT} levels deep")
    sign = text[at : at + 1]
    if sign in {"{", "["}:
        return _container(text, at, depth)
    if sign == '"':
        return Node("string", at, _string(text, at))
    if match := _SCALAR.match(text, at):
        return Node("scalar", at, match.end())
    raise _wrong(text, at, "a value is missing" if at >= len(text) or sign in "}]," else "this is no JSON value")


def _container(text: str, start: int, depth: int) -> Node:
    is_object = text[start] == "{"
    closing = "}" if is_object else "]"
    items: list[Item] = []
    at = _skip(text, start + 1)
    if text[at : at + 1] == closing:
        return Node("object" if is_object else "array", start, at + 1)
    while True:
        item = _member(text, at, depth) if is_object else Item(at, _value(text, at, depth + 1))
        items.append(item)
        at = _skip(text, item.node.end)
        sign = text[at : at + 1]
        if sign == closing:
            return Node("object" if is_object else "array", start, at + 1, tuple(items))
        if sign != ",":
            raise _wrong(text, at, f"a comma or {closing} is missing")
        at = _skip(text, at + 1)


def _member(text: str, at: int, depth: int) -> Item:
    if text[at : at + 1] != '"':
        raise _wrong(text, at, "a key in double quotes is missing")
    end = _string(text, at)
    colon = _skip(text, end)
    if text[colon : colon + 1] != ":":
        raise _wrong(text, colon, "a colon is missing")
    return Item(at, _value(text, _skip(text, colon + 1), depth + 1), json.loads(text[at:end]))


def _string(text: str, at: int) -> int:
    if match := _STRING.match(text, at):
        return match.end()
    raise NotJson(text, at, "this text does not end, or holds a sign that must be escaped")


def _skip(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _wrong(text: str, at: int, why: str) -> NotJson:
    is_comment = text[at : at + 2] in {"//", "/*"} or text[at : at + 1] == "#"
    return NotJson(text, at, "comments are not allowed in JSON" if is_comment else why)
