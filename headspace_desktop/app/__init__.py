"""Where the rooms meet: builds them, joins them, starts and stops them in order. Decides nothing.

The command line takes single modules from here; the program itself, with its windows, is loaded only when it is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from headspace_desktop.app.program import THREADS, App, run

__all__ = ["THREADS", "App", "run"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    from headspace_desktop.app import program  # noqa: PLC0415  loads Qt

    return getattr(program, name)
