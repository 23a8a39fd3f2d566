"""Where the rooms meet: builds them, joins them, starts and stops them in order. Decides nothing."""

from __future__ import annotations

from headspace_desktop.app.program import THREADS, App, run

__all__ = ["THREADS", "App", "run"]
