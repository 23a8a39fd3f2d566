"""The real Claude Code program, alone with a scripted model server: own home, clean environment, nothing left behind.

with ModelServer() as model, TmuxServer() as tmux, ClaudeHome(tmp_path, model.url) as home:
    tui = home.start(tmux)
    tui.prompt("hello")
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.harness.tmux_server import TmuxServer

_REPOSITORY = Path(__file__).resolve().parents[2]
_INSTALLED = _REPOSITORY / ".tools/claude/node_modules/@anthropic-ai/claude-code-linux-x64/claude"
_OLD = _REPOSITORY / ".tools/claude-old/node_modules/@anthropic-ai/claude-code/cli.js"
_KEY = "sk-test-0123456789-abcdefghijklmnopqrstuvwxyz"

#: Variables that a started agent must not inherit from an agent around the test.
FOREIGN_PREFIXES = ("CLAUDE", "ANTHROPIC", "AI_AGENT")


def find_claude() -> Path:
    """The program under test.

    Raises: AssertionError when it is not installed; a missing program must never look like a passed test.
    """
    chosen = os.environ.get("HEADSPACE_TEST_CLAUDE", "")
    program = Path(chosen) if chosen else _INSTALLED
    if not os.access(program, os.X_OK):
        raise AssertionError(
            f"Claude Code is not installed at {program}: run `make setup` or set HEADSPACE_TEST_CLAUDE"
        )
    return program


def find_old_claude() -> Path:
    """A version from before live-session files and half of the hooks; it runs on node.

    Raises: AssertionError when it is not installed.
    """
    if not os.access(_OLD, os.X_OK):
        raise AssertionError(f"the old Claude Code is not installed at {_OLD}: run `make check`")
    return _OLD


@dataclass(frozen=True)
class ClaudeTui:
    """One interactive session in a pane."""

    tmux: TmuxServer
    pane: str
    home: ClaudeHome

    @property
    def pid(self) -> int:
        """The agent program's own process id; the pane may run it below a shell, and it may start itself again."""
        wanted = str(self.home.program.resolve())
        found = {pid: parent for pid in self.home.processes() if (parent := self._parent_of(pid, wanted)) is not None}
        for pid, parent in found.items():
            if parent not in found:
                return pid
        raise AssertionError(f"no agent process in {self.pane}")

    def _parent_of(self, pid: int, program: str) -> int | None:
        """The parent's id when this process runs the program in this pane."""
        try:
            # An old version runs on node, and gives itself the name.
            is_it = program == str(Path(f"/proc/{pid}/exe").resolve()) or _comm(pid) == "claude\n"
            if not is_it or self.pane != _environ(pid).get("TMUX_PANE"):
                return None
            return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            return None

    @property
    def registry_file(self) -> Path:
        return self.home.config_dir / "sessions" / f"{self.pid}.json"

    def screen(self) -> str:
        return self.tmux.screen(self.pane)

    def keys(self, *keys: str) -> None:
        self.tmux.keys(self.pane, *keys)

    def wait_for(self, wanted: str | Sequence[str] | Callable[[str], bool], *, timeout_s: float = 30.0) -> str:
        return self.tmux.wait_for(self.pane, wanted, timeout_s=timeout_s)

    def wait_ready(self, timeout_s: float = 30.0) -> None:
        """Wait until the input box is there."""
        # 2.1.330 names every mode, 2.1.197 only unusual ones; 2.0.60 has `>`
        marks = (" mode on", "? for shortcuts", "on (shift+tab to cycle)")
        self.wait_for(
            lambda screen: ("\n❯" in screen or "\n>" in screen) and any(mark in screen for mark in marks),
            timeout_s=timeout_s,
        )

    def prompt(self, text: str) -> None:
        """Type a prompt as a person would and submit it. For tests of other rooms; does not verify."""
        self.tmux.paste(self.pane, text)
        time.sleep(0.15)
        self.keys("Enter")

    def settle(self, seconds: float = 1.0) -> None:
        """A dialog ignores keys in its first moments (observed on 2.1.330): give it that time."""
        time.sleep(seconds)


class ClaudeHome:
    """An isolated home with one trusted project. Ends every process that still has this home when it is left."""

    def __init__(
        self, folder: Path, model_url: str, *, project: Path | None = None, program: Path | None = None
    ) -> None:  # fmt: skip
        self.program = program or find_claude()
        self.path = folder / "home"
        self.project = project or folder / "project"
        self.model_url = model_url
        self.path.mkdir(parents=True, exist_ok=True)
        self.project.mkdir(parents=True, exist_ok=True)
        self.trust(self.project)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end_all()

    @property
    def config_dir(self) -> Path:
        return self.path / ".claude"

    def trust(self, *projects: Path) -> None:
        """Seed what the first start would ask: onboarding, the key, trust for these folders."""
        file = self.path / ".claude.json"
        seed: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {"projects": {}}
        seed |= {
            "hasCompletedOnboarding": True,
            "theme": "dark",
            "customApiKeyResponses": {"approved": [_KEY[-20:]], "rejected": []},
        }
        for project in projects:
            seed["projects"][str(project.resolve())] = {
                "hasTrustDialogAccepted": True,
                "hasCompletedProjectOnboarding": True,
            }
        file.write_text(json.dumps(seed))

    def env(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """The whole environment of the program; nothing else is inherited."""
        node = [str(Path(found).parent)] if (found := shutil.which("node")) else []  # an old version runs on it
        return {
            "PATH": ":".join([str(self.path / "bin"), *node, "/usr/local/bin:/usr/bin:/bin"]),
            "HOME": str(self.path),
            "SHELL": "/bin/sh",
            "TERM": "xterm-256color",
            "LC_ALL": "C.UTF-8",
            "ANTHROPIC_BASE_URL": self.model_url,
            "ANTHROPIC_API_KEY": _KEY,
            "DISABLE_TELEMETRY": "1",
            "DISABLE_ERROR_REPORTING": "1",
            "DISABLE_AUTOUPDATER": "1",
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
            "CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL": "1",
            "CLAUDE_CODE_MAX_RETRIES": "2",
            "NO_PROXY": "127.0.0.1,localhost",
            **(extra or {}),
        }

    def put_on_path(self) -> Path:
        """Make the program known as `claude` on the path of `env()`; the folder."""
        folder = self.path / "bin"
        folder.mkdir(exist_ok=True)
        link = folder / "claude"
        if not link.exists():
            link.symlink_to(self.program)
        return folder

    def settings(self, values: Mapping[str, Any]) -> Path:
        """Write the person's own settings.json."""
        self.config_dir.mkdir(exist_ok=True)
        file = self.config_dir / "settings.json"
        file.write_text(json.dumps(values, indent=2))
        return file

    def start(
        self,
        tmux: TmuxServer,
        *args: str,
        mode: str = "default",
        name: str = "",
        env: Mapping[str, str] | None = None,
        is_ready: bool = True,
        width: int = 120,
        height: int = 40,
        cwd: Path | None = None,
    ) -> ClaudeTui:
        """Start an interactive session; waits for its input box unless told not to.

        `mode` is the permission mode; the program's own default (auto) hardly ever asks for permission.
        """
        words = ["env", "-i", *(f"{key}={value}" for key, value in self.env(env).items())]
        words += ['TMUX="$TMUX"', 'TMUX_PANE="$TMUX_PANE"']
        program = [str(self.program), *(("--permission-mode", mode) if mode else ()), *args]
        quoted = [word if word.startswith(("TMUX=", "TMUX_PANE=")) else shlex.quote(word) for word in words]
        line = " ".join(["exec", *quoted, *map(shlex.quote, program)])
        pane = tmux.new_session(line, name=name, cwd=cwd or self.project, width=width, height=height)
        tui = ClaudeTui(tmux, pane, self)
        if is_ready:
            tui.wait_ready()
        return tui

    def print_mode(
        self, prompt: str, *args: str, timeout_s: float = 60.0, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run `claude -p` to its end."""
        return subprocess.run(
            [str(self.program), "-p", *args, prompt],
            cwd=self.project,
            env=self.env(env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )

    def processes(self) -> list[int]:
        """Every process whose HOME is this one."""
        return [
            int(entry.name)
            for entry in Path("/proc").iterdir()
            if entry.name.isdigit() and _environ(int(entry.name)).get("HOME") == str(self.path)
        ]

    def transcripts(self) -> list[Path]:
        return sorted((self.config_dir / "projects").glob("*/*.jsonl"))

    def end_all(self) -> None:
        for number in (signal.SIGTERM, signal.SIGKILL):
            for pid in self.processes():
                try:
                    os.kill(pid, number)
                except ProcessLookupError:
                    continue
            deadline = time.monotonic() + 3
            while self.processes() and time.monotonic() < deadline:
                time.sleep(0.05)


def _comm(pid: int) -> str:
    return Path(f"/proc/{pid}/comm").read_text(errors="replace")


def _environ(pid: int) -> dict[str, str]:
    try:
        raw = Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return {}
    pairs = (item.partition("=") for item in raw.decode(errors="surrogateescape").split("\0") if item)
    return {key: value for key, _, value in pairs}
