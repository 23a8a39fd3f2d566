"""An open ask as the text that a person must read before deciding: the whole request, never a paraphrase.

Any thread; pure. What was cut is said; what would deceive the eye is made visible by `plain`.
"""

from __future__ import annotations

import json

from headspace_desktop.domain.model import Ask, AskKind, Json
from headspace_desktop.ui.plain import one_line


def request_text(ask: Ask) -> str:
    """The request in full: the command, or the file with what is taken out and put in, or every argument."""
    given = ask.tool_input
    if ask.kind is AskKind.PLAN:
        return ask.plan or _text(given, "plan") or ask.text
    if command := _text(given, "command"):
        return command
    if path := _text(given, "file_path") or _text(given, "notebook_path"):
        return "\n".join([path, *_edits(given)])
    if url := _text(given, "url"):
        return "\n".join(part for part in (url, _text(given, "prompt")) if part)
    if given:
        return json.dumps(dict(given), indent=2, ensure_ascii=False, default=str)
    return ask.text


def headline(ask: Ask, limit_chars: int = 300) -> str:
    """What is asked, on one line for a card."""
    if ask.kind is AskKind.PERMISSION:
        return one_line(request_text(ask), limit_chars)
    if ask.items and ask.items[0].text:
        return one_line(ask.items[0].text, limit_chars)
    return one_line(ask.text or request_text(ask), limit_chars)


def _edits(given: Json) -> list[str]:
    pairs = [given] if "old_string" in given else []
    more = given.get("edits")
    pairs += [edit for edit in more if isinstance(edit, dict)] if isinstance(more, list) else []
    lines: list[str] = []
    for pair in pairs:
        lines += [f"- {line}" for line in _text(pair, "old_string").splitlines()]
        lines += [f"+ {line}" for line in _text(pair, "new_string").splitlines()]
    content = _text(given, "content") or _text(given, "new_source")
    return lines + [f"+ {line}" for line in content.splitlines()]


def _text(given: Json, key: str) -> str:
    value = given.get(key)
    return value if isinstance(value, str) else ""
