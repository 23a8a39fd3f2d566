"""A model server of our own on loopback: it says what the test wrote down, to the real agent program.

Stateless: the newest prompt of a person picks the script, the number of assistant turns since then picks the step.
What it sent and when is kept in `moments`, so that a test knows the truth independently of the program under test.

    server.script("fix the bug", Step("I look first.", [Call("Bash", {"command": "ls"})]), Step("Done."))
"""

from __future__ import annotations

import itertools
import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from typing_extensions import override

Json = dict[str, Any]

_ids = itertools.count(1)
_STANDARD_ERRORS = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    429: "rate_limit_error",
    500: "api_error",
    529: "overloaded_error",
}


@dataclass(frozen=True)
class Call:
    """One tool call. `id` is made when the test gives none; `input` may be made from the request's body."""

    tool: str
    input: Mapping[str, Any] | Callable[[Json], Mapping[str, Any]]
    id: str = ""


@dataclass(frozen=True)
class Step:
    """One answer of the model.

    `gate` holds it until `server.open_gate(gate)`; `error` sends that HTTP status instead; `slow_s` is the pause
    between two pieces of the text and of the thought; `is_cut` breaks the connection after the text; `stop_reason`
    and `input_tokens` are what the answer says of itself.
    """

    text: str = ""
    calls: Sequence[Call] = ()
    gate: str = ""
    delay_s: float = 0.0
    slow_s: float = 0.0
    error: int = 0
    error_text: str = ""
    error_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    thinking: str = ""
    is_cut: bool = False
    stop_reason: str = ""
    input_tokens: int = 1200


def plan_file(body: Json) -> str:
    """Where the program wants the plan written (it says so in its reminders, and shows only what lies there)."""
    found = re.findall(r"(/[^\s\"\\]+/plans/[\w.-]+\.md)", json.dumps(body.get("messages", [])))
    return str(found[-1]) if found else ""


def plan_steps(plan: str, *after: Step) -> tuple[Step, ...]:
    """The steps of a plan that is written down and put before the person. Use in plan mode."""
    return (
        Step(calls=[Call("ToolSearch", {"query": "select:ExitPlanMode", "max_results": 3})]),
        Step(calls=[Call("Write", lambda body: {"file_path": plan_file(body), "content": plan})]),
        Step(calls=[Call("ExitPlanMode", {})]),
        *after,
    )


def ask_user(*questions: tuple[str, str, Sequence[str], bool]) -> Call:
    """An AskUserQuestion call: each question is (text, header, option labels, is_multi)."""
    return Call(
        "AskUserQuestion",
        {
            "questions": [
                {
                    "question": text,
                    "header": header,
                    "multiSelect": is_multi,
                    "options": [{"label": label, "description": f"About {label}"} for label in labels],
                }
                for text, header, labels, is_multi in questions
            ]
        },
    )


@dataclass(frozen=True)
class Moment:
    """What the server did: `kind` is asked | answered | failed | title | compaction | count."""

    kind: str
    at_s: float  # time.time()
    prompt: str = ""
    step: int = 0
    session_id: str = ""
    tools: tuple[str, ...] = ()
    body: Json = field(default_factory=dict, repr=False, compare=False)


class ModelServer:
    """Use as a context manager; `url` is what ANTHROPIC_BASE_URL gets."""

    def __init__(self) -> None:
        self._scripts: dict[str, tuple[Step, ...]] = {}
        self._gates: dict[str, threading.Event] = {}
        self._lock = threading.Lock()
        self.moments: list[Moment] = []
        self.compaction_s = 0.0
        self._http = _Server(("127.0.0.1", 0), _Conversation)
        self._http.owner = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.1,), daemon=True, name="model-server")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def stop(self) -> None:
        with self._lock:
            for gate in self._gates.values():
                gate.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)

    def script(self, prompt: str, *steps: Step) -> None:
        """Answer prompts that contain `prompt` with these steps; the longest match wins, the last step repeats."""
        self._scripts[prompt] = steps

    def gate(self, name: str) -> threading.Event:
        with self._lock:
            return self._gates.setdefault(name, threading.Event())

    def open_gate(self, name: str) -> None:
        self.gate(name).set()

    def step_for(self, prompt: str, turn: int) -> Step:
        found = max((key for key in self._scripts if key in prompt), key=len, default=None)
        if found is None:
            return Step(f"Understood: {prompt[:40]}")
        steps = self._scripts[found]
        return steps[min(turn, len(steps) - 1)]

    def note(self, moment: Moment) -> None:
        with self._lock:
            self.moments.append(moment)

    def prompts(self) -> list[str]:
        """Every prompt that the model was asked to work on, in order, each once per first turn."""
        return [moment.prompt for moment in list(self.moments) if moment.kind == "asked" and moment.step == 0]

    def wait_for(self, kind: str, prompt: str = "", *, count: int = 1, timeout_s: float = 30.0) -> Moment:
        """Wait until `count` moments of this kind for prompts that contain `prompt` were noted; the last of them."""
        deadline = time.monotonic() + timeout_s
        while True:
            found = [moment for moment in list(self.moments) if moment.kind == kind and prompt in moment.prompt]
            if len(found) >= count:
                return found[count - 1]
            if time.monotonic() > deadline:
                raise AssertionError(f"no {kind!r} for {prompt!r}; there were {[*self.moments]}")
            time.sleep(0.02)


#: Beginnings of user texts that nobody typed as a prompt.
_NO_PROMPTS = ("Tool loaded.", "<system-reminder>", "[Request interrupted", "<command-", "<local-command")


class _Server(ThreadingHTTPServer):
    owner: ModelServer
    daemon_threads = True
    block_on_close = False

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


def _texts(content: Any) -> list[str]:
    if isinstance(content, str):
        return [content]
    return [block.get("text", "") for block in content if isinstance(block, dict) and block.get("type") == "text"]


def _is_prompt(text: str) -> bool:
    stripped = text.strip()
    return bool(stripped) and not stripped.startswith(_NO_PROMPTS)


def read_conversation(messages: Sequence[Json]) -> tuple[str, int]:
    """The newest prompt and how many assistant turns followed it."""
    turns = 0
    for message in reversed(messages):
        if message.get("role") == "assistant":
            turns += 1
            continue
        if message.get("role") != "user":
            continue
        prompts = [text for text in _texts(message.get("content", "")) if _is_prompt(text)]
        if prompts:
            return prompts[-1], turns
    return "", turns


class _Conversation(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60
    server: _Server

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""

    def do_HEAD(self) -> None:
        self._plain(200, {})

    def do_GET(self) -> None:
        self._plain(404, {"type": "error", "error": {"type": "not_found_error", "message": "not here"}})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        owner = self.server.owner
        session_id = self.headers.get("X-Claude-Code-Session-Id", "")
        path = self.path.partition("?")[0]
        if path.endswith("/count_tokens"):
            owner.note(Moment("count", time.time(), session_id=session_id))
            return self._plain(200, {"input_tokens": 1000})
        if not path.endswith("/messages"):
            return self._plain(404, {"type": "error", "error": {"type": "not_found_error", "message": path}})
        messages = body.get("messages", [])
        tools = tuple(str(tool.get("name", "")) for tool in body.get("tools") or ())
        last = " ".join(_texts(messages[-1].get("content", ""))) if messages else ""
        if "CRITICAL: Respond with TEXT ONLY" in last:
            owner.note(Moment("compaction", time.time(), session_id=session_id, body=body))
            time.sleep(owner.compaction_s)
            summary = "<analysis>Short.</analysis>\n<summary>A short talk about the test.</summary>"
            self._answer(body, Step(summary))
            return None
        if not tools:
            owner.note(Moment("title", time.time(), last[:200], session_id=session_id, body=body))
            self._answer(body, Step('{"title": "A scripted talk"}'))
            return None
        prompt, turn = read_conversation(messages)
        owner.note(Moment("asked", time.time(), prompt, turn, session_id, tools, body))
        step = owner.step_for(prompt, turn)
        if step.gate:
            owner.gate(step.gate).wait(120)
        if step.delay_s:
            time.sleep(step.delay_s)
        if step.error:
            self._fail(step)
            return owner.note(Moment("failed", time.time(), prompt, turn, session_id))
        at = self._answer(body, step)
        return owner.note(Moment("answered", at, prompt, turn, session_id))

    def _fail(self, step: Step) -> None:
        kind = step.error_type or _STANDARD_ERRORS.get(step.error, "api_error")
        error = {"type": "error", "error": {"type": kind, "message": step.error_text or kind}}
        self._plain(step.error, error, step.headers)

    def _plain(self, status: int, value: Json, headers: Mapping[str, str] | None = None) -> None:
        data = json.dumps(value).encode()
        self.send_response(status)
        for name, content in (headers or {}).items():
            self.send_header(name, content)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _answer(self, body: Json, step: Step) -> float:
        """When the other side could know all of it: it may act before we have written the last byte."""
        if not body.get("stream"):
            at = time.time()
            self._plain(200, _whole(body, step), step.headers)
            return at
        self.send_response(200)
        for name, content in step.headers.items():
            self.send_header(name, content)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        told_at = 0.0
        for event in _stream(body, step):
            if not told_at and _is_told(event):
                told_at = time.time()
            data = json.dumps(event, ensure_ascii=False)
            self.wfile.write(f"event: {event['type']}\ndata: {data}\n\n".encode())
            self.wfile.flush()
            if step.slow_s and event["type"] == "content_block_delta":
                time.sleep(step.slow_s)
        return told_at or time.time()


def _is_told(event: Json) -> bool:
    """A call is told with the end of its block, a text with the end of the message."""
    is_call = event["type"] == "content_block_start" and event["content_block"]["type"] == "tool_use"
    return is_call or event["type"] == "message_delta"


def _usage(step: Step, tokens: int) -> Json:
    return {
        "input_tokens": step.input_tokens,
        "output_tokens": tokens,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 0,
    }


def _blocks(body: Json, step: Step) -> list[Json]:
    blocks: list[Json] = []
    if step.thinking:
        blocks.append({"type": "thinking", "thinking": step.thinking, "signature": "c2lnbmVk"})
    if step.text:
        blocks.append({"type": "text", "text": step.text})
    for call in step.calls:
        ident = call.id or f"toolu_{next(_ids):08d}{time.time_ns()}"
        blocks.append(
            {
                "type": "tool_use",
                "id": ident,
                "name": call.tool,
                "input": dict(call.input(body) if callable(call.input) else call.input),
            }
        )
    return blocks or [{"type": "text", "text": ""}]


def _whole(body: Json, step: Step) -> Json:
    return {
        "id": f"msg_{next(_ids):08d}{time.time_ns()}",
        "type": "message",
        "role": "assistant",
        "model": body.get("model", "scripted"),
        "content": _blocks(body, step),
        "stop_reason": step.stop_reason or ("tool_use" if step.calls else "end_turn"),
        "stop_sequence": None,
        "usage": _usage(step, 20),
    }


def _pieces(text: str, *, is_slow: bool) -> list[str]:
    if not is_slow:
        return [text]
    return [word + " " for word in text.split(" ")]


def _stream(body: Json, step: Step) -> Iterator[Json]:
    whole = _whole(body, step)
    yield {
        "type": "message_start",
        "message": {**whole, "content": [], "stop_reason": None, "usage": _usage(step, 1)},
    }
    for index, block in enumerate(whole["content"]):
        yield from _block_events(index, block, is_slow=step.slow_s > 0)
    if step.is_cut:
        return
    yield {
        "type": "message_delta",
        "delta": {"stop_reason": whole["stop_reason"], "stop_sequence": None},
        "usage": _usage(step, 20),
    }
    yield {"type": "message_stop"}


def _block_events(index: int, block: Json, *, is_slow: bool) -> Iterator[Json]:
    empty: Json
    deltas: list[Json]
    if block["type"] == "text":
        empty = {"type": "text", "text": ""}
        deltas = [{"type": "text_delta", "text": piece} for piece in _pieces(block["text"], is_slow=is_slow)]
    elif block["type"] == "thinking":
        empty = {"type": "thinking", "thinking": "", "signature": ""}
        pieces = _pieces(block["thinking"], is_slow=is_slow)
        deltas = [{"type": "thinking_delta", "thinking": piece} for piece in pieces]
        deltas.append({"type": "signature_delta", "signature": block["signature"]})
    else:
        empty = {**block, "input": {}}
        deltas = [{"type": "input_json_delta", "partial_json": json.dumps(block["input"])}]
    yield {"type": "content_block_start", "index": index, "content_block": empty}
    for delta in deltas:
        yield {"type": "content_block_delta", "index": index, "delta": delta}
    yield {"type": "content_block_stop", "index": index}
