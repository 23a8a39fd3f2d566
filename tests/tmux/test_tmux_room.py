"""Sweeps, small steps, starting sessions, looking: the room as the engine meets it, on real tmux."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from headspace_desktop.domain.effects import Focus, PressInterrupt, StartSession, TypeReply, WatchLook, WatchServer
from headspace_desktop.domain.events import FocusFinished, InterruptFinished, LookSeen, PanesSeen, StartFinished
from headspace_desktop.domain.model import PaneRef, ReplyStage
from headspace_desktop.settings import TmuxSettings
from headspace_desktop.tmux import panes as panes_module
from headspace_desktop.tmux.client import TmuxClient
from headspace_desktop.tmux.sessions import FOREIGN_VARIABLES, launch_command, session_names, slug
from headspace_desktop.tmux.steps import Job, PaneJobs, Steps
from headspace_desktop.troubles import AgentProgramMissing, PaneGone, StartFailed, Trouble, WindowNotFound
from tests.harness.claude import ClaudeHome
from tests.harness.tmux_server import TmuxServer
from tests.tmux.conftest import Driven

QUICK = TmuxSettings(sweep_interval_s=0.5)


def newest(driven: Driven) -> set[str]:
    sweeps = driven.of(PanesSeen)
    return {pane.pane.pane_id for pane in sweeps[-1].panes} if sweeps else {"nothing seen"}


def test_panes_come_and_go_and_a_dead_server_is_told_once(tmux: TmuxServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panes_module, "FULL_SWEEP_S", 1000.0)  # the cheap traces alone must find it
    driven = Driven(settings=QUICK)
    first = tmux.new_session("cat", name="first")
    driven.room.handle([WatchServer(tmux.socket)])
    assert newest(driven) == {first}
    second = tmux.run("split-window", "-P", "-F", "#{pane_id}", "-t", first, "-d", "cat").strip()
    driven.run_until(lambda: newest(driven) == {first, second})
    tmux.run("kill-pane", "-t", first)
    driven.run_until(lambda: newest(driven) == {second})
    tmux.kill()
    driven.run_until(lambda: newest(driven) == set())
    count = len(driven.events)
    for _ in range(4):
        driven.room.tick()
        time.sleep(0.2)
    assert len(driven.events) == count
    assert all(event.socket == tmux.socket for event in driven.events)


def test_an_idle_server_costs_no_process(tmux: TmuxServer, monkeypatch: pytest.MonkeyPatch) -> None:
    tmux.new_session("cat")
    driven = Driven(settings=QUICK)
    driven.room.handle([WatchServer(tmux.socket)])
    count = len(driven.events)
    calls: list[Any] = []
    real = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: (calls.append(args), real(*args, **options))[1])
    monkeypatch.setattr(panes_module, "_terminals", lambda: ())  # other tests open terminals on this machine
    driven.room._sweep._sweep(next(iter(driven.room._sweep._servers.values())))
    calls.clear()
    for _ in range(5):
        driven.room._sweep.tick()
    assert calls == []
    assert len(driven.events) == count


def test_a_socket_that_a_server_left_behind_costs_no_process(tmux: TmuxServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panes_module, "_terminals", lambda: ())
    tmux.new_session("cat")
    os.kill(int(tmux.run("display-message", "-p", "#{pid}")), signal.SIGKILL)
    driven = Driven(settings=TmuxSettings(sweep_interval_s=0.5, sockets=(tmux.socket,)))
    driven.run_until(lambda: newest(driven) == set())
    calls: list[Any] = []
    real = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: (calls.append(args), real(*args, **options))[1])
    for _ in range(5):
        driven.room._sweep.hurry()  # the last look is old
        driven.room._sweep.tick()
    assert calls == []
    Path(tmux.socket).unlink()
    pane = tmux.new_session("cat")
    driven.run_until(lambda: newest(driven) == {pane})


def test_a_pane_that_comes_while_others_are_listed_is_found(tmux: TmuxServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panes_module, "FULL_SWEEP_S", 1000.0)
    tmux.new_session("cat", name="first")
    listed: list[str] = []
    real = TmuxClient.panes

    def slow(client: TmuxClient) -> PanesSeen:
        seen = real(client)
        if not listed:
            listed.append(tmux.run("split-window", "-P", "-F", "#{pane_id}", "-t", "first", "-d", "cat").strip())
        return seen

    monkeypatch.setattr(TmuxClient, "panes", slow)
    monkeypatch.setattr(panes_module, "_terminals", lambda: ("1", *listed))  # others on this machine come and go
    driven = Driven(settings=QUICK)
    driven.room.handle([WatchServer(tmux.socket)])
    driven.run_until(lambda: listed[0] in newest(driven))


def test_nothing_watched_means_no_wake_up(driven: Driven) -> None:
    assert driven.room.due_s() is None


def test_jobs_of_one_pane_wait_for_one_another_and_panes_do_not() -> None:
    jobs, told = PaneJobs(), []

    def steps(name: str, count: int) -> Steps:
        for number in range(count):
            told.append(f"{name}{number}")
            yield 0.0
        if name == "bad":
            raise PaneGone(name)

    def failed(trouble: Trouble) -> None:
        told.append(trouble.kind)

    one, two = PaneRef("s", "%1"), PaneRef("s", "%2")
    for pane, name in ((one, "a"), (one, "b"), (two, "bad")):
        jobs.add(pane, Job(steps(name, 2), failed))
    while jobs.due_s() is not None:
        jobs.tick()
    assert [each for each in told if each[0] in "ab" and each[:3] != "bad"] == ["a0", "a1", "b0", "b1"]
    assert told.index("bad0") < told.index("a1")
    assert told.index("PaneGone") < told.index("b1")


def is_told_dead(tmux: TmuxServer, screen: str) -> bool:
    """Now and then tmux 3.3a does not notice that a child ended before another one does: so one does."""
    tmux.run("run-shell", "true")
    return "Pane is dead" in screen


@pytest.mark.parametrize("kind", ["gone", "dead", "shell", "synchronised", "off", "no server"])
def test_a_pane_that_must_not_be_typed_to_keeps_its_screen(tmux: TmuxServer, driven: Driven, kind: str) -> None:
    pane = tmux.new_session("cat", name="work")
    pid: int | None = None
    socket = tmux.socket
    if kind == "dead":
        tmux.run("set-option", "-t", "work", "remain-on-exit", "on")
        tmux.run("send-keys", "-t", pane, "C-d")
        tmux.wait_for(pane, lambda screen: is_told_dead(tmux, screen))
    elif kind == "synchronised":
        tmux.run("set-option", "-w", "-t", "work", "synchronize-panes", "on")
    elif kind == "off":
        tmux.run("select-pane", "-d", "-t", pane)
    elif kind == "no server":
        socket = str(tmux.folder / "none")
    before = tmux.screen(pane)
    where = PaneRef(socket, "%99" if kind == "gone" else pane)
    effect = TypeReply("r1", "claude", where, pid, "must not arrive")
    assert driven.send(effect) == [ReplyStage.FAILED]
    assert "text is kept" in driven.detail("r1")
    assert tmux.screen(pane) == before


def comm(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def test_a_suspended_agent_is_not_typed_to(tmux: TmuxServer, driven: Driven) -> None:
    pane = tmux.new_session("bash", "--norc", "-i", name="work")
    tmux.wait_for(pane, "bash-")
    tmux.keys(pane, "cat", "Enter")
    seen: list[int] = []

    def is_cat_there() -> bool:
        shell = tmux.pane_pid(pane)
        children = Path(f"/proc/{shell}/task/{shell}/children").read_text().split()
        seen[:] = [int(child) for child in children if comm(child) == "cat"]
        return bool(seen)

    driven.run_until(is_cat_there)
    (agent,) = seen
    tmux.keys(pane, "C-z")
    tmux.wait_for(pane, "Stopped")
    effect = TypeReply("r1", "claude", PaneRef(tmux.socket, pane), agent, "must not arrive")
    assert driven.send(effect) == [ReplyStage.FAILED]
    assert "suspended" in driven.detail("r1")


def test_an_idle_agent_is_not_interrupted(tmux: TmuxServer, driven: Driven) -> None:
    pane = tmux.new_session("cat")
    driven.room.handle([PressInterrupt(PaneRef(tmux.socket, pane), None)])
    driven.run_until(lambda: driven.room.due_s() is None)
    assert "^[" not in tmux.screen(pane)


def test_an_interrupt_that_cannot_be_made_is_told(tmux: TmuxServer, driven: Driven) -> None:
    effect = PressInterrupt(PaneRef(str(tmux.folder / "none"), "%9"), None, "r1", "agent-1")
    driven.room.handle([effect])
    driven.run_until(lambda: bool(driven.of(InterruptFinished)))
    (told,) = driven.of(InterruptFinished)
    assert (told.agent_uuid, told.request_id, told.is_ok) == ("agent-1", "r1", False)
    assert told.detail
    assert told.remedy


# -- starting -----------------------------------------------------------------


@pytest.fixture
def person(claude_home: ClaudeHome, monkeypatch: pytest.MonkeyPatch) -> Iterator[ClaudeHome]:
    """The environment of a person who has the agent program on the path, and an agent around us."""
    claude_home.put_on_path()
    for key, value in claude_home.env({"CLAUDECODE": "1", "CLAUDE_CODE_ENTRYPOINT": "cli"}).items():
        monkeypatch.setenv(key, value)
    (claude_home.path / ".profile").write_text(f"PATH={claude_home.env()['PATH']}\n")
    yield claude_home


def start(driven: Driven, effect: StartSession) -> StartFinished:
    driven.room.handle([effect])
    driven.run_until(lambda: bool(driven.of(StartFinished)), 40)
    return driven.of(StartFinished)[-1]


def test_an_agent_is_started_in_a_session_of_its_own(tmux: TmuxServer, person: ClaudeHome) -> None:
    driven = Driven(start_socket=tmux.socket)
    folder = person.path / "My Project; ünï"
    folder.mkdir(exist_ok=True)
    person.trust(folder)
    args = ("--permission-mode", "plan", "--append-system-prompt", "it's; $odd")
    finished = start(driven, StartSession("q1", "claude", str(folder), args))
    assert finished.is_ok, finished.detail
    assert session_names(tmux.socket) == [f"hs-my-project-n-{finished.launch_id[:8]}"] == [finished.detail]
    pane = driven.of(PanesSeen)[-1].panes[0]
    tmux.wait_for(pane.pane.pane_id, "plan mode on")
    environments = [
        (Path(f"/proc/{pid}/environ").read_text().split("\0"), Path(f"/proc/{pid}/cmdline").read_text().split("\0"))
        for pid in person.processes()
    ]
    agent = [(env, argv) for env, argv in environments if "it's; $odd" in argv]
    assert agent
    for env, _argv in agent:
        assert f"HEADSPACE_LAUNCH_ID={finished.launch_id}" in env
        assert not [entry for entry in env if entry.partition("=")[0] in FOREIGN_VARIABLES]
    person.end_all()


def test_an_untrusted_folder_shows_its_dialog_and_counts_as_started(tmux: TmuxServer, person: ClaudeHome) -> None:
    driven = Driven(start_socket=tmux.socket)
    folder = person.path / "unknown"
    folder.mkdir(exist_ok=True)
    assert start(driven, StartSession("q1", "claude", str(folder))).is_ok
    person.end_all()


def test_a_program_that_fails_is_told_with_its_last_lines(tmux: TmuxServer, person: ClaudeHome) -> None:
    program = person.path / "bin" / "broken"
    program.write_text("#!/bin/sh\necho 'no licence found' >&2\nexit 3\n")
    program.chmod(0o755)
    driven = Driven(start_socket=tmux.socket, programs={"claude": str(program)})
    finished = start(driven, StartSession("q1", "claude", str(person.path)))
    assert not finished.is_ok
    assert "no licence found" in finished.detail
    assert "status 3" in finished.detail


def test_what_cannot_be_started_is_told(tmux: TmuxServer, tmp_path: Path) -> None:
    driven = Driven(start_socket=tmux.socket, programs={"claude": "no-such-agent"})
    assert "not installed" in start(driven, StartSession("q1", "claude", str(tmp_path))).detail
    driven = Driven(start_socket=tmux.socket, programs={"claude": "sh"})
    assert "no folder" in start(driven, StartSession("q2", "claude", str(tmp_path / "none"))).detail
    assert session_names(tmux.socket) == []


def test_the_launch_command_is_a_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/bash")
    monkeypatch.delenv("TMUX_TMPDIR", raising=False)
    launch = launch_command(tmp_path, "sh", ["-c", "a;"], launch_id="0123456789abcdef", env={"A": "b c"})
    assert launch.command[:2] == ("tmux", "-u")
    assert launch.session_name.endswith("-01234567")
    assert launch.command[-1].endswith("sh -c 'a;'")
    assert launch.command[launch.command.index("A=b c") - 1] == "-e"
    assert launch.attach_command == ("tmux", "attach-session", "-t", f"={launch.session_name}")
    with pytest.raises(AgentProgramMissing):
        launch_command(tmp_path, "no-such-agent")
    with pytest.raises(StartFailed):
        launch_command(tmp_path / "none", "sh")


@pytest.mark.parametrize(
    ("name", "wanted"), [("My.App: v2", "my-app-v2"), ("日本", "project"), ("a" * 90, "a" * 40), ("--", "project")]
)
def test_slugs(name: str, wanted: str) -> None:
    assert slug(name) == wanted


# -- going there, looking -----------------------------------------------------


def test_focus_and_its_troubles_are_told() -> None:
    def refuse(effect: Focus, clients: Any) -> FocusFinished:
        raise WindowNotFound("three windows look alike")

    driven = Driven(focus=refuse)
    driven.room.handle([Focus("a1", "q1", None, os.getpid())])
    (told,) = driven.of(FocusFinished)
    assert (told.agent_uuid, told.request_id, told.is_ok) == ("a1", "q1", False)
    assert "three windows" in told.detail
    assert told.remedy


def test_looks_are_told_while_somebody_looks_and_when_that_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(), (), ("a1",), ("a1",), (), ()]

    def look(wanted: WatchLook, clients: Any) -> LookSeen:
        return LookSeen(answers.pop(0), is_known=True, at=datetime.now(UTC))

    monkeypatch.setattr("headspace_desktop.tmux.room.LOOK_INTERVAL_S", 0.01)
    driven = Driven(look=look)
    driven.room.handle([WatchLook((("a1", None, None),))])
    driven.run_until(lambda: not answers)
    assert [event.agent_uuids for event in driven.of(LookSeen)] == [(), ("a1",), ("a1",), ()]
    driven.room.handle([WatchLook(())])
    assert driven.room.due_s() is None
