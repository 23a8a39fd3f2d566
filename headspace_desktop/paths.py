"""Where settings, data, logs, sockets and packaged resources live. Honours the XDG variables. Any thread."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP = "headspace-desktop"

#: Longest socket path that both Linux (108) and macOS (104) take, with room for a suffix. Source: unix(7).
SOCKET_PATH_BYTES = 100

IS_MACOS = sys.platform == "darwin"
#: Source: <unistd.h> of macOS; confstr(3).
_CS_DARWIN_USER_TEMP_DIR = 65537


@dataclass(frozen=True, slots=True)
class Paths:
    """Every place that the program uses. Nothing is created until `make_private` is called."""

    settings_file: Path
    data_dir: Path
    state_dir: Path
    cache_dir: Path
    runtime_dir: Path
    resources_dir: Path
    migrations_dir: Path

    @classmethod
    def from_environment(cls, env: Mapping[str, str] = os.environ) -> Paths:
        """The places for this person. `HEADSPACE_HOME` puts all of them below one folder (tests, a second set)."""
        resources, migrations = packaged()
        if home := env.get("HEADSPACE_HOME"):
            base = Path(home).expanduser().absolute()
            return cls(
                settings_file=base / "settings.yaml",
                data_dir=base / "data",
                state_dir=base / "state",
                cache_dir=base / "cache",
                runtime_dir=_short_enough(base / "run"),
                resources_dir=resources,
                migrations_dir=migrations,
            )
        dirs = platformdirs.PlatformDirs(APP, appauthor=False)
        return cls(
            settings_file=dirs.user_config_path / "settings.yaml",
            data_dir=dirs.user_data_path,
            state_dir=dirs.user_state_path,
            cache_dir=dirs.user_cache_path,
            runtime_dir=_short_enough(_runtime_dir(dirs)),
            resources_dir=resources,
            migrations_dir=migrations,
        )

    @property
    def database_file(self) -> Path:
        return self.data_dir / "headspace.sqlite3"

    @property
    def backups_dir(self) -> Path:
        return self.data_dir / "backups"

    @property
    def spool_dir(self) -> Path:
        """Never in the runtime folder: mail must survive a log-out. Source: architecture, section 6."""
        return self.state_dir / "spool"

    @property
    def recordings_dir(self) -> Path:
        return self.data_dir / "recordings"

    @property
    def hook_dir(self) -> Path:
        """The scripts that the installed hook lines name by absolute path."""
        return self.data_dir / "hooks"

    @property
    def log_file(self) -> Path:
        return self.state_dir / "headspace.log"

    @property
    def layout_file(self) -> Path:
        return self.state_dir / "layout.ini"

    @property
    def answer_socket(self) -> Path:
        return self.runtime_dir / "answer.sock"

    @property
    def command_socket(self) -> Path:
        return self.runtime_dir / "command.sock"

    def make_private(self) -> None:
        """Create the folders that we own, readable by nobody else (0700).

        Raises: OSError when a folder cannot be made.
        """
        for folder in (self.data_dir, self.state_dir, self.runtime_dir, self.settings_file.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in (self.data_dir, self.state_dir, self.runtime_dir):
            folder.chmod(0o700)
        shared = self.runtime_dir.parent
        if shared == _short_parent():  # below /tmp, where anybody may have made it first
            if shared.lstat().st_uid != os.getuid():
                raise PermissionError(errno.EPERM, "it belongs to somebody else", str(shared))
            shared.chmod(0o700)


def packaged() -> tuple[Path, Path]:
    """Where `resources/` and `migrations/` are: beside the package in a checkout, inside it in a wheel or bundle."""
    inside = Path(__file__).resolve().parent
    beside = inside.parent
    if (inside / "resources").is_dir():
        return inside / "resources", inside / "migrations"
    if bundle := getattr(sys, "_MEIPASS", None):
        return Path(bundle) / "resources", Path(bundle) / "migrations"
    return beside / "resources", beside / "migrations"


def _runtime_dir(dirs: platformdirs.PlatformDirs) -> Path:
    """The session's folder for sockets, also for a process that was not told of it (cron, ssh); else one of ours."""
    if sys.platform != "linux":
        return dirs.user_runtime_path
    session = Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}")
    if session.is_absolute() and (session.is_dir() or "XDG_RUNTIME_DIR" in os.environ):
        return session / APP
    return dirs.user_state_path / "run"


def _short_enough(folder: Path) -> Path:
    longest = len(os.fsencode(folder / "command.sock"))
    if longest <= SOCKET_PATH_BYTES:
        return folder
    digest = f"{abs(hash_of(str(folder))):x}"[:12]
    return _short_parent() / digest


def _short_parent() -> Path:
    return Path(_temporary_dir()) / f"headspace-{os.getuid()}"


def _temporary_dir() -> str:
    """On macOS the person's own one, which is the same for a process that was not told of it (cron, ssh)."""
    if IS_MACOS:
        try:
            return os.confstr(_CS_DARWIN_USER_TEMP_DIR) or tempfile.gettempdir()
        except (OSError, ValueError):
            pass
    return tempfile.gettempdir()


def hash_of(text: str) -> int:
    """A hash that is the same in every process (unlike `hash`)."""
    value = 14695981039346656037
    for byte in text.encode("utf-8", "surrogatepass"):
        value = ((value ^ byte) * 1099511628211) & 0xFFFFFFFFFFFFFFFF
    return value
