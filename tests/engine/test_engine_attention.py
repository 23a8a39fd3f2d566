"""Attention in the engine: what is held says why, what is over is told, and all of it survives a restart."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from headspace_desktop.domain import actions as a
from headspace_desktop.domain import changes as c
from headspace_desktop.domain import effects as f
from headspace_desktop.domain import events as e
from headspace_desktop.domain.attention import Manners
from headspace_desktop.domain.limits import Limits
from headspace_desktop.domain.model import State
from tests.domain.builders import at, permission, said
from tests.engine.desks import Desk, ask_permission, begin, desk, hook, kept

__all__ = ["desk"]


def manners(desk: Desk, **fields: Any) -> None:
    desk.tell(e.SettingsChanged(limits=Limits(manners=Manners(**fields))))


def ask_of(desk: Desk, name: str, seconds: float) -> str:
    desk.mail(said(e.InputAsked, seconds, session=name, pid=hash(name) % 9000, ask=permission(f"m-{name}")), name=name)
    return next(card.uuid for card in desk.cards.values() if card.session_id == name)


def held(desk: Desk) -> list[tuple[str, str]]:
    told = desk.told(c.BubblesHeld)
    return [(one.agent_uuid, one.why) for one in told[-1].held] if told else []


def shown(desk: Desk) -> list[str]:
    return [bubble.key for bubble in desk.asked(f.ShowBubble)]


def waiting(desk: Desk) -> str:
    begin(desk)
    desk.wait(10)
    ask_permission(desk, 20)
    return str(desk.card.uuid)


def test_a_snoozed_agent_is_silent_and_comes_again(desk: Desk) -> None:
    uuid = waiting(desk)
    desk.wait(1)
    assert shown(desk) == [uuid]
    desk.tell(a.Snooze(uuid, at(300)))
    assert desk.asked(f.WithdrawBubble) == [f.WithdrawBubble(uuid)]
    assert held(desk) == [(uuid, "snoozed")]
    assert desk.card.snoozed_until_at == at(300)
    desk.wait(200)
    assert shown(desk) == [uuid]
    desk.wait(200)
    assert shown(desk) == [uuid, uuid]
    assert desk.card.snoozed_until_at is None
    assert held(desk) == []


def test_a_snooze_survives_a_restart(desk: Desk) -> None:
    uuid = waiting(desk)
    desk.tell(a.Snooze(uuid, at(600)))
    desk.wait(30)
    desk.restart()
    desk.wait(60)
    assert desk.card.snoozed_until_at == at(600)
    assert (shown(desk), held(desk)) == ([], [(uuid, "snoozed")])
    desk.wait(600)
    assert shown(desk) == [uuid]


def test_an_ended_snooze_of_the_persons_own_shows_nothing(desk: Desk) -> None:
    uuid = waiting(desk)
    desk.wait(1)
    desk.tell(a.Snooze(uuid, at(600)))
    desk.tell(a.Snooze(uuid, None))
    desk.wait(60)
    assert (shown(desk), held(desk)) == ([uuid], [])


def test_the_end_of_a_mute_tells_what_still_waits(desk: Desk) -> None:
    desk.wait(10)
    desk.tell(a.Mute(at(600)))
    uuids = {ask_of(desk, f"s{number}", 20 + number) for number in range(3)}
    desk.wait(5)
    assert set(held(desk)) == {(uuid, "muted") for uuid in uuids}
    assert shown(desk) == []
    desk.wait(700)
    (bubble,) = [one for one in desk.asked(f.ShowBubble) if one.key == "summary"]
    assert "3 agents need you (held back until now)" in bubble.title
    assert held(desk) == []


def test_do_not_disturb_of_the_desktop_holds_and_lets_go(desk: Desk) -> None:
    desk.tell(e.DesktopQuiet(True, "dunst", at(1)))
    uuid = waiting(desk)
    desk.wait(60)
    assert (shown(desk), held(desk)) == ([], [(uuid, "desktop_dnd")])
    desk.tell(e.DesktopQuiet(False, "dunst", at(90)), seconds=90)
    assert (shown(desk), held(desk)) == ([uuid], [])


def test_quiet_hours_hold_until_they_end(desk: Desk) -> None:
    local = at(20).astimezone()
    begins, ends = (local - timedelta(hours=1)).time(), (local + timedelta(hours=2)).time()
    manners(desk, quiet_from=begins, quiet_until=ends, escalate_after_s=0)
    uuid = waiting(desk)
    desk.wait(60)
    assert (shown(desk), held(desk)) == ([], [(uuid, "quiet_hours")])
    (one,) = desk.told(c.BubblesHeld)[-1].held
    assert one.until_at == at(20) + timedelta(hours=2)
    desk.wait(7200)
    assert shown(desk) == [uuid]


def test_settings_that_change_let_go_at_once(desk: Desk) -> None:
    manners(desk, silent_projects=frozenset({"project"}))
    uuid = waiting(desk)
    desk.wait(10)
    assert held(desk) == [(uuid, "project_off")]
    manners(desk)
    assert (shown(desk), held(desk)) == ([uuid], [])


def test_who_types_is_not_disturbed_for_a_few_seconds(desk: Desk) -> None:
    uuid = waiting(desk)
    desk.tell(e.LookSeen((), True, at(20.2), is_typing=True), seconds=20.2)
    assert (shown(desk), held(desk)) == ([], [(uuid, "typing")])
    desk.tell(e.LookSeen((), True, at(22), is_typing=False), seconds=22)
    assert (shown(desk), held(desk)) == ([uuid], [])


def test_who_types_for_long_is_told_all_the_same(desk: Desk) -> None:
    uuid = waiting(desk)
    desk.tell(e.LookSeen((), True, at(20.2), is_typing=True), seconds=20.2)
    desk.wait(4)
    assert shown(desk) == []
    desk.wait(2)
    assert shown(desk) == [uuid]


def test_more_than_the_limit_comes_as_one_an_hour_later_also_after_a_restart(desk: Desk) -> None:
    manners(desk, limit_per_hour=2, escalate_after_s=0)
    desk.wait(10)
    first = [ask_of(desk, f"s{number}", 20 + 10 * number) for number in range(2)]
    desk.wait(5)
    assert shown(desk) == first
    late = {ask_of(desk, f"t{number}", 50 + 10 * number) for number in range(3)}
    desk.wait(5)
    assert set(held(desk)) == {(uuid, "limit") for uuid in late}
    desk.wait(3000)
    assert shown(desk) == first
    desk.wait(700)
    (digest,) = [one for one in desk.asked(f.ShowBubble) if one.key == "summary"]
    assert "3 agents" in digest.title
    desk.wait(5)
    desk.restart()
    manners(desk, limit_per_hour=1)
    uuid = ask_of(desk, "u", 3800)
    desk.wait(10)
    assert (uuid, "limit") in held(desk)


def test_who_waits_for_long_is_told_of_again_once_a_step(desk: Desk) -> None:
    uuid = waiting(desk)
    desk.wait(880)
    assert shown(desk) == [uuid]
    desk.wait(100)
    assert shown(desk) == [uuid, uuid]
    assert "has waited 15 min" in desk.asked(f.ShowBubble)[-1].title
    desk.wait(800)
    assert len(shown(desk)) == 2
    desk.wait(200)
    assert "has waited 30 min" in desk.asked(f.ShowBubble)[-1].title
    desk.mail(hook(e.ToolFinished, 3000, tool_use_id="t1"), name="m4")
    desk.wait(9000)
    assert sum("has waited" in bubble.title for bubble in desk.asked(f.ShowBubble)) == 2


def test_who_has_waited_is_told_of_again_also_over_a_restart_and_only_once(desk: Desk) -> None:
    uuid = waiting(desk)
    desk.wait(600)
    desk.restart()
    desk.wait(10)
    assert shown(desk) == [uuid], "what waits from before is told once at the start"
    desk.wait(300)
    assert len(shown(desk)) == 2
    assert "has waited 15 min" in desk.asked(f.ShowBubble)[-1].title
    desk.engine.close()
    desk.effects.clear()
    desk.now = at(20 + 5000)  # the steps at 30 and 60 minutes went by while nobody was there
    desk.start()
    desk.wait(60)
    assert shown(desk) == [uuid]
    desk.wait(2200)
    assert len(shown(desk)) == 2
    assert "has waited 120 min" in desk.asked(f.ShowBubble)[-1].title


def test_who_is_held_is_told_with_the_time_it_really_waited(desk: Desk) -> None:
    uuid = waiting(desk)
    desk.wait(800)
    desk.tell(a.Mute(at(2400)))
    desk.wait(1500)
    assert shown(desk) == [uuid]
    desk.wait(100)
    assert len(shown(desk)) == 2
    assert "has waited 39 min" in desk.asked(f.ShowBubble)[-1].title


def test_what_the_limit_held_comes_as_one_after_a_restart_too(desk: Desk) -> None:
    manners(desk, limit_per_hour=2, escalate_after_s=0)
    desk.wait(10)
    first = [ask_of(desk, f"s{number}", 20 + 10 * number) for number in range(2)]
    late = {ask_of(desk, f"t{number}", 50 + 10 * number) for number in range(3)}
    desk.wait(5)
    assert {uuid for uuid, _ in held(desk)} == late
    desk.restart()
    manners(desk, limit_per_hour=2, escalate_after_s=0)
    desk.wait(60)
    assert (shown(desk), {why for _, why in held(desk)}) == ([], {"limit"})
    desk.wait(3600)
    (digest,) = desk.asked(f.ShowBubble)
    assert digest.key == "summary"
    assert "5 agents" in digest.title
    assert held(desk) == []
    assert set(first) | late == {card.uuid for card in desk.cards.values()}


def test_who_looks_at_the_terminal_is_not_told_again(desk: Desk) -> None:
    uuid = waiting(desk)
    desk.tell(e.LookSeen((uuid,), True, at(20.2)), seconds=20.2)
    desk.wait(1000)
    assert shown(desk) == []
    desk.tell(e.LookSeen((), True, at(1100)), seconds=1100)
    desk.wait(1000)
    assert shown(desk) == [uuid]


def test_every_notification_is_on_record_with_its_reason(desk: Desk) -> None:
    desk.tell(e.DesktopQuiet(True, "dunst", at(1)))
    uuid = waiting(desk)
    desk.wait(10)
    desk.tell(e.DesktopQuiet(False, "dunst", at(90)), seconds=90)
    desk.tell(e.BubbleClosed(uuid, "dismissed", at(95)), seconds=95)
    desk.wait(10)
    log = [(kind, payload) for kind, payload in kept(desk) if kind.startswith("bubble")]
    assert [kind for kind, _ in log] == ["bubble_held", "bubble_shown", "bubble_closed"]
    assert log[0][1] == {"why": "desktop_dnd", "until": ""}
    assert log[2][1] == {"key": uuid, "reason": "dismissed"}


def test_the_sample_comes_whatever_the_limits_are_but_not_when_switched_off(desk: Desk) -> None:
    desk.tell(a.Mute(at(600)), a.TestBubble("r1"))
    assert shown(desk) == ["test"]
    assert c.WishAnswered("r1") in desk.changes
    desk.tell(e.BubbleActed("test", "default", "", at(5)))
    assert desk.told(c.WindowWanted) == [c.WindowWanted()]
    manners(desk, is_enabled=False)
    desk.tell(a.TestBubble("r2"))
    assert desk.told(c.WishAnswered)[-1].trouble.kind == "NotificationsOff"
    assert shown(desk) == ["test"]


def test_an_idle_engine_is_not_woken_by_all_this(desk: Desk) -> None:
    begin(desk)
    desk.mail(hook(e.TurnStopped, 5, last_text="All done."), name="m5")
    desk.wait(60)
    desk.tell(a.MarkSeen(desk.card.uuid))
    assert desk.card.verdict.state is State.IDLE
    desk.wait(60)
    due_s = desk.engine.due_s()
    assert due_s is not None
    assert due_s > 600


def test_the_key_for_who_is_next_goes_to_them_and_without_any_to_our_window(desk: Desk) -> None:
    desk.tell(e.ShortcutPressed(at(1)), seconds=1)
    assert desk.told(c.WindowWanted) == [c.WindowWanted()]
    young, old = ask_of(desk, "young", 500), ask_of(desk, "old", 20)
    desk.tell(e.ShortcutPressed(at(600)), seconds=600)
    assert [focus.agent_uuid for focus in desk.asked(f.Focus)] == [old]
    desk.tell(a.Snooze(old, at(9000)))
    desk.tell(e.ShortcutPressed(at(601)))
    assert [focus.agent_uuid for focus in desk.asked(f.Focus)] == [old, young]


def test_the_count_of_the_hour_survives_a_restart(desk: Desk) -> None:
    manners(desk, limit_per_hour=1)
    uuid = waiting(desk)
    desk.wait(1)
    assert shown(desk) == [uuid]
    desk.mail(hook(e.ToolFinished, 30, tool_use_id="t1"), name="m4")
    desk.wait(5)
    desk.restart()
    manners(desk, limit_per_hour=1)
    desk.wait(30)
    late = ask_of(desk, "late", 100)
    desk.wait(10)
    assert (shown(desk), held(desk)) == ([], [(late, "limit")])


def test_projects_that_are_called_the_same_are_told_apart_on_every_card(desk: Desk) -> None:
    def start(name: str, folder: str, seconds: float) -> None:
        desk.mail(
            said(e.SessionStarted, seconds, session=name, pid=hash(name) % 9000, cwd=folder, reason="startup"),
            name=name,
        )

    def names() -> dict[str, tuple[str, str]]:
        return {card.session_id: (card.project, card.project_name) for card in desk.cards.values()}

    start("one", "/home/me/work/api", 1)
    start("other", "/home/me/work/web", 2)
    assert names()["one"] == ("api", "api")
    start("two", "/home/me/play/api", 3)
    assert names() == {"one": ("work/api", "api"), "other": ("web", "web"), "two": ("play/api", "api")}
    desk.restart()
    assert {card.project for card in desk.told(c.BoardReset)[-1].cards} == {"work/api", "web", "play/api"}


def test_a_project_is_silent_by_its_own_name_also_when_another_has_it(desk: Desk) -> None:
    manners(desk, silent_projects=frozenset({"api"}))
    for name, folder in (("one", "/home/me/work/api"), ("two", "/home/me/play/api")):
        desk.mail(
            said(e.SessionStarted, 1, session=name, pid=hash(name) % 9000, cwd=folder, reason="startup"), name=name
        )
        ask_of(desk, name, 2)
    desk.wait(10)
    assert shown(desk) == []
    assert {why for _, why in held(desk)} == {"project_off"}
