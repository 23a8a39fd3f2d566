"""One line of a Claude Code transcript as evidence. Pure; any thread, one cursor per file.

It decodes only what it uses: nearly all bytes are prompt snapshots, which are known by their head and left alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import msgspec

from headspace_desktop.clients import LINE_CUT, LineCursor
from headspace_desktop.clients.claude_fields import Fields, clean, decode, moment, reset_moment
from headspace_desktop.clients.claude_hooks import (
    KINDS,
    NAME,
    QUESTION_TOOL,
    REFUSED_PREFIX,
    answers_of,
    asked,
    failure_of,
    is_machine_text,
    permission,
    said_with_refusal,
    shortened,
)
from headspace_desktop.clients.claude_typed import is_interruption, is_of_program, is_of_shell, is_printed, typed
from headspace_desktop.clients.claude_words import detail
from headspace_desktop.domain.events import (
    Clues,
    CompactionFinished,
    InputAsked,
    Origin,
    PromptSubmitted,
    PromptWithdrawn,
    SessionEvidence,
    TextSaid,
    ToolFinished,
    ToolStarted,
    TurnFailed,
    TurnInterrupted,
    TurnStopped,
    UsageReported,
)
from headspace_desktop.domain.model import BackgroundTask, Source, Usage

#: The types that we read; every other one, also of a later version, is skipped unparsed.
_READ_TYPES = frozenset({b"user", b"assistant", b"system", b"cost-state", b"attachment", b"queue-operation"})
_READ_ATTACHMENTS = frozenset({b"queued_command", b"hook_permission_decision"})
#: Where a line's own type is looked for. Source: lines of 2.1.197 and 2.1.330; the keys before it are short.
_HEAD_BYTES = 512
_FIRST_TYPE = re.compile(rb'\s*\{\s*"type"\s*:\s*"([\w-]{1,40})"')
_ATTACHMENT = re.compile(rb'"attachment"\s*:\s*\{\s*"type"\s*:\s*"([\w-]{1,40})"')
_CUT_FIELD = rb'"%s"\s*:\s*"([^"\\]{1,200})"'
#: While such a call waits for its sub-agent (2.1.197), it is that one that asks: for what, its own transcript tells.
_SUBAGENT_TOOLS = frozenset({"Agent", "Task"})
#: Ids of messages whose usage was told; the blocks of one message follow each other closely.
_MESSAGES_KEPT = 64
#: Nobody reads a second dialog and refuses it within this time. Recorded: calls behind a refused one, 22 ms later.
_UNREAD = timedelta(milliseconds=500)


class _Line(msgspec.Struct):
    """The outer object; `Raw` parts are decoded only when they are wanted."""

    type: Any = None
    subtype: Any = None
    uuid: Any = None
    timestamp: Any = None
    sessionId: Any = None
    promptId: Any = None
    promptSource: Any = None
    origin: Any = None
    cwd: Any = None
    gitBranch: Any = None
    version: Any = None
    entrypoint: Any = None
    isMeta: Any = None
    isCompactSummary: Any = None
    isSidechain: Any = None
    forkedFrom: Any = None
    isApiErrorMessage: Any = None
    error: Any = None
    quotaLimits: Any = None
    toolDenialKind: Any = None
    toolDenialBeforeRun: Any = None
    permissionDecision: Any = None
    pendingBackgroundAgentCount: Any = None
    compactMetadata: Any = None
    totalCostUSD: Any = None
    operation: Any = None
    message: msgspec.Raw = msgspec.Raw()
    toolUseResult: msgspec.Raw = msgspec.Raw()
    attachment: msgspec.Raw = msgspec.Raw()
    content: msgspec.Raw = msgspec.Raw()


class _Message(msgspec.Struct):
    id: Any = None
    model: Any = None
    stop_reason: Any = None
    usage: Any = None
    content: msgspec.Raw = msgspec.Raw()


class _Block(msgspec.Struct):
    type: Any = None
    text: Any = None
    id: Any = None
    name: Any = None
    tool_use_id: Any = None
    is_error: Any = None
    input: msgspec.Raw = msgspec.Raw()
    content: msgspec.Raw = msgspec.Raw()


_lines = msgspec.json.Decoder(_Line)
_messages = msgspec.json.Decoder(_Message)
_blocks = msgspec.json.Decoder(list[_Block])


def read_line(line: bytes, cursor: LineCursor) -> list[SessionEvidence]:
    """One complete line; a cut one (see `LINE_CUT`) gives what its ends tell.

    Changes: the cursor's session, prompt, directory, branch, version and notes.
    Raises: ValueError for a line that should be read and is no JSON object.
    """
    if not is_wanted(line):
        return []
    if LINE_CUT in line:
        return _Reading(_salvaged(line), cursor).cut(line)
    return _Reading(_decode_line(line), cursor).all()


def is_wanted(line: bytes) -> bool:
    """Whether this line is read at all, told from its first bytes."""
    head = line[:_HEAD_BYTES]
    if first := _FIRST_TYPE.match(head):
        return first[1] in _READ_TYPES
    if attachment := _ATTACHMENT.search(head):
        return attachment[1] in _READ_ATTACHMENTS
    return not line.isspace() and bool(line)


def _decode_line(line: bytes) -> _Line:
    try:
        return _lines.decode(line)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    except msgspec.ValidationError as error:
        raise ValueError("not a transcript line") from error
    except (ValueError, msgspec.MsgspecError):
        return _lines.decode(_tidy(line))


def _tidy(line: bytes) -> bytes:
    """The same JSON as proper UTF-8, without lone surrogates and NaN.

    Raises: ValueError when it is no JSON.
    """
    try:
        value = json.loads(line.decode("utf-8", "replace"), parse_constant=lambda _name: None)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(value, dict):
        raise ValueError("not a transcript line")  # noqa: TRY004  one sort of error for all content
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


class _Reading:
    """One decoded line with what all its evidence shares."""

    def __init__(self, line: _Line, cursor: LineCursor) -> None:
        self._line = line
        self._cursor = cursor
        self._count = 0
        cursor.session_id = _news(line.sessionId, cursor.session_id)
        cursor.prompt_id = _text(line.promptId) or cursor.prompt_id
        cursor.cwd = _news(line.cwd, cursor.cwd)
        if line.gitBranch != "HEAD":  # detached, or no repository
            cursor.branch = _news(line.gitBranch, cursor.branch)
        cursor.version = _news(line.version, cursor.version)
        self._uuid = _text(line.uuid)
        told_at: datetime = moment(line.timestamp) or cursor.notes.get("at") or cursor.seen_at
        self._at = min(told_at, cursor.seen_at)  # a clock that is ahead tells nothing of later
        cursor.notes["at"] = self._at

    def all(self) -> list[SessionEvidence]:
        """Everything that this line says; copies of another session's lines and sub-agents' lines say nothing."""
        line = self._line
        if line.forkedFrom or line.isSidechain is True:
            return []
        match line.type:
            case "user":
                return self._user()
            case "assistant":
                return self._assistant()
            case "system":
                return self._system()
            case "attachment":
                return self._attached()
            case "queue-operation":
                return self._withdrawn()
            case "cost-state":
                return self._cost()
            case _:
                return []

    def cut(self, line: bytes) -> list[SessionEvidence]:
        """What the ends of a line that was too long to keep tell: that a tool finished."""
        head = line.partition(LINE_CUT)[0]
        use_id = _cut_field(b"tool_use_id", head) or _cut_field(b"tool_use_id", line)
        if self._line.type != "user" or not use_id:
            return []
        return [ToolFinished(**self._common(), tool_use_id=use_id, entry_uuid=self._uuid or None)]

    def _common(self, delivery_id: str = "") -> dict[str, Any]:
        suffix = f"#{self._count}" if self._count else ""
        if not delivery_id:
            self._count += 1
            named = f"line:{self._uuid}" if self._uuid else f"{self._cursor.path}:{self._cursor.offset_bytes}"
            delivery_id = named + suffix
        return {
            "origin": Origin(Source.TRANSCRIPT, delivery_id, self._at, self._cursor.seen_at),
            "clues": self._clues(),
        }

    def _clues(self) -> Clues:
        """Lines that follow each other seldom differ in them."""
        cursor = self._cursor
        said = (cursor.session_id, cursor.cwd, _text(self._line.entrypoint), cursor.version, cursor.branch)
        known: tuple[tuple[str, ...], Clues] | None = cursor.notes.get("clues")
        if known is None or known[0] != said:
            session_id, cwd, entrypoint, version, branch = (text or None for text in said)
            clues = Clues(
                client=NAME, session_id=session_id, cwd=cwd, transcript_path=cursor.path, entrypoint=entrypoint,
                version=version, branch=branch,
            )  # fmt: skip
            known = cursor.notes["clues"] = said, clues
        return known[1]

    # A person's or the program's own input, and the results of tools.

    def _user(self) -> list[SessionEvidence]:
        line = self._line
        if line.isMeta is True or line.isCompactSummary is True:
            return []
        content = _message(line.message).content
        text, blocks = _content(content)
        results = [block for block in blocks if block.type == "tool_result"]
        if results:
            return [self._result(block, is_only=len(results) == 1) for block in results if _text(block.tool_use_id)]
        if is_interruption(text):
            return [TurnInterrupted(**self._common(), entry_uuid=self._uuid or None)]
        kind, said, prompt_id = _kind(line.origin), typed(text), _text(line.promptId) or None
        if is_printed(text) or not said.strip() or (is_of_program(text) and kind != "human"):
            return []
        if is_of_shell(text):
            self._for_shell().append(self._prompt(said, prompt_id, is_machine=False))
            return []
        self._for_shell().clear()  # whatever the shell printed goes with this prompt
        is_machine = kind not in {"", "human"} or line.promptSource == "system" or is_machine_text(said)
        return [self._prompt(said, prompt_id, is_machine=is_machine)]

    def _for_shell(self) -> list[PromptSubmitted]:
        """What the person ran in the session since the last prompt: prompts, if the model answers (as from 2.1.197)."""
        waiting: list[PromptSubmitted] = self._cursor.notes.setdefault("shell", [])
        return waiting

    def _answered(self) -> list[SessionEvidence]:
        waiting, seen_at = self._for_shell(), self._cursor.seen_at
        told: list[SessionEvidence] = [replace(one, origin=replace(one.origin, seen_at=seen_at)) for one in waiting]
        waiting.clear()
        return told

    def _prompt(self, text: str, prompt_id: str | None, *, is_machine: bool) -> PromptSubmitted:
        return PromptSubmitted(
            **self._common(),
            text=text,
            prompt_id=prompt_id,
            is_machine=is_machine,
            entry_uuid=self._uuid or None,
        )

    def _attached(self) -> list[SessionEvidence]:
        raw = bytes(self._line.attachment)
        values = decode(raw) if raw else None
        if not isinstance(values, Mapping):
            return []
        if values.get("type") == "queued_command":
            return self._queued(values)
        self._decided(Fields(values, []))
        return []

    def _decided(self, fields: Fields) -> None:
        """A hook answered a permission request; the result of a call that it refused looks like any that failed."""
        if fields.text("hookEvent") == "PermissionRequest":
            _keep(self._by_hook(), fields.text("toolUseID"), fields.text("decision"))

    def _by_hook(self) -> dict[str, str]:
        decisions: dict[str, str] = self._cursor.notes.setdefault("by_hook", {})
        return decisions

    def _withdrawn(self) -> list[SessionEvidence]:
        """The person pressed Up, and every prompt that waited went back into the box. A line for each."""
        text = typed(_content(self._line.content)[0])
        if self._line.operation != "popAll" or not text.strip():
            return []
        return [PromptWithdrawn(**self._common(), text=text)]

    def _queued(self, values: Mapping[str, Any]) -> list[SessionEvidence]:
        """A prompt that was typed while the agent worked and went in between two calls."""
        fields = Fields(values, [])
        kind = _kind(fields.raw("origin"))
        text = typed(said_in(values.get("prompt")))
        if fields.text("commandMode") not in {"", "prompt"} or kind not in {"", "human"} or is_machine_text(text):
            return []
        return [replace(self._prompt(text, None, is_machine=False), is_joined=True)] if text else []

    def _result(self, block: _Block, *, is_only: bool) -> ToolFinished:
        line = self._line
        is_error = block.is_error is True
        said = _content(block.content)[0] if is_error else ""  # what a call that went well gave is nobody's business
        use_id = _text(block.tool_use_id)
        by_hook = self._by_hook().pop(use_id, "")
        fate = _fate(line, said, by_hook) if is_error else "accept"
        is_denied = fate == "reject"
        answers: tuple[tuple[str, ...], ...] = ()
        text = said_with_refusal(said) if is_denied else ""
        tool = self._open_tools().pop(use_id, "")
        if is_only and not is_error and tool in {"", QUESTION_TOOL}:
            raw = bytes(line.toolUseResult)
            if b'"answers"' in raw and b'"questions"' in raw:
                answers, text = answers_of(_loaded(raw), [])
                tool = QUESTION_TOOL if answers else tool
        return ToolFinished(
            **self._common(),
            tool_use_id=use_id,
            tool=tool,
            is_error=is_error,
            is_denied=is_denied,
            is_untold=not fate,
            is_by_person=self._is_by_person(),
            answers=answers,
            text=text,
            entry_uuid=self._uuid or None,
        )

    def _is_by_person(self) -> bool:
        """Whether this call's dialog was before the person; Esc turns down those behind it, too, which nobody saw."""
        told = self._line.permissionDecision
        if isinstance(told, Mapping):
            return _text(told.get("source")).startswith("user")
        if _text(self._line.toolDenialKind) != "user-rejected" or self._line.toolDenialBeforeRun is not True:
            return False
        before: datetime | None = self._cursor.notes.get("refused_at")
        self._cursor.notes["refused_at"] = self._at
        return before is None or self._at - before > _UNREAD

    # The agent.

    def _assistant(self) -> list[SessionEvidence]:
        line, message = self._line, _message(self._line.message)
        text, blocks = _content(message.content)
        found = self._answered()
        if line.isApiErrorMessage is True:
            return [*found, self._failed(text)]
        message_id = _text(message.id)
        if text.strip() and self._uuid:
            is_final = message.stop_reason == "end_turn"
            said = {"entry_uuid": self._uuid, "text": text, "message_id": message_id, "is_final": is_final}
            found.append(TextSaid(**self._common(), **said))
        for block in blocks:
            if block.type == "tool_use" and _text(block.id):
                found.extend(self._tool(block))
        found.extend(self._usage(message, message_id))
        return found

    def _failed(self, text: str) -> TurnFailed:
        limits = self._line.quotaLimits
        resets_at = moment(limits.get("resetsAt")) if isinstance(limits, Mapping) else None
        return TurnFailed(
            **self._common(),
            error=failure_of(_text(self._line.error), text),
            text=text,
            resets_at=resets_at or reset_moment(text, self._at),
        )

    def _tool(self, block: _Block) -> list[SessionEvidence]:
        use_id, tool = _text(block.id), _text(block.name)
        _keep(self._open_tools(), use_id, tool)
        value = _loaded(bytes(block.input))
        tool_input = value if isinstance(value, Mapping) else {}
        cwd = self._cursor.cwd
        about = detail(tool, tool_input, cwd)
        would_ask = None
        if tool not in KINDS and tool not in _SUBAGENT_TOOLS:
            would_ask = permission(tool, shortened(tool_input), use_id, cwd, tool_use_id=use_id, detail=about)
        started = ToolStarted(
            **self._common(),
            tool_use_id=use_id,
            tool=tool,
            detail=about,
            entry_uuid=self._uuid or None,
            would_ask=would_ask,
        )
        if tool not in KINDS:
            return [started]
        ask = asked(tool, tool_input, use_id, [], tool_use_id=use_id, asked_at=self._at)
        return [started, InputAsked(**self._common(), ask=ask)]

    def _open_tools(self) -> dict[str, str]:
        tools: dict[str, str] = self._cursor.notes.setdefault("tools", {})
        return tools

    def _usage(self, message: _Message, message_id: str) -> list[SessionEvidence]:
        """The tokens of one message, told with the first of its lines."""
        told: dict[str, str] = self._cursor.notes.setdefault("messages", {})
        if not message_id or message_id in told or not isinstance(message.usage, Mapping):
            return []
        fields = Fields(message.usage, [])
        keys = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens", "output_tokens")
        tokens = sum(int(fields.number(key) or 0) for key in keys)
        if not tokens:
            return []
        _keep(told, message_id, "")
        usage = Usage(model=_text(message.model), context_tokens=tokens)
        return [UsageReported(**self._common(f"usage:{message_id}"), usage=usage, message_id=message_id)]

    # The program.

    def _system(self) -> list[SessionEvidence]:
        line = self._line
        if line.subtype == "turn_duration":
            return [self._stopped()]
        if line.subtype == "compact_boundary":
            about = line.compactMetadata
            trigger = _text(about.get("trigger")) if isinstance(about, Mapping) else ""
            return [CompactionFinished(**self._common(), trigger=trigger)]
        return []

    def _stopped(self) -> TurnStopped:
        """The turn's end. The line counts sub-agents that go on; it does not name them, nor any shell."""
        count = self._line.pendingBackgroundAgentCount
        number = min(count, 99) if isinstance(count, int) and not isinstance(count, bool) and count > 0 else 0
        background = tuple(BackgroundTask(f"pending:{index}", "subagent", "") for index in range(number))
        return TurnStopped(
            **self._common(),
            last_text="",
            prompt_id=self._cursor.prompt_id,
            background=background,
            is_background_known=False,
        )

    def _cost(self) -> list[SessionEvidence]:
        total = Fields({"usd": self._line.totalCostUSD}, []).number("usd")
        return [] if total is None else [UsageReported(**self._common(), usage=Usage(cost_usd=total))]


def _keep(notes: dict[str, str], key: str, value: str) -> None:
    """Note this, and only so many of the newest."""
    notes[key] = value
    while len(notes) > _MESSAGES_KEPT:
        del notes[next(iter(notes))]


def _message(raw: msgspec.Raw) -> _Message:
    data = bytes(raw)
    try:
        return _messages.decode(data) if data else _Message()
    except (ValueError, msgspec.MsgspecError, RecursionError):
        return _Message()


def _content(raw: msgspec.Raw) -> tuple[str, list[_Block]]:
    """The text of a message or result, and its blocks; a content that is one string has no blocks."""
    data = bytes(raw)
    if not data:
        return "", []
    if data[:1] == b'"':
        return _text(_loaded(data)), []
    try:
        blocks = _blocks.decode(data)
    except (ValueError, msgspec.MsgspecError, RecursionError):
        return "", []
    texts = [_text(block.text) for block in blocks if block.type == "text"]
    return "\n\n".join(filter(None, texts)), blocks


def said_in(content: object) -> str:
    """The text of a decoded content: one string, or blocks with pictures between them."""
    if isinstance(content, list):
        blocks = (block for block in content if isinstance(block, Mapping) and block.get("type") == "text")
        return "\n\n".join(filter(None, (_text(block.get("text")) for block in blocks)))
    return _text(content)


def _loaded(data: bytes) -> Any:
    try:
        return decode(data) if data else None
    except ValueError:
        return None


def _text(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""


def _news(value: object, known: str) -> str:
    """What a line says of its session; nearly always what the line before it said."""
    return known if value == known else _text(value) or known


#: Kinds of a "denial" by which the program ended what it had begun.
_CUT_SHORT = frozenset({"interrupted", "cancelled"})


_BY_HOOK = {"allow": "accept", "deny": "reject"}


def _fate(line: _Line, said: str, by_hook: str) -> str:
    """Whether a call with an error was allowed ("accept") or refused ("reject"); empty when its line does not say.

    2.1.330 writes the decision, except for an Esc; in 2.1.197 what a hook refused looks like what failed, but for the
    line before it, which has told what the hook decided (`by_hook`).
    """
    told = line.permissionDecision
    decision = _text(told.get("decision")) if isinstance(told, Mapping) else ""
    if decision in {"accept", "reject"}:
        return decision
    if by_hook in _BY_HOOK:
        return _BY_HOOK[by_hook]
    kind = _text(line.toolDenialKind)
    is_refused = kind not in _CUT_SHORT if kind else said.startswith(REFUSED_PREFIX)
    return "reject" if is_refused else ""


def _kind(origin: object) -> str:
    return _text(origin.get("kind")) if isinstance(origin, Mapping) else ""


def _salvaged(line: bytes) -> _Line:
    """The outer fields of a cut line, as far as its ends show them; keys inside long texts are escaped there."""
    head, _cut, tail = line.partition(LINE_CUT)
    is_result = b'"tool_result"' in head
    return _Line(
        type="user" if is_result else "",
        uuid=_cut_field(b"uuid", tail) or _cut_field(b"uuid", head),
        timestamp=_cut_field(b"timestamp", tail) or _cut_field(b"timestamp", head),
        sessionId=_cut_field(b"sessionId", tail) or _cut_field(b"sessionId", head),
        cwd=_cut_field(b"cwd", tail) or _cut_field(b"cwd", head),
        version=_cut_field(b"version", tail) or _cut_field(b"version", head),
    )


def _cut_field(name: bytes, part: bytes) -> str:
    match = re.search(_CUT_FIELD % name, part)
    return match[1].decode("utf-8", "replace") if match else ""
