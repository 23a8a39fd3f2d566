"""Another program rewrites the agent's settings file; the person is told, and told when it is mended."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from headspace_desktop.app.guardian import Guardian
from headspace_desktop.clients import Version
from headspace_desktop.domain.changes import TroubleGone, TroubleShown
from headspace_desktop.intake import install
from headspace_desktop.paths import Paths


@pytest.fixture
def told() -> list[Any]:
    return []


@pytest.fixture
def root(home: Path) -> Path:
    root = home / ".claude"
    root.mkdir()
    (root / "settings.json").write_text('{"model": "sonnet"}\n', encoding="utf-8")
    paths = Paths.from_environment()
    paths.make_private()
    install.plan_install(paths, root).apply()
    return root


@pytest.fixture
def version() -> list[Version | None]:
    return [None]


@pytest.fixture
def guardian(told: list[Any], root: Path, version: list[Version | None]) -> Guardian:
    guardian = Guardian(Paths.from_environment(), told.extend, version_of=lambda _root: version[0], interval_s=0)
    guardian.tick()
    assert told == []
    return guardian


def test_removed_hooks_are_told_once_and_withdrawn_when_put_back(
    guardian: Guardian, root: Path, told: list[Any]
) -> None:
    installed = (root / "settings.json").read_text(encoding="utf-8")
    (root / "settings.json").write_text('{"model": "opus"}\n', encoding="utf-8")
    guardian.tick()
    guardian.tick()
    (shown,) = told
    assert isinstance(shown, TroubleShown)
    assert shown.kind == "HooksRemoved"
    assert "hooks install" in shown.remedy
    (root / "settings.json").write_text(installed, encoding="utf-8")
    guardian.tick()
    assert told[1:] == [TroubleGone(shown.key)]


def test_some_hooks_missing_are_named(guardian: Guardian, root: Path, told: list[Any]) -> None:
    settings = json.loads((root / "settings.json").read_text(encoding="utf-8"))
    del settings["hooks"]["Stop"]
    (root / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    guardian.tick()
    assert "Stop" in told[0].detail


def test_broken_settings_are_told(guardian: Guardian, root: Path, told: list[Any]) -> None:
    (root / "settings.json").write_text('{"model": ', encoding="utf-8")
    guardian.tick()
    assert told[0].kind == "HookSettingsUnreadable"


def test_uninstalled_by_the_person_is_no_trouble(guardian: Guardian, root: Path, told: list[Any]) -> None:
    install.plan_uninstall(Paths.from_environment(), root).apply()
    guardian.tick()
    assert told == []


def test_a_program_that_is_too_old_for_our_hooks_is_told_until_it_is_new_enough(
    guardian: Guardian, version: list[Version | None], told: list[Any]
) -> None:
    version[0] = (2, 0, 60)
    guardian.tick()
    (shown,) = told
    assert shown.kind == "HooksBeyondVersion"
    assert "2.0.60 does not know PostToolBatch, StopFailure, CwdChanged, Elicitation, ElicitationResult" in shown.detail
    version[0] = (2, 1, 330)
    guardian.tick()
    assert told[1:] == [TroubleGone(shown.key)]


def test_a_newer_program_that_knows_more_hooks_is_no_trouble(
    root: Path, told: list[Any], version: list[Version | None]
) -> None:
    paths = Paths.from_environment()
    version[0] = (2, 0, 60)
    install.plan_install(paths, root, version=version[0]).apply()
    guardian = Guardian(paths, told.extend, version_of=lambda _root: version[0], interval_s=0)
    guardian.tick()
    version[0] = (2, 1, 330)
    guardian.tick()
    assert told == []
