"""The board put back to a moment equals what the live board showed then: the same engine, told the same again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from headspace_desktop.app.fleet import WILD
from headspace_desktop.app.past import PastBoard, PastLoading, PastRange, PastRoom, Telling
from headspace_desktop.domain.actions import RenameAgent, Snooze
from headspace_desktop.domain.asks import AskBoardAt, AskPastRange, StopPast
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.limits import Limits
from headspace_desktop.paths import Paths
from headspace_desktop.store.past import PastEvents
from tests.harness.by_hand import HOST, World
from tests.harness.remembered import board_of

#: What the person does with the oldest agent, in which half minute.
WISHES: dict[int, Callable[[str, datetime], Any]] = {
    9: lambda uuid, _at: RenameAgent(uuid, "the first one"),
    12: lambda uuid, at: Snooze(uuid, at + timedelta(minutes=3)),
    25: lambda uuid, at: Snooze(uuid, at + timedelta(hours=1)),
    27: lambda uuid, _at: Snooze(uuid, None),
    31: lambda uuid, _at: RenameAgent(uuid, "still the first"),
}


class Lived:
    """A day of a fleet, its live board noted every half minute, and a room that tells it again."""

    def __init__(self, folder: Path) -> None:
        habits = replace(WILD, bulk_bytes=2_000, clock_jumps=0.0)
        self.world = World(folder, count=5, seed=21, speed=1.0, habits=habits)
        self.program = self.world.programs[0]
        self.boards: list[tuple[datetime, dict[str, dict[str, Any]]]] = []
        self.world.start()
        self.program.start()
        for number in range(40):
            self.world.pass_time(30)
            if number in WISHES and self.program.cards:
                oldest = min(self.program.cards.values(), key=lambda card: card.started_at)
                self.program.engine.handle([WISHES[number](oldest.uuid, self.world.clock.at)])
            self.boards.append((self.world.clock.at, board_of(self.program.cards.values())))
        self.told: list[Any] = []
        events = PastEvents("", self.program.paths, host_id=HOST)
        self.room = PastRoom(events, self.told.extend, Limits)

    def board_at(self, at: datetime, ask_id: str = "x") -> PastBoard:
        self.told.clear()
        self.room.handle([AskBoardAt(ask_id, at)])
        while self.room.due_s() is not None:
            self.room.tick()
        page = self.told[-1].page
        assert isinstance(page, PastBoard), self.told[-1].trouble
        return page

    def close(self) -> None:
        self.room.close()
        self.world.close()


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    day = Lived(tmp_path_factory.mktemp("lived"))
    yield day
    day.close()


def as_shown(cards: tuple[Card, ...]) -> dict[str, dict[str, Any]]:
    return board_of(cards)


def test_forwards_backwards_and_across(lived: Lived) -> None:
    order = [*range(0, 40, 5), 39, 3, 30, 31, 7, 38, 0]
    for place in order:
        at, expected = lived.boards[place]
        shown = as_shown(lived.board_at(at).cards)
        assert shown.keys() == expected.keys(), place
        for session_id, card in expected.items():
            assert shown[session_id] == card, f"{session_id} at {place}"
    assert len({str(board) for _at, board in lived.boards}) > 20, "nothing changed that day"
    cards = [card for _at, board in lived.boards for card in board.values()]
    assert {"the first one", "still the first"} <= {card["name"] for card in cards}
    assert any(card["snoozed_until_at"] for card in cards)


def test_what_the_person_made_of_an_agent_before_the_telling_begins_is_known(lived: Lived) -> None:
    events = PastEvents("", lived.program.paths, host_id=HOST)
    (named, *_) = (row for row in events.rows(1, 100_000) if row.kind == "AgentRenamed")
    telling = Telling(events, named.id + 1, named.seen_at, Limits())
    while telling.step(lived.boards[24][0]):
        pass
    events.close()
    assert telling.cards[str(named.agent_uuid)].name == "the first one"


def test_from_change_to_change(lived: Lived) -> None:
    lived.board_at(lived.boards[-1][0])
    board = lived.board_at(lived.boards[5][0])
    assert board.before_at is not None
    assert board.after_at is not None
    assert board.before_at < board.at < board.after_at
    states = [{c.uuid: c.verdict.state for c in lived.board_at(at).cards} for at in (board.at, board.after_at)]
    subs = [{c.uuid: c.verdict.sub_state for c in lived.board_at(at).cards} for at in (board.at, board.after_at)]
    assert (states[0], subs[0]) != (states[1], subs[1])


def test_the_range_and_what_happened_in_each_minute(lived: Lived) -> None:
    lived.told.clear()
    lived.room.handle([AskPastRange("r")])
    page = lived.told[-1].page
    assert isinstance(page, PastRange)
    assert page.first_at is not None
    assert page.first_at <= lived.boards[0][0] <= lived.boards[-1][0]
    assert sum(count for _minute, count in page.minutes) > 100


def test_a_newer_wish_takes_the_place_of_an_older_one_and_it_can_be_stopped(lived: Lived) -> None:
    lived.told.clear()
    lived.room.handle([AskBoardAt("one", lived.boards[3][0]), AskBoardAt("two", lived.boards[4][0])])
    while lived.room.due_s() is not None:
        lived.room.tick()
    assert {ready.ask_id for ready in lived.told} == {"two"}
    lived.told.clear()
    lived.room.handle([AskBoardAt("three", lived.boards[0][0]), StopPast("three")])
    assert lived.room.due_s() is None
    assert lived.told == []


def test_a_long_way_tells_how_far_it_is(lived: Lived, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("headspace_desktop.app.past.SLICE_S", 0.0)
    room = PastRoom(PastEvents("", lived.program.paths, host_id=HOST), lived.told.extend, Limits)
    lived.told.clear()
    room.handle([AskBoardAt("x", lived.boards[-1][0])])
    while room.due_s() is not None:
        room.tick()
    room.close()
    shares = [ready.page.share for ready in lived.told if isinstance(ready.page, PastLoading)]
    assert shares
    assert all(0 <= share <= 1 for share in shares)
    assert isinstance(lived.told[-1].page, PastBoard)


def test_nothing_stored_is_an_empty_board(tmp_path: Path) -> None:
    world = World(tmp_path, count=1, seed=1, speed=1.0, habits=WILD)
    program = world.programs[0]
    program.start()
    told: list[Any] = []
    room = PastRoom(PastEvents("", program.paths, host_id=HOST), told.extend, Limits)
    room.handle([AskPastRange("r"), AskBoardAt("b", world.clock.at)])
    room.tick()
    room.close()
    world.close()
    assert told[0].page == PastRange(None, None)
    assert told[1].page.cards == ()


def test_without_a_store_it_says_so(tmp_path: Path) -> None:
    paths = Paths.from_environment({"HOME": str(tmp_path), "HEADSPACE_HOME": str(tmp_path / "hs")})
    told: list[Any] = []
    room = PastRoom(PastEvents("postgresql://nobody@127.0.0.1:1/none", paths, host_id=HOST), told.extend, Limits)
    room.handle([AskPastRange("r"), AskBoardAt("b", datetime.now().astimezone() - timedelta(hours=1))])
    room.tick()
    room.close()
    assert [ready.page for ready in told] == [None, None]
    assert all(ready.trouble.remedy for ready in told)
