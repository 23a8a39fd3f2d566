"""Reads what a project keeps beside its code: waypoint, progress summary, brain reboot, and their archives.

Reader's thread. Bounded, read-only, never through a link out of its folder; starts no process.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable
from configparser import ConfigParser
from configparser import Error as ConfigError
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from headspace_desktop.domain.project_pages import ARTEFACTS, FOLDER, ArchiveEntry, Document, ProjectFilesPage
from headspace_desktop.projects.root import find_project

#: A longer file is cut: it is meant to be read by a person.
MOST_BYTES = 256 * 1024

#: Archives that are listed of each artefact, the newest.
MOST_ARCHIVES = 200

#: Names that are looked at in one folder; a folder with more is somebody else's.
_MOST_NAMES = 20_000

#: Strict, so that a name can lead nowhere else. Source: features, section 1.9.
_ARCHIVE = re.compile(rf"({'|'.join(ARTEFACTS)})_(\d{{4}}-\d\d-\d\d_\d\d-\d\d-\d\d)\.md", re.ASCII)

_REPO = re.compile(r"(?:^[\w+.-]+://[^/]+/|^[^/@\s]+@[^:/\s]+:|^[^/:@\s]+:)/?([\w.-]+/[\w.-]+?)(?:\.git)?/?$", re.ASCII)


def read_files(ask_id: str, path: str) -> ProjectFilesPage:
    """Everything of a project's folder that its page shows. Blocks: some small reads. Raises: nothing."""
    top = Path(path)
    if not top.is_dir():
        return ProjectFilesPage(ask_id, why="gone" if not top.exists() else "no_folder")
    documents = (_document(top, Path(FOLDER, f"{name}.md"), name) for name in ARTEFACTS)
    return ProjectFilesPage(
        ask_id=ask_id,
        documents=tuple(document for document in documents if document is not None),
        archives=tuple(_archives(top)),
        repo=_repo(top),
        branch=find_project(path).branch,
    )


def read_archive(path: str, name: str) -> Document | None:
    """One archived file; None when there is none of this name, or the name is not one of an archive."""
    found = _ARCHIVE.fullmatch(name)
    return None if found is None else _document(Path(path), Path(FOLDER, "archive", name), found[1])


def _document(top: Path, inside: Path, artefact: str) -> Document | None:
    try:
        with _opened(top, inside) as stream:
            about = os.fstat(stream.fileno())
            if not stat.S_ISREG(about.st_mode):
                return None
            raw = stream.read(MOST_BYTES + 1)
    except OSError:
        return None
    text = raw[:MOST_BYTES].decode("utf-8", "replace")
    return Document(artefact, text, datetime.fromtimestamp(about.st_mtime, UTC), len(raw) > MOST_BYTES)


def _opened(top: Path, inside: Path) -> BinaryIO:
    """The file below `top`, where no step after it may be a link. Raises: OSError."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK  # a pipe must not hold us
    folder = os.open(top, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for step in inside.parts[:-1]:
            folder, before = os.open(step, flags | os.O_DIRECTORY, dir_fd=folder), folder
            os.close(before)
        return os.fdopen(os.open(inside.name, flags, dir_fd=folder), "rb")
    finally:
        os.close(folder)


def _archives(top: Path) -> Iterable[ArchiveEntry]:
    """Newest first within each artefact."""
    try:
        with os.scandir(top / FOLDER / "archive") as entries:
            names = [entry.name for entry, _ in zip(entries, range(_MOST_NAMES), strict=False)]
    except OSError:
        return
    found: dict[str, list[ArchiveEntry]] = {name: [] for name in ARTEFACTS}
    for name in names:
        if (parts := _ARCHIVE.fullmatch(name)) is not None and (at := _moment(parts[2])) is not None:
            found[parts[1]].append(ArchiveEntry(parts[1], name, at))
    for kept in found.values():
        yield from sorted(kept, key=lambda entry: entry.at, reverse=True)[:MOST_ARCHIVES]


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d_%H-%M-%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _repo(top: Path) -> str:
    """Owner and name of the repository's origin, as its configuration tells."""
    try:
        with _opened(top, Path(".git", "config")) as stream:
            text = stream.read(MOST_BYTES).decode("utf-8", "replace")
        parser = ConfigParser(strict=False, interpolation=None, allow_no_value=True)
        parser.read_string("\n".join(line.strip() for line in text.splitlines()))
        url = parser.get('remote "origin"', "url", fallback="") or ""
    except (OSError, ConfigError):
        return ""
    found = _REPO.search(url.strip())
    return found[1] if found is not None else ""
