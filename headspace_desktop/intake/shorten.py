"""Shortens a huge JSON mail as a stream: long strings inside tool input and response become a note of their size.

Intake thread. Looks at structure only; whether the result is JSON is for the reader of the result to find out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: Longer strings below the top level are elided; a path, a command or a question is shorter.
LONG_STRING_BYTES = 2048
#: What is kept of one value. Source: architecture, section 6 ("at most 1 MiB is kept").
KEPT_BYTES = 1 << 20
#: Deeper values are hostile; the client's own payloads nest fewer than twenty levels.
DEPTH_LIMIT = 200
#: Structural signs in one mail before it counts as hostile: bounds the time of a scan to a few seconds.
TOKEN_LIMIT = 1_000_000

_STRUCTURE = re.compile(rb'["{}\[\]:,]')
_IN_STRING = re.compile(rb'["\\]')
_BLANK = b" \t\r\n"


class TooMuch(ValueError):
    """The value cannot be shortened to a size that is worth keeping."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One whole top-level value, shortened, and where it began and ended in the file."""

    offset: int
    end: int
    text: bytes


class Shortener:
    """Takes a file in chunks and gives its top-level values; `is_whole` when nothing is left open."""

    def __init__(self) -> None:
        self._at = 0  # bytes fed before this chunk
        self._out = bytearray()
        self._start = 0
        self._tokens = 0
        self._stack: list[int] = []
        self._is_key = False
        self._string_at = -1  # where the open string begins in `_out`; -1 outside strings
        self._string_bytes = 0
        self._is_escaped = False

    @property
    def is_whole(self) -> bool:
        return not self._stack and self._string_at < 0 and not self._out.strip(_BLANK)

    @property
    def rest(self) -> bytes:
        """The shortened beginning of the value that is still open."""
        return bytes(self._out)

    def feed(self, chunk: bytes) -> Iterator[Piece]:
        """The values that end in this chunk. Raises: TooMuch."""
        at = 0
        while at < len(chunk):
            if self._string_at >= 0:
                at = self._feed_string(chunk, at)
                continue
            match = _STRUCTURE.search(chunk, at)
            end = match.start() if match else len(chunk)
            self._keep(chunk[at:end], at)
            at = end
            if match:
                at += 1
                yield from self._structure(chunk[end], end)
        self._at += len(chunk)

    def _keep(self, text: bytes, at: int) -> None:
        if not self._stack and not self._out:
            kept = text.lstrip(_BLANK + b"\xef\xbb\xbf")
            self._start = self._at + at + len(text) - len(kept)
            text = kept
        self._out += text
        if len(self._out) > KEPT_BYTES:
            raise TooMuch(f"more than {KEPT_BYTES} bytes are left after shortening")

    def _structure(self, sign: int, at: int) -> Iterator[Piece]:
        self._tokens += 1
        if self._tokens > TOKEN_LIMIT:
            raise TooMuch(f"more than {TOKEN_LIMIT} structural signs")
        self._keep(bytes((sign,)), at)
        match sign:
            case 0x22:  # "
                self._string_at = len(self._out) - 1
                self._string_bytes = 0
            case 0x7B | 0x5B:  # { [
                self._stack.append(sign)
                self._is_key = sign == 0x7B
                if len(self._stack) > DEPTH_LIMIT:
                    raise TooMuch(f"nested more than {DEPTH_LIMIT} levels deep")
            case 0x3A:  # :
                self._is_key = False
            case 0x2C:  # ,
                self._is_key = bool(self._stack) and self._stack[-1] == 0x7B
            case _:  # } ]
                if self._stack:
                    self._stack.pop()
                self._is_key = False
                if not self._stack:
                    yield Piece(self._start, self._at + at + 1, bytes(self._out))
                    self._out.clear()

    def _feed_string(self, chunk: bytes, at: int) -> int:
        if self._is_escaped:
            self._is_escaped = False
            self._keep_string(chunk[at : at + 1], at)
            return at + 1
        match = _IN_STRING.search(chunk, at)
        end = match.start() if match else len(chunk)
        self._keep_string(chunk[at:end], at)
        if match is None:
            return end
        if chunk[end] == 0x5C:  # backslash
            self._is_escaped = True
            self._keep_string(b"\\", end)
        else:
            self._end_string(end)
        return end + 1

    def _is_elided(self) -> bool:
        limit = LONG_STRING_BYTES if len(self._stack) > 1 else KEPT_BYTES // 2
        return bool(self._stack) and not self._is_key and self._string_bytes > limit

    def _keep_string(self, text: bytes, at: int) -> None:
        self._string_bytes += len(text)
        if not self._is_elided():
            self._keep(text, at)

    def _end_string(self, at: int) -> None:
        if not self._is_elided():
            self._keep(b'"', at)
        else:
            del self._out[self._string_at :]
            self._keep(b'{"elided":true,"size_bytes":%d}' % self._string_bytes, at)
        self._string_at = -1


def shorten(chunks: Iterable[bytes]) -> tuple[list[Piece], Shortener]:
    """All whole values of a file, and the state that its end left behind. Raises: TooMuch."""
    shortener = Shortener()
    pieces = [piece for chunk in chunks for piece in shortener.feed(chunk)]
    return pieces, shortener
