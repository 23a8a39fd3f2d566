"""Reads and writes a settings file that belongs to the person: whole or not at all, never over somebody's change.

Any thread but the GUI's; small files. Knows nothing of what is in them.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from headspace_desktop.troubles import HookSettingsChanged, HookSettingsUnreadable, HookSettingsUnwritable

#: A settings file of this size is no settings file.
SETTINGS_LIMIT_BYTES = 16 << 20
BACKUPS_KEPT = 20


def back_up(file: Path, content: bytes, folder: Path) -> Path:
    """Keep a copy; the oldest copies go. Raises: HookSettingsUnwritable."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    place = hashlib.sha256(os.fsencode(file)).hexdigest()[:8]
    copy = folder / f"{stamp}.{place}.{file.name}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_file(copy, content, 0o600)
        for old in sorted(folder.iterdir())[:-BACKUPS_KEPT]:
            old.unlink()
    except OSError as error:
        raise HookSettingsUnwritable(f"no backup could be made: {error}") from error
    return copy


def missing_folders(file: Path) -> list[Path]:
    """The folders above a file that do not exist, the outermost first."""
    return [folder for folder in reversed(file.parents) if not folder.exists()]


def read(file: Path) -> bytes | None:
    try:
        # A pipe would let the reader wait for ever.
        with open(file, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK)) as stream:
            is_file = stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
            raw = stream.read(SETTINGS_LIMIT_BYTES + 1) if is_file else None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise HookSettingsUnreadable(
            f"{file}: {error.strerror}", title="The agent's settings file cannot be read"
        ) from error
    if raw is None:
        raise HookSettingsUnreadable(str(file), title="The agent's settings file is no ordinary file")
    if len(raw) > SETTINGS_LIMIT_BYTES:
        raise HookSettingsUnreadable(
            f"{file}: more than {SETTINGS_LIMIT_BYTES} bytes", title="The agent's settings file is huge"
        )
    return raw


def remove(file: Path, before: bytes | None) -> None:
    if read(file) != before:
        raise HookSettingsChanged(str(file))
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise HookSettingsUnwritable(f"{file}: {error.strerror}") from error


def write(file: Path, before: bytes | None, after: bytes) -> None:
    """All or nothing, with the old owner and mode; never over what somebody wrote meanwhile."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        status = file.stat() if before is not None else None
        if status is not None and not status.st_mode & 0o222:
            raise HookSettingsUnwritable(f"{file}: it is read-only")
        replace_file(file, after, 0o600 if status is None else status.st_mode & 0o7777, status, before)
    except OSError as error:
        raise HookSettingsUnwritable(f"{file}: {error.strerror}") from error


def replace_file(
    file: Path, content: bytes, mode: int, status: os.stat_result | None = None, before: bytes | None = None
) -> None:
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            if status is not None:
                with contextlib.suppress(OSError):
                    os.fchown(stream.fileno(), status.st_uid, status.st_gid)
            os.fchmod(stream.fileno(), mode)
            os.fsync(stream.fileno())
        if status is not None and read(file) != before:
            raise HookSettingsChanged(str(file))
        os.replace(name, file)  # noqa: PTH105
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        raise
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
