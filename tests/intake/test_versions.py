"""Which version of the agent program will read a settings file."""

from __future__ import annotations

import itertools
import json
import os
from pathlib import Path

import pytest

from headspace_desktop.clients import CLAUDE, HookSpec, hooks_for, read_version
from headspace_desktop.intake import versions
from headspace_desktop.processes import look_up


class Machine:
    def __init__(self, place: Path) -> None:
        self.home, self.bin = place / "home", place / "bin"
        self.root = self.home / ".claude"
        for folder in (self.root / "sessions", self.bin):
            folder.mkdir(parents=True)
        self.env = {"HOME": str(self.home), "PATH": f"{self.bin}:/usr/bin:/bin"}

    def program(self, path: Path, text: str = "#!/bin/sh\nexit 3\n") -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)
        return path

    def on_path(self, target: Path) -> None:
        (self.bin / "claude").symlink_to(target)

    def session(self, version: str, *, pid: int | None = None, start: str | None = None) -> None:
        pid = os.getpid() if pid is None else pid
        process = look_up(pid)
        values = {"pid": pid, "sessionId": f"s-{version}", "version": version, "status": "idle",
                  "procStart": start or (process.start if process else "1")}  # fmt: skip
        (self.root / "sessions" / f"{pid}-{version}.json").write_text(json.dumps(values))

    def oldest(self, program: str = "claude"):
        return versions.oldest(CLAUDE, self.root, program, self.env)


@pytest.fixture
def machine(place: Path) -> Machine:
    return Machine(place)


def test_nothing_tells(machine: Machine) -> None:
    assert machine.oldest() is None


def test_the_native_installation_names_its_file(machine: Machine) -> None:
    machine.on_path(machine.program(machine.home / ".local/share/claude/versions/2.1.332"))
    assert machine.oldest() == (2, 1, 332)


def test_where_path_does_not_lead(machine: Machine) -> None:
    program = machine.program(machine.home / ".local/share/claude/versions/2.1.300")
    (machine.home / ".local/bin").mkdir(parents=True)
    (machine.home / ".local/bin/claude").symlink_to(program)
    assert machine.oldest() == (2, 1, 300)


@pytest.mark.parametrize("name", ["@anthropic-ai/claude-code", "@anthropic-ai/claude-code-linux-x64"])
def test_a_package_tells_beside_the_program(machine: Machine, name: str) -> None:
    package = machine.home / "lib/node_modules" / name
    machine.on_path(machine.program(package / "bin/cli.js"))
    (package / "package.json").write_text(json.dumps({"name": name, "version": "2.0.60"}))
    assert machine.oldest() == (2, 0, 60)


def test_another_package_around_it_says_nothing(machine: Machine) -> None:
    machine.on_path(machine.program(machine.home / "app/claude"))
    (machine.home / "app/package.json").write_text('{"name": "app", "version": "9.9.9"}')
    assert machine.oldest() is None


def test_a_wrapper_is_asked_once(machine: Machine) -> None:
    script = (
        f'#!/bin/sh\n[ "$1" = --version ] || exit 1\necho x >>"{machine.home}/asked"\necho "2.1.70 (Claude Code)"\n'
    )
    machine.on_path(machine.program(machine.home / "wrapper/claude", script))
    assert [machine.oldest(), machine.oldest()] == [(2, 1, 70), (2, 1, 70)]
    assert (machine.home / "asked").read_text() == "x\n"


def test_an_older_session_that_still_runs_counts_and_one_that_ended_does_not(machine: Machine) -> None:
    machine.on_path(machine.program(machine.home / ".local/share/claude/versions/2.1.332"))
    machine.session("2.1.83")
    machine.session("2.0.10", start="12")  # its number was given away since
    machine.session("2.0.11", pid=2**22 + 5)
    assert machine.oldest() == (2, 1, 83)


@pytest.mark.parametrize("raw", [b"", b"[]", b'{"pid": "x"}', b'{"pid": 1, "sessionId": "s", "version": {"a": 1}}'])
def test_odd_live_session_files(machine: Machine, raw: bytes) -> None:
    (machine.root / "sessions/1.json").write_bytes(raw)
    os.mkfifo(machine.root / "sessions/2.json")
    (machine.root / "sessions/3.json").mkdir()
    assert machine.oldest() is None


@pytest.mark.parametrize(
    ("text", "version"),
    [("2.1.330", (2, 1, 330)), ("2.1.70 (Claude Code)", (2, 1, 70)), ("v2.0.0-beta.1", (2, 0, 0)), ("two", None)],
)
def test_read_version(text: str, version: tuple[int, int, int] | None) -> None:
    assert read_version(text) == version


def test_every_later_version_knows_what_an_earlier_one_knew() -> None:
    def known(version: tuple[int, int, int]) -> set[HookSpec]:
        return set(hooks_for(CLAUDE, version))

    steps = sorted({spec.since for spec in CLAUDE.hooks})
    assert len(steps) == 8
    assert all(known(before) < known(after) for before, after in itertools.pairwise(steps))
    assert hooks_for(CLAUDE, None) == CLAUDE.hooks
