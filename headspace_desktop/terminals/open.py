"""Opens a terminal window that runs a command, for an agent that nobody shows. Tmux thread; never a shell.

The terminal lives on without us: it is started in a session of its own and outlives the app.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence

from headspace_desktop.troubles import TerminalFailed, TerminalMissing

#: A terminal that cannot start says so by then; one that can goes on running.
SETTLE_S = 0.4

#: Programs and what comes before the command. The person's own choice (Debian's alternative) first.
KNOWN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("xdg-terminal-exec", ()),
    ("x-terminal-emulator", ("-e",)),
    ("gnome-terminal", ("--",)),
    ("ptyxis", ("--",)),
    ("konsole", ("-e",)),
    ("xfce4-terminal", ("-x",)),
    ("kitty", ()),
    ("alacritty", ("-e",)),
    ("ghostty", ("-e",)),
    ("foot", ()),
    ("wezterm", ("start", "--")),
    ("xterm", ("-e",)),
)
WAYLAND_ONLY = ("foot",)

#: Of the terminal or tmux pane that we were started from: the new one is neither.
FOREIGN = ("TMUX", "TMUX_PANE", "WINDOWID", "KITTY_WINDOW_ID", "KITTY_PID", "WEZTERM_PANE", "TERM", "STY")

_MACOS = 'on run argv\ntell application "Terminal"\nactivate\ndo script (item 1 of argv)\nend tell\nend run'


class Opener:
    """Opens terminals and remembers them only to collect their exit."""

    def __init__(
        self,
        env: Mapping[str, str] = os.environ,
        command: str = "",
        *,
        which: Callable[..., str | None] = shutil.which,
        is_macos: bool = sys.platform == "darwin",
    ) -> None:
        self._env = {name: value for name, value in env.items() if name not in FOREIGN}
        self._which = which
        self._is_macos = is_macos
        self._running: list[subprocess.Popen[bytes]] = []
        #: The setting `terminal.command`.
        self.command = command

    def available(self) -> tuple[str, ...]:
        """The known terminals on this system, in the order of preference."""
        path = self._env.get("PATH")
        return tuple(name for name, _ in KNOWN if self._which(name, path=path) and self._is_usable(name))

    def argv_for(self, command: Sequence[str]) -> list[str]:
        """What would be run to show this command.

        Raises: TerminalMissing, TerminalFailed for a setting that cannot be split.
        """
        if self.command.strip():
            return self._from_setting(command)
        if self._is_macos:
            return ["osascript", "-e", _MACOS, shlex.join(command)]
        found = self.available()
        if not found:
            raise TerminalMissing(f"None of {', '.join(name for name, _ in KNOWN)} is installed")
        return [found[0], *dict(KNOWN)[found[0]], *command]

    def open(self, command: Sequence[str], cwd: str | None = None) -> None:
        """Open a terminal that runs this command.

        Blocks: 0.4 s, to hear of a terminal that ends with an error at once.
        Raises: TerminalMissing, TerminalFailed.
        """
        self.collect()
        argv = self.argv_for(command)
        with tempfile.TemporaryFile() as errors:
            try:
                process = subprocess.Popen(
                    argv,
                    env=self._env,
                    cwd=cwd,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=errors,
                    start_new_session=True,
                )
            except (OSError, ValueError) as error:
                raise TerminalFailed(f"{argv[0]}: {error}") from error
            self._running.append(process)
            try:
                code = process.wait(SETTLE_S)
            except subprocess.TimeoutExpired:
                return
            if code != 0:
                errors.seek(0)
                words = errors.read(2000).decode("utf-8", "replace").strip()
                raise TerminalFailed(f"{argv[0]} ended with {code}: {words[-300:]}")

    def collect(self) -> None:
        """Collect the exits of terminals that were closed."""
        self._running = [process for process in self._running if process.poll() is None]

    def close(self) -> None:
        """Let the terminals that are open go on without us."""
        self.collect()
        for process in self._running:
            process.returncode = 0  # else Python complains that a child still runs
        self._running.clear()

    def _is_usable(self, name: str) -> bool:
        return name not in WAYLAND_ONLY or bool(self._env.get("WAYLAND_DISPLAY"))

    def _from_setting(self, command: Sequence[str]) -> list[str]:
        try:
            parts = shlex.split(self.command)
        except ValueError as error:
            raise TerminalFailed(f"The setting terminal.command cannot be read: {error}") from error
        if "{command}" not in self.command:
            return [*parts, *command]
        whole: list[str] = []
        for part in parts:
            if part == "{command}":
                whole += command
            else:
                whole.append(part.replace("{command}", shlex.join(command)))
        return whole
