"""The contrast figures of docs/design.md are the ones that the looks have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from headspace_desktop.ui.looks import LOOKS, Look, contrast

DESIGN = Path(__file__).parents[2] / "docs/design.md"


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_the_table_tells_the_worst_contrast(look: Look) -> None:
    row = re.search(rf"^\| {look.name} \|([\d .|]+)\|$", DESIGN.read_text("utf-8"), re.MULTILINE)
    assert row is not None, f"{look.name} is not in the table"
    grounds = (look.window, look.surface, look.sunken, look.raised)
    inks = [
        min(contrast(ink, ground) for ground in grounds)
        for ink in (look.text, look.text_soft, look.text_faint, look.accent)
    ]
    words = min(contrast(hue.ink, ground) for hue in look.hues.values() for ground in (*grounds, hue.tint))
    shapes = min(contrast(hue.fill, ground) for hue in look.hues.values() for ground in grounds)
    assert [f"{figure:.1f}" for figure in (*inks, words, shapes)] == row[1].replace("|", " ").split()
