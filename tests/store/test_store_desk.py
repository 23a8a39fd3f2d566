"""The person's own order on both databases: a refusal changes nothing and spoils nothing of its batch."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from headspace_desktop.domain import actions as a
from headspace_desktop.domain.model import AskKind, Objective, Priority
from headspace_desktop.domain.settle import Settled
from headspace_desktop.store.database import Database
from headspace_desktop.store.records import Batch, Records
from tests.domain.builders import permission
from tests.store.board import NOW, an_agent, at
from tests.store.test_store_records import batch_of, rows


def do(records: Records, *actions: Any, batch: Batch | None = None) -> list[Any]:
    batch = batch or Batch()
    batch.desk = [(action, at(number)) for number, action in enumerate(actions)]
    records.save(batch)
    return batch.done


def test_a_refusal_spoils_nothing_of_its_batch(records: Records, database: Database) -> None:
    agent = an_agent()
    done = do(
        records,
        a.AddProject("/home/dev/new", "App"),
        a.AddProject("/home/dev/new", "Again"),
        a.EditRow("roles", 1, {"name": "x"}, {"name": "y"}),
        a.SetObjective("Write the book", "slowly"),
        a.SwitchPriority(False),
        batch=batch_of(agent),
    )
    assert [one.trouble.kind if one.trouble else "" for one in done] == ["", "ProjectExists", "UnknownRow", "", ""]
    loaded = records.load(NOW)
    assert loaded.objective == Objective("Write the book", at(3), "slowly", is_priority_on=False)
    assert {project.name for project in loaded.projects} == {agent.project.name, "App"}
    assert rows(database, "SELECT kind FROM events ORDER BY id") == [
        (kind,) for kind in ("project_changed", "refused", "refused", "objective_set", "priority_switched")
    ]


def test_a_constraint_of_the_database_is_told_as_a_field(records: Records, database: Database) -> None:
    with database.db.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO organisations (name, status, created_at) VALUES ('Me', 'active', CURRENT_TIMESTAMP)"
        )
    ((number,),) = rows(database, "SELECT max(id) FROM organisations")
    (done,) = do(records, a.EditRow("organisations", number, {"status": "asleep"}, {"status": "active"}))
    assert done.trouble.kind == "FieldInvalid"
    (done,) = do(records, a.EditRow("organisations", number, {"status": "dormant"}, {"status": "active"}))
    assert done.trouble is None
    assert ("dormant",) in rows(database, f"SELECT status FROM organisations WHERE id = {number}")


def test_a_renamed_project_stays_renamed_whoever_is_loaded(records: Records, database: Database) -> None:
    agent = an_agent(session_id="s-1")
    records.save(batch_of(agent))
    ((number,),) = rows(database, "SELECT id FROM projects")
    (done,) = do(records, a.ChangeProject(number, name="Other", path="/moved/here"))
    assert done.result["path_before"] == agent.project.path
    (loaded,) = records.load(NOW).agents
    assert (loaded.project.name, loaded.project.path) == ("Other", "/moved/here")
    found = records.find_agent("claude", "s-1")
    assert found is not None
    records.save(batch_of(found))
    assert rows(database, "SELECT name, path FROM projects") == [("Other", "/moved/here")]


def test_an_ask_is_decided_once_and_for_good(records: Records, database: Database) -> None:
    agent = an_agent()
    first = Settled(agent.uuid, permission(), "app", "/app", "allow", "terminal", "seen", at(5), answers=(("a",),))
    assert first.ask.kind is AskKind.PERMISSION
    batch = batch_of(agent)
    batch.decisions = [first]
    records.save(batch)
    again = Batch(decisions=[replace(first, decision="deny")])
    records.save(again)
    assert rows(database, "SELECT decision, surface, kind FROM decisions") == [("allow", "terminal", "permission")]


@pytest.mark.parametrize(
    ("first", "told", "expected"),
    [
        (("unknown", "terminal", "over"), ("deny", "terminal", "seen"), ("deny", "terminal", "seen")),
        (("allow", "board", "over"), ("deny", "terminal", "seen"), ("deny", "terminal", "seen")),
        (("allow", "board", "over"), ("allow", "board", "seen"), ("allow", "board", "seen")),
        (("allow", "board", "over"), ("allow", "terminal", "seen"), ("allow", "board", "over")),  # after a restart
        (("allow", "board", "seen"), ("deny", "terminal", "seen"), ("allow", "board", "seen")),
        (("unknown", "terminal", "over"), ("unknown", "terminal", "over"), ("unknown", "terminal", "over")),
        (("none", "", "gone"), ("deny", "terminal", "seen"), ("none", "", "gone")),
    ],
)  # fmt: skip
def test_what_nobody_told_is_completed_by_what_the_agent_tells(
    first: tuple[str, ...], told: tuple[str, ...], expected: tuple[str, ...], records: Records, database: Database
) -> None:
    agent = an_agent()
    records.save(batch_of(agent))
    for moment, one in ((5, first), (9, told)):
        batch = Batch(decisions=[Settled(agent.uuid, permission(), "app", "/app", *one, at(moment))])
        records.save(batch)
    assert rows(database, "SELECT decision, surface, outcome FROM decisions") == [expected]


@pytest.mark.parametrize("priority", [Priority(80, "needs you +80", at(1)), None])
def test_a_score_is_whole_or_not_there(records: Records, database: Database, priority: Priority | None) -> None:
    agent = an_agent()
    records.save(batch_of(agent))
    records.save(Batch(priorities={agent.uuid: Priority(1, "x", at(0)), "00000000-0000-4000-8000-0000000000ff": None}))
    records.save(Batch(priorities={agent.uuid: priority}))
    found = rows(database, "SELECT priority_score, priority_reason, priority_updated_at IS NULL FROM agents")
    assert [(score, reason, bool(is_null)) for score, reason, is_null in found] == [
        (80, "needs you +80", False) if priority else (None, None, True)
    ]
