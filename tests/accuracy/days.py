"""Scenarios as a day has them: many turns in one session with mixed outcomes, dialogs between, work behind."""

from __future__ import annotations

import json
import re
import time
from typing import Any

from headspace_desktop.domain.actions import Decide
from headspace_desktop.domain.model import Decision
from tests.accuracy.scenarios import EXTRAS, LOOKED, SIZE, agent_call, asks_within, bash, rest, scenario, woken
from tests.accuracy.stage import SLOW_S, Actor, Stage, touches, wait_for_file
from tests.harness.model_server import Call, Moment, Step, ask_user, plan_steps

PROCEED = "Do you want to proceed?"


def goes_on(one: Actor, prompt: str, step: int, change: str, at: float) -> None:
    """After what the person did at `at` the model is asked for this step."""
    asked = one.wait(lambda m: m.kind == "asked" and prompt in m.prompt and m.step == step)
    one.true("working", "thinking", change, at, asked.at_s, SLOW_S)


def types(one: Actor, text: str) -> None:
    one.tui.tmux.paste(one.tui.pane, text)
    one.tui.wait_for(text[:40])
    time.sleep(0.3)


def empties_the_box(one: Actor) -> None:
    one.keys("C-u")
    time.sleep(0.3)


# -- whole days


@scenario(also_without_hooks=True)
def a_long_day(stage: Stage) -> None:
    """Nine turns: finished, interrupted in text, in a tool and at a dialog, allowed, refused, asked, cleared."""
    one = stage.start()
    stage.script("first of all", Step("All is well.", delay_s=1))
    stage.script("talk on", Step("word " * 200, slow_s=0.1))
    stage.script("make one", Step(calls=[bash(touches("one", seconds=[2]))]), Step("One is made.", delay_s=1))
    stage.script("make two", Step(calls=[bash("touch two")]), Step("Never said."))
    stage.script("make three", Step(calls=[bash(touches("three", "late", seconds=[30]))]), Step("Never said."))
    stage.script("which one", Step(calls=[ask_user(SIZE)]), Step("A small one.", delay_s=1))
    stage.script("which two", Step(calls=[ask_user(SIZE)]), Step("Never said."))
    stage.script("and then", Step("I could go left or right.\n\nWhich way shall I go?", delay_s=1))
    stage.script("last of all", Step("That was it.", delay_s=1))
    limit = SLOW_S
    one.prompt("first of all")
    one.done("first of all")
    rest(1.5)
    one.prompt("talk on")
    one.screen_says("word word word")
    one.interrupted(one.keys("Escape"))
    rest(1.5)
    one.prompt("make one")
    one.dialog("make one", 0, "permission", PROCEED, limit=limit)
    at = one.keys("1")
    one.true("working", "tool", "allow", at, wait_for_file(stage.home.project / "one"), SLOW_S)
    one.done("make one", 1)
    rest(1.5)
    one.prompt("make two")
    one.dialog("make two", 0, "permission", PROCEED, limit=limit)
    at = one.keys(one.option("No"))
    one.true("idle", "interrupted", "deny", at, one.screen_loses(PROCEED), SLOW_S)
    rest(1.5)
    one.prompt("make three")
    one.dialog("make three", 0, "permission", PROCEED, limit=limit)
    at = one.keys("1")
    one.true("working", "tool", "allow", at, wait_for_file(stage.home.project / "three"), SLOW_S)
    rest(1.5)
    at = one.keys("Escape")
    gone = one.screen_loses("esc to interrupt")
    one.true("idle", "interrupted", "interrupt", at, gone, SLOW_S)
    rest(1.5)
    one.prompt("which one")
    one.dialog("which one", 0, "question", "Which size shall it be?", "Small", limit=limit)
    goes_on(one, "which one", 1, "answer", one.keys("Enter"))
    one.done("which one", 1)
    rest(1.5)
    one.prompt("which two")
    one.dialog("which two", 0, "question", "Enter to select", limit=limit)
    at = one.keys("Escape")
    one.true("idle", "interrupted", "interrupt", at, one.screen_loses("Enter to select"), SLOW_S)
    rest(1.5)
    one.prompt("and then")
    one.done("and then", state="needs_input", family="question_in_text")
    rest(1.5)
    at = one.prompt("/clear", is_working=False)
    gone = one.screen_loses("Which way shall I go?")
    one.true("working", "thinking", "meanwhile", at, gone - 0.001)  # the program calls itself busy for a moment
    one.true("idle", "fresh", "clear", at, gone, SLOW_S)
    rest(1.5)
    one.prompt("last of all")
    one.done("last of all")
    rest(1)
    one.exit()
    rest(2)


# -- Esc again and again


@scenario(also_without_hooks=True)
def esc_with_a_prompt_waiting(stage: Stage) -> None:
    """Esc while a second prompt waits in the queue: the first ends, the second begins at once."""
    one = stage.start()
    stage.script("stream on", Step("word " * 200, slow_s=0.1))
    stage.script("also this", Step("Also done.", delay_s=3))
    one.prompt("stream on")
    one.screen_says("word word word")
    one.prompt("also this", is_working=False)
    rest(1)
    at = one.keys("Escape")
    one.screen_says("Interrupted")
    asked = one.wait(lambda m: m.kind == "asked" and "also this" in m.prompt)
    one.true("idle", "interrupted", "meanwhile", at, asked.at_s - 0.001)
    one.true("working", "thinking", "prompt", at, asked.at_s)
    one.done("also this")
    rest()


@scenario(also_without_hooks=True)
def a_prompt_taken_back(stage: Stage) -> None:
    """Two prompts wait in the queue; Up takes both back into the box, and one of them is sent after all."""
    one = stage.start()
    stage.script("stream on", Step("word " * 60, slow_s=0.15))
    stage.script("also this", Step("Also done.", delay_s=1.5))
    one.prompt("stream on")
    one.screen_says("word word word")
    for text in ("never that", "also this"):
        one.prompt(text, is_working=False)
        one.tui.wait_for("edit queued messages")
        rest(0.7)
    one.keys("Up")
    one.tui.wait_for(lambda screen: "edit queued messages" not in screen)
    rest(1)
    for _ in range(4):  # one line at a time
        empties_the_box(one)
    one.tui.wait_for(lambda screen: "never that" not in screen)
    one.prompt("also this", is_working=False)
    answered = one.answered("stream on", 0)
    asked = one.wait(lambda m: m.kind == "asked" and "also this" in m.prompt)
    one.true("done", "", "meanwhile", answered - 0.05, asked.at_s - 0.001)
    one.true("working", "thinking", "prompt", answered - 0.05, asked.at_s)
    one.done("also this")
    rest()


@scenario
def esc_in_thought(stage: Stage) -> None:
    """Esc while it thinks aloud, before the first word of the answer."""
    one = stage.start()
    stage.script("think hard", Step("It is done.", thinking="so many words " * 60, slow_s=0.1))
    stage.script("easier", Step("That was easy.", delay_s=1))
    one.prompt("think hard")
    rest(3)
    at = one.keys("Escape")
    one.true("idle", "interrupted", "interrupt", at, one.screen_loses("esc to interrupt"), SLOW_S)
    rest(2)
    empties_the_box(one)
    one.prompt("easier")
    one.done("easier")
    rest()


@scenario
def rewound(stage: Stage) -> None:
    """Esc twice at rest, the conversation goes back before the last prompt, another one is given."""
    one = stage.start()
    for text, answer in (("say hello", "Hello there."), ("say more", "More of it."), ("say other", "Something else.")):
        stage.script(text, Step(answer, delay_s=1))
    for text in ("say hello", "say more"):
        one.prompt(text)
        one.done(text)
        rest(1.5)
    at = one.keys("Escape")
    time.sleep(0.2)
    one.keys("Escape")
    shown = one.screen_says("Rewind")
    one.true("needs_input", "dialog", "opened", at, shown, SLOW_S)
    one.tui.settle(1.5)
    one.keys("Up")
    time.sleep(0.4)
    one.keys("Enter")
    one.screen_says("Restore conversation")
    one.tui.settle(1.2)
    at = one.keys("Enter")
    gone = one.screen_loses("Restore conversation")
    one.true("idle", "", "closed", at, gone - 0.002, SLOW_S)
    one.true("done", "", "closed", at, gone, SLOW_S)
    rest(2)
    empties_the_box(one)
    one.prompt("say other")
    one.done("say other")
    rest(2)


@scenario(also_without_hooks=True)
def esc_while_a_subagent_goes_on(stage: Stage) -> None:
    """The turn is interrupted; the sub-agent in the background goes on, ends and wakes the agent."""
    one = stage.start("--allowedTools=Bash,Agent,Task")
    call = agent_call("look around for me", is_background=True)
    stage.script("delegate it", Step(calls=[call]), Step("word " * 200, slow_s=0.1), LOOKED)
    stage.script(
        "look around for me", Step(calls=[bash(touches("looking", "looked", seconds=[8]))]), Step("Nothing.", delay_s=1)
    )
    stage.script("task-notification", LOOKED)
    one.prompt("delegate it")
    wait_for_file(stage.home.project / "looking")
    one.screen_says("word word word")
    rest(1)
    at = one.keys("Escape")
    shown = one.screen_says("Interrupted")
    assert not (stage.home.project / "looked").exists()
    one.true("working", "background", "interrupt", at, shown, SLOW_S)
    wait_for_file(stage.home.project / "looked")
    over = one.answered("look around for me", 1)
    asked = one.wait(lambda m: m.kind == "asked" and m.at_s > over)
    one.true("working", "thinking", "wake", over, asked.at_s)
    one.over(one.wait(lambda m: m.kind == "answered" and m.at_s > asked.at_s).at_s)
    rest()


# -- permissions in a row


@scenario
def always_allowed(stage: Stage) -> None:
    """Allowed for good, so the same tool runs without asking; another one asks again."""
    one = stage.start()
    write = [Call("Write", {"file_path": str(stage.home.project / f"n{n}.txt"), "content": "x\n"}) for n in range(3)]
    stage.script(
        "write three", Step(calls=[write[0]]), Step(calls=[write[1]], delay_s=2), Step(calls=[bash("mkdir deep")]),
        Step("All written.", delay_s=2),
    )  # fmt: skip
    one.prompt("write three")
    one.dialog("write three", 0, "permission", "Do you want to create n0.txt", limit=SLOW_S)
    goes_on(one, "write three", 1, "allow", one.keys("2"))
    wait_for_file(stage.home.project / "n1.txt")
    called = one.answered("write three", 2)
    made = stage.home.project / "deep"
    one.tui.wait_for(lambda screen: PROCEED in screen or made.exists())
    if not made.exists():
        one.true("needs_input", "permission", "ask:permission", called - 0.05, time.time(), SLOW_S)
        one.tui.settle(1.5)
        goes_on(one, "write three", 3, "allow", one.keys("1"))
    one.done("write three", 3)
    rest()


@scenario(also_without_hooks=True)
def one_allowed_one_refused(stage: Stage) -> None:
    """Two calls at once: the first is allowed, the second refused, and so the turn is over."""
    one = stage.start()
    stage.script("make both", Step(calls=[bash("touch one"), bash("touch two")]), Step("Never said."))
    stage.script("then this", Step("This is done.", delay_s=1))
    one.prompt("make both")
    one.dialog("make both", 0, "permission", PROCEED, "touch one", limit=SLOW_S)
    at = one.keys("1")
    one.true("working", "tool", "allow", at, wait_for_file(stage.home.project / "one"), SLOW_S)
    one.tui.wait_for(lambda screen: PROCEED in screen and "touch two" in screen.split("───")[-1])
    one.true("needs_input", "permission", "ask:permission", at, time.time(), SLOW_S)
    rest(2)
    at = one.keys(one.option("No"))
    one.true("idle", "interrupted", "deny", at, one.screen_loses(PROCEED), SLOW_S)
    rest(2)
    one.prompt("then this")
    one.done("then this")
    rest()


@scenario(also_without_hooks=True)
def esc_at_the_first_of_two(stage: Stage) -> None:
    """Two calls of one message ask; Esc at the first dialog turns down both, and nobody saw the second."""
    one = stage.start()
    stage.script("make both", Step(calls=[bash("touch one"), bash("touch two")]), Step("Never said."))
    one.prompt("make both")
    one.dialog("make both", 0, "permission", PROCEED, "touch one", limit=asks_within(stage))
    at = one.keys("Escape")
    gone = one.screen_loses(PROCEED)
    one.true("idle", "interrupted", "deny", at, gone, SLOW_S)
    rest()


@scenario
def refused_and_asked_again(stage: Stage) -> None:
    """Refused with words; the agent asks for something else, is refused by Esc, and gets a new prompt."""
    one = stage.start()
    other = Step(calls=[bash("touch other")], delay_s=2)
    stage.script("make it", Step(calls=[bash("touch made")]), other, Step("Never said."))
    stage.script("the other way", other, Step("Never said."))
    stage.script("leave it", Step("I leave it.", delay_s=1))
    one.prompt("make it")
    one.dialog("make it", 0, "permission", PROCEED, limit=SLOW_S)
    for _ in range(int(one.option("No")) - 1):
        one.keys("Down")
    time.sleep(0.2)
    one.keys("Tab")
    time.sleep(0.3)
    types(one, "use the other way")
    at = one.keys("Enter")
    asked = one.wait(lambda m: m.kind == "asked" and m.step >= 1)
    one.true("working", "thinking", "deny", at, asked.at_s, SLOW_S)
    called = one.wait(lambda m: m.kind == "answered" and m.at_s > asked.at_s).at_s
    shown = one.screen_says(PROCEED)
    one.true("needs_input", "permission", "ask:permission", called - 0.05, shown, SLOW_S)
    one.tui.settle(1.5)
    at = one.keys("Escape")
    one.true("idle", "interrupted", "interrupt", at, one.screen_loses(PROCEED), SLOW_S)
    rest(1.5)
    empties_the_box(one)
    one.prompt("leave it")
    one.done("leave it")
    rest()


@scenario(also_without_hooks=True)
def two_subagents_ask(stage: Stage) -> None:
    """Two sub-agents at once, each wants what it may not do without the person."""
    one = stage.start("--allowedTools=Agent,Task")
    both = [agent_call("look to the left"), agent_call("look to the right")]
    stage.script("delegate both", Step(calls=both), Step("They look.", delay_s=1), LOOKED)
    for side, seconds in (("left", 3), ("right", 4)):
        stage.script(
            f"look to the {side}", Step(calls=[bash(f"touch {side}")], delay_s=seconds), Step("Seen.", delay_s=2)
        )
    stage.script("task-notification", LOOKED)
    one.prompt("delegate both")
    first = one.answered("look to the left", 0)
    is_aside = any(m.kind == "answered" and "delegate both" in m.prompt and m.step == 1 for m in stage.model.moments)
    is_held = is_aside and stage._with_hooks
    shown = first + 0.2 if is_held else one.screen_says(PROCEED)
    if is_aside:
        at = one.answered("delegate both", 1)
        one.true("working", "background", "finish", at - 0.05, at)
    one.true("needs_input", "permission", "ask:permission", first - 0.05, shown, asks_within(stage))
    one.answered("look to the right", 0)
    rest(2)
    for side in ("left", "right"):
        if is_held:
            card = next(iter(stage.tap.cards.values()))
            at = time.time()
            stage.tap.post(Decide(card.uuid, card.ask.key, Decision.ALLOW))
        else:
            at = one.keys("1")
        made = wait_for_file(stage.home.project / side)
        if side == "left":
            rest(2)  # the other one still asks
    one.true("working", "background" if is_aside else "thinking", "allow", at, made, SLOW_S)
    over = max(one.answered("look to the left", 1), one.answered("look to the right", 1))
    one.over(_ends(one, over)[-1].at_s)
    rest()


def _ends(one: Actor, over: float) -> list[Moment]:
    """The answers after which the agent said nothing more for three seconds."""
    one.wait(lambda m: m.kind == "answered" and m.at_s > over and _is_main(m.prompt))
    while True:
        found = [m for m in one.model.moments if m.kind == "answered" and _is_main(m.prompt)]
        asked = [m for m in one.model.moments if m.kind == "asked" and _is_main(m.prompt)]
        if len(found) == len(asked) and time.time() - found[-1].at_s > 3:
            return found
        time.sleep(0.05)


def _is_main(prompt: str) -> bool:
    return "task-notification" in prompt or "delegate" in prompt


# -- questions and plans


@scenario(also_without_hooks=True)
def two_questions(stage: Stage) -> None:
    """Two questions in one call, then one that is left by Esc at its second question."""
    one = stage.start()
    stage.script("ask both", Step(calls=[ask_user(SIZE, EXTRAS)]), Step("Good.", delay_s=2))
    stage.script("ask again", Step(calls=[ask_user(SIZE, EXTRAS)]), Step("Never said."))
    one.prompt("ask both")
    one.dialog("ask both", 0, "question", "Which size shall it be?", limit=SLOW_S)
    one.keys("Enter")
    one.screen_says("Which extras shall be in it?", "Milk")
    one.tui.settle(1)
    one.keys("Enter")
    time.sleep(0.3)
    one.keys("Right")
    one.screen_says("Submit answers")
    one.tui.settle(1)
    goes_on(one, "ask both", 1, "answer", one.keys("Enter"))
    one.done("ask both", 1)
    rest(2)
    one.prompt("ask again")
    one.dialog("ask again", 0, "question", "Enter to select", limit=SLOW_S)
    one.keys("Enter")
    one.screen_says("Milk")
    one.tui.settle(1)
    at = one.keys("Escape")
    one.true("idle", "interrupted", "interrupt", at, one.screen_loses("Enter to select"), SLOW_S)
    rest()


@scenario
def a_plan_sent_back(stage: Stage) -> None:
    """The person tells what to change; the second plan is approved and carried out with a permission."""
    one = stage.start(mode="plan")
    again = plan_steps("# The shorter plan\n\n1. Do it\n", Step(calls=[bash("touch made")]), Step("It is done."))
    stage.script("plan it", *plan_steps("# The plan\n\n1. Do it\n2. Test it\n", Step("word")))
    stage.script("make it shorter", Step("Never used."))
    stage.script("plan it", *plan_steps("# The plan\n\n1. Do it\n2. Test it\n", *again[1:]))
    one.prompt("plan it")
    one.dialog("plan it", 2, "plan", "Would you like to proceed", limit=SLOW_S)
    one.keys(one.option("Tell Claude what to change"))
    time.sleep(0.5)
    types(one, "shorter please")
    goes_on(one, "plan it", 3, "answer", one.keys("Enter"))
    called = one.answered("plan it", 4)
    shown = one.screen_says("The shorter plan", "Would you like to proceed")
    one.true("needs_input", "plan", "ask:plan", called - 0.05, shown, SLOW_S)
    one.tui.settle(1.5)
    at = one.keys(one.option("Yes, manually approve edits"))
    asked = one.wait(lambda m: m.kind == "asked" and "plan it" in m.prompt and m.step == 5)
    one.true("working", "thinking", "answer", at, asked.at_s, SLOW_S)
    one.dialog("plan it", 5, "permission", PROCEED, limit=SLOW_S)
    goes_on(one, "plan it", 6, "allow", one.keys("1"))
    one.done("plan it", 6)
    rest()


# -- work behind it


def _shell(command: str) -> Call:
    return Call("Bash", {"command": command, "description": "Watch", "run_in_background": True})


@scenario
def a_shell_ends_during_a_question(stage: Stage) -> None:
    one = stage.start("--allowedTools=Bash")
    command = touches("begun", "ended", seconds=[5])
    stage.script("watch and ask", Step(calls=[_shell(command)]), Step(calls=[ask_user(SIZE)]), LOOKED)
    stage.script("task-notification", LOOKED)
    one.prompt("watch and ask")
    one.dialog("watch and ask", 1, "question", "Which size shall it be?", limit=SLOW_S)
    wait_for_file(stage.home.project / "ended")
    rest(2)
    at = one.keys("Enter")
    asked = one.wait(lambda m: m.kind == "asked" and m.at_s > at)
    one.true("working", "thinking", "answer", at, asked.at_s, SLOW_S)
    rest(1)
    one.over(_quiet(one)[-1].at_s)
    rest()


def _quiet(one: Actor, seconds: float = 3.0) -> list[Moment]:
    """All answers, when no more was asked for so long."""
    while True:
        found = [m for m in one.model.moments if m.kind == "answered"]
        asked = [m for m in one.model.moments if m.kind == "asked"]
        if found and len(found) == len(asked) and time.time() - found[-1].at_s > seconds:
            return found
        time.sleep(0.05)


@scenario(also_without_hooks=True)
def a_shell_is_stopped(stage: Stage) -> None:
    """A shell runs behind the finished turn until the person has it stopped by the next prompt."""
    one = stage.start("--allowedTools=Bash,TaskStop,KillShell,ToolSearch")
    stage.script("watch it", Step(calls=[_shell("touch begun; sleep 60")]), Step("I watch it from now on."))

    def shell_id(body: dict[str, Any]) -> dict[str, Any]:
        found = re.findall(r"with ID: (\w+)", json.dumps(body["messages"]))
        return {"task_id": found[-1], "shell_id": found[-1]}

    load = Call("ToolSearch", {"query": "select:TaskStop", "max_results": 3})
    stage.script("stop it", Step(calls=[load]), Step(calls=[Call("TaskStop", shell_id)]), Step("Stopped.", delay_s=2))
    stage.script("task-notification", LOOKED)
    one.prompt("watch it")
    at = one.answered("watch it", 1)
    one.true("working", "background", "finish", at - 0.05, at)
    rest(3)
    one.prompt("stop it")
    rest(3)
    one.over(_quiet(one)[-1].at_s)
    rest()


@scenario(also_without_hooks=True)
def cleared_while_a_shell_runs(stage: Stage) -> None:
    one = stage.start("--allowedTools=Bash")
    command = touches("begun", "ended", seconds=[30])
    stage.script("watch it", Step(calls=[_shell(command)]), Step("I watch it from now on."))
    stage.script("say again", Step("Hello again.", delay_s=2))
    one.prompt("watch it")
    at = one.answered("watch it", 1)
    one.true("working", "background", "finish", at - 0.05, at)
    rest(2)
    at = one.prompt("/clear", is_working=False)
    gone = one.screen_loses("I watch it from now on.")
    one.true("idle", "fresh", "clear", at, gone - 0.001, SLOW_S)
    one.true("working", "background", "clear", at, gone, SLOW_S)  # the shell goes on; either may be shown
    rest(2)
    one.prompt("say again")
    one.done("say again", state="working", family="background")
    rest()


@scenario
def sent_behind_by_a_key(stage: Stage) -> None:
    """Ctrl-B: a tool that takes long goes on in the background, the turn without it."""
    one = stage.start("--allowedTools=Bash")
    stage.script("run long", Step(calls=[bash(touches("begun", "ended", seconds=[9]))]), Step("It runs.", delay_s=1))
    stage.script("task-notification", LOOKED)
    one.prompt("run long")
    wait_for_file(stage.home.project / "begun")
    one.screen_says("ctrl+b")
    rest(1)
    one.keys("C-b")
    time.sleep(0.3)
    one.keys("C-b")
    at = one.answered("run long", 1)
    assert not (stage.home.project / "ended").exists()
    one.true("working", "background", "finish", at - 0.05, at)
    woken(one, "run long", wait_for_file(stage.home.project / "ended") - 0.1)
    rest()


@scenario
def a_tool_runs_out_of_time(stage: Stage) -> None:
    """The tool's own time is over: newer versions go on with it in the background, older ones end it."""
    one = stage.start("--allowedTools=Bash")
    call = Call("Bash", {"command": touches("begun", "ended", seconds=[7]), "description": "Wait", "timeout": 2500})
    stage.script("run short", Step(calls=[call]), Step("It took too long.", delay_s=1), LOOKED)
    stage.script("task-notification", LOOKED)
    one.prompt("run short")
    at = one.answered("run short", 1)
    if "ckground" in str(one.wait(lambda m: m.kind == "asked" and m.step == 1).body["messages"][-1]):
        one.true("working", "background", "finish", at - 0.05, at)
        woken(one, "run short", wait_for_file(stage.home.project / "ended") - 0.1)
    else:
        one.over(at)
    rest()


@scenario
def two_subagents(stage: Stage) -> None:
    """At once, of different length; the agent is woken twice."""
    one = stage.start("--allowedTools=Bash,Agent,Task")
    both = [agent_call("look to the left"), agent_call("look to the right")]
    stage.script("delegate both", Step(calls=both), Step("They look.", delay_s=1), LOOKED)
    for side, seconds in (("left", 3), ("right", 8)):
        stage.script(f"look to the {side}", Step(calls=[bash(f"sleep {seconds}")], delay_s=1), Step("Seen.", delay_s=1))
    stage.script("task-notification", LOOKED)
    one.prompt("delegate both")
    one.answered("delegate both", 1)
    over = max(one.answered("look to the left", 1), one.answered("look to the right", 1))
    one.over(_ends(one, over)[-1].at_s)
    rest()
