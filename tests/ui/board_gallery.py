"""Renders the board in every state to pictures: `python tests/ui/board_gallery.py FOLDER [scale] [scene,scene]`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

FOLDER = Path(sys.argv[1])
SCALE = sys.argv[2] if len(sys.argv) > 2 else "1"
ONLY = sys.argv[3].split(",") if len(sys.argv) > 3 else []
THEMES = os.environ.get("THEMES", "light,dark").split(",")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_SCALE_FACTOR"] = SCALE
if os.geteuid() == 0:
    os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

from cards import NOW, ago, card, fleet, permission, question  # noqa: E402
from PySide6.QtCore import QElapsedTimer, QSettings  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from headspace_desktop.domain.card import Card  # noqa: E402
from headspace_desktop.domain.changes import BoardReset, BubblesHeld, HeldBubble, ObjectiveChanged  # noqa: E402
from headspace_desktop.domain.model import (  # noqa: E402
    AskItem,
    AskOption,
    BackgroundTask,
    Objective,
    Priority,
    State,
    SubState,
    Usage,
)
from headspace_desktop.settings import UiSettings  # noqa: E402
from headspace_desktop.ui.board.order import Grouping  # noqa: E402
from headspace_desktop.ui.transcript.prepare import prepare_web  # noqa: E402
from headspace_desktop.ui.window import MainWindow  # noqa: E402

OBJECTIVE = Objective("Ship the session store by Friday", NOW, "no new dependencies; keep the old import path")
CACHE = AskItem("Which cache should it use?", "Cache", (AskOption("Redis"), AskOption("In memory"), AskOption("None")))


def rich() -> list[Card]:
    """The fleet with everything that a card can tell."""
    cards = fleet()
    tasks = (
        BackgroundTask("x", "subagent", "Look for callers", ago(30)),
        BackgroundTask("y", "subagent", "Read the docs"),
        BackgroundTask("z", "shell", "npm run watch"),
    )
    cards[0] = replace(
        cards[0], ask=permission("rm -rf build && npm run build"), command_started_at=ago(900),
        priority=Priority(82, "serves the objective; it waits", NOW),
        usage=Usage(context_percent=68.0, context_tokens=136_000),
    )  # fmt: skip
    cards[1] = replace(cards[1], priority=Priority(55, "serves the objective", NOW), command_started_at=ago(7900))
    cards[3] = replace(
        cards[3], background=tasks, background_count=3, persona="tester", command_started_at=ago(2400),
        priority=Priority(31, "little to do with the objective", NOW),
    )  # fmt: skip
    cards[4] = replace(cards[4], command_started_at=ago(50), plan="1. Read it\n2. Write it")
    asked = card(
        "n2", State.NEEDS_INPUT, SubState.QUESTION, since_s=600, project_name="cache-service", project_path="/p/cache",
        ask=question(items=(CACHE,), key="q7"), ask_count=1, session_id="n2aa01bc",
        instruction="Add a cache in front of the price service",
    )  # fmt: skip
    late = replace(asked, uuid="n3", session_id="c3aa01bc", snoozed_until_at=NOW + timedelta(minutes=40))
    return [*cards, asked, late]


def many(count: int) -> tuple[Card, ...]:
    cards = rich()
    return tuple(
        replace(
            made := cards[at % len(cards)], uuid=f"u{at}", session_id=f"{at * 7919 % 65536:04x}{at:04d}",
            project_name=f"{made.project_name}-{at % 4}", project_path=f"/p/{made.project_name}-{at % 4}",
        )
        for at in range(count)
    )  # fmt: skip


class Stage:
    def __init__(self, app: QApplication, theme: str) -> None:
        self.app, self.theme = app, theme
        layout = QSettings(str(FOLDER / "layout.ini"), QSettings.Format.IniFormat)
        layout.clear()
        ui = UiSettings(theme=theme)  # type: ignore[arg-type]
        self.window = MainWindow(lambda _: None, lambda _: None, layout=layout, settings=ui, now=lambda: NOW)
        self.window.resize(1360, 860)
        self.window.show()

    def settle(self, ms: int = 200) -> None:
        timer = QElapsedTimer()
        timer.start()
        while timer.elapsed() < ms:
            self.app.processEvents()

    def shot(self, name: str, ms: int = 200) -> None:
        self.settle(ms)
        self.window.grab().save(str(FOLDER / f"board-{name}-{self.theme}-{SCALE}x.png"))


def scenes(stage: Stage) -> dict[str, Callable[[], None]]:
    window = stage.window
    board = window.board

    def full() -> None:
        board.filter.clear()
        held = HeldBubble("c3", "quiet_hours", NOW, NOW + timedelta(hours=1))
        window.take([BoardReset(tuple(rich()), NOW), ObjectiveChanged(OBJECTIVE), BubblesHeld((held,))])
        window.show_agent("a1")
        window.group(Grouping.STATE)

    def one() -> None:
        window.take([BoardReset((card("a1", State.IDLE),), NOW), ObjectiveChanged(None)])
        stage.shot("one")

    def twelve() -> None:
        full()
        stage.shot("full")

    def marked() -> None:
        full()
        same = permission("npm test")
        asks = [card(f"s{n}", State.NEEDS_INPUT, SubState.PERMISSION, ask=replace(same, key=f"k{n}")) for n in range(3)]
        window.take([BoardReset((*rich(), *asks), NOW)])
        board.marks.mark(["s0", "s1", "s2"])
        stage.shot("marked")
        board.marks.clear()

    def priority() -> None:
        full()
        window.group(Grouping.PRIORITY)
        stage.shot("priority")

    def project() -> None:
        full()
        window.group(Grouping.PROJECT)
        stage.shot("project", 600)

    def found() -> None:
        full()
        board.filter.words.setText("session")
        stage.shot("found")
        board.filter.words.setText("nowhere")
        stage.shot("nothing-found")

    def compact() -> None:
        full()
        board.show_compact(True)
        stage.shot("compact")
        board.show_compact(False)

    def narrow() -> None:
        full()
        window.docks.by_name["agent"].hide()
        window.resize(560, 700)
        stage.shot("narrow")
        window.group(Grouping.PRIORITY)
        stage.shot("narrow-priority")
        window.docks.by_name["agent"].show()
        window.resize(1360, 860)

    def sixty() -> None:
        full()
        board.unfolded = {"ended"}
        window.take([BoardReset(many(60), NOW)])
        stage.shot("sixty", 600)

    def five_hundred() -> None:
        full()
        window.take([BoardReset(many(500), NOW)])
        stage.shot("five-hundred", 1500)

    every = (one, twelve, marked, priority, project, found, compact, narrow, sixty, five_hundred)
    return {scene.__name__: scene for scene in every}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    prepare_web()
    app = QApplication(sys.argv[:1])
    for theme in THEMES:
        stage = Stage(app, theme)
        for name, scene in scenes(stage).items():
            if not ONLY or name in ONLY:
                scene()
        stage.window.shut()
        stage.window.hide()
        stage.window.deleteLater()
        stage.settle(50)


if __name__ == "__main__":
    main()
