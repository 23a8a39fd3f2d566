"""The running program, given everything that a careless or hostile world may write: it goes on, and loses nothing good.

Each row is fed to one running program; after it a well-behaved session must be understood from start to end.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.app.alone import Alone

pytestmark = pytest.mark.timeout(300)

#: What all the rows together may leave behind, as a multiple of what it took before. Generous: caches, arenas.
MEMORY_RATIO = 2.0


@pytest.fixture(scope="module")
def program() -> Iterator[Alone]:
    with Alone() as program:
        program.works()
        before_mb = program.pss_mb()
        yield program
        program.works()
        assert sorted(program.stored_prompts()) == sorted(program.sent)
        assert program.pss_mb() < before_mb * MEMORY_RATIO


@pytest.fixture(autouse=True)
def endures(program: Alone) -> Iterator[None]:
    before = len(program.bugs())
    yield
    program.works()
    assert program.bugs()[before:] == [], program.logs()


MARKUP = '<img src=x onerror="alert(1)"><script>fetch("//x")</script><a href="file:///etc/passwd">%s%n</a>\x1b[2J\u202e'


def hook(**fields: Any) -> bytes:
    """A payload that is right but for these fields."""
    right = {"session_id": "s-1", "cwd": "/tmp", "hook_event_name": "UserPromptSubmit", "prompt": "p", "prompt_id": "i"}
    return json.dumps(right | fields).encode()


def tool(**fields: Any) -> bytes:
    about: dict[str, Any] = {"tool_name": "Bash", "tool_use_id": "t-1", "tool_input": {"command": "x"}} | fields
    return hook(hook_event_name="PermissionRequest", **about)


def nested(depth: int) -> bytes:
    return b'{"session_id":"s-2","cwd":"/tmp","hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":' + (
        b'{"a":' * depth + b"1" + b"}" * depth + b"}"
    )


EVERY_TYPE: list[Any] = [None, True, -1, 1.5, 10**40, "", "\x00", "x" * 300_000, [], [[[]]], {}, {"a": [None]}]
FIELDS = (
    "session_id",
    "cwd",
    "transcript_path",
    "hook_event_name",
    "prompt",
    "prompt_id",
    "permission_mode",
    "source",
    "last_assistant_message",
    "background_tasks",
    "reason",
    "message",
    "notification_type",
    "error",
    "agent_id",
)
EVENTS = (
    "SessionStart",
    "UserPromptSubmit",
    "PreToolUse",
    "PostToolUse",
    "PermissionRequest",
    "Notification",
    "Stop",
    "StopFailure",
    "SubagentStart",
    "SubagentStop",
    "PreCompact",
    "PostCompact",
    "SessionEnd",
    "CwdChanged",
    "PermissionDenied",
    "Elicitation",
    "NoSuchEvent",
)

MAILS: dict[str, list[bytes]] = {
    "no JSON": [
        b"{",
        b"]",
        b"null",
        b"[]",
        b'"x"',
        b"12",
        b"{}",
        b"\x00\x01\x02",
        b"\xff\xfe",
        b" ",
        b"<html>",
        b"{}{}",
    ],
    "cut off": [hook()[:n] for n in (1, 20, 60, len(hook()) - 1)],
    "not UTF-8": [hook().replace(b'"p"', b'"\xff\xfe\xc3"'), hook().replace(b"s-1", b"\xed\xa0\x80")],
    "surrogates and NUL": [
        hook(prompt="\ud800"),
        hook(session_id="\udfff"),
        hook(cwd="/\x00/\ud800"),
        hook(prompt="\x00"),
    ],
    "deeply nested": [b"[" * 100_000, b'{"a":' * 100_000, nested(500), nested(20_000)],
    "numbers": [
        hook(prompt=1e308).replace(b"1e+308", b"1e999"),
        hook(prompt_id=10**4000),
        hook().replace(b'"p"', b"NaN"),
    ],
    "wrong types": [hook(**{field: value}) for field in FIELDS for value in EVERY_TYPE],
    "wrong types, every event": [
        hook(hook_event_name=event, **{field: value})
        for event in EVENTS
        for value in EVERY_TYPE[:9]
        for field in ("tool_name", "tool_input", "tool_use_id", "message")
    ],
    "wrong questions": [
        tool(tool_name=name, tool_input=value, permission_suggestions=value)
        for name in ("AskUserQuestion", "ExitPlanMode", "Bash")
        for value in [
            *EVERY_TYPE,
            {"questions": 1},
            {"questions": [1]},
            {"questions": [{"options": [{}, 1]}]},
            {"plan": []},
        ]
    ],
    "markup": [hook(prompt=MARKUP, cwd=f"/tmp/{MARKUP}"), tool(tool_input={"command": MARKUP}), tool(tool_name=MARKUP)],
    "far paths": [
        hook(cwd=path) for path in ("relative", "/" * 5000, "/" + "x/" * 50_000, "//host/share", "~", "/proc/self")
    ],
    "foreign transcripts": [
        hook(transcript_path=path, session_id=f"far-{n}")
        for n, path in enumerate(
            ["/dev/zero", "/dev/zero/x.jsonl", "/proc/self/mem.jsonl", "relative.jsonl", "/x\x00.jsonl"]
        )
    ],
    "many keys": [json.dumps({f"k{n}": n for n in range(200_000)} | {"session_id": "s", "cwd": "/tmp"}).encode()],
    "long text": [hook(prompt="x" * 5_000_000), tool(tool_input={"command": "x" * 900_000})],
}


@pytest.mark.parametrize("what", MAILS)
def test_mail(program: Alone, what: str) -> None:
    for number, payload in enumerate(MAILS[what]):
        for folder in (program.spool, program.spool / "tool"):
            (folder / f"{number}.1.%1.default,1,0.1").write_bytes(payload)
    _read(program)


def test_mail_of_70_megabytes(program: Alone) -> None:
    (program.spool / "1.1...1").write_bytes(hook(prompt="x" * 70_000_000))
    (program.spool / "2.1...1").write_bytes(
        hook(hook_event_name="PostToolUse", tool_response={"stdout": "x" * 70_000_000})
    )
    with (program.spool / "3.1...1").open("wb") as file:
        file.truncate(5 << 30)  # sparse: 5 GB of NUL
    _read(program)


def test_mail_that_is_no_file_or_has_an_odd_name(program: Alone) -> None:
    outside = program.folder / "outside"
    outside.write_bytes(b"keep me")
    (program.spool / "1.1.link").symlink_to(outside)
    (program.spool / "2.1.zero").symlink_to("/dev/zero")
    (program.spool / "3.1.folder").mkdir()
    os.mkfifo(program.spool / "4.1.pipe")
    for name in (b"\xff\xfe", b"a\nb", b" ", b"-rf", b"x" * 255, b"9" * 200, b"1.99999999999999999999...1", b"swept"):
        Path(os.fsdecode(os.fsencode(program.spool) + b"/" + name)).write_bytes(hook())
    program.works()
    assert outside.read_bytes() == b"keep me"


def _read(program: Alone) -> None:
    """Until every file was taken, with good mail in between."""
    program.works()
    folders = (program.spool, program.spool / "tool", program.spool / "taken")
    program.wait_for(
        "all mail is read", lambda: [p.name for f in folders for p in f.iterdir() if p.is_file()], lambda left: not left
    )


# -- transcripts


def _one_line(**fields: Any) -> bytes:
    return json.dumps({"type": "user", "uuid": "u", "timestamp": "2026-01-01T00:00:00Z"} | fields).encode() + b"\n"


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.write(_one_line(message={"content": "before"}))
        file.truncate(1 << 30)
        file.seek(0, os.SEEK_END)
        file.write(b"\n" + _one_line(message={"content": "after"}))


def _rotated(path: Path) -> None:
    path.write_bytes(_one_line() * 2000)
    path.rename(path.with_suffix(".old"))
    path.write_bytes(_one_line(uuid="v"))
    path.write_bytes(b"")


def _wrong_types(path: Path) -> None:
    keys = (
        "type",
        "uuid",
        "timestamp",
        "message",
        "promptId",
        "origin",
        "toolUseResult",
        "isSidechain",
        "cwd",
        "version",
    )
    kinds = ("user", "assistant", "system", "attachment", "summary", 1)
    contents = [
        1,
        [1],
        [{}],
        [{"type": 1}],
        [{"type": "tool_use"}],
        [{"type": "tool_result", "content": [1]}],
        {"a": 1},
    ]
    lines = [_one_line(**{"type": kind, key: value}) for kind in kinds for key in keys for value in EVERY_TYPE]
    lines += [
        _one_line(type=kind, message={"role": kind, "content": content, "usage": content, "model": content})
        for kind in kinds
        for content in contents
    ]
    path.write_bytes(b"".join(lines))


TRANSCRIPTS: dict[str, Callable[[Path], object]] = {
    "1 GB, sparse": _sparse,
    "rotated": _rotated,
    "wrong types": _wrong_types,
    "not UTF-8": lambda path: path.write_bytes(b"\xff\xfe\x00\n" + _one_line(uuid="\ud800") + b"\xc3\n" * 100),
    "no JSON": lambda path: path.write_bytes(b"{\n[\nnull\n12\n\n\r\n{}\n[]\n" * 500),
    "deeply nested": lambda path: path.write_bytes(b"[" * 1_000_000 + b"\n" + b'{"a":' * 100_000 + b"\n"),
    "a line of 40 MB": lambda path: path.write_bytes(_one_line(message={"content": "x" * 40_000_000})),
    "a line without an end": lambda path: path.write_bytes(_one_line()[:-1]),
    "a pipe": os.mkfifo,
    "a folder": Path.mkdir,
    "endless": lambda path: path.symlink_to("/dev/zero"),
    "a loop of links": lambda path: path.symlink_to(path),
}


@pytest.mark.parametrize("what", TRANSCRIPTS)
def test_transcript(program: Alone, what: str) -> None:
    agent = program.stand_in()
    TRANSCRIPTS[what](agent.transcript)
    agent.hook("SessionStart", source="startup")
    agent.prompt_id = "an-id"
    agent.hook("UserPromptSubmit", prompt="good prompt over a bad transcript")
    program.sent.append("good prompt over a bad transcript")
    program.wait_for("it works", lambda: program.agent(agent.session_id), lambda one: one.get("state") == "working")
    program.works()
    program.end(agent)


# -- live-session files


def _registry(**fields: Any) -> bytes:
    right = {
        "pid": 1,
        "sessionId": "r-1",
        "cwd": "/tmp",
        "startedAt": 1,
        "procStart": "1",
        "version": "2",
        "kind": "interactive",
        "entrypoint": "cli",
        "status": "idle",
        "statusUpdatedAt": 1,
    }
    return json.dumps(right | fields).encode()


REGISTRY: dict[str, list[bytes]] = {
    "no JSON": [b"", b"{", b"[]", b"null", b"\xff\xfe", b"{}", b"[" * 60_000, b'{"pid":' * 9_000],
    "wrong types": [
        _registry(**{key: value})
        for key in (
            "pid",
            "sessionId",
            "cwd",
            "startedAt",
            "procStart",
            "status",
            "statusUpdatedAt",
            "waitingFor",
            "name",
        )
        for value in [v for v in EVERY_TYPE if v != "x" * 300_000]
    ],
    "pids": [
        _registry(pid=pid, procStart=start) for pid in (0, -1, 1, 2**31, 2**63, 10**30) for start in (None, "", "0")
    ],
    "huge": [_registry(name="x" * 10_000_000)],
    "markup": [_registry(name=MARKUP, cwd=f"/tmp/{MARKUP}", waitingFor=MARKUP, sessionId=MARKUP)],
    "moments": [_registry(statusUpdatedAt=at, startedAt=at) for at in (-(10**18), 10**18, 1e300, -1)],
}


@pytest.mark.parametrize("what", REGISTRY)
def test_live_session_file(program: Alone, what: str) -> None:
    folder = program.home / ".claude" / "sessions"
    folder.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(REGISTRY[what]):
        (folder / f"{number}.json").write_bytes(content)
        (folder / f"{os.getpid()}.json").write_bytes(content)
    program.works()
    for file in folder.iterdir():
        file.unlink()


def test_live_session_file_that_is_no_file(program: Alone) -> None:
    folder = program.home / ".claude" / "sessions"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "11.json").symlink_to("/dev/zero")
    (folder / "12.json").symlink_to(folder / "12.json")
    (folder / "13.json").mkdir()
    os.mkfifo(folder / "14.json")
    with (folder / "15.json").open("wb") as file:
        file.truncate(2 << 30)
    (folder / "99999999999999999999.json").write_bytes(_registry())
    program.works()


# -- sockets


REQUESTS: list[bytes] = [
    b"\n",
    b"{\n",
    b"null\n",
    b"[]\n",
    b"\xff\xfe\n",
    b"[" * 100_000 + b"\n",
    b'{"do":' * 50_000 + b"\n",
    b"GET / HTTP/1.1\r\n\r\n",
    *(json.dumps({"id": 1, "do": do}).encode() + b"\n" for do in EVERY_TYPE[:7]),
    *(
        json.dumps({"id": value, "do": do, field: value}).encode() + b"\n"
        for do in ("status", "wait", "focus", "reply", "decide", "answer", "start", "mute", "raise", "heard", "no such")
        for field in ("agent", "text", "decision", "answers", "until", "until_at", "timeout_s", "project_path", "token")
        for value in EVERY_TYPE
        if value != "x" * 300_000 and not (do == "mute" and value is None)
    ),
    json.dumps({"do": "reply", "agent": "x", "text": "\ud800\x00"}).encode() + b"\n",
    b"x" * 5_000_000,
]


@pytest.mark.parametrize("name", ["command", "answer"])
def test_socket(program: Alone, name: str) -> None:
    path = os.fspath(program.paths.command_socket if name == "command" else program.paths.answer_socket)
    for request in REQUESTS:
        with socket.socket(socket.AF_UNIX) as wire:
            wire.settimeout(10)
            wire.connect(path)
            try:
                wire.sendall(request)
                wire.shutdown(socket.SHUT_WR)
                while wire.recv(1 << 16):
                    pass
            except (BrokenPipeError, ConnectionResetError):
                pass  # it need not listen to the end
    program.works()


@pytest.mark.parametrize("name", ["command", "answer"])
def test_two_hundred_silent_callers(program: Alone, name: str) -> None:
    path = os.fspath(program.paths.command_socket if name == "command" else program.paths.answer_socket)
    wires = [socket.socket(socket.AF_UNIX) for _ in range(200)]
    for number, wire in enumerate(wires):
        wire.settimeout(10)
        wire.connect(path)
        wire.send(b"{" if number % 2 else b'{"do": "watch"}\n')
    program.works()
    for wire in wires:
        wire.close()


def test_questions_on_the_answer_wire_that_belong_to_nothing(program: Alone) -> None:
    asked = {
        "delivery_name": "1.1...1",
        "session_id": "s",
        "client": "claude",
        "project_path": "/",
        "is_attended": True,
    }
    wires = [socket.socket(socket.AF_UNIX) for _ in range(100)]
    for number, wire in enumerate(wires):
        wire.connect(os.fspath(program.paths.answer_socket))
        wrong = EVERY_TYPE[number % len(EVERY_TYPE)] if number % 2 else number
        wire.send(
            json.dumps(asked | {"delivery_name": str(number), "is_attended": wrong}).encode()[:100_000] + b"\nprinted\n"
        )
    program.works()
    for wire in wires:
        wire.close()
