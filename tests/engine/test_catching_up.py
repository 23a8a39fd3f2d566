"""What is told of the board while what waited is taken in, and when the store goes away in the midst of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from headspace_desktop.domain import changes as c
from headspace_desktop.domain import effects as f
from headspace_desktop.domain import events as e
from headspace_desktop.domain.model import State
from headspace_desktop.paths import Paths
from headspace_desktop.troubles import StoreFull
from tests.domain.builders import at
from tests.engine import test_engine
from tests.engine.test_engine import begin, hook


class Desk(test_engine.Desk):
    """One whose engine takes in what waited."""

    catches_up = True

    def caught_up(self, seconds: float = 1.0) -> None:
        """The rooms that read have nothing more to tell."""
        followed = {effect.path for effect in self.asked(f.FollowTranscript)}
        self.tell(*(e.BacklogTold(source) for source in ("mail", *followed)))
        self.wait(seconds)
        assert not self.engine.is_catching_up, self.engine._merge._behind


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    paths = Paths.from_environment()
    paths.make_private()
    desk = Desk(paths)
    desk.caught_up()
    begin(desk)
    yield desk
    desk.engine.close()


def stale(desk: Desk) -> list[c.BoardStale]:
    return desk.told(c.BoardStale)


def test_a_board_from_before_is_never_told_as_if_it_were_current(desk: Desk) -> None:
    """The command line takes each change in turn: whoever waits would be answered by the first board."""
    desk.restart()
    kinds = [type(change) for change in desk.changes]
    assert kinds.index(c.BoardStale) < kinds.index(c.BoardReset)
    assert stale(desk)[0].is_catching_up


def test_a_store_that_comes_late_brings_a_board_from_before(desk: Desk) -> None:
    desk.closed_for = [StoreFull("no room")]
    desk.restart()
    assert not stale(desk)[-1].is_catching_up
    desk.wait(6)
    kinds = [change for change in desk.changes if isinstance(change, c.BoardStale | c.BoardReset)]
    before = kinds[: next(index for index, change in enumerate(kinds) if isinstance(change, c.BoardReset))]
    assert c.BoardStale(None) not in before and before[-1].is_catching_up  # type: ignore[union-attr]


def test_who_is_judged_by_the_clock_alone_is_so_before_the_board_is_called_current(desk: Desk) -> None:
    assert desk.card.verdict.state is State.WORKING
    desk.now += timedelta(hours=3)
    desk.restart()
    desk.mail(hook(e.PromptSubmitted, 60, text="more", prompt_id="p2"), name="m8")
    desk.caught_up()
    current = desk.changes.index(c.BoardStale(None))
    judged = [change.card.verdict.state for change in desk.changes[:current] if isinstance(change, c.CardChanged)]
    assert judged and judged[-1] is State.STALLED
    assert not any(isinstance(change, c.CardChanged) for change in desk.changes[current:])


def test_while_nothing_can_be_saved_the_board_is_never_called_current(desk: Desk) -> None:
    """What failed was judged by the clock alone; so no source has anything to tell."""
    desk.failures = [StoreFull("no room") for _ in range(3)]
    desk.wait(3 * 3600)
    assert desk.failures == []
    first = next(index for index, change in enumerate(stale(desk)) if change.reason == StoreFull.title)
    away_at = desk.changes.index(stale(desk)[first])
    for _ in range(2):
        desk.tell(e.BacklogTold("mail"))
        desk.wait(1)
    gone_at = desk.changes.index(c.TroubleGone("store"))
    meanwhile = [change for change in desk.changes[away_at + 1 : gone_at] if isinstance(change, c.BoardStale)]
    assert c.BoardStale(None) not in meanwhile
    assert stale(desk)[-1] == c.BoardStale(None)


def test_a_store_that_was_away_is_caught_up_with_from_the_moment_it_went(desk: Desk) -> None:
    desk.failures = [StoreFull("no room", retry_after_s=10.0)]
    desk.mail(hook(e.PromptSubmitted, 20, text="more", prompt_id="p2"), name="m8")
    assert (away := stale(desk)[-1]).since_at == at(20)
    assert desk.asked(f.TellBacklog)
    wakes, busy_until = 0, at(29)
    while (due_s := desk.engine.due_s()) is not None and desk.now + timedelta(seconds=due_s) < busy_until:
        desk.now += timedelta(seconds=max(due_s, 0.001))
        desk.engine.tick()
        wakes += 1
    assert wakes <= 1, "there is nothing to do before the store is tried again"
    desk.wait(11)
    behind = [change for change in stale(desk) if change.is_catching_up]
    assert all(change.since_at is not None and change.since_at <= desk.now for change in behind)
    assert stale(desk)[-1] in (away, *behind), "the rooms that read have not said yet that this is all"
    desk.caught_up()
    assert stale(desk)[-1] == c.BoardStale(None)
    assert desk.card.verdict.state is State.WORKING
