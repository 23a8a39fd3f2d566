"""The page of failures is whole: every id is there, no row is empty, and every test that it names exists."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "failures.md"

IDS = [
    *(f"F-{number}" for number in range(1, 63)),
    *(f"A{number}" for number in range(1, 21)),
    *(f"P{number}" for number in (*range(1, 10), *range(15, 20))),
]
REASON = "Cannot happen: "


def rows(page: str) -> list[tuple[str, str, str]]:
    """(id, what, here) of every line of the tables."""
    found = []
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and cells[0] != "id" and not set(cells[0]) <= {"-", ":"}:
            assert len(cells) == 3, line
            found.append((cells[0], cells[1], cells[2]))
    return found


@cache
def names(path: str) -> frozenset[str]:
    """Every test of a file as ``name`` or ``Class::name``."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    found = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{each.name}" for each in node.body if isinstance(each, ast.FunctionDef)}
    return frozenset(name for name in found if name.rpartition("::")[2].startswith("test_"))


def faults(page: str) -> list[str]:
    """What is wrong with the page."""
    found = []
    told = rows(page)
    if [row[0] for row in told] != IDS:
        found.append(f"ids: {sorted(set(IDS) ^ {row[0] for row in told}) or 'order'}")
    for number, what, here in told:
        tests = re.findall(r"`(tests/[\w/]+\.py)::([\w:]+)`", here)
        if not what or not (tests or (here.startswith(REASON) and len(here) > len(REASON) + 20)):
            found.append(f"{number}: neither a test nor a reason")
        for path, name in tests:
            if not (ROOT / path).is_file() or name not in names(path):
                found.append(f"{number}: there is no {path}::{name}")
        if here.count("`") != 2 * len(tests):
            found.append(f"{number}: {here}")
    return found


def test_every_failure_is_shown_or_has_its_reason() -> None:
    assert faults(PAGE.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (r"\| F-17 .*\n", "", "F-17"),
        (r"(\| F-24 \|[^|]*\|).*", r"\1 |", "F-24: neither"),
        ("::test_numbered_output_is_no_dialog", "::test_that_nobody_wrote", "F-20: there is no"),
        ("tests/engine/test_acceptance.py", "tests/engine/test_gone.py", "A1: there is no"),
    ],
)
def test_a_gap_would_be_noticed(old: str, new: str, told: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    holed = re.sub(old, new, page)
    assert holed != page
    assert any(told in fault for fault in faults(holed))
