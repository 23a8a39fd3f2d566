"""A window with recorded actions and questions, on a stopped clock."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent))

import pytest
import shiboken6
from cards import NOW
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from headspace_desktop.settings import UiSettings
from headspace_desktop.ui.shell.calls import Calls
from headspace_desktop.ui.theme import Theme
from headspace_desktop.ui.transcript.prepare import prepare_web
from headspace_desktop.ui.window import MainWindow
from tests.harness.desktop import new_desktop  # noqa: F401  a fixture

prepare_web()


@dataclass
class Desk:
    """The window under test and what it said."""

    window: MainWindow
    layout: QSettings
    posted: list[Any] = field(default_factory=list)
    asked: list[Any] = field(default_factory=list)

    def take(self, *changes: Any) -> None:
        self.window.take(list(changes))

    def last(self, kind: type[Any]) -> Any:
        return [said for said in self.posted if isinstance(said, kind)][-1]

    def last_ask(self, kind: type[Any]) -> Any:
        return [said for said in self.asked if isinstance(said, kind)][-1]


_THEMES: list[Theme] = []


def make_desk(layout: QSettings, calls: Calls | None = None) -> Desk:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    if not _THEMES:  # one for the program, as in the program
        _THEMES.append(Theme(app, "light"))
    _THEMES[0].choose("light")
    posted: list[Any] = []
    asked: list[Any] = []
    settings = UiSettings(theme="light")
    window = MainWindow(
        posted.append, asked.append, layout=layout, settings=settings, calls=calls, theme=_THEMES[0], now=lambda: NOW
    )
    window.PACE_MS = 0  # every change is shown at once; test_ui_pace.py shows the pace
    return Desk(window, layout, posted, asked)


@pytest.fixture
def layout(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "layout.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def desk(qtbot: Any, layout: QSettings) -> Iterator[Desk]:
    made = make_desk(layout)
    made.window.resize(1360, 860)
    made.window.show()
    made.window.activateWindow()
    yield made
    made.window.shut()
    shiboken6.delete(made.window)
