"""The hook lines with what macOS has: a /bin/sh that is bash in its POSIX mode, and BSD programs.

Each stand-in refuses an option that the manual of macOS does not list, and then does the work with this system's.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from headspace_desktop.clients import HookSpec
from headspace_desktop.intake import lines

#: Options with and without a value. Source: the manuals cat(1), du(1), ls(1), rm(1), tail(1), tee(1), tr(1), xargs(1)
#: of macOS 14.
MANUALS = {
    "cat": ("belnstuv", ""),
    "du": ("AHLPasdchgkmnrx", "BIt"),
    "ls": ("@ABCFGHILOPRSTUWabcdefghiklmnopqrstuvwxy1%,", "D"),
    "rm": ("dfiIPRrvWx", ""),
    "tail": ("Frq", "bcn"),
    "tee": ("ai", ""),
    "tr": ("Ccdsu", ""),
    "xargs": ("0oprt", "EIJLnPRSs"),
}
STAND_IN = """#!{python}
import os, sys
flags, valued = {flags!r}, {valued!r}
words = sys.argv[1:]
while words and words[0].startswith("-") and words[0] != "-":
    word = words.pop(0)
    if word == "--":
        break
    letters = word[1:]
    while letters:
        letter, letters = letters[0], letters[1:]
        if letter in valued:
            if not letters:
                words.pop(0)
            letters = ""
        elif letter not in flags:
            open({log!r}, "a").write({name!r} + " " + word + "\\n")
            sys.exit(64)
os.execv({real!r}, [{name!r}, *sys.argv[1:]])
"""


class Mac:
    def __init__(self, folder: Path) -> None:
        self.folder = folder / "bin"
        self.folder.mkdir()
        self.refused = folder / "refused"
        for name, (flags, valued) in MANUALS.items():
            real = next(f"{place}/{name}" for place in ("/usr/bin", "/bin") if Path(place, name).exists())
            program = self.folder / name
            program.write_text(
                STAND_IN.format(
                    python=sys.executable, flags=flags, valued=valued, name=name, real=real, log=str(self.refused)
                )
            )
            program.chmod(0o755)
        (self.folder / "sh").symlink_to("/bin/bash")  # bash called sh is in its POSIX mode, as on macOS

    def run(self, command: str, stdin: bytes = b'{"a": 1}') -> subprocess.CompletedProcess[bytes]:
        env = {"PATH": str(self.folder), "CLAUDE_PID": "4711", "TMUX_PANE": "%3", "TMUX": "/private/tmp/t/default,1,0"}
        return subprocess.run(
            [str(self.folder / "sh"), "-c", command], input=stdin, env=env, capture_output=True, timeout=30, check=False
        )


@pytest.fixture
def mac(tmp_path: Path) -> Mac:
    return Mac(tmp_path)


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    home = tmp_path / "Library" / "Application Support" / "headspace-desktop" / "spool" / "claude"
    (home / "tool").mkdir(parents=True)
    return home


SPECS = [
    HookSpec("UserPromptSubmit"),
    HookSpec("PreToolUse", is_bulky=True),
    HookSpec("SessionStart"),
    HookSpec("PermissionRequest", timeout_s=600, is_deciding=True),
]


def line(spec: HookSpec, spool: Path) -> str:
    return lines.hook_line(
        spec, spool=spool, socket=spool / "no.sock", script=spool / "answer.py", python=sys.executable
    )


def test_the_stand_ins_would_notice(mac: Mac) -> None:
    assert mac.run("du --apparent-size .").returncode == 64
    assert mac.refused.read_text() == "du --apparent-size\n"


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.event)
def test_mail_arrives(mac: Mac, spool: Path, spec: HookSpec) -> None:
    done = mac.run(line(spec, spool))
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    (mail,) = [path for path in spool.rglob("*") if path.is_file()]
    assert mail.read_bytes() == b'{"a": 1}'
    assert mail.name.endswith(".4711.%3.default,1,0.")
    assert not mac.refused.exists()


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.event)
@pytest.mark.parametrize("fault", ["gone", "file"])
def test_the_client_is_never_blocked(mac: Mac, spool: Path, spec: HookSpec, fault: str) -> None:
    (spool / "tool").rmdir()
    spool.rmdir()
    if fault == "file":
        spool.write_text("in the way")
    done = mac.run(line(spec, spool), b"{}" * 100_000)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_the_sweep_works_with_its_programs(mac: Mac, spool: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LIMIT_FILES", 20)
    for number in range(30):
        mail = spool / "tool" / f"{number}.1.%1.-x y."
        mail.write_text("{}")
        os.utime(mail, (number, number))
    assert mac.run(line(HookSpec("SessionStart"), spool)).returncode == 0
    deadline = time.monotonic() + 20
    while not (spool / "swept").exists() or not (spool / "swept").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert (spool / "swept").read_text().split() == ["15"]
    assert {int(path.name.split(".")[0]) for path in (spool / "tool").iterdir()} == set(range(15, 30))
    assert not mac.refused.exists()


def test_the_statusline_passes_through(mac: Mac, spool: Path) -> None:
    done = mac.run(lines.statusline_line("/bin/cat; printf ' done'; exit 3", spool=spool), b'{"model": "x"}')
    assert (done.returncode, done.stdout) == (3, b'{"model": "x"} done')
    (copy,) = (spool / "tool").iterdir()
    assert copy.read_bytes() == b'{"model": "x"}'
    assert not mac.refused.exists()
