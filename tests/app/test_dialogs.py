"""What is behind the dialogs: real files, the real doctor, the running rooms; and all of them in the running app."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from headspace_desktop import autostart, settings
from headspace_desktop.app.about import about_page
from headspace_desktop.app.checkup import checkup
from headspace_desktop.app.first import first_findings
from headspace_desktop.app.hooks import HooksPage, is_ignored, roots_of
from headspace_desktop.app.reader import Reader
from headspace_desktop.domain.asks import AskAbout, AskDoctor, AskHooks, AskSettings, AskStart, PageAsk
from headspace_desktop.domain.attention import Manners
from headspace_desktop.domain.changes import PageReady
from headspace_desktop.domain.effects import WatchRoot
from headspace_desktop.host import this_host
from headspace_desktop.paths import Paths
from headspace_desktop.settings import Loaded
from headspace_desktop.terminals.finding import Finding
from headspace_desktop.ui.welcome import Found
from tests.app.whole import Whole, wait_for
from tests.harness.desktop import Desktop

THEIRS = '{\n    "model": "opus",\n    "hooks": {"Stop": [{"hooks": [{"type": "command", "command": "true"}]}]}\n}'


@dataclass
class Desk:
    """A reader over real files; what it told and what it saved."""

    paths: Paths
    reader: Reader
    told: list[PageReady] = field(default_factory=list)
    saved: list[Loaded] = field(default_factory=list)

    def ask(self, page: PageAsk) -> PageReady:
        self.reader.handle([page])
        assert self.told[-1].ask_id == page.ask_id
        return self.told[-1]

    def hooks(self, do: Any = "status", root: Path | str = "") -> HooksPage:
        ready = self.ask(AskHooks("h", do, str(root)))
        assert isinstance(ready.page, HooksPage), ready
        return ready.page


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    paths = Paths.from_environment()
    paths.make_private()
    told: list[Any] = []
    saved: list[Loaded] = []
    reader = Reader(
        paths,
        settings.load(paths),
        this_host(paths.data_dir),
        told.extend,
        load=lambda: settings.load(paths, flags={"log.level": "INFO"}),
        saved=saved.append,
        roots=roots_of,
    )
    yield Desk(paths, reader, told, saved)
    reader.close()


@pytest.fixture
def root(home: Path) -> Path:
    folder = home / ".claude"
    folder.mkdir()
    (folder / "settings.json").write_text(THEIRS)
    return folder


# -- hooks


def test_hooks_are_shown_installed_proved_and_undone_to_the_byte(desk: Desk, root: Path) -> None:
    file = root / "settings.json"
    (row,) = desk.hooks().roots
    assert (row.root, row.state, row.is_learned) == (str(root), "absent", False)
    assert "SessionStart" in row.install_diff
    assert file.read_text() == THEIRS, "looking writes nothing"
    done = desk.hooks("install", root)
    assert done.roots[0].state == "installed"
    assert done.is_good
    assert Path(done.undo.removeprefix("As it was: ")).read_text() == THEIRS
    tested = desk.hooks("self_test", root)
    assert tested.is_good, tested.told
    assert "hooks arrive" in tested.told
    assert desk.hooks("uninstall", root).roots[0].state == "absent"
    assert file.read_text() == THEIRS


def test_only_what_was_shown_is_written(desk: Desk, root: Path) -> None:
    file = root / "settings.json"
    unseen = desk.hooks("install", root)
    assert not unseen.is_good, "nobody has seen a difference yet"
    assert file.read_text() == THEIRS
    file.write_text('{"model": "haiku"}')
    changed = desk.hooks("install", root)
    assert not changed.is_good
    assert "changed meanwhile" in changed.told
    assert "Nothing was written" in changed.remedy
    assert file.read_text() == '{"model": "haiku"}'
    assert "haiku" in changed.roots[0].install_diff, "the fresh difference comes with the refusal"
    assert desk.hooks("install", root).is_good
    assert "haiku" in file.read_text()


def test_a_broken_file_is_told_and_left_alone(desk: Desk, root: Path) -> None:
    (root / "settings.json").write_text("{oops")
    (row,) = desk.hooks().roots
    assert row.state == "unreadable"
    assert row.remedy
    assert row.install_diff == ""
    assert not desk.hooks("install", root).is_good
    assert (root / "settings.json").read_text() == "{oops"


def test_lines_that_another_program_took_are_noticed_and_put_back(desk: Desk, root: Path) -> None:
    desk.hooks()
    desk.hooks("install", root)
    (root / "settings.json").write_text(THEIRS)
    (row,) = desk.hooks().roots
    assert row.state == "removed"
    assert "Repair" in row.remedy
    assert desk.hooks("repair", root).roots[0].state == "installed"


def test_a_learned_folder_is_shown_and_can_be_put_away(desk: Desk, root: Path, tmp_path: Path) -> None:
    learned = tmp_path / "work"
    learned.mkdir()
    desk.reader.handle([WatchRoot("claude", str(learned)), WatchRoot("claude", str(root))])
    page = desk.hooks()
    assert [(row.root, row.is_learned) for row in page.roots] == [(str(root), False), (str(learned), True)]
    page = desk.hooks("ignore", learned)
    assert [row.root for row in page.roots] == [str(root)]
    assert is_ignored(str(learned), desk.saved[-1].settings)
    assert str(learned) in desk.paths.settings_file.read_text()


# -- settings


def test_settings_are_saved_with_their_comments_and_told(desk: Desk) -> None:
    desk.paths.settings_file.write_text("# mine\nnotify:\n  sound: false  # quiet\n")
    page = desk.ask(AskSettings("s")).page
    rows = {row.choice.key: row for row in page.rows}
    assert (rows["notify.sound"].value, rows["notify.sound"].origin) == (False, "file")
    assert rows["log.level"].origin == "flag"
    page = desk.ask(AskSettings("s", {"notify.sound": True, "tmux.sweep_interval_s": 3.5})).page
    assert (page.errors, set(page.saved)) == ({}, {"notify.sound", "tmux.sweep_interval_s"})
    text = desk.paths.settings_file.read_text()
    assert text.startswith("# mine\nnotify:\n  sound: true ")
    assert "# quiet\n" in text
    assert desk.saved[-1].settings.notify.sound is True
    assert desk.saved[-1].settings.tmux.sweep_interval_s == 3.5


def test_all_mistakes_are_named_and_nothing_is_saved(desk: Desk) -> None:
    wrong = {"notify.away_after_s": 1, "claude.program": "a\tb", "notify.sound": True}
    page = desk.ask(AskSettings("s", wrong)).page
    assert set(page.errors) == {"notify.away_after_s", "claude.program"}
    assert "a whole number from 5 to 3600" in page.errors["notify.away_after_s"]
    assert desk.saved == []
    assert not desk.paths.settings_file.exists()


def test_a_password_is_not_shown_and_its_stars_are_not_saved(desk: Desk) -> None:
    desk.paths.settings_file.write_text("database:\n  url: postgresql://me:hunter22@db/x\n")
    rows = {row.choice.key: row for row in desk.ask(AskSettings("s")).page.rows}
    assert "hunter22" not in rows["database.url"].value
    page = desk.ask(AskSettings("s", {"database.url": rows["database.url"].value + "y"})).page
    assert "password" in page.errors["database.url"]
    assert "hunter22" in desk.paths.settings_file.read_text()


def test_an_unreadable_file_is_a_trouble_and_stays(desk: Desk) -> None:
    desk.paths.settings_file.write_text("notify: [\n")
    ready = desk.ask(AskSettings("s", {"notify.sound": True}))
    assert ready.trouble is not None
    assert ready.trouble.kind == "SettingsUnreadable"
    assert desk.paths.settings_file.read_text() == "notify: [\n"


def test_the_autostart_switch_is_the_desktops_own_list(desk: Desk) -> None:
    def value() -> bool:
        return {row.choice.key: row for row in desk.ask(AskSettings("s")).page.rows}["ui.autostart"].value is True

    assert not value()
    assert desk.ask(AskSettings("s", {"ui.autostart": True})).page.errors == {}
    assert autostart.is_on()
    assert value()
    autostart.entry_file().write_text("[Desktop Entry]\nName=mine\n")
    assert not value(), "what the file says does not count"
    page = desk.ask(AskSettings("s", {"ui.autostart": True, "notify.sound": True})).page
    assert "not written by this program" in page.errors["ui.autostart"]
    assert "sound" not in desk.paths.settings_file.read_text()


# -- doctor, first page, start, about


def test_window_and_command_line_have_one_doctor(desk: Desk, root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "headspace_desktop.cli", "doctor", "--json"],
        capture_output=True, text=True, timeout=60, check=False, env=os.environ,
    )  # fmt: skip
    told = {(one["key"], one["state"], one["detail"]) for one in json.loads(done.stdout)["findings"]}
    page = desk.ask(AskDoctor("d")).page
    mine = {(one.key, one.state, one.detail) for one in page.findings if one.key != "store"}
    assert mine == told
    assert any(key == "hooks" for key, _state, _detail in told)
    assert "store" in {one.key for one in page.findings}, "the app knows of its store too"


def test_the_doctor_names_each_watched_folder(desk: Desk, root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    desk.ask(AskSettings("s", {"claude.config_dirs": [str(other)]}))
    page = desk.ask(AskDoctor("d")).page
    assert [one.state for one in page.findings if one.key == "hooks"] == ["warning", "warning"]
    assert checkup(desk.paths, desk.saved[-1]).findings


def test_the_first_page_says_what_is_here() -> None:
    findings = [
        Finding("claude", "Claude Code", "ok", "2.1.330"),
        Finding("tmux", "tmux", "missing", "tmux is not installed", "Install it."),
        Finding("terminal.kitty", "Terminal: kitty", "ok"),
        Finding("terminal", "Terminal to open", "ok"),
        Finding("notifications", "Notifications", "unknown", "nobody knows"),
        Finding("hooks", "Hooks", "warning", "not installed", "Install them."),
    ]
    shown, command, has_hooks = first_findings(findings)
    by_title = {one.title: one for one in shown}
    assert (by_title["Claude Code"].found, by_title["Claude Code"].detail) == (Found.YES, "2.1.330")
    assert (by_title["tmux"].found, by_title["tmux"].detail) == (Found.NO, "Install it.")
    assert by_title["Terminals"].detail == "kitty"
    assert by_title["Notifications"].found is Found.UNKNOWN
    assert by_title["Running sessions"].found is Found.NO
    assert (command, has_hooks) == ("claude", False)
    _shown, command, has_hooks = first_findings([Finding("tmux", "tmux", "ok"), Finding("hooks", "Hooks", "ok")])
    assert (command.rpartition("/")[2].strip("'"), has_hooks) == ("headspace start", True)


def test_a_start_is_refused_by_name_where_something_is_missing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tmux = shutil.which("tmux")
    assert tmux is not None
    monkeypatch.setenv("PATH", str(tmp_path))
    titles = [title for title, _remedy in desk.ask(AskStart("a")).page.troubles]
    assert titles[0] == "tmux is not installed"
    assert "claude is not on PATH" in titles[1]
    (tmp_path / "tmux").symlink_to(tmux)
    (tmp_path / "claude").write_text("#!/bin/sh\n")
    (tmp_path / "claude").chmod(0o755)
    assert desk.ask(AskStart("a")).page.troubles == ()


def test_about_knows_what_is_needed_to_run_and_nothing_else(desk: Desk) -> None:
    page = desk.ask(AskAbout("a")).page
    assert page == about_page()
    names = {one.name.lower() for one in page.libraries}
    assert {"pyside6", "sqlalchemy", "psycopg", "psycopg-binary", "msgspec", "dbus-fast"} <= names
    assert not names & {"pytest", "ruff", "mypy", "headspace-desktop"}
    assert all(one.licence not in ("", "?") for one in page.libraries)


# -- in the running app

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def whole(tmp_path: Path, new_desktop: Callable[..., Desktop]) -> Iterator[Whole]:
    with Whole(tmp_path, new_desktop()).running() as whole:
        yield whole


def _press(whole: Whole, *keys: str) -> None:
    whole.desktop.activate(whole.desktop.window_titled("Headspace"))
    whole.desktop.xdotool("key", "--clearmodifiers", *keys)


def _open(whole: Whole, title: str, *keys: str) -> None:
    """Press the keys on the main window; the page that comes is made a window of its own, and shut."""
    _press(whole, *keys)
    whole.desktop.xdotool("key", "--clearmodifiers", "ctrl+shift+u")
    window = whole.desktop.window_titled(title)
    wait_for(lambda: whole.desktop.active_window() == window.id, f"{title} is in front", whole.logs)
    whole.desktop.xdotool("key", "--clearmodifiers", "ctrl+w")
    wait_for(lambda: all(one.title != title for one in whole.desktop.windows()), f"{title} is shut", whole.logs)


def test_each_page_opens_by_keyboard_in_the_running_app(whole: Whole) -> None:
    whole.start_app()
    _open(whole, "Doctor", "F2")
    _open(whole, "Settings", "ctrl+comma")
    _open(whole, "Keyboard shortcuts", "shift+F1")
    _open(whole, "Help", "F1")
    for words, title in (("hooks", "Hooks"), ("about", "About Headspace"), ("notices", "Notices")):
        _press(whole, "ctrl+k")
        whole.desktop.type(words)
        _open(whole, title, "Return")
    _press(whole, "ctrl+n")
    window = whole.desktop.window_titled("Start an agent")
    wait_for(lambda: whole.desktop.active_window() == window.id, "it is in front", whole.logs)
    whole.desktop.xdotool("key", "Escape")
    whole.headspace("status")


def test_a_setting_saved_in_the_window_counts_at_once(whole: Whole) -> None:
    whole.start_app()
    desktop, file = whole.desktop, whole.folder / "hs/settings.yaml"
    _press(whole, "ctrl+comma")
    desktop.type("ui.theme")

    def saved() -> bool:
        desktop.xdotool("key", "Tab")
        desktop.type("Dark")
        desktop.xdotool("key", "ctrl+s")
        return file.exists() and "theme: dark" in file.read_text()

    wait_for(saved, "the theme is saved", whole.logs)
    window = desktop.window_titled("Headspace")
    x, y = window.x + 4, window.y + window.height - 4

    def is_dark() -> bool:
        picture = desktop.screenshot(whole.folder / "dark.png")
        words = ["convert", str(picture), "-format", f"%[fx:p{{{x},{y}}}.lightness]", "info:"]
        return float(subprocess.run(words, capture_output=True, text=True, timeout=20, check=True).stdout) < 0.3

    wait_for(is_dark, "the window is dark", whole.logs)


def test_limits_of_the_engine_follow_the_settings() -> None:
    from headspace_desktop.app.program import limits_of

    chosen = settings.Settings(
        notify=settings.NotifySettings(done=False), state=settings.StateSettings(no_answer_after_s=77)
    )
    limits = limits_of(chosen)
    assert limits.manners == Manners(done=False)
    assert limits.thresholds.no_answer_after_s == 77
