"""The whole program on a real desktop, with the real agent program in a real terminal: for stories."""

from __future__ import annotations

import json
import queue
import shlex
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.harness.claude import ClaudeHome, ClaudeTui
from tests.harness.desktop import Desktop, Window
from tests.harness.model_server import ModelServer
from tests.harness.tmux_server import TmuxServer

DEADLINE_S = 30.0


class Whole:
    """Desktop, terminal, agent and app of one story. `url` is another store than the embedded one."""

    def __init__(self, folder: Path, desktop: Desktop, url: str = "") -> None:
        self.desktop = desktop
        self.model = ModelServer()
        self.tmux = TmuxServer(desktop.env)
        self.folder = folder
        self.url = url
        self.home: ClaudeHome
        self.app: subprocess.Popen[bytes] | None = None
        self._count = 0

    @contextmanager
    def running(self) -> Iterator[Whole]:
        with self.model, self.tmux, ClaudeHome(self.folder, self.model.url) as home:
            self.home = home
            home.put_on_path()
            try:
                yield self
            finally:
                if self.app is not None and self.app.poll() is None:
                    self.quit()

    # -- the app

    @property
    def env(self) -> dict[str, str]:
        """The person's environment: this desktop, the agent's home, the app's own folder below it."""
        extra = {"HOME": str(self.home.path), "HEADSPACE_HOME": str(self.folder / "hs")}
        path = f"{self.home.path / 'bin'}:{self.desktop.env['PATH']}"
        return self.desktop.env | extra | {"PATH": path, "QTWEBENGINE_DISABLE_SANDBOX": "1"}

    def start_app(self, *args: str, is_ready: bool = True) -> None:
        self._count += 1
        self.app = self.desktop.spawn(f"app{self._count}", self.command(*args), env=self.env)
        if is_ready:
            self.wait_until_ready()

    def command(self, *args: str) -> list[str]:
        return [sys.executable, "-m", "headspace_desktop", *(["--database", self.url] if self.url else []), *args]

    def wait_until_ready(self) -> None:
        wait_for(lambda: self.try_headspace("status") is not None, "the app answers", self.logs)

    def kill_app(self) -> None:
        assert self.app is not None
        self.app.send_signal(signal.SIGKILL)
        self.app.wait(10)

    def quit(self) -> None:
        assert self.app is not None
        self.app.send_signal(signal.SIGTERM)
        assert self.app.wait(15) == 0, self.logs()

    def logs(self) -> str:
        log = self.folder / "hs/state/headspace.log"
        said = "".join(self.desktop.log(f"app{number}") for number in range(1, self._count + 1))
        return f"{said}\n{log.read_text() if log.exists() else ''}"

    def headspace(self, *words: str, code: int = 0) -> str:
        """One command of the command line."""
        done = self._run(*words)
        assert done.returncode == code, f"{words}: {done.returncode}\n{done.stdout}{done.stderr}\n{self.logs()}"
        return done.stdout

    def try_headspace(self, *words: str) -> str | None:
        done = self._run(*words)
        return done.stdout if done.returncode == 0 else None

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "headspace_desktop.cli", *words], env=self.env, cwd=self.home.project,
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    def query(self, words: str) -> list[tuple[Any, ...]]:
        """Rows of the app's store, read beside it."""
        if self.url:
            with psycopg.connect(self.url) as there:
                return there.execute(words).fetchall()
        with closing(sqlite3.connect(self.folder / "hs/data/headspace.sqlite3")) as here:
            return here.execute(words).fetchall()

    def agents(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.headspace("status", "--json", "--all"))["agents"]
        return found

    def agent(self) -> dict[str, Any]:
        (one,) = self.agents()
        return one

    def wait_for_state(self, state: str, sub_state: str | None = None) -> dict[str, Any]:
        """Until the one agent is in this state."""

        def probe() -> dict[str, Any] | None:
            for agent in self.agents():
                if agent["state"] == state and sub_state in {None, agent["sub_state"]}:
                    return agent
            return None

        return wait_for(probe, f"the agent is {state}/{sub_state}", lambda: f"{self.agents()}\n{self.logs()}")

    def look_away(self) -> None:
        """Another window gets the focus, as when the person works on something else."""
        other = self.desktop.spawn("other", ["xterm", "-T", "other"])
        self.desktop.activate(self.desktop.window_of(other.pid))

    def wait_for_ask(self, sub_state: str) -> dict[str, Any]:
        """Until the one agent asks, what it asks is known, and it can be answered from here.

        That it waits may be told by its live-session file before hook and transcript tell for what.
        """

        def probe() -> dict[str, Any] | None:
            agent = self.wait_for_state("needs_input", sub_state)
            return agent if agent["ask"] and agent["can_answer"] else None

        return dict(wait_for(probe, f"a {sub_state} can be answered", lambda: f"{self.agents()}\n{self.logs()}"))

    # -- the agent

    def start_agent(self, *args: str, title: str = "agent", session: str = "work") -> tuple[ClaudeTui, Window]:
        """Claude Code in a tmux session that an xterm of its own shows."""
        tui = self.home.start(self.tmux, *args, name=session)
        command = ["tmux", "-S", self.tmux.socket, "attach-session", "-t", session]
        xterm = self.desktop.spawn(f"xterm-{title}", ["xterm", "-T", title, "-geometry", "100x30", "-e", *command])
        return tui, self.desktop.window_of(xterm.pid)

    def start_bare_agent(self, *args: str) -> tuple[subprocess.Popen[bytes], Window]:
        """Claude Code in an xterm, without tmux."""
        env = " ".join(f"{key}={shlex.quote(value)}" for key, value in self.home.env().items())
        line = f"exec env {env} {shlex.quote(str(self.home.program))} --permission-mode default {shlex.join(args)}"
        xterm = self.desktop.spawn("bare", ["xterm", "-T", "bare", "-e", "sh", "-c", line], cwd=self.home.project)
        return xterm, self.desktop.window_of(xterm.pid)


class Watcher:
    """`headspace watch --json`, read by a thread of the test's own."""

    def __init__(self, whole: Whole) -> None:
        self.lines: list[dict[str, Any]] = []
        self._queue: queue.Queue[dict[str, Any]] = queue.Queue()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "headspace_desktop.cli", "watch", "--json"], env=whole.env, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._queue.put(json.loads(line))

    def wait_for_ask(self, sub_state: str) -> dict[str, Any]:
        """The next line that tells what is asked; that something is asked may be told before."""
        while not (line := self.wait_for("needs_input", sub_state))["question"]:
            pass
        return line

    def wait_for(self, state: str, sub_state: str | None = None, timeout_s: float = DEADLINE_S) -> dict[str, Any]:
        """The next line that tells this state."""
        deadline = time.monotonic() + timeout_s
        while True:
            try:
                line = self._queue.get(timeout=max(deadline - time.monotonic(), 0.01))
            except queue.Empty:
                states = [(known.get("state"), known.get("sub_state"), known.get("rule")) for known in self.lines]
                raise AssertionError(f"no {state}/{sub_state} within {timeout_s} s; told were {states}") from None
            self.lines.append(line)
            if line.get("state") == state and sub_state in {None, line.get("sub_state")}:
                return line

    def close(self) -> None:
        self._process.kill()
        self._process.wait(5)
        self._thread.join(5)
        if self._process.stdout is not None:
            self._process.stdout.close()


def wait_for(
    probe: Callable[[], Any], what: str, more: Callable[[], object] = str, timeout_s: float = DEADLINE_S
) -> Any:
    """Poll until `probe` gives something."""
    deadline = time.monotonic() + timeout_s
    while True:
        if (found := probe()) is not None and found is not False:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {timeout_s} s until {what}\n{more()}")
        time.sleep(0.1)
