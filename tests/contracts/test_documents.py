"""What the documents say is what the program does."""

from __future__ import annotations

import importlib
import os
import pwd
import re
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from headspace_desktop import settings

ROOT = Path(__file__).resolve().parents[2]


def tracked() -> list[Path]:
    """The files that travel; in an unpacked archive, all but what is made."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, timeout=60, check=False)
    if done.returncode == 0:
        return [ROOT / name for name in done.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
    return [path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts]


def test_the_settings_page_is_the_models() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert page == settings.reference(), "python -m headspace_desktop.settings --reference > docs/settings.md"


@pytest.mark.parametrize("choice", settings.choices(), ids=lambda choice: choice.key)
def test_every_setting_is_described_and_bounded(choice: settings.Choice) -> None:
    assert choice.description.endswith(".")
    assert choice.bounds
    if isinstance(choice.default, int | float) and not isinstance(choice.default, bool):
        assert " to " in choice.bounds, "a number has a least and a greatest value"
        assert re.search(r"_(s|ms|px|days|bytes|chars|tokens|percent|from|count|usd|per_\w+)$", choice.key), (
            "and a unit"
        )


def test_the_threads_are_those_of_the_table() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    section = text.partition("## Threads")[2].partition("\n## ")[0]
    listed = re.findall(r"^\| ([a-z]+) \|", section, flags=re.MULTILINE)[1:]
    assert listed[:2] == ["gui", "engine"]
    if find_spec("headspace_desktop.app") is not None:
        assert set(listed) - {"gui"} == set(importlib.import_module("headspace_desktop.app").THREADS)


def test_the_floors_of_the_page_are_those_of_the_contract() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    section = text.partition("## Floors")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| \d \| ([^|]+) \|", section, flags=re.MULTILINE)
    page = [set(re.findall(r"`([a-z_]+)`", row)) for row in rows]
    contract = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("layers = [")[2].partition("]")[0]
    layers = [set(re.findall(r"[a-z_]+", line)) for line in re.findall(r'"([^"]+)"', contract)]
    assert page == layers


@pytest.mark.parametrize("page", sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("*.md")))
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (ROOT / page).parent.joinpath(target).exists(), target


def test_the_readme_names_commands_that_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    for page in ("README.md", "CONTRIBUTING.md"):
        used = set(
            re.findall(r"^make (\w+)|`make (\w+)", (ROOT / page).read_text(encoding="utf-8"), flags=re.MULTILINE)
        )
        assert {one or other for one, other in used} <= targets
    assert "make check" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert ".ci/run" in (ROOT / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8")


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    here = {str(ROOT), str(Path(pwd.getpwuid(os.getuid()).pw_dir)), "/root"}
    places = "|".join(re.escape(place) for place in here if place.count("/") > 1 or place == "/root")
    machine = re.compile(rf"(?:{places})/".encode())
    found = [
        f"{path.relative_to(ROOT)}: {match[0].decode()}"
        for path in tracked()
        if path.suffix not in (".png", ".gz", ".ico")
        for match in [machine.search(path.read_bytes())]
        if match and path != Path(__file__)
    ]
    assert found == []
