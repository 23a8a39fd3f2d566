"""One line of the doctor's table. Any thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from headspace_desktop.troubles import Trouble

State = Literal["ok", "warning", "missing", "unknown"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found. `missing` breaks something, `warning` limits it, `unknown` could not be told or never was run."""

    key: str
    title: str
    state: State
    detail: str = ""
    remedy: str = ""

    @classmethod
    def of(cls, key: str, title: str, trouble: Trouble, state: State = "missing") -> Finding:
        return cls(key, title, state, str(trouble), trouble.remedy)
