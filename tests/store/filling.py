"""A store with at least two rows in every table, linked in every way that there is."""

from __future__ import annotations

import uuid
import warnings
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, MetaData
from sqlalchemy.orm import Session

from headspace_desktop.domain.model import (
    CommandState,
    Decision,
    Outcome,
    ReplyKind,
    ReplyStage,
    TurnActor,
    TurnIntent,
)
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
from headspace_desktop.store.tables import (
    AgentRow,
    CommandRow,
    DecisionRow,
    EventRow,
    NoteRow,
    OffsetRow,
    ProjectRow,
    ReplyRow,
    TurnRow,
)

T0 = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
HOSTILE = "naïve \x00 \ud800 \U0001f600 ' \" %s ; DROP"


def moment(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def fresh_uuid() -> str:
    return str(uuid.uuid4())


def new_agent(project: ProjectRow, session_id: str | None = None, **more: Any) -> AgentRow:
    values: dict[str, Any] = {
        "uuid": fresh_uuid(),
        "host_id": "host-1",
        "host_name": "One",
        "client": "claude",
        "session_id": session_id,
        **({"project": project} if project.id is None else {"project_id": project.id}),
        "started_at": moment(1),
        "last_seen_at": moment(2),
    }
    return AgentRow(**(values | more))


def new_project(name: str, path: str, host: str = "host-1") -> ProjectRow:
    return ProjectRow(host_id=host, host_name="One", name=name, path=path)


def fill(session: Session) -> dict[str, Any]:
    """One of everything, and a second where links or sets need it. The result names the rows."""
    org = OrganisationRow(name="Office", description=HOSTILE, status="dormant")
    role, tester = RoleRow(name="developer", description="builds"), RoleRow(name="tester")
    lead = PositionRow(organisation=org, role=role, title="Lead", level=2)
    seat = PositionRow(
        organisation=org, role=tester, title="Seat", reports_to=lead, escalates_to=lead, is_cross_cutting=True
    )
    persona = PersonaRow(name="Mary Ann", role=role, description="careful")
    other_persona = PersonaRow(name="Bob", role=tester, status="archived")
    session.add_all([org, role, tester, lead, seat, persona, other_persona])

    project, second = new_project("Head Space", "/home/me/head"), new_project("Head Space", "/home/me/other")
    project.description, project.inference_paused, project.inference_paused_at = HOSTILE, True, moment(3)
    first = new_agent(project, "s-1", ended_at=moment(60), transcript_path="/t/1.jsonl")
    agent = new_agent(
        project,
        "s-2",
        previous_agent=first,
        persona=persona,
        position=seat,
        tmux_socket="/tmp/tmux",
        tmux_pane_id="%3",
        priority_score=70,
        priority_reason=HOSTILE,
        priority_updated_at=moment(4),
        context_percent_used=33,
        context_remaining_tokens="155k",
        context_updated_at=moment(5),
        state={"uuid": "x", "texts": [HOSTILE], "deep": {"n": 2**60, "f": 1.5, "none": None}},
        state_version=1,
    )
    done = CommandRow(
        uuid=fresh_uuid(),
        agent=agent,
        state=CommandState.COMPLETE,
        outcome=Outcome.INTERRUPTED,
        started_at=moment(5),
        completed_at=moment(9),
        instruction="do",
        instruction_generated_at=moment(6),
        full_command=HOSTILE,
        full_output="x" * 100_000,
        completion_summary="did",
        plan_content="plan",
        plan_file_path="/p",
        plan_approved_at=moment(7),
    )
    running = CommandRow(uuid=fresh_uuid(), agent=agent, state=CommandState.AWAITING_INPUT, started_at=moment(10))
    question = TurnRow(
        agent=agent,
        command=running,
        key="ask:1",
        sequence=1,
        actor=TurnActor.AGENT,
        intent=TurnIntent.QUESTION,
        text="which?",
        at=moment(11),
        source="hook",
        entry_uuid="e-1",
        entry_hash="0123456789abcdef",
        tool_input={"questions": [{"q": HOSTILE}]},
        question_text="which?",
        question_options=[{"label": "a"}, {"label": HOSTILE}],
        question_source_type="ask_user_question",
    )
    answer = TurnRow(
        agent=agent,
        command=running,
        key="answer:1",
        sequence=2,
        actor=TurnActor.USER,
        intent=TurnIntent.ANSWER,
        text=HOSTILE,
        at=moment(12),
        source="transcript",
        answers=question,
        answers_key="ask:1",
        frustration_score=3,
        summary="s",
        summary_generated_at=moment(13),
        file_metadata={"original_filename": "a.png"},
        prompt_id="p",
        is_internal=True,
    )
    session.add_all([project, second, first, agent, done, running])
    session.flush()
    session.add_all([question, answer])
    session.flush()
    objective = ObjectiveRow(current_text="ship", constraints="safely")
    objective.history = [
        ObjectiveHistoryRow(text="begin", started_at=moment(1), ended_at=moment(2)),
        ObjectiveHistoryRow(text="ship", constraints="safely", started_at=moment(2)),
    ]
    links = {"project_id": project.id, "agent_id": agent.id, "command_id": running.id, "turn_id": question.id}
    others = [
        objective,
        EventRow(host_id="host-1", at=moment(1), kind="A", source="hook", delivery_id="d-1", payload={"a": 1}, **links),
        EventRow(host_id="host-1", at=moment(2), kind="B", source="clock", payload=None),
        InferenceCallRow(
            level="turn",
            scope="turn",
            purpose="summary",
            model="m-1",
            input_tokens=10**12,
            output_tokens=3,
            input_hash="ff",
            input_text=HOSTILE,
            result_text="r",
            latency_ms=12,
            cost_usd=0.25,
            cached=True,
            **links,
        ),
        InferenceCallRow(level="objective", scope="everything", purpose="priority", model="m-1", error_message="no"),
        ActivityMetricRow(bucket_start=moment(0), is_overall=True, turn_count=5, avg_turn_time_s=1.5),
        ActivityMetricRow(bucket_start=moment(0), agent_id=agent.id, max_frustration=9, max_frustration_at=moment(1)),
        ActivityMetricRow(bucket_start=moment(0), project_id=project.id, active_agents=2, total_frustration=4),
        HeadspaceSnapshotRow(
            project_id=project.id,
            agent_id=agent.id,
            at=moment(1),
            frustration_rolling_10=1.0,
            frustration_rolling_30min=2.0,
            frustration_rolling_3hr=3.0,
            state="yellow",
            turn_rate_per_hour=12.5,
            is_flow_state=True,
            flow_duration_minutes=20,
            last_alert_at=moment(2),
            alert_count_today=1,
        ),
        HeadspaceSnapshotRow(),
        ReplyRow(
            reply_id="r-1",
            agent_id=agent.id,
            kind=ReplyKind.DECISION,
            stage=ReplyStage.IN_FLIGHT,
            decision=Decision.ALLOW_SESSION,
            text=HOSTILE,
            answers=[["a", "b"], []],
            ask_key="1",
            detail="",
            route="keys",
            surface="board",
            created_at=moment(1),
            changed_at=moment(2),
        ),
        DecisionRow(
            host_id="host-1",
            agent_uuid=agent.uuid,
            agent_id=agent.id,
            project_id=project.id,
            project="App",
            ask_key="1",
            kind="permission",
            tool="Bash",
            text=HOSTILE,
            decision="deny",
            answers=[["a"]],
            message="",
            surface="terminal",
            route="",
            outcome="seen",
            asked_at=moment(1),
            decided_at=moment(2),
        ),
        OffsetRow(
            host_id="host-1", path="/t/1.jsonl", client="claude", identity="i", offset_bytes=2**40, session_id="s"
        ),
        NoteRow(host_id="host-1", key="muted", text=HOSTILE),
    ]
    session.add_all(others)
    session.flush()
    return {
        "others": others,
        "org": org,
        "role": role,
        "lead": lead,
        "seat": seat,
        "persona": persona,
        "project": project,
        "second": second,
        "first": first,
        "agent": agent,
        "done": done,
        "running": running,
        "question": question,
        "answer": answer,
        "objective": objective,
    }


def fill_store(db: Engine) -> None:
    with Session(db) as session:
        fill(session)
        session.commit()


def all_rows(db: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table as the database has it, by name of table; column order does not matter."""
    metadata = MetaData()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Skipped unsupported reflection of expression-based index")
        metadata.reflect(db, only=lambda name, _metadata: not is_search(name))
    rows: dict[str, list[tuple[Any, ...]]] = {}
    with db.connect() as connection:
        for table in metadata.sorted_tables:
            if table.name == "alembic_version":
                continue
            names = sorted(column.name for column in table.columns if not is_search(column.name))
            raw = connection.exec_driver_sql(
                f"SELECT {', '.join(f'CAST({_quoted(name)} AS TEXT)' for name in names)} FROM {table.name}"
            )
            rows[table.name] = sorted([(*names,), *(tuple(row) for row in raw)], key=repr)
    return rows


def is_search(name: str | None) -> bool:
    """Whether a table, column or index belongs to the search: the database alone keeps it, no mapped class knows it."""
    return name is not None and ("_words" in name or name == "words")


def _quoted(name: str) -> str:
    return f'"{name}"'
