"""The room whole, in a real worker thread: real sockets, the real hook script, the real caller."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from headspace_desktop.clients import HookSpec
from headspace_desktop.domain import actions
from headspace_desktop.domain.card import Card
from headspace_desktop.domain.changes import BoardReset, BoardStale, CardChanged, CardGone
from headspace_desktop.domain.effects import AnswerHold, Forget, ReleaseHold, TellCaller
from headspace_desktop.domain.events import HoldClosed, HoldOpened, MailOpened, ReplyMoved
from headspace_desktop.domain.model import (
    Ask,
    AskItem,
    AskKind,
    AskOption,
    Decision,
    PaneRef,
    ReplyStage,
    State,
    SubState,
    Usage,
    Verdict,
)
from headspace_desktop.intake import caller, lines, wire
from headspace_desktop.intake.room import IntakeRoom
from headspace_desktop.pace import Baton
from headspace_desktop.paths import Paths
from headspace_desktop.settings import HooksSettings, Settings
from headspace_desktop.workers import Worker

SCRIPT = Path(__file__).parents[2] / "resources" / "hooks" / "answer.py"
ASK = Ask("toolu_1", AskKind.PERMISSION, "Bash", "Run `ls`?", tool_input={"command": "ls"})
QUESTION = Ask(
    "toolu_2",
    AskKind.QUESTION,
    "AskUserQuestion",
    "Which size?",
    (AskItem("Which size?", options=(AskOption("Large"), AskOption("Small"))),),
)
NOW = datetime(2026, 1, 2, tzinfo=UTC)
DENIED = actions.Decide("aaaa1111", "toolu_2", Decision.DENY, "no", "cli")


def card(uuid: str = "aaaa1111", session: str = "s-1", state: State = State.WORKING, **more) -> Card:
    sub_state = SubState.NONE
    base = Card(
        uuid=uuid, client="claude", session_id=session, name="", project_name="p", project_path="/p",
        branch="", cwd="/p", verdict=Verdict(state, sub_state, NOW, "rule-1", "because"), verdict_at=NOW,
        instruction="", last_text="", tool="", tool_since_at=None, ask=None, ask_count=0,
        can_answer=True, can_type=True, why_not="", reply=None,
        background_count=0, turn_count=0, usage=Usage(), pid=12, pane=PaneRef("/t/default", "%1"), tmux_session="t",
        transcript_path=None, started_at=NOW, last_seen_at=NOW, ended_at=None, is_seen=False,
    )  # fmt: skip
    return replace(base, **more)


class App:
    """The room in its worker, and all that it said."""

    def __init__(self, place: Path, settings: Settings) -> None:
        self.paths = Paths.from_environment({"HEADSPACE_HOME": str(place)})
        self.paths.make_private()
        self.posted: list[object] = []
        self.troubles: list[object] = []
        self.raised: list[tuple[str, str]] = []
        self.bugs: list[BaseException] = []
        self.baton = Baton()
        self.room = IntakeRoom(
            self.posted.append,
            self.paths,
            settings,
            tell_trouble=self.troubles.append,
            raise_window=lambda agent, token: self.raised.append((agent, token)),
            baton=self.baton,
        )
        self.worker = Worker("intake", self.room, lambda _name, error: self.bugs.append(error))

    def start(self) -> App:
        self.worker.start()
        self.until(lambda: self.room._commands.listener.is_open or self.troubles)
        return self

    def stop(self) -> None:
        if not self.worker.isRunning():
            return
        self.worker.stop()
        assert self.worker.wait(10_000)
        assert self.bugs == []

    def until(self, condition, deadline_s: float = 20.0):
        end = time.monotonic() + deadline_s
        while not (found := condition()):
            assert time.monotonic() < end, (self.posted, self.troubles, self.bugs)
            time.sleep(0.01)
        return found

    def of(self, kind):
        return [one for one in list(self.posted) if isinstance(one, kind)]

    def hook(self, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        spool = self.paths.spool_dir / "claude"
        command = lines.hook_line(
            HookSpec("PermissionRequest", is_deciding=True),
            spool=spool,
            socket=self.paths.answer_socket,
            script=self.paths.hook_dir / "answer.py",
            python=sys.executable,
        )
        self.paths.hook_dir.mkdir(exist_ok=True)
        shutil.copy(SCRIPT, self.paths.hook_dir)
        payload = {"hook_event_name": "PermissionRequest", "session_id": "s-1", "tool_name": "Bash", "tool_input": {}}
        environ = {"PATH": os.environ["PATH"], "CLAUDE_CODE_SESSION_ID": "s-1", "CLAUDE_PID": str(os.getpid())}
        hook = subprocess.Popen(
            ["/bin/sh", "-c", command],
            env=environ | (env or {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert hook.stdin
        hook.stdin.write(json.dumps(payload).encode())
        hook.stdin.close()
        hook.stdin = None
        return hook

    def call(self, verb: str, **params):
        return caller.call(self.paths, verb, params, timeout_s=20)


@pytest.fixture
def app(apps):
    return apps()


@pytest.fixture
def apps(place: Path, qapp):
    made: list[App] = []

    def make(settings: Settings | None = None, *, is_started: bool = True) -> App:
        made.append(App(place, settings or Settings()))
        return made[-1].start() if is_started else made[-1]

    yield make
    for app in made:
        app.stop()


def answer(hold_id: str, reply_id: str = "r-1") -> AnswerHold:
    return AnswerHold(hold_id, "claude", ASK, Decision.ALLOW, reply_id)


# -- waiting hooks ------------------------------------------------------------------


def test_a_hook_waits_and_prints_the_decision(app: App) -> None:
    hook = app.hook()
    hold = app.until(lambda: app.of(HoldOpened))[0]
    mail = app.of(MailOpened)[0]
    assert app.posted.index(mail) < app.posted.index(hold)
    assert (hold.delivery_name, hold.session_id, hold.client) == (mail.name, "s-1", "claude")
    app.worker.post(answer(hold.hold_id))
    out, err = hook.communicate(timeout=20)
    assert json.loads(out)["hookSpecificOutput"]["decision"] == {"behavior": "allow"}
    assert (err, hook.returncode) == (b"", 0)
    moved = app.until(lambda: app.of(ReplyMoved))[0]
    assert (moved.reply_id, moved.stage) == ("r-1", ReplyStage.SUBMITTED)
    assert app.until(lambda: app.of(HoldClosed))[0].reason == "answered"
    app.worker.post(answer(hold.hold_id, "r-2"))
    late = app.until(lambda: app.of(ReplyMoved)[1:])[0]
    assert (late.reply_id, late.stage) == ("r-2", ReplyStage.FAILED)
    assert late.detail


def test_released_and_closed_holds_leave_the_dialog_in_charge(apps) -> None:
    app = apps()
    hooks = [app.hook(), app.hook()]
    holds = app.until(lambda: len(app.of(HoldOpened)) == 2 and app.of(HoldOpened))
    app.worker.post(ReleaseHold(holds[0].hold_id))
    app.until(lambda: app.of(HoldClosed))
    app.stop()
    assert [hook.communicate(timeout=20) for hook in hooks] == [(b"", b"")] * 2
    assert [hook.returncode for hook in hooks] == [0, 0]
    assert [closed.reason for closed in app.of(HoldClosed)] == ["released", "released"]
    assert not app.paths.answer_socket.exists()


def test_a_hook_that_is_killed_is_gone(app: App) -> None:
    hook = app.hook()
    app.until(lambda: app.of(HoldOpened))
    children = Path(f"/proc/{hook.pid}/task/{hook.pid}/children").read_text().split()
    os.kill(int(children[0]), 9)
    assert app.until(lambda: app.of(HoldClosed))[0].reason == "gone"
    assert hook.communicate(timeout=10) == (b"", b"")
    assert hook.returncode == 0


def test_an_answer_that_was_not_printed_is_failed(app: App) -> None:
    with socket.socket(socket.AF_UNIX) as hook:
        hook.connect(str(app.paths.answer_socket))
        hook.sendall(b'{"client": "claude", "session_id": "s", "delivery_name": "d"}\n')
        hold = app.until(lambda: app.of(HoldOpened))[0]
        app.worker.post(answer(hold.hold_id))
        assert hook.recv(3) == b"92\n"
    moved = app.until(lambda: app.of(ReplyMoved))[0]
    assert moved.stage is ReplyStage.FAILED
    assert app.until(lambda: app.of(HoldClosed))[0].reason == "gone"


def test_the_app_that_dies_lets_its_hooks_go(apps) -> None:
    app = apps(is_started=False)
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(app.paths.answer_socket))
    server.listen()
    (app.paths.spool_dir / "claude").mkdir(parents=True)
    hook = app.hook()
    peer, _ = server.accept()
    assert peer.recv(1000)
    peer.close()
    server.close()
    assert hook.communicate(timeout=20) == (b"", b"")
    assert hook.returncode == 0


def test_unattended_sessions_wait_only_where_the_person_chose_so(apps) -> None:
    app = apps(Settings(hooks=HooksSettings(hold_unattended_projects=("/chosen",))))
    env = {"CLAUDE_CODE_SESSION_ATTENDED": "0", "CLAUDE_PROJECT_DIR": "/other"}
    assert app.hook(env).communicate(timeout=20) == (b"", b"")
    assert not app.of(HoldOpened)
    hook = app.hook(env | {"CLAUDE_PROJECT_DIR": "/chosen/sub"})
    app.until(lambda: app.of(HoldOpened))
    app.worker.post(Settings())
    app.until(lambda: not (app.paths.hook_dir / lines.UNATTENDED_FLAG).exists())
    app.stop()
    hook.communicate(timeout=10)


def test_a_hold_ends_after_its_time(apps) -> None:
    app = apps(is_started=False)
    app.room._receiver.settings = HooksSettings(answer_timeout_s=0.2)
    app.start()
    assert app.hook().communicate(timeout=20) == (b"", b"")
    assert app.until(lambda: app.of(HoldClosed))[0].reason == "timeout"
    app.stop()


# -- the command line ---------------------------------------------------------------


def test_status_tells_the_cards(app: App) -> None:
    waiting = threading.Timer(0.2, lambda: app.worker.post(BoardReset((card(),), NOW)))
    waiting.start()  # a request that comes before the board waits for it
    (line,) = app.call("status")["agents"]
    wanted = {
        "session_id": "s-1", "client": "claude", "project_path": "/p", "pid": 12, "tmux_pane": "%1",
        "state": "working", "sub_state": "", "rule": "rule-1", "evidence_at": NOW.isoformat(),
        "verdict_at": NOW.isoformat(), "question": None,
    }  # fmt: skip
    assert wanted.items() <= line.items()


def test_watch_tells_each_change_of_verdict_once(app: App) -> None:
    app.worker.post(BoardReset((card(),), NOW))
    with caller.watch(app.paths, deadline=time.monotonic() + 20) as told:
        assert next(told)["state"] == "working"
        app.worker.post(CardChanged(card(last_text="not a change of verdict")))
        app.worker.post(CardChanged(card(state=State.NEEDS_INPUT, ask=QUESTION)))
        line = next(told)
        assert line["state"] == "needs_input"
        assert line["question"] == {"text": "Which size?", "options": ["Large", "Small"]}
        app.worker.post(CardGone("aaaa1111"))
        assert next(told)["is_gone"] is True


def test_wait(app: App) -> None:
    app.worker.post(BoardReset((card(), card("bbbb", "s-2", State.DONE)), NOW))
    assert app.call("wait", until="done")["agent"] == "bbbb"
    later = threading.Timer(0.2, lambda: app.worker.post(CardChanged(card(state=State.NEEDS_INPUT))))
    later.start()
    assert app.call("wait", until=["needs_input"], agent="aaaa")["agent"] == "aaaa1111"
    with pytest.raises(caller.Refused, match="Nothing happened"):
        app.call("wait", until=["ended"], timeout_s=0.2)


@pytest.mark.parametrize(
    ("verb", "params", "action"),
    [
        ("focus", {}, actions.FocusAgent("aaaa1111", "cli")),
        ("reply", {"text": "go on; \u0000"}, actions.SendReply("aaaa1111", "go on; \u0000", "cli")),
        ("decide", {"decision": "deny", "message": "no"}, DENIED),
        ("answer", {"answers": [["Large"]]}, actions.AnswerAsk("aaaa1111", "toolu_2", (("Large",),), "cli")),
        ("start", {"project_path": "/tmp", "args": ["-c"]}, actions.StartAgent("/tmp", "claude", ("-c",))),
    ],
)  # fmt: skip
def test_wishes_become_actions_and_their_answers_come_back(app: App, verb: str, params, action) -> None:
    app.worker.post(BoardReset((card(state=State.NEEDS_INPUT, ask=QUESTION),), NOW))

    def engine(reply) -> None:
        wish = app.until(lambda: app.of(type(action)))[-1]
        assert replace(wish, request_id="") == action
        app.worker.post(reply(wish.request_id))

    for agent in ("aaaa", "s-1", "%1"):
        app.posted.clear()
        thread = threading.Thread(target=engine, args=(lambda key: TellCaller(key, {"stage": "typed"}),))
        thread.start()
        assert app.call(verb, agent=agent, **params) == {"stage": "typed"}
        thread.join()
    app.posted.clear()
    thread = threading.Thread(target=engine, args=(lambda key: TellCaller(key, {}, "Refused", "why", "do this"),))
    thread.start()
    with pytest.raises(caller.Refused, match="Refused: why") as refused:
        app.call(verb, agent="aaaa", **params)
    assert refused.value.remedy == "do this"
    thread.join()


def test_ambiguous_unknown_and_closed_are_refused(app: App) -> None:
    app.worker.post(BoardReset((card(), card("aaaa2222", "s-2")), NOW))
    for verb, params, kind in [
        ("focus", {"agent": "aaaa"}, "BadRequest"),
        ("focus", {"agent": "zzz"}, "UnknownAgent"),
        ("focus", {"agent": 7}, "BadRequest"),
        ("decide", {"agent": "aaaa1", "decision": "allow"}, "QuestionClosed"),
        ("reply", {"agent": "aaaa1", "text": " "}, "BadRequest"),
        ("start", {"project_path": "relative"}, "BadRequest"),
        ("wait", {"until": [[1]]}, "BadRequest"),
        ("mute", {"until_at": "soon"}, "BadRequest"),
        ("dance", {}, "BadRequest"),
    ]:
        with pytest.raises(caller.Refused) as refused:
            app.call(verb, **params)
        assert refused.value.told_kind == kind
        assert refused.value.remedy
    assert app.of(actions.FocusAgent) == []


def test_small_wishes(app: App) -> None:
    app.call("raise", agent="x", activation_token="t")
    app.call("open")
    assert app.raised == [("x", "t"), ("", "")]
    app.call("mute", until_at="2030-01-01T00:00:00+00:00")
    app.call("quit")
    app.until(lambda: app.of(actions.Quit))
    assert app.of(actions.Mute)[0].until_at == datetime(2030, 1, 1, tzinfo=UTC)


def test_the_app_is_away(place: Path) -> None:
    paths = Paths.from_environment({"HEADSPACE_HOME": str(place)})
    with pytest.raises(caller.AppAway):
        caller.call(paths, "status", {})


# -- hostile peers ------------------------------------------------------------------


def connect(peer: socket.socket, path: str) -> None:
    """A non-blocking Unix socket is refused while the backlog is full."""
    while True:
        try:
            return peer.connect(path)
        except BlockingIOError:
            time.sleep(0.01)


HOSTILE = [
    b"garbage\n",
    b"[]\n",
    b"null\n",
    b'{"do": []}\n',
    b'{"do": "status", "v": 2}\n',
    b'{"do": "status", "id": {}}\n',
    b'{"do":' * 100_000 + b"\n",
    b"\xff\x00\n",
    b"x" * (wire.LINE_LIMIT_BYTES + 100_000),
]


@pytest.mark.parametrize("which", ["answer_socket", "command_socket"])
def test_hostile_peers_harm_nobody(app: App, which: str) -> None:
    path = str(getattr(app.paths, which))
    for noise in HOSTILE:
        with socket.socket(socket.AF_UNIX) as peer:
            peer.settimeout(10)
            peer.connect(path)
            try:
                peer.sendall(noise)
                assert len(peer.recv(4096)) >= 0
            except ConnectionError:
                pass
    half_open = []
    for _ in range(wire.PEER_LIMIT + 20):
        half_open.append(socket.socket(socket.AF_UNIX))
        half_open[-1].settimeout(10)
        connect(half_open[-1], path)
    app.worker.post(BoardReset((card(),), NOW))
    assert len(app.call("status")["agents"]) == 1
    hook = app.hook()
    hold = app.until(lambda: app.of(HoldOpened))[-1]
    app.worker.post(ReleaseHold(hold.hold_id))
    assert hook.communicate(timeout=10) == (b"", b"")
    for peer in half_open:
        peer.close()


def test_who_says_nothing_is_let_go(app: App, monkeypatch) -> None:
    monkeypatch.setattr(wire, "SILENT_S", 0.2)
    with socket.socket(socket.AF_UNIX) as peer:
        peer.settimeout(10)
        peer.connect(str(app.paths.command_socket))
        assert peer.recv(1) == b""


def test_a_watcher_that_does_not_read_is_let_go(app: App) -> None:
    app.worker.post(BoardReset((card(),), NOW))
    with socket.socket(socket.AF_UNIX) as slow:
        slow.connect(str(app.paths.command_socket))
        slow.sendall(b'{"do": "watch"}\n')
        app.until(lambda: app.room._commands._watchers)
        text = "long " * 10_000
        for number in range(300):
            state = (State.WORKING, State.DONE)[number % 2]
            app.worker.post(CardChanged(card(state=state, instruction=text)))
        app.until(lambda: not app.room._commands._watchers)
    assert app.call("status")["agents"]


# -- the sockets themselves -----------------------------------------------------------


def test_sockets_are_private_and_strangers_are_refused(app: App, monkeypatch) -> None:
    assert app.paths.answer_socket.stat().st_mode & 0o777 == 0o600
    assert app.paths.command_socket.stat().st_mode & 0o777 == 0o600
    uid = os.getuid()
    monkeypatch.setattr(wire.os, "getuid", lambda: uid + 1)
    with pytest.raises(caller.AppAway):
        app.call("open")


def test_a_dead_socket_is_replaced_and_a_living_one_is_not(apps) -> None:
    app = apps(is_started=False)
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(app.paths.command_socket))
    app.start()
    app.worker.post(BoardReset((), NOW))
    assert app.call("status")["agents"] == []
    second = apps()
    told = second.until(lambda: [one for one in second.troubles if one.kind == "SocketUnusable"])
    assert "another program listens" in told[0].detail
    second.stop()
    assert app.call("status")["agents"] == []
    app.stop()


def test_an_open_runtime_folder_is_refused_until_it_is_mended(apps) -> None:
    app = apps(is_started=False)
    app.paths.runtime_dir.chmod(0o755)
    app.start()
    assert app.until(lambda: app.troubles)[0].kind == "SocketUnusable"
    app.paths.runtime_dir.chmod(0o700)
    app.until(app.paths.command_socket.exists)
    app.stop()


def test_forget_reaches_the_spool(app: App) -> None:
    app.hook({"CLAUDE_CODE_SESSION_ATTENDED": "0"}).communicate(timeout=20)
    mail = app.until(lambda: app.of(MailOpened))[0]
    app.worker.post(Forget(((mail.path, mail.size_bytes),)))
    app.until(lambda: not Path(mail.path).exists())


def test_a_stale_board_says_so_to_callers(app: App) -> None:
    app.worker.post(BoardReset((), NOW))
    assert app.call("status")["stale_since"] is None
    app.worker.post(BoardStale(NOW, "The disk is full"))
    board = app.call("status")
    assert (board["stale_since"], board["stale_reason"]) == (NOW.isoformat(), "The disk is full")
    app.worker.post(BoardStale(None))
    assert app.call("status")["stale_since"] is None


def test_a_board_that_may_be_old_ends_no_wait(app: App) -> None:
    old, other = card("aaaa1111", state=State.DONE), card("bbbb2222", "s-2", State.WORKING)
    app.worker.post(BoardReset((old, other), NOW))
    app.worker.post(BoardStale(NOW, "It is still being read", is_catching_up=True))
    found: list[dict[str, object]] = []
    waiting = threading.Thread(target=lambda: found.append(app.call("wait", until="done", timeout_s=30)))
    waiting.start()
    app.until(lambda: app.room._commands._wishes)
    app.worker.post(CardChanged(card("bbbb2222", "s-2", State.DONE)))
    app.worker.post(CardChanged(card("aaaa1111", state=State.WORKING)))
    assert app.call("status")["stale_since"] == NOW.isoformat()
    assert not found, "what was so then may not be so now"
    app.worker.post(BoardStale(None))
    waiting.join(20)
    assert [one["agent"] for one in found] == ["bbbb2222"]


# -- while others compute -------------------------------------------------------------


def mails_that_wait(app: App, count: int) -> None:
    folder = app.paths.spool_dir / "claude"
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, count + 1):
        told = {"hook_event_name": "UserPromptSubmit", "session_id": "s-1", "prompt": f"{number}"}
        (folder / f"{number}.{os.getpid()}...1").write_text(json.dumps(told), encoding="utf-8")


@contextmanager
def all_committed(app: App, count: int) -> Iterator[list[Path]]:
    """So many mails were told and are committed; as long as this lasts somebody else computes."""
    mails = app.until(lambda: len(found := app.of(MailOpened)) == count and found)
    with app.baton.held():
        app.worker.post(Forget(tuple((mail.path, mail.size_bytes) for mail in mails)))
        yield [Path(mail.path) for mail in mails]


def test_who_computes_is_not_disturbed_by_mail_that_waited(apps) -> None:
    app = apps(is_started=False)
    app.baton.patience_s = 60.0
    mails_that_wait(app, 3)
    with app.baton.held():
        app.start()
        app.call("raise")
        assert app.raised, "whoever waits for an answer is heard all the same"
        assert app.of(MailOpened) == []
    with all_committed(app, 3) as files:
        app.call("raise")
        assert all(file.exists() for file in files)
    app.until(lambda: not any(file.exists() for file in files))


def test_mail_is_read_in_the_end_though_another_room_hangs(apps) -> None:
    app = apps(is_started=False)
    app.baton.patience_s = 0.05
    mails_that_wait(app, 3)
    with app.baton.held():
        app.start()
        app.until(lambda: len(app.of(MailOpened)) == 3)


def test_commands_that_came_before_there_is_a_board_are_not_answered_by_an_old_one(app: App) -> None:
    found: list[dict[str, object]] = []
    waiting = threading.Thread(target=lambda: found.append(app.call("wait", until="done", timeout_s=30)))
    app.worker.post(BoardStale(NOW, "It is still being read", is_catching_up=True))
    app.until(lambda: app.room._commands._stale.since_at)
    waiting.start()
    app.until(lambda: app.room._commands._early)
    app.worker.post(BoardReset((card("aaaa1111", state=State.DONE),), NOW))
    assert app.call("status")["stale_since"] == NOW.isoformat()
    assert not found
    app.worker.post(CardChanged(card("aaaa1111", state=State.WORKING)))
    app.worker.post(BoardStale(None))
    app.worker.post(CardChanged(card("aaaa1111", state=State.DONE, name="now")))
    waiting.join(20)
    assert [one["name"] for one in found] == ["now"]


def test_what_is_committed_is_removed_at_the_end_at_the_latest(apps) -> None:
    app = apps(is_started=False)
    app.baton.patience_s = 60.0
    mails_that_wait(app, 3)
    app.start()
    with all_committed(app, 3) as files:
        app.stop()
    assert not any(file.exists() for file in files)


def test_at_the_end_hooks_are_let_go_before_what_was_committed_is_removed(apps) -> None:
    app = apps(is_started=False)
    app.baton.patience_s = 60.0
    mails_that_wait(app, 1)
    app.start()
    (mail,) = app.until(lambda: app.of(MailOpened))
    hook = app.hook()
    app.until(lambda: app.of(HoldOpened))
    held: list[int] = []
    forget = app.room._spool.forget
    app.room._spool.forget = lambda *mail: (held.append(len(app.room._receiver._holds)), forget(*mail))
    with app.baton.held():
        app.worker.post(Forget(((mail.path, mail.size_bytes),)))
        app.stop()
    hook.communicate(timeout=20)
    assert held == [0] and not Path(mail.path).exists()
