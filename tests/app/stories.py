"""Stories that are told on more than one store: what happens, step by step, and what is stored at the end."""

from __future__ import annotations

from typing import Any

from tests.app.whole import Watcher, Whole, wait_for
from tests.harness.model_server import Call, Step, ask_user


def write_story(whole: Whole) -> None:
    touch = Call("Bash", {"command": "touch made.txt", "description": "Make a file"})
    question = ask_user(("Which colour?", "Colour", ("Red", "Blue"), False))
    steps = Step("I make a file.", [touch]), Step("Two ways are open.", [question]), Step("It is blue now.", gate="end")
    whole.model.script("build it", *steps)


def turns_of(whole: Whole) -> list[tuple[str, str, str]]:
    """(actor, intent, text) of every turn that is stored and shown, in order of time."""
    rows = whole.query("SELECT actor, intent, text FROM turns WHERE NOT is_internal ORDER BY at, id")
    return [(str(actor).lower(), str(intent).lower(), text) for actor, intent, text in rows]


FULL_STORY = [
    ("user", "command", "build it"),
    ("agent", "progress", "I make a file."),
    ("agent", "question", "Run: touch made.txt"),
    ("user", "answer", "Allowed"),
    ("agent", "progress", "Two ways are open."),
    ("agent", "question", "Which colour?"),
    ("user", "answer", "Blue"),
    ("agent", "completion", "It is blue now."),
]


def from_prompt_to_done(whole: Whole) -> None:
    """Prompt, permission, bubble, click, terminal in front, decision, question, answer, done: each told, all stored."""
    whole.start_app()
    whole.headspace("hooks", "install", "--yes")
    write_story(whole)
    tui, terminal = whole.start_agent()
    whole.look_away()
    watcher = Watcher(whole)
    try:
        watcher.wait_for("idle", "fresh")
        tui.prompt("build it")
        watcher.wait_for("working")
        asked = watcher.wait_for_ask("permission")
        assert "touch made.txt" in asked["question"]["text"]

        bubble = whole.desktop.wait_for_bubble()
        assert whole.desktop.active_window() != terminal.id
        whole.desktop.click(*bubble.middle)
        wait_for(lambda: whole.desktop.active_window() == terminal.id, "the agent's terminal is in front", whole.logs)
        shown = whole.tmux.run("display-message", "-p", "-t", "work", "#{pane_id}").strip()
        assert shown == tui.pane

        whole.headspace("decide", "allow")
        asked = watcher.wait_for_ask("question")
        assert (whole.home.project / "made.txt").exists()
        assert asked["question"]["options"] == ["Red", "Blue"]

        whole.headspace("answer", "Blue")
        watcher.wait_for("working")
        wait_for(lambda: _reply_stage(whole) == "seen", "the answer is confirmed", whole.logs)
        whole.model.open_gate("end")
        watcher.wait_for("done")
    finally:
        watcher.close()
    wait_for(lambda: len(turns_of(whole)) >= len(FULL_STORY), "all turns are stored", lambda: turns_of(whole))
    whole.quit()
    assert turns_of(whole) == FULL_STORY


def _reply_stage(whole: Whole) -> str:
    reply: dict[str, Any] | None = whole.agent().get("reply")
    return str(reply["stage"]) if reply else ""


def killed_in_the_middle(whole: Whole) -> None:
    """`kill -9` while permission is asked, answered in the terminal meanwhile, started again: nothing is missing."""
    whole.start_app("--hidden")
    whole.headspace("hooks", "install", "--yes")
    write_story(whole)
    tui, _terminal = whole.start_agent()
    whole.look_away()
    tui.prompt("build it")
    whole.wait_for_state("needs_input", "permission")
    whole.kill_app()
    tui.wait_for("Do you want to")
    tui.settle()
    tui.keys("Enter")  # answered in the terminal while nobody watched
    tui.wait_for("Which colour?")
    whole.start_app("--hidden")
    whole.wait_for_ask("question")
    tui.settle()
    whole.headspace("answer", "Blue")
    whole.model.open_gate("end")
    whole.wait_for_state("done")
    wait_for(lambda: len(turns_of(whole)) >= len(FULL_STORY), "all turns are stored", lambda: turns_of(whole))
    whole.quit()
    assert turns_of(whole) == FULL_STORY
