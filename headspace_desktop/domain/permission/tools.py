"""What the agent programs' own tools do: files, searches, pages. Any thread; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from headspace_desktop.domain.permission.facts import Fact, Findings, Safety
from headspace_desktop.domain.permission.labels import cut, host_of, short_path
from headspace_desktop.domain.permission.places import Where, touch

#: Tools of Claude Code that only look, and those that write a file.
_READ = frozenset(("Read", "LS", "NotebookRead", "BashOutput", "TaskOutput", "ListMcpResourcesTool", "ToolSearch"))
_SEARCH = frozenset(("Glob", "Grep"))
_WRITE = frozenset(("Write", "Edit", "MultiEdit", "NotebookEdit"))
_HARMLESS = frozenset((
    "TodoWrite", "TodoRead", "TaskCreate", "TaskUpdate", "TaskList", "TaskGet", "EnterPlanMode", "ExitPlanMode",
    "AskUserQuestion",
))  # fmt: skip
_VERB = {
    "Read": "read",
    "Write": "write",
    "Edit": "edit",
    "MultiEdit": "edit",
    "NotebookEdit": "edit",
    "LS": "list",
    "NotebookRead": "read",
}


def judge_tool(tool: str, given: Mapping[str, Any], options: str, where: Where, found: Findings) -> str:
    """Fill in the facts of one call and give its label. `options` are the words of the dialog's choices."""
    path = _text(given, "file_path") or _text(given, "notebook_path") or _text(given, "path")
    if tool in _SEARCH:
        if path:
            touch(found, where, path, Fact.READS)
        return cut(f"Search: {_text(given, 'pattern')}")
    if tool in _READ:
        if path:
            touch(found, where, path, Fact.READS)
        return cut(f"{_VERB.get(tool, 'read')} {short_path(path)}".strip())
    if tool in _WRITE:
        found.worsen(Safety.SAFE_WRITE)
        if path:
            touch(found, where, path, Fact.OVERWRITES if tool == "Write" else Fact.WRITES)
        else:
            found.worsen(Safety.UNKNOWN)
        return cut(f"{_VERB[tool]} {short_path(path)}".strip())
    if tool == "WebFetch":
        host = host_of(_text(given, "url"))
        found.say(Fact.NETWORK, host or "?")
        if not re.match(r"https?://", _text(given, "url"), re.IGNORECASE):
            found.worsen(Safety.UNKNOWN)
        return cut(host or "a page")
    if tool == "WebSearch":
        found.say(Fact.NETWORK, "web search")
        return cut(f"“{_text(given, 'query')}”")
    if tool in _HARMLESS:
        return cut(tool)
    if tool in ("KillShell", "KillBash", "TaskStop"):
        found.say(Fact.ENDS_PROCESSES, tool, Safety.SAFE_WRITE)
        return cut(tool)
    found.say(Fact.UNKNOWN_PROGRAM, tool or "?", _by_options(options))
    return cut(f"Permission: {_tool_name(tool)}" if tool else "Permission needed")


def _by_options(options: str) -> Safety:
    """The wording of the program's own choices, where nothing else is known of a tool."""
    if re.search(r"allow (?:writing|editing|modifying)", options, re.IGNORECASE):
        return Safety.SAFE_WRITE
    return Safety.SAFE_READ if re.search(r"allow reading", options, re.IGNORECASE) else Safety.UNKNOWN


def _tool_name(tool: str) -> str:
    if not tool.startswith("mcp__"):
        return tool
    server, _, name = tool.removeprefix("mcp__").partition("__")
    return f"{name} of {server}" if name else server


def _text(given: Mapping[str, Any], key: str) -> str:
    value = given.get(key)
    return value if isinstance(value, str) else ""
