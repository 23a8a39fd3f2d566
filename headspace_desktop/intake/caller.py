"""The other end of the command socket, for the command line: standard library only, no Qt.

Main thread of a short-lived process; blocks on one socket. Speaks protocol version 1, docs/protocol.md.
"""

from __future__ import annotations

import json
import os
import select
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from headspace_desktop.paths import Paths
from headspace_desktop.troubles import AppAway, Trouble

VERSION = 1
#: The app answers every request within 30 s, be it with a refusal.
ANSWER_WITHIN_S = 40.0
CONNECT_WITHIN_S = 5.0
_LINE_LIMIT_BYTES = 64 << 20


class Refused(Trouble):
    """The app refused, in its own words."""

    title = "The app refused"

    def __init__(self, error: Mapping[str, Any], result: Mapping[str, Any]) -> None:
        retry_after_s = error.get("retry_after_s")
        super().__init__(
            str(error.get("detail") or ""),
            title=str(error.get("title") or "") or None,
            remedy=str(error.get("remedy") or "") or None,
            retry_after_s=retry_after_s if isinstance(retry_after_s, int | float) else None,
        )
        self.told_kind = str(error.get("kind") or "")
        self.result = result


def call(paths: Paths, verb: str, params: Mapping[str, Any], *, timeout_s: float = ANSWER_WITHIN_S) -> Any:
    """Ask for one thing and return its result. Blocks: up to `timeout_s`. Raises: AppAway, Refused."""
    deadline = time.monotonic() + timeout_s
    with _connected(paths) as wire:
        _send(wire, verb, params)
        for message in _messages(wire, deadline):
            if message.get("ok") is True:
                return message.get("result")
            if message.get("ok") is False:
                raise _refused(message)
    detail = "it did not answer in time" if time.monotonic() >= deadline else "it ended before it answered"
    raise AppAway(detail)


@contextmanager
def watch(paths: Paths, *, deadline: float | None = None) -> Iterator[Iterator[dict[str, Any]]]:
    """One line for each agent now, then one for every change, until the app ends or `deadline` (monotonic) passes.

    Raises: AppAway, Refused.
    """
    with _connected(paths) as wire:
        _send(wire, "watch", {})
        yield _lines(wire, deadline)


def _lines(wire: socket.socket, deadline: float | None) -> Iterator[dict[str, Any]]:
    for message in _messages(wire, deadline):
        if message.get("ok") is False:
            raise _refused(message)
        yield message


def _refused(message: Mapping[str, Any]) -> Refused:
    error, result = message.get("error"), message.get("result")
    return Refused(error if isinstance(error, dict) else {}, result if isinstance(result, dict) else {})


@contextmanager
def _connected(paths: Paths) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as wire:
        wire.settimeout(CONNECT_WITHIN_S)
        _connect(wire, os.fspath(paths.command_socket))
        yield wire


def _connect(wire: socket.socket, path: str) -> None:
    """Try again while the app is too busy to take calls. Source: connect(2), EAGAIN on Unix sockets."""
    deadline = time.monotonic() + CONNECT_WITHIN_S
    while True:
        try:
            wire.connect(path)
        except BlockingIOError as error:
            if time.monotonic() >= deadline:
                raise AppAway("it is too busy to answer", title="Headspace Desktop does not answer") from error
            time.sleep(0.02)
        except OSError as error:
            raise AppAway from error
        else:
            return


def _send(wire: socket.socket, verb: str, params: Mapping[str, Any]) -> None:
    request = {"v": VERSION, "id": "1", "do": verb, **params}
    try:
        wire.sendall(json.dumps(request).encode() + b"\n")
    except OSError as error:
        raise AppAway("it ended before it answered") from error


def _messages(wire: socket.socket, deadline: float | None) -> Iterator[dict[str, Any]]:
    """Messages until the other side ends or the deadline passes."""
    got = bytearray()
    while True:
        left_s = None if deadline is None else deadline - time.monotonic()
        if (left_s is not None and left_s <= 0) or not select.select([wire], [], [], left_s)[0]:
            return
        try:
            piece = wire.recv(1 << 16)
        except OSError:
            return
        got += piece
        if not piece or len(got) > _LINE_LIMIT_BYTES:
            return
        while (end := got.find(b"\n")) >= 0:
            line, got = bytes(got[:end]), got[end + 1 :]
            message = json.loads(line)
            if isinstance(message, dict):
                yield message
