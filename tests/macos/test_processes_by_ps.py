"""Process facts where there is no /proc: what ps of macOS prints, and what strange output means."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from headspace_desktop import processes
from headspace_desktop.clients import by_name
from headspace_desktop.domain.model import PaneRef
from headspace_desktop.intake.envelope import Sorter
from headspace_desktop.processes import Process, environ_of, look_up, look_up_all, moment_s
from headspace_desktop.registry.surroundings import surroundings_of
from headspace_desktop.terminals.lineage import Lineage
from headspace_desktop.tmux import guard
from headspace_desktop.troubles import PaneChanged

Says = Callable[..., Path]

#: As ps of macOS 14 prints it: columns padded, tty without /dev, a state with flags, comm with its path.
TABLE = {
    900: "  900   880   900    900 S+   ttys004  Sun Nov  3 06:23:15 2024     claude",
    880: "  880   870   880    900 Ss   ttys004  Sun Nov  3 06:20:00 2024     -zsh",
    870: "  870     1   870      0 Ss   ??       Sat Nov  2 22:00:01 2024     tmux",
    500: "  500     1   500      0 S    ??       Sat Nov  2 21:00:00 2024     /Applications/My Term.app/My Terminal",
    901: "  901   880   901    900 T    ttys004  Sun Nov  3 06:24:00 2024     vim",
    902: "  902   880   902    900 Z    ttys004  Sun Nov  3 06:24:00 2024     (sleep)",
}  # fmt: skip
ENVIRONMENT = {
    900: "claude TMUX=/evil,1,0 said PATH=/usr/bin:/bin TMUX=/private/tmp/tmux-501/default,870,0 TMUX_PANE=%3 "
    "HOME=/Users/a person HEADSPACE_LAUNCH_ID=l-1",
    880: "-zsh TMUX=/private/tmp/tmux-501/default,870,0 TMUX_PANE=%3",
}

PS = """#!{python}
import os, sys
words = sys.argv[1:]
table, environment = {table!r}, {environment!r}
assert os.environ["LC_ALL"] == "C" and os.environ["TZ"] == "UTC"
pids = [int(pid) for pid in words[words.index("-p") + 1].split(",")]
found = [(environment if "-E" in words else table).get(pid) for pid in pids]
open({log!r}, "a").write(" ".join(words) + "\\n")
print("\\n".join(line for line in found if line))
sys.exit(0 if any(found) else 1)
"""


@pytest.fixture
def ps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program in front of the system's; its value is where it notes its calls."""
    log = tmp_path / "log"
    program = tmp_path / "ps"
    program.write_text(PS.format(python=sys.executable, table=TABLE, environment=ENVIRONMENT, log=str(log)))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(processes, "HAS_PROC", False)
    return log


def test_a_process_is_read(ps: Path) -> None:
    assert look_up(900) == Process(
        parent=880, name="claude", tty="/dev/ttys004", start="Sun Nov  3 06:23:15 2024", group=900, foreground=900,
        is_stopped=False,
    )  # fmt: skip
    terminal = look_up(500)
    assert terminal is not None
    assert (terminal.name, terminal.tty) == ("My Terminal", "")
    assert look_up(901).is_stopped
    assert look_up(902) is None, "it has ended"
    assert look_up(4711) is None


def test_many_are_asked_at_once(ps: Path) -> None:
    assert look_up_all([900, 4711, 870]).keys() == {900, 870}
    assert len(ps.read_text().splitlines()) == 1
    assert look_up_all([]) == {}
    assert len(ps.read_text().splitlines()) == 1


def test_a_lineage_ends_at_the_tmux_server(ps: Path) -> None:
    assert Lineage.of(900) == Lineage((900, 880), outer=PaneRef("/private/tmp/tmux-501/default", "%3"))


def test_its_environment(ps: Path) -> None:
    found = environ_of(900, "TMUX", "TMUX_PANE", "HOME", "NONE")
    assert found == {"TMUX": "/private/tmp/tmux-501/default,870,0", "TMUX_PANE": "%3", "HOME": "/Users/a person"}
    assert environ_of(500, "TMUX") == {}, "macOS keeps the environment of protected programs to itself"
    around = surroundings_of(900)
    assert (around.tty, around.pane, around.launch_id) == (
        "/dev/ttys004", PaneRef("/private/tmp/tmux-501/default", "%3"), "l-1",
    )  # fmt: skip


def test_the_guard_before_typing(ps: Path) -> None:
    guard._check_agent(880, 900)
    for pane_pid, agent_pid in ((880, 902), (500, 900), (880, 901)):
        with pytest.raises(PaneChanged):
            guard._check_agent(pane_pid, agent_pid)


def test_the_start_is_what_the_agent_program_wrote(ps: Path) -> None:
    raw = b'{"pid":900,"sessionId":"s","cwd":"/x","procStart":"Sun Nov  3 06:23:15 2024","status":"idle"}'
    reading = by_name("claude").read_registry(raw, "/x/sessions/900.json", processes_now())
    assert reading.proc_start == look_up(900).start
    for other in ('"Sun Nov  3 06:23:15 2024; rm"', '"x"', "[1]", "true", '"' + "1" * 30 + '"'):
        strange = raw.replace(b'"Sun Nov  3 06:23:15 2024"', other.encode())
        assert by_name("claude").read_registry(strange, "/x/sessions/900.json", processes_now()).proc_start is None


def processes_now():
    from datetime import UTC, datetime

    return datetime.now(UTC)


def test_mail_knows_its_sender(ps: Path) -> None:
    start_s = moment_s("Sun Nov  3 06:23:15 2024")
    assert start_s == 1730614995.0
    name = "77.900.%3.default,870,0.1"
    sorter = Sorter()
    mail = sorter.envelope(name, mtime_ns=int((start_s + 60) * 1e9), offset=0, seen_at=processes_now(), is_agent=bool)
    assert (mail.pid, mail.proc_start, mail.launch_id) == (900, "Sun Nov  3 06:23:15 2024", "l-1")
    assert mail.pane == PaneRef("/private/tmp/tmux-501/default", "%3")
    early = sorter.envelope(name, mtime_ns=int((start_s - 60) * 1e9), offset=0, seen_at=processes_now(), is_agent=bool)
    assert early.proc_start is None, "the number was another process's when this was sent"


def test_a_storm_of_mail_asks_for_its_sender_once(ps: Path) -> None:
    sorter = Sorter()
    for number in range(20):
        name = f"{number + 1}.900.%3.default,870,0.1"
        assert (
            sorter.envelope(name, mtime_ns=time.time_ns(), offset=0, seen_at=processes_now(), is_agent=bool).pid == 900
        )
    assert [line for line in ps.read_text().splitlines() if "-E" not in line] == [
        "-o pid=,ppid=,pgid=,tpgid=,state=,tty=,lstart=,comm= -p 900"
    ]


@pytest.mark.parametrize("start", ["", "x", "Sun Foo  3 06:23:15 2024", "1" * 40, "٣", "Sun Nov  3 06:23:15 2024 "])
def test_a_start_that_makes_no_sense_is_no_moment(start: str) -> None:
    assert moment_s(start) is None


def test_a_start_on_this_system_is_a_moment() -> None:
    with subprocess.Popen(["sleep", "60"]) as one:
        found = look_up(one.pid)
        assert found is not None
        moment = moment_s(found.start)
        assert moment is not None
        assert abs(moment - time.time()) < 30
        one.kill()


@pytest.mark.parametrize(
    "output",
    ["", "x y z", "1", "1 1 1 1 S ?? \n", "\0\0\0", TABLE[900].replace("900", "9" * 30), TABLE[900] * 2],
)
def test_strange_output_means_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str) -> None:
    program = tmp_path / "ps"
    program.write_text(f"#!{sys.executable}\nimport sys\nsys.stdout.write({output!r})\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(processes, "HAS_PROC", False)
    assert look_up(1) is None
    assert environ_of(1, "TMUX") == {}


@pytest.mark.parametrize("body", ["sleep 60", "exit 1"])
def test_a_ps_that_hangs_or_fails_holds_nothing_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    (tmp_path / "ps").write_text(f"#!/bin/sh\nexec {body}\n" if body.startswith("sleep") else f"#!/bin/sh\n{body}\n")
    (tmp_path / "ps").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(processes, "HAS_PROC", False)
    monkeypatch.setattr(processes, "PS_TIMEOUT_S", 0.1)
    assert look_up(1) is None


def test_this_systems_own_ps_is_understood_too(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = look_up(os.getpid())
    monkeypatch.setattr(processes, "HAS_PROC", False)
    found = look_up(os.getpid())
    assert expected is not None
    assert found is not None
    assert (found.parent, found.group, found.tty, found.is_stopped) == (
        expected.parent, expected.group, expected.tty, False,
    )  # fmt: skip
