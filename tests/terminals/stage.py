"""A stage for focus tests: tmux on private sockets, xterms in a headless desktop, `PaneClients` over them."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from headspace_desktop.domain.effects import Focus, WatchLook
from headspace_desktop.domain.events import FocusFinished, LookSeen
from headspace_desktop.domain.model import PaneRef
from headspace_desktop.terminals import PaneClients
from headspace_desktop.terminals.away import Away
from headspace_desktop.terminals.focus import Focuser
from headspace_desktop.terminals.look import Looker
from headspace_desktop.terminals.routes import all_routes, idle_of
from headspace_desktop.troubles import PaneGone, TmuxFailed
from tests.harness.desktop import Desktop, Window, wait_for

MINUTES = "exec sleep 600"


@dataclass(frozen=True)
class RealClient:
    tty: str
    pid: int
    session: str
    activity: int
    pane_id: str = ""


def tmux(socket: str, *arguments: str) -> str:
    done = subprocess.run(
        ["tmux", "-S", socket, "-f", "/dev/null", *arguments], capture_output=True, timeout=20, text=True, check=False
    )
    if done.returncode != 0:
        raise TmuxFailed(done.stderr.strip())
    return done.stdout.strip("\n")


class RealPanes:
    """What the tmux room does, in its plainest form."""

    def clients_of(self, pane: PaneRef) -> Sequence[RealClient]:
        try:
            session = tmux(pane.socket, "display-message", "-p", "-t", pane.pane_id, "#{session_name}")
        except TmuxFailed as error:
            raise PaneGone(error.detail) from error
        return sorted(self.clients_on(pane.socket), key=lambda client: (client.session != session, -client.activity))

    def clients_on(self, socket: str) -> Sequence[RealClient]:
        form = "#{client_tty}\t#{client_pid}\t#{session_name}\t#{client_activity}\t#{client_control_mode}\t#{pane_id}"
        fields = [row.split("\t") for row in tmux(socket, "list-clients", "-F", form).splitlines()]
        return [RealClient(f[0], int(f[1]), f[2], int(f[3]), f[5]) for f in fields if f[4] == "0"]

    def show(self, pane: PaneRef, tty: str) -> None:
        tmux(pane.socket, "switch-client", "-c", tty, "-t", pane.pane_id)

    def is_shown(self, pane: PaneRef, tty: str) -> bool:
        try:
            # Not display-message -c: without -t its pane is the last used session's, whatever the client shows.
            shown = tmux(pane.socket, "list-clients", "-F", "#{client_tty} #{pane_id}").splitlines()
        except TmuxFailed:
            return False
        return f"{tty} {pane.pane_id}" in shown


@dataclass
class Stage:
    desktop: Desktop
    folder: Path
    sockets: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    panes: PaneClients = field(default_factory=RealPanes)

    def server(self, name: str = "tmux") -> str:
        """The socket of a private server; it starts with its first session."""
        self.sockets.append(str(self.folder / name))
        return self.sockets[-1]

    def session(self, socket: str, name: str, command: str = MINUTES) -> PaneRef:
        tmux(socket, "new-session", "-d", "-x", "80", "-y", "24", "-s", name, command)
        return PaneRef(socket, tmux(socket, "display-message", "-p", "-t", f"{name}:", "#{pane_id}"))

    def split(self, pane: PaneRef) -> PaneRef:
        return PaneRef(
            pane.socket,
            tmux(pane.socket, "split-window", "-d", "-P", "-F", "#{pane_id}", "-t", pane.pane_id, MINUTES),
        )

    def window(self, pane: PaneRef) -> PaneRef:
        session = tmux(pane.socket, "display-message", "-p", "-t", pane.pane_id, "#{session_name}")
        return PaneRef(
            pane.socket,
            tmux(pane.socket, "new-window", "-d", "-P", "-F", "#{pane_id}", "-t", f"{session}:", MINUTES),
        )

    def xterm(self, title: str, *command: str) -> Window:
        """An xterm that runs this, in front."""
        self.names.append(title)
        process = self.desktop.spawn(title, ["xterm", "-T", title, "-e", *command])
        window = self.desktop.window_of(process.pid)
        wait_for(f"{title} is in front", lambda: self.desktop.active_window() == window.id)
        return window

    def attach(self, title: str, socket: str, session: str) -> Window:
        before = len(self.clients(socket))
        window = self.xterm(title, "tmux", "-S", socket, "attach", "-t", session)
        wait_for(f"{title} is attached", lambda: len(self.clients(socket)) == before + 1)
        return window

    def clients(self, socket: str) -> dict[str, str]:
        """Which pane each client shows: tty → pane id."""
        rows = tmux(socket, "list-clients", "-F", "#{client_tty} #{pane_id}").splitlines()
        return dict(row.split() for row in rows)

    def focus(self, pane: PaneRef | None, pid: int | None = None, token: str = "") -> FocusFinished:
        focuser = Focuser(all_routes(self.desktop.env))
        try:
            return focuser.focus(Focus("agent", "request", pane, pid, activation_token=token), self.panes)
        finally:
            focuser.close()

    def close(self) -> None:
        for socket in self.sockets:
            subprocess.run(["tmux", "-S", socket, "kill-server"], capture_output=True, timeout=10, check=False)
        for name in self.names:
            self.desktop.end(name)
        wait_for("all windows are gone", lambda: not self.desktop.windows())


def look(stage: Stage, *panes: PaneRef, away_after_s: float = 3600, pids: Sequence[int] = ()) -> LookSeen:
    """What is looked at now of agents in these panes, called by their pane's id, and of processes, by their number."""
    agents = [(pane.pane_id, pane, None) for pane in panes] + [(str(pid), None, pid) for pid in pids]
    routes = all_routes(stage.desktop.env)
    looker = Looker(routes, Away(idle_of(routes), stage.desktop.env), away_after_s)
    try:
        return looker.look(WatchLook(tuple(agents)), stage.panes)
    finally:
        for route in routes:
            route.close()
