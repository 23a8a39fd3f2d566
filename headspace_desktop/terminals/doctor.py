"""What works on this desktop and what does not, each with the exact remedy. Any thread without an asyncio loop.

It looks and changes nothing, imports no Qt, and takes what other rooms know as functions.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from headspace_desktop.clients import by_name, read_version, written
from headspace_desktop.paths import SOCKET_PATH_BYTES, Paths
from headspace_desktop.settings import Settings
from headspace_desktop.terminals.desktop_findings import desktop_findings
from headspace_desktop.terminals.finding import Finding
from headspace_desktop.terminals.terminal_findings import terminal_findings
from headspace_desktop.troubles import AgentProgramMissing, TmuxMissing, Trouble

PROGRAM_TIMEOUT_S = 10.0
LOW_DISK_BYTES = 200 << 20

#: `switch-client -t` with a pane, and client flags. Source: tmux CHANGES, 3.1 and 3.2.
OLDEST_TMUX = (3, 1)

CLAUDE = by_name("claude")


def examine(
    env: Mapping[str, str],
    paths: Paths,
    settings: Settings,
    *,
    tmux_version: Callable[[], str] | None = None,
    hooks: Callable[[], Iterable[Finding]] | None = None,
    store: Callable[[], Iterable[Finding]] | None = None,
    is_macos: bool = sys.platform == "darwin",
) -> list[Finding]:
    """Everything that was looked at, what matters most first.

    `tmux_version`, `hooks` and `store` are other rooms' knowledge; a `Trouble` from them becomes a finding.
    Blocks: about a second, some more where a program does not answer.
    """
    found: list[Finding] = []
    found += desktop_findings(env, is_macos=is_macos)
    found.append(_tmux(env, tmux_version))
    found += terminal_findings(env, settings.terminal.command, settings.notify.away_after_s, is_macos=is_macos)
    found.append(_claude(env, settings.claude.program))
    found += _told("hooks", "Hooks", hooks)
    found += _folders(paths)
    found += _sockets(paths)
    found += _told("store", "Store", store)
    found.append(_transcripts())
    found += _fonts(env, is_macos=is_macos)
    return found


def is_sound(findings: Iterable[Finding]) -> bool:
    """Whether nothing is missing; warnings and unknowns are no failure."""
    return all(finding.state != "missing" for finding in findings)


def _told(key: str, title: str, tell: Callable[[], Iterable[Finding]] | None) -> list[Finding]:
    if tell is None:
        return []
    try:
        return list(tell())
    except Trouble as trouble:
        return [Finding.of(key, title, trouble)]


def _tmux(env: Mapping[str, str], tell: Callable[[], str] | None) -> Finding:
    try:
        said = tell() if tell is not None else _version(env, "tmux", "-V", TmuxMissing())
    except Trouble as trouble:
        return Finding.of("tmux", "tmux", trouble)
    number = re.search(r"(\d+)\.(\d+)", said)
    if number and (int(number[1]), int(number[2])) < OLDEST_TMUX:
        wanted = ".".join(str(part) for part in OLDEST_TMUX)
        return Finding("tmux", "tmux", "warning", said, f"Update tmux to {wanted} or newer.")
    return Finding("tmux", "tmux", "ok", said)


def _claude(env: Mapping[str, str], program: str) -> Finding:
    try:
        said = _version(env, program, "--version", AgentProgramMissing())
    except Trouble as trouble:
        return Finding.of("claude", CLAUDE.title, trouble)
    version = read_version(said)
    if version is not None and version < CLAUDE.tells_state_since:
        wanted = written(CLAUDE.tells_state_since)
        remedy = f"Install the hooks: before {wanted} it does not say by itself what it does. Better update it, too."
        return Finding("claude", CLAUDE.title, "warning", said, remedy)
    return Finding("claude", CLAUDE.title, "ok", said)


def _version(env: Mapping[str, str], program: str, option: str, missing: Trouble) -> str:
    found = shutil.which(os.path.expanduser(program), path=env.get("PATH"))  # noqa: PTH111  a bare name stays bare
    if found is None:
        raise type(missing)(f"{program} is not on PATH")
    try:
        done = subprocess.run(
            [found, option],
            env=dict(env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PROGRAM_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise type(missing)(f"{found} {option}: {error}", title=f"{program} does not answer") from error
    lines = (done.stdout or done.stderr).decode("utf-8", "replace").strip().splitlines()
    if done.returncode != 0:
        raise type(missing)(f"{found} ended with {done.returncode}", title=f"{program} does not work")
    return f"{lines[0][:80] if lines else '?'} ({found})"


def _folders(paths: Paths) -> Iterator[Finding]:
    folders = (("data", paths.data_dir), ("state", paths.state_dir), ("spool", paths.spool_dir))
    for name, folder in (*folders, ("runtime", paths.runtime_dir)):
        yield _folder(f"folder.{name}", f"{name.capitalize()} folder", folder)


def _folder(key: str, title: str, folder: Path) -> Finding:
    nearest = next((each for each in (folder, *folder.parents) if each.exists()), Path("/"))
    if not nearest.is_dir():
        return Finding(key, title, "missing", f"{nearest} is not a folder", f"Move {nearest} away.")
    if not os.access(nearest, os.W_OK | os.X_OK):
        return Finding(key, title, "missing", f"{nearest} cannot be written", f"Run `sudo chown $USER {nearest}`.")
    if nearest != folder:
        return Finding(key, title, "ok", f"{folder} (made at the first start)")
    status = folder.stat()
    if status.st_uid != os.getuid():
        return Finding(key, title, "missing", f"{folder} belongs to another user", f"Run `sudo chown $USER {folder}`.")
    if stat.S_IMODE(status.st_mode) & 0o077:
        return Finding(key, title, "warning", f"{folder} can be read by others", f"Run `chmod 700 {folder}`.")
    if shutil.disk_usage(folder).free < LOW_DISK_BYTES:
        return Finding(key, title, "warning", f"{folder} is on a disk that is almost full", "Free some space.")
    return Finding(key, title, "ok", str(folder))


def _sockets(paths: Paths) -> Iterator[Finding]:
    for name, path in (("answer", paths.answer_socket), ("command", paths.command_socket)):
        key, title = f"socket.{name}", f"{name.capitalize()} socket"
        if len(os.fsencode(path)) > SOCKET_PATH_BYTES:
            yield Finding(key, title, "missing", f"{path} is too long", "Set XDG_RUNTIME_DIR to a shorter folder.")
        elif not path.exists():
            yield Finding(key, title, "ok", f"{path} (there while the app runs)")
        elif not path.is_socket():
            yield Finding(key, title, "missing", f"{path} is not a socket", f"Move {path} away.")
        elif stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Finding(key, title, "warning", f"{path} is open to others", f"Run `chmod 600 {path}`.")
        else:
            yield Finding(key, title, "ok", str(path))


def _transcripts() -> Finding:
    key, title = "webengine", "Transcript view"
    found = find_spec("PySide6")
    places = [Path(place) for place in found.submodule_search_locations or ()] if found is not None else []
    if not any(next(place.glob("QtWebEngineWidgets.*"), None) for place in places):
        remedy = "Install it with `pip install PySide6`; until then transcripts are plain text."
        return Finding(key, title, "warning", "Qt WebEngine is not installed", remedy)
    if os.geteuid() == 0:
        remedy = "Start the app as an ordinary user."
        return Finding(key, title, "warning", "As root transcripts are plain text: Chromium keeps its sandbox", remedy)
    return Finding(key, title, "ok", "Qt WebEngine")


def _fonts(env: Mapping[str, str], *, is_macos: bool) -> Iterator[Finding]:
    lists = shutil.which("fc-list", path=env.get("PATH"))
    if is_macos or lists is None:
        return
    for name, pattern, package in (
        ("Chinese, Japanese, Korean", ":lang=ja", "fonts-noto-cjk"),
        ("emoji", ":charset=1f600", "fonts-noto-color-emoji"),
    ):
        key, title = f"font.{package}", f"Fonts for {name}"
        try:
            done = subprocess.run(
                [lists, pattern], env=dict(env), stdin=subprocess.DEVNULL, capture_output=True, timeout=5, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            yield Finding(key, title, "unknown", f"fc-list does not answer: {error}")
            continue
        if done.stdout.strip():
            yield Finding(key, title, "ok")
        else:
            remedy = f"Install them with `sudo apt install {package}`."
            yield Finding(key, title, "warning", "Such text is shown as boxes", remedy)
