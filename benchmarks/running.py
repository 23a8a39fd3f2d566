"""The whole program on a private desktop, as a person has it: screen, tray host, notification daemon, bus."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any, Self

import figures
import processes

from tests.harness.desktop import Desktop

__all__ = ["Running", "figures"]


class Running:
    """The app with a home of its own. Use as a context manager; `start` when the scene is set."""

    def __init__(self) -> None:
        self.desktop = Desktop()
        self.folder = Path(tempfile.mkdtemp(prefix="hsb-"))
        self.home = self.folder / "home"
        self.home.mkdir()
        self.env = self.desktop.env | {"HOME": str(self.home), "HEADSPACE_HOME": str(self.folder / "hs")}
        self.spool = self.folder / "hs" / "state" / "spool" / "claude"
        self.app: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.desktop.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.app is not None and self.app.poll() is None:
            self.end()
        self.desktop.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def pid(self) -> int:
        """Of the program itself (the launcher replaces itself by it)."""
        assert self.app is not None
        return self.app.pid

    def start(self, *words: str) -> None:
        self.app = self.desktop.spawn("app", [sys.executable, "-m", "headspace_desktop", *words], env=self.env)
        self.wait_for(lambda: self.status() is not None, "the app answers")

    def end(self) -> None:
        assert self.app is not None
        self.app.send_signal(signal.SIGTERM)
        self.app.wait(15)

    def status(self) -> dict[str, Any] | None:
        words = [sys.executable, "-m", "headspace_desktop.cli", "status", "--json", "--all"]
        done = subprocess.run(words, env=self.env, capture_output=True, text=True, timeout=60, check=False)
        return json.loads(done.stdout) if done.returncode == 0 else None

    def wait_for(self, probe: Any, what: str, deadline_s: float = 60.0) -> Any:
        end_s = time.monotonic() + deadline_s
        while not (found := probe()):
            if time.monotonic() > end_s:
                raise TimeoutError(f"{what}\n{self.desktop.log('app')}")
            time.sleep(0.2)
        return found

    def check(self, begin_s: float, deadline_s: float = 60.0) -> None:
        """Fail when something that is waited for since `begin_s` takes too long."""
        if time.monotonic() > begin_s + deadline_s:
            raise TimeoutError("it does not come")

    def cost_of(self, wall_s: float) -> processes.Cost:
        """Watch the program for so long and do nothing else."""
        begin_s, cpu_s = time.monotonic(), processes.cpu_s(self.pid)
        fine_s, wakes = processes.cpu_fine_s(self.pid), processes.wake_ups(self.pid)
        time.sleep(wall_s)
        passed_s = time.monotonic() - begin_s
        after: Counter[str] = processes.wake_ups(self.pid)
        return processes.Cost(
            passed_s, processes.cpu_s(self.pid) - cpu_s, processes.cpu_fine_s(self.pid) - fine_s, after - wakes
        )

    def pss_mb(self) -> tuple[float, float]:
        """Of the program itself, and of the processes that it keeps (the web engine)."""
        return processes.pss_mb(self.pid), sum(processes.pss_mb(pid) for pid in processes.children(self.pid))
