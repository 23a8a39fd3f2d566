"""The spool: order, at least once, nothing lost, bounded."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from headspace_desktop.clients import HookSpec
from headspace_desktop.domain.events import MailOpened, PromptSubmitted
from headspace_desktop.intake import arrivals, backlog, lines, spool
from headspace_desktop.intake.spool import Spool
from headspace_desktop.processes import environ_of
from headspace_desktop.troubles import Trouble
from tests.harness.desktop import wait_for

PROMPT = HookSpec("UserPromptSubmit")
SESSION = "11111111-2222-3333-4444-555555555555"


def prompt(text: str) -> bytes:
    event = {"session_id": SESSION, "hook_event_name": "UserPromptSubmit", "prompt": text, "cwd": "/tmp"}
    return json.dumps(event).encode()


class Reader:
    """A spool and the engine beside it."""

    def __init__(self, place: Path, source=arrivals.arrivals) -> None:
        self.mails: list[MailOpened] = []
        self.troubles: dict[str, Trouble] = {}
        self.folder = place / "spool"
        self.home = self.folder / "claude"
        self.spool = Spool(self.folder, self.mails.append, self.tell, source=source)

    def open(self, loop) -> None:
        self.spool.open(loop)
        self.spool.collect()

    def tell(self, key: str, trouble: Trouble | None) -> None:
        if trouble is None:
            self.troubles.pop(key, None)
        else:
            self.troubles[key] = trouble

    @property
    def texts(self) -> list[str]:
        found = [one for mail in self.mails for one in mail.evidence]
        return [one.text for one in found if isinstance(one, PromptSubmitted)]

    def forget_all(self) -> None:
        for mail in list(self.mails):
            self.spool.forget(mail.path, mail.size_bytes)

    def files(self, folder: str = "") -> list[str]:
        return sorted(path.name for path in (self.home / folder).iterdir() if path.is_file())


@pytest.fixture(params=["inotify", "looking"])
def reader(request, place: Path, loop):
    source = arrivals.ToldArrivals if request.param == "inotify" else arrivals.LookedArrivals
    reader = Reader(place, source)
    yield reader
    reader.spool.close()


def hook(reader: Reader, payload: bytes, spec: HookSpec = PROMPT, pid: str = "") -> None:
    command = lines.hook_line(spec, spool=reader.home, socket=Path("/x"), script=Path("/y"), python=sys.executable)
    env = {"PATH": os.environ["PATH"], "CLAUDE_PID": pid}
    subprocess.run(["/bin/sh", "-c", command], input=payload, env=env, check=True, timeout=20)


def test_live_mail_is_told_in_order_and_forgotten(reader: Reader, loop) -> None:
    reader.open(loop)
    for number in range(12):
        spec = HookSpec("PreToolUse", is_bulky=True) if number % 3 == 0 else HookSpec("UserPromptSubmit")
        hook(reader, prompt(f"say {number}"), spec)
    loop.until(reader.spool, lambda: len(reader.texts) == 12)
    assert reader.texts == [f"say {number}" for number in range(12)]
    assert len(reader.files("taken")) == 12
    reader.forget_all()
    assert reader.files("taken") + reader.files() + reader.files("tool") == []
    assert not reader.troubles


def test_backlog_in_order_and_again_after_a_crash(reader: Reader, loop, place: Path) -> None:
    reader.open(loop)
    reader.spool.close()
    moments = [7, 3, 9, 1, 5]
    for moment in moments:
        path = reader.home / ("tool" if moment == 3 else "") / f"{100 - moment}.1.%1.x,1,0."
        path.write_bytes(prompt(str(moment)))
        os.utime(path, ns=(moment, 1_700_000_000_000_000_000 + moment))
    reader.open(loop)
    assert reader.texts == ["1", "3", "5", "7", "9"]
    ids = [one.origin.delivery_id for mail in reader.mails for one in mail.evidence]
    assert ids[0] == "99.1.%1.x,1,0.:1700000000000000001:0"
    reader.spool.close()
    reader.spool.forget(reader.mails[0].path, reader.mails[0].size_bytes)
    after = Reader(place)
    after.open(loop)
    assert after.texts == ["3", "5", "7", "9"]
    assert [one.origin.delivery_id for mail in after.mails for one in mail.evidence] == ids[1:]
    after.spool.close()


def test_equal_moments_go_by_process_number_with_wrap_and_lifecycle(tmp_path: Path) -> None:
    def waiting(name: str, event: str) -> backlog.Waiting:
        path = tmp_path / name
        path.write_text(json.dumps({"hook_event_name": event}))
        os.utime(path, ns=(1, 1))
        return backlog.Waiting(path, name)

    wrapped = [waiting("17.1..", "Stop"), waiting("32760.1..", "Stop"), waiting("32761.1..", "Stop")]
    assert [one.name for one in backlog.in_order(wrapped)] == ["32760.1..", "32761.1..", "17.1.."]
    events = ["PostCompact", "SessionStart", "SubagentStop", "PreCompact", "SessionEnd"]
    nameless = [waiting(f"x{number}", event) for number, event in enumerate(events)]
    assert [one.name for one in backlog.in_order(nameless)] == ["x4", "x3", "x2", "x1", "x0"]


def test_two_values_in_one_file_are_two_deliveries(reader: Reader, loop) -> None:
    reader.open(loop)
    (reader.home / "5.1..").write_bytes(prompt("one") + prompt("two"))
    loop.until(reader.spool, lambda: reader.mails)
    assert reader.texts == ["one", "two"]
    ids = {one.origin.delivery_id for one in reader.mails[0].evidence}
    assert len(ids) == 2


def test_a_file_that_is_still_written_waits(reader: Reader, loop) -> None:
    reader.open(loop)
    with (reader.home / "6.1..").open("wb") as file:
        file.write(prompt("whole")[:30])
        file.flush()
        for _ in range(5):
            loop.turn(reader.spool)
        assert reader.mails == []
        file.write(prompt("whole")[30:])
    loop.until(reader.spool, lambda: reader.mails)
    assert reader.texts == ["whole"]


def test_a_mail_that_was_cut_off_gives_its_head_and_is_kept(reader: Reader, loop, monkeypatch) -> None:
    monkeypatch.setattr(spool, "CUT_OFF_AFTER_S", 0.3)
    reader.open(loop)
    reader.spool.close()
    (reader.home / "7.1..").write_bytes(
        b'{"session_id": "s", "hook_event_name": "Stop", "last_assistant_message": "abc'
    )
    reader.open(loop)
    loop.until(reader.spool, lambda: reader.mails)
    (mail,) = reader.mails
    assert "cut off" in mail.anomalies[0]
    assert [type(one).__name__ for one in mail.evidence] == ["TurnStopped"]
    reader.forget_all()
    assert len(reader.files("rejected")) == 1


@pytest.mark.parametrize(
    "raw", [b"garbage", b"{,}", b"[1]", b"[" * 2_000_000, b"\0" * 100, b'{"session_id": 1}'], ids=range(6)
)
def test_bad_mail_is_kept_and_told_and_the_next_is_read(reader: Reader, loop, raw: bytes) -> None:
    reader.open(loop)
    hook(reader, raw)
    hook(reader, prompt("next"))
    loop.until(reader.spool, lambda: reader.texts == ["next"], 30)
    loop.until(reader.spool, lambda: any(mail.anomalies for mail in reader.mails))
    reader.forget_all()
    assert reader.files() + reader.files("taken") == []


def test_rejected_mail_is_bounded(place: Path, loop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "CUT_OFF_AFTER_S", 0.1)
    reader = Reader(place)
    reader.open(loop)
    for number in range(backlog.REJECTED_FILES + 30):
        (reader.home / f"{number}.1..").write_bytes(b"{,}" * (200_000 if number == 0 else 1))
    loop.until(reader.spool, lambda: (reader.forget_all(), not reader.files() and not reader.files("taken"))[1])
    assert len(reader.files("rejected")) == backlog.REJECTED_FILES
    assert max(path.stat().st_size for path in (reader.home / "rejected").iterdir()) <= backlog.REJECTED_BYTES


def test_mail_that_grew_is_read_on(reader: Reader, loop) -> None:
    reader.open(loop)
    hook(reader, prompt("first"))
    loop.until(reader.spool, lambda: reader.mails)
    (mail,) = reader.mails
    with Path(mail.path).open("ab") as file:
        file.write(prompt("second"))
    reader.spool.forget(mail.path, mail.size_bytes)
    assert reader.texts == ["first", "second"]
    assert Path(mail.path).exists()
    tail = reader.mails[1]
    reader.spool.forget(tail.path, tail.size_bytes)
    assert not Path(mail.path).exists()
    assert len({one.origin.delivery_id for mail in reader.mails for one in mail.evidence}) == 2


def test_the_engine_sets_the_pace(place: Path, loop, monkeypatch) -> None:
    monkeypatch.setattr(spool, "ON_THE_WAY_FILES", 10)
    reader = Reader(place)
    reader.open(loop)
    reader.spool.close()
    for number in range(55):
        path = reader.home / f"{number + 1}.1.."
        path.write_bytes(prompt(str(number)))
        os.utime(path, ns=(number, number + 1))
    reader.open(loop)
    for _ in range(5):
        loop.turn(reader.spool)
    assert len(reader.mails) == 10
    assert reader.spool.due_s() is None
    loop.until(reader.spool, lambda: (reader.forget_all(), len(reader.texts) == 55)[1])
    assert reader.texts == [str(number) for number in range(55)]
    reader.spool.close()


def test_the_oldest_tool_payloads_go_and_their_number_is_told(place: Path, loop, monkeypatch) -> None:
    reader = Reader(place)
    reader.open(loop)
    reader.spool.close()
    monkeypatch.setattr(backlog.sweep, "__defaults__", (20, 10_000_000))
    for number in range(30):
        path = reader.home / ("tool" if number < 25 else "") / f"{number}.1.."
        path.write_bytes(prompt(str(number)))
        os.utime(path, ns=(number, number + 1))
    reader.open(loop)
    loop.until(reader.spool, lambda: len(reader.mails) == 21)
    assert reader.texts == [str(number) for number in range(10, 30)]
    assert "10 tool payloads were dropped" in next(mail for mail in reader.mails if mail.name == "swept").anomalies[0]
    reader.forget_all()
    assert reader.files() + reader.files("taken") == []
    reader.spool.close()


def test_the_folder_vanishes_and_comes_back(reader: Reader, loop) -> None:
    reader.open(loop)
    shutil.rmtree(reader.folder)
    loop.until(reader.spool, reader.home.is_dir)
    loop.until(reader.spool, lambda: reader.spool._arrivals is not None)
    hook(reader, prompt("after"))
    loop.until(reader.spool, lambda: reader.texts == ["after"])


def test_a_folder_that_cannot_be_made_is_told(place: Path, loop) -> None:
    (place / "spool").write_text("a file")
    reader = Reader(place)
    reader.open(loop)
    assert reader.troubles["spool"].kind == "SpoolUnusable"
    (place / "spool").unlink()
    loop.until(reader.spool, lambda: not reader.troubles)
    hook(reader, prompt("now"))
    loop.until(reader.spool, lambda: reader.texts == ["now"])
    reader.spool.close()


def test_links_pipes_and_folders_are_left_alone(reader: Reader, loop, place: Path) -> None:
    reader.open(loop)
    secret = place / "secret"
    secret.write_bytes(prompt("secret"))
    (place / "link").symlink_to(secret)
    os.mkfifo(place / "pipe")
    (place / "folder").mkdir()
    for name in ("link", "pipe", "folder"):
        (place / name).rename(reader.home / f"8.{name}..")
    hook(reader, prompt("plain"))
    loop.until(reader.spool, lambda: reader.texts)
    assert reader.texts == ["plain"]
    assert secret.exists()


def test_nothing_outside_the_spool_is_forgotten(reader: Reader, loop, place: Path) -> None:
    reader.open(loop)
    other = place / "other"
    other.write_text("x")
    reader.spool.forget(str(other), 1)
    assert other.exists()


def test_the_envelope_knows_the_process(place: Path, loop) -> None:
    reader = Reader(place)
    reader.open(loop)
    env = {"PATH": os.environ["PATH"], "TMUX": f"{place}/tmux.sock,1,0", "HEADSPACE_LAUNCH_ID": "launch-7"}
    agent = subprocess.Popen(["sleep", "60"], env=env)
    try:
        wait_for("its environment", lambda: environ_of(agent.pid, "TMUX"))  # there a moment after it began
        (reader.home / f"9.{agent.pid}.%4.tmux.sock,1,0.0").write_bytes(prompt("mine"))
        loop.until(reader.spool, lambda: reader.mails)
    finally:
        agent.kill()
        agent.wait()
    clues = reader.mails[0].evidence[0].clues
    assert clues.pid == agent.pid
    assert clues.proc_start and clues.proc_start.isdigit()
    assert clues.pane and (clues.pane.socket, clues.pane.pane_id) == (f"{place}/tmux.sock", "%4")
    assert clues.launch_id == "launch-7"
    assert clues.is_attended is False
    (reader.home / f"10.{agent.pid}.%4.tmux.sock,1,0.").write_bytes(prompt("dead"))
    loop.until(reader.spool, lambda: len(reader.mails) == 2)
    assert reader.mails[1].evidence[0].clues.proc_start is None
    reader.spool.close()


def test_a_process_number_that_was_given_away_since_is_no_witness(place: Path, loop) -> None:
    reader = Reader(place)
    reader.open(loop)
    reader.spool.close()
    path = reader.home / f"9.{os.getpid()}.."
    path.write_bytes(prompt("old"))
    os.utime(path, ns=(1_000_000_000, 1_000_000_000))
    reader.open(loop)
    assert reader.mails[0].evidence[0].clues.proc_start is None
    reader.spool.close()


@pytest.mark.parametrize(
    "name",
    ["x", "....", "a.b.c.d.e", "1" * 40 + ".2.%3.", "-1.0.%x.,,.", "1.2.%3.a,b,c", "1.2." + "%9" * 90, "é.ü.ö.ä"],
)
def test_hostile_names(reader: Reader, loop, name: str) -> None:
    reader.open(loop)
    (reader.home / name).write_bytes(prompt("named"))
    loop.until(reader.spool, lambda: reader.texts == ["named"])


def test_a_storm_from_many_hooks_at_once(place: Path, loop) -> None:
    reader = Reader(place)
    reader.open(loop)
    command = lines.hook_line(
        HookSpec("UserPromptSubmit"), spool=reader.home, socket=Path("/x"), script=Path("/y"), python="x"
    )
    script = 'for i in $(seq 100); do printf \'%s\' "$P" | /bin/sh -c "$C"; done'
    env = {"PATH": os.environ["PATH"], "C": command, "P": prompt("storm").decode()}
    hooks = [subprocess.Popen(["/bin/sh", "-c", script], env=env) for _ in range(4)]
    loop.until(reader.spool, lambda: (reader.forget_all(), len(reader.texts) == 400)[1], 60)
    assert [hook.wait() for hook in hooks] == [0] * 4
    reader.forget_all()
    assert reader.files() + reader.files("taken") == []
    reader.spool.close()


def test_a_name_that_is_no_text_is_told_as_one_and_the_same_again(reader: Reader, loop) -> None:
    (reader.home).mkdir(parents=True)
    odd = os.fsencode(reader.home) + b"/\xff\xe4 7.1...1"
    Path(os.fsdecode(odd)).write_bytes(prompt("said"))
    reader.open(loop)
    assert reader.texts == ["said"]
    again = Reader(reader.folder.parent)
    again.open(loop)
    told = [mail.evidence[0].origin.delivery_id for mail in (*reader.mails, *again.mails)]
    assert told[0] == told[1] and told[0].encode("utf-8"), "no store takes half a character"
    again.forget_all()
    assert again.files("taken") == []
