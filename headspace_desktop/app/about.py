"""What this program is made of: its version, and the libraries that it uses with their licences.

Reader thread; reads the metadata of installed packages.
"""

from __future__ import annotations

import platform
import re
from collections import deque
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from headspace_desktop import __version__

OWN_NAME = "headspace-desktop"

_CLASSIFIER = re.compile(r"License :: (?:OSI Approved :: )?(.+)")


@dataclass(frozen=True, slots=True)
class Library:
    name: str
    version: str
    licence: str
    home: str


@dataclass(frozen=True, slots=True)
class AboutPage:
    version: str
    python: str
    system: str
    libraries: tuple[Library, ...]


def about_page() -> AboutPage:
    """Blocks: for some small files of each package."""
    return AboutPage(
        __version__,
        platform.python_version(),
        f"{platform.system()} {platform.release()} ({platform.machine()})",
        tuple(sorted(_libraries(), key=lambda one: one.name.lower())),
    )


def _libraries() -> list[Library]:
    """Everything that is needed to run, as far as it is installed here: what only developers need is left out."""
    seen: set[tuple[str, str]] = set()
    waiting = deque(_requires(OWN_NAME, ""))
    found: dict[str, Library] = {}
    while waiting:
        name, extra = waiting.popleft()
        if (_plain(name), extra) in seen:
            continue
        seen.add((_plain(name), extra))
        try:
            one = distribution(name)
        except PackageNotFoundError:  # wanted by another system
            continue
        found[_plain(name)] = Library(one.metadata["Name"], one.version, _licence(one), _home(one))
        waiting.extend(_requires(name, extra))
    return list(found.values())


def _requires(name: str, extra: str) -> list[tuple[str, str]]:
    """(name, extra) of what a package needs. Source: PEP 508."""
    try:
        lines = distribution(name).requires or []
    except PackageNotFoundError:
        return []
    found = []
    for line in lines:
        wanted = re.search(r"""extra == ["'](.*?)["']""", line)
        match = re.match(r"([A-Za-z0-9._-]+)(?:\[(.*?)\])?", line)
        if match is not None and (wanted is None or wanted[1] == extra):
            found += [(match[1], each.strip()) for each in (match[2] or "").split(",")]
    return found


def _plain(name: str) -> str:
    """Source: PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _licence(one: Distribution) -> str:
    """The licence in as few words as the package gives. Source: core metadata 2.4, then its older fields."""
    told = _first(one, "License-Expression")
    if not told:
        marks = [_CLASSIFIER.fullmatch(line) for line in one.metadata.get_all("Classifier") or []]
        told = ", ".join(match[1] for match in marks if match is not None)
    if not told:
        told = _first(one, "License").strip().partition("\n")[0]
    return told[:120] or "?"


def _home(one: Distribution) -> str:
    links = dict(line.partition(", ")[::2] for line in one.metadata.get_all("Project-URL") or [] if ", " in line)
    named = {label.lower(): link for label, link in links.items()}
    for label in ("homepage", "home", "source", "source code", "repository", "documentation"):
        if label in named:
            return str(named[label])
    return _first(one, "Home-page") or next(iter(links.values()), "")


def _first(one: Distribution, field: str) -> str:
    return next((str(value) for value in one.metadata.get_all(field) or []), "")
