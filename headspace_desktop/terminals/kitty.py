"""The kitty route: tab and window through kitty's remote control. Thread of the caller (tmux).

Needs `allow_remote_control` and `listen_on` in kitty.conf. Source: sw.kovidgoyal.net/kitty/remote-control.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from typing_extensions import override

from headspace_desktop.processes import environ_of
from headspace_desktop.terminals import Holder, Route, Window
from headspace_desktop.terminals.call import call, call_json, dicts

#: An OS window, a tab of it, a split of that.
_Nested = tuple[dict[str, Any], dict[str, Any], dict[str, Any]]


class KittyRoute(Route):
    """Windows inside kitty: OS window, tab and split at once. A key is ``<window id>@<address>``."""

    name = "kitty"
    title = "kitty remote control"
    is_verified = True
    can_raise = True

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env

    @override
    def is_here(self) -> bool:
        return True  # each kitty tells its own processes where it listens

    @override
    def find(self, holder: Holder, *, may_mark: bool = True) -> Window | None:
        address = _address(holder)
        return _window(address, self._windows(address), holder) if address else None

    @override
    def front(self, holders: Sequence[Holder]) -> list[tuple[Holder, Window]]:
        by_address: dict[str, list[Holder]] = {}
        for holder in holders:
            by_address.setdefault(_address(holder), []).append(holder)
        by_address.pop("", None)
        found = []
        for address, here in by_address.items():
            windows = self._windows(address)
            picked = ((holder, _window(address, windows, holder)) for holder in here)
            found += [(holder, window) for holder, window in picked if window and _is_in_front(window, windows)]
        return found

    @override
    def raise_(self, window: Window, activation_token: str = "") -> None:
        number, _, address = window.key.partition("@")
        call(["kitty", "@", "--to", address, "focus-window", "--match", f"id:{number}"], self._env)

    @override
    def is_in_front(self, window: Window) -> bool:
        return _is_in_front(window, self._windows(window.key.partition("@")[2]))

    @override
    def close(self) -> None:
        pass

    def _windows(self, address: str) -> list[_Nested]:
        tree = dicts(call_json(["kitty", "@", "--to", address, "ls"], self._env))
        return [
            (outer, tab, inner)
            for outer in tree
            for tab in dicts(outer.get("tabs"))
            for inner in dicts(tab.get("windows"))
        ]


def _address(holder: Holder) -> str:
    """Where the kitty that it runs in listens; empty for none."""
    if holder.lineage.is_remote:
        return ""
    said = environ_of(holder.pid, "KITTY_LISTEN_ON", "KITTY_PID")
    address, pid = said.get("KITTY_LISTEN_ON", ""), said.get("KITTY_PID", "")
    is_ours = re.fullmatch(r"\d{1,10}", pid) and int(pid) in holder.lineage.pids
    return address if is_ours and re.fullmatch(r"(unix|tcp):\S+", address) else ""


def _window(address: str, windows: Sequence[_Nested], holder: Holder) -> Window | None:
    held = [window for *_, window in windows if window.get("pid") in holder.lineage.pids]
    if len(held) != 1 or not isinstance(held[0].get("id"), int):
        return None
    return Window(f"{held[0]['id']}@{address}", str(held[0].get("title", "")), "kitty @ ls")


def _is_in_front(window: Window, windows: Sequence[_Nested]) -> bool:
    number = window.key.partition("@")[0]
    return any(
        str(inner.get("id")) == number and all(part.get("is_focused") is True for part in (outer, tab, inner))
        for outer, tab, inner in windows
    )
