"""Which panes there are, on every tmux server that we know; told only when something changed.

tmux thread. Between full sweeps it looks at what costs nothing: sockets, process ids, terminal devices.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from headspace_desktop.domain.events import PanesSeen
from headspace_desktop.tmux.client import TmuxClient
from headspace_desktop.troubles import TmuxServerGone, Trouble

log = logging.getLogger(__name__)

#: A full sweep at least so often, for what leaves no cheap trace: a window switched, a directory changed.
FULL_SWEEP_S = 10.0
_TERMINALS = Path("/dev/pts")


@dataclass(slots=True)
class _Server:
    tmux: TmuxClient
    seen: PanesSeen | None = None
    swept_at_s: float = float("-inf")
    trace: tuple[object, ...] = ()


class PaneSweep:
    """The servers that are watched. `tick` when `due_s` says so."""

    def __init__(self, interval_s: float, timeout_s: float, post: Callable[[PanesSeen], None]) -> None:
        self._interval_s = interval_s
        self._timeout_s = timeout_s
        self._post = post
        self._servers: dict[str, _Server] = {}
        self._next_at_s = 0.0

    def watch(self, socket: str) -> None:
        """Sweep this server now and from now on; its panes are told in any case."""
        tmux = TmuxClient(socket, self._timeout_s)
        server = self._servers.setdefault(tmux.socket, _Server(tmux))
        server.seen = None
        self._sweep(server)
        self._next_at_s = time.monotonic() + self._interval_s

    def hurry(self) -> None:
        """Something was done to a pane: look at once instead of at the next turn."""
        self._next_at_s = 0.0
        for server in self._servers.values():
            server.swept_at_s = float("-inf")

    def sockets(self) -> tuple[str, ...]:
        return tuple(self._servers)

    def due_s(self) -> float | None:
        return max(0.0, self._next_at_s - time.monotonic()) if self._servers else None

    def tick(self) -> None:
        """Sweep each server that left a trace of change, and each whose last sweep is old."""
        terminals = _terminals()
        for server in list(self._servers.values()):
            is_gone = server.seen is not None and not server.seen.panes  # a new one makes a new socket
            is_old = not is_gone and time.monotonic() - server.swept_at_s >= max(FULL_SWEEP_S, self._interval_s)
            if is_old or (*_signs(server, terminals), *_alive(server)) != server.trace:
                self._sweep(server)
        self._next_at_s = time.monotonic() + self._interval_s

    def _sweep(self, server: _Server) -> None:
        signs = _signs(server, _terminals())  # before the listing: what comes in between is found by the next tick
        try:
            if not Path(server.tmux.socket).exists():
                raise TmuxServerGone(server.tmux.socket)
            seen = server.tmux.panes()
        except TmuxServerGone:
            seen = PanesSeen(server.tmux.socket, (), datetime.now(UTC))
        except Trouble as trouble:
            # A server that does not answer may still be there: its panes are not called gone.
            log.warning("panes of %s: %s", server.tmux.socket, trouble)
            server.swept_at_s = time.monotonic()
            return
        server.swept_at_s = time.monotonic()
        is_new = server.seen is None or _core(server.seen) != _core(seen)
        server.seen = seen
        server.trace = (*signs, *(pane.pid for pane in seen.panes))
        if is_new:
            self._post(seen)


def _core(seen: PanesSeen) -> tuple[object, ...]:
    """What counts as a change. A title does not: agent programs animate theirs."""
    return tuple(replace(pane, title="") for pane in seen.panes)


def _terminals() -> tuple[str, ...]:
    try:
        return tuple(sorted(entry.name for entry in _TERMINALS.iterdir()))
    except OSError:
        return ()


def _signs(server: _Server, terminals: tuple[str, ...]) -> tuple[object, ...]:
    """Cheap signs that panes may have come; no process is started for them."""
    try:
        socket = Path(server.tmux.socket).stat()
    except OSError:
        return (terminals,)
    # tmux sets the x bits of its socket while a client is attached. Source: server_update_socket() in its server.c
    return (socket.st_ino, socket.st_mtime_ns, socket.st_mode, terminals)


def _alive(server: _Server) -> Iterator[int]:
    """Those of its panes' processes that still run."""
    return (pane.pid for pane in (server.seen.panes if server.seen else ()) if _is_alive(pane.pid))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return pid > 0
