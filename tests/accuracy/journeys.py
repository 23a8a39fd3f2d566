"""Scenarios in which a session moves: to another directory, file, terminal or process, or into the background.

The second half of the scenarios; importing it makes `ALL` whole.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

from headspace_desktop.domain.actions import Decide
from headspace_desktop.domain.model import Decision
from headspace_desktop.processes import look_up
from tests.accuracy.scenarios import ALL, agent_call, asks_within, bash, rest, scenario
from tests.accuracy.stage import SLOW_S, Actor, Stage, touches, wait_for_file
from tests.harness.model_server import Call, Step

__all__ = ["ALL"]


def _repository(folder: Path) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    (folder / "README.md").write_text("hello\n")
    for words in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "One")):
        subprocess.run(["git", *who, *words], cwd=folder, check=True, timeout=30, capture_output=True)


def _may_be(one: Actor, state: str, family: str, earliest: float, until: float) -> None:
    """A command of the program's own may show as this while it is carried out; it need not."""
    one.true(state, family, "meanwhile", earliest, until - 0.001)


@scenario(also_without_hooks=True)
def into_a_worktree_and_back(stage: Stage) -> None:
    """The transcript moves to another folder while the turn runs, and back with the next one."""
    _repository(stage.home.project)
    one = stage.start("--allowedTools=Bash,EnterWorktree,ExitWorktree,ToolSearch")
    load = Call("ToolSearch", {"query": "select:EnterWorktree,ExitWorktree", "max_results": 3})
    enter, leave = Call("EnterWorktree", {"name": "side"}), Call("ExitWorktree", {"action": "remove"})
    stage.script(
        "go aside", Step(calls=[load]), Step(calls=[enter]), Step(calls=[bash("sleep 1")], delay_s=1),
        Step("I am aside.", delay_s=1),
    )  # fmt: skip
    stage.script("come back", Step(calls=[leave], delay_s=1), Step("I am back.", delay_s=1.5))
    one.prompt("go aside")
    one.done("go aside", 3)
    rest(2)
    one.prompt("come back")
    one.done("come back", 1)
    rest()


@scenario(also_without_hooks=True)
def the_project_is_renamed(stage: Stage) -> None:
    """The folder gets another name while the session is at rest."""
    one = stage.start()
    stage.script("say hello", Step("Hello there.", delay_s=1.5))
    stage.script("say again", Step("Hello again.", delay_s=1.5))
    one.prompt("say hello")
    one.done("say hello")
    rest(1.5)
    stage.home.project.rename(stage.home.project.with_name("renamed"))
    rest(1.5)
    one.prompt("say again")
    one.done("say again")
    rest()


@scenario(also_without_hooks=True)
def resumed_inside(stage: Stage) -> None:
    """/clear, a turn in the new session, and then back to the first one by the list of sessions."""
    one = stage.start()
    for text, answer in (("say hello", "Hello there."), ("say other", "Something else."), ("say again", "Once more.")):
        stage.script(text, Step(answer, delay_s=1.5))
    one.prompt("say hello")
    one.done("say hello")
    rest(1)
    at = one.prompt("/clear", is_working=False)
    one.true("idle", "fresh", "clear", at, one.screen_loses("Hello there."), SLOW_S)
    rest(1)
    one.prompt("say other")
    one.done("say other")
    rest(1.5)
    at = one.prompt("/resume", is_working=False)
    one.screen_says("say hello")
    rest(1)
    one.keys("Enter")
    there = one.screen_says("Hello there.")
    _may_be(one, "needs_input", "dialog", at, there)
    _may_be(one, "working", "thinking", at, there)
    one.true("idle", "fresh", "resume", at, there, SLOW_S)
    rest(2)
    one.prompt("say again")
    one.done("say again")
    rest()


@scenario(also_without_hooks=True)
def branched_inside(stage: Stage) -> None:
    """/branch: the same process goes on in a copy of the conversation."""
    one = stage.start()
    stage.script("say hello", Step("Hello there.", delay_s=1.5))
    stage.script("say again", Step("Hello again.", delay_s=1.5))
    one.prompt("say hello")
    one.done("say hello")
    rest(1.5)
    at = one.prompt("/branch", is_working=False)
    there = one.screen_says("ranched")
    _may_be(one, "working", "thinking", at, there)
    one.true("idle", "fresh", "branch", at, there, SLOW_S)
    rest(2)
    one.prompt("say again")
    one.done("say again")
    rest()


@scenario(also_without_hooks=True)
def resumed_by_name_on_another_day(stage: Stage) -> None:
    """Killed in the middle, and taken up by its id in a new process."""
    one = stage.start()
    stage.script("say hello", Step("Hello there.", delay_s=1))
    stage.script("work on", Step("Never said.", gate="never"))
    stage.script("say again", Step("Hello again.", delay_s=1.5))
    one.prompt("say hello")
    one.done("say hello")
    rest(1)
    session_id = json.loads(one.tui.registry_file.read_text())["sessionId"]
    one.prompt("work on")
    rest(1.5)
    one.kill(signal.SIGKILL, "killed")
    rest(2)
    two = stage.start("--resume", session_id, name="later")
    rest(1.5)
    two.prompt("say again")
    two.done("say again")
    rest()


@scenario(also_without_hooks=True)
def a_subagent_asks(stage: Stage) -> None:
    """A sub-agent wants what it may not do without the person: in the terminal, or (newer) held by a hook behind it."""
    one = stage.start("--allowedTools=Agent,Task")
    looks, looked = Step("It looks around.", delay_s=1), Step("It looked around.", delay_s=1.5)
    stage.script("delegate it", Step(calls=[agent_call("look around for me")]), looks, looked)
    stage.script("look around for me", Step(calls=[bash("touch made")], delay_s=3), Step("Made.", delay_s=2))
    stage.script("task-notification", looked)
    one.prompt("delegate it")
    called = one.wait(lambda m: m.kind == "answered" and "look around for me" in m.prompt and m.step == 0).at_s
    is_aside = any(m.kind == "answered" and "delegate it" in m.prompt and m.step == 1 for m in stage.model.moments)
    if is_aside:
        at = one.answered("delegate it", 1)
        one.true("working", "background", "finish", at - 0.05, at)
    if is_aside and stage._with_hooks:
        one.true("needs_input", "permission", "ask:permission", called - 0.05, called + 0.2)
        rest(2)
        card = next(iter(stage.tap.cards.values()))
        at = time.time()
        stage.tap.post(Decide(card.uuid, card.ask.key, Decision.ALLOW))
    else:
        asked = one.screen_says("Do you want to proceed?")
        one.true("needs_input", "permission", "ask:permission", called - 0.05, asked, asks_within(stage))
        one.tui.settle(1.5)
        at = one.keys("1")
    made = wait_for_file(stage.home.project / "made")
    one.true("working", "background" if is_aside else "thinking", "allow", at, made, SLOW_S)
    over = one.wait(lambda m: m.kind == "answered" and "look around for me" in m.prompt and m.step == 1).at_s

    def last(kind: str) -> float:
        return one.wait(
            lambda m: (
                m.kind == kind and m.at_s > over and ("task-notification" in m.prompt or "delegate it" in m.prompt)
            )
        ).at_s

    one.true("working", "thinking", "wake", over, last("asked"))
    one.over(last("answered"))
    rest()


# -- the terminal


@scenario(also_without_hooks=True)
def its_pane_moves(stage: Stage) -> None:
    """Into a window of its own, and into another session, while it works."""
    one = stage.start()
    stage.tmux.new_session("sleep 60", name="other", cwd=stage.home.project)
    stage.script("work long", Step("It is done.", delay_s=6))
    one.prompt("work long")
    rest(1)
    stage.tmux.run("split-window", "-t", one.tui.pane, "sleep 60")
    stage.tmux.run("break-pane", "-d", "-s", one.tui.pane)
    rest(1)
    stage.tmux.run("join-pane", "-d", "-s", one.tui.pane, "-t", "other:")
    stage.tmux.run("rename-session", "-t", "other", "elsewhere")
    one.done("work long")
    rest()


@scenario(also_without_hooks=True)
def the_terminal_server_ends(stage: Stage) -> None:
    """tmux itself goes away with all its panes, in the middle of the work."""
    one = stage.start()
    stage.script("work on", Step("Never said.", gate="never"))
    one.prompt("work on")
    rest(2)
    at = time.time()
    stage.tmux.run("kill-server")
    one.gone("clean", at, "end")
    rest()


@scenario(also_without_hooks=True)
def the_machine_sleeps(stage: Stage) -> None:
    """The program stands still for seconds and goes on; so do its clocks."""
    one = stage.start()
    stage.script("work long", Step("It is done.", delay_s=3))
    one.prompt("work long")
    rest(1)
    os.kill(one.pid, signal.SIGSTOP)
    rest(5)
    woken = time.time()
    os.kill(one.pid, signal.SIGCONT)
    answered = one.answered("work long", 0)
    shown = one.screen_says("It is done.")
    one.true("done", "", "finish", min(answered, woken) - 0.05, shown, SLOW_S)
    rest()


# -- in the background


@scenario(also_without_hooks=True)
def a_background_session(stage: Stage) -> None:
    """`claude --bg`: a session without a terminal, under a keeper of its own."""
    command = touches("begun", "ended", seconds=[3])
    stage.script("keep busy", Step(calls=[bash(command)], delay_s=1), Step("It was busy.", delay_s=1.5))
    started = time.time()
    words = ["--bg", "--permission-mode", "default", "--allowedTools=Bash", "keep busy"]
    subprocess.run(
        [str(stage.home.program), *words], cwd=stage.home.project, env=stage.home.env(), stdin=subprocess.DEVNULL,
        capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    asked = stage.model.wait_for("asked", "keep busy")
    pid = _session_pid(stage)
    one = Actor(stage, None, pid)  # type: ignore[arg-type]  # it has no screen
    one.true("working", "thinking", "prompt", started, asked.at_s, SLOW_S)
    at = stage.model.wait_for("answered", "keep busy", count=2).at_s
    one.true("done", "", "finish", at - 0.05, at)
    rest(2)
    earliest = time.time()
    os.kill(pid, signal.SIGTERM)
    one.gone("clean", earliest, "end")
    rest()


def _session_pid(stage: Stage) -> int:
    """The process that runs the only session; its own file names it."""
    deadline = time.monotonic() + 30
    while True:
        files = [json.loads(path.read_text()) for path in (stage.home.config_dir / "sessions").glob("*.json")]
        found = [values["pid"] for values in files if values.get("kind") != "daemon" and look_up(values["pid"])]
        if len(found) == 1:
            return int(found[0])
        assert time.monotonic() < deadline, f"sessions: {files}"
        time.sleep(0.05)
