"""A person's hands and eyes for the whole program on a real desktop: keys in, what a screen reader is told out.

    with toured() as tour: tour.start("--demo", "200"); tour.run("board.compact"); tour.sees("Shipped")

What the program did is read from its own log (every command says its name there), what it knows of its agents over its
command socket. Pictures are for looking at, and are made only where there is a folder for them. Test thread only.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import pytest

from headspace_desktop.intake import caller
from headspace_desktop.paths import Paths
from headspace_desktop.troubles import AppAway
from tests.harness.atspi import ENV, SHOWN, Atspi, Node
from tests.harness.desktop import Desktop, Window

#: What says that something is still being read; a picture waits until it is gone.
READING = ("Reading", "Searching", "Looking", "Asking")
SIZE = (1440, 900)
DEADLINE_S = 40.0
#: Between two looks: reading costs the program's own thread, and it shall get on.
PAUSE_S = 0.05
_RAN = re.compile(r"headspace_desktop\.ui\.shell\.commands: ran (.+)$", re.MULTILINE)


class Tour:
    """A running program, hands on the keyboard, and eyes."""

    def __init__(self, desktop: Desktop, reader: Atspi, folder: Path | None = None) -> None:
        self.desktop, self.reader, self.folder = desktop, reader, folder
        self.home = desktop.folder / "hs"
        self.app: subprocess.Popen[bytes]
        self.window: Window
        self._ran: list[str] = []
        self._log: TextIO | None = None
        self._log_inode = 0

    # -- life

    def start(self, *args: str, env: dict[str, str] | None = None) -> None:
        """As a person starts it, its window over the whole screen."""
        more = {"HEADSPACE_HOME": str(self.home), "TMPDIR": str(self.desktop.folder / "tmp"), **ENV, **(env or {})}
        Path(more["TMPDIR"]).mkdir(exist_ok=True)
        command = [sys.executable, "-m", "headspace_desktop", "--log-level", "DEBUG", *args]
        self.app = self.desktop.spawn("app", command, env=more, cwd=Path(__file__).parents[2])
        self.window = self.desktop.window_of(self.app.pid)
        self.desktop.activate(self.window)
        width, height = self.desktop.size
        self.desktop.xdotool("windowmove", str(self.window.id), "0", "30")
        self.desktop.xdotool("windowsize", str(self.window.id), str(width - 4), str(height - 60))

    def stop(self) -> None:
        self.app.terminate()
        self.ended()

    def ended(self) -> None:
        """Wait until it has ended, as it should."""
        assert self.app.wait(30) == 0, self.desktop.log("app")
        self._close_log()
        self.desktop.end("app")

    @property
    def is_active(self) -> bool:
        """Whether keys go to its big window."""
        return self.desktop.active_window() == self.window.id

    @property
    def place(self) -> Path:
        """Where the running program keeps everything: a demo has a folder of its own."""
        return next((self.desktop.folder / "tmp").glob("headspace-demo-*"), self.home)

    # -- hands

    def key(self, *keys: str) -> None:
        self.desktop.xdotool("key", "--delay", "15", *keys)

    def type(self, text: str) -> None:
        self.desktop.type(text)

    def enter(self, text: str) -> None:
        """In place of what stands there, and Enter."""
        self.key("ctrl+a")
        self.type(text)
        self.key("Return")

    def run(self, name: str, words: str = "") -> None:
        """One command by the palette, found by its own name or `words`; done when the program says that it ran it."""
        before = self.ran().count(name)
        self._find(words or name)
        self.wait(f"{name} is run", lambda: self.ran().count(name) > before)

    def press(self, name: str, *keys: str) -> None:
        """One command by its keys."""
        before = self.ran().count(name)
        self.key(*keys)
        self.wait(f"{name} is run by {keys}", lambda: self.ran().count(name) > before)

    def refused(self, name: str, why: str) -> None:
        """One command that cannot be done now: the palette says why, and stays."""
        self._find(name)
        self.sees(why)
        self.key("Escape")
        self.wait("the palette is closed", lambda: not self.reads("Enter does it", "label"))

    def _find(self, name: str) -> None:
        self.desktop.xdotool("key", "ctrl+k", "type", "--delay", "5", name)
        self.key("Return")

    def ran(self) -> list[str]:
        """Names of the commands that the program ran since it was started, as its own log tells."""
        path = self.place / "state/headspace.log"
        while True:
            if self._log is not None:
                self._ran += _RAN.findall(self._log.read())
            if not path.exists() or (self._log is not None and path.stat().st_ino == self._log_inode):
                return self._ran
            self._close_log()
            self._log = path.open(encoding="utf-8", errors="replace")
            self._log_inode = os.fstat(self._log.fileno()).st_ino

    def _close_log(self) -> None:
        if self._log is not None:
            self._log.close()
        self._log = None

    # -- eyes

    @property
    def program(self) -> Node:
        return self.reader.program(self.app.pid)

    def shown(self, *roles: str, within: Node | None = None, also: tuple[str, ...] = ()) -> list[Node]:
        """What is shown, as it is read, of these roles; `also` are further states that it must have."""
        return self.reader.shown(within or self.program, *roles, states=(*SHOWN, *also))

    def one(self, role: str, name: str, *, within: Node | None = None, also: tuple[str, ...] = ()) -> Node | None:
        """The first that is shown with this role and a name that begins so."""
        return next((node for node in self.shown(role, within=within, also=also) if node.name.startswith(name)), None)

    def panel(self, title: str) -> Node | None:
        """The body of a dock or a page in front; what is behind others is told as shown, and stands outside."""
        return next((node for node in self.shown("panel") if node.name == title and node.is_on_screen), None)

    def reads(self, words: str, *roles: str, within: Node | None = None) -> bool:
        """Whether these words stand anywhere."""
        return any(words in node.name for node in self.shown(*roles, within=within))

    def sees(self, *words: str) -> None:
        """Wait until all of these words are shown."""
        for one in words:
            self.wait(f"{one!r} is shown", lambda one=one: self.reads(one))

    def loses(self, words: str) -> None:
        """Wait until these words are shown no more."""
        self.wait(f"{words!r} is gone", lambda: not self.reads(words))

    def focused(self) -> str:
        """What has the focus, by role and name. The view within a text says so too, and has no name."""
        found = [node for node in self.shown(also=("focused",)) if node.role != "page tab" and node.name]
        return f"{found[-1].role} {found[-1].name}" if found else ""

    def has_focus(self, what: str) -> None:
        """Wait until what begins so, by role and name, has the focus."""
        self.wait(f"{what!r} has the focus", lambda: self.focused().startswith(what))

    def tab_to(self, what: str, key: str = "Tab", *, unless: Callable[[], bool] = lambda: False) -> None:
        """Go on with the Tab key until something whose role and name begin so has the focus."""

        def probe() -> bool:
            if self.focused().startswith(what) or unless():
                return True
            self.key(key)
            return False

        self.wait(f"{key} leads to {what!r}", probe)

    def wait(self, what: str, probe: Callable[[], object]) -> None:
        end = time.monotonic() + DEADLINE_S
        while not probe():
            assert self.app.poll() is None, f"it ended: {self.desktop.log('app')[-3000:]}"
            if time.monotonic() > end:
                self.picture("failed", is_settled=False)
                texts = "\n".join(sorted({f"{node.role}: {node.name[:120]}" for node in self.shown() if node.name}))
                log = self.desktop.log("app")[-2000:]
                pytest.fail(f"not within {DEADLINE_S} s: {what}\nfocus: {self.focused()}\nshown is:\n{texts}\n{log}")
            time.sleep(PAUSE_S)

    def agents(self) -> list[dict[str, Any]]:
        """What the program itself tells of its agents."""
        try:
            told = caller.call(Paths.from_environment({"HEADSPACE_HOME": str(self.place)}), "status", {})
        except AppAway:
            return []
        agents: list[dict[str, Any]] = told["agents"]
        return agents

    def picture(self, name: str, *, is_settled: bool = True) -> None:
        """Keep the screen as it is now, once nothing in it is being read any more."""
        if self.folder is None:
            return
        if is_settled:
            self.wait("nothing is being read", lambda: not any(self.reads(word, "label") for word in READING))
        self.folder.mkdir(parents=True, exist_ok=True)
        self.desktop.screenshot(self.folder / f"{name}.png")


@contextmanager
def toured(folder: Path | None = None, scale: int = 1) -> Iterator[Tour]:
    """A desktop with a reader, ready for a program."""
    width, height = SIZE
    desktop = Desktop(size=(width * scale, height * scale), scale=float(scale))
    try:
        desktop.start()
        with Atspi(desktop) as reader:
            yield Tour(desktop, reader, folder)
    finally:
        desktop.stop()
