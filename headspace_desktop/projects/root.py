"""Which project a directory belongs to, told by a few looks at the disk. Engine thread; it starts no process.

A link is resolved once, so that one project is never two. Nothing is written.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from headspace_desktop.domain.model import Project
from headspace_desktop.troubles import FolderMissing

#: Files that mark the top of a project where there is no repository. Source: domain notes, section 4.2.
MARKERS = ("pyproject.toml", "package.json", "Cargo.toml", "go.mod", "Makefile", "setup.py", "setup.cfg")

#: A branch file is one line; what is longer is none.
_HEAD_BYTES = 1024


def find_project(cwd: str) -> Project:
    """The project of a working directory: its repository's top, else the nearest marker's folder, else itself.

    Blocks: some `stat` calls. Raises: nothing; a directory that cannot be read is its own project.
    """
    start = Path(os.path.realpath(cwd))
    home = Path.home()
    marked: Path | None = None
    for folder in (start, *start.parents):
        if folder == home and folder != start:
            break
        if (folder / ".git").exists():
            return Project(str(folder), folder.name or str(folder), branch=_branch(folder / ".git"))
        if marked is None and any((folder / marker).exists() for marker in MARKERS):
            marked = folder
    top = marked or start
    return Project(str(top), top.name or str(top))


def find_folder(path: str) -> str:
    """The folder that this full path leads to, as `find_project` would name it.

    Blocks: some `stat` calls. Raises: FolderMissing when there is none, or it is a file.
    """
    with suppress(OSError):  # it lies where we may not look
        if Path(path).is_dir():
            return os.path.realpath(path)
    raise FolderMissing(path)


def _branch(git: Path) -> str:
    """The checked-out branch, or the first of the commit's letters; empty when it cannot be told."""
    try:
        if git.is_file():  # a worktree or submodule points to its folder
            pointer = _line(git)
            git = (git.parent / pointer.removeprefix("gitdir:").strip()).resolve()
        head = _line(git / "HEAD")
    except OSError:
        return ""
    return head.removeprefix("ref: refs/heads/") if head.startswith("ref: ") else head[:8]


def _line(file: Path) -> str:
    with file.open("rb") as stream:
        return stream.read(_HEAD_BYTES).decode("utf-8", "replace").strip()
