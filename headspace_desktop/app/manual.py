"""The help as it lies in our own resources: one Markdown file a topic. Reader thread; it only reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from headspace_desktop.troubles import HelpMissing

#: A topic is a few pages; more is not ours.
LARGEST_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class HelpPage:
    """The texts by topic, as Markdown."""

    texts: Mapping[str, str]


def help_page(resources: Path) -> HelpPage:
    """Every topic. Raises: HelpMissing."""
    texts = {}
    try:
        for file in sorted((resources / "help").glob("*.md")):
            if file.stat().st_size <= LARGEST_BYTES:
                texts[file.stem] = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise HelpMissing(str(error)) from error
    if not texts:
        raise HelpMissing(str(resources / "help"))
    return HelpPage(texts)
