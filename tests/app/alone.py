"""The whole program as a process of its own, without a screen: for tests of what it endures and what it costs."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Self, TypeVar

import pytest

from headspace_desktop.intake import caller
from headspace_desktop.paths import Paths
from headspace_desktop.troubles import AppAway
from tests.harness.stand_ins import StandIn

T = TypeVar("T")
DEADLINE_S = 30.0


class Alone:
    """One program with a home of its own. Use as a context manager."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="hsa-"))  # short: socket paths hold 107 bytes
        self.home = self.folder / "home"
        self.home.mkdir()
        self.env = {
            "PATH": os.environ["PATH"], "HOME": str(self.home), "HEADSPACE_HOME": str(self.folder / "hs"),
            "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8", "TMUX_TMPDIR": str(self.folder),
        }  # fmt: skip
        self.paths = Paths.from_environment(self.env)
        self.spool = self.paths.spool_dir / "claude"
        self.process: subprocess.Popen[bytes]
        self.sent: list[str] = []
        self._count = 0
        self._sleepers: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        self._start()
        return self

    def restart(self) -> None:
        """The same home, another process."""
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(20) == 0, self.logs()
        self._start()

    def _start(self) -> None:
        with (self.folder / "out").open("ab") as out:
            words = [sys.executable, "-m", "headspace_desktop", "--hidden"]
            self.process = subprocess.Popen(words, env=self.env, cwd=self.home, stdout=out, stderr=out)
        self.wait_for("the program answers", self.agents, lambda agents: agents is not None)

    def __exit__(self, *_: object) -> None:
        for sleeper in self._sleepers:
            sleeper.kill()
            sleeper.wait(5)
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)
            pytest.fail(f"it did not end\n{self.logs()}")
        said = self.logs()
        shutil.rmtree(self.folder, ignore_errors=True)
        assert code == 0, said

    # -- what it says

    def agents(self) -> list[dict[str, Any]] | None:
        """Every agent on the board; None while nobody answers."""
        try:
            found: list[dict[str, Any]] = caller.call(self.paths, "status", {}, timeout_s=10)["agents"]
        except AppAway:
            return None
        return found

    def agent(self, session_id: str) -> dict[str, Any]:
        return next((agent for agent in self.agents() or [] if agent["session_id"] == session_id), {})

    def logs(self) -> str:
        log = self.paths.log_file
        return (self.folder / "out").read_text("utf-8", "replace") + (log.read_text("utf-8") if log.exists() else "")

    def bugs(self) -> list[str]:
        return [line for line in self.logs().splitlines() if "bug in " in line or line.startswith("Traceback")]

    def query(self, words: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.paths.database_file)) as db:
            return db.execute(words).fetchall()

    def wait_for(self, what: str, probe: Callable[[], T], is_there: Callable[[T], object] = bool) -> T:
        end_s = time.monotonic() + DEADLINE_S
        while True:
            found = probe()
            if is_there(found):
                return found
            assert self.process.poll() is None, f"it ended: {self.logs()}"
            if time.monotonic() > end_s:
                pytest.fail(f"not within {DEADLINE_S:g} s: {what}; there is {found!r:.2000}\n{self.logs()}")
            time.sleep(0.02)

    # -- what it is given

    def stand_in(self) -> StandIn:
        """A session of its own, with a living process."""
        self._count += 1
        sleeper = subprocess.Popen(["sleep", "3600"], stdin=subprocess.DEVNULL)
        self._sleepers.append(sleeper)
        return StandIn(self._count, self.home, self.spool, sleeper.pid)

    def end(self, agent: StandIn) -> None:
        sleeper = next(one for one in self._sleepers if one.pid == agent.pid)
        sleeper.kill()
        sleeper.wait(5)

    def works(self) -> None:
        """A well-behaved session is understood from start to end, and its words are stored."""
        agent = self.stand_in()
        text = f"good prompt {agent.number}"
        agent.start()
        agent.prompt(text)
        self.sent.append(text)
        self.wait_for("the session works", lambda: self.agent(agent.session_id), lambda a: a.get("state") == "working")
        agent.stop(f"good answer {agent.number}")
        self.wait_for("it is done", lambda: self.agent(agent.session_id), lambda a: a.get("state") == "done")
        agent.hook("SessionEnd", reason="prompt_input_exit")
        self.end(agent)
        self.wait_for("it ended", lambda: self.agent(agent.session_id), lambda a: a.get("state") == "ended")

    def stored_prompts(self) -> list[str]:
        return [text for (text,) in self.query("SELECT text FROM turns WHERE text LIKE 'good prompt %' ORDER BY id")]

    def pss_mb(self) -> float:
        lines = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss_Anon:")) / 1024
