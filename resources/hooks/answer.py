"""Asks the running app for a decision and prints it: ``answer.py SOCKET DELIVERY_NAME CLIENT``.

Run by a waiting hook with ``python3 -S -E``; standard library only. Whatever goes wrong it prints nothing and exits 0,
so that the terminal's own dialog decides.
"""

import json
import os
import select
import socket
import sys
import time

LOOK_INTERVAL_S = 20.0
ANSWER_LIMIT_BYTES = 8 << 20


def main() -> None:
    path, delivery_name, client = sys.argv[1:4]
    question = {
        "delivery_name": delivery_name,
        "session_id": os.environ.get("CLAUDE_CODE_SESSION_ID", ""),
        "client": client,
        "project_path": os.environ.get("CLAUDE_PROJECT_DIR", ""),
        "is_attended": os.environ.get("CLAUDE_CODE_SESSION_ATTENDED") != "0",
    }
    with socket.socket(socket.AF_UNIX) as wire:
        connect(wire, path)
        wire.sendall(json.dumps(question).encode() + b"\n")
        answer = wait(wire)
        if not answer:
            return
        with os.fdopen(os.dup(1), "wb") as out:
            out.write(answer)
        wire.sendall(b"printed\n")


def connect(wire: socket.socket, path: str) -> None:
    """Connect within a second, also while the app is too busy to take calls (connect(2), EAGAIN)."""
    wire.settimeout(1.0)
    deadline = time.monotonic() + 1.0
    while True:
        try:
            return wire.connect(path)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(0.02)


def wait(wire: socket.socket) -> bytes:
    """The whole answer, sent as a line with its length and so many bytes; nothing if it is not whole."""
    got = b""
    while True:
        ready, _, _ = select.select([wire], [], [], LOOK_INTERVAL_S)
        if not ready:
            if not is_asked():
                return b""
            continue
        piece = wire.recv(65536)
        got += piece
        head, newline, body = got.partition(b"\n")
        if newline and len(body) >= int(head):
            return body if len(body) == int(head) else b""
        if not piece or len(got) > ANSWER_LIMIT_BYTES:
            return b""


def is_asked() -> bool:
    """Whether the agent still runs: one that was killed cannot stop its hooks."""
    try:
        os.kill(int(os.environ["CLAUDE_PID"]), 0)
    except (KeyError, ValueError, PermissionError):
        return True
    except OSError:
        return False
    return True


if __name__ == "__main__":
    try:
        main()
    finally:  # whatever went wrong: no word, no code, the terminal's own dialog decides
        os._exit(0)
