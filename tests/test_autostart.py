from __future__ import annotations

import plistlib
import re
from pathlib import Path

import pytest

from headspace_desktop import autostart
from headspace_desktop.troubles import FolderUnusable


def exec_words(text: str) -> list[str]:
    """What a desktop makes of the Exec line."""
    line = next(line for line in text.splitlines() if line.startswith("Exec="))
    value = line.removeprefix("Exec=").replace("\\\\", "\\").replace("%%", "%")
    return [re.sub(r"\\(.)", r"\1", word) for word in re.findall(r'"((?:\\.|[^"\\])*)"', value)]


def test_on_and_off(home: Path) -> None:
    env = {"HOME": str(home)}
    file = home / ".config" / "autostart" / "headspace-desktop.desktop"
    assert not autostart.is_on(env)
    autostart.switch(True, env=env)
    assert autostart.is_on(env)
    assert exec_words(file.read_text()) == [*autostart.own_command(), "--hidden"]
    assert [entry.name for entry in file.parent.iterdir()] == [file.name]
    autostart.switch(False, env=env)
    assert not file.exists()
    autostart.switch(False, env=env)


def test_words_are_quoted(home: Path) -> None:
    odd = ("/opt/my apps/50%/$HOME`x`", 'a"b\\c')
    env = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "conf")}
    autostart.switch(True, odd, env=env)
    text = (home / "conf" / "autostart" / "headspace-desktop.desktop").read_text()
    assert exec_words(text) == [*odd, "--hidden"]


def test_switched_off_by_the_session_counts_as_off(home: Path) -> None:
    env = {"HOME": str(home)}
    autostart.switch(True, env=env)
    file = autostart.entry_file(env)
    file.write_text(file.read_text() + "Hidden=true\n")
    assert not autostart.is_on(env)


def test_a_foreign_entry_is_left_alone(home: Path) -> None:
    env = {"HOME": str(home)}
    file = autostart.entry_file(env)
    file.parent.mkdir(parents=True)
    file.write_text("[Desktop Entry]\nName=mine\n")
    autostart.switch(False, env=env)
    with pytest.raises(FolderUnusable, match="not written by this program"):
        autostart.switch(True, env=env)
    assert file.read_text() == "[Desktop Entry]\nName=mine\n"


def test_on_macos_it_is_an_agent_of_launchd(home: Path) -> None:
    env = {"HOME": str(home)}
    autostart.switch(True, ("/Applications/H.app/h",), env, "darwin")
    file = autostart.entry_file(env, "darwin")
    assert plistlib.loads(file.read_bytes())["ProgramArguments"] == ["/Applications/H.app/h", "--hidden"]
    assert autostart.is_on(env, "darwin")
    autostart.switch(False, env=env, platform="darwin")
    assert not file.exists()
