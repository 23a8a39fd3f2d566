"""What the window asks of the program around it. GUI thread; types only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from headspace_desktop.ui.theme import Choice


def _nothing() -> None:
    """What an entry does that nobody connected."""


@dataclass(frozen=True, slots=True)
class Calls:
    """What the window asks of the program around it. `close` decides what closing means (hide, ask, quit)."""

    start: Callable[[], None] = _nothing
    quit: Callable[[], None] = _nothing
    close: Callable[[], None] | None = None
    theme_chosen: Callable[[Choice], None] | None = None
    autostart: Callable[[bool], None] | None = None
    raised: Callable[[str], None] | None = None  # bring to the front with this activation token
