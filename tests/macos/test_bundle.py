"""The bundle's specification as it is read on macOS, with a stand-in for each of PyInstaller's words."""

from __future__ import annotations

import plistlib
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import PyInstaller.utils.hooks  # noqa: F401  it must know this system, not the one that is played
import pytest

from headspace_desktop import __version__

ROOT = Path(__file__).resolve().parents[2]
SPEC = ROOT / "packaging" / "headspace.spec"


def read_spec(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str) -> dict[str, Any]:
    """What the specification asks for, by PyInstaller's word."""
    asked: dict[str, Any] = {}

    def word(name: str) -> Any:
        def take(*words: Any, **more: Any) -> Any:
            asked[name] = (words, more)
            return SimpleNamespace(name=name, binaries=BINARIES, datas=[], pure=[], scripts=[])

        return take

    monkeypatch.setattr(sys, "platform", platform)
    names = {name: word(name) for name in ("Analysis", "PYZ", "EXE", "COLLECT", "BUNDLE")}
    exec(
        compile(SPEC.read_text("utf-8"), str(SPEC), "exec"),
        {**names, "SPECPATH": str(SPEC.parent), "workpath": tmp_path},
    )
    return asked


QT = "PySide6/Qt/lib"
BINARIES = [
    (f"{QT}/{name}.framework/Versions/A/{name}", "", "BINARY")
    for name in ("QtCore", "QtWebEngineCore", "QtCharts", "QtQuick3DRuntimeRender", "QtGraphsWidgets", "QtSvg")
]


def test_the_bundle_lives_in_the_menu_bar(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = read_spec(monkeypatch, tmp_path, "darwin")
    (folder,), more = asked["BUNDLE"]
    assert (folder.name, more["name"], more["version"]) == ("COLLECT", "Headspace.app", __version__)
    assert re.fullmatch(r"[\w-]+\.[\w.-]+", more["bundle_identifier"])
    about = more["info_plist"]
    assert (about["LSUIElement"], about["LSBackgroundOnly"]) == (True, False)
    assert about["NSAppleEventsUsageDescription"]
    assert plistlib.dumps(about)
    assert asked["EXE"][1]["console"] is False, "macOS lets a console program in a bundle show no window"
    assert Path(more["icon"]).read_bytes()[:4] == b"icns"


def test_it_brings_what_is_found_by_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hidden = read_spec(monkeypatch, tmp_path, "darwin")["Analysis"][1]["hiddenimports"]
    assert {"desktop_notifier", "desktop_notifier.backends.macos", "rubicon.objc"} <= set(hidden)
    assert "headspace_desktop.notify.macos" in hidden


def test_its_frameworks_are_under_the_lgpl(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _executable, binaries, _datas = read_spec(monkeypatch, tmp_path, "darwin")["COLLECT"][0]
    assert [name.split("/")[3] for name, _source, _kind in binaries] == [
        "QtCore.framework", "QtWebEngineCore.framework", "QtSvg.framework",
    ]  # fmt: skip


def test_it_may_be_signed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HEADSPACE_SIGN", "Developer ID Application: A Person")
    more = read_spec(monkeypatch, tmp_path, "darwin")["EXE"][1]
    assert more["codesign_identity"] == "Developer ID Application: A Person"
    allowed = plistlib.loads(Path(more["entitlements_file"]).read_bytes())
    assert allowed["com.apple.security.automation.apple-events"] is True
    assert all(value is True for value in allowed.values())


def test_elsewhere_there_is_no_bundle(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = read_spec(monkeypatch, tmp_path, "linux")
    assert "BUNDLE" not in asked
    assert asked["EXE"][1]["console"] is True
    assert asked["EXE"][1]["entitlements_file"] is None
    assert "rubicon.objc" not in asked["Analysis"][1]["hiddenimports"]


def test_an_icon_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "there.icns").mkdir()
    done = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "icns.py"), str(tmp_path / "there.icns")],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "could not be written" in done.stderr
