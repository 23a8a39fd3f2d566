"""When panes are looked at, and what a look changes; the clock is set by hand."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from headspace_desktop.domain import effects as f
from headspace_desktop.domain import events as e
from headspace_desktop.domain.model import PaneRef, Source, State, SubState
from headspace_desktop.engine.sights import APART, LONGEST, PATIENCE, QUIET, SETTLED
from tests.domain.builders import PANE, SESSION, at, registry, said
from tests.engine.desks import Desk, begin, desk, hook, kept

__all__ = ["desk"]


def see(desk: Desk, shows: str = "prompt", dialog: str = "", pane: PaneRef = PANE, *, is_watched: bool = True) -> None:
    desk.tell(e.ScreenSeen(pane, shows, dialog, desk.now, 100, is_watched))


def move(desk: Desk, pane: PaneRef = PANE) -> None:
    desk.tell(e.ScreenMoved(pane, desk.now))


def finish(desk: Desk, seconds: float = 5) -> None:
    desk.mail(hook(e.TurnStopped, seconds, last_text="All done."), name=f"stop{seconds}")


def looks(desk: Desk) -> list[Any]:
    return desk.asked(f.LookAtScreen)


def rest(desk: Desk) -> None:
    """Done, looked at, and nothing moves."""
    begin(desk)
    finish(desk)
    desk.wait(10)
    see(desk)
    desk.effects.clear()


def test_who_appears_is_looked_at_once(desk: Desk) -> None:
    begin(desk)
    assert looks(desk) == [f.LookAtScreen(PANE, "claude", 100, "")]
    desk.wait(3600)
    assert len(looks(desk)) == 1, "it was not answered, and nothing else was told"


def test_a_pane_at_rest_is_not_looked_at(desk: Desk) -> None:
    rest(desk)
    desk.wait(3600)
    assert looks(desk) == []
    move(desk)
    desk.wait(SETTLED.total_seconds() - 0.1)
    assert looks(desk) == []
    desk.wait(0.2)
    assert len(looks(desk)) == 1


def test_a_menu_that_nobody_tells_of_is_seen(desk: Desk) -> None:
    rest(desk)
    move(desk)
    desk.wait(1)
    see(desk, "dialog", "other")
    assert (desk.card.verdict.state, desk.card.verdict.sub_state) == (State.NEEDS_INPUT, SubState.DIALOG)
    assert (desk.card.verdict.rule, desk.card.verdict.deciding) == ("needs.screen", Source.PANE)
    move(desk)
    desk.wait(1)
    see(desk, "prompt")
    assert desk.card.verdict.state is State.DONE
    assert [values for kind, values in kept(desk) if kind == "ScreenSeen"] == [
        {"pane": [PANE.socket, PANE.pane_id], "pid": 100, "shows": shows, "dialog": dialog}
        for shows, dialog in (("prompt", ""), ("dialog", "other"), ("prompt", ""))
    ]


def test_half_a_picture_ends_no_dialog(desk: Desk) -> None:
    rest(desk)
    see(desk, "dialog", "other")
    see(desk, "")
    assert desk.card.verdict.rule == "needs.screen"
    desk.wait(1)
    assert len(looks(desk)) == 1, "it is looked at once more"
    see(desk, "")
    assert desk.card.verdict.state is State.DONE
    desk.wait(60)
    assert len(looks(desk)) == 1


def test_looks_that_bring_nothing_new_become_rare(desk: Desk) -> None:
    rest(desk)
    moments = []
    for _ in range(12):
        move(desk)
        desk.wait(LONGEST.total_seconds() + 1)
        moments.append(desk.now)
        assert looks(desk)
        desk.effects.clear()
        see(desk)
    asked = []
    for _ in range(4):
        move(desk)
        while not looks(desk):
            desk.wait(0.1)
        asked.append(desk.now)
        desk.effects.clear()
        see(desk)
    assert all(later - earlier > LONGEST / 2 for earlier, later in pairwise(asked))
    desk.mail(hook(e.PromptSubmitted, (desk.now - at(0)).total_seconds(), text="more", prompt_id="p2"), name="more")
    move(desk)
    desk.wait(QUIET.total_seconds() + 0.1)
    assert len(looks(desk)) == 1, "something else was told: look soon again"


def test_while_others_tell_of_work_it_is_not_looked_at(desk: Desk) -> None:
    begin(desk)
    see(desk)
    desk.effects.clear()
    move(desk)
    for number in range(20):
        seconds = 2 + number * 0.5
        desk.mail(hook(e.ToolStarted, seconds, tool_use_id=f"t{number}", tool="Read", detail="a"), name=f"t{number}")
        desk.wait(0.4)
    assert looks(desk) == []


def test_all_panes_together_are_looked_at_a_few_times_a_second(desk: Desk) -> None:
    panes = [PaneRef(PANE.socket, f"%{number}") for number in range(20)]
    for number, pane in enumerate(panes):
        start = said(e.SessionStarted, 0, session=f"{SESSION}{number}", pid=200 + number, reason="startup")
        clues = e.Clues("claude", session_id=f"{SESSION}{number}", pid=200 + number, pane=pane, cwd="/home/dev/project")
        desk.mail(e.SessionStarted(origin=start.origin, clues=clues, reason="startup"), name=f"s{number}")
    desk.wait(2)
    assert len(looks(desk)) <= 2 / APART.total_seconds() + 1
    desk.wait(10)
    assert {look.pane for look in looks(desk)} == set(panes)


def test_an_answer_that_never_came_is_asked_for_again(desk: Desk) -> None:
    begin(desk)
    desk.effects.clear()
    desk.wait(PATIENCE.total_seconds())
    finish(desk, PATIENCE.total_seconds() + 5)
    desk.wait(5)
    assert len(looks(desk)) == 1


def test_where_movements_are_not_heard_only_work_is_looked_at(desk: Desk) -> None:
    begin(desk)
    see(desk, is_watched=False)
    desk.effects.clear()
    desk.wait(3)
    assert len(looks(desk)) == 1
    finish(desk, 10)
    see(desk, is_watched=False)
    desk.effects.clear()
    desk.wait(3600)
    assert looks(desk) == []


def within(desk: Desk, *, is_attended: bool, seconds: float = 3) -> None:
    """A second agent in the same pane, started by the first."""
    start = said(e.SessionStarted, seconds, session="inner", pid=101, reason="startup")
    clues = e.Clues("claude", session_id="inner", pid=101, pane=PANE, cwd="/home/dev/project", is_attended=is_attended)
    desk.mail(e.SessionStarted(origin=start.origin, clues=clues, reason="startup"), name=f"inner{seconds}")


def test_the_pane_is_that_of_the_agent_that_shows_itself_there(desk: Desk) -> None:
    begin(desk)
    see(desk)
    within(desk, is_attended=False)
    desk.mail(hook(e.ToolStarted, 4, tool_use_id="t1", tool="Read", detail="a"), name="t1")
    move(desk)
    desk.wait(3)
    assert {look.agent_pid for look in looks(desk)} == {100}, "who prints shows nothing there"


def test_an_agent_that_began_inside_another_has_the_pane_till_it_ends(desk: Desk) -> None:
    begin(desk)
    see(desk)
    within(desk, is_attended=True)
    desk.mail(hook(e.ToolStarted, 5, tool_use_id="t1", tool="Read", detail="a"), name="t1")
    desk.wait(3)
    assert [look.agent_pid for look in looks(desk)] == [100, 101]
    desk.tell(e.ProcessEnded(101, None, at(10)), seconds=10)
    desk.wait(1)
    desk.mail(hook(e.ToolFinished, 12, tool_use_id="t1", tool="Read"), name="t2")
    desk.wait(3)
    assert [look.agent_pid for look in looks(desk)] == [100, 101, 100]


def test_a_terminal_that_becomes_known_later_is_listened_to(desk: Desk) -> None:
    begin(desk)
    finish(desk)
    see(desk, is_watched=False)
    desk.wait(60)
    desk.effects.clear()
    sweep(desk, pane=PANE)
    desk.wait(60)
    assert [look.tty for look in looks(desk)] == ["/dev/pts/9"]


def test_an_agent_that_has_ended_is_not_looked_at(desk: Desk) -> None:
    rest(desk)
    desk.mail(hook(e.SessionEnded, 20, reason="prompt_input_exit"), name="end")
    move(desk)
    desk.wait(60)
    assert looks(desk) == []


@pytest.mark.parametrize("told", ["hook", "registry"])
def test_what_others_tell_later_counts_more(desk: Desk, told: str) -> None:
    begin(desk)
    desk.wait(2)
    see(desk, "dialog", "form")
    assert (desk.card.verdict.state, desk.card.verdict.sub_state) == (State.NEEDS_INPUT, SubState.FORM)
    later = (desk.now - at(0)).total_seconds() + 1
    if told == "hook":
        desk.mail(hook(e.ToolStarted, later, tool_use_id="t1", tool="Read", detail="a"), name="t1")
    else:
        desk.tell(registry("busy", later, pid=100), seconds=later)
    assert desk.card.verdict.state is State.WORKING
    see(desk, "dialog", "form")
    assert desk.card.verdict.state is State.NEEDS_INPUT, "it still stands there"


def test_what_waits_before_any_turn_is_the_programs_own_dialog(desk: Desk) -> None:
    desk.mail(hook(e.SessionStarted, 0, reason="startup"), name="m0")
    desk.wait(1)
    see(desk, "dialog", "permission")
    assert (desk.card.verdict.state, desk.card.verdict.sub_state) == (State.NEEDS_INPUT, SubState.DIALOG)


def test_a_look_at_somebody_elses_process_says_nothing(desk: Desk) -> None:
    rest(desk)
    desk.tell(e.ScreenSeen(PANE, "dialog", "other", desk.now + timedelta(seconds=1), 4711, is_watched=True))
    assert desk.card.verdict.state is State.DONE


# -- where nobody told of an agent yet

STRANGE = PaneRef(PANE.socket, "%9")


def sweep(desk: Desk, command: str = "claude", pane: PaneRef = STRANGE) -> None:
    seen = e.PaneSeen(pane, "work", 300, command, "/home/dev/project", "/dev/pts/9")
    desk.tell(e.PanesSeen(pane.socket, (seen,), desk.now))


def meet(desk: Desk, shows: str = "dialog", dialog: str = "other", *, is_watched: bool = True) -> None:
    who = e.Clues("claude", pid=400, proc_start="7", pane=STRANGE, cwd="/home/dev/project", tty="/dev/pts/9")
    desk.tell(e.ScreenSeen(STRANGE, shows, dialog, desk.now, None, is_watched, who))


def test_an_agent_that_waits_before_it_told_of_itself_is_met_on_its_screen(desk: Desk) -> None:
    sweep(desk)
    desk.wait(1)
    assert looks(desk) == [f.LookAtScreen(STRANGE, "claude", None, "/dev/pts/9")]
    meet(desk)
    assert (desk.card.verdict.state, desk.card.verdict.sub_state) == (State.NEEDS_INPUT, SubState.DIALOG)
    assert (desk.card.project_name, desk.card.pid, desk.card.pane) == ("project", 400, STRANGE)
    assert f.WatchProcess(400, "7") in desk.effects


def test_it_is_the_same_when_it_has_a_session(desk: Desk) -> None:
    sweep(desk)
    meet(desk)
    uuid = desk.card.uuid
    desk.tell(registry("idle", 5, pid=400, proc_start="7", pane=STRANGE), seconds=5)
    assert (desk.card.uuid, desk.card.session_id) == (uuid, SESSION)
    assert desk.card.verdict.state is State.IDLE
    desk.wait(3)
    assert [look.agent_pid for look in looks(desk)][-1] == 400


def test_one_that_is_left_there_leaves_nothing_behind(desk: Desk) -> None:
    sweep(desk)
    meet(desk)
    desk.tell(e.ProcessEnded(400, "7", at(9)), seconds=9)
    assert desk.cards == {}


def test_at_its_prompt_nobody_is_met(desk: Desk) -> None:
    sweep(desk)
    meet(desk, "prompt", "")
    assert desk.cards == {}


def test_where_movements_are_not_heard_it_is_met_all_the_same(desk: Desk) -> None:
    sweep(desk)
    desk.wait(1)
    meet(desk, "", is_watched=False)
    desk.wait(2)
    assert len(looks(desk)) == 2


def test_no_other_program_is_looked_at(desk: Desk) -> None:
    sweep(desk, "vim")
    desk.wait(60)
    assert looks(desk) == []
    sweep(desk)
    desk.wait(1)
    meet(desk, "")
    sweep(desk, "bash")
    desk.effects.clear()
    move(desk, STRANGE)
    desk.wait(60)
    assert looks(desk) == [], "it has ended"
