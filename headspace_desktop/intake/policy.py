"""What whoever manages this machine decided for the agent program: whether the person's hooks run at all.

Any thread but the GUI's; small files. Source: 2.1.330, run with such files; it passes over one that it cannot read.
"""

from __future__ import annotations

import json
from pathlib import Path

from headspace_desktop.clients import Client
from headspace_desktop.intake import settings_file
from headspace_desktop.troubles import HookSettingsUnreadable

_FORBID = ("allowManagedHooksOnly", "disableAllHooks")


def forbidding(client: Client) -> Path | None:
    """The file that keeps the person's hooks from running, if there is one."""
    last: dict[str, tuple[object, Path]] = {}
    for folder in map(Path, client.policy_folders):
        for file in (folder / "managed-settings.json", *sorted((folder / "managed-settings.d").glob("*.json"))):
            last |= {name: (value, file) for name, value in _values(file).items() if name in _FORBID}
    return next((file for value, file in last.values() if value is True), None)


def _values(file: Path) -> dict[str, object]:
    try:
        values = json.loads((settings_file.read(file) or b"{}").decode("utf-8-sig"))
    except (HookSettingsUnreadable, ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}
