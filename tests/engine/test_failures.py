"""Failures of earlier programs of this kind, each as it happened (docs/failures.md): messages in, store out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text as sql

from headspace_desktop import settings
from headspace_desktop.domain import changes as c
from headspace_desktop.domain import effects as f
from headspace_desktop.domain import events as e
from headspace_desktop.domain import lifecycle
from headspace_desktop.domain.actions import SendReply
from headspace_desktop.domain.draft import Draft
from headspace_desktop.domain.events import Origin
from headspace_desktop.domain.model import (
    AskKind,
    BackgroundTask,
    Command,
    CommandState,
    FileOffset,
    Outcome,
    PaneRef,
    ReplyStage,
    Source,
    State,
    TurnActor,
    TurnIntent,
)
from headspace_desktop.paths import Paths
from headspace_desktop.store.database import open_store
from headspace_desktop.store.records import Records
from tests.domain.builders import PANE, SESSION, T0, Story, at, permission, question, registry, said
from tests.engine.recorded import Recording, Stage

PACKAGE = Path(__file__).resolve().parents[2] / "headspace_desktop"
PATH = f"/home/dev/.claude/projects/-home-dev-project/{SESSION}.jsonl"
TRANSCRIPT = Source.TRANSCRIPT


class Desk(Stage):
    """A stage on which one agent of one process lives, over a real store."""

    def mail(self, *evidence: Any, seen_s: float | None = None) -> None:
        moment = evidence[-1].origin.at if seen_s is None else at(seen_s)
        self.wait_until(moment)
        name = evidence[0].origin.delivery_id
        self.engine.handle([e.MailOpened(name, f"/spool/{name}", 10, evidence)])

    def lines(self, *evidence: Any, seen_s: float, offset: int = 100) -> None:
        self.wait_until(at(seen_s))
        self.engine.handle([e.TranscriptRead(FileOffset(PATH, "claude", "id", offset, SESSION), evidence)])

    def tell(self, *messages: Any, seconds: float) -> None:
        self.wait_until(at(seconds))
        self.engine.handle(messages)

    def rows(self, words: str) -> list[tuple[Any, ...]]:
        with self.engine._memory._database.db.connect() as connection:  # type: ignore[union-attr]
            return [tuple(row) for row in connection.execute(sql(words))]

    @property
    def spoken(self) -> list[tuple[str, str]]:
        """What a person reads, in the order of the history."""
        return [
            (row[0].lower(), row[1])
            for row in self.rows("select intent, text from turns where not is_internal order by at, id")
        ]

    @property
    def commands(self) -> list[tuple[Any, ...]]:
        rows = self.rows("select state, outcome, full_command, full_output from commands order by started_at")
        return [tuple(str(one).lower() if index < 2 else one for index, one in enumerate(row)) for row in rows]

    @property
    def card(self) -> Any:
        (card,) = self.cards.values()
        return card

    @property
    def verdict(self) -> str:
        verdict = self.card.verdict
        return f"{verdict.state}/{verdict.sub_state}" if verdict.sub_state else str(verdict.state)

    def asked(self, kind: type[Any]) -> list[Any]:
        return [effect for effect in self.effects if isinstance(effect, kind)]


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    paths = Paths.from_environment()
    paths.make_private()
    desk = Desk(lambda: Records(open_store("", paths, host_id="h1", host_name="here")), T0)
    yield desk
    desk.engine.close()


def prompt(seconds: float, text: str = "do it", prompt_id: str | None = "p1", **fields: Any) -> Any:
    return said(e.PromptSubmitted, seconds, text=text, prompt_id=prompt_id, **fields)


def line(what: type[Any], seconds: float, **fields: Any) -> Any:
    return said(what, seconds, TRANSCRIPT, **fields)


def final(seconds: float, text: str, uuid: str = "u9") -> Any:
    return line(e.TextSaid, seconds, text=text, entry_uuid=uuid, is_final=True)


def stop(seconds: float, text: str = "Done.", **fields: Any) -> Any:
    return said(e.TurnStopped, seconds, last_text=text, **fields)


def pane(ref: PaneRef, **fields: Any) -> e.PaneSeen:
    values: dict[str, Any] = {
        "session_name": "work", "window": "0", "pid": 90, "command": "claude", "cwd": "/home/dev/project", "tty": "",
    }  # fmt: skip
    known = {name: value for name, value in (values | fields).items() if name in e.PaneSeen.__dataclass_fields__}
    return e.PaneSeen(ref, **known)


# -- state and turns


def test_a_move_that_a_command_cannot_make_costs_no_turn() -> None:
    """F-1, A8: the turn was rolled back together with the refused transition."""
    story = Story().tell(prompt(1), stop(2))
    assert story.agent.command is not None
    draft = Draft(story.agent)
    draft.say("k", TurnActor.USER, TurnIntent.ANSWER, "still here", prompt(3))
    draft.move_command(CommandState.PROCESSING, "by force")
    assert [turn.text for _uuid, turn in draft.turns] == ["still here"]
    assert draft.agent.command is not None
    assert draft.agent.command.state is CommandState.COMPLETE
    assert draft.anomalies == ["a complete command cannot become processing"]


def test_a_second_end_while_it_waits_keeps_its_words(desk: Desk) -> None:
    """F-2: background work ended while a question stood open, and the answer was lost."""
    task = BackgroundTask("b1", "subagent", "look around")
    desk.mail(prompt(1))
    desk.mail(stop(2, "I look around.\n\nShall I go on?", background=(task,)))
    assert desk.verdict == "working/background"
    desk.mail(said(e.SubagentStopped, 8, subagent_id="b1"))
    desk.mail(prompt(8.1, "<task-notification>b1</task-notification>", "p2", is_machine=True))
    desk.mail(stop(9, "It is all there."))
    assert desk.verdict == "done"
    assert [text for _intent, text in desk.spoken] == ["do it", "I look around.\n\nShall I go on?", "It is all there."]


def test_only_the_draft_moves_a_command_and_each_move_is_logged(desk: Desk) -> None:
    """F-3: states were assigned in many places, past the rules and the log."""
    makers = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "state" and "CommandState" in ast.dump(node.value):
                makers.add(path.relative_to(PACKAGE).as_posix())
    assert makers <= {"domain/draft.py"}, "state=CommandState… anywhere else goes past move_command"
    recording = Recording("2.1.330", "permission")
    desk.now = desk.base = recording.base
    desk.play(recording.hooks())
    moves = desk.rows("select command_id, payload from events where kind = 'state_transition' order by id")
    last: dict[Any, str] = {}
    for command_id, payload in moves:
        import json

        step = json.loads(payload) if isinstance(payload, str) else payload
        assert last.get(command_id, "idle") == step["from"], "the log has a gap"
        last[command_id] = step["to"]
    now = dict(desk.rows("select id, state from commands"))
    assert {key: state.lower() for key, state in now.items()} == last


def test_a_prompt_whose_hook_was_lost_is_told_by_the_transcript(desk: Desk) -> None:
    """F-5: a tool's hook instead of the prompt's made a command without words."""
    desk.mail(said(e.ToolStarted, 2, tool_use_id="t1", tool="Bash", detail="ls"))
    assert desk.verdict == "working/tool"
    desk.lines(line(e.PromptSubmitted, 1, text="do it", prompt_id="p1", entry_uuid="u1"), seen_s=2.6)
    desk.mail(said(e.ToolFinished, 3, tool_use_id="t1", tool="Bash"), stop(4))
    assert desk.spoken == [("command", "do it"), ("completion", "Done.")]
    assert desk.verdict == "done"


def test_a_prompt_just_after_its_tool_gives_the_command_its_words(desk: Desk) -> None:
    """F-5, A3: 0.7 ms apart."""
    desk.mail(said(e.ToolStarted, 1, tool_use_id="t1", tool="Bash", detail="ls"))
    desk.mail(prompt(1.0007))
    desk.mail(stop(2))
    assert desk.commands == [("complete", "finished", "do it", "Done.")]


@pytest.mark.parametrize(
    ("words", "verdict"),
    [("All is well.", "done"), ("All is well.\n\nWhich one?", "needs_input/question_in_text")],
)  # fmt: skip
def test_an_end_without_words_takes_them_from_the_transcript(desk: Desk, words: str, verdict: str) -> None:
    """F-6, A6: the end is told before the transcript has the text."""
    desk.mail(prompt(1))
    desk.mail(stop(2, ""))
    desk.lines(final(1.98, words), seen_s=3.2)
    assert [text for _intent, text in desk.spoken] == ["do it", words]
    assert desk.verdict == verdict
    assert desk.commands == [("complete", "finished", "do it", words)]


def test_a_slash_command_is_one_short_turn(desk: Desk) -> None:
    """F-9, A11: the expanded document came as a second prompt."""
    desk.mail(prompt(1, "/greet the world"))
    desk.lines(
        line(e.PromptSubmitted, 1, text="/greet the world", prompt_id="p1", entry_uuid="u1"),
        line(e.PromptSubmitted, 1.01, text="# Greet\n\n" + "Say it. " * 200, prompt_id="p1", entry_uuid="u2",
             is_machine=True),
        seen_s=1.5,
    )  # fmt: skip
    desk.mail(stop(2))
    assert desk.spoken == [("command", "/greet the world"), ("completion", "Done.")]


def test_a_final_text_that_was_told_as_progress_is_read_once_and_is_the_output(desk: Desk) -> None:
    """F-10, F-11: nothing new remained for the end, and the reply was invisible; or it was there twice."""
    desk.mail(prompt(1))
    desk.lines(line(e.TextSaid, 1.9, text="It is done.", entry_uuid="u1", is_final=False), seen_s=1.95)
    desk.mail(stop(2, "It is done."))
    assert [text for _intent, text in desk.spoken] == ["do it", "It is done."]
    assert desk.commands == [("complete", "finished", "do it", "It is done.")]


def test_no_answer_is_made_up_by_a_tool_that_was_not_asked_for(desk: Desk) -> None:
    """F-58: each tool result made an empty answer."""
    desk.mail(prompt(1))
    desk.mail(said(e.ToolStarted, 2, tool_use_id="t1", tool="Bash", detail="ls"))
    desk.mail(said(e.InputAsked, 2.1, ask=question("q1")))
    desk.mail(said(e.ToolFinished, 3, tool_use_id="t1", tool="Bash"))
    desk.mail(said(e.ToolFinished, 3.1, tool_use_id="t7", tool="Read"))
    assert desk.verdict == "needs_input/question"
    assert desk.spoken == [("command", "do it"), ("question", "Which colour?")]


def test_other_words_soon_after_a_reply_are_a_prompt_of_their_own(desk: Desk) -> None:
    """F-59: for ten seconds after a reply from here every prompt was taken for its echo."""
    first = prompt(1, "hello", "p1")
    desk.mail(replace(first, clues=replace(first.clues, pane=PANE)))
    desk.mail(stop(2))
    desk.tell(SendReply(desk.card.uuid, "from here"), seconds=3)
    (typing,) = desk.asked(f.TypeReply)
    desk.tell(e.ReplyMoved(typing.reply_id, ReplyStage.SUBMITTED, at(3.5)), seconds=3.5)
    desk.mail(prompt(3.6, "and from the terminal", "p2"))
    assert desk.card.reply.stage is ReplyStage.SUBMITTED
    desk.mail(prompt(4, "from here", "p3"))
    assert desk.card.reply.stage is ReplyStage.SEEN
    texts = [text for _intent, text in desk.spoken]
    assert texts == ["hello", "Done.", "and from the terminal", "from here"]


def test_the_first_telling_of_a_card_bears_its_instruction(desk: Desk) -> None:
    """F-24: the card flashed without words until a model had put them together."""
    desk.mail(prompt(1, "mend the roof"))
    (card,) = [change.card for change in desk.changes if isinstance(change, c.CardChanged)]
    assert "mend the roof" in str(card)


def test_what_changes_nothing_tells_nothing(desk: Desk) -> None:
    """F-23: each tool call refreshed every card."""
    desk.mail(prompt(1))
    desk.mail(said(e.ToolStarted, 2, tool_use_id="t1", tool="Bash", detail="ls"))
    desk.lines(line(e.PromptSubmitted, 1, text="do it", prompt_id="p1", entry_uuid="u1"), seen_s=2)
    desk.changes.clear()
    known = said(e.ToolStarted, 2, TRANSCRIPT, tool_use_id="t1", tool="Bash", detail="ls")
    for number in range(50):
        again = replace(known, origin=replace(known.origin, delivery_id=f"again{number}"))
        desk.lines(again, seen_s=2.1, offset=200 + number)
    assert [change for change in desk.changes if isinstance(change, c.CardChanged)] == []


def test_an_open_question_in_a_text_offers_no_choices(desk: Desk) -> None:
    """F-19: yes and no stood below free questions."""
    desk.mail(prompt(1))
    desk.mail(stop(2, "Shall I go on?"))
    assert desk.verdict == "needs_input/question_in_text"
    assert desk.card.ask is None
    desk.mail(prompt(3, "yes", "p2"))
    desk.mail(said(e.InputAsked, 4, ask=permission()))
    assert (desk.card.ask.kind, desk.verdict) == ("permission", "needs_input/permission")


def test_a_plan_approved_in_the_terminal_leaves_the_wait_with_the_next_tool(desk: Desk) -> None:
    """F-57, A20: nothing tells of the approval itself."""
    plan = replace(question("t1"), kind=AskKind.PLAN, tool="ExitPlanMode", text="Approve the plan?", plan="1. Do it")
    desk.mail(prompt(1))
    desk.mail(said(e.InputAsked, 2, ask=plan))
    assert desk.verdict == "needs_input/plan"
    desk.mail(said(e.ToolStarted, 9, tool_use_id="t2", tool="Edit", detail="a.py"))
    assert desk.verdict == "working/tool"


def test_a_plan_that_the_settings_approved_says_so(desk: Desk) -> None:
    """F-51: the agent approved its own plan, and it looked like the person's word."""
    plan = replace(question("t1"), kind=AskKind.PLAN, tool="ExitPlanMode", text="Approve the plan?", plan="1. Do it")
    desk.mail(prompt(10))
    desk.mail(
        said(e.ToolStarted, 11, tool_use_id="t1", tool="ExitPlanMode", detail=""), said(e.InputAsked, 11, ask=plan)
    )
    desk.mail(said(e.ToolFinished, 11.05, tool_use_id="t1", tool="ExitPlanMode"))
    desk.wait_until(at(13))
    assert desk.spoken[-1] == ("answer", "Approved by its settings; nobody was asked")
    assert desk.asked(f.ShowBubble) == []
    asked = replace(plan, key="t2", tool_use_id="t2", delivery_name="m9")
    desk.mail(prompt(20, "and now", "p2"))
    desk.mail(said(e.InputAsked, 21, ask=asked))
    desk.mail(said(e.ToolFinished, 26, tool_use_id="t2", tool="ExitPlanMode"))
    assert desk.spoken[-1] == ("answer", "Allowed")


def test_a_decision_that_nobody_was_asked_for_rings_no_bell(desk: Desk) -> None:
    """Pain 9: told although it was allowed by the settings at once."""
    desk.mail(prompt(10))
    desk.mail(said(e.ToolStarted, 11, tool_use_id="t1", tool="Bash", detail="touch a"))
    desk.mail(said(e.InputAsked, 11.01, ask=permission("m1")))
    desk.mail(said(e.ToolFinished, 11.2, tool_use_id="t1", tool="Bash"))
    desk.wait_until(at(13))
    assert desk.asked(f.ShowBubble) == []


def test_a_reminder_of_the_client_is_no_second_bubble(desk: Desk) -> None:
    """Pain 8: the idle notification comes again every minute."""
    desk.mail(prompt(10))
    desk.mail(stop(12))
    desk.wait_until(at(14))
    shown = len(desk.asked(f.ShowBubble))
    for minute in range(1, 6):
        desk.mail(said(e.AttentionRaised, 12 + 60 * minute, kind="idle_prompt", message="Claude is waiting"))
        desk.wait_until(desk.now + timedelta(seconds=5))
    assert shown == 1
    assert len(desk.asked(f.ShowBubble)) == shown


def test_the_end_of_a_subagent_is_no_end_of_the_agent(desk: Desk) -> None:
    """Pains 3 and 8: bubbles for every helper."""
    desk.mail(prompt(10))
    for number in range(5):
        desk.mail(said(e.SubagentStarted, 11 + number, subagent_id=f"s{number}", kind="Explore"))
        desk.mail(said(e.SubagentStopped, 11.5 + number, subagent_id=f"s{number}"))
    desk.wait_until(at(20))
    assert desk.card.verdict.state is State.WORKING
    assert desk.asked(f.ShowBubble) == []


# -- sessions


def test_without_a_folder_there_is_no_agent_and_no_project(desk: Desk) -> None:
    """F-12, F-13: projects were made of the receiver's own folder, or of nothing."""
    nowhere = prompt(1)
    desk.mail(replace(nowhere, clues=replace(nowhere.clues, cwd=None)))
    desk.lines(line(e.PromptSubmitted, 1, text="a", prompt_id="p", session="dddd"), seen_s=2)
    desk.tell(e.PanesSeen("/run/tmux/default", (pane(PANE),), at(3)), seconds=3)
    assert desk.cards == {}
    assert desk.rows("select count(*) from projects") == [(0,)]
    assert desk.rows("select count(*) from agents") == [(0,)]


def test_a_new_file_is_followed_in_place_of_the_old_one(desk: Desk) -> None:
    """F-37: the path of the transcript was set once and for ever."""
    one = said(e.SessionStarted, 0, reason="startup")
    moved = PATH.replace("-project", "-elsewhere")
    desk.mail(replace(one, clues=replace(one.clues, transcript_path=PATH)))
    two = said(e.SessionStarted, 5, reason="compact")
    desk.mail(replace(two, clues=replace(two.clues, transcript_path=moved)))
    assert [effect.path for effect in desk.asked(f.FollowTranscript)] == [PATH, moved]
    assert [effect.path for effect in desk.asked(f.LeaveTranscript)] == [PATH]


def test_two_first_hooks_of_one_session_are_one_agent(desk: Desk) -> None:
    """F-61: a race of two inserts."""
    desk.wait_until(at(1))
    first, second = said(e.SessionStarted, 0.5, reason="startup", pid=None), prompt(0.5, pid=None)
    desk.engine.handle([e.MailOpened("m2", "/spool/m2", 1, (second,)), e.MailOpened("m1", "/spool/m1", 1, (first,))])
    assert len(desk.cards) == 1
    assert desk.rows("select count(*) from agents") == [(1,)]


def test_an_empty_list_of_panes_ends_nobody_who_lives(desk: Desk) -> None:
    """F-28, F-46: an empty answer of tmux ended all agents."""
    first = prompt(1)
    desk.mail(replace(first, clues=replace(first.clues, pane=PANE, proc_start="5")))
    desk.tell(e.PanesSeen(PANE.socket, (), at(3)), seconds=3)
    desk.tell(e.PanesSeen("/run/tmux/other", (), at(4)), seconds=4)
    assert desk.card.verdict.state is State.WORKING
    desk.restart()
    desk.wait_until(at(10))
    assert desk.card.verdict.state is State.WORKING


def test_an_agent_that_ends_slowly_has_ended_when_it_has(desk: Desk) -> None:
    """F-33: an end was called a failure because it took seconds."""
    first = prompt(1)
    desk.mail(replace(first, clues=replace(first.clues, proc_start="5")), stop(2))
    desk.tell(registry("idle", 2.1), seconds=2.2)
    desk.tell(e.RegistryGone("claude", "/home/dev/.claude/sessions/100.json", 100, at(3)), seconds=3)
    desk.wait_until(at(12))
    assert desk.verdict == "done", "its process still lives"
    desk.tell(e.ProcessEnded(100, "5", at(12)), seconds=12)
    desk.wait_until(at(13))
    assert desk.verdict == "ended/clean"


def test_a_late_tool_result_opens_nothing(desk: Desk) -> None:
    """F-43, pain 4: seen a second after the end, in files and hooks."""
    desk.mail(prompt(1))
    desk.mail(said(e.ToolStarted, 1.5, tool_use_id="t1", tool="Bash", detail="sleep"))
    desk.mail(stop(2))
    desk.mail(said(e.ToolFinished, 3, tool_use_id="t1", tool="Bash"))
    desk.lines(line(e.ToolFinished, 3, tool_use_id="t1", tool="Bash"), seen_s=4)
    assert desk.verdict == "done"
    assert len(desk.commands) == 1


def test_a_wait_that_is_over_is_not_shown_for_minutes(desk: Desk) -> None:
    """Pain 2: 2 min 41 s of a question that was long answered. No hook tells of an allow; the file does."""
    desk.mail(prompt(1))
    desk.tell(registry("busy", 1.1), seconds=1.2)
    desk.mail(said(e.ToolStarted, 2, tool_use_id="t1", tool="Bash", detail="make all"))
    desk.mail(said(e.InputAsked, 2.1, ask=permission(command="make all")))
    desk.tell(registry("waiting", 2.2, waiting_for="permission prompt"), seconds=2.3)
    assert desk.verdict == "needs_input/permission"
    desk.tell(registry("busy", 9), seconds=9.05)
    desk.wait_until(at(9.5))
    assert desk.verdict == "working/tool"


def test_a_question_that_no_notification_tells_is_seen_at_once(desk: Desk) -> None:
    """Pain 7: the question tool raises no notification."""
    desk.mail(prompt(10))
    desk.mail(said(e.InputAsked, 11, ask=question()))
    assert (desk.verdict, desk.now) == ("needs_input/question", at(11))
    desk.wait_until(at(14))
    assert len(desk.asked(f.ShowBubble)) == 1


def test_a_session_that_goes_on_in_the_same_words_is_one_card(desk: Desk) -> None:
    """Pain 6: resuming made duplicates, and ghosts stayed."""
    first = prompt(1)
    desk.mail(replace(first, clues=replace(first.clues, proc_start="5")))
    desk.mail(stop(2))
    desk.mail(said(e.SessionEnded, 3, reason="prompt_input_exit"))
    again = said(e.SessionStarted, 86_400 * 0.9, reason="resume", pid=300)
    desk.mail(again)
    assert len(desk.cards) == 1
    assert desk.verdict == "idle/fresh"
    assert desk.rows("select count(*) from agents") == [(1,)]


# -- operations


def test_settings_are_not_looked_for_where_the_app_was_started(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F-34: the configuration of whatever project one stood in was read."""
    for name in ("config.yaml", "settings.yaml", "headspace.yaml", ".headspace/settings.yaml"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("ui:\n  theme: dark\nstate:\n  no_answer_after_s: 77\n")
    monkeypatch.chdir(tmp_path)
    loaded = settings.load(Paths.from_environment())
    assert "77" not in str(loaded)


def test_only_own_children_and_named_processes_are_ended() -> None:
    """F-56: ending whatever used a port ended the agents."""
    enders_by_number = {"os.kill", "os.killpg", "signal.pidfd_send_signal"}
    enders: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in enders_by_number:
                enders.setdefault(path.relative_to(PACKAGE).as_posix(), set()).add(ast.unparse(node))
    # Signal 0 ends nobody, it asks whether the process is there; `process` is a child that was not waited for yet.
    harmless = ("os.kill(pid, 0)", "os.killpg(process.pid,")
    by_number = {file: [call for call in found if not call.startswith(harmless)] for file, found in enders.items()}
    assert not any(by_number.values()), "a process is ended by its handle alone; by number another may be meant"


def test_nothing_counts_what_an_agent_may_say() -> None:
    """F-53: a limiter that either did nothing or would have cut off an agent at work. Sameness is what is dropped."""
    story = Story()
    for number in range(300):
        story.tell(prompt(number / 10, f"step {number}", f"p{number}"))
    assert len(story.spoken) == 300


def test_an_end_after_all_others_ended_stays_the_end() -> None:
    """What ended stays so until its own evidence: trailing words of any source move nothing."""
    story = Story().tell(prompt(1), stop(2), said(e.SessionEnded, 3, reason="other"))
    story.tell(
        said(e.ToolFinished, 2.5, tool_use_id="t1"), line(e.TextSaid, 2.6, text="x", entry_uuid="u", is_final=False),
        said(e.AttentionRaised, 2.9, kind="idle_prompt", message="Claude is waiting"), registry("idle", 2.2), now=4,
    )  # fmt: skip
    assert story.verdict == "ended/clean"


def test_an_interrupted_command_says_so() -> None:
    """Pain 1: after Esc it stood at work for ever."""
    story = Story().tell(prompt(1), registry("busy", 1.1), registry("idle", 5))
    story.wake(5.4)
    assert story.verdict == "idle/interrupted"
    assert [command.outcome for command in story.commands.values()] == [Outcome.INTERRUPTED]
    told = Story().tell(prompt(1), replace(said(e.TurnInterrupted, 5), origin=Origin(TRANSCRIPT, "i", at(5), at(5.4))))
    assert [command.outcome for command in told.commands.values()] == [Outcome.INTERRUPTED]


def test_a_restart_in_the_middle_of_a_wait_ends_it_by_its_own_evidence(desk: Desk) -> None:
    """F-38, F-32: what only memory held was gone after a restart."""
    desk.mail(prompt(1))
    desk.mail(said(e.ToolStarted, 2, tool_use_id="t1", tool="Bash", detail="touch a"))
    desk.mail(said(e.InputAsked, 2.1, ask=permission("m1")))
    desk.restart()
    assert desk.verdict == "needs_input/permission"
    desk.mail(said(e.ToolFinished, 60, tool_use_id="t1", tool="Bash"))
    assert desk.verdict == "working/thinking"
    assert desk.spoken[-1] == ("answer", "Allowed")


def test_an_end_that_was_never_told_is_said_to_be_silence(desk: Desk) -> None:
    """F-39: at work for ever after a lost end."""
    first = prompt(1)
    desk.mail(replace(first, clues=replace(first.clues, proc_start="5")))
    desk.wait_until(at(700))
    assert desk.verdict == "stalled/no_answer"


def test_born_and_lost_ends_the_open_command() -> None:
    story = Story().tell(prompt(1))
    story._take(lifecycle.lose_process(story.agent, at(3), at(3), lifecycle.Thresholds()))
    story.wake(4)
    (command,) = story.commands.values()
    assert isinstance(command, Command)
    assert (command.state, command.outcome) == (CommandState.COMPLETE, Outcome.KILLED)
