"""The help as it lies in our own resources: one Markdown file a topic, and one for each language. Reader thread.

It only reads. Links name a heading by its English words, whatever the language of the text is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from headspace_desktop.troubles import HelpMissing
from headspace_desktop.ui.pages.topics import slug

#: A topic is a few pages; more is not ours.
LARGEST_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class HelpPage:
    """The texts by topic, as Markdown; of each the names by which links know its headings, in their order."""

    texts: Mapping[str, str]
    anchors: Mapping[str, tuple[str, ...]]


def help_page(resources: Path, language: str = "en") -> HelpPage:
    """Every topic, in English where it is not there in this language. Raises: HelpMissing."""
    folder = resources / "help"
    english = _read(folder)
    if not english:
        raise HelpMissing(str(folder))
    anchors = {
        topic: tuple(slug(line) for line in text.splitlines() if line.startswith("#"))
        for topic, text in english.items()
    }
    return HelpPage(english if language == "en" else {**english, **_read(folder / language)}, anchors)


def _read(folder: Path) -> dict[str, str]:
    try:
        return {
            file.stem: file.read_text(encoding="utf-8")
            for file in sorted(folder.glob("*.md"))
            if file.stat().st_size <= LARGEST_BYTES
        }
    except (OSError, UnicodeDecodeError) as error:
        raise HelpMissing(str(error)) from error
