"""The whole program as a person walks through it, by keys but for one field: steps, what each shows, its picture.

    python -m tests.harness.tour FOLDER [light|dark|terminal|contrast] [1|2]

What is shown is read from the accessibility bus and from `headspace status --json`; pictures are for looking at. The
agents are simulated ones (`--demo`), the program, its store, the desktop and the keys are real. Test threads only.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.harness.atspi import ENV, Atspi, Node
from tests.harness.desktop import Desktop, Window, wait_for

#: What says that something is still being read; a picture waits until it is gone.
READING = ("Reading", "Searching", "Looking", "Asking")
SIZE = (1440, 900)
DEADLINE_S = 30.0


class Tour:
    """A running program, hands on the keyboard, and eyes. `folder` takes the pictures; none are made without one."""

    def __init__(self, desktop: Desktop, reader: Atspi, folder: Path | None = None, theme: str = "light") -> None:
        self.desktop, self.reader, self.folder, self.theme = desktop, reader, folder, theme
        self.home = desktop.folder / "hs"
        self.app: subprocess.Popen[bytes]
        self.window: Window
        self.pictures: list[str] = []

    # -- life

    def start(self, *args: str, env: dict[str, str] | None = None) -> None:
        """As a person starts it, in the theme of this tour, the window over the whole screen."""
        more = {"HEADSPACE_HOME": str(self.home), "TMPDIR": str(self.desktop.folder / "tmp"), **ENV, **(env or {})}
        Path(more["TMPDIR"]).mkdir(exist_ok=True)
        command = [sys.executable, "-m", "headspace_desktop", *args]
        self.app = self.desktop.spawn("app", command, env=more, cwd=Path(__file__).parents[2])
        self.window = self.desktop.window_of(self.app.pid)
        self.desktop.activate(self.window)
        width, height = self.desktop.size
        self.desktop.xdotool("windowmove", str(self.window.id), "0", str(40))
        self.desktop.xdotool("windowsize", str(self.window.id), str(width - 4), str(height - 70))

    def stop(self) -> None:
        self.app.terminate()
        assert self.app.wait(20) == 0, self.desktop.log("app")

    # -- hands

    def key(self, *keys: str) -> None:
        self.desktop.xdotool("key", "--delay", "20", *keys)

    def type(self, text: str) -> None:
        self.desktop.type(text)

    def command(self, name: str, title: str) -> None:
        """By the palette, typing the command's own name; `title` is what must come first."""
        self.key("ctrl+k")
        self.wait("the palette is open", lambda: self.shown("text", "Command, agent", is_start=True))
        self.type(name)
        self.wait(f"the palette finds {title!r} first", lambda: self._first_found().startswith(title))
        self.key("Return")
        self.wait("the palette is closed", lambda: not self.shown("text", "Command, agent", is_start=True))

    def _first_found(self) -> str:
        for node in self.nodes():
            if node.role == "list" and node.name == "Found":
                return next((row.name for row in node.children if "selected" in row.states), "")
        return ""

    # -- eyes

    def nodes(self) -> list[Node]:
        return [node for node in self.reader.tree(self.app.pid).walk() if node.is_shown]

    def shown(self, role: str, name: str, *, is_start: bool = False) -> Node | None:
        for node in self.nodes():
            if node.role == role and (node.name == name or (is_start and node.name.startswith(name))):
                return node
        return None

    def reads(self, words: str) -> bool:
        """Whether these words stand anywhere."""
        return any(words in node.name for node in self.nodes())

    def sees(self, *words: str) -> None:
        """Wait until all of these words are shown."""
        for one in words:
            self.wait(f"{one!r} is shown", lambda one=one: self.reads(one))

    def page(self, title: str) -> Node:
        """The body of a page in front."""
        return wait_for(f"the page {title!r} is in front", lambda: self.shown("panel", title), DEADLINE_S)

    def focused(self) -> str:
        """What has the focus, by role and name: the deepest one that is told."""
        found = [node for node in self.nodes() if "focused" in node.states and node.role != "page tab"]
        return f"{found[-1].role} {found[-1].name}" if found else ""

    def wait(self, what: str, probe: Callable[[], object]) -> None:
        try:
            wait_for(what, lambda: probe() or None, DEADLINE_S)
        except pytest.fail.Exception as error:
            self.picture("failed", is_settled=False)
            texts = "\n".join(sorted({f"{node.role}: {node.name[:120]}" for node in self.nodes() if node.name}))
            pytest.fail(f"{error}\nfocus: {self.focused()}\nshown is:\n{texts}\n{self.desktop.log('app')[-2000:]}")

    def board(self) -> list[dict[str, Any]]:
        """What the program itself tells of its agents."""
        (home,) = [*(self.desktop.folder / "tmp").glob("headspace-demo-*")] or [self.home]
        env = {**self.desktop.env, "HEADSPACE_HOME": str(home)}
        command = [sys.executable, "-m", "headspace_desktop.cli", "status", "--json", "--all"]
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        agents: list[dict[str, Any]] = json.loads(done.stdout)["agents"]
        return agents

    def picture(self, name: str, *, is_settled: bool = True) -> None:
        """Keep the window as it is now, once nothing in it is being read any more."""
        if is_settled and self.folder is not None:
            self.wait("nothing is being read", lambda: not any(self.reads(word) for word in READING))
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{len(self.pictures):02d}-{name}.png"
        self.desktop.run(["import", "-silent", "-window", "root", str(path)])
        self.pictures.append(str(path))


# -- the steps, in the order in which they are walked


def begin(tour: Tour) -> None:
    """The board fills, and has the focus."""
    tour.wait("agents are on the board", lambda: tour.shown("list", "Working"))
    tour.wait("the board has the focus", lambda: _is_on_board(tour))
    tour.wait("200 agents are known", lambda: len(tour.board()) >= 200)
    tour.wait("somebody waits", lambda: any(one["state"] == "needs_input" for one in tour.board()))
    tour.key("ctrl+m")
    tour.sees("Muted")
    tour.command(f"view.theme_{tour.theme}", tour.theme.capitalize())
    tour.key("ctrl+b")
    tour.picture("board")


def palette(tour: Tour) -> None:
    tour.key("ctrl+k")
    tour.sees("Enter does it")
    tour.picture("palette")
    tour.type("theme")
    tour.wait("themes are found", tour._first_found)
    tour.key("Escape")
    tour.wait("the palette is closed", lambda: not tour.reads("Enter does it"))


def views(tour: Tour) -> None:
    """By project, by priority, compact, and back."""
    tour.key("ctrl+b", "ctrl+2")
    tour.wait("columns by project", lambda: tour.shown("list", "webshop", is_start=True))
    tour.picture("board-by-project")
    tour.key("ctrl+3")
    tour.wait("one list by priority", lambda: tour.shown("list", "All agents by priority"))
    tour.picture("board-by-priority")
    tour.key("ctrl+1")
    tour.wait("columns by state", lambda: tour.shown("list", "Working"))
    tour.command("board.compact", "Compact cards")
    tour.picture("board-compact")
    tour.command("board.compact", "Compact cards")


def filters(tour: Tour) -> None:
    """Type, see fewer, and see all again."""
    tour.key("ctrl+b", "slash")
    tour.wait("the search has the focus", lambda: tour.focused() == "text Search agents")
    tour.type("ledger")
    tour.wait("only ledger is left", lambda: projects(tour) == {"ledger"})
    tour.picture("board-filtered")
    tour.key("Escape")
    tour.wait("all are shown", lambda: len(projects(tour)) > 1)


def marks(tour: Tour) -> None:
    """Several at once."""
    tour.key("ctrl+b", "Home", "shift+Down", "shift+Down")
    tour.sees(" selected")
    tour.picture("board-marked")
    tour.key("Escape")
    tour.wait("none is marked", lambda: not tour.reads(" selected"))


def queue(tour: Tour) -> None:
    """Who waits, one after the other: answered, put off, seen."""
    _next_that(tour, "It asks you")
    tour.picture("question")
    answered = current(tour)
    tour.key("ctrl+b", "1")
    tour.wait("the answer has arrived", lambda: not waits(tour, answered))
    _next_that(tour, "May it run this?")
    put_off = current(tour)
    tour.key("ctrl+b", "z")
    tour.wait("it is told as put off", lambda: tour.reads("snoozed"))
    tour.key("ctrl+j")
    tour.wait("another one is the next", lambda: current(tour) != put_off)
    tour.key("ctrl+b", "s")


def approval(tour: Tour) -> None:
    """Denied with a reason, which stands in the record of decisions."""
    _next_that(tour, "May it run this?")
    tour.picture("approval")
    denied = current(tour)
    tour.reader.find(tour.app.pid, "text", "Reason (optional)").focus()
    tour.type(REASON)
    tour.key("ctrl+shift+d")
    tour.wait("it was denied", lambda: not waits(tour, denied))


def searching(tour: Tour) -> None:
    """A word that was said, and the line where."""
    _open(tour, "search", "Search")
    tour.key("ctrl+shift+f")
    tour.type("rounds half even")

    def is_found() -> bool:  # it may not have been said yet
        tour.key("Return")
        return tour.reads("found, the newest first")

    tour.wait("it is found", is_found)
    tour.picture("search")
    tour.key("Tab")
    _tab_to(tour, "list item")
    tour.key("Return")
    tour.wait("the transcript is shown", lambda: tour.shown("panel", "Transcript"))
    tour.picture("transcript-line")
    tour.key("ctrl+alt+1")
    tour.wait("the transcript is put away", lambda: not tour.shown("panel", "Transcript"))


def pages(tour: Tour) -> None:
    """Every page, by its command, with what only it shows."""
    for name, title, words in PAGES:
        _open(tour, name, title)
        tour.sees(words)
        tour.picture(name)
        if name not in SIDES:
            tour.key("ctrl+w")


def objective(tour: Tour) -> None:
    """Set one: board and page show it."""
    _open(tour, "objective", "Objective")
    tour.command("objective.begin_new", "New objective")
    tour.type(OBJECTIVE)
    tour.command("objective.save", "Save the objective")
    tour.key("ctrl+b")
    tour.sees(OBJECTIVE)
    tour.picture("objective-set")


def layouts(tour: Tour) -> None:
    """The four arrangements."""
    for at, name in enumerate(("triage", "review", "focus", "retro"), 1):
        tour.key("ctrl+b", f"ctrl+alt+{at}")
        tour.picture(f"layout-{name}")
    tour.key("ctrl+alt+1")


COLUMNS = ("Needs input", "Working", "Stalled", "Idle and done")
REASON = "use the staging copy instead"
OBJECTIVE = "Ship the checkout this week"
SIDES = ("logs", "notices")
#: Name of a page, its title, and words that are there once it has read what it shows.
PAGES = (
    ("projects", "Projects", "Pause inference"),
    ("activity", "Activity", "Time to a decision"),
    ("past", "Board of the past", "This is the past"),
    ("logs", "Logs", "Inference calls"),
    ("data", "Data", "Allow edits"),
    ("notices", "Notices", "Recent notifications"),
    ("settings", "Settings", "Revert"),
    ("hooks", "Hooks", "Settings file"),
    ("doctor", "Doctor", "It looked, and changed nothing."),
    ("shortcuts", "Keyboard shortcuts", "Press Enter on a command, then its new keys."),
    ("help", "Help", "Topics"),
    ("about", "About Headspace", "Nothing leaves this machine."),
)
STEPS: tuple[Callable[[Tour], None], ...] = (
    begin, palette, views, filters, marks, queue, approval, searching, pages, objective, layouts,
)  # fmt: skip


def _is_on_board(tour: Tour) -> bool:
    return any("focused" in node.states and "panel 'Board'" in node.path for node in tour.nodes())


def _open(tour: Tour, name: str, title: str) -> None:
    if not tour.shown("panel", title):
        tour.command(f"page.{name}", title)
    tour.page(title)


def _next_that(tour: Tour, words: str) -> None:
    """Go from one that waits to the next until one is shown that wants this."""

    def probe() -> bool:
        if tour.reads(words):
            return True
        tour.key("ctrl+j")
        return False

    tour.wait(f"one that says {words!r} is next", probe)


def _tab_to(tour: Tour, what: str) -> None:
    def probe() -> bool:
        if what in tour.focused():
            return True
        tour.key("Tab")
        return False

    tour.wait(f"Tab leads to {what!r}", probe)


def current(tour: Tour) -> str:
    """The session of the agent in the panel."""

    def probe() -> str | None:
        labels = [node.name for node in tour.nodes() if node.role == "label" and "panel 'Agent'" in node.path]
        sessions = [str(one["session_id"]) for one in tour.board()]
        return next((one for one in sessions if any(one[:8] in words for words in labels)), None)

    return wait_for("the panel tells whose it is", probe, DEADLINE_S)


def waits(tour: Tour, session: str) -> bool:
    return any(one["session_id"].startswith(session) and one["state"] == "needs_input" for one in tour.board())


def projects(tour: Tour) -> set[str]:
    return {
        node.name.partition(".")[0]
        for node in tour.nodes()
        if node.role == "list item" and node.parent is not None and node.parent.name in COLUMNS
    }


@contextmanager
def toured(folder: Path | None, theme: str = "light", scale: int = 1) -> Iterator[Tour]:
    """A desktop with a reader, ready for a program."""
    width, height = SIZE
    desktop = Desktop(size=(width * scale, height * scale), scale=float(scale))
    try:
        desktop.start()
        with Atspi(desktop, items=5) as reader:
            yield Tour(desktop, reader, folder, theme)
    finally:
        desktop.stop()


def main(folder: Path, theme: str, scale: int) -> None:
    with toured(folder, theme, scale) as tour:
        tour.start("--demo", "200")
        for step in STEPS:
            began = time.monotonic()
            step(tour)
            sys.stdout.write(f"{step.__name__}: {time.monotonic() - began:.1f} s\n")
            sys.stdout.flush()
        tour.stop()


if __name__ == "__main__":
    words = [*sys.argv[1:], *("build/tour", "light", "1")[len(sys.argv) - 1 :]]
    os.umask(0o022)
    main(Path(words[0]), words[1], int(words[2]))
