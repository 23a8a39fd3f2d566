"""One scenario with the real agent program: a script drives keys and model, and writes down the truth as it goes.

The truth comes from the model server's moments, the keys that were sent and the screen; never from our own code.
Each change has an earliest moment, before which only the old state is right, and one from which only the new one is.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from headspace_desktop.intake import install, versions
from headspace_desktop.paths import Paths
from headspace_desktop.recording.tape import Told
from tests.accuracy.tap import Tap
from tests.harness.claude import ClaudeHome, ClaudeTui
from tests.harness.model_server import ModelServer, Moment, Step
from tests.harness.tmux_server import TmuxServer

#: Permitted delay of what a hook or a transcript tells, and of what only the live-session file or a process tells.
QUICK_S, SLOW_S = 0.3, 2.0


class Actor:
    """One session under the script's hands."""

    def __init__(self, stage: Stage, tui: ClaudeTui, pid: int) -> None:
        self.stage, self.tui, self.pid = stage, tui, pid
        self.model = stage.model

    def true(  # noqa: PLR0917  a row of a table
        self, state: str, family: str, change: str, earliest: float, at: float, limit: float = QUICK_S
    ) -> None:
        self.stage.true(self.pid, state, family, change, earliest, at, limit)

    # -- what the person does

    def prompt(self, text: str, *, is_working: bool = True) -> float:
        """Type and submit; the truth is 'working' when the model is asked."""
        self.tui.tmux.paste(self.tui.pane, text)
        self.tui.wait_for(text[:40])
        time.sleep(0.15)
        earliest = time.time()
        count = sum(1 for m in self.model.moments if m.kind == "asked" and text in m.prompt and m.step == 0)
        self.tui.keys("Enter")
        if is_working:
            asked = self.wait(lambda m: m.kind == "asked" and text in m.prompt and m.step == 0, count + 1)
            self.true("working", "thinking", "prompt", earliest, asked.at_s)
        return earliest

    def keys(self, *keys: str) -> float:
        at = time.time()
        self.tui.keys(*keys)
        return at

    # -- what is true after it

    def wait(self, fits: Callable[[Moment], bool], count: int = 1, timeout_s: float = 40.0) -> Moment:
        deadline = time.monotonic() + timeout_s
        while True:
            found = [moment for moment in list(self.model.moments) if fits(moment)]
            if len(found) >= count:
                return found[count - 1]
            if time.monotonic() > deadline:
                raise AssertionError(f"not enough moments of that kind: {len(found)}\n{self.tui.screen()}")
            time.sleep(0.01)

    def answered(self, prompt: str, step: int, count: int = 1) -> float:
        return self.wait(lambda m: m.kind == "answered" and prompt in m.prompt and m.step == step, count).at_s

    def done(self, prompt: str, step: int = 0, *, state: str = "done", family: str = "", count: int = 1) -> float:
        """The model's last words of this turn are out, and the program is at its prompt again."""
        return self.over(self.answered(prompt, step, count), state, family)

    def over(self, answered_s: float, state: str = "done", family: str = "") -> float:
        """The turn whose last words were said then is over when the screen no longer offers to interrupt it."""
        self.screen_loses("to interrupt")
        at = max(time.time(), answered_s)
        self.true(state, family, "finish", answered_s - 0.05, at)
        return at

    def dialog(self, prompt: str, step: int, family: str, *words: str, count: int = 1, limit: float = QUICK_S) -> float:
        """A dialog stands before the person; it is true from the moment at which the screen shows it."""
        called = self.answered(prompt, step, count)
        self.tui.wait_for(list(words))
        at = time.time()
        self.true("needs_input", family, f"ask:{family}", called - 0.05, at, limit)
        self.tui.settle(1.2)
        return at

    def screen_says(self, *words: str, timeout_s: float = 30.0) -> float:
        self.tui.wait_for(list(words), timeout_s=timeout_s)
        return time.time()

    def screen_loses(self, *words: str) -> float:
        self.tui.wait_for(lambda screen: not any(word in screen for word in words))
        return time.time()

    def option(self, label: str) -> str:
        """The number before this option of the dialog on the screen."""
        found = re.findall(rf"(\d)\. {label}\b", self.tui.screen())
        assert found, self.tui.screen()
        return str(found[-1])

    def interrupted(self, earliest: float, limit: float = SLOW_S) -> None:
        at = self.screen_says("Interrupted")
        self.true("idle", "interrupted", "interrupt", earliest, at, limit)

    def gone(self, family: str, earliest: float, change: str, limit: float = SLOW_S) -> None:
        deadline = time.monotonic() + 20
        while Path(f"/proc/{self.pid}").exists() and _state_of(self.pid) != "Z":
            assert time.monotonic() < deadline, "the process does not end"
            time.sleep(0.01)
        self.true("ended", family, change, earliest, time.time(), limit)

    def kill(self, number: int, family: str) -> None:
        earliest = time.time()
        os.kill(self.pid, number)
        self.gone(family, earliest, "kill" if number == signal.SIGKILL else "end")

    def exit(self) -> None:
        self.tui.tmux.paste(self.tui.pane, "/exit")
        self.tui.wait_for("/exit")
        time.sleep(0.5)
        earliest = self.keys("Enter")
        self.gone("clean", earliest, "end")


def _state_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


class Stage:
    """Home, model, terminal server and taps of one scenario."""

    def __init__(self, *, with_hooks: bool = True) -> None:
        self._stack = ExitStack()
        self._with_hooks = with_hooks
        self.truth: list[Told] = []

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="hsa-"))
        self._stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
        self.model = self._stack.enter_context(ModelServer())
        self.tmux = self._stack.enter_context(TmuxServer())
        self.home = self._stack.enter_context(ClaudeHome(self.folder, self.model.url))
        self.home.put_on_path()
        self.paths = Paths.from_environment({"HEADSPACE_HOME": str(self.folder / "hs"), "HOME": str(self.home.path)})
        self.paths.make_private()
        self.home.settings({"model": "sonnet"})
        if self._with_hooks:
            self.install_hooks()
        self.tap = self._stack.enter_context(Tap(self.paths, self.home.config_dir, self.tmux.socket))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def install_hooks(self) -> None:
        version = versions.oldest(install.CLAUDE, self.home.config_dir, str(self.home.program))
        install.plan_install(self.paths, self.home.config_dir, version=version).apply()

    def true(  # noqa: PLR0917  a row of a table
        self, pid: int, state: str, family: str, change: str, earliest: float, at: float, limit: float = QUICK_S
    ) -> None:
        start = self.tap.started_at.timestamp()
        values = {
            "pid": pid, "state": state, "family": family, "change": change, "earliest": round(earliest - start, 4),
            "limit": limit,
        }  # fmt: skip
        self.truth.append(Told(at - start, "truth", values))

    def script(self, prompt: str, *steps: Step) -> None:
        self.model.script(prompt, *steps)

    def start(self, *args: str, cwd: Path | None = None, family: str = "fresh", **options: Any) -> Actor:
        """An interactive session; it is idle when its input box is there."""
        earliest = time.time()
        tui = self.home.start(self.tmux, *args, cwd=cwd, **options)
        at = time.time()
        actor = Actor(self, tui, tui.pid)
        actor.true("idle", family, "start", earliest, at, SLOW_S)
        return actor

    def told(self) -> list[Told]:
        """All of it in order, with an end mark, so that the score knows how long it lasted."""
        end = Told(self.tap.now_s(), "truth", {"state": "end"})
        return sorted([*self.tap.told, *self.truth, end], key=lambda one: one.t_s)


def touches(*names: str, seconds: Sequence[float] = ()) -> str:
    """A shell command that tells with files how far it is."""
    parts: list[str] = []
    for index, name in enumerate(names):
        parts.append(f"touch {name}")
        if index < len(seconds):
            parts.append(f"sleep {seconds[index]}")
    return "; ".join(parts)


def wait_for_file(path: Path, timeout_s: float = 30.0) -> float:
    deadline = time.monotonic() + timeout_s
    while not path.exists():
        assert time.monotonic() < deadline, f"{path.name} does not come"
        time.sleep(0.01)
    return time.time()
