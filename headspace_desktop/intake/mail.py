"""Opens one spool file: the JSON objects that it holds, shortened where they are huge, and what was wrong with it.

Intake thread. Judges form only; what a payload means is for the client to say. Keeps nothing, moves nothing.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from headspace_desktop.intake.shorten import DEPTH_LIMIT, Piece, Shortener, TooMuch, shorten

#: Read in one piece up to the first, as a stream up to the second, else only its head. Source: architecture, 6.
WHOLE_BYTES = 1 << 20
STREAM_BYTES = 64 << 20
HEAD_BYTES = 64 << 10
_CHUNK_BYTES = 256 << 10
_NOT_UTF8 = re.compile("[\udc80-\udcff]")

#: Without both of these a fragment tells nothing about any agent.
_IDENTITY = ("session_id", "hook_event_name")


@dataclass(frozen=True, slots=True)
class Mail:
    """What a file holds from `begin` on.

    Shape: `payloads` are (offset in bytes, object). `end` is where the last whole value ends. `is_open`: a value has
    begun and not ended, so its writer may still be at it. `fragment` is what its head tells, if anything.
    """

    payloads: tuple[tuple[int, dict[str, Any]], ...]
    end: int
    is_open: bool = False
    fragment: dict[str, Any] | None = None
    fragment_at: int = 0
    anomalies: tuple[str, ...] = ()
    is_rejected: bool = False


def open_mail(file: BinaryIO, size_bytes: int, begin: int = 0) -> Mail:
    """Read one file from `begin` on. Blocks: the read. Raises: OSError."""
    file.seek(begin)
    length = size_bytes - begin
    if length > STREAM_BYTES:
        return _headed(file.read(HEAD_BYTES), begin, f"{length} bytes are too many")
    raw = file.read(length) if length <= WHOLE_BYTES else None
    if raw is not None and (usual := _usual(raw, begin)) is not None:
        return usual
    try:
        pieces, shortener = shorten(_chunks(file, length) if raw is None else [raw])
    except TooMuch as trouble:
        file.seek(begin)
        return _headed(file.read(HEAD_BYTES), begin, str(trouble))
    if raw is not None:
        pieces = [Piece(piece.offset, piece.end, raw[piece.offset : piece.end]) for piece in pieces]
    return _read(pieces, shortener, begin)


def _usual(raw: bytes, begin: int) -> Mail | None:
    """The short way for what nearly every mail is: one sound object of no great depth."""
    if raw[:1] != b"{" or raw.count(b"[") + raw.count(b"{") > DEPTH_LIMIT:
        return None
    try:
        value, flaws = parse(raw)
    except ValueError:
        return None
    return Mail(((begin, value),), begin + len(raw), anomalies=tuple(flaws)) if isinstance(value, dict) else None


def _chunks(file: BinaryIO, length: int) -> Iterator[bytes]:
    while length > 0 and (chunk := file.read(min(_CHUNK_BYTES, length))):
        length -= len(chunk)
        yield chunk


def _read(pieces: list[Piece], shortener: Shortener, begin: int) -> Mail:
    payloads: list[tuple[int, dict[str, Any]]] = []
    anomalies: list[str] = []
    is_rejected = False
    for piece in pieces:
        try:
            value, flaws = parse(piece.text)
        except ValueError as flaw:
            anomalies.append(f"not JSON at byte {begin + piece.offset}: {flaw}")
            is_rejected = True
            continue
        anomalies += flaws
        if isinstance(value, dict):
            payloads.append((begin + piece.offset, _as_text(value, anomalies)))
        else:
            anomalies.append(f"a {type(value).__name__} where an object belongs")
            is_rejected = True
    end = pieces[-1].end if pieces else 0
    rest = shortener.rest
    return Mail(
        payloads=tuple(payloads),
        end=begin + end,
        is_open=not shortener.is_whole,
        fragment=head(rest),
        fragment_at=begin + end,
        anomalies=tuple(anomalies),
        is_rejected=is_rejected,
    )


def _headed(raw: bytes, begin: int, why: str) -> Mail:
    fragment = head(raw)
    told = "only its head was read" if fragment else "its head tells nothing"
    return Mail(
        payloads=((begin, fragment),) if fragment else (),
        end=begin + len(raw),
        anomalies=(f"{why}; {told}",),
        is_rejected=True,
    )


def _as_text(value: dict[str, Any], anomalies: list[str]) -> dict[str, Any]:
    """Top-level texts that were elided are given as empty: their readers expect a text."""
    for key, member in value.items():
        if isinstance(member, dict) and member.get("elided") is True and set(member) == {"elided", "size_bytes"}:
            value[key] = ""
            anomalies.append(f"`{key}` had {member['size_bytes']} bytes and was left out")
    return value


def parse(raw: bytes) -> tuple[Any, list[str]]:
    """One JSON value, with what was mended in it. Raises: ValueError."""
    text = raw.decode("utf-8", "surrogateescape")
    flaws: list[str] = []
    if _NOT_UTF8.search(text):
        flaws.append("bytes that are not UTF-8 were replaced")
        text = raw.decode("utf-8", "replace")
    try:
        return json.loads(text, parse_constant=_not_a_number), flaws
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _not_a_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def head(raw: bytes) -> dict[str, Any] | None:
    """The plain members at the head of a broken or endless object; None unless they tell whose it is."""
    text = raw.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if not text.startswith("{"):
        return None
    decoder = json.JSONDecoder()
    found: dict[str, Any] = {}
    at = 1
    try:
        while at < len(text):
            at = _skip(text, at, ",")
            key, at = decoder.raw_decode(text, at)
            value, at = decoder.raw_decode(text, _skip(text, at, ":"))
            _skip(text, at, "")  # a number at the very end may go on
            if not isinstance(key, str) or at >= len(text):
                break
            found[key] = value
            if text[_skip(text, at, "")] == "}":
                break
    except (ValueError, IndexError, RecursionError):
        pass
    return found if all(isinstance(found.get(key), str) for key in _IDENTITY) else None


def _skip(text: str, at: int, sign: str) -> int:
    while at < len(text) and (text[at] in " \t\r\n" or (sign and text[at] == sign)):
        at += 1
    return at


def open_bytes(raw: bytes) -> Mail:
    """The same for bytes at hand."""
    return open_mail(io.BytesIO(raw), len(raw))


__all__ = ["DEPTH_LIMIT", "STREAM_BYTES", "WHOLE_BYTES", "Mail", "head", "open_bytes", "open_mail", "parse"]
