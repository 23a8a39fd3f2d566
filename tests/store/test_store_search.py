"""The history search on both databases, beside a writer: what is found, in which order, and that the index is true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from headspace_desktop.domain.actions import DeleteProject
from headspace_desktop.domain.asks import AskSearch
from headspace_desktop.domain.model import Agent, Command, CommandState, Project, Turn, TurnActor
from headspace_desktop.paths import Paths
from headspace_desktop.store.database import Database
from headspace_desktop.store.desk import Site, perform
from headspace_desktop.store.migrate import migrate
from headspace_desktop.store.pages import Pages
from headspace_desktop.store.records import Batch, Records
from headspace_desktop.store.search import Hit, SearchPage
from tests.store.board import NOW, a_command, a_turn, an_agent, at
from tests.store.conftest import Opener
from tests.store.filling import HOSTILE, fresh_uuid


@pytest.fixture
def pages(url: str, paths: Paths) -> Iterator[Pages]:
    pages = Pages(url, paths, host_id="host-1")
    yield pages
    pages.close()


def ask(pages: Pages, words: str, **more: Any) -> SearchPage:
    page = pages.answer(AskSearch("s", words, **more))
    assert isinstance(page, SearchPage)
    return page


def found(pages: Pages, words: str, **more: Any) -> list[str]:
    return [hit.snippet.text for hit in ask(pages, words, **more).hits]


def say(records: Records, *texts: str, agent: Agent | None = None, actor: TurnActor = TurnActor.AGENT) -> Agent:
    agent = agent or an_agent()
    turns: list[tuple[str, str | None, Turn]] = [
        (agent.uuid, None, a_turn(f"text:{agent.uuid}:{n}:{words[:9]}", words, at=at(n), actor=actor))
        for n, words in enumerate(texts)
    ]
    records.save(Batch(agents={agent.uuid: agent}, turns=turns))
    return agent


TEXTS = (
    "Moved the session store behind a protocol",
    "The store keeps sessions; exit code 1 in src/session/store.py",
    "code exit: nothing to see",
    "naïve ÄRGER and déjà vu",
    "你好,世界:会话存储已经移动",
    "セッションを移動しました",
    "ship it 🚀 now -> done",
    '100% of foo_bar\'s "quoted" \\ text; DROP TABLE turns; --',
    "don't panic (really)",
)


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("store ", (0, 1)),
        ("STORE ", (0, 1)),
        ("sess", (0, 1)),
        ("sess ", ()),
        ("session store ", (0, 1)),
        ("session -protocol", (1,)),
        ('"exit code"', (1,)),
        ('"code exit"', (2,)),
        ('-"exit code" code', (2,)),
        ("store.py", (1,)),
        ("src/session/store.py", (1,)),
        ("会话", (4,)),
        ("世界", (4,)),
        ("存储 会话", (4,)),
        ("-会话 移動", (5,)),
        ("ッショ", (5,)),
        ("🚀", (6,)),
        ("->", (6,)),
        ("ship 🚀", (6,)),
        ("100%", (7,)),
        ("%", (7,)),
        ("foo_bar", (7,)),
        ('"quoted"', (7,)),
        ("\\", (7,)),
        ("don't", (8,)),
        ("DROP TABLE", (7,)),
        ("nothing that is there", ()),
    ],
)
def test_what_is_found(records: Records, pages: Pages, words: str, hits: tuple[int, ...]) -> None:
    say(records, *TEXTS)
    assert {TEXTS.index(text) for text in found(pages, words)} == set(hits)


def test_sqlite_reads_letters_without_their_marks(opener: Opener, paths: Paths) -> None:
    records, pages = Records(opener()), Pages("", paths, host_id="host-1")
    say(records, *TEXTS)
    assert found(pages, "naive arger") == [TEXTS[3]]
    pages.close()


@pytest.mark.parametrize("words", [
    '"', '""', "'", "*", "(", ")", "a AND", "NOT", "OR OR", "NEAR(a, 5)", "text:", "^a", "-", "--", "-*", "{a b}: c",
    "a + b", "\x00", "a\x00b", "\ud800", HOSTILE, "\u202e", "𝔘𝔫𝔦", "x" * 5000, "a " * 3000, "!%_", "&|!<->:*", "'; --",
    "ʼ", "１２", "%s %(x)s :name", "\ufdd00000",
])  # fmt: skip
def test_any_input_is_a_question_and_never_a_command(records: Records, pages: Pages, words: str) -> None:
    say(records, *TEXTS, HOSTILE)
    for kinds in ((), ("user",), ("command",), ("project",)):
        page = ask(pages, words, kinds=kinds)
        assert page.ask_id == "s"
        assert len(ask(pages, "store ").hits) == 2


def test_the_text_of_an_agent_is_found_as_it_is_whatever_is_in_it(records: Records, pages: Pages) -> None:
    say(records, HOSTILE)
    (hit,) = ask(pages, "naïve DROP").hits
    assert hit.snippet.text.startswith("naïve \x00 \ud800 ")


def test_nothing_asked_is_told_apart_from_nothing_found(records: Records, pages: Pages) -> None:
    say(records, *TEXTS)
    assert not ask(pages, "  ").is_question
    assert ask(pages, "zzz").is_question


def test_commands_and_projects_are_found_too(records: Records, database: Database, pages: Pages) -> None:
    agent = an_agent(transcript_path="/t/1.jsonl", project=Project("/home/me/rocketry", "Rocketry"))
    command = a_command(
        CommandState.COMPLETE, started_at=at(3), completed_at=at(9), full_command="launch it", full_output="lifted off"
    )
    turn = a_turn("prompt:1", "launch it", at=at(3), entry_uuid="e-1", actor=TurnActor.USER)
    records.save(
        Batch(
            agents={agent.uuid: agent},
            commands={command.uuid: (agent.uuid, command)},
            turns=[(agent.uuid, command.uuid, turn)],
        )
    )
    by_kind: dict[str, Hit] = {hit.kind: hit for hit in ask(pages, "launch").hits}
    assert set(by_kind) == {"turn", "command"}
    assert by_kind["command"].entry_uuid == by_kind["turn"].entry_uuid == "e-1"
    assert by_kind["turn"].transcript_path == "/t/1.jsonl"
    assert by_kind["turn"].agent_uuid == agent.uuid
    assert [hit.kind for hit in ask(pages, "lifted").hits] == ["command"]
    with database.db.begin() as connection:
        connection.execute(text("UPDATE commands SET instruction = 'start the engine'"))
    assert [hit.kind for hit in ask(pages, "engine").hits] == ["command"]
    (project,) = ask(pages, "rocketry").hits
    assert (project.kind, project.project_name, project.host_name) == ("project", "Rocketry", "")
    assert project.project_id == by_kind["turn"].project_id


def test_the_filters(records: Records, pages: Pages) -> None:
    mine = say(records, "alpha one", "alpha two", actor=TurnActor.USER)
    other = say(records, "alpha three", agent=an_agent(project=Project("/home/me/other", "Other")))
    assert set(found(pages, "alpha")) == {"alpha one", "alpha two", "alpha three"}
    assert set(found(pages, "alpha", agent_uuid=mine.uuid)) == {"alpha one", "alpha two"}
    assert found(pages, "alpha", agent_uuid="00000000-0000-0000-0000-000000000000") == []
    project = next(hit.project_id for hit in ask(pages, "alpha").hits if hit.agent_uuid == other.uuid)
    assert found(pages, "alpha", project_id=project) == ["alpha three"]
    assert set(found(pages, "alpha", kinds=("user",))) == {"alpha one", "alpha two"}
    assert found(pages, "alpha", kinds=("agent",)) == ["alpha three"]
    assert found(pages, "alpha", kinds=("command",)) == []
    assert found(pages, "alpha", since_at=at(0.5)) == ["alpha two"]
    assert set(found(pages, "alpha", until_at=at(0.5))) == {"alpha one", "alpha three"}


def test_internal_turns_are_not_found(records: Records, pages: Pages) -> None:
    agent = an_agent()
    records.save(
        Batch(agents={agent.uuid: agent}, turns=[(agent.uuid, None, a_turn("text:1", "secret plan", is_internal=True))])
    )
    assert found(pages, "secret") == []


def test_pages_follow_one_another_without_a_gap_or_a_double(records: Records, pages: Pages) -> None:
    agent = an_agent(project=Project("/home/me/alpha", "Alpha"))
    moments: Sequence[datetime] = [at(n // 3) for n in range(20)]
    commands: dict[str, tuple[str, Command]] = {}
    turns: list[tuple[str, str | None, Turn]] = []
    for n, moment in enumerate(moments):
        turns.append((agent.uuid, None, a_turn(f"text:{n}", f"alpha {n}", at=moment)))
        command = a_command(CommandState.COMPLETE, started_at=moment, completed_at=moment, full_command=f"alpha {n}")
        commands[command.uuid] = (agent.uuid, command)
    records.save(Batch(agents={agent.uuid: agent}, commands=commands, turns=turns))
    whole = ask(pages, "alpha", limit=500).hits
    assert len(whole) == 41
    assert [hit.at for hit in whole] == sorted((hit.at for hit in whole), reverse=True)
    seen: list[Hit] = []
    after = None
    while True:
        page = ask(pages, "alpha", limit=3, after=after)
        seen += page.hits
        after = page.after
        if after is None:
            break
    assert seen == list(whole)


def test_the_index_follows_every_change(records: Records, database: Database, pages: Pages) -> None:
    agent = say(records, "first words")
    turn = a_turn(f"text:{agent.uuid}:0:first wor", "first words, then more", at=at(0))
    records.save(Batch(turns=[(agent.uuid, None, turn)]))
    assert found(pages, "more") == ["first words, then more"]
    assert len(found(pages, "first")) == 1
    with database.db.begin() as connection:
        connection.execute(text("UPDATE turns SET text = 'changed by hand'"))
    assert found(pages, "first") == []
    assert found(pages, "hand") == ["changed by hand"]
    with database.db.begin() as connection:
        connection.execute(text("UPDATE agents SET ended_at = last_seen_at"))
        project_id = connection.scalar(text("SELECT id FROM projects"))
        assert project_id is not None
        done = perform(Site(connection, "host-1", "One", NOW), DeleteProject(project_id))
        assert done.trouble is None
    assert found(pages, "hand") == []
    assert found(pages, "app") == []
    _is_sound(database)


def _is_sound(database: Database) -> None:
    """SQLite's own comparison of an index with the table that it is of; raises when they differ."""
    if database.db.dialect.name == "sqlite":
        with database.db.begin() as connection:
            for index in ("turn_words", "command_words", "project_words"):
                connection.exec_driver_sql(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)")


def test_a_batch_that_fails_leaves_no_words(records: Records, database: Database, pages: Pages) -> None:
    agent = say(records, "kept words")
    with pytest.raises(ValueError, match="never saved"):
        records.save(
            Batch(
                turns=[(agent.uuid, None, a_turn("text:x", "lost words")), (fresh_uuid(), None, a_turn("text:y", "x"))]
            )
        )
    assert found(pages, "words") == ["kept words"]
    _is_sound(database)


def test_huge_texts_are_stored_and_found(records: Records, pages: Pages) -> None:
    """PostgreSQL refuses a row whose words are more than a megabyte: so many are never given."""
    rare = "".join(chr(0x20000 + n) + " " for n in range(60_000)) * 4
    many = " ".join(f"word{n}" for n in range(150_000))
    command = a_command(full_command=rare + many, full_output=many * 2)
    agent = an_agent()
    records.save(
        Batch(
            agents={agent.uuid: agent},
            commands={command.uuid: (agent.uuid, command)},
            turns=[
                (agent.uuid, None, a_turn("text:1", many, at=at(1))),
                (agent.uuid, None, a_turn("text:2", rare, at=at(2))),
                (agent.uuid, None, a_turn("text:3", "x" * 3_000_000 + " end", at=at(3))),
                (agent.uuid, None, a_turn("text:4", "é" * 300_000, at=at(4))),
            ],
        )
    )
    assert {hit.kind for hit in ask(pages, "word17").hits} == {"turn", "command"}


def test_an_old_store_is_indexed_by_the_migration(
    records: Records, database: Database, pages: Pages, paths: Paths
) -> None:
    say(records, *TEXTS)
    migrate(database.db, paths.migrations_dir, "0003", is_down=True)
    say(records, "said by an older version")
    told: list[str] = []
    migrate(database.db, paths.migrations_dir, tell=told.append)
    assert found(pages, "older") == ["said by an older version"]
    assert {TEXTS.index(text) for text in found(pages, "store ")} == {0, 1}
    assert told == []  # too small for anybody to wait
    _is_sound(database)


def test_a_large_old_store_tells_how_far_it_is(opener: Opener, paths: Paths, tmp_path: Path) -> None:
    database = opener()
    agent = say(Records(database), "one")
    migrate(database.db, paths.migrations_dir, "0003", is_down=True)
    with database.db.begin() as connection:
        connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 25000) "
            "INSERT INTO turns (agent_id, key, sequence, actor, intent, text, at, source) "
            "SELECT agent_id, 'k' || i, i, actor, intent, 'row ' || i, at, source FROM turns, n"
        )
    told: list[str] = []
    migrate(database.db, paths.migrations_dir, tell=told.append)
    assert told == [f"Indexing turns for the search: {n} of 25,000" for n in ("10,000", "20,000", "25,000")]
    pages = Pages("", paths, host_id="host-1")
    assert found(pages, '"row 24999"') == ["row 24999"]
    assert agent.uuid == ask(pages, "24999").hits[0].agent_uuid
    pages.close()
