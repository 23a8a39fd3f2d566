"""The lines that the agent's client runs: rc 0, silent, the mail whole, whatever is wrong around them."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from headspace_desktop.clients import HookSpec
from headspace_desktop.intake import lines

SHELLS = ["/bin/sh", "bash"]
ENV = {"PATH": os.environ["PATH"], "CLAUDE_PID": "4711", "TMUX_PANE": "%3", "TMUX": "/tmp/tmux-0/default,12,0"}
SPECS = [
    HookSpec("UserPromptSubmit"),
    HookSpec("PreToolUse", is_bulky=True),
    HookSpec("SessionStart"),
    HookSpec("PermissionRequest", timeout_s=600, is_deciding=True),
]
SCRIPT = Path(__file__).parents[2] / "resources" / "hooks" / "answer.py"


def line(spec: HookSpec, spool: Path, sock: Path = Path("/nonexistent/answer.sock"), script: Path = SCRIPT) -> str:
    return lines.hook_line(spec, spool=spool, socket=sock, script=script, python=sys.executable)


def run(command: str, shell: str = "/bin/sh", stdin: bytes | None = b'{"a": 1}', env: dict[str, str] = ENV):
    return subprocess.run([shell, "-c", command], input=stdin, env=env, capture_output=True, timeout=20, check=False)


def assert_silent(done) -> None:
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.fixture
def spool(place: Path) -> Path:
    home = place / "spool" / "claude"
    (home / "tool").mkdir(parents=True)
    return home


def mails(spool: Path) -> list[Path]:
    return sorted(path for path in spool.rglob("*") if path.is_file())


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.event)
def test_mail_arrives_whole_and_private(shell: str, spec: HookSpec, spool: Path) -> None:
    payload = json.dumps({"text": "x" * 300_000, "quote": "'\"$(id)`id`\u0000é"}).encode()
    assert_silent(run(line(spec, spool), shell, payload))
    (mail,) = mails(spool)
    assert mail.read_bytes() == payload
    assert mail.stat().st_mode & 0o777 == 0o600
    assert mail.parent.name == ("tool" if spec.is_bulky else "claude")
    pid, rest = mail.name.split(".", 1)
    assert pid.isdigit()
    assert rest == "4711.%3.default,12,0."


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.event)
@pytest.mark.parametrize("fault", ["missing", "read-only", "a file", "full", "link to nowhere"])
def test_never_blocks_the_client(shell: str, spec: HookSpec, fault: str, spool: Path) -> None:
    folder = spool / "tool" if spec.is_bulky else spool
    match fault:
        case "missing":
            shutil.rmtree(spool)
        case "read-only":
            if os.getuid() == 0:  # root writes everywhere: a file system is read-only for root too
                folder = Path("/proc/self/fd") if not spec.is_bulky else folder
                spool = folder if not spec.is_bulky else Path("/proc/self")
            else:
                folder.chmod(0o500)
        case "a file":
            shutil.rmtree(folder)
            folder.write_text("not a folder")
        case "link to nowhere":
            shutil.rmtree(folder)
            folder.symlink_to("/nonexistent/anywhere")
        case "full":
            pass
    command = line(spec, spool)
    if fault == "full":
        command = command.replace("cat >>", "cat >>/dev/full; : >>")
        assert "/dev/full" in command
    assert_silent(run(command, shell, b"{}" * 100))


FULL = """
mount -t tmpfs -o size=64k none "$DISK" && mkdir "$DISK/tool" && head -c 200000 /dev/zero | tr '\\0' y >"$DISK.in" ||
exit 99
/bin/sh -c "$LINE" <"$DISK.in" >"$DISK.out" 2>&1; echo "$?" >>"$DISK.out"; umount -l "$DISK"
"""


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.event)
def test_really_full_disk(spec: HookSpec, place: Path) -> None:
    disk = place / "disk"
    disk.mkdir()
    alone = [] if os.getuid() == 0 else ["unshare", "-rm"]
    env = {**ENV, "DISK": str(disk), "LINE": line(spec, disk)}
    done = subprocess.run([*alone, "/bin/sh", "-c", FULL], env=env, capture_output=True, timeout=20, check=False)
    assert done.returncode == 0, done.stderr
    assert (place / "disk.out").read_text() == "0\n"


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.event)
def test_closed_and_empty_stdin(shell: str, spec: HookSpec, spool: Path) -> None:
    command = line(spec, spool)
    assert_silent(run(command, shell, b""))
    done = subprocess.run(
        [shell, "-c", f'exec 0<&-; exec {shell} -c "$1"', "x", command],
        env=ENV,
        capture_output=True,
        timeout=20,
        check=False,
    )
    assert_silent(done)


@pytest.mark.parametrize(
    "name", ["a b", "it's", 'say "hi"', "$HOME", "`id`", "new\nline", "-rf", "ä€😀", "a;b&c|d", "*"]
)
@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.event)
def test_hostile_paths(name: str, spec: HookSpec, place: Path) -> None:
    spool = place / name / "claude"
    (spool / "tool").mkdir(parents=True)
    assert_silent(run(line(spec, spool)))
    assert [mail.read_bytes() for mail in mails(spool)] == [b'{"a": 1}']
    assert len(list(place.iterdir())) == 1


@pytest.mark.parametrize("value", ["../../../evil", "/etc/passwd", "$(touch evil)", "a\nb", "%1;ls", "", "*", "-x"])
@pytest.mark.parametrize("key", ["CLAUDE_PID", "TMUX_PANE", "TMUX", "CLAUDE_CODE_SESSION_ATTENDED"])
def test_hostile_environment(key: str, value: str, spool: Path) -> None:
    for spec in SPECS:
        assert_silent(run(line(spec, spool), env={**ENV, key: value}))
    assert len(mails(spool)) == len(SPECS)


def test_not_utf8_path_is_refused(place: Path) -> None:
    with pytest.raises(lines.SpoolUnusable):
        line(SPECS[0], Path(os.fsdecode(bytes(place) + b"/\xff")))


def test_our_lines_are_recognised(spool: Path) -> None:
    for spec in SPECS:
        assert lines.is_ours(line(spec, spool))
        assert "\n" not in line(spec, spool)
    assert not lines.is_ours("echo : headspace-desktop v1;")


def test_the_session_start_line_sweeps(spool: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LIMIT_FILES", 20)
    for number in range(30):
        mail = spool / "tool" / f"{number}.1.%1.-x y."
        mail.write_text("{}")
        os.utime(mail, (number, number))
    assert_silent(run(line(HookSpec("SessionStart"), spool)))
    deadline = threading.Event()
    for _ in range(200):
        if (spool / "swept").exists():
            break
        deadline.wait(0.05)
    assert (spool / "swept").read_text().split() == ["15"]
    assert {int(path.name.split(".")[0]) for path in (spool / "tool").iterdir()} == set(range(15, 30))


# -- the deciding line ---------------------------------------------------------


class OneAnswer:
    """An app that answers one question."""

    def __init__(self, path: Path, reply: bytes) -> None:
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(str(path))
        self.server.listen()
        self.reply = reply
        self.question: dict[str, object] = {}
        self.receipt = b""
        self.mail_at_question: list[bytes] = []
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.spool = path.parent / "spool" / "claude"
        self.thread.start()

    def _serve(self) -> None:
        peer, _ = self.server.accept()
        with peer, peer.makefile("rb") as lines_in:
            self.question = json.loads(lines_in.readline())
            self.mail_at_question = [mail.read_bytes() for mail in mails(self.spool)]
            peer.sendall(self.reply)
            if self.reply[:1].isdigit() and self.reply[:2] != b"99":
                self.receipt = lines_in.readline()

    def __enter__(self) -> OneAnswer:
        return self

    def __exit__(self, *_: object) -> None:
        self.thread.join(10)
        self.server.close()


ASKING = SPECS[-1]
ANSWER = b'{"hookSpecificOutput": {"hookEventName": "PermissionRequest"}}'


@pytest.mark.parametrize("shell", SHELLS)
def test_mails_first_then_asks_and_prints_the_answer(shell: str, spool: Path, place: Path) -> None:
    with OneAnswer(place / "a.sock", b"%d\n%s" % (len(ANSWER), ANSWER)) as app:
        done = run(line(ASKING, spool, place / "a.sock"), shell, b'{"x": 2}', {**ENV, "CLAUDE_CODE_SESSION_ID": "s-1"})
    assert (done.returncode, done.stdout, done.stderr) == (0, ANSWER, b"")
    assert app.mail_at_question == [b'{"x": 2}']
    assert app.receipt == b"printed\n"
    assert app.question["session_id"] == "s-1"
    assert app.question["client"] == "claude"
    assert app.question["delivery_name"] == mails(spool)[0].name


@pytest.mark.parametrize("reply", [b"", b"0\n", b"99999\nhalf", b"hello", b"\xff\n\xff", b"-1\nx"])
def test_a_bad_answer_leaves_the_dialog_in_charge(reply: bytes, spool: Path, place: Path) -> None:
    with OneAnswer(place / "a.sock", reply):
        assert_silent(run(line(ASKING, spool, place / "a.sock")))


def test_unattended_sessions_do_not_ask(spool: Path, place: Path) -> None:
    script = place / "hooks" / "answer.py"
    script.parent.mkdir()
    shutil.copy(SCRIPT, script)
    env = {**ENV, "CLAUDE_CODE_SESSION_ATTENDED": "0"}
    with OneAnswer(place / "a.sock", b"%d\n%s" % (len(ANSWER), ANSWER)) as app:
        assert_silent(run(line(ASKING, spool, place / "a.sock", script), env=env))
        assert app.question == {}
        (script.parent / "hold-unattended").touch()
        assert run(line(ASKING, spool, place / "a.sock", script), env=env).stdout == ANSWER
    assert app.question["is_attended"] is False


def test_nobody_listens(spool: Path, place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(place / "a.sock"))
    assert_silent(run(line(ASKING, spool, place / "a.sock")))
    assert len(mails(spool)) == 1


def test_interpreter_or_script_gone(spool: Path, place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as wire:
        wire.bind(str(place / "a.sock"))
        for python, script in [("/nonexistent/python", SCRIPT), (sys.executable, Path("/nonexistent.py"))]:
            command = lines.hook_line(ASKING, spool=spool, socket=place / "a.sock", script=script, python=python)
            assert_silent(run(command))


# -- the person's statusline -----------------------------------------------------


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    "original",
    [
        "cat",
        "exit 7",
        'echo "it\'s $HOME"; echo err >&2; exit 3',
        "jq -r .a 2>/dev/null || sed 's/a/b/'",
        "echo unbalanced '",
        "true # comment",
        "cat <<X\n$PWD\nX",
        "kill -9 $$",
        "wc -c",
        "umask",
    ],
)
def test_statusline_passes_through_untouched(shell: str, original: str, spool: Path) -> None:
    payload = json.dumps({"a": "line", "b": "z" * 150_000}).encode()
    mine, theirs = run(lines.statusline_line(original, spool=spool), shell, payload), run(original, "/bin/sh", payload)
    rc = theirs.returncode if theirs.returncode >= 0 else 128 - theirs.returncode
    assert (mine.returncode, mine.stdout) in [(rc, theirs.stdout), (theirs.returncode, theirs.stdout)]
    if theirs.returncode >= 0:  # of a command that was killed a shell tells in its own words
        assert len(mine.stderr.splitlines()) == len(theirs.stderr.splitlines())
    (mail,) = mails(spool)
    assert mail.read_bytes() == payload
    assert lines.original_statusline(lines.statusline_line(original, spool=spool)) == original


def test_statusline_without_spool(spool: Path) -> None:
    command = lines.statusline_line("cat; exit 4", spool=spool)
    shutil.rmtree(spool)
    done = run(command)
    assert (done.returncode, done.stdout, done.stderr) == (4, b'{"a": 1}', b"")
