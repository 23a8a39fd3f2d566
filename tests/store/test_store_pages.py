"""The reader's questions on both databases, beside a writer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text

from headspace_desktop.domain.asks import AskEvents, AskTurns
from headspace_desktop.domain.model import CommandState, Outcome, TurnActor, TurnIntent
from headspace_desktop.paths import Paths
from headspace_desktop.store.pages import TEXT_CHARS, EventsPage, Pages, TurnsPage
from headspace_desktop.store.records import Batch, Records
from headspace_desktop.troubles import StoreReadOnly, StoreTrouble
from tests.store.board import a_command, a_turn, an_agent, an_ask, an_event, at
from tests.store.filling import HOSTILE, fresh_uuid


@pytest.fixture
def pages(url: str, paths: Paths) -> Iterator[Pages]:
    pages = Pages(url, paths, host_id="host-1")
    yield pages
    pages.close()


def turns_page(pages: Pages, ask: AskTurns) -> TurnsPage:
    page = pages.answer(ask)
    assert isinstance(page, TurnsPage)
    return page


def events_page(pages: Pages, ask: AskEvents) -> EventsPage:
    page = pages.answer(ask)
    assert isinstance(page, EventsPage)
    return page


def test_a_conversation_page_by_page(records: Records, pages: Pages) -> None:
    agent, other = an_agent(), an_agent()
    done = a_command(CommandState.COMPLETE, started_at=at(0), completed_at=at(5), outcome=Outcome.FINISHED)
    running = a_command(started_at=at(10), full_command="go")
    texts = [
        (agent.uuid, done.uuid if n < 5 else running.uuid, a_turn(f"text:{n}", f"t{n}", at=at(n))) for n in range(10)
    ]
    hidden = [
        (agent.uuid, running.uuid, a_turn("text:h", "internal", at=at(4), is_internal=True)),
        (agent.uuid, running.uuid, a_turn("text:b", "  ", at=at(4))),
        (other.uuid, None, a_turn("text:o", "other", at=at(4))),
    ]
    records.save(
        Batch(
            agents={agent.uuid: agent, other.uuid: other},
            commands={command.uuid: (agent.uuid, command) for command in (done, running)},
            turns=[*reversed(texts), *hidden],
        )
    )
    first = turns_page(pages, AskTurns("a", agent.uuid, limit=4))
    assert [turn.text for turn in first.turns] == ["t6", "t7", "t8", "t9"]
    assert [command.uuid for command in first.commands] == [running.uuid]
    second = turns_page(pages, AskTurns("b", agent.uuid, before_id=first.before_id, limit=4))
    assert [turn.text for turn in second.turns] == ["t2", "t3", "t4", "t5"]
    assert [command.uuid for command in second.commands] == [done.uuid, running.uuid]
    third = turns_page(pages, AskTurns("c", agent.uuid, before_id=second.before_id, limit=4))
    assert [turn.text for turn in third.turns] == ["t0", "t1"]
    assert (third.before_id, third.ask_id) == (None, "c")
    assert third.commands[0].outcome is Outcome.FINISHED


def test_moments_that_are_the_same_are_paged_by_id(records: Records, pages: Pages) -> None:
    agent = an_agent()
    records.save(
        Batch(agents={agent.uuid: agent}, turns=[(agent.uuid, None, a_turn(f"text:{n}", str(n))) for n in range(5)])
    )
    seen: list[str] = []
    before: int | None = None
    while True:
        page = turns_page(pages, AskTurns("a", agent.uuid, before_id=before, limit=2))
        seen[:0] = [turn.text for turn in page.turns]
        before = page.before_id
        if before is None:
            break
    assert seen == ["0", "1", "2", "3", "4"]


def test_questions_answers_and_huge_texts(records: Records, pages: Pages) -> None:
    agent = an_agent()
    question = a_turn("ask:toolu_1", HOSTILE, intent=TurnIntent.QUESTION, ask=an_ask(), at=at(1))
    answer = a_turn("answer:1", "x" * 300_000, actor=TurnActor.USER, answers_key="ask:toolu_1", at=at(2))
    records.save(Batch(agents={agent.uuid: agent}, turns=[(agent.uuid, None, question), (agent.uuid, None, answer)]))
    asked, answered = turns_page(pages, AskTurns("a", agent.uuid)).turns
    assert (asked.text, asked.question_text, asked.question_source_type) == (
        HOSTILE,
        "Which colour?",
        "ask_user_question",
    )
    assert asked.question_options is not None
    assert asked.question_options[0]["options"][0]["label"] == "blue"
    assert answered.answers_id == asked.id
    assert (len(answered.text), answered.text_chars) == (TEXT_CHARS, 300_000)


def test_events_newest_first(records: Records, pages: Pages) -> None:
    agent = an_agent()
    events = [an_event(f"d-{n}", agent.uuid if n % 2 else None, kind="Odd" if n % 2 else "Even") for n in range(6)]
    records.save(Batch(agents={agent.uuid: agent}, events=[*events, replace(events[0], delivery_id=None)]))
    page = events_page(pages, AskEvents("a", limit=3))
    assert [event.delivery_id for event in page.events] == [None, "d-5", "d-4"]
    assert (page.events[1].agent_uuid, page.events[1].project_name) == (agent.uuid, "App")
    assert page.events[1].payload == {"text": "x"}
    rest = events_page(pages, AskEvents("b", before_id=page.before_id))
    assert ([event.delivery_id for event in rest.events], rest.before_id) == (["d-3", "d-2", "d-1", "d-0"], None)
    assert len(events_page(pages, AskEvents("c", agent_uuid=agent.uuid)).events) == 3
    assert len(events_page(pages, AskEvents("d", kind="Even")).events) == 4


def test_each_page_sees_what_was_just_saved(records: Records, pages: Pages) -> None:
    for count in range(1, 4):
        records.save(Batch(events=[an_event(f"d-{count}")]))
        assert len(events_page(pages, AskEvents("a")).events) == count


def test_an_unknown_agent_has_an_empty_page(records: Records, pages: Pages) -> None:
    assert turns_page(pages, AskTurns("a", fresh_uuid())).turns == ()
    assert turns_page(pages, AskTurns("a", fresh_uuid(), before_id=99)).before_id is None


def test_a_reader_cannot_write(records: Records, pages: Pages) -> None:
    events_page(pages, AskEvents("a"))
    assert pages._db is not None
    with pytest.raises(Exception, match=r"(?i)read-?only"), pages._db.begin() as connection:
        connection.execute(text("DELETE FROM notes"))


def test_before_there_is_a_store(paths: Paths) -> None:
    pages = Pages("", paths, host_id="host-1")
    with pytest.raises(StoreReadOnly):
        pages.answer(AskEvents("a"))
    with pytest.raises(StoreTrouble):
        Pages("nonsense", paths, host_id="host-1").answer(AskEvents("a"))
    pages.close()
