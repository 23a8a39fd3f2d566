"""What every benchmark needs: percentiles, a table for people, one JSON line for comparing runs.

Figures of one run are compared with each other; absolute times depend on the machine and on what else runs on it.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

Figure = float | int | str | None


def percentile(values: Sequence[float], percent: float) -> float:
    """Of an unsorted sample, by the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(percent / 100 * len(ordered)) - 1))]


def interleaved(ways: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Measure several ways in turns, so that what else runs on the machine falls on all of them alike."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            found[name].append(way())
    return found


def report(name: str, rows: Sequence[Mapping[str, Figure]]) -> None:
    """Print the rows as a table and as one JSON line."""
    if rows:
        keys = list(dict.fromkeys(key for row in rows for key in row))
        cells = [[_shown(row.get(key)) for key in keys] for row in rows]
        widths = [max(len(key), *(len(line[i]) for line in cells)) for i, key in enumerate(keys)]
        for line in [keys, *cells]:
            print("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())
    load = os.getloadavg()[0]
    about = {"python": platform.python_version(), "cpus": os.cpu_count(), "load": round(load, 1)}
    at = datetime.now(UTC).isoformat(timespec="seconds")
    print(json.dumps({"bench": name, "at": at, **about, "rows": list(rows)}))


def _shown(value: Figure) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return "" if value is None else str(value)
