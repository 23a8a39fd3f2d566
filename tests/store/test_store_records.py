"""The engine's memory on both databases: what is saved is loaded, once, wholly or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from headspace_desktop.domain.model import (
    CommandState,
    FileOffset,
    Outcome,
    PaneRef,
    Project,
    ReplyStage,
    Scene,
    TurnActor,
    TurnIntent,
    Usage,
)
from headspace_desktop.paths import Paths
from headspace_desktop.store import records as records_module
from headspace_desktop.store.database import Database
from headspace_desktop.store.records import Batch, Records
from headspace_desktop.store.writing import COMMANDS_KNOWN
from tests.store.board import NOW, a_busy_agent, a_command, a_reply, a_turn, an_agent, an_ask, an_event, at
from tests.store.conftest import Opener
from tests.store.filling import HOSTILE, all_rows, fresh_uuid


def rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    with database.db.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def batch_of(*agents: Any, **more: Any) -> Batch:
    return Batch(agents={agent.uuid: agent for agent in agents}, **more)


def test_an_empty_batch_is_nothing(records: Records, database: Database) -> None:
    assert Batch().is_empty
    assert not Batch(notes={"a": ""}).is_empty
    before = all_rows(database.db)
    records.save(Batch())
    assert all_rows(database.db) == before


def test_all_of_a_batch_comes_back(records: Records, database: Database, opener: Opener, url: str) -> None:
    agent = a_busy_agent()
    assert agent.command is not None
    reply = a_reply(agent)
    offset = FileOffset("/t/1.jsonl", "claude", "dev:1", 2**40, "s")
    batch = batch_of(
        agent,
        commands={agent.command.uuid: (agent.uuid, agent.command)},
        turns=[
            (
                agent.uuid,
                agent.command.uuid,
                a_turn("ask:toolu_1", "Which colour?", intent=TurnIntent.QUESTION, ask=an_ask()),
            )
        ],
        events=[an_event("d-1", agent.uuid, command_uuid=agent.command.uuid)],
        offsets={offset.path: offset},
        replies={reply.id: reply},
        notes={"mute": "until"},
    )
    records.save(batch)
    records.close()
    again = Records(opener(url))
    loaded = again.load(NOW)
    assert loaded.agents == (agent,)
    assert loaded.replies == (reply,)
    assert loaded.offsets == (offset,)
    assert loaded.notes == {"mute": "until"}
    assert again.known(["d-1", "d-2"]) == {"d-1"}


def test_saving_again_changes_nothing(records: Records, database: Database) -> None:
    """A commit whose answer was lost is tried again."""
    agent = a_busy_agent()
    assert agent.command is not None
    reply = a_reply(agent)
    batch = batch_of(
        agent,
        commands={agent.command.uuid: (agent.uuid, agent.command)},
        turns=[
            (agent.uuid, agent.command.uuid, a_turn("ask:toolu_1", "Which?", ask=an_ask(), entry_uuid="e1")),
            (agent.uuid, agent.command.uuid, a_turn("answer:toolu_1", "blue", answers_key="ask:toolu_1")),
        ],
        events=[an_event("d-1", agent.uuid)],
        offsets={"/t": FileOffset("/t", "claude", "i", 5)},
        replies={reply.id: reply},
        notes={"a": "b"},
    )
    records.save(batch)
    before = all_rows(database.db)
    records.save(batch)
    Records(database).save(batch)  # one that remembers no ids
    assert all_rows(database.db) == before


def test_ids_of_old_commands_are_not_kept_in_memory(records: Records, database: Database) -> None:
    agent = a_busy_agent()
    ended = [a_command(CommandState.COMPLETE) for _ in range(COMMANDS_KNOWN + 20)]
    records.save(batch_of(agent, commands={one.uuid: (agent.uuid, one) for one in ended}))
    assert len(records._known.commands) == COMMANDS_KNOWN
    later = replace(ended[0], full_output="told late")
    turn = (agent.uuid, ended[1].uuid, a_turn("text:1"))
    records.save(batch_of(agent, commands={later.uuid: (agent.uuid, later)}, turns=[turn]))
    assert rows(database, f"SELECT full_output FROM commands WHERE uuid = '{later.uuid}'") == [("told late",)]
    assert rows(database, "SELECT count(*) FROM turns WHERE command_id IS NOT NULL") == [(1,)]
    assert rows(database, "SELECT count(*) FROM commands") == [(COMMANDS_KNOWN + 20,)]


def test_a_failing_save_leaves_nothing_and_the_next_one_works(records: Records, database: Database) -> None:
    agent = an_agent()
    before = all_rows(database.db)
    turn = (agent.uuid, None, a_turn("prompt:1"))
    bad = batch_of(agent, turns=[turn], events=[replace(an_event("d-1", agent.uuid), at=NOW.replace(tzinfo=None))])
    with pytest.raises(Exception, match="without a time zone"):
        records.save(bad)
    assert all_rows(database.db) == before
    records.save(batch_of(agent, turns=[turn], events=[an_event("d-1", agent.uuid)]))
    assert rows(database, "SELECT count(*) FROM turns") == [(1,)]


def test_a_killed_program_leaves_whole_batches(opener: Opener, paths: Paths, url: str) -> None:
    database = opener(url)
    agent = an_agent()
    Records(database).save(batch_of(agent, turns=[(agent.uuid, None, a_turn("prompt:1"))]))
    connection = database.db.connect()
    transaction = connection.begin()
    connection.execute(text("DELETE FROM turns"))
    assert transaction.is_active
    connection.connection.dbapi_connection.close()  # type: ignore[union-attr]  as a kill does
    connection.invalidate()
    connection.close()
    assert rows(database, "SELECT key FROM turns") == [("prompt:1",)]


class TestAgents:
    def test_columns_follow_the_agent(self, records: Records, database: Database) -> None:
        first = an_agent(ended_at=at(5))
        agent = an_agent(
            previous_uuid=first.uuid,
            pane=PaneRef("/tmp/tmux-0/default", "%7"),
            tmux_session="hs-app",
            transcript_path="/t/" + "x" * 5000,
            usage=Usage(context_percent=41.6),
        )
        records.save(batch_of(agent, first))
        query = (
            "SELECT a.tmux_socket, a.tmux_pane_id, a.tmux_session, a.context_percent_used, a.host_id, a.host_name, "
            "p.slug, q.uuid "
            "FROM agents a JOIN projects p ON p.id = a.project_id JOIN agents q ON q.id = a.previous_agent_id"
        )
        [row] = rows(database, query)
        assert [str(value) for value in row] == [
            "/tmp/tmux-0/default", "%7", "hs-app", "42", "host-1", "One", "app", first.uuid,
        ]  # fmt: skip

    def test_clocks_that_step_back_do_not_stop_a_save(self, records: Records) -> None:
        agent = an_agent(started_at=at(100), ended_at=at(50))
        command = a_command(CommandState.COMPLETE, started_at=at(100), completed_at=at(50))
        records.save(batch_of(agent, commands={command.uuid: (agent.uuid, command)}))
        assert records.load(NOW).agents == (agent,)

    def test_ended_ones_stay_for_a_day(self, records: Records) -> None:
        live, today = an_agent(), an_agent(ended_at=at(2))
        old = an_agent(started_at=NOW - timedelta(days=3), ended_at=NOW - timedelta(days=2))
        records.save(batch_of(live, today, old))
        assert set(records.load(NOW).agents) == {live, today}
        assert records.find_agent("claude", str(old.session_id)) == old

    def test_the_newest_of_a_session_is_found(self, records: Records) -> None:
        older = an_agent(session_id="s", ended_at=at(5))
        newer = an_agent(session_id="s", started_at=at(6), last_seen_at=at(6), ended_at=at(7))
        records.save(batch_of(older, newer))
        assert records.find_agent("claude", "s") == newer
        live = an_agent(session_id="s", started_at=at(1))
        records.save(batch_of(live))
        assert records.find_agent("claude", "s") == live
        assert records.find_agent("other", "s") is None
        assert records.find_agent("claude", "none") is None

    def test_an_ended_one_may_live_again(self, records: Records) -> None:
        agent = an_agent(ended_at=at(5))
        records.save(batch_of(agent))
        revived = replace(agent, ended_at=None)
        records.save(batch_of(revived))
        assert records.load(NOW).agents == (revived,)

    def test_a_session_changes_hands_within_one_batch(self, records: Records, database: Database) -> None:
        one, two = an_agent(session_id="s-1"), an_agent(session_id="s-2")
        records.save(batch_of(one, two))
        swapped = replace(one, session_id="s-2"), replace(two, session_id="s-1")
        records.save(batch_of(*swapped))
        assert set(records.load(NOW).agents) == set(swapped)
        ended, heir = replace(swapped[0], ended_at=at(9)), an_agent(session_id="s-2")
        records.save(batch_of(heir, ended))
        assert records.find_agent("claude", "s-2") == heir

    def test_two_live_ones_with_one_session_are_refused(self, records: Records) -> None:
        with pytest.raises(IntegrityError):
            records.save(batch_of(an_agent(session_id="s"), an_agent(session_id="s")))

    def test_a_project_is_one_by_its_path(self, records: Records, database: Database) -> None:
        agent = an_agent()
        records.save(batch_of(agent, an_agent(project=Project("/other", "App"))))
        assert rows(database, "SELECT slug FROM projects ORDER BY id") == [("app",), ("app-2",)]
        renamed = replace(agent, project=Project("/home/me/app", "New Name", branch="feature"))
        records.save(batch_of(renamed))
        assert rows(database, "SELECT name, slug, current_branch FROM projects ORDER BY id") == [
            ("New Name", "new-name", "feature"),
            ("App", "app-2", None),
        ]
        assert rows(database, "SELECT count(*) FROM projects") == [(2,)]

    @pytest.mark.parametrize(
        "damage", ["UPDATE agents SET state_version = 99", """UPDATE agents SET state = '{"uuid": 5}'"""]
    )
    def test_a_state_that_cannot_be_read_costs_only_the_state(
        self, records: Records, database: Database, damage: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        agent = a_busy_agent()
        records.save(batch_of(agent))
        with database.db.begin() as connection:
            connection.execute(text(damage.replace(":", "\\:")))
        [loaded] = records.load(NOW).agents
        assert (loaded.uuid, loaded.session_id, loaded.project.path) == (
            agent.uuid,
            agent.session_id,
            agent.project.path,
        )
        assert loaded.scene == Scene()
        assert "cannot be read" in caplog.text
        caplog.clear()


class TestCommands:
    def test_one_open_at_a_time_whatever_the_order(self, records: Records, database: Database) -> None:
        agent, first = an_agent(), a_command(full_command="one")
        records.save(batch_of(agent, commands={first.uuid: (agent.uuid, first)}))
        done = replace(
            first, state=CommandState.COMPLETE, outcome=Outcome.SUPERSEDED, completed_at=at(3), full_command=""
        )
        second = a_command(full_command="two")
        records.save(Batch(commands={second.uuid: (agent.uuid, second), done.uuid: (agent.uuid, done)}))
        assert rows(
            database, "SELECT CAST(state AS TEXT), CAST(outcome AS TEXT), full_command FROM commands ORDER BY id"
        ) == [
            ("COMPLETE", "SUPERSEDED", "one"),
            ("PROCESSING", None, "two"),
        ]
        third = a_command()
        with pytest.raises(IntegrityError):
            records.save(Batch(commands={third.uuid: (agent.uuid, third)}))


class TestTurns:
    def texts(self, database: Database) -> list[tuple[Any, ...]]:
        return rows(database, "SELECT key, entry_uuid, text FROM turns ORDER BY sequence")

    def test_an_entry_is_adopted(self, records: Records, database: Database) -> None:
        agent = an_agent()
        records.save(batch_of(agent, turns=[(agent.uuid, None, a_turn("final:d1", "All don"))]))
        adopted = a_turn("final:d1", "All done.", entry_uuid="e1")
        records.save(Batch(turns=[(agent.uuid, None, adopted)]))
        assert self.texts(database) == [("final:d1", "e1", "All done.")]
        records.save(Batch(turns=[(agent.uuid, None, a_turn("final:d1", "", entry_uuid="e9"))]))
        assert self.texts(database) == [("final:d1", "e1", "All done.")]

    def test_a_line_read_again_is_no_second_turn(self, records: Records, database: Database) -> None:
        agent = an_agent()
        records.save(batch_of(agent, turns=[(agent.uuid, None, a_turn("final:d1", "Done.", entry_uuid="e1"))]))
        records.save(Batch(turns=[(agent.uuid, None, a_turn("text:e1", "Done.", entry_uuid="e1"))]))
        assert self.texts(database) == [("final:d1", "e1", "Done.")]

    def test_a_line_read_first_takes_the_hooks_turn_in(self, records: Records, database: Database) -> None:
        agent = an_agent()
        records.save(batch_of(agent, turns=[(agent.uuid, None, a_turn("final:d1", "Done."))]))
        records.save(Batch(turns=[(agent.uuid, None, a_turn("text:e1", "Done.", entry_uuid="e1"))]))
        records.save(Batch(turns=[(agent.uuid, None, a_turn("final:d1", "Done.", entry_uuid="e1"))]))
        assert self.texts(database) == [("text:e1", "e1", "Done.")]

    def test_two_answers_of_one_entry_are_both_kept(self, records: Records, database: Database) -> None:
        agent = an_agent()
        turns = [(agent.uuid, None, a_turn(f"answer:{name}", name, entry_uuid="e1")) for name in ("a", "b")]
        records.save(batch_of(agent, turns=turns))
        records.save(Batch(turns=turns))
        assert self.texts(database) == [("answer:a", "e1", "a"), ("answer:b", None, "b")]

    def test_one_key_and_entry_in_two_sessions(self, records: Records, database: Database) -> None:
        one, two = an_agent(), an_agent()
        turn = a_turn("text:e1", entry_uuid="e1")
        records.save(batch_of(one, two, turns=[(one.uuid, None, turn), (two.uuid, None, turn)]))
        assert len(self.texts(database)) == 2

    def test_an_answer_finds_its_question(self, records: Records, database: Database) -> None:
        agent, command = an_agent(), a_command()
        question = a_turn("ask:toolu_1", "Which colour?", intent=TurnIntent.QUESTION, ask=an_ask())
        answer = a_turn(
            "answer:toolu_1", "blue", actor=TurnActor.USER, intent=TurnIntent.ANSWER, answers_key="ask:toolu_1"
        )
        other = replace(answer, key="answer:2", answers_key="toolu_1")
        pairs = [(agent.uuid, command.uuid, turn) for turn in (question, answer, other)]
        records.save(batch_of(agent, commands={command.uuid: (agent.uuid, command)}, turns=pairs))
        query = "SELECT t.key, q.key FROM turns t JOIN turns q ON q.id = t.answers_turn_id ORDER BY t.id"
        assert rows(database, query) == [("answer:toolu_1", "ask:toolu_1"), ("answer:2", "ask:toolu_1")]

    def test_a_turn_of_an_unknown_command_is_kept(self, records: Records, database: Database) -> None:
        agent = an_agent()
        records.save(batch_of(agent, turns=[(agent.uuid, fresh_uuid(), a_turn("text:1"))]))
        assert rows(database, "SELECT command_id FROM turns") == [(None,)]

    def test_a_turn_of_an_unknown_agent_is_a_bug(self, records: Records) -> None:
        with pytest.raises(ValueError, match="never saved"):
            records.save(Batch(turns=[(fresh_uuid(), None, a_turn("text:1"))]))


class TestEvents:
    def test_a_known_delivery_is_kept_once(self, records: Records, database: Database) -> None:
        events = [an_event("d-1"), an_event("d-1", kind="Other"), an_event(None), an_event(None)]
        records.save(Batch(events=events))
        assert rows(database, "SELECT count(*) FROM events") == [(3,)]
        many = [f"x-{number}" for number in range(2000)]
        assert records.known([*many, "d-1", "\x00\ud800"]) == {"d-1"}
        assert records.known([]) == set()

    def test_hostile_and_huge_ids_are_told_apart(self, records: Records) -> None:
        ids = ["a\x00b", "a\ud800b", "x" * 9000 + "1", "x" * 9000 + "2", "é" * 2000]
        records.save(Batch(events=[an_event(delivery_id) for delivery_id in ids]))
        assert records.known([*ids, "x" * 9000]) == set(ids)

    def test_retention(self, records: Records, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(records_module, "PRUNE_ROWS", 3)
        records.save(Batch(events=[an_event(f"old-{number}", seen_at=at(-100)) for number in range(4)]))
        records.save(Batch(events=[an_event("new", at=at(-1000), seen_at=at(0))]))
        assert [records.prune(at(-10)) for _ in range(3)] == [3, 1, 0]
        assert rows(database, "SELECT delivery_id FROM events") == [("new",)]


def test_replies_end_and_stay(records: Records, database: Database) -> None:
    agent = an_agent()
    under_way = [a_reply(agent, stage) for stage in (ReplyStage.IN_FLIGHT, ReplyStage.TYPED, ReplyStage.SUBMITTED)]
    ended = [a_reply(agent, stage) for stage in (ReplyStage.SEEN, ReplyStage.FAILED)]
    records.save(batch_of(agent, replies={reply.id: reply for reply in (*under_way, *ended)}))
    assert records.load(NOW).replies == tuple(under_way)
    failed = replace(under_way[0], stage=ReplyStage.FAILED, detail="gone", changed_at=at(9))
    records.save(Batch(replies={failed.id: failed}))
    assert records.load(NOW).replies == tuple(under_way[1:])
    assert rows(database, "SELECT count(*) FROM replies WHERE text = 'blue'") == [(5,)]


def test_hostile_and_huge_values_come_back(records: Records) -> None:
    deep: Any = "bottom"
    for _ in range(900):
        deep = [deep]
    ask = an_ask(text=HOSTILE, tool_input={HOSTILE: [HOSTILE, 2**70, 1.5, None], "text": "y" * 300_000})
    agent = an_agent(
        name=HOSTILE,
        cwd="/tmp/\udcff",
        pid=2**70,
        project=Project("/home/\udcff/" + "x" * 9000, HOSTILE, branch=HOSTILE),
        session_id=HOSTILE,
        scene=Scene(asks=(ask,)),
        usage=Usage(context_percent=float("inf")),
    )
    offset = FileOffset("/t/\udc80", "claude", HOSTILE, 2**70, HOSTILE)
    reply = a_reply(agent, text=HOSTILE)
    records.save(
        batch_of(
            agent,
            turns=[
                (
                    agent.uuid,
                    None,
                    a_turn(HOSTILE, HOSTILE * 10_000, ask=an_ask(tool_input={"deep": deep}), entry_uuid=HOSTILE),
                )
            ],
            events=[an_event("d", agent.uuid, payload={"deep": deep})],
            offsets={offset.path: offset},
            replies={reply.id: reply},
            notes={HOSTILE: HOSTILE},
        )
    )
    loaded = records.load(NOW)
    assert loaded.agents == (replace(agent, usage=Usage(context_percent=None)),)
    assert loaded.offsets == (replace(offset, offset_bytes=2**63 - 1),)
    assert loaded.replies == (reply,)
    assert loaded.notes == {HOSTILE: HOSTILE}
    assert records.find_agent("claude", HOSTILE) is not None


def test_an_ask_that_is_too_deep_costs_only_its_depth(records: Records) -> None:
    deep: Any = "bottom"
    for _ in range(900):
        deep = {"a": deep}
    agent = an_agent(scene=Scene(asks=(an_ask(tool_input=deep),)))
    records.save(batch_of(agent))
    [loaded] = records.load(NOW).agents
    assert loaded.scene.asks[0].text == agent.scene.asks[0].text
    assert list(loaded.scene.asks[0].tool_input) == ["a"]


class TestTwoHosts:
    """One PostgreSQL store for two machines."""

    @pytest.fixture
    def both(self, postgres_url: str, opener: Opener, elsewhere: Paths) -> tuple[Records, Records]:
        one = Records(opener(postgres_url))
        return one, Records(opener(postgres_url, host_id="host-2", host_name="Two", paths=elsewhere))

    def test_neither_loads_nor_changes_the_other(self, both: tuple[Records, Records]) -> None:
        one, two = both
        mine, theirs = an_agent(session_id="s"), an_agent(session_id="s")
        reply = a_reply(mine)
        offset = FileOffset("/t", "claude", "i", 1)
        one.save(
            batch_of(
                mine,
                events=[an_event("d-1", mine.uuid)],
                replies={reply.id: reply},
                offsets={"/t": offset},
                notes={"a": "1"},
            )
        )
        two.save(
            batch_of(
                theirs,
                events=[an_event("d-1", theirs.uuid)],
                offsets={"/t": replace(offset, offset_bytes=2)},
                notes={"a": "2"},
            )
        )
        assert one.load(NOW).agents == (mine,)
        assert two.load(NOW).agents == (theirs,)
        assert (two.load(NOW).replies, two.load(NOW).notes, two.load(NOW).offsets[0].offset_bytes) == (
            (),
            {"a": "2"},
            2,
        )
        assert two.find_agent("claude", "s") == theirs
        assert two.prune(at(1000)) == 1
        assert one.known(["d-1"]) == {"d-1"}
        assert two.known(["d-1"]) == set()
        with pytest.raises(ValueError, match="another host"):
            two.save(batch_of(replace(mine, name="stolen")))
        with pytest.raises(ValueError, match="another host"):
            two.save(Batch(turns=[(mine.uuid, None, a_turn("text:1"))]))
        assert one.load(NOW).agents == (mine,)

    def test_their_projects_have_their_own_slugs(self, both: tuple[Records, Records], opener: Opener) -> None:
        for records in both:
            records.save(batch_of(an_agent()))
        found = rows(both[0]._database, "SELECT host_id, path, slug FROM projects ORDER BY id")
        assert found == [("host-1", "/home/me/app", "app"), ("host-2", "/home/me/app", "app-2")]
