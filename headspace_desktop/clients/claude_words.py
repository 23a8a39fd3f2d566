"""Claude Code's tools in words: one line for a card, one sentence for a permission. Pure; any thread.

It reads only a tool's name and input; what a dialog offers besides is the screen's business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from headspace_desktop.clients.claude_fields import Fields, clean
from headspace_desktop.domain.model import AskItem, AskOption, Json

#: One line on a card or in a notification.
LINE_LIMIT_CHARS = 300

ALLOW = "Allow"
ALLOW_SESSION = "Allow for this session"
DENY = "Deny"
APPROVE = "Approve the plan"
KEEP_PLANNING = "Keep planning"

_FILE_VERBS = {
    "Edit": "Edit",
    "MultiEdit": "Edit",
    "Write": "Write",
    "Read": "Read",
    "NotebookEdit": "Edit",
    "NotebookRead": "Read",
    "LS": "List",
}
_DETAIL_KEYS = (
    "command",
    "file_path",
    "notebook_path",
    "pattern",
    "url",
    "query",
    "subject",
    "description",
    "skill",
    "path",
    "name",
    "prompt",
)


def one_line(text: str, limit_chars: int = LINE_LIMIT_CHARS) -> str:
    """The text with its white space joined, cut with an ellipsis."""
    head = text[: limit_chars * 8]
    words = " ".join(clean(head).split())
    if len(words) <= limit_chars and text[len(head) :].strip():
        return f"{words[: limit_chars - 1]}…"
    return words if len(words) <= limit_chars else words[: limit_chars - 1].rstrip() + "…"


def detail(tool: str, tool_input: Json, cwd: str = "") -> str:
    """What this call is about: the command, the file, the pattern."""
    fields = Fields(tool_input, [])
    for key in _DETAIL_KEYS:
        if found := fields.text(key):
            return one_line(_near(found, cwd) if key.endswith("path") else found)
    if tool == "AskUserQuestion":
        return one_line(question_text(fields.rows("questions")))
    first = next((value for value in tool_input.values() if isinstance(value, str) and value), "")
    return one_line(first)


def permission_text(tool: str, tool_input: Json, cwd: str = "") -> str:
    """A permission request as one plain sentence, such as ``Run: touch a.txt``."""
    fields = Fields(tool_input, [])
    if tool in {"Bash", "PowerShell"}:
        return f"Run: {one_line(fields.text('command'))}" if fields.text("command") else "Run a command"
    if tool in _FILE_VERBS:
        path = fields.text("file_path") or fields.text("notebook_path") or fields.text("path")
        return f"{_FILE_VERBS[tool]} {one_line(_near(path, cwd))}" if path else f"{_FILE_VERBS[tool]} a file"
    if tool == "WebFetch":
        return f"Fetch {_host(fields.text('url'))}"
    if tool == "WebSearch":
        return f"Search the web: {one_line(fields.text('query'))}"
    if tool in {"Grep", "Glob"}:
        return f"Search files: {one_line(fields.text('pattern'))}"
    if tool.startswith("mcp__"):
        _mcp, _sep, rest = tool.partition("__")
        server, _sep, name = rest.partition("__")
        return one_line(f"Use {name or rest} of {server}" if name else f"Use {rest}")
    about = detail(tool, tool_input, cwd)
    return one_line(f"Use {tool}: {about}" if about else f"Use {tool or 'a tool'}")


def permission_item(text: str, suggestions: Sequence[Json]) -> AskItem:
    """The choices of a permission; the one for the session only where the client suggests how."""
    options = [AskOption(ALLOW)]
    if any(suggestion_words(suggestion) for suggestion in suggestions):
        words = "; ".join(filter(None, map(suggestion_words, suggestions)))
        options.append(AskOption(ALLOW_SESSION, one_line(words)))
    return AskItem(text=text, options=(*options, AskOption(DENY)))


def suggestion_words(suggestion: Json) -> str:
    """What a suggested permission would allow; empty for one that we do not offer.

    Bypassing all permissions is never offered from outside the terminal.
    """
    fields = Fields(suggestion, [])
    kind = fields.text("type")
    if kind == "setMode":
        mode = fields.text("mode")
        return "accept all edits" if mode == "acceptEdits" else ""
    if kind == "addDirectories":
        names = suggestion.get("directories")
        listed = [clean(name) for name in names if isinstance(name, str)] if isinstance(names, list) else []
        return f"use {', '.join(listed)}" if listed else ""
    if kind == "addRules" and fields.text("behavior") == "allow":
        rules = [_rule_words(rule) for rule in fields.rows("rules")]
        return f"allow {', '.join(filter(None, rules))}" if any(rules) else ""
    return ""


def question_items(rows: Sequence[Mapping[str, Any]], anomalies: list[str]) -> tuple[AskItem, ...]:
    """The questions of an AskUserQuestion with their options."""
    items = []
    for row in rows:
        fields = Fields(row, anomalies, "questions.")
        options = tuple(
            AskOption(option.text("label"), option.text("description"))
            for option in (Fields(each, anomalies, "questions.options.") for each in fields.rows("options"))
            if option.text("label")
        )
        is_multi = fields.flag("multiSelect")
        items.append(AskItem(fields.text("question"), fields.text("header"), options, is_multi=is_multi))
    return tuple(items)


def question_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """All questions in one text."""
    return " | ".join(filter(None, (Fields(row, []).text("question") for row in rows)))


def plan_item(text: str) -> AskItem:
    """The choices of a plan that waits for approval."""
    return AskItem(text=text, options=(AskOption(APPROVE), AskOption(KEEP_PLANNING)))


def split_answer(answer: str, item: AskItem | None) -> tuple[str, ...]:
    """A given answer as labels; several choices come as one comma list, and a label may hold a comma itself."""
    if item is None or not item.is_multi:
        return (answer,) if answer else ()
    labels = sorted((option.label for option in item.options), key=len, reverse=True)
    found: list[str] = []
    rest = answer
    while rest:
        label = next((one for one in labels if rest == one or rest.startswith(f"{one}, ")), None)
        part = label if label is not None else rest.partition(", ")[0]
        if part:
            found.append(part)
        rest = rest[len(part) :].removeprefix(", ") if part else rest[2:]
    return tuple(found)


def _rule_words(rule: Json) -> str:
    fields = Fields(rule, [])
    tool, content = fields.text("toolName"), fields.text("ruleContent")
    return f"{tool}({content})" if tool and content else tool


def _near(path: str, cwd: str) -> str:
    """A path as seen from the working directory, where it lies below it."""
    base = cwd.rstrip("/")
    return path[len(base) + 1 :] if base and path.startswith(f"{base}/") else path


def _host(url: str) -> str:
    try:
        return one_line(urlsplit(url).hostname or url or "a page")
    except ValueError:
        return one_line(url)
