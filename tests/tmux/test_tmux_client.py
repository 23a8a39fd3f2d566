"""Bytes in, bytes out, and every failure a trouble: real tmux, a program in raw mode that records what it gets."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headspace_desktop.domain.model import PaneRef
from headspace_desktop.tmux.client import TmuxClient
from headspace_desktop.tmux.clients import AttachedClients
from headspace_desktop.tmux.keys import clean, pieces
from headspace_desktop.troubles import NoClientAttached, PaneGone, TmuxFailed, TmuxMissing, TmuxServerGone
from tests.harness.tmux_server import TmuxServer

RECORDER = """
import os, sys, tty
tty.setraw(0)
file = open(sys.argv[1], "wb", 0)
os.write(1, b"\\x1b[?2004hready")
while True:
    file.write(os.read(0, 65536))
"""


@pytest.fixture
def client(tmux: TmuxServer) -> TmuxClient:
    return TmuxClient(tmux.socket, 10.0)


@pytest.fixture
def recorder(tmux: TmuxServer, tmp_path: Path) -> tuple[str, Path]:
    script = tmp_path / "recorder.py"
    script.write_text(RECORDER)
    record = tmp_path / "record"
    pane = tmux.new_session(sys.executable, str(script), str(record))
    tmux.wait_for(pane, "ready")
    return pane, record


def until_recorded(record: Path, size: int) -> bytes:
    deadline = time.monotonic() + 20
    while record.stat().st_size < size and time.monotonic() < deadline:
        time.sleep(0.02)
    return record.read_bytes()


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "a;",
        ";",
        "-t %0 -x",
        "--",
        "Enter C-c Escape",
        "line 1\n\n\tline 'two' \"q\" $HOME `id` \\back #{pane_id} #[fg=red]",
        "ünïcödé 漢字 🚀 é 👩‍👩‍👧",
        "x" * 5_000,
        "é" * 100_000,
        "many\n" * 2_000,
    ],
)
def test_a_paste_is_exact_to_the_byte(client: TmuxClient, recorder: tuple[str, Path], text: str) -> None:
    pane, record = recorder
    wanted = b"\x1b[200~" + text.encode() + b"\x1b[201~"
    client.paste(pane, text)
    assert until_recorded(record, len(wanted)) == wanted
    assert "headspace" not in client.run("list-buffers")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(min_size=1, max_size=300))
def test_no_text_can_leave_its_paste(client: TmuxClient, recorder: tuple[str, Path], text: str) -> None:
    pane, record = recorder
    start = record.stat().st_size
    cleaned = clean(text + "\x1b[201~\r;end")
    wanted = b"\x1b[200~" + cleaned.encode() + b"\x1b[201~"
    client.paste(pane, cleaned)
    assert until_recorded(record, start + len(wanted))[start:] == wanted
    assert wanted.count(b"\x1b") == 2


def test_what_is_cleaned() -> None:
    assert clean("a\r\nb\rc\n\td \n\n") == "a\nb\nc\n\td"
    assert clean("\x1b[201~\x00\x07\x9b\x7fx") == "[201~x"
    assert clean("lone \ud800 surrogate") == "lone ? surrogate"


@given(st.text(max_size=2_000) | st.lists(st.text(max_size=30), max_size=90).map("\n".join))
def test_pieces_are_the_text(text: str) -> None:
    parts = pieces(text)
    assert "".join(parts) == text
    assert len(parts) == 1 or all(0 < len(part) <= 400 and part.count("\n") <= 2 for part in parts)


def test_keys_arrive_as_keys(client: TmuxClient, recorder: tuple[str, Path]) -> None:
    pane, record = recorder
    client.keys(pane, "Down", "Space", "Enter", "Escape")
    assert until_recorded(record, 6) == b"\x1b[B \r\x1b"


def test_foreign_names_do_not_break_the_table(client: TmuxClient, tmux: TmuxServer, tmp_path: Path) -> None:
    folder = tmp_path / "tab\there\nand|newline <x>"
    folder.mkdir()
    pane = tmux.new_session("exec cat", name="odd | name", cwd=folder)
    tmux.run("select-pane", "-t", pane, "-T", "a|b\\tc ünï")
    deadline = time.monotonic() + 10
    while (seen := client.panes().panes)[0].command != "cat":  # tmux starts it by way of a shell
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert [(each.pane.pane_id, each.session_name, each.command) for each in seen] == [(pane, "odd | name", "cat")]
    assert seen[0].pid == tmux.pane_pid(pane)
    assert seen[0].tty.startswith("/dev/")
    assert not seen[0].is_shown


@pytest.mark.parametrize("pane_id", ["%999", "", "0", "%", "%1;kill-server", "-t", "work:0.0", "%٣", "{last}"])
def test_a_pane_that_is_not_there(client: TmuxClient, tmux: TmuxServer, pane_id: str) -> None:
    tmux.new_session("cat", name="work")
    for call in (
        client.state,
        client.capture,
        lambda each: client.paste(each, "x"),
        lambda each: client.keys(each, "y"),
    ):
        with pytest.raises(PaneGone):
            call(pane_id)
    assert client.run("list-buffers") == ""


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    for socket in (tmp_path / "none", tmp_path / "folder" / "none"):
        with pytest.raises(TmuxServerGone):
            TmuxClient(str(socket), 5.0).panes()


def test_tmux_that_is_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(TmuxMissing):
        TmuxClient("s", 5.0).panes()


def test_tmux_that_hangs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "tmux"
    program.write_text("#!/bin/sh\nexec /bin/sleep 20\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(TmuxFailed, match="no answer"):
        TmuxClient("s", 0.3).panes()


def test_a_wrong_command_is_told_in_tmux_own_words(client: TmuxClient, tmux: TmuxServer) -> None:
    tmux.new_session("cat")
    with pytest.raises(TmuxFailed, match="unknown command"):
        client.run("no-such-command")


def test_clients_are_led_to_panes_one_by_one(tmux: TmuxServer) -> None:
    first, second = tmux.new_session("cat", name="first"), tmux.new_session("cat", name="second")
    other = tmux.run("split-window", "-P", "-F", "#{pane_id}", "-t", "second", "-d", "cat").strip()
    shells = TmuxServer()
    try:
        for number in range(2):
            line = f"env -u TMUX tmux -u -S {tmux.socket} attach -t first"
            shells.new_session("/bin/sh", "-c", line, name=f"terminal{number}")
        panes = AttachedClients(10.0)
        here = PaneRef(tmux.socket, second)
        deadline = time.monotonic() + 20
        while len(panes.clients_of(here)) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        one, two = (client.tty for client in panes.clients_of(here))
        assert panes.is_shown(PaneRef(tmux.socket, first), one)
        panes.show(PaneRef(tmux.socket, other), one)
        assert panes.is_shown(PaneRef(tmux.socket, other), one)
        assert not panes.is_shown(here, one)
        assert panes.is_shown(PaneRef(tmux.socket, first), two)
        assert next(client.tty for client in panes.clients_of(PaneRef(tmux.socket, first))) == two
        seen = {pane.pane.pane_id: pane.is_shown for pane in TmuxClient(tmux.socket, 10.0).panes().panes}
        assert seen == {first: True, second: True, other: True}
        with pytest.raises(NoClientAttached):
            panes.show(here, "/dev/pts/none")
        with pytest.raises(PaneGone):
            panes.show(PaneRef(tmux.socket, "%77"), one)
        assert not panes.is_shown(PaneRef(str(shells.folder / "gone"), second), one)
    finally:
        shells.__exit__()
