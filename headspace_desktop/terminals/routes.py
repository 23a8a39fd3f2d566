"""Every route, in the order in which they are tried: a terminal's own first, since it knows its tabs."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from headspace_desktop.terminals import Route
from headspace_desktop.terminals.away import Idle
from headspace_desktop.terminals.iterm2 import ITerm2Route
from headspace_desktop.terminals.kitty import KittyRoute
from headspace_desktop.terminals.macos import MacScreen
from headspace_desktop.terminals.sway import SwayRoute
from headspace_desktop.terminals.terminal_app import TerminalAppRoute
from headspace_desktop.terminals.wezterm import WezTermRoute


def all_routes(env: Mapping[str, str] = os.environ, *, is_macos: bool = sys.platform == "darwin") -> tuple[Route, ...]:
    """The routes that this system can have; which of them work is for `Route.is_here` and `find` to tell."""
    iterm2, terminal_app = ITerm2Route(env), TerminalAppRoute(env)
    routes: list[Route] = [KittyRoute(env), WezTermRoute(env), iterm2, terminal_app, SwayRoute(env)]
    routes.append(MacScreen(env, (iterm2, terminal_app)))
    if env.get("DISPLAY") and not is_macos:  # there XQuartz sets it, and shows no terminal of macOS
        from headspace_desktop.terminals.x11 import X11Route  # noqa: PLC0415  python-xlib is there on Linux only

        routes.append(X11Route(env))
    return tuple(routes)


def idle_of(routes: Sequence[Route]) -> Idle | None:
    """The route that can tell how long there was no input; None on a system where none can."""
    return next((route for route in routes if isinstance(route, Idle) and route.is_here()), None)
