"""Foreign texts on their way into a bubble."""

from __future__ import annotations

from headspace_desktop.notify import texts


def test_nothing_vanishes_where_links_and_pictures_are_read_without_escapes() -> None:
    assert texts.unmarked("Run: evil <img src=x> && ok") == "Run: evil ‹img src=x› && ok"
