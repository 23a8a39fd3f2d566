"""When somebody may interrupt, and why not: tables of examples."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from headspace_desktop.clients.claude_words import permission_text
from headspace_desktop.domain.attention import (
    Hold,
    Manners,
    Moment,
    Waiting,
    arrange,
    hold_of,
    next_step,
    queue,
    quiet_until,
    within_the_hour,
)
from headspace_desktop.domain.bubble import bubble_of, summary_of
from headspace_desktop.domain.model import State, SubState
from tests.domain.builders import T0, at, permission
from tests.domain.cards import card

CALM = Manners()


def now(seconds: float = 60, **fields: Any) -> Moment:
    return Moment(at(seconds), **fields)


@pytest.mark.parametrize(
    ("manners", "moment", "fields", "expected"),
    [
        (CALM, now(), {}, None),
        (Manners(is_enabled=False), now(), {}, Hold("off")),
        (Manners(needs_input=False), now(), {}, Hold("kind_off")),
        (Manners(done=False), now(), {}, None),
        (Manners(done=False), now(), {"state": State.DONE}, Hold("kind_off")),
        (Manners(stalled=False), now(), {"state": State.STALLED}, Hold("kind_off")),
        (Manners(silent_projects=frozenset({"app"})), now(), {}, Hold("project_off")),
        (Manners(silent_projects=frozenset({"/home/dev/app"})), now(), {}, Hold("project_off")),
        (Manners(silent_projects=frozenset({"other"})), now(), {}, None),
        (CALM, now(), {"snoozed_until_at": at(90)}, Hold("snoozed", at(90))),
        (CALM, now(), {"snoozed_until_at": at(60)}, None),
        (CALM, now(mute_until_at=at(61)), {}, Hold("muted", at(61))),
        (CALM, now(mute_until_at=at(60)), {}, None),
        (CALM, now(is_desktop_quiet=True), {}, Hold("desktop_dnd")),
        (Manners(respects_desktop=False), now(is_desktop_quiet=True), {}, None),
        (CALM, now(is_typing=True), {}, Hold("typing", at(65))),
        (Manners(waits_for_typing=False), now(is_typing=True), {}, None),
    ],
)  # fmt: skip
def test_what_holds_a_notification_back(manners: Manners, moment: Moment, fields: Any, expected: Hold | None) -> None:
    assert hold_of(card(**fields), manners, moment, at(60)) == expected


def test_who_types_is_spared_for_five_seconds_at_most() -> None:
    assert hold_of(card(), CALM, now(64.9, is_typing=True), at(60)) is not None
    assert hold_of(card(), CALM, now(65, is_typing=True), at(60)) is None


HERE = timezone(timedelta(hours=2))
NIGHT = Manners(quiet_from=time(22), quiet_until=time(7, 30))
LUNCH = Manners(quiet_from=time(12), quiet_until=time(13))


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=HERE)  # the 23rd is a Monday


@pytest.mark.parametrize(
    ("manners", "moment", "end"),
    [
        (NIGHT, local(23, 21, 59), None),
        (NIGHT, local(23, 22), local(24, 7, 30)),
        (NIGHT, local(24, 3), local(24, 7, 30)),
        (NIGHT, local(24, 7, 30), None),
        (LUNCH, local(23, 12, 30), local(23, 13)),
        (LUNCH, local(23, 13), None),
        (Manners(), local(23, 23), None),
        (Manners(quiet_from=time(8), quiet_until=time(8)), local(23, 8), None),
        (Manners(quiet_from=time(8)), local(23, 9), None),
        # Friday night begins on a weekday and ends on Saturday; Saturday's own does not
        (replace(NIGHT, quiet_days="weekdays"), local(28, 3), local(28, 7, 30)),
        (replace(NIGHT, quiet_days="weekdays"), local(28, 23), None),
        (replace(NIGHT, quiet_days="weekends"), local(28, 23), local(29, 7, 30)),
        (replace(NIGHT, quiet_days="weekends"), local(30, 3), local(30, 7, 30)),
        (replace(NIGHT, quiet_days="weekends"), local(30, 23), None),
    ],
)
def test_quiet_hours(manners: Manners, moment: datetime, end: datetime | None) -> None:
    assert quiet_until(manners, moment, HERE) == end


def test_quiet_hours_are_by_the_persons_clock() -> None:
    moment = Moment(datetime(2026, 11, 23, 21, tzinfo=UTC), zone=HERE)
    assert hold_of(card(), NIGHT, moment, moment.now) == Hold("quiet_hours", datetime(2026, 11, 24, 5, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 28), 8.5), (date(2026, 10, 24), 10.5), (date(2026, 6, 1), 9.5)],
)
def test_quiet_hours_end_by_the_clock_also_on_the_night_it_shifts(day: date, hours: float) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    begins = datetime.combine(day, time(22), berlin).astimezone(UTC)
    end = begins + timedelta(hours=hours)
    assert quiet_until(NIGHT, begins, berlin) == end
    assert quiet_until(NIGHT, end - timedelta(minutes=1), berlin) == end
    assert quiet_until(NIGHT, end, berlin) is None
    assert quiet_until(NIGHT, begins - timedelta(minutes=1), berlin) is None


def due(*cards: Any, **fields: Any) -> list[Waiting]:
    return [Waiting(each, at(60), **fields) for each in cards]


def names(waiting: Any) -> list[str]:
    return [each.card.uuid for each in waiting]


def test_few_are_told_alone_questions_first() -> None:
    plan = arrange(due(card("d", State.DONE), card("s", State.STALLED), card("q")), CALM, now())
    assert (names(plan.alone), plan.together, plan.held) == (["q", "s", "d"], (), ())


def test_many_at_once_are_told_as_one() -> None:
    plan = arrange(due(*(card(f"a{n}") for n in range(4))), CALM, now())
    assert (plan.alone, len(plan.together), plan.note) == ((), 4, "")


def test_what_was_held_comes_as_one_and_says_so() -> None:
    plan = arrange(due(card("a"), card("b"), held="quiet_hours"), CALM, now())
    assert (plan.alone, names(plan.together), plan.note) == ((), ["a", "b"], "held back until now")
    alone = arrange(due(card("a"), held="muted"), CALM, now())
    assert names(alone.alone) == ["a"]


def test_what_only_waited_for_typing_is_not_a_digest() -> None:
    assert names(arrange(due(card("a"), card("b"), held="typing"), CALM, now()).alone) == ["a", "b"]


def test_old_and_held_ones_together_are_one_bubble() -> None:
    waiting = [*due(card("a"), card("b"), is_old=True), *due(card("c"), card("d"), held="muted")]
    plan = arrange(waiting, CALM, now())
    assert (names(plan.together), plan.alone, plan.note) == (["a", "b", "c", "d"], (), "")


def recent(count: int, since: float = 0) -> tuple[datetime, ...]:
    return tuple(at(since + number) for number in range(count))


@pytest.mark.parametrize(
    ("state", "count", "expected"),
    [
        (State.NEEDS_INPUT, 7, None),
        (State.NEEDS_INPUT, 8, Hold("limit", at(3600))),
        (State.DONE, 5, None),
        (State.DONE, 6, Hold("limit", at(3600))),  # a quarter is kept for questions
        (State.STALLED, 7, Hold("limit", at(3601))),
    ],
)
def test_a_limit_of_eight_an_hour(state: State, count: int, expected: Hold | None) -> None:
    plan = arrange(due(card(state=state)), Manners(limit_per_hour=8), now(60, recent=recent(count)))
    assert [hold for _, hold in plan.held] == ([expected] if expected else [])
    assert len(plan.alone) == (expected is None)


def test_the_limit_counts_what_the_same_moment_tells() -> None:
    plan = arrange(due(card("a"), card("b"), card("c")), Manners(limit_per_hour=2), now())
    assert (names(plan.alone), [(w.card.uuid, h.why) for w, h in plan.held]) == (["a", "b"], [("c", "limit")])


def test_a_digest_is_one_interruption() -> None:
    plan = arrange(
        due(*(card(f"a{n}") for n in range(9)), held="limit"), Manners(limit_per_hour=1), now(4000, recent=recent(1))
    )
    assert (len(plan.together), plan.held) == (9, ())


def test_no_limit() -> None:
    assert arrange(due(card()), Manners(limit_per_hour=0), now(recent=recent(500))).held == ()


def test_what_is_older_than_an_hour_or_of_a_later_clock_does_not_count() -> None:
    assert within_the_hour([at(-3601), at(-3600), at(-3599), at(0), at(1)], at(0)) == (at(-3599), at(0))


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(0, (1, 15)), (15, (2, 30)), (29, (2, 30)), (31, (3, 60)), (300, (6, 480)), (480, None)],
)
def test_who_waits_is_told_of_again_once_a_step(minutes: float, expected: tuple[int, int] | None) -> None:
    found = next_step(card(), CALM, at(minutes * 60))
    assert found == (None if expected is None else (expected[0], at(expected[1] * 60)))


def test_only_who_waits_for_an_answer_is_told_of_again() -> None:
    assert next_step(card(state=State.DONE), CALM, T0) is None
    assert next_step(card(), Manners(escalate_after_s=0), T0) is None


def test_the_queue_is_oldest_and_costliest_first_snoozed_ones_last() -> None:
    cards = [
        card("young", since=3000, score=50),
        card("old", since=0, score=50),
        card("old done", State.DONE, since=0, score=50),
        card("stalled", State.STALLED, since=0, score=50),
        card("dear", since=1200, score=100),
        card("snoozed", since=-9000, score=100, snoozed_until_at=at(4000)),
        card("snooze over", since=-9000, score=50, snoozed_until_at=at(3500)),
        card("seen", State.IDLE, sub_state=SubState.SEEN),
        card("busy", State.WORKING),
        card("ended", State.ENDED, ended_at=at(1)),
        card("gone", ended_at=at(1)),
    ]
    assert queue(cards, at(3600)) == ["snooze over", "old", "dear", "stalled", "old done", "young", "snoozed"]
    assert queue(reversed(cards), at(3600)) == queue(cards, at(3600))
    assert queue([], T0) == []


def test_twins_of_the_queue_have_a_fixed_order() -> None:
    assert queue([card("b"), card("a")], at(60)) == ["a", "b"]


def test_told_again_says_how_long_it_waited() -> None:
    bubble = bubble_of(card(ask=permission()), waited_min=30)
    assert "30 min" in bubble.title
    assert "permission" in bubble.title
    assert "held back" in summary_of([card("a"), card("b")], "held back until now").title


@pytest.mark.parametrize(
    ("command", "is_offered"),
    [
        ("touch a.txt", True),
        ("cd sub &&\n  make", True),
        (f"echo fine{' ' * 5000}; rm -rf ~", False),
        (f"echo {'fine ' * 100}; rm -rf ~", False),
        ("echo fine\0; rm -rf ~", False),
    ],
)
def test_allow_stands_on_a_bubble_only_under_the_whole_command(command: str, *, is_offered: bool) -> None:
    text = permission_text("Bash", {"command": command})
    ask = replace(permission(), tool="Bash", text=text, tool_input={"command": command})
    keys = [action.key for action in bubble_of(card(ask=ask, can_answer=True)).actions]
    assert ("allow" in keys) is is_offered
    assert "deny" in keys
    assert is_offered or text.endswith("…") or "\ufffd" in text


@pytest.mark.parametrize(
    ("given", "is_offered"),
    [
        ({}, True),
        ({"dangerouslyDisableSandbox": True}, False),
        ({"command": "rm -rf build"}, False),
        ({"command": "touch a\u3164.txt"}, False),
    ],
)
def test_a_bubble_allows_nothing_that_destroys_or_asks_for_more_than_it_tells(
    given: dict[str, Any], *, is_offered: bool
) -> None:
    values = {"command": "touch a.txt"} | given
    ask = replace(permission(), text=f"Run: {values['command']}", tool_input=values)
    keys = [action.key for action in bubble_of(card(ask=ask, can_answer=True)).actions]
    assert ("allow" in keys) is is_offered
    assert "deny" in keys
