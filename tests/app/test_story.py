"""The main job, end to end: the real agent program, a real terminal, a real desktop, no part replaced."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.app import stories
from tests.app.stories import write_story
from tests.app.whole import Whole, wait_for
from tests.harness.desktop import Desktop
from tests.harness.model_server import Call, Step

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def whole(tmp_path: Path, new_desktop: Callable[..., Desktop]) -> Iterator[Whole]:
    with Whole(tmp_path, new_desktop()).running() as whole:
        yield whole


def test_prompt_permission_bubble_focus_decision_question_answer_done(whole: Whole) -> None:
    stories.from_prompt_to_done(whole)


def test_started_late_without_hooks(whole: Whole) -> None:
    """The session runs before the app does, and nothing was ever installed."""
    write_story(whole)
    tui, _terminal = whole.start_agent()
    whole.look_away()
    tui.prompt("build it")
    tui.wait_for("Do you want to")
    whole.start_app("--hidden")
    agent = whole.wait_for_ask("permission")
    assert agent["tmux_pane"] == tui.pane
    tui.settle()
    whole.headspace("decide", "allow")
    whole.wait_for_ask("question")
    tui.settle()
    whole.headspace("answer", "Blue")
    whole.model.open_gate("end")
    whole.wait_for_state("done")


def test_one_that_asks_for_trust_before_it_told_of_itself(whole: Whole) -> None:
    """Nothing but its screen tells of it: it is met there, goes on as the same card, or leaves none."""
    whole.start_app("--hidden")
    whole.start_agent()
    whole.wait_for_state("idle", "fresh")  # by now its terminal server is known
    folder = whole.folder / "unknown"
    folder.mkdir()
    tui = whole.home.start(whole.tmux, cwd=folder, name="strange", is_ready=False)
    met = whole.wait_for_state("needs_input", "dialog")
    assert (met["tmux_pane"], met["project"]["name"]) == (tui.pane, "unknown")
    tui.settle()
    tui.keys("Down")
    tui.keys("Enter")
    tui.wait_ready()
    wait_for(lambda: [a["state"] for a in whole.agents()] == ["idle", "idle"], "it is at its prompt", whole.logs)
    assert met["agent"] in {agent["agent"] for agent in whole.agents()}


def test_killed_in_the_middle_loses_nothing_and_says_nothing_twice(whole: Whole) -> None:
    stories.killed_in_the_middle(whole)


def test_outside_tmux_the_waiting_hook_is_answered(whole: Whole) -> None:
    whole.start_app("--hidden")
    whole.headspace("hooks", "install", "--yes")
    write_story(whole)
    _xterm, terminal = whole.start_bare_agent("build it")
    agent = whole.wait_for_ask("permission")
    assert agent["tmux_pane"] is None
    whole.headspace("focus", agent["agent"])
    wait_for(lambda: whole.desktop.active_window() == terminal.id, "its window is in front", whole.logs)
    whole.look_away()
    whole.headspace("decide", "allow")
    whole.wait_for_ask("question")
    whole.headspace("answer", "Blue")
    whole.model.open_gate("end")
    whole.wait_for_state("done")
    refused = whole._run("reply", "--agent", agent["agent"], "more please")
    assert refused.returncode == 1
    assert "outside tmux" in refused.stderr


def test_print_mode_is_never_held(whole: Whole) -> None:
    whole.start_app("--hidden")
    whole.headspace("hooks", "install", "--yes")
    whole.model.script("quick one", Step("Trying.", [Call("Bash", {"command": "touch p.txt"})]), Step("Done here."))
    done = whole.home.print_mode("quick one", "--permission-mode", "default", timeout_s=30)
    assert done.returncode == 0, done.stderr
    assert "Done here." in done.stdout
    agents = wait_for(whole.agents, "the session is known")
    assert [agent["state"] for agent in agents] == ["ended"]


def test_process_killed_is_told_as_killed(whole: Whole) -> None:
    whole.start_app("--hidden")
    tui, _terminal = whole.start_agent()
    whole.wait_for_state("idle", "fresh")
    import os
    import signal

    os.kill(tui.pid, signal.SIGKILL)
    assert whole.wait_for_state("ended", "killed")["rule"] == "ended.process"


def test_data_folder_gone_and_the_agent_goes_on(whole: Whole) -> None:
    """A hook line must never be able to refuse a prompt."""
    import shutil

    whole.start_app("--hidden")
    whole.headspace("hooks", "install", "--yes")
    whole.quit()
    shutil.rmtree(whole.folder / "hs")
    whole.model.script("hello", Step("I am fine."))
    tui, _terminal = whole.start_agent()
    tui.prompt("hello")
    screen = tui.wait_for(lambda screen: "I am fine." in screen and "esc to interrupt" not in screen)
    assert "hook" not in screen.lower()


def test_watch_lines_follow_the_documented_protocol(whole: Whole) -> None:
    whole.start_app("--hidden")
    whole.start_agent()
    agent = whole.wait_for_state("idle", "fresh")
    keys = {"session_id", "client", "project_path", "pid", "tmux_pane", "state", "sub_state", "rule"}
    assert keys | {"evidence_at", "verdict_at", "question"} <= set(agent), json.dumps(agent, indent=1)
