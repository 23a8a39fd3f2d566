"""The tray's words: counts, tooltip, lines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.model import AskKind, State, SubState
from headspace_desktop.ui import tray_menu
from headspace_desktop.ui.tray_icon import Face, Shape
from headspace_desktop.ui.tray_menu import Choice, Entry
from tests.ui.tray_cards import NOW, asking, card

W, N, IDLE, S, D, U, E = (
    State.WORKING,
    State.NEEDS_INPUT,
    State.IDLE,
    State.STALLED,
    State.DONE,
    State.UNKNOWN,
    State.ENDED,
)


def cards(*states: State) -> list[Card]:
    return [card(f"agent-{number}", state) for number, state in enumerate(states)]


@pytest.mark.parametrize(
    ("states", "said", "face"),
    [
        ([], "No agents", Face(Shape.NONE)),
        ([E, E], "No agents", Face(Shape.NONE)),
        ([N, N, W, W, W], "2 need you, 3 working", Face(Shape.NEEDS_INPUT, 2)),
        ([N], "1 needs you", Face(Shape.NEEDS_INPUT, 1)),
        ([N] * 40, "40 need you", Face(Shape.NEEDS_INPUT, 10)),
        ([S, W], "1 stalled, 1 working", Face(Shape.STALLED, 1)),
        ([S, N], "1 needs you, 1 stalled", Face(Shape.NEEDS_INPUT, 1)),
        ([W, IDLE, D], "1 working, 1 done, 1 idle", Face(Shape.WORKING)),
        ([IDLE, D], "1 done, 1 idle", Face(Shape.IDLE)),
        ([U, IDLE], "1 idle, 1 unknown", Face(Shape.UNKNOWN)),
        ([U, W], "1 working, 1 unknown", Face(Shape.WORKING)),
    ],
)
def test_what_the_icon_and_its_tooltip_say(states: list[State], said: str, face: Face) -> None:
    summary = tray_menu.summarise(cards(*states))
    assert tray_menu.tooltip(summary, None) == said
    assert tray_menu.face(summary, is_muted=False) == face
    assert tray_menu.face(summary, is_muted=True) == Face(face.shape, face.count, is_muted=True)


def test_before_the_first_board_it_does_not_pretend_to_know() -> None:
    assert tray_menu.face(None, is_muted=False).shape is Shape.UNKNOWN
    assert tray_menu.tooltip(None, None) == "Headspace is starting"


def test_muting_is_told() -> None:
    until_at = NOW + timedelta(hours=1)
    said = tray_menu.tooltip(tray_menu.summarise(cards(W)), until_at)
    assert said == f"1 working\nMuted until {until_at.astimezone():%H:%M}"


def test_the_longest_waiting_comes_first_and_other_hosts_not_at_all() -> None:
    summary = tray_menu.summarise(
        [
            asking("young", "?", 1),
            asking("old", "?", 90),
            card("between", N, 30),
            asking("elsewhere", "?", 500, is_foreign_host=True),
            card("busy", W, 900),
        ]
    )
    assert [waiting.name for waiting in summary.waiting] == ["old", "between", "young"]
    assert summary.of(N) == 3


@pytest.mark.parametrize(
    ("waiting", "line"),
    [
        (asking("otter", "Which database?", 4), "otter · Question: Which database? · 4m"),
        (
            asking("otter", "make check", 120, AskKind.PERMISSION),
            "otter · Permission: make check · 2h",
        ),
        (card("otter", N, 0.5, sub_state=SubState.QUESTION_IN_TEXT), "otter · asks in its text · 30s"),
        (card("", N, 0), "shop · Needs input · 0s"),
    ],
)
def test_a_line_names_who_waits_for_what_how_long(waiting: Card, line: str) -> None:
    assert tray_menu.waiting_line(waiting, NOW) == line


def test_hostile_words_stay_one_short_line() -> None:
    line = tray_menu.waiting_line(asking("a\nb\x00" * 5_000, "x\n\u202ey" * 1_000_000), NOW)
    assert len(line) < 200
    assert not set(line) & set("\n\x00\u202e")


def texts(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.text for entry in entries]


def test_the_menu_has_everything() -> None:
    summary = tray_menu.summarise([asking("otter", "?", 4)])
    entries = tray_menu.entries(summary, None, NOW)
    assert texts(entries) == [
        "otter · Question: ? · 4m",
        "",
        "Recommended next: shop · otter",
        "Next waiting",
        "Open board",
        "",
        "Mute",
        "",
        "New agent in",
        "Start agent…",
        "Settings",
        "Doctor",
        "",
        "Quit",
    ]
    assert entries[0].choice == Choice("go", "uuid-otter")
    assert entries[2].choice == Choice("go", "uuid-otter")
    new = next(entry for entry in entries if entry.text == "New agent in")
    assert new.children == (Entry("shop", Choice("start", "/home/person/shop")),)
    mute = next(entry for entry in entries if entry.text == "Mute")
    assert texts(mute.children) == ["30 minutes", "1 hour", "Until tomorrow"]


def test_nobody_waits() -> None:
    entries = tray_menu.entries(tray_menu.summarise([]), None, NOW)
    assert entries[0] == Entry("Next waiting", Choice("next"), is_enabled=False)


def test_muted_offers_to_end_it() -> None:
    entries = tray_menu.entries(tray_menu.summarise([]), NOW + timedelta(minutes=30), NOW)
    unmute = next(entry for entry in entries if entry.choice == Choice("unmute"))
    assert unmute.text.startswith("Unmute (muted until ")


def test_a_crowd_is_cut_and_counted() -> None:
    entries = tray_menu.entries(tray_menu.summarise([asking(f"a{n}", "?", n) for n in range(30)]), None, NOW)
    assert (
        sum(entry.choice is not None and entry.choice.kind == "go" for entry in entries[:13]) == tray_menu.WAITING_LIMIT
    )
    assert "… and 18 more" in texts(entries)


@pytest.mark.parametrize("hour", range(0, 24, 5))
def test_until_tomorrow_ends_in_the_morning_of_the_next_day(hour: int) -> None:
    now = datetime(2026, 3, 5, hour, 30).astimezone().astimezone(UTC)
    end = tray_menu.mute_end("tomorrow", now).astimezone()
    assert (end.month, end.day, end.hour, end.minute) == (3, 6, 6, 0)
    assert tray_menu.mute_end("30", now) == now + timedelta(minutes=30)
    assert tray_menu.mute_end("tomorrow", now).tzinfo is UTC


def test_a_stale_board_is_told_before_anything_else() -> None:
    stale = tray_menu.Stale(NOW, "The disk is full")
    said = tray_menu.tooltip(tray_menu.summarise(cards(W)), None, stale)
    assert said.startswith("Not current since")
    assert "The disk is full\n1 working" in said
