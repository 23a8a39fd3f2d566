"""Which terminals are attached to a pane's server, and how one of them is made to show the pane.

tmux thread. It knows nothing of windows: the terminals room brings those to the front.
"""

from __future__ import annotations

from headspace_desktop.domain.model import PaneRef
from headspace_desktop.tmux.client import TerminalClient, TmuxClient
from headspace_desktop.troubles import NoClientAttached, PaneGone, Trouble


class AttachedClients:
    """Asks tmux at the moment of the call; remembers nothing. Has the shape of `terminals.PaneClients`."""

    def __init__(self, timeout_s: float) -> None:
        self._timeout_s = timeout_s

    def clients_of(self, pane: PaneRef) -> list[TerminalClient]:
        """Every client with a terminal that is attached to the pane's server.

        Order: clients on a session of the pane first, then the most recently used. Control clients are left out.
        Raises: PaneGone, TmuxServerGone, TmuxFailed, TmuxMissing.
        """
        sessions = {name for name, _session, _window in _places(TmuxClient(pane.socket, self._timeout_s), pane)}
        clients = self.clients_on(pane.socket)
        return sorted(clients, key=lambda client: (client.session not in sessions, -client.activity))

    def clients_on(self, socket: str) -> list[TerminalClient]:
        """Every client with a terminal that is attached to this server; control clients are left out.

        Raises: TmuxServerGone, TmuxFailed, TmuxMissing.
        """
        clients = TmuxClient(socket, self._timeout_s).clients()
        return [client for client in clients if not client.is_control and client.tty]

    def show(self, pane: PaneRef, tty: str) -> None:
        """Select the pane's session, window and pane on this client; other clients stay where they are.

        Raises: PaneGone, NoClientAttached, TmuxFailed.
        """
        tmux = TmuxClient(pane.socket, self._timeout_s)
        places = _places(tmux, pane)
        client = next((each for each in tmux.clients() if each.tty == tty), None)
        if client is None:
            raise NoClientAttached(f"{tty} is not attached")
        # A window can be linked into several sessions: stay in the client's own if it is there too.
        _name, session, window = next((place for place in places if place[0] == client.session), places[0])
        tmux.run("switch-client", "-c", tty, "-t", f"{session}:{window}.{pane.pane_id}")

    def is_shown(self, pane: PaneRef, tty: str) -> bool:
        """Whether this client's active pane is that one; False when client or pane is gone."""
        try:
            clients = TmuxClient(pane.socket, self._timeout_s).clients()
        except Trouble:
            return False
        return any(client.tty == tty and client.pane_id == pane.pane_id for client in clients)


def _places(tmux: TmuxClient, pane: PaneRef) -> list[tuple[str, str, str]]:
    """Session name, session id and window id of every place where the pane is."""
    rows = tmux.table(("pane_id", "session_name", "session_id", "window_id"), "list-panes", "-a")
    places = [(name, session, window) for pane_id, name, session, window in rows if pane_id == pane.pane_id]
    if not places:
        raise PaneGone(pane.pane_id)
    return places
