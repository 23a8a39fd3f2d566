"""The sway route: containers and their pids over sway's own socket. Thread of the caller (tmux).

A tiny client of the i3 protocol, one connection a question. Source: sway-ipc(7).
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from typing_extensions import override

from headspace_desktop.terminals import Holder, Route, Window
from headspace_desktop.terminals.call import dicts
from headspace_desktop.terminals.pick import Candidate, Screen, pick, pick_front
from headspace_desktop.troubles import FocusRefused, WindowNotFound

MAGIC = b"i3-ipc"
HEADER = struct.Struct("=6sII")
RUN_COMMAND, GET_TREE, GET_VERSION = 0, 4, 7
TIMEOUT_S = 2.0
ANSWER_BYTES = 64 << 20


class SwayRoute(Route):
    """Windows of sway, and of compositors that speak its protocol with pids in the tree."""

    name = "sway"
    title = "sway"
    is_verified = True
    can_raise = True

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env

    @override
    def is_here(self) -> bool:
        return bool(self._env.get("SWAYSOCK"))

    @override
    def find(self, holder: Holder, *, may_mark: bool = True) -> Window | None:
        return pick(Screen(_candidates(self._windows()), self._titles), holder, None, may_mark=may_mark)

    @override
    def raise_(self, window: Window, activation_token: str = "") -> None:
        answers = dicts(self._ask(RUN_COMMAND, f"[con_id={int(window.key)}] focus"))
        if not answers or not all(answer.get("success") is True for answer in answers):
            words = "; ".join(str(answer.get("error", "")) for answer in answers)
            raise FocusRefused(f"sway answered: {words or 'nothing'}")

    @override
    def is_in_front(self, window: Window) -> bool:
        return any(node.get("focused") is True and str(node.get("id")) == window.key for node in self._windows())

    @override
    def front(self, holders: Sequence[Holder]) -> list[tuple[Holder, Window]]:
        if not holders:
            return []
        windows = self._windows()
        return pick_front(Screen(_candidates(windows), self._titles), _focused(windows), holders, lambda _: None)

    @override
    def focus(self) -> str:
        return _focused(self._windows())

    @override
    def close(self) -> None:
        pass

    def version(self) -> str:
        """What sway calls itself."""
        answer = self._ask(GET_VERSION)
        return str(answer.get("human_readable", "")) if isinstance(answer, dict) else ""

    def _titles(self) -> dict[str, str]:
        return {str(node["id"]): str(node.get("name")) for node in self._windows()}

    def _windows(self) -> list[dict[str, Any]]:
        return [node for node in _walk(self._ask(GET_TREE)) if "pid" in node and "id" in node]

    def _ask(self, kind: int, payload: str = "") -> Any:
        body = payload.encode()
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
                connection.settimeout(TIMEOUT_S)
                connection.connect(self._env.get("SWAYSOCK", ""))
                connection.sendall(HEADER.pack(MAGIC, len(body), kind) + body)
                magic, length, answered = HEADER.unpack(_receive(connection, HEADER.size))
                if magic != MAGIC or answered != kind or length > ANSWER_BYTES:
                    raise WindowNotFound("sway's socket answered in another protocol")
                return json.loads(_receive(connection, length))
        except (OSError, ValueError, RecursionError) as error:
            raise WindowNotFound(f"sway does not answer: {error}") from error


def _focused(windows: Sequence[dict[str, Any]]) -> str:
    return next((str(node["id"]) for node in windows if node.get("focused") is True), "0")


def _candidates(windows: Sequence[dict[str, Any]]) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(str(node["id"]), node["pid"] if isinstance(node["pid"], int) else None, str(node.get("name")))
        for node in windows
    )


def _receive(connection: socket.socket, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = connection.recv(min(length - len(parts), 1 << 20))
        if not part:
            raise OSError("the connection was closed")
        parts += part
    return bytes(parts)


def _walk(tree: Any) -> Iterator[dict[str, Any]]:
    waiting = [tree] if isinstance(tree, dict) else []
    while waiting:
        node = waiting.pop()
        yield node
        waiting += dicts(node.get("nodes")) + dicts(node.get("floating_nodes"))
