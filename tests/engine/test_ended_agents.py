"""Agents that ended do not pile up on the board; nothing of them is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from headspace_desktop.domain import changes as c
from headspace_desktop.domain import effects as f
from headspace_desktop.domain import events as e
from headspace_desktop.domain.model import State
from headspace_desktop.engine import board
from tests.domain.builders import said
from tests.engine.desks import Desk, desk, hook, rows

__all__ = ["desk"]


@pytest.fixture(autouse=True)
def three(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "ENDED_LIMIT", 3)


def clues(number: int) -> e.Clues:
    session_id = f"5e55{number:04d}"
    path = f"/home/dev/.claude/projects/p/{session_id}.jsonl"
    return e.Clues("claude", session_id=session_id, pid=1000 + number, proc_start="5", cwd="/home/dev/project",
                   transcript_path=path)  # fmt: skip


def told(kind: type[Any], number: int, seconds: float, **fields: Any) -> Any:
    item = said(kind, seconds, **fields)
    origin = replace(item.origin, delivery_id=f"{kind.__name__}-{number}-{seconds}")
    return replace(item, clues=clues(number), origin=origin)


def live_and_end(desk: Desk, number: int, seconds: float) -> None:
    desk.mail(told(e.SessionStarted, number, seconds, reason="startup"), name=f"a{number}")
    desk.mail(told(e.PromptSubmitted, number, seconds + 1, text="do it", prompt_id=f"p{number}"), name=f"b{number}")
    desk.mail(told(e.SessionEnded, number, seconds + 2, reason="prompt_input_exit"), name=f"c{number}")


def sessions(desk: Desk) -> set[str]:
    return {card.session_id for card in desk.cards.values()}


def test_the_newest_ended_stay_and_the_oldest_are_told_to_go(desk: Desk) -> None:
    desk.mail(hook(e.SessionStarted, 0, reason="startup"), name="live")
    for number in range(6):
        live_and_end(desk, number, 100.0 * (number + 1))
    ended = {card.session_id for card in desk.cards.values() if card.verdict.state is State.ENDED}
    assert ended == {"5e550003", "5e550004", "5e550005"}
    assert len(desk.cards) == 4, "the live one stays"
    assert len(desk.told(c.CardGone)) == 3
    assert [effect.path for effect in desk.asked(f.LeaveTranscript)] == [clues(n).transcript_path for n in range(3)]
    assert rows(desk, "SELECT count(*) FROM agents") == [(7,)]
    assert rows(desk, "SELECT count(*) FROM turns WHERE text = 'do it'") == [(6,)]


def test_last_words_are_waited_for(desk: Desk) -> None:
    for number in range(6):
        live_and_end(desk, number, 5.0 * number)
    assert len(desk.cards) == 6
    live_and_end(desk, 6, 200)
    assert len(desk.cards) == 3


def test_one_that_was_let_go_comes_back_by_its_own_sign_as_the_same_agent(desk: Desk) -> None:
    for number in range(5):
        live_and_end(desk, number, 100.0 * (number + 1))
    assert "5e550000" not in sessions(desk)
    (uuid,) = next(iter(rows(desk, "SELECT uuid FROM agents WHERE session_id = '5e550000'")))
    desk.effects.clear()
    desk.mail(told(e.SessionStarted, 0, 900, reason="resume"), name="again")
    assert desk.cards[uuid].session_id == "5e550000"
    assert [effect.path for effect in desk.asked(f.FollowTranscript)] == [clues(0).transcript_path]


def test_a_start_shows_no_more(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "ENDED_LIMIT", 100)
    for number in range(6):
        live_and_end(desk, number, 100.0 * (number + 1))
    assert len(desk.cards) == 6
    monkeypatch.setattr(board, "ENDED_LIMIT", 3)
    desk.wait(100)
    desk.restart()
    assert sessions(desk) == {"5e550003", "5e550004", "5e550005"}
