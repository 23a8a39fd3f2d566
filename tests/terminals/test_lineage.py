"""Processes as they are: odd names, gone ones, terminals, and where a lineage ends."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from headspace_desktop import processes
from headspace_desktop.domain.model import PaneRef
from headspace_desktop.processes import children_of, environ_of, look_up
from headspace_desktop.terminals.lineage import Lineage, terminals_below
from tests.harness.desktop import wait_for
from tests.terminals.stage import tmux


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(["sleep", "600"], env={"ONE": "a=b", "TWO": "ü", "PATH": "/usr/bin:/bin"}) as process:
        wait_for("its environment can be read", lambda: environ_of(process.pid, "PATH"))  # exec tells too early
        yield process
        process.kill()


def test_a_process_is_read(child: subprocess.Popen[bytes]) -> None:
    found = look_up(child.pid)
    assert found is not None
    assert (found.parent, found.tty == processes._tty_name(0)) == (os.getpid(), found.tty == "")
    assert Lineage.of(child.pid).pids[:2] == (child.pid, os.getpid())
    assert environ_of(child.pid, "ONE", "TWO", "THREE") == {"ONE": "a=b", "TWO": "ü"}


def test_a_name_with_parentheses_and_newlines_is_no_trap(tmp_path: Path) -> None:
    program = tmp_path / "x) R 1 (\n y"
    shutil.copy("/bin/sleep", program)
    with subprocess.Popen([str(program), "600"]) as process:
        found = wait_for("it runs", lambda: (seen := look_up(process.pid)) and ("R 1" in seen.name) and seen)
        assert found.parent == os.getpid()
        process.kill()


def test_a_process_that_is_gone_has_nothing() -> None:
    gone = 2**22 - 1
    assert look_up(gone) is None
    assert Lineage.of(gone) == Lineage(())
    assert environ_of(gone, "PATH") == {}
    assert terminals_below(gone) == set()


def test_a_terminal_is_known_by_its_name() -> None:
    pid, fd = pty.fork()
    if pid == 0:
        os.execv("/bin/sleep", ["sleep", "600"])
    try:
        shown = Path(f"/proc/{pid}/fd/0")
        tty = wait_for(
            "it has its terminal", lambda: str(shown.readlink()).startswith("/dev/pts") and str(shown.readlink())
        )
        found = look_up(pid)
        assert found is not None
        assert found.tty == tty
        assert tty in terminals_below(os.getpid())
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
        os.close(fd)


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (34816, "/dev/pts/0"),
        (34816 | 3, "/dev/pts/3"),
        (34816 | 44 | (1 << 20), "/dev/pts/300"),
        (1025, "/dev/tty1"),
        (0, ""),
    ],
)
def test_terminal_numbers(number: int, name: str) -> None:
    assert processes._tty_name(number) == name


def test_a_lineage_ends_at_the_tmux_server(tmp_path: Path) -> None:
    socket = str(tmp_path / "s")
    tmux(socket, "new-session", "-d", "-s", "alpha", "sh -c 'sleep 600; :'; :")
    try:
        pane_id, root = tmux(socket, "list-panes", "-a", "-F", "#{pane_id} #{pane_pid}").split()
        leaf = wait_for("the child runs", lambda: next(iter(children_of(int(root))), 0))
        found = Lineage.of(leaf)
        assert found.pids == (leaf, int(root))
        assert found.outer == PaneRef(socket, pane_id)
        assert not found.is_remote
    finally:
        tmux(socket, "kill-server")


def test_without_proc_ps_is_asked(child: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """The way of macOS, as far as the ps of this system answers alike."""
    monkeypatch.setattr(processes, "HAS_PROC", False)
    found = look_up(child.pid)
    assert found is not None
    assert (found.parent, found.name) == (os.getpid(), "sleep")
    assert look_up(2**22 - 1) is None
    assert Lineage.of(child.pid).pids[:2] == (child.pid, os.getpid())


@pytest.mark.parametrize("output", ["", "x y z", "1", "1 ?? \n", "\0\0\0"])
def test_a_ps_that_answers_strangely_means_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str
) -> None:
    program = tmp_path / "ps"
    program.write_text(f"#!{sys.executable}\nimport sys\nsys.stdout.write({output!r})\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(processes, "HAS_PROC", False)
    assert look_up(1) is None
