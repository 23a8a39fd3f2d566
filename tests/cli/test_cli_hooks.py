"""`headspace hooks` as a person types it; what it does to files is shown in tests/intake."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

HEADSPACE = str(Path(sys.executable).with_name("headspace"))
ORIGINAL = '{\n    "model": "opus",\n    "hooks": {}\n}\n'


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [HEADSPACE, "hooks", *words],
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def file(home: Path) -> Path:
    file = home / ".claude" / "settings.json"
    file.parent.mkdir()
    file.write_text(ORIGINAL)
    return file


def test_in_and_out_again(file: Path) -> None:
    assert run("status").returncode == 1
    diff = run("diff")
    assert diff.returncode == 0
    assert any(line.startswith("+") and "headspace-desktop" in line for line in diff.stdout.splitlines())
    assert file.read_text() == ORIGINAL
    done = run("install", "--yes")
    assert done.returncode == 0, done.stderr
    assert json.loads(file.read_text())["model"] == "opus"
    assert run("status").stdout == f"{file}: installed\n"
    assert json.loads(run("status", "--json").stdout)["roots"][0]["state"] == "installed"
    assert run("install", "--yes").stdout == f"{file}: nothing to change\n"
    proved = run("self-test")
    assert proved.returncode == 0, proved.stdout
    assert " hooks arrive, their mail waits" in proved.stdout
    assert run("uninstall", "--yes").returncode == 0
    assert file.read_text() == ORIGINAL
    assert run("self-test").returncode == 1


def test_nothing_is_changed_without_a_yes(file: Path) -> None:
    done = run("install")
    assert done.returncode == 1
    assert done.stderr.startswith("The request was not understood: there is nobody to ask\n")
    assert file.read_text() == ORIGINAL
    for said, state in (("n\n", 1), ("y\n", 0)):
        mine, theirs = pty.openpty()
        with subprocess.Popen([HEADSPACE, "hooks", "install"], stdin=theirs, stdout=subprocess.PIPE, stderr=-1) as it:
            os.write(mine, said.encode())
            it.communicate(timeout=60)
        os.close(mine)
        os.close(theirs)
        assert it.returncode == state
        assert (file.read_text() == ORIGINAL) is (state == 1)


def test_another_folder_may_be_named(home: Path, file: Path) -> None:
    other = home / "other"
    assert run("install", "--yes", "--config-dir", str(other)).stderr.startswith("The request was not understood")
    other.mkdir()
    assert run("install", "--yes", "--config-dir", str(other)).returncode == 0
    assert (other / "settings.json").exists()
    assert file.read_text() == ORIGINAL


def test_a_broken_file_is_told_and_left(file: Path) -> None:
    file.write_text("{oops")
    done = run("install", "--yes")
    assert (done.returncode, file.read_text()) == (1, "{oops")
    assert "not valid JSON" in done.stderr
    assert run("status").returncode == 1


def test_the_doctor_knows_of_them(file: Path) -> None:
    def hooks() -> str:
        done = subprocess.run(
            [HEADSPACE, "doctor", "--json"], env=os.environ, capture_output=True, text=True, timeout=60, check=False
        )
        return next(one["state"] for one in json.loads(done.stdout)["findings"] if one["key"] == "hooks")

    assert hooks() == "warning"
    run("install", "--yes")
    assert hooks() == "ok"


def test_what_the_installed_version_does_not_know_is_left_out_and_said(
    home: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = home / "bin" / "claude"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho '2.0.60 (Claude Code)'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    said = "left out, because Claude Code 2.0.60 does not know them: PostToolBatch, StopFailure, CwdChanged, "
    done = run("install", "--yes")
    assert (done.returncode, done.stdout.startswith(f"{file}: {said}")) == (0, True), done.stdout
    assert "StopFailure" not in file.read_text()
    status = run("status")
    assert status.returncode == 0
    assert "2.0.60 does not know them" in status.stdout
