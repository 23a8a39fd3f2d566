"""Takes the content out of a recording and leaves its shape: what the rules read stays, everything else is replaced.

Each word becomes a made-up one of the same length, the same word always by the same one, so that texts that were equal
stay equal. The key of the replacement is thrown away with the object. Any thread; no I/O.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from typing import Any

from headspace_desktop.clients.claude_hooks import OVERLOADED_MARK, REFUSED_PREFIX
from headspace_desktop.domain.intent import PHRASES
from headspace_desktop.domain.model import Json
from headspace_desktop.recording.tape import Told

#: Longer texts end here: no rule reads so far, except that the last words of a text may ask a question.
TEXT_CHARS = 600
_TAIL_CHARS = 200

#: Values of these keys are words of the agent program, never of a person; only short plain ones are left.
_WORDS = frozenset({
    "type", "subtype", "hook_event_name", "notification_type", "source", "reason", "trigger", "error",
    "model", "permission_mode", "stop_reason", "role", "kind", "status", "waitingFor", "entrypoint", "version", "mode",
    "procStart", "proc_start", "promptSource", "commandMode", "toolDenialKind", "userType", "behavior", "operation",
    "hookEvent",
    "state", "sub_state", "rule", "deciding", "phase", "from", "to", "at", "seen_at", "status_at", "started_at",
    "pane_id", "waiting_for", "decision", "client", "change", "family", "shows", "dialog",
})  # fmt: skip
_WORD = re.compile(r"[\w.:+-]{1,64}", re.ASCII)
#: What the client says in words of its own with blanks between them; elsewhere a blank makes a sentence of somebody's.
_PHRASED = frozenset({"waitingFor", "waiting_for", "procStart", "proc_start", "at", "seen_at", "started_at"})
_PHRASE = re.compile(r"[\w .:+-]{1,64}", re.ASCII)
#: Names of tools: the client's own stay; a server that the person connected has a name of theirs.
_TOOLS = frozenset({"tool_name", "tool"})
_FOREIGN_TOOL = "mcp__"

#: In these everything is content, whatever its key.
_CONTENT = frozenset({"tool_input", "input", "tool_response", "toolUseResult", "toolInput"})

#: Marks of the client's own prompts; any other word between angle brackets may be somebody's name.
_TAG = (
    r"</?(?:task-notification|task-id|system-reminder|(?:teammate|agent|command)-message|cross-session[a-z-]{0,20}"
    r"|command-(?:name|args)|local-command-[a-z]{1,12}|bash-(?:input|stdout|stderr)|status|summary)\b"
)
#: What rules and clients look for in texts.
_PHRASES = (
    re.escape(REFUSED_PREFIX), re.escape(OVERLOADED_MARK),
    r"the user said:", r"\[Request interrupted by user(?: for tool use)?\]",
    *PHRASES,
    r"resets \d{1,2}(?::\d{2})?\s*(?:[ap]m)?\s*\(UTC\)", _TAG, r"<pasted_content id=",
)  # fmt: skip
#: Names that paths are recognised by.
_PATH_WORDS = frozenset({
    "claude", "projects", "sessions", "subagents", "jsonl", "json", "plans", "md", "home", "tmp", "agent", "key",
    "line", "usage", "registry", "mail", "ask", "prompt", "final", "text", "answer", "pending", "call",
})  # fmt: skip
#: Replacements of one length that are tried for a word.
_ATTEMPTS = 32
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_ID = r"\b(?:toolu|msg|req|srvtoolu)_\w+"
_MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)"
_TOKEN = re.compile("|".join([
    *(f"(?P<keep{number}>{phrase})" for number, phrase in enumerate((*_PHRASES, _MOMENT, r"%\d+"))),
    f"(?P<uuid>{_UUID})", f"(?P<id>{_ID})", r"(?P<word>\w+)",
]), re.IGNORECASE)  # fmt: skip
_PLAIN_KEY = re.compile(r"[A-Za-z_$][\w-]{0,40}")

#: The keys of a transcript line that are read at all; the rest of it is left out.
_LINE_KEYS = frozenset({
    "type", "subtype", "uuid", "timestamp", "sessionId", "promptId", "promptSource", "origin", "cwd", "gitBranch",
    "version", "entrypoint", "isMeta", "isCompactSummary", "isSidechain", "forkedFrom", "isApiErrorMessage", "error",
    "quotaLimits", "toolDenialKind", "toolDenialBeforeRun", "permissionDecision", "pendingBackgroundAgentCount",
    "compactMetadata", "totalCostUSD", "message", "toolUseResult", "attachment",
})  # fmt: skip
#: The keys of a live-session file that are read.
_FILE_KEYS = frozenset({
    "pid", "sessionId", "cwd", "startedAt", "procStart", "version", "kind", "entrypoint", "tmux", "name", "status",
    "waitingFor", "statusUpdatedAt", "updatedAt",
})  # fmt: skip
_QUEUE_KEYS = frozenset({"operation", "content"})
_MESSAGE_KEYS = frozenset({"id", "role", "model", "stop_reason", "usage", "content"})
_USAGE_KEYS = frozenset({
    "input_tokens", "output_tokens", "cache_creation_input_tokens", "cache_read_input_tokens",
})  # fmt: skip
_ANSWER_KEYS = frozenset({"answers", "questions"})


class Scrub:
    """One recording's replacements; use one object for all of its messages."""

    def __init__(self, key: bytes = b"") -> None:
        self._key = key or os.urandom(16)
        self._known: dict[str, str] = {}
        self._used: set[str] = set()

    def told(self, told: Told) -> Told:
        """The message without content."""
        values = dict(told.values)
        if told.via == "hook" and isinstance(values.get("payload"), Mapping):
            values["payload"] = _bounded_hook(values["payload"])
        if told.via == "transcript" and isinstance(values.get("lines"), list):
            values["lines"] = [{**row, "line": _bounded_line(row["line"])} for row in values["lines"]]
        if told.via == "registry" and isinstance(values.get("file"), Mapping):
            values["file"] = {key: value for key, value in values["file"].items() if key in _FILE_KEYS}
        if str(values.get("kind")).startswith("Subagent") and isinstance(values.get("payload"), Mapping):
            payload = values["payload"]
            values["payload"] = {**payload, "kind": self.text(str(payload.get("kind", "")))}
        return Told(told.t_s, told.via, self.value(values))

    def value(self, value: Any, key: str = "", *, is_content: bool = False) -> Any:
        """Any JSON value without content."""
        match value:
            case str():
                return value if not is_content and _is_machine_word(key, value) else self._named(key, value)
            case list() | tuple():
                return [self.value(one, key, is_content=is_content) for one in value]
            case Mapping():
                is_call = value.get("type") == "tool_use"
                return {
                    name if _PLAIN_KEY.fullmatch(name) else self.text(name): (
                        self._tool(one)
                        if name == "name" and is_call and isinstance(one, str)
                        else self.value(one, name, is_content=is_content or name in _CONTENT)
                    )
                    for name, one in value.items()
                }
            case _:
                return value

    def _named(self, key: str, value: str) -> str:
        return self._tool(value) if key in _TOOLS else self.text(value)

    def _tool(self, name: str) -> str:
        """A tool's name: which kind it is stays."""
        if not name.startswith(_FOREIGN_TOOL):
            return name if _WORD.fullmatch(name) else self.text(name)
        return _FOREIGN_TOOL + "__".join(map(self.text, name.removeprefix(_FOREIGN_TOOL).split("__")))

    def text(self, text: str) -> str:
        """A text of the same shape: its punctuation and machine words stay, its words are made up."""
        if len(text) > TEXT_CHARS:
            text = f"{text[: TEXT_CHARS - _TAIL_CHARS]}\n…\n{text[-_TAIL_CHARS:]}"
        return _TOKEN.sub(self._token, text)

    def _token(self, match: re.Match[str]) -> str:
        found, kind = match[0], match.lastgroup or ""
        if kind.startswith("keep") or found.lower() in _PATH_WORDS:
            return found
        if found not in self._known:
            self._known[found] = self._unused(found, kind)
        return self._known[found]

    def _unused(self, found: str, kind: str) -> str:
        """Different words stay different: short ones have few replacements, and then a longer one is taken."""
        for attempt in range(_ATTEMPTS * 8):
            longer = found[:1] * (attempt // _ATTEMPTS)
            made = self._made_up(found + longer, kind, attempt)
            if made not in self._used and made.lower() != found.lower():
                break
        self._used.add(made)
        return made

    def _made_up(self, found: str, kind: str, attempt: int) -> str:
        words = f"{attempt}:{found}".encode("utf-8", "replace")
        digest = hashlib.blake2b(words, key=self._key, digest_size=64).hexdigest()
        if kind == "uuid":
            return "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:32]))
        if kind == "id":
            return f"{found.partition('_')[0]}_{digest[:20]}"
        if found.isdigit():
            return "".join(str(int(digest[index % 64 * 2], 16) % 10) for index in range(len(found)))
        letters = "".join(chr(ord("a") + int(digest[index * 2 : index * 2 + 2], 16) % 26) for index in range(64))
        made = (letters * (len(found) // 64 + 1))[: len(found)]
        return made.capitalize() if found[0].isupper() else made


def _is_machine_word(key: str, value: str) -> bool:
    if key not in _WORDS:
        return False
    return (_PHRASE if key in _PHRASED else _WORD).fullmatch(value) is not None


def _bounded_hook(payload: Mapping[str, Any]) -> dict[str, Any]:
    bounded = {key: value for key, value in payload.items() if key not in {"agent_transcript_path", "effort"}}
    if "tool_response" in bounded:
        bounded["tool_response"] = _answer_of(bounded["tool_response"])
    calls = bounded.get("tool_calls")
    if isinstance(calls, list):
        bounded["tool_calls"] = [
            {**call, "tool_response": _answer_of(call.get("tool_response"))} if isinstance(call, Mapping) else call
            for call in calls
        ]
    return bounded


def _answer_of(response: Any) -> Any:
    """Of a tool's result only what a person answered is read."""
    if isinstance(response, str):
        return response[:TEXT_CHARS] if response.startswith(REFUSED_PREFIX) else ""
    if isinstance(response, Mapping):
        return {key: value for key, value in response.items() if key in _ANSWER_KEYS}
    return None


def _bounded_line(line: Json) -> Json:
    keys = _LINE_KEYS | _QUEUE_KEYS if line.get("type") == "queue-operation" else _LINE_KEYS
    kept = {key: value for key, value in line.items() if key in keys}
    if isinstance(message := kept.get("message"), Mapping):
        kept["message"] = _bounded_message(message)
    if isinstance(decided := kept.get("permissionDecision"), Mapping):
        kept["permissionDecision"] = {key: decided[key] for key in ("decision", "source") if key in decided}
    if "toolUseResult" in kept:
        kept["toolUseResult"] = _answer_of(kept["toolUseResult"])
    return kept


def _bounded_message(message: Mapping[str, Any]) -> Json:
    kept = {key: value for key, value in message.items() if key in _MESSAGE_KEYS}
    if isinstance(usage := kept.get("usage"), Mapping):
        kept["usage"] = {key: value for key, value in usage.items() if key in _USAGE_KEYS}
    content = kept.get("content")
    if isinstance(content, list):
        kept["content"] = [_bounded_block(block) for block in content]
    return kept


def _bounded_block(block: Any) -> Any:
    if not isinstance(block, Mapping):
        return block
    if block.get("type") == "thinking":
        return {"type": "thinking"}
    if block.get("type") == "tool_result":
        said = block.get("content")
        if isinstance(said, list):
            said = [{"type": "text", "text": str(one.get("text", ""))[:TEXT_CHARS]} for one in said if _is_text(one)]
        return {**block, "content": said[:TEXT_CHARS] if isinstance(said, str) else said}
    return block


def _is_text(block: Any) -> bool:
    return isinstance(block, Mapping) and block.get("type") == "text"
