"""Cards for the tests of the windows: short to write, realistic to look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from headspace_desktop.domain.card import Card
from headspace_desktop.domain.model import (
    Ask,
    AskItem,
    AskKind,
    AskOption,
    PaneRef,
    Reply,
    ReplyKind,
    ReplyStage,
    Source,
    State,
    SubState,
    Usage,
    Verdict,
)

NOW = datetime(2026, 3, 4, 14, 20, 0, tzinfo=UTC)


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def verdict(state: State, sub: SubState = SubState.NONE, since_s: float = 120, **more: Any) -> Verdict:
    given = {"rule": "working/prompt", "reason": "The newest sign is a prompt.", "deciding": Source.HOOK} | more
    return Verdict(state, sub, ago(since_s), **given)


def card(uuid: str = "a1", state: State = State.WORKING, sub: SubState = SubState.NONE, **more: Any) -> Card:
    since_s = more.pop("since_s", 120)
    base = Card(
        uuid=uuid,
        client="claude",
        session_id=f"{uuid}59d0c2-11fe",
        name="",
        project_name="atlas",
        project_path="/home/dev/atlas",
        branch="main",
        cwd="/home/dev/atlas",
        verdict=verdict(state, sub, since_s),
        verdict_at=NOW,
        instruction="",
        last_text="",
        tool="",
        tool_since_at=None,
        ask=None,
        ask_count=0,
        can_answer=True,
        can_type=True,
        why_not="",
        reply=None,
        background_count=0,
        turn_count=4,
        usage=Usage(context_percent=42.0),
        pid=4242,
        pane=PaneRef("/tmp/tmux-1000/default", "%3"),
        tmux_session="atlas",
        transcript_path=None,
        started_at=ago(3600),
        last_seen_at=NOW,
        ended_at=None,
        is_seen=state not in (State.NEEDS_INPUT, State.STALLED),
    )
    return replace(base, **more)


def permission(command: str = "npm test", **more: Any) -> Ask:
    given: dict[str, Any] = {
        "key": "toolu_1",
        "kind": AskKind.PERMISSION,
        "tool": "Bash",
        "text": "Run a command",
        "tool_input": {"command": command, "description": "Run the tests"},
        "items": (
            AskItem(
                "Run a command",
                options=(
                    AskOption("Allow"),
                    AskOption("Allow for this session", "use /home/dev/atlas; accept all edits"),
                    AskOption("Deny"),
                ),
            ),
        ),
        "suggestions": ({"type": "setMode", "mode": "acceptEdits"},),
        "asked_at": ago(70),
    }
    return Ask(**(given | more))


def question(**more: Any) -> Ask:
    items = (
        AskItem(
            "Which database should the session store use?",
            "Storage",
            (
                AskOption("SQLite", "One file, nothing to set up. Good for one machine."),
                AskOption("PostgreSQL", "For several machines; needs a server."),
            ),
        ),
        AskItem(
            "Which checks should run before a commit?",
            "Checks",
            (AskOption("Types"), AskOption("Lint"), AskOption("Tests & coverage")),
            is_multi=True,
        ),
    )
    given: dict[str, Any] = {
        "key": "toolu_q",
        "kind": AskKind.QUESTION,
        "tool": "AskUserQuestion",
        "text": "Which database?",
        "items": items,
    }
    return Ask(**(given | more))


def plan(**more: Any) -> Ask:
    text = (
        "# Move the session store\n\n1. Add a `Store` protocol\n2. Port the SQLite implementation\n"
        "3. Write the migration and a test that runs it down again\n\nRisk: open sessions during the move."
    )
    given: dict[str, Any] = {"key": "toolu_p", "kind": AskKind.PLAN, "tool": "ExitPlanMode", "text": "", "plan": text}
    return Ask(**(given | more))


def reply(stage: ReplyStage, text: str = "Use the second one.", **more: Any) -> Reply:
    given: dict[str, Any] = {
        "id": "r1",
        "agent_uuid": "a1",
        "kind": ReplyKind.TEXT,
        "text": text,
        "ask_key": None,
        "stage": stage,
        "created_at": ago(9),
        "changed_at": ago(4),
    }
    return Reply(**(given | more))


def fleet() -> list[Card]:
    """A day at the desk: every state at once."""
    needs, work, idle = State.NEEDS_INPUT, State.WORKING, State.IDLE
    return [
        card(
            "a1", needs, SubState.PERMISSION, since_s=74, ask=permission("npm run test -- --coverage --reporter=dot"),
            ask_count=1, project_name="atlas-web", branch="feat/session-store", turn_count=12,
            instruction="Move the session store behind a protocol and keep the old tests green",
            last_text="I have split the store into a protocol and two implementations. Running the whole suite next.",
        ),
        card(
            "b2", needs, SubState.QUESTION, since_s=1260, ask=question(), ask_count=1, project_name="ledger",
            project_path="/home/dev/ledger", instruction="Set up persistence for the session service",
            usage=Usage(context_percent=81.0), session_id="b2f7aa01",
        ),
        card(
            "c3", needs, SubState.QUESTION_IN_TEXT, since_s=8, project_name="infra", project_path="/home/dev/infra",
            branch="main", instruction="Rotate the staging certificates", session_id="c3e1d90b",
            last_text="Both certificates expire on Friday. Shall I rotate production as well, or only staging?",
            can_type=False, why_not="NotReachable",
        ),
        card(
            "d4", work, SubState.TOOL, since_s=312, project_name="atlas-web", branch="fix/flaky-login",
            instruction="Find out why the login test fails about once in twenty runs, and fix the cause, not the test",
            tool="Bash  pytest tests/login -x --count 50", tool_since_at=ago(95), background_count=2,
            session_id="d41c07be", name="login-hunt",
        ),
        card(
            "e5", work, SubState.THINKING, since_s=21, project_name="parser", project_path="/home/dev/parser",
            instruction="Write a fuzz target for the header parser", session_id="e5900af3",
            last_text="The parser accepts a length of −1; I am checking whether that reaches the allocator.",
            usage=Usage(context_percent=None),
        ),
        card(
            "f6", work, SubState.COMPACTING, since_s=44, project_name="docs", project_path="/home/dev/docs",
            instruction="Rewrite the install guide for the new packages", session_id="f6bb10c2",
            usage=Usage(context_percent=93.0), reply=reply(ReplyStage.TYPED, agent_uuid="f6"),
        ),
        card(
            "g7", State.STALLED, SubState.RATE_LIMIT, since_s=2700, project_name="ledger", session_id="g7d2210c",
            project_path="/home/dev/ledger", instruction="Backfill the exchange rates since January",
            verdict=verdict(State.STALLED, SubState.RATE_LIMIT, 2700, reason="Rate limit, until 15:00."),
        ),
        card(
            "h8", State.DONE, since_s=190, is_seen=False, project_name="parser", project_path="/home/dev/parser",
            instruction="Bump the toolchain and mend what breaks", session_id="h8a0e442",
            last_text="Done. 3 files changed, all 214 tests pass. I left one deprecation warning, see the summary.",
        ),
        card(
            "i9", idle, SubState.INTERRUPTED, since_s=5400, project_name="infra", project_path="/home/dev/infra",
            instruction="Draft the incident review", session_id="i9c3ff17", name="incident",
        ),
        card("j1", idle, SubState.FRESH, since_s=30, project_name="scratch", project_path="/home/dev/scratch",
             branch="", usage=Usage(), session_id="j1110a2b", turn_count=0),
        card(
            "k1", State.UNKNOWN, since_s=600, project_name="legacy", project_path="/srv/legacy", session_id="k17e7e01",
            verdict=verdict(State.UNKNOWN, SubState.NONE, 600, reason="No witness has spoken for ten minutes.",
                            missing=("permission state not visible: no hooks in this session",)),
            instruction="Port the importer", can_type=False, why_not="PaneGone",
        ),
        card("l1", State.ENDED, SubState.KILLED, since_s=9000, project_name="atlas-web", session_id="l1a9",
             instruction="Try the new bundler", ended_at=ago(9000)),
        card("m1", State.ENDED, SubState.CLEAN, since_s=90000, project_name="ledger", session_id="m1c4",
             project_path="/home/dev/ledger", instruction="Explain the rounding rules", ended_at=ago(90000)),
    ]  # fmt: skip
