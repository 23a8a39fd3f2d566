"""Makes any text and any JSON value storable in both databases, and gives it back unchanged. Pure; any thread.

PostgreSQL takes neither NUL nor lone surrogates, in text or in JSONB; agents and file names produce both.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import Any

import msgspec

#: A noncharacter "for internal use" that marks four hex digits. Source: Unicode Standard, section 23.7.
MARK = "\ufdd0"
_MARK_BYTES = MARK.encode()
_UNSTORABLE = re.compile("[\x00\ud800-\udfff\ufdd0]")
_MARKED = re.compile(MARK + "([0-9a-f]{4})")

#: PostgreSQL refuses index entries above 2,704 bytes; two such keys may share one index. Source: nbtree.h.
KEY_BYTES = 1000

#: Bytes of the widest sign in UTF-8.
_WIDEST = 4

#: Deeper values are cut: both JSON parsers give up on recursion at about a thousand.
DEPTH_LIMIT = 64

#: With fewer brackets nothing can be too deep, and the fast encoder's output stands.
_BRACKETS = 256


def storable(text: str) -> str:
    """The text without NUL and lone surrogates; `original` undoes it."""
    if text.isascii() and "\0" not in text:  # nearly every key, and most texts
        return text
    if _UNSTORABLE.search(text) is None:
        return text
    return _UNSTORABLE.sub(lambda match: f"{MARK}{ord(match[0]):04x}", text)


def original(text: str) -> str:
    """What `storable` was given."""
    if MARK not in text:
        return text
    return _MARKED.sub(lambda match: chr(int(match[1], 16)), text)


def storable_key(text: str) -> str:
    """A text that fits an index: beyond `KEY_BYTES` its head and a digest of the whole."""
    safe = storable(text)
    if len(safe) * _WIDEST <= KEY_BYTES:
        return safe
    raw = safe.encode()
    if len(raw) <= KEY_BYTES:
        return safe
    head = raw[: KEY_BYTES - 72].decode("utf-8", "ignore")
    return f"{head}…{hashlib.sha256(raw).hexdigest()}"


class Ready(str):
    """JSON that `to_json` made: it is stored as it is."""

    __slots__ = ()


def to_json(value: Any) -> str:
    """One line of JSON for a plain value or a frozen dataclass, storable; what is too deep is cut."""
    if isinstance(value, Ready):
        return str(value)
    raw = quick_json(value)
    return _slow_json(value) if raw is None else raw.decode()


def quick_json(value: Any) -> bytes | None:
    """The usual case: nothing that JSON or a database does not know, and nothing that may be too deep; else None."""
    try:
        raw = msgspec.json.encode(value)
    except (UnicodeEncodeError, RecursionError, OverflowError, TypeError, ValueError):
        return None
    is_plain = b"\\u0000" not in raw and _MARK_BYTES not in raw and raw.count(b"{") + raw.count(b"[") <= _BRACKETS
    return raw if is_plain else None


def from_json(raw: str | bytes) -> Any:
    """The plain value that `to_json` was given."""
    value = msgspec.json.decode(raw)
    marked = _MARK_BYTES in raw if isinstance(raw, bytes) else MARK in raw
    return _map_texts(value) if marked else value


def plain(value: Any, *, string_limit: int | None = None, depth: int = 0) -> Any:
    """Dataclasses, enums and moments as JSON-ready values; longer strings become a marker with their tail.

    Shape: ``{"elided": true, "size_chars": n, "tail": …}`` for a string, ``{"elided": true}`` for what is too deep.
    """
    match value:
        case Enum():
            return value.value
        case str():
            return _elided(value) if string_limit is not None and len(value) > string_limit else value
        case None | bool() | int():
            return value
        case float():
            return value if value - value == 0 else None
        case datetime():
            return value.isoformat()
        case _:
            pass
    if depth > DEPTH_LIMIT:
        return {"elided": True}
    if is_dataclass(value):
        return {
            field.name: plain(getattr(value, field.name), string_limit=string_limit, depth=depth + 1)
            for field in fields(value)
        }
    if isinstance(value, dict):
        return {str(key): plain(item, string_limit=string_limit, depth=depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item, string_limit=string_limit, depth=depth + 1) for item in value]
    return str(value)


#: How much of an elided string stays: enough to see whether it ends with a question.
TAIL_CHARS = 1000


def _elided(text: str) -> dict[str, Any]:
    return {"elided": True, "size_chars": len(text), "tail": text[-TAIL_CHARS:]}


def _slow_json(value: Any) -> str:
    return json.dumps(_map_texts(plain(value), to_store=True), ensure_ascii=False, separators=(",", ":"))


def _map_texts(value: Any, *, to_store: bool = False) -> Any:
    change = storable if to_store else original
    match value:
        case str():
            return change(value)
        case dict():
            return {change(key): _map_texts(item, to_store=to_store) for key, item in value.items()}
        case list():
            return [_map_texts(item, to_store=to_store) for item in value]
        case _:
            return value
