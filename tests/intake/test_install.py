"""The guest in the person's settings file."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headspace_desktop.clients import by_name
from headspace_desktop.intake import hook_text, install, ledger, lines, settings_file, spans
from headspace_desktop.intake.install import HookState
from headspace_desktop.paths import Paths
from headspace_desktop.troubles import HookSettingsChanged, HookSettingsUnreadable, HookSettingsUnwritable

CLAUDE = by_name("claude")

REAL = {
    "empty object": "{}",
    "empty object, line": "{}\n",
    "empty with blanks": "{\n\n}\n",
    "two spaces": '{\n  "model": "opus",\n  "permissions": {\n    "allow": ["Bash(ls:*)"]\n  }\n}\n',
    "no last newline": '{\n  "model": "opus"\n}',
    "four spaces": '{\n    "env": {"A": "1"},\n    "hooks": {}\n}\n',
    "tabs": '{\n\t"cleanupPeriodDays": 7,\n\t"hooks": {\n\t\t"Stop": []\n\t}\n}\n',
    "crlf": '{\r\n  "model": "x",\r\n  "hooks": {\r\n    "Stop": [\r\n    ]\r\n  }\r\n}\r\n',
    "bom": '\ufeff{\n  "a": 1\n}\n',
    "one line": '{"a":1,"hooks":{"Stop":[{"hooks":[{"type":"command","command":"true"}]}]}}',
    "one spaced line": '{ "a": 1, "b": [ 1, 2 ] }\n',
    "unicode": '{\n  "näme": "日本語 \\u00e9 \\ud83d\\ude00 😀 \\ud800",\n  "x": "\\/\\b"\n}\n',
    "no indent": '{\n"a": 1,\n"hooks": {\n"Stop": []\n}\n}\n',
    "foreign hooks": """{
  "$schema": "https://json.schemastore.org/claude-code-settings.json",
  "hooks": {
    "PreToolUse": [
      {
        "matcher": "Bash",
        "hooks": [
          { "type": "command", "command": "~/bin/check.sh", "timeout": 10 }
        ]
      }
    ],
    "Unknown": [ 1, null, {"hooks": 3} ],
    "Stop": [{"hooks": [{"type": "command", "command": "say done"}]}]
  },
  "statusLine": {
    "type": "command",
    "command": "bash \\"$HOME/.claude/line.sh\\" \\u0026\\u0026 true",
    "padding": 0
  },
  "numbers": [1.0, 1e5, -0, 12345678901234567890]
}
""",
    "doubled keys": '{\n  "hooks": {"Stop": []},\n  "a": 1,\n  "a": 2,\n  "hooks": {"Stop": [], "Stop": [ ]}\n}\n',
    "other statusline": '{\n  "statusLine": {"type": "static", "text": "x"}\n}\n',
    "empty statusline": '{\n  "statusLine": {"type": "command", "command": " "}\n}\n',
    "blank lines": '\n\n{\n\n  "a": 1,\n\n  "b": 2\n\n}\n\n\n',
}


class House:
    def __init__(self, place: Path) -> None:
        self.paths = Paths.from_environment({"HEADSPACE_HOME": str(place / "hs")})
        self.root = place / "home" / ".claude"
        self.file = self.root / "settings.json"

    def write(self, raw: bytes) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        self.file.write_bytes(raw)

    def install(self) -> None:
        install.plan_install(self.paths, self.root).apply()

    def uninstall(self) -> None:
        install.plan_uninstall(self.paths, self.root).apply()

    def status(self) -> install.Status:
        return install.status(self.paths, self.root)

    def forget(self) -> None:
        (self.paths.hook_dir / "installed.json").unlink()


@pytest.fixture
def house(place: Path) -> House:
    return House(place)


def loads(raw: bytes):
    return json.loads(raw.decode("utf-8-sig"))


def ours(raw: bytes) -> list[str]:
    hooks = loads(raw).get("hooks", {})
    groups = [group for groups in hooks.values() for group in groups if isinstance(group, dict)]
    hooks = [hook for group in groups if isinstance(group.get("hooks"), list) for hook in group["hooks"]]
    commands = [hook.get("command") for hook in hooks if isinstance(hook, dict)]
    return [command for command in commands if isinstance(command, str) and lines.is_ours(command)]


def foreign(value):
    """The settings without what is ours."""
    value = json.loads(json.dumps(value))
    hooks = value.get("hooks", {})
    for event in list(hooks):
        hooks[event] = [g for g in hooks[event] if "headspace-desktop v" not in json.dumps(g)]
    value["hooks"] = {event: groups for event, groups in hooks.items() if groups}
    value.pop("statusLine", None)
    return value


@pytest.mark.parametrize("name", REAL)
def test_installed_and_removed_again(house: House, name: str) -> None:
    raw = REAL[name].encode()
    house.write(raw)
    house.install()
    after = house.file.read_bytes()
    assert len(ours(after)) == len(CLAUDE.hooks)
    assert foreign(loads(after)) == foreign(loads(raw))
    assert list(loads(after))[: len(loads(raw))] == list(loads(raw))
    assert after.startswith(b"\xef\xbb\xbf") == raw.startswith(b"\xef\xbb\xbf")
    assert after[-2:] == raw[-2:] or not raw.endswith(b"\n") or after.endswith(b"}\n")
    assert (b"\r\n" in after) == (b"\r\n" in raw)
    assert after.count(b"\n") - after.count(b"\r\n") in (0, after.count(b"\n"))
    assert house.status().state is HookState.INSTALLED
    plan = install.plan_install(house.paths, house.root)
    assert (plan.diff, plan.before) == ("", plan.after)
    house.install()
    assert house.file.read_bytes() == after
    house.uninstall()
    assert house.file.read_bytes() == raw
    assert house.status().state is HookState.ABSENT


@pytest.mark.parametrize("name", REAL)
def test_removed_without_our_memory(house: House, name: str) -> None:
    """Containers that were empty before cannot be known then; all else is as it was."""
    raw = REAL[name].encode()
    house.write(raw)
    house.install()
    house.forget()
    house.uninstall()
    assert foreign(loads(house.file.read_bytes())) == foreign(loads(raw))
    assert loads(house.file.read_bytes()).get("statusLine") == loads(raw).get("statusLine")
    unknowable = ("empty", "four", "tabs", "crlf", "indent", "doubled", "statusline", "foreign hooks")
    if not any(word in name for word in unknowable):
        assert house.file.read_bytes() == raw


@pytest.mark.parametrize("name", REAL)
def test_edits_in_between_are_kept_to_the_byte(house: House, name: str) -> None:
    """After somebody else's edit exactly our entries go, and every other byte stays."""
    raw = REAL[name].encode()
    house.write(raw)
    house.install()
    text = house.file.read_bytes().decode()
    root = spans.scan(text)
    at = root.items[0].start
    added = '"theirs": {"x": [1,   2]}, '
    house.file.write_bytes((text[:at] + added + text[at:]).encode())
    house.uninstall()
    left = house.file.read_bytes().decode()
    assert left.count(added.rstrip(", ")) == 1
    if spans.scan(raw.decode()).items:
        assert left.replace(added, "", 1).encode() == raw
    else:
        assert json.loads(left.lstrip("\ufeff")) == {"theirs": {"x": [1, 2]}}
    assert house.status().state is HookState.ABSENT


def test_a_foreign_hook_added_to_our_group_stays(house: House) -> None:
    house.write(b"{}\n")
    house.install()
    value = loads(house.file.read_bytes())
    value["hooks"]["Stop"][0]["hooks"].insert(0, {"type": "command", "command": "theirs"})
    value["hooks"]["Stop"].append({"hooks": [{"type": "command", "command": "also theirs"}]})
    house.file.write_text(json.dumps(value, indent=4))
    house.uninstall()
    groups = [
        {"hooks": [{"type": "command", "command": "theirs"}]},
        {"hooks": [{"type": "command", "command": "also theirs"}]},
    ]
    assert loads(house.file.read_bytes()) == {"hooks": {"Stop": groups}}


def test_missing_file_and_folders_come_and_go(house: House, place: Path) -> None:
    house.install()
    assert house.status().state is HookState.INSTALLED
    assert house.file.stat().st_mode & 0o777 == 0o600
    house.uninstall()
    assert not (place / "home").exists()
    house.install()
    (house.root / "other").write_text("theirs")
    house.uninstall()
    assert [path.name for path in house.root.iterdir()] == ["other"]


def test_our_file_that_somebody_wrote_to_stays(house: House) -> None:
    house.install()
    value = loads(house.file.read_bytes()) | {"model": "opus"}
    house.file.write_text(json.dumps(value))
    house.uninstall()
    assert loads(house.file.read_bytes()) == {"model": "opus"}
    house.install()
    house.file.write_text(
        json.dumps({key: one for key, one in loads(house.file.read_bytes()).items() if key == "hooks"})
    )
    house.uninstall()
    assert loads(house.file.read_bytes()) == {}


@pytest.mark.parametrize("raw", [b"", b"\n", b"\xef\xbb\xbf", b"  \r\n"])
def test_blank_files(house: House, raw: bytes) -> None:
    house.write(raw)
    house.install()
    assert len(ours(house.file.read_bytes())) == len(CLAUDE.hooks)
    house.uninstall()
    assert house.file.read_bytes() == raw


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"{", "line 1, column 2"),
        (b'{\n  "a": 1,\n}', "line 3, column 1"),
        (b'{\n  // why\n  "a": 1\n}', "line 2, column 3: comments"),
        (b'{"a": 1} /* b */', "column 10: comments"),
        (b"[]", "an object must stand here"),
        (b"null", "an object must stand here"),
        (b'{"hooks": []}', "column 11: an object"),
        (b'{"hooks": {"Stop": {}}}', "column 20: an array"),
        (b'{"a": "\xff"}', "UTF-8"),
        (b'{"a": NaN}', "column 7"),
        (b'{"a": 01}', "column 7"),
        (b'{"a": "x\ny"}', "column 7"),
        (b'{"a": ' + b"[" * 5000 + b"]" * 5000 + b"}", "levels deep"),
        (b'{"a" 1}', "colon"),
        (b"{a: 1}", "double quotes"),
        (b"\x00", "no JSON"),
        (b" " * (settings_file.SETTINGS_LIMIT_BYTES + 1), "more than"),
    ],
    ids=range(17),
)  # fmt: skip
def test_what_is_broken_is_refused_and_not_touched(house: House, raw: bytes, word: str) -> None:
    house.write(raw)
    for plan in (install.plan_install, install.plan_uninstall):
        if plan is install.plan_install:
            with pytest.raises(HookSettingsUnreadable, match="(?s)settings.json.*" + word.replace("(", r"\(")):
                plan(house.paths, house.root)
    assert house.status().state is HookState.UNREADABLE
    assert house.file.read_bytes() == raw


def test_a_change_between_plan_and_write_is_noticed(house: House) -> None:
    house.write(b"{}")
    plan = install.plan_install(house.paths, house.root)
    house.file.write_bytes(b'{"new": 1}')
    with pytest.raises(HookSettingsChanged):
        plan.apply()
    assert house.file.read_bytes() == b'{"new": 1}'
    house.install()
    plan = install.plan_uninstall(house.paths, house.root)
    house.file.unlink()
    with pytest.raises(HookSettingsChanged):
        plan.apply()
    assert not house.file.exists()


def test_links_and_modes_survive(house: House, place: Path) -> None:
    dotfiles = place / "dotfiles"
    dotfiles.mkdir()
    real = dotfiles / "claude.json"
    real.write_bytes(b'{"a": 1}')
    real.chmod(0o640)
    house.root.mkdir(parents=True)
    house.file.symlink_to(real)
    house.install()
    assert house.file.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert len(ours(real.read_bytes())) == len(CLAUDE.hooks)
    assert [path.name for path in dotfiles.iterdir()] == ["claude.json"]
    house.uninstall()
    assert real.read_bytes() == b'{"a": 1}'
    assert house.file.is_symlink()


def test_read_only_is_respected(house: House) -> None:
    house.write(b"{}")
    house.file.chmod(0o444)
    with pytest.raises(HookSettingsUnwritable):
        house.install()
    assert house.file.read_bytes() == b"{}"


def test_a_backup_is_kept(house: House) -> None:
    house.write(b'{"mine": 1}')
    backup = install.plan_install(house.paths, house.root).apply()
    assert backup is not None
    assert backup.read_bytes() == b'{"mine": 1}'
    assert backup.stat().st_mode & 0o777 == 0o600
    for _ in range(settings_file.BACKUPS_KEPT):
        house.uninstall()
        house.install()
    assert len(list(backup.parent.iterdir())) == settings_file.BACKUPS_KEPT


def test_removed_by_another_program(house: House) -> None:
    house.write(b'{"a": 1}')
    house.install()
    value = loads(house.file.read_bytes())
    del value["hooks"]["Stop"]
    house.file.write_text(json.dumps(value))
    status = house.status()
    assert (status.state, status.missing) == (HookState.PARTIAL, ("Stop",))
    assert status.trouble and status.trouble.kind == "HooksRemoved"
    house.file.write_bytes(b'{"a": 2}')
    assert house.status().state is HookState.REMOVED
    house.install()
    assert house.status().state is HookState.INSTALLED
    house.uninstall()
    assert house.file.read_bytes() == b'{"a": 2}'
    house.install()
    house.file.write_bytes(b'{"a": 3}')
    assert install.plan_uninstall(house.paths, house.root).diff
    house.uninstall()
    assert (house.status().state, house.file.read_bytes()) == (HookState.ABSENT, b'{"a": 3}')


def test_lines_of_another_version_are_renewed(house: House, monkeypatch) -> None:
    house.write(b'{"a": 1}')
    monkeypatch.setattr(lines, "MARK", ": headspace-desktop v0; : old;")
    house.install()
    monkeypatch.undo()
    assert house.status().state is HookState.OUTDATED
    house.install()
    assert house.status().state is HookState.INSTALLED
    assert len(ours(house.file.read_bytes())) == len(CLAUDE.hooks)
    house.uninstall()
    assert house.file.read_bytes() == b'{"a": 1}'


def test_switched_off_is_told(house: House) -> None:
    house.write(b'{"disableAllHooks": true}')
    house.install()
    status = house.status()
    assert (status.is_disabled, status.is_installed) == (True, False)
    assert "disableAllHooks" in status.lines()[-1]


@pytest.mark.parametrize(
    ("name", "raw", "is_forbidden"),
    [
        ("managed-settings.json", b'{"allowManagedHooksOnly": true}', True),
        ("managed-settings.json", b'\xef\xbb\xbf{"disableAllHooks": true}', True),
        ("managed-settings.d/20-more.json", b'{"allowManagedHooksOnly": true}', True),
        ("managed-settings.json", b'{"allowManagedHooksOnly": false, "env": {}}', False),
        ("managed-settings.json", b'{"allowManagedHooksOnly": tru', False),
        ("managed-settings.json", b"[]", False),
    ],
)
def test_hooks_that_are_forbidden_on_this_machine_are_not_called_installed(
    house: House, monkeypatch, name: str, raw: bytes, is_forbidden: bool
) -> None:
    house.install()
    policy = house.paths.data_dir / "policy" / name
    policy.parent.mkdir(parents=True)
    policy.write_bytes(raw)
    monkeypatch.setattr(CLAUDE, "policy_folders", ("/nowhere", str(house.paths.data_dir / "policy")))
    status = house.status()
    assert (status.state, status.is_installed) == (HookState.INSTALLED, not is_forbidden)
    assert str(policy) in str(status.trouble) if is_forbidden else status.trouble is None


def test_a_later_file_of_the_policy_has_the_last_word(house: House, tmp_path: Path, monkeypatch) -> None:
    house.install()
    (tmp_path / "managed-settings.d").mkdir()
    (tmp_path / "managed-settings.json").write_bytes(b'{"allowManagedHooksOnly": true}')
    (tmp_path / "managed-settings.d/1.json").write_bytes(b'{"allowManagedHooksOnly": false}')
    monkeypatch.setattr(CLAUDE, "policy_folders", (str(tmp_path),))
    assert house.status().is_installed


@pytest.mark.timeout(20)
def test_a_settings_file_that_is_a_pipe_is_refused(house: House) -> None:
    house.root.mkdir(parents=True)
    os.mkfifo(house.file)
    with pytest.raises(HookSettingsUnreadable, match=r"settings\.json"):
        house.install()
    assert house.status().state is HookState.UNREADABLE


def test_the_persons_statusline(house: House) -> None:
    raw = b'{"statusLine": {"type": "command", "command": "echo \\"mine\\"; exit 3", "padding": 0}}'
    house.write(raw)
    house.install()
    line = loads(house.file.read_bytes())["statusLine"]
    assert line["padding"] == 0
    done = subprocess.run(["/bin/sh", "-c", line["command"]], input=b"{}", capture_output=True, timeout=20, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (3, b"mine\n", b"")
    (mail,) = (house.paths.spool_dir / "claude" / "tool").iterdir()
    assert mail.read_bytes() == b"{}"
    value = loads(house.file.read_bytes())
    value["statusLine"]["command"] = "theirs now"
    house.file.write_text(json.dumps(value))
    assert house.status().is_statusline_wrapped is False
    house.uninstall()
    assert loads(house.file.read_bytes()) == {"statusLine": {"type": "command", "command": "theirs now", "padding": 0}}


def test_a_damaged_ledger_is_no_obstacle(house: House) -> None:
    house.write(REAL["foreign hooks"].encode())
    house.install()
    for raw in (b"", b"[]", b'{"files": {"x": 1}}', b'{"files": 3}', b"\xff"):
        (house.paths.hook_dir / "installed.json").write_bytes(raw)
        assert house.status().state is HookState.INSTALLED
    house.uninstall()
    assert ours(house.file.read_bytes()) == []


def test_a_huge_file(house: House) -> None:
    value = {f"key {number}": {"text": "x" * 100, "list": list(range(10))} for number in range(4_000)}
    raw = json.dumps(value, indent=2).encode()
    house.write(raw)
    house.install()
    house.uninstall()
    assert house.file.read_bytes() == raw


def test_two_roots_are_independent(house: House, place: Path) -> None:
    other = House(place)
    other.root = place / "home" / "other"
    other.file = other.root / "settings.json"
    house.write(b'{"a": 1}')
    other.write(b'{"b": 2}')
    house.install()
    other.install()
    assert set(install.known_roots(house.paths)) == {str(house.root), str(other.root)}
    house.uninstall()
    assert other.status().state is HookState.INSTALLED
    other.uninstall()
    assert (house.file.read_bytes(), other.file.read_bytes()) == (b'{"a": 1}', b'{"b": 2}')


# -- the self-test ----------------------------------------------------------------------


def test_self_test_finds_the_mail_while_the_app_is_away(house: House) -> None:
    house.install()
    result = install.self_test(house.paths, house.root)
    assert result.is_ok, result.detail
    assert len(result.proofs) == len(CLAUDE.hooks)
    assert not any(proof.is_heard_by_app for proof in result.proofs)
    assert [path for path in house.paths.spool_dir.rglob("*") if path.is_file()] == []


def test_self_test_fails_when_mail_cannot_arrive(house: House) -> None:
    assert not install.self_test(house.paths, house.root).is_ok
    house.install()
    tool = house.paths.spool_dir / "claude" / "tool"
    tool.rmdir()
    result = install.self_test(house.paths, house.root)
    assert not result.is_ok
    assert "PreToolUse: no mail arrived" in result.detail
    text = house.file.read_text().replace("umask 077;", "umask 077; echo noise; ", 1)
    house.file.write_text(text)
    assert "says b'noise" in install.self_test(house.paths, house.root).detail


def test_self_test_hears_the_running_app(place: Path, qapp) -> None:
    from headspace_desktop.intake.room import IntakeRoom
    from headspace_desktop.settings import Settings
    from headspace_desktop.workers import Worker

    house = House(place)
    house.paths.make_private()
    house.install()
    posted: list[object] = []
    room = IntakeRoom(posted.append, house.paths, Settings(), tell_trouble=posted.append, raise_window=lambda *_: None)
    worker = Worker("intake", room, lambda _name, error: posted.append(error))
    worker.start()
    try:
        for _ in range(200):
            if room._commands.listener.is_open:
                break
            worker.wait(20)
        result = install.self_test(house.paths, house.root)
    finally:
        worker.stop()
        assert worker.wait(10_000)
    assert result.is_ok, result.detail
    assert all(proof.is_heard_by_app for proof in result.proofs)
    assert not [one for one in posted if isinstance(one, BaseException) or getattr(one, "evidence", ())]


# -- any settings -------------------------------------------------------------------------

KEYS = st.sampled_from(["hooks", "Stop", "PreToolUse", "statusLine", "a", "b"]) | st.text(max_size=4)
LEAF = (
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.text(max_size=5)
    | st.floats(allow_nan=False, allow_infinity=False)
)
VALUE = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)
HOOK = st.fixed_dictionaries({"type": st.just("command"), "command": st.text(max_size=8)}) | VALUE
GROUP = st.fixed_dictionaries({"hooks": st.lists(HOOK, max_size=2)}, optional={"matcher": st.text(max_size=3)}) | VALUE
EVENT = st.sampled_from([*(spec.event for spec in CLAUDE.hooks), "Other"])
HOOKS = st.dictionaries(EVENT, st.lists(GROUP, max_size=2), max_size=3)
LINE = st.fixed_dictionaries({"type": st.just("command"), "command": st.text(max_size=12)})
SETTINGS = st.builds(
    lambda base, hooks, line, order: dict(order.sample([*(base | hooks | line).items()], len(base | hooks | line))),
    st.dictionaries(KEYS.filter(lambda key: key not in ("hooks", "statusLine")), VALUE, max_size=4),
    st.just({}) | st.builds(lambda hooks: {"hooks": hooks}, HOOKS),
    st.just({}) | st.builds(lambda line: {"statusLine": line}, LINE),
    st.randoms(use_true_random=False),
)
STYLE = st.sampled_from(
    [
        {"indent": None},
        {"indent": 2},
        {"indent": 4},
        {"indent": "\t"},
        {"indent": 0},
        {"separators": (",", ":")},
        {"indent": 3, "separators": (",", ":")},
    ]
)


def written(value, style, newline: str, is_ascii: bool, end: str) -> str:
    text = json.dumps(value, ensure_ascii=is_ascii, **style)
    return text.replace("\n", newline) + end


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


TEXTS = st.builds(
    written, SETTINGS, STYLE, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.sampled_from(["", "\n", " \n\n"])
).filter(_encodable)

WANT = hook_text.wanted(CLAUDE.hooks, {spec: f"{lines.MARK} {spec.event}" for spec in CLAUDE.hooks}, Path("/s"))


@given(TEXTS)
@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_adding_and_cutting_are_inverse(text: str) -> None:
    root = hook_text.read(text, "f")
    origin = hook_text.origin(text, root)
    after = hook_text.add(text, root, WANT)
    assert len(ours(after.encode())) == len(CLAUDE.hooks)
    assert foreign(json.loads(after)) == foreign(json.loads(text))
    tree = hook_text.read(after, "f")
    assert hook_text.cut(after, tree, origin) == text
    if root.items:  # somebody's edit in the middle: the edit, and nothing else, remains
        edited = replace_first(after, tree, '"theirs": 1, ')
        left = hook_text.cut(edited, hook_text.read(edited, "f"), origin)
        assert left == replace_first(text, root, '"theirs": 1, ')


def replace_first(text: str, tree: spans.Node, added: str) -> str:
    at = tree.items[0].start
    return text[:at] + added + text[at:]


@given(TEXTS | st.builds(json.dumps, VALUE))
@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_the_tree_means_what_json_means(text: str) -> None:
    assert spans.scan(text).value(text) == json.loads(text)
    assert spans.scan("\ufeff \n" + text).start >= 3


@given(st.text(alphabet='{}[]":,01-.eEtrufalsn \n\\/x', max_size=12))
@settings(deadline=None, max_examples=1500)
def test_the_tree_takes_exactly_what_json_takes(text: str) -> None:
    def refuse(name: str) -> None:
        raise ValueError(name)

    try:
        expected = json.loads(text, parse_constant=refuse)
    except ValueError:
        with pytest.raises(spans.NotJson):
            spans.scan(text)
    else:
        assert spans.scan(text).value(text) == expected


def test_the_ledger_survives_its_own_round(tmp_path: Path) -> None:
    origin = hook_text.Origin(True, frozenset({"Stop"}), {"hooks": "\r\n\t"}, '"\\ud800"')
    entry = ledger.Entry("claude", "/r", b"\xff\x00", "d", origin, ("/a", "/a/b"), "now")
    ledger.save(tmp_path / "l.json", {"/f": entry, "/g": replace(entry, original=None)})
    assert ledger.load(tmp_path / "l.json") == {"/f": entry, "/g": replace(entry, original=None)}
    assert (tmp_path / "l.json").stat().st_mode & 0o777 == 0o600


# -- agent programs that do not know every hook -----------------------------------------

OLD, NEW = (2, 0, 60), (2, 1, 330)
BEYOND_OLD = ["PostToolBatch", "StopFailure", "CwdChanged", "Elicitation", "ElicitationResult"]


def events(house: House) -> list[str]:
    return list(loads(house.file.read_bytes())["hooks"])


def test_only_what_the_program_knows_is_written(house: House) -> None:
    house.write(b'{"permissions": {"deny": ["Bash(rm:*)"]}}')
    install.plan_install(house.paths, house.root, version=OLD).apply()
    assert set(BEYOND_OLD).isdisjoint(events(house))
    assert {"SessionStart", "PermissionRequest", "PostToolUseFailure"} <= set(events(house))
    status = install.status(house.paths, house.root, version=OLD)
    assert (status.state, status.missing, status.trouble) == (HookState.INSTALLED, (), None)
    assert list(status.left_out) == BEYOND_OLD
    assert "2.0.60 does not know them: PostToolBatch" in "\n".join(status.lines())


def test_the_oldest_program_gets_what_all_know(house: House) -> None:
    install.plan_install(house.paths, house.root, version=(2, 0, 10)).apply()
    known = ["SessionStart", "SessionEnd", "UserPromptSubmit", "PreToolUse", "PostToolUse", "Notification", "Stop"]
    assert events(house) == [*known, "SubagentStop"]


def test_a_program_that_became_newer_makes_them_outdated_not_removed(house: House) -> None:
    house.write(b'{"a": 1}')
    install.plan_install(house.paths, house.root, version=OLD).apply()
    status = install.status(house.paths, house.root, version=NEW)
    assert (status.state, status.missing, status.trouble) == (HookState.OUTDATED, tuple(BEYOND_OLD), None)
    install.plan_install(house.paths, house.root, version=NEW).apply()
    assert install.status(house.paths, house.root, version=NEW).state is HookState.INSTALLED
    house.uninstall()
    assert house.file.read_bytes() == b'{"a": 1}'


def test_what_another_took_away_is_still_told_of_an_old_program(house: House) -> None:
    install.plan_install(house.paths, house.root, version=OLD).apply()
    value = loads(house.file.read_bytes())
    del value["hooks"]["Stop"]
    house.file.write_text(json.dumps(value))
    status = install.status(house.paths, house.root, version=NEW)
    assert (status.state, status.missing) == (HookState.PARTIAL, ("Stop",))
    assert status.trouble and status.trouble.kind == "HooksRemoved"


def test_hooks_that_an_older_program_would_choke_on_are_taken_out_again(house: House) -> None:
    house.write(b'{"a": 1}')
    install.plan_install(house.paths, house.root, version=NEW).apply()
    status = install.status(house.paths, house.root, version=OLD)
    assert status.state is HookState.OUTDATED
    assert status.trouble and status.trouble.kind == "HooksBeyondVersion"
    plan = install.plan_install(house.paths, house.root, version=OLD)
    assert plan.diff
    plan.apply()
    assert set(BEYOND_OLD).isdisjoint(events(house))
