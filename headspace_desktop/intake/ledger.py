"""What we installed in which settings file, and what was there before: the memory that makes undoing exact.

Any thread but the GUI's. One private JSON file; a damaged one counts as empty, for cutting works without it.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from headspace_desktop.intake.hook_text import Origin
from headspace_desktop.intake.settings_file import replace_file
from headspace_desktop.troubles import HookSettingsUnwritable


@dataclass(frozen=True, slots=True)
class Entry:
    """One settings file. `original` None: there was no file. `written` is the digest of what we left behind."""

    client: str
    root: str
    original: bytes | None
    written: str
    origin: Origin
    made: tuple[str, ...]  # folders that we made for it, the outermost first
    installed_at: str
    left_out: tuple[str, ...] = ()  # hook events that the agent program of that time did not know


def load(ledger: Path) -> dict[str, Entry]:
    """Entries by settings file."""
    try:
        value = json.loads(ledger.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    files = value.get("files") if isinstance(value, dict) else None
    found = {}
    for file, raw in files.items() if isinstance(files, dict) else ():
        if isinstance(raw, dict) and (entry := _entry(raw)) is not None:
            found[file] = entry
    return found


def save(ledger: Path, entries: Mapping[str, Entry]) -> None:
    """Raises: HookSettingsUnwritable."""
    values = {file: _values(entry) for file, entry in entries.items()}
    try:
        ledger.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_file(ledger, json.dumps({"version": 1, "files": values}, indent=1).encode(), 0o600)
    except OSError as error:
        raise HookSettingsUnwritable(f"{ledger}: {error.strerror}") from error


def _values(entry: Entry) -> dict[str, Any]:
    origin = entry.origin
    return {
        "client": entry.client,
        "root": entry.root,
        "original": None if entry.original is None else base64.b64encode(entry.original).decode("ascii"),
        "written": entry.written,
        "origin": {
            "has_hooks": origin.has_hooks,
            "events": sorted(origin.events),
            "blanks": dict(origin.blanks),
            "statusline": origin.statusline,
        },
        "made": list(entry.made),
        "installed_at": entry.installed_at,
        "left_out": list(entry.left_out),
    }


def _entry(raw: Mapping[str, Any]) -> Entry | None:
    try:
        original, origin = raw["original"], raw["origin"]
        return Entry(
            client=str(raw["client"]),
            root=str(raw["root"]),
            original=None if original is None else base64.b64decode(original, validate=True),
            written=str(raw["written"]),
            origin=Origin(
                bool(origin["has_hooks"]),
                frozenset(map(str, origin["events"])),
                {str(key): str(blank) for key, blank in origin["blanks"].items()},
                origin["statusline"] if isinstance(origin["statusline"], str) else None,
            ),
            made=tuple(map(str, raw["made"])),
            installed_at=str(raw["installed_at"]),
            left_out=tuple(map(str, raw.get("left_out", ()))),
        )
    except (KeyError, TypeError, AttributeError, binascii.Error):
        return None
