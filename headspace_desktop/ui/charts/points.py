"""What a chart shows, and how its axis is divided. Pure values; any thread."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10

from headspace_desktop.domain.activity import Mood

#: From here on frustration is told as raised, and as high. Source: features, section 2.
RAISED, HIGH = 4.0, 7.0

#: Most words under the axis.
MOST_LABELS = 12


@dataclass(frozen=True, slots=True)
class Point:
    """One bar: `label` stands under it, `tip` is all of it in words, `cells` are its row of the table."""

    label: str
    value: float
    tip: str
    cells: tuple[str, ...]
    mood: Mood | None = None


def level_of(frustration: float) -> int:
    """0 calm, 1 raised, 2 high."""
    return 2 if frustration >= HIGH else 1 if frustration >= RAISED else 0


def ticks(most: float, *, is_whole: bool = True) -> tuple[float, ...]:
    """Round steps from 0 to at least `most`, at most six of them."""
    if most <= 0:
        return (0.0, 1.0)
    rough = most / 5
    power = 10.0 ** floor(log10(rough))
    step = next(power * part for part in (1, 2, 5, 10) if power * part >= rough * 0.999)
    if is_whole:
        step = max(1.0, float(round(step)))
    return tuple(step * n for n in range(ceil(most / step - 1e-9) + 1))


def every(count: int) -> int:
    """Each how-many-th of so many bars has its word under it."""
    return max(1, ceil(count / MOST_LABELS))
