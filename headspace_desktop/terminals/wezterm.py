"""The WezTerm route: selects the pane's tab; the window itself is raised by a window system's route.

Thread of the caller (tmux). Source: wezterm.org/cli/cli/list and activate-pane. It must not start a WezTerm.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from typing_extensions import override

from headspace_desktop.processes import environ_of
from headspace_desktop.terminals import Holder, Route, Window
from headspace_desktop.terminals.call import call, call_json, dicts


class WezTermRoute(Route):
    """Panes of WezTerm. A key is ``<pane id>@<socket>``."""

    name = "wezterm"
    title = "WezTerm command line"
    is_verified = False
    can_raise = False

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env

    @override
    def is_here(self) -> bool:
        return True  # each WezTerm tells its own processes where it listens

    @override
    def find(self, holder: Holder, *, may_mark: bool = True) -> Window | None:
        if holder.lineage.is_remote or holder.lineage.outer is not None:
            return None
        said = environ_of(holder.pid, "WEZTERM_UNIX_SOCKET", "WEZTERM_PANE")
        socket, pane = said.get("WEZTERM_UNIX_SOCKET", ""), said.get("WEZTERM_PANE", "")
        if not socket.startswith("/") or not re.fullmatch(r"\d{1,10}", pane):
            return None
        # The number may be inherited from another pane: only the terminal's own name proves it.
        held = [each for each in self._panes(socket) if each.get("tty_name") == holder.tty]
        if len(held) != 1 or str(held[0].get("pane_id")) != pane:
            return None
        return Window(f"{pane}@{socket}", str(held[0].get("title", "")), "wezterm cli list")

    @override
    def raise_(self, window: Window, activation_token: str = "") -> None:
        pane, _, socket = window.key.partition("@")
        call(["wezterm", "cli", "--no-auto-start", "activate-pane", "--pane-id", pane], self._env_for(socket))

    @override
    def is_in_front(self, window: Window) -> bool:
        pane, _, socket = window.key.partition("@")
        clients = dicts(call_json(_cli("list-clients"), self._env_for(socket)))
        return any(str(client.get("focused_pane_id")) == pane for client in clients)

    @override
    def close(self) -> None:
        pass

    def _panes(self, socket: str) -> list[dict[str, Any]]:
        return dicts(call_json(_cli("list"), self._env_for(socket)))

    def _env_for(self, socket: str) -> dict[str, str]:
        return {**self._env, "WEZTERM_UNIX_SOCKET": socket}


def _cli(verb: str) -> list[str]:
    return ["wezterm", "cli", "--no-auto-start", verb, "--format", "json"]
