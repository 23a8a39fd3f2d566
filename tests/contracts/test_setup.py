"""`packaging/setup.sh` where it may not install: it names the exact command, and changes nothing outside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

STUBS = {
    "id": "echo 1000",
    "sudo": "exit 1",
    "dpkg-query": 'case "$4" in libegl1*|tmux*) exit 1 ;; *) printf installed ;; esac',
    "apt-get": 'echo "apt-get must not be called" >&2; exit 9',
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "a checkout"
    (folder / "packaging").mkdir(parents=True)
    shutil.copy(ROOT / "packaging" / "setup.sh", folder / "packaging")
    shutil.copy(ROOT / "pyproject.toml", folder)
    stubs = tmp_path / "bin"
    stubs.mkdir()
    for name, body in STUBS.items():
        (stubs / name).write_text(f"#!/bin/sh\n{body}\n")
        (stubs / name).chmod(0o755)
    # A virtual environment that installs nothing: what is shown here is the script, not pip.
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "python").write_text('#!/bin/sh\ncase "$*" in *install*) echo pip: "$@" >&2 ;; esac\n')
    (folder / ".venv" / "bin" / "python").chmod(0o755)
    return folder


def set_up(checkout: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    stubs = str(checkout.parent / "bin")
    return subprocess.run(
        ["sh", str(checkout / "packaging" / "setup.sh"), *words],
        env={"PATH": f"{stubs}:{os.environ['PATH']}", "HOME": os.environ["HOME"], "PYTHON": sys.executable, **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_what_is_missing_is_named_with_the_exact_command(checkout: Path) -> None:
    done = set_up(checkout, "run")
    assert done.returncode == 1
    assert "sudo apt-get install -y --no-install-recommends libegl1 tmux" in done.stderr
    assert "must not be called" not in done.stderr
    assert not list((checkout / ".venv").glob(".set-up-for-*"))


def test_a_python_that_is_too_old_is_named(checkout: Path) -> None:
    shutil.rmtree(checkout / ".venv")
    old = checkout.parent / "bin"
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        (old / name).write_text("#!/bin/sh\nexit 1\n")
        (old / name).chmod(0o755)
    done = set_up(checkout, "run", PYTHON="")
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr


def test_a_wrong_word_is_told(checkout: Path) -> None:
    done = set_up(checkout, "everything")
    assert done.returncode == 1
    assert "what shall be set up?" in done.stderr


def test_the_second_run_does_nothing(checkout: Path) -> None:
    script = (checkout / "packaging" / "setup.sh").read_text()
    line = next(line for line in script.splitlines() if line.startswith("wanted="))
    sums = subprocess.run(
        ["sh", "-c", f'{line}; printf %s "$wanted"'],
        cwd=checkout,
        env={"PATH": os.environ["PATH"], "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    ).stdout
    (checkout / ".venv" / ".set-up-for-check").write_text(sums + "\n")
    for word in ("check", "run"):
        done = set_up(checkout, word)
        assert (done.returncode, done.stderr) == (0, "")
    (checkout / "pyproject.toml").write_text("# changed\n")
    done = set_up(checkout, "run")
    assert done.returncode == 1
    assert "missing system packages: libegl1 tmux" in done.stderr


def test_what_is_there_is_not_installed_again(checkout: Path) -> None:
    (checkout.parent / "bin" / "dpkg-query").write_text("#!/bin/sh\nprintf installed\n")
    done = set_up(checkout, "run")
    assert done.returncode == 0, done.stderr
    assert "--editable ." in done.stderr
    assert "must not be called" not in done.stderr
    assert (checkout / ".venv" / ".set-up-for-run").exists()


# -- macOS -------------------------------------------------------------------------


def on_a_mac(checkout: Path, *there: str) -> dict[str, str]:
    """A Mac's PATH: none of Debian's programs, and of Homebrew's only these."""
    bare = checkout.parent / "mac"
    bare.mkdir()
    for name in ("cat", "cksum", "dirname", "sed", "grep", "rm", "mkdir"):
        (bare / name).symlink_to(shutil.which(name) or name)
    (bare / "sh").symlink_to(shutil.which("bash") or "bash")  # which is in its POSIX mode then, as on macOS
    for name, body in {"uname": "case $1 in -s) echo Darwin ;; -m) echo arm64 ;; esac", "id": "echo 501"}.items():
        (bare / name).write_text(f"#!/bin/sh\n{body}\n")
        (bare / name).chmod(0o755)
    for name in there:
        (bare / name).write_text('#!/bin/sh\necho "$0" "$@" >&2\n')
        (bare / name).chmod(0o755)
    return {"PATH": str(bare)}


def test_a_mac_is_told_of_homebrew(checkout: Path) -> None:
    done = set_up(checkout, "run", **on_a_mac(checkout))
    assert done.returncode == 1
    assert "brew install tmux" in done.stderr
    assert "apt" not in done.stderr


def test_a_mac_with_homebrew_gets_what_is_missing(checkout: Path) -> None:
    done = set_up(checkout, "run", **on_a_mac(checkout, "brew"))
    assert done.returncode == 0, done.stderr
    assert "brew install tmux" in done.stderr
    assert "--editable ." in done.stderr


def test_a_mac_that_has_all_installs_packages_only(checkout: Path) -> None:
    done = set_up(checkout, "run", **on_a_mac(checkout, "tmux"))
    assert done.returncode == 0, done.stderr
    assert "brew" not in done.stderr


def test_a_mac_without_python_is_told_of_homebrews(checkout: Path) -> None:
    shutil.rmtree(checkout / ".venv")
    done = set_up(checkout, "run", **{**on_a_mac(checkout, "tmux"), "PYTHON": ""})
    assert done.returncode == 1
    assert "brew install python@3.12" in done.stderr


def test_a_mac_installs_the_agent_program_of_its_own_kind(checkout: Path) -> None:
    done = set_up(checkout, "check", **on_a_mac(checkout, "tmux", "npm", "postgres"))
    assert "@anthropic-ai/claude-code-darwin-arm64@" in done.stderr
