"""The settings' layers, their file, and what hostile files do to them: nothing."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from headspace_desktop import settings
from headspace_desktop.paths import Paths
from headspace_desktop.troubles import SettingInvalid, SettingsUnreadable, SettingUnknown


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths.from_environment({"HEADSPACE_HOME": str(tmp_path / "home")})


def write(paths: Paths, text: str | bytes) -> Path:
    paths.settings_file.parent.mkdir(parents=True, exist_ok=True)
    paths.settings_file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return paths.settings_file


def test_without_a_file_everything_is_default(paths: Paths) -> None:
    loaded = settings.load(paths, {})
    assert loaded.settings == settings.Settings()
    assert set(loaded.origins.values()) == {"default"}
    assert loaded.troubles == ()
    assert not paths.settings_file.exists()


def test_flag_beats_environment_beats_file_beats_default(paths: Paths) -> None:
    write(paths, "notify:\n  group_from: 5\n  away_after_s: 70\n  sound: true\n")
    env = {"HEADSPACE_NOTIFY__GROUP_FROM": "6", "HEADSPACE_NOTIFY__AWAY_AFTER_S": "80"}
    loaded = settings.load(paths, env, {"notify.group_from": 7, "ui.theme": None})
    notify = loaded.settings.notify
    assert (notify.group_from, notify.away_after_s, notify.sound) == (7, 80, True)
    assert loaded.origins["notify.group_from"] == "flag"
    assert loaded.origins["notify.away_after_s"] == "env HEADSPACE_NOTIFY__AWAY_AFTER_S"
    assert loaded.origins["notify.sound"] == "file"
    assert loaded.origins["ui.theme"] == "default"


def test_lists_come_from_the_environment_by_commas(paths: Paths) -> None:
    loaded = settings.load(paths, {"HEADSPACE_CLAUDE__CONFIG_DIRS": "/a, /b c ,"})
    assert loaded.settings.claude.config_dirs == ("/a", "/b c")


@pytest.mark.parametrize(
    ("key", "written", "meant"),
    [
        ("notify.sound", "yes", True),
        ("notify.sound", " OFF ", False),
        ("notify.sound", "1", True),
        ("notify.sound", 0, False),
        ("notify.group_from", " 7 ", 7),
        ("notify.group_from", 7.0, 7),
        ("tmux.timeout_s", "2.5", 2.5),
        ("tmux.timeout_s", 3, 3.0),
        ("claude.config_dirs", ["/a", "/b"], ("/a", "/b")),
        ("notify.quiet_from", 22 * 60, "22:00"),
        ("notify.quiet_from", " 7:30 ", "07:30"),
        ("notify.quiet_from", " ", ""),
    ],
)
def test_what_is_written_is_read_as_it_is_meant(key: str, written: object, meant: object) -> None:
    checked = settings.check(key, written)
    assert (checked, type(checked)) == (meant, type(meant))


@pytest.mark.parametrize(
    ("key", "written", "expected"),
    [
        ("notify.sound", "loud", "true or false is expected"),
        ("notify.group_from", "several", "a whole number from 2 to 50 is expected"),
        ("notify.group_from", True, "a whole number from 2 to 50 is expected"),
        ("tmux.timeout_s", float("inf"), "a number from 0.5 to 60 is expected"),
        ("notify.quiet_days", "mondays", "one of these is expected: every day, weekdays, weekends"),
        ("claude.config_dirs", 5, "a list of texts is expected"),
        ("claude.program", 5, "a text is expected"),
        ("ui.global_shortcut", "x" * 81, "a text of at most 80 characters is expected"),
        ("notify.quiet_from", "24:00", "a time of day such as 22:00 is expected"),
        ("notify.quiet_from", 24 * 60, "a time of day such as 22:00 is expected"),
        ("notify.quiet_from", -1, "a time of day such as 22:00 is expected"),
        ("notify.quiet_from", True, "a time of day such as 22:00 is expected"),
    ],
)
def test_what_cannot_be_meant_is_told_what_is_expected(key: str, written: object, expected: str) -> None:
    with pytest.raises(SettingInvalid) as caught:
        settings.check(key, written)
    assert caught.value.detail == f"{key}: {expected}"


def test_a_value_out_of_bounds_is_named_and_its_default_used(paths: Paths) -> None:
    write(paths, "notify:\n  group_from: 1\n  sound: true\n")
    loaded = settings.load(paths, {})
    assert loaded.settings.notify.group_from == 4
    assert loaded.settings.notify.sound is True
    (trouble,) = loaded.troubles
    assert isinstance(trouble, SettingInvalid)
    assert trouble.detail == "notify.group_from: a whole number from 2 to 50 is expected (file)"


@pytest.mark.parametrize(
    ("text", "key", "meant"),
    [
        ("notify:\n  sounds: true\n", "notify.sounds", "notify.sound"),
        ("notfy:\n  sound: true\n", "notfy", "notify"),
        ("ui:\n  sound: true\n", "ui.sound", "notify.sound"),
        ("1: 2\n", "1", ""),
    ],
)
def test_an_unknown_key_is_named_with_the_nearest_known_one(paths: Paths, text: str, key: str, meant: str) -> None:
    write(paths, text)
    loaded = settings.load(paths, {})
    assert loaded.unknown == ((key, meant),)
    (trouble,) = loaded.troubles
    assert isinstance(trouble, SettingUnknown)
    assert key in trouble.detail
    assert meant in trouble.detail


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"notify:\n  sound: [\n", "line 3"),
        (b"notify:\n\tsound: true\n", "line 2"),
        (b"- a\n- b\n", "line 1"),
        (b"just words\n", "line 1"),
        (b"a: 1\nb: \xff\xfe\n", "line 2"),
        (b"a: \x00\n", "special characters"),
        (b"[" * 60_000, "nested too deeply"),
        (b"{a: " * 20_000, "nested too deeply"),
        (b"!!python/object/apply:os.system ['true']\n", "line 1"),
        (b"a: !unknown b\n", "line 1"),
        (b"? [a]\n: b\n", "line 1"),
        (b"a: 2024-13-45\n", "month must be in"),
        (b"#" * (settings.LARGEST_FILE_BYTES + 1), "larger than"),
    ],
    ids=lambda value: repr(value[:18]) if isinstance(value, bytes) else None,
)
def test_a_broken_file_is_told_and_left_as_it_is(paths: Paths, content: bytes, said: str) -> None:
    file = write(paths, content)
    loaded = settings.load(paths, {})
    assert loaded.settings == settings.Settings()
    (trouble,) = loaded.troubles
    assert isinstance(trouble, SettingsUnreadable)
    assert said in trouble.detail
    assert str(file) in trouble.detail
    with pytest.raises(SettingsUnreadable):
        settings.save(paths, {"notify.sound": True})
    assert file.read_bytes() == content


@pytest.mark.parametrize(
    "text",
    [
        "notify: 5\n",
        "notify: [sound]\n",
        "notify:\n  sound: {a: b}\n",
        "notify:\n  away_after_s: .nan\n",
        "notify:\n  away_after_s: 99999999999999999999999999\n",
        'terminal:\n  command: "\\uD800"\n',
        'claude:\n  program: "a\\0b"\n',
        'claude:\n  config_dirs: ["a\\nb"]\n',
        "claude:\n  config_dirs: [[1, 2], {}]\n",
        "log:\n  level: LOUD\n",
    ],
)
def test_wrong_types_are_named_and_harmless(paths: Paths, text: str) -> None:
    write(paths, text)
    loaded = settings.load(paths, {})
    assert loaded.settings == settings.Settings()
    (trouble,) = loaded.troubles
    assert isinstance(trouble, SettingInvalid)


def test_a_pipe_or_a_folder_in_its_place_does_not_hold_us(paths: Paths) -> None:
    paths.settings_file.parent.mkdir(parents=True)
    os.mkfifo(paths.settings_file)
    assert isinstance(settings.load(paths, {}).troubles[0], SettingsUnreadable)
    paths.settings_file.unlink()
    paths.settings_file.mkdir()
    assert isinstance(settings.load(paths, {}).troubles[0], SettingsUnreadable)


def test_aliases_that_multiply_stay_small(paths: Paths) -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    write(paths, "\n".join([*lines, "claude:", "  config_dirs: *a59"]))
    assert settings.load(paths, {}).settings.claude.config_dirs == ()


@given(st.binary(max_size=200))
def test_no_file_ever_stops_the_program(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    paths = Paths.from_environment({"HEADSPACE_HOME": str(tmp_path_factory.mktemp("any"))})
    write(paths, content)
    settings.load(paths, {})
    assert paths.settings_file.read_bytes() == content


COMMENTED = """\
# my settings
notify:
    sound: false   # quiet, please
    future_thing: [1, 2]  # from a newer version

    # when I leave
    away_after_s: 90
mine: 'kept'
claude:
    config_dirs:
      - /one
"""


def test_saving_keeps_comments_order_and_unknown_keys(paths: Paths) -> None:
    write(paths, COMMENTED)
    settings.save(paths, {"notify.sound": True, "ui.theme": "dark"})
    expected = COMMENTED.replace("sound: false ", "sound: true ") + "ui:\n    theme: dark\n"
    saved = paths.settings_file.read_text()
    assert [line.split() for line in saved.splitlines()] == [line.split() for line in expected.splitlines()]
    assert stat.S_IMODE(paths.settings_file.stat().st_mode) == 0o600
    loaded = settings.load(paths, {})
    assert loaded.settings.notify.sound is True
    assert loaded.settings.ui.theme == "dark"
    assert [path.name for path in paths.settings_file.parent.iterdir()] == ["settings.yaml"]


def test_saving_nothing_new_changes_no_byte_of_a_tidy_file(paths: Paths) -> None:
    text = "# a\nnotify:\n  sound: true # b\n"
    write(paths, text)
    settings.save(paths, {"notify.sound": True})
    assert paths.settings_file.read_text() == text


def test_saving_into_a_file_of_comments_keeps_them(paths: Paths) -> None:
    write(paths, settings.sample())
    settings.save(paths, {"notify.sound": True, "claude.config_dirs": ("/a",)})
    text = paths.settings_file.read_text()
    assert text.startswith(settings.sample())
    assert settings.load(paths, {}).settings.claude.config_dirs == ("/a",)
    settings.save(paths, {"claude.config_dirs": None})
    assert settings.load(paths, {}).origins["claude.config_dirs"] == "default"
    assert settings.load(paths, {}).settings.notify.sound is True


def test_saving_refuses_what_loading_would_refuse(paths: Paths) -> None:
    for key, value in (("notify.group_from", 1), ("notify.nothing", 1), ("nothing", 1)):
        with pytest.raises(SettingInvalid, match="not" if "nothing" in key else "group_from"):
            settings.save(paths, {key: value})
    assert not paths.settings_file.exists()


def test_saving_follows_a_link(paths: Paths, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.yaml"
    real.write_text("notify:\n  sound: false\n")
    paths.settings_file.parent.mkdir(parents=True)
    paths.settings_file.symlink_to(real)
    settings.save(paths, {"notify.sound": True})
    assert paths.settings_file.is_symlink()
    assert yaml.safe_load(real.read_text()) == {"notify": {"sound": True}}


def test_saving_where_nothing_can_be_written_is_told(paths: Paths) -> None:
    paths.settings_file.parent.parent.mkdir(parents=True, exist_ok=True)
    paths.settings_file.parent.write_text("a file where the folder should be")
    with pytest.raises(SettingsUnreadable) as caught:
        settings.save(paths, {"notify.sound": True})
    assert caught.value.detail


def test_a_password_in_the_file_is_used_but_told_and_never_shown(paths: Paths) -> None:
    write(paths, "database:\n  url: postgresql://me:hunter22@db/x\n")
    loaded = settings.load(paths, {})
    assert loaded.settings.database.url.endswith("@db/x")
    assert "password" in loaded.troubles[0].title
    assert "hunter22" not in repr(loaded.settings) + "".join(map(str, loaded.troubles))
    assert settings.load(paths, {"HEADSPACE_DATABASE__URL": "postgresql://me:hunter22@db/x"}).troubles == ()


def test_the_sample_is_only_comments_and_says_the_defaults() -> None:
    sample = settings.sample()
    assert all(not line or line.startswith("# ") for line in sample.splitlines())
    bare = "\n".join(line.removeprefix("# ") for line in sample.splitlines()[1:])
    assert msgspec.convert(yaml.safe_load(bare), settings.Settings) == settings.Settings()


def test_the_module_prints_the_reference_page() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "headspace_desktop.settings", "--reference"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == settings.reference()
