"""All models on both databases: round trip, constraints, slugs, what a delete takes along."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from headspace_desktop.domain.model import CommandState, TurnActor, TurnIntent
from headspace_desktop.store.base import Base
from headspace_desktop.store.database import Database
from headspace_desktop.store.people_tables import (
    ActivityMetricRow,
    HeadspaceSnapshotRow,
    InferenceCallRow,
    ObjectiveHistoryRow,
    ObjectiveRow,
    OrganisationRow,
    PersonaRow,
    PositionRow,
    RoleRow,
)
from headspace_desktop.store.slugs import slug_of
from headspace_desktop.store.tables import AgentRow, CommandRow, EventRow, ProjectRow, TurnRow
from tests.store.filling import HOSTILE, fill, fresh_uuid, moment, new_agent, new_project

MODELS = {
    "projects",
    "agents",
    "commands",
    "turns",
    "events",
    "inference_calls",
    "objectives",
    "objective_histories",
    "activity_metrics",
    "headspace_snapshots",
    "organisations",
    "roles",
    "personas",
    "positions",
}


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with Session(database.db) as session:
        yield session


def refuses(session: Session, *rows: Any) -> str:
    with pytest.raises(IntegrityError) as caught, session.begin_nested():
        session.add_all(rows)
        session.flush()
    return str(caught.value.orig)


def test_there_are_all_fourteen_models() -> None:
    assert set(Base.metadata.tables) >= MODELS


def test_every_model_comes_back_as_it_was(database: Database, session: Session) -> None:
    rows = fill(session)
    expected = {
        (type(row), row.id): {name: getattr(row, name) for name in row.__table__.columns.keys()}  # noqa: SIM118
        for row in list(session.identity_map.values())
    }
    session.commit()
    kinds = {kind.__tablename__ for kind, _id in expected}
    assert kinds >= MODELS
    with Session(database.db) as again:
        for (kind, row_id), values in expected.items():
            row = again.get(kind, row_id)
            assert {name: getattr(row, name) for name in values} == values, kind
    assert rows["project"].description == HOSTILE


def test_relationships_and_their_order(session: Session) -> None:
    rows = fill(session)
    session.commit()
    session.expire_all()
    agent: AgentRow = rows["agent"]
    assert agent.commands == [rows["running"], rows["done"]]
    assert agent.previous_agent is rows["first"]
    assert rows["first"].successor_agents == [agent]
    assert (agent.persona, agent.position) == (rows["persona"], rows["seat"])
    assert rows["running"].turns == [rows["question"], rows["answer"]]
    assert rows["answer"].answers is rows["question"]
    assert rows["seat"].reports_to is rows["lead"]
    assert rows["lead"].direct_reports == [rows["seat"]]
    assert rows["seat"].escalates_to is rows["lead"]
    assert [old.text for old in rows["objective"].history] == ["ship", "begin"]


def test_one_organisation_is_there_from_the_start(session: Session) -> None:
    assert [(row.name, row.status) for row in session.scalars(select(OrganisationRow))] == [("Development", "active")]


class TestMoments:
    def test_come_back_aware_and_utc(self, session: Session) -> None:
        east = timezone(timedelta(hours=5, minutes=30))
        told = datetime(2026, 1, 1, 3, 0, 0, 1, tzinfo=east)
        project = new_project("a", "/a")
        project.created_at = told
        session.add(project)
        session.commit()
        assert project.created_at == told
        assert project.created_at.tzinfo is UTC

    def test_naive_ones_are_refused(self, session: Session) -> None:
        project = new_project("a", "/a")
        project.created_at = datetime(2026, 1, 1)  # noqa: DTZ001
        session.add(project)
        with pytest.raises(StatementError, match="without a time zone"):
            session.flush()


class TestSlugs:
    def test_of_projects_number_on(self, session: Session) -> None:
        for index in range(3):
            session.add(new_project("My  App!", f"/{index}"))
            session.flush()
        session.add(new_project("¿?", "/q"))
        session.flush()
        slugs = session.scalars(select(ProjectRow.slug).order_by(ProjectRow.id)).all()
        assert slugs == ["my-app", "my-app-2", "my-app-3", "project"]

    def test_of_a_renamed_project_follows_its_name(self, session: Session) -> None:
        one, two = new_project("One", "/1"), new_project("Two", "/2")
        session.add_all([one, two])
        session.commit()
        two.name = "One"
        session.commit()
        assert two.slug == "one-2"
        two.name = "ONE"
        session.commit()
        assert two.slug == "one-2"  # it does not collide with itself
        two.description = "x"
        session.commit()
        assert two.slug == "one-2"

    def test_of_a_persona_has_role_name_and_id_before_the_commit(self, session: Session) -> None:
        persona = PersonaRow(name="Mary Ann", role=RoleRow(name="QA Lead"))
        session.add(persona)
        session.flush()
        assert persona.slug == f"qa-lead-mary-ann-{persona.id}"
        assert session.scalar(text("SELECT slug FROM personas")) == persona.slug
        persona.name = "Ann"
        session.commit()
        assert persona.slug == f"qa-lead-mary-ann-{persona.id}"

    def test_are_folder_names(self) -> None:
        assert slug_of("../../etc/passwd") == "etc-passwd"
        assert len(slug_of("x" * 10_000)) <= 100


class TestConstraints:
    def test_projects(self, session: Session) -> None:
        session.add(new_project("a", "/a"))
        session.flush()
        refuses(session, new_project("b", "/a"))
        twin = new_project("b", "/b")
        twin.slug = "a"
        refuses(session, twin)
        session.add(new_project("a", "/a", host="host-2"))
        session.flush()

    def test_agents(self, session: Session) -> None:
        project = new_project("a", "/a")
        session.add(project)
        session.flush()
        agent = new_agent(project, "s")
        session.add(agent)
        session.flush()
        refuses(session, new_agent(project, "s"))
        session.add_all(
            [
                new_agent(project, "s", ended_at=moment(9)),
                new_agent(project, "s", client="other"),
                new_agent(project, "s", host_id="host-2"),
                new_agent(project),
                new_agent(project),
            ]
        )
        session.flush()
        refuses(session, new_agent(project, uuid=agent.uuid))
        assert "ended_after_started" in refuses(session, new_agent(project, ended_at=moment(0)))
        assert "priority_consistency" in refuses(session, new_agent(project, priority_score=1))
        bad = {"priority_reason": "r", "priority_updated_at": moment(1)}
        assert "priority_range" in refuses(session, new_agent(project, priority_score=101, **bad))
        assert "state_pair" in refuses(session, new_agent(project, state={"a": 1}))

    def test_an_agent_has_one_open_command(self, session: Session) -> None:
        owner = new_agent(new_project("a", "/a"))
        session.add(owner)
        session.flush()
        agent = owner.id
        session.add(CommandRow(uuid=fresh_uuid(), agent_id=agent, state=CommandState.PROCESSING, started_at=moment(1)))
        session.flush()
        refuses(session, CommandRow(uuid=fresh_uuid(), agent_id=agent, state=CommandState.COMMANDED))
        session.add(CommandRow(uuid=fresh_uuid(), agent_id=agent, state=CommandState.COMPLETE))
        session.flush()
        wrong = CommandRow(
            uuid=fresh_uuid(),
            agent_id=agent,
            state=CommandState.COMPLETE,
            started_at=moment(2),
            completed_at=moment(1),
        )
        assert "completed_after_started" in refuses(session, wrong)

    def test_turns(self, session: Session) -> None:
        rows = fill(session)
        base = {
            "agent_id": rows["agent"].id,
            "actor": TurnActor.AGENT,
            "intent": TurnIntent.PROGRESS,
            "text": "",
            "source": "hook",
        }
        refuses(session, TurnRow(key="ask:1", sequence=9, **base))
        refuses(session, TurnRow(key="x", sequence=9, entry_uuid="e-1", **base))
        assert "frustration_range" in refuses(session, TurnRow(key="x", sequence=9, frustration_score=11, **base))
        assert "question_source_type" in refuses(
            session, TurnRow(key="x", sequence=9, question_source_type="?", **base)
        )
        session.add(TurnRow(key="x", sequence=9, **base))
        session.flush()

    def test_enums_are_closed(self, session: Session, database: Database) -> None:
        fill(session)
        session.commit()
        with pytest.raises(Exception, match="commandstate"), database.db.begin() as connection:
            connection.exec_driver_sql("UPDATE commands SET state = 'BORED'")
        with database.db.connect() as connection:
            states = {row[0] for row in connection.exec_driver_sql("SELECT CAST(state AS TEXT) FROM commands")}
        assert states == {"COMPLETE", "AWAITING_INPUT"}

    @pytest.mark.parametrize(
        ("kind", "values", "name"),
        [
            (OrganisationRow, {"name": "x", "status": "gone"}, "ck_organisations_status"),
            (OrganisationRow, {"name": "x" * 129}, "ck_organisations_name_length"),
            (RoleRow, {"name": "x" * 65}, "ck_roles_name_length"),
            (HeadspaceSnapshotRow, {"state": "blue"}, "ck_headspace_snapshots_state"),
            (ObjectiveRow, {"current_text": ""}, "ck_objectives_text_length"),
            (ObjectiveRow, {"current_text": "x" * 5001}, "ck_objectives_text_length"),
            (ObjectiveRow, {"current_text": "x", "constraints": "x" * 5001}, "ck_objectives_constraints_length"),
            (ActivityMetricRow, {"bucket_start": moment(0)}, "ck_activity_metrics_scope_consistency"),
            (InferenceCallRow, {"level": "x", "scope": "turn", "purpose": "", "model": ""}, "ck_inference_calls_level"),
            (InferenceCallRow, {"level": "turn", "scope": "x", "purpose": "", "model": ""}, "ck_inference_calls_scope"),
        ],
    )
    def test_checks_have_names(self, session: Session, kind: Any, values: dict[str, Any], name: str) -> None:
        assert name in refuses(session, kind(**values))

    def test_people(self, session: Session) -> None:
        rows = fill(session)
        refuses(session, RoleRow(name="developer"))
        seat = rows["seat"]
        with pytest.raises(IntegrityError, match="reports_to_another"), session.begin_nested():
            session.execute(text(f"UPDATE positions SET reports_to_id = {seat.id} WHERE id = {seat.id}"))
        with pytest.raises(IntegrityError, match=r"(?i)foreign key"), session.begin_nested():
            session.execute(delete(RoleRow).where(RoleRow.id == rows["role"].id))

    def test_one_metric_a_bucket_and_scope(self, session: Session) -> None:
        rows = fill(session)
        refuses(session, ActivityMetricRow(bucket_start=moment(0), is_overall=True))
        refuses(session, ActivityMetricRow(bucket_start=moment(0), agent_id=rows["agent"].id))
        session.add(ActivityMetricRow(bucket_start=moment(3600), is_overall=True))
        session.flush()

    def test_delivery_ids_are_unique_on_a_host(self, session: Session) -> None:
        def event(host: str, delivery_id: str | None) -> EventRow:
            return EventRow(host_id=host, at=moment(0), kind="A", source="hook", delivery_id=delivery_id)

        session.add_all([event("host-1", "d"), event("host-2", "d"), event("host-1", None), event("host-1", None)])
        session.flush()
        refuses(session, event("host-1", "d"))

    def test_ids_are_never_used_again(self, session: Session) -> None:
        first = new_project("a", "/a")
        session.add(first)
        session.commit()
        old = first.id
        session.delete(first)
        session.commit()
        second = new_project("b", "/b")
        session.add(second)
        session.commit()
        assert second.id > old

    def test_numbers_beyond_32_bits(self, session: Session) -> None:
        rows = fill(session)
        rows["lead"].level = 2**40
        rows["seat"].level = 2**80
        session.commit()
        assert session.scalars(select(PositionRow.level).order_by(PositionRow.id)).all() == [2**40, 2**63 - 1]


class TestDeletes:
    def count(self, session: Session, kind: Any) -> int:
        return session.scalar(select(func.count()).select_from(kind)) or 0

    def test_a_persona_and_a_position_leave_their_agents(self, session: Session) -> None:
        rows = fill(session)
        session.commit()
        agent_id = rows["agent"].id
        session.execute(delete(PersonaRow).where(PersonaRow.id == rows["persona"].id))
        session.execute(delete(PositionRow).where(PositionRow.id == rows["seat"].id))
        session.commit()
        agent = session.get_one(AgentRow, agent_id)
        assert (agent.persona_id, agent.position_id) == (None, None)

    def test_a_position_leaves_those_who_report_to_it(self, session: Session) -> None:
        rows = fill(session)
        session.commit()
        session.delete(rows["lead"])
        session.commit()
        assert (rows["seat"].reports_to_id, rows["seat"].escalates_to_id) == (None, None)

    def test_a_predecessor_leaves_its_successor(self, session: Session) -> None:
        rows = fill(session)
        session.commit()
        session.delete(rows["first"])
        session.commit()
        assert session.get_one(AgentRow, rows["agent"].id).previous_agent_id is None

    def test_a_question_leaves_its_answer(self, session: Session) -> None:
        rows = fill(session)
        session.commit()
        session.execute(delete(TurnRow).where(TurnRow.id == rows["question"].id))
        session.commit()
        assert session.get_one(TurnRow, rows["answer"].id).answers_turn_id is None

    @pytest.mark.parametrize("with_orm", [True, False])
    def test_a_project_takes_its_agents_and_leaves_the_log(self, session: Session, with_orm: bool) -> None:
        rows = fill(session)
        session.commit()
        if with_orm:
            session.delete(rows["project"])
        else:
            session.execute(delete(ProjectRow).where(ProjectRow.id == rows["project"].id))
        session.commit()
        assert [self.count(session, kind) for kind in (AgentRow, CommandRow, TurnRow)] == [0, 0, 0]
        assert self.count(session, EventRow) == 2
        calls = session.scalars(select(InferenceCallRow).order_by(InferenceCallRow.id)).all()
        assert [(call.scope, call.project_id, call.agent_id, call.cost_usd) for call in calls] == [
            ("turn", None, None, 0.25),
            ("everything", None, None, None),
        ]
        assert self.count(session, ActivityMetricRow) == 1
        assert self.count(session, HeadspaceSnapshotRow) == 2

    def test_an_objective_takes_its_history(self, session: Session) -> None:
        rows = fill(session)
        session.commit()
        session.delete(rows["objective"])
        session.commit()
        assert self.count(session, ObjectiveHistoryRow) == 0
