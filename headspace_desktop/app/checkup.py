"""The doctor's findings for the running program. Reader thread; looks and changes nothing."""

from __future__ import annotations

from headspace_desktop.paths import Paths
from headspace_desktop.settings import Settings


def checkup(paths: Paths, settings: Settings) -> object:
    """What works here and what does not."""
    del paths, settings
    return ()
