"""The floors hold, and every contract about them fails on a planted fault."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "headspace_desktop"


def configuration() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]


def contracts() -> dict[str, dict[str, Any]]:
    return {contract["id"]: contract for contract in configuration()["contracts"]}


def rooms() -> set[str]:
    text = " ".join(contracts()["floors"]["layers"])
    return {name.strip("()") for name in text.replace("|", " ").replace(":", " ").split()}


def lint(folder: Path, *contract: str) -> subprocess.CompletedProcess[str]:
    command = [
        str(Path(sys.executable).with_name("lint-imports")),
        "--no-cache",
        "--config",
        str(ROOT / "pyproject.toml"),
    ]
    for name in contract:
        command += ["--contract", name]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=100, check=False)


@pytest.fixture(scope="module")
def skeleton(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The house without furniture: every room, empty."""
    folder = tmp_path_factory.mktemp("skeleton")
    package = folder / "headspace_desktop"
    package.mkdir()
    (package / "__init__.py").touch()
    for name in rooms():
        if name == "__main__":
            (package / "__main__.py").touch()
        else:
            (package / name).mkdir()
            (package / name / "__init__.py").touch()
    return folder


@pytest.fixture
def plant(skeleton: Path) -> Iterator[Any]:
    planted: list[Path] = []

    def put(room: str, line: str) -> Path:
        file = skeleton / "headspace_desktop" / room / "planted.py"
        if room == "__main__":
            file = skeleton / "headspace_desktop" / "__main__.py"
        if room == "newroom":
            file.parent.mkdir()
            (file.parent / "__init__.py").touch()
        file.write_text(line + "\n", encoding="utf-8")
        planted.append(file)
        return skeleton

    yield put
    for file in planted:
        file.write_text("", encoding="utf-8")
        if file.parent.name == "newroom":
            file.unlink()
            (file.parent / "__init__.py").unlink()
            file.parent.rmdir()


FAULTS = [
    ("floors", "domain", "import headspace_desktop.settings"),
    ("floors", "ui", "import headspace_desktop.engine"),
    ("floors", "paths", "import headspace_desktop.logs"),
    ("floors", "intake", "def late():\n    import headspace_desktop.tmux"),
    ("floors", "newroom", "pass"),
    ("pure", "domain", "import subprocess"),
    ("pure", "clients", "from socket import socket"),
    ("pure", "clients", "from PySide6.QtCore import QObject"),
    ("qt", "engine", "from PySide6.QtCore import QObject"),
    ("qt", "cli", "def late():\n    from PySide6 import QtWidgets"),
    ("sql", "engine", "import sqlalchemy"),
    ("sql", "ui", "import sqlite3"),
    ("libtmux", "terminals", "import libtmux"),
    ("httpx", "projects", "import httpx"),
    ("store", "ui", "import headspace_desktop.store"),
    ("store", "cli", "def late():\n    import headspace_desktop.store"),
    ("cli", "cli", "import headspace_desktop.ui"),
    ("cli", "cli", "def late():\n    import headspace_desktop.engine"),
]


def test_the_house_stands() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


def test_the_empty_house_stands(skeleton: Path) -> None:
    done = lint(skeleton)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(("contract", "room", "line"), FAULTS)
def test_a_planted_fault_breaks_its_contract(plant: Any, contract: str, room: str, line: str) -> None:
    done = lint(plant(room, line), contract)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "BROKEN" in done.stdout


def test_imports_for_types_alone_are_free(plant: Any) -> None:
    folder = plant("ui", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import headspace_desktop.engine")
    done = lint(folder, "floors")
    assert done.returncode == 0, done.stdout


def test_every_contract_has_a_fault() -> None:
    assert {contract for contract, _, _ in FAULTS} == set(contracts())


@pytest.mark.parametrize(
    ("contract", "free"),
    [
        ("qt", {"ui", "notify", "workers", "crash", "app", "__main__"}),
        ("sql", {"store", "app"}),
        ("libtmux", {"tmux", "app"}),
        ("httpx", {"inference", "app"}),
    ],
)
def test_no_room_is_forgotten(contract: str, free: set[str]) -> None:
    listed = {name.removeprefix("headspace_desktop.") for name in contracts()[contract]["source_modules"]}
    assert listed | free == rooms()
    assert not listed & free


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_the_workers_know_only_the_core_of_qt() -> None:
    qt = {name for name in imported(PACKAGE / "workers.py") if name.startswith("PySide6")}
    assert qt
    assert all(name.startswith("PySide6.QtCore.") for name in qt)


def test_only_the_four_guards_catch_everything() -> None:
    found: set[str] = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler) and not isinstance(node.body[-1], ast.Raise):
                kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
                if any(kind is None or (isinstance(kind, ast.Name) and "Exception" in kind.id) for kind in kinds):
                    found.add(str(file.relative_to(PACKAGE)))
    assert found <= {"workers.py", "intake/receiver.py", "crash.py", "__main__.py"}
