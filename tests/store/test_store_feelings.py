"""Scores of frustration and turns in full, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from headspace_desktop.domain.asks import AskScores, AskTurns, AskTurnText
from headspace_desktop.paths import Paths
from headspace_desktop.store.base import table
from headspace_desktop.store.database import Database
from headspace_desktop.store.feelings import TEXT_CHARS
from headspace_desktop.store.pages import Pages
from headspace_desktop.store.records import Batch, Records
from headspace_desktop.store.tables import TurnRow
from tests.store.board import a_turn, an_agent, at


@pytest.fixture
def pages(url: str, paths: Paths) -> Iterator[Pages]:
    pages = Pages(url, paths, host_id="host-1")
    yield pages
    pages.close()


def test_only_what_was_measured_is_told_newest_first(database: Database, records: Records, pages: Pages) -> None:
    agent, other = an_agent(), an_agent()
    turns = [(agent.uuid, None, a_turn(f"text:{n}", f"t{n}", at=at(n))) for n in range(5)]
    records.save(Batch(agents={agent.uuid: agent, other.uuid: other}, turns=turns))
    assert pages.answer(AskScores("a", agent.uuid)).scores == ()
    rows = table(TurnRow)
    with database.db.begin() as connection:
        for n in (1, 3, 4):
            connection.execute(update(rows).where(rows.c.key == f"text:{n}").values(frustration_score=n))
    page = pages.answer(AskScores("a", agent.uuid, limit=2))
    assert [(one.score, one.at) for one in page.scores] == [(4, at(4)), (3, at(3))]
    assert pages.answer(AskScores("a", other.uuid)).scores == ()


def test_a_turn_in_full(records: Records, pages: Pages) -> None:
    agent = an_agent()
    text = "x" * (TEXT_CHARS + 5)
    records.save(Batch(agents={agent.uuid: agent}, turns=[(agent.uuid, None, a_turn("text:1", text))]))
    turn = pages.answer(AskTurns("a", agent.uuid)).turns[0]
    page = pages.answer(AskTurnText("b", turn.id))
    assert (len(page.text), page.chars, page.turn_id) == (TEXT_CHARS, TEXT_CHARS + 5, turn.id)
    assert pages.answer(AskTurnText("b", turn.id + 99)).chars == 0
