"""Scenarios of ways in and out: how a session is started, what the person has set up around it, how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from tests.accuracy.days import PROCEED, empties_the_box, goes_on, types
from tests.accuracy.journeys import _may_be, _repository
from tests.accuracy.scenarios import LOOKED, SIZE, bash, rest, scenario
from tests.accuracy.stage import SLOW_S, Actor, Stage, touches, wait_for_file
from tests.harness import mcp_server
from tests.harness.model_server import Call, Step, ask_user, plan_steps


def person_sets(stage: Stage, **values: Any) -> None:
    """The person's own settings, beside what is there."""
    file = stage.home.config_dir / "settings.json"
    stage.home.settings({**json.loads(file.read_text()), **values})


def person_hooks(stage: Stage, event: str, command: str, matcher: str = "") -> None:
    """A hook of the person's own, after ours where ours are installed."""
    hooks = json.loads((stage.home.config_dir / "settings.json").read_text()).get("hooks", {})
    row = {"hooks": [{"type": "command", "command": command}], **({"matcher": matcher} if matcher else {})}
    person_sets(stage, hooks={**hooks, event: [*hooks.get(event, []), row]})


# -- hooks of the person's own


@scenario(also_without_hooks=True)
def a_stop_hook_that_takes_long(stage: Stage) -> None:
    """The turn is over when the person's own hook (tests, a formatter) is: until then Esc would interrupt it."""
    person_hooks(stage, "Stop", "touch stopping; sleep 4; touch stopped")
    one = stage.start()
    stage.script("say hello", Step("Hello there.", delay_s=1))
    one.prompt("say hello")
    one.answered("say hello", 0)
    at = wait_for_file(stage.home.project / "stopped")
    one.true("done", "", "finish", at - 0.05, at)
    rest()


@scenario
def a_stop_hook_that_insists(stage: Stage) -> None:
    """It sends the agent back to work once."""
    say = '{"decision":"block","reason":"Run the tests too"}'
    person_hooks(stage, "Stop", f"[ -e again ] && exit 0; touch again; echo '{say}'")
    one = stage.start()
    green = Step("They are green.", delay_s=3)
    stage.script("say hello", Step("Hello there.", delay_s=1), green)
    stage.script("Run the tests too", green)  # older versions say it as a prompt
    one.prompt("say hello")
    first = one.answered("say hello", 0)
    one.over(one.wait(lambda m: m.kind == "answered" and m.at_s > first).at_s)
    rest()


@scenario
def a_hook_that_refuses(stage: Stage) -> None:
    decision = {"hookEventName": "PreToolUse", "permissionDecision": "deny", "permissionDecisionReason": "Not here."}
    person_hooks(stage, "PreToolUse", f"echo '{json.dumps({'hookSpecificOutput': decision})}'", "Bash")
    one = stage.start("--allowedTools=Bash")
    stage.script("make it", Step(calls=[bash("touch made")]), Step("I may not.", delay_s=2))
    one.prompt("make it")
    one.done("make it", 1)
    assert not (stage.home.project / "made").exists()
    rest()


@scenario
def a_hook_that_asks(stage: Stage) -> None:
    """What is allowed by the settings asks all the same."""
    decision = {"hookEventName": "PreToolUse", "permissionDecision": "ask", "permissionDecisionReason": "Sure?"}
    person_hooks(stage, "PreToolUse", f"echo '{json.dumps({'hookSpecificOutput': decision})}'", "Bash")
    one = stage.start("--allowedTools=Bash")
    stage.script("make it", Step(calls=[bash("touch made")]), Step("Made.", delay_s=2))
    one.prompt("make it")
    one.dialog("make it", 0, "permission", PROCEED, limit=SLOW_S)
    goes_on(one, "make it", 1, "allow", one.keys("1"))
    one.done("make it", 1)
    rest()


@scenario
def a_slow_hook_before_a_tool(stage: Stage) -> None:
    person_hooks(stage, "PreToolUse", "sleep 3", "Bash")
    one = stage.start()
    stage.script("make it", Step(calls=[bash("touch made")]), Step("Made.", delay_s=2))
    one.prompt("make it")
    called = one.answered("make it", 0)
    shown = one.screen_says(PROCEED)
    one.true("needs_input", "permission", "ask:permission", called + 2, shown, SLOW_S)
    one.tui.settle(1.5)
    goes_on(one, "make it", 1, "allow", one.keys("1"))
    one.done("make it", 1)
    rest()


# -- a server of tools


def _with_server(stage: Stage, *args: str) -> Actor:
    return stage.start("--mcp-config", mcp_server.config(), *args)


def _server_call(tool: str) -> tuple[Step, Step]:
    load = Call("ToolSearch", {"query": f"select:mcp__desk__{tool}", "max_results": 3})
    return Step(calls=[load]), Step(calls=[Call(f"mcp__desk__{tool}", {})], delay_s=1)


@scenario
def a_server_tool_asks(stage: Stage) -> None:
    one = _with_server(stage)
    stage.script("note it", *_server_call("note"), Step("It is noted.", delay_s=2))
    one.prompt("note it")
    one.dialog("note it", 1, "permission", PROCEED, limit=SLOW_S)
    goes_on(one, "note it", 2, "allow", one.keys("1"))
    one.done("note it", 2)
    rest()


@scenario(also_without_hooks=True)
def a_server_asks_with_a_form(stage: Stage) -> None:
    one = _with_server(stage, "--allowedTools=mcp__desk__form")
    stage.script("ask by form", *_server_call("form"), Step("They get it.", delay_s=2))
    one.prompt("ask by form")
    one.dialog("ask by form", 1, "form", "Who shall get the note?", limit=SLOW_S)
    types(one, "everybody")
    one.keys("Enter")
    time.sleep(0.5)
    at = one.keys("Enter")
    goes_on(one, "ask by form", 2, "answer", at - 0.6)
    one.done("ask by form", 2)
    rest()


# -- ways to start


@scenario(also_without_hooks=True)
def with_a_prompt_at_the_start(stage: Stage) -> None:
    """`claude "do it"`: at work from its first moment on."""
    stage.script("right away", Step(calls=[bash("ls")]), Step("It is done.", delay_s=2))
    earliest = time.time()
    tui = stage.home.start(stage.tmux, "right away", is_ready=False)
    asked = stage.model.wait_for("asked", "right away")
    one = Actor(stage, tui, tui.pid)
    one.true("working", "thinking", "start", earliest, asked.at_s, SLOW_S)
    one.done("right away", 1)
    rest(2)
    stage.script("say more", Step("There is no more.", delay_s=1))
    one.prompt("say more")
    one.done("say more")
    rest()


@scenario(also_without_hooks=True)
def asked_for_trust(stage: Stage) -> None:
    """In a folder that it does not know the program asks before it tells anybody that it runs."""
    folder = stage.folder / "unknown"
    folder.mkdir()
    tui = stage.home.start(stage.tmux, cwd=folder, is_ready=False)
    tui.wait_for("Yes, I trust this folder")
    one = Actor(stage, tui, tui.pid)
    shown = time.time()
    one.true("needs_input", "dialog", "opened", shown, shown, SLOW_S)
    rest(4)
    one.keys("1" if "1. Yes" in one.tui.screen() else "Down")
    time.sleep(0.3)
    at = one.keys("Enter")
    one.tui.wait_ready()
    one.true("idle", "fresh", "start", at - 0.4, time.time(), SLOW_S)
    rest(2)
    stage.script("say hello", Step("Hello there.", delay_s=1))
    one.prompt("say hello")
    one.done("say hello")
    rest()


@scenario
def edits_accepted(stage: Stage) -> None:
    """Edits run without asking, a command asks."""
    one = stage.start(mode="acceptEdits")
    write = Call("Write", {"file_path": str(stage.home.project / "notes.txt"), "content": "x\n"})
    steps = (Step(calls=[write]), Step(calls=[bash("python3 -V")], delay_s=2), Step("Both done.", delay_s=1))
    stage.script("write and run", *steps)
    one.prompt("write and run")
    one.dialog("write and run", 1, "permission", PROCEED, limit=SLOW_S)
    goes_on(one, "write and run", 2, "allow", one.keys("1"))
    one.done("write and run", 2)
    rest()


@scenario
def nothing_asked(stage: Stage) -> None:
    """All permissions bypassed: only a question still stops it."""
    seed = stage.home.path / ".claude.json"
    seed.write_text(json.dumps({**json.loads(seed.read_text()), "bypassPermissionsModeAccepted": True}))
    person_sets(stage, skipDangerousModePermissionPrompt=True)
    one = stage.start("--dangerously-skip-permissions", mode="", env={"IS_SANDBOX": "1"})
    steps = (Step(calls=[bash("touch made")]), Step(calls=[ask_user(SIZE)], delay_s=1), Step("Small.", delay_s=2))
    stage.script("do it all", *steps)
    one.prompt("do it all")
    one.dialog("do it all", 1, "question", "Which size shall it be?", limit=SLOW_S)
    goes_on(one, "do it all", 2, "answer", one.keys("Enter"))
    one.done("do it all", 2)
    rest()


@scenario
def in_an_odd_directory(stage: Stage) -> None:
    """Spaces, dots, brackets, umlauts, and reached through a link."""
    folder = stage.folder / "Mein Projekt v1.2 [neu]" / "größe-日本"
    folder.mkdir(parents=True)
    link = stage.folder / "a link"
    link.symlink_to(folder)
    stage.home.trust(folder, link)
    one = stage.start(cwd=link)
    stage.script("make it", Step(calls=[bash("touch made")]), Step("Made.", delay_s=1))
    one.prompt("make it")
    one.dialog("make it", 0, "permission", PROCEED, limit=SLOW_S)
    goes_on(one, "make it", 1, "allow", one.keys("1"))
    one.done("make it", 1)
    rest()


@scenario
def in_a_worktree_of_its_own(stage: Stage) -> None:
    """`--worktree`: the program makes one and starts in it."""
    _repository(stage.home.project)
    one = stage.start("--worktree", "side", "--allowedTools=Bash")
    stage.script("look here", Step(calls=[bash("pwd; sleep 2")]), Step("I looked.", delay_s=1))
    one.prompt("look here")
    one.done("look here", 1)
    rest()


@scenario
def with_vim_and_a_statusline(stage: Stage) -> None:
    """Keys mean something else, and a line of the person's own stands below."""
    person_sets(stage, editorMode="vim", statusLine={"type": "command", "command": "cat >/dev/null; echo my line"})
    earliest = time.time()
    tui = stage.home.start(stage.tmux, is_ready=False)
    tui.wait_for("my line")
    one = Actor(stage, tui, tui.pid)
    one.true("idle", "fresh", "start", earliest, time.time(), SLOW_S)
    one.tui.settle(1)
    stage.script("talk on", Step("word " * 200, slow_s=0.1))
    stage.script("say hello", Step("Hello there.", delay_s=1))
    one.prompt("talk on")
    one.screen_says("word word word")
    at = one.keys("Escape")
    time.sleep(0.7)
    if "Interrupted" not in one.tui.screen():  # the first one leaves the insert mode
        at = one.keys("Escape")
    one.interrupted(at)
    rest(2)
    one.keys("i")
    time.sleep(0.3)
    one.prompt("say hello")
    one.done("say hello")
    rest()


@scenario
def chosen_from_the_list(stage: Stage) -> None:
    """`claude --resume`: the list of sessions stands first, then the chosen one."""
    one = stage.start()
    stage.script("say hello", Step("Hello there.", delay_s=1))
    stage.script("say again", Step("Hello again.", delay_s=1))
    one.prompt("say hello")
    one.done("say hello")
    rest(1)
    one.exit()
    rest(1.5)
    tui = stage.home.start(stage.tmux, "--resume", name="later", is_ready=False)
    tui.wait_for(["say hello"])
    two = Actor(stage, tui, tui.pid)
    listed = time.time()
    two.true("needs_input", "dialog", "opened", listed, listed, SLOW_S)
    rest(4)
    at = two.keys("Enter")
    shown = two.screen_says("Hello there.")
    two.true("idle", "fresh", "resume", at, shown, SLOW_S)
    rest(2)
    two.prompt("say again")
    two.done("say again")
    rest()


@scenario(also_without_hooks=True)
def taken_up_by_a_second_process(stage: Stage) -> None:
    """The same session in two terminals at once."""
    one = stage.start()
    stage.script("say hello", Step("Hello there.", delay_s=1))
    stage.script("work here", Step("It is done here.", delay_s=6))
    stage.script("work there", Step("It is done there.", delay_s=2))
    one.prompt("say hello")
    one.done("say hello")
    rest(1.5)
    session_id = json.loads(one.tui.registry_file.read_text())["sessionId"]
    two = stage.start("--resume", session_id, name="second")
    rest(2)
    one.prompt("work here")
    rest(1)
    two.prompt("work there")
    two.done("work there")
    one.done("work here")
    rest()


# -- without a terminal


def _print(stage: Stage, *words: str, **options: Any) -> subprocess.Popen[bytes]:
    program = [str(stage.home.program), "-p", "--permission-mode", "default", *words]
    env = stage.home.env(options.pop("env", None))
    kept: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, **options}
    return subprocess.Popen(program, cwd=stage.home.project, env=env, **kept)


@scenario
def print_mode_of_many_turns(stage: Stage) -> None:
    """One process, fed with one prompt after the other."""
    for text in ("first of them", "second of them"):
        stage.script(text, Step(calls=[bash("sleep 1")], delay_s=1), Step(f"The {text} is done.", delay_s=1))
    words = ("--input-format", "stream-json", "--output-format", "stream-json", "--verbose", "--allowedTools=Bash")
    with _print(stage, *words, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        for text in ("first of them", "second of them"):
            earliest = time.time()
            message = {"type": "user", "message": {"role": "user", "content": text}}
            process.stdin.write(json.dumps(message).encode() + b"\n")
            process.stdin.flush()
            asked = stage.model.wait_for("asked", text)
            stage.true(process.pid, "working", "thinking", "prompt", earliest, asked.at_s)
            at = stage.model.wait_for("answered", text, count=2).at_s
            stage.true(process.pid, "done", "", "finish", at - 0.05, at)
            rest(2)
        earliest = time.time()
        process.stdin.close()
        process.wait(30)
        stage.true(process.pid, "ended", "clean", "end", earliest, time.time(), SLOW_S)
    rest()


@scenario
def print_mode_goes_on_with_a_session(stage: Stage) -> None:
    """`claude -c -p`: the session of the terminal is continued by a process without one."""
    one = stage.start()
    stage.script("say hello", Step("Hello there.", delay_s=1))
    stage.script("and print", Step("Printed.", delay_s=3))
    one.prompt("say hello")
    one.done("say hello")
    rest(1)
    one.exit()
    rest(2)
    started = time.time()
    with _print(stage, "-c", "and print") as process:
        asked = stage.model.wait_for("asked", "and print")
        stage.true(process.pid, "working", "thinking", "prompt", started, asked.at_s, SLOW_S)
        at = stage.model.wait_for("answered", "and print").at_s
        stage.true(process.pid, "done", "", "finish", at - 0.05, at)
        process.wait(30)
        stage.true(process.pid, "ended", "clean", "end", at, time.time(), SLOW_S)
    rest()


@scenario
def print_mode_is_interrupted(stage: Stage) -> None:
    """Ctrl-C on a script that prints."""
    stage.script("print on", Step(calls=[bash("touch begun; sleep 30")], delay_s=1), Step("Never said."))
    started = time.time()
    with _print(stage, "--allowedTools=Bash", "print on") as process:
        asked = stage.model.wait_for("asked", "print on")
        stage.true(process.pid, "working", "thinking", "prompt", started, asked.at_s)
        wait_for_file(stage.home.project / "begun")
        rest(2)
        earliest = time.time()
        process.send_signal(signal.SIGINT)
        process.wait(30)
        stage.true(process.pid, "idle", "interrupted", "meanwhile", earliest, time.time() - 0.001)
        stage.true(process.pid, "ended", "clean", "end", earliest, time.time(), SLOW_S)
    rest()


@scenario(also_without_hooks=True)
def an_agent_within_an_agent(stage: Stage) -> None:
    """A tool runs `claude -p`, which inherits all that the outer one tells its children."""
    one = stage.start("--allowedTools=Bash")
    stage.script("nest it", Step(calls=[bash("claude -p 'inner words'; sleep 2")]), Step("Nested.", delay_s=2))
    stage.script("inner words", Step("Inner said.", delay_s=4))
    one.prompt("nest it")
    one.answered("nest it", 0)
    asked = stage.model.wait_for("asked", "inner words")
    inner = _inner(stage, one.pid)
    if stage._with_hooks:
        stage.true(inner, "working", "thinking", "prompt", asked.at_s - 0.5, asked.at_s)
        at = stage.model.wait_for("answered", "inner words").at_s
        stage.true(inner, "done", "", "finish", at - 0.05, at)
        while Path(f"/proc/{inner}").exists():
            time.sleep(0.01)
        stage.true(inner, "ended", "clean", "end", at, time.time(), SLOW_S)
    one.done("nest it", 1)
    rest()


def _inner(stage: Stage, outer: int) -> int:
    wanted = str(stage.home.program.resolve())
    found = [pid for pid in stage.home.processes() if pid != outer and os.path.realpath(f"/proc/{pid}/exe") == wanted]
    assert len(found) == 1, found
    return found[0]


# -- ways out


@scenario
def the_pane_is_closed_at_work(stage: Stage) -> None:
    one = stage.start()
    stage.script("work on", Step("Never said.", gate="never"))
    one.prompt("work on")
    rest(2)
    at = time.time()
    stage.tmux.run("kill-pane", "-t", one.tui.pane)
    one.gone("clean", at, "end")
    rest()


@scenario
def the_pane_is_closed_at_a_question(stage: Stage) -> None:
    one = stage.start()
    stage.script("ask me", Step(calls=[ask_user(SIZE)]), Step("Never said."))
    one.prompt("ask me")
    one.dialog("ask me", 0, "question", "Which size shall it be?", limit=SLOW_S)
    rest(1)
    at = time.time()
    stage.tmux.run("kill-pane", "-t", one.tui.pane)
    one.gone("clean", at, "end")
    rest()


@scenario
def hung_up_in_a_tool(stage: Stage) -> None:
    one = stage.start("--allowedTools=Bash")
    stage.script("run on", Step(calls=[bash(touches("begun", "ended", seconds=[30]))]), Step("Never said."))
    one.prompt("run on")
    wait_for_file(stage.home.project / "begun")
    rest(2)
    one.kill(signal.SIGHUP, "clean")
    rest()


@scenario
def ctrl_c_at_work_and_twice_at_rest(stage: Stage) -> None:
    """The first interrupts, two more end the session."""
    one = stage.start()
    stage.script("talk on", Step("word " * 200, slow_s=0.1))
    one.prompt("talk on")
    one.screen_says("word word word")
    rest(1)
    one.interrupted(one.keys("C-c"))
    rest(2)
    at = one.keys("C-c")
    time.sleep(0.3)
    one.keys("C-c")
    one.gone("clean", at, "end")
    rest()


@scenario
def exit_while_a_shell_runs(stage: Stage) -> None:
    """The program asks whether it shall end what runs behind it."""
    one = stage.start("--allowedTools=Bash")
    call = Call("Bash", {"command": "touch begun; sleep 60", "description": "Watch", "run_in_background": True})
    stage.script("watch it", Step(calls=[call]), Step("I watch it from now on."))
    one.prompt("watch it")
    at = one.answered("watch it", 1)
    one.true("working", "background", "finish", at - 0.05, at)
    rest(2)
    types(one, "/exit")
    at = one.keys("Enter")
    asks = "will stop when you exit"
    one.tui.wait_for(lambda screen: asks in screen or not Path(f"/proc/{one.pid}").exists())
    if Path(f"/proc/{one.pid}").exists():
        one.true("needs_input", "dialog", "opened", at, time.time(), SLOW_S)
        one.tui.settle(1.5)
        at = one.keys("Enter")
    one.gone("clean", at, "end")
    rest()


# -- what the model's service does


@scenario
def limited_for_a_moment(stage: Stage) -> None:
    """429 twice, then it goes on by itself: at work all the time."""
    one = stage.start()
    left = [0, 0]

    def step(prompt: str, turn: int) -> Step:
        if "try again" in prompt and left:
            left.pop()
            return Step(error=429, error_text="Slow down", headers={"retry-after": "2"})
        return Step("It went well after all.", delay_s=1)

    stage.model.step_for = step  # type: ignore[method-assign]
    one.prompt("try again")
    one.done("try again")
    rest()


@scenario
def failed_and_tried_again(stage: Stage) -> None:
    """The turn fails for good in the middle of its work; the person says go on, and it does."""
    one = stage.start("--allowedTools=Bash")
    stage.script("do it", Step(calls=[bash("ls")]), Step(error=400, error_text="Your credit balance is too low"))
    stage.script("go on", Step("It went well after all.", delay_s=2))
    one.prompt("do it")
    failed = one.wait(lambda m: m.kind == "failed" and "do it" in m.prompt)
    shown = one.screen_says("redit balance")
    one.true("stalled", "billing", "failure", failed.at_s, shown, SLOW_S)
    rest(2)
    one.prompt("go on")
    one.done("go on")
    rest()


@scenario
def cut_off_in_the_answer(stage: Stage) -> None:
    """The connection breaks in the middle of the answer."""
    one = stage.start()
    stage.script("talk on", Step("word " * 20, slow_s=0.1, is_cut=True))
    stage.script("go on", Step("It went well after all.", delay_s=2))
    one.prompt("talk on")
    one.answered("talk on", 0)
    rest(4)
    last = [m.at_s for m in stage.model.moments if m.kind == "answered"][-1]
    if "onnection" in one.tui.screen():
        one.true("stalled", "error", "failure", last - 0.05, last, SLOW_S)
    else:
        one.over(last)
    rest(1)
    one.prompt("go on")
    one.done("go on")
    rest()


@scenario
def longer_than_allowed(stage: Stage) -> None:
    """The answer is cut at its greatest length; the program has it go on by itself."""
    one = stage.start()
    rest_of_it = Step("And that was it.", delay_s=3)
    stage.script("talk on", Step("word " * 20, slow_s=0.05, stop_reason="max_tokens"), rest_of_it)
    stage.script("limit hit", rest_of_it)  # some versions say it as a prompt
    one.prompt("talk on")
    first = one.answered("talk on", 0)
    rest(1.5)
    if any(m.kind == "asked" and m.at_s > first for m in stage.model.moments):
        one.over(one.wait(lambda m: m.kind == "answered" and m.at_s > first).at_s)
    else:
        one.true("stalled", "error", "failure", first - 0.05, first, SLOW_S)
    rest()


@scenario(also_without_hooks=True)
def full_and_compacted_by_itself(stage: Stage) -> None:
    """The context is full in the middle of a turn: the program condenses it and goes on."""
    one = stage.start("--allowedTools=Bash")
    for text in ("say hello", "say more"):
        stage.script(text, Step("word " * 100, delay_s=1))
        one.prompt(text)
        one.done(text)
        rest(0.5)
    stage.script("fill it", Step(calls=[bash("ls")], input_tokens=990_000), Step("It is done.", delay_s=2))
    one.prompt("fill it")
    compacted = one.wait(lambda m: m.kind == "compaction")
    one.true("working", "compacting", "compact", compacted.at_s, compacted.at_s + 0.01, SLOW_S)
    asked = one.wait(lambda m: m.kind == "asked" and m.at_s > compacted.at_s)
    one.true("working", "thinking", "compact", compacted.at_s + 0.02, asked.at_s, SLOW_S)
    one.over(one.wait(lambda m: m.kind == "answered" and m.at_s > asked.at_s).at_s)
    rest()


# -- dialogs and commands of the person's own


def _opens(one: Actor, command: str, *words: str) -> None:
    types(one, command)
    at = one.keys("Enter")
    shown = one.screen_says(*words)
    one.true("needs_input", "dialog", "opened", at, shown, SLOW_S)
    one.tui.settle(2)


def _closes(one: Actor, state: str, family: str, *words: str, keys: int = 1) -> None:
    at = time.time()
    for _ in range(keys):
        one.keys("Escape")
        time.sleep(0.3)
    one.true(state, family, "closed", at, one.screen_loses(*words), SLOW_S)


@scenario(also_without_hooks=True)
def dialogs_at_rest(stage: Stage) -> None:
    """The person opens the program's own dialogs after a finished turn, and closes them."""
    one = stage.start()
    stage.script("say hello", Step("Hello there.", delay_s=1))
    one.prompt("say hello")
    one.done("say hello")
    rest(1.5)
    for command, word in (("/model", "Select model"), ("/permissions", "Permissions")):
        _opens(one, command, word)
        _closes(one, "done", "", "Select model", "to navigate", "Esc to cancel")
        rest(1.5)
    types(one, "/context")
    at = one.keys("Enter")
    one.tui.wait_for(lambda screen: "Context Usage" in screen or "/context all" in screen)
    _may_be(one, "working", "thinking", at, time.time())  # it counts
    one.true("done", "", "closed", at, time.time(), SLOW_S)
    rest(1.5)
    stage.script("say more", Step("There is no more.", delay_s=1))
    empties_the_box(one)
    one.prompt("say more")
    one.done("say more")
    rest()


@scenario(also_without_hooks=True)
def a_dialog_over_its_work(stage: Stage) -> None:
    """The person looks into the settings while the agent works; it finishes behind the dialog."""
    one = stage.start()
    stage.script("talk on", Step("word " * 60, slow_s=0.1))
    one.prompt("talk on")
    one.screen_says("word word word")
    types(one, "/model")
    at = one.keys("Enter")
    one.screen_says("Select model")
    answered = one.answered("talk on", 0)
    for state, family, until in (("needs_input", "dialog", 0.101), ("working", "thinking", 0.1)):
        one.true(state, family, "meanwhile", at, answered - until)  # both are right till then: versions differ
    one.true("done", "", "meanwhile", answered - 0.05, answered + 0.05)
    one.true("needs_input", "dialog", "opened", answered - 0.05, answered + 0.1, SLOW_S)
    rest(3)
    _closes(one, "done", "", "Select model")
    rest()


@scenario
def a_command_of_the_person(stage: Stage) -> None:
    """`!`: the person runs a command in the session; newer versions let the model look at what it printed."""
    one = stage.start()
    stage.script("say hello", Step("Hello there.", delay_s=1))
    stage.script("bash-stdout", Step("I see what it printed.", delay_s=2))
    one.prompt("say hello")
    one.done("say hello")
    rest(1.5)
    one.keys("!")
    time.sleep(0.4)
    types(one, touches("begun", "ended", seconds=[4]))
    at = one.keys("Enter")
    begun = wait_for_file(stage.home.project / "begun")
    one.true("working", "thinking", "prompt", at, begun, SLOW_S)
    ended = wait_for_file(stage.home.project / "ended")
    rest(1)
    if any("bash-stdout" in m.prompt for m in stage.model.moments):
        one.done("bash-stdout")
    else:
        one.true("done", "", "finish", ended - 0.05, ended, SLOW_S)
    rest()


@scenario
def a_long_text_a_file_and_a_thought(stage: Stage) -> None:
    """Pasted text of many lines, a file that is mentioned, and fifteen seconds of thought before a long answer."""
    (stage.home.project / "README.md").write_text("hello\n" * 100)
    one = stage.start()
    stage.script("the end of it", Step("word " * 60, thinking="so many words " * 50, slow_s=0.1))
    text = "\n".join(f"line {n} of a long text" for n in range(300)) + "\nlook at @README.md and say the end of it"
    one.tui.tmux.paste(one.tui.pane, text)
    one.screen_says("asted text")
    time.sleep(1)
    at = one.keys("Enter")
    asked = one.wait(lambda m: m.kind == "asked" and "the end of it" in m.prompt)
    one.true("working", "thinking", "prompt", at, asked.at_s)
    one.done("the end of it")
    rest()


@scenario
def compaction_interrupted(stage: Stage) -> None:
    """Esc while the context is condensed: it is at its prompt again, its last turn was finished."""
    one = stage.start()
    for text in ("say hello", "say more", "say it all"):
        stage.script(text, Step("Hello there.", delay_s=1))
        one.prompt(text)
        one.done(text)
        rest(0.5)
    stage.model.compaction_s = 20
    at = one.prompt("/compact", is_working=False)
    asked = one.wait(lambda m: m.kind == "compaction")
    one.true("working", "compacting", "compact", at, asked.at_s, SLOW_S)
    rest(3)
    at = one.keys("Escape")
    gone = one.screen_loses("esc to interrupt", "ompacting")
    one.true("done", "", "interrupt", at, gone, SLOW_S)
    rest()
    one.true("idle", "interrupted", "meanwhile", at, time.time())  # nothing was at work that Esc could interrupt


@scenario
def a_plan_begun_by_a_key(stage: Stage) -> None:
    """Shift-Tab twice into the plan mode, a plan, approved with edits accepted, and work after it."""
    one = stage.start()
    one.keys("BTab")
    time.sleep(0.4)
    one.keys("BTab")
    one.screen_says("plan mode on")
    write = Call("Write", {"file_path": str(stage.home.project / "notes.txt"), "content": "x\n"})
    after = (Step(calls=[write], delay_s=1), Step(calls=[bash("ls")]), Step("The plan is carried out.", delay_s=1))
    stage.script("plan it", *plan_steps("# The plan\n\n1. Do it\n", *after))
    one.prompt("plan it")
    one.dialog("plan it", 2, "plan", "Would you like to proceed", limit=SLOW_S)
    goes_on(one, "plan it", 3, "answer", one.keys("Enter"))
    rest(1.5)
    if "Do you want to" in one.tui.screen():
        called = one.answered("plan it", 3)
        one.true("needs_input", "permission", "ask:permission", called - 0.05, time.time(), SLOW_S)
        one.tui.settle(1.5)
        goes_on(one, "plan it", 4, "allow", one.keys("1"))
    one.done("plan it", 5)
    rest()


@scenario
def its_tool_is_killed_from_outside(stage: Stage) -> None:
    """The command that a tool runs is killed by the person in another terminal; the agent goes on."""
    one = stage.start("--allowedTools=Bash")
    command = "touch begun; exec sleep 77"
    stage.script("run long", Step(calls=[bash(command)]), Step("It was killed.", delay_s=2))
    one.prompt("run long")
    wait_for_file(stage.home.project / "begun")
    rest(3)
    found = [pid for pid in stage.home.processes() if Path(f"/proc/{pid}/cmdline").read_bytes() == b"sleep\x0077\x00"]
    assert len(found) == 1
    os.kill(found[0], signal.SIGKILL)
    one.done("run long", 1)
    rest()


@scenario
def three_prompts_in_a_row(stage: Stage) -> None:
    """Two more are typed while a tool runs; the program hands them over when it can."""
    one = stage.start("--allowedTools=Bash")
    stage.script("run long", Step(calls=[bash(touches("begun", "ended", seconds=[5]))]), Step("All of it.", delay_s=2))
    stage.script("second thing", Step("That too.", delay_s=2))
    stage.script("third thing", LOOKED)
    one.prompt("run long")
    wait_for_file(stage.home.project / "begun")
    one.prompt("second thing", is_working=False)
    rest(1)
    one.prompt("third thing", is_working=False)
    wait_for_file(stage.home.project / "ended")
    time.sleep(1)
    while True:
        moments = [m for m in stage.model.moments if m.kind in {"asked", "answered"}]
        if moments[-1].kind == "answered" and time.time() - moments[-1].at_s > 3:
            break
        time.sleep(0.05)
    one.over(moments[-1].at_s)
    rest()
