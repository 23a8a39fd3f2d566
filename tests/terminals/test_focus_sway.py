"""Click to focus on sway: a real headless compositor, two foot windows, tmux. sway refuses to run as root."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from headspace_desktop.domain.effects import Focus
from headspace_desktop.domain.events import FocusFinished
from headspace_desktop.domain.model import PaneRef
from headspace_desktop.terminals import Holder
from headspace_desktop.terminals.focus import Focuser
from headspace_desktop.terminals.lineage import Lineage
from headspace_desktop.terminals.routes import all_routes
from headspace_desktop.terminals.sway import SwayRoute
from headspace_desktop.troubles import WindowNotFound
from tests.harness.desktop import require, wait_for
from tests.terminals.stage import MINUTES, RealPanes, tmux

NOBODY = 65534


def as_person(argv: Sequence[str]) -> list[str]:
    if os.geteuid() != 0:
        return list(argv)
    return ["setpriv", "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups", "--", *argv]


@dataclass
class SwayDesktop:
    folder: Path
    env: dict[str, str]
    processes: list[subprocess.Popen[bytes]]

    def spawn(self, name: str, argv: Sequence[str]) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("wb") as output:
            process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", "--", *as_person(argv)],
                env=self.env,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def run(self, *argv: str) -> str:
        return subprocess.run(
            as_person(argv), env=self.env, cwd=self.folder, capture_output=True, text=True, timeout=20, check=True
        ).stdout

    def focus(self, pane: PaneRef) -> FocusFinished:
        return Focuser(all_routes(self.env)).focus(Focus("agent", "request", pane, None), RealPanes())

    def focused_pid(self) -> int:
        waiting = [json.loads(self.run("swaymsg", "-t", "get_tree", "-r"))]
        while waiting:
            node = waiting.pop()
            if node.get("focused"):
                return int(node.get("pid", 0))
            waiting += node.get("nodes", []) + node.get("floating_nodes", [])
        return 0


@pytest.fixture(scope="module")
def sway() -> Iterator[SwayDesktop]:
    require("sway", "foot", "tmux", "setpriv")
    folder = Path(tempfile.mkdtemp(prefix="sway-"))
    config = folder / "config"
    config.write_text("output * resolution 1280x800\nxwayland disable\n")
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "XDG_SESSION_TYPE": "wayland",
        "LC_ALL": "C.UTF-8",
        "SHELL": "/bin/sh",
        "WLR_BACKENDS": "headless",
        "WLR_LIBINPUT_NO_DEVICES": "1",
        "WLR_RENDERER": "pixman",
    }
    made = SwayDesktop(folder, env, [])
    try:
        made.spawn("sway", ["sway", "-c", str(config)])
        env["SWAYSOCK"] = str(wait_for("sway listens", lambda: next(folder.glob("sway-ipc.*.sock"), None)))
        env["WAYLAND_DISPLAY"] = wait_for("a display", lambda: next(folder.glob("wayland-?"), None)).name
        wait_for("sway answers", lambda: SwayRoute(env).version())
        yield made
    finally:
        for process in reversed(made.processes):
            for number in (signal.SIGTERM, signal.SIGKILL):
                try:
                    os.killpg(process.pid, number)
                    process.wait(5)
                except (ProcessLookupError, subprocess.TimeoutExpired):
                    continue
            process.wait(5)
        shutil.rmtree(folder, ignore_errors=True)


def test_every_pane_is_reached(sway: SwayDesktop) -> None:
    server = str(sway.folder / "tmux")
    for name in ("alpha", "beta"):
        sway.run("tmux", "-S", server, "-f", "/dev/null", "new-session", "-d", "-s", name, MINUTES)
    try:
        panes = {
            name[0]: PaneRef(server, tmux(server, "display", "-p", "-t", f"{name}:", "#{pane_id}"))
            for name in ("alpha", "beta")
        }
        split = PaneRef(server, tmux(server, "split-window", "-d", "-P", "-F", "#{pane_id}", "-t", "alpha:", MINUTES))
        windows = {}
        for number, name in enumerate(("alpha", "beta"), 1):
            windows[name] = sway.spawn(name, ["foot", "tmux", "-S", server, "attach", "-t", name]).pid
            wait_for("it is attached", lambda n=number: len(tmux(server, "list-clients").splitlines()) == n)
            wait_for("it is in front", lambda n=name: sway.focused_pid() == windows[n])
        sway.run("swaymsg", "workspace 2")
        for pane, name in [(panes["a"], "alpha"), (panes["b"], "beta"), (split, "alpha")]:
            finished = sway.focus(pane)
            assert finished.is_ok, finished
            assert finished.detail.startswith("sway")
            assert sway.focused_pid() == windows[name]
            holders = {pid: Holder.of(pid, "") for pid in (*windows.values(), os.getpid())}
            front = SwayRoute(sway.env).front(list(holders.values()))
            assert [holder.pid for holder, _window in front] == [windows[name]]
            assert pane.pane_id in tmux(server, "list-clients", "-F", "#{pane_id}").splitlines()
    finally:
        tmux(server, "kill-server")


def test_a_server_without_a_client_is_told(sway: SwayDesktop) -> None:
    server = str(sway.folder / "lonely")
    sway.run("tmux", "-S", server, "-f", "/dev/null", "new-session", "-d", "-s", "alpha", MINUTES)
    try:
        assert "No terminal shows this agent" in sway.focus(PaneRef(server, "%0")).detail
    finally:
        tmux(server, "kill-server")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"i3-ipc",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        struct.pack("=6sII", b"i3-ipc", 0xFFFFFFFF, 4),
        struct.pack("=6sII", b"i3-ipc", 3, 4) + b"{{{",
        struct.pack("=6sII", b"i3-ipc", 200_000, 4) + b"[" * 200_000,
    ],
)
def test_a_broken_compositor_is_a_trouble(tmp_path: Path, answer: bytes) -> None:
    route = SwayRoute({"SWAYSOCK": answering(tmp_path, answer)})
    with pytest.raises(WindowNotFound, match="sway"):
        route.find(Holder(1, "", Lineage((1,))))


@pytest.mark.parametrize("tree", [[], 7, None, {"nodes": 3}, {"nodes": [1, None, {"pid": "x", "id": 2}]}])
def test_a_strange_tree_has_no_window(tmp_path: Path, tree: Any) -> None:
    body = json.dumps(tree).encode()
    route = SwayRoute({"SWAYSOCK": answering(tmp_path, struct.pack("=6sII", b"i3-ipc", len(body), 4) + body)})
    assert route.find(Holder(1, "", Lineage((1,)))) is None


def answering(folder: Path, answer: bytes) -> str:
    """A socket that gives this answer to whoever asks, whatever is asked."""
    path = str(folder / "sock")
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen()

    def serve() -> None:
        with server:
            connection, _ = server.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    return path
