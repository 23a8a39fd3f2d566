"""The one checkup: what works here and what does not, for the Doctor's window and for `headspace doctor`.

Reader thread, or a process without windows; looks and changes nothing. It loads neither windows nor the store.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from headspace_desktop.app.hooks import Roots, hook_findings, roots_of
from headspace_desktop.intake import caller
from headspace_desktop.paths import Paths
from headspace_desktop.settings import Loaded
from headspace_desktop.terminals.doctor import examine
from headspace_desktop.terminals.finding import Finding
from headspace_desktop.troubles import AppAway, Trouble

#: The app that runs answers from memory; one that hangs must not hold the doctor up.
APP_TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True)
class DoctorPage:
    """Every finding, what matters most first."""

    findings: tuple[Finding, ...]


def checkup(
    paths: Paths,
    loaded: Loaded,
    *,
    roots: Roots | None = None,
    store: Callable[[], Iterable[Finding]] | None = None,
) -> DoctorPage:
    """Look at everything.

    Shape: `roots` are (client, configuration folder) pairs, by default those of the settings; `store` is what the
    caller knows of the store. Blocks: about a second, some more where a program does not answer.
    """
    watched = roots_of(loaded.settings) if roots is None else roots
    return DoctorPage(
        (
            _app(paths),
            *_settings(paths, loaded),
            *examine(
                os.environ,
                paths,
                loaded.settings,
                hooks=lambda: hook_findings(paths, watched, loaded.settings.claude.program),
                store=store,
            ),
            *_do_not_disturb(),
        )
    )


def _app(paths: Paths) -> Finding:
    try:
        caller.call(paths, "status", {}, timeout_s=APP_TIMEOUT_S)
    except AppAway as away:
        return Finding.of("app", "App", away, "warning")
    except Trouble as trouble:
        return Finding.of("app", "App", trouble)
    return Finding("app", "App", "ok", "it runs and answers")


def _do_not_disturb() -> Iterator[Finding]:
    """Whether the desktop lets its own do-not-disturb be read."""
    if sys.platform == "darwin":
        return
    from headspace_desktop.notify.quiet import who_tells  # noqa: PLC0415  its library is there on Linux only

    source, is_on = who_tells(os.environ)
    key, title = "do-not-disturb", "Do not disturb"
    if source:
        yield Finding(key, title, "ok", f"told by {source}; it is {'on' if is_on else 'off'} now")
    else:
        remedy = "Use quiet hours (`notify.quiet_from`) instead, or mute from the tray."
        yield Finding(key, title, "unknown", "this desktop does not tell whether it is on", remedy)


def _settings(paths: Paths, loaded: Loaded) -> Iterator[Finding]:
    for trouble in loaded.troubles:
        yield Finding.of("settings", "Settings", trouble, "warning")
    if not loaded.troubles:
        yield Finding("settings", "Settings", "ok", str(paths.settings_file))
