"""Start hidden at log-in: one entry in the desktop's own list, written and taken out at the person's wish. Any thread.

An entry that is not ours, or that the person edited, is left alone.
"""

from __future__ import annotations

import os
import plistlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from headspace_desktop.troubles import FolderUnusable

NAME = "headspace-desktop"
MARK = "X-Headspace-Autostart=true"


def own_command() -> tuple[str, ...]:
    """How this very program is started again: the bundle, the installed script, or the module."""
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    script = Path(sys.executable).with_name(NAME)
    return (str(script),) if script.exists() else (sys.executable, "-m", "headspace_desktop")


def entry_file(env: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Where the desktop looks for it. Source: XDG Desktop Application Autostart 0.5; launchd.plist(5)."""
    home = Path(env.get("HOME") or Path.home())
    if platform == "darwin":
        return home / "Library" / "LaunchAgents" / f"org.{NAME}.plist"
    config = env.get("XDG_CONFIG_HOME", "")
    return (Path(config) if Path(config).is_absolute() else home / ".config") / "autostart" / f"{NAME}.desktop"


def is_on(env: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Whether our entry is there and the session's own settings have not switched it off."""
    text = _text(entry_file(env, platform))
    return _is_ours(text) and not any(
        line.replace(" ", "") in ("Hidden=true", "X-GNOME-Autostart-enabled=false") for line in text.splitlines()
    )


def switch(
    is_wanted: bool,
    command: Sequence[str] = (),
    env: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
) -> None:
    """Write our entry, or take it out.

    Raises: FolderUnusable.
    """
    file = entry_file(env, platform)
    text = _text(file)
    words = [*(command or own_command()), "--hidden"]
    try:
        if not is_wanted:
            if _is_ours(text):
                file.unlink()
            return
        if text and not _is_ours(text):
            raise FolderUnusable(f"{file} was not written by this program", remedy="Move that file away, then repeat.")
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = file.with_suffix(".new")
        fresh.write_text(_plist(words) if platform == "darwin" else _desktop_entry(words), encoding="utf-8")
        fresh.replace(file)
    except OSError as error:
        raise FolderUnusable(f"{file}: {error.strerror}") from error


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _is_ours(text: str) -> bool:
    return MARK in text or f"<string>org.{NAME}</string>" in text


def _desktop_entry(words: Sequence[str]) -> str:
    return (
        "[Desktop Entry]\nType=Application\nName=Headspace Desktop\nComment=Watches your coding agents\n"
        f"Exec={' '.join(map(_quoted, words))}\nIcon={NAME}\nTerminal=false\nCategories=Development;\n"
        f"X-GNOME-Autostart-enabled=true\n{MARK}\n"
    )


def _quoted(word: str) -> str:
    """One word of an Exec line. Source: Desktop Entry Specification 1.5, "The Exec key" (two layers of escapes)."""
    for sign in ("\\", '"', "`", "$"):
        word = word.replace(sign, "\\" + sign)
    return '"' + word.replace("\\", "\\\\").replace("%", "%%") + '"'


def _plist(words: Sequence[str]) -> str:
    return plistlib.dumps(
        {
            "Label": f"org.{NAME}",
            "ProgramArguments": list(words),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
    ).decode()
