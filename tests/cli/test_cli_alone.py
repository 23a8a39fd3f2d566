"""The command line as its own process: what it loads, what works alone, and what says that the app is away."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

from headspace_desktop import __version__, settings
from headspace_desktop.paths import Paths

HEADSPACE = str(Path(sys.executable).with_name("headspace"))


def run(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [HEADSPACE, *words],
        env=os.environ | env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.parametrize(
    "words",
    [
        ["status"],
        ["status", "--json"],
        ["watch", "--json"],
        ["wait", "--until", "needs_input"],
        ["decide", "allow"],
        ["reply", "hello"],
        ["answer", "1"],
        ["focus"],
        ["mute"],
    ],
    ids=" ".join,
)
def test_with_the_app_away_3_and_a_remedy(words: list[str]) -> None:
    done = run(*words)
    assert done.returncode == 3, done.stderr
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "Headspace Desktop is not running",
        "Start it with `headspace-desktop --hidden`.",
    ]


def test_quitting_what_is_away_is_done_already() -> None:
    done = run("quit")
    assert (done.returncode, done.stdout) == (0, "Headspace Desktop is not running.\n")


LOADED = """
import sys
from headspace_desktop.cli import main
try:
    main({words!r})
except SystemExit:
    pass
print(*sorted({{name.partition(".")[0] for name in sys.modules}}), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("words", "heavy"),
    [
        (["--version"], {"yaml", "asyncio", "msgspec", "subprocess"}),
        (["settings", "path"], {"yaml", "ruamel", "asyncio"}),
        (["status"], {"yaml"}),
        (["doctor"], {"ruamel", "headspace_desktop.engine"}),
    ],
    ids=lambda value: " ".join(sorted(value)),
)
def test_no_command_loads_windows_or_the_store(words: list[str], heavy: set[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(words=words)], capture_output=True, text=True, timeout=60, check=True
    )
    loaded = set(done.stderr.splitlines()[-1].split())
    assert not loaded & (
        {"PySide6", "shiboken6", "sqlalchemy", "alembic", "psycopg", "sqlite3", "httpx", "libtmux"} | heavy
    )


def test_version() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, f"headspace {__version__}\n")


def test_settings_path_and_sample() -> None:
    paths = Paths.from_environment()
    assert run("settings", "path").stdout == f"{paths.settings_file}\n"
    assert run("settings", "sample").stdout == settings.sample()


def test_settings_show_says_who_set_what_and_hides_secrets() -> None:
    paths = Paths.from_environment()
    paths.settings_file.parent.mkdir(parents=True)
    paths.settings_file.write_text("notify:\n  sound: true\n  group_from: 99\n  snd: 1\n")
    done = run("settings", "show", HEADSPACE_DATABASE__URL="postgresql://me:hunter22@db/x")
    assert done.returncode == 1
    rows = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines()}
    assert rows["notify.sound"] == ["file", "true"]
    assert rows["notify.group_from"] == ["default", "4"]
    assert rows["database.url"][:2] == ["env", "HEADSPACE_DATABASE__URL"]
    assert "hunter22" not in done.stdout + done.stderr
    assert "notify.group_from" in done.stderr
    assert "notify.snd" in done.stderr


def test_a_closed_pipe_is_no_accident() -> None:
    line = f"{shlex.quote(HEADSPACE)} settings sample | head -1"
    done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr == ""


def test_the_doctor_has_a_remedy_for_what_is_broken(home: Path) -> None:
    done = run("doctor", "--json", HEADSPACE_CLAUDE__PROGRAM="/nonexistent/claude", DISPLAY="", WAYLAND_DISPLAY="")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert report["version"] == 1
    found = {one["key"]: one for one in report["findings"]}
    assert found["claude"]["state"] == "missing"
    assert found["app"]["state"] == "warning"
    assert found["tmux"]["state"] == "ok"
    assert all(one["remedy"] for one in report["findings"] if one["state"] == "missing")
    assert not (home / "headspace").exists(), "it looks and changes nothing"
    table = run("doctor", HEADSPACE_CLAUDE__PROGRAM="/nonexistent/claude")
    assert "Claude Code: Install Claude Code" in table.stdout


AGENT = """#!/bin/sh
printf '%s|' "$@" >"$HOME/args"
printf '%s\\n' "$HEADSPACE_LAUNCH_ID" "${CLAUDECODE-unset}" >>"$HOME/args"
exec sleep 60
"""


@pytest.fixture
def agent(home: Path, tmp_path: Path) -> Path:
    program = tmp_path / "agent"
    program.write_text(AGENT)
    program.chmod(0o755)
    return program


def test_start_runs_the_agent_in_tmux_and_leaves_word_of_it(
    home: Path, agent: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    sockets = tmp_path_factory.mktemp("t")
    monkeypatch.setenv("TMUX_TMPDIR", str(sockets))
    project = home / "my shop"
    project.mkdir()
    env = {"HEADSPACE_CLAUDE__PROGRAM": str(agent), "SHELL": "/bin/sh", "CLAUDECODE": "1"}
    try:
        done = run("start", "--project", str(project), "--", "--model", "a b;", "--", **env)
        assert done.returncode == 0, done.stderr
        name = done.stdout.strip()
        assert name.startswith("hs-my-shop-")
        assert f"-t ={name}" in done.stderr.replace("'", "")
        (mail,) = (Paths.from_environment().spool_dir / "claude").iterdir()
        word = json.loads(mail.read_text())
        assert word["hook_event_name"] == "HeadspaceLaunched"
        assert word["tmux_session"] == name
        assert word["cwd"] == str(project)
        assert word["args"] == ["--model", "a b;", "--"]
        assert mail.stat().st_mode & 0o077 == 0
        deadline = time.monotonic() + 30
        while not (home / "args").exists() or (home / "args").read_text().count("\n") < 2:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert (home / "args").read_text() == f"--model|a b;|--|{word['launch_id']}\nunset\n"
    finally:
        subprocess.run(["tmux", "kill-server"], timeout=20, check=False, capture_output=True)


@pytest.mark.parametrize(
    ("env", "words", "said"),
    [
        ({"HEADSPACE_CLAUDE__PROGRAM": "no-such-agent"}, ["start"], "The agent program is not installed"),
        ({}, ["start", "--project", "/nonexistent"], "there is no folder /nonexistent"),
    ],
)
def test_start_says_what_is_missing(env: dict[str, str], words: list[str], said: str) -> None:
    done = run(*words, **env)
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 2
