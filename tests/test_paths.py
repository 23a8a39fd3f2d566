from __future__ import annotations

import os
import stat
import tempfile
from dataclasses import fields
from pathlib import Path

import pytest

from headspace_desktop.paths import SOCKET_PATH_BYTES, Paths, hash_of, packaged


def test_one_variable_moves_everything(tmp_path: Path) -> None:
    paths = Paths.from_environment({"HEADSPACE_HOME": str(tmp_path)})
    for field in fields(paths):
        if field.name not in ("resources_dir", "migrations_dir"):
            assert getattr(paths, field.name).is_relative_to(tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_xdg_variables_are_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    base = Path("/somewhere")
    monkeypatch.delenv("HEADSPACE_HOME")
    for name in ("CONFIG_HOME", "DATA_HOME", "STATE_HOME", "CACHE_HOME", "RUNTIME_DIR"):
        monkeypatch.setenv(f"XDG_{name}", str(base / name))
    paths = Paths.from_environment()
    assert paths.settings_file == base / "CONFIG_HOME" / "headspace-desktop" / "settings.yaml"
    assert paths.database_file.is_relative_to(base / "DATA_HOME")
    assert paths.spool_dir.is_relative_to(base / "STATE_HOME")
    assert paths.cache_dir.is_relative_to(base / "CACHE_HOME")
    assert paths.answer_socket.is_relative_to(base / "RUNTIME_DIR")


def test_without_a_session_the_sockets_still_have_a_place(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.delenv("HEADSPACE_HOME")
    monkeypatch.setattr("os.getuid", lambda: 4_000_000)
    runtime = Paths.from_environment().runtime_dir
    assert runtime.is_relative_to(home) or runtime.is_relative_to(Path(tempfile.gettempdir()) / "headspace-4000000")


def test_a_deep_home_still_has_sockets_that_fit(tmp_path: Path) -> None:
    deep = str(tmp_path / ("x" * 90))
    paths = Paths.from_environment({"HEADSPACE_HOME": deep})
    assert len(os.fsencode(paths.command_socket)) <= SOCKET_PATH_BYTES
    assert paths.runtime_dir == Paths.from_environment({"HEADSPACE_HOME": deep}).runtime_dir
    assert paths.runtime_dir != Paths.from_environment({"HEADSPACE_HOME": deep + "y"}).runtime_dir


def test_what_we_own_is_private(tmp_path: Path) -> None:
    paths = Paths.from_environment({"HEADSPACE_HOME": str(tmp_path / "h")})
    paths.data_dir.mkdir(parents=True, mode=0o755)
    paths.make_private()
    for folder in (paths.data_dir, paths.state_dir, paths.runtime_dir):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    paths.make_private()


def test_a_stranger_does_not_lend_us_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    paths = Paths.from_environment({"HEADSPACE_HOME": str(tmp_path / ("x" * 90))})
    paths.make_private()
    assert paths.runtime_dir.parent == tmp_path / f"headspace-{os.getuid()}"
    assert stat.S_IMODE(paths.runtime_dir.parent.stat().st_mode) == 0o700
    monkeypatch.setattr("os.getuid", lambda: 4321)
    theirs = Paths.from_environment({"HEADSPACE_HOME": str(tmp_path / ("y" * 90))})
    with pytest.raises(PermissionError, match="belongs to somebody else"):
        theirs.make_private()


def test_resources_and_migrations_travel_with_the_package() -> None:
    resources, migrations = packaged()
    assert resources.is_dir()
    assert migrations.is_dir()


def test_the_hash_is_the_same_for_ever() -> None:
    assert hash_of("") == 14695981039346656037
    assert hash_of("a") == 0xAF63DC4C8601EC8C
    assert hash_of("\ud800") != hash_of("a")


def test_on_a_mac_the_sockets_of_a_deep_home_are_where_every_process_finds_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = "/var/folders/zz/zyxvpxvq6csfxvn_n0000000000000/T/"
    monkeypatch.setattr("headspace_desktop.paths.IS_MACOS", True)
    monkeypatch.setattr("os.confstr", lambda number: own if number == 65537 else None)
    monkeypatch.setattr("os.getuid", lambda: 501)
    paths = Paths.from_environment({"HEADSPACE_HOME": str(tmp_path / ("x" * 90)), "TMPDIR": "/elsewhere"})
    assert str(paths.command_socket).startswith(f"{own}headspace-501/")
    assert len(os.fsencode(paths.command_socket)) <= SOCKET_PATH_BYTES

    def unknown(number: int) -> str:
        raise ValueError("unrecognized configuration name")

    monkeypatch.setattr("os.confstr", unknown)
    paths = Paths.from_environment({"HEADSPACE_HOME": str(tmp_path / ("x" * 90))})
    assert paths.runtime_dir.parent == Path(tempfile.gettempdir()) / "headspace-501"


def test_on_a_mac_everything_is_in_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    from platformdirs.macos import MacOS

    for name in list(os.environ):
        if name.startswith(("XDG_", "HEADSPACE_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", "/Users/somebody-with-a-long-name")
    monkeypatch.setattr("platformdirs.PlatformDirs", MacOS)
    monkeypatch.setattr("headspace_desktop.paths.sys.platform", "darwin")
    paths = Paths.from_environment({})
    library = Path("/Users/somebody-with-a-long-name/Library")
    assert paths.data_dir == paths.state_dir == library / "Application Support" / "headspace-desktop"
    assert paths.settings_file.parent == paths.data_dir
    assert paths.runtime_dir.is_relative_to(library / "Caches")
    assert len(os.fsencode(paths.command_socket)) <= SOCKET_PATH_BYTES
    own = {paths.database_file, paths.backups_dir, paths.spool_dir, paths.hook_dir, paths.log_file, paths.layout_file,
           paths.settings_file}  # fmt: skip
    assert len({file.name for file in own}) == len(own), "they share a folder"
