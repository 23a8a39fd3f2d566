"""Names of projects that can be told apart: two clones of one repository are called the same. Pure; any thread."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)

#: So many folders above its own tell any two projects apart that a person would have.
_ABOVE_LIMIT = 8


def told_apart(projects: Mapping[K, tuple[str, str]]) -> dict[K, str]:
    """What to call each of these, given as name and folder: its name, led by folders where others are called so too."""
    alike: dict[str, list[K]] = {}
    for key, (name, _path) in projects.items():
        alike.setdefault(name.casefold(), []).append(key)
    said = {key: name for key, (name, _path) in projects.items()}
    for keys in alike.values():
        paths = {projects[key][1] for key in keys}
        if len(paths) < 2:
            continue
        depth = next((n for n in range(1, _ABOVE_LIMIT) if len({_above(path, n) for path in paths}) == len(paths)), 0)
        for key in keys:
            name, path = projects[key]
            lead = _above(path, depth) if depth else path
            said[key] = f"{lead}/{name}" if lead else name
    return said


def _above(path: str, depth: int) -> str:
    """The `depth` folders above the last one."""
    parts = [part for part in path.split("/") if part]
    return "/".join(parts[-1 - depth : -1])
