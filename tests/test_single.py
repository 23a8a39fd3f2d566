from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from headspace_desktop.single import Instance
from headspace_desktop.troubles import AlreadyRunning, FolderUnusable

HOLD = """
import sys, pathlib
from headspace_desktop.single import Instance
Instance(pathlib.Path(sys.argv[1])).take()
print("held", flush=True)
sys.stdin.read()
"""


def test_the_second_is_told_who_the_first_is(tmp_path: Path) -> None:
    first = Instance(tmp_path / "run")
    first.take()
    with pytest.raises(AlreadyRunning, match=f"process {os.getpid()}"):
        Instance(tmp_path / "run").take()
    first.give_back()
    first.give_back()
    second = Instance(tmp_path / "run")
    second.take()
    second.give_back()


def test_a_killed_app_leaves_nothing_behind(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunning, match=f"process {other.pid}"):
            Instance(tmp_path).take()
        other.kill()
        other.wait(10)
    mine = Instance(tmp_path)
    mine.take()
    mine.give_back()


def test_an_unusable_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("a file")
    with pytest.raises(FolderUnusable, match="run"):
        Instance(tmp_path / "run").take()


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "app.lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FolderUnusable):
        Instance(tmp_path).take()
    assert not (tmp_path / "elsewhere").exists()
