"""How long a key takes in the palette with 500 agents, and what opening it, a settle and a new window cost.

Processor time of the window's thread, offscreen; 500 agents are compared with none in turns of one run.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import figures

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from bench_board import STATES, card
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from headspace_desktop.domain.changes import BoardReset
from headspace_desktop.settings import UiSettings
from headspace_desktop.ui.theme import Theme
from headspace_desktop.ui.transcript.prepare import prepare_web
from headspace_desktop.ui.window import MainWindow

AGENTS, ROUNDS = 500, 15
TYPED = ("a", "al", "all", "next wa", "project-7", "0123", "nothing like this")


def window(app: QApplication, theme: Theme, folder: Path, agents: int) -> MainWindow:
    kept = QSettings(str(folder / f"{agents}.ini"), QSettings.Format.IniFormat)
    made = MainWindow(lambda _: None, lambda _: None, layout=kept, settings=UiSettings(), theme=theme)
    cards = tuple(card(number, STATES[number % len(STATES)], "text") for number in range(agents))
    made.take([BoardReset(cards, datetime.now(UTC))])
    made.show()
    app.processEvents()
    return made


def timed(deed: Callable[[], object]) -> float:
    begin_s = time.thread_time()
    deed()
    return (time.thread_time() - begin_s) * 1000


def main() -> None:
    prepare_web()
    app = QApplication([])
    theme = Theme(app, "light")
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        windows = {agents: window(app, theme, folder, agents) for agents in (0, AGENTS)}
        ways: dict[str, Callable[[], float]] = {}
        for agents, made in windows.items():
            box = made.palette_box

            def opened(box: object = box) -> float:
                return timed(box.open)  # type: ignore[attr-defined]

            def settled(made: MainWindow = made) -> float:
                return timed(made.commands.settle)

            ways[f"open, {agents}"] = opened
            for typed in TYPED:

                def key(typed: str = typed, made: MainWindow = made) -> float:
                    made.palette_box.line.clear()
                    return timed(lambda: made.palette_box.line.setText(typed))

                ways[f"type {typed!r}, {agents}"] = key
            ways[f"settle, {agents}"] = settled
        ways["a new window"] = lambda: timed(lambda: window(app, theme, folder, 1))
        for name_, found in figures.interleaved(ways, ROUNDS).items():
            rows.append({"what": name_, "median_ms": figures.percentile(found, 50), "worst_ms": max(found)})
    figures.report("palette", rows)


if __name__ == "__main__":
    main()
