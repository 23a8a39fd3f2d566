"""Typed, forgiving access to the untrusted JSON of Claude Code. Pure; any thread.

It never raises for a wrong type: the best that can be read is given and the rest is told as an anomaly.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import msgspec

#: No text that we keep from one field is longer. A prompt of a megabyte is a mail of the largest size.
TEXT_LIMIT_CHARS = 1_000_000
#: What a walk through one value looks at before it gives up.
_WALK_LIMIT = 20_000
_SURROGATE = re.compile("[\ud800-\udfff]")
_EPOCH_LIMIT_S = 253_402_300_799  # the year 9999
_CLOCK = re.compile(r"resets (\d{1,2})(?::(\d{2}))?\s*([ap]m)?\s*\((UTC)\)", re.IGNORECASE)


T = TypeVar("T")


class Fields:
    """One JSON object, read with a note of everything that had the wrong type."""

    def __init__(self, values: Mapping[str, Any], anomalies: list[str], where: str = "") -> None:
        self._values = values
        self._anomalies = anomalies
        self._where = where

    def text(self, key: str) -> str:
        """A string; empty when missing, null or of another type."""
        value = self._values.get(key)
        if isinstance(value, str):
            return clean(value)
        return self._wrong(key, value, "a text", "")

    def maybe(self, key: str) -> str | None:
        """A string that is not empty, or None."""
        return self.text(key) or None

    def flag(self, key: str) -> bool:
        value = self._values.get(key)
        if isinstance(value, bool):
            return value
        return self._wrong(key, value, "true or false", False)

    def number(self, key: str) -> float | None:
        value = self._values.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return _finite(value)
        return self._wrong(key, value, "a number", None)

    def table(self, key: str) -> Mapping[str, Any]:
        value = self._values.get(key)
        if isinstance(value, Mapping):
            return value
        empty: Mapping[str, Any] = {}
        return self._wrong(key, value, "an object", empty)

    def below(self, key: str) -> Fields:
        """The object under `key`; an empty one when there is none."""
        return Fields(self.table(key), self._anomalies, f"{self._where}{key}.")

    def rows(self, key: str) -> list[Mapping[str, Any]]:
        """The objects of a list; other elements are left out and noted."""
        value = self._values.get(key)
        if not isinstance(value, list | tuple):
            return self._wrong(key, value, "a list", [])
        rows = [row for row in value if isinstance(row, Mapping)]
        if len(rows) != len(value):
            self._anomalies.append(f"{self._where}{key} holds something that is no object")
        return rows

    def moment(self, key: str) -> datetime | None:
        """An ISO 8601 text or a Unix time in seconds or milliseconds."""
        value = self._values.get(key)
        if value is None:
            return None
        at = moment(value)
        return at if at is not None else self._wrong(key, value, "a moment", None)

    def has(self, key: str) -> bool:
        return self._values.get(key) is not None

    def raw(self, key: str) -> Any:
        return self._values.get(key)

    def _wrong(self, key: str, value: Any, wanted: str, instead: T) -> T:
        if value is not None:
            self._anomalies.append(f"{self._where}{key} is {type(value).__name__} and not {wanted}")
        return instead


def clean(text: str) -> str:
    """The text without NUL and lone surrogates, which neither database takes, and not longer than the limit."""
    if text.isascii() and "\0" not in text and len(text) <= TEXT_LIMIT_CHARS:  # nearly all of them
        return text
    if len(text) > TEXT_LIMIT_CHARS:
        text = text[:TEXT_LIMIT_CHARS] + "…"
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def moment(value: object) -> datetime | None:
    """An aware UTC moment from ISO 8601 or a Unix time (seconds, or milliseconds when too large for seconds)."""
    if isinstance(value, str) and len(value) < 64:
        try:
            at = datetime.fromisoformat(value)
            return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = _finite(value)
        if seconds is None or seconds < 0:
            return None
        seconds = seconds / 1000 if seconds > _EPOCH_LIMIT_S / 10 else seconds
        return datetime.fromtimestamp(seconds, UTC) if seconds <= _EPOCH_LIMIT_S - 86400 else None
    return None


def reset_moment(text: str, at: datetime) -> datetime | None:
    """The next moment after `at` that ``… · resets 2:55am (UTC)`` names; other zones are not guessed."""
    match = _CLOCK.search(text)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        hour = hour % 12 + (12 if match[3].lower() == "pm" else 0)
    if hour > 23 or minute > 59:
        return None
    then = at.astimezone(UTC).replace(hour=hour, minute=minute, second=0, microsecond=0)
    return then if then > at else then + timedelta(days=1)


def decode(raw: bytes) -> Any:
    """One JSON value, also with bytes that are no UTF-8, lone surrogates or NaN in it.

    Raises: ValueError when it is no JSON at all, or nested too deeply to be read.
    """
    try:
        return msgspec.json.decode(raw)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    except (ValueError, msgspec.MsgspecError):
        try:
            return json.loads(raw.decode("utf-8", "replace"))
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


def is_complete(value: Any) -> bool:
    """Whether nothing of this value was left out when the mail was shortened (``{elided, size_bytes}``)."""
    waiting = [value]
    for _step in range(_WALK_LIMIT):
        if not waiting:
            return True
        one = waiting.pop()
        if isinstance(one, Mapping):
            if "elided" in one and "size_bytes" in one:
                return False
            waiting.extend(one.values())
        elif isinstance(one, list | tuple):
            waiting.extend(one)
    return True


def _finite(value: int | float) -> float | None:
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if abs(number) != float("inf") and number == number else None  # noqa: PLR0124  NaN differs from itself
