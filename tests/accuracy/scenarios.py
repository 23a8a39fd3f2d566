"""The scenarios: what a person, a model and the machine do to a session, and what is true meanwhile.

A scenario is a function of a `Stage`; its first line says what it shows. NEEDS names what a version must have.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass

from headspace_desktop.domain.actions import Decide
from headspace_desktop.domain.model import Decision
from tests.accuracy.stage import QUICK_S, SLOW_S, Actor, Stage, touches, wait_for_file
from tests.harness.model_server import Call, Moment, Step, ask_user, plan_steps

Play = Callable[[Stage], None]


@dataclass(frozen=True)
class Scenario:
    name: str
    play: Play
    with_hooks: bool = True


ALL: dict[str, Scenario] = {}


def scenario(play: Play | None = None, *, with_hooks: bool = True, also_without_hooks: bool = False) -> Play:
    def keep(function: Play) -> Play:
        name = function.__name__.replace("_", "-")
        ALL[name] = Scenario(name, function, with_hooks)
        if also_without_hooks:
            ALL[f"{name}-no-hooks"] = Scenario(f"{name}-no-hooks", function, with_hooks=False)
        return function

    return keep(play) if play is not None else keep  # type: ignore[return-value]


def bash(command: str, description: str = "Do it") -> Call:
    return Call("Bash", {"command": command, "description": description})


def rest(seconds: float = 3.0) -> None:
    """Nothing happens; what was true stays so."""
    time.sleep(seconds)


# -- turns


@scenario(also_without_hooks=True)
def plain_turn(stage: Stage) -> None:
    one = stage.start()
    rest(2)
    stage.script("say hello", Step("Hello there, all is well.", delay_s=2))
    one.prompt("say hello")
    one.done("say hello")
    rest()


@scenario(also_without_hooks=True)
def two_turns(stage: Stage) -> None:
    one = stage.start()
    stage.script("first thing", Step("The first is done.", delay_s=1.5))
    stage.script("second thing", Step("The second is done.", delay_s=1.5))
    for text in ("first thing", "second thing"):
        one.prompt(text)
        one.done(text)
        rest(2)


@scenario(also_without_hooks=True)
def question_in_text(stage: Stage) -> None:
    one = stage.start()
    stage.script("what next", Step("I looked at both.\n\nWhich of them shall I take?", delay_s=1.5))
    stage.script("the left one", Step("I took the left one.", delay_s=1.5))
    one.prompt("what next")
    one.done("what next", state="needs_input", family="question_in_text")
    rest()
    one.prompt("the left one")
    one.done("the left one")
    rest(2)


@scenario(also_without_hooks=True)
def streaming_slowly(stage: Stage) -> None:
    one = stage.start()
    stage.script("talk at length", Step("word " * 40, slow_s=0.2))
    one.prompt("talk at length")
    one.done("talk at length")
    rest()


@scenario
def thinking_before_the_answer(stage: Stage) -> None:
    one = stage.start()
    stage.script("think hard", Step("It is done.", thinking="Let me see what is wanted here.", delay_s=3))
    one.prompt("think hard")
    one.done("think hard")
    rest()


@scenario
def a_prompt_while_it_works(stage: Stage) -> None:
    one = stage.start()
    stage.script("long work", Step("Working on it at length.", delay_s=5))
    stage.script("also this", Step("Also done.", delay_s=2))
    one.prompt("long work")
    rest(1.5)
    one.prompt("also this", is_working=False)
    answered = one.answered("long work", 0)
    asked = one.wait(lambda m: m.kind == "asked" and "also this" in m.prompt)
    one.true("done", "", "meanwhile", answered - 0.05, asked.at_s - 0.001)  # the screen may not show it at all
    one.true("working", "thinking", "prompt", answered - 0.05, asked.at_s)
    one.done("also this")
    rest()


# -- tools


@scenario(also_without_hooks=True)
def tools_allowed(stage: Stage) -> None:
    one = stage.start("--allowedTools=Bash")
    both = Step(calls=[bash("sleep 1"), bash("ls")])
    stage.script("run three", Step("First.", calls=[bash("sleep 1")]), both, Step("Ran them."))
    one.prompt("run three")
    one.done("run three", 2)
    rest()


@scenario(also_without_hooks=True)
def a_long_tool(stage: Stage) -> None:
    one = stage.start("--allowedTools=Bash")
    stage.script("run long", Step(calls=[bash(touches("begun", "ended", seconds=[6]))]), Step("It ran.", delay_s=1))
    one.prompt("run long")
    called = one.answered("run long", 0)
    begun = wait_for_file(stage.home.project / "begun")
    one.true("working", "tool", "tool", called - 0.05, begun)
    one.done("run long", 1)
    rest()


@scenario
def a_tool_that_fails(stage: Stage) -> None:
    one = stage.start("--allowedTools=Bash")
    stage.script("fail it", Step(calls=[bash("sleep 1; false")]), Step("It failed.", delay_s=1))
    one.prompt("fail it")
    one.done("fail it", 1)
    rest()


# -- Esc


@scenario(also_without_hooks=True)
def esc_before_the_answer(stage: Stage) -> None:
    one = stage.start()
    stage.script("never answered", Step("Too late.", gate="never"))
    one.prompt("never answered")
    rest(2)
    at = one.keys("Escape")
    # Without a word of an answer the program takes the prompt back into its input box.
    back = one.screen_loses("esc to interrupt")
    one.true("idle", "interrupted", "interrupt", at, back, SLOW_S)
    rest()


@scenario(also_without_hooks=True)
def esc_while_streaming(stage: Stage) -> None:
    one = stage.start()
    stage.script("stream on", Step("word " * 200, slow_s=0.1))
    one.prompt("stream on")
    one.screen_says("word word word")
    rest(1)
    one.interrupted(one.keys("Escape"))
    rest()


@scenario(also_without_hooks=True)
def esc_while_a_tool_runs(stage: Stage) -> None:
    one = stage.start("--allowedTools=Bash")
    stage.script("run on", Step(calls=[bash(touches("begun", "ended", seconds=[30]))]), Step("It ran."))
    one.prompt("run on")
    called = one.answered("run on", 0)
    one.true("working", "tool", "tool", called - 0.05, wait_for_file(stage.home.project / "begun"))
    rest(1.5)
    one.interrupted(one.keys("Escape"))
    rest()


@scenario(also_without_hooks=True)
def esc_at_a_permission(stage: Stage) -> None:
    one = stage.start()
    stage.script("make it", Step(calls=[bash("touch made")]), Step("Made."))
    one.prompt("make it")
    one.dialog("make it", 0, "permission", "Do you want to proceed?", limit=asks_within(stage))
    one.interrupted(one.keys("Escape"))
    rest()


@scenario
def esc_and_on(stage: Stage) -> None:
    one = stage.start()
    stage.script("stream on", Step("word " * 200, slow_s=0.1))
    stage.script("rather this", Step("This is done.", delay_s=1.5))
    one.prompt("stream on")
    one.screen_says("word word word")
    one.interrupted(one.keys("Escape"))
    rest(2)
    one.prompt("rather this")
    one.done("rather this")
    rest(2)


# -- permission


def asks_within(stage: Stage) -> float:
    """Without hooks only the live-session file tells that something is asked."""
    return QUICK_S if stage._with_hooks else SLOW_S


@scenario(also_without_hooks=True)
def permission_allowed(stage: Stage) -> None:
    one = stage.start()
    command = touches("begun", "ended", seconds=[4])
    stage.script("make it", Step("I make it.", calls=[bash(command)]), Step("Made.", delay_s=1))
    one.prompt("make it")
    one.dialog("make it", 0, "permission", "Do you want to proceed?", limit=asks_within(stage))
    at = one.keys("1")
    one.true("working", "tool", "allow", at, wait_for_file(stage.home.project / "begun"), SLOW_S)
    one.done("make it", 1)
    rest()


@scenario(also_without_hooks=True)
def permission_denied(stage: Stage) -> None:
    one = stage.start()
    stage.script("make it", Step(calls=[bash("touch made")]), Step("Made."))
    one.prompt("make it")
    one.dialog("make it", 0, "permission", "Do you want to proceed?", limit=asks_within(stage))
    at = one.keys(one.option("No"))
    gone = one.screen_loses("Do you want to proceed?")
    one.true("idle", "interrupted", "deny", at, gone, SLOW_S)
    rest()


@scenario
def permission_denied_with_words(stage: Stage) -> None:
    one = stage.start()
    stage.script("make it", Step(calls=[bash("touch made")]), Step("I use the other way.", delay_s=2))
    one.prompt("make it")
    one.dialog("make it", 0, "permission", "Do you want to proceed?")
    for _ in range(int(one.option("No")) - 1):
        one.keys("Down")
    time.sleep(0.2)
    one.keys("Tab")
    time.sleep(0.3)
    one.tui.tmux.paste(one.tui.pane, "use the other way")
    one.tui.wait_for("use the other way")
    at = one.keys("Enter")
    asked = one.wait(lambda m: m.kind == "asked" and m.step == 1)
    one.true("working", "thinking", "deny", at, asked.at_s, SLOW_S)
    one.done(asked.prompt, 1)
    rest()


@scenario
def permission_allowed_by_hook(stage: Stage) -> None:
    one = stage.start()
    command = touches("begun", "ended", seconds=[4])
    stage.script("make it", Step(calls=[bash(command)]), Step("Made.", delay_s=1))
    one.prompt("make it")
    one.dialog("make it", 0, "permission", "Do you want to proceed?")
    card = next(iter(stage.tap.cards.values()))
    at = time.time()
    stage.tap.post(Decide(card.uuid, card.ask.key, Decision.ALLOW))
    one.true("working", "tool", "allow", at, wait_for_file(stage.home.project / "begun"), SLOW_S)
    one.done("make it", 1)
    rest()


@scenario
def permission_denied_by_hook(stage: Stage) -> None:
    one = stage.start()
    stage.script("make it", Step(calls=[bash("touch made")]), Step("I leave it.", delay_s=2))
    one.prompt("make it")
    one.dialog("make it", 0, "permission", "Do you want to proceed?")
    card = next(iter(stage.tap.cards.values()))
    at = time.time()
    stage.tap.post(Decide(card.uuid, card.ask.key, Decision.DENY, "Leave it."))
    asked = one.wait(lambda m: m.kind == "asked" and m.step == 1)
    one.true("working", "thinking", "deny", at, asked.at_s, SLOW_S)
    one.done(asked.prompt, 1)
    rest()


@scenario
def two_permissions(stage: Stage) -> None:
    one = stage.start()
    stage.script("make both", Step(calls=[bash("touch one"), bash("touch two")]), Step("Made both.", delay_s=1.5))
    one.prompt("make both")
    one.dialog("make both", 0, "permission", "Do you want to proceed?", "touch one")
    at = one.keys("1")
    made = wait_for_file(stage.home.project / "one")
    one.true("working", "tool", "allow", at, made, SLOW_S)
    one.tui.wait_for(lambda screen: "Do you want to proceed?" in screen and "touch two" in screen.split("───")[-1])
    one.true("needs_input", "permission", "ask:permission", at, time.time())
    rest(2)
    at = one.keys("1")
    asked = one.wait(lambda m: m.kind == "asked" and m.step == 1)
    one.true("working", "thinking", "allow", at, asked.at_s, SLOW_S)
    one.done("make both", 1)
    rest()


@scenario
def an_edit_asks(stage: Stage) -> None:
    one = stage.start()
    call = Call("Write", {"file_path": str(stage.home.project / "notes.txt"), "content": "one\ntwo\n"})
    stage.script("write it", Step(calls=[call]), Step("Written.", delay_s=2))
    one.prompt("write it")
    one.dialog("write it", 0, "permission", "Do you want to create notes.txt")
    at = one.keys("1")
    asked = one.wait(lambda m: m.kind == "asked" and m.step == 1)
    one.true("working", "thinking", "allow", at, asked.at_s, SLOW_S)
    one.done("write it", 1)
    rest()


# -- questions and plans

SIZE = ("Which size shall it be?", "Size", ["Small", "Large"], False)
EXTRAS = ("Which extras shall be in it?", "Extras", ["Milk", "Sugar", "Ice"], True)


@scenario(also_without_hooks=True)
def a_question(stage: Stage) -> None:
    one = stage.start()
    stage.script("ask me", Step(calls=[ask_user(SIZE)]), Step("Small it is.", delay_s=2))
    one.prompt("ask me")
    one.dialog("ask me", 0, "question", "Which size shall it be?", "Small", limit=asks_within(stage))
    at = one.keys("Enter")
    asked = one.wait(lambda m: m.kind == "asked" and m.step == 1)
    one.true("working", "thinking", "answer", at, asked.at_s, SLOW_S)
    one.done("ask me", 1)
    rest()


@scenario
def a_question_with_several_choices(stage: Stage) -> None:
    one = stage.start()
    stage.script("ask many", Step(calls=[ask_user(EXTRAS)]), Step("With milk.", delay_s=2))
    one.prompt("ask many")
    one.dialog("ask many", 0, "question", "Which extras shall be in it?", "Milk")
    one.keys("Enter")
    time.sleep(0.3)
    one.keys("Right")
    one.screen_says("Submit answers")
    rest(1)
    at = one.keys("Enter")
    asked = one.wait(lambda m: m.kind == "asked" and m.step == 1)
    one.true("working", "thinking", "answer", at, asked.at_s, SLOW_S)
    one.done("ask many", 1)
    rest()


@scenario
def a_question_answered_in_own_words(stage: Stage) -> None:
    one = stage.start()
    stage.script("ask me", Step(calls=[ask_user(SIZE)]), Step("Medium it is.", delay_s=2))
    one.prompt("ask me")
    one.dialog("ask me", 0, "question", "Which size shall it be?", "Small")
    one.keys("Down")
    one.keys("Down")
    time.sleep(0.2)
    one.tui.tmux.paste(one.tui.pane, "medium")
    one.tui.wait_for("medium")
    time.sleep(0.3)
    at = one.keys("Enter")
    asked = one.wait(lambda m: m.kind == "asked" and m.step == 1)
    one.true("working", "thinking", "answer", at, asked.at_s, SLOW_S)
    one.done("ask me", 1)
    rest()


@scenario(also_without_hooks=True)
def esc_at_a_question(stage: Stage) -> None:
    one = stage.start()
    stage.script("ask me", Step(calls=[ask_user(SIZE)]), Step("Never said."))
    one.prompt("ask me")
    one.dialog("ask me", 0, "question", "Which size shall it be?", "Small", limit=asks_within(stage))
    at = one.keys("Escape")
    gone = one.screen_loses("Enter to select")
    one.true("idle", "interrupted", "interrupt", at, gone, SLOW_S)
    rest()


@scenario
def a_plan_approved(stage: Stage) -> None:
    one = stage.start(mode="plan")
    steps = plan_steps("# The plan\n\n1. Do it\n2. Test it\n", Step("The plan is carried out.", delay_s=2))
    stage.script("plan it", *steps)
    one.prompt("plan it")
    one.dialog("plan it", 2, "plan", "Would you like to proceed")
    at = one.keys("Enter")
    asked = one.wait(lambda m: m.kind == "asked" and "plan it" in m.prompt and m.step == 3)
    one.true("working", "thinking", "answer", at, asked.at_s, SLOW_S)
    one.done("plan it", 3)
    rest()


@scenario
def a_plan_refused(stage: Stage) -> None:
    one = stage.start(mode="plan")
    stage.script("plan it", *plan_steps("# The plan\n\n1. Do it\n", Step("Never said.")))
    one.prompt("plan it")
    one.dialog("plan it", 2, "plan", "Would you like to proceed")
    at = one.keys("Escape")
    gone = one.screen_loses("Would you like to proceed")
    one.true("idle", "interrupted", "interrupt", at, gone, SLOW_S)
    rest()


# -- background


def agent_call(prompt: str, *, is_background: bool = False) -> Call:
    values = {"description": "Look around", "prompt": prompt, "subagent_type": "general-purpose"}
    return Call("Agent", {**values, "run_in_background": is_background})


LOOKS, LOOKED = Step("It looks around.", delay_s=1), Step("It looked around.", delay_s=2)


@scenario(also_without_hooks=True)
def a_subagent(stage: Stage) -> None:
    """Newer versions go on in the background and wake the agent, older ones wait for it."""
    one = stage.start("--allowedTools=Bash,Agent,Task")
    stage.script("delegate it", Step(calls=[agent_call("look around for me")]), LOOKS, LOOKED)
    stage.script("look around for me", Step(calls=[bash("sleep 3")], delay_s=1), Step("Nothing there.", delay_s=1))
    stage.script("task-notification", LOOKED)
    one.prompt("delegate it")
    at = one.answered("delegate it", 1)
    if any(m.kind == "answered" and "look around for me" in m.prompt and m.step == 1 for m in stage.model.moments):
        one.true("done", "", "finish", at - 0.05, at)
    else:
        one.true("working", "background", "finish", at - 0.05, at)
        over = one.answered("look around for me", 1)
        woken(one, "delegate it", over)
    rest()


def woken(one: Actor, prompt: str, over: float) -> None:
    """The program tells the model that background work is over; versions differ in how."""

    def is_it(kind: str) -> Callable[[Moment], bool]:
        return lambda m: m.kind == kind and ("task-notification" in m.prompt or (prompt in m.prompt and m.step == 2))

    asked = one.wait(is_it("asked"))
    one.true("working", "thinking", "wake", over, asked.at_s)
    one.over(one.wait(is_it("answered")).at_s)


@scenario
def a_background_shell(stage: Stage) -> None:
    one = stage.start("--allowedTools=Bash")
    command = touches("begun", "ended", seconds=[7])
    call = Call("Bash", {"command": command, "description": "Watch", "run_in_background": True})
    stage.script("watch it", Step(calls=[call]), Step("I watch it from now on."), LOOKED)
    stage.script("task-notification", LOOKED)
    one.prompt("watch it")
    at = one.answered("watch it", 1)
    one.true("working", "background", "finish", at - 0.05, at)
    woken(one, "watch it", wait_for_file(stage.home.project / "ended") - 0.1)
    rest()


# -- sessions


@scenario(also_without_hooks=True)
def clear(stage: Stage) -> None:
    one = stage.start()
    stage.script("say hello", Step("Hello there.", delay_s=1.5))
    stage.script("say again", Step("Hello again.", delay_s=1.5))
    one.prompt("say hello")
    one.done("say hello")
    rest(2)
    at = one.prompt("/clear", is_working=False)
    gone = one.screen_loses("Hello there.")
    one.true("idle", "fresh", "clear", at, gone, SLOW_S)
    rest(2)
    one.prompt("say again")
    one.done("say again")
    rest()


@scenario
def compact(stage: Stage) -> None:
    one = stage.start()
    for text in ("say hello", "say more", "say it all"):  # older versions do not compact less
        stage.script(text, Step("Hello there.", delay_s=1))
        one.prompt(text)
        one.done(text)
        rest(0.5)
    rest(1.5)
    at = one.prompt("/compact", is_working=False)
    asked = one.wait(lambda m: m.kind == "compaction")
    one.true("working", "compacting", "compact", at, asked.at_s, SLOW_S)
    over = one.screen_says("Compacted")
    one.true("done", "", "finish", asked.at_s, over, SLOW_S)
    rest()


@scenario(also_without_hooks=True)
def exit_and_continue(stage: Stage) -> None:
    one = stage.start()
    stage.script("say hello", Step("Hello there.", delay_s=1.5))
    stage.script("say again", Step("Hello again.", delay_s=1.5))
    one.prompt("say hello")
    one.done("say hello")
    rest(1.5)
    one.exit()
    rest(2)
    two = stage.start("--continue")
    rest(2)
    two.prompt("say again")
    two.done("say again")
    rest()


@scenario
def fork(stage: Stage) -> None:
    one = stage.start()
    stage.script("say hello", Step("Hello there.", delay_s=1.5))
    stage.script("say again", Step("Hello again.", delay_s=1.5))
    one.prompt("say hello")
    one.done("say hello")
    rest(1.5)
    two = stage.start("--continue", "--fork-session", name="fork")
    rest(1.5)
    two.prompt("say again")
    two.done("say again")
    rest()


@scenario(also_without_hooks=True)
def two_in_one_directory(stage: Stage) -> None:
    one = stage.start(name="one")
    two = stage.start(name="two")
    stage.script("first of them", Step("The first is done.", delay_s=5))
    stage.script("second of them", Step(calls=[ask_user(SIZE)]), Step("Small it is.", delay_s=1.5))
    one.prompt("first of them")
    two.prompt("second of them")
    two.dialog("second of them", 0, "question", "Which size shall it be?", "Small", limit=asks_within(stage))
    one.done("first of them")
    rest(2)
    at = two.keys("Enter")
    asked = two.wait(lambda m: m.kind == "asked" and "second of them" in m.prompt and m.step == 1)
    two.true("working", "thinking", "answer", at, asked.at_s, SLOW_S)
    two.done("second of them", 1)
    rest()


@scenario
def hooks_installed_half_way(stage: Stage) -> None:
    one = stage.start()
    stage.script("say hello", Step("Hello there.", delay_s=2))
    stage.script("make it", Step(calls=[bash("touch made")]), Step("Made.", delay_s=1.5))
    one.prompt("say hello")
    one.done("say hello")
    rest(1)
    stage.install_hooks()
    rest(3)
    one.prompt("make it")
    one.dialog("make it", 0, "permission", "Do you want to proceed?", limit=SLOW_S)
    at = one.keys("1")
    asked = one.wait(lambda m: m.kind == "asked" and "make it" in m.prompt and m.step == 1)
    one.true("working", "thinking", "allow", at, asked.at_s, SLOW_S)
    one.done("make it", 1)
    rest()


ALL["hooks-installed-half-way"] = Scenario("hooks-installed-half-way", hooks_installed_half_way, with_hooks=False)


# -- ends


@scenario(also_without_hooks=True)
def exit_at_rest(stage: Stage) -> None:
    one = stage.start()
    stage.script("say hello", Step("Hello there.", delay_s=1.5))
    one.prompt("say hello")
    one.done("say hello")
    rest(2)
    one.exit()
    rest()


def _at_work(stage: Stage) -> Actor:
    one = stage.start()
    stage.script("work on", Step("Never said.", gate="never"))
    one.prompt("work on")
    rest(2)
    return one


@scenario(also_without_hooks=True)
def killed(stage: Stage) -> None:
    _at_work(stage).kill(signal.SIGKILL, "killed")
    rest()


@scenario(also_without_hooks=True)
def terminated(stage: Stage) -> None:
    _at_work(stage).kill(signal.SIGTERM, "clean")
    rest()


@scenario
def killed_at_a_permission(stage: Stage) -> None:
    one = stage.start()
    stage.script("make it", Step(calls=[bash("touch made")]), Step("Made."))
    one.prompt("make it")
    one.dialog("make it", 0, "permission", "Do you want to proceed?")
    one.kill(signal.SIGKILL, "killed")
    rest()


@scenario
def the_terminal_is_closed(stage: Stage) -> None:
    one = stage.start()
    stage.script("say hello", Step("Hello there.", delay_s=1))
    one.prompt("say hello")
    one.done("say hello")
    rest(2)
    at = time.time()
    stage.tmux.run("kill-session", "-t", one.tui.pane)
    one.gone("clean", at, "end")
    rest()


# -- failures


@scenario
def rate_limit(stage: Stage) -> None:
    one = stage.start()
    headers = {"x-should-retry": "false", "retry-after": "3600"}
    stage.script("too much", Step(error=429, error_text="This request would exceed your limit", headers=headers))
    one.prompt("too much")
    failed = one.wait(lambda m: m.kind == "failed" and "too much" in m.prompt)
    at = one.screen_says("exceed your limit")
    one.true("stalled", "rate_limit", "failure", failed.at_s, at)
    rest()


@scenario
def authentication_failure(stage: Stage) -> None:
    one = stage.start()
    stage.script("not you", Step(error=401, error_text="invalid x-api-key"))
    one.prompt("not you")
    failed = one.wait(lambda m: m.kind == "failed" and "not you" in m.prompt)
    at = one.screen_says("Invalid API key")
    one.true("stalled", "authentication", "failure", failed.at_s, at)
    rest()


@scenario(also_without_hooks=True)
def overloaded_to_the_end(stage: Stage) -> None:
    one = stage.start()
    stage.script("busy there", Step(error=529, error_text="Overloaded"))
    one.prompt("busy there")
    failed = one.wait(lambda m: m.kind == "failed" and "busy there" in m.prompt)
    at = one.screen_says("API Error", timeout_s=60)
    last = [m.at_s for m in stage.model.moments if m.kind == "failed"][-1]
    one.true("stalled", "overloaded", "failure", max(failed.at_s, last), at)
    rest()


@scenario
def overloaded_and_then_well(stage: Stage) -> None:
    one = stage.start()
    fails = [True]

    def step(prompt: str, turn: int) -> Step:
        if "try again" in prompt and fails:
            fails.pop()
            return Step(error=529, error_text="Overloaded")
        return Step("It went well after all.", delay_s=1)

    stage.model.step_for = step  # type: ignore[method-assign]
    one.prompt("try again")
    one.done("try again")
    rest()


# -- print mode


@scenario(also_without_hooks=False)
def print_mode(stage: Stage) -> None:
    stage.script("print it", Step(calls=[bash("sleep 2")], delay_s=1), Step("Printed.", delay_s=2))
    program = [str(stage.home.program), "-p", "--permission-mode", "default", "--allowedTools=Bash", "print it"]
    started = time.time()
    with subprocess.Popen(
        program, cwd=stage.home.project, env=stage.home.env(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    ) as process:
        pid = process.pid
        asked = stage.model.wait_for("asked", "print it")
        stage.true(pid, "working", "thinking", "prompt", started, asked.at_s)
        at = stage.model.wait_for("answered", "print it", count=2).at_s
        stage.true(pid, "done", "", "finish", at - 0.05, at)
        process.wait(30)
        stage.true(pid, "ended", "clean", "end", at, time.time(), SLOW_S)
    os.sync()
    rest()
