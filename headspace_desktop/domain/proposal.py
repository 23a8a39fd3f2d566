"""What a request to write would change: the file as it is now against the file as it would be. Any thread; pure."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from headspace_desktop.domain.model import Json

WRITING_TOOLS = frozenset(("Write", "Edit", "MultiEdit", "NotebookEdit"))
#: Lines around a change that are shown with it.
_CONTEXT = 3
#: Lines of a difference that are shown; a person reads no more before deciding.
_LINES = 2000
#: Beyond so many pairs of lines the two sides are shown one after the other, not matched.
_PAIRS = 4_000_000


@dataclass(frozen=True, slots=True)
class Difference:
    """A unified difference.

    `note`: ``new``; ``gone``: what it replaces is not there; ``many``: it is there more than once; ``unread``: the
    present file could not be read. Empty when the difference is that of the file itself.
    """

    path: str
    text: str
    added: int = 0
    removed: int = 0
    note: str = ""
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class RequestPage:
    """A permission request in full. `is_whole` False: a part of it could not be found anywhere."""

    ask_id: str
    tool_input: Json
    is_whole: bool
    difference: Difference | None = None


def path_of(given: Json) -> str:
    """The file that a request names."""
    return next((given[key] for key in ("file_path", "notebook_path") if isinstance(given.get(key), str)), "")


def proposed(tool: str, given: Json, before: str | None, *, is_there: bool) -> Difference | None:
    """What the request would change; None for a tool that writes no file. `before` None: it could not be read."""
    if tool not in WRITING_TOOLS:
        return None
    path = path_of(given)
    if tool == "NotebookEdit":
        return _difference(path, _text(given, "old_source"), _text(given, "new_source"), "unread")
    if tool == "Write":
        note = "unread" if before is None and is_there else "new" if before is None else ""
        return _difference(path, before or "", _text(given, "content"), note)
    edits = [given] if tool == "Edit" else given.get("edits")
    pairs = [each for each in edits if isinstance(each, Mapping)] if isinstance(edits, list) else []
    if before is None:
        note = "unread" if is_there else "new" if _is_new(pairs) else "gone"
        old = "\n".join(_text(pair, "old_string") for pair in pairs)
        return _difference(path, old, "\n".join(_text(pair, "new_string") for pair in pairs), note)
    after, note = before, ""
    for pair in pairs:
        after, trouble = _edited(after, pair)
        note = note or trouble
    if note == "gone":
        old = "\n".join(_text(pair, "old_string") for pair in pairs)
        return _difference(path, old, "\n".join(_text(pair, "new_string") for pair in pairs), note)
    return _difference(path, before, after, note)


def _is_new(pairs: Sequence[Json]) -> bool:
    return bool(pairs) and not _text(pairs[0], "old_string")


def _edited(text: str, pair: Json) -> tuple[str, str]:
    old, new = _text(pair, "old_string"), _text(pair, "new_string")
    if not old:
        return (new, "") if not text else (text, "gone")
    count = text.count(old)
    if count == 0:
        return text, "gone"
    if pair.get("replace_all") is True:
        return text.replace(old, new), ""
    return text.replace(old, new, 1), "many" if count > 1 else ""


def _difference(path: str, before: str, after: str, note: str) -> Difference:
    old, new = before.splitlines(), after.splitlines()
    start, shared = 0, min(len(old), len(new))
    while start < shared and old[start] == new[start]:
        start += 1
    end = 0
    while end < shared - start and old[-1 - end] == new[-1 - end]:
        end += 1
    lines: list[str] = []
    added = removed = 0
    for line in _hunks(old, new, start, end):
        added += line.startswith("+")
        removed += line.startswith("-")
        lines.append(line)
    return Difference(path, "\n".join(lines[:_LINES]), added, removed, note, is_cut=len(lines) > _LINES)


def _hunks(old: Sequence[str], new: Sequence[str], start: int, end: int) -> Iterator[str]:
    """Lines of the difference. What both begin and end with is not looked at, but for some lines around."""
    first = max(0, start - _CONTEXT)
    left, right = old[first : len(old) - max(0, end - _CONTEXT)], new[first : len(new) - max(0, end - _CONTEXT)]
    if left == right:
        return
    if len(left) * len(right) > _PAIRS:
        yield f"@@ -{first + 1},{len(left)} +{first + 1},{len(right)} @@"
        yield from (f"-{line}" for line in left)
        yield from (f"+{line}" for line in right)
        return
    matcher = difflib.SequenceMatcher(None, left, right)
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        (_, i1, _, j1, _), (_, _, i2, _, j2) = group[0], group[-1]
        yield f"@@ -{first + i1 + 1},{i2 - i1} +{first + j1 + 1},{j2 - j1} @@"
        for tag, a1, a2, b1, b2 in group:
            if tag == "equal":
                yield from (f" {line}" for line in left[a1:a2])
                continue
            yield from (f"-{line}" for line in left[a1:a2])
            yield from (f"+{line}" for line in right[b1:b2])


def _text(given: Json, key: str) -> str:
    value = given.get(key)
    return value if isinstance(value, str) else ""
