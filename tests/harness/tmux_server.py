"""A private tmux server for one test: its own socket, no configuration, killed at the end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self


def tmux_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a tmux server of a test may inherit: a path, a plain terminal, UTF-8, nothing of the person's."""
    return {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "HOME": os.environ.get("HOME", "/"),
        "SHELL": "/bin/sh",
        "TERM": "xterm-256color",
        "LC_ALL": "C.UTF-8",
        **(extra or {}),
    }


class TmuxServer:
    """Use as a context manager. The socket lies in a short private folder: socket paths hold 107 bytes."""

    def __init__(self, env: Mapping[str, str] | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="hst-"))
        self.socket = str(self.folder / "s")
        self.env = tmux_environment(env)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *args: str, stdin: bytes | None = None, check: bool = True) -> str:
        result = subprocess.run(
            ["tmux", "-S", self.socket, "-f", "/dev/null", *args],
            input=stdin,
            capture_output=True,
            env=self.env,
            timeout=15,
            check=False,
        )
        if check and result.returncode:
            raise AssertionError(f"tmux {args}: {result.stderr.decode(errors='replace')}")
        return result.stdout.decode(errors="replace")

    def new_session(
        self,
        *command: str,
        name: str = "",
        cwd: Path | str = "/",
        env: Mapping[str, str] | None = None,
        width: int = 120,
        height: int = 40,
    ) -> str:
        """Start a detached session; the id of its pane. Without a command it is a shell."""
        args = ["new-session", "-d", "-P", "-F", "#{pane_id}", "-x", str(width), "-y", str(height), "-c", str(cwd)]
        if name:
            args += ["-s", name]
        for key, value in (env or {}).items():
            args += ["-e", f"{key}={value}"]
        return self.run(*args, *command).strip()

    def screen(self, pane: str) -> str:
        return self.run("capture-pane", "-p", "-J", "-t", pane, check=False)

    def keys(self, pane: str, *keys: str) -> None:
        self.run("send-keys", "-t", pane, *keys)

    def paste(self, pane: str, text: str) -> None:
        self.run("load-buffer", "-b", "test", "-", stdin=text.encode())
        self.run("paste-buffer", "-p", "-d", "-b", "test", "-t", pane)

    def pane_pid(self, pane: str) -> int:
        return int(self.run("display-message", "-p", "-t", pane, "#{pane_pid}"))

    def wait_for(
        self, pane: str, wanted: str | Sequence[str] | Callable[[str], bool], *, timeout_s: float = 30.0
    ) -> str:
        """Wait until the screen holds a text, all of several texts, or satisfies a function; the screen."""
        if callable(wanted):
            is_there = wanted
        else:
            texts = [wanted] if isinstance(wanted, str) else list(wanted)

            def is_there(screen: str) -> bool:
                return all(text in screen for text in texts)

        deadline = time.monotonic() + timeout_s
        while True:
            screen = self.screen(pane)
            if is_there(screen):
                return screen
            if time.monotonic() > deadline:
                raise AssertionError(f"waited {timeout_s} s for {wanted!r}; the screen was:\n{screen}")
            time.sleep(0.05)

    def kill(self) -> None:
        if Path(self.socket).exists():
            self.run("kill-server", check=False)
