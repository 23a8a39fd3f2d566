"""Everything that can be used has a name and a role on a real accessibility bus, and can be used through it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.tour_steps import ASKS, PAGES, close_page, current, open_page, projects, waits
from tests.harness.atspi import ENV, Node
from tests.harness.tour import Tour, toured

pytestmark = pytest.mark.timeout(300)

#: What a screen reader needs by name; rows of lists and tables are named by what they show.
USED = (
    "push button", "toggle button", "check box", "radio button", "combo box", "text", "entry", "password text",
    "spin button", "spin box", "slider", "page tab", "menu item", "check menu item", "button menu", "link",
    "list item", "list", "table", "tree", "tree table", "tree item",
)  # fmt: skip
#: More of the same name is no trouble for these: rows, and texts that stand in the row that names them.
ALIKE = frozenset({"list item", "tree item", "text"})
#: What holds the places for the focus, and cells: a row of a table has empty ones.
HOLDERS = frozenset({"frame", "menu bar", "cell"})


@pytest.fixture(scope="module")
def tour() -> Iterator[Tour]:
    """One program for all tests here: pages are opened one after the other."""
    with toured() as one:
        one.start("--demo", "20")
        one.wait("agents are on the board", lambda: one.one("list", "Working"))
        one.press("mute.hour", "ctrl+m")
        yield one
        one.stop()


def nameless(tour: Tour) -> list[str]:
    """Paths of what is shown and can be used, or holds the focus, but cannot be told from others by name."""
    found = [*tour.shown(*USED), *(node for node in tour.shown(also=("focusable",)) if node.role not in HOLDERS)]
    return sorted({node.path for node in found if not node.name.strip()})


def ambiguous(nodes: list[Node]) -> list[str]:
    """What has the same role and name as another within the same parent."""
    alike = Counter((node.role, node.name) for node in nodes if node.role not in ALIKE)
    twins = [node for node in nodes if alike[node.role, node.name] > 1]
    found = Counter((node.parent.spot, node.role, node.name) for node in twins if node.parent is not None)
    return sorted({f"{role} {name!r}" for (_, role, name), count in found.items() if count > 1})


def test_the_board_and_every_page_name_what_can_be_used(tour: Tour) -> None:
    wrong = {"board": nameless(tour)}
    for name, (title, words) in PAGES.items():
        open_page(tour, name)
        tour.sees(words)
        wrong[name] = [*nameless(tour), *ambiguous(tour.shown(*USED, within=tour.panel(title)))]
        close_page(tour, name)
    tour.press("page.transcript", "alt+2")
    tour.wait("the transcript is shown", lambda: tour.panel("Transcript"))
    wrong["transcript"] = nameless(tour)
    tour.press("page.transcript", "alt+2")
    tour.press("app.palette", "ctrl+k")
    tour.sees("Enter does it")
    wrong["palette"] = nameless(tour)
    tour.key("Escape")
    tour.press("agent.start", "ctrl+n")
    tour.sees("It runs in a tmux session of its own")
    wrong["start"] = nameless(tour)
    tour.key("Escape")
    assert {page: paths for page, paths in wrong.items() if paths} == {}


def test_driven_by_a_screen_reader_alone(tour: Tour) -> None:
    """No key and no mouse: the queue and a permission, the search and the view, by the actions of the elements."""
    pid, reader = tour.app.pid, tour.reader

    def asks() -> bool:
        panel = tour.panel("Agent")
        if panel is not None and tour.reads(ASKS, within=panel):
            return True
        if (found := tour.one("push button", "Next waiting", also=("enabled",))) is not None:
            found.press()
        return False

    tour.wait("one that asks for permission is next", asks)
    session = current(tour)
    reader.find(pid, "push button", lambda name: name.startswith("Deny")).press()
    tour.wait("it waits no longer", lambda: not waits(tour, session))
    reader.find(pid, "text", "Search agents").write("ledger")
    tour.wait("only ledger is left", lambda: projects(tour) == {"ledger"})
    reader.find(pid, "text", "Search agents").write("")
    tour.wait("all are shown again", lambda: len(projects(tour)) > 1)
    reader.find(pid, "check box", "View by priority").press()
    tour.wait("one list by priority", lambda: tour.one("list", "All agents by priority"))


def test_a_button_without_a_name_is_found(tmp_path: Path) -> None:
    """The walk itself: a program with one unnamed button, and one that is named twice."""
    program = tmp_path / "planted.py"
    program.write_text(
        "from PySide6.QtWidgets import *\n"
        "app = QApplication([])\nwindow = QWidget()\nbox = QVBoxLayout(window)\n"
        "for text in ('', 'Go', 'Go', 'Stop'):\n    box.addWidget(QPushButton(text))\n"
        "window.setWindowTitle('planted')\nwindow.show()\napp.exec()\n"
    )
    with toured() as one:
        one.app = one.desktop.spawn("app", [sys.executable, str(program)], env=ENV)
        one.wait("it is there", lambda: one.one("push button", "Stop"))
        assert len(nameless(one)) == 1
        assert ambiguous(one.shown("push button")) == ["push button 'Go'"]
