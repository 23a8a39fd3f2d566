"""The command line against the real intake room; only the engine is played by the test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from headspace_desktop.domain.actions import AnswerAsk, Decide, FocusAgent, Mute, Quit, SendReply
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import BoardReset, BoardStale, CardChanged
from headspace_desktop.domain.effects import TellCaller
from headspace_desktop.domain.model import (
    Ask,
    AskItem,
    AskKind,
    AskOption,
    Decision,
    PaneRef,
    State,
    SubState,
    Usage,
    Verdict,
)
from headspace_desktop.host import this_host
from headspace_desktop.intake.room import IntakeRoom
from headspace_desktop.paths import Paths
from headspace_desktop.settings import DatabaseSettings, Settings
from headspace_desktop.store.database import open_store
from headspace_desktop.store.records import Batch, Records
from headspace_desktop.workers import Worker
from tests.store.board import an_agent, an_event

HEADSPACE = str(Path(sys.executable).with_name("headspace"))
THEN = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)


def card(uuid: str, state: State, *, ask: Ask | None = None, name: str = "", since_at: datetime = THEN) -> Card:
    sub_state = SubState.PERMISSION if ask else SubState.NONE
    return Card(
        uuid=uuid, client="claude", session_id=f"s-{uuid}", name=name, project_name="shop", project_path="/src/shop",
        branch="main", cwd="/src/shop", verdict=Verdict(state, sub_state, since_at, "rule-1", "because"),
        verdict_at=THEN, instruction="build the shop", last_text="", tool="", tool_since_at=None, ask=ask,
        ask_count=int(bool(ask)), can_answer=True, can_type=True, why_not="", reply=None, background_count=0,
        turn_count=1, usage=Usage(), pid=42, pane=PaneRef("/tmp/s", "%7"), tmux_session="hs", transcript_path=None,
        started_at=THEN, last_seen_at=THEN, ended_at=None, is_seen=False,
    )  # fmt: skip


PERMISSION = Ask("toolu_1", AskKind.PERMISSION, "Bash", "rm -r build\x1b[2J", (AskItem("rm -r build"),))
QUESTION = Ask(
    "toolu_2",
    AskKind.QUESTION,
    "AskUserQuestion",
    "Which one?",
    (AskItem("Which one?", options=(AskOption("Tea"), AskOption("Coffee"))),),
)
FLEET = (
    card("aaaa1111", State.WORKING, name="api"),
    card("bbbb2222", State.NEEDS_INPUT, ask=PERMISSION, name="web", since_at=THEN - timedelta(hours=1)),
    card("cccc3333", State.NEEDS_INPUT, ask=QUESTION, name="docs"),
    card("dddd4444", State.ENDED, name="old"),
)


class Engine:
    """Keeps what it was asked and answers as the test says."""

    def __init__(self) -> None:
        self.actions: list[Any] = []
        self.raised = 0
        self.answer: Callable[[str], TellCaller] = lambda request_id: TellCaller(request_id, {"stage": "seen"})
        self.worker: Worker | None = None

    def post(self, action: Any) -> None:
        self.actions.append(action)
        request_id = getattr(action, "request_id", "")
        if request_id and self.worker is not None:
            self.worker.post(self.answer(request_id))

    def raise_window(self, _agent: str, _token: str) -> None:
        self.raised += 1


@contextmanager
def running(settings: Settings) -> Iterator[Engine]:
    engine = Engine()
    paths = Paths.from_environment()
    paths.make_private()
    bugs: list[BaseException] = []
    room = IntakeRoom(engine.post, paths, settings, tell_trouble=lambda _told: None, raise_window=engine.raise_window)
    engine.worker = Worker("intake", room, lambda _where, error: bugs.append(error))
    engine.worker.start()
    engine.worker.post(BoardReset(FLEET, THEN))
    deadline = time.monotonic() + 20
    while not paths.command_socket.exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    yield engine
    engine.worker.stop()
    assert engine.worker.wait(10_000)
    assert bugs == []


@pytest.fixture
def engine() -> Iterator[Engine]:
    with running(Settings()) as engine:
        yield engine


def run(*words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [HEADSPACE, *words], env=os.environ, capture_output=True, text=True, timeout=60, check=False, input=stdin
    )


def done(*words: str, stdin: str = "") -> str:
    result = run(*words, stdin=stdin)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_the_table_has_the_waiting_first_and_nothing_hostile(engine: Engine) -> None:
    rows = [line.split() for line in done("status").splitlines()]
    assert rows[0] == ["STATE", "FOR", "AGENT", "PROJECT", "WHAT"]
    assert [row[0] for row in rows[1:]] == ["needs_input", "needs_input", "working"]
    assert rows[1][3:] == ["web", "shop", "rm", "-r", "build[2J"]
    assert "ended" in done("status", "--all")


def test_a_board_that_may_be_old_says_so_beside_the_table(engine: Engine) -> None:
    assert engine.worker is not None
    engine.worker.post(BoardStale(THEN, "What happened meanwhile is still being read", is_catching_up=True))
    result = run("status")
    assert result.returncode == 0 and result.stdout.startswith("STATE")
    said = f"this is how it was at {THEN.isoformat()}. What happened meanwhile is still being read.\n"
    assert result.stderr == f"Not current: {said}"
    engine.worker.post(BoardStale(None))
    assert run("status").stderr == ""


def test_the_board_for_programs(engine: Engine) -> None:
    board = json.loads(done("status", "--json", "--all"))
    assert [one["name"] for one in board["agents"]] == ["api", "web", "docs", "old"]
    web = board["agents"][1]
    assert (web["state"], web["sub_state"], web["rule"], web["pid"]) == ("needs_input", "permission", "rule-1", 42)
    assert web["tmux_pane"] == "%7"
    assert web["project_path"] == "/src/shop"
    assert web["evidence_at"] == (THEN - timedelta(hours=1)).isoformat()
    assert board["agents"][2]["question"] == {"text": "Which one?", "options": ["Tea", "Coffee"]}


def test_watching_tells_each_agent_and_then_each_change(engine: Engine) -> None:
    assert engine.worker is not None
    with subprocess.Popen(
        [HEADSPACE, "watch", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as it:
        assert it.stdout is not None
        now = [json.loads(it.stdout.readline()) for _ in FLEET]
        assert {line["agent"] for line in now} == {one.uuid for one in FLEET}
        engine.worker.post(CardChanged(card("aaaa1111", State.DONE, name="api")))
        changed = json.loads(it.stdout.readline())
        assert (changed["agent"], changed["state"]) == ("aaaa1111", "done")
        engine.worker.stop()
        assert it.wait(20) == 3
        assert it.stderr is not None
        assert it.stderr.read().startswith("Headspace Desktop is not running: it ended while it was watched\n")


def test_waiting_ends_when_it_is_so(engine: Engine) -> None:
    assert engine.worker is not None
    assert done("wait", "--until", "needs_input", "--agent", "docs") == "cccc3333  needs_input (permission)\n"
    assert run("wait", "--until", "stalled", "--timeout", "0.1").returncode == 4
    command = [HEADSPACE, "wait", "--until", "done,stalled", "--agent", "api", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as it:
        engine.worker.post(CardChanged(card("bbbb2222", State.DONE, name="web")))
        engine.worker.post(CardChanged(card("aaaa1111", State.STALLED, name="api")))
        assert it.stdout is not None
        assert json.loads(it.stdout.readline())["agent"] == "aaaa1111"
        assert it.wait(20) == 0


def test_going_there(engine: Engine) -> None:
    done("focus")
    done("focus", "api")
    assert [action.agent_uuid for action in engine.actions] == ["bbbb2222", "aaaa1111"]
    assert all(isinstance(action, FocusAgent) and action.surface == "cli" for action in engine.actions)
    engine.answer = lambda request_id: TellCaller(
        request_id, {"attach_command": "tmux attach -t =hs"}, "No terminal shows this agent", "", "Open one with:"
    )
    refused = run("focus", "api")
    assert refused.returncode == 1
    assert refused.stderr == "No terminal shows this agent\nOpen one with: tmux attach -t =hs\n"


def test_a_reply_waits_for_its_receipt(engine: Engine) -> None:
    assert done("reply", "--agent", "api", "go", "on;") == "seen\n"
    done("reply", "--agent", "api", "-", stdin="two\nlines\n")
    assert [action.text for action in engine.actions] == ["go on;", "two\nlines"]
    assert all(isinstance(action, SendReply) for action in engine.actions)
    assert run("reply", "--agent", "api", "  ").returncode == 1
    refused = run("reply", "hello")
    assert refused.returncode == 1
    assert "several wait: bbbb2222 (web), cccc3333 (docs)" in refused.stderr


def test_a_decision_goes_to_the_only_one_that_asks(engine: Engine) -> None:
    done("decide", "allow-session")
    done("decide", "--agent", "web", "deny", "--message", "not that folder")
    first, second = engine.actions
    assert isinstance(first, Decide)
    assert (first.agent_uuid, first.ask_key, first.decision) == ("bbbb2222", "toolu_1", Decision.ALLOW_SESSION)
    assert (second.decision, second.message) == (Decision.DENY, "not that folder")
    wrong = run("decide", "--agent", "docs", "allow")
    assert (wrong.returncode, "asks a question" in wrong.stderr, "headspace answer" in wrong.stderr) == (1, True, True)


def test_an_answer_by_number(engine: Engine) -> None:
    done("answer", "2")
    (action,) = engine.actions
    assert isinstance(action, AnswerAsk)
    assert (action.ask_key, action.answers) == ("toolu_2", (("Coffee",),))


def test_a_refusal_is_told_in_the_apps_words(engine: Engine) -> None:
    engine.answer = lambda request_id: TellCaller(request_id, {}, "This agent\x1b[31m is gone", "since noon", "Look.")
    refused = run("decide", "allow")
    assert (refused.returncode, refused.stderr) == (1, "This agent[31m is gone: since noon\nLook.\n")
    assert run("focus", "nobody").stderr.startswith("There is no such agent: nobody\n")


def test_mute_open_and_quit(engine: Engine) -> None:
    before = datetime.now(UTC)
    assert done("mute", "1h").startswith("Muted until ")
    assert done("mute", "off") == "Not muted.\n"
    done("open")
    done("quit")
    mute, off, end = engine.actions
    assert isinstance(mute, Mute)
    assert mute.until_at is not None
    assert timedelta(minutes=59) < mute.until_at - before < timedelta(minutes=62)
    assert (off, end) == (Mute(None), Quit())
    assert engine.raised == 1


def test_what_reads_the_store_reads_the_one_that_the_app_was_started_with(tmp_path: Path) -> None:
    paths = Paths.from_environment()
    paths.make_private()
    host, url = this_host(paths.data_dir), f"sqlite:///{tmp_path}/other.db"
    records = Records(open_store(url, paths, host_id=host.id, host_name=host.name))
    agent = an_agent()
    origin = {"source": "hook", "at": THEN.isoformat(), "seen_at": THEN.isoformat()}
    event = an_event("d1", agent.uuid, kind="PromptSubmitted", payload={"origin": origin, "prompt": "hello"})
    records.save(Batch(agents={agent.uuid: agent}, events=[event]))
    records.close()
    with running(Settings(database=DatabaseSettings(url=url))):
        assert done("store", "path") == f"{url}\n"
        assert done("record", str(tmp_path / "told.jsonl")).startswith("1 messages")
        assert done("store", "backup").startswith(str(paths.backups_dir))
    assert done("store", "path") == f"{paths.database_file}\n"
