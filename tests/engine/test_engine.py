"""Messages in, changes and effects out, over a real store."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from headspace_desktop.domain import actions as a
from headspace_desktop.domain import changes as c
from headspace_desktop.domain import effects as f
from headspace_desktop.domain import events as e
from headspace_desktop.domain.attention import Manners
from headspace_desktop.domain.evidence import Thresholds
from headspace_desktop.domain.limits import Limits
from headspace_desktop.domain.model import Decision, FileOffset, PaneRef, Project, ReplyStage, Source, State
from headspace_desktop.engine.engine import Engine
from headspace_desktop.paths import Paths
from headspace_desktop.store.database import open_store
from headspace_desktop.store.records import Batch, Records
from headspace_desktop.troubles import StoreLocked, StoreTrouble
from tests.domain.builders import PANE, SESSION, T0, at, permission, question, registry, said


class Desk:
    """An engine with its ears and hands in plain lists, and a clock that is set by hand."""

    catches_up = False

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self.now = T0
        self.branch = ""
        self.changes: list[Any] = []
        self.effects: list[Any] = []
        self.closed_for: list[StoreTrouble] = []  # why it cannot be opened
        self.failures: list[StoreTrouble] = []
        self.engine = self.start()

    def start(self) -> Engine:
        self.engine = Engine(
            open_memory=self._memory,
            tell=self.changes.extend,
            ask=self.effects.append,
            find_project=lambda cwd: Project(cwd, cwd.rsplit("/", 1)[-1], branch=self.branch),
            root_of=lambda _client, path: path.split("/projects/")[0],
            clock=lambda: self.now,
            catches_up=self.catches_up,
        )
        self.engine.open(None)  # type: ignore[arg-type]  # it watches nothing
        return self.engine

    def _memory(self) -> Any:
        desk = self

        class Failing(Records):
            def save(self, batch: Batch) -> None:
                if desk.failures:
                    raise desk.failures.pop(0)
                super().save(batch)

        if self.closed_for:
            raise self.closed_for.pop(0)
        return Failing(open_store("", self.paths, host_id="h1", host_name="here"))

    def tell(self, *messages: Any, seconds: float | None = None) -> None:
        if seconds is not None:
            self.now = at(seconds)
        self.engine.handle(messages)

    def mail(self, *evidence: Any, name: str = "mail") -> None:
        self.now = max(self.now, *(item.origin.at for item in evidence))
        self.engine.handle([e.MailOpened(name, f"/spool/taken/{name}", 10, evidence)])

    def wait(self, seconds: float) -> None:
        end = self.now + timedelta(seconds=seconds)
        while True:
            due_s = self.engine.due_s()
            if due_s is None or self.now + timedelta(seconds=due_s) > end:
                break
            self.now += timedelta(seconds=max(due_s, 0.001))
            self.engine.tick()
        self.now = end

    def restart(self) -> None:
        self.engine.close()
        self.changes.clear()
        self.effects.clear()
        self.start()

    @property
    def cards(self) -> dict[str, Any]:
        cards: dict[str, Any] = {}
        for change in self.changes:
            match change:
                case c.BoardReset(cards=found):
                    cards = {card.uuid: card for card in found}
                case c.CardChanged(card=card):
                    cards[card.uuid] = card
                case c.CardGone(uuid=uuid):
                    cards.pop(uuid)
        return cards

    @property
    def card(self) -> Any:
        (card,) = self.cards.values()
        return card

    def asked(self, kind: type[Any]) -> list[Any]:
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def told(self, kind: type[Any]) -> list[Any]:
        return [change for change in self.changes if isinstance(change, kind)]


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    paths = Paths.from_environment()
    paths.make_private()
    desk = Desk(paths)
    yield desk
    desk.engine.close()


def hook(kind: type[Any], seconds: float, **fields: Any) -> Any:
    evidence = said(kind, seconds, **fields)
    clues = e.Clues("claude", session_id=SESSION, pid=100, proc_start="5", pane=PANE, cwd="/home/dev/project",
                    transcript_path=f"/home/dev/.claude/projects/p/{SESSION}.jsonl")  # fmt: skip
    return type(evidence)(
        **{name: getattr(evidence, name) for name in evidence.__dataclass_fields__} | {"clues": clues}
    )


def begin(desk: Desk) -> None:
    desk.mail(hook(e.SessionStarted, 0, reason="startup"), name="m0")
    desk.mail(hook(e.PromptSubmitted, 1, text="do it", prompt_id="p1"), name="m1")


def ask_permission(desk: Desk, seconds: float = 2) -> None:
    desk.mail(hook(e.ToolStarted, seconds, tool_use_id="t1", tool="Bash", detail="touch a"), name="m2")
    desk.mail(hook(e.InputAsked, seconds + 0.1, ask=permission("m3")), name="m3")


def test_first_hook_makes_a_card_and_has_the_world_watched(desk: Desk) -> None:
    begin(desk)
    assert desk.card.verdict.state is State.WORKING
    assert desk.card.project_name == "project"
    assert [effect.pid for effect in desk.asked(f.WatchProcess)] == [100]
    assert desk.asked(f.WatchServer) == [f.WatchServer(PANE.socket)]
    assert [effect.session_id for effect in desk.asked(f.FollowTranscript)] == [SESSION]
    assert f.WatchRoot("claude", "/home/dev/.claude") in desk.effects


def test_mail_is_forgotten_only_after_its_commit(desk: Desk) -> None:
    desk.failures = [StoreLocked("held")]
    begin(desk)
    assert desk.asked(f.Forget) == []
    assert any(shown.key == "store" for shown in desk.told(c.TroubleShown))
    assert [stale.since_at for stale in desk.told(c.BoardStale)] == [at(0)]
    desk.wait(5)
    assert desk.told(c.BoardStale)[-1] == c.BoardStale(None)
    assert [mail for effect in desk.asked(f.Forget) for mail in effect.mails] == [
        ("/spool/taken/m0", 10), ("/spool/taken/m1", 10)
    ]  # fmt: skip
    assert desk.card.verdict.state is State.WORKING
    assert desk.told(c.TroubleGone) == [c.TroubleGone("store")]


def test_deliveries_are_kept_in_memory_only_while_they_are_fresh(desk: Desk) -> None:
    """The store knows the others: told again, they change nothing all the same."""
    begin(desk)
    recent = desk.engine._fold._recent
    assert len(recent) == 2
    for number in (1, 2, 3):
        desk.mail(hook(e.PromptSubmitted, 70 * number, text=f"and {number}", prompt_id=f"q{number}"))
        assert len(recent) == 1
    stop = hook(e.TurnStopped, 220, last_text="All done.", delivery_id="stop-1")
    desk.mail(stop)
    desk.mail(hook(e.PromptSubmitted, 300, text="more", prompt_id="r"))
    assert "stop-1" not in recent
    turns = desk.card.turn_count
    desk.mail(stop)
    assert desk.card.turn_count == turns


def test_same_mail_again_changes_nothing_after_a_restart(desk: Desk) -> None:
    begin(desk)
    stop = hook(e.TurnStopped, 3, last_text="All done.", delivery_id="stop-1")
    desk.mail(stop, name="m9")
    turns = desk.card.turn_count
    desk.now = at(60)
    desk.restart()
    assert desk.card.verdict.state is State.DONE
    desk.mail(stop, name="m9")
    assert desk.card.turn_count == turns
    assert [effect.mails for effect in desk.asked(f.Forget)] == [(("/spool/taken/m9", 10),)]


def test_restart_goes_on_where_it_was(desk: Desk) -> None:
    begin(desk)
    ask_permission(desk)
    before = desk.card
    desk.now = at(30)
    desk.restart()
    after = desk.card
    assert after.verdict.state is State.NEEDS_INPUT
    assert (after.uuid, after.ask.text, after.instruction) == (before.uuid, before.ask.text, before.instruction)
    assert desk.asked(f.FollowTranscript), "what was watched is watched again"


def test_needs_input_is_told_once_and_withdrawn_when_answered_elsewhere(desk: Desk) -> None:
    begin(desk)
    desk.wait(10)
    ask_permission(desk, 20)
    assert desk.asked(f.ShowBubble) == []
    desk.wait(1)
    (bubble,) = desk.asked(f.ShowBubble)
    assert bubble.key == desk.card.uuid
    assert "permission" in bubble.title
    assert bubble.body == "Run: touch a"
    desk.wait(5)
    assert len(desk.asked(f.ShowBubble)) == 1
    desk.mail(hook(e.ToolFinished, 30, tool_use_id="t1"), name="m4")
    assert desk.asked(f.WithdrawBubble) == [f.WithdrawBubble(desk.card.uuid)]


def test_who_looks_is_not_told_and_has_seen(desk: Desk) -> None:
    begin(desk)
    desk.wait(10)
    desk.tell(e.LookSeen((desk.card.uuid,), True, at(15)), seconds=15)
    desk.mail(hook(e.TurnStopped, 20, last_text="All done."), name="m5")
    uuid = desk.card.uuid
    assert desk.asked(f.WatchLook)[-1].agents[0][0] == uuid
    desk.tell(e.LookSeen((uuid,), True, at(20.1)), seconds=20.1)
    assert not desk.card.is_seen
    desk.tell(e.LookSeen((uuid,), True, at(21.2)), seconds=21.2)
    desk.wait(2)
    assert desk.asked(f.ShowBubble) == []
    assert desk.card.is_seen
    assert desk.asked(f.WatchLook)[-1] == f.WatchLook(())


def test_a_glance_has_not_seen_what_was_said_long_ago(desk: Desk) -> None:
    begin(desk)
    desk.mail(hook(e.TurnStopped, 20, last_text="All done."), name="m5")
    uuid = desk.card.uuid
    for seconds, looked_at in ((30, (uuid,)), (30.6, (uuid,)), (31.2, ()), (40, (uuid,)), (40.9, (uuid,))):
        desk.tell(e.LookSeen(looked_at, True, at(seconds)), seconds=seconds)
        assert not desk.card.is_seen
    desk.tell(e.LookSeen((uuid,), True, at(41.1)), seconds=41.1)
    assert desk.card.is_seen


def test_mute_holds_bubbles_back_and_survives_a_restart(desk: Desk) -> None:
    begin(desk)
    desk.tell(a.Mute(at(3600)))
    desk.wait(10)
    ask_permission(desk, 20)
    desk.wait(2)
    assert desk.asked(f.ShowBubble) == []
    desk.restart()
    assert desk.told(c.MuteChanged) == [c.MuteChanged(at(3600))]


def test_many_at_once_become_one_bubble(desk: Desk) -> None:
    desk.wait(10)
    for number in range(5):
        evidence = said(e.TurnStopped, 20, session=f"s{number}", pid=200 + number, last_text="All done.",
                        cwd=f"/home/dev/p{number}")  # fmt: skip
        desk.mail(evidence, name=f"n{number}")
    desk.wait(1)
    (bubble,) = desk.asked(f.ShowBubble)
    assert "5 agents" in bubble.title


def test_what_waited_before_the_start_is_one_summary(desk: Desk) -> None:
    for number in range(3):
        evidence = said(e.InputAsked, 1, session=f"s{number}", pid=200 + number, ask=permission(f"m{number}"))
        desk.mail(evidence, name=f"n{number}")
    desk.now = at(600)
    desk.restart()
    desk.wait(5)
    (bubble,) = desk.asked(f.ShowBubble)
    assert "3 agents need you" in bubble.title
    assert "before" in bubble.title


def test_reply_is_saved_in_flight_typed_and_confirmed_by_the_agents_own_prompt(desk: Desk) -> None:
    begin(desk)
    desk.mail(hook(e.TurnStopped, 3, last_text="All done."), name="m5")
    desk.tell(a.SendReply(desk.card.uuid, "go  on\nplease"), seconds=4)
    (typing,) = desk.asked(f.TypeReply)
    assert (typing.text, typing.pane, typing.agent_pid) == ("go  on\nplease", PANE, 100)
    assert desk.card.reply.stage is ReplyStage.IN_FLIGHT
    desk.tell(e.ReplyMoved(typing.reply_id, ReplyStage.SUBMITTED, at(4.5)), seconds=4.5)
    assert desk.card.reply.stage is ReplyStage.SUBMITTED
    desk.mail(hook(e.PromptSubmitted, 5, text="go on please", prompt_id="p2"), name="m6")
    assert desk.card.reply.stage is ReplyStage.SEEN


def test_reply_that_fails_keeps_its_text(desk: Desk) -> None:
    begin(desk)
    desk.tell(a.SendReply(desk.card.uuid, "precious words", request_id="r1"), seconds=4)
    (typing,) = desk.asked(f.TypeReply)
    desk.tell(e.ReplyMoved(typing.reply_id, ReplyStage.FAILED, at(5), "the pane is gone"), seconds=5)
    assert (desk.card.reply.stage, desk.card.reply.text) == (ReplyStage.FAILED, "precious words")
    (answer,) = desk.asked(f.TellCaller)
    assert answer.error_detail == "the pane is gone"


def test_reply_in_flight_when_we_died_is_not_typed_twice(desk: Desk) -> None:
    begin(desk)
    desk.tell(a.SendReply(desk.card.uuid, "precious words"), seconds=4)
    desk.restart()
    assert desk.asked(f.TypeReply) == []
    assert desk.card.reply.text == "precious words"
    desk.wait(40)
    assert desk.card.reply.stage is ReplyStage.FAILED


def test_decision_takes_the_waiting_hook_and_falls_back_to_keys(desk: Desk) -> None:
    begin(desk)
    desk.tell(e.HoldOpened("h1", "m3", "claude", SESSION, at(2)), seconds=2)
    ask_permission(desk)
    assert desk.card.ask.hold_id == "h1"
    key = desk.card.ask.key
    desk.tell(a.Decide(desk.card.uuid, key, Decision.ALLOW, request_id="r1"), seconds=3)
    (answer,) = desk.asked(f.AnswerHold)
    assert (answer.hold_id, answer.decision) == ("h1", Decision.ALLOW)
    desk.tell(e.ReplyMoved(answer.reply_id, ReplyStage.FAILED, at(3), "gone"), seconds=3)
    (typed,) = desk.asked(f.TypeAnswer)
    assert typed.decision is Decision.ALLOW
    desk.mail(hook(e.ToolFinished, 5, tool_use_id="t1"), name="m7")
    assert desk.card.verdict.state is State.WORKING


def test_second_surface_loses_and_is_told(desk: Desk) -> None:
    begin(desk)
    ask_permission(desk)
    key = desk.card.ask.key
    desk.tell(a.Decide(desk.card.uuid, key, Decision.ALLOW), seconds=3)
    desk.tell(a.Decide(desk.card.uuid, key, Decision.DENY, surface="notification"), seconds=3.1)
    assert len(desk.asked(f.TypeAnswer)) == 1
    assert desk.told(c.TroubleShown)[-1].kind == "QuestionClosed"


def test_hook_that_waits_is_released_when_the_terminal_answered(desk: Desk) -> None:
    begin(desk)
    ask_permission(desk)
    desk.tell(e.HoldOpened("h1", "m3", "claude", SESSION, at(2.2)), seconds=2.2)
    desk.mail(hook(e.ToolFinished, 5, tool_use_id="t1"), name="m7")
    assert desk.asked(f.ReleaseHold) == [f.ReleaseHold("h1", "settled")]


def test_bubble_actions_become_decisions_and_ways(desk: Desk) -> None:
    begin(desk)
    ask_permission(desk)
    uuid = desk.card.uuid
    desk.tell(e.BubbleActed(uuid, "default", "", at(4)), seconds=4)
    assert desk.asked(f.Focus)[0].pane == PANE
    desk.tell(e.BubbleActed(uuid, "deny", "", at(5), ask_key=desk.card.ask.key), seconds=5)
    assert desk.asked(f.TypeAnswer)[0].decision is Decision.DENY


@pytest.mark.parametrize("action", ["allow", "deny", "option:3"])
def test_a_bubble_never_decides_a_newer_question_than_it_showed(desk: Desk, action: str) -> None:
    begin(desk)
    ask_permission(desk)
    desk.tell(e.BubbleActed(desk.card.uuid, action, "", at(5), ask_key="of a moment ago"), seconds=5)
    assert desk.asked(f.TypeAnswer) == []
    assert desk.told(c.TroubleShown)[-1].kind == "QuestionClosed"
    assert desk.told(c.WindowWanted)


def test_option_of_a_question_from_the_bubble(desk: Desk) -> None:
    begin(desk)
    desk.mail(hook(e.ToolStarted, 2, tool_use_id="toolu_q", tool="AskUserQuestion", detail=""), name="m2")
    desk.mail(hook(e.InputAsked, 2, ask=question()), name="m3")
    desk.tell(e.BubbleActed(desk.card.uuid, "option:1", "", at(4), ask_key=desk.card.ask.key), seconds=4)
    assert desk.asked(f.TypeAnswer)[0].answers == (("Blue",),)


def test_agent_outside_tmux_is_not_typed_to_but_its_hook_is_answered(desk: Desk) -> None:
    desk.mail(said(e.PromptSubmitted, 1, text="do it", prompt_id="p1"), name="m1")
    desk.mail(said(e.InputAsked, 2, ask=permission("m3")), name="m3")
    desk.tell(a.SendReply(desk.card.uuid, "hello"), seconds=3)
    assert desk.told(c.TroubleShown)[-1].kind == "NotReachable"
    assert not desk.card.can_answer
    desk.tell(e.HoldOpened("h1", "m3", "claude", SESSION, at(3)), seconds=3)
    assert desk.card.can_answer
    desk.tell(a.Decide(desk.card.uuid, desk.card.ask.key, Decision.ALLOW), seconds=4)
    assert len(desk.asked(f.AnswerHold)) == 1


def test_two_agents_in_one_directory_stay_two(desk: Desk) -> None:
    desk.mail(said(e.PromptSubmitted, 1, session="s1", pid=101, text="one", prompt_id="p1"), name="m1")
    desk.mail(said(e.PromptSubmitted, 1, session="s2", pid=102, text="two", prompt_id="p2"), name="m2")
    assert sorted(card.instruction for card in desk.cards.values()) == ["one", "two"]


def test_registry_alone_shows_a_session_that_was_there_before(desk: Desk) -> None:
    desk.tell(
        registry("waiting", 5, waiting_for="permission prompt", path="/home/dev/.claude/sessions/100.json"), seconds=5
    )
    assert desk.card.verdict.state is State.NEEDS_INPUT
    assert f.WatchRoot("claude", "/home/dev/.claude") in desk.effects
    desk.tell(e.ProcessEnded(100, "5", at(9)), seconds=9)
    assert desk.card.verdict.state is State.ENDED


def test_transcript_and_offset_are_saved_together(desk: Desk) -> None:
    begin(desk)
    offset = FileOffset("/t.jsonl", "claude", "id", 500, SESSION)
    line = said(e.TextSaid, 2, Source.TRANSCRIPT, entry_uuid="u1", text="Working on it")
    desk.tell(e.TranscriptRead(offset, (line,)), seconds=2)
    desk.engine.close()
    loaded = Records(open_store("", desk.paths, host_id="h1", host_name="here"))
    try:
        assert [saved.offset_bytes for saved in loaded.load(desk.now).offsets] == [500]
    finally:
        loaded.close()
    desk.start()


def test_guilty_message_alone_is_set_aside(desk: Desk) -> None:
    """A bug while one message is taken costs that message, not its neighbours."""
    bad = e.MailOpened("bad", "/spool/taken/bad", 10, ("not an evidence",))  # type: ignore[arg-type]
    good = e.MailOpened("good", "/spool/taken/good", 10, (hook(e.PromptSubmitted, 1, text="do it", prompt_id="p1"),))
    desk.now = at(1)
    with pytest.raises(AttributeError):
        desk.tell(bad, good)
    with pytest.raises(AttributeError):
        desk.engine.tick()
    desk.engine.tick()
    assert desk.card.instruction == "do it"
    assert [mail for effect in desk.asked(f.Forget) for mail in effect.mails] == [("/spool/taken/good", 10)]
    assert desk.asked(f.SetAside) == [f.SetAside("/spool/taken/bad", 10)]


def test_dismissed_agent_leaves_the_board_and_its_own_evidence_brings_it_back(desk: Desk) -> None:
    begin(desk)
    uuid = desk.card.uuid
    desk.tell(a.DismissAgent(uuid), seconds=10)
    assert desk.cards == {}
    desk.restart()
    assert desk.cards == {}
    desk.mail(hook(e.PromptSubmitted, 20, text="more", prompt_id="p5"), name="m8")
    assert desk.card.uuid == uuid


def test_pane_is_found_by_its_terminal(desk: Desk) -> None:
    desk.tell(registry("idle", 1, tty="/dev/pts/7"), seconds=1)
    pane = e.PaneSeen(PaneRef("/run/tmux/x", "%4"), "s", 90, "claude", "/", "/dev/pts/7")
    desk.tell(e.PanesSeen("/run/tmux/x", (pane,), at(2)), seconds=2)
    assert desk.card.pane == PaneRef("/run/tmux/x", "%4")
    desk.tell(e.PanesSeen("/run/tmux/x", (), at(3)), seconds=3)
    assert desk.card.why_not == "PaneGone"


def test_store_that_cannot_be_opened_is_tried_again(home: Path) -> None:
    paths = Paths.from_environment()
    paths.make_private()
    paths.database_file.write_bytes(b"not a database, but long enough to be mistaken for one" * 50)
    desk = Desk(paths)
    (trouble,) = desk.told(c.TroubleShown)
    assert trouble.kind == "StoreDamaged"
    desk.mail(said(e.PromptSubmitted, 1, text="do it", prompt_id="p1"))
    assert desk.asked(f.Forget) == []
    paths.database_file.unlink()
    desk.wait(60)
    assert desk.card.instruction == "do it"
    desk.engine.close()


def test_bubble_that_the_desktop_lost_is_told_once_more(desk: Desk) -> None:
    begin(desk)
    desk.wait(10)
    ask_permission(desk, 20)
    desk.wait(1)
    uuid = desk.card.uuid
    for _again in range(3):
        desk.tell(e.BubbleClosed(uuid, "unknown", desk.now))
        desk.wait(1)
    assert [bubble.key for bubble in desk.asked(f.ShowBubble)] == [uuid, uuid]
    desk.tell(e.BubbleClosed(uuid, "dismissed", desk.now))
    desk.wait(1)
    assert len(desk.asked(f.ShowBubble)) == 2


def test_mute_withdraws_what_is_out_and_ends_by_itself(desk: Desk) -> None:
    begin(desk)
    desk.wait(10)
    ask_permission(desk, 20)
    desk.wait(1)
    desk.tell(a.Mute(at(600)))
    assert desk.asked(f.WithdrawBubble) == [f.WithdrawBubble(desk.card.uuid)]
    assert desk.told(c.MuteChanged)[-1] == c.MuteChanged(at(600))
    desk.wait(700)
    assert desk.told(c.MuteChanged)[-1] == c.MuteChanged(None)


def test_bug_in_a_wake_is_met_once_and_the_rest_goes_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from headspace_desktop.domain import lifecycle

    begin(desk)

    def bug(*_args: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(lifecycle, "wake", bug)
        desk.now = at(3000)
        with pytest.raises(ZeroDivisionError):
            desk.engine.tick()
        desk.engine.tick()
        assert (desk.engine.due_s() or 0) > 0.5, "it does not spin"
    desk.mail(hook(e.TurnStopped, 3001, last_text="All done."), name="m5")
    assert desk.card.verdict.state is State.DONE


def test_bug_in_the_telling_after_a_commit_does_nothing_twice(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(desk)
    asked = desk.engine._ask

    def bug(effect: object) -> None:
        monkeypatch.setattr(desk.engine, "_ask", asked)
        raise ZeroDivisionError

    monkeypatch.setattr(desk.engine, "_ask", bug)
    with pytest.raises(ZeroDivisionError):
        desk.tell(a.SendReply(desk.card.uuid, "precious words"), seconds=4)
    desk.wait(5)
    assert desk.asked(f.TypeReply) == [], "it may have been typed: never a second time"
    assert desk.cards[desk.card.uuid].reply.text == "precious words"


def test_agent_of_an_earlier_run_whose_process_is_gone_is_ended_at_start(desk: Desk) -> None:
    begin(desk)
    desk.now = at(600)
    desk.restart()
    (watched,) = desk.asked(f.WatchProcess)
    desk.tell(e.ProcessEnded(watched.pid, watched.proc_start, at(600)), seconds=600)
    desk.wait(1)
    assert (desk.card.verdict.state, desk.card.verdict.sub_state) == (State.ENDED, "killed")


def test_agent_that_nothing_watches_becomes_unknown_and_is_over_after_a_day(desk: Desk) -> None:
    """Known by hooks alone, without a process id, as an older program in print mode: it must not live for ever."""
    desk.mail(said(e.PromptSubmitted, 1, pid=None, text="do it", prompt_id="p1"), name="m1")
    desk.wait(3700)
    assert (desk.card.verdict.state, desk.card.verdict.rule) == (State.UNKNOWN, "unknown.silent")
    desk.restart()
    desk.wait(86_500)
    assert desk.card.verdict.rule == "ended.forgotten"
    desk.wait(2 * 86_400)
    assert desk.cards == {}, "its history stays in the store"


def test_session_goes_on_in_another_process_once_the_first_is_gone(desk: Desk) -> None:
    begin(desk)
    desk.tell(registry("busy", 2), seconds=2)
    desk.tell(e.ProcessEnded(100, "5", at(3)), seconds=3)
    desk.wait(5)
    desk.mail(said(e.PromptSubmitted, 20, pid=200, text="resumed elsewhere", prompt_id="p2"), name="m5")
    assert (desk.card.pid, desk.card.verdict.state) == (200, State.WORKING)
    desk.tell(registry("idle", 2.5, is_alive=False), seconds=21)
    assert (desk.card.pid, desk.card.verdict.state) == (200, State.WORKING), "an orphaned file gives nothing back"


def test_terminal_is_opened_for_a_pane_that_nobody_shows(desk: Desk) -> None:
    begin(desk)
    desk.tell(a.OpenTerminal(desk.card.uuid, "r1"), seconds=3)
    (shown,) = desk.asked(f.ShowTerminal)
    assert (shown.pane, shown.cwd) == (PANE, "/home/dev/project")
    desk.tell(e.FocusFinished(desk.card.uuid, "r1", is_ok=True, at=at(4)), seconds=4)
    assert desk.told(c.FocusTold)[-1].is_ok


def test_session_that_ended_is_resumed_in_tmux_and_a_live_one_is_not(desk: Desk) -> None:
    desk.mail(said(e.PromptSubmitted, 1, text="do it", prompt_id="p1"), name="m1")
    desk.tell(a.ResumeAgent(desk.card.uuid), seconds=2)
    assert desk.told(c.TroubleShown)[-1].kind == "CannotResume"
    desk.mail(said(e.SessionEnded, 3, reason="other"), name="m2")
    desk.tell(a.ResumeAgent(desk.card.uuid), seconds=4)
    (started,) = desk.asked(f.StartSession)
    assert (started.project_path, started.args) == ("/home/dev/project", ("--resume", SESSION))


def test_clock_is_utc() -> None:
    from headspace_desktop.engine.engine import utc_now

    assert utc_now().utcoffset() == timedelta(0)
    assert isinstance(utc_now(), datetime)


def test_saved_settings_count_from_the_next_message_on(desk: Desk) -> None:
    begin(desk)
    desk.wait(10)
    quiet = Limits(manners=Manners(needs_input=False), retention_days=3)
    desk.tell(e.SettingsChanged(limits=quiet), seconds=15)
    ask_permission(desk, 20)
    desk.wait(1)
    assert desk.asked(f.ShowBubble) == []


def test_new_thresholds_judge_what_stands_again(desk: Desk) -> None:
    begin(desk)
    desk.mail(hook(e.PromptSubmitted, 20, text="go", prompt_id="p9"), name="m9")
    assert desk.card.verdict.state is State.WORKING
    desk.wait(100)
    assert desk.card.verdict.state is State.WORKING, "ten minutes are the default"
    desk.tell(e.SettingsChanged(limits=Limits(thresholds=Thresholds(no_answer_after_s=60))), seconds=121)
    assert desk.card.verdict.state is State.STALLED


def test_one_session_in_two_terminals_is_two_agents(desk: Desk) -> None:
    """`--continue` while the first still runs: both show the same session, each asks in its own terminal."""
    desk.tell(registry("idle", 0), seconds=0)
    desk.mail(said(e.PromptSubmitted, 1, text="one", prompt_id="p1"), name="m1")
    second = {"pid": 200, "proc_start": "9", "path": "/home/dev/.claude/sessions/200.json"}
    desk.tell(registry("idle", 2, session_id="provisional", **second), seconds=2)
    desk.tell(registry("idle", 3, **second), seconds=3)
    desk.mail(said(e.PromptSubmitted, 4, pid=200, text="two", prompt_id="p2"), name="m2")
    desk.mail(said(e.InputAsked, 5, pid=200, ask=permission("m3")), name="m3")
    cards = {card.pid: card for card in desk.cards.values()}
    assert sorted(cards) == [100, 200]
    assert (cards[100].verdict.state, cards[200].verdict.state) == (State.WORKING, State.NEEDS_INPUT)
    assert cards[100].session_id == cards[200].session_id
    desk.restart()
    assert sorted(card.pid for card in desk.cards.values()) == [100, 200]
    desk.tell(e.ProcessEnded(100, "5", at(9)), seconds=9)
    desk.wait(5)
    assert {card.pid: card.verdict.state for card in desk.cards.values()} == {
        100: State.ENDED, 200: State.NEEDS_INPUT
    }  # fmt: skip


def test_what_is_wished_while_the_store_is_away_is_refused_at_once_and_never_done_later(desk: Desk) -> None:
    begin(desk)
    ask_permission(desk)
    desk.failures = [StoreLocked("held")] * 2
    desk.tell(a.SendReply(desk.card.uuid, "typed too late", request_id="r1"), seconds=5)
    desk.tell(a.Decide(desk.card.uuid, desk.card.ask.key, Decision.ALLOW, request_id="r2"), seconds=5.1)
    desk.tell(e.BubbleActed(desk.card.uuid, "allow", "", at(5.2)), seconds=5.2)
    desk.tell(a.FocusAgent(desk.card.uuid), seconds=5.3)
    assert [told.request_id for told in desk.asked(f.TellCaller)] == ["r1", "r2"]
    assert all("Nothing can be saved" in told.error_title for told in desk.asked(f.TellCaller))
    assert len(desk.asked(f.Focus)) == 1, "going there needs no store"
    desk.wait(20)
    assert desk.told(c.BoardStale)[-1] == c.BoardStale(None)
    assert desk.asked(f.TypeReply) == []
    assert desk.asked(f.TypeAnswer) == []


def test_another_branch_is_seen_with_the_next_prompt(desk: Desk) -> None:
    begin(desk)
    desk.branch = "fix/rounding"
    desk.mail(hook(e.PromptSubmitted, 9, text="more", prompt_id="p2"), name="m9")
    assert desk.card.branch == "fix/rounding"


class LookedUp(OrderedDict[str, datetime]):
    """Thousands of deliveries of the last minute: few are asked for, and none is gone through."""

    def keys(self) -> Any:
        raise AssertionError("all of them were gone through for one batch")


def test_a_batch_costs_the_same_however_much_was_just_told(desk: Desk) -> None:
    begin(desk)
    desk.engine._fold._recent = LookedUp(desk.engine._fold._recent)
    desk.mail(hook(e.PromptSubmitted, 9, text="more", prompt_id="p2"), name="m9")
    assert desk.card.verdict.state is State.WORKING
