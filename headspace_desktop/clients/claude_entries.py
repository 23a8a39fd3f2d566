"""Lines of a Claude Code transcript as the transcript panel shows them. Pure; any thread.

It cuts what is bulky and leaves out what is no conversation; evidence for states is `claude_lines`' business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from headspace_desktop.clients import LINE_CUT, Edit, Entry
from headspace_desktop.clients.claude_fields import Fields, clean, decode, moment
from headspace_desktop.clients.claude_hooks import is_machine_text
from headspace_desktop.clients.claude_lines import is_wanted
from headspace_desktop.clients.claude_typed import is_interruption, is_printed, printed, typed
from headspace_desktop.clients.claude_words import detail
from headspace_desktop.domain.model import Json

#: What is shown of one text by a person or the agent, and of a tool's input or result.
TEXT_CHARS = 100_000
BULK_CHARS = 4_000

_SYSTEM_WORDS = {"compact_boundary": "Conversation compacted", "informational": ""}


#: Pictures that are shown. Source: what the client takes (Anthropic API, vision), and a bound of our own.
_IMAGE_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_IMAGE_CHARS = 3 << 20
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}\Z")
_EDITS_LIMIT = 50


def read_subagent(meta: bytes) -> str:
    """The id of the tool call that a subagent works for, from the note beside its transcript; or nothing."""
    try:
        values = decode(meta)
    except ValueError:
        return ""
    return Fields(values, []).text("toolUseId") if isinstance(values, Mapping) else ""


def read_call(line: bytes, tool_use_id: str) -> Json | None:
    """The input of this tool call, when this line is the one that makes it."""
    try:
        values = decode(line)
    except ValueError:
        return None
    message = values.get("message") if isinstance(values, Mapping) else None
    content = message.get("content") if isinstance(message, Mapping) else None
    for block in content if isinstance(content, list) else ():
        if isinstance(block, Mapping) and block.get("type") == "tool_use" and block.get("id") == tool_use_id:
            given = block.get("input")
            return given if isinstance(given, Mapping) else None
    return None


def read_entries(line: bytes, offset_bytes: int, *, of_subagent: bool = False) -> list[Entry]:
    """One complete line for display; nothing for lines that are no conversation, or unreadable."""
    if not is_wanted(line):
        return []
    if LINE_CUT in line:
        return [Entry("result", "", is_folded=True, size_chars=len(line), offset_bytes=offset_bytes)]
    try:
        values = decode(line)
    except ValueError:
        return []
    if not isinstance(values, Mapping):
        return []
    fields = Fields(values, [])
    if fields.raw("isMeta") is True or (fields.raw("isSidechain") is True and not of_subagent):
        return []
    page = _Page(fields, offset_bytes, of_subagent=of_subagent)
    match fields.text("type"):
        case "user" | "assistant":
            return page.message()
        case "system":
            return page.system()
        case "attachment":
            return page.queued()
        case _:
            return []


class _Page:
    """One decoded line."""

    def __init__(self, fields: Fields, offset_bytes: int, *, of_subagent: bool) -> None:
        self._fields, self._of_subagent = fields, of_subagent
        self._at: datetime | None = moment(fields.raw("timestamp"))
        self._common: dict[str, Any] = {"at": self._at, "uuid": fields.text("uuid"), "offset_bytes": offset_bytes}

    def message(self) -> list[Entry]:
        """Its text, thinking, tool calls and results, in their order."""
        return self._content(self._fields.text("type"), self._fields.below("message"), "content")

    def queued(self) -> list[Entry]:
        """What the person typed while the agent worked, where it went in between two calls."""
        told = self._fields.below("attachment")
        is_prompt = told.text("type") == "queued_command" and told.text("commandMode") in {"", "prompt"}
        return self._content("user", told, "prompt") if is_prompt else []

    def _content(self, kind: str, fields: Fields, key: str) -> list[Entry]:
        content = fields.raw(key)
        if isinstance(content, str):
            return self._text(kind, content)
        found: list[Entry] = []
        for block in fields.rows(key):
            found.extend(self._block(kind, Fields(block, [])))
        return found

    def system(self) -> list[Entry]:
        subtype = self._fields.text("subtype")
        if subtype not in _SYSTEM_WORDS:
            return []
        return self._text("system", _SYSTEM_WORDS[subtype] or self._fields.text("content"))

    def _text(self, kind: str, text: str) -> list[Entry]:
        if kind == "user":
            kind, text = _speaker(text)
        if not text.strip():
            return []
        is_ours = self._of_subagent or is_machine_text(text) or self._fields.raw("isCompactSummary") is True
        is_machine = kind == "user" and is_ours  # a subagent is asked by its agent, never by the person
        is_error = self._fields.raw("isApiErrorMessage") is True
        return [self._entry(kind, text, TEXT_CHARS, is_machine=is_machine, is_error=is_error)]

    def _block(self, kind: str, block: Fields) -> list[Entry]:
        match block.text("type"):
            case "text":
                return self._text(kind, block.text("text"))
            case "thinking":
                text = block.text("thinking")
                return [self._entry("thinking", text, BULK_CHARS)] if text.strip() else []
            case "tool_use":
                return [self._tool(block)]
            case "tool_result":
                use_id, is_error = block.text("tool_use_id"), block.raw("is_error") is True
                images = tuple(
                    _image(Fields(part, [])) for part in block.rows("content") if part.get("type") == "image"
                )
                more = {"tool_use_id": use_id, "is_error": is_error, "images": tuple(filter(None, images))}
                return [self._entry("result", _result_text(block), BULK_CHARS, **more)]
            case "image":
                image = _image(block)
                return [self._entry(kind, "" if image else "[image]", BULK_CHARS, images=(image,) if image else ())]
            case _:
                return []

    def _tool(self, block: Fields) -> Entry:
        tool, tool_input = block.text("name"), block.table("input")
        summary = detail(tool, tool_input, self._fields.text("cwd"))
        more = {"tool": tool, "summary": summary, "tool_use_id": block.text("id")} | _shape(tool_input)
        return self._entry("tool", _as_json(tool_input), BULK_CHARS, **more)

    def _entry(self, kind: str, text: str, limit_chars: int, **more: Any) -> Entry:
        is_folded = len(text) > limit_chars
        shown = clean(text[:limit_chars] if is_folded else text)
        return Entry(kind, shown, is_folded=is_folded, size_chars=len(text), **self._common, **more)


def _speaker(text: str) -> tuple[str, str]:
    """Who says it and what, of a text that stands under the person's name."""
    if is_printed(text):
        return "result", printed(text)
    return ("system" if is_interruption(text) else "user"), typed(text)


def _shape(tool_input: Mapping[str, Any]) -> dict[str, Any]:
    """What of a tool's input is better shown as a change or as code than as JSON; told by the fields, not the tool."""
    fields = Fields(tool_input, [])
    path = clean(fields.text("file_path") or fields.text("notebook_path"))[:1000]
    rows = fields.rows("edits")[:_EDITS_LIMIT] if isinstance(tool_input.get("edits"), list) else []
    if isinstance(tool_input.get("old_string"), str):
        rows = [tool_input]
    if rows:
        parts = [Fields(row, []) for row in rows]
        edits = tuple(
            Edit(path, clean(part.text("old_string")[:TEXT_CHARS]), clean(part.text("new_string")[:TEXT_CHARS]))
            for part in parts
        )
        return {"edits": edits}
    if command := fields.text("command"):
        return {"code": clean(command[:TEXT_CHARS]), "code_name": "bash"}
    if content := fields.text("content") or fields.text("new_source"):
        return {"code": clean(content[:TEXT_CHARS]), "code_name": path}
    return {}


def _image(block: Fields) -> str:
    """A picture as a data address; nothing for one that is too large or no picture."""
    source = block.below("source")
    kind, data = source.text("media_type"), source.raw("data")
    if kind not in _IMAGE_TYPES or not isinstance(data, str) or len(data) > _IMAGE_CHARS or not _BASE64.match(data):
        return ""
    return f"data:{kind};base64,{data}"


def _parts(block: Fields) -> list[Mapping[str, Any]]:
    return block.rows("content") if isinstance(block.raw("content"), list) else []


def _result_text(block: Fields) -> str:
    content = block.raw("content")
    if isinstance(content, str):
        return content
    parts = []
    for part in _parts(block):
        fields = Fields(part, [])
        parts.append(fields.text("text") if fields.text("type") == "text" else f"[{fields.text('type') or 'part'}]")
    return "\n".join(parts)


def _as_json(value: Mapping[str, Any]) -> str:
    """Readable JSON; huge or odd input is only named."""
    try:
        return msgspec.json.format(msgspec.json.encode(value), indent=2).decode("utf-8", "replace") if value else ""
    except (ValueError, TypeError, RecursionError, msgspec.MsgspecError):
        return "…"
