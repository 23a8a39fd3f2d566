"""The numbers of the settings that the engine needs, as plain values. Any thread."""

from __future__ import annotations

from dataclasses import dataclass, field

from headspace_desktop.domain.attention import Manners
from headspace_desktop.domain.evidence import Thresholds


@dataclass(frozen=True, slots=True)
class Limits:
    """The engine's slice of the settings: the domain does not see the settings themselves."""

    thresholds: Thresholds = field(default_factory=Thresholds)
    manners: Manners = field(default_factory=Manners)
    retention_days: int = 30
