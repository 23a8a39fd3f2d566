"""The settings as a page: every choice with its value and who set it; saving checks each field by itself.

Reader thread. What was saved is told to the program, which gives every room its slice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from headspace_desktop import autostart, settings
from headspace_desktop.domain.model import Json
from headspace_desktop.logs import redact
from headspace_desktop.paths import Paths
from headspace_desktop.settings import Choice, Loaded
from headspace_desktop.troubles import SettingInvalid, Trouble

#: What is read only at the start, and why.
WITH_RESTART = {
    "database.url": "The store is opened at the start: this takes effect with the next one.",
    "claude.config_dirs": "A folder that is added is watched at once; one that is taken out, until the next start.",
    "claude.ignored_dirs": "Sessions of such a folder that are on the board stay there until the next start.",
}

AUTOSTART = "ui.autostart"


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting: what it is, what is in force, and who set it (``default``, ``file``, ``env NAME``, ``flag``)."""

    choice: Choice
    value: Any
    origin: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """All settings; `errors` by key are why nothing was saved, `saved` is what was."""

    file: str
    rows: tuple[SettingRow, ...]
    errors: Mapping[str, str]
    saved: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()


class SettingsPages:
    """Answers about settings. `load` lays all layers; `saved` is told what is in force after a change."""

    def __init__(
        self,
        paths: Paths,
        load: Callable[[], Loaded],
        saved: Callable[[Loaded], None],
        *,
        may_autostart: bool = True,
    ) -> None:
        self._paths, self._load, self._saved = paths, load, saved
        self._may_autostart = may_autostart

    def answer(self, changes: Json) -> SettingsPage:
        """The page; first the changes are saved, all or none. Raises: SettingsUnreadable."""
        errors = self._save(changes) if changes else {}
        loaded = self._load()
        if changes and not errors:
            self._saved(loaded)
        return SettingsPage(
            str(self._paths.settings_file),
            tuple(self._row(choice, loaded) for choice in settings.choices()),
            errors,
            tuple(changes) if not errors else (),
            tuple(str(trouble) for trouble in loaded.troubles),
        )

    def _save(self, changes: Json) -> dict[str, str]:
        errors: dict[str, str] = {}
        for key, value in changes.items():
            try:
                if key == "database.url" and isinstance(value, str) and "***" in value:
                    raise SettingInvalid("the password was hidden; write the whole address")
                if value is not None:
                    settings.check(key, value)
            except SettingInvalid as invalid:
                errors[key] = invalid.detail.removeprefix(f"{key}: ")
        if errors:
            return errors
        if AUTOSTART in changes:
            try:
                self._switch_autostart(changes[AUTOSTART] is True)
            except Trouble as trouble:
                return {AUTOSTART: f"{trouble}. {trouble.remedy}"}
        settings.save(self._paths, changes)
        return {}

    def _switch_autostart(self, is_wanted: bool) -> None:
        if not self._may_autostart:
            raise SettingInvalid("a demonstration is not started at log-in", remedy="Start the app itself.")
        autostart.switch(is_wanted)

    def _row(self, choice: Choice, loaded: Loaded) -> SettingRow:
        section, _, name = choice.key.partition(".")
        value = getattr(getattr(loaded.settings, section), name)
        if choice.key == AUTOSTART and self._may_autostart:
            value = autostart.is_on()  # the desktop's own list is the truth
        if isinstance(value, str):
            value = redact(value)
        return SettingRow(choice, value, loaded.origins[choice.key], WITH_RESTART.get(choice.key, ""))
