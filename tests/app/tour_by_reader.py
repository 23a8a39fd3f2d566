"""Everything that can be used has a name and a role on a real accessibility bus, and can be used through it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harness import tour as tours
from tests.harness.atspi import Node
from tests.harness.tour import PAGES, Tour, toured

pytestmark = pytest.mark.timeout(300)

#: Containers, not things to use: Qt gives a tab list the name of its first tab, and a menu bar none.
NAMELESS = frozenset({"page tab list", "menu bar", "filler", "panel"})
#: What a screen reader needs by name; rows of lists and tables are named by what they show.
USED = frozenset(
    {
        "push button", "toggle button", "check box", "radio button", "combo box", "text", "entry", "password text",
        "spin button", "spin box", "slider", "page tab", "menu item", "check menu item", "button menu", "link",
        "list item", "list", "table", "tree", "tree table", "tree item",
    }
)  # fmt: skip
#: More of the same name is no trouble for these: rows, and texts that stand in the row that names them.
ALIKE = frozenset({"list item", "tree item", "text"})


@pytest.fixture(scope="module")
def tour() -> Iterator[Tour]:
    """One program for all tests here: pages are opened one after the other."""
    with toured(None) as one:
        one.start("--demo", "20")
        one.wait("agents are on the board", lambda: one.shown("list", "Working"))
        one.key("ctrl+m")
        yield one
        one.stop()


def nameless(nodes: list[Node]) -> list[str]:
    """Paths of what can be used but not told from others by name."""
    return [node.path for node in nodes if node.role in USED - NAMELESS and not node.name.strip()]


def ambiguous(nodes: list[Node]) -> list[str]:
    """Buttons of the same name within the same parent."""
    found = Counter(
        (id(node.parent), node.role, node.name)
        for node in nodes
        if node.role in USED - ALIKE and node.parent is not None
    )
    return sorted({f"{role} {name!r}" for (_, role, name), count in found.items() if count > 1})


def test_the_board_and_every_page_name_what_can_be_used(tour: Tour) -> None:
    wrong: dict[str, list[str]] = {"board": nameless(tour.nodes())}
    for name, title, words in (("search", "Search", "Search"), *PAGES):
        tour.command(f"page.{name}", title)
        tour.page(title)
        tour.sees(words)
        nodes = tour.nodes()
        wrong[name] = [*nameless(nodes), *ambiguous(nodes)]
        tour.key("ctrl+w")
    tour.key("alt+2")
    wrong["transcript"] = nameless(tour.nodes())
    tour.key("ctrl+k")
    tour.sees("Enter does it")
    wrong["palette"] = nameless(tour.nodes())
    tour.key("Escape")
    assert {page: paths for page, paths in wrong.items() if paths} == {}


def test_a_button_without_a_name_is_found(tmp_path: Path) -> None:
    """The walk itself: a program with one unnamed button, and one that is named twice."""
    program = tmp_path / "planted.py"
    program.write_text(
        "from PySide6.QtWidgets import *\n"
        "app = QApplication([])\nwindow = QWidget()\nbox = QVBoxLayout(window)\n"
        "for text in ('', 'Go', 'Go', 'Stop'):\n    box.addWidget(QPushButton(text))\n"
        "window.setWindowTitle('planted')\nwindow.show()\napp.exec()\n"
    )
    with toured(None) as one:
        one.app = one.desktop.spawn("app", [sys.executable, str(program)], env=tours.ENV)
        one.wait("it is there", lambda: one.shown("push button", "Stop"))
        assert len(nameless(one.nodes())) == 1
        assert ambiguous(one.nodes()) == ["push button 'Go'"]


def test_driven_by_a_screen_reader_alone(tour: Tour) -> None:
    """No key and no mouse: the queue, a page and its search, and a permission, by the actions of the elements."""
    pid, reader = tour.app.pid, tour.reader

    def asks() -> bool:
        if tour.reads("May it run this?"):
            return True
        found = tour.shown("push button", "Next waiting")
        if found is not None and "enabled" in found.states:
            found.press()
        return False

    tour.wait("one that asks for permission is next", asks)
    session = tours.current(tour)
    reader.find(pid, "push button", lambda name: name.startswith("Deny")).press()
    tour.wait("it waits no longer", lambda: not tours.waits(tour, session))
    reader.find(pid, "text", "Search agents").write("ledger")
    tour.wait("only ledger is left", lambda: tours.projects(tour) == {"ledger"})
    reader.find(pid, "text", "Search agents").write("")
    tour.wait("all are shown again", lambda: len(tours.projects(tour)) > 1)
    reader.find(pid, "check box", "View by priority").press()
    tour.wait("one list by priority", lambda: tour.shown("list", "All agents by priority"))
