"""The real agent program: what is typed arrives, what is decided happens, what is on the screen is read."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from headspace_desktop.clients import by_name
from headspace_desktop.domain.effects import PressInterrupt, TypeAnswer, TypeReply
from headspace_desktop.domain.model import Ask, AskItem, AskKind, AskOption, Decision, PaneRef, ReplyStage
from headspace_desktop.tmux.client import TmuxClient
from headspace_desktop.tmux.guard import AgentPane, Sight
from tests.harness.claude import ClaudeHome, ClaudeTui
from tests.harness.model_server import Call, ModelServer, Step, ask_user, plan_steps
from tests.harness.tmux_server import TmuxServer
from tests.tmux.conftest import Driven

SENT = [ReplyStage.TYPED, ReplyStage.SUBMITTED]
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def tui(model: ModelServer, agents_tmux: TmuxServer, claude_home: ClaudeHome) -> Iterator[ClaudeTui]:
    (claude_home.project / "notes.txt").write_text("one\n")
    yield claude_home.start(agents_tmux)


def reply(tui: ClaudeTui, text: str, pid: int | None = None) -> TypeReply:
    pane = PaneRef(tui.tmux.socket, tui.pane)
    return TypeReply(f"reply-{next(_numbers)}", "claude", pane, tui.pid if pid is None else pid, text)


def answer(tui: ClaudeTui, ask: Ask, **options: Any) -> TypeAnswer:
    pane = PaneRef(tui.tmux.socket, tui.pane)
    return TypeAnswer(f"reply-{next(_numbers)}", "claude", pane, tui.pid, ask, **options)


def permission(command: str) -> Ask:
    return Ask("k", AskKind.PERMISSION, "Bash", f"Run: {command}", tool_input={"command": command})


def question(*items: tuple[str, tuple[str, ...], bool]) -> Ask:
    asked = tuple(
        AskItem(text, options=tuple(AskOption(label) for label in labels), is_multi=is_multi)
        for text, labels, is_multi in items
    )
    return Ask("k", AskKind.QUESTION, "AskUserQuestion", "", asked, asked_at=datetime.now(UTC))


def reading(tui: ClaudeTui) -> Any:
    lines = tui.tmux.run("capture-pane", "-p", "-J", "-e", "-t", tui.pane).split("\n")
    return by_name("claude").read_screen(lines)


def until_prompt(driven: Driven, tui: ClaudeTui) -> None:
    def is_there() -> bool:
        now = reading(tui)
        return now.has_prompt and not now.is_busy

    driven.run_until(is_there)


@pytest.mark.parametrize(
    "text",
    [
        "say hello",
        "ends with a semicolon;",
        "-starts with a dash; --and 'quotes' \"double\" $HOME `id` \\ #{pane_id}",
        "ünïcödé 漢字 🚀 é",
        "line one\n\n  indented line three",
    ],
)
def test_a_reply_arrives_exactly_as_it_was_written(
    driven: Driven, tui: ClaudeTui, model: ModelServer, text: str
) -> None:
    until_prompt(driven, tui)
    assert driven.send(reply(tui, text)) == SENT
    driven.run_until(lambda: text in model.prompts())


@pytest.mark.parametrize("size", [5_000, 200_000])
def test_a_long_reply_arrives_whole(driven: Driven, tui: ClaudeTui, model: ModelServer, size: int) -> None:
    text = f"begin-{size} " + "wörd, " * (size // 6) + "the very end"
    until_prompt(driven, tui)
    assert driven.send(reply(tui, text)) == SENT
    driven.run_until(lambda: any(text in prompt for prompt in model.prompts()))
    assert (model.prompts()[-1] == text) is (size < 30_000)  # beyond, it is marked as pasted


def test_many_lines_arrive_as_one_prompt_in_the_persons_own_words(
    driven: Driven, tui: ClaudeTui, model: ModelServer
) -> None:
    text = "\n".join(f"many line {number}" for number in range(30)) + "\n\n\n\nend"
    until_prompt(driven, tui)
    before = len(model.prompts())
    assert driven.send(reply(tui, text)) == SENT
    driven.run_until(lambda: text in model.prompts())
    assert len(model.prompts()) == before + 1


def test_what_the_person_typed_is_not_destroyed(driven: Driven, tui: ClaudeTui, model: ModelServer) -> None:
    until_prompt(driven, tui)
    tui.tmux.paste(tui.pane, "half a thought")
    tui.wait_for("half a thought")
    effect = reply(tui, "from the board")
    assert driven.send(effect) == [ReplyStage.FAILED]
    assert "half a thought" in driven.detail(effect.reply_id)
    assert "half a thought" in tui.screen()
    assert "from the board" not in tui.screen()
    tui.keys("C-u")
    until_prompt(driven, tui)
    driven.run_until(lambda: not reading(tui).prompt_text)
    assert "from the board" not in "".join(model.prompts())


def test_copy_mode_is_left_before_typing(driven: Driven, tui: ClaudeTui, model: ModelServer) -> None:
    until_prompt(driven, tui)
    tui.tmux.run("copy-mode", "-t", tui.pane)
    assert driven.send(reply(tui, "after copy mode")) == SENT
    driven.run_until(lambda: "after copy mode" in model.prompts())


def test_a_reply_to_another_process_is_refused(driven: Driven, tui: ClaudeTui, model: ModelServer) -> None:
    effect = reply(tui, "not for you", pid=1)
    assert driven.send(effect) == [ReplyStage.FAILED]
    assert "Another program" in driven.detail(effect.reply_id)
    assert "not for you" not in tui.screen()


def test_a_reply_is_queued_while_it_works_and_escape_interrupts(
    driven: Driven, tui: ClaudeTui, model: ModelServer
) -> None:
    model.script("work slowly", Step("word " * 200, slow_s=0.2))
    until_prompt(driven, tui)
    assert driven.send(reply(tui, "work slowly")) == SENT
    driven.run_until(lambda: reading(tui).is_busy)
    assert driven.send(reply(tui, "queued meanwhile")) == SENT
    driven.run_until(lambda: "Queued" in tui.screen())
    assert reading(tui).prompt_text == ""  # the placeholder is no text
    driven.room.handle([PressInterrupt(PaneRef(tui.tmux.socket, tui.pane), tui.pid)])
    driven.run_until(lambda: "Interrupted" in tui.screen())
    driven.run_until(lambda: "queued meanwhile" in model.prompts())


def test_permission_allowed_denied_denied_with_words_and_for_the_session(
    driven: Driven, tui: ClaudeTui, model: ModelServer, claude_home: ClaudeHome
) -> None:
    for name in ("one", "two", "three", "four"):
        model.script(
            f"make {name}", Step(calls=[Call("Bash", {"command": f"touch made-{name}"})]), Step(f"Did {name}.")
        )
    decisions = {
        "one": {"decision": Decision.ALLOW},
        "two": {"decision": Decision.DENY},
        "three": {"decision": Decision.DENY, "message": "use mkdir; please"},
        "four": {"decision": Decision.ALLOW_SESSION},
    }
    for name, options in decisions.items():
        until_prompt(driven, tui)
        assert driven.send(reply(tui, f"make {name}")) == SENT
        assert driven.send(answer(tui, permission(f"touch made-{name}"), **options)) == SENT
        if name != "two":  # a bare No ends the turn
            tui.wait_for(f"Did {name}.")
    assert sorted(path.name for path in claude_home.project.glob("made-*")) == ["made-four", "made-one"]
    told = [moment for moment in model.moments if moment.kind == "asked" and moment.prompt == "make three"][-1]
    assert "use mkdir; please" in str(told.body["messages"])


def test_a_decision_for_another_call_gets_no_key(driven: Driven, tui: ClaudeTui, model: ModelServer) -> None:
    model.script("edit it", Step(calls=[Call("Bash", {"command": "rm -r everything"})]), Step("Removed."))
    until_prompt(driven, tui)
    assert driven.send(reply(tui, "edit it")) == SENT
    effect = answer(tui, permission("touch harmless"), decision=Decision.ALLOW)
    assert driven.send(effect) == [ReplyStage.FAILED]
    assert "not the one that was answered" in driven.detail(effect.reply_id)
    text = reply(tui, "a text while a dialog is open")
    assert driven.send(text) == [ReplyStage.FAILED]
    assert "a dialog is open" in driven.detail(text.reply_id)
    assert "rm -r everything" in tui.screen()
    assert driven.send(answer(tui, permission("rm -r everything"), decision=Decision.DENY)) == SENT


def test_questions_single_own_words_many_and_several(driven: Driven, tui: ClaudeTui, model: ModelServer) -> None:
    size = ("Which size?", "Size", ["Small", "Large"], False)
    extras = (
        "Which extras, if any at all, shall be in the cup that I am about to make for you this morning, and "
        "may I remind you that this question is long?",
        "Extras",
        ["Milk", "Sugar", "Ice"],
        True,
    )
    model.script("ask one", Step(calls=[ask_user(size)]), Step("Asked one."))
    model.script("ask words", Step(calls=[ask_user(size)]), Step("Asked words."))
    model.script("ask many", Step(calls=[ask_user(extras)]), Step("Asked many."))
    model.script("ask several", Step(calls=[ask_user(size, extras)]), Step("Asked several."))
    sizes, cups = (size[0], ("Small", "Large"), False), (extras[0], ("Milk", "Sugar", "Ice"), True)
    cases = [
        ("ask one", question(sizes), (("Large",),), ["Large"]),
        ("ask words", question(sizes), (("just right; -é",),), ["just right; -é"]),
        ("ask many", question(cups), (("Milk", "Ice"),), ["Milk, Ice"]),
        ("ask several", question(sizes, cups), (("Small",), ("Sugar", "oat milk")), ["Small", "Sugar, oat milk"]),
    ]
    for prompt, ask, answers, expected in cases:
        until_prompt(driven, tui)
        assert driven.send(reply(tui, prompt)) == SENT
        assert driven.send(answer(tui, ask, answers=answers)) == SENT
        told = model.wait_for("answered", prompt, count=2)
        asked = [each for each in model.moments if each.kind == "asked" and each.prompt == prompt and each.step == 1]
        result = str(asked[-1].body["messages"][-1:]) + str(asked[-1].body["messages"][-2:-1])
        assert told.step == 1
        for text in expected:
            assert text in result, (prompt, result)


def test_a_question_that_changed_gets_no_key(driven: Driven, tui: ClaudeTui, model: ModelServer) -> None:
    model.script("ask colour", Step(calls=[ask_user(("Which colour?", "Colour", ["Red", "Blue"], False))]), Step("Ok."))
    until_prompt(driven, tui)
    assert driven.send(reply(tui, "ask colour")) == SENT
    effect = answer(tui, question(("Which colour?", ("Green", "Blue"), False)), answers=(("Blue",),))
    assert driven.send(effect) == [ReplyStage.FAILED]
    assert driven.send(answer(tui, question(("Which colour?", ("Red", "Blue"), False)), answers=(("Blue",),))) == SENT
    tui.wait_for("Which colour? → Blue")


def test_what_certainly_stands_there(driven: Driven, tui: ClaudeTui, model: ModelServer) -> None:
    """At a dialog, at a list that the person opened, and where the agent printed what looks like one."""
    where = AgentPane(TmuxClient(tui.tmux.socket, 5.0), tui.pane, tui.pid, "claude")

    def until(shows: str, dialog: str = "") -> None:
        driven.run_until(lambda: where.sight() == Sight(shows, dialog))

    fake = "\n".join(["─" * 120, " Do you want to proceed?", " ❯ 1. Yes", "   2. No", "", " Esc to cancel"])
    model.script("print one", Step(fake))
    model.script("make one", Step(calls=[Call("Bash", {"command": "touch one", "description": "Make"})]), Step("Made."))
    until_prompt(driven, tui)
    assert driven.send(reply(tui, "print one")) == SENT
    tui.wait_for("2. No")
    until("prompt")
    tui.keys("C-o")  # the whole conversation, without the input box
    until("")
    tui.keys("C-o")
    until("prompt")
    assert driven.send(reply(tui, "make one")) == SENT
    until("dialog", "permission")
    tui.settle()
    tui.keys("Escape")
    until("prompt")
    tui.keys("C-u", "Escape", "Escape")
    until("dialog", "other")
    tui.settle()
    tui.keys("Escape")
    until("prompt")


def test_clear_and_exit_count_as_submitted(driven: Driven, tui: ClaudeTui) -> None:
    until_prompt(driven, tui)
    old = tui.registry_file.read_text()
    assert driven.send(reply(tui, "/clear")) == SENT
    driven.run_until(lambda: tui.registry_file.read_text() != old)
    until_prompt(driven, tui)


def test_a_plan_is_refused_with_words_and_then_approved(
    driven: Driven, model: ModelServer, agents_tmux: TmuxServer, claude_home: ClaudeHome
) -> None:
    plan = "# The plan\n\n1. Do it\n2. Test it\n"
    model.script("plan badly", *plan_steps(plan, Step("Thinking again.")))
    model.script("plan well", *plan_steps(plan, Step("Plan approved.")))
    tui = claude_home.start(agents_tmux, mode="plan")
    ask = Ask("k", AskKind.PLAN, "ExitPlanMode", "Approve?", (AskItem("Approve?"),), plan=plan)
    assert driven.send(reply(tui, "plan badly")) == SENT
    refusal = answer(tui, ask, decision=Decision.DENY, message="shorter; please")
    assert driven.send(refusal) == SENT
    tui.wait_for("Thinking again.")
    assert "shorter; please" in str(model.moments[-2].body["messages"])
    until_prompt(driven, tui)
    assert driven.send(reply(tui, "plan well")) == SENT
    assert driven.send(answer(tui, ask, decision=Decision.ALLOW)) == SENT
    tui.wait_for("Plan approved.")
    assert "auto mode on" not in tui.screen()
    assert driven.send(reply(tui, "/exit")) == SENT
