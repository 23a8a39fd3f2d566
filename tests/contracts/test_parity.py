"""docs/parity.md against the program: every endpoint of the web system has its row, and what a row names exists."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from PySide6.QtCore import QSettings

from headspace_desktop.cli.parser import parser
from headspace_desktop.clients import claude_hooks
from headspace_desktop.domain.actions import Action
from headspace_desktop.domain.asks import PageAsk
from headspace_desktop.settings import UiSettings
from headspace_desktop.ui.window import MainWindow

ROOT = Path(__file__).parents[2]
_PATHS = re.compile(r"(?P<m>[A-Z]+(?:/[A-Z]+)*) (?=/)|(?P<p>/[^`, ;]*)")
_KINDS = ("page", "command", "action", "ask", "cli", "hook", "reason")


def rows() -> list[tuple[str, str]]:
    """(endpoints, here) of each row."""
    lines = (ROOT / "docs" / "parity.md").read_text(encoding="utf-8").splitlines()
    return [(cells[1], cells[3].strip()) for line in lines if line.startswith("| `") and (cells := line.split("|"))]


def endpoints(cell: str) -> Iterator[str]:
    methods = ["GET"]
    for found in _PATHS.finditer(cell):
        if found["m"]:
            methods = found["m"].split("/")
        else:
            yield from (f"{method} {found['p']}" for method in methods)


def named(here: str) -> list[tuple[str, str]]:
    head, _, reason = here.partition("reason:")
    found = [tuple(word.split(":", 1)) for word in head.split()]
    return [*found, *([("reason", reason)] if reason else [])]  # type: ignore[list-item]


def test_every_endpoint_has_its_row() -> None:
    wanted = (ROOT / "tests" / "data" / "endpoints.txt").read_text(encoding="utf-8").splitlines()
    told = [endpoint for cell, _here in rows() for endpoint in endpoints(cell)]
    assert set(wanted) - set(told) == set()
    assert len(wanted) > 90


@pytest.fixture(scope="module")
def there(qapp: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, set[str]]]:
    """All that can be named."""
    layout = QSettings(str(tmp_path_factory.mktemp("parity") / "layout.ini"), QSettings.Format.IniFormat)
    window = MainWindow(lambda _action: None, lambda _ask: None, layout=layout, settings=UiSettings())
    words = next(action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    yield {
        "page": set(window.docks.by_name),
        "command": {command.name for command in window.commands},
        "action": {kind.__name__ for kind in get_args(Action)},
        "ask": {kind.__name__ for kind in get_args(PageAsk)},
        "cli": set(words.choices),
        "hook": {spec.event for spec in claude_hooks.HOOKS},
    }
    window.shut()
    window.deleteLater()


@pytest.mark.parametrize(("cell", "here"), rows(), ids=lambda text: text[:40])
def test_what_a_row_names_exists(there: dict[str, set[str]], cell: str, here: str) -> None:
    found = named(here)
    assert found, f"{cell} has neither a counterpart nor a reason"
    for kind, name in found:
        assert kind in _KINDS, kind
        if kind == "reason":
            assert len(name.split()) >= 5, f"{cell}: say why"
        else:
            assert name in there[kind], f"{cell}: there is no {kind} {name}"
