"""The doctor's look at terminals: which are here, by which route each is reached, is looking known. Any thread."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence

from headspace_desktop.terminals import Route
from headspace_desktop.terminals.away import Away
from headspace_desktop.terminals.desktop_findings import session_kind
from headspace_desktop.terminals.finding import Finding
from headspace_desktop.terminals.open import KNOWN, WAYLAND_ONLY, Opener
from headspace_desktop.terminals.routes import all_routes, idle_of
from headspace_desktop.troubles import Trouble

NOT_RUN = "written from the vendor's documentation, not run on the real system"

#: Programs that only start another terminal.
STARTERS = ("xdg-terminal-exec", "x-terminal-emulator")
#: Terminals with a route of their own, besides the window system's.
OWN_ROUTES = {"kitty": "kitty", "wezterm": "wezterm"}
#: One process for all windows and no WINDOWID: found by a mark in the title.
BY_TITLE = ("gnome-terminal", "ptyxis", "xfce4-terminal", "foot")


def terminal_findings(
    env: Mapping[str, str], command: str, away_after_s: float, *, is_macos: bool
) -> Iterator[Finding]:
    """Routes, terminals, what would be opened, and whether it can be known what the person looks at."""
    routes = all_routes(env)
    try:
        system = _window_system(env, routes, is_macos=is_macos)
        yield _system(env, system, is_macos=is_macos)
        yield from _routes(routes, is_macos=is_macos)
        if not is_macos:
            yield from _terminals(env, system)
        yield _opener(env, command, is_macos=is_macos)
        yield _looking(env, routes, away_after_s, is_macos=is_macos)
    finally:
        for route in routes:
            route.close()


def _window_system(env: Mapping[str, str], routes: Sequence[Route], *, is_macos: bool) -> Route | None:
    if is_macos or not session_kind(env):
        return None
    return next((route for route in routes if route.name in {"x11", "sway"} and route.is_here()), None)


def _system(env: Mapping[str, str], system: Route | None, *, is_macos: bool) -> Finding:
    key, title = "focus", "Going to a terminal"
    if is_macos:
        return Finding(key, title, "unknown", f"iTerm2 and Terminal.app by AppleScript: {NOT_RUN}")
    if system is not None:
        return Finding(key, title, "ok", f"windows are raised through {system.title}")
    if not session_kind(env):
        return Finding(key, title, "missing", "there is no screen", "Start it from a graphical session.")
    desktop = env.get("XDG_CURRENT_DESKTOP", "") or "this compositor"
    remedy = "Log in to the Xorg session, use sway, or use kitty with `allow_remote_control` and `listen_on` set."
    return Finding(key, title, "warning", f"{desktop} on Wayland lets no program raise another's window", remedy)


def _routes(routes: Sequence[Route], *, is_macos: bool) -> Iterator[Finding]:
    for route in routes:
        if route.name in {"iterm2", "terminal_app", "macos"} and not is_macos:
            continue
        if not route.is_verified:
            yield Finding(f"route.{route.name}", f"Route: {route.title}", "unknown", NOT_RUN)
        elif route.is_here():
            yield Finding(f"route.{route.name}", f"Route: {route.title}", "ok", "tested on the real system")


def _terminals(env: Mapping[str, str], system: Route | None) -> Iterator[Finding]:
    for name, _ in KNOWN:
        if name in STARTERS or shutil.which(name, path=env.get("PATH")) is None:
            continue
        key, title = f"terminal.{name}", f"Terminal: {name}"
        if name in WAYLAND_ONLY and session_kind(env) != "wayland":
            yield Finding(key, title, "ok", "for Wayland only; not used here")
        elif system is not None:
            ways = [system.title, *([f"{OWN_ROUTES[name]} for its tabs"] if name in OWN_ROUTES else [])]
            words = ", found by a mark in its title where it has several windows" if name in BY_TITLE else ""
            yield Finding(key, title, "ok", f"reached through {' and '.join(ways)}{words}")
        elif name == "kitty":
            remedy = "Set `allow_remote_control yes` and `listen_on unix:/tmp/kitty` in kitty.conf."
            yield Finding(key, title, "warning", "reached only by its remote control", remedy)
        else:
            yield Finding(key, title, "warning", "its window cannot be raised on this desktop")


def _opener(env: Mapping[str, str], command: str, *, is_macos: bool) -> Finding:
    opener = Opener(env, command, is_macos=is_macos)
    try:
        argv = opener.argv_for(["tmux", "attach"])
    except Trouble as trouble:
        return Finding.of("terminal", "Terminal to open", trouble, "warning")
    if not is_macos and shutil.which(argv[0], path=env.get("PATH")) is None:
        remedy = "Correct the setting `terminal.command`, or leave it empty to have one found."
        return Finding("terminal", "Terminal to open", "missing", f"{argv[0]} is not on PATH", remedy)
    words = "by the setting terminal.command" if command.strip() else "found"
    return Finding("terminal", "Terminal to open", "ok", f"{argv[0]}, {words}")


def _looking(env: Mapping[str, str], routes: Sequence[Route], away_after_s: float, *, is_macos: bool) -> Finding:
    key, title = "looking", "Knowing what you look at"
    if is_macos:
        return Finding(key, title, "unknown", f"iTerm2 and Terminal.app, after you went there once: {NOT_RUN}")
    idle = idle_of(routes)
    away = Away(idle, env)
    if idle is None or away.idle_s() is None:
        words = "not known here, so you are told even of what is before your eyes"
        return Finding(key, title, "warning", words, "Use an X11 session if that disturbs you.")
    lock = "a screen lock is noticed" if away.is_locked() is not None else "a screen lock is noticed as idleness only"
    return Finding(key, title, "ok", f"known; away after {away_after_s:.0f} s without input; {lock}")
